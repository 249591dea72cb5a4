"""What a chart draws is arithmetic on its table; here it is done by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from framing import tables
from framing.charts import (
    coverage,
    hits,
    naming,
    speakers,
    spectrum,
    strip,
    style,
    tone,
    words,
)
from tests.report import sample


def _naming(rows: list[tuple[str, str, str, str, int]]) -> pd.DataFrame:
    names = ("outlet", "voice", "name", "polarity", "count")
    columns = {name: [row[n] for row in rows] for n, name in enumerate(names)}
    more = {"event": "e", "referent": "people", "share": 0.5, "caution": ""}
    return tables.frame("naming", columns | {k: [v] * len(rows) for k, v in more.items()})


NAMES = _naming(
    [
        ("North", "narrator", "campers", "asserted", 1),
        ("North", "narrator", "squatters", "asserted", 2),
        ("North", "quoted", "families", "asserted", 1),
        ("North", "reported", "families", "asserted", 3),
        ("North", "quoted", "invaders", "rejected", 1),
        ("North", "all", "squatters", "asserted", 2),
    ]
)


def test_strip_adds_quoted_to_reported_and_strikes_the_rejected() -> None:
    rows = strip.prepare(NAMES).to_dict("records")
    assert [(r["side"], r["name"], r["count"], r["struck"]) for r in rows] == [
        ("own", "squatters", 2, False),
        ("own", "campers", 1, False),
        ("relayed", "families", 4, False),
        ("relayed", "invaders", 1, True),
    ]


def test_strip_works_with_one_mention() -> None:
    one = NAMES.iloc[[0]]
    assert strip.alt(one, ["North", "South"]) == (
        "Word strip. North: own voice campers (1); relayed nothing. "
        "South: own voice nothing; relayed nothing."
    )


def test_bars_of_names_lie_end_to_end_and_leave_out_the_rejected() -> None:
    rows = naming.prepare(NAMES)
    assert "invaders" not in set(rows["name"])
    own = rows[rows["side"] == "own"]
    assert own[["name", "left", "right"]].values.tolist() == [
        ["squatters", 0, 2],
        ["campers", 2, 3],
    ]


def test_only_five_names_keep_their_own_piece() -> None:
    many = _naming([("North", "narrator", f"name {n}", "asserted", 9 - n) for n in range(8)])
    rows = naming.prepare(many)
    assert rows["name"].tolist()[:5] == [f"name {n}" for n in range(5)]
    assert rows.iloc[5][["name", "count"]].tolist() == [naming.OTHER, 4 + 3 + 2]
    assert rows["right"].max() == sum(9 - n for n in range(8))


def test_spectrum_places_marks_at_the_share_and_withholds_the_rest() -> None:
    full = sample.report()
    scores = full.table("scores")
    rows = spectrum.prepare(scores, full.dimensions, full.outlet_names())
    assert len(rows) == 3 * 5 * 2
    merged = rows.merge(scores[scores["scorer"] == "lexical"], on=["dimension", "outlet", "voice"])
    shown = merged[merged["state"] == "shown"]
    assert len(shown) >= 5
    assert (
        shown["position"] == shown["n_pole_2_y"] / (shown["n_pole_1_y"] + shown["n_pole_2_y"])
    ).all()
    assert (shown["low_x"] == shown["low_y"]).all()
    few = merged[merged["state"] == spectrum.FEW]
    assert few["position"].isna().all()
    assert (few["n_hits_y"] < 2).all()


def test_spectrum_takes_the_pooled_row_before_single_articles() -> None:
    full = sample.report()
    scores = full.table("scores")
    pick = (
        (scores["outlet"] == "Harbour Post")
        & (scores["voice"] == "narrator")
        & (scores["dimension"] == "threat-ordinary")
    )
    pooled = scores[pick].assign(doc_id="", share=0.25)
    rows = spectrum.prepare(
        tables.concat("scores", [scores, pooled]), full.dimensions[:1], full.outlet_names()
    )
    own = rows[(rows["outlet"] == "Harbour Post") & (rows["voice"] == "narrator")]
    assert own["position"].tolist() == [0.25]


def test_swapping_the_poles_mirrors_the_spectrum() -> None:
    full = sample.report()
    scores = full.table("scores")
    mirrored = scores.assign(
        share=1 - scores["share"], n_pole_1=scores["n_pole_2"], n_pole_2=scores["n_pole_1"]
    )
    one = spectrum.prepare(scores, full.dimensions)["position"]
    two = spectrum.prepare(mirrored, full.dimensions)["position"]
    assert (one.dropna() + two.dropna()).tolist() == pytest.approx([1.0] * one.notna().sum())


def test_marks_that_would_cover_each_other_are_stacked() -> None:
    assert spectrum.swarm([0.5] * 4 + [0.9]) == [0, 1, 2, 3, 0]


def test_tone_keeps_the_value_and_says_when_there_is_none() -> None:
    scores = sample.report().table("scores")
    rows = tone.prepare(scores, [])
    assert rows["value"].tolist()[:2] == [-0.31, -0.155]
    gone = tone.prepare(scores.assign(value=math.nan))
    assert set(gone["state"]) == {tone.FEW}
    assert "too few sentences" in tone.alt(scores.assign(value=math.nan))


def test_hits_stand_at_their_share_of_the_text() -> None:
    full = sample.report()
    rows = hits.prepare(full.table("hits"), full.table("documents"), full.dimensions)
    counted = full.table("hits")
    assert len(rows) == counted["counted"].sum()
    first = counted[counted["counted"]].iloc[0]
    text = full.table("documents")["text"].iloc[0]
    assert rows["place"].iloc[0] == first["start"] / len(text)
    assert dict(zip(rows["pole"], rows["side"], strict=True))["threat"] == -1
    assert dict(zip(rows["pole"], rows["side"], strict=True))["ordinary"] == 1


def test_words_stand_out_only_below_alpha() -> None:
    rows = words.prepare(sample.report().table("keywords"))
    assert rows[["term", "stands_out"]].values.tolist() == [["law", True], ["summer", False]]


def test_coverage_takes_the_fullest_telling_of_an_outlet() -> None:
    documents = pd.DataFrame({"doc_id": ["n1", "n2"], "outlet": ["North", "North"]})
    rows = tables.frame(
        "coverage",
        {
            "event": ["e"] * 2,
            "fact": ["F"] * 2,
            "doc_id": ["n1", "n2"],
            "state": ["not_found", "partial"],
            "sent_id": [-1, 3],
            "weight": [0.5] * 2,
        },
    )
    assert coverage.prepare(rows, documents)["state"].tolist() == ["partial"]
    assert "absent" not in " ".join(coverage.STATES.values())


def test_speakers_are_grouped_by_side_and_their_words_add_up() -> None:
    table = sample.report().table("speakers")
    rows = speakers.prepare(table)
    assert rows["n_words"].sum() == table["n_words"].sum()
    last = rows.groupby("outlet")["right"].max()
    assert last.to_dict() == table.groupby("outlet")["n_words"].sum().to_dict()
    without = speakers.prepare(table.assign(side=""))
    assert set(without["group"]) <= set(table["speaker"])


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a\tb", "a b"),
        ("\U0001f9ff", "[U+1F9FF]"),
        ("\x07", "[U+0007]"),
        ("a\u200db", "ab"),
        ("中", "[U+4E2D]"),
        ("Ежедневник", "Ежедневник"),
        ("a\nb", "a\nb"),
        ("\ue000", "[U+E000]"),
    ],
)
def test_a_character_without_a_glyph_is_named(given: str, shown: str) -> None:
    assert style.printable(given) == shown


def test_the_colours_are_those_of_the_house_and_no_two_looks_are_alike() -> None:
    look = style.looks([str(n) for n in range(40)])
    assert style.COLOURS == ("#000000", "#00735C", "#8A4F7D", "#B34A00", "#0072B2")
    assert len(set(look.values())) == 40
    assert len({(own.marker, own.colour) for own in list(look.values())[:10]}) == 10


def test_a_presence_is_said_as_a_share_of_all_sentences() -> None:
    full = sample.report()
    scores = full.table("scores")
    one = sample.replace(full.dimensions[0], kind="presence", poles=full.dimensions[0].poles[:1])
    row = scores[(scores["dimension"] == one.id) & (scores["voice"] == "narrator")].head(1)
    said = spectrum.alt(row.assign(share=0.4), [one])
    assert "from no sentence to every sentence" in said
    assert "in 40 % of the sentences" in said
