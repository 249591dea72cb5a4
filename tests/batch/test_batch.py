from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from framing import pipeline, tables
from framing.__main__ import main
from framing.batch import folder, job, pool, summary
from framing.batch.run import Options, changes, run
from framing.errors import InputError
from framing.parameters import Parameters
from tests.batch.made import PLAIN, articles, read, same, write


def test_the_tables_are_those_of_the_pipeline(news: Path, done: Path) -> None:
    packs = job.packs(())
    corpus = pipeline.load(news)
    wanted = pipeline.score(pipeline.annotate(corpus, packs), packs, Parameters(models=False))
    found = read(done)
    for name in job.NAMES:
        table = wanted[name]
        if name == "scores":
            table = table[table["doc_id"] != ""]
        assert list(found[name].columns) == tables.TABLES[name].names
        assert len(found[name]) == len(table), name
    keys = ["doc_id", "dimension", "scorer", "voice", "speaker", "target"]
    scores = wanted["scores"][wanted["scores"]["doc_id"] != ""].sort_values(keys)
    pd.testing.assert_frame_equal(
        found["scores"].sort_values(keys).reset_index(drop=True), scores.reset_index(drop=True)
    )


@pytest.mark.slow
def test_partitions_kinds_of_file_and_order_change_nothing(done: Path, tmp_path: Path) -> None:
    rows = articles(10)
    (tmp_path / "two").mkdir()
    write(tmp_path / "two" / "a.csv", rows[:6:-1])
    write(tmp_path / "two" / "b.parquet", rows[:7])
    run(str(tmp_path / "two" / "*"), tmp_path / "one", Options(parameters=PLAIN, size=500))
    same(done, tmp_path / "one")


def test_a_run_that_was_cut_off_goes_on(news: Path, done: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def stop(mark: Mapping[str, Any], total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(news, out, Options(parameters=PLAIN, size=4), stop)
    first = folder.path_of(out, "hits", 0)
    (out / "hits" / ".part-00001.parquet.x.part").write_bytes(b"half")
    # files without a mark are not finished
    folder.path_of(out, "documents", 1).write_bytes(b"half")
    before = first.stat().st_mtime_ns
    made: list[int] = []
    run(news, out, Options(parameters=PLAIN, size=4), lambda mark, total: made.append(mark["part"]))
    assert made == [1, 2]
    assert first.stat().st_mtime_ns == before
    for path in sorted(done.rglob("*.*")):
        if path.is_file():
            assert (out / path.relative_to(done)).read_bytes() == path.read_bytes(), path
    assert {p.name for p in out.rglob("*")} == {p.name for p in done.rglob("*")}
    run(news, out, Options(parameters=PLAIN, size=4), lambda mark, total: made.append(mark["part"]))
    assert made == [1, 2]


def test_other_settings_or_input_are_refused(news: Path, done: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="made with other parameters: seed"):
        run(news, done, Options(size=4, parameters=Parameters(seed=1, models=False)))
    own = tmp_path / "own"
    own.mkdir()
    text = (Path(pipeline.paths.data_dir("lexicons")) / "threat-ordinary.toml").read_text()
    (own / "mine.toml").write_text(text.replace('id = "threat-ordinary"', 'id = "my-own"', 1))
    with pytest.raises(InputError, match="made with other lexicons: my-own"):
        run(news, done, Options((str(own),), PLAIN, size=4))
    with pytest.raises(InputError, match="finished run over another input"):
        run(write(tmp_path / "more.jsonl", articles(2, 5)), done, Options(parameters=PLAIN, size=4))
    before = (done / "run.json").read_bytes()
    with folder.locked(done), pytest.raises(InputError, match="another run is at work"):
        run(news, done, Options(parameters=PLAIN, size=4))
    assert (done / "run.json").read_bytes() == before


def test_changes_are_named_with_their_kind() -> None:
    assert changes({"a": 1}, {"a": 1}) == []
    old = {"versions": {"numpy": "1", "pandas": "2"}, "schema": 1}
    new = {"versions": {"numpy": "1", "pandas": "3"}, "schema": 2}
    assert changes(old, new) == ["schema", "versions: pandas"]


def test_bad_rows_are_listed_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = articles(3)
    rows[1]["text"] = ""
    source = write(tmp_path / "news.jsonl", [*rows, {"outlet": "A", "text": rows[0]["text"]}])
    with source.open("a") as stream:
        stream.write("no json\n")
    out = tmp_path / "out"
    call = ["batch", str(source), "--out", str(out), "--workers", "1", "--no-models"]
    assert main([*call, "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert told["articles"] == 3
    assert told["rejected"] == 2
    left = pd.read_parquet(out / "rejected.parquet")
    assert left["source"].tolist() == ["news.jsonl, row 2", "news.jsonl, row 5"]
    assert left["reason"][0].startswith("an empty text")
    assert main([*call, "--strict", "--restart"]) == 2
    assert "because of --strict" in capsys.readouterr().err
    (tmp_path / "bad.jsonl").write_text("[]\n")
    assert (
        main(
            [
                "batch",
                str(tmp_path / "bad.jsonl"),
                "--out",
                str(tmp_path / "b"),
                "--workers",
                "1",
                "--no-models",
            ]
        )
        == 2
    )
    assert "no article that can be read" in capsys.readouterr().err


def test_a_foreign_folder_is_left_alone(news: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("notes")
    with pytest.raises(InputError, match=r"holds 'mine.txt'"):
        run(news, tmp_path, Options(restart=True))
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(InputError, match="no file or folder"):
        run(tmp_path / "nothing.csv", tmp_path / "out", Options())


def test_an_input_that_breaks_off_leaves_finished_partitions(tmp_path: Path) -> None:
    source = write(tmp_path / "news.jsonl", articles(2))
    source.write_bytes(source.read_bytes() + b'{"outlet": "A", "text": "\xff\xfe"}\n{"outlet')
    record = run(source, tmp_path / "out", Options(parameters=PLAIN, size=2))
    assert record.nights[-1].rejected == 2
    assert record.nights[-1].articles == 2


def test_one_text_that_our_code_fails_on_costs_no_other(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from framing.corpus import pieces

    annotate = pipeline.annotate

    def fragile(corpus: Any, *rest: Any) -> Any:
        if "d0002" in corpus.documents["doc_id"].tolist():
            raise ZeroDivisionError("a fault that a test put there")
        return annotate(corpus, *rest)

    monkeypatch.setattr(pipeline, "annotate", fragile)
    piece = next(pieces.cut(news, 3).pieces)
    part = job.work(job.Job(), 0, piece)
    assert part.counts["articles"] == 2
    [(source, reason)] = part.counts["rejected"]
    assert source == "news.jsonl, row 3"
    assert "ZeroDivisionError" in reason


def test_the_summary_counts_what_the_tables_hold(done: Path) -> None:
    told, found = summary.read(done), read(done)
    assert told["articles"] == len(found["documents"]) == 10
    assert told["rows"]["hits"] == len(found["hits"])
    scores = found["scores"]
    own = scores[(scores["scorer"] == "lexical") & (scores["speaker"] == "")]
    own = own[(own["dimension"] == "loaded-plain") & (own["voice"] == "narrator")]
    assert told["dimensions"]["loaded-plain"]["narrator"]["n_hits"] == own["n_hits"].sum()
    assert any("loaded-plain" in line for line in summary.lines(told))


def _half(number: int) -> int:
    if number == 2:
        raise ValueError("two")
    return number


def test_the_pool_gives_what_was_done_before_it_fails() -> None:
    found = []
    with pytest.raises(ValueError, match="two"):  # noqa: PT012
        for answer in pool.each(_half, iter([0, 1, 2, 3]), 1):
            found.append(answer)
    assert found == [0, 1]


@pytest.mark.slow
def test_frame_elements_are_grouped_whatever_the_partitions(tmp_path: Path) -> None:
    from framing.batch import recurring

    rows = articles(24, seed=8)
    for name, size in (("one", 24), ("other", 7)):
        source = write(tmp_path / f"{name}.jsonl", rows if size == 24 else rows[::-1])
        run(source, tmp_path / name, Options(parameters=PLAIN, size=size))
    one, other = (
        recurring.write(tmp_path / name, PLAIN, least=5, most=20) for name in ("one", "other")
    )
    pd.testing.assert_frame_equal(one, other)
    assert len(one) >= 2
    assert sum(one["n_articles"]) <= 20
    folder.check(tmp_path / "one")
