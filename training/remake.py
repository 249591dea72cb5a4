"""Remake every trained weight that ships, by one command.

    python training/remake.py --data newsmtsc.jsonl --base MINILM --news NEWS.jsonl

Two trainings run beside each other, one process and one thread each: one leaves a tenth of the
sentences out, for the figures and the temperature; the other takes all and is what ships.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import export
import numpy as np
import torch
from toward import fit, measure, own

from framing.models.toward import load
from framing.models.wordpiece import parse

ROOT = Path(__file__).resolve().parents[1]
HELD_OUT = 0


def trained(data: Path, base: Path, plan: fit.Plan, fold: int, out: Path) -> Path:
    """Train without one fold (-1: on all rows) and keep the state in ``out``."""
    cutter = parse((base / "vocab.txt").read_text(encoding="utf-8"))
    raw = fit.read(data)[: plan.rows]
    kept = [row for row, number in zip(raw, fit.folds(raw), strict=True) if number != fold]
    dev = [row for row, number in zip(raw, fit.folds(raw), strict=True) if number == fold]
    rows = fit.prepared(cutter, kept + (own.rows(plan.own_sentences) if plan.own_sentences else []))
    model = fit.fit(base, rows, fit.prepared(cutter, dev), plan)
    out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), out / "toward.pt")
    return out / "toward.pt"


def measured(data: Path, base: Path, plan: fit.Plan, state: Path) -> dict[str, Any]:
    """Measure a held-out state as it would ship: 8 bits, NumPy; fit the temperature."""
    raw = fit.read(data)[: plan.rows]
    dev = [row for row, number in zip(raw, fit.folds(raw), strict=True) if number == HELD_OUT]
    with tempfile.TemporaryDirectory() as folder:
        export.write(torch.load(state, weights_only=True), base, Path(folder), 1.0, {})
        model = load(Path(folder))
        plain = model.judge((row["sentence"], row["start"], row["end"]) for row in dev)
    labels = np.array([row["polarity"] + 1 for row in dev])
    by = measure.temperature(plain, labels)
    soft = measure.softened(np.log(np.clip(plain, 1e-12, 1)), by)
    return {"temperature": round(by, 2), "held_out": measure.figures(dev, soft)}


def main() -> None:
    """Train, measure, export; print the hashes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="newsmtsc.jsonl")
    parser.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, default=ROOT / "models")
    parser.add_argument("--work", type=Path, help="keep the two trained states here")
    parser.add_argument("--news", type=Path, help="ordinary news: fit the head for wording, too")
    parser.add_argument("--trial", action="store_true", help="few rows, to see that it runs")
    options = parser.parse_args()
    work = options.work or Path(tempfile.mkdtemp())
    plan = fit.Plan(rows=900, epochs=1, own_sentences=40) if options.trial else fit.Plan()
    if options.trial and options.out == ROOT / "models":
        parser.error("--trial needs an --out of its own: its weights are worth nothing")
    # a fresh interpreter for each: the matrix library must not inherit threads
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        jobs = [
            pool.submit(trained, options.data, options.base, plan, fold, work / name)
            for fold, name in ((HELD_OUT, "held-out"), (-1, "all"))
        ]
        held_out, whole = (job.result() for job in jobs)
    found = measured(options.data, options.base, plan, held_out)
    about = {"plan": asdict(plan), **found}
    text = json.dumps(about, indent=2, sort_keys=True) + "\n"
    options.out.mkdir(parents=True, exist_ok=True)
    beside = options.out if options.trial else Path(__file__).parent / "toward"
    (beside / "measured.json").write_text(text, encoding="utf-8")
    state = torch.load(whole, weights_only=True)
    digests = export.write(state, options.base, options.out, found["temperature"], {})
    print(json.dumps(digests, indent=2))
    print("held-out macro-F1", found["held_out"]["macro_f1"], flush=True)
    if options.news:
        # the head reads the encoder's states: a new encoder needs a new head
        fitted = [str(Path(__file__).parent / "wording" / "fit.py"), "--news", str(options.news)]
        subprocess.run([sys.executable, *fitted, "--models", str(options.out)], check=True)


if __name__ == "__main__":
    main()
