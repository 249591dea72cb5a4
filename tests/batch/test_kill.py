"""What happens when a run is killed, a worker dies, the disk is full, two machines share the work.

The same with 20 kills: ``python benchmarks/kills.py``.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from framing.batch import folder, job, pool
from framing.batch.run import Options, run
from tests.batch.made import PLAIN, articles, same, write

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))


@pytest.mark.slow
def test_killed_again_and_again_the_tables_are_the_same(tmp_path: Path) -> None:
    import kills

    source = write(tmp_path / "news.jsonl", articles(8, sentences=3))
    run(source, tmp_path / "calm", Options(parameters=PLAIN, size=2))
    assert kills.torment(source, tmp_path / "out", kills=2, workers=2, size=2, seed=4)
    assert kills.bytes_of(tmp_path / "out") == kills.bytes_of(tmp_path / "calm")


def die_once(task: tuple[str, int]) -> int:
    place, number = task
    mark = Path(place, f"died-{number}")
    if number == 1 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die(task: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return task


@pytest.mark.slow
def test_a_worker_that_dies_costs_nothing_unless_it_always_does(tmp_path: Path) -> None:
    from framing.errors import FramingError

    tasks = iter([(str(tmp_path), n) for n in range(5)])
    assert sorted(pool.each(die_once, tasks, 2)) == [0, 1, 2, 3, 4]
    with pytest.raises(FramingError, match="ended 3 times"):
        list(pool.each(die, iter([1]), 2))


FULL = """
import resource, sys
from pathlib import Path
from framing.__main__ import main
call = ["batch", sys.argv[1], "--out", sys.argv[2], "--workers", "1", "--size", "2", "--no-models"]
from framing.batch import run
def limit(mark, total):
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))
made = run.run
run.run = lambda source, out, options, on_part: made(source, out, options, limit)
raise SystemExit(main(call))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of a file's size")
def test_a_full_disk_leaves_finished_partitions(tmp_path: Path) -> None:
    """After the first partition no file of more than 2,000 bytes can be written."""
    source = write(tmp_path / "news.jsonl", articles(6, sentences=3))
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(source), str(out)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "the system refused: File too large" in done.stderr
    assert "finished partitions are kept" in done.stderr
    assert folder.finished(out, 0) is not None
    assert folder.finished(out, 1) is None
    assert not list(out.rglob("*.part"))
    run(source, out, Options(parameters=PLAIN, size=2))
    run(source, tmp_path / "calm", Options(parameters=PLAIN, size=2))
    same(out, tmp_path / "calm")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A real scheduler and two worker processes on loopback."""
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    address = tmp_path / "scheduler.json"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    given = ["--scheduler-file", str(address), "--host", "127.0.0.1", "--no-dashboard"]
    call = [sys.executable, "-m", "distributed.cli.dask_scheduler", *given, "--port", "0"]
    running = [subprocess.Popen(call, env=environment, cwd=tmp_path)]
    until = time.monotonic() + 120
    while not address.exists() and time.monotonic() < until:
        time.sleep(0.1)
    call = [sys.executable, "-m", "distributed.cli.dask_worker", *given, "--nthreads", "1"]
    call += ["--no-nanny", "--local-directory", str(tmp_path)]
    running += [subprocess.Popen(call, env=environment, cwd=tmp_path) for _ in range(2)]
    import json

    yield json.loads(address.read_text())["address"], running
    for process in running:
        process.kill()
        process.wait()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_two_machines_make_the_same_tables_though_one_dies(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    from framing.errors import InputError

    address, running = cluster
    source = write(tmp_path / "news.jsonl", articles(10, sentences=3))
    killed: list[int] = []

    def kill(mark: object, total: int) -> None:
        if not killed:
            killed.append(running[1].pid)
            running[1].kill()

    run(source, tmp_path / "far", Options(parameters=PLAIN, size=2, scheduler=address), kill)
    assert killed
    assert running[2].poll() is None
    run(source, tmp_path / "near", Options(parameters=PLAIN, size=2))
    same(tmp_path / "far", tmp_path / "near")
    for name in job.NAMES:
        for number in range(5):
            one, other = (folder.path_of(tmp_path / p, name, number) for p in ("far", "near"))
            assert one.read_bytes() == other.read_bytes()
    with pytest.raises(InputError, match="the scheduler does not answer"):
        run(source, tmp_path / "x", Options(parameters=PLAIN, scheduler="tcp://127.0.0.1:9"))
