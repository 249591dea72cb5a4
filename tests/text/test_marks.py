from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.text.marks import regions


def inside(text: str) -> list[str]:
    return [text[region.low : region.high] for region in regions(text)[0]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“It rains,” he said.", ["It rains,"]),
        ('"It rains," he said. "Go."', ["It rains,", "Go."]),
        ("''It rains,'' he said.", ["It rains,"]),
        ("„Es regnet“, sagte er.", ["Es regnet"]),
        ("„Het regent”, zei hij.", ["Het regent"]),
        ("«Il pleut», dit-il.", ["Il pleut"]),
        ("»Es regnet«, sagte er.", ["Es regnet"]),
        ("‘We won,’ she said of the workers’ deal.", ["We won,"]),
        ("'It's a trap,' said the man.", ["It's a trap,"]),
        ("‘The dogs’ day out,’ he said.", ["The dogs’ day out,"]),
        ("the ”kidnappings” by the guards", ["kidnappings"]),
        ("“He told me “no” twice,” she said.", ["He told me “no” twice,"]),
        ("“He said ‘no’ to me,” she said.", ["He said ‘no’ to me,"]),
        ("''I said, 'go,''' he said.", ["I said, 'go,'"]),
        ("the parents' and the teachers' demands", []),
        ("rock 'n' roll in the '90s", []),
        ('He is 5\'10" tall, with a 27" screen.', []),
        ("It isn’t the minister’s.", []),
    ],
)
def test_what_stands_in_marks(text: str, wanted: list[str]) -> None:
    assert inside(text) == wanted


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    for text in ("“One.\n\n“Two,” she said.", "“One.\n\nTwo,” she said."):
        found, warnings = regions(text)
        assert [text[r.low : r.high] for r in found] == ["One.", "Two,"]
        assert [r.follows for r in found] == [False, True]
        assert warnings == []


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("“It rains.", "unclosed quotation mark at 0"),
        ("It rains,” he said.", "closing quotation mark without an opening one at 9"),
        ("the ”kidnappings” by", "closing quotation mark used as an opening one at 4"),
    ],
)
def test_wrong_and_missing_marks_are_told(text: str, warning: str) -> None:
    assert regions(text)[1] == [warning]


def test_an_unclosed_straight_mark_in_a_line_is_no_quotation() -> None:
    assert inside('The pipe of 3 and a "half was sold.\n\nNobody came.') == []
    assert inside("He said, “It rains.\n\nNobody came.") == ["It rains."]


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="ab s.,\n\"'“”‘’„«»`5 "))
def test_regions_never_overlap_and_stay_in_the_text(text: str) -> None:
    last = 0
    for region in regions(text)[0]:
        assert last <= region.start <= region.low <= region.high <= region.end <= len(text)
        assert region.start < region.end
        last = region.end


@pytest.mark.slow
@pytest.mark.parametrize("unit", ['"', "“", "'", "“a ”", "‘a s’ b ", '"\n', "''", "'a "])
def test_two_megabytes_of_marks_end(unit: str) -> None:
    text = unit * (2_000_000 // len(unit))
    for region in regions(text)[0]:
        assert region.end <= len(text)
