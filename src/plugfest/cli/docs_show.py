"""`plugfest docs show`: a document or a section, for a terminal or a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from plugfest.cli.output import print_json

if TYPE_CHECKING:
    from plugfest.specs.library import StoredDocument


@click.command()
@click.argument("document", metavar="DOC")
@click.argument("section", required=False, default="")
@click.option("--revision", default="", help="Not the newest revision but this one.")
@click.option("--html", "form", flag_value="html", help="As a web page by itself; a section with those below it.")
@click.option("--json", "form", flag_value="json", help="The model, with every block's lines.")
@click.option("--source", "form", flag_value="source", help="As Markdown, with the repairs of the reader.")
def show(document: str, section: str, revision: str, form: str | None) -> None:
    """Show DOC, or a SECTION of it (by number or title), with the product notes it refers to."""
    from plugfest.specs import open_library

    with open_library() as library:
        stored = library.document(document, revision)
        match form:
            case "json":
                print_json(stored.section(section) if section else stored.load())
            case "html":
                _html(stored, section)
            case "source":
                _source(stored, section)
            case _:
                _text(stored, section)


def _html(stored: StoredDocument, section: str) -> None:
    from plugfest.specs.html import page

    number = stored.section(section).number if section else ""
    click.echo(page(f"[{stored.name}] {stored.title}", stored.sections(number)), nl=False)


def _source(stored: StoredDocument, section: str) -> None:
    from plugfest.specs.render import section_to_markdown, to_markdown

    if section:
        click.echo(section_to_markdown(stored.section(section)))
    else:
        click.echo(to_markdown(stored.load()), nl=False)


def _text(stored: StoredDocument, section: str) -> None:
    from plugfest.cli.docs_text import print_document, print_section

    if section:
        print_section(stored, stored.section(section))
    else:
        print_document(stored)
