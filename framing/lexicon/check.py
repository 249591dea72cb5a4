"""Check lexicon files: every fault of every file at once, with its place and how to mend it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from framing.lexicon import dictionary, files, inflect, scan
from framing.lexicon.files import Dimension, Entry
from framing.lexicon.line import put_on_line
from framing.lexicon.places import Places
from framing.paths import data_dir

# The longer pole may have so many entries for one of the shorter before a pack is unbalanced;
# a few entries more are nothing in a short list.
MOST_UNBALANCED, A_FEW = 1.5, 5


@dataclass(frozen=True)
class Fault:
    """One fault: which rule, what was found, how to mend it, and where it stands.

    >>> Fault("reason", "no reason", "say why it stands here", "x.toml:3").text()
    'x.toml:3: no reason (say why it stands here)'
    """

    rule: str
    found: str
    mend: str
    where: str

    def text(self) -> str:
        """Say the fault in one line."""
        return f"{self.where}: {self.found} ({self.mend})"


def check(paths: Sequence[Path]) -> list[Fault]:
    """Check lexicon files against all rules.

    ``paths`` are folders or files. Returns the faults in the order of files and entries, none for
    sound files. The rules: the format; a reason and an example for each entry; examples that
    match and counter-examples that do not; no term in both poles or twice in any of its forms; no
    wildcard wider than its examples; poles of like size; no living persons, countries or parties;
    a weight other than 1 explained; a pack that speaks for one side names its mirror.

    >>> check([])
    []
    """
    faults: list[Fault] = []
    sound: list[tuple[Dimension, Places]] = []
    for path in files.files_in(paths):
        dimension, wrong = files.read(path)
        if dimension is None:
            faults += [
                Fault("format", f"{one.found}, expected {one.expected}", one.action, one.where)
                for one in wrong
            ]
        else:
            sound.append((dimension, Places(path.read_text(encoding="utf-8-sig"), path)))
    for dimension, places in sound:
        faults += _faults_of(dimension, places)
    faults += _between([one for one, _ in sound], {one.id: where for one, where in sound})
    return faults


def _faults_of(dimension: Dimension, places: Places) -> Iterator[Fault]:
    for number, entry in enumerate(dimension.entries):
        yield from _entry(entry, number, places)
    yield from _examples(dimension, places)
    yield from _doubles(dimension, places)
    yield from _balance(dimension, places)


def _entry(entry: Entry, number: int, places: Places) -> Iterator[Fault]:
    def fault(rule: str, key: str, found: str, mend: str) -> Fault:
        return Fault(rule, found, mend, places.where(("entry", number, key)))

    if not entry.reason:
        yield fault("reason", "reason", "no reason", "say in a sentence why the term stands here")
    if not entry.examples:
        yield fault("example", "examples", "no example", "add a sentence that the term matches")
    if entry.weight != 1 and not re.search(r"\bweigh", entry.reason, re.IGNORECASE):
        yield fault("weight", "weight", f"weight {entry.weight:g} without a reason",
                    "say in `reason` why it weighs more or less, or set it to 1")  # fmt: skip
    for word in _forbidden_words(entry.term):
        yield fault("name", "term", f'"{word}" names a living person, a country or a party',
                    "name the act or the judgement, not who is meant")  # fmt: skip
    for word in _too_wide(entry):
        yield fault("wildcard", "term", f'the wildcard also matches "{word}"',
                    "show it in an example if it is meant, else write out the forms")  # fmt: skip


@cache
def _persons() -> dict[str, Any]:
    path = data_dir("lexicons") / "cues" / "persons.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _forbidden_words(term: str) -> list[str]:
    data = _persons()
    names = set(data["surnames"].split())
    endings = tuple(data["endings"].split())
    places = set(data["countries"].split()) | set(data["parties"].split())
    capital = set(data["also_words"].split())
    found = []
    for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", inflect.parse(term).words):
        parts = [word, *word.split("-")]
        stems = [part.lower() for part in parts]
        stems += [stem.removesuffix(end) for stem in stems for end in endings if stem != end]
        if any(stem in names or stem in places for stem in stems) or (
            any(part[0].isupper() for part in parts) and any(stem in capital for stem in stems)
        ):
            found.append(word)
    return found


@cache
def _common_words() -> tuple[str, ...]:
    path = data_dir("lexicons") / "cues" / "common_words.toml"
    return tuple(tomllib.loads(path.read_text(encoding="utf-8"))["words"].split())


def _too_wide(entry: Entry) -> list[str]:
    parsed = inflect.parse(entry.term)
    if not parsed.wildcard or " " in parsed.words:
        return []
    stem = dictionary.fold(parsed.words).strip()
    shown = set(dictionary.fold(" ".join([*entry.examples, *entry.not_in])).split())
    forms = {stem, *inflect.forms(stem)}
    return [
        word
        for word in _common_words()
        if word.startswith(stem) and word not in shown and word not in forms
    ]


def _examples(dimension: Dimension, places: Places) -> Iterator[Fault]:
    texts = [
        (number, key, text)
        for number, entry in enumerate(dimension.entries)
        for key in ("examples", "counter_examples")
        for text in getattr(entry, key)
    ]
    line = put_on_line([text for _, _, text in texts])
    words = dictionary.compile([dimension])
    found, contexts = scan.scan(line, words)
    found = found.only(scan.without_context(found, contexts, line))
    longest = found.only(scan.longest_first(found, words))
    matched, counted = (_pairs(one, line.bases, line) for one in (found, longest))
    for row, (number, key, text) in enumerate(texts):
        where = places.where(("entry", number, key))
        if key == "examples" and (row, number) not in matched:
            yield Fault("example", f'the example "{text}" does not match',
                        "use the term in it, or correct the term or `not_in`", where)  # fmt: skip
        if key == "counter_examples" and (row, number) in counted:
            yield Fault("counter-example", f'the counter-example "{text}" matches',
                        "add the phrase to `not_in`, or narrow the term", where)  # fmt: skip


def _pairs(found: scan.Found, bases: Any, line: Any) -> set[tuple[int, int]]:
    import numpy as np

    rows = np.searchsorted(bases, line.back(found.starts), side="right") - 1
    return set(zip(rows.tolist(), found.owner.tolist(), strict=True))


def _doubles(dimension: Dimension, places: Places) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    stems: dict[str, int] = {}
    for number, entry in enumerate(dimension.entries):
        parsed = inflect.parse(entry.term)
        reported: set[int] = set()
        for form in entry.forms:
            folded = " ".join(dictionary.fold(form).split())
            other = seen.setdefault(folded, number)
            if other == number:
                other = next((n for stem, n in stems.items() if folded.startswith(stem)
                              and " " not in folded[len(stem):]), number)  # fmt: skip
            if other != number and other not in reported:
                reported.add(other)
                yield _double(dimension, number, other, form, places)
        if parsed.wildcard:
            stems.setdefault(" ".join(dictionary.fold(parsed.words).split()), number)


def _double(dimension: Dimension, number: int, other: int, form: str, places: Places) -> Fault:
    one, two = dimension.entries[number], dimension.entries[other]
    where = places.where(("entry", number, "term"))
    if one.pole != two.pole:
        return Fault("both poles", f'"{form}" is in both poles (entry {other + 1} "{two.term}")',
                     "decide for one pole, or leave the term out", where)  # fmt: skip
    return Fault("double", f'"{form}" is also a form of entry {other + 1} "{two.term}"',
                 "remove one, or write =term so that it is not inflected", where)  # fmt: skip


def _balance(dimension: Dimension, places: Places) -> Iterator[Fault]:
    if dimension.kind != "bipolar" or not dimension.entries:
        return
    sizes = {pole.id: 0 for pole in dimension.poles}
    for entry in dimension.entries:
        sizes[entry.pole] += 1
    (few, fewest), (many, most) = sorted(sizes.items(), key=lambda one: one[1])
    if most > MOST_UNBALANCED * fewest and most - fewest > A_FEW:
        yield Fault("balance", f"{most} entries for {many}, {fewest} for {few}",
                    f"at most {MOST_UNBALANCED:g} to 1: add to {few} or cut {many}",
                    places.where(("pole",)))  # fmt: skip


def _between(dimensions: Sequence[Dimension], places: dict[str, Places]) -> Iterator[Fault]:
    """Find ids given twice, and packs for one side whose mirror is missing."""
    ids = [one.id for one in dimensions]
    for one in dimensions:
        where = places[one.id].where(("id",))
        if ids.count(one.id) > 1:
            yield Fault("format", f"the id '{one.id}' stands in two files", "rename one", where)
        mirror = one.card.mirror
        back = next((other for other in dimensions if other.id == mirror), None)
        if one.card.side and (back is None or back.card.mirror != one.id):
            yield Fault("mirror", f"it speaks for one side ({one.card.side}) without a mirror",
                        "name its mirror in [card] mirror = \"id\", and it in the mirror",
                        where)  # fmt: skip
