"""`plugfest cases`: the suites and their coverage of a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plugfest.cli.main import EXIT_BROKEN, EXIT_HELD, LazyGroup
from plugfest.cli.output import print_json, print_table
from plugfest.errors import InputError

if TYPE_CHECKING:
    from plugfest.conformance.trace import Trace
    from plugfest.records import Case

SUITE = click.option(
    "--suite", "suites", multiple=True, type=click.Path(path_type=Path), metavar="PATH", help="Your own cases."
)
JSON = click.option("--json", "json_wanted", is_flag=True, help="Print as JSON.")


@click.group(
    cls=LazyGroup,
    commands_by_name={
        "list": ("cases:list_cases", "Every case: id, level, what it is about, what it needs."),
        "show": ("cases_show:show", "One case: its requirements, and the messages that it exchanges."),
        "trace": ("cases:trace", "The requirements of a document, and which case cites them."),
        "prove": ("cases_prove:prove", "Break each rule of the embedded server, and see who notices."),
    },
)
def cases() -> None:
    """The suites and their coverage of a document."""


def levels(case: Case) -> str:
    """The levels of what a case covers, the strictest first."""
    from plugfest.records import Level
    from plugfest.requirements.facts import find_fact

    found = {fact.level for one in case.covers if (fact := find_fact(one))}
    return ", ".join(level.value for level in Level if level in found) or "unknown"


@click.command("list")
@click.option("-k", "keyword", default="", metavar="EXPR", help="Only cases whose names match, as pytest has it.")
@click.option("--scenarios", "by_scenario", is_flag=True, help="The scenarios that the cases make instead.")
@SUITE
@JSON
def list_cases(keyword: str, by_scenario: bool, suites: tuple[Path, ...], json_wanted: bool) -> None:
    """Every case: id, level, what it is about, what it needs."""
    from plugfest.conformance.runner import collect

    found = collect(suites, keyword)
    if by_scenario:
        from plugfest.cli.cases_show import list_scenarios

        list_scenarios(found, json_wanted)
        return
    if json_wanted:
        print_json([{"levels": levels(case), **case_fields(case)} for case in found])
        return
    rows = [
        (case.id, levels(case), case.title, ", ".join([*case.needs, *(["disruptive"] if case.disruptive else [])]))
        for case in found
    ]
    print_table(("case", "level", "what", "needs"), rows, fold=("what", "needs"))


def case_fields(case: Case) -> dict[str, object]:
    """Its record."""
    import msgspec

    return msgspec.structs.asdict(case)


def find_case(name: str, known: list[Case]) -> Case:
    """The case of that id, or the only one whose id has it as a part. Raises InputError with the nearest."""
    by_id = {case.id: case for case in known}
    return by_id[find_name(name, list(by_id))]


def find_name(name: str, known: list[str]) -> str:
    """The id that is named, whole or in part. Raises InputError with the nearest."""
    import difflib

    found = [one for one in known if one == name] or [one for one in known if name in one]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"{name!r} may be any of {', '.join(found[:5])}")
    near = difflib.get_close_matches(name, known, 3, 0.4)
    raise InputError(f"there is no case {name!r}" + (f"; nearest: {', '.join(near)}" if near else ""))


@click.command()
@click.argument("document", metavar="DOC")
@click.option("--all", "everything", is_flag=True, help="List what no case cites, too.")
@SUITE
@JSON
def trace(document: str, everything: bool, suites: tuple[Path, ...], json_wanted: bool) -> None:
    """The requirements of DOC that a server has to meet, and which case cites them.

    A citation is suspect where the library's revision of DOC has no such sentence any more, unknown where neither
    library nor facts know it.
    """
    from plugfest.conformance.runner import collect
    from plugfest.conformance.trace import trace as trace_document
    from plugfest.specs import open_library

    known = collect(suites)
    with open_library() as library:
        found = trace_document(document, known, library)
    if json_wanted:
        print_json({"numbers": found.numbers(), **_trace_fields(found)})
    else:
        _print_trace(found, everything)
    raise SystemExit(EXIT_BROKEN if found.unknown else EXIT_HELD)


def _trace_fields(found: Trace) -> dict[str, object]:
    import msgspec

    return msgspec.structs.asdict(found)


def _print_trace(found: Trace, everything: bool) -> None:
    rows = [
        (one.id, one.level.value, one.actor.value, ", ".join(one.cases) or _gap(one.testable, one.reason))
        for one in found.requirements
        if everything or one.cases
    ]
    print_table(("requirement", "level", "actor", "cases"), rows, fold=("cases",))
    for title, stale in (("suspect: the text has changed", found.suspect), ("unknown", found.unknown)):
        for one in stale:
            click.echo(f"{title}: {one.id}  cited by {', '.join(one.cases)}")
    if found.missing and not everything:
        click.echo(f"\ntestable, and no case cites them ({len(found.missing)}):")
        for missing in found.missing:
            click.echo(f"  {missing.id}  {missing.level.value}")
    numbers = found.numbers()
    revision = f"library {found.library_revision}" if found.library_revision else "not in the library"
    click.echo(f"\n{found.document}, facts {found.facts_revision or 'none'}, {revision}")
    click.echo(
        f"{numbers['requirements']} requirements of a server: {numbers['cited']} cited by {numbers['cases']} cases, "
        f"{numbers['not_testable']} not testable, {numbers['undecided']} undecided, {numbers['missing']} missing; "
        f"{numbers['cited_musts']} of {numbers['testable_musts']} testable MUSTs cited; "
        f"{numbers['suspect']} suspect, {numbers['unknown']} unknown citations"
    )


def _gap(testable: bool | None, reason: str | None) -> str:
    if testable is None:
        return "undecided"
    return "missing" if testable else f"not testable: {reason}"
