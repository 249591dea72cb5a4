from __future__ import annotations

from pathlib import Path

import pytest

from framing.lexicon import check, files

from .conftest import lexicon_text

GOOD = 'reason = "It says how loud."\nexamples = ["A {word} day."]'


def good(term: str, pole: str, word: str = "", more: str = "") -> str:
    return f"{term} -> {pole}\n{GOOD.format(word=word or term)}\n{more}"


def faults(tmp_path: Path, *entries: str, tail: str = "") -> list[check.Fault]:
    path = tmp_path / "x.toml"
    path.write_text(lexicon_text(*entries) + tail, encoding="utf-8")
    return check.check([path])


def rules(tmp_path: Path, *entries: str, tail: str = "") -> list[str]:
    return [fault.rule for fault in faults(tmp_path, *entries, tail=tail)]


def test_a_sound_file_has_no_faults(tmp_path: Path) -> None:
    assert rules(tmp_path, good("calm", "calm"), good("loud", "loud")) == []


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ('din -> loud\nexamples = ["A din."]', "reason"),
        ('din -> loud\nreason = "r"', "example"),
        ('din -> loud\nreason = "r"\nexamples = ["A dinner."]', "example"),
        (good("din", "loud", more='counter_examples = ["The din of it."]'), "counter-example"),
        (good("still", "loud", "still"), "both poles"),
        (good("stills", "calm", "stills"), "double"),
        (good("threat*", "loud", "threats"), "wildcard"),
        (good("Obama-style", "loud"), "name"),
        (good("Trumpism", "loud"), "name"),
        (good("anti-Norwegian", "loud"), "name"),
        (good("din", "loud", more="weight = 2"), "weight"),
    ],
)
def test_each_rule_finds_its_fault(tmp_path: Path, entry: str, rule: str) -> None:
    found = rules(tmp_path, good("still (noun)", "calm", "still"), good("loud", "loud"), entry)
    assert found == [rule]


def test_what_looks_like_a_fault_and_is_none(tmp_path: Path) -> None:
    entries = [
        good("trump card", "loud"),
        good("threat*", "loud", "threat, threaten, threatening, threats"),
        'din -> calm\nreason = "It weighs half."\nweight = 0.5\nexamples = ["A din."]',
        good("alien", "calm", more='counter_examples = ["Alien species spread."]\n'
             'not_in = ["alien species"]'),
    ]  # fmt: skip
    assert rules(tmp_path, *entries) == []


def test_an_unbalanced_pack_and_a_pack_without_mirror(tmp_path: Path) -> None:
    loud = [
        good(word, "loud") for word in ("din", "row", "noise", "roar", "blare", "clamour", "racket")
    ]
    assert rules(tmp_path, good("calm", "calm"), *loud) == ["balance"]
    tail = '\n[card]\nside = "the neighbours"\n'
    assert rules(tmp_path, good("calm", "calm"), good("din", "loud"), tail=tail) == ["mirror"]


def test_a_mirror_must_point_back(tmp_path: Path) -> None:
    for name, other in (("calm-loud", "dark-light"), ("dark-light", "calm-loud")):
        text = lexicon_text(good("calm", "calm"), good("din", "loud")).replace("calm-loud", name)
        card = f'\n[card]\nside = "one"\nmirror = "{other}"\n'
        (tmp_path / f"{name}.toml").write_text(text + card, encoding="utf-8")
    assert check.check([tmp_path]) == []


def test_all_faults_come_at_once_with_file_line_and_mend(tmp_path: Path) -> None:
    found = faults(tmp_path, "din -> loud", "row -> calm")
    assert [fault.rule for fault in found] == ["reason", "example"] * 2
    assert "x.toml:" in found[0].where
    assert 'entry 1 "din"' in found[0].where
    assert all(fault.mend for fault in found)
    (tmp_path / "y.toml").write_text("id = 3", encoding="utf-8")
    assert {fault.rule for fault in check.check([tmp_path])} == {"reason", "example", "format"}


def test_the_shipped_lexicons_have_no_faults() -> None:
    assert [fault.text() for fault in check.check([files.shipped()])] == []
