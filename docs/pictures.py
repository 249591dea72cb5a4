"""Make the committed sample report and the pictures of the documentation, from the program itself.

``python docs/pictures.py`` writes ``reports/sample/`` and ``docs/images/``.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import framing

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "reports" / "sample"
IMAGES = ROOT / "docs" / "images"
SHOWN = ("strip", "spectrum", "naming", "hits")


def main() -> None:
    framing.compare(framing.sample()).report(SAMPLE)
    IMAGES.mkdir(exist_ok=True)
    shutil.copyfile(SAMPLE / "report.png", IMAGES / "report.png")
    for name in SHOWN:
        shutil.copyfile(SAMPLE / "charts" / f"{name}.png", IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
