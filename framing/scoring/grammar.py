"""The words of a sentence, and the small words that show verbs: auxiliaries, adverbs, "to".

The lists are data (``lexicons/cues/en.toml`` and ``lexicons/cues/en-elements.toml``).
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from operator import sub

from framing import paths

Span = tuple[int, int]
# The matches cover the whole sentence, so that their lengths add up to the offsets: faster than
# asking each match for its place.
_TOKEN = re.compile(
    r"(?s)\s*(?:[$€£]?\d[\d.,]*\d|(?:[a-z]\.){2,}"
    r"|[^\W_]++(?:[-'&][^\W_]++)*+(?:(?<=s)'(?!\w))?|.)"
)
_STOPS = frozenset(',;:—–()[]“”«»„"!?…')
_ABBREVIATED = frozenset(
    ["mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "lt", "col", "st", "prof", "jr", "sr"]
)


@dataclass(frozen=True)
class Lists:
    """The word lists of a language, as sets."""

    auxiliaries: frozenset[str]
    be: frozenset[str]
    adverbs: frozenset[str]
    subjects: frozenset[str]
    objects: frozenset[str]
    determiners: frozenset[str]
    possessives: frozenset[str]
    prepositions: frozenset[str]
    subordinators: frozenset[str]
    wh: frozenset[str]
    times: frozenset[str]
    control: frozenset[str]
    finite: frozenset[str]
    borders: frozenset[str]
    complements: frozenset[str]
    no_target: frozenset[str]
    persons: frozenset[str]

    # what several lists hold together, made once

    @cached_property
    def before_verb(self) -> frozenset[str]:
        """Words before a verb's first form: will blame, they blame, to blame."""
        return self.auxiliaries | self.subjects | self.adverbs | {"to", "who", "which", "and"}

    @cached_property
    def no_verb(self) -> frozenset[str]:
        """Words that show that "to" opens no infinitive: to the, to their, to them."""
        return self.determiners | self.possessives | self.objects

    @cached_property
    def openers(self) -> frozenset[str]:
        """Words that open a clause of its own after "that": that the firm, that they."""
        return self.determiners | self.subjects | self.possessives

    @cached_property
    def after_object(self) -> frozenset[str]:
        """Words at which an object ends."""
        return self.borders | self.wh | self.times | self.adverbs

    @cached_property
    def trailing(self) -> frozenset[str]:
        """Words that no object ends with."""
        return self.adverbs | self.determiners | {"of"}

    @cached_property
    def nobody(self) -> frozenset[str]:
        """Words that by themselves name nobody."""
        return self.no_target | (self.determiners - self.possessives)


@cache
def lists() -> Lists:
    """Read the word lists (once).

    >>> "the" in lists().determiners
    True
    """
    cues = paths.data_dir("lexicons") / "cues"
    english = tomllib.loads((cues / "en.toml").read_text(encoding="utf-8"))
    reports = {word for kind in english["verb"] for word in kind["lemmas"] if " " not in word}
    words = {**english["words"], "finite": [_past(word) for word in sorted(reports)]}
    own = tomllib.loads((cues / "en-elements.toml").read_text(encoding="utf-8"))["words"]
    return Lists(
        **{
            name: frozenset([*own.get(name, []), *words.get(name, [])])
            for name in Lists.__dataclass_fields__
        }
    )


@cache
def countries() -> dict[str, str]:
    """Map every name of a country, folded, to one name: the U.S. is the United States.

    >>> countries()["u.s."]
    'United States'
    """
    path = paths.data_dir("lexicons") / "referents" / "lists" / "nationalities.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    names = {country.lower(): country for country in data["nation"]}
    for country, others in data["also"].items():
        names |= {other.lower(): country for other in others}
    return names


def _past(verb: str) -> str:
    return f"{verb}d" if verb.endswith("e") else re.sub(r"(?<![aeiou])y$", "i", verb) + "ed"


@dataclass(frozen=True)
class Tokens:
    """The words and marks of one sentence: folded word, start and end in the text, capital."""

    low: list[str]
    starts: list[int]
    ends: list[int]
    capital: list[bool]

    def at(self, offset: int) -> int:
        """Give the number of the token that starts at or after an offset."""
        return bisect_left(self.starts, offset)

    def span(self, tokens: Span) -> Span:
        """Give the offsets of tokens [start, end)."""
        return self.starts[tokens[0]], self.ends[tokens[1] - 1]


def fold(text: str) -> str:
    """Fold case and apostrophes without changing the length.

    >>> fold("Won’t")
    "won't"
    """
    text = text.replace("’", "'")
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def cut(text: str, start: int, end: int, folded: str = "") -> Tokens:
    """Cut a sentence into words and marks; ``folded`` is ``fold(text)``, if it is there already.

    >>> cut("The U.S. won't go.", 0, 18).low
    ['the', 'u.s.', "won't", 'go', '.']
    """
    pieces = _TOKEN.findall(folded or fold(text), start, end)
    ends = list(accumulate(map(len, pieces), initial=start))[1:]
    low = list(map(str.lstrip, pieces))
    if "" in low or "_" in low:
        kept = [i for i, word in enumerate(low) if word not in ("", "_")]
        ends, low = [ends[i] for i in kept], [low[i] for i in kept]
    starts = list(map(sub, ends, map(len, low)))
    return Tokens(low, starts, ends, [text[at].isupper() for at in starts])


def stop(t: Tokens, k: int) -> bool:
    """Tell whether a mark ends a phrase (the dot of an abbreviation does not)."""
    low = t.low
    if low[k] == ".":
        initial = k and len(low[k - 1]) == 1 and t.capital[k - 1]
        return not (k and (low[k - 1] in _ABBREVIATED or initial))
    return low[k] in _STOPS


def verbal(t: Tokens, k: int) -> bool:
    """Tell whether a word is a finite verb, as far as lists can say."""
    own, word = lists(), t.low[k]
    after_name = not (k and t.low[k - 1] in own.determiners)
    return word in own.auxiliaries or (word in own.finite and after_name)


def verb_start(t: Tokens, i: int) -> int:
    """Walk left from a verb over its auxiliaries, adverbs, "to" and verbs such as "tried"."""
    own, k = lists(), i - 1
    while k >= 0:
        word = t.low[k]
        adverb = word in own.adverbs or (word.endswith("ly") and len(word) > 4 and not t.capital[k])
        if "'" in word and word.split("'")[0] in own.subjects:
            break
        if word in ("fact", "part", "turn") and k and t.low[k - 1] == "in":
            k -= 2
            continue
        helps = word in own.control and not (k and t.low[k - 1] in own.determiners)
        if not (word in own.auxiliaries or adverb or word == "to" or helps):
            break
        k -= 1
    return k + 1


def passive(t: Tokens, i: int) -> bool:
    """Tell whether a participle stands after a form of "be"."""
    own = lists()
    start = verb_start(t, i)
    return any(
        word in own.be or ("'" in word and word.split("'")[-1] in ("s", "re", "m"))
        for word in t.low[max(0, start - 1 if contracted(t, start - 1) else start) : i]
    )


def contracted(t: Tokens, k: int) -> bool:
    """Tell whether a token holds a subject and its verb: they're."""
    return k >= 0 and "'" in t.low[k] and t.low[k].split("'")[0] in lists().subjects
