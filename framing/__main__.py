"""The door of the command line: turns every end of a run into its exit code."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence

from framing.errors import FramingError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    ``arguments`` are the words after ``framing`` (default: those of the process). Returns 0 done,
    1 a fault of our own, 2 input or usage, 3 finished with rejected rows, 130 interrupted.

    >>> main(["--version"])
    framing 0.1.0
    0
    """
    import click

    try:
        from framing.cli import cli

        result = cli.main(args=arguments, prog_name="framing", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except FramingError as error:
        click.echo(f"framing: {error.text()}", err=True)
        return error.exit_code
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("framing: interrupted; nothing half-written was left", err=True)
        return 130
    except BrokenPipeError:
        # the reader of our output went away: no fault, but Python would print one on exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        click.echo(f"framing: {_system_error(error).text()}", err=True)
        return 2
    except Exception as error:  # noqa: BLE001 - the last door: whatever comes here is our fault
        click.echo(traceback.format_exc(), err=True, nl=False)
        click.echo(f"framing: {_own_fault(error).text()}", err=True)
        return 1


def _own_fault(error: Exception) -> FramingError:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return FramingError(
        found=f"a fault of framing-compare itself: {type(error).__name__}: {error}",
        expected="a result, or an error that names what is wrong with the input",
        action="report it with the lines above; no half-written report was left",
        where=f"{os.path.basename(last.filename)}, line {last.lineno}",  # noqa: PTH119
    )


def _system_error(error: OSError) -> FramingError:
    return FramingError(
        found=f"the system refused: {error.strerror or error}",
        expected="a place that can be read and written, with space left",
        action="free some space or choose another folder, then run the command again",
        where=str(error.filename or ""),
    )


def entry() -> None:
    """Run the command line and leave with its exit code (the installed command ``framing``)."""
    for stream in (sys.stdout, sys.stderr):
        # a pipe or an old terminal may lack our arrows: a mark in their place, not a crash
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    raise SystemExit(main())


if __name__ == "__main__":
    entry()
