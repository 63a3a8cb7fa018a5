"""`plugfest docs`: keep, show and search specifications. Each command is in a module of its own."""

from __future__ import annotations

import click

from plugfest.cli.main import LazyGroup

_COMMANDS = {
    "add": ("docs_add:add", "Add specifications: files, folders, zip archives."),
    "list": ("docs_list:list_documents", "List the documents of the library."),
    "toc": ("docs_toc:toc", "The sections of a document."),
    "show": ("docs_show:show", "Show a document or a section of it."),
    "search": ("docs_search:search", "Full text, names and requirements, with filters."),
    "define": ("docs_define:define", "What a name means, and where it is used."),
    "links": ("docs_links:links", "Links and citations that do not lead where they say."),
    "stats": ("docs_stats:stats", "What the library holds, in numbers."),
    "where": ("docs_where:where", "Where plugfest implements and tests a section."),
}


@click.group(cls=LazyGroup, commands_by_name=_COMMANDS)
def docs() -> None:
    """Keep, show and search specifications."""
