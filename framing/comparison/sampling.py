"""Draw what people shall code: with hits and without, so that what was missed can be weighed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from framing import spans

POOLED = {"narrator": "narrator", "direct": "quoted", "partial": "quoted", "indirect": "reported"}
NEAR, FAR = "near", "far"
MASK = "[outlet]"
# parts a seed's draw from its names: a name must not tell the stratum
_DRAW, _NAME = "draw", "name"


def population(
    annotated: Mapping[str, pd.DataFrame],
    dimension: str,
    poles: Sequence[str],
    unit: str = "sentence",
    referent: str = "",
) -> pd.DataFrame:
    """List every unit that could be coded, with what the lexicon says of it.

    ``annotated`` are the tables documents, sentences, quotes, hits, labels (and elements);
    ``dimension`` and its ``poles`` are ids; ``unit`` is sentence, mention (each counted hit, and
    the sentences without one), article or element; ``referent`` is the dimension's. Page debris
    is left out. Returns doc_id, event, outlet, sent_id, start, end, voice (narrator, quoted,
    reported; all for articles), entry, pole (of the lexicon; empty = none or a tie), stratum:
    ``hit-POLE``, ``hit-mixed``, ``near`` (no hit, but a hit of another dimension or a word for
    the same people) or ``far``.

    >>> import framing
    >>> tables = framing.annotate(framing.load(framing.sample()))
    >>> every = population(tables, "order-dignity", ["order", "dignity"])
    >>> len(every) == int((tables["sentences"]["part"] != "debris").sum())
    True
    """
    sentences = annotated["sentences"]
    sentences = sentences[sentences["part"] != "debris"]
    if unit == "element":
        found = annotated["elements"]
        found = found[found["counted"]].assign(
            pole=lambda t: t["element"], entry=lambda t: t["cue"]
        )
    else:
        found = annotated["hits"]
        found = found[(found["dimension"] == dimension) & found["counted"]]
    if unit == "article":
        units = _articles(annotated, sentences, found, poles, referent)
    else:
        near = _near(annotated, referent)
        bare = _sentences(annotated, sentences, found, poles, near)
        if unit == "sentence":
            units = bare
        else:
            marked = _mentions(found)
            units = pd.concat([marked, bare[bare["stratum"].isin([NEAR, FAR])]], ignore_index=True)
    documents = annotated["documents"].set_index("doc_id")
    for name in ("event", "outlet"):
        units[name] = units["doc_id"].map(documents[name])
    columns = ["doc_id", "event", "outlet", "sent_id", "start", "end", "voice", "entry", "pole"]
    order = ["doc_id", "sent_id", "start", "end", "entry"]
    return units[[*columns, "stratum"]].sort_values(order, kind="stable").reset_index(drop=True)


def draw(units: pd.DataFrame, n: int, seed: int) -> pd.DataFrame:
    """Draw n units: half with hits, evenly by pole, half without, evenly near and far.

    ``units`` is what ``population`` gives; a stratum that is too small is taken whole and the
    others fill up. Whether a unit is drawn hangs on the seed and the unit alone, so the order of
    the articles changes nothing and a larger n holds the smaller sample. Returns ``units`` with
    unit (a name that tells nothing), population (units of the stratum), probability (of being
    drawn) and sampled, sorted by unit.

    >>> units = pd.DataFrame({"doc_id": ["a"] * 4, "sent_id": range(4), "start": range(4),
    ...                       "end": range(1, 5), "entry": "", "stratum": ["hit-x"] + ["far"] * 3})
    >>> draw(units, 2, 1)["probability"].round(2).tolist().count(0.33)
    3
    """
    identity = [
        "\0".join(map(str, row))
        for row in units[["doc_id", "sent_id", "start", "end", "entry"]].itertuples(index=False)
    ]
    units = units.assign(
        unit=[f"u{_hash(seed, _NAME, one)[:12]}" for one in identity],
        _turn=[_hash(seed, _DRAW, one) for one in identity],
    )
    sizes = {str(name): int(size) for name, size in units["stratum"].value_counts().items()}
    wanted = allocate(sizes, n)
    units["population"] = units["stratum"].map(sizes).astype("int64")
    share = {name: wanted[name] / size for name, size in sizes.items()}
    units["probability"] = units["stratum"].map(share).astype("float64")
    turn = units.sort_values("_turn").groupby("stratum", sort=False).cumcount()
    units["sampled"] = turn.reindex(units.index) < units["stratum"].map(wanted)
    return units.drop(columns="_turn").sort_values("unit").reset_index(drop=True)


def allocate(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """Say how many units to draw from each stratum.

    ``sizes`` maps strata to the number of their units. Half of n goes to strata with hits, half
    to near and far; within each half evenly; what a stratum lacks the others give.

    >>> allocate({"hit-x": 100, "hit-y": 10, "near": 500, "far": 500}, 100)
    {'far': 25, 'hit-x': 40, 'hit-y': 10, 'near': 25}
    """
    hits = {name: size for name, size in sizes.items() if name not in (NEAR, FAR)}
    rest = {name: size for name, size in sizes.items() if name in (NEAR, FAR)}
    with_hits = min(sum(hits.values()), max(n // 2, n - sum(rest.values())))
    given = _evenly(hits, with_hits) | _evenly(rest, n - with_hits)
    return {name: given[name] for name in sorted(given)}


def _evenly(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    given: dict[str, int] = {}
    left = max(0, n)
    for number, name in enumerate(sorted(sizes, key=lambda one: (sizes[one], one))):
        given[name] = min(sizes[name], -(-left // (len(sizes) - number)))
        left -= given[name]
    return given


def show(
    drawn: pd.DataFrame,
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    context: int = 1,
) -> pd.DataFrame:
    """Write out what coders see: the text of each unit with what stands around it, no outlet.

    ``drawn`` are units to code; ``documents`` and ``sentences`` are their tables; ``context`` is
    the number of sentences before and after. A mention stands in [[double brackets]]; the names
    of all outlets (three letters or more) are masked. Returns unit, before, text, after.
    """
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    clean = sentences[sentences["part"] != "debris"].sort_values(["doc_id", "sent_id"])
    places: dict[str, list[tuple[int, int, int]]] = {}
    columns = ["doc_id", "sent_id", "start", "end"]
    for doc_id, number, start, end in zip(*(clean[name] for name in columns), strict=True):
        places.setdefault(str(doc_id), []).append((int(number), int(start), int(end)))
    outlets = _outlets(documents["outlet"])
    rows = []
    for unit, doc_id, *place in zip(*(drawn[name] for name in ["unit", *columns]), strict=True):
        parts = _around(texts[doc_id], places.get(doc_id, []), place, context)
        rows.append((unit, *(outlets.sub(MASK, part) for part in parts)))
    return pd.DataFrame(rows, columns=["unit", "before", "text", "after"], dtype=str)


def _around(
    text: str, places: list[tuple[int, int, int]], place: Sequence[int], context: int
) -> tuple[str, str, str]:
    number, start, end = (int(one) for one in place)
    if number < 0:
        return "", text[start:end], ""
    at = next(i for i, one in enumerate(places) if one[0] == number)
    _, low, high = places[at]
    body = text[low:high]
    if (start, end) != (low, high):
        first, last = max(start, low) - low, min(end, high) - low
        body = f"{body[:first]}[[{body[first:last]}]]{body[last:]}"
    before = [text[a:b] for _, a, b in places[max(0, at - context) : at]]
    after = [text[a:b] for _, a, b in places[at + 1 : at + 1 + context]]
    return _line(*before), _line(body), _line(*after)


def _line(*sentences: str) -> str:
    return " ".join(" ".join(sentences).split())


def _outlets(outlets: pd.Series[str]) -> re.Pattern[str]:
    known = {*outlets, *(name.removeprefix("The ") for name in outlets)}
    names = sorted((name for name in known if len(name) >= 3), key=lambda one: (-len(one), one))
    # (?!) matches nowhere: without a name there is nothing to mask
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names)) or '(?!)'})(?!\w)")


def _hash(seed: int, purpose: str, identity: str) -> str:
    said = f"{seed}\0{purpose}\0{identity}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, digest_size=16).hexdigest()


def _near(annotated: Mapping[str, pd.DataFrame], referent: str) -> pd.MultiIndex:
    hits, labels = annotated["hits"], annotated["labels"]
    told = labels[labels["referent"] == referent] if referent else labels[:0]
    both = pd.concat([hits[["doc_id", "sent_id"]], told[["doc_id", "sent_id"]]])
    return pd.MultiIndex.from_frame(both.drop_duplicates())


def _leaning(found: pd.DataFrame, keys: list[str], poles: Sequence[str]) -> pd.DataFrame:
    """Say which pole most of the hits of a unit have; a tie is mixed."""
    if not len(found):
        return pd.DataFrame(columns=[*keys, "pole", "stratum", "entry"])
    counts = found.groupby(keys)["pole"].value_counts().unstack(fill_value=0)
    counts = counts.reindex(columns=list(poles), fill_value=0)
    values = counts.to_numpy()
    best = values.argmax(axis=1)
    tie = (values == values.max(axis=1, keepdims=True)).sum(axis=1) > 1
    names = np.array(list(poles), dtype=object)[best]
    entries = found.groupby(keys)["entry"].agg(lambda e: "; ".join(dict.fromkeys(e)))
    lean = pd.DataFrame(
        {
            "pole": np.where(tie, "", names),
            "stratum": np.where(tie, "hit-mixed", [f"hit-{name}" for name in names]),
        },
        index=counts.index,
    )
    return lean.join(entries).reset_index()


def _sentences(
    annotated: Mapping[str, pd.DataFrame],
    sentences: pd.DataFrame,
    found: pd.DataFrame,
    poles: Sequence[str],
    near: pd.MultiIndex,
) -> pd.DataFrame:
    keys = ["doc_id", "sent_id"]
    units = sentences[[*keys, "start", "end"]].merge(
        _leaning(found.sort_values([*keys, "start"]), keys, poles), on=keys, how="left"
    )
    is_near = pd.MultiIndex.from_frame(units[keys]).isin(near)
    units["stratum"] = units["stratum"].where(
        units["stratum"].notna(), np.where(is_near, NEAR, FAR)
    )
    units["pole"], units["entry"] = units["pole"].fillna(""), units["entry"].fillna("")
    said, _ = spans.voice_at(annotated["quotes"], units["doc_id"], units["start"], units["end"])
    units["voice"] = [POOLED[voice] for voice in said]
    spoken = found.assign(voice=found["voice"].map(POOLED)).groupby(keys)["voice"]
    single = spoken.first()[spoken.nunique() == 1]
    at = pd.MultiIndex.from_frame(units[keys])
    units["voice"] = single.reindex(at).fillna(units["voice"].set_axis(at)).to_numpy()
    return units


def _mentions(found: pd.DataFrame) -> pd.DataFrame:
    columns = ["doc_id", "sent_id", "start", "end", "entry", "pole"]
    return found[columns].assign(
        voice=found["voice"].map(POOLED), stratum=[f"hit-{pole}" for pole in found["pole"]]
    )


def _articles(
    annotated: Mapping[str, pd.DataFrame],
    sentences: pd.DataFrame,
    found: pd.DataFrame,
    poles: Sequence[str],
    referent: str,
) -> pd.DataFrame:
    keys = ["doc_id", "sent_id"]
    # as in scores: sentences are counted, not hits
    leaning = _leaning(found.sort_values([*keys, "start"]), keys, poles)
    leaning = leaning[leaning["pole"] != ""]
    documents = annotated["documents"]
    units = pd.DataFrame({"doc_id": documents["doc_id"], "sent_id": -1, "start": 0})
    units["end"] = documents["text"].str.len()
    units = units.merge(_leaning(leaning, ["doc_id"], poles), on="doc_id", how="left")
    told = set(_near(annotated, referent).get_level_values(0))
    other = np.where(units["doc_id"].isin(told), NEAR, FAR)
    units["stratum"] = units["stratum"].where(units["stratum"].notna(), other)
    units["pole"], units["entry"] = units["pole"].fillna(""), units["entry"].fillna("")
    return units[units["doc_id"].isin(sentences["doc_id"])].assign(voice="all")
