"""A small lesson without any analysis, and people who take it through the test client."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from framing.classroom import app, lesson, store

with warnings.catch_warnings():
    # newer Starlettes would rather have httpx2, older ones know only httpx
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

BODY = (
    "Court or garden?\n\nA [this outlet] reader calls the plan a disgrace. Others call it a gift. "
    "The board, which nobody asked, votes in May, and the worms have no say at all."
)
SCALES = tuple(lesson.Scale(f"s{n}", f"low {n}", f"high {n}", turned=n == 2) for n in range(1, 5))
Join = Callable[[], "Person"]


def make_material() -> lesson.Material:
    at = BODY.index("disgrace")
    hit = lesson.Hit(
        at,
        at + 8,
        "disgrace",
        "Loaded or plain",
        "Loaded",
        "narrator",
        "",
        "asserted",
        True,
        "disgrace",
        "Judges with the fact.",
        "",
    )
    texts = tuple(
        lesson.Text(
            label,
            f"doc-{label}",
            f"Paper {label}",
            f"Profile of {label}.",
            BODY,
            (hit,),
            "Other Paper" if label == "C" else "",
            "Another profile.",
        )
        for label in "ABC"
    )
    return lesson.Material(
        "e", "Court or garden", texts, SCALES, ("It hears no jokes.",), ("One.",)
    )


class Person:
    """Somebody with a browser of their own, who reads forms as a browser without scripts does."""

    def __init__(self, application: object, name: str = "http://lesson.test") -> None:
        self.web = TestClient(application, base_url=name)  # type: ignore[arg-type]

    def get(self, path: str) -> str:
        got = self.web.get(path)
        assert got.status_code == 200, (path, got.status_code, got.text)
        return got.text

    def token(self, page: str = "/back") -> str:
        found = re.search(r'name="token" value="(\w+)"', self.get(page))
        assert found
        return found.group(1)

    def send(self, path: str, status: int = 200, **fields: object) -> str:
        got = self.web.post(path, data={"token": self.token(), **fields})
        assert got.status_code == status, (path, got.status_code, got.text)
        return got.text

    def join(self, code: str) -> Person:
        self.send("/join", code=code)
        return self

    def asked(self) -> tuple[str, str] | None:
        page = self.get("/c")
        found = re.search(
            r'name="phase" value="(\w+)">\s*<input[^>]*name="text" value="(\w)"', page
        )
        return (found.group(1), found.group(2)) if found else None

    def sheet(self, step: str = "2", words: tuple[str, ...] = ("disgrace",)) -> dict[str, object]:
        asked = self.asked()
        assert asked
        fields: dict[str, object] = {"phase": asked[0], "text": asked[1]}
        fields |= {f"scale-{scale.id}": step for scale in SCALES}
        if asked[0] != "again":
            fields["w"] = [str(BODY.index(word)) for word in words]
            fields |= {f"reason{n}": f"reason {n}" for n in range(1, len(words) + 1)}
        return fields

    def answer(self, **sheet: object) -> Person:
        while self.asked():
            self.send("/c/answer", **self.sheet(**sheet))  # type: ignore[arg-type]
        return self


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[store.Store]:
    opened = store.Store(tmp_path / "deep" / "class.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def material() -> lesson.Material:
    return make_material()


@pytest.fixture
def section(kept: store.Store, material: lesson.Material) -> store.Section:
    made = kept.add_lesson("Garden", material, "en", 90, experiment=True)
    return kept.add_section(made.id, "7b")


@pytest.fixture
def site(kept: store.Store) -> object:
    return app.make(kept, ["lesson.test"])


@pytest.fixture
def join(site: object, section: store.Section) -> Join:
    return lambda: Person(site).join(section.code)


@pytest.fixture
def teacher(site: object, kept: store.Store) -> Person:
    person = Person(site)
    person.get(f"/t/{kept.teacher_key()}")
    return person
