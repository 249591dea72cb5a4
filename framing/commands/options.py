"""Options that several commands share, and how they turn into settings."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    import pandas as pd

    from framing.parameters import Parameters
    from framing.pipeline import Lexicons

F = TypeVar("F", bound=Callable[..., Any])


lexicon_folders = click.option(
    "--lexicons",
    "lexicon_folders",
    multiple=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder with lexicons of your own; may be given several times.",
)
facts = click.option(
    "--facts",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Facts to look for: TOML with [[fact]] or JSON Lines.",
)
dates = click.option(
    "--dates",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="CSV with doc_id (or file stem) and published.",
)
skip_bad = click.option(
    "--skip-bad",
    is_flag=True,
    help="Leave out unreadable articles and go on (exit code 3).",
)

# bytes of a folder's name; file systems allow 255 and the staging name is longer than this
LONGEST_NAME = 120
_NO_MODELS = "framing.no_models"


def folder_name(event: str) -> str:
    """Turn an event's id into a plain folder name that leads nowhere else and fits any disk.

    >>> folder_name("../../etc"), folder_name("flood")
    ('etc', 'flood')
    """
    name = re.sub(r"[^\w.-]+", "-", event).strip(".-") or "event"
    if len(name.encode()) <= LONGEST_NAME:
        return name
    digest = hashlib.sha256(event.encode()).hexdigest()[:12]
    cut = name.encode()[: LONGEST_NAME - 13].decode(errors="ignore")
    return f"{cut}-{digest}"


def _remember(context: click.Context, _: click.Parameter, value: bool) -> None:
    context.meta[_NO_MODELS] = value


models = click.option(
    "--no-models",
    is_flag=True,
    expose_value=False,
    callback=_remember,
    help="Use no learned model: no tone toward actors; everything else stays.",
)
seed = click.option("--seed", type=int, metavar="N", help="Start of every random draw.")
json_ = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the result as JSON on standard output.",
)
quiet_ = click.option("--quiet", is_flag=True, help="Print nothing but errors.")


def analysis(command: F) -> F:
    """Add the options of every command that analyses articles."""
    for option in (quiet_, json_, seed, models, skip_bad, dates, facts, lexicon_folders):
        command = option(command)
    return command


def output(command: F) -> F:
    """Add the options that say how a result is printed."""
    return json_(quiet_(command))


def cores() -> int:
    """Count the processors that this process may use."""
    import os

    ask = getattr(os, "sched_getaffinity", None)
    return len(ask(0)) if ask else os.cpu_count() or 1


def settings(seed: int | None) -> Parameters:
    """Turn options into the parameters of a run."""
    from framing.parameters import Parameters

    context = click.get_current_context(silent=True)
    models = context is None or not context.meta.get(_NO_MODELS, False)
    return Parameters(models=models) if seed is None else Parameters(seed=seed, models=models)


def packs(folders: tuple[Path, ...], near: Path) -> Lexicons:
    """Load lexicons: the project's, those of FRAMING_LEXICONS, of ``--lexicons``.

    A folder ``lexicons/`` beside the articles' corpus.toml counts as given.
    """
    from framing.pipeline import lexicons

    return lexicons(own_folders(folders, near))


def own_folders(folders: tuple[Path, ...], near: Path) -> list[Path]:
    """List the lexicon folders beside the project's, in the order in which they are read."""
    import os

    own = [Path(p) for p in os.environ.get("FRAMING_LEXICONS", "").split(os.pathsep) if p]
    beside = near / "lexicons"
    if near.is_dir() and (near / "corpus.toml").is_file() and beside.is_dir():
        own.append(beside)
    return [*own, *folders]


def say_json(data: Any) -> None:
    """Print one JSON value on standard output, escaped where the stream lacks a character."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(data, indent=2, allow_nan=False)
    click.echo(text)


def say_rejected(rejected: pd.DataFrame) -> None:
    """Name on standard error the inputs that could not be read."""
    for row in rejected.itertuples():
        click.echo(f"left out: {row.source}: {row.reason}", err=True)


def say_alone(events: Sequence[str]) -> None:
    """Name on standard error the events that have one article only."""
    for event in events:
        click.echo(f"left out: event {event}: one article only", err=True)


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show the running step on standard error, from the second second on."""
    if quiet or not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    status = console.status("starting")
    began = time.monotonic()

    def on_step(step: str) -> None:
        status.update(step)
        if time.monotonic() - began > 1:
            status.start()

    try:
        yield on_step
    finally:
        status.stop()
