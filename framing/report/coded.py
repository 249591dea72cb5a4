"""What became of codings: tables in a folder, and a summary to read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from framing import storage
from framing.errors import InputError

MERGED = ("merged", "agreement", "confusion", "disagreements")


def write(
    folder: Path,
    csv: Mapping[str, pd.DataFrame],
    data: Mapping[str, Any],
    texts: Mapping[str, str] | None = None,
) -> list[str]:
    """Write tables (NAME.csv), data (NAME.json) and texts into a folder, whole or not at all.

    ``folder`` may be new, empty, or hold nothing but files of these names. Returns the names of
    the files. Raises ``InputError`` if it holds anything else; then nothing is touched.
    """
    texts = texts or {}
    names = sorted([*(f"{n}.csv" for n in csv), *(f"{n}.json" for n in data), *texts])
    if folder.exists():
        there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else [folder.name]
        foreign = [name for name in there if name not in names]
        if foreign:
            raise InputError(
                found=f"'{foreign[0]}' in '{folder.name}' is none of ours",
                expected="a new folder, or an earlier result to be replaced",
                action="choose another name with --out, or move the file away",
                where=str(folder),
            )
    with storage.staged(folder) as stage:
        for name, table in csv.items():
            storage.write_csv(table, stage / f"{name}.csv")
        for name, value in data.items():
            said = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
            (stage / f"{name}.json").write_text(said, encoding="utf-8", newline="\n")
        for name, text in texts.items():
            (stage / name).write_text(text, encoding="utf-8", newline="\n")
    return names


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Give a table's rows for JSON; what is withheld is null.

    >>> records(pd.DataFrame({"a": [float("nan")]}))
    [{'a': None}]
    """
    return [
        {
            str(name): None if isinstance(value, float) and value != value else value
            for name, value in row.items()
        }
        for row in table.to_dict("records")
    ]


def figure(value: float, low: float, high: float) -> str:
    """Write a figure with its interval.

    >>> figure(0.5, 0.4, 0.6)
    '0.50 (0.40 to 0.60)'
    """
    if value != value:
        return "withheld"
    return f"{value:.2f}" + (f" ({low:.2f} to {high:.2f})" if low == low else "")


def agreement(agreed: pd.DataFrame, crossed: pd.DataFrame, apart: pd.DataFrame) -> str:
    """Say in a few lines how far the coders agree.

    ``agreed``, ``crossed`` and ``apart`` are the tables agreement, confusion and disagreements.
    """
    lines: list[str] = []
    for (variable, raters), part in agreed.groupby(["variable", "raters"], sort=False):
        first = part.iloc[0]
        who = f"{first.n_raters} coders" if raters == "all" else str(raters)
        lines.append(f"{variable}: {first.n_units} units coded twice or more, {who}")
        for row in part.itertuples():
            name = f"{row.coefficient} ({row.level})" if row.coefficient != "percent" else "percent"
            value, low, high = (float(str(one)) for one in (row.value, row.low, row.high))
            lines.append(f"  {name:<17} {figure(value, low, high)}")
        if raters == "all":
            number = int((apart["variable"] == variable).sum())
            lines.append(f"  {number} units coded differently (disagreements.csv)")
    for (variable, one, other), part in crossed.groupby(["variable", "rater", "other"], sort=False):
        table = part.pivot(index="code", columns="other_code", values="n").fillna(0).astype(int)
        lines += ["", f"{variable}: {one} (down), {other} (across)"]
        lines += ["  " + line for line in table.rename_axis(None, axis=1).rename_axis(
            None).to_string().splitlines()]  # fmt: skip
    if not lines:
        lines.append("one coder only: nothing to compare; merged.csv holds the codings")
    return "\n".join(lines)
