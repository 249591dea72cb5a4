"""Figures of a model on labelled rows: macro-F1, confusion, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.errors import InputError
from framing.models import labelled
from framing.models import wording as wordings
from framing.models.encoder import OnPart, silent
from framing.models.predict import FaultyRow, rows
from framing.models.toward import LABELS, Toward, faulty
from framing.models.wording import Wording

Ints = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]
BINS = 5


def toward(source: Path, model: Toward, on_part: OnPart = silent) -> dict[str, Any]:
    """Measure tone toward a target on a JSON Lines file with text, start, end, label.

    ``sentence`` and ``polarity`` are read as text and label. Returns the figures of ``figures``
    and how many rows were ``faulty``. Raises ``InputError`` if no row can be used.
    """
    asked, labels, wrong = [], [], 0
    for row in rows(source):
        question = None if isinstance(row, FaultyRow) else _question(row)
        if question is None:
            wrong += 1
        else:
            asked.append(question[:3])
            labels.append(LABELS.index(question[3]))
    if not asked:
        raise InputError(
            found="no row that can be judged",
            expected="lines with text, start, end and label (-1, 0, 1)",
            action="check the names of the fields",
            where=str(source),
        )
    odds = model.judge(asked, on_part)
    names = [str(label) for label in LABELS]
    return figures(np.array(labels, dtype=np.int64), odds, names) | {"faulty": wrong}


def wording(source: Path, model: Wording, on_part: OnPart = silent) -> dict[str, Any]:
    """Measure loaded wording on a JSON Lines file with text and label, or biased.

    ``label`` is loaded or plain, ``biased`` true or false. Returns the figures of ``figures`` and
    how many rows were ``faulty``. Raises ``InputError`` if no row can be used.
    """
    data = labelled.read(source)
    odds = np.array(model.judge([(text, None) for text in data.texts], on_part))
    both = np.column_stack([1 - odds, odds])
    return figures(data.labels, both, wordings.LABELS) | {"faulty": data.faulty}


def _question(row: dict[str, Any]) -> tuple[str, int, int, int] | None:
    text, label = row.get("text", row.get("sentence")), row.get("label", row.get("polarity"))
    start, end = row.get("start"), row.get("end")
    if faulty(text, start, end) or label not in LABELS or isinstance(label, bool):
        return None
    return str(text), int(row["start"]), int(row["end"]), int(label)


def figures(labels: Ints, odds: Doubles, names: Sequence[str]) -> dict[str, Any]:
    """Give rows, macro-F1, F1 of each label, accuracy, confusion and calibration curve.

    ``labels`` are numbers of ``names``, ``odds`` the probabilities, rows x names. The confusion
    has a row for each true label. The curve sets how sure the model is against how often it is
    right, in five equal bins; ``calibration_error`` is their mean distance.

    >>> odds = np.array([[0.9, 0.1], [0.2, 0.8]])
    >>> figures(np.array([0, 1]), odds, ["plain", "loaded"])["macro_f1"]
    1.0
    """
    guess = odds.argmax(axis=1)
    size = len(names)
    confusion = np.bincount(labels * size + guess, minlength=size * size).reshape(size, size)
    hit = np.diag(confusion)
    both = confusion.sum(axis=0) + confusion.sum(axis=1)
    f1 = np.where(both > 0, 2 * hit / np.maximum(both, 1), 0.0)
    bins = curve(odds.max(axis=1), guess == labels, 1 / size)
    apart = sum(one["rows"] * abs(one["sure"] - one["right"]) for one in bins)
    return {
        "rows": len(labels),
        "macro_f1": round(float(f1.mean()), 4),
        "f1": {name: round(float(value), 4) for name, value in zip(names, f1, strict=True)},
        "accuracy": round(float(hit.sum() / len(labels)), 4),
        "confusion": confusion.tolist(),
        "calibration": bins,
        "calibration_error": round(float(apart / len(labels)), 4),
    }


def curve(sure: Doubles, right: npt.NDArray[np.bool_], least: float) -> list[dict[str, Any]]:
    """Set how sure a model is against how often it is right, in bins from ``least`` to 1."""
    edges = np.linspace(least, 1, BINS + 1)
    place = np.clip(np.searchsorted(edges, sure, side="right") - 1, 0, BINS - 1)
    return [
        {
            "from": round(float(edges[number]), 2),
            "to": round(float(edges[number + 1]), 2),
            "rows": int((place == number).sum()),
            "sure": round(float(sure[place == number].mean()), 3),
            "right": round(float(right[place == number].mean()), 3),
        }
        for number in range(BINS)
        if (place == number).any()
    ]


def text(found: dict[str, Any]) -> str:
    """Say figures in lines."""
    lines = [
        f"{found['rows']} rows, {found['faulty']} faulty",
        f"macro-F1 {found['macro_f1']:.3f}, accuracy {found['accuracy']:.3f}",
        "F1: " + ", ".join(f"{name} {value:.3f}" for name, value in found["f1"].items()),
        f"calibration error {found['calibration_error']:.3f}",
    ]
    for one in found["calibration"]:
        lines.append(
            f"  sure {one['from']:.2f} to {one['to']:.2f}: {one['rows']} rows, "
            f"said {one['sure']:.2f}, right {one['right']:.2f}"
        )
    return "\n".join(lines)
