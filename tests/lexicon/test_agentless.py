from __future__ import annotations

import pytest

from framing.lexicon import agentless, files

from .annotating import annotate


@pytest.mark.parametrize(
    ("sentence", "pole", "construction"),
    [
        ("Forty people were detained overnight.", "agentless", "passive"),
        ("They have not yet been deported.", "agentless", "passive"),
        ("Two nurses got fired in May.", "agentless", "passive"),
        ("Two people killed in the market were named.", "agentless", "reduced passive"),
        ("The deportation of the families went on.", "agentless", "noun"),
        ("Sunday’s attack shook the town.", "agentless", "noun"),
        ("Their arrest came at dawn.", "agentless", "noun"),
        ("Forty people were detained by the guards.", "active", "passive with agent"),
        ("A man shot by police survived.", "active", "passive with agent"),
        ("The guards detained forty people.", "active", "active verb"),
        ("The agency has deported the families.", "active", "active verb"),
        ("The army’s bombardment began at six.", "active", "noun with agent"),
        ("The police shooting was filmed.", "active", "noun with agent"),
        ("The killing of three men by the guards was filmed.", "active", "noun with agent"),
    ],
)
def test_constructions(sentence: str, pole: str, construction: str) -> None:
    assert [match[2:] for match in agentless.acts(sentence)] == [(pole, construction)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The deportation flight landed.",
        "The detained men waited.",
        "The Arrest Warrants Act passed.",
        "Weapons of mass destruction were not found.",
        "The clock struck nine and a shot rang out.",
    ],
)
def test_what_is_no_act(sentence: str) -> None:
    assert agentless.acts(sentence) == []


def test_manner_and_time_after_by_are_no_agents() -> None:
    for sentence in ("They were deported by plane.", "They were arrested by Monday."):
        assert agentless.acts(sentence)[0][2] == "agentless"


def test_it_gives_hits_like_any_dimension() -> None:
    dimension = files.load(files.shipped() / "active-agentless.toml")
    text = (
        "Forty people were detained. “Guards beat the men,” said Mayor Okafor. None was arrested."
    )
    found = annotate([text], [dimension])["hits"]
    assert found["dimension"].unique().tolist() == ["active-agentless"]
    assert set(found["pole"]) <= {pole.id for pole in dimension.poles}
    for row in found.itertuples():
        assert text[row.start : row.end] == row.text
    first = found.iloc[0]
    assert (first["text"], first["voice"], first["counted"]) == ("were detained", "narrator", True)
