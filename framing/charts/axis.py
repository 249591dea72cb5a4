"""What a chart or a report needs to know of a dimension: its question and its named ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Pole(Protocol):
    """One end of an axis: id, title and what stands there."""

    @property
    def id(self) -> str:
        """The id, as in the table of hits."""

    @property
    def title(self) -> str:
        """The name that is written at the end of the axis."""

    @property
    def description(self) -> str:
        """What kind of words stand at this end."""


class Dimension(Protocol):
    """An axis with two named ends, or a presence with one."""

    @property
    def id(self) -> str:
        """The id, as in the tables."""

    @property
    def title(self) -> str:
        """The name of the dimension."""

    @property
    def question(self) -> str:
        """The question that the dimension puts to a text."""

    @property
    def kind(self) -> str:
        """Bipolar or presence."""

    @property
    def status(self) -> str:
        """Untested, provisional or validated."""

    @property
    def referent(self) -> str:
        """Whom or what the words must be about (empty = anything)."""

    @property
    def poles(self) -> Sequence[Pole]:
        """The ends, the first one at the left."""
