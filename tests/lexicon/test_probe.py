from __future__ import annotations

import pytest

from framing.lexicon import files, probe

from .annotating import annotate

PACKS = files.load_folder([files.shipped()])
WORDED = [one for one in PACKS if one.entries]
# Long or much-nested examples on which the scope of "it is not true that" ends too early.
MOST_LOST = 0.1


@pytest.mark.parametrize("dimension", WORDED, ids=lambda one: one.id)
def test_probes_hold_in_every_dimension(dimension: files.Dimension) -> None:
    sentences = [
        next(entry.examples[0] for entry in dimension.entries if entry.pole == pole.id)
        for pole in dimension.poles
    ]
    table = probe.probe_all(dimension, sentences, lambda t: annotate(t, [dimension])["hits"])
    lost = table[~table["holds"]]
    assert lost[["probe", "sentence", "n_counted"]].to_numpy().tolist() == []


@pytest.mark.slow
@pytest.mark.parametrize("dimension", WORDED, ids=lambda one: one.id)
def test_probes_hold_for_the_examples_of_all_entries(dimension: files.Dimension) -> None:
    sentences = [entry.examples[0] for entry in dimension.entries[::4]]
    table = probe.probe_all(dimension, sentences, lambda t: annotate(t, [dimension])["hits"])
    assert (~table["holds"]).groupby(table["probe"]).mean().max() <= MOST_LOST


def test_a_quoted_word_moves_from_the_narrator_to_the_speaker() -> None:
    dimension = next(one for one in PACKS if one.id == "confrontation-negotiation")
    sentence = "The two cities held talks."
    table = probe.probe(dimension, sentence, lambda t: annotate(t, [dimension])["hits"])
    by_name = table.set_index("probe")
    assert by_name.loc["as written", ["n_pole_2", "narrator", "share"]].tolist() == [1, 1, 1.0]
    assert by_name.loc["swapped", ["n_pole_1", "n_pole_2", "share"]].tolist() == [1, 0, 0.0]
    assert by_name.loc["negated", "n_counted"] == 0
    assert by_name.loc["question", "n_counted"] == 0
    assert by_name.loc["quoted", ["n_pole_2", "narrator", "voices"]].tolist() == [1, 0, "direct"]
    assert by_name.loc["attributed", ["n_pole_2", "narrator", "voices"]].tolist() == [
        1, 0, "indirect",
    ]  # fmt: skip
    assert by_name["holds"].all()


def test_two_countries_in_the_sentence_change_places() -> None:
    dimension = next(one for one in PACKS if one.id == "confrontation-negotiation")
    table = probe.probe(
        dimension, "France held talks with Peru.", lambda t: annotate(t, [dimension])["hits"]
    )
    swapped = table[table["probe"] == "countries swapped"].iloc[0]
    assert swapped["sentence"] == "Peru held talks with France."
    assert swapped["holds"]
