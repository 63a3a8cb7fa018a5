"""`plugfest docs define`: what a name means, and where it is used."""

from __future__ import annotations

import click

from plugfest.cli.output import print_json


@click.command()
@click.argument("name")
@click.option("--doc", "document", default="", metavar="DOC", help="Only in this document.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def define(name: str, document: str, as_json: bool) -> None:
    """Where NAME (a constant, structure, field, method, state variable or term) is defined, and where it is used."""
    from plugfest.specs import open_library
    from plugfest.specs.search import define as find

    with open_library() as library:
        definitions, uses = find(library, name, document)
    if as_json:
        print_json({"definitions": definitions, "uses": uses})
        return
    for found in definitions:
        value = f" = {found.value}" if found.value and found.kind == "constant" else ""
        size = f" ({found.value})" if found.value and not value else ""
        place = f"[{found.document}] {found.section}"
        click.echo(f"{click.style(found.name, bold=True)}{value}{size}  {found.kind}  {place}")
        if found.text:
            click.echo(f"    {found.text}")
    if uses:
        click.echo("used in:" if definitions else "not defined as such; used in:")
    for hit in uses:
        click.echo(f"  [{hit.document}] {hit.section} {hit.title}")
