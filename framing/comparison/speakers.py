"""Who speaks in each outlet's articles, how much and how; and whether those it happens to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from framing import tables
from framing.comparison import roles
from framing.comparison.roles import AFFECTED, OTHER
from framing.event import Actor

DIRECT_KINDS = ("direct", "partial", "mixed")
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")


def count(documents: pd.DataFrame, quotes: pd.DataFrame, actors: Sequence[Actor]) -> pd.DataFrame:
    """Count who speaks in each outlet's articles of an event, how long, and in which form.

    ``documents`` and ``quotes`` are the tables of those names, ``actors`` those of the event.
    Returns the table ``speakers``: a row per outlet, speaker and kind (direct, partial, mixed,
    indirect), the one with most words first. Role and side are the actor's; without an actor the
    role is guessed from how the article describes the speaker (``framing/comparison/roles.py``)
    and the side is empty. Speech without a known speaker has an empty name and the role ``other``.
    Each outlet also has a row with an empty name, role ``affected`` and kind ``direct`` if nobody
    of that role is quoted in marks: the zero is a result. ``cues`` are the reporting words as
    printed, in lower case.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "event": ["e"], "outlet": ["A"], "text": [""]})
    >>> count(documents, tables.empty("quotes"), [])[["role", "n_quotes"]].values.tolist()
    [['affected', 0]]
    """
    known = quotes[quotes["doc_id"].isin(documents["doc_id"])]
    rows = known.merge(documents[["doc_id", "event", "outlet"]], on="doc_id", how="left")
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    rows = _described(rows, texts, actors)
    found = _counted(rows)
    return _with_silent(found, documents)


def _described(rows: pd.DataFrame, texts: dict[str, str], actors: Sequence[Actor]) -> pd.DataFrame:
    """Add role, side, words and cue to every part of a quotation."""
    role, sides, n_words, cues = [], [], [], []
    names = _names(actors)
    guessed: dict[tuple[str, str, str], str] = {}  # a speaker of an article is looked up once
    for row in rows.to_dict("records"):
        text = texts[str(row["doc_id"])]
        actor = names.get(str(row["speaker"]).casefold())
        role.append(actor.role or OTHER if actor else _guessed(text, row, guessed))
        sides.append(actor.side if actor else "")
        n_words.append(len(_WORD.findall(str(row["text"]))))
        start, end = int(row["cue_start"]), int(row["cue_end"])
        cues.append(" ".join(text[start:end].lower().split()) if 0 <= start < end else "")
    return rows.assign(role=role, side=sides, n_words=n_words, cue=cues)


def _guessed(text: str, row: Mapping[Any, Any], known: dict[tuple[str, str, str], str]) -> str:
    start, end = int(row["speaker_start"]), int(row["speaker_end"])
    key = (str(row["doc_id"]), str(row["speaker"]), text[max(0, start) : max(0, end)])
    if key not in known:
        known[key] = roles.guess(text, str(row["speaker"]), start, end)
    return known[key]


def _names(actors: Sequence[Actor]) -> dict[str, Actor]:
    found: dict[str, Actor] = {}
    for actor in actors:
        for name in (actor.name, *actor.aliases):
            found.setdefault(name.casefold(), actor)
    return found


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    """Sum quotations, words and cues of each outlet, speaker and kind."""
    if not len(rows):
        return tables.empty("speakers")
    found = []
    for (event, outlet, speaker, kind), group in rows.groupby(
        ["event", "outlet", "speaker", "kind"], sort=True
    ):
        best = Counter(role for role in group["role"] if role != OTHER)
        found.append(
            {
                "event": event,
                "outlet": outlet,
                "speaker": speaker,
                "role": min(best, key=lambda role: (-best[role], role)) if best else OTHER,
                "side": group["side"].iloc[0],
                "kind": kind,
                "n_quotes": group["quote_id"].nunique(),
                "n_words": int(group["n_words"].sum()),
                "cues": sorted({cue for cue in group["cue"] if cue}),
            }
        )
    table = pd.DataFrame(found)
    # one role for one speaker of an outlet, whatever the words beside a single mention
    strongest = (
        table[table["role"] != OTHER].groupby(["event", "outlet", "speaker"])["role"].first()
    )
    keys = list(zip(table["event"], table["outlet"], table["speaker"], strict=True))
    table["role"] = [
        strongest.get(key, role) if key[2] else OTHER
        for key, role in zip(keys, table["role"], strict=True)
    ]
    table = table.sort_values(
        ["event", "outlet", "n_words", "speaker", "kind"], ascending=[True, True, False, True, True]
    )
    return tables.frame("speakers", {c: table[c] for c in tables.TABLES["speakers"].names})


def _with_silent(found: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Add a row of zeros for each outlet in which nobody affected is quoted in marks."""
    quoted = found[(found["role"] == AFFECTED) & found["kind"].isin(DIRECT_KINDS)]
    heard = set(zip(quoted["event"], quoted["outlet"], strict=True))
    pools = documents[["event", "outlet"]].drop_duplicates().sort_values(["event", "outlet"])
    silent = [
        (event, outlet)
        for event, outlet in zip(pools["event"], pools["outlet"], strict=True)
        if (event, outlet) not in heard
    ]
    size = len(silent)
    zeros = tables.frame(
        "speakers",
        {
            "event": [event for event, _ in silent],
            "outlet": [outlet for _, outlet in silent],
            "speaker": [""] * size,
            "role": [AFFECTED] * size,
            "side": [""] * size,
            "kind": ["direct"] * size,
            "n_quotes": [0] * size,
            "n_words": [0] * size,
            "cues": [[] for _ in silent],
        },
    )
    return tables.concat("speakers", [found, zeros])
