"""Numbers written in words, read as digits."""

from __future__ import annotations

from collections.abc import Sequence

# fmt: off
_ONES = {
    word: number for number, word in enumerate((
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
        "nineteen",
    ))
}
_TENS = {
    word: 10 * number for number, word in enumerate((
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ), start=2)
}
# fmt: on
_SMALL = _ONES | _TENS
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}


def digits(forms: Sequence[str]) -> list[str]:
    """Write number words as digits, so that nine hundred and 900 are one.

    >>> digits(["nine", "hundred", "jobs", "and", "three", "hundred", "and", "ten", "beds"])
    ['900', 'jobs', 'and', '310', 'beds']
    """
    out: list[str] = []
    place = 0
    while place < len(forms):
        value, used = _read(forms[place:])
        out.append(str(value) if used else forms[place])
        place += max(used, 1)
    return out


def _read(forms: Sequence[str]) -> tuple[int, int]:
    """Read one number at the front: its value, and how many words it takes (0 = no number)."""
    total = current = used = 0
    for place, form in enumerate(forms):
        parts = form.split("-")
        if all(part in _SMALL for part in parts):
            current += sum(_SMALL[part] for part in parts)
        elif form in _SCALES and used:
            current = max(current, 1) * _SCALES[form]
            if form != "hundred":
                total, current = total + current, 0
        elif form != "and" or current < 100 or not set(forms[place + 1 : place + 2]) & set(_SMALL):
            break
        used = place + 1
    return total + current, used
