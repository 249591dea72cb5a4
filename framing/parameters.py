"""Every number that steers an analysis, in one place and printed with every result."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Parameters:
    """The settings of one run; a report prints them all, so that it can be made again.

    ``seed`` starts every random draw; ``resamples`` counts bootstrap resamples; ``permutations``
    is the least number of permutations of a test; ``level`` is the level of every interval;
    ``too_few_hits`` is the number of counted hits below which a score is withheld;
    ``shrinkage`` is k of the displayed value s = (n2 - n1) / (n1 + n2 + k); ``alpha`` is the
    adjusted p below which a difference may be claimed; ``short_words`` is the number of words
    below which a text gets a caution; ``near_copy`` is the Jaccard similarity of word shingles
    above which two texts are near-copies; ``same_fact`` is the similarity above which two
    sentences are taken to tell the same thing; ``length_ratio`` and ``days_apart`` are the
    limits above which a comparison is cautioned; ``models`` says whether learned models that are
    installed are used.

    >>> Parameters().seed
    20250126
    """

    seed: int = 20250126
    resamples: int = 2000
    permutations: int = 2000
    level: float = 0.95
    alpha: float = 0.05
    too_few_hits: int = 3
    shrinkage: float = 3.0
    short_words: int = 60
    near_copy: float = 0.5
    same_fact: float = 0.3
    length_ratio: float = 2.0
    days_apart: int = 7
    models: bool = True

    def as_dict(self) -> dict[str, float | int]:
        """Give the settings as a plain dictionary, in the order of their definition.

        >>> Parameters(seed=1).as_dict()["seed"]
        1
        """
        return asdict(self)
