"""Where the data folders lie: beside the checkout first, then inside the wheel."""

from __future__ import annotations

from pathlib import Path

from framing.errors import FramingError

_PACKAGE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """Find one of the project's data folders (``lexicons``, ``corpus``, ``models``, ``reports``).

    ``name`` is the folder's name at the top of the project. Returns its path: beside the package
    in a checkout, else the copy that the wheel carries in ``framing/_data``.
    Raises ``FramingError`` if neither is there.

    >>> data_dir("lexicons").name
    'lexicons'
    """
    beside = _PACKAGE.parent / name
    if beside.is_dir() and (_PACKAGE.parent / "pyproject.toml").is_file():
        return beside
    inside = _PACKAGE / "_data" / name
    if inside.is_dir():
        return inside
    raise FramingError(
        found=f"the data folder '{name}' is missing",
        expected="the folder beside the package or in the installed wheel",
        action="install framing-compare again",
        where=str(inside),
    )
