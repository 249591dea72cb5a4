"""A tiny network with random weights, so that tests of the arithmetic need no shipped ones."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

WIDTH, INNER, LAYERS = 384, 24, 6
WORDS = ["[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyz", *"0123456789.,“”!?'"]
PIECES = [*WORDS, *(f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz0123456789")]


def listed(folder: Path, **about: object) -> None:
    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.suffix in (".npz", ".txt")
    }
    (folder / "manifest.json").write_text(json.dumps({"files": files, **about}))


@pytest.fixture
def tiny(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "models"))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    draw = np.random.default_rng(3)

    def matrix(rows: int, columns: int) -> np.ndarray:
        return draw.integers(-127, 128, (rows, columns)).astype(np.int8)

    arrays: dict[str, np.ndarray] = {}
    sizes = {"query": (WIDTH, WIDTH), "key": (WIDTH, WIDTH), "value": (WIDTH, WIDTH)}
    sizes |= {"mix": (WIDTH, WIDTH), "up": (INNER, WIDTH), "down": (WIDTH, INNER)}
    for layer in range(LAYERS):
        for name, size in sizes.items():
            at = f"layers.{layer}.{name}"
            arrays[f"{at}.weight"] = matrix(*size)
            arrays[f"{at}.weight.scale"] = np.full(size[0], 1e-3, np.float32)
            arrays[f"{at}.bias"] = np.zeros(size[0], np.float32)
        for name in ("mix_norm", "norm"):
            arrays[f"layers.{layer}.{name}.weight"] = np.ones(WIDTH, np.float32)
            arrays[f"layers.{layer}.{name}.bias"] = np.zeros(WIDTH, np.float32)
    arrays["norm.weight"], arrays["norm.bias"] = (
        np.ones(WIDTH, np.float32),
        np.zeros(WIDTH, np.float32),
    )
    arrays["kinds"] = draw.normal(size=(2, WIDTH)).astype(np.float32)
    for name, rows in (("words", len(PIECES)), ("places", 512)):
        arrays[name] = matrix(rows, WIDTH)
        arrays[f"{name}.scale"] = np.full(rows, 1e-2, np.float32)
    encoder, toward = folder / "encoder", folder / "toward"
    encoder.mkdir()
    toward.mkdir()
    np.savez(encoder / "encoder.npz", **arrays)
    (encoder / "vocab.txt").write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    listed(encoder)
    weight = draw.normal(size=(3, 3 * WIDTH)).astype(np.float32) * np.float32(0.05)
    np.savez(
        toward / "head.npz",
        weight=weight,
        bias=np.zeros(3, np.float32),
        temperature=np.array([1.5], np.float32),
    )
    digest = json.loads((encoder / "manifest.json").read_text())["files"]["encoder.npz"]
    listed(toward, encoder=digest)
    return folder
