from __future__ import annotations

import pytest

from framing.lexicon import inflect


@pytest.mark.parametrize(
    ("term", "wanted", "unwanted"),
    [
        ("illegal alien", {"illegal aliens"}, {"illegals alien"}),
        ("crack down on", {"cracks down on", "cracked down on", "cracking down on"}, set()),
        ("child", {"children"}, {"childs"}),
        ("flood of people", {"floods of people"}, {"flood of peoples"}),
        ("impose tariffs", {"imposed tariffs", "imposing tariffs"}, {"impose tariffses"}),
        ("labour", {"labor"}, set()),
        ("criminalise", {"criminalized", "criminalising"}, set()),
        ("rebel", {"rebelled", "rebels"}, {"rebeled"}),
        ("label", {"labelled", "labeled"}, set()),
        ("defy", {"defies", "defied", "defying"}, {"defyed"}),
        ("lie", {"lying", "lied"}, {"lieing"}),
        ("strong-arm", {"strong-arms", "strong-armed"}, set()),
        ("humane", {"humane"}, {"humaned"}),
    ],
)
def test_forms(term: str, wanted: set[str], unwanted: set[str]) -> None:
    forms = set(inflect.forms(term))
    assert wanted <= forms
    assert not unwanted & forms


def test_parts_of_speech_narrow_the_forms() -> None:
    assert inflect.forms("flood (noun)") == ("flood", "floods")
    assert inflect.forms("flood (verb)") == ("flood", "floods", "flooded", "flooding")
    assert inflect.forms("=flood") == inflect.forms("flood (exact)") == ("flood",)
    assert inflect.forms("flood*") == ("flood",)


def test_the_term_itself_comes_first_and_nothing_twice() -> None:
    for term in ("organise", "crack down on", "people", "=x", "a b c"):
        forms = inflect.forms(term)
        assert forms[0] == inflect.parse(term).words
        assert len(forms) == len(set(forms))
