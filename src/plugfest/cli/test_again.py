"""`plugfest test` more than once: --repeat, --compare, --replay."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plugfest.cli.main import EXIT_BROKEN, EXIT_HELD
from plugfest.cli.output import print_json, print_table
from plugfest.errors import InputError

if TYPE_CHECKING:
    from plugfest.cli.test import Options
    from plugfest.conformance.targets import Profile
    from plugfest.records import Verdict
    from plugfest.reports.agreement import Disagreement, Result


def repeat_run(profile: Profile, times: int, options: Options, json_wanted: bool) -> int:
    """Run so many times, and show the cases whose verdicts are not always the same; 1 if there are some."""
    from plugfest.cli.face import held
    from plugfest.reports.agreement import disagreements

    results = [_run(profile, options, json_wanted) for _ in range(times)]
    flaky = disagreements(results)
    if json_wanted:
        print_json(_as_json(results, "flaky", flaky))
    else:
        _print(results, flaky, [f"run {number}" for number in range(1, times + 1)])
        click.echo(f"{times} runs: {_number(flaky, 'not always the same verdict', 'the same verdicts in all')}")
    return EXIT_BROKEN if flaky or not all(held(result.verdicts) for result in results) else EXIT_HELD


def compare_targets(first: Profile, second: Profile, options: Options, json_wanted: bool) -> int:
    """Run on both, and show where they differ; 1 if one of them has a new finding."""
    from plugfest.cli.face import held
    from plugfest.reports.agreement import disagreements

    results = [_run(profile, options, json_wanted) for profile in (first, second)]
    different = disagreements(results)
    if json_wanted:
        print_json(_as_json(results, "different", different))
    else:
        _print(results, different, [profile.name or profile.address for profile in (first, second)])
        click.echo(f"two targets: {_number(different, 'different', 'no difference')}")
    return EXIT_HELD if all(held(result.verdicts) for result in results) else EXIT_BROKEN


def _run(profile: Profile, options: Options, silent: bool) -> Result:
    """One of several runs, in one line."""
    from plugfest.cli.face import counts_text
    from plugfest.cli.test import one_run

    result = one_run(profile, options, quiet=True)
    if not silent:
        click.echo(f"{result.run.id}  {result.run.target}  {counts_text(result.verdicts)}; {result.run.duration:.1f} s")
    return result


def _print(results: list[Result], found: list[Disagreement], names: list[str]) -> None:
    click.echo("")
    if found:
        rows = [(one.case, *map(_words, one.verdicts)) for one in found]
        print_table(("case", *names), rows, fold=names)
        click.echo("")


def _words(verdict: Verdict | None) -> str:
    """A verdict in a cell: `fail: got STATUS_SUCCESS`."""
    if verdict is None:
        return "no such case"
    said = f"got {verdict.actual}" if verdict.actual else verdict.reason
    return f"{verdict.kind.value}: {said}" if said else verdict.kind.value


def _number(found: list[Disagreement], some: str, none: str) -> str:
    return f"{len(found)} {'case' if len(found) == 1 else 'cases'} {some}" if found else none


def _as_json(results: list[Result], name: str, found: list[Disagreement]) -> dict[str, object]:
    from plugfest.cli.face import as_json

    runs = [as_json(result.run, result.verdicts) for result in results]
    return {"runs": [{key: one[key] for key in ("run", "held", "counts")} for one in runs]} | {
        name: [one.as_json() for one in found]
    }


def replay_case(
    stack: ExitStack, name: str, run_id: str | None, target: Profile | None, options: Options, json_wanted: bool
) -> int:
    """Run one case of a stored run again, on `target` or where it ran, and say what it was and is; the exit status."""
    from plugfest.cli.face import as_json, held, word
    from plugfest.cli.report import stored_verdict
    from plugfest.cli.test import chosen, one_run
    from plugfest.conformance.again import recall
    from plugfest.reports.model import standing
    from plugfest.store.runs import RunStore

    store = RunStore()
    try:
        run, before = stored_verdict(store, name, run_id)
        again = recall(store.folder, run.id, target)
    finally:
        store.close()
    profile = target or (chosen(stack, "", "embedded") if again.profile.name == "embedded" else again.profile)
    options = options._replace(
        suites=options.suites or tuple(map(Path, again.suites)),
        allow_disruptive=options.allow_disruptive or (again.allow_disruptive and target is None),
        only=(before.case,),
        keyword="",
        workers=0,
        replays=run.id,
    )
    result = one_run(profile, options, quiet=json_wanted)
    if not result.verdicts:
        raise InputError(f"{before.case} is in the suites no more")
    if json_wanted:
        print_json({**as_json(result.run, result.verdicts), "replays": run.id, "before": before.kind})
    else:
        now = word(standing(result.verdicts[0]))
        click.echo(f"replay   {before.case}: {word(standing(before))} in {run.id}, {now} now")
    return EXIT_HELD if held(result.verdicts) else EXIT_BROKEN
