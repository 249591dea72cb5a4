from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from framing.__main__ import main
from framing.batch import folder, groups
from framing.batch.run import Options, run
from framing.errors import InputError
from tests.batch.made import PLAIN, articles, read, same, write


def test_a_second_night_adds_what_is_new(done: Path, tmp_path: Path) -> None:
    rows = articles(10)
    out, night = tmp_path / "out", Options(parameters=PLAIN, size=10, append=True)
    run(write(tmp_path / "one.jsonl", rows[:6]), out, night)
    # the second night brings two articles again and changes one under its old id
    changed = {**rows[0], "text": rows[1]["text"]}
    second = write(tmp_path / "two.jsonl", [changed, *rows[4:]])
    record = run(second, out, night)
    assert [one.articles for one in record.nights] == [6, 4]
    assert (record.nights[1].known, record.nights[1].rejected) == (2, 1)
    assert "a second doc_id 'd0000'" in pd.read_parquet(out / "rejected.parquet")["reason"][0]
    assert run(second, out, night).nights == record.nights
    same(out, done)
    runs = json.loads((out / "run.json").read_text())["runs"]
    assert [(one["number"], one["first"], one["parts"]) for one in runs] == [(1, 0, 1), (2, 1, 1)]


def test_events_keep_their_names_and_late_articles_join(tmp_path: Path) -> None:
    rows = articles(12)
    (tmp_path / "in").mkdir()
    first = write(tmp_path / "one.parquet", rows[:8])
    late = write(tmp_path / "two.parquet", rows)
    assert main(["events", str(first), "--out", str(tmp_path / "a.parquet"), "--quiet"]) == 0
    told = ["events", str(late), "--out", str(tmp_path / "b.parquet"), "--quiet"]
    assert main([*told, "--known", str(tmp_path / "a.parquet")]) == 0
    one = pd.read_parquet(tmp_path / "a.parquet")
    two = pd.read_parquet(tmp_path / "b.parquet")
    assert two["event"].tolist()[:8] == one["event"].tolist()
    assert list(one.columns) == list(groups.COLUMNS)
    assert two["text"].tolist() == [row["text"] for row in rows]
    assert main(["events", str(first), "--known", str(first)]) == 2


def test_a_batch_gets_its_events_and_keeps_them(done: Path, tmp_path: Path) -> None:
    done = Path(shutil.copytree(done, tmp_path / "out"))
    count = groups.update(done)
    before = (done / "events.parquet").read_bytes()
    found = pd.read_parquet(done / "events.parquet")
    assert found["doc_id"].tolist() == [f"d{n:04d}" for n in range(10)]
    assert found["event"].nunique() == count
    assert groups.update(done) == count
    assert (done / "events.parquet").read_bytes() == before
    folder.check(done)
    with pytest.raises(InputError, match="no folder of a batch"):
        groups.update(done / "hits")


@pytest.mark.slow
def test_a_week_of_nights_is_one_run(tmp_path: Path) -> None:
    rows = articles(56, seed=3)
    # a text that an outlet prints twice in the week, without an id of its own
    rows += [{"outlet": "Outlet 1", "event": "e", "published": f"2034-03-0{d}",
              "text": rows[0]["text"]} for d in (2, 6)]  # fmt: skip
    rows.sort(key=lambda row: row["published"])
    out, night = tmp_path / "week", Options(parameters=PLAIN, size=5, append=True)
    named: dict[str, str] = {}
    for day in sorted({row["published"] for row in rows}):
        own = [row for row in rows if row["published"] == day]
        run(write(tmp_path / f"{day}.jsonl", own), out, night)
        groups.update(out)
        now = dict(groups.known_events(out).itertuples(index=False))
        assert named.items() <= now.items()
        named = now
    run(write(tmp_path / "all.jsonl", rows), tmp_path / "all", Options(parameters=PLAIN, size=20))
    groups.update(tmp_path / "all")
    assert len(folder.need(out).nights) == 7
    same(out, tmp_path / "all")
    documents = read(out)["documents"]
    assert documents["doc_id"].str.endswith("-2").sum() == 1
    # which articles are one event may differ a little, because a night knows no later article
    whole = dict(groups.known_events(tmp_path / "all").itertuples(index=False))
    ids = documents["doc_id"].tolist()
    pairs = [(a, b) for a in ids for b in ids if a < b]
    agree = sum((named[a] == named[b]) == (whole[a] == whole[b]) for a, b in pairs)
    assert agree / len(pairs) > 0.9
