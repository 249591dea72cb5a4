"""Any number of articles made of our own sample texts: sentences dealt anew, words varied.

    python benchmarks/synthetic.py NUMBER FILE.jsonl|FILE.parquet [--seed N] [--words N]

Every event takes its sentences from one sample event and exchanges a third of their content words
for words of its own, so that the vocabulary grows as that of a real collection does. Words of
VADER's lexicon, of our lexicons and function words stay, so that they stand at the rate at which
they stand in the sample texts. An event has 1 to 40 articles of 9 outlets within a week.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

_WORD = re.compile(r"[A-Za-z]{5,}")
_ONSETS = tuple("bcdfghklmnprstvw")
_CORES = ["a", "ai", "e", "ea", "i", "o", "oo", "ou", "u"]
_CODAS = ["l", "n", "nd", "r", "rn", "s", "st", "t", "ck", "m"]
DAYS = 28


@cache
def _pools() -> list[list[str]]:
    from framing.paths import data_dir

    pools = []
    for manifest in sorted(data_dir("corpus").glob("*/corpus.toml")):
        lines = [
            line.strip()
            for path in sorted(manifest.parent.glob("*.txt"))
            for line in path.read_text(encoding="utf-8").splitlines()
        ]
        pools.append([line for line in lines if len(line.split()) > 12])
    return pools


@cache
def _kept() -> frozenset[str]:
    from vaderSentiment.vaderSentiment import BOOSTER_DICT, SentimentIntensityAnalyzer

    from framing.lexicon import files
    from framing.paths import data_dir

    words = {*SentimentIntensityAnalyzer().lexicon, *BOOSTER_DICT}
    for dimension in files.load_folder([files.shipped()]):
        words |= {w for entry in dimension.entries for w in entry.term.lower().split()}
    path = data_dir("lexicons") / "background" / "function-words.txt"
    words |= set(path.read_text(encoding="utf-8").split())
    cues = "say tell add report call claim accuse deny warn argue accord announce write insist"
    return frozenset(words) | {f"{cue}{end}" for cue in cues.split() for end in ("", "s", "ed")}


def _new_word(draw: random.Random) -> str:
    syllables = draw.randint(2, 3)
    parts = [draw.choice(_ONSETS) + draw.choice(_CORES) for _ in range(syllables)]
    return "".join(parts) + draw.choice(_CODAS)


def _own_words(line: str, seed: str) -> str:
    """Exchange a third of a line's content words, each always for the same word of this event."""

    def other(found: re.Match[str]) -> str:
        word = found.group()
        draw = random.Random(f"{seed}/{word.lower()}")
        if word.lower() in _kept() or word.endswith(("ed", "ing", "ly")) or draw.random() > 0.34:
            return word
        new = _new_word(draw)
        return new.capitalize() if word[0].isupper() else new

    return _WORD.sub(other, line)


def articles(number: int, seed: int = 1, words: int = 320) -> Iterator[dict[str, str]]:
    """Give so many articles of about so many words, of events with 1 to 40 articles each."""
    draw = random.Random(seed)
    made = event = 0
    while made < number:
        pool = _pools()[event % len(_pools())]
        lines = [_own_words(x, f"{seed}/{event}") for x in draw.sample(pool, min(len(pool), 40))]
        first = draw.randint(0, DAYS - 7)
        for _ in range(min(draw.randint(1, 40), number - made)):
            chosen: list[str] = []
            for line in draw.sample(lines, len(lines)):
                if sum(len(x.split()) for x in chosen) >= words:
                    break
                chosen.append(line)
            day = first + draw.randint(0, 6)
            yield {
                "doc_id": f"a{made:07d}",
                "event": f"event-{event:05d}",
                "outlet": f"Outlet {draw.randint(1, 9)}",
                "published": f"2034-0{1 + day // 28}-{1 + day % 28:02d}",
                "text": "\n\n".join(chosen),
            }
            made += 1
        event += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--words", type=int, default=320)
    given = parser.parse_args()
    rows = articles(given.number, given.seed, given.words)
    if given.file.suffix == ".parquet":
        import pandas as pd

        pd.DataFrame(list(rows)).to_parquet(given.file, index=False, row_group_size=5000)
        return
    with given.file.open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
