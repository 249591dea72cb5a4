from __future__ import annotations

from pathlib import Path

import pytest

from framing import errors
from framing.lexicon import files, write

from .conftest import Make, lexicon_text


def test_a_file_is_read_with_its_hash_and_defaults(make: Make) -> None:
    dimension = make("still -> calm", 'noisy -> loud\nweight = 2\ncontested_by = "editors"')
    assert [pole.id for pole in dimension.poles] == ["calm", "loud"]
    assert dimension.pole_number("loud") == 1
    assert dimension.status == "untested"
    assert len(dimension.sha256) == 64
    assert dimension.entries[0].weight == 1
    assert dimension.entries[1].contested_by == ("editors",)


def test_all_faults_of_a_file_come_at_once_with_line_entry_key_and_mend(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(
        lexicon_text(
            'st*ill -> calm', 'noisy -> lodu', 'din -> loud\nweight = "much"',
            'row -> loud\nexample = ["A row."]', head='titel = "x"',
        ).replace('kind = "bipolar"', 'kind = "two"'),
        encoding="utf-8",
    )  # fmt: skip
    with pytest.raises(errors.InputError) as caught:
        files.load(path)
    text = str(caught.value)
    for piece in (
        "kind = 'two'",
        "unknown key titel",
        '"st*ill" has a * before its end',
        'pole = "lodu"',
        '"calm" or "loud"',
        "weight = 'much'",
        "unknown key example",
        'entry 2 "noisy", key pole',
        "bad.toml:17",
        "to do: correct the spelling or remove it",
    ):
        assert piece in text
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"\xff\xfe\x00x", "is not UTF-8"),
        (b"id = ", "not TOML"),
        (b"", "id is missing"),
        (b"\x00\x01\x02", "not TOML"),
        (b"a = " + b"[" * 5000, "not TOML"),
        (b"# " + b"x" * 2_000_001, "at most 2000000"),
        (b'entry = 3\npole = "x"\nid = 4', "pole"),
    ],
)
def test_hostile_files_are_faults_not_crashes(tmp_path: Path, raw: bytes, says: str) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(raw)
    with pytest.raises(errors.InputError, match=says):
        files.load(path)


def test_a_folder_names_the_faults_of_all_files(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("id = 1", encoding="utf-8")
    (tmp_path / "b.toml").write_text(lexicon_text("x -> nowhere"), encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.toml").write_text("not a dimension", encoding="utf-8")
    with pytest.raises(errors.InputError) as caught:
        files.load_folder([tmp_path])
    assert "a.toml" in str(caught.value)
    assert "b.toml" in str(caught.value)
    assert "c.toml" not in str(caught.value)


def test_an_id_may_not_come_twice_and_a_missing_folder_is_named(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(lexicon_text("x -> calm"), encoding="utf-8")
    with pytest.raises(errors.InputError, match="stands in two files"):
        files.load_folder([tmp_path])
    with pytest.raises(errors.InputError, match="no lexicon folder"):
        files.load_folder([tmp_path / "none"])


def test_dimensions_are_sorted_by_id_whatever_the_order_of_folders() -> None:
    ids = [one.id for one in files.load_folder([files.shipped()])]
    assert ids == sorted(ids)
    assert {"criminals-migrants", "order-dignity"} <= set(ids)


def test_the_card_survives_reading_and_writing(make: Make, tmp_path: Path) -> None:
    text = """
[card]
precision = { value = 0.9, low = 0.8, high = 0.95, n = 100 }
alpha = { value = 0.8, low = 0.7, high = 0.9, n = 200 }
base_rate = 1.5
known_failures = ["irony"]
coders = "two"
read_in = "news"
"""
    path = tmp_path / "x.toml"
    path.write_text(lexicon_text("still -> calm") + text, encoding="utf-8")
    first = files.load(path)
    again = tmp_path / "y.toml"
    again.write_text(write.toml(first), encoding="utf-8")
    second = files.load(again)
    assert second.card == first.card
    assert first.card.precision is not None
    assert first.card.precision.n == 100
    assert first.card.model_extra == {"read_in": "news"}
    assert second.entries == first.entries


def test_every_shipped_file_is_written_back_to_the_same_thing(tmp_path: Path) -> None:
    for one in files.load_folder([files.shipped()]):
        path = tmp_path / "x.toml"
        path.write_text(write.toml(one), encoding="utf-8")
        again = files.load(path)
        assert (again.poles, again.entries, again.card) == (one.poles, one.entries, one.card)
