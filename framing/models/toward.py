"""Tone toward a target in a sentence: a head on the encoder, trained on NewsMTSC."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.errors import InputError
from framing.models import encoder as encoders
from framing.models import network, pairs, weights
from framing.models.encoder import Encoder, OnPart, silent

LABELS = (-1, 0, 1)
MIDDLE = encoders.MIDDLE
CACHED = 100_000

Doubles = npt.NDArray[np.float64]
Question = tuple[str, int, int]


@dataclass(frozen=True)
class Toward:
    """Say how a sentence treats a target: harshly (-1), neither (0) or kindly (1).

    ``encoder`` reads the sentence, ``weight`` and ``bias`` are the head's, ``temperature``
    divides its logits so that a probability of .7 is right seven times in ten (Guo et al. 2017).
    """

    encoder: Encoder
    weight: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    temperature: float
    _known: dict[Question, Doubles] = field(default_factory=dict, repr=False)

    def probabilities(self, text: str, start: int, end: int) -> Doubles:
        """Give the probabilities of -1, 0 and 1 for a target in a sentence.

        ``start`` and ``end`` are characters of ``text``. Raises ``InputError`` for a text
        without a word or a target outside it.
        """
        fault = faulty(text, start, end)
        if fault:
            raise InputError(
                found=fault,
                expected="a sentence, and a target inside it: 0 <= start < end <= characters",
                action="correct start and end; they count characters, not bytes",
            )
        pair = pairs.encode_pair(self.encoder.cutter, text, start, end)
        marked = np.flatnonzero(pair["target"])
        # without a target piece (an emoji, say) the sentence as a whole is asked
        columns = np.concatenate([[0], marked]).astype(np.int64)
        states = network.states(self.encoder.weights, pair["ids"], pair["kinds"], columns)
        last = states[-1]
        none = np.zeros(len(last), dtype=np.float32)
        parts = [last[:, 0], last[:, 1:].mean(axis=1) if len(marked) else none]
        if self.weight.shape[1] == 3 * len(last):
            parts.append(states[MIDDLE][:, marked].mean(axis=1) if len(marked) else none)
        logits = (self.weight @ np.concatenate(parts) + self.bias).astype(np.float64)
        odds = np.exp((logits - logits.max()) / self.temperature)
        found: Doubles = odds / odds.sum()
        return found

    def judge(self, questions: Iterable[Question], on_part: OnPart = silent) -> Doubles:
        """Give the probabilities of many sentences and targets, one row each, on one thread.

        ``questions`` are (text, start, end); ``on_part`` is told how many are done, of how many.
        A question that was asked before in this run is not computed again.
        """
        asked = list(questions)
        if len(self._known) > CACHED:
            self._known.clear()
        found = np.zeros((len(asked), len(LABELS)))
        for number, question in enumerate(asked):
            if question not in self._known:
                self._known[question] = self.probabilities(*question)
            found[number] = self._known[question]
            on_part(number + 1, len(asked))
        return found


def faulty(text: object, start: object, end: object) -> str:
    """Say what is wrong with a sentence and its target; empty = nothing.

    >>> faulty("Ada won.", 0, 3), faulty("Ada won.", 5, 99)
    ('', 'the target 5 to 99 lies outside the text of 8 characters')
    """
    if not isinstance(text, str):
        return "text is missing or no string"
    if not text.strip():
        return "the text is empty"
    if not isinstance(start, int) or not isinstance(end, int):
        return "start or end is missing or no whole number"
    if isinstance(start, bool) or isinstance(end, bool):
        return "start or end is missing or no whole number"
    if not 0 <= start < end <= len(text):
        return f"the target {start} to {end} lies outside the text of {len(text)} characters"
    if not text[start:end].strip():
        return "the target is white space"
    return ""


def load(folder: Path | None = None) -> Toward:
    """Load the head that ships with the project, and its encoder, after checking their hashes.

    ``folder`` is the folder that holds ``encoder/`` and ``toward/`` (default: the project's
    ``models``). Raises ``InputError`` if a file is missing or damaged, or if the head was trained
    on another encoder.
    """
    home = folder or weights.home()
    if home is None:
        raise weights.missing()
    about = weights.manifest(home / "toward")
    return _load(home, str(about))


@lru_cache(maxsize=2)
def _load(home: Path, about: str) -> Toward:
    known: dict[str, Any] = weights.manifest(home / "toward")
    below = encoders.load(home / "encoder")
    if known.get("encoder") != weights.manifest(home / "encoder")["files"]["encoder.npz"]:
        raise InputError(
            found="the head was trained on another encoder than the one that is there",
            expected=f"encoder.npz with the SHA-256 {known.get('encoder')}",
            action=weights.ACTION,
            where=str(home / "toward" / "manifest.json"),
        )
    stored = weights.arrays(home / "toward", "head.npz")
    return Toward(below, stored["weight"], stored["bias"], float(stored["temperature"][0]))
