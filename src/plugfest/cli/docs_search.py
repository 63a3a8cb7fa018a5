"""`plugfest docs search`: full text over the library."""

from __future__ import annotations

import sys

import click

from plugfest.cli.output import print_json


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def search(words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search the newest revision of every document for WORDS, the best hits first.

    Identifiers (SMB2_FLAGS_SIGNED, 0xC000000D, NetrShareEnum) are found as they are, "quoted words" as a phrase, word*
    by its beginning. Filters: doc:MS-SMB2, section:3.3.5, and
    kind:field|requirement|method|structure|constant|state|term.
    """
    from plugfest.specs import open_library
    from plugfest.specs.search import search as find

    with open_library() as library:
        hits = find(
            library, " ".join(f'"{word}"' if " " in word and ":" not in word else word for word in words), limit
        )
    if as_json:
        print_json(hits)
        return
    if not hits:
        click.echo("nothing found", err=True)
    for hit in hits:
        name = f"  {hit.kind} {hit.name}" if hit.name else ""
        head = f"[{hit.document}] {hit.section} {hit.title}{name}"
        if sys.stdout.isatty():
            click.echo(click.style(head, bold=True))
            click.echo(f"    {hit.snippet}")
        else:
            click.echo("\t".join((hit.document, hit.section, hit.kind, hit.name, hit.title, hit.snippet)))
