"""The main job on articles that are strange: each gives a whole report, or a clear refusal."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from pypdf import PdfReader

import framing
from framing import storage
from framing.__main__ import main
from framing.pipeline import Comparison, Lexicons

Capture = pytest.CaptureFixture[str]

TEXT = (
    "The bridge was closed on Monday. The mayor said it would open again in May. "
    "“Nobody was hurt,” said Mayor Okafor. "
) * 6
OTHER = TEXT.replace("mayor", "engineer").replace("closed", "shut")
EMOJI, HEBREW, ARABIC = "The 😀 Post", "הארץ החדשה", "صحيفة النهر"
# a letter of a script that was made up, which no font has: a private-use character
NO_FONT = "Post \ue0ff\U000f1234"


def compared(packs: Lexicons, *articles: tuple[str, str]) -> Comparison:
    table = pd.DataFrame(articles, columns=["outlet", "text"])
    return framing.compare(table, packs=packs)


def test_a_text_of_three_words_gets_a_caution(packs: Lexicons) -> None:
    done = compared(packs, ("One", "Rain fell today."), ("Two", TEXT))
    assert any("short text (3 words)" in caution for caution in done.cautions)
    scores = done.scores[(done.scores["outlet"] == "One") & done.scores["scorer"].eq("lexical")]
    assert scores["value"].isna().all(), "three words carry no value"
    assert scores["caution"].ne("").all()


@pytest.mark.parametrize(
    "text",
    [
        "?!",
        "…",
        "12 345",
        "word " * 2000,
        "a" * 20_000,
        "“" * 50,
        "”\n" * 50,
        "“" + "Never ended, he said. " * 50,
        "not " * 300,
        "\u202e" + TEXT,
        TEXT.upper(),
        TEXT.replace(" ", "\u00a0"),
        TEXT.replace(". ", ".\n\n\n"),
        "\ufffd" * 40 + TEXT,
    ],
    ids=[
        "marks",
        "dots",
        "numbers",
        "one word",
        "one long word",
        "opened",
        "closed",
        "never closed",
        "not",
        "turned",
        "capitals",
        "hard spaces",
        "lines",
        "lost bytes",
    ],
)
def test_strange_texts_pass_every_stage(text: str, packs: Lexicons) -> None:
    done = compared(packs, ("One", text), ("Two", OTHER))
    full = dict(zip(done.documents["doc_id"], done.documents["text"], strict=True))
    for row in done.sentences.itertuples():
        assert full[row.doc_id][row.start : row.end] == row.text
    assert len(done.findings) >= 0
    assert done.limits


def test_the_same_text_under_two_names_differs_by_nothing(packs: Lexicons) -> None:
    done = compared(packs, ("One", TEXT), ("Two", TEXT))
    assert any("has the same words as" in caution for caution in done.cautions)
    assert done.contrasts["difference"].dropna().eq(0).all()
    assert len(done.keywords) == 0 or not (done.keywords["p_adjusted"] < 0.05).any()


def test_a_language_that_is_not_read_gets_a_caution(packs: Lexicons) -> None:
    spanish = "El río creció durante la noche y la alcaldesa pidió calma a los vecinos. " * 8
    done = compared(packs, ("Uno", spanish), ("Two", TEXT))
    assert any("language" in caution or "English" in caution for caution in done.cautions)
    scores = done.scores[done.scores["outlet"].eq("Uno") & done.scores["scorer"].eq("lexical")]
    assert scores["value"].isna().all()


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "[bold]x[/bold]", "<script>", "#strong[x]"])
def test_names_that_mean_something_elsewhere_stay_names(
    name: str, packs: Lexicons, capsys: Capture
) -> None:
    from rich.console import Console

    from framing.report import summary

    done = compared(packs, (name, TEXT), ("Two", OTHER))
    assert name in set(done.documents["outlet"])
    Console(width=200).print(summary.text(done.view()))
    assert "Two" in capsys.readouterr().out


@pytest.mark.slow
def test_names_in_any_script_and_without_a_font_are_printed(
    tmp_path: Path, capsys: Capture
) -> None:
    names = [EMOJI, HEBREW, ARABIC, NO_FONT, "新聞社"]
    table = tmp_path / "rows.csv"
    pd.DataFrame({"outlet": names, "text": [TEXT + f" It was day {n}." for n in range(5)]}).to_csv(
        table, index=False
    )
    assert main(["compare", str(table), "--out", str(tmp_path / "out"), "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert json.loads(out)["articles"] == 5
    documents = storage.read_parquet("documents", tmp_path / "out" / "tables" / "documents.parquet")
    assert documents["outlet"].tolist() == names
    html = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    for name in names:
        assert name in html or "[U+" in html
    printed = "\n".join(
        page.extract_text() for page in PdfReader(tmp_path / "out" / "report.pdf").pages
    )
    assert "[U+E0FF]" in printed.replace("\n", "")


@pytest.mark.slow
def test_fifty_articles_at_once(tmp_path: Path, capsys: Capture) -> None:
    sample = framing.load(framing.sample()).documents["text"].tolist()
    folder = tmp_path / "fifty"
    folder.mkdir()
    for number in range(50):
        text = sample[number % 5] + f"\n\nNote {number} closed the page after {number} days.\n"
        (folder / f"Paper {number:02}.txt").write_text(text, encoding="utf-8")
    assert main(["compare", str(folder), "--out", str(tmp_path / "out"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["articles"] == 50
    from PIL import Image

    for path in sorted((tmp_path / "out" / "charts").glob("*.png")):
        with Image.open(path) as picture:
            assert max(picture.size) < 20_000, path.name
    assert (tmp_path / "out" / "report.html").stat().st_size < 25_000_000
    assert len(PdfReader(tmp_path / "out" / "report.pdf").pages) >= 5


@pytest.mark.parametrize("inside", [True, False], ids=["in the input", "a file"])
def test_the_input_is_never_the_output(inside: bool, tmp_path: Path, capsys: Capture) -> None:
    for name, text in (("One", TEXT), ("Two", OTHER)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    out = tmp_path if inside else tmp_path / "One.txt"
    assert main(["compare", str(tmp_path), "--out", str(out)]) == 2
    assert "--out" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["One.txt", "Two.txt"]
    assert (tmp_path / "One.txt").read_text(encoding="utf-8") == TEXT


def test_a_link_is_never_followed_to_be_replaced(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "in").mkdir()
    for name, text in (("One", TEXT), ("Two", OTHER)):
        (tmp_path / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "mine", target_is_directory=True)
    assert main(["compare", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 2
    assert "where:" in capsys.readouterr().err
    assert (tmp_path / "out").is_symlink()
    assert list((tmp_path / "mine").iterdir()) == []


def test_a_folder_of_hostile_pages_gives_the_words_and_nothing_else(
    tmp_path: Path, packs: Lexicons
) -> None:
    """Pages as a browser saves them: scripts, forms, pictures from elsewhere; and an empty one."""
    page = (
        "<html><head><title>Bridge {n}</title><script src='//evil.example/a.js'></script>"
        "<base href='//evil.example/'></head><body onload='steal()'><script>document.write('x')"
        "</script><article><h1>Bridge {n}</h1><p>{text}</p><p><img src=x onerror='steal()'>"
        "{other}</p></article><iframe src='//evil.example'></iframe><form action='//evil.example'>"
        "<input name='password'></form><style>p {{ color: red }}</style></body></html>"
    )
    (tmp_path / "in").mkdir()
    for n, name in enumerate(("One", "Two")):
        text = page.format(n=n, text=TEXT, other=OTHER)
        (tmp_path / "in" / f"{name}.html").write_text(text, encoding="utf-8")
    done = framing.compare(tmp_path / "in", packs=packs)
    assert sorted(done.documents["outlet"]) == ["One", "Two"]
    for text in done.documents["text"]:
        assert "Mayor Okafor" in text
        for word in ("steal", "evil.example", "document.write", "password", "color", "<"):
            assert word not in text
    (tmp_path / "in" / "Three.html").write_text("<script>alert(1)</script>", encoding="utf-8")
    with pytest.raises(framing.errors.InputError, match="a page without article text"):
        framing.compare(tmp_path / "in", packs=packs)
