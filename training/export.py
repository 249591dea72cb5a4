"""Quantise the fine-tuned network to 8 bits and write what ``models/`` ships, with hashes."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import torch


def quantised(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give 8-bit whole numbers and one scale per row (weight-only, symmetric)."""
    scale = np.abs(matrix).max(axis=1) / 127.0
    scale[scale == 0] = 1.0
    return np.round(matrix / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def packed(state: dict[str, torch.Tensor]) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Split a trained state into the encoder's arrays and the head's."""
    encoder: dict[str, np.ndarray] = {}
    head: dict[str, np.ndarray] = {}
    for name, tensor in state.items():
        array = tensor.detach().numpy().astype(np.float32)
        if not name.startswith("encoder."):
            head[name] = array
            continue
        short = name.removeprefix("encoder.")
        if short in ("words.weight", "places.weight", "kinds.weight"):
            short = short.split(".")[0]
        if array.ndim == 2 and short not in ("places", "kinds"):
            encoder[short], encoder[f"{short}.scale"] = quantised(array)
        else:
            encoder[short] = array.astype(np.float16) if array.ndim == 2 else array
    return encoder, head


def save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write an npz whose bytes do not depend on the clock."""
    import io
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(arrays):
            buffer = io.BytesIO()
            np.lib.format.write_array(
                buffer, np.ascontiguousarray(arrays[name]), allow_pickle=False
            )
            target.writestr(
                zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), buffer.getvalue()
            )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--trained", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    encoder, head = packed(torch.load(options.trained / "toward.pt", weights_only=True))
    options.out.mkdir(parents=True, exist_ok=True)
    save(options.out / "encoder.npz", encoder)
    save(options.out / "toward.npz", {k.removeprefix("head."): v for k, v in head.items()})
    shutil.copyfile(options.base / "vocab.txt", options.out / "vocab.txt")
    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(options.out.iterdir())
        if path.suffix in (".npz", ".txt")
    }
    about = {"files": files, "base": "all-MiniLM-L6-v2 (Apache-2.0)"}
    text = json.dumps(about, indent=2, sort_keys=True) + "\n"
    (options.out / "manifest.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
