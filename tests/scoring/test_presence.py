from __future__ import annotations

from typing import Any

import pandas as pd

from framing import tables
from framing.pipeline import Lexicons
from framing.scoring import presence


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    plain = {
        "doc_id": "d",
        "sent_id": 0,
        "element": "cause",
        "start": 0,
        "end": 20,
        "text": "blamed the port",
        "actor": "narrator",
        "target": "port",
        "voice": "narrator",
        "polarity": "asserted",
        "cue": "blame-for",
        "counted": True,
        "reason": "",
    }
    full = [{**plain, **row} for row in rows]
    return tables.frame("elements", {name: [row[name] for row in full] for name in plain})


def joined(packs: Lexicons, *rows: dict[str, Any]) -> pd.DataFrame:
    return presence.joined(tables.empty("hits"), table(*rows), packs.dimensions)


def test_a_reproach_tells_of_responsibility_and_of_conflict(packs: Lexicons) -> None:
    found = joined(packs, {"voice": "direct", "actor": "Ada Okafor"})
    assert found[["dimension", "entry", "voice", "speaker", "counted"]].values.tolist() == [
        ["responsibility", "element: blame-for", "direct", "Ada Okafor", True],
        ["conflict", "element: blame-for", "direct", "Ada Okafor", True],
    ]
    assert tables.check("hits", found) == []


def test_what_is_denied_is_shown_and_not_counted(packs: Lexicons) -> None:
    found = joined(packs, {"polarity": "negated"})
    assert found["counted"].tolist() == [False, False]
    assert set(found["reason"]) == {"negated"}


def test_experimental_and_uncounted_elements_and_other_causes_add_nothing(packs: Lexicons) -> None:
    assert len(joined(packs, {"reason": "experimental element"})) == 0
    assert len(joined(packs, {"counted": False, "reason": "debris"})) == 0
    assert len(joined(packs, {"cue": "because-of"})) == 0
