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
from framing.lexicon.line import Line, put_on_line
from framing.paths import data_dir

ID = "active-agentless"
_BORDER = re.compile(r"[,;:.!?()\"“”—–\n]|\b(?:and|but|while|which|who|that)\b")
_WORD = re.compile(r"[\w’'-]+")


@dataclass(frozen=True)
class Cues:
    """The word sets of ``lexicons/cues/agentless.toml`` and one automaton of all forms of acts."""

    words: dict[str, frozenset[str]]
    auxiliary: re.Pattern[str]
    reach: int
    automaton: Any


Match = tuple[int, int, str, str]
PASSIVE_ONLY, VERB, NOUN = 0, 1, 2


@cache
def cues() -> Cues:
    """Read the cues and compile them.

    >>> "deportation" in cues().words["nouns"]
    True
    """
    path = data_dir("lexicons") / "cues" / "agentless.toml"
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    words = {key: frozenset(value.split()) for key, value in data.items() if isinstance(value, str)}
    kinds = dict.fromkeys(sorted(words["nouns"]), NOUN)
    for verb in sorted(words["verbs"]):
        kind = PASSIVE_ONLY if verb in words["passive_only"] else VERB
        kinds |= dict.fromkeys(_participles(verb), kind)
    between = rf"(?:(?:{_either(words['between'])}|\w+ly)\s+){{0,3}}"
    return Cues(
        words=words,
        auxiliary=re.compile(rf"\b(?:{_either(words['be'])})\s+{between}$", re.IGNORECASE),
        reach=int(data["reach"]),
        automaton=_automaton(kinds),
    )


def _automaton(kinds: dict[str, int]) -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton(ahocorasick.STORE_ANY)
    for form, kind in kinds.items():
        key = " ".join(fold(form).split())
        automaton.add_word(f" {key} ", (len(key), kind))
    automaton.make_automaton()
    return automaton


def _participles(verb: str) -> list[str]:
    forms = inflect.forms(f"{verb} (verb)")
    return [form for form in forms[1:] if not form.endswith(("s", "ing"))] or [verb]


def _either(words: Any) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def find(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    quotes: pd.DataFrame,
    scopes: pd.DataFrame,
    line: Line | None = None,
) -> pd.DataFrame:
    """Find acts told with and without whoever does them.

    Arguments are the tables of their names; ``line`` is the texts' line, if there is one.
    Returns rows of the table ``hits`` with dimension ``active-agentless``; ``entry`` names the
    construction: passive, passive with agent, reduced passive, active verb, noun, noun with
    agent. Method: patterns over a stated list of acts, no parser; the card says how often it errs.

    >>> names = ("documents", "sentences", "quotes", "scopes")
    >>> find(*(tables.empty(name) for name in names)).shape
    (0, 14)
    """
    columns = [sentences[name].tolist() for name in ("doc_id", "sent_id", "start", "text", "part")]
    rows = []
    for row, places in _candidates(documents, sentences, line):
        doc_id, sent_id, begin, text, part = (column[row] for column in columns)
        rows += [
            (doc_id, sent_id, begin + start, begin + end, pole, kind, text[start:end], part)
            for start, end, pole, kind in _judged(text, places)
        ]
    if not rows:
        return tables.empty("hits")
    return _table(rows, documents, quotes, scopes)


Place = tuple[int, int, int]


def _candidates(
    documents: pd.DataFrame, sentences: pd.DataFrame, line: Line | None
) -> Iterator[tuple[int, list[Place]]]:
    """Give the rows of sentences that hold words of acts, with start, end and kind of each."""
    line = line or put_on_line(list(documents["text"]))
    found = [(end - length, end, kind) for end, (length, kind) in
             cues().automaton.iter(line.folded)]  # fmt: skip
    where = pd.Index(documents["doc_id"]).get_indexer(pd.Index(sentences["doc_id"]))
    known = np.flatnonzero(where >= 0)
    low = line.bases[where[known]] + sentences["start"].to_numpy()[known]
    order = np.argsort(low, kind="stable")
    starts = line.back(np.array([start for start, _, _ in found], dtype=np.int64))
    ends = line.back(np.array([end - 1 for _, end, _ in found], dtype=np.int64)) + 1
    place = np.searchsorted(low[order], starts, side="right") - 1
    by_row: dict[int, list[Place]] = {}
    for number, (_, _, kind) in enumerate(found):
        if place[number] >= 0:
            row = int(order[place[number]])
            begin = int(low[row])
            by_row.setdefault(int(known[row]), []).append(
                (int(starts[number]) - begin, int(ends[number]) - begin, kind)
            )
    yield from sorted(by_row.items())


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
    folded = f" {fold(sentence)} "
    places = [(end - length - 1, end - 1, kind)
              for end, (length, kind) in cues().automaton.iter(folded)]  # fmt: skip
    return _judged(sentence, places)


def _judged(sentence: str, places: list[Place]) -> list[Match]:
    found = []
    for start, end, kind in places:
        if end > len(sentence):
            continue
        match = _noun(sentence, start, end) if kind == NOUN else _verb(sentence, start, end, kind)
        if match is not None:
            found.append(match)
    kept: list[Match] = []
    for one in sorted(found):
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    return kept


def _verb(sentence: str, start: int, end: int, kind: int) -> Match | None:
    """Judge a participle or past form: a passive, an active verb, a reduced passive, or none."""
    helper = cues().auxiliary.search(sentence[max(0, start - 60) : start])
    if helper is not None:
        begin = start - len(helper.group())
        if _by(sentence, end):
            return begin, end, "active", "passive with agent"
        return begin, end, "agentless", "passive"
    words = cues().words
    previous = _last_word(sentence[max(0, start - 40) : start])
    if kind == PASSIVE_ONLY or not previous:
        return None
    if previous.lower() in words["no_subject"] or previous.endswith("ly"):
        return None
    following, gap = _first_word(sentence[end:]), sentence[end : end + 1]
    if _by(sentence, end, near=3):
        return start, end, "active", "passive with agent"
    if gap == " " and _is_object(following):
        return start, end, "active", "active verb"
    free = previous.lower() not in words["have"] and previous.islower()
    if gap == " " and following in words["reduced_after"] and free:
        return start, end, "agentless", "reduced passive"
    return None


def _noun(sentence: str, start: int, end: int) -> Match | None:
    """Judge a noun of an act: with or without whoever does it, or no act at all."""
    noun, before = sentence[start:end], sentence[max(0, start - 60) : start]
    following = _first_word(sentence[end:])
    if following.lower() in cues().words["not_before"] or _no_act(noun, before, following):
        return None
    if _done_to(noun, sentence[end:], following):
        return start, end, "active", "active verb"
    if _owned(noun, before, following) or _agent_before(before) or _by(sentence, end):
        return start, end, "active", "noun with agent"
    return None if _verb_like(before) else (start, end, "agentless", "noun")


def _first_word(text: str) -> str:
    found = _WORD.search(text[:40])
    return found.group() if found else ""


def _last_word(text: str) -> str:
    words = _WORD.findall(text)
    return str(words[-1]) if words else ""


def _is_object(word: str) -> bool:
    low = word.lower()
    return low in cues().words["object_starts"] or word[:1].isdigit() or word[:1].isupper()


_OWNER = re.compile(r"(?:(\w+)(?:[’']s|s[’'])|\b(?:his|her|their|its|our|my|your))\s+(?:\w+\s+)?$")


def _owned(noun: str, before: str, following: str) -> bool:
    """Say whether the noun's owner is the one who does it (the army's raid, not their arrest)."""
    owner = _OWNER.search(before)
    if owner is None or (owner[1] or "").lower() in cues().words["no_agent"]:
        return False
    return following == "of" or noun.lower() not in cues().words["patient_nouns"]


def _no_act(noun: str, before: str, following: str) -> bool:
    """Say whether the form is part of a name or idiom, or a verb (swiftly attack, killing five)."""
    last = _last_word(before).lower()
    idiom = f"{last}-{noun.lower()}" in cues().words["idioms"] or before.endswith("-")
    named = noun[0].isupper() and bool(before.strip())
    gerund = (
        noun.endswith("ing") and _is_object(following) and following.lower() not in ("a", "the")
    )
    return named or idiom or gerund or last.endswith("ly")


def _done_to(noun: str, after: str, word: str) -> bool:
    """Say whether the noun's form is a verb with an object: "the ad attacks Ruiz"."""
    named = word[:1].isupper() and noun.islower()
    return after[:1] == " " and (named or word in ("the", "a", "an", "him", "them", "his", "her"))


def _agent_before(before: str) -> bool:
    words = cues().words
    last = _last_word(before)
    people = last[:1].isupper() and last.endswith(tuple(words["people_endings"]))
    return people or last.lower() in words["agents_before"]


def _verb_like(before: str) -> bool:
    """Say whether the noun's form is a verb here: "they attack", "to arrest", "will raid"."""
    last = _last_word(before).lower()
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
