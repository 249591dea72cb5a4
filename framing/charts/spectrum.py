"""The spectrum: between which two ends each outlet's words lie, with the interval of each mark.

Rows are dimensions. No line or shape joins rows: dimensions do not add up to one axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.charts import style
from framing.charts.axis import Dimension

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

VOICES = ("narrator", "quoted")
FEW = "too few words"
COLUMNS = [
    "dimension",
    "outlet",
    "voice",
    "position",
    "low",
    "high",
    "n_pole_1",
    "n_pole_2",
    "n_hits",
    "state",
]
TITLE = "Between which words each outlet stands"
_LEFT, _RIGHT = 4.6, 1.0
_CROWD, _STACK = 8, 6


def prepare(
    scores: pd.DataFrame, dimensions: Sequence[Dimension], outlets: Sequence[str] = ()
) -> pd.DataFrame:
    """Pick what the spectrum shows: one row per dimension, outlet and voice.

    ``scores`` is the table; only lexical rows of all speakers count; an outlet's pooled row
    (doc_id empty) goes before its single articles. Returns dimension, outlet, voice (narrator,
    quoted), position (0 = first pole, 1 = second: the share; NaN = not drawn), low, high,
    n_pole_1, n_pole_2 (sentences), n_hits, state (shown, too few words).

    >>> import framing.tables
    >>> prepare(framing.tables.empty("scores"), []).shape
    (0, 10)
    """
    ids = {dimension.id: n for n, dimension in enumerate(dimensions)}
    rows = scores[
        (scores["scorer"] == "lexical")
        & (scores["speaker"] == "")
        & (scores["target"] == "")
        & scores["voice"].isin(VOICES)
    ]
    rows = rows[rows["dimension"].isin(list(ids))]
    order = {name: n for n, name in enumerate(dict.fromkeys([*outlets, *rows["outlet"]]))}
    rows = rows.assign(
        pooled=(rows["doc_id"] != "").astype(int),
        rank=rows["dimension"].map(ids),
        place=rows["outlet"].map(order),
        second=(rows["voice"] != "narrator").astype(int),
    )
    rows = rows.sort_values(["rank", "place", "second", "pooled"], kind="stable")
    rows = rows.drop_duplicates(["dimension", "outlet", "voice"])
    state = rows["share"].isna().map({True: FEW, False: "shown"})
    return rows.assign(position=rows["share"], state=state)[COLUMNS].reset_index(drop=True)


def ends(dimension: Dimension) -> tuple[str, str]:
    """Give the names that are written at the two ends of a dimension's row.

    A presence has one pole; its ends are "no sentence" and "every sentence".
    """
    titles = [pole.title or pole.id for pole in dimension.poles]
    if dimension.kind == "presence" or len(titles) < 2:
        return "no sentence", "every sentence"
    return titles[0], titles[1]


_STEP = 0.3
_SUBTITLE = {
    False: "Filled: the outlet's own voice. Hollow: people it quotes. Bar: interval of the mark. "
    "The middle is where two word lists cancel; it is not neutral.",
    True: "Each number is an outlet, in its own voice. Intervals and quoted words: see the table. "
    "The middle is where two word lists cancel; it is not neutral.",
}


def draw(
    scores: pd.DataFrame,
    dimensions: Sequence[Dimension],
    outlets: Sequence[str] = (),
    *,
    title: str = TITLE,
    grey: bool = False,
) -> Figure:
    """Draw a row per dimension with its poles at both ends and a mark per outlet.

    Arguments as in ``prepare``. Filled marks are the outlet's own voice, hollow ones its
    quotations; the bar is the interval. "too few words" is written, never drawn as a place;
    untested dimensions are grey. More than eight outlets share one line per dimension and get
    numbers with a key. Returns a matplotlib figure, taller than a slide if it needs to be.
    """
    with style.settings():
        table = prepare(scores, dimensions, outlets)
        if not len(table):
            return style.empty(title, "No dimension has been measured.")
        names = list(dict.fromkeys([*outlets, *table["outlet"]]))
        seen = set(table.loc[table["state"] == "shown", "dimension"])
        drawn = [dimension for dimension in dimensions if dimension.id in seen]
        bands = _bands(table, drawn, names)
        bare = [d.title or d.id for d in dimensions if d.id not in seen]
        key = 0.3 * -(-len(names) // 5) + 0.4 if len(names) > _CROWD and drawn else 0.0
        made = style.figure(
            title,
            _SUBTITLE[len(names) > _CROWD],
            height=1.5 + sum(bands) + 0.7 + key + (0.75 if bare else 0.0),
        )
        axes = style.panel(made, 0, 0, 0, 1.5)
        axes.set_xlim(0, style.WIDTH)
        axes.set_ylim(made.get_figheight() - 1.5, 0)
        axes.axis("off")
        top = 0.0
        for dimension, band in zip(drawn, bands, strict=True):
            rows = table[table["dimension"] == dimension.id]
            _header(axes, dimension, top)
            _body(axes, rows, names, top, dimension, grey)
            top += band
        if bare:
            _bare(axes, bare, top)
            top += 0.75
        if key:
            _key(axes, names, top + 0.35, grey)
        style.note(made, _note(drawn))
        return made


def _note(dimensions: Sequence[Dimension]) -> str:
    note = (
        "Rows are never added up. Position: share of the sentences with such words that lean "
        "to the right end"
    )
    presence = any(dimension.kind == "presence" for dimension in dimensions)
    return note + ("; of all sentences, where the ends say so." if presence else ".")


def _bare(axes: Axes, titles: list[str], top: float) -> None:
    axes.plot([0.64, style.WIDTH - 0.5], [top, top], color=style.RULE, lw=0.8)
    axes.text(
        0.64,
        top + 0.36,
        style.short(f"{FEW} in every article: {', '.join(titles)}", 150),
        fontsize=style.SMALL - 1,
        va="center",
        color=style.MUTED,
        style="italic",
    )


def _bands(table: pd.DataFrame, dimensions: Sequence[Dimension], names: list[str]) -> list[float]:
    """Give the height of each dimension's band, in inches: a line per outlet with a mark."""
    bands = []
    for dimension in dimensions:
        shown = table[(table["dimension"] == dimension.id) & (table["state"] == "shown")]
        lines = shown["outlet"].nunique()
        lines += lines < len(names)
        bands.append(1.0 + 0.24 * _STACK if len(names) > _CROWD else lines * _STEP + 0.95)
    return bands


def _body(
    axes: Axes, rows: pd.DataFrame, names: list[str], top: float, dimension: Dimension, grey: bool
) -> None:
    if len(names) > _CROWD:
        _swarm(axes, rows, names, top + 0.62, dimension, grey)
    else:
        _lines(axes, rows, names, top + 0.74, dimension, grey)


def _x(share: float) -> float:
    return _LEFT + share * (style.WIDTH - _LEFT - _RIGHT)


def _header(axes: Axes, dimension: Dimension, top: float) -> None:
    left, right = ends(dimension)
    grey = dimension.status == "untested"
    colour = style.MUTED if grey else style.INK
    axes.plot([0.64, style.WIDTH - 0.5], [top, top], color=style.RULE, lw=0.8)
    axes.text(
        0.64,
        top + 0.34,
        style.short(dimension.title or dimension.id, 30),
        fontsize=style.TEXT - 2,
        weight="bold",
        va="center",
        color=colour,
    )
    if grey:
        axes.text(
            0.64,
            top + 0.66,
            "not tested",
            fontsize=style.SMALL - 1,
            va="center",
            color=colour,
            style="italic",
        )
    for place, text, align in ((0.0, "◂ " + left, "left"), (1.0, right + " ▸", "right")):
        axes.text(
            _x(place),
            top + 0.34,
            style.short(text, 44),
            fontsize=style.TEXT - 1,
            ha=align,
            va="center",
            color=colour,
        )


def _track(axes: Axes, y: float) -> None:
    axes.plot([_x(0), _x(1)], [y, y], color=style.RULE, lw=0.8, zorder=1)
    axes.plot([_x(0.5)] * 2, [y - 0.07, y + 0.07], color=style.RULE, lw=0.8, zorder=1)


def _lines(
    axes: Axes, rows: pd.DataFrame, names: list[str], top: float, dimension: Dimension, grey: bool
) -> None:
    look = style.looks(names, grey=grey)
    grey_ink = style.MUTED if dimension.status == "untested" else style.INK
    shown = rows[rows["state"] == "shown"]
    with_marks = [name for name in names if name in set(shown["outlet"])]
    for number, name in enumerate(with_marks):
        y = top + number * _STEP
        colour = style.MUTED if dimension.status == "untested" else look[name].colour
        axes.text(
            _LEFT - 0.25,
            y,
            style.short(name, 24),
            fontsize=style.SMALL,
            ha="right",
            va="center",
            color=grey_ink,
        )
        _track(axes, y)
        own = shown[shown["outlet"] == name]
        for _, row in own.iterrows():
            # two marks share a line: the own voice a little above, the quoted one below
            shift = 0.0 if len(own) == 1 else -0.07 if row["voice"] == "narrator" else 0.07
            _mark(axes, row, y + shift, look[name].marker, colour)
    few = [name for name in names if name not in with_marks]
    if few:
        said = style.short(f"{FEW}: {', '.join(few)}", 100)
        axes.text(
            _x(0.5),
            top + len(with_marks) * _STEP,
            said,
            fontsize=style.SMALL - 1,
            ha="center",
            va="center",
            color=style.MUTED,
            style="italic",
        )


def _mark(axes: Axes, row: pd.Series[Any], y: float, marker: str, colour: str) -> None:
    own = row["voice"] == "narrator"
    axes.plot(
        [_x(row["low"]), _x(row["high"])],
        [y, y],
        color=colour,
        lw=2.4 if own else 1.2,
        alpha=0.55,
        solid_capstyle="butt",
        zorder=2,
    )
    axes.plot(
        [_x(row["position"])],
        [y],
        marker=marker,
        ms=11 if own else 9,
        color=colour,
        markerfacecolor=colour if own else "white",
        markeredgewidth=1.8,
        zorder=3,
    )


def _swarm(
    axes: Axes, rows: pd.DataFrame, names: list[str], y: float, dimension: Dimension, grey: bool
) -> None:
    look = style.looks(names, grey=grey)
    shown = rows[(rows["voice"] == "narrator") & (rows["state"] == "shown")]
    levels = swarm(shown["position"].tolist())
    base = y + 0.24 * _STACK - 0.14
    _track(axes, base + 0.16)
    hidden: dict[float, int] = {}
    for (_, row), level in zip(shown.iterrows(), levels, strict=True):
        x, name = _x(row["position"]), str(row["outlet"])
        if level >= _STACK - 1:
            hidden[x] = hidden.get(x, 0) + 1
            continue
        colour = style.MUTED if dimension.status == "untested" else look[name].colour
        _numbered(axes, x, base - 0.24 * level, names.index(name) + 1, colour)
    for x, more in hidden.items():
        axes.text(
            x,
            base - 0.24 * (_STACK - 1),
            f"+{more}",
            fontsize=style.SMALL - 2,
            ha="center",
            va="center",
            color=style.INK,
        )
    few = len(names) - len(shown)
    if few:
        axes.text(
            0.64,
            y + 0.5,
            f"{few} of {len(names)} outlets:\n{FEW}",
            fontsize=style.SMALL - 1,
            va="center",
            color=style.MUTED,
            style="italic",
        )


def _numbered(axes: Axes, x: float, y: float, number: int, colour: str) -> None:
    axes.plot([x], [y], marker="o", ms=15, color=colour, zorder=3)
    axes.text(
        x,
        y,
        str(number),
        fontsize=8.5,
        color="white",
        weight="bold",
        ha="center",
        va="center_baseline",
        zorder=4,
    )


def _key(axes: Axes, names: list[str], top: float, grey: bool) -> None:
    look = style.looks(names, grey=grey)
    for number, name in enumerate(names):
        line, column = divmod(number, 5)
        x, y = 0.75 + column * 2.98, top + 0.3 * line
        _numbered(axes, x, y, number + 1, look[name].colour)
        axes.text(
            x + 0.2,
            y,
            style.short(name, 24),
            fontsize=style.SMALL - 1,
            va="center",
            color=style.INK,
        )


def swarm(positions: Sequence[float], width: float = 0.024) -> list[int]:
    """Stack marks that would cover each other: the level of each, from 0 upward.

    ``positions`` lie between 0 and 1; ``width`` is that of a mark.

    >>> swarm([0.5, 0.5, 0.9])
    [0, 1, 0]
    """
    levels: list[int] = []
    for number, place in enumerate(positions):
        taken = {levels[other] for other in range(number) if abs(positions[other] - place) < width}
        levels.append(next(level for level in range(number + 1) if level not in taken))
    return levels


def alt(scores: pd.DataFrame, dimensions: Sequence[Dimension], outlets: Sequence[str] = ()) -> str:
    """Say the spectrum in words: per dimension and outlet, how many sentences lean which way.

    >>> import framing.tables
    >>> alt(framing.tables.empty("scores"), [])
    'Spectrum: nothing was measured.'
    """
    table = prepare(scores, dimensions, outlets)
    if not len(table):
        return "Spectrum: nothing was measured."
    parts = []
    for dimension in dimensions:
        left, right = ends(dimension)
        rows = table[table["dimension"] == dimension.id]
        marks = [
            f"{row['outlet']} ({'own voice' if row['voice'] == 'narrator' else 'quoted'}): "
            + _leaning(row, dimension, right)
            for _, row in rows[rows["state"] == "shown"].iterrows()
        ]
        said = "; ".join(marks) or f"{FEW} in every article"
        status = " (not tested)" if dimension.status == "untested" else ""
        parts.append(f"{dimension.title}{status}, from {left} to {right}: {said}")
    return style.printable("Spectrum. " + ". ".join(parts) + ".")


def _leaning(row: pd.Series[Any], dimension: Dimension, right: str) -> str:
    if dimension.kind == "presence":
        return f"in {100 * row['position']:.0f} % of the sentences"
    return f"{row['n_pole_2']} of {row['n_pole_1'] + row['n_pole_2']} sentences lean to {right}"
