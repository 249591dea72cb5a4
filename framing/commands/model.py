"""Commands on the learned models: list, card, predict, evaluate, train."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.commands import options

if TYPE_CHECKING:
    from collections.abc import Callable

    from framing.models.toward import Toward
    from framing.models.wording import Wording

weights_option = click.option(
    "--weights",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder of trained weights (default: those that come with the project).",
)
in_argument = click.argument("source", type=click.Path(path_type=Path), metavar="IN.jsonl")
out_option = click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="OUT.jsonl",
    help="The file to write: one line for every line of IN.jsonl, in order.",
)


@click.group()
def model() -> None:
    """List, judge, use and train the learned models."""


@model.command("list")
@options.output
def list_(as_json: bool, quiet: bool) -> int:
    """List the learned models that are installed."""
    from framing.models import weights

    found = weights.installed()
    if as_json:
        options.say_json(found)
    elif not quiet:
        for one in found:
            click.echo(f"{one['name']}: {one['title']}")
            click.echo(f"  {one['megabytes']} MB, {one['licence']}, trained on: {one['data']}")
        if not found:
            click.echo("no learned models are installed; everything else works without them")
    return 0


@model.command()
@click.argument("name")
def card(name: str) -> int:
    """Print the card of a model: data, licence, figures, failures, what it must not be used for."""
    from framing.models import weights

    click.echo(weights.card(name), nl=False)
    return 0


@model.group()
def predict() -> None:
    """Answer every line of a JSON Lines file."""


@predict.command("toward")
@in_argument
@out_option
@weights_option
@options.output
def predict_toward(
    source: Path, out: Path, weights: Path | None, as_json: bool, quiet: bool
) -> int:
    """Say how each sentence treats a target: -1 harshly, 0 neither, 1 kindly.

    Every line of IN.jsonl is an object with text, start and end (characters of text).
    """
    from framing.models import predict as lines

    return answer_all(source, out, lambda: lines.toward(_toward(weights)), as_json, quiet)


@predict.command("wording")
@in_argument
@out_option
@weights_option
@click.option(
    "--words",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Name up to N words that carry it (slower).",
)
@options.output
def predict_wording(
    source: Path, out: Path, weights: Path | None, words: int, as_json: bool, quiet: bool
) -> int:
    """Say how likely each sentence is loaded.

    Every line of IN.jsonl is an object with text. The label is loaded or plain, the probability
    that of loaded; what stands in quotation marks does not count.
    """
    from framing.models import predict as lines

    return answer_all(source, out, lambda: lines.wording(_wording(weights), words), as_json, quiet)


def answer_all(source: Path, out: Path, load: Callable[[], Any], as_json: bool, quiet: bool) -> int:
    """Answer a file with a model that is loaded late, tell the counts, give the exit code."""
    from framing.errors import InputError
    from framing.models import predict as lines

    if out.exists() and source.exists() and out.samefile(source):
        raise InputError(
            found="the file to write is the file to read",
            expected="two files",
            action="choose another name with --out",
            where=str(out),
        )
    with options.progress(quiet or as_json) as on_step:
        on_step("loading the model")
        answer = load()
        count = lines.write(source, out, answer, lambda n, of: on_step(f"sentence {n} of {of}"))
    if as_json:
        options.say_json({"rows": count.rows, "faulty": count.faulty, "out": str(out)})
    elif not quiet:
        click.echo(f"{count.rows} rows, {count.faulty} faulty: {out}")
    return 3 if count.faulty else 0


@model.group()
def evaluate() -> None:
    """Measure a model on labelled sentences of your own."""


@evaluate.command("toward")
@in_argument
@weights_option
@options.output
def evaluate_toward(source: Path, weights: Path | None, as_json: bool, quiet: bool) -> int:
    """Measure tone toward a target on lines with text, start, end and label (-1, 0, 1).

    The names sentence and polarity are read as text and label.
    """
    from framing.models import evaluate as figures

    with options.progress(quiet or as_json) as on_step:
        on_step("loading the model")
        judged = figures.toward(
            source, _toward(weights), lambda n, of: on_step(f"sentence {n} of {of}")
        )
    if as_json:
        options.say_json(judged)
    elif not quiet:
        click.echo(figures.text(judged))
    return 3 if judged["faulty"] else 0


def _toward(weights: Path | None) -> Toward:
    from framing.models import toward

    return toward.load(weights)


@evaluate.command("wording")
@in_argument
@weights_option
@options.output
def evaluate_wording(source: Path, weights: Path | None, as_json: bool, quiet: bool) -> int:
    """Measure loaded wording on lines with text and label (loaded, plain) or biased."""
    from framing.models import evaluate as figures

    with options.progress(quiet or as_json) as on_step:
        on_step("loading the model")
        judged = figures.wording(
            source, _wording(weights), lambda n, of: on_step(f"sentence {n} of {of}")
        )
    if as_json:
        options.say_json(judged)
    elif not quiet:
        click.echo(figures.text(judged))
    return 3 if judged["faulty"] else 0


@model.group()
def train() -> None:
    """Train a model on labelled sentences of your own."""


@train.command("wording")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="JSON Lines: text, and label (loaded, plain) or biased (true, false); group, if any.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder to write."
)
@options.output
def train_wording(data: Path, out: Path, as_json: bool, quiet: bool) -> int:
    """Train a head for loaded wording, in minutes, and measure it in grouped folds."""
    from framing.models import evaluate as figures
    from framing.models import fitting

    with options.progress(quiet or as_json) as on_step:
        on_step("loading the model")
        found = fitting.train(data, out, lambda n, of: on_step(f"sentence {n} of {of}"))
    if as_json:
        options.say_json(found)
    elif not quiet:
        click.echo(figures.text(found))
        click.echo(f"{out}: use it with --weights {out}")
    return 3 if found["faulty"] else 0


def _wording(trained: Path | None) -> Wording:
    from framing.models import wording

    return wording.load(trained=trained)
