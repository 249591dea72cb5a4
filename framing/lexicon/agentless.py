"""Active or agentless: passives and nouns of acts, with or without whoever does them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from framing import tables
from framing.lexicon import counting, inflect
from framing.lexicon.dictionary import fold
from framing.lexicon.line import put_on_line
from framing.paths import data_dir

ID = "active-agentless"
_BORDER = re.compile(r"[,;:.!?()\"“”—–\n]|\b(?:and|but|while|which|who|that)\b")
_WORD = re.compile(r"[\w’'-]+")


@dataclass(frozen=True)
class Cues:
    """The patterns and word sets of ``lexicons/cues/agentless.toml``."""

    passive: re.Pattern[str]
    finite: re.Pattern[str]
    noun: re.Pattern[str]
    words: dict[str, frozenset[str]]
    reach: int
    automaton: Any


Match = tuple[int, int, str, str]


@cache
def cues() -> Cues:
    """Read the cues and compile them.

    >>> bool(cues().passive.search("two men were later arrested"))
    True
    """
    path = data_dir("lexicons") / "cues" / "agentless.toml"
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    words = {key: frozenset(value.split()) for key, value in data.items() if isinstance(value, str)}
    done = {verb: _participles(verb) for verb in sorted(words["verbs"])}
    free = [form for verb, forms in done.items() if verb not in words["passive_only"]
            for form in forms]  # fmt: skip
    every = _either(form for forms in done.values() for form in forms)
    between = rf"(?:(?:{_either(words['between'])}|\w+ly)\s+){{0,3}}"
    return Cues(
        passive=re.compile(rf"\b(?:{_either(words['be'])})\s+{between}({every})\b", re.IGNORECASE),
        finite=re.compile(rf"\b({_either(free)})\b", re.IGNORECASE),
        noun=re.compile(rf"\b({_either(words['nouns'])})\b", re.IGNORECASE),
        words=words,
        reach=int(data["reach"]),
        automaton=_automaton([*words["nouns"], *(form for one in done.values() for form in one)]),
    )


def _automaton(forms: list[str]) -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for form in forms:
        automaton.add_word(f" {' '.join(fold(form).split())} ", 0)
    automaton.make_automaton()
    return automaton


def _participles(verb: str) -> list[str]:
    forms = inflect.forms(f"{verb} (verb)")
    return [form for form in forms[1:] if not form.endswith(("s", "ing"))] or [verb]


def _either(words: Any) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def find(
    documents: pd.DataFrame, sentences: pd.DataFrame, quotes: pd.DataFrame, scopes: pd.DataFrame
) -> pd.DataFrame:
    """Find acts told with and without whoever does them.

    Arguments are the tables of their names. Returns rows of the table ``hits`` with dimension
    ``active-agentless``; ``entry`` names the construction: passive, passive with agent, reduced
    passive, active verb, noun, noun with agent. Method: patterns over a stated list of acts, no
    parser; the card says how often it errs.

    >>> find(*(tables.empty(name) for name in ("documents", "sentences", "quotes", "scopes"))).shape
    (0, 14)
    """
    holding = _holding(documents, sentences)
    rows = [
        (doc_id, sent_id, begin + start, begin + end, pole, kind, text[start:end], part)
        for doc_id, sent_id, begin, text, part in zip(
            holding["doc_id"].tolist(), holding["sent_id"].tolist(), holding["start"].tolist(),
            holding["text"].tolist(), holding["part"].tolist(), strict=True,
        )
        for start, end, pole, kind in acts(text)
    ]  # fmt: skip
    if not rows:
        return tables.empty("hits")
    return _table(rows, documents, quotes, scopes)


def _holding(documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Keep the sentences that hold a word of an act at all: one pass instead of many patterns."""
    line = put_on_line(list(documents["text"]))
    ends = np.fromiter((end for end, _ in cues().automaton.iter(line.read())), dtype=np.int64)
    places = line.back(ends - 1) if len(ends) else ends
    where = pd.Index(documents["doc_id"]).get_indexer(pd.Index(sentences["doc_id"]))
    base = np.append(line.bases, 0)[where]
    known = where >= 0
    low = base + sentences["start"].to_numpy()
    high = base + sentences["end"].to_numpy()
    first, after = np.searchsorted(places, low), np.searchsorted(places, high)
    kept: pd.DataFrame = sentences[known & (after > first)]
    return kept


def _table(
    rows: list[tuple[str, int, int, int, str, str, str, str]],
    documents: pd.DataFrame,
    quotes: pd.DataFrame,
    scopes: pd.DataFrame,
) -> pd.DataFrame:
    doc_ids, sent_ids, starts, ends, poles, kinds, texts, parts = map(list, zip(*rows, strict=True))
    tongues = dict(zip(documents["doc_id"], documents["language"], strict=True))
    hearing = counting.hear(
        pd.Series(doc_ids, dtype="str"), np.array(starts), np.array(ends), quotes, scopes
    )
    debris = np.array([part == "debris" for part in parts])
    languages = [tongues.get(doc_id, "") for doc_id in doc_ids]
    reason = counting.reasons(hearing, debris, languages, [""] * len(rows))
    return tables.frame(
        "hits",
        {
            "doc_id": doc_ids,
            "sent_id": sent_ids,
            "dimension": [ID] * len(rows),
            "pole": poles,
            "entry": kinds,
            "start": starts,
            "end": ends,
            "text": texts,
            "weight": [1.0] * len(rows),
            "voice": hearing.voice,
            "speaker": hearing.speaker,
            "polarity": hearing.polarity,
            "counted": [not one for one in reason],
            "reason": reason,
        },
    )


def acts(sentence: str) -> list[Match]:
    """List the acts of one sentence: start, end, pole, construction.

    >>> acts("Two men were arrested.")
    [(8, 21, 'agentless', 'passive')]
    >>> acts("Two men were arrested by the guards.")[0][2:]
    ('active', 'passive with agent')
    >>> acts("Guards arrested the men.")[0][2:]
    ('active', 'active verb')
    """
    found = sorted([*_passives(sentence), *_finite(sentence), *_nouns(sentence)])
    kept: list[Match] = []
    for one in found:
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    return kept


def _passives(sentence: str) -> Iterator[Match]:
    for match in cues().passive.finditer(sentence):
        if _by(sentence, match.end()):
            yield match.start(), match.end(), "active", "passive with agent"
        else:
            yield match.start(), match.end(), "agentless", "passive"


def _finite(sentence: str) -> Iterator[Match]:
    words = cues().words
    for match in cues().finite.finditer(sentence):
        before = _WORD.findall(sentence[: match.start()])
        after = _WORD.findall(sentence[match.end() : match.end() + 40])[:1]
        previous, following = (before or [""])[-1], (after or [""])[0]
        gap = sentence[match.end() : match.end() + 2]
        if not previous or previous.lower() in words["no_subject"] or previous.endswith("ly"):
            continue
        if _by(sentence, match.end(), near=3):
            yield match.start(), match.end(), "active", "passive with agent"
        elif gap[:1] == " " and _is_object(following):
            yield match.start(), match.end(), "active", "active verb"
        elif (
            gap[:1] == " "
            and following in words["reduced_after"]
            and previous.lower() not in words["have"]
            and previous.islower()
        ):
            yield match.start(), match.end(), "agentless", "reduced passive"


def _is_object(word: str) -> bool:
    low = word.lower()
    return low in cues().words["object_starts"] or word[:1].isdigit() or word[:1].isupper()


def _nouns(sentence: str) -> Iterator[Match]:
    words = cues().words
    for match in cues().noun.finditer(sentence):
        after = _WORD.findall(sentence[match.end() : match.end() + 30])[:1]
        if after and after[0].lower() in words["not_before"]:
            continue
        before = sentence[: match.start()]
        following = (after or [""])[0]
        if _no_act(match.group(), before, following):
            continue
        if _done_to(sentence, match):
            yield match.start(), match.end(), "active", "active verb"
        elif (
            _owned(match.group(), before, following)
            or _agent_before(before)
            or _by(sentence, match.end())
        ):
            yield match.start(), match.end(), "active", "noun with agent"
        elif not _verb_like(before):
            yield match.start(), match.end(), "agentless", "noun"


_OWNER = re.compile(r"(?:(\w+)(?:[’']s|s[’'])|\b(?:his|her|their|its|our|my|your))\s+(?:\w+\s+)?$")


def _owned(noun: str, before: str, following: str) -> bool:
    """Say whether the noun's owner is the one who does it (the army's raid, not their arrest)."""
    owner = _OWNER.search(before)
    if owner is None or (owner[1] or "").lower() in cues().words["no_agent"]:
        return False
    return following == "of" or noun.lower() not in cues().words["patient_nouns"]


def _no_act(noun: str, before: str, following: str) -> bool:
    """Say whether the form is part of a name or idiom, or a verb (swiftly attack, killing five)."""
    last = (_WORD.findall(before) or [""])[-1].lower()
    idiom = f"{last}-{noun.lower()}" in cues().words["idioms"] or before.endswith("-")
    named = noun[0].isupper() and bool(before.strip())
    gerund = (
        noun.endswith("ing") and _is_object(following) and following.lower() not in ("a", "the")
    )
    return named or idiom or gerund or last.endswith("ly")


def _done_to(sentence: str, match: re.Match[str]) -> bool:
    """Say whether the noun's form is a verb with an object: "the ad attacks Ruiz"."""
    after = sentence[match.end() : match.end() + 30]
    word = (_WORD.findall(after) or [""])[0]
    named = word[:1].isupper() and match.group().islower()
    return after[:1] == " " and (named or word in ("the", "a", "an", "him", "them", "his", "her"))


def _agent_before(before: str) -> bool:
    words = cues().words
    last = (_WORD.findall(before) or [""])[-1]
    people = last[:1].isupper() and last.endswith(tuple(words["people_endings"]))
    return people or last.lower() in words["agents_before"]


def _verb_like(before: str) -> bool:
    """Say whether the noun's form is a verb here: "they attack", "to arrest", "will raid"."""
    words = _WORD.findall(before)
    last = words[-1].lower() if words else ""
    return last in ("to", "i", "we", "you", "they", "will", "would", "can", "could", "may", "might",
                    "should", "must", "not", "who", "did", "do", "does")  # fmt: skip


def _by(sentence: str, place: int, near: int = 0) -> bool:
    """Say whether an agent follows after "by" before the clause ends."""
    rest = sentence[place:]
    border = _BORDER.search(rest)
    words = _WORD.findall(rest[: border.start()] if border else rest)
    words = words[: near or cues().reach]
    for number, word in enumerate(words[:-1]):
        if word.lower() == "by":
            agent = words[number + 1]
            return agent.lower() not in cues().words["no_agent"] and not (
                agent[0].isdigit() or agent.endswith("ing")
            )
    return False
