"""How fast every stage is, beside well-known tools, on the same articles, as ratios.

    python benchmarks/throughput.py [--articles 200] [--rounds 7] [--words 320] [--models]

The articles are those of ``benchmarks/synthetic.py`` (our own texts, sentences dealt anew, content
words varied, words of VADER's lexicon at the rate at which they stand in our texts). In every
round each tool and each stage works on the same articles once, in turn, so that other load on the
machine meets all of them alike; a ratio is that of one round, the median over rounds is shown.
Processor seconds of one process. 1.0 is vaderSentiment, sentence by sentence; larger is faster.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent)]

Step = Callable[[], Any]


def peers(texts: list[str], sentences: list[str]) -> dict[str, Step]:
    from sklearn.feature_extraction.text import CountVectorizer
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    vader = SentimentIntensityAnalyzer()
    found: dict[str, Step] = {
        "vaderSentiment, per sentence": lambda: [vader.polarity_scores(x) for x in sentences],
        "CountVectorizer, 1-2-grams": lambda: CountVectorizer(ngram_range=(1, 2)).fit_transform(
            texts
        ),
        "str.split": lambda: [x.split() for x in texts],
    }
    try:
        from empath import Empath
    except ImportError:
        print("Empath is not installed: left out")
        return found
    lexicon = Empath()
    found["Empath, all categories"] = lambda: [lexicon.analyze(x, normalize=True) for x in texts]
    return found


def stages(rows: list[dict[str, str]], models: bool) -> tuple[dict[str, Step], dict[str, Any]]:
    """Name every stage as a call on tables that the stages before it made."""
    import pandas as pd

    from framing import pipeline
    from framing.corpus import pieces
    from framing.event import Event
    from framing.lexicon import labels, line, match
    from framing.parameters import Parameters
    from framing.scoring import base, elements, lexical, tone
    from framing.scoring import vader as ours
    from framing.text import deeds, quotes, scope
    from framing.text import sentences as cutting

    packs, plain = pipeline.lexicons(), Parameters(models=False)
    piece = next(pieces.cut(pd.DataFrame(rows), len(rows)).pieces)

    def read() -> Any:
        return pieces.corpus(piece, Event("all"))

    corpus = read()
    documents = corpus.documents
    done = pipeline.score(pipeline.annotate(corpus, packs), packs, plain)
    cut, said, denied, named = (done[n] for n in ("sentences", "quotes", "scopes", "labels"))
    voiced = deeds.without(documents, said)
    parts = base.cut(documents, cut, voiced)
    exposed = base.exposure(documents, cut, voiced, parts)
    texts = cut["text"].tolist()

    doc_ids = pd.Index(documents["doc_id"])

    def terms() -> Any:
        on_line = line.put_on_line(documents["text"].tolist())
        return match.terms(on_line, match.Places.of(cut, on_line, doc_ids), packs.dictionary)

    def everything(parameters: Parameters) -> Any:
        corpus = read()
        return pipeline.score(pipeline.annotate(corpus, packs), packs, parameters)

    found: dict[str, Step] = {
        "reading: language, debris": read,
        "sentences": lambda: cutting.split(documents, corpus.debris),
        "who says it": lambda: quotes.find(documents, cut, ()),
        "negated, alleged": lambda: scope.find(documents, cut),
        "names (labels)": lambda: labels.find(
            documents, cut, voiced, denied, packs.referents, (), corpus.event
        ),
        "matching with spans": terms,
        "hits: voice, polarity, whom they are about": lambda: match.find(
            documents, cut, voiced, denied, named, packs.dictionary
        ),
        "tone, our exact one, per sentence": lambda: [ours.compound(x) for x in texts],
        "tone by voice, as a table": lambda: tone.judge(documents, cut, voiced, parts),
        "frame elements": lambda: elements.find(documents, cut, voiced, denied, ()),
        "scores of all dimensions": lambda: lexical.score(
            documents, cut, voiced, done["hits"], packs.dimensions, plain, exposed
        ),
        "everything without models": lambda: everything(plain),
    }

    def judged() -> Any:
        # a network remembers what it has read: in every round fresh ones are loaded and read
        from framing.models import encoder, learned, toward, wording

        for module in (encoder, toward, wording):
            module._load.cache_clear()
        fresh = replace(packs, learned=learned.Learned())
        return pipeline.score(pipeline.annotate(read(), fresh), fresh, Parameters())

    if models:
        found["everything with models"] = judged
    return found, done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--words", type=int, default=320)
    parser.add_argument("--models", action="store_true", help="time the learned models, too")
    given = parser.parse_args()
    import synthetic

    rows = list(synthetic.articles(given.articles, 1, given.words))
    own, done = stages(rows, given.models)
    documents, cut = done["documents"], done["sentences"]
    steps = {**peers(documents["text"].tolist(), cut["text"].tolist()), **own}
    took: dict[str, list[float]] = {name: [] for name in steps}
    for number in range(given.rounds + 1):
        for name, step in steps.items():
            began = time.process_time()
            step()
            # the first round fills every cache and is not counted
            if number:
                took[name].append(time.process_time() - began)
    first = took["vaderSentiment, per sentence"]
    print(f"{len(rows)} articles, {int(documents['n_words'].sum())} words, {len(cut)} sentences, "
          f"{len(done['hits'])} hits; median of {given.rounds} rounds; {platform.machine()}, "
          f"Python {platform.python_version()}")  # fmt: skip
    print("| what | articles/s, median | ratio to VADER, median | range |\n|---|---|---|---|")
    for name, seconds in took.items():
        ratios = [one / max(two, 1e-9) for one, two in zip(first, seconds, strict=True)]
        print(
            f"| {name} | {len(rows) / statistics.median(seconds):.0f} | "
            f"{statistics.median(ratios):.2f} | {min(ratios):.2f} to {max(ratios):.2f} |"
        )


if __name__ == "__main__":
    main()
