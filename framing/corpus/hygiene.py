"""The quality of a text: debris, language, completeness, length; and copies among texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from framing import words
from framing.corpus.copies import copies
from framing.corpus.debris import Line, debris, debris_lines, patterns
from framing.parameters import Parameters

__all__ = ["Quality", "assess", "assess_all", "copies", "debris", "language"]

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# characters looked at for the language, and letters below which no language is named
_LOOKED_AT = 500
# share of words that hardly any other language has, from which a text is English
_ENGLISH_SHARE = 0.12
_FEWEST_LETTERS = 100
_FEWEST_WORDS = 8
# words in a last line from which it is running text, not a name or a list item
_RUNNING_TEXT = 8
# share of capitalised words from which a last line is a headline of something else
_HEADLINE_SHARE = 0.7
# scripts whose running text ends in a mark; others (Thai, Lao, Khmer) use none
_MARKING_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


@dataclass(frozen=True)
class Quality:
    """What was found about one text; ``debris`` are its lines that are not the article."""

    language: str
    n_words: int
    completeness: str
    warnings: tuple[str, ...]
    debris: tuple[Line, ...]


def assess(text: str, title: str = "", parameters: Parameters = Parameters()) -> Quality:  # noqa: B008
    """Judge the quality of one text by itself.

    ``text`` is the article, ``title`` its headline. Returns what ``assess_all`` gives of it.

    >>> assess("Rain fell on the harbour.").completeness
    'short'
    """
    return assess_all([(text, title)], parameters)[0]


def assess_all(
    articles: Sequence[tuple[str, str]],
    parameters: Parameters = Parameters(),  # noqa: B008
) -> list[Quality]:
    """Judge the quality of texts, each by itself.

    ``articles`` are pairs of text and headline. Returns of each its language (ISO 639-1, empty if
    too short to tell), number of words without debris, completeness (complete, short, or stump:
    cut by a paywall or in mid-sentence), remarks, and lines of debris.

    >>> [quality.n_words for quality in assess_all([("Rain fell.", ""), ("Rain!", "")])]
    [2, 1]
    """
    lines = [tuple(debris_lines(text, title)) for text, title in articles]
    bodies = [_without(text, own) for (text, _), own in zip(articles, lines, strict=True)]
    counts = words.count(bodies).tolist()
    return [_judged(*one, parameters) for one in zip(bodies, lines, counts, strict=True)]


def _judged(body: str, lines: tuple[Line, ...], n_words: int, parameters: Parameters) -> Quality:
    found = language(body)
    completeness = _completeness(body, lines, n_words, parameters)
    warnings = []
    if found not in ("", "en"):
        warnings.append(f"not English ({found})")
    if not n_words:
        warnings.append("no words")
    elif n_words < parameters.short_words:
        warnings.append(f"short text ({n_words} words)")
    if completeness == "stump":
        warnings.append("incomplete text")
    return Quality(found, n_words, completeness, tuple(warnings), lines)


def _without(text: str, lines: Sequence[Line]) -> str:
    """Leave out the debris, for counting only: offsets are always those of the whole text."""
    if not lines:
        return text
    parts, last = [], 0
    for line in lines:
        parts.append(text[last : line.start])
        last = line.end
    return "".join([*parts, text[last:]])


def language(text: str) -> str:
    """Name the language of a text by its first five hundred characters.

    Returns the ISO 639-1 code, or an empty string for a text too short to tell.
    Method: py3langid, whose model is part of the package.

    >>> language("Rain.")
    ''
    """
    sample = " ".join(text[: 4 * _LOOKED_AT].split())[:_LOOKED_AT]
    low = sample.lower().split()
    # a sign of a wide script carries about as much as four letters of an alphabet
    wide = 0 if sample.isascii() else len(_WIDE.findall(sample))
    if sum(map(len, _LETTERS.findall(sample))) + 3 * wide < _FEWEST_LETTERS:
        return ""
    if len(low) < _FEWEST_WORDS and not wide:
        return ""
    common = patterns().english_words
    # saves the slower test for nearly every English text
    if sum(map(common.__contains__, low)) >= _ENGLISH_SHARE * len(low):
        return "en"
    from py3langid.langid import classify

    return str(classify(sample)[0])


def _completeness(body: str, lines: Sequence[Line], n_words: int, parameters: Parameters) -> str:
    if any(line.stump for line in lines) or _is_cut(body):
        return "stump"
    return "short" if n_words < parameters.short_words else "complete"


def _is_cut(body: str) -> bool:
    """Say whether a text ends in mid-sentence: running text that stops at a letter or comma."""
    end = body.rstrip()
    sign = end[-1:]
    broken = end.endswith(patterns().cut_marks) or sign in ",;-–—"
    letter = sign.isalpha() and unicodedata.name(sign, "").startswith(_MARKING_SCRIPTS)
    if not end or not (broken or letter):
        return False
    last = _WORD.findall(end[-2000:].splitlines()[-1])
    capitals = sum(not word[0].islower() for word in last)
    return len(last) >= _RUNNING_TEXT and capitals <= _HEADLINE_SHARE * len(last)
