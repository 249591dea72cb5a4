from __future__ import annotations

import pytest

from framing import errors
from framing.lexicon import exchange, files

DIC = (
    "%\n1\tcalm\n2\tloud\n3\tother\n%\n"
    "quiet*\t1\nat peace\t1\nnoisy\t2\n:)\t2\nro*w\t2\nboth\t1 2\nx\t9\n"
)
YAML = """
# a dictionary
calm:
  - quiet*
  - "at peace"
loud: [noisy, 'din']
other:
  deep:
    - low
"""


def terms(dimension: files.Dimension, pole: str) -> list[str]:
    return [entry.term for entry in dimension.entries if entry.pole == pole]


def test_liwc_is_brought_in_and_every_loss_is_named() -> None:
    brought = exchange.bring(DIC, "dic", "calm-loud", ["calm", "loud"])
    assert terms(brought.dimension, "calm") == ["quiet*", "=at peace", "=both"]
    assert terms(brought.dimension, "loud") == ["=noisy"]
    said = "\n".join(brought.dropped)
    for piece in ("':)'", "'ro*w'", "'both' of loud: already", "category 9", "category other"):
        assert piece in said


def test_quanteda_yaml_with_nested_keys() -> None:
    brought = exchange.bring(YAML, "yaml", "calm-loud", ["calm", "loud"])
    assert terms(brought.dimension, "calm") == ["quiet*", "=at peace"]
    assert terms(brought.dimension, "loud") == ["=noisy", "=din"]
    assert brought.dropped == ("category other/deep (1 words): not asked for",)
    one = exchange.bring(YAML, "yaml", "low", ["other/deep"]).dimension
    assert (one.kind, len(one.poles)) == ("presence", 1)


@pytest.mark.parametrize(
    ("text", "form", "says"),
    [
        ("no dictionary", "dic", "no two lines with %"),
        ("a: {b: c}\n  d", "yaml", "line 2"),
        ("word,side\nx,y\n", "csv", "columns word, side"),
        ("term,pole,weight\nx,calm,heavy\ny,loud,1\n", "csv", "weight = 'heavy'"),
        (DIC, "dic", "one or two of them"),
        (DIC, "doc", "format 'doc'"),
    ],
)
def test_bad_files_are_input_errors(text: str, form: str, says: str) -> None:
    with pytest.raises(errors.InputError, match=says):
        exchange.bring(text, form, "calm-loud")


def test_csv_there_and_back_keeps_every_entry() -> None:
    dimension = files.load(files.shipped() / "order-dignity.toml")
    text, dropped = exchange.send(dimension, "csv")
    poles = [pole.id for pole in dimension.poles]
    again = exchange.bring(text, "csv", dimension.id, poles).dimension

    def by_term(one: files.Dimension) -> list[files.Entry]:
        return sorted(one.entries, key=lambda entry: entry.term)

    assert by_term(again) == by_term(dimension)
    assert dropped


@pytest.mark.parametrize("form", ["dic", "yaml"])
def test_every_form_is_written_out_and_found_again(form: str) -> None:
    dimension = files.load(files.shipped() / "order-dignity.toml")
    text, dropped = exchange.send(dimension, form)
    again = exchange.bring(text, form, dimension.id).dimension
    written = {entry.term.lstrip("=") for entry in again.entries}
    assert {form.lower() for entry in dimension.entries for form in entry.forms} == written
    assert any("not_in" in one for one in dropped)
