"""Fit a linear head for loaded wording on labelled sentences; scikit-learn alone."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from framing import storage
from framing.errors import InputError
from framing.models import evaluate, weights
from framing.models.encoder import WIDTH, OnPart, silent
from framing.models.labelled import Labelled, read
from framing.models.lists import Lists
from framing.models.wording import LABELS, LAYERS, Floats, Head, load

Ints = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]
FOLDS = 5
LEAST = 20
OURS = frozenset({"head.npz", "lists.json", "manifest.json", "CARD.md", "figures.json"})


@dataclass(frozen=True)
class Plan:
    """How a head is fitted.

    ``strength`` is the inverse of the penalty on its weights; ``emphasis`` is how much more
    freely a list may weigh than one of the encoder's numbers.
    """

    strength: float = 1e-3
    emphasis: float = 4.0


def fit(features: Floats, labels: Ints, plan: Plan) -> tuple[Head, Doubles]:
    """Fit a head: standardised features, logistic regression with a quadratic penalty.

    ``features`` are rows of ``Reader.many``, ``labels`` 0 or 1.
    Returns the head, with threshold and slope as the regression has them, and the scores of the
    rows.
    """
    from sklearn.linear_model import LogisticRegression

    centre, scale = features.mean(axis=0), features.std(axis=0)
    scale = np.where(scale > 0, scale, 1).astype(np.float32)
    lift = np.ones(features.shape[1], dtype=np.float32)
    lift[len(LAYERS) * WIDTH :] = plan.emphasis
    near = np.clip((features - centre) / scale, -4, 4) * lift
    model = LogisticRegression(C=plan.strength, max_iter=1000, random_state=0)
    model.fit(near, labels)
    weight = (model.coef_[0] * lift).astype(np.float32)
    head = Head(centre, scale, weight, -float(model.intercept_[0]), 1.0)
    return head, head.score(features)


def folds(groups: Sequence[str], labels: Ints) -> list[tuple[Ints, Ints]]:
    """Deal rows into five parts, a group never parted, labels spread evenly."""
    from sklearn.model_selection import StratifiedGroupKFold

    parts = min(FOLDS, len(set(groups)))
    dealer = StratifiedGroupKFold(parts, shuffle=True, random_state=0)
    return list(dealer.split(np.zeros(len(labels)), labels, np.array(groups)))


def crossed(features: Floats, labels: Ints, groups: Sequence[str], plan: Plan) -> Doubles:
    """Score every row by a head that has not seen its group."""
    scores = np.zeros(len(labels))
    for known, unseen in folds(groups, labels):
        head, _ = fit(features[known], labels[known], plan)
        scores[unseen] = head.score(features[unseen]) - head.threshold
    return scores


def calibration(scores: Doubles, labels: Ints) -> tuple[float, float]:
    """Give threshold and slope that turn scores into probabilities (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e6).fit(scores[:, None], labels)
    slope = max(float(model.coef_[0, 0]), 1e-6)
    return -float(model.intercept_[0]) / slope, slope


def train(
    source: Path, out: Path, on_part: OnPart = silent, folder: Path | None = None
) -> dict[str, Any]:
    """Train a head on labelled sentences of your own and write it into a folder.

    ``source`` is read by ``labelled.read``; ``on_part`` is told how many sentences are read;
    ``folder`` holds the models' folders (default: the project's), whose encoder and word lists
    are used. The same file gives the same folder. Writes head.npz, lists.json, figures.json,
    CARD.md and manifest.json. Returns the figures of the grouped cross-validation. Raises
    ``InputError`` if a label has fewer than twenty rows, or ``out`` holds anything else.
    """
    data = read(source)
    _enough(data, source)
    _free(out)
    reader, plan = load(folder).reader, Plan()
    features = reader.many(data.texts, on_part)
    scores = crossed(features, data.labels, data.groups, plan)
    shift, slope = calibration(scores, data.labels)
    head, _ = fit(features, data.labels, plan)
    head = Head(head.centre, head.scale, head.weight, head.threshold + shift, slope)
    odds = 1 / (1 + np.exp(-slope * (scores - shift)))
    figures = evaluate.figures(data.labels, np.column_stack([1 - odds, odds]), LABELS)
    figures |= {"faulty": data.faulty, "groups": len(set(data.groups))}
    about = {
        "title": "Loaded wording, trained on sentences of your own",
        "licence": "that of the sentences it was trained on",
        "data": source.name,
        "encoder": weights.manifest(_home(folder) / "encoder")["files"]["encoder.npz"],
        "data_sha256": storage.sha256(source.read_bytes()),
    }
    write(out, head, reader.lists, about, figures, card(source.name, figures))
    return figures


def write(
    out: Path,
    head: Head,
    counted: Lists,
    about: Mapping[str, Any],
    figures: Mapping[str, Any],
    text: str,
) -> None:
    """Write a head's folder, whole or not at all."""
    arrays = {
        "centre": head.centre,
        "scale": head.scale,
        "weight": head.weight,
        "threshold": np.array([head.threshold]),
        "slope": np.array([head.slope]),
    }
    numbers = json.dumps(figures, indent=2, sort_keys=True) + "\n"
    files = {
        "head.npz": packed(arrays),
        "lists.json": counted.dump().encode("utf-8"),
        "figures.json": numbers.encode("utf-8"),
    }
    digests = {name: storage.sha256(data) for name, data in files.items()}
    with storage.staged(out) as stage:
        for name, data in files.items():
            (stage / name).write_bytes(data)
        (stage / "CARD.md").write_text(text, encoding="utf-8")
        storage.write_json({**about, "files": digests}, stage / "manifest.json")


def packed(arrays: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """Give the bytes of an .npz that do not depend on the clock."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(arrays):
            entry = io.BytesIO()
            np.lib.format.write_array(entry, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            about = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(about, entry.getvalue())
    return whole.getvalue()


def _home(folder: Path | None) -> Path:
    home = folder or weights.home()
    if home is None:
        raise weights.missing()
    return home


def _enough(data: Labelled, source: Path) -> None:
    counts = {name: int((data.labels == number).sum()) for number, name in enumerate(LABELS)}
    if min(counts.values()) < LEAST or len(set(data.groups)) < 2:
        raise InputError(
            found=f"{counts['loaded']} loaded and {counts['plain']} plain sentences",
            expected=f"at least {LEAST} of each, of two groups or more",
            action="add labelled sentences",
            where=str(source),
        )


def _free(out: Path) -> None:
    if not out.exists():
        return
    foreign = (
        sorted(path.name for path in out.iterdir() if path.name not in OURS)
        if (out.is_dir())
        else [out.name]
    )
    if foreign:
        raise InputError(
            found=f"the folder holds '{foreign[0]}', which is no part of a trained head",
            expected="a new folder, or an earlier head to be replaced",
            action="choose another folder with --out",
            where=str(out),
        )


def card(data: str, figures: Mapping[str, Any]) -> str:
    """Write the card of a head that was trained on sentences of your own."""
    bins = "\n".join(
        f"| {one['from']:.2f}-{one['to']:.2f} | {one['rows']} | {one['sure']:.2f} "
        f"| {one['right']:.2f} |"
        for one in figures["calibration"]
    )
    f1 = ", ".join(f"{name} {value:.3f}" for name, value in figures["f1"].items())
    return f"""# Loaded wording, trained on {data}

A linear head on the project's sentence encoder and word lists, made by
`framing model train wording`. It is not part of the project, and its licence is that of the
sentences it was trained on.

## Figures

Five folds; rows of one group are never parted. {figures["rows"]} sentences of
{figures["groups"]} groups, {figures["faulty"]} rows could not be used.

Macro-F1 **{figures["macro_f1"]:.3f}**, accuracy {figures["accuracy"]:.3f}; F1: {f1}.

| how sure | sentences | mean sureness | right |
|---|---|---|---|
{bins}

Mean distance between sureness and being right: {figures["calibration_error"]:.3f}.

## What it must not be used for

A verdict on an outlet or a writer; sentences of another kind, time or language than those it was
trained on; the truth of a sentence. On sentences that other people labelled, expect far less.
"""
