"""Loaded wording: how likely a sentence is loaded, and which words carry it; a linear head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from framing.errors import InputError
from framing.models import encoder as encoders
from framing.models import lists, network, weights
from framing.models.encoder import CHARACTERS, LONGEST, WIDTH, Encoder, OnPart, silent
from framing.models.lists import Lists, Span

LABELS = ("plain", "loaded")
LOADED = 0.5
# the two upper layers add nothing for wording, and leaving them out saves a third of the time
LAYERS = (1, 2, 3, 4)
WIDEST = 4.0
CACHED = 50_000

Floats = npt.NDArray[np.float32]
Question = tuple[str, tuple[Span, ...] | None]

_MARK = re.compile(r'["“”„«»]')
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_OPENING, _CLOSING = "“„«", "”»"


@dataclass(frozen=True)
class Head:
    """The numbers of a linear head: ``centre`` and ``scale`` of each feature, and its ``weight``.

    ``threshold`` is the score from which a sentence is called loaded, ``slope`` turns the
    distance from it into a probability: .5 at the threshold.
    """

    centre: Floats
    scale: Floats
    weight: Floats
    threshold: float
    slope: float

    def score(self, features: Floats) -> npt.NDArray[np.float64]:
        """Score rows of features."""
        near = np.clip((features - self.centre) / self.scale, -WIDEST, WIDEST)
        found: npt.NDArray[np.float64] = near.astype(np.float64) @ self.weight.astype(np.float64)
        return found

    def probability(self, scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Turn scores into the probability of loaded wording."""
        found: npt.NDArray[np.float64] = 1 / (1 + np.exp(-self.slope * (scores - self.threshold)))
        return found


@dataclass(frozen=True)
class Reading:
    """A sentence as the network has read it."""

    text: str
    judged: tuple[Span, ...]
    spans: tuple[Span, ...]
    states: list[Floats]


@dataclass(frozen=True)
class Reader:
    """What a head looks at: the encoder's layers and counts from lists frozen with the head."""

    encoder: Encoder
    lists: Lists
    _last: dict[str, list[Floats]] = field(default_factory=dict, repr=False)

    def features(self, text: str, stretches: Sequence[Span] | None = None) -> Floats:
        """Give the numbers of a sentence: the mean of each layer, then what the lists count.

        ``stretches`` are the parts of the text that are judged (default: what stands outside
        quotation marks). The network reads the whole sentence, but only the pieces of these
        parts enter the means, so that quoted heat is not charged to the narrator.
        """
        return self.numbers(self.read(text, stretches))

    def many(self, texts: Sequence[str], on_part: OnPart = silent) -> Floats:
        """Give the features of many sentences, sentences x numbers."""
        rows = []
        for number, text in enumerate(texts):
            rows.append(self.features(text))
            on_part(number + 1, len(texts))
        width = len(LAYERS) * WIDTH + len(self.lists.names)
        return np.array(rows, dtype=np.float32).reshape(len(rows), width)

    def read(self, text: str, stretches: Sequence[Span] | None = None) -> Reading:
        """Read a sentence once: states, and which pieces and stretches are judged.

        Of a text longer than 254 pieces, the first 254 and their words are read.
        """
        spans = self.encoder.cutter.cut(text[:CHARACTERS]).spans[:LONGEST]
        end = spans[-1][1] if len(spans) == LONGEST else len(text)
        text = text[:end]
        given = outside_marks(text) if stretches is None else stretches
        judged = tuple((low, min(high, end)) for low, high in given if low < end)
        return Reading(text, judged, spans, self._states(text))

    def _states(self, text: str) -> list[Floats]:
        """Run the network once for all the pieces of one sentence, which come one after another."""
        if text not in self._last:
            self._last.clear()
            self._last[text] = self.encoder.states(text)
        return self._last[text]

    def numbers(self, reading: Reading, without: Span | None = None) -> Floats:
        """Turn a reading into features; ``without`` leaves a word out of what is judged."""
        judged = list(reading.judged)
        if without:
            judged = [part for span in judged for part in _without(span, without)]
        columns = [0, *_columns(reading.spans, judged), len(reading.spans) + 1]
        means = [reading.states[layer][:, columns].mean(axis=1) for layer in LAYERS]
        return np.concatenate([*means, self.lists.count(reading.text, judged)])


@dataclass(frozen=True)
class Wording:
    """Say how likely a sentence is loaded, and which of its words carry it."""

    reader: Reader
    head: Head
    _known: dict[Question, float] = field(default_factory=dict, repr=False)

    def probability(self, text: str, stretches: Sequence[Span] | None = None) -> float:
        """Give the probability that a sentence is loaded, 0 to 1; loaded from .5.

        ``stretches`` are the parts of the text that are judged, characters (default: what stands
        outside quotation marks: the narrator's own words; of a text that stands wholly in marks,
        all of it). Raises ``InputError`` for a text without a word.
        """
        fault = faulty(text)
        if fault:
            raise InputError(
                found=fault, expected="a sentence", action="leave it out, or correct the text"
            )
        features = self.reader.features(text, stretches)
        return float(self.head.probability(self.head.score(features[None]))[0])

    def judge(self, questions: Iterable[Question], on_part: OnPart = silent) -> list[float]:
        """Give the probabilities of many (text, stretches); the same question is asked once.

        ``on_part`` is told how many are done, of how many.
        """
        asked = list(questions)
        if len(self._known) > CACHED:
            self._known.clear()
        found = []
        for number, question in enumerate(asked):
            if question not in self._known:
                self._known[question] = self.probability(*question)
            found.append(self._known[question])
            on_part(number + 1, len(asked))
        return found

    def words(
        self, text: str, stretches: Sequence[Span] | None = None, most: int = 3
    ) -> list[tuple[int, int, float]]:
        """Give the words that carry a sentence's score: start, end, by how much it would fall.

        A word's share is how much the probability falls when the word is not judged, the rest
        of the sentence being read as before. Returns at most ``most`` words, the heaviest first,
        and none that lowers the score.
        """
        reading = self.reader.read(text, stretches)
        places = [
            match.span()
            for low, high in reading.judged
            for match in _WORD.finditer(reading.text, low, high)
        ]
        rows = [self.reader.numbers(reading), *(self.reader.numbers(reading, p) for p in places)]
        odds = self.head.probability(self.head.score(np.array(rows)))
        found = [(float(odds[0] - left), *p) for left, p in zip(odds[1:], places, strict=True)]
        heaviest = sorted(found, key=lambda one: (-one[0], one[1]))[:most]
        return [(start, end, round(share, 4)) for share, start, end in heaviest if share > 0]


def outside_marks(text: str) -> list[Span]:
    """Give the stretches of a sentence outside quotation marks; all of it if nothing is outside.

    A closing mark without an opening one closes what the sentence began with.

    >>> outside_marks('Ada said “no” on Monday.')
    [(0, 9), (13, 24)]
    """
    stretches: list[Span] = []
    start, opened = 0, False
    for mark in _MARK.finditer(text):
        glyph, place = mark.group(), mark.start()
        opens = glyph in _OPENING or (glyph not in _CLOSING and not opened)
        if opens and not opened:
            stretches.append((start, place))
            opened = True
        elif not opens:
            if not opened:
                stretches = []
            start, opened = place + 1, False
    if not opened:
        stretches.append((start, len(text)))
    kept = [(low, high) for low, high in stretches if _WORD.search(text[low:high])]
    return kept or [(0, len(text))]


def _columns(spans: Sequence[Span], judged: Sequence[Span]) -> list[int]:
    """Give the columns of the pieces that lie in what is judged."""
    return [
        number + 1
        for number, (start, end) in enumerate(spans)
        if any(start >= low and end <= high for low, high in judged)
    ]


def _without(span: Span, word: Span) -> list[Span]:
    """Take a word out of a stretch."""
    (low, high), (start, end) = span, word
    if not low <= start <= end <= high:
        return [span]
    return [(a, b) for a, b in ((low, start), (end, high)) if a < b]


def faulty(text: object) -> str:
    """Say what is wrong with a text; empty = nothing.

    >>> faulty("Ada won."), faulty(" ")
    ('', 'the text is empty')
    """
    if not isinstance(text, str):
        return "text is missing or no string"
    return "" if text.strip() else "the text is empty"


def load(folder: Path | None = None, trained: Path | None = None) -> Wording:
    """Load the head that ships with the project, and its encoder, after checking their hashes.

    ``folder`` is the folder that holds ``encoder/`` and ``wording/`` (default: the project's
    ``models``); ``trained`` is a folder that ``framing model train wording`` wrote, whose head is
    used instead. Raises ``InputError`` if a file is missing or damaged, or if the head was
    trained on another encoder.
    """
    home = folder or weights.home()
    if home is None:
        raise weights.missing()
    place = trained or home / "wording"
    return _load(home, place, str(weights.manifest(place)))


@lru_cache(maxsize=2)
def _load(home: Path, place: Path, about: str) -> Wording:
    known = weights.manifest(place)
    below = weights.manifest(home / "encoder")["files"].get("encoder.npz")
    if known.get("encoder") != below:
        raise InputError(
            found="the head was trained on another encoder than the one that is there",
            expected=f"encoder.npz with the SHA-256 {known.get('encoder')}",
            action="train it again with 'framing model train wording'",
            where=str(place / "manifest.json"),
        )
    counted = lists.parse(weights.read(place, "lists.json").decode("utf-8"))
    return Wording(Reader(lower(encoders.load(home / "encoder")), counted), _head(place, counted))


def lower(encoder: Encoder) -> Encoder:
    """Give an encoder's lower layers, which are all that a head for wording looks at."""
    above = tuple(f"layers.{n}." for n in range(LAYERS[-1], network.depth(encoder.weights)))
    kept = {name: array for name, array in encoder.weights.items() if not name.startswith(above)}
    return Encoder(kept, encoder.cutter)


def _head(place: Path, counted: Lists) -> Head:
    stored = weights.arrays(place, "head.npz")
    names = ("centre", "scale", "weight", "threshold", "slope")
    width = len(LAYERS) * WIDTH + len(counted.names)
    if any(name not in stored for name in names) or stored["weight"].shape != (width,):
        raise InputError(
            found="head.npz does not fit the lists beside it",
            expected=f"{', '.join(names)}; {width} numbers for each feature",
            action="train it again with 'framing model train wording'",
            where=str(place / "head.npz"),
        )
    centre, scale, weight = (stored[name].astype(np.float32) for name in names[:3])
    return Head(centre, scale, weight, float(stored["threshold"][0]), float(stored["slope"][0]))
