"""`plugfest docs show`: a document or a section, for a terminal or a pipe."""

from __future__ import annotations

import click

from plugfest.cli.output import print_json


@click.command()
@click.argument("document", metavar="DOC")
@click.argument("section", required=False, default="")
@click.option("--revision", default="", help="Not the newest revision but this one.")
@click.option("--json", "as_json", is_flag=True, help="Print the model as JSON.")
def show(document: str, section: str, revision: str, as_json: bool) -> None:
    """Show DOC, or a SECTION of it (by number or title), with the product notes it refers to."""
    from plugfest.specs import open_library

    with open_library() as library:
        stored = library.document(document, revision)
        if not section:
            if as_json:
                print_json(stored.load())
            else:
                from plugfest.cli.docs_text import print_document

                print_document(stored)
            return
        found = stored.section(section)
        if as_json:
            print_json(found)
            return
        from plugfest.cli.docs_text import print_section

        print_section(stored, found)
