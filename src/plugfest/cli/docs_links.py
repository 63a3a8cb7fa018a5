"""`plugfest docs links`: what a document refers to, and whether it is there."""

from __future__ import annotations

from collections import Counter

import click

from plugfest.cli.output import print_json, print_table
from plugfest.specs.links import LinkState


@click.command()
@click.argument("document", metavar="DOC", required=False)
@click.option("--all", "every", is_flag=True, help="Every document of the library.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in LinkState]),
    help="Only these; by default those that are wrong: dangling and mislabelled.",
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def links(document: str | None, every: bool, states: tuple[str, ...], as_json: bool) -> None:
    """The internal links and `[MS-X] section N` citations of DOC that do not lead where they say.

    dangling: the target is not there. mislabelled: the label names another section. absent: the document is not in the
    library. outside: a web page. resolved: all is well.
    """
    from plugfest.specs import open_library
    from plugfest.specs.search import links_of

    if every == bool(document):
        raise click.UsageError("name a document, or --all")
    wanted = set(states) or {LinkState.DANGLING.value, LinkState.MISLABELLED.value}
    with open_library() as library:
        stored = list(library.newest().values()) if every else [library.document(document or "")]
        found = [link for one in stored for link in links_of(library, one)]
    shown = [link for link in found if link.state.value in wanted]
    counts = Counter(link.state.value for link in found)
    if as_json:
        print_json({"counts": counts, "links": shown})
        return
    rows = [
        (
            link.document,
            link.section,
            str(link.line),
            link.state.value,
            link.label,
            f"{link.target} {link.place}".strip(),
        )
        for link in shown
    ]
    if rows:
        print_table(("document", "section", "line", "state", "label", "target"), rows, fold=("label",))
    click.echo(", ".join(f"{count} {state}" for state, count in counts.most_common()), err=True)
