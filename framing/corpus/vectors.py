"""Texts to vectors of weighted words, for finding texts that tell the same event."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.paths import data_dir

# articles of this many background words that a small pool is joined to, so that its own few
# articles do not decide alone which words are rare
_BACKGROUND_ARTICLES, _ARTICLE_WORDS = 100, 250
# mentions in the background from which a word found in one article only keeps its weight; rarer
# ones are names, numbers and misprints that say nothing of the other articles
_FAMILIAR = 10
_WORDS = r"\w\w+"


@cache
def _background() -> tuple[dict[str, int], int]:
    counts: dict[str, int] = {}
    total = 1
    path = data_dir("lexicons") / "background" / "en.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, number = line.partition("\t")
        if word == "#words":
            total = int(number)
        elif number and " " not in word and not word.startswith("#"):
            counts[word] = int(number)
    return counts, total


@cache
def _function_words() -> tuple[str, ...]:
    path = data_dir("lexicons") / "background" / "function-words.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    # the tokens of "don't" are "don" and "t"
    return tuple(sorted({part for word in words for part in word.replace("'", " ").split()}))


def vectorize(texts: Sequence[str] | pd.Series[str]) -> Any:
    """Turn texts into vectors of length one over their words.

    ``texts`` are n articles. Returns a sparse matrix (n x words): a word that stands in a text
    weighs the logarithm of how rare it is, in these texts and in ordinary news together; how
    often it stands there does not matter. Function words are left out.
    Method: TF-IDF with binary term frequency; the background is ``lexicons/background/en.tsv``.

    >>> matrix = vectorize(["The harbour was closed.", "The harbour was open.", "Rain."])
    >>> float((matrix @ matrix.T)[0, 2])
    0.0
    """
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.preprocessing import normalize

    counter = CountVectorizer(
        binary=True, stop_words=list(_function_words()), token_pattern=_WORDS, dtype=np.float32
    )
    try:
        found = counter.fit_transform(texts)
    except ValueError:  # no word in any text
        from scipy.sparse import csr_array, csr_matrix

        return csr_matrix(csr_array((len(texts), 1), dtype=np.float32))
    weights = _weights(counter.get_feature_names_out().tolist(), found)
    return normalize(found.multiply(weights[None, :]).tocsr())


def _weights(words: list[str], found: Any) -> npt.NDArray[np.float32]:
    counts, total = _background()
    frequency = np.bincount(found.indices, minlength=len(words))
    known = np.array([counts.get(word, 0) for word in words], dtype=np.float64)
    # an unseen word counts as a fifth of a mention
    elsewhere = 1 - np.exp(-_ARTICLE_WORDS * (known + 0.2) / total)
    pooled = 1 + frequency + elsewhere * _BACKGROUND_ARTICLES
    weights = np.log((1 + found.shape[0] + _BACKGROUND_ARTICLES) / pooled)
    weights[(frequency < 2) & (known < _FAMILIAR)] = 0
    return np.asarray(np.maximum(weights, 0), dtype=np.float32)
