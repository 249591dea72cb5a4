"""Reported speech apart from told deeds: a refusal or a plan is told in the narrator's words."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache

import pandas as pd

from framing import paths


def without(documents: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """Leave out indirect speech that tells a deed or a state of mind: its words are the narrator's.

    "The minister refused to take the guests back" attributes the refusal to the minister, and the
    table ``quotes`` says so; the words are nevertheless the writer's own. So are those of "she
    dislikes the plan", "he knows that it failed", and of reports that no one in the text makes.
    ``documents`` and ``quotes`` are their tables. Returns the rows of ``quotes`` that put words
    into a voice, in order, with a fresh index. Cues are data (``lexicons/cues/en-deeds.toml``).

    >>> from framing import tables
    >>> len(without(pd.DataFrame({"doc_id": [], "text": []}), tables.empty("quotes")))
    0
    """
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    deeds, things, clause, unnamed = _cues()
    keep = []
    columns = ("doc_id", "kind", "start", "cue_start", "cue_end", "speaker", "speaker_start")
    for doc_id, kind, start, low, high, speaker, mention in zip(
        *(quotes[name].tolist() for name in columns), strict=True
    ):
        text = texts.get(doc_id, "")
        cue = " ".join(text[low:high].lower().split()) if kind == "indirect" and low >= 0 else ""
        is_told = bool(cue) and bool(
            deeds.fullmatch(cue)
            or (things.fullmatch(cue) and not clause.match(text, start, start + 40))
            or not (speaker or mention >= 0 or unnamed.fullmatch(cue))
        )
        keep.append(not is_told)
    return quotes[keep].reset_index(drop=True) if keep else quotes


@lru_cache(maxsize=1)
def _cues() -> tuple[re.Pattern[str], ...]:
    path = paths.data_dir("lexicons") / "cues" / "en-deeds.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    deeds, things, unnamed = (
        re.compile("|".join(re.escape(cue).replace(r"\*", r"\w*") for cue in data[name]))
        for name in ("deeds", "deeds_with_a_thing", "said_by_no_one_named")
    )
    clause = re.compile(rf"\W*(?:{'|'.join(data['clause'])})\b", re.IGNORECASE)
    return deeds, things, clause, unnamed
