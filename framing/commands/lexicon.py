"""Commands on lexicons: list, show, check, probe, new, suggest, import, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.commands import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from framing.lexicon.files import Dimension

_FORMATS = click.Choice(["dic", "yaml", "csv"])


@click.group()
def lexicon() -> None:
    """Judge, try, extend and exchange the lexicons."""


def _folders(command: Any) -> Any:
    return click.option(
        "--lexicons",
        "folders",
        multiple=True,
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="A folder with lexicons of your own; may be given several times.",
    )(command)


def _json(command: Any) -> Any:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def _say(value: Any) -> None:
    options.say_json(value)


def _paths(folders: Sequence[Path]) -> list[Path]:
    """Give the folders with lexicons: the project's, FRAMING_LEXICONS, --lexicons."""
    import os

    from framing.lexicon import files

    own = [Path(one) for one in os.environ.get("FRAMING_LEXICONS", "").split(os.pathsep) if one]
    return [files.shipped(), *own, *folders]


def _load(folders: Sequence[Path]) -> tuple[Dimension, ...]:
    from framing.lexicon import files

    return files.load_folder(_paths(folders))


def _one(name: str, folders: Sequence[Path]) -> tuple[Dimension, tuple[Dimension, ...]]:
    """Find a dimension by id, or read the file if NAME is one."""
    from framing.errors import InputError
    from framing.lexicon import files

    known = _load(folders)
    found = next((one for one in known if one.id == name), None)
    if found is None and name.endswith(".toml"):
        found = files.load(Path(name))
    if found is None:
        raise InputError(
            found=f"no dimension is called '{name}'",
            expected=", ".join(one.id for one in known),
            action="choose one of these, or give the path of a .toml file",
        )
    return found, known


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    import json

    rows: list[dict[str, Any]] = json.loads(table.to_json(orient="records"))
    return rows


def _annotate(texts: Sequence[str], dimensions: Sequence[Dimension]) -> dict[str, pd.DataFrame]:
    """Run the text stages on bare texts."""
    import hashlib

    from framing import paths, pipeline, tables
    from framing.event import Corpus, Event
    from framing.lexicon import dictionary, referents

    number = len(texts)
    documents = tables.frame(
        "documents",
        {
            "doc_id": [str(n) for n in range(number)],
            "event": ["probe"] * number,
            "outlet": [str(n) for n in range(number)],
            "title": [""] * number,
            "published": [""] * number,
            "url": [""] * number,
            "genre": [""] * number,
            "language": ["en"] * number,
            "text": list(texts),
            "n_words": [len(text.split()) for text in texts],
            "completeness": ["short"] * number,
            "sha256": [hashlib.sha256(text.encode()).hexdigest() for text in texts],
            "warnings": [[] for _ in texts],
        },
    )
    named = referents.load(paths.data_dir("lexicons") / "referents")
    packs = pipeline.Lexicons(tuple(dimensions), named, dictionary.compile(dimensions))
    return pipeline.annotate(Corpus(documents, Event("probe")), packs)


@lexicon.command("list")
@_folders
@_json
def list_(folders: tuple[Path, ...], as_json: bool) -> None:
    """List the dimensions: id, kind, status, number of entries, question."""
    rows = [
        {
            "id": one.id,
            "kind": one.kind,
            "status": one.status,
            "poles": [pole.id for pole in one.poles],
            "entries": len(one.entries),
            "version": one.version,
            "question": one.question,
        }
        for one in _load(folders)
    ]
    if as_json:
        _say(rows)
        return
    for row in rows:
        click.echo(f"{row['id']:<28} {row['kind']:<9} {row['status']:<12} {row['entries']:>4}"
                   f"  {row['question']}")  # fmt: skip


@lexicon.command()
@click.argument("name", metavar="DIM")
@click.option("--on", "path", type=click.Path(path_type=Path), metavar="PATH",
              help="Articles in which to count hits and leave each term out.")  # fmt: skip
@click.option("--forms", is_flag=True, help="List every inflected form of each term.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="With DIM = all: write every card as a page into this folder.",
)
@_folders
@_json
def show(
    name: str,
    path: Path | None,
    forms: bool,
    out: Path | None,
    folders: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Show the card of a dimension: question, poles, entries, figures, known failures."""
    from framing import storage
    from framing.lexicon import card

    if name == "all" and out is not None:
        for file, page in card.pages(_load(folders)).items():
            storage.write_bytes(page.encode(), out / file)
        click.echo(f"wrote the cards to {out}")
        return
    dimension, known = _one(name, folders)
    if as_json:
        overlap = card.overlap(dimension, known)
        _say({**dimension.model_dump(mode="json"), "overlap": overlap})
        return
    hits = None
    if path is not None:
        from framing import pipeline

        packs = options.packs(folders, path)
        hits = pipeline.annotate(pipeline.load(path), packs)["hits"]
    text = card.show(dimension, known, hits, forms)
    _markdown(text)


def _markdown(text: str) -> None:
    import sys

    if not sys.stdout.isatty():
        click.echo(text, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))


@lexicon.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_folders
@_json
def check(paths: tuple[Path, ...], folders: tuple[Path, ...], as_json: bool) -> int:
    """Check lexicon files; name every fault with its place. Exit code 2 if there are any."""
    from framing.lexicon import check as checks
    from framing.scoring import faults as constructions

    chosen = list(paths) or _paths(folders)
    own = constructions.files_in(chosen)
    faults = checks.check([one for one in chosen if one not in own and one.name != "elements"])
    faults += [
        checks.Fault("construction", f"{one.found}, expected {one.expected}", one.action, one.where)
        for one in constructions.check(own)
    ]
    if as_json:
        _say([vars(fault) for fault in faults])
    else:
        for fault in faults:
            click.echo(fault.text())
        click.echo(f"{len(faults)} fault(s)" if faults else "no faults")
    return 2 if faults else 0


@lexicon.command()
@click.argument("name", metavar="DIM")
@click.argument("sentence")
@_folders
@_json
def probe(name: str, sentence: str, folders: tuple[Path, ...], as_json: bool) -> None:
    """Show how hits move when SENTENCE is negated, quoted, attributed, asked, swapped."""
    from framing.lexicon import probe as probes

    dimension, _ = _one(name, folders)
    table = probes.probe(dimension, sentence, lambda texts: _annotate(texts, [dimension])["hits"])
    if as_json:
        _say(_records(table))
        return
    for row in _records(table):
        mark = "  " if not row["expected"] else "ok" if row["holds"] else "NO"
        share = "-" if row["share"] is None else f"{row['share']:.2f}"
        click.echo(
            f"{mark} {row['probe']:<18} hits {row['n_hits']}, counted {row['n_counted']}, "
            f"share {share}, narrator {row['narrator']}, {row['voices'] or 'no voice'}, "
            f"{row['polarities'] or 'no polarity'}\n      {row['sentence']}"
        )


@lexicon.command()
@click.argument("dimension_id", metavar="ID")
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", required=False, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="Write here instead of ID.toml.")  # fmt: skip
@click.option("--title", default="", help="A title for people.")
def new(dimension_id: str, first: Path, second: Path | None, out: Path | None, title: str) -> None:
    """Start a lexicon from two word lists (one term a line), the negative end first.

    With one list the dimension asks for the presence of one thing.
    """
    from framing.lexicon import draft, write

    lists = [draft.read_list(_read(path)) for path in (first, second) if path is not None]
    made = draft.new(dimension_id, lists[0], lists[1] if len(lists) > 1 else (), title)
    _write(out or Path(f"{dimension_id}.toml"), write.toml(made, draft.REMARKS))


@lexicon.command()
@click.argument("name", metavar="DIM")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--most", default=30, show_default=True, help="How many candidates.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="Write the candidates as entries to be approved by hand.")  # fmt: skip
@_folders
@_json
def suggest(
    name: str, path: Path, most: int, out: Path | None, folders: tuple[Path, ...], as_json: bool
) -> None:
    """Propose terms for DIM from the articles at PATH; you approve them by hand."""
    from framing import pipeline
    from framing.lexicon import suggest as suggests

    dimension, _ = _one(name, folders)
    found = pipeline.annotate(pipeline.load(path), options.packs(folders, path))
    table = suggests.candidates(dimension, found["sentences"], found["hits"], most)
    if out is not None:
        _write(out, suggests.as_entries(table), quiet=as_json)
    if as_json:
        _say(_records(table))
        return
    for row in _records(table):
        click.echo(
            f"{row['term']:<28} {row['pole']:<14} z {row['log_odds']:5.1f}  "
            f"like {row['like']:>2}  {row['count']:>3}x  {row['context']}"
        )


@lexicon.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--id", "dimension_id", required=True, help="The id to be, such as calm-loud.")
@click.option("--format", "form", type=_FORMATS, help="If the file's ending does not tell it.")
@click.option("--pole", "poles", multiple=True, metavar="NAME",
              help="A category to take; twice for two poles, the negative end first.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE")
def import_(
    path: Path, dimension_id: str, form: str | None, poles: tuple[str, ...], out: Path | None
) -> None:
    """Bring in a lexicon: LIWC .dic, quanteda YAML, CSV (term,pole); says what was dropped."""
    from framing.lexicon import exchange, write

    form = form or _form(path)
    brought = exchange.bring(_read(path), form, dimension_id, poles, path.name)
    _write(out or Path(f"{dimension_id}.toml"), write.toml(brought.dimension))
    _dropped(brought.dropped)


@lexicon.command()
@click.argument("name", metavar="DIM")
@click.option("--format", "form", type=_FORMATS, help="If the ending of --out does not tell it.")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE")
@_folders
def export(name: str, form: str | None, out: Path, folders: tuple[Path, ...]) -> None:
    """Write a dimension for another program; says what was dropped."""
    from framing.lexicon import exchange

    dimension, _ = _one(name, folders)
    text, dropped = exchange.send(dimension, form or _form(out))
    _write(out, text)
    _dropped(dropped)


def _form(path: Path) -> str:
    return {".yml": "yaml"}.get(path.suffix.lower(), path.suffix.lower().lstrip("."))


def _read(path: Path) -> str:
    from framing.errors import InputError

    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise InputError(
            found=f"'{path.name}' cannot be read: {reason}",
            expected="a text file in UTF-8",
            action="correct the path or save the file as UTF-8",
            where=str(path),
        ) from None


def refuse_existing(path: Path) -> None:
    """Refuse to write over a file that is there."""
    from framing.errors import InputError

    if path.exists():
        raise InputError(
            found=f"'{path.name}' is there already",
            expected="a new file",
            action="choose another name with --out",
            where=str(path),
        )


def _write(path: Path, text: str, quiet: bool = False) -> None:
    from framing import storage
    from framing.errors import InputError

    refuse_existing(path)
    try:
        storage.write_bytes(text.encode(), path)
    except OSError as error:
        raise InputError(
            found=f"'{path.name}' cannot be written: {error.strerror}",
            expected="a folder that is there and may be written to",
            action="choose another place with --out",
            where=str(path),
        ) from None
    if not quiet:
        click.echo(f"wrote {path}")


def _dropped(dropped: Sequence[str]) -> None:
    for one in dropped:
        click.echo(f"dropped: {one}")
    if not dropped:
        click.echo("nothing was dropped")
