"""Words and phrases that mark one outlet's articles against the rest, with an honest p."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import tables
from framing.comparison import words
from framing.parameters import Parameters

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float64]

PRIOR_WORDS = 200.0
UNIFORM = 1.0
LEAST = 3
SHOWN = 12
# mentions that are dealt at once: few enough to stay near the processor
_BLOCK = 100_000
_Z = 1.959963984540054
_INITIALS = re.compile(r"\b\w(?:\.\w)+\b(?!\.)")


@dataclass(frozen=True)
class _Counts:
    """How often each term stands in each analysed sentence of an event."""

    terms: list[str]
    shown: list[str]
    matrix: csr_matrix
    owner: npt.NDArray[np.int64]
    outlets: list[str]
    length: Floats

    @cached_property
    def mentions(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Number of the sentence and of the term of every mention."""
        entries = self.matrix.tocoo()
        times = entries.data.astype(np.int64)
        return np.repeat(entries.row, times), np.repeat(entries.col, times)


def find(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    parameters: Parameters,
    background: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """Find the words and word pairs that mark one outlet's articles against all the others.

    Arguments are the tables of those names, the settings, and how often terms stand in other
    text (default: ``lexicons/background/en.tsv``). Returns the table ``keywords``: for each
    outlet the distinctive terms and the next strongest, up to twelve, strongest first. log_odds
    is the z-score of the weighted log-odds with an informative Dirichlet prior: 200 words of
    background plus one mention of every term (Monroe, Colaresi, Quinn 2008); low and high lie
    1.96 around it. Singular and plural are counted together and shown by the
    commoner; count_rest is taken over the other outlets. p_adjusted holds for all terms and
    outlets at once: sentences are dealt anew to the outlets, the largest z of any term of the
    outlet is kept each time (Westfall & Young 1993), and the share of such draws that reach a
    term's z is multiplied by the number of outlets. Terms with fewer than three mentions and
    function words are left out. It says what marks *these articles*, never what an outlet
    usually writes.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "event": ["e"], "outlet": ["A"]})
    >>> len(find(documents, tables.empty("sentences"), Parameters()))
    0
    """
    known = words.background() if background is None else background
    parts = []
    for event, group in documents.groupby("event", sort=True):
        counts = _count(group, sentences)
        if counts is not None:
            parts.append(_mark(str(event), counts, known, parameters))
    return tables.concat("keywords", parts)


def terms(text: str) -> list[tuple[str, str]]:
    """List the words and word pairs of a sentence that may be distinctive: singular and form.

    >>> terms("The heavy tariffs of the state")[:2]
    [('heavy', 'heavy'), ('tariff', 'tariffs')]
    """
    return [(key, form) for key, form, _, _ in _places(text)]


def _places(text: str) -> list[tuple[str, str, int, int]]:
    """List singular, form, start and end of each word and word pair that may be distinctive."""
    light = words.function_words()
    found = [(word, _may_stand(word.form, light)) for word in words.cut(text)]
    single = [(words.singular(w.form), w.form, w.start, w.end) for w, stands in found if stands]
    double = [
        (f"{words.singular(a.form)} {words.singular(b.form)}", f"{a.form} {b.form}", a.start, b.end)
        for (a, first), (b, second) in pairwise(found)
        if first and second
    ]
    return single + double


def _may_stand(form: str, light: frozenset[str]) -> bool:
    return form not in light and not form[0].isdigit() and len(form) > 1


def _count(documents: pd.DataFrame, sentences: pd.DataFrame) -> _Counts | None:
    """Count terms sentence by sentence, and keep those with enough mentions."""
    from scipy.sparse import coo_matrix

    outlets = sorted(documents["outlet"].unique())
    outlet_of = dict(zip(documents["doc_id"], documents["outlet"], strict=True))
    body = sentences[
        sentences["doc_id"].isin(documents["doc_id"]) & (sentences["part"] != "debris")
    ]
    if len(outlets) < 2 or not len(body):
        return None
    found = [terms(text) for text in body["text"].tolist()]
    flat = [key for row in found for key, _ in row]
    rows = np.repeat(np.arange(len(found)), [len(row) for row in found])
    codes, names = pd.factorize(np.array(flat, dtype=object), sort=True)
    size = (len(found), len(names))
    matrix = coo_matrix((np.ones(len(codes)), (rows, codes)), shape=size).tocsr()
    total = np.asarray(matrix.sum(axis=0)).ravel()
    keep = np.flatnonzero(total >= LEAST)
    owner = pd.Index(outlets).get_indexer(pd.Index(body["doc_id"].map(outlet_of)))
    length = np.array([sum(" " not in key for key, _ in row) for row in found], dtype=np.float64)
    forms: dict[str, Counter[str]] = {}
    for key, form in (pair for row in found for pair in row):
        forms.setdefault(key, Counter())[form] += 1
    kept = [str(names[i]) for i in keep]
    shown = [min(forms[key], key=lambda form: (-forms[key][form], form)) for key in kept]
    return _Counts(kept, shown, matrix[:, keep], owner.astype(np.int64), outlets, length)


def _mark(
    event: str, counts: _Counts, known: Mapping[str, int], parameters: Parameters
) -> pd.DataFrame:
    prior = _prior(counts.terms, known)
    total = np.asarray(counts.matrix.sum(axis=0), dtype=np.float64).ravel()
    own = _sums(counts, np.eye(len(counts.outlets))[counts.owner].T)
    z = _log_odds(own[0], own[1], total, counts.length.sum(), prior)
    largest = _null(counts, total, prior, parameters)
    parts: list[tuple[str, int, float, float, float]] = []
    for code, outlet in enumerate(counts.outlets):
        reached = np.sort(largest[:, code])
        beaten = len(reached) - np.searchsorted(reached, z[code] - 1e-12, side="left")
        p = np.minimum(1.0, len(counts.outlets) * (beaten + 1) / (len(reached) + 1))
        rows = _chosen(counts, z[code], p, own[0][code], parameters)
        parts += [(outlet, row, z[code, row], p[row], own[0][code, row]) for row in rows]
    return _table(event, counts, total, parts)


def _prior(names: Sequence[str], known: Mapping[str, int]) -> Floats:
    """Give each term's pseudo-count: its part of the background, smoothed, times the prior size."""
    counts: Counter[str] = Counter()
    for term, count in known.items():
        counts[" ".join(words.singular(word) for word in term.split())] += count
    size = sum(count for term, count in counts.items() if " " not in term) or 1
    share = np.array([counts[term] / size for term in names], dtype=np.float64)
    return PRIOR_WORDS * share + UNIFORM


def _sums(counts: _Counts, chosen: Floats) -> tuple[Floats, Floats]:
    """Count terms and words of chosen sentences (ways x sentences)."""
    terms_in = np.asarray((counts.matrix.T @ chosen.T).T, dtype=np.float64)
    return terms_in, chosen @ counts.length


def _log_odds(own: Floats, n_own: Floats, total: Floats, n_all: float, prior: Floats) -> Floats:
    """Give the z-score of the log-odds against the rest (Monroe et al. 2008, eq. 16 and 22)."""
    return _z(own, n_own[:, None], total, n_all, prior, prior.sum())


def _z(
    own: Floats, n_own: Floats, total: Floats, n_all: float, prior: Floats, mass: float
) -> Floats:
    a, b = own + prior, (total - own) + prior
    n_a, n_b = n_own + mass, n_all - n_own + mass
    # one logarithm and one root: this is the inner loop of the permutations
    # a side that says nothing but this word has no other words to set it against: half a word
    rest_a, rest_b = np.maximum(n_a - a, 0.5), np.maximum(n_b - b, 0.5)
    gap = np.log(a * rest_b / (b * rest_a))
    return np.asarray(gap * np.sqrt(a * b / (total + 2 * prior)), dtype=np.float64)


def _null(counts: _Counts, total: Floats, prior: Floats, parameters: Parameters) -> Floats:
    """Deal the sentences anew and keep each outlet's largest z (draws x outlets)."""
    rng = np.random.default_rng([parameters.seed, len(counts.owner)])
    n_sentences, n_outlets = len(counts.owner), len(counts.outlets)
    largest = np.zeros((parameters.permutations, n_outlets))
    block = max(1, _BLOCK // max(1, n_outlets, n_sentences, int(counts.matrix.sum())))
    for first in range(0, parameters.permutations, block) if counts.terms else ():
        n = min(block, parameters.permutations - first)
        dealt = counts.owner[np.argsort(rng.random((n, n_sentences)), axis=1)]
        # draw and outlet in one number
        dealt += n_outlets * np.arange(n)[:, None]
        found = _largest(counts, dealt, n * n_outlets, total, prior)
        largest[first : first + n] = found.reshape(n, n_outlets)
    return largest


def _largest(
    counts: _Counts, dealt: npt.NDArray[np.int64], size: int, total: Floats, prior: Floats
) -> Floats:
    """Give the largest z of each of ``size`` sides, to which every draw deals the sentences.

    Only terms that a side uses are looked at: the z of a term that it does not use is the lower,
    the longer the side is, so that of an empty side bounds it. Sides that stay below the bound
    are worked out on all terms.
    """
    n_terms, n_all = len(counts.terms), counts.length.sum()
    # one number for each side and term, once for each mention; sorted, equal ones are counted
    small = np.int32 if size * n_terms < np.iinfo(np.int32).max else np.int64
    key: Any = (dealt * n_terms).astype(small)[:, counts.mentions[0]]
    key += counts.mentions[1].astype(small)
    key = np.sort(key, axis=None)
    heads = np.flatnonzero(np.diff(key, prepend=small(-1)))
    used = key[heads]
    own: Floats = np.diff(heads, append=len(key)).astype(np.float64)
    side = used // small(n_terms)
    term = used - side * small(n_terms)
    length = np.broadcast_to(counts.length, dealt.shape)
    n_own = np.bincount(dealt.ravel(), length.ravel(), minlength=size)
    z = _z(own, n_own[side], total[term], n_all, prior[term], prior.sum())
    found = np.full(size, -np.inf)
    if len(used):
        first = np.flatnonzero(np.diff(side, prepend=-1))
        found[side[first]] = np.maximum.reduceat(z, first)
    with np.errstate(divide="ignore"):
        # a single term has no bound, and every side is worked out
        empty = np.zeros(n_terms)
        bound = _z(empty, empty, total, n_all, prior, prior.sum()).max()
    alone: Floats = np.zeros((1, n_terms))
    unsure = np.flatnonzero(found < bound + 1e-9)
    for one in unsure.tolist():
        low, high = np.searchsorted(side, [one, one + 1])
        alone[:] = 0.0
        alone[0, term[low:high]] = own[low:high]
        found[one] = _log_odds(alone, n_own[[one]].astype(np.float64), total, n_all, prior).max()
    return found


def _chosen(
    counts: _Counts, z: Floats, p: Floats, own: Floats, parameters: Parameters
) -> list[int]:
    """Choose the strongest terms of one outlet; a word that only stands in a shown pair goes."""
    strong = np.flatnonzero((z > 0) & (own >= LEAST))
    order = [int(i) for i in strong[np.lexsort((strong, -z[strong]))]]
    chosen: list[int] = []
    for i in order:
        if len(chosen) >= SHOWN and p[i] >= parameters.alpha:
            break
        if not any(_inside(counts.terms, own, i, j) for j in order):
            chosen.append(i)
    return chosen


def _table(
    event: str,
    counts: _Counts,
    total: Floats,
    chosen: Sequence[tuple[str, int, float, float, float]],
) -> pd.DataFrame:
    """Write the chosen terms as a table: outlet, number of the term, z, p, mentions."""
    terms_of = np.array([row for _, row, *_ in chosen], dtype=np.int64)
    z, p, own = (np.array([one[at] for one in chosen], dtype=np.float64) for at in (2, 3, 4))
    return tables.frame(
        "keywords",
        {
            "event": [event] * len(chosen),
            "outlet": [outlet for outlet, *_ in chosen],
            "term": [_written(counts.shown[row]) for row in terms_of],
            "log_odds": z,
            "low": z - _Z,
            "high": z + _Z,
            "p_adjusted": p,
            "count": own.astype(np.int64),
            "count_rest": (total[terms_of] - own).astype(np.int64),
        },
    )


def _written(term: str) -> str:
    """Give initials their last dot back: "u.s" is cut from "U.S."."""
    return _INITIALS.sub(r"\g<0>.", term)


def _inside(names: list[str], own: Floats, i: int, j: int) -> bool:
    """Say whether word i stands only inside the pair j."""
    within = " " not in names[i] and names[i] in names[j].split()
    return " " in names[j] and within and bool(own[i] == own[j])


def in_context(
    documents: pd.DataFrame, sentences: pd.DataFrame, keywords: pd.DataFrame, width: int = 60
) -> pd.DataFrame:
    """Show every mention of the keywords in its sentence, so that a reader can judge it.

    Arguments are the tables of those names; ``width`` is the number of characters shown on each
    side. Returns event, outlet, term, doc_id, sent_id, start, end (characters of the article),
    left, text, right.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "event": ["e"], "outlet": ["A"]})
    >>> sentences = tables.frame("sentences", {"doc_id": ["a"], "sent_id": [0], "start": [0],
    ...     "end": [20], "part": ["body"], "text": ["A heavy tariff falls"]})
    >>> marked = pd.DataFrame({"event": ["e"], "outlet": ["A"], "term": ["heavy tariff"]})
    >>> in_context(documents, sentences, marked)[["left", "text", "right"]].values.tolist()
    [['A ', 'heavy tariff', ' falls']]
    """
    wanted: dict[tuple[str, str], dict[str, str]] = {}
    for event, outlet, term in zip(
        keywords["event"], keywords["outlet"], keywords["term"], strict=True
    ):
        key = " ".join(words.singular(word.rstrip(".")) for word in term.split())
        wanted.setdefault((event, outlet), {})[key] = term
    owner = {
        d: (e, o)
        for d, e, o in zip(*(documents[c] for c in ("doc_id", "event", "outlet")), strict=True)
    }
    rows: list[tuple[Any, ...]] = []
    body = sentences[sentences["part"] != "debris"]
    columns = ("doc_id", "sent_id", "start", "text")
    for doc_id, sent_id, offset, text in zip(*(body[c] for c in columns), strict=True):
        event, outlet = owner.get(doc_id, ("", ""))
        mine = wanted.get((event, outlet), {})
        for key, _, start, end in _places(text) if mine else ():
            if key not in mine:
                continue
            term = mine[key]
            left, right = text[max(0, start - width) : start], text[end : end + width]
            rows.append(
                (event, outlet, term, doc_id, sent_id, offset + start, offset + end,
                 left, text[start:end], right)
            )  # fmt: skip
    names = [
        "event",
        "outlet",
        "term",
        "doc_id",
        "sent_id",
        "start",
        "end",
        "left",
        "text",
        "right",
    ]
    table = pd.DataFrame(rows, columns=names)
    return table.sort_values(["event", "outlet", "term", "doc_id", "start"], ignore_index=True)
