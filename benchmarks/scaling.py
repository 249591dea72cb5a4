"""How a batch grows: articles a second with one worker and with more, and the memory it needs.

    python benchmarks/scaling.py [--articles 24000] [--workers 1 2] [--rounds 1] [--models]

Makes articles (``benchmarks/synthetic.py``), runs ``framing batch`` on them with each number of
workers in turn, and tells articles a second of wall time, processor seconds of all processes, and
the resident memory of the largest process. Starting the workers is part of the time, so that few
articles make more workers look worse than they are. Unix only.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def run(source: Path, out: Path, workers: int, models: bool) -> tuple[float, float, float]:
    """Give wall seconds, processor seconds, and MB of the largest process of one run."""
    command = [sys.executable, "-m", "framing", "batch", str(source), "--out", str(out),
               "--workers", str(workers), "--quiet"]  # fmt: skip
    home = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    began = time.monotonic()
    started = subprocess.Popen(command + ([] if models else ["--no-models"]), env=home)
    # what this process and those it waited for have used, and no other child of ours
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise SystemExit(f"framing batch ended with {started.returncode}")
    # Linux counts in KiB, macOS in bytes
    size = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e6 / 1024)
    return time.monotonic() - began, used.ru_utime + used.ru_stime, size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=24_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--models", action="store_true", help="with the learned models")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "articles.parquet"), Path(folder, "batch")
        make = [sys.executable, str(HERE / "synthetic.py"), str(given.articles), str(source)]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
        print("| workers | articles a second | processor seconds | largest process, MB |")
        print("|---|---|---|---|")
        for _ in range(given.rounds):
            for workers in given.workers:
                took, used, size = run(source, out, workers, given.models)
                print(f"| {workers} | {given.articles / took:.0f} | {used:.0f} | {size:.0f} |",
                      flush=True)  # fmt: skip
                shutil.rmtree(out)


if __name__ == "__main__":
    main()
