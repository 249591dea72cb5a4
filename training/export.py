"""Quantise the trained network to 8 bits and write what ``models/`` ships, with hashes."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import torch

ENCODER = {
    "title": "sentence encoder: six layers, 384 wide, 8-bit weights",
    "licence": "Apache-2.0",
    "base": "all-MiniLM-L6-v2 (Apache-2.0)",
    "data": "NewsMTSC (MIT notice), sentences of our own (CC BY 4.0)",
}
TOWARD = {
    "title": "tone toward a target in a sentence: -1, 0, 1",
    "licence": "Apache-2.0",
    "data": "NewsMTSC (MIT notice), sentences of our own (CC BY 4.0)",
}


def quantised(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give 8-bit whole numbers and one scale per row (weight-only, symmetric)."""
    scale = np.abs(matrix).max(axis=1) / 127.0
    scale[scale == 0] = 1.0
    return np.round(matrix / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def packed(state: dict[str, torch.Tensor]) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Split a trained state into the encoder's arrays (8-bit) and the head's (32-bit)."""
    encoder: dict[str, np.ndarray] = {}
    head: dict[str, np.ndarray] = {}
    for name, tensor in state.items():
        array = tensor.detach().numpy().astype(np.float32)
        if not name.startswith("encoder."):
            head[name.removeprefix("head.")] = array
            continue
        short = name.removeprefix("encoder.")
        if short in ("words.weight", "places.weight", "kinds.weight"):
            short = short.split(".")[0]
        if array.ndim == 2 and short != "kinds":
            encoder[short], encoder[f"{short}.scale"] = quantised(array)
        else:
            encoder[short] = array
    return encoder, head


def save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write an npz whose bytes do not depend on the clock."""
    # stored, not deflated: whole numbers shrink by a tenth only and would load half as fast
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        for name in sorted(arrays):
            buffer = io.BytesIO()
            whole = np.ascontiguousarray(arrays[name])
            np.lib.format.write_array(buffer, whole, allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            target.writestr(entry, buffer.getvalue())


def write(
    state: dict[str, torch.Tensor], base: Path, out: Path, temperature: float, about: dict[str, Any]
) -> dict[str, str]:
    """Write encoder and head below ``out`` and give each file's SHA-256.

    ``base`` holds the vocabulary, the licence and the notice of the published weights;
    ``temperature`` divides the head's logits; ``about`` is written into the head's manifest.
    """
    encoder, head = packed(state)
    home, toward = out / "encoder", out / "toward"
    for folder in (home, toward):
        folder.mkdir(parents=True, exist_ok=True)
    save(home / "encoder.npz", encoder)
    shutil.copyfile(base / "vocab.txt", home / "vocab.txt")
    shutil.copyfile(base / "LICENSE", out / "LICENSE")
    save(toward / "head.npz", {**head, "temperature": np.array([temperature], np.float32)})
    digests = manifest(home, ENCODER)
    below = manifest(toward, {**TOWARD, **about, "encoder": digests["encoder.npz"]})
    return {f"encoder/{k}": v for k, v in digests.items()} | {
        f"toward/{k}": v for k, v in below.items()
    }


def manifest(folder: Path, about: dict[str, Any]) -> dict[str, str]:
    """Write manifest.json with the hashes of a folder's weight files and what is known of them."""
    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.suffix in (".npz", ".txt")
    }
    text = json.dumps({"files": files, **about}, indent=2, sort_keys=True) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return files
