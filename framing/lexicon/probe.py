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
    matched: tuple[int, int]
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
    return probe_all(dimension, [sentence], annotate).drop(columns="of")


def probe_all(dimension: Dimension, sentences: Sequence[str], annotate: Annotate) -> pd.DataFrame:
    """Probe a dimension with many sentences at once; column ``of`` is the sentence's number.

    Arguments and result as in ``probe``.

    >>> from framing import tables
    >>> from framing.lexicon import draft
    >>> len(probe_all(draft.new("calm-loud", ["calm"], ["loud"]), [],
    ...               lambda texts: tables.empty("hits")))
    0
    """
    groups = [_wordings(dimension, sentence) for sentence in sentences]
    hits = annotate([text for group in groups for _, text, _ in group])
    hits = hits[hits["dimension"] == dimension.id]
    by_text = dict(tuple(hits.groupby("doc_id")))
    rows: list[tuple[object, ...]] = []
    place = 0
    for of, group in enumerate(groups):
        mine = [str(place + number) for number in range(len(group))]
        counts = [_count(dimension, by_text.get(one, hits.iloc[:0])) for one in mine]
        rows += [(of, *row) for row in _rows(group, counts)]
        place += len(group)
    return pd.DataFrame(rows, columns=["of", *COLUMNS])


def _rows(
    wordings: Sequence[tuple[str, str, str]], counts: Sequence[_Counts]
) -> list[tuple[object, ...]]:
    pairs = zip(wordings, counts, strict=True)
    return [
        (name, text, one.hits, one.counted, *one.poles, _share(one.poles), one.narrator,
         one.voices, one.polarities, expected, _holds(expected, counts, number))
        for number, ((name, text, expected), one) in enumerate(pairs)
    ]  # fmt: skip


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
        found.append(("swapped", swapped, "matches change poles"))
    for one in data["probe"]:
        text = one["pattern"].format(s=bare, l=low)
        # a name stands though its sentence is denied or asked: only what is said of it falls
        names = dimension.referent and one["holds"] == "nothing counted"
        found.append((one["id"], text, "nothing gained" if names else one["holds"]))
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
    return _Counts(
        hits=len(hits),
        matched=_by_pole(dimension, hits),
        poles=_by_pole(dimension, counted),
        narrator=int((counted["voice"] == "narrator").sum()),
        voices=", ".join(dict.fromkeys(hits["voice"])),
        polarities=", ".join(dict.fromkeys(hits["polarity"])),
    )


def _by_pole(dimension: Dimension, hits: pd.DataFrame) -> tuple[int, int]:
    numbers = [int((hits["pole"] == pole.id).sum()) for pole in dimension.poles]
    return numbers[0], numbers[1] if len(numbers) > 1 else 0


def _share(poles: tuple[int, int]) -> float:
    return poles[1] / sum(poles) if sum(poles) else float("nan")


def _holds(expected: str, counts: Sequence[_Counts], number: int) -> bool:
    """Say whether what a wording must show does show."""
    base, one = counts[0], counts[number]
    if expected == "nothing counted":
        return one.counted == 0
    if expected == "nothing of the narrator":
        return one.narrator == 0 and one.poles == base.poles
    if expected == "matches change poles":
        return one.matched == base.matched[::-1]
    if expected == "nothing gained":
        return one.poles[0] <= base.poles[0] and one.poles[1] <= base.poles[1]
    if expected == "nothing changes":
        return one.poles == base.poles and one.narrator == base.narrator
    return True
