"""``framing code``: draw, code, merge and judge human codings."""

from __future__ import annotations

import click

from framing.commands.coding_given import sample, sheet
from framing.commands.coding_made import merge, validate


@click.group()
def code() -> None:
    """Check a dimension by hand: draw a sample, code it, merge the codings, see what holds."""


for command in (sample, sheet, merge, validate):
    code.add_command(command)
