from __future__ import annotations

import json
import random
from pathlib import Path

import pandas as pd

from framing.batch import job
from framing.parameters import Parameters
from framing.paths import data_dir

Rows = list[dict[str, str]]
# the learned models would take most of the time of these tests and have their own
PLAIN = Parameters(models=False)


def articles(number: int, seed: int = 1, sentences: int = 6) -> Rows:
    """Make articles of our own sample texts: lines of one event dealt out anew, never elsewhere."""
    draw = random.Random(seed)
    events = sorted(p.parent for p in data_dir("corpus").glob("*/corpus.toml"))
    pools = [_lines(event) for event in events]
    made = []
    for n in range(number):
        place = n % len(events)
        text = "\n\n".join(draw.sample(pools[place], sentences))
        made.append(
            {
                "doc_id": f"d{n:04d}",
                "event": events[place].name,
                "outlet": f"Outlet {n % 3}",
                "title": f"Report {n}",
                "published": f"2034-03-{1 + n % 7:02d}",
                "text": text,
            }
        )
    return made


def _lines(event: Path) -> list[str]:
    lines = [
        line.strip()
        for path in sorted(event.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [line for line in lines if len(line.split()) > 12]


def write(path: Path, rows: Rows) -> Path:
    if path.suffix == ".jsonl":
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path.write_text(text, encoding="utf-8")
    elif path.suffix == ".csv":
        pd.DataFrame(rows).to_csv(path, index=False)
    else:
        pd.DataFrame(rows).to_parquet(path, index=False)
    return path


def read(out: Path) -> dict[str, pd.DataFrame]:
    """Every table of a batch, its rows in one order whatever the partitions were."""
    found = {}
    for name in job.NAMES:
        files = sorted((out / name).glob("part-*.parquet"))
        table = pd.concat([pd.read_parquet(f) for f in files], ignore_index=True)
        keys = [c for c in table.columns if c != "warnings"]
        found[name] = table.sort_values(keys, kind="stable", ignore_index=True)
    return found


def same(one: Path, other: Path) -> None:
    for (name, a), b in zip(read(one).items(), read(other).values(), strict=True):
        pd.testing.assert_frame_equal(a, b, obj=name)
