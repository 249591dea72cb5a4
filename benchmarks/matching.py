"""How many articles a second the matcher takes, beside vaderSentiment on the same texts.

    python benchmarks/matching.py [--articles N]

Texts are made of the lexicons' own examples, so that hits are far denser than in news: the
figure is a lower bound. Quotations cover every third sentence and labels every tenth, so that
the look-up of voice, polarity and referent is part of what is timed. Processor seconds.
"""

from __future__ import annotations

import argparse
import time

import pandas as pd

from framing import tables
from framing.lexicon import dictionary, files, match


def articles(number: int, words: int = 500) -> list[list[str]]:
    """Make articles of about so many words, each a list of sentences."""
    found = files.load_folder([files.shipped()])
    pool = [text for one in found for entry in one.entries
            for text in (*entry.examples, *entry.counter_examples)]  # fmt: skip
    filler = [
        "The committee met again on Tuesday and adjourned without a date for its next sitting.",
        "Rain is expected along the coast until the weekend, the weather service said.",
        "A spokeswoman gave the figures for the third quarter and took four questions.",
        "Buses on the northern line will run every ten minutes from the first of the month.",
    ]
    made, place = [], 0
    for _ in range(number):
        sentences: list[str] = []
        while sum(len(one.split()) for one in sentences) < words:
            sentences += [pool[place % len(pool)], *filler]
            place += 1
        made.append(sentences)
    return made


def as_tables(made: list[list[str]]) -> dict[str, pd.DataFrame]:
    """Lay the articles out as the tables of the text stages."""
    cut: dict[str, list[object]] = {name: [] for name in tables.TABLES["sentences"].names}
    texts = []
    for number, sentences in enumerate(made):
        start = 0
        for sent_id, text in enumerate(sentences):
            row = (f"d{number}", sent_id, start, start + len(text), "body", text)
            for name, value in zip(cut, row, strict=True):
                cut[name].append(value)
            start += len(text) + 1
        texts.append(" ".join(sentences))
    sentence_table = tables.frame("sentences", cut)
    quoted = sentence_table.iloc[::3]
    named = sentence_table.iloc[::10]
    n, m = len(quoted), len(named)
    documents = pd.DataFrame(
        {"doc_id": [f"d{k}" for k in range(len(texts))], "language": "en", "text": texts}
    )
    quotes = tables.frame("quotes", {
        "quote_id": [str(k) for k in range(n)], "part_no": [0] * n, "doc_id": quoted["doc_id"],
        "start": quoted["start"], "end": quoted["end"], "text": quoted["text"],
        "kind": ["direct"] * n, "speaker": ["A. Speaker"] * n, "speaker_start": [-1] * n,
        "speaker_end": [-1] * n, "cue_start": [-1] * n, "cue_end": [-1] * n,
    })  # fmt: skip
    scopes = tables.frame("scopes", {
        "doc_id": named["doc_id"], "start": named["start"], "end": named["end"],
        "polarity": ["negated"] * m, "cue_start": [-1] * m, "cue_end": [-1] * m,
    })  # fmt: skip
    labels = tables.frame("labels", {
        "doc_id": named["doc_id"], "sent_id": named["sent_id"], "referent": ["people_removed"] * m,
        "start": named["start"], "end": named["start"] + 20, "text": [""] * m, "head": [""] * m,
        "voice": [""] * m, "speaker": [""] * m, "polarity": [""] * m, "pole": [""] * m,
        "counted": [True] * m, "reason": [""] * m,
    })  # fmt: skip
    return {"documents": documents, "sentences": sentence_table, "quotes": quotes,
            "scopes": scopes, "labels": labels}  # fmt: skip


def main() -> None:
    """Time both on the same articles and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    number = parser.parse_args().articles
    made = articles(number)
    laid = as_tables(made)
    began = time.process_time()
    words = dictionary.compile(files.load_folder([files.shipped()]))
    compiled = time.process_time() - began
    rounds = []
    for _ in range(3):
        began = time.process_time()
        hits = match.find(**laid, dictionary=words)
        rounds.append(time.process_time() - began)
    took = min(rounds)
    ours = number / took
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    vader = SentimentIntensityAnalyzer()
    few = made[: max(1, number // 20)]
    began = time.process_time()
    for sentences in few:
        for sentence in sentences:
            vader.polarity_scores(sentence)
    cut = len(few) / (time.process_time() - began)
    few = few[: max(1, len(few) // 5)]
    began = time.process_time()
    for sentences in few:
        vader.polarity_scores(" ".join(sentences))
    whole = len(few) / (time.process_time() - began)
    print(f"compile {len(words.dimensions)} dimensions, {len(words.length)} keys: {compiled:.2f} s")
    print(f"matcher with spans: {ours:.0f} articles/s ({len(hits) / number:.1f} hits an article)")
    print(f"vaderSentiment, sentence by sentence: {cut:.0f} articles/s; ratio {ours / cut:.1f}")
    print(f"vaderSentiment, whole articles: {whole:.0f} articles/s; ratio {ours / whole:.1f}")


if __name__ == "__main__":
    main()
