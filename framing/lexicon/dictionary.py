"""All dimensions compiled into one matcher: one pass over a text finds every term of every one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import ahocorasick
import numpy as np
import numpy.typing as npt

from framing.lexicon import inflect
from framing.lexicon.files import Dimension, Entry
from framing.paths import data_dir

Ints = npt.NDArray[np.int64]
ENTRY, BLOCK, CONTEXT, NAME = 0, 1, 2, 3

# Accented Latin letters count as their base letter, so that régime is found by regime.
_BASE = dict(zip("àáâãäåçèéêëìíîïñòóôõöùúûüýÿšž", "aaaaaaceeeeiiiinooooouuuuyysz", strict=True))


def _folds() -> npt.NDArray[np.uint16]:
    """Say by character code what a character is read as; what is no letter or digit is a blank."""
    characters = [chr(code) for code in range(0xFFFF)]
    low = [_BASE.get(one, one) for one in map(str.lower, characters)]
    table = np.array([ord(one) if len(one) == 1 else ord(" ") for one in low], dtype=np.uint16)
    table[~np.fromiter(map(str.isalnum, characters), dtype=np.bool_)] = ord(" ")
    # beyond the basic plane all is read as a blank
    return np.append(table, np.uint16(ord(" ")))


FOLDS = _folds()


def codes(text: str) -> npt.NDArray[np.uint32]:
    """Give a text's character codes, one for each character.

    >>> codes("a😀").tolist()
    [97, 128512]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def fold(text: str) -> str:
    """Fold a text to lower-case words and blanks, one character for one, so that offsets stay.

    A table look-up over character codes: half the time of a ``cp1252`` translation, and other
    scripts keep their letters.

    >>> fold("It's the “Régime”! мир")
    'it s the  regime   мир'
    """
    folded: npt.NDArray[np.uint16] = FOLDS.take(codes(text), mode="clip")
    return folded.tobytes().decode("utf-16-le", "surrogatepass")


@dataclass(frozen=True, eq=False)
class Dictionary:
    """All dimensions as one automaton, with integer columns for what a match means.

    A key of the automaton may stand for several meanings (an entry of one dimension, a phrase in
    which another does not count): meanings ``first[key]`` to ``first[key + 1]``. ``kind`` of a
    meaning is ENTRY, BLOCK (the phrase holds the term), CONTEXT (the phrase stands near it) or
    NAME (holds for all); ``owner`` is the entry's number in ``entries`` (-1 for names).
    """

    dimensions: tuple[Dimension, ...]
    entries: tuple[Entry, ...]
    dimension_of: Ints
    pole_of: Ints
    automaton: Any
    length: Ints
    open_end: npt.NDArray[np.bool_]
    first: Ints
    kind: Ints
    owner: Ints
    capitals: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """List the ids of the dimensions.

        >>> compile([]).ids
        ()
        """
        return tuple(one.id for one in self.dimensions)


@dataclass
class _Keys:
    """Collects keys and their meanings while a dictionary is compiled."""

    meanings: dict[str, list[tuple[int, int, str]]]

    def add(self, phrase: str, wildcard: bool, kind: int, owner: int) -> None:
        words = " ".join(fold(phrase).split())
        if not words:
            return
        key = f" {words}" + ("" if wildcard else " ")
        capitals = phrase if phrase.lower() != phrase else ""
        meaning = (kind, owner, " ".join(_bare(capitals).split()))
        known = self.meanings.setdefault(key, [])
        if meaning not in known:
            known.append(meaning)


def _bare(phrase: str) -> str:
    return "".join(char if char.isalnum() else " " for char in phrase)


@cache
def names() -> tuple[str, ...]:
    """List the proper names and terms of art inside which no framing word counts.

    >>> "Alien Enemies Act" in names()
    True
    """
    data = _names_data()
    groups = [group for group in data.values() if isinstance(group, list)]
    return tuple(name for group in groups for name in group) + tuple(
        form for idiom in data["idioms"]["terms"] for form in inflect.forms(idiom)
    )


def prefixes() -> frozenset[str]:
    """List the word parts that, before a hyphen, make a term another word (non-, anti-).

    >>> "anti" in prefixes()
    True
    """
    return frozenset(_names_data()["prefixes"]["words"])


@cache
def _names_data() -> dict[str, Any]:
    path = data_dir("lexicons") / "cues" / "names.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def compile(dimensions: Iterable[Dimension]) -> Dictionary:
    """Compile dimensions into one matcher.

    ``dimensions`` as from ``files.load_folder``. Returns a frozen dictionary for ``match.find``.
    Method: one Aho-Corasick automaton over folded text, keys with blanks at word borders.

    >>> from framing.lexicon import files
    >>> compile(files.load_folder([files.shipped()])).ids[0] != ""
    True
    """
    chosen = tuple(dimensions)
    entries = tuple(entry for one in chosen for entry in one.entries)
    keys = _Keys({})
    for number, entry in enumerate(entries):
        _add_entry(keys, number, entry)
    for name in names():
        keys.add(name, False, NAME, -1)
    automaton, columns = _automaton(keys)
    return Dictionary(
        dimensions=chosen,
        entries=entries,
        dimension_of=np.repeat(
            np.arange(len(chosen), dtype=np.int64), [len(one.entries) for one in chosen]
        ),
        pole_of=np.array(
            [one.pole_number(entry.pole) for one in chosen for entry in one.entries], dtype=np.int64
        ),
        automaton=automaton,
        **columns,
    )


def _add_entry(keys: _Keys, number: int, entry: Entry) -> None:
    parsed = inflect.parse(entry.term)
    stems = {" ".join(fold(form).split()) for form in entry.forms}
    for form in entry.forms:
        keys.add(form, parsed.wildcard, ENTRY, number)
    for phrase in entry.not_in:
        inside = inflect.parse(phrase)
        for form in dict.fromkeys([inside.words, *inflect.forms(phrase)]):
            folded = f" {' '.join(fold(form).split())} "
            holds = any(f" {stem}" in folded if parsed.wildcard else f" {stem} " in folded
                        for stem in stems)  # fmt: skip
            keys.add(form, inside.wildcard, BLOCK if holds else CONTEXT, number)


def _automaton(keys: _Keys) -> tuple[Any, dict[str, Any]]:
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    lengths, open_end, first = [], [], [0]
    kinds: list[int] = []
    owners: list[int] = []
    capitals: list[str] = []
    for number, (key, meanings) in enumerate(keys.meanings.items()):
        automaton.add_word(key, number)
        lengths.append(len(key.strip()))
        open_end.append(not key.endswith(" "))
        for kind, owner, capital in meanings:
            kinds.append(kind)
            owners.append(owner)
            capitals.append(capital)
        first.append(len(kinds))
    if keys.meanings:
        automaton.make_automaton()
    return automaton, {
        "length": np.array(lengths, dtype=np.int64),
        "open_end": np.array(open_end, dtype=np.bool_),
        "first": np.array(first, dtype=np.int64),
        "kind": np.array(kinds, dtype=np.int64),
        "owner": np.array(owners, dtype=np.int64),
        "capitals": tuple(capitals),
    }


def clash(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """List the forms that two terms share once folded.

    >>> clash(inflect.forms("child"), inflect.forms("children"))
    ['children']
    """
    fold_words = {" ".join(fold(form).split()) for form in other}
    return [form for form in one if " ".join(re.split(r"\s+", fold(form).strip())) in fold_words]
