"""Tone: the mean of the sentences' tone per outlet, own voice and quoted. It is not framing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.charts import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS = ["outlet", "voice", "value", "low", "high", "n_sentences", "state"]
FEW = "too few sentences"
TITLE = "How friendly or hostile the wording sounds"


def prepare(scores: pd.DataFrame, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Pick the tone of each outlet, in its own voice and in quotations.

    ``scores`` is the table. Returns outlet, voice (narrator, quoted), value (-1 to 1), low,
    high, n_sentences, state (shown, too few sentences).

    >>> import framing.tables
    >>> prepare(framing.tables.empty("scores")).shape
    (0, 7)
    """
    rows = scores[
        (scores["scorer"] == "tone")
        & (scores["speaker"] == "")
        & (scores["target"] == "")
        & scores["voice"].isin(["narrator", "quoted"])
    ]
    place = {name: n for n, name in enumerate(dict.fromkeys([*outlets, *rows["outlet"]]))}
    rows = rows.assign(
        place=rows["outlet"].map(place),
        second=(rows["voice"] != "narrator").astype(int),
        pooled=(rows["doc_id"] != "").astype(int),
        state=rows["value"].isna().map({True: FEW, False: "shown"}),
    )
    rows = rows.sort_values(["place", "second", "pooled"], kind="stable")
    return rows.drop_duplicates(["outlet", "voice"])[COLUMNS].reset_index(drop=True)


def draw(
    scores: pd.DataFrame, outlets: Sequence[str] = (), *, title: str = TITLE, grey: bool = False
) -> Figure:
    """Draw a line per outlet with its tone in its own voice (filled) and quoted (hollow).

    Arguments as in ``prepare``. Returns a matplotlib figure.
    """
    with style.settings():
        table = prepare(scores, outlets)
        if not len(table):
            return style.empty(title, "Tone was not measured.")
        names = list(dict.fromkeys([*outlets, *table["outlet"]]))
        made = style.figure(
            title,
            "Mean tone of the sentences. Filled: own voice. Hollow: "
            "quoted. Bar: interval. A sad event sounds hostile in any newspaper.",
            height=3.2 + 0.3 * len(names),
        )
        axes = style.panel(made, 3.4, 1.2, 0.9, 1.7)
        reach = max(0.5, float(table[["low", "high", "value"]].abs().max().max()) * 1.1)
        axes.set_xlim(-reach, reach)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_yticks(range(len(names)))
        axes.set_yticklabels([style.short(name, 24) for name in names])
        axes.tick_params(axis="y", labelsize=style.SMALL, labelcolor=style.INK)
        axes.axvline(0, color=style.RULE, lw=0.8)
        look = style.looks(names, grey=grey)
        for _, row in table.iterrows():
            own = row["voice"] == "narrator"
            y = names.index(row["outlet"]) + (-0.16 if own else 0.16)
            if row["state"] == FEW:
                axes.text(
                    0,
                    y,
                    FEW,
                    fontsize=style.SMALL - 2,
                    ha="center",
                    va="center",
                    color=style.MUTED,
                    style="italic",
                )
                continue
            colour = look[row["outlet"]].colour
            axes.plot(
                [row["low"], row["high"]],
                [y, y],
                color=colour,
                alpha=0.55,
                lw=2.4 if own else 1.2,
                solid_capstyle="butt",
            )
            axes.plot(
                [row["value"]],
                [y],
                marker=look[row["outlet"]].marker,
                ms=11 if own else 9,
                color=colour,
                markeredgewidth=1.8,
                markerfacecolor=colour if own else "white",
            )
        axes.set_xlabel(
            "◂ sounds hostile, sad          sounds friendly, glad ▸",
            fontsize=style.SMALL,
            color=style.MUTED,
        )
        style.note(
            made, "Tone is not framing and not an opinion of the outlet; zero is not neutral."
        )
        return made


def alt(scores: pd.DataFrame, outlets: Sequence[str] = ()) -> str:
    """Say the tone of every outlet in words.

    >>> import framing.tables
    >>> alt(framing.tables.empty("scores"))
    'Tone was not measured.'
    """
    table = prepare(scores, outlets)
    if not len(table):
        return "Tone was not measured."
    parts = [
        f"{row['outlet']}, {'own voice' if row['voice'] == 'narrator' else 'quoted'}: "
        + (f"{row['value']:+.2f}" if row["state"] == "shown" else FEW)
        for _, row in table.iterrows()
    ]
    return style.printable("Mean tone of sentences from -1 to +1. " + "; ".join(parts) + ".")
