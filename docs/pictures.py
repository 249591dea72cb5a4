"""Make the committed sample report, worksheets and pictures, from the program itself.

``python docs/pictures.py`` writes ``reports/sample/``, ``reports/classroom-kit/`` and
``docs/images/``.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import framing
from framing import storage
from framing.report import worksheet

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "reports" / "sample"
IMAGES = ROOT / "docs" / "images"
KITS = ROOT / "reports" / "classroom-kit"
KIT_EVENTS = ("river-flood", "us-colombia-flights")
SHOWN = ("strip", "spectrum", "naming", "hits")


def main() -> None:
    framing.compare(framing.sample()).report(SAMPLE)
    IMAGES.mkdir(exist_ok=True)
    shutil.copyfile(SAMPLE / "report.png", IMAGES / "report.png")
    for name in SHOWN:
        shutil.copyfile(SAMPLE / "charts" / f"{name}.png", IMAGES / f"{name}.png")
    for event in KIT_EVENTS:
        done = framing.compare(framing.sample(event))
        worksheet.write(done.view(), KITS / event)
        storage.write_json(made_of(done), KITS / event / "made-of.json")


def made_of(done: framing.Comparison) -> dict[str, dict[str, str]]:
    """Name what a worksheet was made of, by hash, so that a stale one is noticed."""
    articles = done.documents
    return {
        "articles": dict(zip(articles["doc_id"], articles["sha256"], strict=True)),
        "lexicons": {one.id: one.sha256 for one in done.packs.dimensions},
    }


if __name__ == "__main__":
    main()
