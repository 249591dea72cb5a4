"""Read a noun in its place: does it name the referent, or does it only look like it?

First every noun by itself, with what stands left and right of it; then all nouns of one article
together, because an article says itself which nation's people it is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from framing.lexicon import nations, nounphrase
from framing.lexicon.referents import Context, Lookalike, Referent, pattern

LEVELS = ("", "weak", "status", "direct")
NATION = "*nation"
# stands for any figure among the words inside a phrase
NUMBER = "#"
# endings of plural nouns; the others are asked whether they only modify the next noun
_PLURALS = ("s", "people", "men", "women", "children", "forces", "staff")
_WINDOW = 80
# a word that is a noun or a verb is a verb after these: they plan, to deal
_VERB_LEFT = re.compile(
    r"\b(?:to|will|would|could|can|may|might|must|should|not|we|they|I|you|he|she|it|who|n['’]t)\s+\Z",
    re.IGNORECASE,
)
_HOME = re.compile(r"\s+(?:back(?:\s+home)?|home|away)\b")
_PRONOUN = re.compile(r"\b(?:they|them|these|those|us|we|who|their)\b", re.IGNORECASE)
_SAID_OF = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|being|am|as|like|called|call|than|as mere|become|became)"
    r"|\b(?:are|were|is|was)(?:n['’]t)?\s+(?:they|these|those|we|you|he|she|it|all)"
    r"|\b(?:call|calls|called|calling|brand\w*|label\w*|dubbed|dubs)\s+(?:the\s+)?[\w’'-]+"
    r"|['’]re|n['’]t)\s+(?:(?:not|never|really|all|just|common|mere|simply|a|an|the|no|being"
    r"|\w+ly)\s+)*[\"'“‘”]*\Z",
    re.IGNORECASE,
)


@dataclass
class Candidate:
    """A noun that may name the referent (offsets in characters of the text)."""

    word: str
    strength: str
    sentence: int
    head_start: int
    head_end: int
    start: int
    end: int
    modifiers: tuple[str, ...]
    left: str
    nation: str = ""
    level: int = 0
    lookalike: str = ""
    lookalike_with_direct: str = ""
    abroad: bool = False
    counted: bool = True
    reason: str = ""


@dataclass(frozen=True)
class _Rule:
    """A context or look-alike with its patterns compiled."""

    id: str
    level: int
    left: re.Pattern[str] | None
    right: re.Pattern[str] | None
    inside: frozenset[str]
    sentence: re.Pattern[str] | None = None
    heads: frozenset[str] = frozenset()
    only_with_direct: bool = False
    both: bool = False
    reason: str = ""

    def holds(self, text: str, noun: Candidate, sentence: tuple[int, int]) -> int:
        """Give 0, or how far the match reaches to the right of the noun, at least its end."""
        if self.sentence and not self.sentence.search(text, *sentence):
            return 0
        if self.inside and not self.inside.isdisjoint((*noun.modifiers, noun.word)):
            return noun.head_end
        if NUMBER in self.inside and any(word[0].isdigit() for word in noun.modifiers if word):
            return noun.head_end
        before = self.left is not None and self.left.search(noun.left) is not None
        if self.both and not before:
            return 0
        limit = min(sentence[1], noun.head_end + _WINDOW)
        after = self.right.match(text, noun.head_end, limit) if self.right else None
        if after:
            return after.end()
        return noun.head_end if before and not self.both else 0


class Reader:
    """One referent with all its patterns compiled, ready to read nouns in their places.

    >>> from framing import paths
    >>> from framing.lexicon import referents
    >>> flights = referents.load(paths.data_dir("lexicons") / "referents")
    >>> Reader(flights[0]).referent.id
    'economic_measures'
    """

    def __init__(self, referent: Referent) -> None:
        self.referent = referent
        self.contexts = tuple(
            sorted((_context(c) for c in referent.context), key=lambda rule: -rule.level)
        )
        self.lookalikes = tuple(_lookalike(rule) for rule in referent.lookalike)
        self.about = referent.about
        self.verbs = frozenset(w for head in referent.head if head.verb for w in head.words)
        self.modifiers = frozenset(referent.modifiers)
        self.poles = tuple((pole.id, frozenset(pole.words)) for pole in referent.pole)
        self.singular = frozenset(
            word
            for head in referent.head
            for word in head.words
            if referent.kind == "people" and not word.endswith(_PLURALS)
            if not word.startswith("the ")  # the injured: an adjective that is a noun by itself
        )
        self.plain = frozenset(
            word for head in referent.head for word in head.words if " " not in word
        )

    def read(
        self,
        text: str,
        word: str,
        strength: str,
        at: tuple[int, int],
        number: int,
        sentence: tuple[int, int],
    ) -> Candidate | None:
        """Read one noun: its phrase, contexts and look-alike; None if it only modifies a noun.

        ``at`` and ``sentence`` are (start, end); ``number`` is the sentence's sent_id.
        """
        head_start, head_end = at
        if text[head_start - 1 : head_start] == "-":
            return None
        start, words = head_start, list[str]()
        if word not in self.verbs:
            start, words = nounphrase.left(text, sentence[0], head_start, self.modifiers)
        if word in self.singular and nounphrase.names_nobody(
            text, head_end, sentence[1], words, self.plain
        ):
            return None
        left = text[max(sentence[0], start - _WINDOW) : start]
        if self.referent.kind == "thing" and start == head_start and _VERB_LEFT.search(left):
            return None
        end = head_end
        if self.referent.kind == "people":
            end = nounphrase.right(text, head_end, sentence[1], self.referent.nations)
        noun = Candidate(
            word,
            strength,
            number,
            head_start,
            head_end,
            start,
            end,
            tuple(words),
            left,
            nation=nations.country(word, words),
        )
        for rule in self.contexts:
            reach = rule.holds(text, noun, sentence)
            if reach:
                noun.level = rule.level
                whole = strength != "strong" or word in self.verbs
                whole = whole or text.startswith(" of ", head_end)
                if self.referent.kind == "act" and rule.right and whole:
                    noun.end = max(noun.end, reach)
                    home = _HOME.match(text, noun.end, sentence[1])
                    noun.end = home.end() if home else noun.end
                break
        self._set_apart(text, noun, sentence)
        limit = min(sentence[1], head_end + _WINDOW)
        goal = nations.destination(text, head_end, limit) if noun.level == 3 else ""
        noun.abroad = bool(noun.nation and goal and goal != noun.nation)
        return noun

    def _set_apart(self, text: str, noun: Candidate, sentence: tuple[int, int]) -> None:
        """Note the first look-alike rule that holds and is not overruled by a context."""
        nation = noun.strength == NATION
        for rule in self.lookalikes:
            if rule.heads and noun.word not in rule.heads and not (nation and NATION in rule.heads):
                continue
            if noun.level > rule.level or not rule.holds(text, noun, sentence):
                continue
            if rule.only_with_direct:
                noun.lookalike_with_direct = noun.lookalike_with_direct or rule.reason
            else:
                noun.lookalike = rule.reason
                return

    def pole(self, noun: Candidate) -> str:
        """Give the first pole whose words are in the phrase."""
        words = {*noun.modifiers, *noun.word.replace("-", " ").split()}
        return next((name for name, own in self.poles if not own.isdisjoint(words)), "")

    def judge(self, text: str, nouns: Sequence[Candidate]) -> list[Candidate]:
        """Decide which nouns of one article count; drop those that nobody would take for one.

        An article in which somebody is directly spoken of ("deported", "on the flight") decides
        by that which nation's people are meant and whether weak surroundings suffice.
        """
        firm = [n for n in nouns if n.level == 3 and not n.lookalike and not n.abroad]
        ours = {n.nation for n in firm if n.nation}
        ours |= {n.nation for n in nouns if n.nation and n.strength == "strong" and not n.lookalike}
        direct = bool(firm) or (
            not self.referent.nations and any(n.strength == "strong" for n in nouns)
        )
        kept: list[Candidate] = []
        for noun in nouns:
            reason = noun.lookalike or (noun.lookalike_with_direct if direct else "")
            if noun.abroad and ours - {noun.nation} and noun.strength == NATION:
                reason = reason or "sent to a third country: another removal"
            if noun.lookalike_with_direct and noun.nation in ours and noun.strength == NATION:
                reason = noun.lookalike
            named = self._names(noun, kept, ours, direct)
            if named or (reason and self.referent.kind == "people"):
                noun.counted, noun.reason = not reason, reason
                kept.append(noun)
            elif noun.strength == "charge" and direct:
                noun.counted, noun.reason = False, "a charge that is not laid on these people"
                kept.append(noun)
        if not any(noun.counted for noun in kept):
            return [noun for noun in kept if noun.strength == "strong"]
        return kept

    def _names(
        self,
        noun: Candidate,
        before: Sequence[Candidate],
        ours: set[str],
        direct: bool,
    ) -> bool:
        if noun.strength == "strong":
            return True
        if noun.strength == "known":
            return direct
        if noun.strength == "charge":
            return noun.level >= 2 or self._charged(noun, before, ours)
        mine = not noun.nation or noun.nation in ours
        if noun.level == 3:
            return True
        if noun.level == 2:
            return mine or not ours
        if noun.level == 1:
            return direct and mine
        return False

    def _charged(self, noun: Candidate, before: Sequence[Candidate], ours: set[str]) -> bool:
        """Tell whether a charge is said of people already named: "they are not criminals"."""
        if not self.modifiers.isdisjoint(noun.modifiers):
            return True
        if not said_of(noun):
            return False
        if any(nations.country(word, ()) in ours for word in noun.left.lower().split()[-3:]):
            return True
        near = [n for n in before if noun.sentence - 2 <= n.sentence <= noun.sentence]
        if not near or not near[-1].counted:
            return False
        return near[-1].sentence == noun.sentence or bool(_PRONOUN.search(noun.left))


def said_of(noun: Candidate) -> bool:
    """Tell whether a noun is said of somebody (are, as, like ...) and so does not itself name."""
    determined = noun.modifiers[:1] in (("a",), ("an",), ("the",), ("no",))
    return bool(_SAID_OF.search(noun.left)) and (not determined or noun.modifiers[0] != "the")


def _context(context: Context) -> _Rule:
    return _Rule(
        context.id,
        LEVELS.index(context.level),
        pattern(context.left, "left") if context.left else None,
        pattern(context.right, "right") if context.right else None,
        frozenset(context.inside),
        pattern(context.sentence, "any") if context.sentence else None,
        both=context.both,
    )


def _lookalike(rule: Lookalike) -> _Rule:
    return _Rule(
        rule.id,
        LEVELS.index(rule.beats),
        pattern(rule.left, "left") if rule.left else None,
        pattern(rule.right, "right") if rule.right else None,
        frozenset(rule.inside),
        pattern(rule.sentence, "any") if rule.sentence else None,
        frozenset(rule.heads),
        rule.only_with_direct,
        rule.both,
        rule.reason,
    )
