"""`plugfest docs where`: the way from a section to our code and tests."""

from __future__ import annotations

import click

from plugfest.cli.output import print_json
from plugfest.errors import SpecError


@click.command()
@click.argument("document", metavar="DOC")
@click.argument("section")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def where(document: str, section: str, as_json: bool) -> None:
    """Where plugfest implements and tests a SECTION of DOC, and the sections below it."""
    from plugfest.records.citations import PACKAGE, Use, citations, of_section

    name = document.strip("[]").upper()
    every = list(citations())
    found = of_section(every, name, section)
    if not found:
        _check(name, section, {citation.document for citation in every})
    if as_json:
        print_json([{**citation._asdict(), "path": str(PACKAGE / citation.path)} for citation in found])
        return
    for use in (Use.IMPLEMENTS, Use.TESTS):
        places = [citation for citation in found if citation.use is use]
        click.echo(f"{use}:" if places else f"{use}: nowhere yet")
        for citation in places:
            what = citation.requirement or f"[{citation.document}] {citation.section}"
            click.echo(f"  {PACKAGE / citation.path}:{citation.line}  {citation.name or '(module)'}  {what}")


def _check(name: str, section: str, cited: set[str]) -> None:
    """Raise InputError or SpecError if nobody knows the document, or the library not its section: a slip."""
    from plugfest.specs import open_library

    with open_library() as library:
        if name in library.names():
            library.document(name).section(section)
        elif name not in cited:
            library.document(name)
        elif not section[:1].isalnum():
            raise SpecError("no such section", name, section)
