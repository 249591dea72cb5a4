"""``framing events``: which articles tell one event."""

from __future__ import annotations

from pathlib import Path

import click

from framing.commands import options

_MOST = 15


@click.command(short_help="Group articles that tell one event.")
@click.argument("source", metavar="INPUT", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE.parquet",
              help="Write the articles with their event, to be compared.")  # fmt: skip
@click.option("--known", type=click.Path(path_type=Path), metavar="FILE.parquet",
              help="An earlier result, whose events keep their articles and names.")  # fmt: skip
@click.option("--days", type=click.IntRange(0), default=14, show_default=True, metavar="N",
              help="Days within which articles connect.")  # fmt: skip
@click.option("--similarity", type=click.FloatRange(0, 1), default=0.15, show_default=True,
              metavar="X", help="Mean likeness from which articles tell one event.")  # fmt: skip
@options.dates
@options.models
@options.output
def events(
    source: Path,
    out: Path | None,
    known: Path | None,
    days: int,
    similarity: float,
    dates: Path | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Group the articles of INPUT by event, by the words they share and their dates.

    INPUT is a file, folder or pattern of articles; or the folder of a batch, which then gets a
    file events.parquet and keeps every event it had.
    """
    from framing.batch import folder, groups
    from framing.commands.annotate import refuse_foreign

    if source.is_dir() and folder.read(source) is not None:
        count = groups.update(source, similarity, days)
        _say({"events": count, "out": str(source / folder.EVENTS)}, as_json, quiet)
        return 0
    if out is not None:
        refuse_foreign(groups.COLUMNS, out, source)
    with options.progress(quiet or as_json) as on_step:
        on_step("grouping")
        found = groups.find(source, out, known=known, dates=dates, similarity=similarity, days=days)
    largest = list(groups.sizes(found))
    told = {
        "articles": len(found.articles),
        "events": len(largest),
        "events of two outlets or more": sum(outlets > 1 for _, _, outlets in largest),
        "out": str(out or ""),
    }
    if as_json:
        rows = found.articles[["doc_id", "event"]].to_dict("records")
        options.say_json(told | {"groups": rows, "cautions": list(found.notes)})
    else:
        _say(told, as_json, quiet)
    if not (as_json or quiet):
        for event, articles, outlets in largest[:_MOST]:
            click.echo(f"  {event}: {articles} article(s), {outlets} outlet(s)")
        for note in found.notes:
            click.echo(f"caution: {note}", err=True)
    for place, reason in found.rejected:
        click.echo(f"left out: {place}: {reason}", err=True)
    return 3 if found.rejected else 0


def _say(told: dict[str, object], as_json: bool, quiet: bool) -> None:
    if as_json:
        options.say_json(told)
    elif not quiet:
        for name, value in told.items():
            click.echo(f"{name}: {value}")
