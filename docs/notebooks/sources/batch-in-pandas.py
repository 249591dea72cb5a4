# %% [markdown]
# # A batch in pandas
#
# Many articles: `framing batch` writes partitioned tables; pandas does the rest. Here the articles
# of several sample events with invented outlets.
# %%
import shlex
import tempfile
from pathlib import Path

import pandas as pd

import framing
from framing.__main__ import main as command

work = Path(tempfile.mkdtemp())
events = ("school-garden", "river-flood")
articles = pd.concat([framing.load(framing.sample(name)).documents for name in events])
articles[["event", "outlet", "title", "published", "text"]].to_parquet(work / "news.parquet")
articles.groupby("event").size()
# %%
line = f"batch {work}/news.parquet --out {work}/batch --workers 1 --no-models --quiet"
command(shlex.split(line))
sorted(path.name for path in (work / "batch").iterdir())
# %% [markdown]
# Each table is a folder of Parquet files; pandas (or Spark, DuckDB, R's arrow) reads it as one.
# %%
hits = pd.read_parquet(work / "batch" / "hits")
documents = pd.read_parquet(work / "batch" / "documents")
own = hits[hits["counted"] & (hits["voice"] == "narrator")].merge(
    documents[["doc_id", "event", "outlet"]], on="doc_id"
)
counts = own.pivot_table(
    index="dimension", columns="event", values="start", aggfunc="count", fill_value=0
)
counts.head(10)
# %% [markdown]
# Hits per 1,000 words, so that long articles do not weigh more:
# %%
words = documents.groupby("event")["n_words"].sum()
(counts / words * 1000).round(2).head(10)
# %% [markdown]
# The same words in whose mouth?
# %%
told = hits[hits["counted"]].groupby(["dimension", "voice"]).size().unstack(fill_value=0)
told.assign(narrator_share=(told["narrator"] / told.sum(axis=1)).round(2)).head(10)
# %%
texts = documents.set_index("doc_id")["text"]
assert all(texts[row.doc_id][row.start : row.end] == row.text for row in hits.itertuples())
# %% [markdown]
# A batch can be checked by hand like any corpus: `framing code sample BATCH --dimension ID ...`.
