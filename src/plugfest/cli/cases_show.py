"""`plugfest cases show` and `list --scenarios`: what a case does, as a person reads it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plugfest.cli.cases import JSON, SUITE, case_fields, find_case, levels
from plugfest.cli.output import print_json, print_table

if TYPE_CHECKING:
    from plugfest.conformance.scenarios import Scenario
    from plugfest.records import Case, Message, Verdict


@click.command()
@click.argument("name", metavar="CASE")
@SUITE
@JSON
def show(name: str, suites: tuple[Path, ...], json_wanted: bool) -> None:
    """One CASE: the requirements that it covers, what it needs, and the messages that it exchanges.

    Part of an id will do. A scenario (ms_srvs/share_enum, see `cases list --scenarios`) is shown with all its cases.
    The messages are those of the embedded server, which is started for it.
    """
    from plugfest.conformance.runner import collect
    from plugfest.conformance.scenarios import rehearse, scenarios

    known = collect(suites)
    scenario = next((one for one in scenarios(known) if name.removesuffix(".py") == one.id), None)
    if scenario:
        verdicts = rehearse(scenario.cases, suites)
        if json_wanted:
            cases = [_as_json(case, verdicts.get(case.id)) for case in scenario.cases]
            print_json({"id": scenario.id, "title": scenario.title, "cases": cases})
        else:
            _print_scenario(scenario, verdicts)
        return
    case = find_case(name, known)
    verdict = rehearse([case], suites).get(case.id)
    if json_wanted:
        print_json(_as_json(case, verdict))
    else:
        _print_case(case, verdict)


def list_scenarios(cases: Sequence[Case], json_wanted: bool) -> None:
    """The cases by topic, a line each."""
    from plugfest.conformance.scenarios import scenarios

    found = scenarios(cases)
    if json_wanted:
        print_json(
            [
                {"id": one.id, "title": one.title, "cases": [case.id for case in one.cases], "covers": one.requirements}
                for one in found
            ]
        )
        return
    rows = [
        (one.id, str(len(one.cases)), str(len(one.requirements)), _disruptive(one) or "", one.title) for one in found
    ]
    print_table(("scenario", "cases", "requirements", "disruptive", "what"), rows, fold=("what",))


def _disruptive(scenario: Scenario) -> str:
    number = sum(case.disruptive for case in scenario.cases)
    return str(number) if number else ""


def _as_json(case: Case, verdict: Verdict | None) -> dict[str, Any]:
    from plugfest.cli.report import sentences
    from plugfest.conformance.scenarios import sequence

    messages = verdict.exchange.messages if verdict else ()
    return {
        "levels": levels(case),
        **case_fields(case),
        "statements": sentences(case.covers),
        "verdict": verdict.kind if verdict else "",
        "sequence": [
            {name: getattr(one, name) for name in ("sent", "connection", "name", "section", "summary")}
            for one in sequence(messages)
        ],
    }


def _print_case(case: Case, verdict: Verdict | None) -> None:
    from plugfest.cli.report import sentences
    from plugfest.conformance.scenarios import sequence
    from plugfest.requirements.facts import find_fact

    click.echo(f"{case.id}\n  {case.title}")
    statements = sentences(case.covers)
    for requirement in case.covers:
        fact = find_fact(requirement)
        click.echo(f"\n  {requirement}  {fact.level.value if fact else 'not in the facts'}")
        click.echo(f"    {statements.get(requirement) or 'the sentence is not in the library'}")
    click.echo("")
    for label, text in _traits(case):
        click.echo(f"  {label:<11} {text}")
    if verdict is None or not verdict.exchange.messages:
        reason = verdict.reason if verdict else "it did not run"
        click.echo(f"\n  the embedded server does not show its messages: {reason}")
        return
    click.echo(f"\n  with the embedded server ({verdict.kind.value}):")
    _print_messages(list(sequence(verdict.exchange.messages)), "    ")


def _traits(case: Case) -> list[tuple[str, str]]:
    """What else there is to say of a case."""
    traits = [("scenario", case.scenario)] if case.scenario else []
    traits += [("needs", ", ".join(case.needs))] if case.needs else []
    traits += [("disruptive", "it changes the target: wants --allow-disruptive")] if case.disruptive else []
    traits += [("alone", "no other case may run beside it")] if case.alone else []
    traits += [("malforms", "it sends a message that is malformed on purpose")] if case.malforms else []
    return [*traits, ("source", f"{case.path}:{case.line}")]


def _print_messages(messages: Sequence[Message], indent: str) -> None:
    several = len({one.connection for one in messages}) > 1
    for one in messages:
        on = f"[{one.connection}] " if several else ""
        tail = [one.summary, "(encrypted)" if one.encrypted else ""]
        click.echo("  ".join([f"{indent}{on}{'──▶' if one.sent else '◀──'} {one.name}", *filter(None, tail)]))


def _print_scenario(scenario: Scenario, verdicts: dict[str, Verdict]) -> None:
    """What all its cases begin with, then what each does."""
    from plugfest.conformance.scenarios import sequence, shared

    click.echo(f"{scenario.id}\n  {scenario.title}")
    exchanges = {
        case.id: list(sequence(verdicts[case.id].exchange.messages)) for case in scenario.cases if case.id in verdicts
    }
    number = shared([messages for messages in exchanges.values() if messages])
    if number:
        click.echo("\n  all begin with:")
        _print_messages(next(messages for messages in exchanges.values() if messages)[:number], "    ")
    for case in scenario.cases:
        marks = "".join(f"  ({mark})" for mark in ("disruptive", "alone") if getattr(case, mark))
        click.echo(f"\n  {case.id.partition('::')[2]}{marks}")
        click.echo(f"    {case.title}")
        click.echo(f"    covers {', '.join(case.covers)}")
        messages = exchanges.get(case.id, [])
        if messages:
            _print_messages(messages[number:], "      ")
            if len(messages) == number:
                click.echo("      no more than that")
        elif case.id in verdicts:
            click.echo(f"      {verdicts[case.id].kind.value}: {verdicts[case.id].reason}")
