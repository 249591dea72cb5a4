"""A report made of hostile text, in a real browser: nothing runs, nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import framing
from framing.pipeline import Lexicons
from framing.report import page
from tests.classroom.browser import Browser, Page

pytestmark = pytest.mark.browser

# each would set window.ran, or ask another place for something
ATTACKS = (
    "<script>window.ran=1</script>",
    "</script><script>window.ran=2</script>",
    "<img src=x onerror=window.ran=3>",
    '"><svg onload=window.ran=4>',
    "' onmouseover='window.ran=5",
    "<a href=javascript:window.ran=6>go</a>",
    "<iframe src=//evil.invalid></iframe>",
    "<link rel=stylesheet href=//evil.invalid/a.css>",
    "<base href=//evil.invalid/>",
    "<meta http-equiv=refresh content=0;url=//evil.invalid>",
    "{{ 7*7 }}{% raw %}",
    "</style><style>@import '//evil.invalid/b.css';</style>",
    "<!--",
    "]]><![CDATA[",
    "&lt;script&gt;window.ran=7&lt;/script&gt;",
)
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", e => window.violations.push(
  e.violatedDirective + " " + e.blockedURI + " " + e.sample));
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    opened = Browser(tmp_path_factory.mktemp("chromium"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def hostile(packs: Lexicons) -> str:
    """A report in which every outlet, title and sentence is an attack."""
    words = "The mayor said that {} the criminals stay. “{}” said Mayor {}. It was not {} at all."
    rows = [
        {
            "outlet": f"{attack} {number}",
            "title": f"{attack} on Monday",
            "url": "javascript:window.ran=8",
            "text": " ".join(words.format(*[attack] * 4) for attack in ATTACKS),
        }
        for number, attack in enumerate(ATTACKS[:4])
    ]
    return page.text(framing.compare(pd.DataFrame(rows), packs=packs).view(), {})


def opened(browser: Browser, path: Path) -> tuple[Page, list[str]]:
    """Open a page with the watch in it; gives the page and every address that was asked for."""
    shown = browser.page(1000)
    shown.ask("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
    browser.events.clear()
    shown.ask("Page.navigate", url=path.as_uri())
    shown.wait("document.readyState === 'complete' && location.protocol === 'file:'")
    return shown, _asked(browser)


def _asked(browser: Browser) -> list[str]:
    sent = [e["params"] for e in browser.events if e.get("method") == "Network.requestWillBeSent"]
    asked: list[Any] = [one["request"]["url"] for one in sent]
    return [url for url in asked if not url.startswith("data:")]


def test_hostile_text_runs_nothing_and_loads_nothing(
    browser: Browser, hostile: str, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    path.write_text(hostile, encoding="utf-8")
    shown, asked = opened(browser, path)
    for number in range(shown.js("document.querySelectorAll('button').length")):
        shown.js(f"document.querySelectorAll('button')[{number}].click()")
    shown.js("document.querySelectorAll('*').forEach(e => e.dispatchEvent(new Event('mouseover')))")
    assert shown.js("window.ran") is None
    assert shown.js("window.violations") == []
    assert shown.js("document.querySelectorAll('iframe, base, link, object, embed').length") == 0
    assert shown.js("document.querySelectorAll('[href^=\"javascript\" i], [onerror]').length") == 0
    assert {*asked, *_asked(browser)} == {path.as_uri()}
    assert "window.ran=1" in shown.js("document.body.textContent"), "the words are shown as words"


def test_were_the_escaping_broken_the_policy_would_hold(
    browser: Browser, hostile: str, tmp_path: Path
) -> None:
    """The second wall: attacks put into the page as markup are stopped, and the watch sees it."""
    path = tmp_path / "broken.html"
    broken = "".join(ATTACKS[index] for index in (0, 2, 7))
    path.write_text(hostile.replace("<main", f"{broken}<main", 1), encoding="utf-8")
    assert broken in path.read_text(encoding="utf-8")
    shown, _ = opened(browser, path)
    shown.wait("window.violations.length >= 3")
    assert shown.js("window.ran") is None
