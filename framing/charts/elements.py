"""Frame elements laid out: a grid of quotations, who blames whom, who must act."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from framing.scoring import constructions

GRID = ["outlet", "element", "row", "own", "told"]
BLAME = ["who", "voice", "outlet", "target", "count"]
DUTIES = ["target", "who", "voice", "outlet", "text", "polarity", "count"]
NARRATOR = "narrator"
_PRONOUNS = frozenset(
    [
        "he",
        "she",
        "they",
        "we",
        "i",
        "you",
        "it",
        "him",
        "her",
        "them",
        "us",
        "me",
        "his",
        "their",
        "our",
        "one",
        "who",
        "everyone",
        "people",
    ]
)
_SHORT, _LONG = 3, 30


def _own(elements: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Give the counted rows with their outlet; the index stays that of the table."""
    outlet: dict[Any, Any] = dict(zip(documents["doc_id"], documents["outlet"], strict=True))
    rows = elements[elements["counted"] & elements["doc_id"].isin(list(outlet))]
    return rows.assign(outlet=rows["doc_id"].map(outlet).astype("str"))


def grid(
    elements: pd.DataFrame, documents: pd.DataFrame, outlets: Sequence[str], most: int = 2
) -> pd.DataFrame:
    """Choose one or two quotations for each outlet and element.

    The first two are the tables; ``most`` is how many a cell may hold. Returns outlet, element,
    row (number in the table), own and told (how many the cell has in the outlet's own voice, and
    of speakers), at most ``most`` rows a cell: first what the outlet says itself, then what it
    lets others say; asserted before denied, telling constructions before weak ones, with a
    target before without, in order of the text.

    >>> import framing.tables as t
    >>> grid(t.empty("elements"), t.empty("documents"), []).shape
    (0, 5)
    """
    rows = _own(elements, documents)
    made: list[tuple[Any, ...]] = []
    for outlet in outlets:
        for element in constructions.ELEMENTS:
            cell = rows[(rows["outlet"] == outlet) & (rows["element"] == element)]
            own = cell["voice"] == NARRATOR
            counts = (int(own.sum()), int((~own).sum()))
            made += [(outlet, element, number, *counts) for number in _chosen(cell, most)]
    return pd.DataFrame(made, columns=GRID)


def _chosen(cell: pd.DataFrame, most: int) -> list[int]:
    ranked = cell.assign(
        weak=(cell["polarity"] != "asserted").astype(int),
        little=cell["cue"].isin(sorted(constructions.weak())).astype(int),
        size=[int(not _SHORT <= len(text.split()) <= _LONG) for text in cell["text"]],
        vague=[int(_vague(target)) for target in cell["target"]],
        told=(cell["voice"] != NARRATOR).astype(int),
    ).sort_values(["told", "weak", "little", "size", "vague", "doc_id", "start"], kind="stable")
    own = list(ranked.index[ranked["told"] == 0])
    told = list(ranked.index[ranked["told"] == 1])
    heard = list(ranked.index[(ranked["told"] == 1) & (ranked["weak"] == 0)])[:1]
    first = [*own[: max(1, most - len(heard))], *heard] if own else told[:most]
    kept: list[int] = []
    sentences: set[tuple[str, str]] = set()
    for number in [*first, *own, *told]:
        place = (str(cell.at[number, "doc_id"]), str(cell.at[number, "sent_id"]))
        if place not in sentences and len(kept) < most:
            kept.append(int(number))
            sentences.add(place)
    return kept


def _named(rows: pd.DataFrame) -> pd.Series[bool]:
    found = [not _vague(target) for target in rows["target"]]
    return pd.Series(found, index=rows.index, dtype=bool)


def _vague(target: str) -> bool:
    return not target or target.lower() in _PRONOUNS


def blame(elements: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Count who lays what to whose charge, by voice.

    Arguments are the tables. Returns who (the outlet for its own voice, else the speaker), voice
    (own or told), outlet, target, count (elements); only constructions that blame, only targets
    that the sentence names, nothing denied. The most frequent targets come first.

    >>> import framing.tables as t
    >>> blame(t.empty("elements"), t.empty("documents")).shape
    (0, 5)
    """
    rows = _own(elements, documents)
    rows = rows[rows["cue"].isin(sorted(constructions.blaming()))]
    rows = rows[_named(rows) & rows["polarity"].isin(["asserted", "alleged"])]
    return _counted(rows, ["voice", "outlet", "who", "target"])[BLAME]


def _counted(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    own = rows["voice"] == NARRATOR
    known = rows["actor"].where(rows["actor"] != "", "speaker not known")
    rows = rows.assign(
        who=rows["outlet"].where(own, known),
        voice=["own" if one else "told" for one in own],
        target=[_one_name(target) for target in rows["target"]],
    )
    rows = rows.assign(count=rows.groupby(keys)["target"].transform("size").astype("int64"))
    total = rows.groupby("target")["target"].transform("size")
    order = rows.assign(total=total).sort_values(
        ["total", "target", "voice", "who"], ascending=[False, True, True, True], kind="stable"
    )
    return order.drop_duplicates(keys).reset_index(drop=True)


def _one_name(target: str) -> str:
    """Write a target with a capital, so that one name at the head of a sentence is no second."""
    words = re.sub(r"\s+", " ", target)
    return words[:1].upper() + words[1:]


def duties(elements: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """List who must act, what, and who says so.

    Arguments are the tables. Returns target, who, voice (own or told), outlet, text, polarity,
    count; one row for each target, sayer and outlet, with the first of their demands.

    >>> import framing.tables as t
    >>> duties(t.empty("elements"), t.empty("documents")).shape
    (0, 7)
    """
    rows = _own(elements, documents)
    rows = rows[(rows["element"] == "remedy") & _named(rows)]
    return _counted(rows, ["voice", "outlet", "who", "target"])[DUTIES]
