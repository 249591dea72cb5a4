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
    """The learned models that a run may use.

    ``folder`` holds the models' folders (default: the project's).

    >>> Learned(Path("no such folder")).toward is None
    True
    """

    folder: Path | None = None

    @cached_property
    def toward(self) -> Toward | None:
        """Give the model of tone toward a target; None = not installed.

        Raises ``InputError`` if it is installed and damaged.
        """
        return load(self.folder) if self._there() else None

    def caution(self, wanted: bool) -> str:
        """Say what a run lacks without models; empty = nothing.

        >>> Learned().caution(wanted=False)
        'no learned model was used (--no-models): there is no tone toward actors'
        """
        if not wanted:
            return NOT_WANTED
        return "" if self._there() else NOT_THERE

    def versions(self, wanted: bool) -> dict[str, str]:
        """Give the SHA-256 of every weight file in use, for ``run.json``.

        >>> Learned().versions(wanted=False)
        {}
        """
        if not wanted:
            return {}
        return {
            f"models/{one['name']}/{name}": digest
            for one in weights.installed(self.folder)
            for name, digest in one["files"].items()
        }

    def _there(self) -> bool:
        return all(weights.there(name, self.folder) for name in ("encoder", "toward"))
