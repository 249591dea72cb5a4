"""Law 5: every entry has a reason, examples that match, counter-examples that do not."""

from __future__ import annotations

from framing import paths, pipeline
from framing.lexicon.check import check

FIRST = {
    "criminals-migrants",
    "neocolonial-diplomatic",
    "order-dignity",
    "confrontation-negotiation",
    "threat-ordinary",
    "loaded-plain",
    "certainty-hedging",
}


def test_the_projects_lexicons_have_no_fault() -> None:
    assert [str(fault) for fault in check([paths.data_dir("lexicons")])] == []


def test_the_first_seven_are_there_with_forty_entries_each(packs: pipeline.Lexicons) -> None:
    sizes = {d.id: len(d.entries) for d in packs.dimensions}
    assert set(sizes) >= FIRST
    assert min(sizes[name] for name in FIRST) >= 40
