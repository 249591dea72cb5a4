"""Probe a dimension: how do its hits move when a sentence is turned round, denied, or quoted?"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from framing.lexicon import dictionary, scan
from framing.lexicon.files import Dimension, Entry
from framing.lexicon.line import put_on_line
from framing.paths import data_dir

Annotate = Callable[[Sequence[str]], pd.DataFrame]
COLUMNS = ("probe", "sentence", "n_hits", "n_counted", "n_pole_1", "n_pole_2", "share",
           "narrator", "voices", "polarities", "expected", "holds")  # fmt: skip


@dataclass(frozen=True)
class _Counts:
    """What one wording of the sentence gives."""

    hits: int
    poles: tuple[int, int]
    narrator: int
    voices: str
    polarities: str

    @property
    def counted(self) -> int:
        return sum(self.poles)


def probe(dimension: Dimension, sentence: str, annotate: Annotate) -> pd.DataFrame:
    """Show how hits and share move when a sentence is rewritten in known ways.

    ``dimension`` is the one to probe, ``sentence`` any sentence with words of it; ``annotate``
    takes texts and gives the table ``hits`` of them with doc_id "0", "1", ... (the pipeline
    passes it). Returns one row per wording: as written, label swapped, negated, quoted,
    attributed, question, condition, countries swapped; with counts (n_pole_1, n_pole_2 are
    counted hits), share (of the second pole; NaN without counted hits), what is expected, and
    whether it holds.

    >>> from framing.lexicon import files
    >>> from framing import tables
    >>> peace = files.load(files.shipped() / "confrontation-negotiation.toml")
    >>> probe(peace, "A truce held.", lambda texts: tables.empty("hits"))["probe"].tolist()[:2]
    ['as written', 'swapped']
    """
    wordings = _wordings(dimension, sentence)
    hits = annotate([text for _, text, _ in wordings])
    hits = hits[hits["dimension"] == dimension.id]
    counts = [_count(dimension, hits[hits["doc_id"] == str(n)]) for n in range(len(wordings))]
    rows = [
        (name, text, one.hits, one.counted, *one.poles, _share(one.poles), one.narrator,
         one.voices, one.polarities, expected, _holds(expected, counts, number))
        for number, ((name, text, expected), one) in enumerate(zip(wordings, counts, strict=True))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _wordings(dimension: Dimension, sentence: str) -> list[tuple[str, str, str]]:
    data = _data()
    sentence = " ".join(sentence.split())
    bare = re.sub(r"[.!?]+$", "", sentence)
    opener = bare.split(" ")[0]
    small = opener.lower() in data["openers"]["words"].split()
    low = bare[:1].lower() + bare[1:] if small else bare
    found = [("as written", sentence, "")]
    swapped = _swapped(dimension, sentence)
    if swapped != sentence:
        found.append(("swapped", swapped, "poles change places"))
    for one in data["probe"]:
        text = one["pattern"].format(s=bare, l=low)
        found.append((one["id"], text, one["holds"]))
    return found + _countries(sentence, low)


@cache
def _data() -> dict[str, Any]:
    path = data_dir("lexicons") / "cues" / "probes.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _swapped(dimension: Dimension, sentence: str) -> str:
    """Put the first term of the other pole in the place of every hit."""
    if len(dimension.poles) != 2:
        return sentence
    line, words = put_on_line([sentence]), dictionary.compile([dimension])
    found, _ = scan.scan(line, words)
    found = found.only(scan.longest_first(found, words))
    base = int(line.bases[0])
    for row in reversed(range(len(found.starts))):
        entry = words.entries[int(found.owner[row])]
        start, end = int(found.starts[row]) - base, int(found.ends[row]) - base
        other = _counterpart(dimension, entry, sentence[start:end])
        sentence = sentence[:start] + other + sentence[end:]
    return sentence


def _counterpart(dimension: Dimension, entry: Entry, text: str) -> str:
    """Choose the first term of the other pole that is inflected in the same way."""
    forms = [dictionary.fold(form).split() for form in entry.forms]
    place = (
        forms.index(dictionary.fold(text).split()) if dictionary.fold(text).split() in forms else 0
    )
    others = [one for one in dimension.entries if one.pole != entry.pole]
    alike = [one for one in others if len(one.forms) == len(forms)] or others
    chosen = alike[0].forms[min(place, len(alike[0].forms) - 1)] if alike else text
    return chosen[:1].upper() + chosen[1:] if text[:1].isupper() else chosen


def _countries(sentence: str, low: str) -> list[tuple[str, str, str]]:
    """Let two countries change places: those of the sentence, or two invented ones before it."""
    known = _known_countries()
    named = list(
        dict.fromkeys(w for w in re.findall(r"\b[A-Z]\w+", sentence) if w.lower() in known)
    )
    if len(named) >= 2:
        one, two = named[:2]
        places = {one: two, two: one}
        text = re.sub(rf"\b({one}|{two})\b", lambda match: places[match[1]], sentence)
        return [("countries swapped", text, "nothing changes")]
    pattern, (one, two) = _data()["countries"]["pattern"], _data()["countries"]["pair"]
    return [
        (f"in {country}", pattern.format(country=country, l=low.rstrip(".!?")), "nothing changes")
        for country in (one, two)
    ]


@cache
def _known_countries() -> frozenset[str]:
    path = data_dir("lexicons") / "cues" / "persons.toml"
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["countries"].split())


def _count(dimension: Dimension, hits: pd.DataFrame) -> _Counts:
    counted = hits[hits["counted"]]
    numbers = [int((counted["pole"] == pole.id).sum()) for pole in dimension.poles]
    return _Counts(
        hits=len(hits),
        poles=(numbers[0], numbers[1] if len(numbers) > 1 else 0),
        narrator=int((counted["voice"] == "narrator").sum()),
        voices=", ".join(dict.fromkeys(hits["voice"])),
        polarities=", ".join(dict.fromkeys(hits["polarity"])),
    )


def _share(poles: tuple[int, int]) -> float:
    return poles[1] / sum(poles) if sum(poles) else float("nan")


def _holds(expected: str, counts: Sequence[_Counts], number: int) -> bool:
    """Say whether what a wording must show does show."""
    base, one = counts[0], counts[number]
    if expected == "nothing counted":
        return one.counted == 0
    if expected == "nothing of the narrator":
        return one.narrator == 0 and one.poles == base.poles
    if expected == "poles change places":
        # another noun may not name the referent, so hits may be lost, never gained on the old side
        return one.poles == base.poles[::-1] or (one.counted < base.counted and _turned(base, one))
    if expected == "nothing changes":
        return one.poles == base.poles and one.narrator == base.narrator
    return True


def _turned(base: _Counts, one: _Counts) -> bool:
    return one.poles[0] <= base.poles[1] and one.poles[1] <= base.poles[0]
