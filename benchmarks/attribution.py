"""Measure quotations and reported speech against texts coded by people.

    python benchmarks/attribution.py --polnear FILE.jsonl --gold DIR [--limit N] [--speed]

Prints, each with its n: (i) quoted content found; (ii) right speaker on quoted content, and the
canonical name where the mention is a pronoun or a role; (iii) all attributions: tokens of the
content, the same outside quotation marks, whole spans at intersection over union of 0.5; and the
speed beside vaderSentiment's, measured in turns in one run.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from framing.spans import innermost, voice_at
from framing.text import quotes, sentences

Span = tuple[int, int]
_TOKEN = re.compile(r"\w+")
_MARKED = re.compile(r"[“”\"]|''|‘|’(?!\w)|(?<!\w)'|'(?!\w)")
LONGEST_MENTION = 12


def read(path: Path, limit: int = 0) -> list[dict[str, Any]]:
    """Read JSON Lines."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return rows[:limit] if limit else rows


def analyse(texts: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Run the two stages on texts by id; returns sentences and quotes."""
    documents = pd.DataFrame(
        {"doc_id": list(texts), "title": [""] * len(texts), "text": list(texts.values())}
    )
    debris = pd.DataFrame({"doc_id": [], "start": [], "end": [], "reason": []})
    cut = sentences.split(documents, debris)
    found, _ = quotes.find(documents, cut)
    return cut, found


def tokens(text: str, spans: Iterable[Span]) -> set[int]:
    """Give the starts of the words that lie in any of the spans."""
    return {m.start() for start, end in spans for m in _TOKEN.finditer(text, start, end)}


def in_marks(text: str) -> list[Span]:
    """Find what stands in double quotation marks, by the plainest rule (for the gold's side)."""
    spans: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        for m in re.finditer(
            r"“[^“”]*(?:”|$)|\"[^\"]*(?:\"|$)|''(?:(?!'').)*(?:''|$)", line.group()
        ):
            spans.append((line.start() + m.start(), line.start() + m.end()))
    return spans


class Count:
    """Hits, found and wanted, and what follows from them."""

    def __init__(self) -> None:
        self.hit_found = self.hit_wanted = self.found = self.wanted = 0

    def add(self, found: set[Any], wanted: set[Any]) -> None:
        both = len(found & wanted)
        self.hit_found += both
        self.hit_wanted += both
        self.found += len(found)
        self.wanted += len(wanted)

    def f1(self) -> tuple[float, float, float]:
        precision = self.hit_found / self.found if self.found else 0.0
        recall = self.hit_wanted / self.wanted if self.wanted else 0.0
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0

    def line(self, name: str) -> str:
        p, r, f = self.f1()
        return f"{name:<46} P {p:.3f}  R {r:.3f}  F1 {f:.3f}  n {self.wanted}"


def overlaps(a: Span, b: Span) -> bool:
    """Tell whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def iou(a: Span, b: Span) -> float:
    """Intersection over union of two spans."""
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / (max(a[1], b[1]) - min(a[0], b[0])) if both > 0 else 0.0


def match(found: Sequence[Span], wanted: Sequence[Span]) -> int:
    """Count pairs of spans at intersection over union of 0.5 or more, each span used once."""
    free = sorted(set(wanted))
    hits = 0
    for span in sorted(set(found)):
        best = max(free, key=lambda other: iou(span, other), default=None)
        if best is not None and iou(span, best) >= 0.5:
            free.remove(best)
            hits += 1
    return hits


def outermost(rows: pd.DataFrame) -> list[Span]:
    """Leave out the rows that lie inside another row of the same quotation."""
    kept: list[Span] = []
    for _, group in rows.groupby("quote_id", sort=False):
        spans = list(zip(group["start"], group["end"], strict=True))
        kept += [
            s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)
        ]
    return kept


@dataclass
class Measured:
    """All counts of one run on coded articles."""

    quoted: Count = field(default_factory=Count)
    words: Count = field(default_factory=Count)
    outside: Count = field(default_factory=Count)
    spans: Count = field(default_factory=Count)
    right: int = 0
    asked: int = 0

    def lines(self) -> list[str]:
        speaker = self.right / max(self.asked, 1)
        return [
            self.quoted.line("(i) quoted content, spans that overlap"),
            f"{'(ii) right speaker on quoted content':<46} {speaker:.3f}  n {self.asked}",
            self.words.line("(iii) all attributions, words"),
            self.outside.line("(iii) the same outside quotation marks"),
            self.spans.line("(iii) whole spans, IoU 0.5"),
        ]


def figures(rows: list[dict[str, Any]]) -> tuple[float, float, float, float, float]:
    """Give F1 of (i), the share of (ii), and the three F1 of (iii)."""
    m = measure(rows)
    return (
        m.quoted.f1()[2], m.right / max(m.asked, 1), m.words.f1()[2], m.outside.f1()[2],
        m.spans.f1()[2],
    )  # fmt: skip


def measure(rows: list[dict[str, Any]]) -> Measured:
    """Measure (i) to (iii) on articles with coded attributions."""
    _, found = analyse({row["id"]: row["text"] for row in rows})
    by_doc = dict(list(found.groupby("doc_id", sort=False)))
    total = Measured()
    for row in rows:
        _add(total, row, by_doc.get(row["id"], found.iloc[:0]))
    return total


def _add(total: Measured, row: dict[str, Any], mine: pd.DataFrame) -> None:
    text = row["text"]
    marks = in_marks(text)
    gold = [(s, e) for a in row["attributions"] for s, e in a["content"]]
    gold_tokens = tokens(text, gold)
    my_tokens = tokens(text, list(zip(mine["start"], mine["end"], strict=True)))
    marked = tokens(text, marks)
    total.words.add(my_tokens, gold_tokens)
    total.outside.add(my_tokens - marked, gold_tokens - marked)
    _quoted(total.quoted, mine, gold, marks)
    right, asked = _speakers(text, mine, row["attributions"], marks)
    total.right, total.asked = total.right + right, total.asked + asked
    outer = outermost(mine)
    hits = match(outer, gold)
    total.spans.hit_found += hits
    total.spans.hit_wanted += hits
    total.spans.found += len(set(outer))
    total.spans.wanted += len(set(gold))


def _quoted(count: Count, mine: pd.DataFrame, gold: list[Span], marks: list[Span]) -> None:
    """Count quoted spans: mine against the coded, by any overlap within marks."""
    said = mine[mine["kind"] != "indirect"]
    found = list(zip(said["start"], said["end"], strict=True))
    wanted = [m for m in marks if any(overlaps(m, g) for g in gold)]
    found = [f for f in found if any(overlaps(f, m) for m in marks)]
    count.found += len(found)
    count.hit_found += sum(any(overlaps(f, w) for w in wanted) for f in found)
    count.wanted += len(wanted)
    count.hit_wanted += sum(any(overlaps(w, f) for f in found) for w in wanted)


def _speakers(
    text: str, mine: pd.DataFrame, attributions: list[dict[str, Any]], marks: list[Span]
) -> tuple[int, int]:
    """Count quoted stretches found whose speaker's mention overlaps the coded source."""
    right = asked = 0
    said = mine[mine["kind"] != "indirect"]
    for start, end, low, high in zip(
        said["start"], said["end"], said["speaker_start"], said["speaker_end"], strict=True
    ):
        coded = [
            (s, e)
            for a in attributions
            if any(overlaps((start, end), tuple(c)) for c in a["content"])
            for s, e in a["source"]
        ]
        if not coded or not any(overlaps((start, end), m) for m in marks):
            continue
        asked += 1
        short = low >= 0 and len(text[low:high].split()) <= LONGEST_MENTION
        right += short and any(overlaps((low, high), c) for c in coded)
    return right, asked


def own_gold(folder: Path) -> list[str]:
    """Measure on the project's own coding of two articles."""
    rows = read(folder / "quotes.jsonl")
    files = sorted({row["file"] for row in rows})
    texts = {f: (folder.parent / "seeds" / f).read_text(encoding="utf-8") for f in files}
    _, found = analyse(texts)
    said = found[found["kind"] != "indirect"]
    right = speech = wrong = named = 0
    lines = []
    for row in rows:
        mine = said[said["doc_id"] == row["file"]]
        mine = mine[(mine["start"] < row["end"]) & (mine["end"] > row["start"])]
        if row["kind"] == "not_a_quotation":
            wrong += len(mine) > 0
            if len(mine):
                lines.append(f"  taken for speech: {row['text']!r}")
            continue
        speech += 1
        right += len(mine) > 0
        names = " ".join(mine["speaker"])
        same = bool(
            {w.lower() for w in _TOKEN.findall(row["speaker"])}
            & {w.lower() for w in _TOKEN.findall(names)} - {"the", "of"}
        )
        named += same
        if not len(mine) or not same:
            lines.append(f"  {row['kind']}: wanted {row['speaker']}, found {names or '-'}")
    return [
        f"own gold: quotations found {right} of {speech}; right name {named} of {speech}; "
        f"no speech taken for speech {wrong} of {len(rows) - speech}",
        *lines,
    ]


ROLES = re.compile(r"(he|she|it|they|who|which|that)|(the|his|her|this) .*", re.IGNORECASE)
UNNAMED = {"the", "of", "government", "president", "ministry", ""}


def mentions(folder: Path) -> list[str]:
    """Compare voice and speaker at the coded mentions of people with what is found there."""
    rows = read(folder / "mentions.jsonl")
    files = sorted({row["file"] for row in rows})
    texts = {f: (folder.parent / "seeds" / f).read_text(encoding="utf-8") for f in files}
    _, found = analyse(texts)
    at = ([r["file"] for r in rows], [r["start"] for r in rows], [r["end"] for r in rows])
    voices, speakers = voice_at(found, *at)
    where = innermost(found, *at)
    right = sum(v == r["voice"] for v, r in zip(voices, rows, strict=True))
    told = same = role = role_same = 0
    for row, voice, speaker, place in zip(rows, voices, speakers, where, strict=True):
        if "narrator" in (voice, row["voice"]) or not row["speaker"]:
            continue
        ok = bool(_names(row["speaker"]) & _names(speaker))
        told, same = told + 1, same + ok
        quote = found.iloc[place]
        words = texts[row["file"]][quote["speaker_start"] : quote["speaker_end"]]
        if ROLES.fullmatch(words):
            role, role_same = role + 1, role_same + ok
    return [
        f"own gold, mentions of people: voice right {right} of {len(rows)}; "
        f"speaker right {same} of {told}, of these {role_same} of {role} "
        "where a pronoun or role stands"
    ]


def _names(name: str) -> set[str]:
    """Give the words of a name that tell it from others."""
    return {word[:5] for word in _TOKEN.findall(name.lower())} - UNNAMED


def speed(rows: list[dict[str, Any]], rounds: int = 5) -> list[str]:
    """Compare the speed with vaderSentiment's, in turns, on the same texts and core."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    texts = {row["id"]: row["text"] for row in rows[:84]}
    size = sum(len(text.encode()) for text in texts.values()) / 1e6
    documents = pd.DataFrame(
        {"doc_id": list(texts), "title": [""] * len(texts), "text": list(texts.values())}
    )
    debris = pd.DataFrame({"doc_id": [], "start": [], "end": [], "reason": []})
    vader = SentimentIntensityAnalyzer()
    taken: dict[str, list[float]] = {"text": [], "vader": [], "vader_whole": []}
    try:
        from framing.text import scope
    except ImportError:
        scope = None  # type: ignore[assignment]
    for _ in range(rounds):
        begin = time.process_time()
        cut = sentences.split(documents, debris)
        quotes.find(documents, cut)
        if scope is not None:
            scope.find(documents, cut)
        taken["text"].append(time.process_time() - begin)
        begin = time.process_time()
        for sentence in cut["text"]:
            vader.polarity_scores(sentence)
        taken["vader"].append(time.process_time() - begin)
    begin = time.process_time()
    for text in texts.values():
        vader.polarity_scores(text)
    taken["vader_whole"].append(time.process_time() - begin)
    best = {name: size / min(values) for name, values in taken.items()}
    stages = "sentences, quotes" + (", scopes" if scope is not None else "")
    return [
        f"speed: {stages} {best['text']:.2f} MB/s; vaderSentiment {best['vader']:.2f} MB/s by "
        f"sentence (ratio {best['text'] / best['vader']:.2f}), {best['vader_whole']:.2f} MB/s by "
        f"article (ratio {best['text'] / best['vader_whole']:.2f})"
    ]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--polnear", type=Path)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--speed", action="store_true")
    given = parser.parse_args()
    lines: list[str] = []
    if given.polnear:
        rows = read(given.polnear, given.limit)
        lines += [f"{given.polnear.name}: {len(rows)} articles", *measure(rows).lines()]
        if given.speed:
            lines += speed(rows)
    if given.gold:
        lines += [*own_gold(given.gold), *mentions(given.gold)]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
