"""Find reporting clauses: the cue, who speaks, and what is reported."""

from __future__ import annotations

from functools import cache
from itertools import accumulate, compress

from framing.text import cues
from framing.text.grammar import Report, small
from framing.text.phrases import according, adjective, colon, noun, survey
from framing.text.verbs import verb_report
from framing.text.words import Words

# A report within another one counts only if it is speech (categories) in a sure construction.
SPOKEN = frozenset(
    {"say", "tell", "claim", "report", "confirm", "ask", "warn", "promise", "complain"}
)
STRONG = frozenset({"that", "quote", "trail", "colon", "according"})


def reports(words: Words) -> list[Report]:
    """Find all reporting clauses of a document, in order of their cues."""
    found: list[Report] = []
    english = cues.english()
    readings, nouns, adjectives = english.readings, english.nouns, english.adjectives
    low = words.low
    triggers, vouching, surveys = _triggers(), _vouching(), small().surveys
    covered = 0
    for i in compress(range(len(low)), map(triggers.__contains__, low)):
        word = low[i]
        report = None
        if word in readings:
            report = verb_report(words, i, readings[word], found)
        elif word in vouching:
            report = according(words, i)
        elif word == ":":
            report = colon(words, i)
        if report is None and word in nouns:
            report = noun(words, i, nouns[word])
        if report is None and word in adjectives:
            report = adjective(words, i, adjectives[word], found)
        if report is None and word in surveys:
            report = survey(words, i)
        if report is None:
            continue
        if i < covered and not _strong(report):
            continue
        found.append(report)
        covered = max([covered, *(end for start, end in report.contents if start > i)])
    return _worthwhile(found, len(low))


@cache
def _triggers() -> frozenset[str]:
    """Give all words at which a report may be found."""
    english = cues.english()
    others = {*small().surveys, *_vouching(), ":"}
    return frozenset({*english.verbs, *english.nouns, *english.adjectives, *others})


@cache
def _vouching() -> frozenset[str]:
    """Give the words of the phrases that name who vouches: according to, in the words of."""
    phrases = cues.english().phrases["according"]
    return frozenset(max(phrase, key=len) for phrase in phrases)


def _strong(report: Report) -> bool:
    """Tell whether a report counts even within what another one reports."""
    # what stands in marks right behind its verb is that verb's, whatever reports around it
    near = report.mention is not None and 0 <= report.cue[0] - report.mention[1] <= 2
    named = near and report.frame == "quote" and report.category == "describe"
    return named or (report.frame in STRONG and report.category in SPOKEN)


def _worthwhile(found: list[Report], total: int) -> list[Report]:
    """Leave out weak reports that lie within what another one reports."""
    change = [0] * (total + 1)
    for report in found:
        for start, end in report.contents:
            change[start] += 1
            change[end] -= 1
    depth = list(accumulate(change))
    kept = []
    for report in found:
        i = report.cue[0]
        own = sum(start <= i < end for start, end in report.contents)
        if _strong(report) or depth[i] <= own:
            kept.append(report)
    return kept
