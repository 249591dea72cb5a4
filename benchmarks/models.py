"""Figures of the learned models: grouped, calibrated, batch after batch the same, and their speed.

    python benchmarks/models.py [--data newsmtsc.jsonl] [--sentences N]

Held-out figures are those of ``training/toward/measured.json``: a network trained in the same way
without a tenth of the sentences, judged as it would ship (8 bits, NumPy). The shipped weights have
seen all of that set, so ``--data`` on it says how well they fit, not how well they judge.
Processor seconds, one thread.
"""

from __future__ import annotations

import argparse
import json
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from framing.lexicon import files
from framing.models import encoder, evaluate, toward, weights

ROOT = Path(__file__).resolve().parents[1]
SECTIONS: dict[str, Callable[[argparse.Namespace], None]] = {}


def section(make: Callable[[argparse.Namespace], None]) -> Callable[[argparse.Namespace], None]:
    SECTIONS[make.__name__] = make
    return make


def texts(number: int) -> list[str]:
    """Take sentences of ours: the examples of the lexicons, each with a clause of its own."""
    found = files.load_folder([files.shipped()])
    pool = [text for one in found for entry in one.entries for text in entry.examples]
    ends = ["", ", as the council had expected since the spring", " while it rained all week"]
    many = [f"{text.rstrip('.')}{ends[i % 3]}." for i, text in enumerate(pool)]
    return (many * (number // len(many) + 1))[:number]


@section
def sizes(options: argparse.Namespace) -> None:
    total = 0.0
    for one in weights.installed():
        total += one["megabytes"]
        print(f"{one['name']:10} {one['megabytes']:5} MB  {one['title']}")
    print(f"{'together':10} {total:5.1f} MB")


@section
def held_out(options: argparse.Namespace) -> None:
    known = json.loads((ROOT / "training" / "toward" / "measured.json").read_text("utf-8"))
    figures = known["held_out"]
    print("tone toward a target, held-out tenth of NewsMTSC (a network of the same training):")
    show(figures)
    for name, group in figures["groups"].items():
        print(f"  {name:28} {group['rows']:4} rows  macro-F1 {group['macro_f1']:.3f}")
    print(f"  temperature {known['temperature']}")


def show(figures: dict[str, Any], names: tuple[str, ...] = ("-1", "0", "1")) -> None:
    print(f"  {figures['rows']} rows  macro-F1 {figures['macro_f1']:.3f}")
    print(f"  accuracy {figures['accuracy']:.3f}  calibration error {figures['calibration_error']}")
    for one in figures["calibration"]:
        print(f"  sure {one['from']:.2f}-{one['to']:.2f}: {one['rows']:4} rows, "
              f"said {one['sure']:.2f}, right {one['right']:.2f}")  # fmt: skip
    print("  errors (true: said): " + errors(figures["confusion"], names))


def errors(confusion: list[list[int]], names: tuple[str, ...]) -> str:
    found = [
        (count, f"{names[i]}: {names[j]} {count}")
        for i, row in enumerate(confusion)
        for j, count in enumerate(row)
        if i != j
    ]
    return ", ".join(text for _, text in sorted(found, reverse=True))


@section
def own_sentences(options: argparse.Namespace) -> None:
    model = toward.load()
    known = tomllib.loads((ROOT / "tests" / "models" / "targets.toml").read_text("utf-8"))

    def value(text: str, target: str) -> float:
        start = text.index(target)
        odds = model.judge([(text, start, start + len(target))])[0]
        return float(odds[2] - odds[0])

    two = [value(text, one) - value(text, other) for text, one, other in known["two"]]
    pair = [value(one, who) - value(other, who) for one, other, who in known["pair"]]
    still = [abs(value(text, who)) for text, who in known["still"]]
    print("sentences of our own, none of them in the training:")
    print(f"  two targets in the right order:  {np.mean(np.array(two) > 0):.2f} of {len(two)}")
    print(f"  negated or quoted pairs in order: {np.mean(np.array(pair) > 0):.2f} of {len(pair)}")
    print(f"  plain within .5 of neutral:   {np.mean(np.array(still) < 0.5):.2f} of {len(still)}")
    for text, gap in zip(known["two"] + known["pair"], two + pair, strict=True):
        if gap <= 0:
            print(f"  wrong: {' | '.join(text)} ({gap:.2f})")


@section
def invariance(options: argparse.Namespace) -> None:
    many = texts(options.sentences)
    together = encoder.load().vectors(many)
    encoder._load.cache_clear()
    turned = encoder.load().vectors(many[::-1])[::-1]
    encoder._load.cache_clear()
    alone = np.array([encoder.load().vector(text) for text in many[::7]])
    print(f"a vector in another order: largest difference {np.abs(together - turned).max()}")
    print(f"a vector alone:            largest difference {np.abs(together[::7] - alone).max()}")


@section
def speed(options: argparse.Namespace) -> None:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    many = texts(options.sentences)
    words = np.mean([len(text.split()) for text in many])
    encoder._load.cache_clear()
    loaded = seconds(encoder.load)
    network, vader = encoder.load(), SentimentIntensityAnalyzer()
    model = toward.load()
    timed = {
        "encoder": seconds(lambda: [network.states(text) for text in many]),
        "toward": seconds(lambda: [model.probabilities(text, 0, 9) for text in many]),
        "vaderSentiment": seconds(lambda: [vader.polarity_scores(text) for text in many]),
    }
    print(f"loading {loaded:.2f} s; {len(many)} sentences of {words:.0f} words on average")
    for name, spent in timed.items():
        ratio = spent / timed["vaderSentiment"]
        print(f"  {name:15} {len(many) / spent:8.0f} sentences/s  {ratio:6.1f} x VADER's time")


def seconds(make: Callable[[], object]) -> float:
    began = time.process_time()
    make()
    return time.process_time() - began


@section
def loaded_wording(options: argparse.Namespace) -> None:
    home = weights.home()
    if home is None or not weights.there("wording"):
        return
    known = json.loads((home / "wording" / "figures.json").read_text("utf-8"))
    print(f"loaded wording, {known['pairs']} pairs of our own over {known['topics']} topics:")
    print(f"  loaded side higher, topic unseen: {known['ranked']:.3f}")
    for kind, right in known["ranked_by_kind"].items():
        print(f"    {kind:12} {right:.3f}")
    for name, one in known.get("babe", {}).items():
        print(f"  BABE, half {name}: AUC {one['auc']:.3f}, F1 {one['f1']}")
        show(one, ("plain", "loaded"))


@section
def given(options: argparse.Namespace) -> None:
    if options.data:
        print(f"the shipped weights on {options.data.name} (seen in training if it is NewsMTSC's):")
        print(evaluate.text(evaluate.toward(options.data, toward.load())))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sentences", type=int, default=150)
    parser.add_argument("--only", choices=list(SECTIONS), action="append")
    options = parser.parse_args()
    for name in options.only or SECTIONS:
        SECTIONS[name](options)
        print()


if __name__ == "__main__":
    main()
