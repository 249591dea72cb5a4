"""Measure the tool against hand-made truth, event by event: spans, voice, speaker, polarity.

    python benchmarks/gold.py [EVENT ...] [--real ../shared] [--show]

Our own events (``corpus/*/gold``) were coded by the person who wrote their texts: the coding is
complete, and figures on it flatter. Real news (``--real``: a folder with ``gold`` and ``seeds``)
was coded by the project in texts that others wrote. The two are never pooled: each event has a row,
each kind its own table, and no row sums over both.

Columns: ``n`` coded, ``P`` and ``R`` of spans by any overlap (names: by head noun), ``voice``,
``speaker`` and ``polarity`` the part that is right among those found, ``voice at all`` the part of
all coded mentions, found or not, ``coverage kappa`` Cohen's kappa of told against not told.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pandas as pd
from coverage import figures as covered
from labels import judge, same_name, touches

from framing import paths, pipeline
from framing.comparison import alignment, coverage
from framing.event import Corpus, Fact
from framing.parameters import Parameters
from framing.spans import voice_at
from framing.text import deeds

Row = dict[str, Any]
SPOKEN = ("direct", "partial", "mixed", "indirect", "direct_without_marks")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("events", nargs="*", help="names of folders in corpus/ (all)")
    parser.add_argument("--real", type=Path, help="folder that holds gold/ and seeds/")
    parser.add_argument("--show", action="store_true", help="print what was missed")
    given = parser.parse_args()
    packs = pipeline.lexicons()
    own = sorted(path.parent for path in paths.data_dir("corpus").glob("*/gold"))
    chosen = [folder for folder in own if not given.events or folder.name in given.events]
    told("our own events, coded by their author", [(f, f / "gold") for f in chosen], packs, given)
    if given.real:
        pair = (given.real / "seeds", given.real / "gold")
        told("real news, coded by the project", [pair], packs, given)


def told(title: str, folders: list[tuple[Path, Path]], packs: Any, given: Any) -> None:
    """Print one table: an event a row."""
    rows = {texts.name: measure(texts, gold, packs, given.show) for texts, gold in folders}
    if rows:
        print(f"\n{title}\n{pd.DataFrame(rows).T.to_string(float_format='%.2f', na_rep='-')}")


def measure(texts: Path, gold: Path, packs: Any, show: bool) -> Row:
    """Compare one event with its truth."""
    corpus = pipeline.load(texts)
    tables = pipeline.annotate(corpus, packs)
    quotes = [row for row in read(gold / "quotes.jsonl") if row["kind"] in SPOKEN]
    reported = read(gold / "indirect.jsonl")
    named = read(gold / "mentions.jsonl")
    files = {row["file"] for row in named}
    said = by_file(tables["quotes"], files)
    marked = said[said["kind"] != "indirect"]
    voiced = by_file(deeds.without(corpus.documents, tables["quotes"]), files)
    return {
        **speech("quotations", quotes, marked, show),
        **speech(
            "reported", reported, said[said["kind"].isin(["indirect", "mixed"])], show, quotes
        ),
        **mentions(named, by_file(tables["labels"], files), show),
        "voice at all": voices(named, voiced),
        "coverage kappa": kappa(corpus, tables, read(gold / "facts.jsonl")),
    }


def read(path: Path) -> list[Row]:
    """Read JSON Lines; a file that an event lacks holds nothing."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def by_file(table: pd.DataFrame, files: set[str]) -> pd.DataFrame:
    """Put the file's name for doc_id (which is or begins with its stem); keep coded files."""
    stems = sorted(((name.rsplit(".", 1)[0], name) for name in files), key=lambda s: -len(s[0]))
    found = {
        doc_id: next((name for stem, name in stems if doc_id.startswith(stem)), "")
        for doc_id in table["doc_id"].unique()
    }
    table = table.assign(doc_id=table["doc_id"].map(found))
    return table[table["doc_id"] != ""]


def speech(
    kind: str, truth: list[Row], found: pd.DataFrame, show: bool, others: list[Row] | None = None
) -> Row:
    """Spans by overlap, and the speaker of those found; what meets ``others`` is not wrong."""
    mine = found.to_dict("records")
    if not truth:
        return {}
    pairs = [(row, [m for m in mine if meets(m, row)]) for row in truth]
    hit = [(row, best(row, same)) for row, same in pairs if same]
    right = [same_name(m["speaker"], row["speaker"]) for row, m in hit if row["speaker"]]
    wanted = sum(any(meets(m, row) for row in [*truth, *(others or [])]) for m in mine)
    if show:
        print("\n".join(f"{kind} missed: {r['file']} {r['text']!r}" for r, s in pairs if not s))
    return {
        f"{kind} n": len(truth),
        "P " + kind[:4]: wanted / max(len(mine), 1),
        "R " + kind[:4]: len(hit) / len(truth),
        "speaker " + kind[:4]: sum(right) / max(len(right), 1),
    }


def meets(mine: Row, row: Row) -> bool:
    same = mine["doc_id"] == row["file"]
    return bool(same and mine["start"] < row["end"] and row["start"] < mine["end"])


def best(row: Row, found: list[Row]) -> Row:
    """Take the found span that shares most characters with the coded one."""
    return max(found, key=lambda m: min(m["end"], row["end"]) - max(m["start"], row["start"]))


def mentions(truth: list[Row], labels: pd.DataFrame, show: bool) -> Row:
    """Names of the referents that the truth codes: spans by head noun, voice, polarity."""
    wanted = {row["referent"] for row in truth} - {"other_people"}
    at = labels["text"].str.lower().str.replace("’", "'")
    places = [max(0, t.find(head)) for t, head in zip(at, labels["head"], strict=True)]
    labels = labels.assign(
        head_start=labels["start"] + places,
        head_end=labels["start"] + places + labels["head"].str.len(),
    )
    labels = labels[labels["counted"] & labels["referent"].isin(wanted)]
    mine = labels.to_dict("records")
    coded = [row for row in truth if row["referent"] in wanted]
    pairs = [
        (r, [m for m in mine if m["referent"] == r["referent"] and touches(m, r)]) for r in coded
    ]
    judged = [judge(row, same, show) for row, same in pairs if same]
    inside = sum(any(m["referent"] == r["referent"] and touches(m, r) for r in coded) for m in mine)
    if show:
        print("\n".join(f"name missed: {r['file']} {r['text']!r}" for r, s in pairs if not s))
    return {
        "names n": len(coded),
        "P name": inside / max(len(mine), 1),
        "R name": len(judged) / max(len(coded), 1),
        "voice": sum(j["voice"] for j in judged) / max(len(judged), 1),
        "polarity": sum(j["polarity"] for j in judged) / max(len(judged), 1),
    }


def voices(truth: list[Row], voiced: pd.DataFrame) -> float:
    """The part of all coded mentions, found as a name or not, at which the voice is right."""
    at = ([r["file"] for r in truth], [r["start"] for r in truth], [r["end"] for r in truth])
    found, _ = voice_at(voiced, *at)
    return sum(v == r["voice"] for v, r in zip(found, truth, strict=True)) / max(len(truth), 1)


def kappa(corpus: Corpus, tables: Any, rows: list[Row]) -> float:
    """Told or not told, by labels alone."""
    rows = [row for row in rows if row.get("state")]
    if not rows:
        return float("nan")
    facts = [Fact(r["id"], r["label"], r.get("known_from", "")) for r in rows]
    documents, cut = tables["documents"], tables["sentences"]
    aligned = alignment.align(documents, cut, Parameters())
    found = coverage.check(documents, cut, aligned, facts, Parameters())
    files = {name for row in rows for name in row["state"]}
    return covered(rows, by_file(found, files))["kappa"]


if __name__ == "__main__":
    main()
