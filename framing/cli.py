"""The command line: thin faces over the pipeline, loaded only when they are used."""

from __future__ import annotations

from importlib import import_module

import click

import framing

LAZY = {
    "compare": "framing.commands.compare:compare",
    "annotate": "framing.commands.annotate:annotate",
    "score": "framing.commands.annotate:score",
    "batch": "framing.commands.batch:batch",
    "events": "framing.commands.events:events",
    "panel": "framing.commands.panel:panel",
    "diff": "framing.commands.panel:diff",
    "lexicon": "framing.commands.lexicon:lexicon",
    "model": "framing.commands.model:model",
    "code": "framing.commands.code:code",
    "class": "framing.commands.classroom:group",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are named, so that help comes at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which a newcomer meets them."""
        return list(LAZY)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and give one command, or None if there is none of that name."""
        if cmd_name not in LAZY:
            return None
        module, _, attribute = LAZY[cmd_name].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(framing.__version__, prog_name="framing", message="%(prog)s %(version)s")
def cli() -> None:
    """Show how outlets word the same event, with the evidence underlined."""
