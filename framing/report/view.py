"""What a report is made of: one event, its tables, and what may not be concluded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from framing import tables
from framing.charts.axis import Dimension
from framing.comparison import crowd
from framing.event import Actor, Event, Outlet
from framing.parameters import Parameters

_CAUTIONS = 20


@dataclass(frozen=True)
class Report:
    """Everything that a report shows, in one frozen object; writers only read it.

    ``tables`` maps the names of ``framing.tables`` to their tables (``table`` gives an empty one
    for a missing name); ``shown`` lists the ids of the dimensions that are printed; ``cautions``
    and ``limits`` (what may not be concluded) are sentences; ``versions`` may be nested;
    ``debris`` has doc_id, start, end, reason; ``whole`` is the report that this one is a part of.

    >>> import pandas as pd
    >>> from framing.event import Event
    >>> from framing.parameters import Parameters
    >>> Report("A flood", Event("flood"), (), (), {}, (), Parameters(), [], [], [], {},
    ...        pd.DataFrame()).table("hits").shape
    (0, 14)
    """

    title: str
    event: Event
    outlets: Sequence[Outlet]
    actors: Sequence[Actor]
    tables: Mapping[str, pd.DataFrame]
    dimensions: Sequence[Dimension]
    parameters: Parameters
    cautions: Sequence[str]
    limits: Sequence[str]
    shown: Sequence[str]
    versions: Mapping[str, Any]
    debris: pd.DataFrame
    whole: Report | None = None

    @cached_property
    def gathered(self) -> dict[Any, Any]:
        """Keep what the writers of one report share, so that it is made once."""
        return {}

    def cautions_shown(self) -> list[str]:
        """List the cautions; of more than twenty the first, and how many more run.json has."""
        said = list(self.cautions)
        if len(said) <= _CAUTIONS:
            return said
        return [*said[: _CAUTIONS - 1], f"{len(said) - _CAUTIONS + 1} more stand in run.json"]

    def of_all(self) -> Report:
        """Give the report of all outlets, of which this one may draw a part."""
        return self.whole or self

    def drawn(self) -> Report:
        """Give the part that is drawn and listed: of more than fifty outlets, those with most text.

        Outlets of which something is claimed come first (``crowd.foremost``). Row numbers stay
        those of the whole tables; the first caution says what is left out.
        """
        every = self.outlet_names()
        if len(every) <= crowd.MOST or self.whole is not None:
            return self
        names = crowd.foremost(self.table("documents"), first=self._claimed())
        note = (
            f"{len(names)} of {len(every)} outlets are drawn and listed here, those with the most "
            "words. All outlets are counted and are in the tables (folder tables)."
        )
        mine = {name: self._part(name, names) for name in self.tables if name != "findings"}
        return replace(
            self,
            tables={**self.tables, **mine},
            outlets=[outlet for outlet in self.outlets if outlet.name in names],
            cautions=[note, *self.cautions],
            whole=self,
        )

    def _claimed(self) -> list[str]:
        """List the outlets of which a difference is claimed."""
        findings, contrasts = self.table("findings"), self.table("contrasts")
        rows = [
            row for one in findings.loc[findings["table"] == "contrasts", "rows"] for row in one
        ]
        return list(dict.fromkeys(contrasts["outlet"].reindex(rows).dropna()))

    def _part(self, name: str, outlets: Sequence[str]) -> pd.DataFrame:
        """Keep the rows of some outlets; the index stays that of the whole table."""
        table, documents = self.tables[name], self.table("documents")
        ids = documents.loc[documents["outlet"].isin(outlets), "doc_id"]
        kept = pd.Series(True, index=table.index)
        for column in ("outlet", "reference"):
            if column in table:
                kept &= table[column].isin([*outlets, "rest"])
        for column in ("doc_id", "other_doc_id", "source_doc_id"):
            if column in table:
                # pooled rows have no article
                kept &= table[column].isin(ids) | (table[column] == "")
        return table[kept]

    def table(self, name: str) -> pd.DataFrame:
        """Give a table by name, without rows where the run made none."""
        return self.tables[name] if name in self.tables else tables.empty(name)

    def outlet_names(self) -> list[str]:
        """List the outlets in the order of the articles; every chart and table keeps it."""
        return list(dict.fromkeys(self.table("documents")["outlet"]))

    def outlet_of(self) -> dict[str, str]:
        """Map each article's id to its outlet."""
        documents = self.table("documents")
        return dict(zip(documents["doc_id"], documents["outlet"], strict=True))

    def fact_labels(self) -> dict[str, str]:
        """Name each fact: by its label, or by a sentence that tells it where no list was given."""
        known = {fact.id: fact.label for fact in self.event.facts}
        sentences = self.table("sentences")
        text = {
            (doc_id, sent_id): words
            for doc_id, sent_id, words in zip(
                sentences["doc_id"], sentences["sent_id"], sentences["text"], strict=True
            )
        }
        told = self.table("coverage")
        told = told[told["state"] == "stated"].drop_duplicates("fact")
        for fact, doc_id, sent_id in zip(
            told["fact"], told["doc_id"], told["sent_id"], strict=True
        ):
            words = " ".join(text.get((doc_id, sent_id), "").split())
            if fact not in known and words:
                known[fact] = f"“{words}”"
        return known

    def dimensions_shown(self) -> list[Dimension]:
        """List the dimensions that the report prints, in the order of ``shown``."""
        known = {dimension.id: dimension for dimension in self.dimensions}
        return [known[name] for name in self.shown if name in known]

    def letters(self) -> dict[str, str]:
        """Give each shown dimension the letter that marks its words in the articles.

        Beyond Z two letters are used.
        """
        shown = self.dimensions_shown()
        return {dimension.id: _letter(number) for number, dimension in enumerate(shown)}


def rows(table: pd.DataFrame) -> list[Any]:
    """List a table's rows, each with its columns as attributes and its number as ``Index``.

    >>> rows(pd.DataFrame({"outlet": ["Harbour Post"]}))[0].outlet
    'Harbour Post'
    """
    return list(table.itertuples())


def _letter(number: int) -> str:
    first, second = divmod(number, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)
