"""The coverage grid: which fact each article tells, as symbols that also print in grey."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from framing.charts import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STATES = {
    "stated": "stated",
    "partial": "told in part",
    "not_found": "not found",
    "not_yet_known": "not yet known on that day",
    "undecidable": "cannot be decided",
}
SYMBOLS = {
    "stated": "●",
    "partial": "◐",
    "not_found": "○",
    "not_yet_known": "–",
    "undecidable": "?",
}
COLUMNS = ["fact", "label", "outlet", "state", "weight"]
TITLE = "Which facts are found in which outlet's articles"
_ORDER = list(STATES)
_MOST = 24


def prepare(
    coverage: pd.DataFrame, documents: pd.DataFrame, labels: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Make one row per fact and outlet; of several articles the fullest telling counts.

    ``coverage`` and ``documents`` are the tables; ``labels`` maps a fact's id to its words.
    Returns fact, label, outlet, state, weight (share of the other outlets that carry it).

    >>> import framing.tables
    >>> prepare(framing.tables.empty("coverage"), framing.tables.empty("documents")).shape
    (0, 5)
    """
    labels = labels or {}
    outlets = dict(zip(documents["doc_id"], documents["outlet"], strict=True))
    order = {name: n for n, name in enumerate(dict.fromkeys(documents["outlet"]))}
    facts = {fact: n for n, fact in enumerate(dict.fromkeys(coverage["fact"]))}
    rows = coverage.assign(outlet=coverage["doc_id"].map(outlets))
    rows = rows.assign(
        label=[labels.get(fact, fact) for fact in rows["fact"]],
        first=rows["fact"].map(facts),
        place=rows["outlet"].map(order),
        rank=[_ORDER.index(state) for state in rows["state"]],
    )
    rows = rows.sort_values(["first", "place", "rank"], kind="stable")
    return rows.drop_duplicates(["fact", "outlet"])[COLUMNS].reset_index(drop=True)


def draw(
    coverage: pd.DataFrame,
    documents: pd.DataFrame,
    labels: Mapping[str, str] | None = None,
    *,
    title: str = TITLE,
    grey: bool = False,
) -> Figure:
    """Draw a grid, facts down and outlets across, with a symbol for each state.

    Arguments as in ``prepare``; ``grey`` changes nothing, for the grid has no colour. At most 24
    facts are drawn, those that most outlets carry; the table has them all. Returns a figure.
    """
    with style.settings():
        table = prepare(coverage, documents, labels)
        if not len(table):
            return style.empty(title, "No list of facts was given and none could be aligned.")
        names = list(dict.fromkeys(documents["outlet"]))
        told = table["state"].isin(["stated", "partial"]).groupby(table["fact"], sort=False).sum()
        facts = list(told.sort_values(ascending=False, kind="stable").index)[:_MOST]
        line = min(0.9, max(0.36, 6.0 / len(facts)))
        head = 2.9 if len(names) > 6 else 1.9
        made = style.figure(
            title,
            "Not found is not the same as left out: an article may tell "
            "it in words that were not recognised.",
            height=head + line * len(facts) + 1.0,
        )
        axes = style.panel(made, 0, 0, 0, 0)
        axes.set_xlim(0, style.WIDTH)
        axes.set_ylim(made.get_figheight(), 0)
        axes.axis("off")
        _grid(axes, table, facts, names, head, line)
        legend = "    ".join(f"{SYMBOLS[state]} {words}" for state, words in STATES.items())
        style.note(made, legend)
        return made


def _grid(
    axes: Axes, table: pd.DataFrame, facts: list[str], names: list[str], head: float, line: float
) -> None:
    left = 8.2 if len(names) <= 12 else 5.6
    gap = (style.WIDTH - left - 0.5) / len(names)
    many = len(names) > 6
    for number, name in enumerate(names):
        axes.text(
            left + gap * (number + 0.5),
            head - 0.3,
            style.short(name, 18 if many else 14),
            fontsize=style.SMALL - (2 if not many else 1 if len(names) <= 20 else 5),
            ha="left" if many else "center",
            va="bottom" if many else "center",
            rotation=45 if many else 0,
            rotation_mode="anchor",
            color=style.INK,
        )
    column = {name: left + gap * (number + 0.5) for number, name in enumerate(names)}
    for number, fact in enumerate(facts):
        y = head + line * (number + 0.5)
        rows = table[table["fact"] == fact]
        axes.plot([0.64, style.WIDTH - 0.5], [y - line / 2] * 2, color=style.RULE, lw=0.6)
        axes.text(
            0.64,
            y,
            style.short(rows["label"].iloc[0], 66 if left > 6 else 44),
            fontsize=style.SMALL,
            va="center",
            color=style.INK,
        )
        for outlet, state in zip(rows["outlet"], rows["state"], strict=True):
            axes.text(
                column[outlet],
                y,
                SYMBOLS[state],
                va="center",
                ha="center",
                fontsize=min(20, 900 * gap / 40),
                color=style.INK,
            )


def alt(
    coverage: pd.DataFrame, documents: pd.DataFrame, labels: Mapping[str, str] | None = None
) -> str:
    """Say for every outlet how many facts stand in which state.

    >>> import framing.tables
    >>> alt(framing.tables.empty("coverage"), framing.tables.empty("documents"))
    'Coverage: no facts.'
    """
    table = prepare(coverage, documents, labels)
    parts = []
    for outlet, rows in table.groupby("outlet", sort=False):
        counts = rows["state"].value_counts()
        said = ", ".join(
            f"{counts[state]} {words}" for state, words in STATES.items() if state in counts
        )
        parts.append(f"{outlet}: {said}")
    return style.printable(f"Coverage: {'; '.join(parts) or 'no facts'}.")
