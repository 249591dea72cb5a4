"""How a lesson holds out with 200 pupils: each with an event stream, a pause before every step.

``python benchmarks/classroom.py`` starts a lesson as a teacher does, lets the pupils join, read
and mark two texts, look at the spread and judge again, and prints how long the answers took.
``--pupils N`` and ``--pause LOW HIGH`` (seconds) change the class.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from framing.classroom import store
from framing.classroom.lesson import Material, Scale, Text

ROOT = Path(__file__).resolve().parents[1]
# 150 words of nothing: only their number weighs
BODY = "A headline\n\n" + " ".join(f"word{n}" for n in range(148))
TOKEN = re.compile(r'name="token" value="(\w+)"')
ASKED = re.compile(r'name="phase" value="(\w+)">\s*<input[^>]*name="text" value="(\w)"')


def lesson(path: Path) -> tuple[str, str]:
    texts = tuple(Text(label, label, f"Outlet {label}", "A profile.", BODY) for label in "AB")
    scales = tuple(Scale(f"s{n}", "one end", "other end") for n in range(4))
    kept = store.Store(path)
    made = kept.add_lesson("Two texts", Material("e", "Two texts", texts, scales), "en", 45)
    section = kept.add_section(made.id, "all")
    kept.close()
    return section.id, section.code


class Pupil:
    """One phone: a page, a form, a pause, and an event stream that is always open."""

    def __init__(self, base: str, code: str, pause: tuple[float, float], seed: int) -> None:
        self.web = httpx.AsyncClient(base_url=base, follow_redirects=True, timeout=30)
        self.code, self.pause, self.random = code, pause, random.Random(seed)
        self.took: list[float] = []
        self.faults: list[str] = []
        self.page, self.news = "", 0

    async def ask(self, method: str, path: str, fields: dict[str, object] | None = None) -> None:
        await asyncio.sleep(self.random.uniform(*self.pause))
        began = time.perf_counter()
        try:
            got = await self.web.request(method, path, data=fields)
            self.took.append(time.perf_counter() - began)
            self.page = got.text
            if got.status_code != 200:
                self.faults.append(f"{method} {path}: {got.status_code}")
        except httpx.HTTPError as error:
            self.faults.append(f"{method} {path}: {type(error).__name__}")

    def token(self) -> str:
        found = TOKEN.search(self.page)
        return found.group(1) if found else ""

    async def join(self) -> None:
        await self.ask("GET", "/")
        await self.ask("POST", "/join", {"token": self.token(), "code": self.code})

    async def listen(self) -> None:
        try:
            async with self.web.stream("GET", "/c/events", timeout=None) as stream:
                async for line in stream.aiter_lines():
                    self.news += line.startswith("data:")
        except httpx.HTTPError as error:
            self.faults.append(f"event stream: {type(error).__name__}")

    async def answer(self) -> None:
        await self.ask("GET", "/c")
        while found := ASKED.search(self.page):
            fields: dict[str, object] = {"token": self.token()}
            fields |= {"phase": found.group(1), "text": found.group(2)}
            fields |= {f"scale-s{n}": str(self.random.randint(1, 7)) for n in range(4)}
            words = re.findall(r'name="w" value="(\d+)"', self.page)
            if words:
                fields["w"] = sorted(self.random.sample(words, 3), key=int)
                fields |= {f"reason{n}": "it sounds strong" for n in (1, 2, 3)}
            await self.ask("POST", "/c/answer", fields)


async def teach(base: str, teacher: str, section: str, code: str, n: int, pause: list[float]):
    pupils = [Pupil(base, code, (pause[0], pause[1]), seed) for seed in range(n)]
    async with httpx.AsyncClient(base_url=base, follow_redirects=True, timeout=60) as board:
        page = (await board.get(teacher)).text

        async def lead(phase: str) -> None:
            fields = {"token": TOKEN.search(page).group(1), "phase": phase}  # type: ignore[union-attr]
            assert (await board.post(f"/teacher/s/{section}/phase", data=fields)).status_code == 200

        await asyncio.gather(*(pupil.join() for pupil in pupils))
        streams = [asyncio.create_task(pupil.listen()) for pupil in pupils]
        await lead("first")
        await asyncio.gather(*(pupil.answer() for pupil in pupils))
        await lead("spread")
        await asyncio.gather(*(pupil.ask("GET", "/c") for pupil in pupils))
        await lead("reveal")
        await asyncio.gather(*(pupil.answer() for pupil in pupils))
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
    for pupil in pupils:
        await pupil.web.aclose()
    return pupils


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pupils", type=int, default=200)
    options.add_argument("--pause", type=float, nargs=2, default=[1.0, 3.0])
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "class.sqlite"
        section, code = lesson(data)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [
            *(sys.executable, "-m", "framing", "class", "start", "--json", "--data", str(data)),
            *("--host", "127.0.0.1", "--port", str(port)),
        ]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert server.stdout
        said = json.loads("".join(iter(server.stdout.readline, "}\n")) + "}")
        base = said["address"]
        while True:
            try:
                httpx.get(base)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        teacher = said["teacher"].removeprefix(base)
        pupils = asyncio.run(teach(base, teacher, section, code, chosen.pupils, chosen.pause))
        server.terminate()
        server.wait()
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        kept = store.Store(data)
        done = kept.count_done(section)
        kept.close()
    took = sorted(seconds for pupil in pupils for seconds in pupil.took)
    faults = [fault for pupil in pupils for fault in pupil.faults]

    def share(part: float) -> str:
        return f"{took[int(part * (len(took) - 1))]:.2f} s"

    print(f"{chosen.pupils} pupils, {len(took)} requests, {len(faults)} errors {faults[:5]}")
    print(f"median {share(0.5)}, p95 {share(0.95)}, p99 {share(0.99)}, longest {share(1)}")
    work = (spent.ru_utime + spent.ru_stime) / len(took)
    print(f"processor time of the server: {1000 * work:.0f} ms per request, its start included")
    print(f"news on the streams: {sum(pupil.news for pupil in pupils)}; stored: {done}")


if __name__ == "__main__":
    main()
