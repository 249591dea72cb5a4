"""One look for every picture: colours, marker shapes, hatches, sizes; and how a picture is saved.

Colour is never the only channel: every outlet also has a marker shape and a hatch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import FramingError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = ("#000000", "#00735C", "#8A4F7D", "#B34A00", "#0072B2")
GREYS = ("#000000", "#5c5c5c", "#8a8a8a", "#3a3a3a", "#737373")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "p", "<", ">")
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "---", "+++", "ooo")
INK, MUTED, RULE, PALE = "#1a1a1a", "#595959", "#c8c8c8", "#f0f0f0"
WIDTH, HEIGHT, DPI = 16.0, 9.0, 120
TITLE, TEXT, SMALL = 24, 16, 13
_KEPT = frozenset("\n")


@dataclass(frozen=True)
class Look:
    """How one outlet (or speaker, or name) is drawn: colour, marker shape, hatch."""

    colour: str
    marker: str
    hatch: str


def looks(names: Sequence[str], *, grey: bool = False) -> dict[str, Look]:
    """Give every name its colour, marker shape and hatch, in the order of the names.

    The five colours repeat after five names, the marker shapes after ten and the hatches after
    eight, so that no two of the first forty names look the same.

    >>> looks(["Harbour Post", "Daily Ferry"])["Daily Ferry"].colour
    '#00735C'
    """
    colours = GREYS if grey else COLOURS
    unique = list(dict.fromkeys(names))
    return {
        name: Look(
            colours[n % len(colours)],
            MARKERS[n % len(MARKERS)],
            HATCHES[n % len(HATCHES)],
        )
        for n, name in enumerate(unique)
    }


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"))
    return frozenset(font.get_charmap())


def printable(text: str) -> str:
    """Replace every character that the fonts cannot show by its code point, ``[U+1F9FF]``.

    Line breaks stay, tabs and odd spaces become a space, joiners and variation selectors go.

    >>> printable("Gazette 🧿")
    'Gazette [U+1F9FF]'
    """
    if text.isascii() and text.isprintable():
        return text
    glyphs = _glyphs()
    return "".join(_shown(character, glyphs) for character in text)


def _shown(character: str, glyphs: frozenset[int]) -> str:
    code = ord(character)
    if character in _KEPT:
        return character
    if character in "\t\r\x0b\x0c\x85\u2028\u2029":
        return " "
    if 0x200B <= code <= 0x200F or 0x202A <= code <= 0x202E or 0x2060 <= code <= 0x206F:
        return ""
    if 0xFE00 <= code <= 0xFE0F or code in (0xFEFF, 0xAD):
        return ""
    if code >= 32 and code in glyphs and not 0x7F <= code < 0xA0:
        return character
    return f"[U+{code:04X}]"


def short(text: str, length: int) -> str:
    """Cut a text to so many characters, with an ellipsis, and make it printable.

    >>> short("A very long name", 8)
    'A very…'
    """
    text = " ".join(printable(text).split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


@contextmanager
def settings() -> Iterator[None]:
    """Draw with our own settings, whatever the user's matplotlibrc says."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(
            {
                "svg.hashsalt": "framing-compare",
                "svg.fonttype": "path",
                "font.size": TEXT,
                "hatch.linewidth": 1.2,
                "text.parse_math": False,
                "axes.unicode_minus": True,
            }
        )
        # newer ones shape text by the language of the user's locale: Spanish has no ligatures
        if "text.language" in matplotlib.rcParams:
            matplotlib.rcParams["text.language"] = "en"
        yield


def figure(title: str, subtitle: str = "", *, height: float = HEIGHT) -> Figure:
    """Open a picture of slide width with a title in words; at least 16:9, taller if need be.

    ``height`` is in inches; the picture is ``WIDTH`` inches wide.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    made = Figure(figsize=(WIDTH, max(HEIGHT, height)), dpi=DPI, facecolor="white")
    FigureCanvasAgg(made)
    top = made.get_figheight()
    made.text(
        0.04, 1 - 0.42 / top, short(title, 96), fontsize=TITLE, weight="bold", va="top", color=INK
    )
    made.text(0.04, 1 - 0.98 / top, short(subtitle, 150), fontsize=SMALL + 1, va="top", color=MUTED)
    return made


def panel(made: Figure, left: float, bottom: float, right: float, top: float) -> Axes:
    """Open an area of the picture without frame; borders in inches from the picture's edges."""
    high = made.get_figheight()
    axes = made.add_axes(
        (
            left / WIDTH,
            bottom / high,
            (WIDTH - left - right) / WIDTH,
            (high - bottom - top) / high,
        )
    )
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=SMALL, colors=MUTED)
    return axes


def note(made: Figure, text: str) -> None:
    """Write a remark at the foot of the picture."""
    made.text(
        0.04,
        0.24 / made.get_figheight(),
        short(text, 170),
        fontsize=SMALL - 1,
        color=MUTED,
        va="bottom",
    )


def empty(title: str, reason: str) -> Figure:
    """Draw a picture that says why there is nothing to see."""
    made = figure(title)
    made.text(
        0.5, 0.5, short(reason, 110), ha="center", va="center", fontsize=TEXT + 2, color=MUTED
    )
    return made


def save(made: Figure, path: str | Path) -> None:
    """Write a picture as PNG or SVG (by the file's ending), the same bytes every time.

    Raises ``FramingError`` for another ending.
    """
    path = Path(path)
    with settings():
        if path.suffix == ".png":
            made.savefig(path, format="png", dpi=DPI, metadata={"Software": None})
        elif path.suffix == ".svg":
            metadata: dict[str, Any] = {"Date": None, "Creator": None, "Format": None, "Type": None}
            made.savefig(path, format="svg", metadata=metadata)
        else:
            raise FramingError(
                found=f"no picture format '{path.suffix}'",
                expected=".png or .svg",
                action="choose one of the two",
                where=path.name,
            )
