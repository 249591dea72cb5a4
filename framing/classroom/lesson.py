"""What a lesson is made of: masked texts, scales, the tool's hits, and the order of its phases."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import Any

MARKS = 3
STEPS = 7
PHASES: dict[int, tuple[str, ...]] = {
    20: ("join", "first", "spread", "reveal", "end"),
    45: ("join", "first", "spread", "reveal", "tool", "exit", "end"),
    90: (
        "join",
        "first",
        "spread",
        "reveal",
        "tool",
        "third",
        "debrief",
        "headline",
        "exit",
        "end",
    ),
}
_WORD = re.compile(r"\[[^\]\n]*\]|(\w+(?:[’'\-]\w+)*)")


@dataclass(frozen=True)
class Hit:
    """One thing the tool marked in an excerpt; ``start`` and ``end`` are characters of it.

    ``dimension`` and ``pole`` are titles, ``why`` is the reason on the entry's card, ``voice`` and
    ``polarity`` are those of the table hits; ``reason`` says why a hit was not counted.
    """

    start: int
    end: int
    text: str
    dimension: str
    pole: str
    voice: str
    speaker: str
    polarity: str
    counted: bool
    entry: str
    why: str
    reason: str


@dataclass(frozen=True)
class Text:
    """One excerpt as the class reads it, the outlet's name masked, and what is revealed later.

    ``label`` is A, B or C; ``text`` the masked excerpt, to which every offset of marks and hits
    points; ``other_outlet`` and ``other_profile`` are what half of the class sees in the
    source-cue experiment (empty = no other).
    """

    label: str
    doc_id: str
    outlet: str
    profile: str
    text: str
    hits: tuple[Hit, ...] = ()
    other_outlet: str = ""
    other_profile: str = ""

    def words(self) -> list[tuple[int, int]]:
        """Give start and end (characters of ``text``) of every word that a pupil may mark.

        What stands in square brackets, the mask above all, is no word of the article.

        >>> Text("A", "d", "o", "", "It's raining, says [this outlet].").words()
        [(0, 4), (5, 12), (14, 18)]
        """
        return [match.span(1) for match in _WORD.finditer(self.text) if match.group(1)]


@dataclass(frozen=True)
class Scale:
    """One seven-point scale: 1 is ``low``, 7 is ``high``, whatever side a pupil saw it on.

    ``turned`` tells how the paper sheet prints it: the high end at the left.
    """

    id: str
    low: str
    high: str
    dimension: str = ""
    turned: bool = False


@dataclass(frozen=True)
class Material:
    """All that a lesson needs, frozen when it is set up, so that a restart changes nothing.

    ``texts`` are two or three excerpts, ``scales`` the four scales, ``mistakes`` the places where
    the tool is known to err (for discussion), ``limits`` what may not be concluded, ``content`` a
    note on what the texts may stir up in a class.
    """

    event: str
    title: str
    texts: tuple[Text, ...]
    scales: tuple[Scale, ...]
    mistakes: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    content: str = ""

    def text(self, label: str) -> Text:
        """Give the excerpt of that label. Raises ``KeyError`` if there is none."""
        for text in self.texts:
            if text.label == label:
                return text
        raise KeyError(label)

    def to_json(self) -> str:
        """Write the material as JSON, for the store.

        >>> Material.from_json(Material("e", "An event", (), ()).to_json()).title
        'An event'
        """
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, data: str) -> Material:
        """Read what ``to_json`` wrote."""
        raw: dict[str, Any] = json.loads(data)
        texts = tuple(
            Text(**{**text, "hits": tuple(Hit(**hit) for hit in text["hits"])})
            for text in raw["texts"]
        )
        return cls(
            event=raw["event"],
            title=raw["title"],
            texts=texts,
            scales=tuple(Scale(**scale) for scale in raw["scales"]),
            mistakes=tuple(raw["mistakes"]),
            limits=tuple(raw["limits"]),
            content=raw["content"],
        )


def recode(shown: int | None, turned: bool) -> int | None:
    """Turn a step as it stood on the pupil's page into 1 (low) to 7 (high); None = can't tell.

    >>> recode(1, turned=True)
    7
    """
    if shown is None:
        return None
    return STEPS + 1 - shown if turned else shown
