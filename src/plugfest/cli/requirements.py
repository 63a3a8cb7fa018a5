"""`plugfest requirements`: the requirement table of a document."""

from __future__ import annotations

import click

from plugfest.cli.output import print_json, print_table
from plugfest.records.requirements import Actor, Level, Requirement


@click.command()
@click.argument("document", metavar="DOC", required=False)
@click.option("--all", "every", is_flag=True, help="Every document of the library.")
@click.option("--section", default="", metavar="PREFIX", help="Only this section and those below it.")
@click.option("--level", type=click.Choice([level.value for level in Level]), help="Only this level.")
@click.option(
    "--actor", type=click.Choice([actor.value for actor in Actor]), help="Only what this side has to do; both included."
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def requirements(
    document: str | None, every: bool, section: str, level: str | None, actor: str | None, as_json: bool
) -> None:
    """The requirement table of DOC, in its order, or of --all documents."""
    from plugfest.specs import open_library

    if every == bool(document):
        raise click.UsageError("name a document, or --all")
    found: list[Requirement] = []
    with open_library() as library:
        documents = list(library.newest().values()) if every else [library.document(document or "")]
        for stored in documents:
            if section and not every:
                stored.section(section)
            found += stored.requirements(
                section=section, level=Level(level) if level else None, actor=Actor(actor) if actor else None
            )
    if as_json:
        print_json(found)
        return
    rows = [
        (
            item.id,
            item.level.value,
            item.actor.value,
            ", ".join(map(str, item.notes)),
            f"[{item.lead_in}] {item.text}" if item.lead_in else item.text,
        )
        for item in found
    ]
    print_table(("id", "level", "actor", "notes", "statement"), rows, fold=("statement",))
