"""The text stages in a row, as the pipeline runs them, for tests of what comes after."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from framing import paths, tables
from framing.event import Corpus, Event
from framing.lexicon import dictionary, files, labels, match, referents
from framing.text import quotes, scope, sentences


def documents_of(texts: Sequence[str], names: Sequence[str]) -> pd.DataFrame:
    """The table ``documents`` of bare English texts."""
    harmless = {"str": "", "int": 0, "list": []}
    columns = tables.TABLES["documents"].columns
    made = {c.name: [harmless[c.type]] * len(texts) for c in columns}
    given = {"doc_id": names, "outlet": names, "text": texts, "language": ["en"] * len(texts)}
    return tables.frame("documents", made | given)


def annotate(
    texts: Sequence[str], dimensions: Sequence[files.Dimension], names: Sequence[str] = ()
) -> dict[str, pd.DataFrame]:
    """All tables from documents to hits."""
    documents = documents_of(texts, names or [str(number) for number in range(len(texts))])
    cut = sentences.split(documents, Corpus(documents, Event("test")).debris)
    said, _ = quotes.find(documents, cut, ())
    denied = scope.find(documents, cut)
    known = referents.load(paths.data_dir("lexicons") / "referents")
    named = labels.find(documents, cut, said, denied, known)
    words = dictionary.compile(dimensions)
    return {
        "sentences": cut,
        "labels": named,
        "hits": match.find(documents, cut, said, denied, named, words),
    }
