from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing import tables
from framing.comparison import naming
from framing.parameters import Parameters

FAST = Parameters(resamples=200, permutations=200)


def articles(*outlets: str) -> pd.DataFrame:
    """One article per outlet named, called a0, a1, ..."""
    n = len(outlets)
    columns: dict[str, list[object]] = {
        "doc_id": [f"a{i}" for i in range(n)],
        "event": ["e"] * n,
        "outlet": list(outlets),
        "genre": ["news"] * n,
        "language": ["en"] * n,
        "completeness": ["complete"] * n,
        "n_words": [100] * n,
        "warnings": [[] for _ in range(n)],
    }
    for name in ("title", "published", "url", "text", "sha256"):
        columns[name] = [""] * n
    return tables.frame("documents", columns)


def said(*rows: tuple[str, str]) -> pd.DataFrame:
    """Labels of one referent from (doc_id, phrase); the last word is the head."""
    return labels([(doc, phrase, "narrator", "asserted", True, "") for doc, phrase in rows])


def labels(rows: list[tuple[str, str, str, str, bool, str]]) -> pd.DataFrame:
    n = len(rows)
    doc, phrase, voice, polarity, counted, pole = zip(*rows, strict=True)
    return tables.frame(
        "labels",
        {
            "doc_id": list(doc),
            "sent_id": list(range(n)),
            "referent": ["people"] * n,
            "start": [0] * n,
            "end": [len(p) for p in phrase],
            "text": list(phrase),
            "head": [p.split()[-1].lower() for p in phrase],
            "voice": list(voice),
            "speaker": [""] * n,
            "polarity": list(polarity),
            "pole": list(pole),
            "counted": list(counted),
            "reason": ["" if c else "look-alike" for c in counted],
        },
    )


@pytest.mark.parametrize(
    ("text", "head", "name"),
    [
        ("Criminal illegal aliens", "aliens", "criminal illegal aliens"),
        ("the 80 deported Guests who left", "guests", "deported guests"),
        ("hundreds of refugees", "refugees", "refugees"),
        ("a large number of Illegal Criminals", "criminals", "illegal criminals"),
        ("Norway’s unwanted guests", "guests", "unwanted guests"),
        ("send them back home", "send", "send"),
        ("thirty-eight young gardeners", "gardeners", "young gardeners"),
    ],
)
def test_a_name_is_its_modifiers_and_head(text, head, name):
    assert naming.fold(text, head) == name


def test_distribution_counts_by_voice_and_keeps_polarity():
    table = naming.distribution(
        labels(
            [
                ("a0", "illegal aliens", "narrator", "asserted", True, ""),
                ("a0", "the illegal aliens", "narrator", "asserted", True, ""),
                ("a0", "criminals", "direct", "rejected", True, ""),
                ("a0", "inmates", "narrator", "asserted", False, ""),
                ("a1", "migrants", "indirect", "asserted", True, ""),
            ]
        ),
        articles("A", "B"),
    )
    assert tables.check("naming", table) == []
    rows = table[table["outlet"] == "A"].set_index(["voice", "name"])
    assert rows.loc[("narrator", "illegal aliens"), "count"] == 2
    assert rows.loc[("narrator", "illegal aliens"), "share"] == 1.0
    assert rows.loc[("quoted", "criminals"), "polarity"] == "rejected"
    assert rows.loc[("all", "criminals"), "share"] == pytest.approx(1 / 3)
    assert "inmates" not in set(table["name"])
    assert set(table.loc[table["outlet"] == "B", "voice"]) == {"reported", "all"}
    assert (table.loc[table["voice"] == "narrator", "caution"] == naming.FEW).all()
    assert (table.groupby(["outlet", "voice"])["share"].sum().round(9) == 1).all()


def test_distance_by_hand():
    # A says migrants once and aliens once, B migrants twice: shares 1/2, 1/2 against 1, 0;
    # the middle is 3/4, 1/4; sqrt(((log2(2/3) + log2(2)) / 2 + log2(4/3)) / 2) = 0.558
    found = naming.distances(
        said(("a0", "migrants"), ("a0", "aliens"), ("a1", "migrants"), ("a1", "migrants")),
        articles("A", "B"),
        FAST,
    )
    assert tables.check("contrasts", found) == []
    pair = found[(found["voice"] == "narrator") & (found["reference"] == "B")].iloc[0]
    by_hand = np.sqrt(((np.log2(2 / 3) + np.log2(2)) / 2 + np.log2(4 / 3)) / 2)
    assert pair["difference"] == pytest.approx(by_hand)
    assert pair["n"] == 4
    assert pair["low"] <= pair["difference"] <= pair["high"]


def test_one_article_per_outlet_has_no_p():
    found = naming.distances(
        said(("a0", "migrants"), ("a1", "aliens"), ("a2", "aliens")), articles("A", "B", "C"), FAST
    )
    assert found["p"].isna().all()
    assert found["p_adjusted"].isna().all()
    assert found["caution"].str.contains("one article per outlet").all()
    assert set(found["family"]) == {"naming"}
    assert set(found["scorer"]) == {"naming"}


def test_exact_permutation_by_hand():
    # two articles each: 6 ways to deal four articles, 2 of them as far apart as seen
    found = naming.distances(
        said(("a0", "migrants"), ("a1", "migrants"), ("a2", "aliens"), ("a3", "aliens")),
        articles("A", "A", "B", "B"),
        FAST,
    )
    row = found[(found["voice"] == "narrator") & (found["reference"] == "B")].iloc[0]
    assert row["difference"] == pytest.approx(1.0)
    assert row["p"] == pytest.approx(2 / 6)


def test_the_same_names_are_no_distance_apart():
    rows = [("a0", "migrants"), ("a0", "aliens"), ("a1", "migrants"), ("a1", "aliens")]
    found = naming.distances(said(*rows), articles("A", "B"), FAST)
    assert found["difference"].tolist() == pytest.approx([0.0] * len(found))


def test_twice_the_text_has_the_same_distance():
    rows = [("a0", "migrants"), ("a0", "aliens"), ("a1", "migrants"), ("a1", "migrants")]
    once = naming.distances(said(*rows), articles("A", "B"), FAST)
    twice = naming.distances(said(*rows, *rows), articles("A", "B"), FAST)
    assert once["difference"].tolist() == pytest.approx(twice["difference"].tolist())


def test_denied_names_do_not_enter_the_distance():
    rows = [
        ("a0", "migrants", "narrator", "asserted", True, ""),
        ("a0", "criminals", "narrator", "rejected", True, ""),
        ("a1", "migrants", "narrator", "asserted", True, ""),
    ]
    found = naming.distances(labels(rows), articles("A", "B"), FAST)
    assert found["difference"].tolist() == pytest.approx([0.0] * len(found))


def test_same_input_same_numbers_whatever_the_order():
    rows = said(("a0", "migrants"), ("a0", "aliens"), ("a1", "migrants"), ("a2", "guests"))
    one = naming.distances(rows, articles("A", "B", "B"), FAST)
    two = naming.distances(rows[::-1].reset_index(drop=True), articles("A", "B", "B"), FAST)
    pd.testing.assert_frame_equal(one, two)


def test_inconsistent_naming_in_one_article():
    rows = [
        ("a0", "illegal aliens", "narrator", "asserted", True, "criminals"),
        ("a0", "migrants", "narrator", "asserted", True, "migrants"),
        ("a0", "illegals", "direct", "asserted", True, "criminals"),
        ("a1", "migrants", "narrator", "asserted", True, "migrants"),
        ("a1", "criminals", "narrator", "rejected", True, "criminals"),
    ]
    assert naming.inconsistencies(labels(rows)) == [
        {
            "doc_id": "a0",
            "referent": "people",
            "names": {"criminals": ["illegal aliens"], "migrants": ["migrants"]},
            "rows": [0, 1],
        }
    ]


def test_nothing_in_nothing_out():
    documents = articles("A", "B")
    assert len(naming.distribution(tables.empty("labels"), documents)) == 0
    assert len(naming.distances(tables.empty("labels"), documents)) == 0
    assert naming.inconsistencies(tables.empty("labels")) == []
