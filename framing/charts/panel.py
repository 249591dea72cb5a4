"""The panel: each outlet against the others within the events that they share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.charts import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = ["dimension", "outlet", "difference", "low", "high", "n_events", "claimed"]
TITLE = "Outlets within the events they share"
MOST, LEAST_EVENTS = 8, 10


def prepare(panel: pd.DataFrame, claims: pd.DataFrame, most: int = MOST) -> pd.DataFrame:
    """Pick the dimensions that are met in most events, in the narrator's voice, over all periods.

    ``panel`` is the table, ``claims`` those of its rows on which a claim may rest, ``most`` the
    number of dimensions. Returns dimension, outlet, difference, low, high, n_events, claimed;
    rows of fewer than ten events are left out.

    >>> from framing import tables
    >>> prepare(tables.empty("panel"), tables.empty("panel")).shape
    (0, 7)
    """
    rows = panel[
        (panel["period"] == "all")
        & (panel["scorer"] == "lexical")
        & (panel["voice"] == "narrator")
        & (panel["n_events"] >= LEAST_EVENTS)
    ]
    keys = set(zip(claims["dimension"], claims["outlet"], strict=True))
    pairs = zip(rows["dimension"], rows["outlet"], strict=True)
    rows = rows.assign(claimed=pd.Series([pair in keys for pair in pairs], rows.index, dtype=bool))
    met = rows.groupby("dimension")["n_events"].sum().sort_values(ascending=False, kind="stable")
    order = {name: place for place, name in enumerate(met.index[:most])}
    kept = rows[rows["dimension"].isin(order)]
    kept = kept.assign(place=kept["dimension"].map(order))
    kept = kept.sort_values(["place", "outlet"], kind="stable")
    return kept[COLUMNS].reset_index(drop=True)


def draw(
    panel: pd.DataFrame, claims: pd.DataFrame, *, title: str = TITLE, grey: bool = False
) -> Figure:
    """Draw a small panel per dimension: an outlet's difference and its interval over events.

    Arguments as in ``prepare``. Filled marks may be claimed; hollow ones may not. Returns a
    matplotlib figure.
    """
    with style.settings():
        table = prepare(panel, claims)
        if not len(table):
            return style.empty(title, "No outlet shares ten events or more with the others.")
        names = sorted(table["outlet"].unique())
        dimensions = list(dict.fromkeys(table["dimension"]))
        high = 0.75 + 0.28 * len(names)
        made = style.figure(
            title,
            "Share of the outlet minus share of the others in the same events. Filled: may be "
            "claimed. Hollow: may not. Bar: interval, the events as units.",
            height=3.0 + (high + 0.6) * ((len(dimensions) + 1) // 2),
        )
        reach = min(1.0, max(0.1, float(table[["low", "high"]].abs().max().max()) * 1.05))
        look = style.looks(names, grey=grey)
        for place, dimension in enumerate(dimensions):
            left = 3.2 + 6.6 * (place % 2)
            top = 1.9 + (high + 0.6) * (place // 2)
            bottom = made.get_figheight() - top - high
            axes = style.panel(made, left, bottom, style.WIDTH - left - 5.6, top)
            own = table[table["dimension"] == dimension]
            _one(axes, dimension, own, names, look, reach)
            if place % 2:
                axes.set_yticklabels([])
        style.note(
            made, "Ten shared events or more. A difference is one of wording, never of truth."
        )
        return made


def _one(
    axes: Axes,
    dimension: str,
    rows: pd.DataFrame,
    names: Sequence[str],
    look: dict[str, style.Look],
    reach: float,
) -> None:
    axes.set_xlim(-reach, reach)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)))
    axes.set_yticklabels([style.short(name, 22) for name in names])
    axes.tick_params(axis="both", labelsize=style.SMALL, labelcolor=style.INK)
    axes.set_title(style.short(dimension, 40), fontsize=style.SMALL, loc="left")
    axes.axvline(0, color=style.RULE, lw=0.8)
    for _, row in rows.iterrows():
        colour, y = look[row["outlet"]].colour, names.index(row["outlet"])
        axes.plot([row["low"], row["high"]], [y, y], color=colour, alpha=0.55, lw=1.8)
        axes.plot(
            [row["difference"]],
            [y],
            marker=look[row["outlet"]].marker,
            ms=9,
            color=colour,
            markeredgewidth=1.6,
            markerfacecolor=colour if row["claimed"] else "white",
        )


def alt(panel: pd.DataFrame, claims: pd.DataFrame) -> str:
    """Say the panel in words.

    >>> from framing import tables
    >>> alt(tables.empty("panel"), tables.empty("panel"))
    'No outlet shares ten events or more with the others.'
    """
    table = prepare(panel, claims)
    if not len(table):
        return "No outlet shares ten events or more with the others."
    parts = [
        f"{row['dimension']}, {row['outlet']}: {row['difference']:+.2f} "
        f"({row['low']:+.2f} to {row['high']:+.2f}, {row['n_events']} events"
        f"{', may be claimed' if row['claimed'] else ''})"
        for _, row in table.iterrows()
    ]
    return style.printable("Difference within shared events. " + "; ".join(parts) + ".")
