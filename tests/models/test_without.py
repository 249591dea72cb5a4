"""With and without the learned models: the rest stays as it is, and the run says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import framing
from framing import paths, pipeline
from framing.models import weights
from framing.models.learned import NOT_THERE, NOT_WANTED, Learned
from framing.parameters import Parameters

LEARNED = ("toward", "wording")
TEXTS = pd.DataFrame(
    {
        "outlet": ["North", "South"],
        "event": "e",
        "text": [
            "Mayor Ada Okafor lied to the town. Ada Okafor cheated the widows. Okafor must go.",
            "Mayor Ada Okafor saved the town. Ada Okafor helped the widows. Okafor is loved.",
        ],
    }
)


def rest(done: framing.Comparison) -> dict[str, pd.DataFrame]:
    own = dict(done.tables)
    for name in ("judgements", "scores", "contrasts"):
        own[name] = own[name][~own[name]["scorer"].isin(LEARNED)].reset_index(drop=True)
    return own


@pytest.fixture(scope="module")
def with_models(packs: pipeline.Lexicons) -> framing.Comparison:
    if not weights.there("toward"):
        pytest.skip("the folder models/ was removed")
    return framing.compare(TEXTS, packs=packs)


def test_two_papers_that_treat_one_mayor_differently(with_models: framing.Comparison) -> None:
    scores = with_models.scores
    own = scores[(scores["scorer"] == "toward") & (scores["doc_id"] == "")]
    own = own[own["voice"] == "narrator"].set_index("outlet")
    assert set(own["target"]) == {"Ada Okafor"}
    assert own.loc["North", "value"] < 0 < own.loc["South", "value"]
    assert own["caution"].str.contains("untested dimension").all()


def test_no_models_leaves_the_rest_as_it_is(
    with_models: framing.Comparison, packs: pipeline.Lexicons
) -> None:
    without = framing.compare(TEXTS, packs=packs, parameters=Parameters(models=False))
    assert NOT_WANTED in without.cautions
    assert NOT_WANTED not in with_models.cautions
    for name, table in rest(with_models).items():
        pd.testing.assert_frame_equal(rest(without)[name], table)
    assert (without.judgements["scorer"] == "tone").all()


def test_a_removed_folder_leaves_the_rest_as_it_is(
    with_models: framing.Comparison,
    packs: pipeline.Lexicons,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    find = paths.data_dir

    def removed(name: str) -> Path:
        return tmp_path / "no models" if name == "models" else find(name)

    monkeypatch.setattr(paths, "data_dir", removed)
    # asked anew: the models of a session may be loaded already
    without = framing.compare(TEXTS, packs=replace(packs, learned=Learned()))
    assert NOT_THERE in without.cautions
    for name, table in rest(with_models).items():
        pd.testing.assert_frame_equal(rest(without)[name], table)
