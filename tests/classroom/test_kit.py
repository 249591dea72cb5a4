from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pypdf
import pytest

from framing.classroom import kit, slides
from framing.errors import InputError
from framing.paths import data_dir
from framing.pipeline import Comparison
from framing.report import answerkey, pdf, teaching, worksheet
from framing.report.view import Report


@pytest.fixture(scope="module")
def report(sample_comparison: Comparison) -> Report:
    return sample_comparison.view()


def _text(data: bytes, tmp_path: Path) -> str:
    file = tmp_path / "made.pdf"
    file.write_bytes(data)
    return " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(file).pages).split())


def test_lessons_fill_their_minutes_and_every_step_has_a_script() -> None:
    lessons = teaching.words()["plan"]["lesson"]
    assert [lesson["minutes"] for lesson in lessons] == [20, 45, 90]
    for lesson in lessons:
        assert sum(step["minutes"] for step in lesson["step"]) == lesson["minutes"]
        assert all(step["say"].startswith("“") and step["do"] for step in lesson["step"])


def test_every_group_of_slides_in_the_plan_is_in_the_deck(report: Report) -> None:
    data = answerkey.add(report, worksheet.gather(report))
    deck = slides.gather(report, data)
    groups = {slide["group"] for slide in deck}
    for lesson in data["say"]["plan"]["lesson"]:
        for step in lesson["step"]:
            assert set(step["slides"]) <= groups
    assert len({slide["name"] for slide in deck}) == len(deck)


def test_no_outlet_is_named_before_the_reveal(report: Report) -> None:
    deck = slides.gather(report, answerkey.add(report, worksheet.gather(report)))
    reveal = next(n for n, slide in enumerate(deck) if slide["group"] == "reveal")
    before, after = json.dumps(deck[:reveal]), json.dumps(deck[reveal])
    assert not any(outlet in before for outlet in report.outlet_names())
    assert sum(outlet in after for outlet in report.outlet_names()) == 2


def test_excerpts_on_slides_are_the_excerpts_of_the_sheet(report: Report) -> None:
    data = answerkey.add(report, worksheet.gather(report))
    deck = slides.gather(report, data)
    for text in data["texts"]:
        shown = [
            paragraph["text"]
            for slide in deck
            if slide["kind"] == "excerpt" and slide["title"].startswith(f"Text {text['label']}")
            for paragraph in slide["paragraphs"]
        ]
        assert " ".join(shown).split() == " ".join(text["paragraphs"]).split()
        assert len(" ".join(shown).split()) <= worksheet.WORDS


def test_the_plan_names_the_standards_and_the_content_note(report: Report, tmp_path: Path) -> None:
    data = answerkey.add(report, worksheet.gather(report))
    data["look"] = {"size": "a4", "grey": False, "pages": "full"}
    shown = kit.plan(report, data, slides.gather(report, data))
    text = _text(pdf.typeset("plan.typ", shown, {}, ("plan.typ", "parts.typ")), tmp_path)
    for said in ("RI.8.6", "RI.9-10.4", "RI.9-10.6", "RI.11-12.6", "NAMLE", "deportation"):
        assert said in text
    for minutes in (20, 45, 90):
        assert f"{minutes} minutes" in text


def test_the_key_sorts_words_by_voice_and_shows_the_tools_mistakes(report: Report) -> None:
    data = answerkey.add(report, worksheet.gather(report))
    first = data["texts"][0]["voices"]
    assert first[0]["who"] == "the paper’s own voice"
    assert {"text": "illegal aliens", "lean": "criminals"} in first[0]["words"]
    assert any(row["who"] == "quoted: Gustavo Petro" for row in first)
    errors = data["teaching"]["errors"]
    assert errors[0][0] == {"text": "Look-alikes.", "style": "strong"}
    cells = data["against"][0]["cells"]
    assert all("◂" in cell or "too few" in cell for cell in cells)


def test_a_foreign_file_is_not_written_over(report: Report, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.txt"):
        kit.write(report, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.slow
def test_a_whole_kit_twice_is_the_same_bytes(report: Report, tmp_path: Path) -> None:
    first = kit.write(report, tmp_path / "one")
    again = kit.write(report, tmp_path / "two")
    files = sorted(f.relative_to(first).as_posix() for f in first.rglob("*") if f.is_file())
    assert {"lesson-plan.pdf", "student-sheet.pdf", "answer-key.pdf", "slides.pdf"} <= set(files)
    assert {"report.html", "report.pdf", "answers.csv", "slides/01-title.png"} <= set(files)
    for name in files:
        assert (first / name).read_bytes() == (again / name).read_bytes(), name
    assert len(pypdf.PdfReader(first / "student-sheet.pdf").pages) == 4
    deck = sum(name.startswith("slides/") for name in files)
    assert len(pypdf.PdfReader(first / "slides.pdf").pages) == deck


def test_a_translation_has_the_keys_of_the_english_and_fills_in_the_same_names() -> None:
    english, spanish = (
        tomllib.loads(
            (data_dir("reports") / "templates" / f"lesson.{code}.toml").read_text("utf-8")
        )
        for code in ("en", "es")
    )
    for section, words in spanish.items():
        assert set(words) == set(english[section]), section
        for key, text in words.items():
            names = re.findall(r"\{\w+\}", str(english[section][key]))
            assert sorted(re.findall(r"\{\w+\}", str(text))) == sorted(names), key


@pytest.mark.parametrize("event", teaching.events())
def test_every_scale_of_a_lesson_has_its_spanish_ends(event: str) -> None:
    folder = data_dir("corpus") / event
    articles = re.findall(r'doc_id = "(.+)"', (folder / "corpus.toml").read_text(encoding="utf-8"))
    for scale in teaching.read(event, articles).scales:
        assert scale.said("es")["low"] != scale.low
        assert max(map(len, scale.es)) <= 28


def test_the_sheet_is_printed_in_spanish(report: Report, tmp_path: Path) -> None:
    data = worksheet.gather(report, language="es")
    data["look"] = {"size": "letter", "grey": True, "pages": "full"}
    made = pdf.typeset("worksheet.typ", data, {}, worksheet.FILES)
    text = _text(made, tmp_path)
    assert "Una segunda mirada" in text
    assert "primero la dignidad" in text
    assert len(pypdf.PdfReader(tmp_path / "made.pdf").pages) == 4
