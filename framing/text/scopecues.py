"""The cues of scopes, read from ``lexicons/cues/en-scopes.toml`` and compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from framing import paths

_PUNCTUATION = r"[;:](?=\s)|[()\[\]—…]|\s[–-]\s|[!?](?=[\s\"'”’»)]|$)|[”»](?=[\s.,;:!?)]|$)"
# a comma ends a clause unless it parts the members of a short list with "or" or "nor"
_COMMA = r",(?=\s)(?!\s[\w-]+(?:\s[\w-]+)?(?:,|,?\s(?:or|nor)\b))|,(?=[\"'”’»])"


@dataclass(frozen=True)
class Cue:
    """One kind of cue, ready to be applied."""

    polarity: str
    reach: str
    span: re.Pattern[str]
    stop: re.Pattern[str]
    lower_only: bool = False
    unless_before: re.Pattern[str] | None = None
    unless_next: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Grammar:
    """All cues of one language, compiled."""

    automaton: Any
    cues: tuple[Cue, ...]
    clause: re.Pattern[str]
    like: re.Pattern[str]
    condemning: frozenset[str]
    objection: re.Pattern[str]
    negator: re.Pattern[str]
    demand: re.Pattern[str]
    comparandum: re.Pattern[str]


def _pattern(words: Iterable[str], before: str = r"\b", after: str = r"\b") -> re.Pattern[str]:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    body = "|".join(re.escape(word).replace("'", "['’]") for word in ordered)
    # n't has no word border in front
    body = body.replace("n['’]t", r"(?<=[a-z])n['’]t")
    return re.compile(f"(?:{before}(?:{body}){after})", re.IGNORECASE)


def _span(limit: int) -> re.Pattern[str]:
    return re.compile(rf"(?:\s*\S+){{1,{limit}}}")


@cache
def english() -> Grammar:
    """Read and compile the English cue file once.

    >>> english().cues[0].reach
    'simile'
    """
    import ahocorasick

    path = paths.data_dir("lexicons") / "cues" / "en-scopes.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    borders = "|".join(map(re.escape, sorted(data["boundary"]["words"], key=len, reverse=True)))
    clause = re.compile(rf"{_PUNCTUATION}|{_COMMA}|\b(?:{borders})\b")
    ends = "|".join(map(re.escape, data["boundary"]["phrase_words"]))
    phrase = re.compile(rf"{clause.pattern}|\b(?:{ends})\b")
    simile = data["simile"]
    special = Cue("rejected", "simile", _span(5), phrase)
    cues, keys = [special], dict.fromkeys(simile["verbs"], 0)
    for section in data["cue"]:
        stop = phrase if section["reach"] == "phrase" else clause
        keys |= {word: len(cues) for word in section["words"]}
        cues.append(
            Cue(
                section["polarity"],
                section["reach"],
                _span(section.get("limit", 12)),
                stop,
                section.get("lower_only", False),
                _pattern(section["unless_before"]) if "unless_before" in section else None,
                _pattern(section["unless_next"], r"\s+", r"s?\b")
                if "unless_next" in section
                else None,
            )
        )
    keys |= {word: len(cues) for word in data["irony"]["words"]}
    cues.append(Cue("rejected", "irony", _span(1), clause))
    keys["like"] = len(cues)
    cues.append(Cue("rejected", "like", _span(5), phrase))
    automaton = ahocorasick.Automaton()
    for word, kind in keys.items():
        blank = not word.startswith("n't")
        key = f" {word} " if blank else f"{word} "
        automaton.add_word(key, (len(key) - 1, blank, kind))
    automaton.make_automaton()
    return Grammar(
        automaton,
        tuple(cues),
        clause,
        re.compile(r"\s(?:like|as)\b(?!\s+(?:if|though|well|soon|long|part|of)\b)"),
        frozenset(simile["condemning"]),
        _pattern(simile["objections"]),
        _pattern(simile["negators"]),
        _pattern(simile["demands"]),
        _pattern(simile["comparanda"], r"\s+(?:[\w-]+\s+){0,2}?"),
    )
