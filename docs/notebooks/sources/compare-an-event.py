# %% [markdown]
# # Compare an event
#
# Articles of one event go in; out comes how each outlet words it, in whose voice, and what may not
# be concluded. The event is a sample with invented outlets.
# %%
import framing

corpus = framing.load(framing.sample())
corpus.documents[["doc_id", "outlet", "n_words"]]
# %%
comparison = framing.compare(corpus)
comparison.findings[["rank", "text"]].head(8)
# %% [markdown]
# Every finding rests on rows of a table. What are the people called, in the outlets' own voice?
# %%
names = comparison.naming
own = names[(names["referent"] == "people_removed") & (names["voice"] == "narrator")]
own.pivot_table(index="outlet", columns="name", values="count", aggfunc="sum", fill_value=0)
# %% [markdown]
# Scores are shares of sentences, by voice, with an interval. Under three counted hits they are
# withheld. Zero is where two lists of words cancel; it is not neutral and not true.
# %%
scores = comparison.scores
narrator = scores[
    (scores["voice"] == "narrator")
    & (scores["scorer"] == "lexical")
    & (scores["doc_id"] == "")
    & scores["dimension"].isin(comparison.shown)
]
narrator[["outlet", "dimension", "share", "low", "high", "n_hits", "status", "caution"]]
# %% [markdown]
# The words themselves, with their places in the text:
# %%
hits = comparison.hits
texts = corpus.documents.set_index("doc_id")["text"]
first = hits[hits["counted"]].iloc[0]
assert texts[first["doc_id"]][first["start"] : first["end"]] == first["text"]
hits[hits["counted"]].groupby(["dimension", "voice"]).size().unstack(fill_value=0).head(10)
# %% [markdown]
# What may not be concluded. `comparison.report("reports/my-event")` writes the report's folder.
# %%
print("\n".join(comparison.limits))
assert len(comparison.limits) > 0
