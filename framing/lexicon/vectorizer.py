"""Lexicons as a scikit-learn transformer: texts in, counts per pole out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, TransformerMixin

from framing.lexicon import dictionary, files, scan
from framing.lexicon.files import Dimension
from framing.lexicon.line import put_on_line


class LexiconVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Count the words of each pole in each text, for use in a scikit-learn pipeline.

    ``dimensions`` are those to count (None: all that come with the project). ``fit`` learns
    ``dictionary_`` and nothing from the texts; ``transform`` gives an array of shape (texts,
    poles) with counts of matches, longest first. It looks at words alone: who says them, and
    whether they are denied, is in the table ``hits``.

    >>> from framing.lexicon import draft
    >>> counter = LexiconVectorizer([draft.new("calm-loud", ["calm"], ["loud"])])
    >>> counter.fit_transform(["A calm, calm day.", "Loud!"]).tolist()
    [[2, 0], [0, 1]]
    """

    def __init__(self, dimensions: Sequence[Dimension] | None = None) -> None:
        self.dimensions = dimensions

    def fit(self, texts: Sequence[str], y: Any = None) -> LexiconVectorizer:
        """Compile the dimensions; the texts are not looked at.

        >>> LexiconVectorizer([]).fit([]).dictionary_.ids
        ()
        """
        chosen = self.dimensions
        if chosen is None:
            chosen = files.load_folder([files.shipped()])
        self.dictionary_ = dictionary.compile(chosen)
        return self

    def transform(self, texts: Sequence[str]) -> npt.NDArray[np.int64]:
        """Count the matches of each pole in each text.

        Returns an array of shape (texts, poles), columns as ``get_feature_names_out``.

        >>> LexiconVectorizer([]).fit([]).transform(["a"]).shape
        (1, 0)
        """
        from sklearn.utils.validation import check_is_fitted

        check_is_fitted(self)
        words, line = self.dictionary_, put_on_line(list(texts))
        found, contexts = scan.scan(line, words)
        found = found.only(scan.without_context(found, contexts, line))
        found = found.only(scan.longest_first(found, words))
        firsts = np.cumsum([0, *(len(one.poles) for one in words.dimensions)])
        counts = np.zeros((len(texts), int(firsts[-1])), dtype=np.int64)
        rows = np.searchsorted(line.bases, line.back(found.starts), side="right") - 1
        columns = firsts[words.dimension_of[found.owner]] + words.pole_of[found.owner]
        np.add.at(counts, (rows, columns), 1)
        return counts

    def get_feature_names_out(self, input_features: Any = None) -> npt.NDArray[np.object_]:
        """Name the columns: dimension and pole.

        >>> from framing.lexicon import draft
        >>> counter = LexiconVectorizer([draft.new("calm-loud", ["calm"], ["loud"])]).fit([])
        >>> counter.get_feature_names_out().tolist()
        ['calm-loud:calm', 'calm-loud:loud']
        """
        return np.array(
            [f"{one.id}:{pole.id}" for one in self.dictionary_.dimensions for pole in one.poles],
            dtype=object,
        )
