"""What is measured on held-out rows: grouped figures, calibration, and where it errs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from sklearn.metrics import confusion_matrix, f1_score

Rows = list[dict[str, Any]]
BINS = 5


def temperature(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Find the number that divides the logits so that held-out log loss is least."""
    logits = np.log(np.clip(probabilities, 1e-12, 1))
    tried = np.linspace(0.5, 3.0, 126)
    return float(min(tried, key=lambda t: log_loss(softened(logits, t), labels)))


def softened(logits: np.ndarray, by: float) -> np.ndarray:
    """Divide logits and turn them into probabilities."""
    odds = np.exp((logits - logits.max(axis=1, keepdims=True)) / by)
    return odds / odds.sum(axis=1, keepdims=True)


def log_loss(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Give the mean surprise; ``labels`` are 0, 1, 2."""
    return float(-np.log(np.clip(probabilities[np.arange(len(labels)), labels], 1e-12, 1)).mean())


def figures(rows: Rows, probabilities: np.ndarray) -> dict[str, Any]:
    """Give macro-F1, accuracy, confusion, calibration and groups; no text of a row."""
    labels = np.array([row["polarity"] + 1 for row in rows])
    guess = probabilities.argmax(axis=1)
    return {
        "rows": len(rows),
        "macro_f1": scored(labels, guess),
        "f1_by_label": [round(float(x), 3) for x in f1_score(labels, guess, average=None)],
        "accuracy": round(float((labels == guess).mean()), 4),
        "confusion": confusion_matrix(labels, guess, labels=[0, 1, 2]).tolist(),
        "log_loss": round(log_loss(probabilities, labels), 4),
        "calibration": curve(probabilities, labels),
        "calibration_error": error(probabilities, labels),
        "groups": groups(rows, labels, guess),
    }


def scored(labels: np.ndarray, guess: np.ndarray) -> float:
    """Give macro-F1 over -1, 0, 1."""
    whole = f1_score(labels, guess, labels=[0, 1, 2], average="macro", zero_division=0)
    return round(float(whole), 4)


def curve(probabilities: np.ndarray, labels: np.ndarray) -> list[dict[str, float]]:
    """Set how sure it is against how often it is right, in fifths of the range from 1/3 to 1."""
    sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    edges = np.linspace(1 / 3, 1, BINS + 1)
    found = []
    for low, high in pairwise(edges):
        inside = (sure >= low) & ((sure < high) | (high == edges[-1]))
        if inside.any():
            found.append(
                {
                    "from": round(float(low), 2),
                    "to": round(float(high), 2),
                    "rows": int(inside.sum()),
                    "sure": round(float(sure[inside].mean()), 3),
                    "right": round(float(right[inside].mean()), 3),
                }
            )
    return found


def error(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Give the mean distance between sure and right over the curve's bins."""
    bins = curve(probabilities, labels)
    total = sum(one["rows"] for one in bins)
    return round(sum(one["rows"] * abs(one["sure"] - one["right"]) for one in bins) / total, 4)


def groups(rows: Rows, labels: np.ndarray, guess: np.ndarray) -> dict[str, dict[str, float]]:
    """Give rows and macro-F1 of groups of rows that may fare differently."""
    sentences: dict[str, set[int]] = {}
    for row in rows:
        sentences.setdefault(row["sentence"], set()).add(row["polarity"])
    tests: dict[str, Callable[[dict[str, Any]], bool]] = {
        "one target in the sentence": lambda r: len(sentences[r["sentence"]]) == 1,
        "targets of unlike tone": lambda r: len(sentences[r["sentence"]]) > 1,
        "with quotation marks": lambda r: any(mark in r["sentence"] for mark in '“”"'),
        "without quotation marks": lambda r: not any(mark in r["sentence"] for mark in '“”"'),
        "with a negation": lambda r: bool(NEGATION & set(r["sentence"].lower().split())),
        "over 30 words": lambda r: len(r["sentence"].split()) > 30,
        "up to 15 words": lambda r: len(r["sentence"].split()) <= 15,
        "target is a pronoun": lambda r: r["mention"].lower() in PRONOUNS,
    }
    found = {}
    for name, test in tests.items():
        inside = np.array([test(row) for row in rows])
        if inside.sum() >= 20:
            f1 = scored(labels[inside], guess[inside])
            found[name] = {"rows": int(inside.sum()), "macro_f1": f1}
    return found


NEGATION = {"not", "no", "never", "nor", "nobody", "didn’t", "didn't", "isn’t", "isn't", "won’t"}
PRONOUNS = {"he", "she", "him", "her", "his", "they", "them", "i", "we", "you", "it"}
