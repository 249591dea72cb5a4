"""Findings in words, and the report as PDF, HTML and terminal summary."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.report.view import Report


def write(report: Report, directory: str | Path, **options: Any) -> Path:
    """Write the whole report into a folder; see ``framing.report.folder.write``."""
    from framing.report import folder

    return folder.write(report, directory, **options)
