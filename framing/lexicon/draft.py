"""Start a lexicon file from two word lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.errors import FaultsError, InputError
from framing.lexicon.files import Dimension

REMARKS = (
    "A draft: say for each entry why it stands here (reason) and show it in a sentence (examples),",
    "then run `framing lexicon check` on this file until it finds nothing.",
)


def new(
    dimension_id: str, first: Sequence[str], second: Sequence[str] = (), title: str = ""
) -> Dimension:
    """Start a dimension from word lists, one for each pole.

    ``dimension_id`` such as ``calm-loud`` names the poles in order; without a second list the
    dimension asks for the presence of one thing. ``first`` and ``second`` are terms (blanks and
    doubles are left out). Returns a dimension whose entries have no reasons and examples yet.
    Raises ``InputError`` naming every term that cannot be used.

    >>> [pole.id for pole in new("calm-loud", ["calm"], ["loud", "noisy"]).poles]
    ['calm', 'loud']
    """
    lists = [_clean(first), _clean(second)]
    twice = sorted(set(lists[0]) & set(lists[1]))
    if twice:
        raise InputError(
            found=f"{', '.join(twice)} in both lists",
            expected="each term in one list",
            action="decide for one pole or leave the term out",
            where=dimension_id,
        )
    names = _pole_ids(dimension_id, two=bool(lists[1]))
    return _validated(dimension_id, title, names, lists)


def read_list(text: str) -> list[str]:
    """Read a word list: one term a line, or terms parted by commas; # begins a remark.

    >>> read_list("calm, quiet  # words\\nstill")
    ['calm', 'quiet', 'still']
    """
    lines = [line.split("#")[0] for line in text.splitlines()]
    return [term.strip() for line in lines for term in re.split(r"[,;]", line) if term.strip()]


def _clean(terms: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(term.split()) for term in terms if term.strip()))


def _pole_ids(dimension_id: str, two: bool) -> list[str]:
    words = dimension_id.split("-")
    if not two:
        return [dimension_id]
    if len(words) == 2 and words[0] != words[1]:
        return words
    return ["first", "second"]


def _validated(
    dimension_id: str, title: str, names: list[str], lists: list[list[str]]
) -> Dimension:
    from pydantic import ValidationError

    from framing.lexicon.places import Places, cross_faults

    data = {
        "id": dimension_id,
        "title": title or " or ".join(name.replace("-", " ") for name in names).capitalize(),
        "question": f"Is it told as {' or as '.join(name.replace('-', ' ') for name in names)}?",
        "kind": "bipolar" if len(names) == 2 else "presence",
        "licence": "CC-BY-4.0",
        "version": "0.1.0",
        "pole": [{"id": name, "title": name.replace("-", " ").capitalize()} for name in names],
        "entry": [
            {"term": term, "pole": name}
            for name, terms in zip(names, lists, strict=False)
            for term in terms
        ],
    }
    crossed = cross_faults(data)
    faults = [
        InputError(found, expected, mend, dimension_id) for found, expected, mend, _ in crossed
    ]
    try:
        dimension = Dimension.model_validate(data)
    except ValidationError as error:
        from pathlib import Path

        places = Places("", Path(dimension_id))
        faults += [places.fault(dict(one)) for one in error.errors()]
    if faults:
        raise FaultsError(faults, f"{len(faults)} fault(s) in the word lists")
    return dimension
