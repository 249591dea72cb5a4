"""What every scorer rests on: pieces of one voice, how much text each voice has, cautions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import spans, tables

Ints = npt.NDArray[np.int64]

POOL_OF_VOICE = {"narrator": 0, "direct": 1, "partial": 1, "indirect": 2}
ALL_VOICES = tables.POOLED_VOICES.index("all")

TOO_FEW = "too few words"
SHORT = "short text"
INCOMPLETE = "incomplete text"
UNTESTED = "untested dimension"
NOT_ENGLISH = "not English: no lexical score"

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")


class Pole(Protocol):
    """One end of a dimension."""

    @property
    def id(self) -> str:
        """Name the end."""


class Dimension(Protocol):
    """A dimension as the scorers see it; the first pole is the negative end."""

    @property
    def id(self) -> str:
        """Name the dimension."""

    @property
    def kind(self) -> str:
        """Say whether it is bipolar or presence."""

    @property
    def status(self) -> str:
        """Say whether it is untested, provisional or validated."""

    @property
    def poles(self) -> Sequence[Pole]:
        """List the ends, the negative one first."""

    @property
    def referent(self) -> str:
        """Name the referent that a hit must be about (empty = any)."""


def count_words(text: str) -> int:
    """Count the words of a text; what an apostrophe, dot or hyphen joins is one word.

    >>> count_words("The U.S. doesn't re-open it.")
    5
    """
    return len(_WORD.findall(text))


def cut(documents: pd.DataFrame, sentences: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """Cut the analysed sentences where the voice changes, so that each piece has one voice.

    Arguments are the tables of those names. Returns doc_id, sent_id, start, end (characters, no
    white space at the ends), voice (narrator, direct, partial, indirect), speaker, text, n_words;
    debris and pieces without a word are left out. A piece belongs to the innermost quotation.

    >>> from framing import tables
    >>> documents = pd.DataFrame({"doc_id": ["a"]})
    >>> sentences = tables.frame("sentences", {"doc_id": ["a"], "sent_id": [0], "start": [0],
    ...     "end": [21], "part": ["body"], "text": ['He said: "We must go"']})
    >>> quotes = tables.frame("quotes", {"quote_id": ["q"], "part_no": [0], "doc_id": ["a"],
    ...     "start": [10], "end": [20], "text": ["We must go"], "kind": ["direct"],
    ...     "speaker": ["Ada"], "speaker_start": [0], "speaker_end": [2], "cue_start": [3],
    ...     "cue_end": [7]})
    >>> cut(documents, sentences, quotes)[["voice", "text"]].values.tolist()
    [['narrator', 'He said: "'], ['direct', 'We must go']]
    """
    body = sentences[(sentences["part"] != "debris") & (sentences["end"] > sentences["start"])]
    body = body[body["doc_id"].isin(documents["doc_id"])]
    rows, starts, ends = _borders(body, quotes)
    first = body["start"].to_numpy()[rows]
    texts = body["text"].to_numpy(dtype=object)[rows]
    kept: list[tuple[int, int, int, str, int]] = []
    for row, low, high, text, offset in zip(rows, starts, ends, texts, first, strict=True):
        raw = text[low - offset : high - offset]
        words = count_words(raw)
        if words:
            lead = len(raw) - len(raw.lstrip())
            piece = raw.strip()
            kept.append((int(row), int(low) + lead, int(low) + lead + len(piece), piece, words))
    where = np.array([item[0] for item in kept], dtype=np.int64)
    pieces = pd.DataFrame(
        {
            "doc_id": body["doc_id"].to_numpy()[where],
            "sent_id": body["sent_id"].to_numpy()[where],
            "start": np.array([item[1] for item in kept], dtype=np.int64),
            "end": np.array([item[2] for item in kept], dtype=np.int64),
            "text": pd.Series([item[3] for item in kept], dtype="str"),
            "n_words": np.array([item[4] for item in kept], dtype=np.int64),
        }
    ).astype({"doc_id": "str", "sent_id": "int64"})
    voices, speakers = spans.voice_at(quotes, pieces["doc_id"], pieces["start"], pieces["end"])
    return pieces.assign(
        voice=pd.Series(voices, dtype="str"), speaker=pd.Series(speakers, dtype="str")
    )


def _borders(body: pd.DataFrame, quotes: pd.DataFrame) -> tuple[Ints, Ints, Ints]:
    """Give row of ``body``, start and end of every piece, in the order of the sentences."""
    codes, codebook = pd.factorize(body["doc_id"])
    of_quote = pd.Index(codebook).get_indexer(pd.Index(quotes["doc_id"]))
    largest = [int(body["end"].max()) if len(body) else 0]
    largest.append(int(quotes["end"].max()) if len(quotes) else 0)
    stride = max(largest) + 2
    low = codes.astype(np.int64) * stride + body["start"].to_numpy()
    high = codes.astype(np.int64) * stride + body["end"].to_numpy()
    order = np.argsort(low, kind="stable")
    low, high = low[order], high[order]
    known = of_quote >= 0
    edges = np.concatenate([quotes["start"].to_numpy()[known], quotes["end"].to_numpy()[known]])
    marks = np.unique(np.tile(of_quote[known], 2) * stride + edges)
    holder = np.searchsorted(low, marks, side="right") - 1
    inside = (holder >= 0) & (marks > low[holder]) & (marks < high[holder]) if len(low) else []
    marks = marks[inside] if len(low) else marks[:0]
    begins = np.unique(np.concatenate([low, marks]))
    sentence = np.searchsorted(low, begins, side="right") - 1
    following = np.append(begins[1:], np.iinfo(np.int64).max)
    finish = np.minimum(following, high[sentence]) if len(low) else begins
    rows = order[sentence] if len(low) else sentence
    shift = codes[rows].astype(np.int64) * stride if len(low) else begins
    return rows.astype(np.int64), begins - shift, finish - shift


def exposure(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    quotes: pd.DataFrame,
    pieces: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say how many sentences and words each voice and speaker has, debris left out.

    Arguments are the tables of those names; ``pieces`` is what ``cut`` gives of them, if it is
    there already. Returns doc_id, event, outlet, voice (narrator,
    quoted, reported, all), speaker (empty = all speakers of that voice), n_sentences, n_words;
    a row for each voice of each article, and, with doc_id empty, for each voice of each outlet's
    articles of one event; rows with a speaker only where that speaker has words. A sentence with
    two voices counts once for each of them and once for ``all``.

    >>> from framing import tables
    >>> documents = pd.DataFrame({"doc_id": ["a"], "event": ["e"], "outlet": ["A"]})
    >>> sentences = tables.frame("sentences", {"doc_id": ["a"], "sent_id": [0], "start": [0],
    ...     "end": [9], "part": ["body"], "text": ["It rained"]})
    >>> exposure(documents, sentences, tables.empty("quotes"))["n_words"].tolist()
    [2, 0, 0, 2, 2, 0, 0, 2]
    """
    pieces = cut(documents, sentences, quotes) if pieces is None else pieces
    views = expand(pieces, documents)
    keys = ["level", "unit", "voice", "speaker"]
    sums = views.groupby(keys, sort=True)["n_words"].sum()
    once = views.drop_duplicates([*keys, "doc", "sent_id"])
    counts = once.groupby(keys, sort=True).size()
    found = pd.DataFrame({"n_sentences": counts, "n_words": sums})
    everyone = frame_of_units(documents)
    units = pd.concat([everyone, found.index.to_frame(index=False)]).drop_duplicates()
    found = found.reindex(pd.MultiIndex.from_frame(units.sort_values(keys))).fillna(0)
    found = found.astype("int64")
    return name_units(found.reset_index(), documents)[
        ["doc_id", "event", "outlet", "voice", "speaker", "n_sentences", "n_words"]
    ]


def groups_of(documents: pd.DataFrame) -> tuple[Ints, pd.DataFrame]:
    """Number the pools (an outlet's articles of one event): a number per document, and names.

    >>> groups_of(pd.DataFrame({"event": ["e", "e"], "outlet": ["B", "A"]}))[0].tolist()
    [1, 0]
    """
    events, of_event = pd.factorize(documents["event"].astype("str"), sort=True)
    outlets, of_outlet = pd.factorize(documents["outlet"].astype("str"), sort=True)
    # one number per pair, in the order of event and outlet: far cheaper than comparing strings
    pairs, pool = np.unique(events * max(1, len(of_outlet)) + outlets, return_inverse=True)
    event, outlet = np.divmod(pairs, max(1, len(of_outlet)))
    names = pd.DataFrame({"event": of_event.take(event), "outlet": of_outlet.take(outlet)})
    return pool.ravel().astype(np.int64), names.astype("str")


def frame_of_units(documents: pd.DataFrame) -> pd.DataFrame:
    """List every article (level 0) and pool (level 1) in every pooled voice, all speakers.

    Returns level, unit (row of ``documents`` or number of the pool), voice (number in
    ``tables.POOLED_VOICES``), speaker (empty).

    >>> len(frame_of_units(pd.DataFrame({"doc_id": ["a"], "event": ["e"], "outlet": ["A"]})))
    8
    """
    _, names = groups_of(documents)
    n_voices = len(tables.POOLED_VOICES)
    sizes = (len(documents), len(names))
    level = np.repeat(np.array([0, 1]), np.array(sizes) * n_voices)
    unit = np.concatenate([np.repeat(np.arange(size), n_voices) for size in sizes])
    voice = np.tile(np.arange(n_voices), sum(sizes))
    return pd.DataFrame({"level": level, "unit": unit, "voice": voice, "speaker": ""}).astype(
        {"speaker": "str"}
    )


def expand(rows: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Repeat every row for each view it belongs to: its voice and all, its speaker and all.

    ``rows`` has doc_id, voice (narrator, direct, partial, indirect) and speaker. Returns its
    other columns and doc (row of ``documents``), level (0 article, 1 pool), unit, voice (number
    in ``tables.POOLED_VOICES``), speaker. Rows of unknown documents are dropped.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "event": ["e"], "outlet": ["A"]})
    >>> rows = pd.DataFrame({"doc_id": ["a"], "voice": ["direct"], "speaker": ["Ada"]})
    >>> len(expand(rows, documents))
    8
    """
    doc = pd.Index(documents["doc_id"]).get_indexer(pd.Index(rows["doc_id"]))
    pool, _ = groups_of(documents)
    known = doc >= 0
    voice = rows["voice"].map(POOL_OF_VOICE).fillna(0).astype("int64").to_numpy()
    speaker = rows["speaker"].astype("str").where(voice > 0, "")
    base = rows.drop(columns=["doc_id", "speaker"]).assign(doc=doc, voice=voice, speaker=speaker)
    base = base[known]
    everyone = pd.concat([base.assign(speaker=""), base[base["speaker"] != ""]])
    both = pd.concat([everyone, everyone.assign(voice=ALL_VOICES)])
    unit = both["doc"].to_numpy()
    articles = both.assign(level=0, unit=unit)
    pools = both.assign(level=1, unit=pool[unit] if len(unit) else unit)
    views: pd.DataFrame = pd.concat([articles, pools], ignore_index=True)
    return views.astype({"speaker": "str"})


def name_units(found: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Put doc_id, event, outlet and the voice's name in place of level, unit and number.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "event": ["e"], "outlet": ["A"]})
    >>> found = pd.DataFrame({"level": [1], "unit": [0], "voice": [3]})
    >>> name_units(found, documents)[["doc_id", "outlet", "voice"]].values.tolist()
    [['', 'A', 'all']]
    """
    _, names = groups_of(documents)
    level, unit = found["level"].to_numpy(), found["unit"].to_numpy()
    n_docs = len(documents)
    row = np.where(level == 0, unit, n_docs + unit)

    def pick(of_documents: pd.Series[Any], of_pools: pd.Series[Any]) -> pd.Series[Any]:
        both = pd.concat([of_documents.astype("str"), of_pools.astype("str")], ignore_index=True)
        chosen: pd.Series[Any] = both.iloc[row].reset_index(drop=True)
        return chosen

    blank = pd.Series([""] * len(names), dtype="str")
    voices = np.array(tables.POOLED_VOICES)[found["voice"].to_numpy()]
    named: pd.DataFrame = found.assign(
        doc_id=pick(documents["doc_id"], blank),
        event=pick(documents["event"], names["event"]),
        outlet=pick(documents["outlet"], names["outlet"]),
        voice=pd.Series(voices, dtype="str"),
    )
    return named


def text_cautions(documents: pd.DataFrame, short_words: int) -> tuple[list[str], list[str]]:
    """Say for each article, and for each pool, whether its text is short or incomplete.

    ``short_words`` is the number of words below which a text is short. Returns two lists of
    cautions joined by ``; ``: one per row of ``documents``, one per pool of ``groups_of``.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "event": ["e"], "outlet": ["A"],
    ...                           "n_words": [3], "completeness": ["short"]})
    >>> text_cautions(documents, 60)
    (['short text'], ['short text'])
    """
    pool, names = groups_of(documents)
    words = documents["n_words"].to_numpy(dtype=np.int64)
    stump = (documents["completeness"] == "stump").to_numpy()
    total = np.bincount(pool, weights=words, minlength=len(names))
    any_stump = np.bincount(pool, weights=stump, minlength=len(names)) > 0
    return (
        join_cautions([(SHORT, words < short_words), (INCOMPLETE, stump)]),
        join_cautions([(SHORT, total < short_words), (INCOMPLETE, any_stump)]),
    )


def join_cautions(flags: Sequence[tuple[str, Any]]) -> list[str]:
    """Join the cautions that hold, row by row; each is a text and a list of true or false.

    >>> join_cautions([("short text", [True, False]), ("too few words", [True, True])])
    ['short text; too few words', 'too few words']
    """
    texts = [text for text, _ in flags]
    matrix = np.column_stack([np.asarray(holds, dtype=bool) for _, holds in flags])
    patterns, inverse = np.unique(matrix, axis=0, return_inverse=True)
    joined = [
        "; ".join(t for t, holds in zip(texts, row, strict=True) if holds) for row in patterns
    ]
    return [joined[index] for index in inverse.ravel()]
