"""Suggest terms for a dimension from your own texts, to be approved or refused by hand."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

import pandas as pd

from framing.lexicon import dictionary, inflect
from framing.lexicon.files import Dimension, Entry
from framing.lexicon.write import entry_lines
from framing.paths import data_dir

COLUMNS = ("term", "pole", "log_odds", "like", "count", "context")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PRIOR = 100.0


def candidates(
    dimension: Dimension,
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    most: int = 30,
    least: int = 3,
) -> pd.DataFrame:
    """Propose words that keep company with a dimension's hits and are not in it yet.

    ``sentences`` and ``hits`` are the tables of your texts; ``most`` is how many to propose,
    ``least`` how often a word must occur. Returns one row per candidate, the best first: term,
    pole, log_odds (z-score of its use in sentences of that pole against all others, weighted
    log-odds with the texts as prior), like (how many left-and-right neighbours it shares with
    entries of the pole), count, context (a stretch of text around it). These are proposals: a
    word that stands near a frame need not be one. Source: Monroe, Colaresi and Quinn (2008).

    >>> from framing import tables
    >>> from framing.lexicon import draft
    >>> len(candidates(draft.new("calm-loud", ["calm"], ["loud"]), tables.empty("sentences"),
    ...                tables.empty("hits")))
    0
    """
    texts = sentences[sentences["part"] != "debris"].reset_index(drop=True)
    poles = _poles_of(dimension, texts, hits)
    bags = [_terms(text) for text in texts["text"]]
    every = Counter(term for bag in bags for term in bag)
    frames = _frames(texts["text"])
    known = {form for entry in dimension.entries for form in _folded(entry.forms)}
    rows: list[tuple[str, str, float, int, int, str]] = []
    for pole in dimension.poles:
        inside = Counter(
            term for bag, ends in zip(bags, poles, strict=True) if pole.id in ends for term in bag
        )
        seats = _seats(frames, dimension, pole.id)
        for term, count in inside.items():
            if every[term] < least or _taken(term, known):
                continue
            score = _log_odds(count, inside.total(), every[term], every.total())
            like = len(frames[term] & seats)
            if score > 1 or like > 1:
                rows.append((term, pole.id, score, like, every[term], _context(term, texts)))
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    found = found.assign(rank=-(found["log_odds"] + found["like"].astype("float64")))
    found = found.sort_values(["rank", "term", "pole"], kind="stable").drop_duplicates("term")
    return found.drop(columns="rank").head(most).reset_index(drop=True)


def as_entries(found: pd.DataFrame) -> str:
    """Write candidates as entries to be approved by hand: keep, give a reason, or delete.

    ``found`` is what ``candidates`` gives. Returns lines for a lexicon file; ``check`` refuses
    them until each has a reason and an example of your own.

    >>> row = ("din", "loud", 2.1, 1, 4, "a din arose")
    >>> print(as_entries(pd.DataFrame([row], columns=list(COLUMNS))).splitlines()[1])
    # seen 4 times: a din arose
    """
    lines: list[str] = []
    for row in found.itertuples(index=False):
        entry = Entry(term=str(row.term), pole=str(row.pole))
        lines += ["", f"# seen {row.count} times: {row.context}", *entry_lines(entry)[1:]]
    return "\n".join(lines) + "\n"


def _poles_of(
    dimension: Dimension, texts: pd.DataFrame, hits: pd.DataFrame
) -> list[frozenset[str]]:
    mine = hits[(hits["dimension"] == dimension.id) & (hits["polarity"] == "asserted")]
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for doc_id, sent_id, pole in zip(mine["doc_id"], mine["sent_id"], mine["pole"], strict=True):
        found[doc_id, sent_id].add(pole)
    keys = zip(texts["doc_id"], texts["sent_id"], strict=True)
    return [frozenset(found.get(key, ())) for key in keys]


@cache
def _stop_words() -> frozenset[str]:
    path = data_dir("lexicons") / "cues" / "stop_words.toml"
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["words"].split())


def _terms(text: str) -> set[str]:
    """List the words and pairs of words of a sentence that could be terms (names left out)."""
    stop = _stop_words()
    words = _WORD.findall(text)
    plain = [word.lower() for word in words]
    good = [
        low not in stop and len(word) > 2 and (low == word or place == 0)
        for place, (word, low) in enumerate(zip(words, plain, strict=True))
    ]
    found = {word for word, fine in zip(plain, good, strict=True) if fine}
    pairs = zip(plain, plain[1:], good, good[1:], strict=False)
    return found | {f"{one} {two}" for one, two, fine, also in pairs if fine and also}


def _frames(texts: Iterable[str]) -> dict[str, set[tuple[str, str]]]:
    """Collect for every word the pairs of neighbours between which it stands."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for text in texts:
        words = ["", *(word.lower() for word in _WORD.findall(text)), ""]
        for left, word, right in zip(words, words[1:], words[2:], strict=False):
            found[word].add((left, right))
    return found


def _seats(
    frames: dict[str, set[tuple[str, str]]], dimension: Dimension, pole: str
) -> set[tuple[str, str]]:
    forms = {form for entry in dimension.entries if entry.pole == pole
             for form in entry.forms if " " not in form}  # fmt: skip
    return {seat for form in forms for seat in frames.get(form, ())}


def _folded(forms: Sequence[str]) -> set[str]:
    return {" ".join(dictionary.fold(form).split()) for form in forms}


def _taken(term: str, known: set[str]) -> bool:
    return bool(_folded(inflect.forms(term)) & known)


def _log_odds(inside: int, n_inside: int, every: int, n_every: int) -> float:
    """Weighted log-odds of a term in a pole's sentences against all others, as a z-score."""
    outside, n_outside = every - inside, n_every - n_inside
    prior = _PRIOR * every / n_every
    one = (inside + prior) / (n_inside + _PRIOR - inside - prior)
    other = (outside + prior) / (n_outside + _PRIOR - outside - prior)
    return math.log(one / other) / math.sqrt(1 / (inside + prior) + 1 / (outside + prior))


def _context(term: str, texts: pd.DataFrame) -> str:
    pattern = re.compile(rf"\b{re.escape(term)}\b".replace(r"\ ", r"\W+"), re.IGNORECASE)
    for text in texts["text"]:
        if match := pattern.search(text):
            before = text[: match.start()].split(" ")[-6:]
            after = text[match.end() :].split(" ")[:6]
            return " ".join((" ".join(before) + match.group() + " ".join(after)).split())
    return ""
