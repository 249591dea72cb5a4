"""Write the pages of the documentation that come from the program itself.

``python docs/generate.py`` writes them; ``--check`` says which are stale and exits 1.
"""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

import click

import framing
from framing import tables
from framing.cli import cli

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


def tables_page() -> str:
    head = (
        "# Tables\n\nThe public contract: DataFrames in Python, CSV and Parquet on disk.\n"
        "Offsets are characters of `documents.text`; `text[start:end]` is the match in every row.\n"
        "Defined once, in `framing/tables.py`, from which this page is made.\n\n"
    )
    return head + "\n".join(tables.document(name) for name in tables.TABLES)


def commands_page() -> str:
    parts = [
        "# Commands\n\nMade from `--help`. Exit codes: 0 done, cautions included; 1 our own fault; "
        "2 input or usage;\n3 finished with rejected rows, output whole; 130 interrupted.\n"
    ]
    # with the settings of a real call: click keeps the help option that it makes first
    root = click.Context(cli, info_name="framing", terminal_width=100, **cli.context_settings)
    parts.append(_help(cli, root, 2))
    return "\n".join(parts)


def _help(command: click.Command, context: click.Context, level: int) -> str:
    own = f"{'#' * level} {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if not isinstance(command, click.Group):
        return own
    below = []
    for name in command.list_commands(context):
        child = command.get_command(context, name)
        if child is not None:
            inner = click.Context(
                child, info_name=name, parent=context, max_content_width=100, terminal_width=100
            )
            below.append(_help(child, inner, min(level + 1, 4)))
    return "\n".join([own, *below])


def python_page() -> str:
    parts = [
        "# Python\n\nMade from the docstrings. Everything here is reached as `framing.NAME`.\n"
    ]
    for name in sorted(n for n in framing.__all__ if not n.startswith("__")):
        thing = getattr(framing, name)
        doc = inspect.getdoc(thing) or ""
        text, mark, example = doc.partition(">>>")
        block = f"\n```pycon\n>>>{example.rstrip()}\n```\n" if mark else ""
        signature = str(inspect.signature(thing)).replace("'", "")
        # a function as default prints its address, which differs from run to run
        signature = re.sub(r"<function (\w+) at 0x\w+>", r"\1", signature)
        parts.append(f"## framing.{name}\n\n`{name}{signature}`\n\n{text.strip()}\n{block}")
    return "\n".join(parts)


def pages() -> dict[Path, str]:
    """Give every generated page with its text."""
    found = {
        HERE / "tables.md": tables_page(),
        HERE / "commands.md": commands_page(),
        HERE / "python.md": python_page(),
    }
    return {path: text.rstrip() + "\n" for path, text in found.items()}


def stale() -> list[str]:
    """List the generated pages that are not as the program would write them."""
    return [
        str(path.relative_to(ROOT))
        for path, text in pages().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


if __name__ == "__main__":
    if "--check" in sys.argv:
        old = stale()
        print("\n".join(f"stale: {name}" for name in old) or "all pages are fresh")
        sys.exit(bool(old))
    for page, words in pages().items():
        page.write_text(words, encoding="utf-8")
