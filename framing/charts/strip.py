"""The word strip: what each outlet calls somebody in its own voice, and what it only relays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.charts import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STRUCK = ("negated", "rejected")
COLUMNS = ["outlet", "side", "name", "polarity", "count", "struck"]
_SIZE, _LINE, _PAD = 15, 0.34, 0.22
_OWN, _RELAYED = 4.1, 10.1
TITLE = "What each outlet calls them"


def referents(naming: pd.DataFrame) -> list[str]:
    """List the referents, the most often named first.

    >>> import framing.tables
    >>> referents(framing.tables.empty("naming"))
    []
    """
    total = naming[naming["voice"] != "all"].groupby("referent", sort=False)["count"].sum()
    return [str(name) for name in total.sort_values(ascending=False, kind="stable").index]


def prepare(naming: pd.DataFrame, outlets: Sequence[str] = (), referent: str = "") -> pd.DataFrame:
    """Sort the names of one referent into an outlet's own words and those it relays.

    ``naming`` is the table; ``outlets`` sets the order (default: as in the table); ``referent``
    defaults to the one most often named. Returns outlet, side (own or relayed), name, polarity,
    count (mentions), struck (rejected or negated); one row per name, most frequent first.
    Quoted and reported mentions of one name and polarity are added up.

    >>> import framing.tables
    >>> prepare(framing.tables.empty("naming")).columns.tolist()
    ['outlet', 'side', 'name', 'polarity', 'count', 'struck']
    """
    referent = referent or next(iter(referents(naming)), "")
    rows = naming[(naming["referent"] == referent) & (naming["voice"] != "all")]
    side = rows["voice"].map(lambda voice: "own" if voice == "narrator" else "relayed")
    keys = ["outlet", "side", "name", "polarity"]
    summed = rows.assign(side=side).groupby(keys, sort=False)["count"].sum().reset_index()
    order = {name: n for n, name in enumerate(dict.fromkeys([*outlets, *rows["outlet"]]))}
    summed["struck"] = summed["polarity"].isin(STRUCK)
    rank = summed["outlet"].map(order)
    summed = summed.assign(rank=rank, less=-summed["count"]).sort_values(
        ["rank", "side", "struck", "less", "name"], kind="stable"
    )
    return summed[COLUMNS].reset_index(drop=True)


@dataclass(frozen=True)
class _Piece:
    """One name on the strip, with its place: x and line within its cell, in inches."""

    text: str
    struck: bool
    x: float
    line: int
    width: float


def _cell(rows: pd.DataFrame, width: float, measure: Any, most: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    x, line = 0.0, 0
    shown = rows.head(most)
    words = [
        (_label(str(name), str(polarity), int(count)), bool(struck))
        for name, polarity, count, struck in zip(
            shown["name"], shown["polarity"], shown["count"], shown["struck"], strict=True
        )
    ]
    if len(rows) > most:
        words.append((f"and {len(rows) - most} more", False))
    for text, struck in words or [("–", False)]:
        wide = _width(text, measure)
        if x > 0 and x + wide > width:
            x, line = 0.0, line + 1
        pieces.append(_Piece(text, struck, x, line, wide))
        x += wide + 0.28
    return pieces


def _label(name: str, polarity: str, count: int) -> str:
    label = style.short(name, 42) + (f" ×{count}" if count > 1 else "")
    return f"{label} ({polarity})" if polarity in ("alleged", "hypothetical") else label


def _width(text: str, measure: Any) -> float:
    from matplotlib.font_manager import FontProperties

    wide, _, _ = measure.get_text_width_height_descent(text, FontProperties(size=_SIZE), False)
    return float(wide) / style.DPI


def draw(
    naming: pd.DataFrame,
    outlets: Sequence[str] = (),
    referent: str = "",
    *,
    title: str = TITLE,
    grey: bool = False,
) -> Figure:
    """Draw one line per outlet: its own words at the left, relayed ones at the right.

    Arguments as in ``prepare``. Rejected and negated names are struck through. An outlet of
    ``outlets`` without a mention gets a dash. Returns a matplotlib figure, taller for many.
    """
    with style.settings():
        table = prepare(naming, outlets, referent)
        names = list(dict.fromkeys([*outlets, *table["outlet"]]))
        if not len(table):
            return style.empty(title, "No name of the people or acts of interest was found.")
        return _drawn(table, names, title, grey)


def _drawn(table: pd.DataFrame, names: list[str], title: str, grey: bool) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas: Any = FigureCanvasAgg(style.figure(""))
    measure = canvas.get_renderer()
    most = 12 if len(names) <= 12 else 4
    cells = []
    for name in names:
        rows = table[table["outlet"] == name]
        own = _cell(rows[rows["side"] == "own"], _RELAYED - _OWN - 0.4, measure, most)
        told = _cell(rows[rows["side"] == "relayed"], style.WIDTH - _RELAYED - 0.6, measure, most)
        cells.append((name, own, told, max(piece.line for piece in own + told) + 1))
    pad = _PAD if len(names) <= 12 else 0.08
    # a few outlets: share the slide's height instead of leaving it empty
    used = sum(lines * _LINE + 2 * pad for *_, lines in cells)
    spare = (style.HEIGHT - 2.9 - used) / len(names)
    pad = max(pad + min(spare, 0.5) / 2, 0.08)
    height = 2.9 + sum(lines * _LINE + 2 * pad for *_, lines in cells)
    made = style.figure(
        title,
        "Left: in the outlet's own voice. Right: words it quotes or "
        "reports. Struck through: denied or rejected by whoever says it.",
        height=height,
    )
    _place(made, cells, pad, grey)
    style.note(made, "×2 = two mentions. One mention is enough to be listed. – = no mention found.")
    return made


def _place(
    made: Figure, cells: list[tuple[str, list[_Piece], list[_Piece], int]], pad: float, grey: bool
) -> None:
    axes = style.panel(made, 0, 0, 0, 0)
    axes.set_xlim(0, style.WIDTH)
    axes.set_ylim(made.get_figheight(), 0)
    axes.axis("off")
    for x, head in ((_OWN, "in its own voice"), (_RELAYED, "relayed")):
        axes.text(x, 1.78, head, fontsize=style.SMALL, color=style.MUTED, va="center")
    look = style.looks([name for name, *_ in cells], grey=grey)
    size = _SIZE - 1 if all(len(name) <= 20 for name, *_ in cells) else _SIZE - 3
    y = 2.0
    for name, own, told, lines in cells:
        axes.plot([0.64, style.WIDTH - 0.5], [y, y], color=style.RULE, lw=0.8)
        middle = y + pad + _LINE / 2
        axes.plot([0.8], [middle], marker=look[name].marker, color=look[name].colour, ms=10)
        axes.text(
            1.02,
            middle,
            style.short(name, 25),
            weight="bold",
            va="center",
            fontsize=size,
            color=style.INK,
        )
        for left, pieces in ((_OWN, own), (_RELAYED, told)):
            for piece in pieces:
                line = middle + piece.line * _LINE
                colour = style.MUTED if piece.struck else style.INK
                axes.text(
                    left + piece.x, line, piece.text, fontsize=_SIZE, va="center", color=colour
                )
                if piece.struck:
                    axes.plot(
                        [left + piece.x, left + piece.x + piece.width],
                        [line + 0.01] * 2,
                        color=style.INK,
                        lw=1.4,
                    )
        y += lines * _LINE + 2 * pad
    axes.plot([0.64, style.WIDTH - 0.5], [y, y], color=style.RULE, lw=0.8)


def alt(naming: pd.DataFrame, outlets: Sequence[str] = (), referent: str = "") -> str:
    """Say the word strip in words, outlet by outlet.

    >>> import framing.tables
    >>> alt(framing.tables.empty("naming"))
    'Word strip: no names found.'
    """
    table = prepare(naming, outlets, referent)
    if not len(table):
        return "Word strip: no names found."
    parts = []
    for name in dict.fromkeys([*outlets, *table["outlet"]]):
        rows = table[table["outlet"] == name]
        own = _said(rows[rows["side"] == "own"])
        told = _said(rows[rows["side"] == "relayed"])
        parts.append(f"{style.printable(name)}: own voice {own}; relayed {told}")
    return "Word strip. " + ". ".join(parts) + "."


def _said(rows: pd.DataFrame) -> str:
    words = [
        f"{style.printable(name)} ({count}{', ' + polarity if polarity != 'asserted' else ''})"
        for name, count, polarity in zip(rows["name"], rows["count"], rows["polarity"], strict=True)
    ]
    return ", ".join(words) or "nothing"
