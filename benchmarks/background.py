"""Count the words of ordinary news for ``lexicons/background/en.tsv``.

Run: python benchmarks/background.py PATH/newsmtsc.jsonl > lexicons/background/en.tsv
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

from framing.comparison import words

LEAST_WORD, LEAST_PAIR = 3, 6


def main(path: str) -> None:
    rows = map(json.loads, Path(path).read_text(encoding="utf-8").splitlines())
    sentences = sorted({row["sentence"] for row in rows})
    single: Counter[str] = Counter()
    double: Counter[str] = Counter()
    for sentence in sentences:
        forms = [word.form for word in words.cut(sentence)]
        single.update(forms)
        double.update(f"{one} {two}" for one, two in pairwise(forms) if _content(one, two))
    print(f"# words and word pairs in {len(sentences)} sentences of news; see README.md")
    print(f"#words\t{sum(single.values())}")
    for counts, least in ((single, LEAST_WORD), (double, LEAST_PAIR)):
        for term, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            if count >= least:
                print(f"{term}\t{count}")


def _content(one: str, two: str) -> bool:
    light = words.function_words()
    return one not in light and two not in light


if __name__ == "__main__":
    main(sys.argv[1])
