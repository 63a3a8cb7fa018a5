"""Writes what `plugfest simulate` derives from some documents and what it refuses: names, places and numbers, no prose.

    python docs/simulate/generate.py [DOC…]

It uses the library that PLUGFEST_LIBRARY names; a document that is not in it keeps its page.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from plugfest.cli.simulate_rules import rule_text
from plugfest.simulate.constants.model import ConstantSet
from plugfest.simulate.rules.model import FieldRules
from plugfest.simulate.simulation import Simulator
from plugfest.simulate.state.model import State
from plugfest.simulate.structures.declaration import condition_text, extent_text, form_text, reference_text
from plugfest.simulate.structures.model import Member, Structures, Union
from plugfest.specs import open_library

HERE = Path(__file__).parent
DOCUMENTS = ("MS-SMB2", "MS-XCA", "MS-CFB", "MS-SHLLINK", "MS-NLMP", "MS-DTYP", "MS-FSCC", "MS-RDPBCGR")
NOTE = "<!-- Written by generate.py from the text of the document; `make simulated` writes it again. -->"
READ = re.compile(r"get\(values, '([^']*(?:', '[^']*)*)'\)")
"""A field as the compiled rules read it."""
MOST = 24
"""Members of one set of constants that are listed."""


def page(simulator: Simulator, name: str) -> str:
    """The page of one document."""
    document = simulator.document(name)
    lines = [f"# {document.name}", "", NOTE, "", f"Revision {document.revision}, {document.date}.", ""]
    lines += structures(simulator.shelf.structures(name))
    lines += constants(simulator.vocabulary.constants(name).sets)
    if (state := simulator.vocabulary.state(name)) and state.variables:
        lines += variables(state)
    lines += rules(simulator.rules.fields(name))
    lines += findings(simulator, name)
    return "\n".join(lines).rstrip() + "\n"


def structures(found: Structures) -> Iterator[str]:
    """Layouts that were compiled, field by field, and those that were not."""
    total = len(found.compiled) + len(found.refused)
    yield from (f"## Structures: {len(found.compiled)} of {total} layouts", "")
    for one in found.compiled:
        yield from (f"### {one.section} {code(one.title)}", "")
        yield f"{one.order}-endian" + (f", if {condition_text(one.condition)}." if one.condition else ".")
        yield from ("", "| offset | field | what it is |", "| ---: | --- | --- |")
        for member in one.members:
            yield from row(member)
        yield ""
    if found.refused:
        yield from ("### Refused", "", "| section | layout | field | because |", "| --- | --- | --- | --- |")
        for refusal in found.refused:
            yield f"| {refusal.section} | {code(refusal.title)} | {code(refusal.field)} | {refusal.reason.value} |"
        yield ""


def row(member: Member, depth: int = 0) -> Iterator[str]:
    """A field, and below it the ways to read it."""
    words = [form_text(member.form), extent_text(member.extent, member.form)]
    if member.at:
        words.append(
            f"at offset {reference_text(member.at.by)}" + (f" from {member.at.base}" if member.at.base else "")
        )
    if member.align > 1:
        words.append(f"aligned to {member.align}")
    if member.condition:
        words.append(f"if {condition_text(member.condition)}")
    if member.constant is not None:
        words.append(f"= {member.constant}")
    bits = member.bit_offset
    place = "" if bits is None or depth else f"{bits // 8}.{bits % 8}" if bits % 8 else str(bits // 8)
    yield f"| {place} | {'· ' * depth}{code(member.name)} | {escaped(' '.join(word for word in words if word))} |"
    if isinstance(member.form, Union):
        for arm in member.form.arms:
            when = f"if {condition_text(arm.condition)}" if arm.condition else "otherwise"
            yield f"| | {'· ' * (depth + 1)}read as {code(arm.name)} | {escaped(when)} |"
            for part in arm.members:
                yield from row(part, depth + 2)


def constants(sets: tuple[ConstantSet, ...]) -> Iterator[str]:
    """Sets of constants but the answers of methods, which are many and all alike."""
    kinds = Counter(one.kind.value for one in sets)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "none"
    yield from (f"## Constants: {told}", "", "| section | of | values |", "| --- | --- | --- |")
    for one in sets:
        if one.kind.value == "codes":
            continue
        place = code(f"{one.title}.{one.field}" if one.field else one.title)
        values = [
            f"{member.name} = {written(member.value, member.digits)}"
            if member.name
            else written(member.value, member.digits)
            for member in one.members[:MOST]
        ]
        more = f" and {len(one.members) - MOST} more" if len(one.members) > MOST else ""
        yield f"| {one.section} | {place}, {one.kind.value} | {escaped(', '.join(values))}{more} |"
    yield ""


def written(value: int | str, digits: int) -> str:
    """A value as the document writes it."""
    return f"0x{value:0{digits}X}" if digits and isinstance(value, int) else str(value)


def variables(state: State) -> Iterator[str]:
    """The abstract data model."""
    yield from (f"## State: {len(state.variables)} variables, {len(state.timers)} timers", "")
    yield from ("| section | variable | written in | read in |", "| --- | --- | ---: | ---: |")
    for one in state.variables:
        writes = {use.section for use in one.uses if use.writes}
        reads = {use.section for use in one.uses if not use.writes}
        yield f"| {one.section} | {code(one.full)} | {sections(len(writes))} | {sections(len(reads))} |"
    yield ""


def sections(count: int) -> str:
    """`3 sections`."""
    return f"{count} section{'' if count == 1 else 's'}" if count else ""


def rules(found: FieldRules) -> Iterator[str]:
    """What the sentences of field definitions demand, and why others demand nothing that bytes tell."""
    total = found.compiled + found.told
    yield from (f"## Rules: {total} of {found.sentences} sentences of field definitions", "")
    if found.rules:
        yield from ("| section | field | level | who | use | rule |", "| --- | --- | --- | --- | --- | --- |")
    for one in found.rules:
        text = READ.sub(field_name, rule_text(one))
        place = f"{code(one.structure)} {code(one.field)}"
        yield (f"| {one.section} | {place} | {one.level.value} | {one.actor.value} | {one.use.value} | {code(text)} |")
    yield ""
    if found.refused:
        yield from ("### Refused", "", "| how many | because |", "| ---: | --- |")
        for reason, count in Counter(one.reason.value for one in found.refused).most_common():
            yield f"| {count} | {reason} |"
        yield ""


def field_name(read: re.Match[str]) -> str:
    """`Header.Status` for what compiled rules write as a call; `told` for a situation that no field tells."""
    return read.group(1).replace("', '", ".").strip("()")


def findings(simulator: Simulator, name: str) -> Iterator[str]:
    """Where the document contradicts itself."""
    found = simulator.simulate(name).findings
    yield from (f"## Findings: {len(found)}", "")
    if found:
        yield from ("| section | rule | about | what |", "| --- | --- | --- | --- |")
    for one in found:
        yield f"| {one.section} | {one.rule} | {code(one.subject)} | {escaped(one.reason)} |"


def escaped(text: str) -> str:
    """Text in a cell of a table."""
    return text.replace("|", "\\|").replace("<", "&lt;")


def code(text: str) -> str:
    """A name in a cell of a table."""
    return f"`{text.replace('|', '/')}`" if text else ""


def main(names: list[str]) -> int:
    """Write the pages."""
    with open_library() as library:
        simulator = Simulator(library)
        for name in names or DOCUMENTS:
            if name not in simulator.documents():
                print(f"{name}: not in the library, its page is left as it is")
                continue
            (HERE / f"{name}.md").write_text(page(simulator, name), encoding="utf-8")
            print(f"docs/simulate/{name}.md")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
