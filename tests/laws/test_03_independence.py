"""Law 3: permuting, splitting or batching documents changes no per-document number."""

from __future__ import annotations

import pandas as pd

import framing
from framing import pipeline
from framing.event import Corpus
from framing.parameters import Parameters

PER_DOCUMENT = ("sentences", "quotes", "scopes", "hits", "labels", "judgements", "scores")


def scored(corpus: Corpus, packs: pipeline.Lexicons) -> dict[str, pd.DataFrame]:
    done = pipeline.score(pipeline.annotate(corpus, packs), packs, Parameters())
    done["scores"] = done["scores"][done["scores"]["doc_id"] != ""]
    return done


def sorted_rows(table: pd.DataFrame) -> pd.DataFrame:
    return table.sort_values(list(table.columns[:9]), kind="stable").reset_index(drop=True)


def test_permuted_and_split_documents_give_the_same_rows(packs: pipeline.Lexicons) -> None:
    corpus = framing.load(framing.sample())
    whole = scored(corpus, packs)
    turned = scored(
        Corpus(
            corpus.documents.iloc[::-1].reset_index(drop=True),
            corpus.event,
            corpus.actors,
            corpus.outlets,
            corpus.debris,
        ),
        packs,
    )
    alone = [
        scored(
            Corpus(
                corpus.documents.iloc[[i]].reset_index(drop=True),
                corpus.event,
                corpus.actors,
                corpus.outlets,
                corpus.debris[corpus.debris["doc_id"] == corpus.documents["doc_id"][i]],
            ),
            packs,
        )
        for i in range(len(corpus.documents))
    ]
    for name in PER_DOCUMENT:
        wanted = sorted_rows(whole[name])
        assert len(wanted)
        pd.testing.assert_frame_equal(sorted_rows(turned[name]), wanted)
        joined = pd.concat([part[name] for part in alone], ignore_index=True)
        pd.testing.assert_frame_equal(sorted_rows(joined), wanted)
