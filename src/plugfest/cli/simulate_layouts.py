"""`plugfest simulate`: packet layouts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from plugfest.cli.output import print_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugfest.simulate.simulation import Layouts
    from plugfest.simulate.structures.model import Refusal
    from plugfest.simulate.structures.shelf import Shelf


def totals(found: Iterable[Layouts]) -> dict[str, Any]:
    """`layouts`, summed over documents."""
    sums = {"compiled": 0, "merged": 0, "refused": 0, "examples": 0}
    reasons: dict[str, int] = {}
    for one in found:
        sums["compiled"] += one.compiled
        sums["merged"] += one.merged
        sums["refused"] += len(one.refused)
        sums["examples"] += one.examples
        for refusal in one.refused:
            reasons[refusal.reason.value] = reasons.get(refusal.reason.value, 0) + 1
    return {"layouts": {**sums, "reasons": dict(sorted(reasons.items(), key=lambda item: -item[1]))}}


def summary(sums: dict[str, Any]) -> Iterator[str]:
    """The sums as lines for people."""
    layouts = sums["layouts"]
    done = layouts["compiled"] + layouts["merged"]
    total = done + layouts["refused"]
    share = f" ({100 * done / total:.1f} %)" if total else ""
    apart = (
        f", {layouts['merged']} of them with the structure that they are drawn apart from" if layouts["merged"] else ""
    )
    yield (f"layouts: {done} of {total} compiled{share}{apart}, {layouts['examples']} more in worked examples")
    for reason, count in layouts["reasons"].items():
        yield f"  refused {count}: {reason}"


def print_refused(refused: Iterable[Refusal]) -> None:
    """A table of what was refused, with the place and the sentence."""
    rows = [
        (f"{one.document} {one.section}", f"line {one.line}", one.title, one.field, one.reason.value, one.quote)
        for one in refused
    ]
    if rows:
        print_table(("place", "line", "layout", "field", "refused because", "sentence"), rows, fold=("sentence",))


def show_structure(shelf: Shelf, name: str, wanted: str) -> bool:
    """Print the structures of a name in a document; False if there are none."""
    from plugfest.simulate.structures.declaration import declaration

    found = shelf.find(name, wanted)
    for structure in found:
        for line in declaration(structure):
            click.echo(line)
    refused = [] if found else shelf.refused(name, wanted)
    print_refused(refused)
    return bool(found or refused)
