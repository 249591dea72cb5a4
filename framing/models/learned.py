"""The learned models of a run: loaded when they are first asked, never when they are not wanted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from framing.models import weights, wording
from framing.models.toward import Toward, load
from framing.models.wording import Wording

LACKS = "there is no tone toward actors and no score of loaded wording"
NOT_WANTED = f"no learned model was used (--no-models): {LACKS}"
NOT_THERE = f"the folder models/ is not there: {LACKS}"


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
        return load(self.folder) if self._there("toward") else None

    @cached_property
    def wording(self) -> Wording | None:
        """Give the model of loaded wording; None = not installed.

        Raises ``InputError`` if it is installed and damaged.
        """
        return wording.load(self.folder) if self._there("wording") else None

    def caution(self, wanted: bool) -> str:
        """Say what a run lacks without models; empty = nothing.

        >>> Learned().caution(wanted=False)  # doctest: +ELLIPSIS
        'no learned model was used (--no-models): there is no tone toward actors and no score...'
        """
        if not wanted:
            return NOT_WANTED
        return "" if self._there("toward") or self._there("wording") else NOT_THERE

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

    def _there(self, head: str) -> bool:
        return all(weights.there(name, self.folder) for name in ("encoder", head))
