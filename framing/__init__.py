"""framing-compare shows how outlets word the same event, with the evidence underlined.

>>> import framing
>>> corpus = framing.load(framing.sample())
>>> len(corpus.documents)
5
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.pipeline import Comparison, annotate, compare, load, sample, score

__version__ = "0.1.0"
__all__ = ["Comparison", "__version__", "annotate", "compare", "load", "sample", "score"]


def __getattr__(name: str) -> Any:
    # late: `framing --help` and usage errors must not load numpy
    if name in __all__:
        return getattr(import_module("framing.pipeline"), name)
    raise AttributeError(f"module 'framing' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
