"""JSON Lines in, JSON Lines out: every row gets one answer, in order, a faulty one its fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.models import wording as wordings
from framing.models.encoder import OnPart, silent
from framing.models.toward import LABELS, Toward, faulty
from framing.models.wording import Wording
from framing.storage import replacing

Row = Mapping[str, Any]
Answer = Callable[[Row], dict[str, Any]]
DECIMALS = 4


@dataclass(frozen=True)
class Count:
    """How many rows were answered, and how many were faulty."""

    rows: int
    faulty: int


class FaultyRow(Exception):
    """A row that cannot be answered; the text says why."""


def write(source: Path, target: Path, answer: Answer, on_part: OnPart = silent) -> Count:
    """Answer every line of a JSON Lines file into another one.

    ``source`` holds one JSON object a line; ``answer`` turns it into what is written, or raises
    ``FaultyRow``. Every line gives one line, in order: a faulty one has ``label`` null and says
    why under ``error``; an ``id`` is passed on. The target is written whole or not at all.
    Returns the counts. Raises ``InputError`` if the file cannot be read.
    """
    lines = read(source)
    wrong = 0
    with replacing(target) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as out:
        for number, line in enumerate(lines):
            said = answered(line, answer)
            wrong += "error" in said
            out.write(json.dumps(said, ensure_ascii=False) + "\n")
            on_part(number + 1, len(lines))
    return Count(len(lines), wrong)


def read(source: Path) -> list[bytes]:
    """Give a file's lines; what stands after the last line's end is no line."""
    try:
        lines = source.read_bytes().split(b"\n")
    except OSError as fault:
        raise InputError(
            found=f"'{source.name}' cannot be read: {fault.strerror}",
            expected="a JSON Lines file",
            action="check the name",
            where=str(source),
        ) from fault
    return lines[:-1] if lines[-1] == b"" else lines


def rows(source: Path) -> Iterator[dict[str, Any] | FaultyRow]:
    """Read every line as a row, or say what is wrong with it."""
    for line in read(source):
        try:
            yield parsed(line)
        except FaultyRow as fault:
            yield fault


def parsed(line: bytes) -> dict[str, Any]:
    """Read one line of JSON.

    >>> parsed(b'{"text": "Ada won."}')
    {'text': 'Ada won.'}
    """
    if not line.strip():
        raise FaultyRow("the line is empty")
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise FaultyRow("the line is not UTF-8") from fault
    except (ValueError, RecursionError) as fault:
        raise FaultyRow("the line is no JSON") from fault
    if not isinstance(row, dict):
        raise FaultyRow("the line is no JSON object")
    return row


def answered(line: bytes, answer: Answer) -> dict[str, Any]:
    """Answer one line; a fault becomes the answer."""
    known: dict[str, Any] = {}
    try:
        row = parsed(line)
        known = {"id": row["id"]} if "id" in row else {}
        return known | answer(row)
    except FaultyRow as fault:
        return known | {"label": None, "error": str(fault)}


def toward(model: Toward) -> Answer:
    """Make the answer to rows with text, start, end: label -1, 0 or 1, and probabilities.

    ``start`` and ``end`` are characters of ``text``. The answer has label, probability (that of
    the label) and probabilities (of -1, 0, 1).
    """

    def answer(row: Row) -> dict[str, Any]:
        text, start, end = row.get("text"), row.get("start"), row.get("end")
        fault = faulty(text, start, end)
        if fault or not isinstance(text, str):
            raise FaultyRow(fault)
        odds = [
            round(float(p), DECIMALS) for p in model.probabilities(text, row["start"], row["end"])
        ]
        place = odds.index(max(odds))
        return {
            "label": LABELS[place],
            "probability": odds[place],
            "probabilities": dict(zip(("-1", "0", "1"), odds, strict=True)),
        }

    return answer


def wording(model: Wording, words: int = 0) -> Answer:
    """Make the answer to rows with text: label loaded or plain, and the probability of loaded.

    ``words`` is how many of the words that carry it are named (0 = none, which is faster). The
    answer has label, probability, and words with start, end and text where they are wanted.
    """

    def answer(row: Row) -> dict[str, Any]:
        text = row.get("text")
        fault = wordings.faulty(text)
        if fault or not isinstance(text, str):
            raise FaultyRow(fault)
        chance = round(model.probability(text), DECIMALS)
        said: dict[str, Any] = {
            "label": wordings.LABELS[int(chance >= wordings.LOADED)],
            "probability": chance,
        }
        if words:
            found = model.words(text, most=words)
            said["words"] = [{"start": a, "end": b, "text": text[a:b]} for a, b, _ in found]
        return said

    return answer
