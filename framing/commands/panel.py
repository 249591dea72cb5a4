"""``framing panel`` and ``framing diff``: many events, and two runs."""

from __future__ import annotations

from pathlib import Path

import click

from framing.commands import options

_MOST = 20


@click.command(short_help="Compare outlets within the events they share.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--period", type=click.Choice(["week", "month", "all"]), default="week",
              show_default=True, help="Periods beside the whole.")  # fmt: skip
@click.option("--grey", is_flag=True, help="The picture in greys.")
@options.seed
@options.output
def panel(
    folder: Path, period: str, grey: bool, seed: int | None, as_json: bool, quiet: bool
) -> int:
    """Compare the outlets of a batch within the events they share: the only way to say more of an
    outlet than of its coverage of one event.

    DIR is the folder of a batch; it gets panel.parquet, panel.csv and panel.png.
    """
    from framing import storage
    from framing.batch import moves
    from framing.charts import panel as chart
    from framing.charts import style
    from framing.comparison import panel as panels

    settings = options.settings(seed)
    with options.progress(quiet or as_json) as on_step:
        on_step("reading scores")
        table = moves.panel(folder, period, settings)
        claims = panels.claims(table, settings)
        storage.write_parquet("panel", table, folder / "panel.parquet")
        storage.write_csv(table, folder / "panel.csv")
        with storage.replacing(folder / "panel.png") as temporary:
            picture = temporary.with_suffix(".png")
            style.save(chart.draw(table, claims, grey=grey), picture)
            picture.replace(temporary)
    whole = table[table["period"] == panels.ALL]
    enough = int((whole["n_events"] >= panels.LEAST_EVENTS).sum())
    if as_json:
        options.say_json(
            {"rows": len(table), "claims": claims.to_dict("records"), "out": str(folder)}
        )
    elif not quiet:
        click.echo(
            f"{len(table):,} rows in panel.parquet and panel.csv; {enough:,} of all periods rest "
            f"on {panels.LEAST_EVENTS} shared events or more; {len(claims)} may be claimed"
        )
        for row in claims.head(_MOST).itertuples():
            click.echo(
                f"  {row.outlet}, {row.dimension}: {row.difference:+.2f} ({row.low:+.2f} to "
                f"{row.high:+.2f}), {row.n_events} events, adjusted p {row.p_adjusted:.3f}"
            )
        if not len(claims):
            click.echo("  no finding of a difference: that is a possible result")
    return 0


@click.command(short_help="Say what moved between two runs, and why.")
@click.argument("one", metavar="RUN1", type=click.Path(path_type=Path))
@click.argument("two", metavar="RUN2", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE.csv",
              help="Write every number that moved.")  # fmt: skip
@options.output
def diff(one: Path, two: Path, out: Path | None, as_json: bool, quiet: bool) -> int:
    """Say what moved from batch RUN1 to batch RUN2 because of data, and what because of lexicons,
    models, versions or settings.

    A share that moved is split in two: by_data (articles came, went or changed) and by_method
    (the same texts, scored otherwise); both add up to the move.
    """
    from framing import storage
    from framing.batch import moves
    from framing.commands.lexicon import refuse_existing

    if out is not None:
        refuse_existing(out)
    with options.progress(quiet or as_json) as on_step:
        on_step("reading scores")
        found = moves.diff(one, two)
    if out is not None:
        storage.write_csv(found.moves, out)
    articles = {name: getattr(found, name) for name in ("same", "added", "gone", "changed")}
    if as_json:
        rows = found.moves.astype(object).where(found.moves.notna(), None).to_dict("records")
        told = {"articles": articles, "foundations": list(found.foundations), "moves": rows}
        options.say_json(told)
    elif not quiet:
        click.echo("articles: " + ", ".join(f"{n:,} {name}" for name, n in articles.items()))
        click.echo("foundations changed: " + ("; ".join(found.foundations) or "none"))
        click.echo(f"{len(found.moves):,} numbers moved")
        for row in found.moves.head(_MOST).itertuples():
            cause = f" ({row.cause!s})" if row.cause else ""
            click.echo(
                f"  {row.outlet}, {row.dimension}, {row.voice}: {row.before:.3f} to "
                f"{row.after:.3f}; by data {row.by_data:+.3f}, by method "
                f"{row.by_method:+.3f}{cause}"
            )
    return 0
