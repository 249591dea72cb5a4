"""The sentence encoder, in NumPy over 8-bit weights: the same vector in any batch or worker."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from framing import paths
from framing.errors import InputError
from framing.models.wordpiece import CLS, SEP, WordPiece, load
from framing.storage import sha256

Floats = npt.NDArray[np.float32]
HEADS = 12
LONGEST = 254
CACHED = 20_000


@dataclass(frozen=True)
class Encoder:
    """Turn sentences into vectors with the network that the project ships.

    ``weights`` maps a name to 32-bit matrices (layers) or to the 8-bit word table and its scales;
    ``cutter`` cuts text into pieces. A sentence is computed alone, so that its vector does not
    depend on what else is computed (Vaswani et al. 2017; weights: see models/CARD.md).
    """

    weights: dict[str, npt.NDArray[Any]]
    cutter: WordPiece
    _cache: OrderedDict[str, Floats] = field(default_factory=OrderedDict, repr=False)

    def states(self, ids: list[int], kinds: list[int]) -> list[Floats]:
        """Give the hidden states of every layer, each pieces x 384, from the piece numbers."""
        w = self.weights
        words = w["words"][ids].astype(np.float32) * w["words.scale"][ids, None]
        x = _norm(words + w["places"][: len(ids)] + w["kinds"][kinds], w, "norm")
        states = [x]
        for layer in range(sum(name.endswith("query.weight") for name in w)):
            states.append(_layer(states[-1], w, f"layers.{layer}."))
        return states

    def vector(self, sentence: str) -> Floats:
        """Give a sentence's vector: means of the middle and last layer's states, 768 numbers."""
        known = self._cache.get(sentence)
        if known is not None:
            return known
        pieces = self.cutter.cut(sentence[:20_000]).ids[:LONGEST]
        vocabulary = self.cutter.vocabulary
        ids = [vocabulary[CLS], *pieces, vocabulary[SEP]]
        states = self.states(ids, [0] * len(ids))
        found = np.concatenate([states[4].mean(axis=0), states[-1].mean(axis=0)])
        self._cache[sentence] = found
        if len(self._cache) > CACHED:
            self._cache.popitem(last=False)
        return found


def _norm(x: Floats, w: dict[str, npt.NDArray[Any]], name: str) -> Floats:
    centred = x - x.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + np.float32(1e-12))
    scaled: Floats = centred / spread * w[f"{name}.weight"] + w[f"{name}.bias"]
    return scaled


def _linear(x: Floats, w: dict[str, npt.NDArray[Any]], name: str) -> Floats:
    out: Floats = x @ w[f"{name}.weight"] + w[f"{name}.bias"]
    return out


def _layer(x: Floats, w: dict[str, npt.NDArray[Any]], at: str) -> Floats:
    from scipy.special import erf

    length, width = x.shape

    def heads(name: str) -> Floats:
        return _linear(x, w, at + name).reshape(length, HEADS, -1).transpose(1, 0, 2)

    scores = heads("query") @ heads("key").transpose(0, 2, 1) / np.float32(np.sqrt(width / HEADS))
    scores = np.exp(scores - scores.max(axis=2, keepdims=True))
    mixed = (scores / scores.sum(axis=2, keepdims=True)) @ heads("value")
    mixed = mixed.transpose(1, 0, 2).reshape(length, width)
    x = _norm(x + _linear(mixed, w, at + "mix"), w, at + "mix_norm")
    inner = _linear(x, w, at + "up")
    inner = inner * np.float32(0.5) * (1 + erf(inner / np.float32(np.sqrt(2))))
    return _norm(x + _linear(inner, w, at + "down"), w, at + "norm")


def unpack(stored: dict[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
    """Turn the stored 8-bit matrices into 32-bit ones; the word table stays 8-bit.

    A matrix ``x`` with scales ``x.scale`` (one per output) is stored as outputs x inputs.
    """
    ready: dict[str, npt.NDArray[Any]] = {}
    for name, array in stored.items():
        if name.endswith(".scale") and name != "words.scale":
            continue
        scale = stored.get(f"{name}.scale")
        if name in ("words", "words.scale") or scale is None:
            ready[name] = array if name == "words" else array.astype(np.float32)
        else:
            whole = array.astype(np.float32) * scale.astype(np.float32)[:, None]
            ready[name] = np.ascontiguousarray(whole.T)
    return ready


@lru_cache(maxsize=2)
def load_encoder(folder: Path | None = None) -> Encoder:
    """Load the encoder that ships with the project, after checking its hash.

    ``folder`` holds ``encoder.npz``, ``vocab.txt`` and ``manifest.json`` (default: ``models/``).
    Returns the encoder. Raises ``InputError`` if a file is missing or damaged.
    """
    folder = folder or paths.data_dir("models")
    checked(folder, ("encoder.npz", "vocab.txt"))
    with np.load(folder / "encoder.npz", allow_pickle=False) as stored:
        weights = unpack(dict(stored))
    return Encoder(weights, load(folder / "vocab.txt"))


def checked(folder: Path, names: tuple[str, ...]) -> dict[str, Any]:
    """Check files against the hashes of ``manifest.json`` before anything is loaded.

    Returns the manifest. Raises ``InputError`` naming the file that is missing or damaged.
    """
    manifest_path = folder / "manifest.json"
    if not manifest_path.is_file():
        raise InputError(
            found="the trained weights are not there",
            expected="manifest.json beside the weights",
            action="install framing-compare again, or add --no-models",
            where=str(manifest_path),
        )
    manifest: dict[str, Any] = json.loads(manifest_path.read_text(encoding="utf-8"))
    for name in names:
        path = folder / name
        if not path.is_file() or sha256(path.read_bytes()) != manifest["files"].get(name):
            raise InputError(
                found=f"the weight file {name} is {'damaged' if path.is_file() else 'missing'}",
                expected="the SHA-256 that manifest.json names",
                action="install framing-compare again, or add --no-models",
                where=str(path),
            )
    return manifest
