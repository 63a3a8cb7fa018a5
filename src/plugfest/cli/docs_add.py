"""`plugfest docs add`: import specifications into the library."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plugfest.cli.main import EXIT_MISUSED
from plugfest.cli.output import print_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugfest.requirements.importing import Outcome


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--jobs", type=click.IntRange(1), help="Processes that read documents; as many as processors by default.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each file as JSON.")
def add(paths: tuple[Path, ...], jobs: int | None, as_json: bool) -> None:
    """Add specifications: files, folders, zip archives.

    What is in the library already is left alone. A bad file is reported and the rest goes on.
    """
    from plugfest.requirements.importing import import_paths
    from plugfest.specs import open_library

    outcomes: list[Outcome] = []
    with open_library() as library, _progress() as progress:
        for outcome in import_paths(library, paths, jobs):
            if isinstance(outcome, int):
                progress(outcome, "")
                continue
            outcomes.append(outcome)
            progress(0, outcome.name or Path(outcome.origin).name)
            if not as_json:
                _report(outcome, quiet=len(paths) == 1 and paths[0].is_dir() and sys.stdout.isatty())
    added = sum(outcome.added for outcome in outcomes)
    bad = sum(bool(outcome.reason) for outcome in outcomes)
    known = len(outcomes) - added - bad
    if as_json:
        print_json([outcome._asdict() for outcome in outcomes])
    elif len(outcomes) > 1:
        click.echo(f"{added} added, {known} known, {bad} bad")
    if bad and not added and not known:
        click.get_current_context().exit(EXIT_MISUSED)


def _report(outcome: Outcome, quiet: bool) -> None:
    if outcome.reason:
        click.echo(f"plugfest: {outcome.reason}", err=True)
    elif not quiet:
        what = f"{outcome.requirements} requirements" if outcome.added else "known"
        click.echo(f"{outcome.name} {outcome.revision}: {what} ({outcome.origin})")
    for finding in outcome.findings:
        click.echo(f"{outcome.name}: {finding}", err=True)


@contextmanager
def _progress() -> Iterator[Callable[[int, str], None]]:
    """A bar on a terminal, nothing in a pipe. Call it with the total first, then once a document."""
    if not sys.stderr.isatty():
        yield lambda total, name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def advance(total: int, name: str) -> None:
            if total:
                bar.update(task, total=total)
            else:
                bar.update(task, advance=1, description=name)

        yield advance
