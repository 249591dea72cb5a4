"""The network's arithmetic in NumPy: one sentence goes in, the states of its layers come out.

A sentence is computed alone, in matrices of its own length, so that its numbers cannot depend on
what else is computed, in which order, or by which worker. The network is the encoder of Vaswani
et al. (2017) in the form of BERT (Devlin et al. 2019).

States lie with a column for each piece: the matrix library is half as fast again that way round
on matrices as narrow as a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Arrays = Mapping[str, npt.NDArray[Any]]
HEADS = 12
_HALF, _ONE, _TINY = np.float32(0.5), np.float32(1), np.float32(1e-12)
_CUBIC, _SLOPE = np.float32(0.044715), np.float32(np.sqrt(2 / np.pi))


def states(
    weights: Arrays,
    ids: Sequence[int],
    kinds: Sequence[int],
    columns: npt.NDArray[np.int64] | None = None,
) -> list[Floats]:
    """Give the states of the entry and of every layer, each 384 x pieces, of one sentence.

    ``weights`` is what ``weights.unpack`` gives, ``ids`` are piece numbers, ``kinds`` 0 for the
    sentence and 1 for what is asked about it. With ``columns`` the last layer is computed for
    these pieces only: its others feed nothing, and leaving them out saves a seventh of the time.
    """
    found = [_entry(weights, ids, kinds)]
    last = depth(weights) - 1
    # two threads are no faster on matrices this small, workers share the cores, and how the
    # library shares out its work must not reach a number
    with _libraries().limit(limits=1, user_api="blas"):
        for layer in range(last + 1):
            wanted = columns if layer == last else None
            found.append(_layer(found[-1], weights, f"layers.{layer}.", wanted))
    return found


@cache
def _libraries() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def depth(weights: Arrays) -> int:
    """Count the layers."""
    return sum(name.endswith(".query.weight") for name in weights)


def _entry(w: Arrays, ids: Sequence[int], kinds: Sequence[int]) -> Floats:
    at = np.asarray(ids, dtype=np.int64)
    words = w["words"][at].astype(np.float32) * w["words.scale"][at, None]
    summed = words + w["places"][: len(at)] + w["kinds"][np.asarray(kinds, dtype=np.int64)]
    return _norm(np.ascontiguousarray(summed.T), w, "norm")


def _norm(x: Floats, w: Arrays, name: str) -> Floats:
    x = x - x.mean(axis=0)
    x /= np.sqrt((x * x).mean(axis=0) + _TINY)
    x *= w[f"{name}.weight"]
    x += w[f"{name}.bias"]
    return x


def _linear(x: Floats, w: Arrays, name: str) -> Floats:
    out: Floats = w[f"{name}.weight"] @ x
    out += w[f"{name}.bias"]
    return out


def _layer(x: Floats, w: Arrays, at: str, columns: npt.NDArray[np.int64] | None = None) -> Floats:
    """Compute one layer; with ``columns``, only these columns of its result."""
    width = len(x)
    own = x if columns is None else np.ascontiguousarray(x[:, columns])

    def heads(of: Floats, name: str) -> Floats:
        return _linear(of, w, at + name).reshape(HEADS, width // HEADS, -1)

    # rows are the pieces that are looked at, columns those that look
    scores = heads(x, "key").transpose(0, 2, 1) @ heads(own, "query")
    scores *= np.float32(np.sqrt(HEADS / width))
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)
    mixed = (heads(x, "value") @ scores).reshape(width, -1)
    own = _norm(own + _linear(mixed, w, at + "mix"), w, at + "mix_norm")
    inner = _gelu(_linear(own, w, at + "up"))
    return _norm(own + _linear(inner, w, at + "down"), w, at + "norm")


def _gelu(x: Floats) -> Floats:
    """Compute the smooth gate in its tanh form, with which the network was trained."""
    gate = x * x
    gate *= _CUBIC
    gate += _ONE
    gate *= x
    gate *= _SLOPE
    np.tanh(gate, out=gate)
    gate += _ONE
    gate *= x
    gate *= _HALF
    return gate
