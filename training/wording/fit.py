"""Fit the head for loaded wording that ships: on our own pairs, threshold without labels.

    python training/wording/fit.py --news polnear_train.jsonl [--babe babe.jsonl]

The news sets two numbers, the threshold and nothing else; the labelled sentences of --babe only
measure: one half of its groups was looked at while the head was made, the other half was not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from framing.models import encoder as encoders  # noqa: E402
from framing.models import evaluate, fitting, labelled, weights  # noqa: E402
from framing.models.lists import Lists  # noqa: E402
from framing.models.wording import LABELS, Floats, Head, Reader, lower  # noqa: E402
from framing.text import sentences  # noqa: E402

HERE = Path(__file__).parent
PLAN = fitting.Plan(strength=3e-4, emphasis=3.0)
PERCENTILE = 0.70
# a standard deviation of ordinary news above the threshold is loaded four times in five: pairs are
# so much easier than news that a slope fitted to them would be far too sure
SPREAD = float(np.log(4))
# framing model train wording --data babe.jsonl
TRAINED = ".777"
SENTENCES = 2000
SHORTEST, LONGEST = 8, 45


def pairs() -> list[dict[str, Any]]:
    """Read our pairs, by file and line."""
    return [
        json.loads(line)
        for path in sorted((HERE / "pairs").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def lists() -> Lists:
    """Take our lists and VADER's valences, as they are today."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    own = tomllib.loads((HERE / "lists.toml").read_text(encoding="utf-8"))
    words = {name: sorted(set(about["words"].lower().split())) for name, about in own.items()}
    return Lists(words, dict(SentimentIntensityAnalyzer().lexicon))


def ordinary(path: Path) -> list[str]:
    """Draw sentences of ordinary news: texts under ``text``, labels are not read."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    documents = pd.DataFrame(
        {"doc_id": [str(n) for n in range(len(texts))], "title": "", "text": texts}
    )
    debris = pd.DataFrame({"doc_id": [], "start": [], "end": [], "reason": []})
    found = sentences.split(documents, debris)
    kept = sorted(
        {
            " ".join(text.split())
            for text in found["text"]
            if SHORTEST <= len(text.split()) <= LONGEST and text.rstrip()[-1] in '.!?"”'
        }
    )
    random.Random(3).shuffle(kept)
    return kept[:SENTENCES]


def ranking(features: Floats, topics: list[str]) -> np.ndarray:
    """Score the pairs of every topic by a head that has not seen the topic."""
    scores = np.zeros(len(features))
    of_row = np.repeat(np.array(topics), 2)
    labels = np.tile([0, 1], len(topics))
    names = sorted(set(topics))
    for part in range(fitting.FOLDS):
        unseen = np.isin(of_row, names[part :: fitting.FOLDS])
        head, _ = fitting.fit(features[~unseen], labels[~unseen], PLAN)
        scores[unseen] = head.score(features[unseen]) - head.threshold
    return scores


def half(group: str) -> str:
    """Say in which half of the labelled sentences a group lies; only one was looked at."""
    odd = int(hashlib.sha256(f"w{group}".encode()).hexdigest(), 16) % 2
    return "unseen" if odd else "seen"


def measured(path: Path, reader: Reader, head: Head, work: Path | None) -> dict[str, Any]:
    """Measure the head on labelled sentences, each half for itself."""
    from sklearn.metrics import roc_auc_score

    data = labelled.read(path)
    scores = head.score(read(reader, data.texts, work))
    odds = head.probability(scores)
    halves = np.array([half(group) for group in data.groups])
    found = {}
    for name in ("seen", "unseen"):
        own = halves == name
        both = np.column_stack([1 - odds[own], odds[own]])
        found[name] = evaluate.figures(data.labels[own], both, LABELS)
        found[name]["auc"] = round(float(roc_auc_score(data.labels[own], scores[own])), 4)
    return found


def read(reader: Reader, texts: list[str], work: Path | None) -> Floats:
    """Read sentences, or take what an earlier run read of the same ones with the same encoder."""
    network = b"".join(array.tobytes() for _, array in sorted(reader.encoder.weights.items()))
    asked = hashlib.sha256("\n".join([*texts, reader.lists.dump()]).encode() + network)
    kept = work / f"{asked.hexdigest()[:16]}.npy" if work else None
    if kept and kept.is_file():
        return np.load(kept, allow_pickle=False)
    found = reader.many(texts, tell)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.save(kept, found)
    return found


def tell(done: int, of: int) -> None:
    """Say how far it is, now and then."""
    if done % 500 == 0 or done == of:
        print(f"{done} of {of}", file=sys.stderr, flush=True)


def main() -> None:
    """Fit, measure, write ``models/wording``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--news", type=Path, required=True, help="ordinary news, JSON Lines: text")
    parser.add_argument("--babe", type=Path, help="labelled sentences to measure with")
    parser.add_argument("--models", type=Path, default=ROOT / "models")
    parser.add_argument("--work", type=Path, help="keep what was read here, for the next run")
    options = parser.parse_args()
    own = pairs()
    topics = [pair["topic"] for pair in own]
    reader = Reader(lower(encoders.load(options.models / "encoder")), lists())
    sides = [pair[side] for pair in own for side in LABELS]
    features = read(reader, sides, options.work)
    labels = np.tile([0, 1], len(own))
    unseen = ranking(features, topics)
    head, _ = fitting.fit(features, labels, PLAN)
    scores = head.score(read(reader, ordinary(options.news), options.work))
    threshold = float(np.quantile(scores, PERCENTILE))
    slope = SPREAD / float(scores.std())
    head = Head(head.centre, head.scale, head.weight, threshold, slope)
    apart = unseen[1::2] - unseen[0::2]
    kinds = sorted({pair["kind"] for pair in own})
    figures: dict[str, Any] = {
        "pairs": len(own),
        "topics": len(set(topics)),
        "ranked": round(float((apart > 0).mean()), 4),
        "ranked_by_kind": {
            kind: round(float((apart[[p["kind"] == kind for p in own]] > 0).mean()), 3)
            for kind in kinds
        },
        "percentile": PERCENTILE,
    }
    if options.babe:
        figures["babe"] = measured(options.babe, reader, head, options.work)
    about = {
        "title": "loaded wording: how likely a sentence is loaded, and by which words",
        "licence": "Apache-2.0",
        "data": f"{len(own)} pairs of our own (CC BY 4.0)",
        "encoder": weights.manifest(options.models / "encoder")["files"]["encoder.npz"],
    }
    fitting.write(options.models / "wording", head, reader.lists, about, figures, card(figures))
    shutil.copyfile(HERE / "LICENSE", options.models / "wording" / "LICENSE")
    print(json.dumps(figures, indent=2))


def card(figures: dict[str, Any]) -> str:
    """Fill the card's figures into its text."""
    text = (HERE / "card.md").read_text(encoding="utf-8")
    kinds = figures["ranked_by_kind"]
    rows = "\n".join(f"| {kind} | {right:.3f} |" for kind, right in kinds.items())
    values = {"pairs": figures["pairs"], "topics": figures["topics"], "kinds": rows}
    values["trained"] = TRAINED
    values["ranked"] = f"{figures['ranked']:.3f}"
    for name in ("seen", "unseen"):
        one = figures.get("babe", {}).get(name)
        values[name] = (
            f"{one['macro_f1']:.3f} | {one['auc']:.3f} | {one['f1']['plain']:.3f} | "
            f"{one['f1']['loaded']:.3f} | {one['calibration_error']:.3f}"
            if one
            else "not measured"
        )
        values[f"{name}_curve"] = "\n".join(
            f"| {b['from']:.2f}-{b['to']:.2f} | {b['rows']} | {b['sure']:.2f} | {b['right']:.2f} |"
            for b in (one["calibration"] if one else [])
        )
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    return text


if __name__ == "__main__":
    main()
