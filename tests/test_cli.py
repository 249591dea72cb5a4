"""The command line as a script meets it: exit codes, streams, files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest

import framing
from framing import paths, pipeline, storage, tables
from framing.__main__ import main
from framing.report import pictures

TINY = Path(__file__).resolve().parent / "tiny"
ANNOTATED = ("documents", "sentences", "quotes", "scopes", "hits", "labels")
TEXT = "The bridge was closed on Monday. The mayor said it would open again in May.\n" * 9
OTHER = TEXT.replace("mayor", "engineer").replace("closed", "shut")
CHARTS = ("coverage", "hits", "naming", "speakers", "spectrum", "strip", "tone", "words")

Capture = pytest.CaptureFixture[str]


class Ran(NamedTuple):
    code: int
    out: str
    err: str


def run(capsys: Capture, *words: object) -> Ran:
    capsys.readouterr()
    code = main([str(word) for word in words])
    return Ran(code, *capsys.readouterr())


def two(folder: Path, **more: str | bytes) -> Path:
    folder.mkdir()
    files: dict[str, str | bytes] = {"One.txt": TEXT, "Two.txt": OTHER}
    for name, data in (files | {f"{stem}.txt": data for stem, data in more.items()}).items():
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def rows(path: Path, records: list[dict[str, str]]) -> Path:
    pd.DataFrame(records).to_csv(path, index=False)
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One report of the tiny event, written once, to be looked at and never changed."""
    folder = tmp_path_factory.mktemp("cli") / "tiny"
    assert main(["compare", str(TINY), "--out", str(folder), "--quiet"]) == 0
    return folder


# exit codes


@pytest.mark.parametrize(
    "words",
    [
        ["compare"],
        ["compare", str(TINY), "--pages", "long"],
        ["compare", str(TINY), "--seed", "many"],
        ["compare", str(TINY), "--no-such-option"],
        ["score", str(TINY)],
        ["annotate", str(TINY)],
        ["no-such-command"],
        ["compare", str(TINY / "nowhere")],
        ["compare", str(TINY), "--facts", str(TINY / "nowhere.toml")],
        ["compare", str(TINY), "--dates", str(TINY / "nowhere.csv")],
        ["compare", str(TINY), "--lexicons", str(TINY / "nowhere")],
        ["compare", str(TINY / "north-1.txt")],
    ],
    ids=lambda words: " ".join(Path(word).name for word in words),
)
def test_wrong_use_and_wrong_input_are_exit_2(
    words: list[str], tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *words)
    assert code == 2, err
    assert out == ""
    assert err.strip()
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_help_and_version_are_exit_0(capsys: Capture) -> None:
    assert run(capsys, "--help").code == 0
    assert run(capsys, "--version") == (0, f"framing {framing.__version__}\n", "")


@pytest.mark.parametrize("command", ["annotate", "score"])
def test_skipped_articles_are_exit_3_and_named(
    command: str, tmp_path: Path, capsys: Capture
) -> None:
    folder = two(tmp_path / "in", Empty="", Binary=bytes(range(256)) * 40)
    out = tmp_path / ("out" if command == "annotate" else "scores.parquet")
    assert run(capsys, command, folder, "--out", out).code == 2
    assert not out.exists()
    code, said, err = run(capsys, command, folder, "--out", out, "--skip-bad", "--json")
    assert code == 3
    assert "left out: Empty.txt" in err
    assert "left out: Binary.txt" in err
    assert json.loads(said)["out"] == str(out)
    read = out if out.is_file() else out / "documents.parquet"
    assert {"One", "Two"} == set(pd.read_parquet(read)["outlet"])


@pytest.mark.slow
def test_compare_skips_bad_articles_and_reports_whole(
    tmp_path: Path, capsys: Capture, reported: Path
) -> None:
    folder = two(tmp_path / "in", Empty="")
    code, out, err = run(
        capsys, "compare", folder, "--out", tmp_path / "out", "--skip-bad", "--quiet"
    )
    assert code == 3
    assert out == ""
    assert "left out: Empty.txt" in err
    whole = {name for name in files(reported) if not name.startswith("charts/")}
    assert whole <= set(files(tmp_path / "out"))


def test_an_interrupt_is_130_and_leaves_the_old_report(
    reported: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(report: Any, directory: Path, **look: Any) -> None:
        directory.mkdir()
        (directory / "strip.png").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(pictures, "save", stopped)
    before = files(reported)
    code, out, err = run(capsys, "compare", TINY, "--out", reported)
    assert (code, out) == (130, "")
    assert "interrupted" in err
    assert files(reported) == before
    assert [path.name for path in reported.parent.iterdir()] == ["tiny"]
    assert run(capsys, "compare", TINY, "--out", tmp_path / "new").code == 130
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_annotate_leaves_the_old_tables(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert run(capsys, "annotate", TINY, "--out", out).code == 0
    before = files(out)
    write = storage.write_parquet

    def stopped(name: str, table: pd.DataFrame, path: Path) -> Path:
        if name == "hits":
            raise KeyboardInterrupt
        return write(name, table, path)

    monkeypatch.setattr(storage, "write_parquet", stopped)
    assert run(capsys, "annotate", framing.sample(), "--out", out).code == 130
    assert files(out) == before
    assert not [path for path in out.iterdir() if path.is_dir()]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of another kind")
def test_control_c_is_130(tmp_path: Path) -> None:
    """The real signal, sent while a chart is drawn."""
    words = [
        sys.executable,
        "-m",
        "framing",
        "compare",
        str(framing.sample()),
        "--out",
        str(tmp_path / "out"),
        "--quiet",
    ]
    started = subprocess.Popen(words, stderr=subprocess.PIPE, cwd=TINY.parent.parent)
    while started.poll() is None and not list(tmp_path.glob(".out.*/charts/*")):
        time.sleep(0.05)
    started.send_signal(signal.SIGINT)
    _, err = started.communicate()
    assert started.returncode == 130, err
    assert b"Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_ours_is_exit_1_and_says_so(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: Any, **named: Any) -> None:
        raise KeyError("hits")

    monkeypatch.setattr(pipeline, "annotate", broken)
    code, out, err = run(capsys, "compare", TINY, "--out", tmp_path / "out")
    assert (code, out) == (1, "")
    assert "a fault of framing-compare itself: KeyError" in err
    for part in ("expected:", "to do:", "where:"):
        assert part in err
    assert list(tmp_path.iterdir()) == []


# streams


def test_compare_prints_one_json_value(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # what is printed does not depend on the pictures, which take most of the time
    monkeypatch.setattr(pictures, "save", lambda report, directory, grey: {})
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, "compare", TINY, "--json")
    said = json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert (code, err) == (0, "")
    assert said["event"] == "tiny"
    assert said["articles"] == 3
    assert said["out"] == str(Path("reports") / "tiny")
    assert set(said["files"]) == set(files(tmp_path / "reports" / "tiny"))
    assert said["findings"][0]["rank"] == 1
    assert said["cautions"] == [
        "north-1: short text (22 words)",
        "north-2: short text (12 words)",
        "south-1: short text (28 words)",
    ]


@pytest.mark.parametrize("command", ["annotate", "score"])
def test_the_other_commands_print_one_json_value_too(
    command: str, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "out.parquet"
    ran = run(capsys, command, TINY, "--out", out, "--json")
    assert (ran.code, ran.err) == (0, "")
    said = json.loads(ran.out)
    assert said["out"] == str(out)
    assert len(said["cautions"]) == 3
    if command == "score":
        assert said["scores"] == len(storage.read_parquet("scores", out))
    else:
        assert said["sentences"] == 5


@pytest.mark.parametrize("command", ["annotate", "score"])
def test_quiet_prints_nothing(command: str, tmp_path: Path, capsys: Capture) -> None:
    assert run(capsys, command, TINY, "--out", tmp_path / "out", "--quiet") == (0, "", "")


def test_quiet_compare_prints_nothing(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "save", lambda report, directory, grey: {})
    assert run(capsys, "compare", TINY, "--out", tmp_path / "o", "--quiet") == (0, "", "")


@pytest.mark.slow
@pytest.mark.parametrize("how", [[], ["--json"]])
def test_a_stream_without_our_arrows_is_no_crash(how: list[str], tmp_path: Path) -> None:
    """As in a pipe on Windows, where Python writes cp1252."""
    folder = two(tmp_path / "in", **{"Über 😀": "A short text."})
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "framing",
            "compare",
            str(folder),
            "--out",
            str(tmp_path / "o"),
            *how,
        ],
        capture_output=True,
        check=False,
        cwd=TINY.parent.parent,
        env=os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
    )
    assert ran.returncode == 0, ran.stderr
    if how:
        said = json.loads(ran.stdout.decode("cp1252"))
        assert any("😀" in caution for caution in said["cautions"])


# files


def test_the_report_has_the_files_of_the_contract(reported: Path) -> None:
    there = set(files(reported))
    assert {"report.pdf", "report.html", "report.png", "run.json", "methods.md"} <= there
    names = {Path(name).stem for name in there if name.startswith("tables/")}
    assert names == set(tables.TABLES) - {"panel"}
    for name in sorted(names):
        assert f"tables/{name}.csv" in there
        table = storage.read_parquet(name, reported / "tables" / f"{name}.parquet")
        assert tables.check(name, table) == []
    charts = {Path(name).stem for name in there if name.startswith("charts/")}
    assert charts <= set(CHARTS)
    assert "strip" in charts
    assert not [name for name in there if Path(name).name.startswith(".")]


def test_run_json_has_no_path_of_this_machine(reported: Path) -> None:
    text = (reported / "run.json").read_text(encoding="utf-8")
    assert str(reported.parent) not in text
    assert str(TINY.parent) not in text
    assert json.loads(text)["parameters"]["seed"] == 20250126


@pytest.mark.slow
def test_every_option_reaches_the_report(reported: Path, tmp_path: Path, capsys: Capture) -> None:
    own = tmp_path / "own"
    own.mkdir()
    text = (paths.data_dir("lexicons") / "criminals-migrants.toml").read_text(encoding="utf-8")
    (own / "ferry-words.toml").write_text(
        text.replace('id = "criminals-migrants"', 'id = "ferry-words"', 1), encoding="utf-8"
    )
    facts = tmp_path / "facts.toml"
    facts.write_text(
        '[[fact]]\nid = "F9"\nlabel = "They landed at noon"\n'
        'known_from = "2031-05-06"\nphrases = ["landed at noon"]\n'
    )
    dates = rows(tmp_path / "dates.csv", [{"doc_id": "north-1", "published": "2031-05-04"}])
    out = tmp_path / "out"
    ran = run(
        capsys,
        "compare",
        TINY,
        "--out",
        out,
        "--seed",
        7,
        "--lexicons",
        own,
        "--facts",
        facts,
        "--dates",
        dates,
        "--xlsx",
        "--pages",
        "short",
        "--size",
        "letter",
        "--grey",
        "--share",
        "--no-models",
        "--quiet",
    )
    assert ran == (0, "", "")
    made = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert made["parameters"]["seed"] == 7
    assert made["options"] == {
        "pages": "short",
        "xlsx": True,
        "size": "letter",
        "grey": True,
        "share": True,
    }
    assert "ferry-words" in [lexicon["id"] for lexicon in made["lexicons"]]
    assert (out / "report.xlsx").is_file()
    coverage = storage.read_parquet("coverage", out / "tables" / "coverage.parquet")
    assert {"north-1": "not_yet_known", "north-2": "stated"}.items() <= dict(
        zip(coverage["doc_id"], coverage["state"], strict=True)
    ).items()
    assert set(coverage["fact"]) == {"F9"}
    documents = storage.read_parquet("documents", out / "tables" / "documents.parquet")
    assert documents["published"].tolist() == ["2031-05-04", "2031-05-06", "2031-05-06"]
    assert documents["text"].tolist() == ["", "", ""]

    from pypdf import PdfReader

    short, full = PdfReader(out / "report.pdf"), PdfReader(reported / "report.pdf")
    assert len(short.pages) < len(full.pages)
    assert [round(float(side)) for side in short.pages[0].mediabox[2:]] == [612, 792]
    assert [round(float(side)) for side in full.pages[0].mediabox[2:]] == [595, 842]
    assert (out / "charts" / "strip.png").read_bytes() != (
        reported / "charts" / "strip.png"
    ).read_bytes()


def test_our_own_report_is_replaced_and_a_foreign_file_is_not_touched(
    reported: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    out = tmp_path / "out"
    shutil.copytree(reported, out)
    monkeypatch.setattr(pictures, "save", lambda report, directory, grey: {})
    assert run(capsys, "compare", TINY, "--out", out, "--seed", 3, "--quiet").code == 0
    assert json.loads((out / "run.json").read_text())["parameters"]["seed"] == 3
    assert not (out / "charts").exists()
    (out / "notes.txt").write_text("mine")
    before = files(out)
    ran = run(capsys, "compare", TINY, "--out", out)
    assert ran.code == 2
    assert "notes.txt" in ran.err
    assert files(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_annotate_writes_six_tables_of_the_contract(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "deep" / "out"
    out.mkdir(parents=True)
    (out / "notes.txt").write_text("mine")
    assert run(capsys, "annotate", TINY, "--out", out).code == 0
    assert set(files(out)) == {*(f"{name}.parquet" for name in ANNOTATED), "notes.txt"}
    made = {name: storage.read_parquet(name, out / f"{name}.parquet") for name in ANNOTATED}
    for name, table in made.items():
        assert tables.check(name, table) == []
    text = dict(zip(made["documents"]["doc_id"], made["documents"]["text"], strict=True))
    for name in ("sentences", "quotes", "hits", "labels"):
        assert len(made[name]) > 0
        for row in made[name].itertuples():
            assert text[row.doc_id][row.start : row.end] == row.text
    before = files(out)
    assert run(capsys, "annotate", TINY, "--out", out).code == 0
    assert files(out) == before


def test_score_works_with_one_article(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "scores.parquet"
    assert run(capsys, "score", TINY / "north-1.txt", "--out", out).code == 0
    scores = storage.read_parquet("scores", out)
    assert tables.check("scores", scores) == []
    assert set(scores["outlet"]) == {"north-1"}
    row = scores[
        (scores["dimension"] == "criminals-migrants")
        & (scores["scorer"] == "lexical")
        & (scores["voice"] == "narrator")
        & (scores["doc_id"] != "")
    ].iloc[0]
    assert (row["n_pole_1"], row["n_pole_2"]) == (2, 0)


@pytest.mark.parametrize("command", ["score", "annotate"])
def test_tables_never_replace_the_input_or_a_foreign_file(
    command: str, tmp_path: Path, capsys: Capture
) -> None:
    source = tmp_path / "documents.parquet"
    pd.DataFrame({"outlet": ["One", "Two"], "text": [TEXT, OTHER]}).to_parquet(source)
    before = files(tmp_path)
    out = source if command == "score" else tmp_path
    ran = run(capsys, command, source, "--out", out)
    assert ran.code == 2
    assert "documents.parquet" in ran.err
    assert files(tmp_path) == before
    ran = run(capsys, command, TINY, "--out", source / "x")
    assert ran.code == 2
    assert files(tmp_path) == before


# several events


def events(path: Path, *names: str) -> Path:
    made = [
        {"event": name, "outlet": outlet, "text": text}
        for name in names
        for outlet, text in (("One", TEXT), ("Two", OTHER))
    ]
    return rows(path, [*made, {"event": "lonely", "outlet": "One", "text": "A few words."}])


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the charts, which take most of the time and are tested elsewhere."""
    monkeypatch.setattr(pictures, "save", lambda report, directory, grey: {})


@pytest.mark.slow
@pytest.mark.usefixtures("no_pictures")
def test_by_event_writes_a_report_for_each(tmp_path: Path, capsys: Capture) -> None:
    table = events(tmp_path / "rows.csv", "flood", "strike")
    ran = run(capsys, "compare", table, "--out", tmp_path / "out")
    assert ran.code == 2
    assert "--by event" in ran.err
    ran = run(capsys, "compare", table, "--out", tmp_path / "out", "--by", "event", "--json")
    assert ran.code == 0
    assert "left out: event lonely: one article only" in ran.err
    said = json.loads(ran.out)
    assert [one["event"] for one in said] == ["flood", "strike"]
    assert [one["articles"] for one in said] == [2, 2]
    # a caution about the lonely article does not stand in the others' reports
    assert not any("(3 words)" in caution for one in said for caution in one["cautions"])
    for name in ("flood", "strike"):
        documents = storage.read_parquet(
            "documents", tmp_path / "out" / name / "tables" / "documents.parquet"
        )
        assert set(documents["event"]) == {name}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["flood", "strike"]


@pytest.mark.slow
@pytest.mark.usefixtures("no_pictures")
def test_no_event_can_leave_the_folder_or_take_anothers(tmp_path: Path, capsys: Capture) -> None:
    names = ["../evil", "/etc/evil", "..", "a/b", "a-b", "A-B", "C:\\x", "x" * 400, "\u202eevil"]
    work = tmp_path / "work"
    work.mkdir()
    table = events(work / "rows.csv", *names)
    before = set(tmp_path.rglob("*"))
    ran = run(capsys, "compare", table, "--out", work / "out", "--by", "event", "--json")
    assert ran.code == 0, ran.err
    said = json.loads(ran.out)
    assert sorted(one["event"] for one in said) == sorted({one["event"] for one in said}), (
        "an event came twice"
    )
    places = [Path(one["out"]).resolve() for one in said]
    assert len({str(place).casefold() for place in places}) == len(said) == len(names)
    assert {place.parent for place in places} == {(work / "out").resolve()}
    made = set(tmp_path.rglob("*")) - before
    assert all(path.is_relative_to(work / "out") for path in made)
    for one in said:
        run_file = json.loads((Path(one["out"]) / "run.json").read_text(encoding="utf-8"))
        assert run_file["event"] == one["event"]


@pytest.mark.slow
@pytest.mark.usefixtures("no_pictures")
def test_one_event_with_a_wicked_name_stays_in_reports(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = rows(
        tmp_path / "rows.csv",
        [
            {"event": "../../evil", "outlet": "One", "text": TEXT},
            {"event": "../../evil", "outlet": "Two", "text": OTHER},
        ],
    )
    home = tmp_path / "a" / "b" / "c"
    home.mkdir(parents=True)
    monkeypatch.chdir(home)
    assert run(capsys, "compare", table, "--quiet").code == 0
    assert [path.name for path in (home / "reports").iterdir()] == ["evil"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "rows.csv"]
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


def test_by_event_without_a_pair_is_exit_2(tmp_path: Path, capsys: Capture) -> None:
    table = rows(
        tmp_path / "rows.csv",
        [
            {"event": "e1", "outlet": "One", "text": TEXT},
            {"event": "e2", "outlet": "Two", "text": OTHER},
        ],
    )
    ran = run(capsys, "compare", table, "--by", "event", "--out", tmp_path / "out")
    assert ran.code == 2
    assert "no event with two articles" in ran.err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_folder_of_events_keeps_what_is_known_of_each(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "save", lambda *rest, **named: {})
    for name in ("one", "two"):
        folder = two(tmp_path / name)
        about = f'[event]\nid = "{name}"\ntitle = "The {name} event"\n'
        articles = "".join(
            f'[[article]]\nfile = "{stem}.txt"\noutlet = "{stem}"\n' for stem in ("One", "Two")
        )
        (folder / "corpus.toml").write_text(about + articles)
    ran = run(capsys, "compare", tmp_path, "--out", tmp_path / "out", "--by", "event", "--json")
    assert ran.code == 0, ran.err
    for said in json.loads(ran.out):
        title = json.loads((Path(said["out"]) / "run.json").read_text())["title"]
        assert title == f"The {said['event']} event"
