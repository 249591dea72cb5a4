from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from framing import tables
from framing.report import pdf, pictures
from framing.report.view import Report
from tests.report import sample


def _text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def _alts(node: Any) -> list[str]:
    node = node.get_object()
    found = [str(node["/Alt"])] if "/Alt" in node else []
    children = node.get("/K", [])
    children = children if isinstance(children, list) else [children]
    for child in children:
        if isinstance(child.get_object(), dict):
            found += _alts(child)
    return found


def test_the_pdf_is_tagged_has_alt_texts_a_language_and_no_date(written: Path) -> None:
    reader = pypdf.PdfReader(written / "report.pdf")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Saltmarsh Green is cleared"
    assert reader.metadata.creation_date is None
    assert b"pdfuaid" in (written / "report.pdf").read_bytes() or root.get("/Metadata")
    alts = _alts(root["/StructTreeRoot"])
    assert any(alt.startswith("Spectrum.") for alt in alts)
    assert any(alt.startswith("Bars of names.") for alt in alts)


def test_fonts_are_embedded(written: Path) -> None:
    reader = pypdf.PdfReader(written / "report.pdf")
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]
    assert fonts
    for font in fonts:
        for inner in font.get("/DescendantFonts", [font]):
            descriptor = inner.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)


def test_page_one_has_question_strip_findings_and_limits(written: Path) -> None:
    page = " ".join(pypdf.PdfReader(written / "report.pdf").pages[0].extract_text().split())
    for words in (
        "Saltmarsh Green is cleared",
        "How does each outlet word this event",
        "squatters",
        "What is seen",
        "labels.csv, rows 0, 1",
        "What may not be concluded",
        "it has one article each",
    ):
        assert words in page


def test_the_pdf_says_everything(written: Path) -> None:
    text = _text(written / "report.pdf")
    for words in (
        "Zero is not neutral",
        "too few words",
        "Not counted: “battle” (negated)",
        "The same thing, told by two outlets",
        "not yet known on that day",
        "what should be done",
        "Settings and versions",
        "Apache-2.0",
        "not tested",
        "SALTMARSH - Wardens on Tuesday",
    ):
        assert words in text
    assert "Share this story" not in text


def test_short_is_shorter_and_letter_is_letter(
    report: Report, charts: dict[str, Path], tmp_path: Path
) -> None:
    long = pdf.write(report, tmp_path / "long.pdf", charts)
    short = pdf.write(report, tmp_path / "short.pdf", charts, pages="short", size="letter")
    assert len(pypdf.PdfReader(short).pages) < len(pypdf.PdfReader(long).pages)
    box = pypdf.PdfReader(short).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (612, 792)
    box = pypdf.PdfReader(long).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


@pytest.mark.slow
def test_a_grey_page_has_no_colour(report: Report, tmp_path: Path) -> None:
    import io

    from PIL import Image

    charts = pictures.save(report, tmp_path / "charts", grey=True)
    data = pdf._data(report, charts, share=False, pages="full", size="a4", grey=True)
    for sheet in pdf.typeset("report.typ", data, charts, pdf.TEMPLATES, kind="png", ppi=50):
        with Image.open(io.BytesIO(sheet)) as picture:
            low, high = zip(
                *(band.getextrema() for band in picture.convert("HSV").split()[1:2]), strict=True
            )
        # paper tints (the quoted words) are nearly grey; nothing stronger may remain
        assert low == (0,)
        assert high[0] < 20


def test_shared_pdfs_hold_no_run_of_26_words(
    report: Report, charts: dict[str, Path], tmp_path: Path
) -> None:
    text = _text(pdf.write(report, tmp_path / "shared.pdf", charts, share=True))
    squeezed = re.sub(r"[\W_]", "", text)
    for whole in report.table("documents")["text"]:
        words = whole.split()
        for start in range(len(words) - 25):
            run = re.sub(r"[\W_]", "", "".join(words[start : start + 26]))
            assert run not in squeezed


@pytest.mark.parametrize(
    "name",
    [
        "Gazette \U0001f9ff",
        "#eval(1) *bold* _x_ $x$ <a> @b `c` \\ /* */",
        "عربية",
        "中文",
        "a\x00b\x07",
        "x" * 300,
        "a\u2028b",
        "\U0010ffff",
    ],
)
def test_any_name_can_be_printed(name: str, charts: dict[str, Path], tmp_path: Path) -> None:
    texts = {name: sample.TEXTS["Harbour Post"], "Other": sample.TEXTS["Saltmarsh Wire"]}
    made = sample.report(texts)
    path = pdf.write(made, tmp_path / "a.pdf", {}, pages="full")
    assert "%PDF" in path.read_bytes()[:8].decode()
    if "#eval" in name:
        assert "#eval(1) *bold* _x_ $x$" in _text(path)
    if "\U0001f9ff" in name:
        assert "[U+1F9FF]" in _text(path)


@pytest.mark.parametrize(
    "number",
    [2, pytest.param(12, marks=pytest.mark.slow), pytest.param(50, marks=pytest.mark.slow)],
)
def test_many_outlets_and_none_of_the_words(number: int, tmp_path: Path) -> None:
    full = sample.many(number)
    assert pypdf.PdfReader(pdf.write(full, tmp_path / "a.pdf", {})).pages
    nothing = sample.without_hits(full)
    text = _text(pdf.write(nothing, tmp_path / "b.pdf", {}))
    assert "No finding of a difference" in text


def test_axes_without_a_mark_are_said_in_words(tmp_path: Path) -> None:
    full = sample.many(2)
    nothing = replace(sample.without_hits(full), shown=full.shown)
    text = _text(pdf.write(nothing, tmp_path / "a.pdf", {}))
    assert "Too few words in every article for a number" in text
    assert "The numbers behind it" not in text


def test_page_one_is_a_picture_at_200_dpi(written: Path) -> None:
    from PIL import Image

    with Image.open(written / "report.png") as picture:
        assert picture.size[0] == pytest.approx(210 / 25.4 * 200, abs=2)


def test_page_one_holds_its_limits_however_long_the_findings_are(
    report: Report, tmp_path: Path
) -> None:
    words = " ".join(f"word{n}" for n in range(75))
    first = report.table("findings").head(1)
    long = [first.assign(rank=n, text=f"{n} {words}") for n in range(1, 6)]
    made = sample.replace(
        report, tables=report.tables | {"findings": tables.concat("findings", long)}
    )
    for size in ("a4", "letter"):
        path = pdf.write(made, tmp_path / f"{size}.pdf", {}, size=size)
        page = " ".join(pypdf.PdfReader(path).pages[0].extract_text().split())
        assert "5 word0" in page
        assert "What may not be concluded" in page
        assert "a pool cannot see its own blind spot" in page
