"""The `plugfest` command: commands by name, loaded when they are used; errors as one line and an exit status."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any, NoReturn

import click

from plugfest import __version__
from plugfest.errors import Error, InputError, SpecError, TargetUnreachable

_COMMANDS = {
    "demo": ("demo:demo", "The embedded server, the suites, a report that opens in a browser."),
    "docs": ("docs:docs", "Keep, show and search specifications."),
    "requirements": ("requirements:requirements", "The requirement table of a document."),
    "simulate": ("simulate:simulate", "What can be implemented from the text alone: interfaces, codecs; what cannot."),
    "call": ("call:call", "Any RPC method, from the document's IDL."),
    "decode": ("decode:decode", "The messages of a capture; bytes as the structure that they are."),
    "cases": ("cases:cases", "The suites and their coverage of a document."),
    "probe": ("probe:probe", "What a file server can do."),
    "test": ("test:test", "A server under test."),
    "clean": ("clean:clean", "Remove what interrupted runs left behind on a server."),
    "serve": ("serve:serve", "The reference server on its own."),
    "proxy": ("proxy:proxy", "A man in the middle that shows every message."),
    "evidence": ("evidence:evidence", "What one verdict rests on, as a zip to send."),
    "report": ("report:report", "The report of a run: html, junit, json, subunit, xlsx."),
}
"""Command → (`module:attribute` under plugfest.cli, one line of help); its module is imported when it is used."""

EXIT_HELD = 0
EXIT_BROKEN = 1
EXIT_MISUSED = 2
EXIT_UNREACHABLE = 3


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for, so that `--help` stays quick."""

    def __init__(self, *args: Any, commands_by_name: dict[str, tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_name = commands_by_name or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the table."""
        return list(self._by_name)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; None if there is none of that name."""
        if cmd_name not in self._by_name:
            return None
        module, attribute = self._by_name[cmd_name][0].split(":")
        command = getattr(importlib.import_module(f"plugfest.cli.{module}"), attribute)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. Ctrl-C is Abort at once, also in a group of exceptions, as task groups raise them."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise click.exceptions.Abort from None
        except BaseExceptionGroup as errors:
            if errors.subgroup(KeyboardInterrupt):
                raise click.exceptions.Abort from None
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands from the table above, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self._by_name.items()])


@click.group(
    cls=LazyGroup,
    commands_by_name=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, "--version")
def cli() -> None:
    """A protocol interoperability workbench for implementers of Microsoft's Open Specifications."""


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line; never returns. Our own errors become one line on stderr and an exit status."""
    try:
        status = _status(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # how much was written before the reader left is chance, the exit status is not
        _let_go_of_stdout()
        status = EXIT_HELD
    except OSError:
        problem = _stdout_problem()
        if problem is None:
            raise
        _let_go_of_stdout()
        click.echo(f"plugfest: standard output: {problem.strerror}", err=True)
        status = EXIT_MISUSED
    sys.exit(status)


def _status(arguments: list[str] | None) -> int:
    """Run the command; what it ends with."""
    stdout = sys.stdout
    try:
        status = cli.main(arguments, prog_name="plugfest", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return EXIT_MISUSED
    except click.exceptions.Abort:
        after = "\n" if sys.stderr.isatty() else ""  # the terminal has written ^C
        click.echo(f"{after}plugfest: interrupted", err=True)
        return 130
    except TargetUnreachable as error:
        click.echo(f"plugfest: {error}", err=True)
        return EXIT_UNREACHABLE
    except (InputError, SpecError) as error:
        click.echo(f"plugfest: {error}", err=True)
        return EXIT_MISUSED
    except Error as error:
        click.echo(f"plugfest: {error}", err=True)
        return EXIT_BROKEN
    except SystemExit:
        if sys.stdout is not stdout:  # where nobody reads the output, click replaces it and ends the program with 1
            raise BrokenPipeError("nobody reads the output") from None
        raise
    return status if isinstance(status, int) else EXIT_HELD


def _stdout_problem() -> OSError | None:
    """Why nothing can be printed; None if it can, and something else has failed."""
    try:
        click.echo()  # a flush alone says nothing where Python runs unbuffered
    except OSError as error:
        return error
    return None


def _let_go_of_stdout() -> None:
    """What is still waiting to be written goes nowhere, so that the end of the interpreter does not fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
