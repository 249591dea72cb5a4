"""The page in a real browser: axe finds nothing serious, and pressing a number lights sentences."""

from __future__ import annotations

import html as entities
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--virtual-time-budget=15000",
    "--run-all-compositor-stages-before-draw",
]
# what the page is asked, after its own script has run
DRIVE = """
<script>addEventListener("load", async () => {
  const out = {};
  const all = query => [...document.querySelectorAll(query)];
  out.width = [document.documentElement.scrollWidth, document.documentElement.clientWidth];
  const button = document.querySelector('.show[data-show="hits"]');
  out.asked = {...button.dataset}; button.click();
  out.lit = all(".s.lit").map(s => s.textContent);
  out.pressed = button.getAttribute("aria-pressed");
  out.said = document.querySelector(".lightbar").textContent;
  out.focus = document.activeElement.className;
  button.click();
  out.dark = all(".s.lit").length;
  const name = document.querySelector('.show[data-show="name"]');
  out.name = name.dataset.name; name.click();
  out.named = all(".s.lit").map(s => s.textContent);
  document.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape"}));
  out.escaped = all(".s.lit").length;
  const box = document.querySelector('input[data-filter="dimension"]');
  box.click();
  out.quiet = all(`.hit[data-dimension="${box.value}"]:not(.quiet)`).length;
  out.section = document.querySelector(`section.dim[data-dimension="${box.value}"]`).hidden;
  box.click();
  const outlet = document.querySelector('input[data-filter="outlet"]');
  outlet.click();
  out.articles = all("article").filter(a => a.hidden).length;
  outlet.click();
  out.small = all("button, summary, nav a, label").filter(
    e => e.checkVisibility() && e.getBoundingClientRect().height < 24).map(e => e.outerHTML);
  AXE
  const pre = parent.document.createElement("pre");
  pre.id = "outcome"; pre.textContent = JSON.stringify(out); parent.document.body.append(pre);
});</script>
"""


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no chromium on this machine")
    return found


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    places = [os.environ.get("FRAMING_AXE", ""), str(root / "node_modules/axe-core/axe.min.js")]
    for place in places:
        if place and Path(place).is_file():
            return Path(place).read_text(encoding="utf-8")
    pytest.skip("no axe-core: npm pack axe-core, and name its axe.min.js in FRAMING_AXE")


def _browse(chromium: str, page: Path, home: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [chromium, *FLAGS, f"--user-data-dir={home / 'profile'}", *more, page.as_uri()],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def _outcome(
    chromium: str, html: str, home: Path, script: str, *more: str, width: int = 0
) -> dict[str, Any]:
    """Run a script in a copy of the page whose policy lets it run; give what it found.

    A window is at least 500 wide; a narrower page is shown in a frame of ``width``.
    """
    copy = home / "copy.html"
    open_policy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    text = open_policy.replace("</body>", script + "</body>")
    if width:
        inside = entities.escape(text)
        text = (
            f'<!doctype html><body><iframe width="{width}" height="900" frameborder="0" '
            f'srcdoc="{inside}"></iframe></body>'
        )
    copy.write_text(text, encoding="utf-8")
    done = _browse(chromium, copy, home, "--dump-dom", *more)
    match = re.search(r'<pre id="outcome">(.*?)</pre>', done.stdout, flags=re.DOTALL)
    assert match, done.stderr[-2000:]
    return json.loads(entities.unescape(match.group(1)))


@pytest.mark.parametrize("width", [320, 1280])
def test_numbers_names_and_filters_work(
    chromium: str, written: Path, tmp_path: Path, width: int
) -> None:
    html = (written / "report.html").read_text(encoding="utf-8")
    out = _outcome(
        chromium, html, tmp_path, DRIVE.replace("AXE", ""), "--window-size=1400,1000", width=width
    )
    assert out["width"][0] <= out["width"][1] == width
    assert out["asked"]["outlet"] == "Harbour Post"
    assert len(out["lit"]) == 4
    assert any("siege" in text for text in out["lit"])
    assert out["pressed"] == "true"
    assert "Sentence 1 of 4" in out["said"]
    assert "now" in out["focus"]
    assert out["dark"] == 0
    assert out["name"] == "squatters"
    assert ["squatters" in text for text in out["named"]] == [True]
    assert out["escaped"] == 0
    assert out["quiet"] == 0
    assert out["section"] is True
    assert out["articles"] == 1
    assert out["small"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("share", [False, True])
def test_axe_finds_nothing_serious(
    chromium: str,
    axe: str,
    written: Path,
    report: object,
    charts: dict[str, Path],
    tmp_path: Path,
    scheme: str,
    share: bool,
) -> None:
    from framing.report import page
    from framing.report.view import Report

    assert isinstance(report, Report)
    html = page.text(report, charts, share=share)
    script = f"<script>{axe}</script>" + DRIVE.replace(
        "AXE",
        "out.axe = (await axe.run(document)).violations.map(v => [v.id, v.impact, "
        "v.nodes.map(n => n.html.slice(0, 160) + n.failureSummary.slice(0, 300))]);",
    )
    setting = f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}"
    out = _outcome(chromium, html, tmp_path, script, setting, "--window-size=1000,900")
    serious = [v for v in out["axe"] if v[1] in ("serious", "critical")]
    assert serious == []


def test_the_policy_stops_nothing_of_our_own(chromium: str, written: Path, tmp_path: Path) -> None:
    done = _browse(
        chromium,
        written / "report.html",
        tmp_path,
        "--enable-logging=stderr",
        "--v=0",
        f"--screenshot={tmp_path / 'a.png'}",
    )
    assert (tmp_path / "a.png").stat().st_size > 5000
    assert "Content Security Policy" not in done.stderr
    assert "Uncaught" not in done.stderr


def test_a_phone_stands_endless_names(chromium: str, tmp_path: Path) -> None:
    from framing.report import page
    from tests.report import sample

    made = sample.report(
        {
            "x" * 300: sample.TEXTS["Harbour Post"],
            "<b>صحيفة</b> \U0001f9ff": sample.TEXTS["Saltmarsh Wire"],
        }
    )
    script = (
        "<script>addEventListener('load', () => { const pre = "
        "parent.document.createElement('pre'); pre.id = 'outcome'; pre.textContent = "
        "JSON.stringify({width: document.documentElement.scrollWidth}); "
        "parent.document.body.append(pre); });</script>"
    )
    for width in (320, 1280):
        out = _outcome(
            chromium, page.text(made, {}), tmp_path, script, "--window-size=1400,1000", width=width
        )
        assert out["width"] <= width
