from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from framing.errors import InputError
from framing.models import encoder, weights
from framing.models.wordpiece import WordPiece, parse

TEXTS = ["the mayor won", "nobody paid, said the mayor.", "a", "the mayor won", "“why?” 1999"]


def test_a_vector_does_not_depend_on_batch_or_order(tiny: Path) -> None:
    together = encoder.load(tiny / "encoder").vectors(TEXTS)
    for number, text in enumerate(TEXTS):
        encoder._load.cache_clear()
        alone = encoder.load(tiny / "encoder").vectors([text])
        assert (alone[0] == together[number]).all()
    encoder._load.cache_clear()
    turned = encoder.load(tiny / "encoder").vectors(TEXTS[::-1])
    assert (turned[::-1] == together).all()
    assert together.shape == (5, 768)
    assert not np.allclose(together[0], together[1])


def test_a_text_is_computed_once_in_a_run(tiny: Path) -> None:
    encoder._load.cache_clear()
    one = encoder.load(tiny / "encoder")
    assert one.vector("the mayor won") is one.vector("the mayor won")


def test_progress_counts_every_text(tiny: Path) -> None:
    told: list[tuple[int, int]] = []
    encoder.load(tiny / "encoder").vectors(TEXTS, lambda done, of: told.append((done, of)))
    assert told == [(i, 5) for i in range(1, 6)]


@pytest.mark.parametrize("text", ["", " ", "🙂🙂", "Ürün çok iyi", "كلمة", "word " * 5000])
def test_odd_texts_have_a_vector(tiny: Path, text: str) -> None:
    found = encoder.load(tiny / "encoder").vector(text)
    assert np.isfinite(found).all()


def test_a_long_text_is_read_to_its_limit(tiny: Path) -> None:
    long = encoder.load(tiny / "encoder").states("a " * 5000)
    assert long[-1].shape == (384, encoder.LONGEST + 2)


def test_the_arithmetic_by_hand() -> None:
    from framing.models.network import _gelu

    x = np.array([[0.0, 1.0, -3.0]], np.float32)
    expected = 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
    np.testing.assert_allclose(_gelu(x.copy()), expected, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("encoder.npz", lambda p: p.write_bytes(p.read_bytes()[:-1])),
        ("encoder.npz", lambda p: p.unlink()),
        ("vocab.txt", lambda p: p.write_text("[UNK]\n")),
        ("manifest.json", lambda p: p.unlink()),
        ("manifest.json", lambda p: p.write_text("{")),
        ("manifest.json", lambda p: p.write_text("[]")),
    ],
)
def test_damaged_files_are_named(tiny: Path, name: str, change: object) -> None:
    change(tiny / "encoder" / name)
    with pytest.raises(InputError) as error:
        encoder.load(tiny / "encoder")
    assert name in error.value.where
    assert error.value.expected
    assert "--no-models" in error.value.action


def test_a_listed_file_that_is_no_archive_is_an_error(tiny: Path) -> None:
    folder = tiny / "encoder"
    (folder / "encoder.npz").write_bytes(b"no archive")
    about = json.loads((folder / "manifest.json").read_text())
    import hashlib

    about["files"]["encoder.npz"] = hashlib.sha256(b"no archive").hexdigest()
    (folder / "manifest.json").write_text(json.dumps(about))
    with pytest.raises(InputError, match="no plain arrays"):
        encoder.load(folder)


def test_pickled_arrays_are_refused(tiny: Path) -> None:
    folder = tiny / "encoder"
    np.savez(folder / "encoder.npz", words=np.array([{"a": 1}], dtype=object))
    import hashlib

    digest = hashlib.sha256((folder / "encoder.npz").read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps({"files": {"encoder.npz": digest}}))
    with pytest.raises(InputError, match="no plain arrays"):
        encoder.load(folder)


def test_eight_bits_and_scales_multiply_out() -> None:
    stored = {
        "layers.0.up.weight": np.array([[127, -127]], np.int8),
        "layers.0.up.weight.scale": np.array([0.01], np.float32),
        "layers.0.up.bias": np.array([3.0], np.float32),
    }
    ready = weights.unpack(stored)
    np.testing.assert_allclose(ready["layers.0.up.weight"], [[1.27, -1.27]], rtol=1e-6)
    assert ready["layers.0.up.bias"].shape == (1, 1)


def test_pieces_carry_the_characters_they_cover() -> None:
    cutter = parse("[UNK]\n[CLS]\n[SEP]\ncafe\n##s\n’\n")
    pieces = cutter.cut("Cafés’ x")
    assert pieces.ids == (3, 4, 5, 0)
    assert pieces.spans == ((0, 4), (4, 5), (5, 6), (7, 8))


def test_a_word_without_pieces_is_unknown() -> None:
    assert WordPiece({"[UNK]": 0}).cut("x" * 200).spans == ((0, 200),)
