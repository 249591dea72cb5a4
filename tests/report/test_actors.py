from __future__ import annotations

from dataclasses import replace

from framing import tables
from framing.report import actors
from framing.report.view import Report


def judged(rows: list[tuple[str, str, str, str]]) -> object:
    n = len(rows)
    return tables.frame(
        "judgements",
        {
            "doc_id": [row[0] for row in rows],
            "sent_id": range(n),
            "scorer": ["toward"] * n,
            "target": [row[1] for row in rows],
            "start": [0] * n,
            "end": [9] * n,
            "label": [row[2] for row in rows],
            "value": [0.0] * n,
            "probability": [0.9] * n,
            "voice": [row[3] for row in rows],
        },
    )


def test_nothing_judged_shows_nothing(report: Report) -> None:
    bare = replace(report, tables={**report.tables, "judgements": tables.empty("judgements")})
    assert actors.section(bare) == {}


def test_counts_by_outlet_and_voice_and_rare_names_left_out(report: Report) -> None:
    first, second = list(report.table("documents")["doc_id"])[:2]
    rows = [
        (first, "Ada Okafor", "-1", "narrator"),
        (first, "Ada Okafor", "-1", "direct"),
        (second, "Ada Okafor", "1", "narrator"),
        (second, "Bo Lund", "0", "narrator"),
    ]
    made = replace(report, actors=(), tables={**report.tables, "judgements": judged(rows)})
    section = actors.section(made)
    assert [row["target"] for row in section["rows"]] == ["Ada Okafor"]
    cells = {cell["outlet"]: cell for cell in section["rows"][0]["cells"]}
    outlet = made.outlet_of()
    assert cells[outlet[first]]["own"]["harsh"] == 1
    assert cells[outlet[first]]["told"]["harsh"] == 1
    assert cells[outlet[second]]["own"] == {"harsh": 0, "neither": 0, "kind": 1, "any": True}
    assert not cells[outlet[second]]["told"]["any"]
