"""Fine-tune the encoder on tone toward a target; see training/README.md for the one command."""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from network import Encoder, Toward, read_safetensors
from sklearn.metrics import f1_score
from torch import nn

from framing.models.pairs import encode_pair
from framing.models.wordpiece import load


def rows_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.open(encoding="utf-8")]


def batches(rows: list[dict], size: int, shuffle: random.Random | None) -> list[list[dict]]:
    """Deal rows of like length together, so that little is padded."""
    order = list(rows)
    if shuffle:
        shuffle.shuffle(order)
        chunks = [order[i : i + size * 50] for i in range(0, len(order), size * 50)]
    else:
        chunks = [order]
    dealt = []
    for chunk in chunks:
        chunk.sort(key=lambda row: len(row["ids"]))
        dealt += [chunk[i : i + size] for i in range(0, len(chunk), size)]
    if shuffle:
        shuffle.shuffle(dealt)
    return dealt


def tensors(rows: list[dict]) -> tuple[torch.Tensor, ...]:
    longest = max(len(row["ids"]) for row in rows)

    def pad(key: str) -> torch.Tensor:
        return torch.tensor([row[key] + [0] * (longest - len(row[key])) for row in rows])

    return pad("ids"), pad("kinds"), pad("real").bool(), pad("target")


def predict(model: Toward, rows: list[dict]) -> np.ndarray:
    model.eval()
    logits = np.zeros((len(rows), 3))
    place = {id(row): i for i, row in enumerate(rows)}
    with torch.no_grad():
        for batch in batches(rows, 64, None):
            out = model(*tensors(batch)).numpy()
            for row, values in zip(batch, out, strict=True):
                logits[place[id(row)]] = values
    return logits


def fit(
    model: Toward, rows: list[dict], dev: list[dict], epochs: int, seed: int, rate: float
) -> None:
    for part in (model.encoder.words, model.encoder.places, model.encoder.kinds):
        part.requires_grad_(False)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=rate, weight_decay=0.01)
    shuffle = random.Random(seed)
    steps = epochs * len(batches(rows, 32, random.Random(0)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, rate, total_steps=steps + 1, pct_start=0.1, anneal_strategy="linear"
    )
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.05)
    began = time.time()
    for epoch in range(epochs):
        model.train()
        for number, batch in enumerate(batches(rows, 32, shuffle)):
            loss = loss_of(model(*tensors(batch)), torch.tensor([r["label"] for r in batch]))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            schedule.step()
            if number % 50 == 0:
                print(
                    f"epoch {epoch} step {number} loss {loss.item():.3f} {time.time() - began:.0f}s",
                    flush=True,
                )
        if dev:
            guess = predict(model, dev).argmax(1)
            score = f1_score([r["label"] for r in dev], guess, average="macro")
            print(f"epoch {epoch} dev macro-F1 {score:.4f} {time.time() - began:.0f}s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fold", type=int, default=-1, help="hold out this tenth of sentences")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)
    cutter = load(options.base / "vocab.txt")
    rows = []
    for raw in rows_of(options.data):
        pair = encode_pair(cutter, raw["sentence"], raw["start"], raw["end"])
        rows.append({**pair, "label": raw["polarity"] + 1, "sentence": raw["sentence"]})
    sentences = sorted({row["sentence"] for row in rows})
    random.Random(7).shuffle(sentences)
    fold = {sentence: i % 10 for i, sentence in enumerate(sentences)}
    dev = [row for row in rows if fold[row["sentence"]] == options.fold]
    train = [row for row in rows if fold[row["sentence"]] != options.fold]
    print(len(train), len(dev), flush=True)
    encoder = Encoder()
    encoder.load(read_safetensors(options.base / "model.safetensors"))
    model = Toward(encoder)
    fit(model, train, dev, options.epochs, options.seed, options.rate)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), options.out / "toward.pt")
    if dev:
        np.savez(
            options.out / "dev.npz", logits=predict(model, dev), label=[r["label"] for r in dev]
        )


if __name__ == "__main__":
    main()
