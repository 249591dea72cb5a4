from __future__ import annotations

from typing import Any

import pandas as pd

from framing import tables
from framing.charts import elements

DOCUMENTS = pd.DataFrame({"doc_id": ["p", "q"], "outlet": ["Harbour Post", "Quay News"]})
TEXT = "the council must mend the roof"


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    plain = {
        "doc_id": "p",
        "sent_id": 0,
        "element": "remedy",
        "start": 0,
        "end": len(TEXT),
        "text": TEXT,
        "actor": "narrator",
        "target": "council",
        "voice": "narrator",
        "polarity": "asserted",
        "cue": "must",
        "counted": True,
        "reason": "",
    }
    full = [{**plain, "sent_id": number, "start": number, **row} for number, row in enumerate(rows)]
    return tables.frame("elements", {n: [row[n] for row in full] for n in plain})


def chosen(*rows: dict[str, Any], most: int = 2) -> list[int]:
    found = elements.grid(table(*rows), DOCUMENTS, ["Harbour Post", "Quay News"], most)
    return found["row"].tolist()


QUOTED = {"voice": "direct", "actor": "Ada Okafor"}


def test_a_cell_shows_the_own_voice_first_and_one_of_a_speaker() -> None:
    assert chosen(QUOTED, {}, {}, QUOTED) == [1, 0]
    assert chosen(QUOTED, {}, most=1) == [1]
    assert chosen(QUOTED, QUOTED, QUOTED) == [0, 1]


def test_what_is_denied_or_names_nobody_comes_last() -> None:
    assert chosen({"polarity": "negated"}, {"target": "it"}, {"target": ""}, {}) == [3, 1]


def test_a_sentence_is_quoted_once_and_look_alikes_never() -> None:
    assert chosen({"sent_id": 4}, {"sent_id": 4}) == [0]
    assert chosen({"counted": False}) == []


def test_the_grid_says_how_many_there_are_in_each_voice() -> None:
    found = elements.grid(table({}, {}, {}, QUOTED), DOCUMENTS, ["Harbour Post"])
    assert found[["own", "told"]].drop_duplicates().values.tolist() == [[3, 1]]


def test_blame_counts_by_voice_and_leaves_out_pronouns_and_what_is_denied() -> None:
    blamed = {"element": "cause", "cue": "accuse-of", "target": "the port"}
    found = elements.blame(
        table(
            {**blamed, **QUOTED},
            {**blamed, **QUOTED, "doc_id": "q"},
            {**blamed, "target": "The port"},
            {**blamed, "target": "them"},
            {**blamed, "polarity": "negated"},
            {**blamed, "cue": "because-of"},
        ),
        DOCUMENTS,
    )
    assert found[["who", "voice", "outlet", "target", "count"]].values.tolist() == [
        ["Harbour Post", "own", "Harbour Post", "The port", 1],
        ["Ada Okafor", "told", "Harbour Post", "The port", 1],
        ["Ada Okafor", "told", "Quay News", "The port", 1],
    ]


def test_duties_say_who_must_act_and_who_says_so() -> None:
    found = elements.duties(table({}, {}, QUOTED, {"target": "they"}), DOCUMENTS)
    assert found[["target", "who", "count"]].values.tolist() == [
        ["Council", "Harbour Post", 2],
        ["Council", "Ada Okafor", 1],
    ]
