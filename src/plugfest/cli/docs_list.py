"""`plugfest docs list`: the documents of the library."""

from __future__ import annotations

import click

from plugfest.cli.output import print_json, print_table


@click.command("list")
@click.option("--all", "every", is_flag=True, help="Every revision, not only the newest.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_documents(every: bool, as_json: bool) -> None:
    """List the documents of the library."""
    from plugfest.specs import open_library

    with open_library() as library:
        documents = library.documents()
    if not every:
        newest = {document.name: document for document in reversed(documents)}
        documents = [document for document in documents if newest[document.name] is document]
    if as_json:
        keys = ("name", "revision", "date", "preview", "title", "digest", "path")
        print_json([{key: getattr(document, key) for key in keys} for document in documents])
        return
    rows = [
        (document.name, document.revision + (" preview" if document.preview else ""), document.date, document.title)
        for document in documents
    ]
    print_table(("document", "revision", "date", "title"), rows, fold=("title",))
