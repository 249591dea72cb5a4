"""Words that mark one outlet's articles against the rest, with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.charts import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS = ["outlet", "term", "log_odds", "low", "high", "count", "count_rest", "stands_out"]
TITLE = "Words that mark one outlet's text against the others"
_MOST = 6


def prepare(
    keywords: pd.DataFrame, outlets: Sequence[str] = (), *, alpha: float = 0.05, most: int = _MOST
) -> pd.DataFrame:
    """Pick each outlet's most marked words: at most ``most``, the strongest first.

    ``keywords`` is the table; ``alpha`` the adjusted p below which a word stands out. Returns
    outlet, term, log_odds (z), low, high, count, count_rest (mentions), stands_out.

    >>> import framing.tables
    >>> prepare(framing.tables.empty("keywords")).shape
    (0, 8)
    """
    place = {name: n for n, name in enumerate(dict.fromkeys([*outlets, *keywords["outlet"]]))}
    rows = keywords[keywords["log_odds"] > 0]
    rows = rows.assign(place=rows["outlet"].map(place), stands_out=rows["p_adjusted"] < alpha)
    rows = rows.sort_values(
        ["place", "log_odds", "term"], ascending=[True, False, True], kind="stable"
    )
    return rows.groupby("outlet", sort=False).head(most)[COLUMNS].reset_index(drop=True)


def draw(
    keywords: pd.DataFrame,
    outlets: Sequence[str] = (),
    *,
    alpha: float = 0.05,
    title: str = TITLE,
    grey: bool = False,
) -> Figure:
    """Draw a small list of words per outlet; bold and filled where the word stands out.

    Arguments as in ``prepare``. Returns a matplotlib figure.
    """
    with style.settings():
        many = len(set(outlets) | set(keywords["outlet"])) > 12
        table = prepare(keywords, outlets, alpha=alpha, most=3 if many else _MOST)
        if not len(table):
            return style.empty(title, "No word was tested, or none marks any outlet.")
        names = list(dict.fromkeys([*outlets, *table["outlet"]]))
        columns, line = 3, 0.36
        lines = int(table.groupby("outlet").size().max()) + 2
        rows = -(-len(names) // columns)
        made = style.figure(
            title,
            "Bold, ●: stands out after correction for many words. "
            "Plain, ○: does not. Numbers: here : in the other outlets.",
            height=2.4 + rows * lines * line,
        )
        axes = style.panel(made, 0, 0, 0, 0)
        axes.set_xlim(0, style.WIDTH)
        axes.set_ylim(made.get_figheight(), 0)
        axes.axis("off")
        look = style.looks(names, grey=grey)
        for number, name in enumerate(names):
            row, column = divmod(number, columns)
            x, y = 0.64 + column * 5.1, 1.9 + row * lines * line
            axes.plot([x, x + 4.7], [y - 0.2, y - 0.2], color=style.RULE, lw=0.8)
            axes.text(
                x,
                y + 0.05,
                style.short(name, 32),
                fontsize=style.SMALL + 1,
                weight="bold",
                color=look[name].colour,
                va="center",
            )
            own = table[table["outlet"] == name]
            if not len(own):
                axes.text(
                    x,
                    y + line,
                    "no word marks it",
                    fontsize=style.SMALL,
                    va="center",
                    color=style.MUTED,
                    style="italic",
                )
            for offset, (_, word) in enumerate(own.iterrows(), start=1):
                out = bool(word["stands_out"])
                label = f"{'●' if out else '○'} {style.short(word['term'], 26)}"
                axes.text(
                    x,
                    y + line * offset,
                    label,
                    fontsize=style.SMALL + 1,
                    va="center",
                    weight="bold" if out else "normal",
                    color=style.INK if out else style.MUTED,
                )
                axes.text(
                    x + 4.7,
                    y + line * offset,
                    f"{word['count']} : {word['count_rest']}",
                    fontsize=style.SMALL,
                    ha="right",
                    va="center",
                    color=style.MUTED,
                )
        return made


def alt(keywords: pd.DataFrame, outlets: Sequence[str] = (), *, alpha: float = 0.05) -> str:
    """Say which words stand out for which outlet.

    >>> import framing.tables
    >>> alt(framing.tables.empty("keywords"))
    'Marked words: none stands out.'
    """
    table = prepare(keywords, outlets, alpha=alpha)
    out = table[table["stands_out"]]
    parts = [
        f"{outlet}: {', '.join(rows['term'])}" for outlet, rows in out.groupby("outlet", sort=False)
    ]
    return style.printable(f"Marked words: {'; '.join(parts) or 'none stands out'}.")
