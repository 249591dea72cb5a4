"""What a sample event brings for a lesson: texts, scales, and what its teacher's page says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing import paths
from framing.errors import InputError

_ITEM = re.compile(r"^(?:-|\d+\.)\s+(.*)$")


@dataclass(frozen=True)
class Scale:
    """One seven-point scale in plain words: 1 is ``low``, 7 is ``high``.

    ``dimension`` is the id of the dimension that asks the same thing (empty = none); then
    ``low`` is its first pole.
    """

    id: str
    low: str
    high: str
    dimension: str = ""
    es: tuple[str, str] = ("", "")

    def said(self, language: str = "en") -> dict[str, str]:
        """Give id, low, high, dimension in a language (English where it is not translated).

        >>> Scale("calm-heated", "calm", "heated", es=("sereno", "acalorado")).said("es")["low"]
        'sereno'
        """
        low, high = self.es if language == "es" and all(self.es) else (self.low, self.high)
        return {"id": self.id, "low": low, "high": high, "dimension": self.dimension}


@dataclass(frozen=True)
class Teaching:
    """What is known of an event for teaching; empty where nobody has written it down.

    ``texts`` are the two articles to begin with and ``third`` the one for a long lesson;
    ``content`` is the note on what may hurt; ``notice``, ``questions`` and ``errors`` are the
    lists of the event's teacher.md (Markdown), errors being those of the tool.
    """

    grades: str = ""
    texts: tuple[str, ...] = ()
    third: str = ""
    content: str = ""
    scales: tuple[Scale, ...] = ()
    notice: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


def read(event: str, articles: Iterable[str]) -> Teaching:
    """Read what a sample event brings for a lesson.

    ``event`` is its id, ``articles`` the ids of the articles at hand. Returns an empty
    ``Teaching`` for an event that is no sample event, or whose articles are others.

    >>> read("river-flood", ["reedbed", "field-and-furrow", "trellis-agency"]).grades
    '8-12'
    >>> read("an event of my own", ["a", "b"]).texts
    ()
    """
    known = set(articles)
    if event not in events():
        return Teaching()
    folder = paths.data_dir("corpus") / event
    made = _lesson(folder / "lesson.toml")
    if not {*made.texts, made.third} - {""} <= known:
        return Teaching()
    page = sections((folder / "teacher.md").read_text(encoding="utf-8"))
    return Teaching(
        made.grades,
        made.texts,
        made.third,
        made.content,
        made.scales,
        page.get("What to notice", ()),
        page.get("Three questions", ()),
        page.get("Where the tool errs", ()),
    )


def events() -> tuple[str, ...]:
    """List the sample events that are fit for a school lesson, in the order of their names.

    >>> "river-flood" in events()
    True
    """
    return tuple(
        sorted(file.parent.name for file in paths.data_dir("corpus").glob("*/lesson.toml"))
    )


def words(language: str = "en") -> dict[str, Any]:
    """Read every sentence of the classroom kit in one language, as nested dictionaries.

    What a translation leaves out stays English; ``language`` of each section says which it is.
    Raises ``InputError`` naming the languages that there are.

    >>> words()["sheet"]["cannot"]
    'can’t tell'
    """
    folder = paths.data_dir("reports") / "templates"
    known = sorted(file.name.split(".")[1] for file in folder.glob("lesson.*.toml"))
    if language not in known:
        raise InputError(
            found=f"no classroom texts in the language '{language}'",
            expected=f"one of {', '.join(known)}",
            action="choose one of these, or translate lesson.en.toml",
            where=str(folder),
        )
    english = tomllib.loads((folder / "lesson.en.toml").read_text(encoding="utf-8"))
    if language == "en":
        return english
    own = tomllib.loads((folder / f"lesson.{language}.toml").read_text(encoding="utf-8"))
    return {name: {**part, **own.get(name, {})} for name, part in english.items()}


def sections(page: str) -> dict[str, tuple[str, ...]]:
    """Read the lists of a Markdown page, by the heading they stand under.

    >>> sections("## Three questions\\n\\n1. Who?\\n2. Why?\\n")
    {'Three questions': ('Who?', 'Why?')}
    """
    found: dict[str, list[str]] = {}
    heading = ""
    for line in page.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ").strip()
        elif item := _ITEM.match(line):
            found.setdefault(heading, []).append(item.group(1).strip())
    return {name: tuple(items) for name, items in found.items()}


def _lesson(path: Path) -> Teaching:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return Teaching(
            grades=str(data["grades"]),
            texts=tuple(map(str, data["texts"])),
            third=str(data["third"]),
            content=str(data["content"]),
            scales=tuple(
                Scale(**{**scale, "es": tuple(scale.get("es", ("", "")))})
                for scale in data["scale"]
            ),
        )
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            found=f"lesson.toml cannot be used: {error}",
            expected="grades, texts, third, content and four [[scale]] with id, low, high",
            action="compare it with corpus/river-flood/lesson.toml",
            where=str(path),
        ) from error
