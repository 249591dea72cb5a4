"""Tables of one or two batches read back: the panel of outlets, and what moved between runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from framing.batch import folder, groups
from framing.batch.folder import Record
from framing.comparison import panel as panels
from framing.comparison import shared
from framing.corpus.pieces import Earlier
from framing.parameters import Parameters

DOCUMENTS = ["doc_id", "event", "outlet", "published", "genre", "n_words", "sha256"]
SCORES = ["doc_id", "dimension", "scorer", "voice", "speaker", "target", "value", "n_pole_1",
          "n_pole_2", "n_hits", "n_sentences", "status"]  # fmt: skip
_KEYS = ["outlet", "dimension", "scorer", "voice"]
MOVES = [*_KEYS, "before", "after", "by_data", "by_method", "cause", "n_before", "n_after"]


def panel(out: Path, period: str = "week", parameters: Parameters | None = None) -> pd.DataFrame:
    """Compare the outlets of a batch within the events they share.

    ``out`` is the folder of a batch; events are those of its ``events.parquet`` if it has one,
    else those that the articles came with; ``period`` is week, month or all. Returns the table
    ``panel``. Raises ``InputError`` if the folder holds no batch.
    """
    record = folder.need(out)
    grouped = groups.known_events(out)
    parts, articles = [], []
    for documents, scores in _scored(out, record):
        if grouped is not None:
            place = pd.Index(grouped["doc_id"]).get_indexer(pd.Index(documents["doc_id"]))
            names = np.append(grouped["event"].to_numpy(dtype=object), "")
            kept = place >= 0
            documents = documents.assign(event=pd.Series(names[place], dtype="str"))[kept]
            scores = scores[scores["doc_id"].isin(documents["doc_id"])]
        parts.append(panels.count(documents, scores, record.frozen["kinds"]))
        articles.append(documents[["event", "outlet", "published", "genre", "sha256"]])
    counts = panels.total(pd.concat(parts, ignore_index=True))
    every = pd.concat(articles, ignore_index=True)
    periods = panels.weeks(every, period)
    return panels.compare(counts, periods, parameters or Parameters(), shared.flags(every))


def _scored(out: Path, record: Record) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    documents = folder.parts(out, record, "documents", DOCUMENTS)
    scores = folder.parts(out, record, "scores", SCORES)
    yield from zip(documents, scores, strict=True)


@dataclass(frozen=True)
class Difference:
    """What moved between two batches: articles added, gone, changed; foundations; the table.

    ``moves`` has outlet, dimension, scorer, voice; before and after (share, or mean of a scorer
    without poles); by_data (articles that came, went or changed) and by_method (the same texts,
    scored otherwise), which add up to after - before; cause (which foundation changed);
    n_before and n_after (sentences).
    """

    added: int
    gone: int
    changed: int
    same: int
    foundations: tuple[str, ...]
    moves: pd.DataFrame


def diff(one: Path, two: Path) -> Difference:
    """Say what moved from one batch to another because of data and what because of method.

    ``one`` and ``two`` are folders of batches. Articles are the same if doc_id and text are.
    Raises ``InputError`` if a folder holds no batch.
    """
    from framing.batch.run import changes

    records = (folder.need(one), folder.need(two))
    seen = (folder.earlier(one, records[0]), folder.earlier(two, records[1]))
    sums = [
        _sums(out, record, other)
        for out, record, other in zip((one, two), records, seen[::-1], strict=True)
    ]
    first, second = seen[0].texts, seen[1].texts
    both = [key for key in second if key in first]
    same = sum(first[key] == second[key] for key in both)
    foundations = changes(records[0].frozen, records[1].frozen)
    return Difference(
        added=len(second) - len(both),
        gone=len(first) - len(both),
        changed=len(both) - same,
        same=same,
        foundations=tuple(foundations),
        moves=_moves(sums[0], sums[1], records),
    )


def _sums(out: Path, record: Record, other: Earlier) -> pd.DataFrame:
    """Sum the scores of a batch by outlet and measure: all articles, and those of both runs."""
    parts = []
    for documents, scores in _scored(out, record):
        held = [
            other.has(doc_id, digest)
            for doc_id, digest in zip(documents["doc_id"], documents["sha256"], strict=True)
        ]
        # the two kinds are told apart by the place of the event, which is not needed here
        marked = documents.assign(event=np.where(held, "both", "one"))
        parts.append(panels.count(marked, scores, record.frozen["kinds"]))
    counts = panels.total(pd.concat(parts, ignore_index=True))
    both = counts[counts["event"] == "both"].groupby(_KEYS)[["top", "count"]].sum()
    everyone = counts.groupby(_KEYS)[["top", "count"]].sum()
    return everyone.join(both.add_suffix("_both")).fillna(0)


def _moves(one: pd.DataFrame, two: pd.DataFrame, records: tuple[Record, Record]) -> pd.DataFrame:
    joined = one.add_suffix("_1").join(two.add_suffix("_2"), how="outer").fillna(0)

    def share(side: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        top, n = joined[f"top{side}"].to_numpy(float), joined[f"count{side}"].to_numpy(float)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(n > 0, top / n, np.nan)

    before, after = share("_1"), share("_2")
    # where no text is in both runs the whole move is one of data
    method = np.nan_to_num(share("_both_2") - share("_both_1"))
    frame = joined.reset_index()[_KEYS].assign(
        before=before,
        after=after,
        by_data=after - before - method,
        by_method=method,
        n_before=joined["count_1"].to_numpy().astype(np.int64),
        n_after=joined["count_2"].to_numpy().astype(np.int64),
    )
    rows = zip(frame["dimension"], frame["scorer"], frame["by_method"], strict=True)
    frame["cause"] = [_cause(d, s, records) if abs(m) > 1e-12 else "" for d, s, m in rows]
    moved = (frame["by_data"].abs() > 1e-12) | (frame["by_method"].abs() > 1e-12)
    order = (after - before)[moved.to_numpy()]
    kept = frame[moved][MOVES]
    return kept.iloc[np.argsort(-np.abs(order), kind="stable")].reset_index(drop=True)


def _cause(dimension: str, scorer: str, records: tuple[Record, Record]) -> str:
    """Name what may have moved a number of the same texts, from the most to the least likely."""
    one, two = records[0].frozen, records[1].frozen
    names = []
    if scorer == "lexical" and one["lexicons"].get(dimension) != two["lexicons"].get(dimension):
        names.append("lexicon")
    if scorer in ("wording", "toward") and one["models"] != two["models"]:
        names.append("model")
    if one["rules"] != two["rules"]:
        names.append("rules")
    if one["versions"] != two["versions"] or one["schema"] != two["schema"]:
        names.append("version")
    if one["parameters"] != two["parameters"]:
        names.append("parameters")
    return ", ".join(names)
