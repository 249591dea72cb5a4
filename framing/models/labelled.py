"""Labelled sentences: loaded or plain, read from JSON Lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.errors import InputError
from framing.models.predict import FaultyRow, rows
from framing.models.wording import LABELS, faulty

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Labelled:
    """Sentences, labels (0 plain, 1 loaded), fold keys, and how many rows could not be used."""

    texts: list[str]
    labels: Ints
    groups: list[str]
    faulty: int


def read(source: Path) -> Labelled:
    """Read labelled sentences: JSON Lines with ``text`` and ``label`` or ``biased``.

    ``label`` is loaded or plain, ``biased`` true or false; ``group``, if present, is the fold
    key: rows of one group are never parted. Rows without usable text or label are counted.
    Raises ``InputError`` if the file cannot be read or no row can be used.
    """
    texts, labels, groups, wrong = [], [], [], 0
    for row in rows(source):
        label = None if isinstance(row, FaultyRow) else label_of(row)
        if isinstance(row, FaultyRow) or label is None or faulty(row.get("text")):
            wrong += 1
            continue
        texts.append(str(row["text"]))
        labels.append(label)
        groups.append(str(row.get("group", row["text"])))
    if not texts:
        raise InputError(
            found="no row that can be used",
            expected="lines with text and label (loaded, plain) or biased (true, false)",
            action="check the names of the fields",
            where=str(source),
        )
    return Labelled(texts, np.array(labels, dtype=np.int64), groups, wrong)


def label_of(row: Mapping[str, Any]) -> int | None:
    """Give a row's label as a number of ``LABELS``; None = it has none.

    >>> label_of({"label": "loaded"}), label_of({"biased": False}), label_of({})
    (1, 0, None)
    """
    label = row.get("label")
    if isinstance(label, str) and label in LABELS:
        return LABELS.index(label)
    biased = row.get("biased")
    return int(biased) if label is None and isinstance(biased, bool) else None
