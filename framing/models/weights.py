"""Weight files: looked for, checked against their hashes, and only then read."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from framing import paths
from framing.errors import FramingError, InputError

ACTION = "install framing-compare again, or add --no-models"
# kept as 8-bit numbers: of a whole vocabulary a sentence uses a few rows
TABLE = "words"


def home() -> Path | None:
    """Give the folder ``models`` that comes with the project, or None if it was removed.

    >>> home() is None or home().name == "models"
    True
    """
    try:
        return paths.data_dir("models")
    except FramingError:
        return None


def there(name: str, folder: Path | None = None) -> bool:
    """Tell whether a model (``encoder``, ``toward``, ``wording``) is installed.

    ``folder`` holds the models' folders (default: the project's).

    >>> there("no such model")
    False
    """
    folder = folder or home()
    return folder is not None and (folder / name / "manifest.json").is_file()


def missing() -> InputError:
    """Make the error that says that the folder of the models was removed."""
    return InputError(
        found="the folder of the learned models is not there",
        expected="models/ beside the package or in the installed wheel",
        action=ACTION,
        where="models/",
    )


def manifest(folder: Path) -> dict[str, Any]:
    """Read a model's ``manifest.json``: its files' SHA-256 under ``files``, and what is known.

    Raises ``InputError`` if it is missing or no JSON object with ``files``.
    """
    path = folder / "manifest.json"
    found = "the trained weights are not there"
    if path.is_file():
        found = "the list of weight files is damaged"
        try:
            about = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, OSError):
            about = None
        if isinstance(about, dict) and isinstance(about.get("files"), dict):
            return about
    raise InputError(
        found=found,
        expected="manifest.json with the SHA-256 of every weight file",
        action=ACTION,
        where=str(path),
    )


def read(folder: Path, name: str) -> bytes:
    """Read a file after checking its SHA-256 against the manifest.

    ``folder`` is a model's folder, ``name`` the file's name. Returns the bytes that were checked.
    Raises ``InputError`` naming the file that is missing, not listed or damaged.
    """
    expected = manifest(folder)["files"].get(name)
    path = folder / name
    try:
        data = path.read_bytes()
    except OSError:
        data = None
    if data is not None and hashlib.sha256(data).hexdigest() == expected:
        return data
    raise InputError(
        found=f"the weight file {name} is {'missing' if data is None else 'damaged'}",
        expected="the SHA-256 that manifest.json names",
        action=ACTION,
        where=str(path),
    )


def arrays(folder: Path, name: str) -> dict[str, npt.NDArray[Any]]:
    """Read the arrays of an ``.npz`` file after checking its hash; nothing in it is executed.

    Returns the arrays by name. Raises ``InputError`` as ``read`` does, and for a file that is
    listed but is no archive of arrays.
    """
    data = read(folder, name)
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            return dict(stored)
    except (ValueError, OSError, KeyError, zipfile.BadZipFile) as fault:
        raise InputError(
            found=f"the weight file {name} holds no plain arrays",
            expected="an .npz file as training/export.py writes it",
            action=ACTION,
            where=str(folder / name),
        ) from fault


def unpack(stored: dict[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
    """Turn 8-bit matrices into 32-bit ones, ready to be multiplied; the word table stays 8-bit.

    A matrix ``x`` is stored as outputs x inputs, with one scale per output in ``x.scale``.

    >>> stored = {"a": np.array([[2, 4]], np.int8), "a.scale": np.array([0.5], np.float32)}
    >>> unpack(stored)["a"].tolist()
    [[1.0, 2.0]]
    """
    ready: dict[str, npt.NDArray[Any]] = {}
    for name, array in stored.items():
        scale = stored.get(f"{name}.scale")
        if name.startswith(f"{TABLE}.") or name == TABLE:
            ready[name] = array
        elif name.endswith(".scale"):
            continue
        elif scale is None:
            ready[name] = array.astype(np.float32)
        else:
            ready[name] = array.astype(np.float32) * scale.astype(np.float32)[:, None]
        # of one number for each output, made to be added to a column
        if name.startswith("layers.") or name.startswith("norm."):
            ready[name] = ready[name].reshape(len(array), -1)
    return ready


def installed(folder: Path | None = None) -> list[dict[str, Any]]:
    """List the installed models: name, title, licence, data, megabytes, files with SHA-256.

    ``folder`` holds the models' folders (default: the project's).
    """
    folder = folder or home()
    found = []
    for place in sorted(folder.iterdir()) if folder and folder.is_dir() else []:
        if (place / "manifest.json").is_file():
            about = manifest(place)
            size = sum(
                (place / name).stat().st_size for name in about["files"] if (place / name).is_file()
            )
            known = {key: str(about.get(key, "")) for key in ("title", "licence", "data")}
            found.append(
                {"name": place.name, **known, "megabytes": round(size / 1e6, 1)}
                | {"files": about["files"]}
            )
    return found


def card(name: str, folder: Path | None = None) -> str:
    """Give the card of an installed model as Markdown.

    Raises ``InputError`` if no model of that name is installed.
    """
    folder = folder or home()
    known = [one["name"] for one in installed(folder)]
    path = (folder or Path("models")) / name / "CARD.md"
    if name not in known or not path.is_file():
        raise InputError(
            found=f"no model is called '{name}'",
            expected=f"one of {', '.join(known)}" if known else "an installed model",
            action="see 'framing model list'",
            where=str(folder or "models/"),
        )
    return path.read_text(encoding="utf-8")
