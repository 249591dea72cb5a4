"""A real browser for the tests: Debian's chromium, driven through a pipe, no further package."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 30.0
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
]


def find() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no chromium on this machine")
    return found


class Browser:
    """One chromium; each page has its own cookies, like a device of its own."""

    def __init__(self, home: Path, *flags: str) -> None:
        there, self._out = os.pipe()
        self._in, back = os.pipe()
        command = [find(), *FLAGS, f"--user-data-dir={home}", *flags, "about:blank"]
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec "$0" "$@" 3<&{there} 4>&{back}', *command],
            pass_fds=(there, back),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(there)
        os.close(back)
        self._rest, self._number = b"", 0
        self.events: list[dict[str, Any]] = []

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        os.close(self._in)
        os.close(self._out)

    def ask(self, method: str, session: str = "", **values: Any) -> dict[str, Any]:
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": values}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + PATIENCE
        while True:
            answer = self._next(end, method)
            if answer.get("id") == number:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]
            self.events.append(answer)

    def _next(self, end: float, what: str) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._in], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"chromium did not answer to {what}"
            got = os.read(self._in, 1 << 16)
            assert got, f"chromium ended during {what}"
            self._rest += got
        line, _, self._rest = self._rest.partition(b"\0")
        return json.loads(line)

    def page(self, width: int, height: int = 800, scripts: bool = True) -> Page:
        context = self.ask("Target.createBrowserContext")["browserContextId"]
        target = self.ask("Target.createTarget", url="about:blank", browserContextId=context)
        session = self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)[
            "sessionId"
        ]
        return Page(self, session, width, height, scripts)


class Page:
    """One page of a device."""

    def __init__(
        self, browser: Browser, session: str, width: int, height: int, scripts: bool
    ) -> None:
        self.browser, self.session, self.width, self.scripts = browser, session, width, scripts
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 700,
        )
        if not scripts:
            self.ask("Emulation.setScriptExecutionDisabled", value=True)

    def ask(self, method: str, **values: Any) -> dict[str, Any]:
        return self.browser.ask(method, self.session, **values)

    def js(self, expression: str) -> Any:
        found = self.ask(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def wait(self, expression: str, what: str = "") -> None:
        """Wait until an expression is true; between two pages there is nothing to ask."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                found = self.js(f"!!({expression})")
            except AssertionError:
                found = None
            if found:
                return
            assert time.monotonic() < end, (what or expression, self.text()[:1500])
            time.sleep(0.05)

    def go(self, address: str) -> None:
        # a page left in the middle of a form is asked nothing
        self.ask("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.protocol === 'http:'")

    def text(self) -> str:
        return str(self.js("document.body ? document.body.innerText : ''"))

    def see(self, words: str) -> None:
        self.wait(f"document.body && document.body.innerText.includes({json.dumps(words)})", words)

    def click(self, selector: str) -> None:
        """Press the middle of an element, as a finger or a mouse does, once the page stands."""
        there = f"document.querySelector({json.dumps(selector)})"
        self.wait(f"document.readyState === 'complete' && {there}", selector)
        x, y = self.js(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            "e.scrollIntoView({block: 'center', behavior: 'instant'});"
            "const r = e.getClientRects()[0];"
            "return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, selector: str) -> None:
        """Press something that leads to another page, and wait until that page stands."""
        self.js("window.old = true")
        self.click(selector)
        self.wait("!window.old && document.readyState === 'complete' && document.body")

    def key(self, name: str, code: int, text: str = "") -> None:
        for kind in ("keyDown", "keyUp"):
            self.ask(
                "Input.dispatchKeyEvent",
                type=kind,
                key=name,
                code=name if name != " " else "Space",
                windowsVirtualKeyCode=code,
                **({"text": text} if text and kind == "keyDown" else {}),
            )

    def write(self, selector: str, words: str) -> None:
        self.click(selector)
        self.ask("Input.insertText", text=words)

    def shot(self, path: Path) -> Path:
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        data = self.ask(
            "Page.captureScreenshot",
            format="png",
            captureBeyondViewport=True,
            clip={"x": 0, "y": 0, "width": self.width, "height": size["height"], "scale": 1},
        )["data"]
        path.write_bytes(base64.b64decode(data))
        return path

    def wide(self) -> list[int]:
        """Give the width of the content and of the window: a phone must not scroll sideways."""
        return list(
            self.js("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        )
