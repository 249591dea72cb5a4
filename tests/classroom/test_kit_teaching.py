from __future__ import annotations

import re
from dataclasses import replace

import pytest

from framing.paths import data_dir
from framing.report import markup, teaching, worksheet
from tests.report import sample

SCHOOL = (
    "court-ruling",
    "hospital-strike",
    "port-protest",
    "river-flood",
    "school-garden",
    "us-colombia-flights",
    "wire-edits",
)


def test_the_events_for_schools() -> None:
    assert teaching.events() == SCHOOL


@pytest.mark.parametrize("event", SCHOOL)
def test_every_lesson_has_three_texts_four_scales_and_a_teachers_page(event: str) -> None:
    folder = data_dir("corpus") / event
    articles = re.findall(r'doc_id = "(.+)"', (folder / "corpus.toml").read_text(encoding="utf-8"))
    made = teaching.read(event, articles)
    assert len({*made.texts, made.third} & set(articles)) == 3
    assert len(made.scales) == 4
    assert len({scale.id for scale in made.scales}) == 4
    assert made.content
    assert len(made.questions) == 3
    assert len(made.notice) >= 4
    assert len(made.errors) >= 4
    for scale in made.scales:
        assert max(len(scale.low), len(scale.high)) <= 24  # fits beside seven circles
        if scale.dimension:
            card = (data_dir("lexicons") / f"{scale.dimension}.toml").read_text(encoding="utf-8")
            first = re.search(r'\[\[pole\]\]\nid = "(.+)"', card)
            assert first is not None
            assert scale.dimension.startswith(first.group(1)) or scale.dimension in card


def test_other_articles_under_a_known_id_get_no_lesson() -> None:
    assert teaching.read("river-flood", ["mine", "yours"]) == teaching.Teaching()


def test_an_agencys_first_name_is_masked_in_its_dateline_only() -> None:
    text = "OSTREY, Nov. 5 (Trellis) - A trellis (Trellis) stood there."
    assert worksheet.mask(text, ["Trellis Press Agency"]) == (
        "OSTREY, Nov. 5 [a news agency] - A trellis (Trellis) stood there."
    )
    text = "FERNHILL, April 12 (Little Wire) - A school grew."
    assert (
        worksheet.mask(text, ["Little Wire"])
        == "FERNHILL, April 12 [a news agency] - A school grew."
    )


TEN, SIX = "Ten words are here. Ten words are here.\n\n", "And six words stand here now.\n\n"


@pytest.mark.parametrize(
    ("text", "end"),
    [
        # the third paragraph ends at 20 of 24 words: three quarters are enough
        (TEN + SIX + SIX + "One. It goes on and on.", "now."),
        # the next sentence would end inside a quotation
        (
            "A b c d e f g h i j k l m n o. “One two three. Four five six seven eight nine ten.”",
            "o.",
        ),
    ],
)
def test_an_excerpt_ends_with_a_paragraph_and_never_inside_a_quotation(text: str, end: str) -> None:
    report = sample.report({"One": text, "Two": text})
    cut = markup.pieces(report, report.table("documents")["doc_id"].iloc[0])
    kept = "".join(piece.text for piece in worksheet.excerpt(cut, words=24)).rstrip()
    assert kept.endswith(end)
    assert len(kept.split()) <= 24


def test_only_a_headline_is_printed_as_one() -> None:
    report = sample.report({"One": "Rain at last\n\nIt rained.", "Two": "Sun\n\nIt shone."})
    bare = {**report.tables, "sentences": report.tables["sentences"].assign(part="body")}
    for made, headed in ((report, True), (replace(report, tables=bare), False)):
        assert [text["headed"] for text in worksheet.gather(made)["texts"]] == [headed] * 2
