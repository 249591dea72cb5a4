"""What is done to one partition: articles in, the nine tables out, the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from framing import paths, pipeline, storage, tables
from framing.corpus import pieces
from framing.corpus.pieces import Piece
from framing.errors import FramingError, InputError
from framing.event import Actor, Event
from framing.parameters import Parameters

NAMES = ("documents", "sentences", "quotes", "scopes", "hits", "labels", "judgements", "elements",
         "scores")  # fmt: skip
# files of lexicons/ beside the dimensions: cues, patterns, referents, background counts
_RULES = ("*.toml", "*.tsv", "*.txt")
# articles above which a partition that fails whole is our fault, not that of a text
_SYSTEMIC = 3


@dataclass(frozen=True)
class Job:
    """What every partition of a run is done with: lexicon folders, settings, event, actors.

    ``frozen`` is what ``freeze`` gave when the run began:
    a machine that has other lexicons or versions refuses to work for it.

    >>> Job().event.id
    'articles'
    """

    folders: tuple[str, ...] = ()
    parameters: Parameters = field(default_factory=Parameters)
    event: Event = field(default_factory=lambda: Event("articles"))
    actors: tuple[Actor, ...] = ()
    frozen: str = ""


@dataclass(frozen=True)
class Part:
    """One finished partition: its number, the bytes of its nine Parquet files, and its counts."""

    number: int
    files: Mapping[str, bytes]
    counts: Mapping[str, Any]


def freeze(folders: tuple[str, ...], parameters: Parameters, size: int) -> dict[str, Any]:
    """Say what the numbers of a run rest on: versions, lexicons, rules, models, settings.

    ``folders`` are lexicon folders of one's own, ``size`` the articles of a partition. Returns
    a dictionary fit for JSON; two runs with equal ones give equal tables for equal articles.

    >>> sorted(freeze((), Parameters(), 500))
    ['kinds', 'lexicons', 'models', 'parameters', 'rules', 'schema', 'size', 'versions']
    """
    versions = {k: v for k, v in pipeline.versions().items() if k != "typst"}
    dimensions = packs(folders).dimensions
    return {
        "schema": tables.SCHEMA_VERSION,
        "versions": versions,
        "lexicons": {one.id: one.sha256 for one in dimensions},
        "kinds": {one.id: one.kind for one in dimensions},
        "rules": _rules(),
        "models": _models() if parameters.models else {},
        "parameters": parameters.as_dict(),
        "size": size,
    }


def digest(frozen: Mapping[str, Any]) -> str:
    """Shorten what ``freeze`` gives to one hash.

    >>> len(digest({"schema": 1}))
    64
    """
    import json

    return storage.sha256(json.dumps(frozen, sort_keys=True).encode())


def analyse(job: Job, piece: Piece) -> dict[str, pd.DataFrame]:
    """Work on the articles of one piece and give the nine tables.

    Scores pooled over an outlet's articles are left out: a partition holds an arbitrary part of
    them. Nothing in the tables depends on which articles share a piece.

    >>> from framing.corpus.article import Article
    >>> piece = Piece((Article("a", "Rain fell on the town.", "a", doc_id="a-1", event="e"),))
    >>> sorted(analyse(Job(), piece)) == sorted(NAMES)
    True
    """
    corpus = pieces.corpus(piece, job.event, job.actors, job.parameters)
    known = packs(job.folders)
    annotated = pipeline.annotate(corpus, known)
    documents = annotated["documents"]
    # all articles as one pool: what is pooled is left out below, and many pools cost much time
    pooled = documents.assign(event="", outlet="").astype({"event": "str", "outlet": "str"})
    done = pipeline.score(
        {**annotated, "documents": pooled}, known, job.parameters, actors=corpus.actors
    )
    scores = done["scores"][done["scores"]["doc_id"] != ""].reset_index(drop=True)
    row = pd.Index(documents["doc_id"]).get_indexer(pd.Index(scores["doc_id"]))
    names = {c: documents[c].iloc[row].reset_index(drop=True) for c in ("event", "outlet")}
    done = {**done, "documents": documents, "scores": scores.assign(**names)}
    return {name: done[name] for name in NAMES}


def work(job: Job, number: int, piece: Piece) -> Part:
    """Make one partition; an article that our own code fails on is rejected, the others go on.

    ``number`` is the partition's. Returns its files as bytes and its counts. Raises
    ``FramingError`` where this machine has other lexicons or versions than the run.

    >>> from framing.corpus.article import Article
    >>> part = work(Job(), 0, Piece((Article("a", "Rain fell.", "a", doc_id="a-1", event="e"),)))
    >>> part.counts["articles"], sorted(part.files) == sorted(NAMES)
    (1, True)
    """
    _same(job)
    found, failed = _robust(job, piece)
    if len(failed) == len(piece.articles) > _SYSTEMIC:
        raise FramingError(
            found=f"every article of a partition failed: {failed[0][1]}",
            expected="tables",
            action="report it with this text; finished partitions are kept",
            where=f"partition {number}",
        )
    rejected = [*piece.rejected, *failed]
    counts = {
        "key": key_of(piece),
        "articles": len(found["documents"]),
        "words": int(found["documents"]["n_words"].sum()),
        "known": piece.known,
        "rejected": [list(pair) for pair in rejected],
        "rows": {name: len(found[name]) for name in NAMES},
        "dimensions": _leanings(found["scores"]),
    }
    files = {name: storage.parquet_bytes(name, found[name]) for name in NAMES}
    return Part(number, files, counts)


def key_of(piece: Piece) -> str:
    """Shorten what stands in a piece to a hash, by which a finished partition knows its articles.

    >>> len(key_of(Piece(())))
    32
    """
    total = hashlib.blake2b(digest_size=16)
    for one in piece.articles:
        given = (one.doc_id, one.sha256, one.event, one.outlet, one.title, one.published)
        total.update("\0".join((*given, one.url, one.genre)).encode("utf-8", "replace") + b"\n")
    return total.hexdigest()


def _robust(job: Job, piece: Piece) -> tuple[dict[str, pd.DataFrame], list[tuple[str, str]]]:
    try:
        return analyse(job, piece), []
    except (MemoryError, OSError, FramingError):
        raise
    except Exception as error:  # noqa: BLE001 - one text must not cost a million others
        if len(piece.articles) == 1:
            one = piece.articles[0]
            reason = f"a fault of framing-compare itself: {type(error).__name__}: {error}"
            empty = {name: tables.empty(name) for name in NAMES}
            return empty, [(one.source, " ".join(reason.split())[:300])]
    middle = len(piece.articles) // 2
    halves = [
        _robust(job, replace(piece, articles=articles))
        for articles in (piece.articles[:middle], piece.articles[middle:])
    ]
    joined = {name: tables.concat(name, [half[0][name] for half in halves]) for name in NAMES}
    return joined, [failure for half in halves for failure in half[1]]


def _leanings(scores: pd.DataFrame) -> dict[str, dict[str, list[int]]]:
    """Sum sentences of each pole and hits by dimension and voice, for the summary."""
    own = scores[(scores["scorer"] == "lexical") & (scores["speaker"] == "")]
    columns = ["n_pole_1", "n_pole_2", "n_hits"]
    sums = own.groupby(["dimension", "voice"], sort=True)[columns].sum()
    found: dict[str, dict[str, list[int]]] = {}
    for (dimension, voice), row in zip(sums.index, sums.to_numpy().tolist(), strict=True):
        found.setdefault(str(dimension), {})[str(voice)] = [int(n) for n in row]
    return found


def packs(folders: tuple[str, ...]) -> pipeline.Lexicons:
    """Load the lexicons once in every process, and again where a file of one's own was changed.

    >>> packs(()) is packs(())
    True
    """
    files = sorted(path for folder in folders for path in Path(folder).glob("*.toml"))
    stats = [path.stat() for path in files]
    return _packs(folders, tuple((one.st_mtime_ns, one.st_size) for one in stats))


@lru_cache(maxsize=2)
def _packs(folders: tuple[str, ...], state: tuple[tuple[int, int], ...]) -> pipeline.Lexicons:
    return pipeline.lexicons(folders)


@cache
def _checked(job_digest: str, folders: tuple[str, ...], parameters: Parameters) -> bool:
    sizes = (job_digest.partition(":")[0],)
    return digest(freeze(folders, parameters, int(sizes[0]))) == job_digest.partition(":")[2]


def _same(job: Job) -> None:
    if job.frozen and not _checked(job.frozen, job.folders, job.parameters):
        raise InputError(
            found="this machine has other lexicons, models or versions than the run began with",
            expected="the same release of framing-compare and the same lexicons on every machine",
            action="install the same versions there and run the command again",
            where=", ".join(job.folders) or "the project's lexicons",
        )


def _rules() -> str:
    home = paths.data_dir("lexicons")
    dimensions = set(home.glob("*.toml"))
    files = {path for pattern in _RULES for path in home.rglob(pattern)} - dimensions
    return _hash(home, sorted(files))


def _models() -> dict[str, str]:
    try:
        home = paths.data_dir("models")
    except FramingError:
        return {}
    folders = sorted(path for path in home.iterdir() if path.is_dir())
    return {
        folder.name: _hash(folder, sorted(path for path in folder.rglob("*") if path.is_file()))
        for folder in folders
    }


def _hash(home: Path, files: list[Path]) -> str:
    total = hashlib.sha256()
    for path in files:
        total.update(path.relative_to(home).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
