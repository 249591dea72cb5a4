from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from framing.codebook import Code, Codebook, Variable
from framing.report import study

TEXTS = {
    "u01": "The “calm” harbour slept.",
    "u02": "A loud, loud morning: the gulls – all of them – cried.",
    "u03": "=Nothing stirred, the clerk wrote.",
    "u04": "They spoke [[softly]] of <b>storms</b> & rain.",
    "u05": "The café was shut.",
    "u06": "The band played on.",
    "u07": "Silence fell on the quay.",
    "u08": "Someone shouted.",
}
STRATA = ["hit-calm", "hit-loud", "near", "hit-calm", "far", "hit-loud", "near", "far"]
BOOK = Codebook(
    "Calm or loud",
    "Is it told as calm or as loud?",
    "sentence",
    ("Read what stands around.",),
    (
        Variable(
            "leaning",
            "Which end?",
            "nominal",
            (
                Code("calm", "1", "quiet"),
                Code("neither", "0", "no end"),
                Code("loud", "2", "noise"),
            ),
        ),
    ),
    (("The sea was calm.", "calm"),),
    (("He stayed calm & paid.", "not for the word 'calm'"),),
)


@pytest.fixture
def small() -> study.Study:
    """A study of eight sentences, none of them drawn from anywhere."""
    shown = pd.DataFrame(
        {"unit": list(TEXTS), "before": "", "text": list(TEXTS.values()), "after": "Then rain."}
    )
    key = pd.DataFrame(dict.fromkeys(study.KEY_COLUMNS, ""), index=range(8))
    poles = [name.removeprefix("hit-") if "hit" in name else "" for name in STRATA]
    key = key.assign(
        unit=list(TEXTS),
        stratum=STRATA,
        pole=poles,
        population=[4 if pole else 100 for pole in poles],
        voice="narrator",
    )
    settings = {
        "schema": 1,
        "dimension": "calm-loud",
        "poles": ["calm", "loud"],
        "unit": "sentence",
        "entries": "",
    }
    json.dumps(settings)
    return study.Study(settings, BOOK, shown, key, pd.DataFrame({"unit": list(TEXTS)}))


@pytest.fixture
def folder(small: study.Study, tmp_path: Path) -> Path:
    study.write(small, tmp_path / "study")
    return tmp_path / "study"
