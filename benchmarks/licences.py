"""List the licences of everything that the program needs to run, and refuse GPL-only ones.

    python benchmarks/licences.py [--all]

Follows the declared dependencies (``--all``: those of the extras too) through what is installed.
Ends with 1 when a package can be had under the GPL or AGPL only. The LGPL and MPL are no
hindrance for a library that is used as it is; a choice ("GPL or MIT") counts as its freer part.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

STRONG = re.compile(r"(?<![A-Za-z])A?GPL|(?<!Lesser )(?<!Library )General Public License", re.I)
FREER = re.compile(
    r"MIT|BSD|Apache|MPL|Mozilla|ISC|PSF|Python Software|Unlicense|public domain|LGPL|Lesser|Zlib"
    r"|0BSD|CC0|HPND",
    re.I,
)


def main() -> int:
    names = sorted(closure(declared("--all" in sys.argv)), key=str.lower)
    refused = []
    for name in names:
        found = licence(name)
        print(f"{name:28} {metadata.version(name):14} {found}")
        if STRONG.search(found) and not FREER.search(found):
            refused.append(name)
        if not found:
            refused.append(f"{name} (says no licence)")
    print(
        f"{len(names)} packages; under GPL or AGPL only, or silent: {', '.join(refused) or 'none'}"
    )
    return 1 if refused else 0


def declared(extras: bool) -> list[str]:
    """The requirements that pyproject.toml states."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    more = project["optional-dependencies"].values() if extras else []
    return [*project["dependencies"], *(line for group in more for line in group)]


def closure(lines: list[str]) -> set[str]:
    """Names of the installed packages that the requirements need, directly or through others."""
    seen: set[str] = set()
    waiting = list(lines)
    while waiting:
        wanted, _, condition = waiting.pop().partition(";")
        name = re.match(r"[A-Za-z0-9._-]+", wanted)
        if name is None or "extra" in condition:
            continue
        try:
            found = metadata.metadata(name.group())["Name"]
        except metadata.PackageNotFoundError:
            continue  # for another platform, or an extra that is not installed
        if found not in seen:
            seen.add(found)
            waiting += metadata.requires(found) or []
    return seen


def licence(name: str) -> str:
    """What the package says of itself: the SPDX expression, else classifiers, else the field."""
    about = metadata.metadata(name)
    said = about.get("License-Expression")
    if said:
        return str(said)
    listed = [
        value.rsplit(" :: ", 1)[-1]
        for value in about.get_all("Classifier") or []
        if value.startswith("License ::") and value != "License :: OSI Approved"
    ]
    return " or ".join(listed) or str(about.get("License") or "").split("\n")[0][:60]


if __name__ == "__main__":
    sys.exit(main())
