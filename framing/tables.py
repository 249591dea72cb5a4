"""The one place where a table and its columns are defined: name, type, unit, meaning.

Checks, the documentation and the codebook of a report are generated from here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.errors import FramingError

SCHEMA_VERSION = 1

VOICES = ("narrator", "direct", "partial", "indirect")
POOLED_VOICES = ("narrator", "quoted", "reported", "all")
POLARITIES = ("asserted", "negated", "rejected", "alleged", "hypothetical")
DTYPES = {"str": "str", "int": "int64", "float": "float64", "bool": "bool", "list": "object"}


@dataclass(frozen=True)
class Column:
    """One column: its name, type (str, int, float, bool, list), unit and meaning."""

    name: str
    type: str
    unit: str
    meaning: str

    @property
    def dtype(self) -> str:
        """Name the pandas dtype of the column.

        >>> Column("n", "int", "hits", "how many").dtype
        'int64'
        """
        return DTYPES[self.type]


@dataclass(frozen=True)
class Table:
    """One table: its name, what a row is, and its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """List the column names in order.

        >>> TABLES["scopes"].names[:2]
        ['doc_id', 'start']
        """
        return [column.name for column in self.columns]


_COMMON = {
    "doc_id": ("str", "", "the article"),
    "sent_id": ("int", "", "sentence of the article, from 0 (-1 = none)"),
    "event": ("str", "", "the event's id"),
    "outlet": ("str", "", "who published the article"),
    "start": ("int", "character", "first character in documents.text"),
    "end": ("int", "character", "one past the last character in documents.text"),
    "text": ("str", "", "the words themselves, documents.text[start:end]"),
    "dimension": ("str", "", "the axis or presence measured; a referent's id for naming"),
    "pole": ("str", "", "which end of the axis"),
    "voice": ("str", "", "in whose voice the words stand"),
    "speaker": ("str", "", "canonical name of who says it (empty = none known or all)"),
    "polarity": ("str", "", "asserted, negated, rejected, alleged or hypothetical"),
    "counted": ("bool", "", "whether the row enters the count"),
    "reason": ("str", "", "why the row is not counted, or another remark"),
    "scorer": ("str", "", "which scorer made the number"),
    "target": ("str", "", "the actor that the number or judgement is about"),
    "value": ("float", "-1 to 1", "the displayed value; NaN = withheld"),
    "low": ("float", "", "lower end of the interval"),
    "high": ("float", "", "upper end of the interval"),
    "share": ("float", "0 to 1", "part of the whole"),
    "p": ("float", "0 to 1", "p of one test; NaN = not tested"),
    "p_adjusted": ("float", "0 to 1", "p corrected within its family"),
    "caution": ("str", "", "what to keep in mind, joined by '; '"),
    "referent": ("str", "", "the people or thing named"),
    "difference": ("float", "", "outlet minus reference"),
    "count": ("int", "mentions", "how often"),
}

_SPEC: dict[str, tuple[str, str]] = {
    "documents": (
        "an article",
        """doc_id event outlet
        title|str||headline as given or found
        published|str|ISO date|when it was published (empty = unknown)
        url|str||where it was published
        genre|str||news, commentary, essay, analysis ... as given
        language|str|ISO 639-1|language found in the text
        text n_words|int|words|words of the article, debris left out
        completeness|str||complete, stump or short
        sha256|str|hex|of the file's bytes, or of the row's text in UTF-8
        warnings|list||remarks on the quality of the text""",
    ),
    "sentences": (
        "a sentence",
        """doc_id sent_id start end
        part|str||headline, body or debris
        text""",
    ),
    "quotes": (
        "a stretch of quoted or reported speech",
        """quote_id|str||the quotation; its parts share the id
        part_no|int||part of a split quotation, from 0
        doc_id start end text
        kind|str||direct, partial, mixed or indirect
        speaker
        speaker_start|int|character|start of the words that name the speaker (-1 = none)
        speaker_end|int|character|end of the words that name the speaker (-1 = none)
        cue_start|int|character|start of the reporting word (-1 = none)
        cue_end|int|character|end of the reporting word (-1 = none)""",
    ),
    "scopes": (
        "a stretch that is not simply asserted",
        """doc_id start end polarity
        cue_start|int|character|start of the word that opens the scope
        cue_end|int|character|end of the word that opens the scope""",
    ),
    "hits": (
        "a word or phrase of a lexicon found in a text",
        """doc_id sent_id dimension pole
        entry|str||the lexicon entry
        start end text
        weight|float||weight of the entry
        voice speaker polarity counted reason""",
    ),
    "labels": (
        "a noun phrase that names a referent",
        """doc_id sent_id referent start end text
        head|str||head noun, lower case
        voice speaker polarity pole counted reason""",
    ),
    "judgements": (
        "a judgement about a sentence or a piece of one voice",
        """doc_id sent_id scorer target start end
        label|str||the judgement
        value
        probability|float|0 to 1|calibrated probability of the label; NaN = none
        voice""",
    ),
    "elements": (
        "a frame element found in a sentence",
        """doc_id sent_id
        element|str||problem, cause, judgement or remedy
        start end text
        actor|str||who says it (narrator or a speaker)
        target voice polarity
        cue|str||the construction found
        counted reason""",
    ),
    "scores": (
        "a score of one article, or of an outlet's articles of one event (doc_id empty)",
        """doc_id event outlet dimension scorer voice speaker target value low high
        share|float|0 to 1|sentences that lean to the second pole, of those that lean at all
        n_pole_1|int|sentences|sentences whose counted hits lean to the first pole
        n_pole_2|int|sentences|sentences whose counted hits lean to the second pole
        n_hits|int|hits|counted hits
        n_sentences|int|sentences|analysed sentences of that voice
        n_words|int|words|analysed words of that voice
        salience|float|hits per 1,000 words|how much the dimension is used at all
        robust_low|float|0 to 1|lowest share when any one entry is left out
        robust_high|float|0 to 1|highest share when any one entry is left out
        status|str||untested, provisional or validated
        caution""",
    ),
    "naming": (
        "a name that an outlet's articles use for a referent",
        """event referent outlet voice
        name|str||the name, folded to its head and modifiers
        polarity count
        share|float|0 to 1|of the outlet's mentions of the referent in that voice
        caution""",
    ),
    "contrasts": (
        "a difference between an outlet and a reference",
        """event dimension scorer voice outlet
        reference|str||what the outlet is set against ('rest' = the others together)
        family|str||primary, exploratory or naming: corrected apart
        difference low high p p_adjusted
        n|int|sentences or mentions|how many the difference rests on
        caution""",
    ),
    "keywords": (
        "a word that marks an outlet's articles",
        """event outlet
        term|str||the word or phrase
        log_odds|float|z-scored log odds|weighted log-odds against the rest
        low high p_adjusted count
        count_rest|int|mentions|how often in the other outlets' articles""",
    ),
    "alignments": (
        "two sentences that tell the same thing",
        """event
        cluster|int||the group of sentences
        doc_id sent_id
        other_doc_id|str||the other article
        other_sent_id|int||its sentence
        similarity|float|0 to 1|overlap weighted by how rare the words are
        near_copy|bool||whether the wording is nearly the same""",
    ),
    "edits": (
        "a change between two copies of one text",
        """event doc_id
        source_doc_id|str||the copy it is compared with
        start end
        old|str||the words of the other copy
        new|str||the words of this copy
        kind|str||label, attribution, quote, hedge, cut or other""",
    ),
    "coverage": (
        "a fact and an article",
        """event
        fact|str||the fact's id
        doc_id
        state|str||stated, partial, not_found, not_yet_known or undecidable
        sent_id
        weight|float|0 to 1|share of the other outlets that carry the fact""",
    ),
    "speakers": (
        "a speaker whom an outlet lets speak",
        """event outlet speaker
        role|str||official, party, expert, organisation, affected or other
        side|str||as given for the actor
        kind|str||direct, partial, mixed or indirect
        n_quotes|int|quotations|how many
        n_words|int|words|how long together
        cues|list||reporting words used""",
    ),
    "findings": (
        "a sentence that the report says, with the rows it rests on",
        """event
        rank|int||order, from 1
        text
        table|str||the table whose rows it rests on
        rows|list||row numbers in that table""",
    ),
    "panel": (
        "an outlet's difference within shared events of one period",
        """period|str||the week or other period
        outlet dimension scorer voice
        n_events|int|events|shared events
        n_articles|int|articles|articles of the outlet in them
        difference low high p p_adjusted caution""",
    ),
}


def _columns(spec: str) -> tuple[Column, ...]:
    columns: list[Column] = []
    for line in spec.splitlines():
        if "|" in line:
            head, *rest = line.strip().split("|")
            *common, own = head.split()
            columns += [Column(name, *_COMMON[name]) for name in common]
            columns.append(Column(own, *rest))
        else:
            columns += [Column(name, *_COMMON[name]) for name in line.split()]
    return tuple(columns)


TABLES: dict[str, Table] = {
    name: Table(name, row, _columns(spec)) for name, (row, spec) in _SPEC.items()
}


def frame(name: str, columns: Mapping[str, Sequence[Any] | pd.Series[Any] | Any]) -> pd.DataFrame:
    """Build a table with the right columns, order and types from its columns' values.

    ``name`` is the table's name, ``columns`` maps every column's name to its values (equally
    long; a text stands for that text in every row). Returns the table with a fresh index from 0.
    Raises ``FramingError`` if a column is missing or unknown.

    >>> frame("scopes", {"doc_id": ["a"], "start": [0], "end": [3], "polarity": ["negated"],
    ...                  "cue_start": [0], "cue_end": [3]}).shape
    (1, 6)
    """
    table = TABLES[name]
    given, wanted = set(columns), set(table.names)
    if given != wanted:
        raise FramingError(
            found=f"columns {sorted(given ^ wanted)} missing or unknown in table '{name}'",
            expected=", ".join(table.names),
            action="report this as a fault of framing-compare",
            where="framing/tables.py",
        )
    series = {}
    length = next((len(values) for values in columns.values() if not isinstance(values, str)), 0)
    for column in table.columns:
        values = columns[column.name]
        if isinstance(values, str):
            values = picked([values], np.zeros(length, dtype=np.int64))
        values = list(values) if column.type == "list" else values
        series[column.name] = pd.Series(values, dtype=column.dtype).reset_index(drop=True)
    return pd.DataFrame(series)


def picked(texts: Sequence[str], numbers: npt.NDArray[np.int64]) -> pd.Series[Any]:
    """Build a column of few different texts from the number of each row's own.

    >>> picked(["no", "yes"], np.array([1, 0, 1])).tolist()
    ['yes', 'no', 'yes']
    """
    chosen: pd.Series[Any] = pd.Series(pd.Series(list(texts), dtype="str").array.take(numbers))
    return chosen


def empty(name: str) -> pd.DataFrame:
    """Give the table without rows.

    >>> empty("hits").shape
    (0, 14)
    """
    return frame(name, {column: [] for column in TABLES[name].names})


def concat(name: str, parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables of one kind under each other, with a fresh index from 0.

    >>> concat("hits", []).shape
    (0, 14)
    """
    filled = [part for part in parts if len(part)]
    if not filled:
        return empty(name)
    return pd.concat(filled, ignore_index=True)[TABLES[name].names]


def check(name: str, table: pd.DataFrame) -> list[str]:
    """List what is wrong with a table's columns and types; an empty list means it is sound.

    >>> check("scopes", empty("scopes"))
    []
    """
    wanted = TABLES[name]
    faults = []
    if list(table.columns) != wanted.names:
        faults.append(f"{name}: columns are {list(table.columns)}, expected {wanted.names}")
        return faults
    for column in wanted.columns:
        if str(table[column.name].dtype) != column.dtype:
            faults.append(
                f"{name}.{column.name} is {table[column.name].dtype}, expected {column.dtype}"
            )
    return faults


def as_text(table: pd.DataFrame) -> pd.DataFrame:
    """Turn list columns into JSON, as they stand in CSV files and spreadsheets.

    >>> as_text(pd.DataFrame({"rows": [[1, 2]]}))["rows"][0]
    '[1, 2]'
    """
    lists = [c for c in table.columns if len(table) and isinstance(table[c].iloc[0], list)]
    return table.assign(
        **{c: [json.dumps(value, ensure_ascii=False) for value in table[c]] for c in lists}
    )


def document(name: str) -> str:
    """Write a table's codebook as Markdown.

    >>> print(document("scopes").splitlines()[0])
    ### scopes
    """
    table = TABLES[name]
    lines = [f"### {name}", "", f"One row is {table.row}.", ""]
    lines += ["| column | type | unit | meaning |", "|---|---|---|---|"]
    lines += [f"| {c.name} | {c.type} | {c.unit} | {c.meaning} |" for c in table.columns]
    return "\n".join(lines) + "\n"
