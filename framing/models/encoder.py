"""The sentence encoder: the same vector for a sentence in any batch, order or worker."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.models import network, weights
from framing.models.network import Floats
from framing.models.wordpiece import CLS, SEP, WordPiece, parse

LONGEST = 254
CHARACTERS = 20_000
CACHED = 20_000
MIDDLE = 4
WIDTH = 384

OnPart = Callable[[int, int], None]


def silent(done: int, of: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True)
class Encoder:
    """Turn sentences into vectors with the network that the project ships.

    ``weights`` maps a name to 32-bit matrices (layers) or to the 8-bit word table and its scales;
    ``cutter`` cuts text into pieces. A sentence is computed alone, so that its vector does not
    depend on what else is computed (see ``framing.models.network``).
    """

    weights: dict[str, npt.NDArray[Any]]
    cutter: WordPiece
    _cache: OrderedDict[str, Floats] = field(default_factory=OrderedDict, repr=False)

    def states(self, text: str) -> list[Floats]:
        """Give the states of the entry and every layer for a text, each 384 x pieces.

        The first column is the mark [CLS], the last one [SEP]. Of a text longer than 254 pieces
        the first 254 are read.
        """
        pieces = self.cutter.cut(text[:CHARACTERS]).ids[:LONGEST]
        vocabulary = self.cutter.vocabulary
        ids = [vocabulary[CLS], *pieces, vocabulary[SEP]]
        return network.states(self.weights, ids, [0] * len(ids))

    def vector(self, text: str) -> Floats:
        """Give a text's vector: the means of the fourth and of the last layer, 768 numbers.

        Equal texts give equal numbers, bit for bit, on one machine. A text that was asked before
        in this run is not computed again. An empty text has the vector of the two marks.
        """
        known = self._cache.get(text)
        if known is not None:
            self._cache.move_to_end(text)
            return known
        states = self.states(text)
        found = np.concatenate([states[MIDDLE].mean(axis=1), states[-1].mean(axis=1)])
        found.flags.writeable = False
        self._cache[text] = found
        if len(self._cache) > CACHED:
            self._cache.popitem(last=False)
        return found

    def vectors(self, texts: Sequence[str], on_part: OnPart = silent) -> Floats:
        """Give the vectors of many texts, texts x 768, on one thread.

        ``on_part`` is told how many texts are done, and of how many.
        """
        found = np.zeros((len(texts), 2 * WIDTH), dtype=np.float32)
        for number, text in enumerate(texts):
            found[number] = self.vector(text)
            on_part(number + 1, len(texts))
        return found


def load(folder: Path | None = None) -> Encoder:
    """Load the encoder that ships with the project, after checking its hashes.

    ``folder`` holds ``encoder.npz``, ``vocab.txt`` and ``manifest.json`` (default: the project's
    ``models/encoder``). Returns the encoder; a second call gives the same one.
    Raises ``InputError`` if a file is missing or damaged.
    """
    if folder is None:
        home = weights.home()
        if home is None:
            raise weights.missing()
        folder = home / "encoder"
    return _load(folder, str(weights.manifest(folder)["files"]))


@lru_cache(maxsize=2)
def _load(folder: Path, files: str) -> Encoder:
    stored = weights.arrays(folder, "encoder.npz")
    return Encoder(weights.unpack(stored), parse(weights.read(folder, "vocab.txt").decode("utf-8")))
