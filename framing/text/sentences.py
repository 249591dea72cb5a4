"""Cut documents into sentences, with offsets, and say what is headline, body and page debris."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from statistics import median

import pandas as pd

from framing import tables
from framing.text import cues

Span = tuple[int, int]

# A run of stops, its closing marks and the white space after it. The pattern starts with a class
# of characters, which the regex engine finds fast; what opens the next sentence is looked at later.
_STOP = re.compile(
    r"""(?P<stop>[.!?…。！？](?<![.!?…。！？].)[.!?…。！？]*+)(?P<close>["'”’»“)\]」』）]*+)(?P<gap>\s*+)"""
)
_WIDE = frozenset("。！？")
_OPENERS = frozenset("\"'“‘„«»”([¿¡")
_BULLETS = frozenset("•–—-")
_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_BULLET = re.compile(r"\s*(?:[•·▪◦‣*–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_BEFORE_WORD = frozenset("\"'“”‘’«»([—–/-")
_LONGEST_BULLET = 8
_NEXT_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")
_HEADLINE_WORDS = 22
_LOOK_BACK = 40


def split(documents: pd.DataFrame, debris: pd.DataFrame) -> pd.DataFrame:
    """Cut every document into sentences and mark headline, body and page debris.

    ``documents`` has the columns doc_id, title, text; ``debris`` one row per stretch that is not
    part of the article (doc_id, start, end in characters, reason). Returns the table
    ``sentences``: sent_id counts from 0 in each document, every character that is not white space
    lies in one sentence, and ``text[start:end]`` has no white space at its ends. The first line is
    the headline if it is the known title or, with no title known, if it looks like one.
    Never raises on any text. A full stop ends a sentence unless it belongs to an abbreviation
    or initials (data in ``lexicons/cues/en.toml``) and the next word is no usual sentence opener.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "title": [""], "text": ["It rained. We left."]})
    >>> debris = pd.DataFrame({"doc_id": [], "start": [], "end": [], "reason": []})
    >>> split(documents, debris)["text"].tolist()
    ['It rained.', 'We left.']
    """
    unwanted: dict[str, list[Span]] = {}
    for doc_id, start, end in zip(debris["doc_id"], debris["start"], debris["end"], strict=True):
        unwanted.setdefault(doc_id, []).append((int(start), int(end)))
    rows: list[tuple[object, ...]] = []
    titles = documents["title"].tolist() if "title" in documents else [""] * len(documents)
    ids, texts = documents["doc_id"].tolist(), documents["text"].tolist()
    for doc_id, title, text in zip(ids, titles, texts, strict=True):
        found = pieces(text, str(title or ""), sorted(unwanted.get(doc_id, [])))
        rows += [
            (doc_id, sent_id, start, end, part, text[start:end])
            for sent_id, (start, end, part) in enumerate(found)
        ]
    names = tables.TABLES["sentences"].names
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    return tables.frame("sentences", dict(zip(names, columns, strict=True)))


def pieces(text: str, title: str, debris: list[Span]) -> list[tuple[int, int, str]]:
    """Cut one text into (start, end, part).

    >>> pieces("Flood hits town\\n\\nIt rained.", "", [])
    [(0, 15, 'headline'), (17, 27, 'body')]
    """
    rows: list[tuple[int, int, str]] = []
    headline = _headline(text, title)
    for start, end, is_debris in _stretches(text, debris):
        if is_debris:
            rows += [(*span, "debris") for span in _lines(text, start, end)]
            continue
        for low, high in _paragraphs(text, start, end):
            if (low, high) == headline:
                rows.append((low, high, "headline"))
            else:
                rows += [(*span, "body") for span in _sentences(text, low, high)]
    return rows


def _stretches(text: str, debris: list[Span]) -> Iterator[tuple[int, int, bool]]:
    position = 0
    for start, end in debris:
        start, end = max(start, position), min(end, len(text))
        if end <= start:
            continue
        yield position, start, False
        yield start, end, True
        position = end
    yield position, len(text), False


def _trimmed(text: str, start: int, end: int) -> Span:
    """Leave white space at both ends out of a span."""
    if start < end and not (text[start].isspace() or text[end - 1].isspace()):
        return start, end
    piece = text[start:end]
    low = start + len(piece) - len(piece.lstrip())
    return low, max(low, start + len(piece.rstrip()))


def _lines(text: str, start: int, end: int) -> list[Span]:
    spans = (_trimmed(text, m.start(), m.end()) for m in _LINE.finditer(text, start, end))
    return [span for span in spans if span[1] > span[0]]


def _headline(text: str, title: str) -> Span | None:
    """Find the first line if it is the headline.

    Without a known title, a short first line without a final stop, before a blank line, is one.
    """
    found = _LINE.search(text)
    while found and not found.group().strip():
        found = _LINE.search(text, found.end())
    if not found:
        return None
    span = _trimmed(text, found.start(), found.end())
    line = text[slice(*span)]
    if title.strip():
        return span if " ".join(line.split()) == " ".join(title.split()) else None
    after = text[found.end() : found.end() + 400]
    blank = re.match(r"[^\S\n]*\r?\n[^\S\n]*\r?\n\s*\S", after)
    short = len(line.split()) <= _HEADLINE_WORDS and not line.endswith((".", ":", ",", ";"))
    return span if blank and short else None


def _paragraphs(text: str, start: int, end: int) -> list[Span]:
    """List the paragraphs: lines, or groups of lines where the text is wrapped by hand."""
    lines = _lines(text, start, end)
    if len(lines) < 4 or not _hand_wrapped(text, lines):
        return lines
    joined = [lines[0]]
    for low, high in lines[1:]:
        gap = text[joined[-1][1] : low]
        if gap.count("\n") > 1 or _BULLET.match(text, low):
            joined.append((low, high))
        else:
            joined[-1] = (joined[-1][0], high)
    return joined


def _hand_wrapped(text: str, lines: list[Span]) -> bool:
    """Tell whether lines were broken at a fixed width, in the middle of sentences."""
    lengths = [high - low for low, high in lines]
    if max(lengths) > 110 or not 45 <= median(lengths) <= 100:
        return False
    return sum(text[low].islower() for low, _ in lines[1:]) > 0.3 * len(lines)


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    position = start
    for found in _STOP.finditer(text, start, end):
        after = found.end()
        if after == end:
            break
        wide = found["stop"][-1] in _WIDE
        opens = wide or (bool(found["gap"]) and _opens(text, after))
        if opens and (wide or _ends(text, found, position)):
            # white space lies behind the marks alone: the text before a stop opens with a word
            yield position, found.start("gap")
            position = after
    low, high = _trimmed(text, position, end)
    if high > low:
        yield low, high


def _opens(text: str, position: int) -> bool:
    """Tell whether a sentence may open here: a capital, a digit, a mark before them, a bullet."""
    letter = text[position]
    if letter in _OPENERS:
        for letter in text[position + 1 : position + 6]:
            if letter not in _OPENERS:
                break
    if letter in _BULLETS:
        return text[position + 1 : position + 2].isspace()
    return letter.isalnum() and not letter.islower()


def _ends(text: str, found: re.Match[str], start: int) -> bool:
    """Decide whether a stop before a capital, digit or opening mark ends the sentence."""
    stop, close = found.group("stop"), found.group("close")
    if stop[-1] in "!?" and close:
        return not _asks_on(text, found.end())
    if stop != ".":
        return True
    if close:
        return not _tagged(text, found.end())
    at = found.start()
    bullet = _BULLET.match(text, start, found.end()) if at - start < _LONGEST_BULLET else None
    if bullet and bullet.end() > at:
        return False
    return not _abbreviated(_word_before(text, max(start, at - _LOOK_BACK), at), text, found.end())


def _word_before(text: str, low: int, at: int) -> str:
    """Give the word that ends at a place, not from before ``low``."""
    begin = at
    while begin > low and text[begin - 1] not in _BEFORE_WORD and not text[begin - 1].isspace():
        begin -= 1
    return text[begin:at]


def _abbreviated(word: str, text: str, after: int) -> bool:
    """Tell whether the stop after a word belongs to the word and not to the sentence."""
    if not word:
        return False
    folded = word.lower()
    lists = cues.english().abbreviations
    if folded in lists["before_name"]:
        return True
    if folded in lists["before_number"]:
        return text[after : after + 1].isdigit()
    if folded in lists["anywhere"] or word in lists["capitalized"] or _ACRONYM.match(word):
        following = _NEXT_WORD.search(text, after, after + 40)
        if len(word) == 1 and not (word.isupper() and word != "I"):
            return False
        if "." in word and following and _new_subject(text, following):
            return False
        return not following or following.group() not in _openers()
    return False


def _new_subject(text: str, word: re.Match[str]) -> bool:
    """Tell whether a name after "U.S." opens a sentence: "in the U.S. Okafor warned"."""
    english = cues.english()
    name = word.group().lower()
    if name in english.names["organisations"] or name in english.people["titles"]:
        return False
    after = _NEXT_WORD.match(text, word.end() + 1)
    return after is not None and after.group() in english.quoting


@cache
def _openers() -> frozenset[str]:
    """Words that open a sentence, with a capital."""
    return frozenset(w.capitalize() for w in cues.english().abbreviations["sentence_openers"])


_TAG = re.compile(r"(?:[^\W\d_a-z][\w.’'-]* ){1,3}(?P<verb>\w+)[.,]")


def _tagged(text: str, after: int) -> bool:
    """Tell whether only a speaker and a verb follow: “We left.” Okafor said."""
    found = _TAG.match(text, after, after + 60)
    return found is not None and found["verb"] in cues.english().quoting


def _asks_on(text: str, after: int) -> bool:
    """Tell whether a reporting verb follows a quoted question: “Why?” Ada Okafor asked."""
    words = [m.group().lower() for m in _NEXT_WORD.finditer(text, after, after + 60)][:4]
    verbs = cues.english().quoting
    return any(word in verbs for word in words[1:])
