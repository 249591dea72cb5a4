"""Break every writing command in the middle: does the old result stay whole, is nothing left?

    python benchmarks/faults.py [--moments 2] [--seed 1] [--only NAME ...]

Each command runs once in peace. Then it runs in a process of its own, again and again, each time
with one fault: no file may be longer than 0 bytes, or than half of its longest file (what a full
disk does); kill -9 and Ctrl-C at drawn moments; a target that may not be written to; no place
for temporary files; a clock that jumps by years. After each it is checked that the exit code is
a documented one, that there is a clear line and no traceback, that the target is as it was or
whole, that no temporary file is left beside it, and that the same command then gives the same
bytes. ``class import`` and ``class start`` keep everything in one database, so there the answers
are compared: those from before are untouched, all that a pupil was told is saved is there, a
server that was killed starts again on the same file and the class goes on. Prints a row for each
command and ends with 1 if anything did not hold. Linux only.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import random
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

Bytes = dict[str, bytes]
FAULTS = ("no byte", "half", "kill -9", "Ctrl-C", "read-only", "no temp", "clock")
FAST = ("score", "lexicon export", "code sheet")
PATIENCE = 300
OUTSIDE = 71


@dataclass(frozen=True)
class Job:
    """A command; OUT stands for its target, DIR for the folder of inputs."""

    name: str
    words: str
    target: str = "out"
    again: bool = True  # may it replace its own result?
    keeps: bool = False  # a batch keeps its finished partitions on purpose


JOBS = (
    Job("compare", "compare DIR/tiny --out OUT --xlsx --quiet"),
    Job("annotate", "annotate DIR/tiny --out OUT --quiet"),
    Job("score", "score DIR/tiny --out OUT --quiet", "out.parquet"),
    Job("batch", "batch DIR/rows.jsonl --out OUT --workers 2 --size 2 --no-models --quiet",
        keeps=True),
    Job("events", "events DIR/rows.jsonl --out OUT --quiet", "out.parquet"),
    Job("diff", "diff DIR/batch DIR/batch --out OUT --quiet", "out.csv", again=False),
    Job("lexicon new", "lexicon new calm-loud DIR/calm.txt DIR/loud.txt --out OUT", "out.toml",
        again=False),
    Job("lexicon import", "lexicon import DIR/words.csv --id calm-loud --out OUT", "out.toml",
        again=False),
    Job("lexicon export", "lexicon export loaded-plain --out OUT", "out.csv", again=False),
    Job("lexicon suggest", "lexicon suggest criminals-migrants DIR/tiny --out OUT", "out.toml",
        again=False),
    Job("lexicon show", "lexicon show all --out OUT"),
    Job("code sample",
        "code sample DIR/tiny --dimension criminals-migrants --n 4 --out OUT --quiet",
        again=False),
    Job("code sheet", "code sheet DIR/study --coder cleo --out OUT --quiet", again=False),
    Job("code merge", "code merge DIR/anna.csv DIR/ben.csv --study DIR/study --out OUT --quiet"),
    Job("code validate", "code validate DIR/study DIR/anna.csv --out OUT --quiet"),
    Job("class worksheet", "class worksheet DIR/tiny --out OUT --quiet"),
    Job("class kit", "class kit DIR/tiny --out OUT --quiet"),
    Job("class report", "class report DIR/tiny --answers DIR/answers.csv --out OUT --quiet"),
    Job("class import", "class import DIR/answers.csv --data OUT --quiet", "class.sqlite"),
    Job("class start", "class start --data OUT --host 127.0.0.1 --json", "class.sqlite"),
    Job("model predict", "model predict toward DIR/toward.jsonl --out OUT --quiet", "out.jsonl"),
    Job("model train", "model train wording --data DIR/labels.jsonl --out OUT --quiet"),
)  # fmt: skip


# --- one run in a process of its own -------------------------------------------------------------


def fork(words: list[str], prepare: Callable[[], None]) -> tuple[int, int]:
    """Start a command in a forked process and its own group; gives its number and its stderr.

    The parent has the heavy modules imported, so that a run begins with the work at once.
    """
    read, write = os.pipe()
    # a Ctrl-C before the try would run the parent's own code in the child
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    pid = os.fork()
    if pid:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        os.close(write)
        with suppress(OSError):  # the child does it as well, whoever is first
            os.setpgid(pid, pid)
        return pid, read
    code = 70
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        os.dup2(write, 2)
        prepare()
        from framing.__main__ import main

        code = main(words)
    except KeyboardInterrupt:
        code = OUTSIDE
    finally:
        sys.stderr.flush()
        os._exit(code)


def wait(pid: int, read: int, hit: Callable[[], None] | None = None, at: float = 0) -> End:
    """Wait for the end; ``hit`` is done to it after ``at`` seconds. Gives code, words, seconds."""
    began, said, stopped = time.monotonic(), b"", None
    while True:
        left = PATIENCE if hit is None else at - (time.monotonic() - began)
        ready, _, _ = select.select([read], [], [], max(0, left))
        if ready:
            piece = os.read(read, 65536)
            said += piece
            if not piece:
                break
        elif hit is not None:
            hit()
            hit, stopped = None, time.monotonic()
        else:
            os.killpg(pid, signal.SIGKILL)
            said += b"Traceback: it hung"
    os.close(read)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return End(code, said.decode("utf-8", "replace"), time.monotonic() - (stopped or began),
               stopped is not None)  # fmt: skip


@dataclass(frozen=True)
class End:
    code: int
    said: str
    seconds: float
    hit: bool = False


def nothing() -> None:
    """No fault."""


def run(words: list[str], prepare: Callable[[], None] = nothing) -> End:
    return wait(*fork(words, prepare))


# --- the faults ----------------------------------------------------------------------------------


def shortest(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def no_power() -> None:
    """Give up the rights of the superuser over files, so that modes count for us as well."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    if os.getuid() == 0 and ctypes.CDLL(None).capset(header, (ctypes.c_uint32 * 6)()):
        raise OSError("the rights of the superuser cannot be given up")


def no_temporary() -> None:
    """No folder of the system takes a temporary file."""
    os.environ["TMPDIR"] = tempfile.tempdir = "/nonexistent/tmp"


def jumping() -> None:
    """Every look at the clock gives another year."""
    real, draw = time.time, random.Random(5)
    time.time = lambda: real() + draw.randint(-30, 30) * 31_556_952
    time.time_ns = lambda: int(time.time() * 1e9)


# --- what must hold ------------------------------------------------------------------------------


def contents(path: Path) -> Bytes:
    """Every file at or under a path."""
    if path.is_file():
        return {".": path.read_bytes()}
    return {
        file.relative_to(path).as_posix(): file.read_bytes()
        for file in sorted(path.rglob("*"))
        if file.is_file() and file.name != ".lock"
    }


def stray(place: Path, target: Path) -> list[str]:
    """Name the temporary files beside a target, or in it."""
    beside = [path.name for path in place.iterdir() if path != target]
    inside = [path.name for path in target.rglob(".*") if path.name != ".lock"]
    return beside + (inside if target.is_dir() else [])


class Trial:
    """One command in one folder, and what did not hold."""

    def __init__(self, job: Job, inputs: Path, work: Path, seed: int) -> None:
        self.job, self.place = job, work / job.name.replace(" ", "-")
        self.place.mkdir()
        self.target = self.place / job.target
        named = {"OUT": str(self.target), "DIR": str(inputs)}
        self.words = [
            named.get(word, word.replace("DIR/", f"{inputs}/")) for word in job.words.split()
        ]
        self.faults: list[str] = []
        self.slowest = 0.0
        self.draw = random.Random(f"{seed} {job.name}")
        calm = run(self.words)
        self.seconds, self.wanted = calm.seconds, contents(self.target)
        if calm.code or not self.wanted:
            raise SystemExit(f"{job.name} fails without a fault: {calm.code}\n{calm.said}")

    def states(self) -> Iterator[bool]:
        """Set up a target without a result, then one with an old result."""
        for old in (False, True) if self.job.again else (False,):
            self.set_up(old)
            yield old

    def set_up(self, old: bool) -> None:
        shutil.rmtree(self.place)
        self.place.mkdir()
        if old:
            for name, data in self.wanted.items():
                path = self.target if name == "." else self.target / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)

    def check(self, fault: str, end: End, codes: tuple[int, ...], old: bool) -> None:
        found = contents(self.target) if self.target.exists() else {}
        if end.code not in codes:
            self.note(fault, f"ended with {end.code}: {end.said[-300:]}")
        if "Traceback" in end.said:
            self.note(fault, f"a traceback: {end.said[-600:]}")
        if end.code in (1, 2, 130) and "framing:" not in end.said:
            self.note(fault, f"no clear line: {end.said[-300:]}")
        if self.job.keeps:
            wrong = {n for n in found if n in self.wanted and found[n] != self.wanted[n]}
            wrong -= {"run.json", "summary.json"}
        elif old or end.code == 0:
            wrong = {n for n in self.wanted if found.get(n) != self.wanted[n]}
        else:
            # commands that write several single files may have finished some of them
            wrong = {n for n in found if found[n] != self.wanted.get(n) and "/." not in f"/{n}"}
        if wrong:
            self.note(fault, f"not whole: {', '.join(sorted(wrong)[:4])}")
        if end.code != -signal.SIGKILL and (left := stray(self.place, self.target)):
            self.note(fault, f"left behind: {', '.join(left[:4])}")

    def recovered(self, fault: str) -> None:
        """The same command once more: the same bytes as in peace, and nothing left of the fault."""
        if not self.job.again and self.target.exists():
            shutil.rmtree(self.target) if self.target.is_dir() else self.target.unlink()
        end = run(self.words)
        if end.code or contents(self.target) != self.wanted:
            self.note(fault, f"the next run differs ({end.code}) {end.said[-300:]}")
        if left := stray(self.place, self.target):
            self.note(fault, f"still there after the next run: {', '.join(left[:4])}")

    def note(self, fault: str, what: str) -> None:
        self.faults.append(f"{self.job.name}, {fault}: {what}")

    def disk(self, fault: str) -> int:
        """A file may be no longer than nothing, or than half of the longest."""
        longest = max(map(len, self.wanted.values()))
        size = 0 if fault == "no byte" else longest // 2
        for old in self.states():
            # a finished batch has nothing to write
            codes = (0, 2) if old and self.job.keeps else (2,)
            self.check(fault, run(self.words, shortest(size)), codes, old)
        return 1 + self.job.again

    def moments(self, fault: str, number: int) -> int:
        """Hit it while it works; Ctrl-C goes to the whole group, as a terminal sends it."""
        hits = 0
        for _ in range(number):
            for old in self.states():
                pid, read = fork(self.words, nothing)
                if fault == "Ctrl-C":
                    codes, hit = (130,), partial(os.killpg, pid, signal.SIGINT)
                else:
                    codes, hit = (-signal.SIGKILL,), partial(os.kill, pid, signal.SIGKILL)
                end = wait(pid, read, hit, self.moment())
                if end.code == OUTSIDE:  # it came before the command began, or after its end
                    continue
                hits += end.hit
                if end.hit and fault == "Ctrl-C":
                    self.slowest = max(self.slowest, end.seconds)
                self.check(fault, end, codes if end.hit and end.code else (0,), old)
                if fault == "kill -9":
                    self.recovered(fault)
        return hits

    def moment(self) -> float:
        return self.draw.random() * self.seconds

    def read_only(self, fault: str) -> int:
        for old in self.states():
            folders = [self.place, *(p for p in self.place.rglob("*") if p.is_dir())]
            modes = [(path, path.stat().st_mode) for path in folders]
            for path in folders:
                path.chmod(0o555)
            end = run(self.words, no_power)
            for path, mode in modes:
                path.chmod(mode)
            self.check(fault, end, (2,), old)
        return 1 + self.job.again

    def odd(self, fault: str, prepare: Callable[[], None], codes: tuple[int, ...]) -> int:
        self.set_up(False)
        end = run(self.words, prepare)
        self.check(fault, end, codes, False)
        return 1

    def all(self, moments: int) -> list[int]:
        return [
            self.disk("no byte"),
            self.disk("half"),
            self.moments("kill -9", moments),
            self.moments("Ctrl-C", moments),
            self.read_only("read-only"),
            self.odd("no temp", no_temporary, (0, 2)),
            self.odd("clock", jumping, (0,)),
        ]


# --- inputs --------------------------------------------------------------------------------------


def inputs(folder: Path, jobs: tuple[Job, ...]) -> Path:
    """Make what the commands read: the tiny event, rows, a study with codings, answers, labels."""
    shutil.copytree(ROOT / "tests" / "tiny", folder / "tiny",
                    ignore=shutil.ignore_patterns("*.py", "*.md", "__pycache__"))  # fmt: skip
    texts = [path.read_text(encoding="utf-8") for path in sorted((folder / "tiny").glob("*.txt"))]
    rows = [
        {"doc_id": f"d{n}", "event": "tiny", "outlet": f"Post {n % 2}", "text": texts[n % 3],
         "published": f"2031-05-0{n + 1}"}
        for n in range(6)
    ]  # fmt: skip
    _lines(folder / "rows.jsonl", rows)
    (folder / "calm.txt").write_text("calm\nquiet\n")
    (folder / "loud.txt").write_text("loud\nnoisy\n")
    (folder / "words.csv").write_text("term,pole\ncalm,calm\nloud,loud\n")
    _lines(folder / "toward.jsonl", [{"text": "The mayor lied.", "start": 4, "end": 9}] * 4)
    plain, loaded = "The council met on day {}.", "A vile circus of thugs ran day {}."
    labels = [
        {"text": text.format(n), "label": label, "group": f"g{n % 8}"}
        for n in range(24)
        for text, label in ((plain, "plain"), (loaded, "loaded"))
    ]
    _lines(folder / "labels.jsonl", labels)
    names = {job.name for job in jobs}
    if "diff" in names:
        make(f"batch {folder}/rows.jsonl --out {folder}/batch --workers 1 --no-models --quiet")
    if any(name.startswith("code ") for name in names):
        coded(folder)
    if names & {"class report", "class import", "class start"}:
        answered(folder)
    if names & {"class import", "class start"}:
        make(f"class start {folder}/tiny --data {folder}/class.sqlite --no-serve --json")
    return folder


def _lines(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def make(words: str) -> None:
    end = run(words.split())
    if end.code:
        raise SystemExit(f"{words}: {end.code}\n{end.said}")


def coded(folder: Path) -> None:
    """A study and two coders who code everything, and agree but once."""
    import pandas as pd

    from framing import codebook

    drawn = "--dimension criminals-migrants --n 4"
    make(f"code sample {folder}/tiny {drawn} --out {folder}/study --quiet")
    make(f"code sheet {folder}/study --coder anna --coder ben --out {folder} --quiet")
    book = codebook.read(folder / "study" / "codebook.toml")
    for number, name in enumerate(("anna", "ben")):
        sheet = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        for variable in book.variables:
            codes = [code.code for code in variable.codes]
            sheet[variable.id] = [codes[0]] * len(sheet)
            sheet.loc[0, variable.id] = codes[number]
        sheet.to_csv(folder / f"{name}.csv", index=False, lineterminator="\r\n")


def answered(folder: Path) -> None:
    """Answers of six pupils from paper."""
    make(f"class kit {folder}/tiny --out {folder}/kit --quiet")
    lines = (folder / "kit" / "answers.csv").read_text(encoding="utf-8").splitlines()
    names = lines[0].split(",")
    rated = ["2" if "scale" in name or "again" in name else "" for name in names]
    rows = [",".join([f"P{n:02d}", *rated[1:]]) for n in range(1, 7)]
    (folder / "answers.csv").write_text("\n".join([lines[0], *rows]) + "\n", encoding="utf-8")


LATE = (
    "jinja2", "matplotlib.pyplot", "numpy", "openpyxl", "pandas", "pyarrow.parquet", "scipy.stats",
    "typst", "framing.__main__", "framing.classroom.kit", "framing.commands.batch",
    "framing.pipeline", "framing.report.folder",
)  # fmt: skip


def warm() -> None:
    """Import what the commands import late; nothing is run, so no thread is there to be lost."""
    for name in LATE:
        import_module(name)


def trial_of(job: Job, made: Path, work: Path, seed: int) -> Trial:
    """A lesson's database needs eyes of its own."""
    import lessonfaults

    kinds: dict[str, type[Trial]] = {
        "class import": lessonfaults.Import,
        "class start": lessonfaults.Start,
    }
    return kinds.get(job.name, Trial)(job, made, work, seed)


def trial(jobs: tuple[Job, ...], moments: int, seed: int, work: Path) -> list[str]:
    """Try the commands; prints a row for each and gives what did not hold."""
    warm()
    made = work / "in"
    made.mkdir()
    inputs(made, jobs)
    faults: list[str] = []
    print(f"{'command':18}" + "".join(f"{name:>11}" for name in FAULTS) + "  Ctrl-C ends in")
    for job in jobs:
        if job.name == "model train" and not (ROOT / "models" / "wording").is_dir():
            print(f"{job.name:18}  not tried: the weights of the wording model are not there")
            continue
        tried = trial_of(job, made, work, seed)
        counts = tried.all(moments)
        wrong = {name: sum(f", {name}:" in told for told in tried.faults) for name in FAULTS}
        cells = [
            f"{count}" if not wrong[name] else f"{count} ({wrong[name]} bad)"
            for name, count in zip(FAULTS, counts, strict=True)
        ]
        print(f"{job.name:18}" + "".join(f"{cell:>11}" for cell in cells)
              + f"  {tried.slowest:.1f} s", flush=True)  # fmt: skip
        for told in tried.faults:
            print(f"  ! {told}", flush=True)
        faults += tried.faults
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moments", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=[job.name for job in JOBS])
    given = parser.parse_args()
    jobs = tuple(job for job in JOBS if not given.only or job.name in given.only)
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        faults = trial(jobs, given.moments, given.seed, Path(name))
    print(f"{len(jobs)} commands; {len(faults)} faults did not end as they must")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.modules["faults"] = sys.modules["__main__"]  # one Trial, whoever asks for it
    sys.exit(main())
