"""Which files an input is made of: names, sizes, hashes, and about how many articles."""

from __future__ import annotations

import glob
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.corpus.files import ENDINGS
from framing.errors import InputError

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Inputs:
    """The files of an input (name, size in bytes, sha256).

    ``articles`` counts those of files that tell it (Parquet, one article each); ``size`` is the
    bytes of the others, by which the time left is guessed.
    """

    files: tuple[dict[str, Any], ...]
    articles: int
    size: int

    def guess(self, articles: int, characters: int) -> int:
        """Guess how many articles there are, from those read so far and their characters.

        >>> Inputs((), 0, 1000).guess(2, 100)
        20
        """
        return self.articles + (self.size * articles // characters if characters else 0)


def describe(source: str | Path, *beside: Path | None) -> Inputs:
    """Hash the files of an input, so that a later run knows whether they are the same.

    ``source`` is a file, folder or pattern, ``beside`` are further files that count as input.
    Returns the files in order of their names. Raises ``InputError`` if there are none.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     _ = Path(name, "a.txt").write_text("Rain fell.")
    ...     [one["name"] for one in describe(name).files]
    ['a.txt']
    """
    path = Path(source)
    try:
        if path.is_dir():
            found = [p for p in sorted(path.rglob("*")) if p.is_file() and not _hidden(p, path)]
            named = [(p.relative_to(path).as_posix(), p) for p in found]
        elif path.is_file():
            named = [(path.name, path)]
        else:
            matches = sorted(glob.glob(str(source), recursive=True))  # noqa: PTH207
            named = [(Path(one).name, Path(one)) for one in matches if Path(one).is_file()]
        named += [(one.name, one) for one in beside if one is not None]
        files = tuple(_described(name, one) for name, one in named)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be read"
        raise InputError(reason, "readable files", "check the path and its rights", str(source)
                         ) from error  # fmt: skip
    if not files:
        raise InputError(
            f"no file or folder '{path.name}'", "a file, a folder or a pattern of names",
            "check the path", str(source),
        )  # fmt: skip
    known = [_articles(one) for _, one in named]
    unknown = sum(int(one["size"]) for one, n in zip(files, known, strict=True) if n is None)
    return Inputs(files, sum(n or 0 for n in known), unknown)


def _hidden(path: Path, home: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(home).parts)


def _described(name: str, path: Path) -> dict[str, Any]:
    total = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            total.update(block)
    return {"name": name, "size": path.stat().st_size, "sha256": total.hexdigest()}


def _articles(path: Path) -> int | None:
    ending = path.suffix.lower()
    if ending == ".parquet":
        import pyarrow as arrow
        import pyarrow.parquet as parquet

        try:
            return int(parquet.ParquetFile(path).metadata.num_rows)
        except (arrow.ArrowException, OSError):
            return 0
    if ending in (".txt", ".md", ".html", ".htm"):
        return 1
    return None if ending in ENDINGS else 0
