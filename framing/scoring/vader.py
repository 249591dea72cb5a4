"""An exact, faster use of VADER's lexicon and rules: the compound score of one sentence.

The rules and the word list are those of vaderSentiment 3.3 (Hutto & Gilbert 2014; copyright
C.J. Hutto, MIT licence), which must be installed: its constants and its lexicon are read from
it. What is ours is the bookkeeping: every token's properties are looked up once and remembered,
and a sentence without a valenced token is 0 at once. A test compares both on random text.
"""

from __future__ import annotations

import math
import string
from functools import cache
from typing import NamedTuple


class Token(NamedTuple):
    """What the rules ask of one token: its form, valence, and whether it modifies others."""

    form: str
    lower: str
    valence: float | None
    booster: float
    boosts: bool
    negates: bool
    upper: bool
    special: bool


class Rules(dict[str, Token]):
    """Tokens as written, mapped to their properties; an unknown token is looked up once.

    A process keeps at most ``LIMIT`` tokens, so that a large batch does not fill the memory.
    """

    LIMIT = 200_000

    def __init__(self) -> None:
        from vaderSentiment import vaderSentiment as vader

        super().__init__()
        analyzer = vader.SentimentIntensityAnalyzer()
        self.lexicon: dict[str, float] = analyzer.lexicon
        self.boosters: dict[str, float] = vader.BOOSTER_DICT
        self.negators = frozenset(vader.NEGATE)
        self.idioms: dict[str, float] = vader.SPECIAL_CASES
        self.flip: float = vader.N_SCALAR
        self.shout: float = vader.C_INCR
        single = {key: text for key, text in analyzer.emojis.items() if len(key) == 1}
        self.emojis: dict[str, str] = single
        self.emoji = frozenset(single)
        phrases = [key.split() for key in (*self.idioms, *self.boosters) if " " in key]
        self.signals = frozenset(max(words, key=len) for words in phrases)

    def __missing__(self, raw: str) -> Token:
        stripped = raw.strip(string.punctuation)
        form = raw if len(stripped) <= 2 else stripped
        lower = form.lower()
        token = Token(
            form,
            lower,
            self.lexicon.get(lower),
            self.boosters.get(lower, 0.0),
            lower in self.boosters,
            lower in self.negators or "n't" in lower,
            form.isupper(),
            lower in self.signals,
        )
        if len(self) < self.LIMIT:
            self[raw] = token
        return token


@cache
def rules() -> Rules:
    """Load VADER's lexicon once.

    >>> rules().lexicon["good"]
    1.9
    """
    return Rules()


def compound(text: str) -> float:
    """Give VADER's compound score of a sentence, from -1 (negative) to 1 (positive).

    The result equals ``SentimentIntensityAnalyzer().polarity_scores(text)["compound"]``
    (Hutto & Gilbert 2014). Never raises on any text.

    >>> compound("The plan is good, but the result was terrible!")
    -0.5411
    """
    known = rules()
    if not text.isascii() and not known.emoji.isdisjoint(text):
        text = _spell_emojis(text, known)
    tokens = [known[raw] for raw in text.split()]
    valenced = [i for i, token in enumerate(tokens) if token.valence is not None]
    if not valenced:
        return 0.0
    # lists, not generators: this is the inner loop of a batch
    n_upper = len([1 for token in tokens if token.upper])
    mixed_case = 0 < n_upper < len(tokens)
    special = bool([1 for token in tokens if token.special])
    found = [
        (i, _valence(tokens, i, mixed_case, special, known))
        for i in valenced
        if not _only_modifies(tokens, i)
    ]
    values = _after_but(tokens, found)
    return _normalise(float(sum(values)), text.strip())


def _spell_emojis(text: str, known: Rules) -> str:
    """Put an emoji's description in its place, as VADER does."""
    out: list[str] = []
    after_space = True
    for char in text:
        if char in known.emojis:
            out.append(known.emojis[char] if after_space else " " + known.emojis[char])
            after_space = False
        else:
            out.append(char)
            after_space = char == " "
    return "".join(out).strip()


def _only_modifies(tokens: list[Token], i: int) -> bool:
    if tokens[i].boosts:
        return True
    return tokens[i].lower == "kind" and i + 1 < len(tokens) and tokens[i + 1].lower == "of"


def _valence(tokens: list[Token], i: int, mixed_case: bool, special: bool, known: Rules) -> float:
    """Weigh one valenced token by the three tokens before it."""
    token = tokens[i]
    listed = token.valence or 0.0
    value = listed
    if token.lower == "no" and i + 1 < len(tokens) and tokens[i + 1].valence is not None:
        value = 0.0
    if _after_no(tokens, i):
        value = listed * known.flip
    if token.upper and mixed_case:
        value += known.shout if value > 0 else -known.shout
    for back in range(3):
        if i <= back:
            break
        before = tokens[i - back - 1]
        if before.valence is not None:
            continue
        value += _boost(before, value, back, mixed_case, known)
        value = _negate(tokens, i, back, value, known)
        if back == 2 and special:
            value = _idioms(tokens, i, value, known)
    return _after_least(tokens, i, value, known)


def _after_no(tokens: list[Token], i: int) -> bool:
    if (i > 0 and tokens[i - 1].lower == "no") or (i > 1 and tokens[i - 2].lower == "no"):
        return True
    return i > 2 and tokens[i - 3].lower == "no" and tokens[i - 1].lower in ("or", "nor")


def _boost(before: Token, value: float, back: int, mixed_case: bool, known: Rules) -> float:
    if not before.boosts:
        return 0.0
    scalar = -before.booster if value < 0 else before.booster
    if before.upper and mixed_case:
        scalar += known.shout if value > 0 else -known.shout
    return scalar * (1.0, 0.95, 0.9)[back] if back and scalar != 0 else scalar


def _negate(tokens: list[Token], i: int, back: int, value: float, known: Rules) -> float:
    before = tokens[i - back - 1]
    if back == 0:
        return value * known.flip if before.negates else value
    near = tokens[i - 1].lower
    if back == 1:
        if before.lower == "never" and near in ("so", "this"):
            return value * 1.25
        if before.lower == "without" and near == "doubt":
            return value
        return value * known.flip if before.negates else value
    middle = tokens[i - 2].lower
    if (before.lower == "never" and middle in ("so", "this")) or near in ("so", "this"):
        return value * 1.25
    if before.lower == "without" and "doubt" in (middle, near):
        return value
    return value * known.flip if before.negates else value


def _idioms(tokens: list[Token], i: int, value: float, known: Rules) -> float:
    words = [token.lower for token in tokens[i - 3 : i + 3]]
    three, two, one, zero = words[:4]
    backward = (
        f"{one} {zero}",
        f"{two} {one} {zero}",
        f"{two} {one}",
        f"{three} {two} {one}",
        f"{three} {two}",
    )
    for phrase in backward:
        if phrase in known.idioms:
            value = known.idioms[phrase]
            break
    for length in (5, 6):
        phrase = " ".join(words[3:length])
        if len(words) >= length and phrase in known.idioms:
            value = known.idioms[phrase]
    for phrase in (backward[3], backward[4], backward[2]):
        value += known.boosters.get(phrase, 0.0)
    return value


def _after_least(tokens: list[Token], i: int, value: float, known: Rules) -> float:
    if i == 0 or tokens[i - 1].lower != "least" or tokens[i - 1].valence is not None:
        return value
    if i > 1 and tokens[i - 2].lower in ("at", "very"):
        return value
    return value * known.flip


def _after_but(tokens: list[Token], found: list[tuple[int, float]]) -> list[float]:
    """Halve what stands before the first "but" and strengthen what stands after it.

    VADER changes its list while it walks it and finds places by value; so do we, because the
    result must be the same. Zeros change nothing and are left out.
    """
    places = [i for i, value in found if value != 0]
    values = [value for _, value in found if value != 0]
    buts = [i for i, token in enumerate(tokens) if token.lower == "but"]
    if not buts:
        return values
    turn = buts[0]
    for walked in range(len(values)):
        value = values[walked]
        first = values.index(value)
        if places[first] < turn:
            values[first] = value * 0.5
        elif places[first] > turn:
            values[first] = value * 1.5
    return values


def _normalise(total: float, text: str) -> float:
    questions = text.count("?")
    emphasis = min(text.count("!"), 4) * 0.292
    if questions > 1:
        emphasis += questions * 0.18 if questions <= 3 else 0.96
    if total > 0:
        total += emphasis
    elif total < 0:
        total -= emphasis
    return round(max(-1.0, min(1.0, total / math.sqrt(total * total + 15))), 4)
