"""Word lists of a model, frozen with it: what is counted in a sentence beside the encoder."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Span = tuple[int, int]

MEASURES = (
    "unfriendly",
    "friendly",
    "strongest",
    "strong",
    "adverbs",
    "exclamations",
    "numbers",
    "capitals",
    "letters",
    "length",
    "dashes",
)
# of VADER's scale from -4 to 4
STRONG = 1.4
USUAL = 20

_WORD = re.compile(r"[A-Za-z]+(?:['’\-][A-Za-z]+)*")
_NUMBER = re.compile(r"\d+")
_DASH = re.compile(r"—|–| - ")


@dataclass(frozen=True)
class Lists:
    """Lists of words and the valence of words; a word that ends in ``*`` stands for its family.

    ``words`` maps a list's name to its words in lower case, ``valence`` a word to a number from
    -4 to 4.
    """

    words: Mapping[str, Sequence[str]]
    valence: Mapping[str, float]
    _whole: dict[str, frozenset[str]] = field(init=False, repr=False)
    _stems: dict[str, tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Part whole words from stems."""
        whole, stems = {}, {}
        for name, words in self.words.items():
            whole[name] = frozenset(word for word in words if not word.endswith("*"))
            stems[name] = tuple(word[:-1] for word in words if word.endswith("*"))
        object.__setattr__(self, "_whole", whole)
        object.__setattr__(self, "_stems", stems)

    @property
    def names(self) -> tuple[str, ...]:
        """Name what ``count`` gives, in order."""
        return (*self.words, *MEASURES)

    def count(self, text: str, stretches: Sequence[Span] | None = None) -> Floats:
        """Count the words of each list in a text, and measure what else ``MEASURES`` names.

        ``stretches`` are the parts of the text that count (start, end; default: all of it).
        Counts are divided by the root of the number of words over 20, so that a long sentence is
        not loaded for its length alone.

        >>> Lists({"label": ["thug*"]}, {"good": 1.9}).count("Thugs, a good many.")[:3].round(2)
        array([2.24, 0.  , 4.25], dtype=float32)
        """
        parts = [text] if stretches is None else [text[start:end] for start, end in stretches]
        words = [word for part in parts for word in _WORD.findall(part)]
        forms = [form for word in words for form in _forms(word)]
        counts: list[float] = [
            sum(self._holds(name, form) for form in forms) for name in self.words
        ]
        valence = [self.valence.get(form, 0.0) for form in forms]
        counts += [
            -sum(value for value in valence if value < 0),
            sum(value for value in valence if value > 0),
        ]
        strongest = max((abs(value) for value in valence), default=0.0)
        per = float(np.sqrt(max(len(words), 1) / USUAL))
        rest = [
            sum(abs(value) > STRONG for value in valence),
            sum(word.endswith("ly") and len(word) > 4 for word in forms),
            sum(part.count("!") + part.count("?") for part in parts),
            sum(len(_NUMBER.findall(part)) for part in parts),
            sum(word[0].isupper() for word in words[1:]),
        ]
        letters = sum(map(len, words)) / max(len(words), 1)
        dashes = sum(len(_DASH.findall(part)) for part in parts) / per
        return np.array(
            [n / per for n in counts]
            + [strongest]
            + [n / per for n in rest]
            + [letters, float(np.sqrt(len(words))), dashes],
            dtype=np.float32,
        )

    def _holds(self, name: str, form: str) -> bool:
        return form in self._whole[name] or form.startswith(self._stems[name])

    def dump(self) -> str:
        """Give the lists as JSON, as ``parse`` reads them."""
        ordered = {name: sorted(set(words)) for name, words in self.words.items()}
        found = {"words": ordered, "valence": dict(sorted(self.valence.items()))}
        return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"


def parse(text: str) -> Lists:
    """Read lists from JSON.

    >>> parse('{"words": {"label": ["thug*"]}, "valence": {}}').names[0]
    'label'
    """
    found = json.loads(text)
    return Lists(found["words"], found["valence"])


def _forms(word: str) -> list[str]:
    """Give a word in lower case and, if hyphens join it, its parts too."""
    lower = word.lower().replace("’", "'")
    return [lower, *lower.split("-")] if "-" in lower else [lower]
