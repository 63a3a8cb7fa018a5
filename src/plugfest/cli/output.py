"""What commands print: rich tables on a terminal, whole lines in a pipe, JSON where asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click
import msgspec

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 100_000
"""Lines in a pipe are not folded."""


def print_json(value: Any) -> None:
    """Print a value of records, lists and dicts as indented JSON."""
    encoded = msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=2)
    click.echo(encoded.decode())


def console() -> Console:
    """Where text goes: the terminal at its width, or a pipe without colours and folding."""
    from rich.console import Console

    class Piped(Console):
        """Where nobody reads any more, `main` ends the program, not rich in the middle of something."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError("nobody reads the output")

    terminal = sys.stdout.isatty()
    return Piped(
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        width=None if terminal else PIPE_WIDTH,
        file=sys.stdout,
    )


def tab_separated(cells: Iterable[str]) -> str:
    """A row of a table as one line for other programs."""
    return "\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in cells)


def print_table(header: Sequence[str], rows: Iterable[Sequence[str]], *, fold: Sequence[str] = ()) -> None:
    """Print rows in columns: a rich table on a terminal (`fold`: columns that may wrap), tab-separated in a pipe."""
    if not sys.stdout.isatty():
        for line in (header, *rows):
            click.echo(tab_separated(line))
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in header:
        table.add_column(name, overflow="fold", no_wrap=bool(fold) and name not in fold)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)
