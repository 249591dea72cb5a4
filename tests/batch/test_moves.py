from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from framing import pipeline
from framing.__main__ import main
from framing.batch import folder, moves
from framing.batch.run import Options, run
from tests.batch.made import PLAIN, articles, write


def test_the_panel_of_a_batch_is_that_of_its_scores(done: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(done, out)
    (out / "events.parquet").unlink(missing_ok=True)
    assert main(["panel", str(out), "--quiet"]) == 0
    table = pd.read_parquet(out / "panel.parquet")
    assert {"all", "2034-W09", "2034-W10"} >= set(table["period"]) >= {"all"}
    assert (table["n_events"] < 10).all()
    assert table["p"].isna().all()
    assert table["caution"].str.contains("fewer than 10 shared events").all()
    assert (out / "panel.png").stat().st_size > 1000
    # one event by hand: the outlet's share minus that of the others
    scores = pd.concat(pd.read_parquet(p) for p in sorted((out / "scores").glob("*")))
    whole = table[(table["period"] == "all") & (table["scorer"] == "lexical")]
    row = whole[whole["n_events"] == 1].iloc[0]
    own = scores[(scores["dimension"] == row["dimension"]) & (scores["voice"] == row["voice"])]
    own = own[(own["speaker"] == "") & (own["scorer"] == "lexical")]
    kind = folder.need(out).frozen["kinds"][row["dimension"]]
    sums = own.groupby(["event", "outlet"])[["n_pole_1", "n_pole_2", "n_sentences"]].sum()
    both = sums["n_pole_1"] + sums["n_pole_2"]
    top, count = (both, sums["n_sentences"]) if kind == "presence" else (sums["n_pole_2"], both)
    gaps = []
    for event in sorted(set(sums.index.get_level_values(0))):
        a, n = top[event].get(row["outlet"], 0), count[event].get(row["outlet"], 0)
        rest, m = top[event].sum() - a, count[event].sum() - n
        if n and m:
            gaps.append(a / n - rest / m)
    assert [row["difference"]] == pytest.approx(gaps)
    folder.check(out)


@pytest.mark.slow
def test_what_moved_is_split_into_data_and_method(done: Path, tmp_path: Path) -> None:
    """Two articles more, one changed, and one lexicon with another word in it."""
    rows = articles(12)
    rows[1]["text"] += "\n\nThe minister called the plan a disaster and a disgrace, she said."
    home = pipeline.paths.data_dir("lexicons") / "loaded-plain.toml"
    text = home.read_text(encoding="utf-8").replace('id = "loaded-plain"', 'id = "own-words"', 1)
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    (one / "own.toml").write_text(text, encoding="utf-8")
    (two / "own.toml").write_text(text.replace("[[entry]]", ENTRY + "[[entry]]", 1), "utf-8")
    run(write(tmp_path / "1.jsonl", articles(10)), tmp_path / "a", Options((str(one),), PLAIN))
    run(write(tmp_path / "2.jsonl", rows), tmp_path / "b", Options((str(two),), PLAIN))
    found = moves.diff(tmp_path / "a", tmp_path / "b")
    assert (found.same, found.changed, found.added, found.gone) == (9, 1, 2, 0)
    assert found.foundations == ("lexicons: own-words",)
    table = found.moves
    both = table["before"].notna() & table["after"].notna()
    total = (table["by_data"] + table["by_method"])[both]
    assert total.tolist() == pytest.approx((table["after"] - table["before"])[both].tolist())
    by_method = table[table["cause"] != ""]
    assert set(by_method["dimension"]) == {"own-words"}
    assert set(by_method["cause"]) == {"lexicon"}
    assert (table["by_data"].abs() > 0).any()
    assert moves.diff(done, done).moves.empty


def test_the_command_says_both_parts(
    done: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", str(done), str(done), "--out", str(tmp_path / "d.csv")]) == 0
    assert "foundations changed: none" in capsys.readouterr().out
    assert main(["diff", str(done), str(done), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["articles"]["same"] == 10
    assert main(["diff", str(done), str(tmp_path)]) == 2
    assert "no folder of a batch" in capsys.readouterr().err


ENTRY = """[[entry]]
term = "the"
pole = "loaded"
weight = 1
reason = "A word that stands everywhere, so that a test sees the change."
examples = ["It was the bridge."]
counter_examples = ["A bridge was built."]

"""
