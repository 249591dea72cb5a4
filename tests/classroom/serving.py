"""The lesson as its own process, as a teacher starts it: killed and started again at will."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """``framing class start`` on a store that holds a lesson already."""

    def __init__(self, data: Path, port: int, *more: str) -> None:
        command = [
            *(sys.executable, "-W", "error", "-m", "framing", "class", "start", "--json"),
            *("--data", str(data), "--host", "127.0.0.1", "--port", str(port)),
            *("--name", "lesson.test", *more),
        ]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.errors = data.with_name("errors.txt")
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment, cwd=ROOT
            )
        self.base = f"http://127.0.0.1:{port}"
        self.said = json.loads(self._first())
        self._reached()

    def _first(self) -> str:
        assert self.process.stdout
        lines: list[str] = []
        for line in self.process.stdout:
            lines.append(line)
            if line == "}\n":
                break
        return "".join(lines)

    def _reached(self) -> None:
        end = time.monotonic() + 60
        while True:
            try:
                assert httpx.get(self.base).status_code == 200
                return
            except httpx.TransportError:
                assert time.monotonic() < end, self.errors.read_text()
                time.sleep(0.1)

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)
        assert self.process.stdout
        self.process.stdout.close()

    def stop(self) -> int:
        """Stop it as Ctrl+C does; give the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(20)
        assert self.process.stdout
        self.process.stdout.close()
        return code
