"""The teacher's computer dies in mid-lesson: no submitted answer is lost, everybody comes back."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import httpx
import pytest

from framing.classroom import answers, store
from tests.classroom.conftest import BODY, SCALES, make_material
from tests.classroom.serving import Served, free_port

pytestmark = pytest.mark.slow


class Phone:
    """A pupil whose phone sends again until the answer has gone through."""

    def __init__(self, base: str, code: str) -> None:
        self.web = httpx.Client(base_url=base, follow_redirects=True, timeout=20)
        self.sent: list[tuple[str, str]] = []
        self.post("/join", {"code": code})

    def post(self, path: str, fields: dict[str, object]) -> None:
        found = re.search(r'name="token" value="(\w+)"', self.web.get("/back").text)
        assert found
        got = self.web.post(path, data={"token": found.group(1), **fields})
        assert got.status_code == 200, got.text

    def answer(self) -> None:
        while True:
            page = self.web.get("/c").text
            found = re.search(r'value="(first)">\s*<input[^>]*name="text" value="(\w)"', page)
            if not found:
                return
            phase, text = found.groups()
            fields: dict[str, object] = {"phase": phase, "text": text, "reason1": "strong"}
            fields |= {f"scale-{scale.id}": "3" for scale in SCALES}
            self.post("/c/answer", fields | {"w": str(BODY.index("disgrace"))})
            self.sent.append((phase, text))


def some_time(seconds: float) -> None:
    threading.Event().wait(seconds)


def test_kill_in_mid_lesson(tmp_path: Path) -> None:
    data = tmp_path / "class.sqlite"
    kept = store.Store(data)
    lesson = kept.add_lesson("Garden", make_material(), "en", 45)
    section = kept.add_section(lesson.id, "7b")
    port = free_port()
    served = Served(data, port)
    assert served.said["classes"] == [{"name": "7b", "code": section.code}]
    phones = [Phone(served.base, section.code) for _ in range(8)]
    kept.set_phase(section.id, "first")

    def read(phone: Phone) -> None:
        for _ in range(600):  # half a minute of trying again
            try:
                return phone.answer()
            except httpx.TransportError:
                some_time(0.05)
        return None

    readers = [threading.Thread(target=read, args=(phone,), daemon=True) for phone in phones]
    for reader in readers:
        reader.start()
    for _ in range(5000):
        if any(phone.sent for phone in phones):
            break
        some_time(0.002)
    served.kill()
    told = {id(phone): list(phone.sent) for phone in phones}
    on_disk = sum(kept.count_done(section.id).values())
    assert on_disk >= sum(map(len, told.values())), "told that it was saved, and it was not"
    again = Served(data, port)
    assert again.said["classes"] == [{"name": "7b", "code": section.code}]
    assert again.said["teacher"] == served.said["teacher"]
    for reader in readers:
        reader.join(60)
        assert not reader.is_alive()
    found = answers.of_section(kept, section.id)
    assert len(found.pupils) == 8, "nobody had to join again"
    assert len(found.ratings) == 8 * 2 * 4
    assert len(found.marks) == 8 * 2
    assert again.stop() == 0
    assert again.errors.read_text() == ""
    for phone in phones:
        phone.web.close()
    kept.close()
