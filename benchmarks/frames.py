"""Which groups of frame elements recur over our own events, and whether they beat chance.

python benchmarks/frames.py
"""

from __future__ import annotations

import pandas as pd

from framing import paths, pipeline
from framing.comparison import frames
from framing.parameters import Parameters


def main() -> None:
    packs, parameters = pipeline.lexicons(), Parameters(models=False)
    elements, documents = [], []
    for manifest in sorted(paths.data_dir("corpus").glob("*/corpus.toml")):
        corpus = pipeline.load(manifest.parent)
        told = pipeline.annotate(corpus, packs)
        scored = pipeline.score(told, packs, parameters, actors=corpus.actors)
        for name, parts in (("elements", elements), ("documents", documents)):
            ids = manifest.parent.name + "/" + scored[name]["doc_id"]
            parts.append(scored[name].assign(doc_id=ids))
    found = frames.find(
        pd.concat(elements, ignore_index=True), pd.concat(documents, ignore_index=True), parameters
    )
    print(found.drop(columns=["articles", "features"]).to_string(index=False))


if __name__ == "__main__":
    main()
