"""What in a text is not the article: share counters, comment forms, captions, notices.

The patterns are data: ``lexicons/cues/en-debris.toml``. A whole line matches or does not; the
text is never changed, the lines are only marked.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from framing.paths import data_dir

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
COLUMNS = {"doc_id": "str", "start": "int64", "end": "int64", "reason": "str"}


@dataclass(frozen=True)
class Pattern:
    """One kind of debris: why it is none of the article, its expression, whether text is cut."""

    reason: str
    match: re.Pattern[str]
    stump: bool
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True)
class Patterns:
    """All patterns of a language: one gate that most lines fail, and the single patterns."""

    gate: re.Pattern[str]
    each: tuple[Pattern, ...]
    longest_line: int
    cut_marks: tuple[str, ...]
    english_words: frozenset[str]


@dataclass(frozen=True)
class Line:
    """A line of debris: its place in the text, the reason, and whether it says text is missing."""

    start: int
    end: int
    reason: str
    stump: bool


@cache
def patterns(language: str = "en") -> Patterns:
    """Read the debris patterns of a language from ``lexicons/cues``.

    >>> len(patterns().each) > 10
    True
    """
    path = Path(data_dir("lexicons"), "cues", f"{language}-debris.toml")
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    each = tuple(
        Pattern(
            entry["reason"],
            re.compile(_scoped(entry)),
            entry.get("stump", False),
            tuple(entry["examples"]),
            tuple(entry["counter_examples"]),
        )
        for entry in data["pattern"]
    )
    gate = re.compile("|".join(f"(?:{_scoped(entry)})" for entry in data["pattern"]))
    return Patterns(
        gate,
        each,
        int(data["longest_line"]),
        tuple(data["cut_marks"]),
        frozenset(data["english_words"]),
    )


def _scoped(entry: dict[str, Any]) -> str:
    return f"(?:{entry['regex']})" if entry.get("case") else f"(?i:{entry['regex']})"


def debris_lines(text: str, title: str = "") -> list[Line]:
    """List the lines of a text that are not part of the article.

    ``text`` is the article, ``title`` its headline (a first line equal to it is never debris).
    Returns lines with offsets in characters, without the spaces around them.

    >>> [line.reason for line in debris_lines("Rain fell on the harbour.\\n\\nLeave a Reply")]
    ['comment form']
    """
    known = patterns()
    found = []
    for start, end in _lines(text, known.longest_line):
        if start == 0 and title and text.startswith(title):
            continue
        if (kind := _kind(text[start:end], known)) is not None:
            found.append(Line(start, end, kind.reason, kind.stump))
    return found


def _lines(text: str, longest: int) -> Iterator[tuple[int, int]]:
    for match in _LINE.finditer(text):
        start, end = match.span()
        if end - start > 4 * longest:
            continue
        line = match.group()
        start += len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if 0 < end - start <= longest:
            yield start, end


def _kind(line: str, known: Patterns) -> Pattern | None:
    if not known.gate.fullmatch(line):
        return None
    return next((pattern for pattern in known.each if pattern.match.fullmatch(line)), None)


def debris(documents: pd.DataFrame) -> pd.DataFrame:
    """Mark the page debris of every article.

    ``documents`` has columns doc_id, text and, if known, title. Returns a table doc_id, start,
    end (characters), reason; one row per line, in the order of the documents.

    >>> texts = pd.DataFrame({"doc_id": ["a"], "text": ["Rain fell.\\nShares"]})
    >>> debris(texts)["start"].tolist()
    [11]
    """
    titles = documents["title"] if "title" in documents else [""] * len(documents)
    rows = [
        (doc_id, debris_lines(text, title))
        for doc_id, text, title in zip(documents["doc_id"], documents["text"], titles, strict=True)
    ]
    return as_table(rows)


def as_table(rows: Sequence[tuple[str, Sequence[Line]]]) -> pd.DataFrame:
    """Put lines of debris into a table doc_id, start, end, reason.

    >>> as_table([("a", [Line(0, 6, "share button", False)])])["end"].tolist()
    [6]
    """
    flat = [(doc_id, line) for doc_id, lines in rows for line in lines]
    return pd.DataFrame(
        {
            "doc_id": [doc_id for doc_id, _ in flat],
            "start": [line.start for _, line in flat],
            "end": [line.end for _, line in flat],
            "reason": [line.reason for _, line in flat],
        }
    ).astype(COLUMNS)
