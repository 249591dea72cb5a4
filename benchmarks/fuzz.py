"""Feed made-up bytes, texts, tables and lexicons to the program for as long as wanted.

    benchmarks/fuzz.sh [SECONDS] [SEED]        (600 and the time of the day)

Hypothesis draws the inputs; every target is run in turns until the time is over. A target holds
when it ends with a clear error (exit code 2) or with tables that keep their promises: offsets
that give the text, types of the contract, the same table after writing and reading. Prints how
often each was run and every input that broke one, and ends with 1 then.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from framing import pipeline, storage, tables  # noqa: E402
from framing.errors import FramingError  # noqa: E402
from framing.lexicon import dictionary, exchange, files  # noqa: E402

ROUND = 40  # examples of one target before the next has its turn
# pieces that the stages treat in their own way, mixed with anything
PIECES = (
    "“", "”", '"', "'", "‘", "’", "«", "»", "—", "-", ".", "!", "?", "…", ":", ";", ",", "\n",
    "\n\n", "\t", "\u00a0", "\u202e", "\u0301", "\x00", "\ufeff", "😀", "U.S.", "Mr. Adair",
    "Mayor Okafor", "said", "told reporters", "according to", "not", "never", "allegedly", "if",
    "would", "who", "that", "criminals", "the migrants", "deported", "crackdown", "he", "they",
    "Photo:", "Read more:", "<b>", "&amp;", "=1+1", "{", "}", "#", "\\", "https://a.example/b",
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=60).map(
    lambda pieces: " ".join(pieces)
)
NAMES = st.text(max_size=20)
CELLS = st.one_of(
    TEXTS, st.none(), st.integers(), st.floats(), st.booleans(), st.binary(max_size=9)
)
PACKS = pipeline.lexicons()
FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))


def any_file(data: bytes, ending: str) -> None:
    """Any bytes under any ending are read, or refused."""
    _read(_saved(f"a.{ending}", data))


def any_page(pieces: list[str]) -> None:
    """Any HTML is read, or refused."""
    _read(_saved("a.html", "".join(pieces).encode("utf-8", "replace")))


def any_rows(rows: list[dict[str, Any]], ending: str) -> None:
    """Any rows of CSV or JSON Lines are read, or refused."""
    if ending == "jsonl":
        said = "".join(json.dumps(row, default=repr) + "\n" for row in rows)
        _read(_saved("a.jsonl", said.encode("utf-8", "replace")))
    else:
        made = pd.DataFrame(rows, dtype=object).to_csv(index=False, escapechar="\\")
        _read(_saved("a.csv", made.encode("utf-8", "replace")))


def any_manifest(toml: str) -> None:
    """Any corpus.toml is read, or refused."""
    _saved("event/a.txt", b"Rain fell on the harbour.")
    _saved("event/corpus.toml", toml.encode("utf-8", "replace"))
    _read(FOLDER / "event")


def any_text(text: str) -> None:
    """Any text passes all stages of the text; every offset gives its words."""
    try:
        corpus = pipeline.load(pd.DataFrame({"outlet": ["One"], "text": [text]}))
    except FramingError:
        return
    found = pipeline.annotate(corpus, PACKS)
    for name in ("sentences", "quotes", "hits", "labels"):
        assert tables.check(name, found[name]) == [], name
        for row in found[name].itertuples():
            assert text[row.start : row.end] == row.text, name
    for row in found["scopes"].itertuples():
        assert 0 <= row.start <= row.end <= len(text)


def any_lexicon(terms: list[str], weight: float, extra: str) -> None:
    """Any lexicon file is refused, or compiles and finds what stands there."""
    entries = "".join(
        f'[[entry]]\nterm = {json.dumps(term)}\npole = "loud"\nweight = {weight}\n{extra}\n'
        for term in terms
    )
    head = 'id="a-b"\ntitle="A"\nquestion="?"\nkind="presence"\n[[pole]]\nid="loud"\ntitle="l"\n'
    path = _saved("a-b.toml", (head + entries).encode("utf-8", "replace"))
    try:
        read = files.load(path)
    except FramingError as error:
        assert error.exit_code == 2  # noqa: PT017
        return
    text = "Rain. " + " ".join(terms) + " fell."
    packs = pipeline.Lexicons((read,), (), dictionary.compile([read]))
    corpus = pipeline.load(pd.DataFrame({"outlet": ["One"], "text": [text]}))
    for row in pipeline.annotate(corpus, packs)["hits"].itertuples():
        assert text[row.start : row.end] == row.text
    for form in ("dic", "yaml", "csv"):
        exchange.send(read, form)


def any_exchange(text: str, form: str) -> None:
    """Any foreign lexicon is brought in, or refused."""
    try:
        exchange.bring(text, form, "a-b", (), f"x.{form}")
    except FramingError as error:
        assert error.exit_code == 2  # noqa: PT017


def any_table(texts: list[str], numbers: list[float]) -> None:
    """A table is the same after Parquet, and after CSV."""
    size = min(len(texts), len(numbers))
    columns: dict[str, Any] = {}
    for column in tables.TABLES["scores"].columns:
        columns[column.name] = {
            "str": texts[:size], "float": numbers[:size], "int": list(range(size)),
            "bool": [True] * size, "list": [["a"]] * size,
        }[column.type]  # fmt: skip
    made = tables.frame("scores", columns)
    path = storage.write_parquet("scores", made, FOLDER / "scores.parquet")
    pd.testing.assert_frame_equal(storage.read_parquet("scores", path), made)
    storage.write_csv(made, FOLDER / "scores.csv")
    back = pd.read_csv(FOLDER / "scores.csv", dtype=str, keep_default_na=False)
    assert len(back) == size


WITHOUT_SURROGATES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
HTML = st.lists(
    st.one_of(
        st.sampled_from(("<p>", "</p>", "<div", ">", "<article>", "<script>", "</", "<!--", "-->",
                         "<![CDATA[", "&#x0;", "&#55296;", "<meta charset=utf-16>", "<table>",
                         "<title>", "<base href='//x'>", "<svg>", "<math>", "<plaintext>")),
        TEXTS,
    ),
    max_size=30,
)  # fmt: skip
KEYS = st.sampled_from(("outlet", "text", "title", "published", "doc_id", "event", "url", "x"))
TARGETS: dict[Callable[..., None], dict[str, st.SearchStrategy[Any]]] = {
    any_file: {"data": st.binary(max_size=600),
               "ending": st.sampled_from(("txt", "md", "html", "csv", "jsonl", "parquet"))},
    any_page: {"pieces": HTML},
    any_rows: {"rows": st.lists(st.dictionaries(KEYS, CELLS), min_size=1, max_size=5),
               "ending": st.sampled_from(("csv", "jsonl"))},
    any_manifest: {"toml": st.one_of(st.text(max_size=200), TEXTS.map(
        lambda text: f"[[article]]\nfile = {json.dumps(text)}\noutlet = {json.dumps(text)}\n"))},
    any_text: {"text": TEXTS},
    any_lexicon: {"terms": st.lists(st.one_of(TEXTS.map(lambda t: t[:80]), NAMES), max_size=6),
                  "weight": st.floats(),
                  "extra": st.sampled_from(("", 'not_in = ["loud music"]', 'examples = ["x"]'))},
    any_exchange: {"text": st.one_of(TEXTS, st.text(max_size=200)),
                   "form": st.sampled_from(("dic", "yaml", "csv"))},
    any_table: {"texts": st.lists(WITHOUT_SURROGATES, max_size=9),
                "numbers": st.lists(st.floats(), max_size=9)},
}  # fmt: skip


def _saved(name: str, data: bytes) -> Path:
    path = FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _read(path: Path) -> None:
    try:
        corpus = pipeline.load(path, skip_bad=True)
    except FramingError as error:
        assert error.exit_code == 2  # noqa: PT017
        return
    assert tables.check("documents", corpus.documents) == []
    assert corpus.documents["doc_id"].is_unique
    for text in corpus.documents["text"]:
        text.encode("utf-8")


def turn(target: Callable[..., None], start: int, counts: Counter[str]) -> str:
    """Run a target on some inputs; gives the shortest input that broke it, with its error."""
    drawn: dict[str, Any] = {}

    @seed(start)
    @settings(max_examples=ROUND, deadline=None, database=None, print_blob=False,
              suppress_health_check=list(HealthCheck),
              phases=(Phase.generate, Phase.shrink))  # fmt: skip
    @given(**TARGETS[target])
    def once(**values: Any) -> None:
        counts[target.__name__] += 1
        drawn.clear()
        drawn.update(values)
        target(**values)

    try:
        once()
    except Exception:  # noqa: BLE001 - whatever comes is what we look for
        return f"{target.__name__}({drawn!r})\n{traceback.format_exc(limit=-6)}"
    return ""


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    start = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    until, counts, broken, number = time.monotonic() + seconds, Counter[str](), {}, 0
    while time.monotonic() < until:
        for target in TARGETS:
            if target.__name__ in broken or time.monotonic() > until:
                continue
            told = turn(target, start + number, counts)
            if told:
                broken[target.__name__] = told
                print(told, flush=True)
            number += 1
        if len(broken) == len(TARGETS):
            break
    for target in TARGETS:
        name = target.__name__
        print(f"{name:14} {counts[name]:>7} inputs  {'BROKEN' if name in broken else 'held'}")
    print(f"{math.ceil(seconds)} s, seed {start}: {sum(counts.values())} inputs, "
          f"{len(broken)} targets broken")  # fmt: skip
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
