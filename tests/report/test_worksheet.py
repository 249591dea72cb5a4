from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from framing.errors import InputError
from framing.report import markup, worksheet
from framing.report.view import Report
from tests.report import sample


def _text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def test_the_student_sheet_has_a_page_for_each_part_and_hides_the_outlets(
    report: Report, tmp_path: Path
) -> None:
    sheet, key = worksheet.write(report, tmp_path)
    # text A, text B, the second look, text C
    assert len(pypdf.PdfReader(sheet).pages) == 4
    text = _text(sheet)
    for outlet in report.outlet_names():
        assert outlet not in text
    assert "can’t tell" in text.replace("'", "’")
    assert "Harbour Post" in _text(key)
    assert "“battle” (negated)" in _text(key)
    first = [path.read_bytes() for path in (sheet, key)]
    again = worksheet.write(sample.report(), tmp_path / "again")
    assert [path.read_bytes() for path in again] == first


def test_the_two_texts_are_those_that_differ_most(report: Report) -> None:
    assert sorted(worksheet.choose(report)) == ["harbour-post", "the-long-view"]
    assert sorted(worksheet.choose(sample.without_hits(report))) == [
        "harbour-post",
        "the-long-view",
    ]


@pytest.mark.parametrize("size", ["a4", "letter"])
def test_two_long_texts_still_fill_a_page_each(size: str, tmp_path: Path) -> None:
    body = " ".join(f"This is sentence number {n} of a long and quiet text." for n in range(60))
    made = sample.report({"One": f"A headline\n\n{body}", "Two": f"Another headline\n\n{body}"})
    sheet, _ = worksheet.write(made, tmp_path, size=size)
    assert len(pypdf.PdfReader(sheet).pages) == 3


def test_an_excerpt_is_whole_sentences_of_at_most_150_words(report: Report) -> None:
    cut = markup.pieces(report, "harbour-post")
    text = "".join(piece.text for piece in worksheet.excerpt(cut, words=30))
    assert len(text.split()) <= 30
    assert text.rstrip().endswith((".", "siege"))


def test_a_name_inside_a_word_is_not_masked() -> None:
    assert worksheet.mask("Posters of the Post", ["Post"]) == "Posters of the [this outlet]"


def test_wrong_articles_are_an_error(report: Report, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="1 articles"):
        worksheet.write(report, tmp_path, articles=["harbour-post"])
