# %% [markdown]
# # Your own lexicon
#
# A dimension is a question with two answers, and words that give each answer away. Here: is a
# street market told as noise or as life? The articles are made up.
# %%
import tempfile
from pathlib import Path

import pandas as pd

import framing
from framing import pipeline
from framing.lexicon import draft, write

articles = pd.DataFrame(
    {
        "outlet": ["Ring Road Post", "Quarter Letter", "Ring Road Post", "Quarter Letter"],
        "text": [
            "The racket begins at five. Stalls clutter the street; drivers call it a nuisance. "
            "The council will meet on Monday.",
            "The bustle begins at five. For forty families the market is a livelihood, and for "
            "the quarter a meeting place. The council will meet on Monday.",
            "Clutter again on Mill Street: the market is a nuisance, a neighbour said.",
            "A livelihood is at stake on Mill Street, and the old meeting place with it.",
        ],
    }
)
# %% [markdown]
# ## Two word lists
# %%
noise = draft.new(
    "noise-life", ["racket", "clutter", "nuisance"], ["bustle", "livelihood", "meeting place"]
)
folder = Path(tempfile.mkdtemp())
(folder / "noise-life.toml").write_text(write.toml(noise), encoding="utf-8")
[entry.forms for entry in noise.entries]
# %% [markdown]
# ## Use them beside the project's
# %%
packs = pipeline.lexicons([folder])
corpus = framing.load(articles, event="market")
tables = framing.annotate(corpus, packs)
hits = tables["hits"]
mine = hits[hits["dimension"] == "noise-life"]
mine[["doc_id", "pole", "text", "voice", "counted"]]
# %%
scored = pipeline.score(tables, packs, pipeline.Parameters())["scores"]
own = scored[
    (scored["dimension"] == "noise-life")
    & (scored["voice"] == "all")
    & (scored["doc_id"] == "")
    & (scored["speaker"] == "")
]
assert own["share"].tolist() == [1.0, 0.0]
own[["outlet", "share", "low", "high", "n_hits", "status"]]
# %% [markdown]
# The dimension is untested, and the table says so: it is drawn grey and never enters findings.
# Write a reason and an example for each entry (page *Write a dimension in ten minutes*), then check
# it by hand (notebook *Validate a dimension*).
