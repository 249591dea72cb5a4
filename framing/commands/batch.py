"""``framing batch``: any number of articles, in partitions, night after night."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from framing.commands import options

# seconds between two lines of progress where the stream is no terminal
_BETWEEN = 30


@click.command(short_help="Work on any number of articles, in partitions.")
@click.argument("source", metavar="INPUT", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="The folder for NAME/part-00000.parquet.",
)
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes (default: cores).")
@click.option("--size", type=click.IntRange(1), default=500, show_default=True, metavar="N",
              help="Articles in a partition.")  # fmt: skip
@click.option("--append", is_flag=True, help="Add these articles to the finished batch in DIR.")
@click.option("--restart", is_flag=True, help="Throw away the batch in DIR and begin anew.")
@click.option("--strict", is_flag=True, help="Stop at the first row that cannot be read.")
@click.option("--events", "group", is_flag=True,
              help="Group the articles by event, too (events.parquet).")  # fmt: skip
@click.option("--frames", is_flag=True,
              help="Group the articles by their frame elements, too (frames.csv).")  # fmt: skip
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True,
              help="Processes of this machine, or a Dask cluster.")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS", default="",
              help="The Dask scheduler, such as tcp://10.0.0.1:8786.")  # fmt: skip
@options.dates
@options.lexicon_folders
@options.models
@options.seed
@options.output
def batch(
    source: Path,
    out: Path,
    workers: int | None,
    group: bool,
    frames: bool,
    engine: str,
    lexicon_folders: tuple[Path, ...],
    seed: int | None,
    as_json: bool,
    quiet: bool,
    **rest: Any,
) -> int:
    """Annotate and score every article of INPUT into the partitioned tables of DIR.

    INPUT is a CSV, JSON Lines or Parquet file with outlet and text, a folder, or a pattern such
    as 'news/*.csv' (in quotation marks); it may be larger than the memory. A run that was cut
    off goes on where it stood when the same command is given again.
    """
    from framing.batch import folder, groups, recurring, run, summary
    from framing.models.learned import Learned

    _engine(engine, rest["scheduler"])
    with _Progress(quiet or as_json) as progress:
        record = run.run(
            source,
            out,
            run.Options(
                folders=tuple(
                    str(p.resolve()) for p in options.own_folders(lexicon_folders, source)
                ),
                parameters=options.settings(seed),
                workers=workers or options.cores(),
                **rest,
            ),
            progress.on_part,
        )
        n_events = groups.update(out) if group else None
        shared = recurring.write(out, options.settings(seed)) if frames else None
    found = summary.read(out) | ({} if n_events is None else {"events": n_events})
    notes = [note for night in record.nights for note in night.notes]
    without = Learned().caution(options.settings(seed).models)
    notes += [without] if without else []
    if as_json:
        options.say_json(found | {"out": str(out), "cautions": notes})
    elif not quiet:
        for line in summary.lines(found):
            click.echo(line)
        if shared is not None:
            click.echo(f"{len(shared)} groups of frame elements in {recurring.FILE}")
        if progress.parts == 0:
            click.echo("nothing was left to do: the folder holds these articles already")
        for note in notes:
            click.echo(f"caution: {note}", err=True)
    if record.nights[-1].rejected and not quiet:
        count = record.nights[-1].rejected
        click.echo(f"left out: {count} row(s), listed in {out / folder.REJECTED}", err=True)
    return 3 if record.nights[-1].rejected else 0


def _engine(engine: str, scheduler: str) -> None:
    if (engine == "dask") != bool(scheduler):
        raise click.UsageError("--engine dask and --scheduler ADDRESS go together.")


class _Progress:
    """Show articles, rate and time left on standard error."""

    def __init__(self, quiet: bool) -> None:
        self.quiet, self.parts, self.articles = quiet, 0, 0
        self.began = self.said = time.monotonic()

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *rest: object) -> None:
        if not self.quiet and self.parts and sys.stderr.isatty():
            click.echo(err=True)

    def on_part(self, mark: Mapping[str, Any], total: int) -> None:
        self.parts += 1
        self.articles += mark["articles"]
        now = time.monotonic()
        terminal = sys.stderr.isatty()
        if self.quiet or not (terminal or now - self.said > _BETWEEN):
            return
        self.said = now
        line = progress_line(self.articles, total, now - self.began)
        click.echo(f"\r\x1b[K{line}" if terminal else line, nl=not terminal, err=True)


def progress_line(done: int, total: int, seconds: float) -> str:
    """Say how many articles are done, how fast, and about how long it will take still.

    >>> progress_line(1000, 5000, 10)
    '1,000 articles, 100 a second, about 0:00:40 left'
    """
    import datetime

    rate = done / max(seconds, 1e-9)
    left = datetime.timedelta(seconds=round(max(0, total - done) / max(rate, 1e-9)))
    return f"{done:,} articles, {rate:.0f} a second, about {left} left"
