"""Who speaks: how many words each outlet gives to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.charts import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = ["outlet", "group", "n_quotes", "n_words", "left", "right"]
UNKNOWN = "speaker not known"
OTHER = "others"
TITLE = "Whom each outlet lets speak, and how long"
_MOST = 7


def prepare(speakers: pd.DataFrame, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Lay out stacked bars of words by side, or by speaker where no sides are given.

    ``speakers`` is the table. Returns outlet, group, n_quotes, n_words, left, right (words);
    the seven largest groups keep their own piece.

    >>> import framing.tables
    >>> prepare(framing.tables.empty("speakers")).shape
    (0, 6)
    """
    speakers = speakers[speakers["n_quotes"] > 0]
    sides = (speakers["side"] != "").any()
    group = speakers["side"].where(speakers["side"] != "", speakers["speaker"])
    if not sides:
        group = speakers["speaker"]
    group = group.where(group != "", UNKNOWN)
    rows = speakers.assign(group=group)
    total = (
        rows.groupby("group", sort=True)["n_words"]
        .sum()
        .sort_values(ascending=False, kind="stable")
    )
    top = list(total.index[:_MOST])
    rows = rows.assign(group=rows["group"].where(rows["group"].isin(top), OTHER))
    rank = {name: n for n, name in enumerate([*top, OTHER])}
    place = {name: n for n, name in enumerate(dict.fromkeys([*outlets, *rows["outlet"]]))}
    summed = rows.groupby(["outlet", "group"], sort=False)[["n_quotes", "n_words"]].sum()
    summed = summed.reset_index()
    summed = summed.assign(rank=summed["group"].map(rank), place=summed["outlet"].map(place))
    summed = summed.sort_values(["place", "rank"], kind="stable").reset_index(drop=True)
    right = summed.groupby("outlet", sort=False)["n_words"].cumsum()
    return summed.assign(left=right - summed["n_words"], right=right)[COLUMNS]


def draw(
    speakers: pd.DataFrame, outlets: Sequence[str] = (), *, title: str = TITLE, grey: bool = False
) -> Figure:
    """Draw a hatched bar per outlet; each piece is a side, its length the quoted words.

    Arguments as in ``prepare``. Returns a matplotlib figure.
    """
    with style.settings():
        table = prepare(speakers, outlets)
        if not len(table):
            return style.empty(title, "Nobody is quoted in these articles.")
        names = list(dict.fromkeys([*outlets, *table["outlet"]]))
        made = style.figure(
            title,
            "Length: words quoted or reported. A long bar is more room, not more agreement.",
            height=3.2 + 0.3 * len(names),
        )
        axes = style.panel(made, 3.4, 1.8, 0.8, 1.7)
        axes.set_xlim(0, float(table["right"].max()) * 1.05)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_yticks(range(len(names)))
        axes.set_yticklabels([style.short(name, 24) for name in names])
        axes.tick_params(axis="y", labelsize=style.SMALL, labelcolor=style.INK)
        axes.set_xlabel("words", fontsize=style.SMALL, color=style.MUTED)
        groups = [name for name in dict.fromkeys(table["group"]) if name != OTHER]
        look = style.looks([*groups, OTHER], grey=grey)
        _bars(axes, table, names, look)
        _key(made, {name: look[name] for name in look if name in set(table["group"])})
        return made


def _bars(axes: Axes, table: pd.DataFrame, names: list[str], look: dict[str, style.Look]) -> None:
    for number, name in enumerate(names):
        if name not in set(table["outlet"]):
            axes.text(
                0,
                number,
                " quotes nobody",
                fontsize=style.SMALL,
                va="center",
                color=style.MUTED,
                style="italic",
            )
    for _, row in table.iterrows():
        own = look[row["group"]]
        axes.barh(
            names.index(row["outlet"]),
            row["n_words"],
            left=row["left"],
            height=0.6,
            facecolor="white" if own.hatch else own.colour,
            edgecolor=own.colour,
            hatch=own.hatch or None,
            lw=1.2,
        )


def _key(made: Figure, look: dict[str, style.Look]) -> None:
    from matplotlib.patches import Patch

    patches = [
        Patch(
            facecolor="white" if own.hatch else own.colour,
            edgecolor=own.colour,
            hatch=own.hatch or None,
            label=style.short(name, 34),
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


def alt(speakers: pd.DataFrame, outlets: Sequence[str] = ()) -> str:
    """Say how many words each outlet gives to whom.

    >>> import framing.tables
    >>> alt(framing.tables.empty("speakers"))
    'Who speaks: nobody is quoted.'
    """
    table = prepare(speakers, outlets)
    parts = []
    for outlet, rows in table.groupby("outlet", sort=False):
        said = ", ".join(
            f"{group} {words}" for group, words in zip(rows["group"], rows["n_words"], strict=True)
        )
        parts.append(f"{outlet}: {said}")
    if not parts:
        return "Who speaks: nobody is quoted."
    return style.printable("Who speaks, in words. " + "; ".join(parts) + ".")
