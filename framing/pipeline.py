"""The whole flow on one screen: articles go in, a comparison with its tables comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing import paths, tables
from framing.comparison import (
    alignment,
    audit,
    contrasts,
    coverage,
    edits,
    keywords,
    naming,
    speakers,
)
from framing.corpus import hygiene, readers
from framing.errors import InputError
from framing.event import Actor, Corpus
from framing.lexicon import dictionary, files, labels, match, referents
from framing.models.learned import Learned
from framing.parameters import Parameters
from framing.report import findings
from framing.scoring import base, elements, lexical, presence, tone, toward, wording
from framing.text import deeds, mentions, quotes, scope, sentences

if TYPE_CHECKING:
    from framing.report.view import Report

Tables = dict[str, pd.DataFrame]
Source = Corpus | pd.DataFrame | str | Path
OnStep = Callable[[str], None]


def _silent(step: str) -> None:
    """Tell nobody which step runs."""


def _counting(step: str, on_step: OnStep) -> Callable[[int, int], None]:
    """Say after every hundred sentences how far a learned model is: a long text takes minutes."""

    def on_part(done: int, of: int) -> None:
        if done % 100 == 0:
            on_step(f"{step}: {done:,} of {of:,}")

    return on_part


@dataclass(frozen=True)
class Lexicons:
    """What a run judges by, made once for any number of articles.

    ``dimensions`` and ``referents`` are the lexicons, ``dictionary`` the compiled matcher,
    ``learned`` the learned models.
    """

    dimensions: tuple[files.Dimension, ...]
    referents: tuple[referents.Referent, ...]
    dictionary: dictionary.Dictionary
    learned: Learned = field(default_factory=Learned)


def lexicons(folders: Sequence[str | Path] = ()) -> Lexicons:
    """Load the project's lexicons and those of your own folders, ready to be used.

    ``folders`` are further folders of TOML files in the format of ``lexicons/``. Returns the
    dimensions, the referents, the compiled matcher and the learned models, which are loaded when
    they are first used. Raises ``InputError`` naming every fault.

    >>> "criminals-migrants" in [d.id for d in lexicons().dimensions]
    True
    """
    home = paths.data_dir("lexicons")
    dimensions = files.load_folder([home, *map(Path, folders)])
    return Lexicons(dimensions, referents.load(home / "referents"), dictionary.compile(dimensions))


def load(source: Source, **options: Any) -> Corpus:
    """Read the articles of one event from a folder, a file or a table.

    ``source`` is a path (folder with corpus.toml, bare folder, CSV, JSON Lines, Parquet) or a
    DataFrame with columns outlet and text; ``options`` are those of
    ``framing.corpus.readers.load`` (facts, dates, skip_bad). Returns the corpus.
    Raises ``InputError`` naming what was found, expected, what to do and where.

    >>> load(sample()).event.id
    'us-colombia-flights'
    """
    return source if isinstance(source, Corpus) else readers.load(source, **options)


def sample(event: str = "us-colombia-flights") -> Path:
    """Give the folder of a sample event that comes with the project.

    ``event`` is the folder's name under ``corpus/``. Raises ``InputError`` naming the events
    that there are.

    >>> sample().name
    'us-colombia-flights'
    """
    home = paths.data_dir("corpus")
    if not (home / event / "corpus.toml").is_file():
        known = sorted(folder.parent.name for folder in home.glob("*/corpus.toml"))
        raise InputError(
            found=f"no sample event is called '{event}'",
            expected=f"one of {', '.join(known)}",
            action="choose one of these",
            where=str(home),
        )
    return home / event


def annotate(corpus: Corpus, packs: Lexicons | None = None, on_step: OnStep = _silent) -> Tables:
    """Find who says what in each article, and every framing word and name, with offsets.

    ``corpus`` is what ``load`` gives; ``packs`` the lexicons (default: the project's);
    ``on_step`` is told the name of each step. Returns the tables documents, sentences, quotes,
    scopes, labels and hits by name.

    >>> sorted(annotate(load(sample())))
    ['documents', 'hits', 'labels', 'quotes', 'scopes', 'sentences']
    """
    packs = packs or lexicons()
    on_step("sentences")
    cut = sentences.split(corpus.documents, corpus.debris)
    on_step("who says it")
    said, warnings = quotes.find(corpus.documents, cut, corpus.actors)
    voiced = deeds.without(corpus.documents, said)
    denied = scope.find(corpus.documents, cut)
    on_step("names and framing words")
    named = labels.find(
        corpus.documents, cut, voiced, denied, packs.referents, corpus.actors, corpus.event
    )
    hits = match.find(corpus.documents, cut, voiced, denied, named, packs.dictionary)
    return {
        "documents": _warned(corpus.documents, warnings),
        "sentences": cut,
        "quotes": said,
        "scopes": denied,
        "labels": named,
        "hits": hits,
    }


def score(
    annotated: Tables,
    packs: Lexicons,
    parameters: Parameters,
    on_step: OnStep = _silent,
    actors: Sequence[Actor] = (),
) -> Tables:
    """Judge sentences and score every article and outlet by dimension and voice.

    ``annotated`` is what ``annotate`` gives; ``actors`` are the people and bodies of the event,
    whose names the elements and the tone toward actors bear. Returns it with the tables
    judgements, elements and scores added. Scores of an article do not depend on the other
    articles.
    """
    documents, cut = annotated["documents"], annotated["sentences"]
    on_step("scores")
    said = deeds.without(documents, annotated["quotes"])
    pieces = base.cut(documents, cut, said)
    exposed = base.exposure(documents, cut, said, pieces)
    judged = tone.judge(documents, cut, said, pieces)
    found = elements.find(documents, cut, said, annotated["scopes"], actors)
    words = presence.joined(annotated["hits"], found, packs.dimensions)
    scored = [
        lexical.score(documents, cut, said, words, packs.dimensions, parameters, exposed),
        tone.score(documents, cut, judged, exposed, parameters),
    ]
    model = packs.learned.toward if parameters.models else None
    if model is not None:
        on_step("tone toward actors")
        named = mentions.find(documents, actors)
        harsh = toward.judge(
            documents, cut, said, named, model, _counting("tone toward actors", on_step)
        )
        judged = tables.concat("judgements", [judged, harsh])
        scored.append(toward.score(documents, harsh, exposed, parameters))
    reader = packs.learned.wording if parameters.models else None
    if reader is not None:
        on_step("loaded wording")
        on_part = _counting("loaded wording", on_step)
        loaded = wording.judge(documents, cut, said, reader, on_part, pieces)
        judged = tables.concat("judgements", [judged, loaded])
        scored.append(wording.score(documents, loaded, exposed, parameters))
    return {
        **annotated,
        "judgements": judged,
        "elements": found,
        "scores": tables.concat("scores", scored),
    }


def contrast(
    scored: Tables, corpus: Corpus, packs: Lexicons, parameters: Parameters, on_step: OnStep
) -> Tables:
    """Set the outlets of one event against each other.

    ``scored`` is what ``score`` gives. Returns it with the tables of the comparison added.
    """
    documents, cut, said = (scored[n] for n in ("documents", "sentences", "quotes"))
    named, hits = scored["labels"], scored["hits"]
    on_step("differences")
    copies = hygiene.copies(documents, parameters)
    differences = [
        _differences(scored, packs, parameters, copies),
        naming.distances(named, documents, parameters),
    ]
    on_step("distinctive words")
    words = keywords.find(documents, cut, parameters)
    on_step("what is told and what is not found")
    aligned = alignment.align(documents, cut, parameters)
    return {
        **scored,
        "naming": naming.distribution(named, documents),
        "contrasts": tables.concat("contrasts", differences),
        "keywords": words,
        "alignments": aligned,
        "edits": edits.diff(documents, cut, copies, said, hits),
        "coverage": coverage.check(documents, cut, aligned, corpus.event.facts, parameters),
        "speakers": speakers.count(documents, deeds.without(documents, said), corpus.actors),
    }


def _differences(
    scored: Tables, packs: Lexicons, parameters: Parameters, copies: pd.DataFrame | None = None
) -> pd.DataFrame:
    return contrasts.compare(
        scored["documents"],
        scored["sentences"],
        presence.joined(scored["hits"], scored["elements"], packs.dimensions),
        scored["scores"],
        scored["judgements"],
        packs.dimensions,
        parameters,
        copies,
    )


@dataclass(frozen=True)
class Comparison:
    """How the outlets of one event word it: one attribute per table, and the report.

    ``tables`` holds every table by name; each is an attribute too (``comparison.hits``).
    ``cautions`` are about the input, ``limits`` say what may not be concluded, ``shown`` are the
    dimensions that a report shows.
    """

    corpus: Corpus
    packs: Lexicons
    parameters: Parameters
    tables: Mapping[str, pd.DataFrame]
    cautions: tuple[str, ...]
    limits: tuple[str, ...]
    shown: tuple[str, ...]

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in tables.TABLES and name in self.tables:
            return self.tables[name]
        raise AttributeError(f"a Comparison has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.tables})

    def view(self) -> Report:
        """Give what a report needs, and nothing else."""
        from framing.report.view import Report

        return Report(
            title=self.corpus.event.title or self.corpus.event.id,
            event=self.corpus.event,
            outlets=self.corpus.outlets,
            actors=self.corpus.actors,
            tables=self.tables,
            dimensions=self.packs.dimensions,
            parameters=self.parameters,
            cautions=list(self.cautions),
            limits=list(self.limits),
            shown=list(self.shown),
            versions=versions() | self.packs.learned.versions(self.parameters.models),
            debris=self.corpus.debris,
        )

    def report(self, directory: str | Path, **options: Any) -> Path:
        """Write the report's folder: PDF, HTML, PNG, charts, tables, methods, run.json.

        ``directory`` is the folder to be; ``options`` are those of ``framing.report.folder.write``
        (pages, size, grey, share, xlsx). Returns the folder. Raises ``InputError`` if the folder
        holds anything that is not a report of ours; then nothing is touched.
        """
        from framing.report import folder

        return folder.write(self.view(), Path(directory), **options)


def compare(
    source: Source,
    *,
    packs: Lexicons | None = None,
    parameters: Parameters | None = None,
    on_step: OnStep = _silent,
    **options: Any,
) -> Comparison:
    """Show how the outlets of one event word it.

    ``source`` is a corpus, a path or a DataFrame (see ``load``, which takes ``options``);
    ``packs`` are the lexicons, ``parameters`` the settings, ``on_step`` is told each step.
    Returns a ``Comparison`` with one attribute per table. Raises ``InputError`` if there are
    fewer than two articles or more than one event.

    >>> comparison = compare(sample())
    >>> comparison.report  # doctest: +ELLIPSIS
    <bound method Comparison.report of ...
    """
    on_step("reading")
    corpus = load(source, **options)
    _comparable(corpus)
    packs, parameters = packs or lexicons(), parameters or Parameters()
    _known(corpus, packs)
    scored = score(annotate(corpus, packs, on_step), packs, parameters, on_step, corpus.actors)
    result = contrast(scored, corpus, packs, parameters, on_step)
    shown = corpus.event.lexicons or match.relevant(
        result["hits"], result["documents"], packs.dimensions
    )
    result["findings"] = findings.write(result, packs.dimensions, parameters, corpus.event.facts)
    return Comparison(
        corpus,
        packs,
        parameters,
        result,
        (*corpus.cautions, *filter(None, [packs.learned.caution(parameters.models)])),
        tuple(findings.limits(result, parameters)),
        tuple(shown),
    )


def null_worlds(done: Comparison, on_step: OnStep = _silent) -> pd.DataFrame:
    """Count the findings in worlds made of the same texts in which there is nothing to find.

    ``done`` is a comparison. Returns one row per world: world (its kind), number, n_tests,
    n_claims, n_words; see ``framing.comparison.audit.null_worlds``.

    >>> texts = ["The bridge was closed.", "The bridge is open."]
    >>> two = compare(pd.DataFrame({"outlet": ["A", "B"], "text": texts}))
    >>> null_worlds(two).columns.tolist()
    ['world', 'number', 'n_tests', 'n_claims', 'n_words']
    """

    # tone toward actors is no contrast, and would be judged anew in every world
    parameters = replace(done.parameters, models=False)

    def again(documents: pd.DataFrame) -> Tables:
        on_step("null worlds")
        corpus = Corpus(documents, done.corpus.event, done.corpus.actors)
        scored = score(annotate(corpus, done.packs), done.packs, parameters)
        words = keywords.find(scored["documents"], scored["sentences"], done.parameters)
        differences = _differences(scored, done.packs, done.parameters)
        return {"contrasts": differences, "keywords": words}

    return audit.null_worlds(
        done.tables["documents"], done.tables["sentences"], again, done.parameters
    )


def versions() -> dict[str, str]:
    """Name the version of the project and of every library that a number may depend on.

    >>> "framing-compare" in versions()
    True
    """
    from importlib.metadata import version

    import framing

    libraries = ("numpy", "pandas", "scipy", "scikit-learn", "vaderSentiment", "typst")
    return {"framing-compare": framing.__version__} | {name: version(name) for name in libraries}


def _warned(documents: pd.DataFrame, warnings: Mapping[str, list[str]]) -> pd.DataFrame:
    merged = [
        [*old, *warnings.get(doc_id, [])]
        for doc_id, old in zip(documents["doc_id"], documents["warnings"], strict=True)
    ]
    return documents.assign(warnings=pd.Series(merged, index=documents.index, dtype=object))


def _known(corpus: Corpus, packs: Lexicons) -> None:
    known = [dimension.id for dimension in packs.dimensions]
    unknown = [name for name in corpus.event.lexicons if name not in known]
    if unknown:
        raise InputError(
            found=f"no lexicon is called '{unknown[0]}'",
            expected=f"one of {', '.join(known)}",
            action="correct `lexicons` in corpus.toml, or give its folder with --lexicons",
            where=f"event {corpus.event.id}",
        )


def _comparable(corpus: Corpus) -> None:
    events = sorted(set(corpus.documents["event"]))
    if len(events) > 1:
        raise InputError(
            found=f"articles of {len(events)} events: {', '.join(events[:5])}",
            expected="articles of one event",
            action="add --by event for a report of each, or keep the rows of one event",
            where="column event",
        )
    if len(corpus.documents) < 2:
        raise InputError(
            found=f"{len(corpus.documents)} article",
            expected="at least two articles of one event",
            action="add another outlet's article; one article can be read with 'framing annotate'",
            where=corpus.event.id,
        )
