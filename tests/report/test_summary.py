from __future__ import annotations

from rich.console import Console

from framing.report import summary
from framing.report.view import Report
from tests.report import sample


def _print(report: Report, width: int = 100) -> str:
    console = Console(width=width, color_system=None, force_terminal=False, record=True, file=None)
    with console.capture() as captured:
        console.print(summary.text(report))
    return captured.get()


def test_the_summary_has_strip_numbers_findings_and_limits(report: Report) -> None:
    text = _print(report)
    for words in (
        "squatters",
        "invaders (negated)",
        "4 ◂ ▸ 0",
        "too few words",
        "labels.csv, rows 0, 1",
        "What may not be concluded",
    ):
        assert words in text


def test_console_markup_in_a_name_stays_text() -> None:
    name = "[red]Post[/red] [link=x]"
    text = _print(
        sample.report({name: sample.TEXTS["Harbour Post"], "Other": sample.TEXTS["Daily Ferry"]})
    )
    assert name in text


def test_a_run_without_findings_says_so(report: Report) -> None:
    assert "No finding of a difference" in _print(sample.without_hits(report))
