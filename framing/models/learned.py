"""The learned models of a run: loaded when they are first asked, never when they are not wanted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from framing.models import weights
from framing.models.toward import Toward, load

NOT_WANTED = "no learned model was used (--no-models): there is no tone toward actors"
NOT_THERE = "the folder models/ is not there: there is no tone toward actors"


@dataclass(frozen=True)
class Learned:
    """Which learned models a run uses.

    ``wanted`` says whether any is; ``folder`` holds the models' folders (default: the project's).

    >>> Learned(wanted=False).toward is None
    True
    """

    wanted: bool = True
    folder: Path | None = None

    @cached_property
    def toward(self) -> Toward | None:
        """Give the model of tone toward a target; None = not wanted or not installed.

        Raises ``InputError`` if it is installed and damaged.
        """
        there = weights.there("encoder", self.folder) and weights.there("toward", self.folder)
        return load(self.folder) if self.wanted and there else None

    @property
    def caution(self) -> str:
        """Say what is missing from a run without models; empty = nothing.

        >>> Learned(wanted=False).caution
        'no learned model was used (--no-models): there is no tone toward actors'
        """
        if not self.wanted:
            return NOT_WANTED
        there = weights.there("encoder", self.folder) and weights.there("toward", self.folder)
        return "" if there else NOT_THERE

    def versions(self) -> dict[str, str]:
        """Give the SHA-256 of every weight file in use, for ``run.json``.

        >>> Learned(wanted=False).versions()
        {}
        """
        if not self.wanted:
            return {}
        return {
            f"models/{one['name']}/{name}": digest
            for one in weights.installed(self.folder)
            for name, digest in one["files"].items()
        }
