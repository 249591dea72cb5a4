"""What is drawn stands where the table says, inside the picture, in the house's colours."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from framing.charts import spectrum, style
from framing.report import pictures
from tests.report import sample

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D


def _lines(figure: Figure) -> Iterator[Line2D]:
    for axes in figure.axes:
        yield from axes.lines


def _texts(figure: Figure) -> list[str]:
    return [t.get_text() for axes in figure.axes for t in axes.texts] + [
        t.get_text() for t in figure.texts
    ]


def test_spectrum_marks_stand_at_the_shares_of_the_table() -> None:
    full = sample.report()
    figure = spectrum.draw(full.table("scores"), full.dimensions, full.outlet_names())
    table = spectrum.prepare(full.table("scores"), full.dimensions, full.outlet_names())
    wanted = sorted(table.loc[table["state"] == "shown", "position"])
    span = spectrum._x(1) - spectrum._x(0)
    drawn = sorted(
        (line.get_xdata()[0] - spectrum._x(0)) / span
        for line in _lines(figure)
        if line.get_marker() not in ("None", "", None)
    )
    assert drawn == pytest.approx(wanted)


def test_no_line_of_the_spectrum_joins_rows() -> None:
    full = sample.report()
    figure = spectrum.draw(full.table("scores"), full.dimensions, full.outlet_names())
    for line in _lines(figure):
        ys = line.get_ydata()
        assert max(ys) - min(ys) < spectrum._STEP


def test_too_few_words_is_written_and_not_drawn() -> None:
    full = sample.report()
    figure = spectrum.draw(full.table("scores"), full.dimensions, full.outlet_names())
    table = spectrum.prepare(full.table("scores"), full.dimensions, full.outlet_names())
    table["outlet"] = pd.Categorical(table["outlet"], full.outlet_names())
    some = table.groupby(["dimension", "outlet"], observed=True)["state"].apply(
        lambda states: (states == "shown").any()
    )
    written = " ".join(text for text in _texts(figure) if spectrum.FEW in text)
    for dimension, own in some.groupby("dimension"):
        missing = [outlet for (_, outlet), there in own.items() if not there]
        if len(missing) < len(own):
            assert f"{spectrum.FEW}: {', '.join(missing)}" in written, dimension
        else:
            title = next(d.title for d in full.dimensions if d.id == dimension)
            assert f"{spectrum.FEW} in every article: {title}" in written
    marks = [line for line in _lines(figure) if line.get_marker() not in ("None", "", None)]
    assert len(marks) == (table["state"] == "shown").sum()


def test_quoted_marks_are_hollow_and_own_ones_filled() -> None:
    full = sample.report()
    scores = full.table("scores")
    both = scores[(scores["scorer"] == "lexical") & (scores["voice"] == "narrator")]
    figure = spectrum.draw(both.assign(voice="quoted"), full.dimensions)
    faces = {
        line.get_markerfacecolor()
        for line in _lines(figure)
        if line.get_marker() not in ("None", "", None)
    }
    assert faces == {"white"}


def test_untested_dimensions_are_drawn_in_grey() -> None:
    full = sample.report()
    grey = [sample.replace(d, status="untested") for d in full.dimensions]
    figure = spectrum.draw(full.table("scores"), grey)
    for line in _lines(figure):
        red, green, blue = to_rgb(line.get_color())
        assert red == green == blue


@pytest.mark.parametrize("number", [2, 5, 12, pytest.param(50, marks=pytest.mark.slow)])
def test_every_picture_stays_inside_its_paper(number: int) -> None:
    full = sample.report() if number == 5 else sample.many(number)
    for name in pictures.texts(full):
        figure = pictures.draw(full, name)
        wide, high = figure.get_size_inches() * figure.dpi
        assert wide / high <= 16 / 9 + 0.01
        with style.settings():
            figure.canvas.draw()
        boxes = [t.get_window_extent() for axes in figure.axes for t in axes.texts if t.get_text()]
        boxes += [t.get_window_extent() for t in figure.texts if t.get_text()]
        for box in boxes:
            assert box.x0 >= -1, name
            assert box.x1 <= wide + 1, name
            assert box.y0 >= -1, name
            assert box.y1 <= high + 1, name


def test_grey_pictures_have_no_colour(tmp_path: Path) -> None:
    from PIL import Image

    full = sample.report()
    for name in pictures.texts(full):
        style.save(pictures.draw(full, name, grey=True), tmp_path / "a.png")
        with Image.open(tmp_path / "a.png") as picture:
            bands = picture.convert("RGB").split()
        assert bands[0].tobytes() == bands[1].tobytes() == bands[2].tobytes(), name


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_same_table_gives_the_same_bytes(tmp_path: Path, ending: str) -> None:
    digests = []
    for turn in range(2):
        full = sample.report()
        for name in pictures.texts(full):
            path = tmp_path / f"{name}-{turn}.{ending}"
            style.save(pictures.draw(full, name), path)
            digests.append(hashlib.sha256(path.read_bytes()).hexdigest())
    assert digests[: len(digests) // 2] == digests[len(digests) // 2 :]


def test_a_users_own_matplotlib_settings_change_nothing(tmp_path: Path) -> None:
    import matplotlib

    full = sample.report()
    style.save(pictures.draw(full, "tone"), tmp_path / "a.png")
    with matplotlib.rc_context({"font.size": 30, "lines.linewidth": 9, "axes.grid": True}):
        style.save(pictures.draw(full, "tone"), tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_empty_tables_give_a_picture_that_says_so() -> None:
    nothing = sample.without_hits(sample.report())
    for name in ("strip", "spectrum", "naming", "words", "hits"):
        texts = _texts(pictures.draw(nothing, name))
        assert any("No" in text or "none" in text for text in texts), name
    assert "strip" not in pictures.texts(nothing)


def test_an_unknown_ending_is_an_error(tmp_path: Path) -> None:
    from framing.errors import FramingError

    with pytest.raises(FramingError, match=r"no picture format '\.gif'"):
        style.save(pictures.draw(sample.report(), "tone"), tmp_path / "a.gif")


def test_pyplot_is_never_loaded() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from tests.report import sample; from framing.report import pictures; "
        "pictures.draw(sample.report(), 'strip'); "
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
