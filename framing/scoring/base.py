"""What every scorer rests on: pieces of one voice, how much text each voice has, cautions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import spans, tables, words
from framing.scoring import units

Ints = npt.NDArray[np.int64]

TOO_FEW = "too few words"
UNTESTED = "untested dimension"
NOT_ENGLISH = "not English: no lexical score"


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
    begins, stops = (starts - first).tolist(), (ends - first).tolist()
    raw = [text[low:high] for text, low, high in zip(texts, begins, stops, strict=True)]
    n_words = words.count(raw)
    kept = np.flatnonzero(n_words)
    raw = [raw[row] for row in kept.tolist()]
    told = [text.strip() for text in raw]
    lead = np.array([len(text) - len(text.lstrip()) for text in raw], dtype=np.int64)
    low = starts[kept] + lead
    pieces = pd.DataFrame(
        {
            "doc_id": body["doc_id"].take(rows[kept]).reset_index(drop=True),
            "sent_id": body["sent_id"].to_numpy(dtype=np.int64)[rows[kept]],
            "start": low,
            "end": low + np.array([len(text) for text in told], dtype=np.int64),
            "text": pd.Series(told, dtype="str"),
            "n_words": n_words[kept],
        }
    ).astype({"doc_id": "str"})
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
    quoted, reported, all), speaker (empty = all speakers of that voice), n_sentences, n_words, and
    place, the number of the article or pool (``units.Units``);
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
    known = units.of(documents)
    views = known.views(pieces["doc_id"], pieces["voice"], pieces["speaker"])
    n_speakers = len(views.speakers)
    key = views.key * n_speakers + views.speaker
    everyone = np.arange(len(known) * units.N_VOICES, dtype=np.int64) * n_speakers
    keys = np.unique(np.concatenate([everyone, key]))
    sentence = sentences_of(known.docs(pieces["doc_id"]), pieces["sent_id"])
    n_sentences = int(sentence.max()) + 1 if len(sentence) else 1
    once = pd.unique(key * n_sentences + sentence[views.row]) // n_sentences
    words = pieces["n_words"].to_numpy(dtype=np.int64)[views.row]
    sums = np.bincount(np.searchsorted(keys, key), weights=words, minlength=len(keys))
    counts = np.bincount(np.searchsorted(keys, once), minlength=len(keys))
    unit, speaker = np.divmod(keys, n_speakers)
    place, voice = np.divmod(unit, units.N_VOICES)
    return pd.DataFrame(
        {
            **known.named(place, voice),
            "speaker": tables.picked(views.speakers, speaker),
            "n_sentences": counts.astype(np.int64),
            "n_words": sums.astype(np.int64),
            "place": place,
        }
    )


def sentences_of(doc: Ints, sent_ids: pd.Series[Any]) -> Ints:
    """Give every row the number of its sentence, one for each article and sent_id.

    >>> sentences_of(np.array([0, 0, 1]), pd.Series([4, 4, 4])).tolist()
    [0, 0, 1]
    """
    own = sent_ids.to_numpy(dtype=np.int64) + 1
    stride = int(own.max()) + 1 if len(own) else 1
    return np.asarray(pd.factorize(doc * stride + own)[0], dtype=np.int64)


def heard(exposed: pd.DataFrame, known: units.Units, place: Ints, voice: Ints) -> tuple[Ints, Ints]:
    """Look up how many sentences and words a voice has at each place, all speakers together.

    ``exposed`` is what ``exposure`` gives; ``place`` and ``voice`` are numbers. Returns the
    counts of sentences and of words (0 where there are none).
    """
    rows = exposed[(exposed["speaker"] == "").to_numpy(dtype=bool)]
    numbers = {name: number for number, name in enumerate(tables.POOLED_VOICES)}
    key = rows["place"].to_numpy() * units.N_VOICES + units.coded(rows["voice"], numbers)
    found = []
    for name in ("n_sentences", "n_words"):
        counts = np.zeros(len(known) * units.N_VOICES, dtype=np.int64)
        counts[key] = rows[name].to_numpy()
        found.append(counts[place * units.N_VOICES + voice])
    return found[0], found[1]
