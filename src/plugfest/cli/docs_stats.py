"""`plugfest docs stats`: what the library holds, in numbers."""

from __future__ import annotations

import click

from plugfest.cli.output import print_json, print_table


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def stats(as_json: bool) -> None:
    """What the newest revisions of the library's documents hold."""
    from plugfest.specs import open_library
    from plugfest.specs.search import statistics

    with open_library() as library:
        totals, documents = statistics(library)
    if as_json:
        print_json({"totals": totals, "documents": documents})
        return
    header = ("document", *(name for name in totals if name != "documents"))
    rows = [(name, *(str(counts[column]) for column in header[1:])) for name, counts in documents.items()]
    print_table(header, [*rows, ("total", *(str(totals[column]) for column in header[1:]))])
