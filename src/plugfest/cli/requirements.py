"""`plugfest requirements`: the requirement table of a document."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from plugfest.cli.output import print_json, print_table
from plugfest.records.requirements import Actor, Fact, Level, Requirement


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
        from plugfest.requirements.facts import find_fact

        print_json([_with_decision(item, find_fact(item.id)) for item in found])
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


def _with_decision(item: Requirement, fact: Fact | None) -> dict[str, Any]:
    """A requirement with what a human decided about it, where there are facts: testable or not, and why."""
    decided = {"testable": fact.testable, "reason": fact.reason} if fact and fact.testable is not None else {}
    return {**msgspec.to_builtins(item), **decided}
