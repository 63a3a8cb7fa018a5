"""`plugfest clean`: remove what interrupted runs left behind."""

from __future__ import annotations

import asyncio
import sys

import click

from plugfest.cli.main import EXIT_BROKEN, EXIT_HELD
from plugfest.cli.output import print_json, print_table


@click.command()
@click.argument("target", required=False, default="")
@click.option("--profile", default="", metavar="NAME|FILE", help="What is known of the target: a name or a TOML file.")
@click.option("-y", "--yes", is_flag=True, help="Remove without asking.")
@click.option("--json", "json_wanted", is_flag=True, help="Print as JSON; nothing is asked.")
def clean(target: str, profile: str, yes: bool, json_wanted: bool) -> int:
    """Find what interrupted runs left on TARGET, smb://administrator:password@host:port/share, and remove it.

    Whatever a case creates has a name like plugfest-20261120-3-…; only such names are looked for: shares, aliases,
    transports, and files and folders at the top of the target's shares. On a terminal you are asked before anything
    goes; in a pipe it goes only with --yes. The exit status is 1 where something is left.
    """
    from plugfest.conformance.clean import leftovers, remove
    from plugfest.conformance.targets import resolve

    chosen = resolve(target, profile)
    found = asyncio.run(leftovers(chosen))
    if found and not json_wanted:
        print_table(("kind", "name"), [(one.kind, one.place) for one in found])
    if found and not yes and not json_wanted and sys.stdin.isatty() and sys.stdout.isatty():
        yes = click.confirm(f"Remove {'it' if len(found) == 1 else f'these {len(found)}'}?")
    kept = asyncio.run(remove(chosen, found)) if yes and found else found
    removed = [one for one in found if yes and one.place not in {left.place for left in kept}]
    if json_wanted:
        print_json({"found": found, "removed": removed, "left": kept})
    else:
        for one in kept:
            if one.problem:
                click.echo(f"{one.kind} {one.place}: {one.problem}")
        click.echo(_end(len(found), len(removed), yes))
    return EXIT_BROKEN if kept else EXIT_HELD


def _end(found: int, removed: int, yes: bool) -> str:
    if not found:
        return "nothing was left behind"
    return f"{removed} of {found} removed" if yes else f"{found} found, none removed: say --yes"
