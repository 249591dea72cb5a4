"""The figures behind the status of dimensions come out of `framing code` as they stand in docs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from framing import codebook
from framing.__main__ import main
from framing.comparison import agreement, coding, validation
from framing.lexicon import files, instructions
from framing.report import study

ROOT = Path(__file__).resolve().parents[2]
LEXICONS = ROOT / "lexicons"
CODED = sorted(
    path
    for path in (LEXICONS / "coding").glob("*.csv")
    if (LEXICONS / f"{path.stem}.toml").exists()
)
ROW = re.compile(
    r"^\| ([a-z-]+) \| [\d,]+ \| ([\d.]+) .*?\| ([\d.]+) .*?\| ([\d.]+) \| (.*) \|", re.M
)
DOCUMENTED = {
    name: (float(p), float(r), float(a), status)
    for name, p, r, a, status in ROW.findall(
        (ROOT / "docs" / "status.md").read_text(encoding="utf-8")
    )
}
PROVISIONAL = [name for name, row in DOCUMENTED.items() if row[3].startswith("provisional")]


def bridge(name: str) -> tuple[pd.DataFrame, dict[str, pd.DataFrame], list[str]]:
    """Turn a file of lexicons/coding into a key and two sheets in the words of the codebook."""
    table = pd.read_csv(ROOT / "lexicons" / "coding" / f"{name}.csv", keep_default_na=False)
    poles = [pole.id for pole in files.load(ROOT / "lexicons" / f"{name}.toml").poles]
    units = [f"i{item}" for item in table["item"]]
    key = table[["pole", "stratum", "population"]].assign(unit=units)
    sheets = {}
    for rater in ("coder_a", "coder_b"):
        codes = [
            ("neither" if not code else pole or poles[code - 1])
            for code, pole in zip(table[rater], table["pole"], strict=True)
        ]
        sheets[rater] = pd.DataFrame({"unit": units, "rater": rater, "leaning": codes})
    return key, sheets, poles


def figures(name: str) -> dict[str, Any]:
    key, sheets, poles = bridge(name)
    long = pd.concat(sheets.values()).rename(columns={"leaning": "value"})
    long = long.assign(variable="leaning")
    table = validation.validate(key, validation.truth(long, poles), poles)
    whole = table[(table["pole"] == "all") & (table["voice"] == "all")].set_index("measure")
    agreed = agreement.alpha(coding.matrix(long, "leaning"))
    standing = validation.standing(table, agreed, key, poles, drawn=200)
    return {"whole": whole, "alpha": agreed, "standing": standing}


def test_the_table_is_read() -> None:
    assert sorted(DOCUMENTED) == [path.stem for path in CODED]
    assert len(PROVISIONAL) >= 7


@pytest.mark.parametrize("name", list(DOCUMENTED))
def test_the_documented_figures_come_out(name: str) -> None:
    precision, recall, alpha, status = DOCUMENTED[name]
    found = figures(name)
    assert found["whole"].loc["precision", "value"] == pytest.approx(precision, abs=0.0051)
    assert found["whole"].loc["recall", "value"] == pytest.approx(recall, abs=0.0051)
    assert found["alpha"].value == pytest.approx(alpha, abs=0.0051)
    for measure in ("precision", "recall"):
        row = found["whole"].loc[measure]
        assert row["low"] <= row["value"] <= row["high"]
    if status.startswith("provisional"):
        assert found["standing"][0] == "provisional"


@pytest.mark.slow
def test_the_commands_give_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "threat-ordinary"
    key, sheets, poles = bridge(name)
    lost = {column: "" for column in study.KEY_COLUMNS if column not in key}
    dimension = files.load(ROOT / "lexicons" / f"{name}.toml")
    strata = {
        str(stratum): {"units": int(part["population"].iloc[0]), "drawn": len(part)}
        for stratum, part in key.groupby("stratum")
    }
    settings = {"schema": 1, "dimension": name, "poles": poles, "unit": "mention", "n": 200}
    shown = pd.DataFrame({"unit": key["unit"], "before": "", "text": "", "after": ""})
    drawn = study.Study(
        settings | {"seed": 0, "entries": "", "strata": strata},
        instructions.of(dimension, "mention"),
        shown,
        key.assign(**lost),
        pd.DataFrame({"unit": []}),
    )
    study.write(drawn, tmp_path / "study")
    assert codebook.read(tmp_path / "study" / "codebook.toml") == drawn.book
    paths = []
    for rater, sheet in sheets.items():
        paths.append(str(tmp_path / f"{rater}.csv"))
        sheet.to_csv(paths[-1], index=False)
    merged = ["--study", str(tmp_path / "study"), "--out", str(tmp_path / "agreement")]
    assert main(["code", "merge", *paths, *merged, "--quiet"]) == 0
    words = [str(tmp_path / "study"), str(tmp_path / "agreement" / "merged.csv")]
    capsys.readouterr()
    assert main(["code", "validate", *words, "--out", str(tmp_path / "v"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    precision, recall, alpha, _ = DOCUMENTED[name]
    told = {(row["measure"], row["pole"], row["voice"]): row for row in said["validity"]}
    assert told["precision", "all", "all"]["value"] == pytest.approx(precision, abs=0.0051)
    assert told["recall", "all", "all"]["value"] == pytest.approx(recall, abs=0.0051)
    assert said["alpha"]["value"] == pytest.approx(alpha, abs=0.0051)
    assert said["status"] == "provisional"
    assert said["outlets"] == []
