"""Write lexicon files: the same TOML that is read, in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Iterable

from framing.lexicon.files import Dimension, Entry, Pole

_HEAD = ("id", "title", "question", "kind", "referent", "licence", "version", "status")


def toml(dimension: Dimension, remarks: Iterable[str] = ()) -> str:
    """Write a dimension as a lexicon file.

    ``remarks`` become comments at the top. Returns TOML that ``files.load`` reads back to the
    same poles and entries.

    >>> from framing.lexicon import draft
    >>> print(toml(draft.new("calm-loud", ["calm"], ["loud"])).splitlines()[0])
    id = "calm-loud"
    """
    lines = [f"# {remark}" for remark in remarks]
    lines += [f"{key} = {_value(getattr(dimension, key))}" for key in _HEAD]
    lines += [line for pole in dimension.poles for line in _pole(pole)]
    lines += [line for entry in dimension.entries for line in entry_lines(entry)]
    lines += _card(dimension)
    return "\n".join(lines) + "\n"


def entry_lines(entry: Entry) -> list[str]:
    """Write one entry as the lines of a lexicon file.

    >>> entry_lines(Entry(term="calm", pole="quiet"))[2]
    'term = "calm"'
    """
    lines = ["", "[[entry]]"]
    lines += [f"{key} = {_value(getattr(entry, key))}" for key in ("term", "pole")]
    if entry.weight != 1:
        lines.append(f"weight = {entry.weight:g}")
    keys = ("reason", "examples", "counter_examples", "not_in", "source", "contested_by")
    return lines + [f"{key} = {_value(getattr(entry, key))}" for key in keys]


def _pole(pole: Pole) -> list[str]:
    keys = ("id", "title", "description")
    return ["", "[[pole]]", *(f"{key} = {_value(getattr(pole, key))}" for key in keys)]


def _card(dimension: Dimension) -> list[str]:
    kept = dimension.card.model_dump(exclude_defaults=True, exclude_none=True)
    if not kept:
        return []
    return ["", "[card]", *(f"{key} = {_value(value)}" for key, value in kept.items())]


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    # a JSON string is a TOML string, but for the delete character
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
