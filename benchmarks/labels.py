"""Measure the labels against hand-made truth: found, voice, speaker, polarity, look-alikes.

    python benchmarks/labels.py --gold DIR --seeds DIR [--show]

``DIR/mentions.jsonl`` has file, start, end, text, referent, voice, speaker, polarity. A label
is found when its head noun overlaps a hand-made span of the same referent. Precision counts the
counted labels whose head lies in such a span; labels whose head lies in a span of ``other_people``
are the look-alikes counted. ``--names FILE`` (TOML with [[actor]]) gives actors' names.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd

from framing import paths, tables
from framing.event import Actor
from framing.lexicon import labels, referents
from framing.text import deeds, quotes, scope, sentences

REFERENTS = ("people_removed", "removal_act", "flights")
POLARITY = {
    "affirm": "asserted",
    "negated": "negated",
    "rejected_simile": "rejected",
    "alleged": "alleged",
    "hypothetical": "hypothetical",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--seeds", type=Path, required=True)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--referents", default=",".join(REFERENTS), help="ids, joined by commas")
    parser.add_argument("--no-quotes", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    gold = [json.loads(line) for line in (options.gold / "mentions.jsonl").open(encoding="utf-8")]
    found = annotate(options.seeds, sorted({row["file"] for row in gold}), options)
    rows = {
        referent: measure(referent, gold, found, options.show)
        for referent in options.referents.split(",")
    }
    print(pd.DataFrame(rows).T.to_string())


def annotate(seeds: Path, names: list[str], options: argparse.Namespace) -> pd.DataFrame:
    """Find the labels of the named files; adds head_start and head_end (characters)."""
    documents = pd.DataFrame(
        {
            "doc_id": names,
            "title": [""] * len(names),
            "text": [(seeds / name).read_text(encoding="utf-8") for name in names],
        }
    )
    nothing = pd.DataFrame({"doc_id": [], "start": [], "end": [], "reason": []})
    cut = sentences.split(documents, nothing)
    known = []
    if options.names:
        data = tomllib.loads(options.names.read_text(encoding="utf-8"))
        known = [Actor(a["name"], tuple(a.get("aliases", ()))) for a in data.get("actor", [])]
    said = tables.empty("quotes") if options.no_quotes else quotes.find(documents, cut, known)[0]
    said = deeds.without(documents, said)
    packs = referents.load(paths.data_dir("lexicons") / "referents")
    found = labels.find(documents, cut, said, scope.find(documents, cut), packs, known)
    low = [text.lower().replace("’", "'") for text in found["text"]]
    at = [max(0, t.find(head)) for t, head in zip(low, found["head"], strict=True)]
    return found.assign(
        head_start=found["start"] + at,
        head_end=found["start"] + at + found["head"].str.len(),
    )


def measure(
    referent: str, gold: list[dict[str, Any]], found: pd.DataFrame, show: bool
) -> dict[str, Any]:
    mine = found[(found["referent"] == referent) & found["counted"]].to_dict("records")
    true = [row for row in gold if row["referent"] == referent]
    others = [row for row in gold if row["referent"] == "other_people"]
    pairs: dict[int, list[dict[str, Any]]] = defaultdict(list)
    right = wrong = 0
    for label in mine:
        hit = [n for n, row in enumerate(true) if touches(label, row)]
        fooled = referent not in ("removal_act", "flights") and any(
            touches(label, row) for row in others
        )
        right += bool(hit)
        wrong += fooled
        if show and (fooled or not hit):
            print(f"{referent}: {'LOOK-ALIKE' if fooled else 'not in the truth'}: {line(label)}")
        for n in hit:
            pairs[n].append(label)
    judged = [judge(true[n], pairs[n], show) for n in pairs]
    if show:
        missed = [row for n, row in enumerate(true) if n not in pairs]
        print("\n".join(f"{referent}: missed: {row['file'][:3]} {row['text']}" for row in missed))
    precision, recall = right / max(len(mine), 1), len(pairs) / max(len(true), 1)
    spoken = [row["speaker"] for row in judged if row["speaker"] is not None]
    return {
        "truth": len(true),
        "labels": len(mine),
        "P": round(precision, 3),
        "R": round(recall, 3),
        "F1": round(2 * precision * recall / max(precision + recall, 1e-9), 3),
        "voice": round(mean([row["voice"] for row in judged]), 3),
        "speaker": round(mean(spoken), 3),
        "n_spoken": len(spoken),
        "polarity": round(mean([row["polarity"] for row in judged]), 3),
        "lookalikes": wrong,
    }


def touches(label: dict[str, Any], row: dict[str, Any]) -> bool:
    same = label["doc_id"] == row["file"]
    return bool(same and label["head_start"] < row["end"] and row["start"] < label["head_end"])


def judge(row: dict[str, Any], matched: list[dict[str, Any]], show: bool) -> dict[str, Any]:
    """Compare a hand-made mention with the label that fits it best.

    A hand-made span such as "treats guests like thieves" holds two names; the one that carries
    its polarity is taken.
    """
    wanted = POLARITY[row["polarity"]]
    best = next((label for label in matched if label["polarity"] == wanted), matched[-1])
    speaker = None
    if row["speaker"] and best["voice"] != "narrator":
        speaker = same_name(best["speaker"], row["speaker"])
    result = {
        "voice": best["voice"] == row["voice"],
        "speaker": speaker,
        "polarity": best["polarity"] == wanted,
    }
    if show and not all(value in (True, None) for value in result.values()):
        print(f"differs: {line(best)} -- truth: {row['voice']}, {row['speaker']}, {wanted}")
    return result


def same_name(one: str, other: str) -> bool:
    """Tell whether two names share their last word or one holds the other."""
    low, wanted = one.lower().strip(), other.lower().strip()
    if not low:
        return False
    words, others = set(low.replace("’s", "").split()), set(wanted.replace("’s", "").split())
    return low in wanted or wanted in low or low.split()[-1] in others or len(words & others) > 1


def line(label: dict[str, Any]) -> str:
    return (
        f"{label['doc_id'][:3]} {label['text']!r} {label['voice']} {label['speaker']!r} "
        f"{label['polarity']}"
    )


def mean(values: list[bool]) -> float:
    return sum(values) / len(values) if values else float("nan")


if __name__ == "__main__":
    main()
