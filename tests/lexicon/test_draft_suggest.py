from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from framing import errors
from framing.lexicon import check, draft, files, suggest, write

from .conftest import Make, cut, hits


def test_two_word_lists_become_a_file_that_check_finishes(tmp_path: Path) -> None:
    lists = [draft.read_list("calm\nstill # quiet water\n\n"), draft.read_list("loud, noisy; din")]
    made = draft.new("calm-loud", lists[0], lists[1])
    path = tmp_path / "calm-loud.toml"
    path.write_text(write.toml(made, draft.REMARKS), encoding="utf-8")
    again = files.load(path)
    assert [pole.id for pole in again.poles] == ["calm", "loud"]
    assert [entry.term for entry in again.entries] == ["calm", "still", "loud", "noisy", "din"]
    assert {fault.rule for fault in check.check([path])} == {"reason", "example"}


def test_one_list_asks_for_presence() -> None:
    made = draft.new("water", ["rain"])
    assert (made.kind, [pole.id for pole in made.poles]) == ("presence", ["water"])


def test_bad_lists_are_named_whole() -> None:
    with pytest.raises(errors.InputError, match="in both lists"):
        draft.new("calm-loud", ["still"], ["still"])
    with pytest.raises(errors.InputError) as caught:
        draft.new("Calm Loud", ["a*b", "?"], ["loud"])
    assert "3 fault(s)" in str(caught.value)


def test_candidates_come_from_the_company_of_hits(make: Make) -> None:
    one = make("gentle -> calm", "harsh -> loud")
    texts = [
        f"The {calm} gentle breeze pleased villagers. The {loud} harsh gale scared villagers."
        for calm, loud in [("balmy", "furious")] * 8
    ]
    made = cut([*texts, "The villagers met. The market opened."])
    table = suggest.candidates(one, made["sentences"], hits(one, *texts))
    best = dict(zip(table["term"], table["pole"], strict=True))
    assert best["balmy"] == best["breeze"] == "calm"
    assert best["furious"] == best["gale"] == "loud"
    assert not {"gentle", "harsh", "villagers", "market", "the"} & set(best)
    for row in table.itertuples():
        assert row.term in row.context.lower()


def test_candidates_are_entries_to_be_approved(make: Make, tmp_path: Path) -> None:
    row = ("balmy", "calm", 2.0, 1, 8, 'a balmy "breeze"')
    text = suggest.as_entries(pd.DataFrame([row], columns=list(suggest.COLUMNS)))
    entry = tomllib.loads(text)["entry"][0]
    assert (entry["term"], entry["pole"], entry["reason"]) == ("balmy", "calm", "")
