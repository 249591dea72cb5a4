"""Fine-tune the encoder on tone toward a target."""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from network import Encoder, Toward, read_safetensors
from sklearn.metrics import f1_score
from torch import nn

from framing.models.pairs import encode_pair
from framing.models.wordpiece import WordPiece

Rows = list[dict[str, Any]]
FOLDS = 10


@dataclass(frozen=True)
class Plan:
    """The settings of one training; all of them stand in the card."""

    epochs: int = 3
    rate: float = 1e-4
    batch: int = 32
    seed: int = 1
    smoothing: float = 0.05
    own_sentences: int = 1000
    middle: bool = True
    # None = all of them
    rows: int | None = None


def read(path: Path) -> Rows:
    """Read rows with sentence, start, end, polarity from JSON Lines."""
    return [json.loads(line) for line in path.open(encoding="utf-8")]


def prepared(cutter: WordPiece, rows: Rows) -> Rows:
    """Turn rows into what the network reads; label is 0, 1, 2 for -1, 0, 1."""
    return [
        {
            **encode_pair(cutter, raw["sentence"], raw["start"], raw["end"]),
            "label": raw["polarity"] + 1,
            "sentence": raw["sentence"],
        }
        for raw in rows
    ]


def folds(rows: Rows) -> list[int]:
    """Deal the sentences into ten parts; every target of a sentence falls into the same part."""
    sentences = sorted({row["sentence"] for row in rows})
    random.Random(7).shuffle(sentences)
    number = {sentence: i % FOLDS for i, sentence in enumerate(sentences)}
    return [number[row["sentence"]] for row in rows]


def batches(rows: Rows, size: int, shuffle: random.Random | None) -> list[Rows]:
    """Deal rows of like length together, so that little is padded."""
    order = list(rows)
    if shuffle:
        shuffle.shuffle(order)
        chunks = [order[i : i + size * 50] for i in range(0, len(order), size * 50)]
    else:
        chunks = [order]
    dealt: list[Rows] = []
    for chunk in chunks:
        chunk.sort(key=lambda row: len(row["ids"]))
        dealt += [chunk[i : i + size] for i in range(0, len(chunk), size)]
    if shuffle:
        shuffle.shuffle(dealt)
    return dealt


def tensors(rows: Rows) -> tuple[torch.Tensor, ...]:
    """Pad the rows of a batch to one length."""
    longest = max(len(row["ids"]) for row in rows)

    def pad(key: str) -> torch.Tensor:
        return torch.tensor([row[key] + [0] * (longest - len(row[key])) for row in rows])

    return pad("ids"), pad("kinds"), pad("real").bool(), pad("target")


def predict(model: Toward, rows: Rows) -> np.ndarray:
    """Give the three logits of every row, in 32-bit arithmetic."""
    model.eval()
    logits = np.zeros((len(rows), 3))
    place = {id(row): i for i, row in enumerate(rows)}
    with torch.no_grad():
        for batch in batches(rows, 64, None):
            out = model(*tensors(batch)).numpy()
            for row, values in zip(batch, out, strict=True):
                logits[place[id(row)]] = values
    return logits


def fit(base: Path, rows: Rows, dev: Rows, plan: Plan) -> Toward:
    """Train on ``rows`` from the published weights in ``base``; ``dev`` is only looked at.

    The word table, places and kinds stay as published. Arithmetic is bfloat16 where the
    processor has it; one thread, so that a run can be made again on the same kind of machine.
    """
    torch.manual_seed(plan.seed)
    torch.set_num_threads(1)
    encoder = Encoder()
    encoder.load(read_safetensors(base / "model.safetensors"))
    model = Toward(encoder, plan.middle)
    for part in (encoder.words, encoder.places, encoder.kinds):
        part.requires_grad_(False)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=plan.rate, weight_decay=0.01)
    shuffle = random.Random(plan.seed)
    steps = plan.epochs * len(batches(rows, plan.batch, random.Random(0)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, plan.rate, total_steps=steps + 1, pct_start=0.1, anneal_strategy="linear"
    )
    loss_of = nn.CrossEntropyLoss(label_smoothing=plan.smoothing)
    began = time.monotonic()
    for epoch in range(plan.epochs):
        model.train()
        for number, batch in enumerate(batches(rows, plan.batch, shuffle)):
            with torch.autocast("cpu", torch.bfloat16):
                logits = model(*tensors(batch))
            loss = loss_of(logits.float(), torch.tensor([r["label"] for r in batch]))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            schedule.step()
            if number % 50 == 0:
                spent = time.monotonic() - began
                print(
                    f"epoch {epoch} step {number} loss {loss.item():.3f} {spent:.0f}s", flush=True
                )
        if dev:
            guess = predict(model, dev).argmax(1)
            score = f1_score([r["label"] for r in dev], guess, average="macro")
            print(f"epoch {epoch} held-out macro-F1 {score:.4f}", flush=True)
    model.eval()
    return model
