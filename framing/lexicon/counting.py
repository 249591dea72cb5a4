"""Does a hit count? Who says it, is it asserted, and is it said of the right people?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import spans
from framing.lexicon import about
from framing.lexicon.files import Dimension
from framing.lexicon.line import Line

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
NOT_SAID = ("negated", "rejected", "hypothetical")


@dataclass(frozen=True)
class Hearing:
    """Voice, speaker and polarity of each hit (lists of one length)."""

    voice: list[str]
    speaker: list[str]
    polarity: list[str]

    def of_labels(self, labels: pd.DataFrame, rows: Ints) -> Hearing:
        """Take over the reading of the label that a hit is part of (``rows``; -1 = none).

        A name stands though its sentence is denied: "they refused to take the criminals back"
        calls them criminals. The labels know that.

        >>> Hearing(["narrator"], [""], ["negated"]).of_labels(pd.DataFrame(), np.array([-1]))
        Hearing(voice=['narrator'], speaker=[''], polarity=['negated'])
        """
        mine = np.flatnonzero(rows >= 0)
        if not len(mine):
            return self
        taken = labels.iloc[rows[mine]]
        columns = []
        for name, values in (("voice", self.voice), ("speaker", self.speaker),
                             ("polarity", self.polarity)):  # fmt: skip
            changed = list(values)
            for row, value in zip(mine.tolist(), taken[name].tolist(), strict=True):
                changed[row] = value
            columns.append(changed)
        return Hearing(*columns)


def hear(
    doc_ids: pd.Series[Any], starts: Ints, ends: Ints, quotes: pd.DataFrame, scopes: pd.DataFrame
) -> Hearing:
    """Look up who says each hit, and whether it is asserted.

    A negator that is part of the hit itself ("without papers") does not negate it.

    >>> from framing import tables
    >>> hear(pd.Series(["a"]), np.array([0]), np.array([4]), tables.empty("quotes"),
    ...      tables.empty("scopes")).polarity
    ['asserted']
    """
    voice, speaker = spans.voice_at(quotes, doc_ids, starts, ends)
    polarity = spans.polarity_at(scopes, doc_ids, starts, ends)
    own, cue = _own_cues(doc_ids, starts, ends, scopes)
    if len(own):
        others = scopes[~cue]
        again = spans.polarity_at(others, doc_ids.iloc[own], starts[own], ends[own])
        for row, value in zip(own.tolist(), again, strict=True):
            polarity[row] = value
    return Hearing(voice, speaker, polarity)


def _own_cues(
    doc_ids: pd.Series[Any], starts: Ints, ends: Ints, scopes: pd.DataFrame
) -> tuple[Ints, Bools]:
    """Find the hits that hold a scope's cue, and the scopes whose cue lies in a hit."""
    none = np.zeros(len(scopes), dtype=np.bool_)
    if not len(scopes) or not len(starts):
        return np.empty(0, dtype=np.int64), none
    stretches = pd.DataFrame({"doc_id": doc_ids, "start": starts, "end": ends})
    holder = spans.innermost(stretches, scopes["doc_id"], scopes["cue_start"], scopes["cue_end"])
    holder = np.where(scopes["cue_start"].to_numpy() >= 0, holder, -1)
    return np.unique(holder[holder >= 0]), holder >= 0


def of_whom(
    dimension_of: Ints,
    low: Ints,
    high: Ints,
    sentence_starts: Ints,
    labels: pd.DataFrame,
    line: Line,
    doc_index: pd.Index[str],
    dimensions: Sequence[Dimension],
) -> tuple[list[str], Ints]:
    """Say for each hit why it is not about its dimension's referent, and of which label it is part.

    ``low`` and ``high`` are the hits' places on the line of all texts. Returns reasons (empty: it
    is about the referent, or its dimension asks for none) and rows of ``labels`` (-1 = none).

    >>> nothing = np.empty(0, dtype=np.int64)
    >>> of_whom(nothing, nothing, nothing, nothing, pd.DataFrame(), None, pd.Index([]), [])[0]
    []
    """
    reasons = [""] * len(low)
    part_of = np.full(len(low), -1, dtype=np.int64)
    for number, one in enumerate(dimensions):
        mine = np.flatnonzero(dimension_of == number)
        if not one.referent or not len(mine):
            continue
        chosen = np.flatnonzero((labels["referent"] == one.referent).to_numpy())
        of_it = labels.iloc[chosen]
        counted = of_it["counted"].to_numpy(dtype=np.bool_)
        right = about.spans(of_it[counted], line.bases, doc_index)
        wrong = about.spans(of_it[~counted], line.bases, doc_index)
        told, row = about.read(
            line.text, low[mine], high[mine], sentence_starts[mine], right, wrong
        )
        numbers = np.append(chosen[counted], -1)
        part_of[mine] = numbers[row]
        for place, reason in zip(mine.tolist(), told, strict=True):
            reasons[place] = reason
    return reasons, part_of


def reasons(
    hearing: Hearing, debris: Bools, languages: Sequence[str], of_whom: Sequence[str]
) -> list[str]:
    """Say for each hit why it does not count; an empty text means that it counts.

    ``debris`` says whether it stands in page debris, ``languages`` are its text's (empty =
    unknown), ``of_whom`` the reasons that ``of_whom`` gives.

    >>> said = Hearing(["narrator"] * 2, [""] * 2, ["asserted", "negated"])
    >>> reasons(said, np.array([False, False]), ["en", "en"], ["", ""])
    ['', 'negated']
    """
    found = []
    rows = zip(hearing.polarity, hearing.speaker, debris.tolist(), languages, of_whom, strict=True)
    for polarity, speaker, waste, language, other in rows:
        if waste:
            found.append("page debris")
        elif language not in ("", "en"):
            found.append("not an English text")
        elif polarity in NOT_SAID:
            found.append(polarity)
        elif polarity == "alleged" and not speaker:
            found.append("alleged, by nobody named")
        else:
            found.append(other)
    return found
