"""Faults of the two commands that write a lesson's database: see ``faults.py``, which runs them."""

from __future__ import annotations

import http.client
import os
import random
import re
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from faults import End, Trial, fork, no_power, no_temporary, nothing, run, shortest, wait

from framing.classroom.store import Store

PHONES = 6
OLD = 3
ANSWERS = ("rating", "mark", "note", "done")


def answers(path: Path) -> dict[str, dict[str, Any]]:
    """Every pupil's answers by name, read from a copy, so that the file is left as it is."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name, "class.sqlite")
        for ending in ("", "-wal"):
            if path.with_name(path.name + ending).exists():
                shutil.copy(path.with_name(path.name + ending), copy.with_name(copy.name + ending))
        store = Store(copy)
        found: dict[str, dict[str, Any]] = {
            row["name"]: {"source": row["source"]} for row in store.rows("SELECT * FROM pupil")
        }
        for table in ANSWERS:
            for row in store.rows(f"SELECT * FROM {table} JOIN pupil USING (pupil)"):
                line = [row[key] for key in row.keys()[1:] if key not in _RANDOM]
                found[row["name"]].setdefault(table, []).append(line)
        store.close()
    for own in found.values():
        for table in ANSWERS:
            own.get(table, []).sort(key=str)
    return found


_RANDOM = ("section", "name", "salt", "phrase", "seed", "cue", "source")


def days() -> None:
    """Every look at the clock gives another day; by years the lessons would be over."""
    real, draw = time.time, random.Random(5)
    time.time = lambda: real() + draw.randint(-20, 20) * 86_400


class Lesson(Trial):
    """A class with answers of before; what counts are the answers, not the bytes."""

    def __init__(self, job: Any, inputs: Path, work: Path, seed: int) -> None:
        self.made = inputs / "class.sqlite"
        self.old: dict[str, Any] = {}
        self.job, self.place = job, work / job.name.replace(" ", "-")
        self.target = self.place / job.target
        self.faults: list[str] = []
        self.slowest = 0.0
        self.draw = random.Random(f"{seed} {job.name}")
        self.words = [
            str(self.target) if word == "OUT" else word.replace("DIR/", f"{inputs}/")
            for word in job.words.split()
        ]
        self.place.mkdir()
        self.set_up(False)

    def set_up(self, old: bool) -> None:
        """The lesson with a few pupils who have handed in; ``old``: all of it done before."""
        shutil.rmtree(self.place)
        self.place.mkdir()
        shutil.copy(self.made, self.target)

    def stray(self) -> list[str]:
        """What lies there besides the database and its log."""
        return [path.name for path in self.place.iterdir() if path.name[:12] != "class.sqlite"]

    def clear(self, fault: str, end: End, codes: tuple[int, ...]) -> None:
        """Check code and words of an end."""
        if end.code not in codes:
            self.note(fault, f"ended with {end.code}: {end.said[-300:]}")
        if "Traceback" in end.said:
            self.note(fault, f"a traceback: {end.said[-600:]}")
        if end.code in (1, 2, 130) and "framing:" not in end.said:
            self.note(fault, f"no clear line: {end.said[-300:]}")
        if left := self.stray():
            self.note(fault, f"left behind: {', '.join(left)}")


class Import(Lesson):
    """Paper sheets into a class: all of them or none."""

    def __init__(self, job: Any, inputs: Path, work: Path, seed: int) -> None:
        super().__init__(job, inputs, work, seed)
        self.before = answers(self.target)
        calm = run(self.words)
        self.seconds, self.after = calm.seconds, answers(self.target)
        self.done = self.target.read_bytes()
        if calm.code or self.after == self.before:
            raise SystemExit(f"class import fails without a fault: {calm.code}\n{calm.said}")
        self.wanted = {".": self.done}

    def set_up(self, old: bool) -> None:
        super().set_up(old)
        if old:
            self.target.write_bytes(self.done)

    def disk(self, fault: str) -> int:
        size = 0 if fault == "no byte" else len(self.done) // 2
        for old in self.states():
            # half of the database is more than the log of a few sheets
            codes = (2,) if fault == "no byte" else (0, 2)
            self.check(fault, run(self.words, shortest(size)), codes, old)
            self.recovered(fault)
        return 2

    def check(self, fault: str, end: End, codes: tuple[int, ...], old: bool) -> None:
        self.clear(fault, end, codes)
        found = answers(self.target)
        allowed = [self.after] if old or end.code == 0 else [self.before, self.after]
        if found not in allowed:
            self.note(fault, "the answers are neither those of before nor all of them")

    def recovered(self, fault: str) -> None:
        end = run(self.words)
        if end.code or answers(self.target) != self.after:
            self.note(fault, f"the next run differs ({end.code}) {end.said[-300:]}")
        if len(left := list(self.place.iterdir())) > 1:
            self.note(fault, f"still there: {', '.join(path.name for path in left)}")

    def odd(self, fault: str, prepare: Callable[[], None], codes: tuple[int, ...]) -> int:
        return super().odd(fault, days if fault == "clock" else prepare, codes)


class Phone:
    """A pupil; what the server says is saved is noted."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies, self.told = port, dict[str, str](), 0
        self.refused = 0

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            heads = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
            if fields is not None:
                heads["Content-Type"] = "application/x-www-form-urlencoded"
            line.request(method, path, urlencode(fields or {}), heads)
            got = line.getresponse()
            for name, value in got.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            return got.status, got.read().decode()
        finally:
            line.close()

    def post(self, path: str, fields: dict[str, str]) -> int:
        found = re.search(r'name="token" value="(\w+)"', self.ask("GET", "/back")[1])
        return self.ask("POST", path, {**fields, "token": found.group(1) if found else ""})[0]

    def answer(self, code: str) -> None:
        """Join if need be, and answer until there is nothing left or the server is gone."""
        try:
            if "pupil" not in self.cookies:
                self.post("/join", {"code": code})
            for _ in range(6):
                page = self.ask("GET", "/c")[1]
                phase = re.search(r'name="phase" value="(first)"', page)
                text = re.search(r'name="text" value="(\w)"', page)
                if not phase or not text:
                    return
                words = re.findall(r'name="w"[^>]*value="(\d+)"', page)
                fields = dict.fromkeys(re.findall(r'name="(scale-[^"]+)"', page), "3")
                fields |= {"phase": "first", "text": text.group(1), "w": words[3]}
                status = self.post("/c/answer", {**fields, "reason1": "it judges"})
                self.told += status == 303
                self.refused += status == 503
        except (OSError, http.client.HTTPException):
            return


class Start(Lesson):
    """A lesson that is served while pupils hand in."""

    def __init__(self, job: Any, inputs: Path, work: Path, seed: int) -> None:
        super().__init__(job, inputs, work, seed)
        store = Store(self.target)
        (section,) = store.sections(store.lessons()[-1].id)
        self.code = section.code
        store.set_phase(section.id, "first")
        store.close()
        end, phones = self.serve(nothing, None, [Phone(0) for _ in range(OLD)])
        self.old = answers(self.target)
        self.made = work / "with-answers.sqlite"
        shutil.copy(self.target, self.made)
        self.size = self.target.stat().st_size
        began = time.monotonic()
        self.set_up(False)
        end, phones = self.serve(nothing, None)
        self.seconds = time.monotonic() - began
        if end.code or sum(phone.told for phone in phones) != 2 * PHONES:
            raise SystemExit(f"class start fails without a fault: {end.code}\n{end.said}")

    def serve(
        self,
        prepare: Callable[[], None],
        at: float | None,
        phones: list[Phone] | None = None,
        sign: signal.Signals = signal.SIGINT,
    ) -> tuple[End, list[Phone]]:
        """Serve the lesson to the phones, and hit the server at a moment, or at the end."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        phones = phones or [Phone(port) for _ in range(PHONES)]
        for phone in phones:
            phone.port = port
        pid, read = fork([*self.words, "--port", str(port)], prepare)
        if not reached(port, pid):
            return wait(pid, read), phones
        readers = [
            threading.Thread(target=phone.answer, args=(self.code,), daemon=True)
            for phone in phones
        ]
        for reader in readers:
            reader.start()
        if at is None:
            for reader in readers:
                reader.join(60)
        else:
            time.sleep(at)
        end = wait(pid, read, lambda: os.kill(pid, sign), 0)
        for reader in readers:
            reader.join(60)
        return end, phones

    def held(self, fault: str, phones: list[Phone]) -> None:
        """Old answers are untouched, what was told is there, and nothing is half there."""
        found = answers(self.target)
        if any(found.get(name) != own for name, own in self.old.items()):
            self.note(fault, "an answer of before has changed")
        new = [own for name, own in found.items() if name not in self.old]
        done = [line for own in new for line in own.get("done", [])]
        if len(done) < sum(phone.told for phone in phones):
            self.note(fault, "a pupil was told that it is saved, and it is not")
        for own in new:
            sheets = len(own.get("done", []))
            if len(own.get("rating", [])) != 4 * sheets or len(own.get("mark", [])) != sheets:
                self.note(fault, "half a sheet was stored")

    def goes_on(self, fault: str, phones: list[Phone]) -> None:
        """The same file again: the same pupils finish."""
        end, _ = self.serve(nothing, None, phones)
        self.clear(fault, end, (0,))
        self.held(fault, phones)
        joined = {name: own for name, own in answers(self.target).items() if name not in self.old}
        # a pupil whose joining was cut off has joined again
        complete = sum(len(own.get("done", [])) == 2 for own in joined.values())
        if complete != len(phones):
            self.note(fault, f"{complete} of {len(phones)} pupils could finish")

    def moments(self, fault: str, number: int) -> int:
        sign = signal.SIGKILL if fault == "kill -9" else signal.SIGINT
        hits = 0
        for _ in range(2 * number):
            self.set_up(False)
            end, phones = self.serve(nothing, self.draw.random() * self.seconds, sign=sign)
            hits += end.hit
            if sign == signal.SIGINT:
                self.slowest = max(self.slowest, end.seconds)
            # Ctrl-C is how a lesson ends
            self.clear(fault, end, (-signal.SIGKILL,) if sign == signal.SIGKILL else (0,))
            self.held(fault, phones)
            self.goes_on(fault, phones)
        return hits

    def disk(self, fault: str) -> int:
        self.set_up(False)
        size = 0 if fault == "no byte" else self.size // 2
        end, phones = self.serve(shortest(size), None)
        self.clear(fault, end, (2,) if fault == "no byte" else (0, 2))
        self.held(fault, phones)
        self.goes_on(fault, phones)
        return 1

    def read_only(self, fault: str) -> int:
        self.set_up(False)
        self.place.chmod(0o555)
        end, phones = self.serve(no_power, None)
        self.place.chmod(0o755)
        self.clear(fault, end, (2,))
        self.held(fault, phones)
        return 1

    def odd(self, fault: str, prepare: Callable[[], None], codes: tuple[int, ...]) -> int:
        self.set_up(False)
        end, phones = self.serve(days if fault == "clock" else no_temporary, None)
        self.clear(fault, end, (0,))
        self.held(fault, phones)
        if sum(phone.told for phone in phones) != 2 * PHONES:
            self.note(fault, "not everybody could hand in")
        return 1


def reached(port: int, pid: int) -> bool:
    """Wait until the server answers, or has ended."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return False
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/")
            line.getresponse().read()
            line.close()
            return True
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
    return False
