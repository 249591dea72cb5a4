"""The folder of a coding study: what was drawn and why, apart from what coders see."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing import codebook, storage
from framing.codebook import Codebook
from framing.comparison import sampling
from framing.errors import InputError
from framing.lexicon import instructions, measured
from framing.lexicon.files import Dimension

SETTINGS, BOOK, SHOWN, KEY, FRAME = (
    "sample.json",
    "codebook.toml",
    "sample.csv",
    "key.csv",
    "frame.parquet",
)
KEY_COLUMNS = (
    "unit", "doc_id", "event", "outlet", "sent_id", "start", "end", "voice", "entry", "pole",
    "stratum", "population", "probability", "sha256",
)  # fmt: skip


@dataclass(frozen=True)
class Study:
    """A drawn sample: settings, codebook, what coders see, the key, and all units there were.

    ``key`` has one row per drawn unit, ``frame`` one per unit of the material (empty if it is
    not there).
    """

    settings: Mapping[str, Any]
    book: Codebook
    shown: pd.DataFrame
    key: pd.DataFrame
    frame: pd.DataFrame


def draw(
    annotated: Mapping[str, pd.DataFrame],
    dimension: Dimension | None,
    unit: str,
    n: int,
    seed: int,
    context: int = 1,
    fresh: bool = True,
) -> Study:
    """Draw what people shall code to check a dimension.

    ``annotated`` are tables as for ``sampling.population``; ``dimension`` is None for elements;
    ``unit`` is sentence, mention, article or element; ``n`` units are drawn, ``seed`` starts the
    draw, ``context`` sentences are shown before and after; ``fresh`` says that the hits were made
    with this very lexicon. Returns the study. Raises ``InputError`` if there is no hit.
    """
    name = dimension.id if dimension else "elements"
    poles = [pole.id for pole in dimension.poles] if dimension else list(instructions.ELEMENTS)
    referent = dimension.referent if dimension else ""
    units = sampling.population(annotated, name, poles, unit, referent)
    if not units["stratum"].str.startswith("hit-").any():
        raise InputError(
            found=f"no hit of '{name}' in {len(units)} units ({unit})",
            expected="articles in which it is found",
            action="give more articles, or choose another dimension",
            where=f"{annotated['documents']['doc_id'].nunique()} articles",
        )
    frame = sampling.draw(units, n, seed)
    drawn = frame[frame["sampled"]].reset_index(drop=True)
    strata = {
        str(stratum): {"units": len(part), "drawn": int(part["sampled"].sum())}
        for stratum, part in frame.groupby("stratum")
    }
    settings = {
        "schema": 1,
        "dimension": name,
        "poles": poles,
        "unit": unit,
        "seed": seed,
        "n": len(drawn),
        "context": context,
        "entries": measured.fingerprint(dimension) if dimension and fresh else "",
        "strata": strata,
    }
    book = instructions.of(dimension, unit) if dimension else instructions.of_elements()
    shown = sampling.show(drawn, annotated["documents"], annotated["sentences"], context)
    return Study(settings, book, shown, _hashed(drawn, annotated["documents"]), frame)


def _hashed(drawn: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    places = drawn[["doc_id", "start", "end"]].itertuples(index=False)
    return drawn.assign(sha256=[sha(texts[doc_id][start:end]) for doc_id, start, end in places])


def write(study: Study, folder: Path) -> list[str]:
    """Write the folder of a study, whole or not at all; returns the names of its files.

    ``folder`` must be new or empty: codings that lie in it could not be made again.
    Raises ``InputError`` otherwise.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            found=f"'{folder.name}' is there and not empty",
            expected="a new folder, so that no coding is lost",
            action="choose another name with --out, or move the old study away",
            where=str(folder),
        )
    with storage.staged(folder) as stage:
        storage.write_json(study.settings, stage / SETTINGS)
        (stage / BOOK).write_text(codebook.toml(study.book), encoding="utf-8", newline="\n")
        storage.write_csv(study.shown, stage / SHOWN)
        storage.write_csv(study.key[list(KEY_COLUMNS)], stage / KEY)
        _write_frame(study.frame, stage / FRAME)
        return sorted(path.name for path in stage.iterdir())


def read(folder: Path) -> Study:
    """Read the folder of a study back.

    ``folder`` is what ``write`` made. Raises ``InputError`` naming what is missing or wrong.
    """
    missing = [name for name in (SETTINGS, BOOK, SHOWN, KEY) if not (folder / name).is_file()]
    if missing:
        raise InputError(
            found=f"no {' and no '.join(missing)} in '{folder.name}'",
            expected="the folder that 'framing code sample' wrote",
            action="give that folder",
            where=str(folder),
        )
    frame = folder / FRAME
    try:
        settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        key, shown = (_text(folder / name) for name in (KEY, SHOWN))
        whole = pd.read_parquet(frame) if frame.is_file() else pd.DataFrame()
    except (ValueError, OSError) as error:
        raise InputError(
            found=f"a file of the study cannot be read: {str(error)[:200]}",
            expected="the files as 'framing code sample' wrote them",
            action="take them from a copy, or draw the same sample again with the same seed",
            where=str(folder),
        ) from error
    return Study(settings, codebook.read(folder / BOOK), shown, checked(key, folder / KEY), whole)


def checked(key: pd.DataFrame, where: Path) -> pd.DataFrame:
    """Give a key its types; raises ``InputError`` naming row and column of what is wrong."""
    missing = [name for name in ("unit", "pole", "stratum", "population") if name not in key]
    if missing:
        columns = ", ".join(map(str, key.columns[:20]))
        raise InputError(
            found=f"no column {', '.join(missing)} (columns: {columns})",
            expected="a key with unit, pole, stratum and population",
            action="take the key.csv that 'framing code sample' wrote",
            where=str(where),
        )
    number = pd.to_numeric(key["population"], errors="coerce")
    bad = np.flatnonzero(~(number > 0))
    if len(bad):
        raise InputError(
            found=f"the population '{key['population'].iloc[bad[0]]}'",
            expected="a number above 0",
            action="take the key.csv that 'framing code sample' wrote",
            where=f"{where}, row {bad[0] + 2}, column population",
        )
    return key.assign(population=number.astype("int64"))


def sha(text: str) -> str:
    """Give the first 16 digits of a unit's SHA-256: enough to see that it is still the same.

    >>> sha("Rain fell.")[:6]
    '8a4b1e'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _text(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def _write_frame(frame: pd.DataFrame, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, path, compression="zstd")
