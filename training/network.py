"""The six-layer encoder in torch, for training only: one file, no model library."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import torch
from torch import nn

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    """Read a safetensors file of 32-bit floats: a JSON header, then the numbers."""
    raw = path.read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + size])
    body = 8 + size
    found = {}
    for name, about in header.items():
        if name == "__metadata__" or about["dtype"] != "F32":
            continue
        start, end = about["data_offsets"]
        flat = np.frombuffer(raw[body + start : body + end], dtype="<f4")
        found[name] = flat.reshape(about["shape"]).copy()
    return found


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.mix, self.mix_norm = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        rows, length, _ = x.shape
        q, k, v = (
            part(x).view(rows, length, HEADS, -1).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        scores = (q @ k.transpose(2, 3)) * (WIDTH / HEADS) ** -0.5
        mixed = (scores.float() + mask).softmax(dim=3).to(v.dtype) @ v
        mixed = mixed.transpose(1, 2).reshape(rows, length, WIDTH)
        x = self.mix_norm(x + self.drop(self.mix(mixed)))
        inner = nn.functional.gelu(self.up(x), approximate="tanh")
        return self.norm(x + self.drop(self.down(inner)))


class Encoder(nn.Module):
    """Word pieces to vectors; gives the hidden states of every layer."""

    def __init__(self, vocabulary: int = 30522) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(
        self, ids: torch.Tensor, kinds: torch.Tensor, real: torch.Tensor
    ) -> list[torch.Tensor]:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.words(ids) + self.places(places) + self.kinds(kinds)))
        states = [x]
        mask = (~real)[:, None, None, :].float() * -1e9
        for layer in self.layers:
            states.append(layer(states[-1], mask))
        return states

    def load(self, weights: dict[str, np.ndarray]) -> None:
        """Take the published weights under their published names."""
        own = self.state_dict()
        for name in own:
            own[name] = torch.from_numpy(weights[published(name)])
        self.load_state_dict(own)


def published(name: str) -> str:
    """Translate a name of ours into that of the published checkpoint."""
    head = {
        "words": "embeddings.word_embeddings",
        "places": "embeddings.position_embeddings",
        "kinds": "embeddings.token_type_embeddings",
        "norm": "embeddings.LayerNorm",
    }
    part = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "mix": "attention.output.dense",
        "mix_norm": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm": "output.LayerNorm",
    }
    words = name.split(".")
    if words[0] == "layers":
        return f"encoder.layer.{words[1]}.{part[words[2]]}.{words[3]}"
    return f"{head[words[0]]}.{words[1]}"


class Toward(nn.Module):
    """Tone toward a target: a head on [CLS; mean of the target's pieces]."""

    def __init__(self, encoder: Encoder, middle: bool = False) -> None:
        super().__init__()
        self.encoder = encoder
        self.middle = middle
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear((3 if middle else 2) * WIDTH, 3)

    def forward(
        self, ids: torch.Tensor, kinds: torch.Tensor, real: torch.Tensor, target: torch.Tensor
    ) -> torch.Tensor:
        states = self.encoder(ids, kinds, real)
        last = states[-1]
        weight = target.float()
        weight = weight / weight.sum(1, keepdim=True).clamp(min=1)
        parts = [last[:, 0], (last * weight[:, :, None]).sum(1)]
        if self.middle:
            parts.append((states[4] * weight[:, :, None]).sum(1))
        return self.head(self.drop(torch.cat(parts, dim=1)))
