"""What was measured of a dimension, put into its lexicon file; everything else stays as it is."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from framing.errors import InputError
from framing.lexicon.files import Dimension, Figure


def fingerprint(dimension: Dimension) -> str:
    """Give a hash of what a dimension counts, so that a reading is not taken for another list's.

    Reasons, examples, sources and the card do not enter it. Returns 16 hex digits.

    >>> from framing.lexicon import draft
    >>> one, two = draft.new("calm-loud", ["calm"], ["loud"]), draft.new("calm-loud", ["calm"])
    >>> fingerprint(one) == fingerprint(two)
    False
    """
    counted = [
        [entry.term, entry.pole, entry.weight, sorted(entry.not_in)] for entry in dimension.entries
    ]
    said = json.dumps([dimension.id, dimension.referent, sorted(counted)], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def put(text: str, figures: Mapping[str, Figure | int | str], status: str, path: Path) -> str:
    """Put figures and status into the text of a lexicon file and change nothing else.

    ``text`` is the file as it is; ``figures`` are keys of its card with their values; ``status``
    is untested, provisional or validated; ``path`` names the file. Returns the new text.
    Raises ``InputError`` if it would not read back to the same poles and entries.
    """
    before = _parsed(text, path)
    head, rest = _split(text)
    head = re.sub(r"^status *=.*\n", "", head, flags=re.M)
    after = r"^(version *=.*\n)" if re.search(r"^version *=", head, flags=re.M) else r"^(id *=.*\n)"
    head = re.sub(after, rf'\1status = "{status}"\n', head, count=1, flags=re.M)
    body, mark, card = (head + rest).partition("\n[card]\n")
    own = "|".join(map(re.escape, figures))
    kept = re.sub(rf"^(?:{own}) *=.*\n", "", card, flags=re.M) if mark else ""
    lines = "".join(f"{key} = {_said(value)}\n" for key, value in figures.items())
    made = f"{body.rstrip()}\n\n[card]\n{lines}{kept}"
    after_ = _parsed(made, path)
    same = (before.poles, before.entries, before.id) == (after_.poles, after_.entries, after_.id)
    if not same or after_.status != status:
        raise InputError(
            found="a lexicon file whose card cannot be told from the rest",
            expected="[card] on a line of its own, with each figure on one line",
            action="put the figures of validity.json into the card by hand",
            where=str(path),
        )
    return made


def _split(text: str) -> tuple[str, str]:
    """Part the keys at the top from the tables below."""
    first = re.search(r"^\[", text, flags=re.M)
    at = first.start() if first else len(text)
    return text[:at], text[at:]


def _parsed(text: str, path: Path) -> Dimension:
    try:
        return Dimension.model_validate(tomllib.loads(text))
    except ValueError as error:
        raise InputError(
            found=f"a lexicon file that cannot be read: {str(error).splitlines()[0][:200]}",
            expected="a lexicon file without faults",
            action="run 'framing lexicon check' on it first",
            where=str(path),
        ) from error


def _said(value: Figure | int | str) -> str:
    if isinstance(value, Figure):
        parts = [f"value = {value.value:.2f}"]
        if value.low is not None and value.high is not None:
            parts += [f"low = {value.low:.2f}", f"high = {value.high:.2f}"]
        if value.n is not None:
            parts.append(f"n = {value.n}")
        return "{ " + ", ".join(parts) + " }"
    return json.dumps(value, ensure_ascii=False)
