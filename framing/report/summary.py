"""The short summary in the terminal: word strip, numbers, findings, what may not be concluded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.report import sections, wording
from framing.report.view import Report

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

_ROWS = 12


def text(report: Report) -> RenderableType:
    """Give the summary as something that rich can print.

    ``report`` is the report. Returns a group: title, word strip, a small table per dimension
    with evidence, findings, cautions and limits. Texts are data, never console markup.
    """
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = [
        Text(report.title, style="bold"),
        Text(
            f"{len(report.table('documents'))} articles, {len(report.outlet_names())} outlets",
            style="dim",
        ),
        Text(""),
    ]
    report = report.drawn()
    parts.append(_strip(report))
    shown = sections.dimensions(report)
    for dimension in shown:
        if dimension["shown"]:
            parts += [Text(""), _dimension(dimension)]
    bare = [dimension["title"] for dimension in shown if not dimension["shown"]]
    if bare:
        parts += [Text(""), Text(f"Too few words in every article: {', '.join(bare)}", "dim")]
    parts += [Text(""), Text("What is seen", style="bold")]
    found = sections.findings(report)
    parts += [_item(f"{n}.", f"{f['text']}  [{f['basis']}]") for n, f in enumerate(found, 1)]
    if not found:
        parts.append(Text(wording.NO_FINDING))
    for head, lines in (
        ("Keep in mind", report.cautions_shown()),
        ("What may not be concluded", [*report.limits, *wording.NOT_SAID[:1]]),
    ):
        if lines:
            parts += [Text(""), Text(head, style="bold"), *(_item("-", line) for line in lines)]
    return Group(*parts)


def _item(sign: str, line: str) -> Text:
    from rich.text import Text

    return Text(f"{sign} {line}")


def _strip(report: Report) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    data = sections.word_strip(report)
    table = Table(box=box.SIMPLE_HEAD, title="What each outlet calls them", title_justify="left")
    for head in ("Outlet", "In its own voice", "Relayed"):
        table.add_column(head, overflow="fold")
    for row in data["rows"][:_ROWS]:
        table.add_row(Text(row["outlet"]), _names(row["own"]), _names(row["told"]))
    if len(data["rows"]) > _ROWS:
        table.caption = f"and {len(data['rows']) - _ROWS} more outlets"
    return table


def _names(names: list[sections.Data]) -> Text:
    from rich.text import Text

    line = Text("–" if not names else "")
    for number, name in enumerate(names[:6]):
        label = name["name"] + (f" ×{name['count']}" if name["count"] > 1 else "")
        line.append(", " if number else "")
        line.append(label, style="strike" if name["struck"] else "")
        if name["polarity"] != "asserted":
            # a terminal without strike-through must not turn a denial into a claim
            line.append(f" ({name['polarity']})", style="dim")
    return line


def _dimension(dimension: sections.Data) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    status = "not tested" if dimension["status"] == "untested" else dimension["status"]
    table = Table(
        box=box.SIMPLE_HEAD, title_justify="left", title=Text(f"{dimension['title']} ({status})")
    )
    table.add_column(Text(f"{dimension['left']} ◂ ▸ {dimension['right']}"), overflow="fold")
    for head in ("Own voice", "Quoted"):
        table.add_column(head)
    used = [
        row
        for row in dimension["rows"]
        if any(row[v] and row[v]["hits"] for v in ("narrator", "quoted"))
    ]
    for row in used[:_ROWS]:
        table.add_row(
            Text(row["outlet"]), *(_cell(row[v], dimension) for v in ("narrator", "quoted"))
        )
    return table


def _cell(cell: sections.Data | None, dimension: sections.Data) -> Text:
    from rich.text import Text

    if cell is None:
        return Text("–")
    if cell["few"]:
        return Text(f"too few words ({cell['hits']})", style="dim")
    if dimension["kind"] == "presence":
        return Text(f"{sections.percent(cell['share'])} %  ({cell['interval']})")
    return Text(f"{cell['n1']} ◂ ▸ {cell['n2']}  ({cell['interval']})")
