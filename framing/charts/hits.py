"""Where in each article the counted words stand, from its first to its last character."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.charts import spectrum, style
from framing.charts.axis import Dimension

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS = ["doc_id", "dimension", "pole", "voice", "text", "place", "side"]
TITLE = "Where in the articles the counted words stand"


def prepare(
    hits: pd.DataFrame, documents: pd.DataFrame, dimensions: Sequence[Dimension]
) -> pd.DataFrame:
    """Give each counted word its place in its article, 0 = beginning, 1 = end.

    ``hits`` and ``documents`` are the tables. Returns doc_id, dimension, pole, voice, text,
    place (0 to 1), side (-1 first pole, 1 second pole).

    >>> import framing.tables
    >>> prepare(framing.tables.empty("hits"), framing.tables.empty("documents"), []).shape
    (0, 7)
    """
    ids = [dimension.id for dimension in dimensions]
    first = {d.id: d.poles[0].id for d in dimensions if len(d.poles) > 1}
    length = dict(zip(documents["doc_id"], documents["text"].str.len(), strict=True))
    rows = hits[hits["counted"] & hits["dimension"].isin(ids)]
    rows = rows[rows["doc_id"].isin(list(length))]
    size = rows["doc_id"].map(length).astype("float64").clip(lower=1.0)
    side = [
        -1 if first.get(dimension) == pole else 1
        for dimension, pole in zip(rows["dimension"], rows["pole"], strict=True)
    ]
    return rows.assign(place=rows["start"] / size, side=side)[COLUMNS].reset_index(drop=True)


def draw(
    hits: pd.DataFrame,
    documents: pd.DataFrame,
    dimensions: Sequence[Dimension],
    letters: Mapping[str, str] | None = None,
    *,
    title: str = TITLE,
    grey: bool = False,
) -> Figure:
    """Draw a line per article with a letter at every counted word: above it the second pole.

    ``letters`` maps a dimension's id to its letter (default A, B, C ...). Returns a figure.
    """
    letters = letters or {d.id: chr(65 + n % 26) for n, d in enumerate(dimensions)}
    with style.settings():
        table = prepare(hits, documents, dimensions)
        if not len(table):
            return style.empty(title, "No counted word in any article.")
        ids, outlets = documents["doc_id"].tolist(), documents["outlet"].tolist()
        step = 1.2 if len(ids) <= 6 else 0.6
        made = style.figure(
            title,
            "From the first to the last character of each article. "
            "Below the line: first pole, ◂. Above: second pole, ▸. "
            "In a frame: quoted or reported.",
            height=2.6 + step * len(ids) + 0.34 * -(-len(dimensions) // 2),
        )
        foot = 0.6 + 0.34 * -(-len(dimensions) // 2)
        axes = style.panel(made, 3.4, foot, 0.8, 1.6)
        axes.set_xlim(-0.01, 1.01)
        axes.set_ylim(len(ids) - 0.5, -0.5)
        axes.axis("off")
        colours = style.looks(list(letters), grey=grey)
        for number, outlet in enumerate(outlets):
            axes.plot([0, 1], [number, number], color=style.RULE, lw=1.0, zorder=1)
            axes.text(
                -0.025,
                number,
                style.short(outlet, 24),
                ha="right",
                va="center",
                fontsize=style.SMALL,
                color=style.INK,
            )
        for row, level in zip(_rows(table), _levels(table), strict=True):
            y = ids.index(row["doc_id"]) - (0.15 + 0.14 * min(level, 2)) * row["side"]
            frame = {
                "boxstyle": "square,pad=0.1",
                "facecolor": "white",
                "lw": 0.9,
                "edgecolor": style.MUTED if row["voice"] != "narrator" else "none",
            }
            axes.text(
                row["place"],
                y,
                letters[row["dimension"]],
                ha="center",
                va="center",
                fontsize=style.SMALL - 1 if len(ids) <= 6 else 9,
                weight="bold",
                bbox=frame,
                color=colours[row["dimension"]].colour,
                zorder=3,
            )
        for number, dimension in enumerate(dimensions):
            line, column = divmod(number, 2)
            made.text(
                0.04 + 0.48 * column,
                (foot - 0.3 - 0.34 * line) / made.get_figheight(),
                style.short(f"{letters[dimension.id]}  {_ends(dimension)}", 62),
                fontsize=style.SMALL,
                color=colours[dimension.id].colour,
                va="center",
            )
        return made


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(row) for _, row in table.iterrows()]


def _levels(table: pd.DataFrame) -> list[int]:
    """Stack letters that would cover each other, each side of each article by itself."""
    levels: dict[Any, int] = {}
    for _, own in table.groupby(["doc_id", "side"], sort=False):
        stacked = spectrum.swarm(own["place"].tolist(), 0.016)
        levels.update(zip(own.index, stacked, strict=True))
    return [levels[row] for row in table.index]


def _ends(dimension: Dimension) -> str:
    titles = [pole.title or pole.id for pole in dimension.poles]
    return f"◂ {titles[0]} | {titles[1]} ▸" if len(titles) > 1 else dimension.title


def alt(hits: pd.DataFrame, documents: pd.DataFrame, dimensions: Sequence[Dimension]) -> str:
    """Say per article how many counted words stand in its first and in its second half.

    >>> import framing.tables
    >>> alt(framing.tables.empty("hits"), framing.tables.empty("documents"), [])
    'Counted words along the articles: none.'
    """
    table = prepare(hits, documents, dimensions)
    parts = []
    for doc_id, outlet in zip(documents["doc_id"], documents["outlet"], strict=True):
        rows = table[table["doc_id"] == doc_id]
        first = int((rows["place"] < 0.5).sum())
        parts.append(f"{outlet}: {first} in the first half, {len(rows) - first} in the second")
    said = "; ".join(parts) or "none"
    return style.printable(f"Counted words along the articles: {said}.")
