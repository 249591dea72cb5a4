"""``framing class``: a lesson with a class, and material for one on paper."""

from __future__ import annotations

from importlib import import_module

import click

LAZY = {
    "start": "framing.commands.classroom_start:start",
    "kit": "framing.commands.kit:kit",
    "worksheet": "framing.commands.worksheet:worksheet",
    "import": "framing.commands.classroom_report:import_",
    "report": "framing.commands.classroom_report:report",
    "wipe": "framing.commands.classroom_start:wipe",
}


class _Group(click.Group):
    """A group whose commands are imported when they are named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which a teacher meets them."""
        return list(LAZY)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and give one command, or None if there is none of that name."""
        if cmd_name not in LAZY:
            return None
        module, _, attribute = LAZY[cmd_name].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


@click.group(name="class", cls=_Group)
def group() -> None:
    """Hold a lesson with a class, on screens or on paper."""
