"""`plugfest docs toc`: the sections of a document."""

from __future__ import annotations

import click

from plugfest.cli.output import print_json


@click.command()
@click.argument("document", metavar="DOC")
@click.option("--depth", type=click.IntRange(1), default=99, help="Not deeper than this.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def toc(document: str, depth: int, as_json: bool) -> None:
    """The sections of DOC with their titles."""
    from plugfest.specs import open_library

    with open_library() as library:
        titles = library.document(document).titles()
    shown = {number: title for number, title in titles.items() if number.count(".") < depth}
    if as_json:
        print_json([{"number": number, "title": title} for number, title in shown.items()])
        return
    for number, title in shown.items():
        click.echo(f"{'  ' * number.count('.')}{number} {title}")
