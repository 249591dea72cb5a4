"""Errors that say what was found, what was expected, what to do, and where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class FramingError(Exception):
    """Something went wrong that the person at the keyboard should be told in plain words.

    ``exit_code`` is the exit code of the command line: 1 for a fault of our own.
    """

    exit_code = 1

    def __init__(self, found: str, expected: str = "", action: str = "", where: str = "") -> None:
        self.found = found
        self.expected = expected
        self.action = action
        self.where = where
        super().__init__(self.text())

    def __reduce__(self) -> tuple[Any, ...]:
        # another process gets the error whole
        return type(self), (self.found, self.expected, self.action, self.where)

    def text(self) -> str:
        """Say the error in up to four lines: what was found, expected, what to do, and where.

        >>> print(InputError("a folder without articles", "at least two", "add some", "x/").text())
        a folder without articles
          expected: at least two
          to do: add some
          where: x/
        """
        lines = [self.found]
        for label, value in (
            ("expected", self.expected),
            ("to do", self.action),
            ("where", self.where),
        ):
            if value:
                lines.append(f"  {label}: {value}")
        return "\n".join(lines)


class InputError(FramingError):
    """The input or the way the command was called is at fault (exit code 2)."""

    exit_code = 2


class FaultsError(InputError):
    """Several faults of one input, all named at once (exit code 2).

    ``faults`` are ``InputError`` objects; the text lists every one of them.
    """

    def __init__(self, faults: Sequence[InputError], found: str = "") -> None:
        self.faults = tuple(faults)
        self.head = found or f"{len(self.faults)} faults"
        body = "\n".join(f"- {fault.text()}" for fault in self.faults)
        super().__init__(f"{self.head}\n{body}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.faults, self.head)
