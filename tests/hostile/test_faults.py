"""Commands broken in the middle; all of them: ``python benchmarks/faults.py``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from framing import storage
from framing.commands import annotate

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits and rights are taken as Linux has them")
def test_a_command_that_is_broken_leaves_nothing_half_written(tmp_path: Path) -> None:
    """In a process of its own, which forks before any thread is there."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "faults.py"), "--moments", "1", "--only",
         "score", "lexicon export", "code sheet"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


KILLED = """
import os, sys
from pathlib import Path
from framing import storage
place = Path(sys.argv[2])
if sys.argv[1] == "folder":
    with storage.staged(place) as stage:
        (stage / "a").write_text("half")
        os._exit(9)
if sys.argv[1] == "file":
    with storage.replacing(place) as temporary:
        temporary.write_text("half")
        os._exit(9)
made = Path.replace
def once(self, target):
    made(self, target)
    os._exit(9)
Path.replace = once
with storage.staged(place) as stage:
    (stage / "a").write_text("new")
"""


def killed(how: str, place: Path) -> None:
    """Let a process end while it writes, without any cleaning up, as kill -9 does."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, how, str(place)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 9


@pytest.mark.skipif(sys.platform == "win32", reason="there nobody can ask whether a run goes on")
def test_what_a_killed_run_left_goes_with_the_next(tmp_path: Path) -> None:
    report = tmp_path / "report"
    report.mkdir()
    (report / "a").write_text("old")
    killed("folder", report)
    assert len(list(tmp_path.iterdir())) == 2
    assert (report / "a").read_text() == "old"
    killed("file", tmp_path / "table.csv")
    assert [path.suffix for path in sorted(tmp_path.iterdir())] == [".part", ""]
    foreign = tmp_path / ".report.0123abcd-1.x.new"  # of another machine: it may be at work
    own = tmp_path / f"{storage._prefix(report)}y.part"  # of this very process
    foreign.mkdir()
    own.touch()
    with storage.staged(report) as stage:
        (stage / "a").write_text("new")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [foreign.name, own.name, "report"]
    )
    assert (report / "a").read_text() == "new"


@pytest.mark.skipif(sys.platform == "win32", reason="there nobody can ask whether a run goes on")
def test_killed_between_two_renamings_the_old_report_comes_back(tmp_path: Path) -> None:
    report = tmp_path / "report"
    report.mkdir()
    (report / "a").write_text("old")
    killed("between", report)
    assert not report.exists()
    storage.sweep(tmp_path)
    assert (report / "a").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


KILLED_MOVING = """
import os, sys
from pathlib import Path
from framing.commands import annotate
made, moved = Path.replace, []
def once(self, target):
    made(self, target)
    moved.append(target)
    if len(moved) == int(sys.argv[2]):
        os._exit(9)
Path.replace = once
with annotate._together(Path(sys.argv[1])) as stage:
    for name in annotate.ANNOTATED:
        (stage / f"{name}.parquet").write_text("new")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there nobody can ask whether a run goes on")
@pytest.mark.parametrize("moves", [1, 2])
@pytest.mark.parametrize("own", [True, False])
def test_annotations_of_two_runs_never_lie_together(moves: int, own: bool, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in annotate.ANNOTATED:
        (out / f"{name}.parquet").write_text("old")
    if own:
        (out / "notes.txt").write_text("mine")
    done = subprocess.run(
        [sys.executable, "-c", KILLED_MOVING, str(out), str(moves)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 9
    storage.sweep(tmp_path)
    left = [file.read_text() for file in out.glob("*.parquet")]
    assert len(set(left)) == 1
    assert len(left) == (moves if own else 6)
    assert not own or (out / "notes.txt").read_text() == "mine"
    with annotate._together(out) as stage:
        (stage / "hits.parquet").write_text("next")
    assert (out / "hits.parquet").read_text() == "next"
    assert {file.name for file in tmp_path.iterdir()} == {"out"}
    assert not list(out.glob(".*"))


def test_a_full_disk_under_a_workbook_is_told_as_the_system_tells_it() -> None:
    from lxml.etree import SerialisationError

    with pytest.raises(OSError, match="No space left"), storage.workbook_writing():
        raise SerialisationError("IO_ENOSPC")
