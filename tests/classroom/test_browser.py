"""A teacher and three pupils take the lesson in a real browser, on a name that is not loopback.

On plain HTTP a browser sends no Sec-Fetch-Site to such a name, as on a school's network.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from framing.classroom import answers, store
from tests.classroom.browser import Browser, Page
from tests.classroom.serving import Served, free_port

pytestmark = pytest.mark.browser
AXE = """axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations
  .filter(v => ["serious", "critical"].includes(v.impact))
  .map(v => v.id + ": " + v.nodes.map(n => n.html).slice(0, 3).join(" | ")))"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    home = tmp_path_factory.mktemp("chromium")
    opened = Browser(home, "--host-resolver-rules=MAP lesson.test 127.0.0.1")
    yield opened
    opened.close()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[store.Store]:
    opened = store.Store(tmp_path / "class.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def served(kept: store.Store, section: store.Section) -> Iterator[Served]:
    running = Served(kept.path, free_port())
    yield running
    if running.process.poll() is None:
        assert running.stop() == 0


@pytest.fixture(scope="module")
def axe() -> str:
    place = os.environ.get("FRAMING_AXE", "")
    return Path(place).read_text(encoding="utf-8") if place and Path(place).is_file() else ""


class Class:
    """A board of 1280 pixels and phones of 320."""

    def __init__(self, browser: Browser, served: Served, axe: str, pictures: Path) -> None:
        self.browser, self.base, self.axe, self.pictures = (
            browser,
            served.said["address"],
            axe,
            pictures,
        )
        self.code = served.said["classes"][0]["code"]
        self.board = browser.page(1280)
        self.board.go(served.said["teacher"])
        assert "/t/" not in str(self.board.js("location.href"))
        self.look(self.board, "lessons")
        self.board.press(".sections a")

    def pupil(self, scripts: bool = True) -> Page:
        page = self.browser.page(320, 640, scripts)
        page.go(f"{self.base}/?c={self.code}")
        self.look(page, "join")
        page.press("button.main")
        page.see("Your two words")
        return page

    def lead(self, phase: str) -> None:
        self.board.press(f"button[value={phase}]")
        self.board.wait(f"document.querySelector('.phases .now').value === '{phase}'")

    def look(self, page: Page, name: str) -> None:
        """Take a picture; nothing may scroll sideways, and axe may find nothing serious."""
        size = f"{name}-{page.width}"
        picture = page.shot(self.pictures / f"{size}.png")
        assert picture.stat().st_size > 2000
        content, window = page.wide()
        assert content <= window, (size, content, window)
        if self.axe and page.scripts:
            page.ask("Runtime.evaluate", expression=self.axe)
            assert page.js(AXE) == [], size


@pytest.fixture
def room(browser: Browser, served: Served, axe: str, tmp_path: Path) -> Class:
    pictures = Path(os.environ.get("FRAMING_PICTURES", tmp_path))
    pictures.mkdir(parents=True, exist_ok=True)
    return Class(browser, served, axe, pictures)


def mark(page: Page, *places: int) -> None:
    page.wait("document.readyState === 'complete'")  # the script changes the fields
    for place in places:
        page.click(f".markable p:nth-of-type(2) label:nth-of-type({place}) span")
    names = page.js("[...document.querySelectorAll('.reasons input')].map(i => i.name)")
    for name in names:
        page.write(f'input[name="{name}"]', "it judges")


def rate(page: Page, step: int) -> None:
    for n in range(1, 5):
        page.click(f"fieldset.scale:nth-of-type({n}) .steps label:nth-of-type({step})")


def test_a_teacher_and_three_pupils(
    room: Class, kept: store.Store, section: store.Section, browser: Browser
) -> None:
    tapping, typing, plain = room.pupil(), room.pupil(), room.pupil(scripts=False)
    room.board.wait("document.getElementById('counts').innerText.includes('3 joined')")
    room.look(room.board, "waiting")
    room.lead("first")
    tapping.wait("document.querySelector('form.sheet')", "the phone goes on by itself")
    room.look(tapping, "read")

    # one taps; a fourth word is refused
    mark(tapping, 3, 6, 8)
    tapping.click(".markable p:nth-of-type(2) label:nth-of-type(10) span")
    tapping.see("Take one away to mark another")
    rate(tapping, 2)
    room.look(tapping, "filled")
    tapping.press("button.main")
    mark(tapping, 6)
    rate(tapping, 2)
    tapping.press("button.main")
    tapping.see("Your answers are in")

    # one uses the keyboard alone: arrows and the space bar mark, Tab goes on
    for _ in "AB":
        typing.wait("document.querySelector('form.sheet')")
        typing.js("document.querySelector('.markable input').focus()")
        for _ in range(8):
            typing.key("ArrowRight", 39)
        typing.key(" ", 32, " ")
        typing.key("Tab", 9)
        typing.ask("Input.insertText", text="because")
        for n in range(4):
            typing.key("Tab", 9)
            typing.key(" ", 32, " ")
            typing.key("ArrowRight" if n else "ArrowLeft", 39 if n else 37)
        assert typing.js("document.querySelectorAll('.markable :checked').length") == 1
        assert typing.js("document.querySelectorAll('.scale :checked').length") == 4
        typing.press("button.main")
    typing.see("Your answers are in")

    # one has no scripts: plain forms, reasons in the order of the text
    for _ in "AB":
        plain.go(f"{room.base}/c")
        plain.click(".markable p:nth-of-type(2) label:nth-of-type(4) span")
        plain.write('input[name="reason1"]', "no scripts here")
        rate(plain, 6)
        plain.click("button.main")
        plain.wait("document.readyState === 'complete'")
        plain.wait("!document.querySelector(':checked')")
    room.board.wait("document.getElementById('counts').innerText.includes('3 handed in')")
    assert [len(kept.done(one.id)) for one in kept.pupils(section.id)] == [2, 2, 2]

    room.lead("spread")
    tapping.see("How the class read the texts")
    room.look(tapping, "spread")
    room.board.see("Krippendorff’s alpha")
    room.look(room.board, "spread")
    plain.go(f"{room.base}/c")
    plain.see("How the class read the texts")
    room.lead("reveal")
    for _ in "AB":
        tapping.wait("document.querySelector('form.sheet')")
        rate(tapping, 5)
        tapping.press("button.main")
    tapping.see("Before and after the names")
    room.look(tapping, "reveal")
    room.look(room.board, "reveal")
    room.lead("tool")
    tapping.see("Where the tool errs")
    room.look(tapping, "tool")
    room.look(room.board, "tool")
    room.lead("third")
    tapping.wait("document.querySelector('.source')")
    mark(tapping, 3)
    rate(tapping, 4)
    tapping.press("button.main")
    room.lead("debrief")
    tapping.see("This was an experiment")
    room.look(tapping, "debrief")
    room.look(room.board, "debrief")
    room.lead("exit")
    tapping.wait("document.querySelector('textarea')")
    tapping.write("textarea", "Whose words they are.")
    tapping.press("button.main")
    room.board.see("Whose words they are.")
    room.board.press(".notes button")
    room.board.see("(hidden)")
    room.look(room.board, "exit")
    room.board.go(f"{room.base}/teacher/s/{section.id}/paper")
    room.look(room.board, "paper")
    found = answers.of_section(kept, section.id)
    assert found.marks["reason"].value_counts().to_dict() == {
        "it judges": 5,
        "because": 2,
        "no scripts here": 2,
    }
    refused = [
        event["params"]["entry"]["text"]
        for event in browser.events
        if event.get("method") == "Log.entryAdded"
        and event["params"]["entry"]["source"] in ("security", "javascript")
    ]
    thrown = [event for event in browser.events if event.get("method") == "Runtime.exceptionThrown"]
    assert refused == []
    assert thrown == []


def test_an_answer_waits_on_the_phone_while_the_server_is_away(
    room: Class, served: Served, kept: store.Store, section: store.Section
) -> None:
    pupil = room.pupil()
    kept.set_phase(section.id, "first")
    pupil.go(f"{room.base}/c")
    mark(pupil, 3)
    rate(pupil, 3)
    port = int(served.base.rpartition(":")[2])
    served.kill()
    pupil.click("button.main")
    pupil.see("Saved on this device. Try again.")
    room.look(pupil, "unsaved")
    kept_there = pupil.js("JSON.stringify(Object.values(localStorage))")
    assert "it judges" in kept_there
    again = Served(kept.path, port)
    pupil.go(f"{room.base}/c")  # even a fresh page has it
    pupil.wait("document.querySelectorAll('.scale :checked').length === 4")
    assert pupil.js("document.querySelector('.reasons input').value") == "it judges"
    pupil.press("button.main")
    assert len(answers.of_section(kept, section.id).marks) == 1
    left = json.loads(pupil.js("JSON.stringify(Object.values(localStorage))"))
    assert "it judges" not in json.dumps(left)
    assert again.stop() == 0


def test_axe_was_there(axe: str) -> None:
    if not axe:
        pytest.skip("no axe-core: npm pack axe-core, and name its axe.min.js in FRAMING_AXE")
    assert "axe" in axe
