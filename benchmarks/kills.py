"""Kill a batch at random moments, let it go on, and compare the tables with those of a calm run.

    python benchmarks/kills.py [--kills 20] [--articles 60] [--workers 2] [--seed 1]

Every kill is kill -9 of the main process, after which all its workers must be gone too. Prints
how often a run was killed and whether every table has the same bytes in the end.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

TABLES = ("documents", "sentences", "quotes", "scopes", "hits", "labels", "judgements",
          "elements", "scores")  # fmt: skip


def command(source: Path, out: Path, workers: int, size: int) -> list[str]:
    call = [sys.executable, "-m", "framing", "batch", str(source), "--out", str(out), "--quiet"]
    return [*call, "--workers", str(workers), "--size", str(size), "--no-models"]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def start(call: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(call, env=environment(), start_new_session=True)


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def kill(running: subprocess.Popen[bytes]) -> None:
    """Kill the main process alone and wait until its workers have gone by themselves."""
    running.send_signal(signal.SIGKILL)
    running.wait()
    until = time.monotonic() + 60
    while alive(running.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(running.pid), "workers outlived the main process"


def finished(out: Path) -> int:
    return len(list((out / "manifest").glob("part-*.json")))


def bytes_of(out: Path) -> dict[str, bytes]:
    files = [path for name in TABLES for path in sorted((out / name).iterdir())]
    files += [out / "run.json", out / "summary.json", out / "rejected.parquet"]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def torment(source: Path, out: Path, kills: int, workers: int, size: int, seed: int) -> int:
    """Start the batch again and again and kill it; let the last start go on to the end.

    A moment is drawn as a number of finished partitions and a fraction of a second after it, so
    that a slow machine is killed at work too and not while it starts.
    """
    draw, done = random.Random(seed), 0
    for _ in range(kills):
        running = start(command(source, out, workers, size))
        wanted = finished(out) + draw.choice((0, 0, 1))
        later = draw.random() * 1.5
        while running.poll() is None and finished(out) < wanted:
            time.sleep(0.02)
        time.sleep(later)
        if running.poll() is not None:
            break
        kill(running)
        done += 1
    subprocess.run(command(source, out, workers, size), env=environment(), check=True)
    return done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--size", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    import json

    sys.path.insert(0, str(ROOT / "benchmarks"))
    import synthetic

    with tempfile.TemporaryDirectory() as name:
        source = Path(name, "news.jsonl")
        rows = synthetic.articles(given.articles, given.seed, 80)
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        calm, killed = Path(name, "calm"), Path(name, "killed")
        subprocess.run(command(source, calm, 1, given.size), env=environment(), check=True)
        done = torment(source, killed, given.kills, given.workers, given.size, given.seed)
        same = bytes_of(calm) == bytes_of(killed)
        print(f"{given.articles} articles, killed {done} times: same bytes of all files: {same}")
        raise SystemExit(0 if same and done else 1)


if __name__ == "__main__":
    main()
