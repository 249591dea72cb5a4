"""Make the committed sample report, classroom kits and pictures, from the program itself.

``python docs/pictures.py`` writes ``reports/sample/``, ``reports/classroom-kit/`` and
``docs/images/``; ``python docs/pictures.py kits [EVENT ...]`` writes kits alone.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import framing
from framing.classroom import kit
from framing.report import teaching

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "reports" / "sample"
IMAGES = ROOT / "docs" / "images"
KITS = ROOT / "reports" / "classroom-kit"
SHOWN = ("strip", "spectrum", "naming", "hits")


def main(arguments: Sequence[str]) -> None:
    if not arguments:
        sample()
    kits(arguments[1:] or teaching.events())


def sample() -> None:
    framing.compare(framing.sample()).report(SAMPLE)
    IMAGES.mkdir(exist_ok=True)
    shutil.copyfile(SAMPLE / "report.png", IMAGES / "report.png")
    for name in SHOWN:
        shutil.copyfile(SAMPLE / "charts" / f"{name}.png", IMAGES / f"{name}.png")


def kits(events: Sequence[str]) -> None:
    for event in events:
        kit.write(framing.compare(framing.sample(event)).view(), KITS / event)


if __name__ == "__main__":
    main(sys.argv[1:])
