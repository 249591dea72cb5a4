"""Measure frame elements against sentences of real news coded twice apart.

    python benchmarks/elements.py --polnear FILE.jsonl [--half first|second] [--write] [--errors]

Reads ``lexicons/coding/elements.csv`` (320 sentences: 40 for each element that an early version
of the rules had predicted, 160 without a prediction; offsets stand for the text, which is not
ours). Prints, with intervals: precision and recall of each element (a prediction is right if it
shares words with a coded element of its kind; where the two codings differ it counts half), span
F1 by overlap and exact, the same between the coders, alpha of each element in a sentence, right
targets and right voices. Strata are weighted back to the texts. ``--write`` puts the figures into
the cards of ``lexicons/elements/*.toml`` and sets their status.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing import paths
from framing.comparison import agreement
from framing.parameters import Parameters
from framing.scoring import constructions, elements
from framing.text import deeds, quotes, scope, sentences

Span = tuple[int, int]
LEAST_PRECISION = 0.7
ELEMENTS = constructions.ELEMENTS
SMALL = frozenset(["the", "a", "an", "of", "mr", "mrs", "ms", "s", "and", "his", "her", "their"])


@dataclass(frozen=True)
class Mark:
    """One element in a sentence, coded or predicted."""

    element: str
    span: Span
    target: str
    speaker: bool
    raw: Span


@dataclass(frozen=True)
class Item:
    """One sentence with both codings and the prediction."""

    number: int
    stratum: str
    population: int
    text: str
    coded: tuple[tuple[Mark, ...], tuple[Mark, ...]]
    found: tuple[Mark, ...]


def read(path: Path, texts: Sequence[str], half: str) -> list[Item]:
    """Join codings, texts and predictions; a sentence that is no longer the same is an error."""
    coded = pd.read_csv(path, keep_default_na=False)
    middle = coded["item"].max() // 2
    if half:
        coded = coded[(coded["item"] <= middle) == (half == "first")]
    rows = sorted(coded["row"].unique())
    predicted = predict({str(row): texts[row] for row in rows})
    made = []
    for number, own in coded.groupby("item"):
        first = own.iloc[0]
        text, start, end = texts[first["row"]], int(first["start"]), int(first["end"])
        if hashlib.sha256(text[start:end].encode()).hexdigest()[:16] != first["sha256"]:
            raise SystemExit(f"item {number}: the sentence is not the one that was coded")
        near = predicted[
            (predicted["doc_id"] == str(first["row"]))
            & (predicted["start"] < end)
            & (predicted["end"] > start)
        ]
        found = tuple(
            Mark(r.element, (r.start, r.end), r.target, r.voice != "narrator", (-1, -1))
            for r in near.itertuples()
        )
        marks = {
            coder: tuple(
                Mark(
                    r.element,
                    (r.span_start, r.span_end),
                    text[r.target_start : r.target_end] if r.target_start >= 0 else "",
                    r.says == "speaker",
                    (r.target_start, r.target_end),
                )
                for r in own[(own["coder"] == coder) & (own["element"] != "")].itertuples()
            )
            for coder in ("a", "b")
        }
        made.append(
            Item(int(number), first["stratum"], int(first["population"]), text,
                 (marks["a"], marks["b"]), found)
        )  # fmt: skip
    return made


def predict(texts: dict[str, str]) -> pd.DataFrame:
    """Run the stages on texts by id."""
    documents = pd.DataFrame(
        {"doc_id": list(texts), "title": "", "text": list(texts.values()), "language": "en"}
    )
    debris = pd.DataFrame({"doc_id": [], "start": [], "end": [], "reason": []})
    cut = sentences.split(documents, debris)
    said, _ = quotes.find(documents, cut)
    said = deeds.without(documents, said)
    return elements.find(documents, cut, said, scope.find(documents, cut))


def overlap(one: Span, two: Span) -> bool:
    """Tell whether two spans share a character."""
    return one[0] < two[1] and two[0] < one[1]


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def same(text: str) -> Callable[[Span, Span], bool]:
    """Give a test whether two spans are the same but for punctuation at their ends."""
    return lambda one, two: _trim(text, one) == _trim(text, two)


def hits(marks: Sequence[Mark], others: Sequence[Mark], how: Callable[[Span, Span], bool]) -> int:
    """Count the marks that meet one of the others of their kind."""
    return sum(
        any(one.element == other.element and how(one.span, other.span) for other in others)
        for one in marks
    )


def _kind(marks: Sequence[Mark], element: str) -> list[Mark]:
    return [one for one in marks if not element or one.element == element]


def tally(item: Item, element: str) -> dict[str, float]:
    """Count one sentence: predictions and those right, coded ones and those found."""
    exact = same(item.text)
    found = _kind(item.found, element)
    a, b = (_kind(own, element) for own in item.coded)
    counts: dict[str, float] = {"found": len(found), "coded": (len(a) + len(b)) / 2}
    for name, how in (("overlap", overlap), ("exact", exact)):
        counts[f"right_{name}"] = (hits(found, a, how) + hits(found, b, how)) / 2
        counts[f"met_{name}"] = (hits(a, found, how) + hits(b, found, how)) / 2
        counts[f"either_{name}"] = sum(
            bool(hits([one], a, how) or hits([one], b, how)) for one in found
        )
        counts[f"a_in_b_{name}"], counts[f"b_in_a_{name}"] = hits(a, b, how), hits(b, a, how)
    counts["a"], counts["b"] = len(a), len(b)
    for name, test in (("target", right_target), ("voice", right_voice)):
        pairs = [
            (one, other)
            for own in (a, b)
            for other in own
            for one in found
            if one.element == other.element and overlap(one.span, other.span)
        ]
        if name == "target":
            pairs = [pair for pair in pairs if pair[0].element in ("cause", "remedy")]
        counts[f"{name}_pairs"] = len(pairs)
        counts[f"{name}_right"] = sum(test(*pair) for pair in pairs)
    between = [(one, other) for one in a for other in b if one.element == other.element
               and overlap(one.span, other.span)]  # fmt: skip
    judged = [pair for pair in between if pair[0].element in ("cause", "remedy")]
    counts["coder_target_pairs"] = len(judged)
    counts["coder_target_right"] = sum(right_target(*pair) for pair in judged)
    counts["coder_voice_pairs"] = len(between)
    counts["coder_voice_right"] = sum(right_voice(*pair) for pair in between)
    return counts


def right_target(one: Mark, other: Mark) -> bool:
    """Tell whether two targets name the same: both empty, or a word of content in common."""
    first, second = (
        {w for w in re.findall(r"[\w.]+", m.target.lower().replace("’", "'")) if w not in SMALL}
        for m in (one, other)
    )
    if second & {"i", "me", "my", "i'm"}:
        return bool(first)
    american = {"u.s.", "us", "america", "states"}
    return bool(first & second) or not (first | second) or bool(
        first & american and second & american
    )  # fmt: skip


def right_voice(one: Mark, other: Mark) -> bool:
    """Tell whether narrator and speaker are told apart alike."""
    return one.speaker == other.speaker


def weighted(items: Sequence[Item], element: str) -> pd.DataFrame:
    """Give the counts of every sentence with its weight."""
    rows = pd.DataFrame([tally(item, element) for item in items])
    strata = pd.Series([item.stratum for item in items])
    size = strata.map(strata.value_counts())
    population = pd.Series([item.population for item in items])
    return rows.assign(weight=population / size, stratum=strata)


def ratios(rows: pd.DataFrame) -> dict[str, float]:
    """Work out every figure of the weighted counts."""
    total = rows.drop(columns=["weight", "stratum"]).mul(rows["weight"], axis=0).sum()

    def part(one: float, all_: float) -> float:
        return float(one / all_) if all_ else float("nan")

    made = {}
    for how in ("overlap", "exact"):
        p, r = part(total[f"right_{how}"], total["found"]), part(total[f"met_{how}"],
                                                                 total["coded"])  # fmt: skip
        made[f"precision_{how}"], made[f"recall_{how}"] = p, r
        made[f"f1_{how}"] = 2 * p * r / (p + r) if p + r else float("nan")
        made[f"either_{how}"] = part(total[f"either_{how}"], total["found"])
        ab, ba = part(total[f"a_in_b_{how}"], total["a"]), part(total[f"b_in_a_{how}"], total["b"])
        made[f"coders_{how}"] = 2 * ab * ba / (ab + ba) if ab + ba else float("nan")
    for name in ("target", "voice", "coder_target", "coder_voice"):
        made[name] = part(total[f"{name}_right"], total[f"{name}_pairs"])
    return made


def with_intervals(rows: pd.DataFrame, parameters: Parameters) -> dict[str, tuple[float, ...]]:
    """Bootstrap sentences within strata."""
    random = np.random.default_rng(parameters.seed)
    groups = [np.flatnonzero(rows["stratum"] == name) for name in sorted(set(rows["stratum"]))]
    draws = [
        ratios(rows.iloc[np.concatenate([random.choice(g, len(g)) for g in groups])])
        for _ in range(400)
    ]
    point = ratios(rows)
    return {
        name: (value, *np.nanquantile([draw[name] for draw in draws], [0.025, 0.975]).tolist())
        for name, value in point.items()
        if not np.isnan(value)
    }


def alpha(items: Sequence[Item], element: str, parameters: Parameters) -> Any:
    """Krippendorff's alpha of whether a sentence has the element."""
    codes = pd.DataFrame(
        [[float(bool(_kind(own, element))) for own in item.coded] for item in items],
        columns=["a", "b"],
    )
    return agreement.alpha(codes, "nominal", parameters)


def figure(values: Sequence[float]) -> str:
    """Write a figure with its interval."""
    return f"{values[0]:.2f} ({values[1]:.2f}-{values[2]:.2f})"


def write(path: Path, made: dict[str, tuple[float, ...]], agreed: Any, number: int) -> None:
    """Put figures and status into a file of constructions; everything else stays."""
    text = path.read_text(encoding="utf-8").partition("\n[card]\n")[0].rstrip()
    status = "measured" if made["precision_overlap"][0] >= LEAST_PRECISION else "experimental"
    text = re.sub(r'^status = ".*"$', f'status = "{status}"', text, count=1, flags=re.M)

    def line(name: str, values: Sequence[float]) -> str:
        return (
            f"{name} = {{ value = {values[0]:.2f}, low = {values[1]:.2f}, "
            f"high = {values[2]:.2f}, n = {number} }}"
        )

    card = [
        line("precision", made["precision_overlap"]),
        line("recall", made["recall_overlap"]),
        line("alpha", (agreed.value, agreed.low, agreed.high)),
        'coders = "coded twice apart within the project, not by outsiders"',
        'measured_on = "sentences of PolNeAR (United States politics, 2015-2016), 2026-11"',
    ]
    path.write_text(f"{text}\n\n[card]\n" + "\n".join(card) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--half", choices=["", "first", "second"], default="")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    parameters = Parameters()
    lines = given.polnear.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines if line]
    home = paths.data_dir("lexicons")
    items = read(home / "coding" / "elements.csv", texts, given.half)
    if given.errors:
        errors(items)
        return
    print(f"{len(items)} sentences, half: {given.half or 'both'}")
    for element in ("", *ELEMENTS):
        rows = weighted(items, element)
        made = with_intervals(rows, parameters)
        agreed = alpha(items, element, parameters)
        number = int(sum(rows["found"]))
        print(f"\n{element or 'all'}: {number} predictions, {rows['coded'].sum():.0f} coded")
        for name, values in made.items():
            print(f"  {name:20} {figure(values)}")
        print(f"  {'alpha':20} {agreed.value:.2f} ({agreed.low:.2f}-{agreed.high:.2f})")
        if element and given.write:
            write(home / "elements" / f"{element}.toml", made, agreed, number)


def errors(items: Sequence[Item]) -> None:
    """Print predictions that no coder has and elements of both coders that were not found."""
    for item in items:
        a, b = item.coded
        for one in item.found:
            if not hits([one], [*a, *b], overlap):
                print(f"WRONG  {item.number} {one.element}: {_said(item, one.span)}")
        for one in a:
            if hits([one], b, overlap) and not hits([one], item.found, overlap):
                print(f"MISSED {item.number} {one.element}: {_said(item, one.span)}")


def _said(item: Item, span: Span) -> str:
    return " ".join(item.text[span[0] : span[1]].split())


if __name__ == "__main__":
    main()
