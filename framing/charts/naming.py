"""Bars of names: how often each outlet uses each name of one referent, own voice and relayed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.charts import strip, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = ["outlet", "side", "name", "count", "left", "right"]
OTHER = "other names"
TITLE = "Which names are used how often"
_MOST, _MORE = 5, 3


def prepare(naming: pd.DataFrame, outlets: Sequence[str] = (), referent: str = "") -> pd.DataFrame:
    """Lay out stacked bars: per outlet and side, where each name's bar begins and ends.

    Arguments as in ``strip.prepare``. Only asserted and alleged mentions count; the five names
    that take most of the outlets' mentions keep their own piece (own voice weighs double, so that
    each outlet's own names show) and the first name of up to three outlets that have none of these;
    the rest is "other names". Returns outlet, side, name,
    count, left, right (mentions).

    >>> import framing.tables
    >>> prepare(framing.tables.empty("naming")).shape
    (0, 6)
    """
    rows = strip.prepare(naming, outlets, referent)
    rows = rows[~rows["struck"] & (rows["polarity"] != "hypothetical")]
    part = rows["count"] / rows.groupby(["outlet", "side"])["count"].transform("sum")
    weighed = part * (1.0 + (rows["side"] == "own"))
    total = weighed.groupby(rows["name"], sort=True).sum().round(9)
    top = list(total.sort_values(ascending=False, kind="stable").index[:_MOST])
    top += _unseen(rows, top)
    pieces = rows.assign(name=rows["name"].where(rows["name"].isin(top), OTHER))
    order = {name: n for n, name in enumerate([*top, OTHER])}
    place = {name: n for n, name in enumerate(dict.fromkeys([*outlets, *rows["outlet"]]))}
    summed = pieces.groupby(["outlet", "side", "name"], sort=False)["count"].sum().reset_index()
    summed = summed.assign(rank=summed["name"].map(order), place=summed["outlet"].map(place))
    summed = summed.sort_values(["place", "side", "rank"], kind="stable").reset_index(drop=True)
    right = summed.groupby(["outlet", "side"], sort=False)["count"].cumsum()
    return summed.assign(left=right - summed["count"], right=right)[COLUMNS]


def _unseen(rows: pd.DataFrame, top: Sequence[str]) -> list[str]:
    """Give the first name of each outlet whose own voice would be nothing but "other names"."""
    own = rows[rows["side"] == "own"]
    seen = own.loc[own["name"].isin(top), "outlet"]
    bare = own[~own["outlet"].isin(seen)]
    return list(dict.fromkeys(bare.drop_duplicates("outlet")["name"]))[:_MORE]


def draw(
    naming: pd.DataFrame,
    outlets: Sequence[str] = (),
    referent: str = "",
    *,
    title: str = TITLE,
    grey: bool = False,
) -> Figure:
    """Draw two panels of hatched bars, own voice and relayed; the length is the mentions.

    Arguments as in ``prepare``. Returns a matplotlib figure.
    """
    from matplotlib.ticker import MaxNLocator

    with style.settings():
        table = prepare(naming, outlets, referent)
        if not len(table):
            return style.empty(title, "No name of the people or acts of interest was found.")
        names = list(dict.fromkeys([*outlets, *table["outlet"]]))
        made = style.figure(
            title,
            "Length: mentions. Denied and rejected names are left out; "
            "they stand in the word strip.",
            height=2.9 + 0.3 * len(names),
        )
        widest = int(table["right"].max())
        order = [name for name in dict.fromkeys(table.sort_values("left")["name"]) if name != OTHER]
        look = style.looks([*order, OTHER], grey=grey)
        for side, head, left, right in (
            ("own", "in its own voice", 3.4, 6.9),
            ("relayed", "relayed", 9.7, 0.6),
        ):
            axes = style.panel(made, left, 1.3, right, 2.0)
            axes.set_title(head, fontsize=style.SMALL + 1, loc="left", color=style.MUTED)
            axes.set_xlim(0, widest * 1.02)
            axes.set_ylim(len(names) - 0.5, -0.5)
            axes.set_yticks(range(len(names)))
            labels = [style.short(name, 24) for name in names]
            axes.set_yticklabels(labels if side == "own" else [])
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
            axes.tick_params(axis="y", labelsize=style.SMALL, labelcolor=style.INK)
            _bars(axes, table[table["side"] == side], names, widest, look)
        _key(made, look)
        return made


def _bars(
    axes: Axes, rows: pd.DataFrame, names: list[str], widest: int, look: dict[str, style.Look]
) -> None:
    for _, row in rows.iterrows():
        own = look[row["name"]]
        axes.barh(
            names.index(row["outlet"]),
            row["count"],
            left=row["left"],
            height=0.62,
            facecolor="white",
            edgecolor=own.colour,
            hatch=own.hatch or None,
            lw=1.2,
        )
        if not own.hatch:
            axes.barh(
                names.index(row["outlet"]),
                row["count"],
                left=row["left"],
                height=0.62,
                facecolor=own.colour,
                edgecolor=own.colour,
            )
        if row["count"] > 1 and row["count"] / widest > 0.06 and len(names) <= 20:
            axes.text(
                row["left"] + row["count"] / 2,
                names.index(row["outlet"]),
                str(row["count"]),
                ha="center",
                va="center",
                fontsize=style.SMALL - 1,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
            )


def _key(made: Figure, look: dict[str, style.Look]) -> None:
    from matplotlib.patches import Patch

    patches = [
        Patch(
            facecolor=own.colour if not own.hatch else "white",
            edgecolor=own.colour,
            hatch=own.hatch or None,
            label=style.short(name, 30),
        )
        for name, own in look.items()
    ]
    made.legend(
        handles=patches,
        loc="lower left",
        bbox_to_anchor=(0.035, 0.01),
        ncol=3,
        frameon=False,
        fontsize=style.SMALL,
        handlelength=2.4,
        handleheight=1.3,
    )


def alt(naming: pd.DataFrame, outlets: Sequence[str] = (), referent: str = "") -> str:
    """Say the bars in words.

    >>> import framing.tables
    >>> alt(framing.tables.empty("naming"))
    'Bars of names: none found.'
    """
    table = prepare(naming, outlets, referent)
    parts = []
    for (outlet, side), rows in table.groupby(["outlet", "side"], sort=False):
        said = ", ".join(
            f"{name} {count}" for name, count in zip(rows["name"], rows["count"], strict=True)
        )
        parts.append(f"{outlet}, {'own voice' if side == 'own' else 'relayed'}: {said}")
    text = ". ".join(parts)
    return style.printable(f"Bars of names. {text}." if parts else "Bars of names: none found.")
