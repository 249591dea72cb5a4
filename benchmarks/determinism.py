"""The same articles in many worlds: do the reports have the same bytes?

    python benchmarks/determinism.py [EVENT]

Runs ``framing compare`` on an event of ``corpus/`` (river-flood) again and again, each time with
one thing changed: the hash seed, the locale, the time zone, the number of threads, the order of
the files, system fonts hidden, another folder. Compares every file of the report with the
first run's. Ends with 1 when any differs, and names it.
"""

from __future__ import annotations

import hashlib
import locale
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# a program around ours may have taken over the locale with all its parts, as a desktop does
RUN = """
import locale
locale.setlocale(locale.LC_ALL, "")
from framing.__main__ import entry
entry()
"""
FIRST = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
WORLDS: dict[str, dict[str, str]] = {
    "again": {},
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "locale C": {"LC_ALL": "C"},
    "locale en_US": {"LC_ALL": "en_US.UTF-8"},
    "locale tr_TR": {"LC_ALL": "tr_TR.UTF-8"},
    "locale es_CO": {"LC_ALL": "es_CO.UTF-8"},
    "time zone Bogota": {"TZ": "America/Bogota"},
    "time zone Auckland": {"TZ": "Pacific/Auckland"},
    "one thread": {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    "no system fonts, no home": {"FONTCONFIG_PATH": "/nonexistent", "HOME": "/nonexistent"},
    "files in another order": {},
    "another folder": {},
}


def main() -> int:
    event = sys.argv[1] if len(sys.argv) > 1 else "river-flood"
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        wanted = report(ROOT / "corpus" / event, work / "first", {})
        print(f"first run: {len(wanted)} files")
        wrong = 0
        for number, (world, change) in enumerate(WORLDS.items()):
            if not installed(change.get("LC_ALL", "C")):
                print(f"{world:28} not installed on this machine, passed over")
                continue
            source = ROOT / "corpus" / event
            if world in ("files in another order", "another folder"):
                source = copied(source, work / f"in-{number}" / event, world)
            found = report(source, work / f"out-{number}", change)
            different = sorted(f for f in wanted | found if wanted.get(f) != found.get(f))
            wrong += bool(different)
            print(f"{world:28} {'same bytes' if not different else ', '.join(different)}")
    print(f"{len(WORLDS)} worlds, {wrong} with a difference")
    return 1 if wrong else 0


def installed(name: str) -> bool:
    """Tell whether the machine has a locale; one that it lacks would try nothing."""
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        return False
    return True


def copied(source: Path, target: Path, world: str) -> Path:
    """Copy an event; files are made in falling order, so that the folder lists them otherwise."""
    target.mkdir(parents=True)
    names = sorted(source.iterdir(), reverse=world == "files in another order")
    for path in names:
        if path.is_file():
            shutil.copy(path, target / path.name)
        else:
            shutil.copytree(path, target / path.name)
    return target


def report(source: Path, out: Path, change: dict[str, str]) -> dict[str, str]:
    """Write the report in a process of its own; gives the files' hashes."""
    command = [sys.executable, "-c", RUN, "compare", str(source), "--out", str(out)]
    world = {**os.environ, **FIRST, **change, "PYTHONPATH": str(ROOT)}
    subprocess.run([*command, "--xlsx", "--quiet"], cwd=ROOT, check=True, env=world)
    files = sorted(path for path in out.rglob("*") if path.is_file())
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


if __name__ == "__main__":
    sys.exit(main())
