"""`plugfest decode --as DOC:STRUCTURE`: bytes as the structure that a packet layout describes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from plugfest.cli.output import print_json, print_table
from plugfest.errors import InputError

if TYPE_CHECKING:
    from plugfest.simulate.structures.model import DerivedStructure


def decode_layout(data: bytes, document: str, name: str, *, as_json: bool) -> None:
    """Each field with its offset, value and meaning; the header of the message before them, if the bytes have it."""
    from plugfest.cli.simulate_rules import rule_text
    from plugfest.simulate.rules.judge import broken
    from plugfest.simulate.rules.shelf import RuleShelf
    from plugfest.simulate.structures.message import read_message
    from plugfest.simulate.structures.shelf import Shelf
    from plugfest.simulate.structures.values import shown
    from plugfest.specs import open_library
    from plugfest.specs.library import nearest

    with open_library() as library:
        shelf = Shelf(library)
        found = shelf.find(document, name)
        if not found:
            refused = shelf.refused(document, name)
            if refused:
                raise InputError(f"{document}:{name} is not compiled: {refused[0].field}: {refused[0].reason.value}")
            near = nearest(name, [one.title for one in shelf.structures(document).compiled])
            hint = near or "; a method's stub is DOC:METHOD:request or DOC:METHOD:response"
            raise InputError(f"{document} has no structure {name}{hint}")
        parts = read_message(shelf, found[0], data)
        rows = [row for part in parts for row in shown(part.record, part.start, part.base, part.prefix)]
        rules = RuleShelf(library)
        layouts = [type(part.record).__derived__ for part in parts]
        wrong = [(part.prefix, one) for part in parts for one in broken(part.record, rules.book)]
    if as_json:
        print_json(
            {
                "structure": found[0].place,
                "section": found[0].section,
                "fields": [
                    {
                        "name": row.name,
                        "offset": row.offset,
                        "size": row.size,
                        "value": row.text,
                        "meaning": row.meaning,
                    }
                    for row in rows
                ],
                "broken": [
                    {
                        "requirement": one.rule.requirement,
                        "level": one.rule.level,
                        "field": prefix + one.rule.field,
                        "rule": rule_text(one.rule),
                    }
                    for prefix, one in wrong
                ],
            }
        )
        return
    print_table(
        ("offset", "field", "value", "meaning"),
        [(str(row.offset), row.name, row.text, row.meaning) for row in rows],
        fold=("value", "meaning"),
    )
    if big := [one for one in layouts if one.order == "big"]:
        click.echo(f"byte order: big-endian ({', '.join(f'{one.name} {_source(one)}' for one in big)})")
    for prefix, one in wrong:
        told = f"{one.rule.level} {one.rule.requirement}"
        click.echo(f"broken: {prefix}{one.rule.field}: {rule_text(one.rule)} ({told}, who: {one.rule.actor})")


def _source(structure: DerivedStructure) -> str:
    """Where the document says its byte order."""
    return f"[{structure.document}] {structure.order_source.section if structure.order_source else structure.section}"
