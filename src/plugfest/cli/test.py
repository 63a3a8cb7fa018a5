"""`plugfest test`: a server under test."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from plugfest.cli.main import EXIT_BROKEN, EXIT_HELD
from plugfest.errors import InputError

if TYPE_CHECKING:
    from plugfest.conformance.targets import Profile
    from plugfest.reports.agreement import Result
    from plugfest.store.runs import RunStore


class Options(NamedTuple):
    """What is run, and how; the same for every run of a command."""

    suites: Sequence[Path] = ()
    keyword: str = ""
    exit_first: bool = False
    last_failed: bool = False
    workers: int = 0
    allow_disruptive: bool = False
    verbose: bool = False
    only: tuple[str, ...] = ()
    replays: str = ""


@click.command()
@click.argument("target", required=False, default="")
@click.option("--profile", default="", metavar="NAME|FILE", help="What is known of the target: a name or a TOML file.")
@click.option(
    "--suite", "suites", multiple=True, type=click.Path(path_type=Path), metavar="PATH", help="Your own cases."
)
@click.option("-k", "keyword", default="", metavar="EXPR", help="Only cases whose names match, as pytest has it.")
@click.option("-x", "exit_first", is_flag=True, help="Stop at the first case that does not hold.")
@click.option("--lf", "last_failed", is_flag=True, help="Only what did not hold in the last run on this target.")
@click.option("-n", "workers", type=click.IntRange(0), default=0, metavar="N", help="So many processes at a time.")
@click.option("--allow-disruptive", is_flag=True, help="Run cases that change the target, too.")
@click.option(
    "--repeat", type=click.IntRange(2), metavar="N", help="Run N times: which verdicts are not always the same?"
)
@click.option(
    "--compare", metavar="TARGET2", help="A second address, profile or PROFILE@address: where do they differ?"
)
@click.option("--replay", metavar="CASE", help="Run one case of a stored run again, on the same target.")
@click.option("--run", "run_id", metavar="RUN", help="With --replay: the run; else the last that has the case.")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON document.")
@click.option("-v", "verbose", is_flag=True, help="Titles of cases, and tracebacks of our own errors.")
def test(
    target: str,
    profile: str,
    suites: tuple[Path, ...],
    keyword: str,
    exit_first: bool,
    last_failed: bool,
    workers: int,
    allow_disruptive: bool,
    repeat: int | None,
    compare: str | None,
    replay: str | None,
    run_id: str | None,
    json_wanted: bool,
    verbose: bool,
) -> int:
    """Test the server TARGET: smb://user:password@host:port/share.

    Without a target, or with the profile `embedded`, the embedded server is started and tested.
    """
    from plugfest.cli.test_again import compare_targets, repeat_run, replay_case
    from plugfest.conformance.interrupt import promptly

    options = Options(suites, keyword, exit_first, last_failed, workers, allow_disruptive, verbose)
    if sum(bool(one) for one in (repeat, compare, replay)) > 1:
        raise InputError("--repeat, --compare and --replay exclude one another")
    if run_id and not replay:
        raise InputError("--run goes with --replay")
    with promptly(), ExitStack() as stack:
        if replay:
            return replay_case(
                stack, replay, run_id, chosen(stack, target, profile) if target else None, options, json_wanted
            )
        first = chosen(stack, target, profile)
        if repeat:
            return repeat_run(first, repeat, options, json_wanted)
        if compare:
            return compare_targets(first, chosen_by_name(stack, compare), options, json_wanted)
        return run_test(first, options, json_wanted=json_wanted)


def chosen(stack: ExitStack, target: str, profile: str) -> Profile:
    """The target of that address and profile; the embedded server is started, and runs as long as the stack is open."""
    from plugfest.conformance.embedded import embedded_server
    from plugfest.conformance.targets import resolve

    if not target and profile in ("", "embedded"):
        return stack.enter_context(embedded_server()).profile
    return resolve(target, profile)


def chosen_by_name(stack: ExitStack, name: str) -> Profile:
    """The target that one word names: an address, PROFILE@address where a profile goes with it, or a profile."""
    from plugfest.conformance.targets import profile_names

    known, at, address = name.partition("@")
    if at and "://" in address and "://" not in known:
        return chosen(stack, address, known)
    if "://" in name or not (name in profile_names() or Path(name).is_file()):
        return chosen(stack, name, "")
    return chosen(stack, "", name)


def run_test(profile: Profile, options: Options = Options(), *, json_wanted: bool = False) -> int:  # noqa: B008
    """Run the suites against a target and print what came of it; the exit status. Raises TargetUnreachable."""
    from plugfest.cli.face import as_json, held
    from plugfest.cli.output import print_json

    result = one_run(profile, options, quiet=json_wanted)
    if json_wanted:
        print_json(as_json(result.run, result.verdicts))
    return EXIT_HELD if held(result.verdicts) else EXIT_BROKEN


def one_run(profile: Profile, options: Options, *, quiet: bool) -> Result:
    """Run the suites against a target, keep the run, and show it as it goes unless it shall be `quiet`."""
    import anyio

    from plugfest.cli.face import Face
    from plugfest.conformance import interrupt
    from plugfest.conformance.again import Invocation, remember
    from plugfest.conformance.capabilities import detect
    from plugfest.conformance.hooks import Setting
    from plugfest.conformance.recorder import Recorder
    from plugfest.conformance.runner import collect, run_suites, suite_paths
    from plugfest.reports.agreement import Result
    from plugfest.store.runs import RunStore

    cases = collect(options.suites, options.keyword)
    if not cases:
        keyword = options.keyword
        raise InputError(f"no case matches -k {keyword!r}" if keyword else "there are no cases in these suites")
    capabilities = anyio.run(detect, profile)
    store = RunStore()
    try:
        only = not_held(store, profile) if options.last_failed else options.only
        if only and not any(case.id in only for case in cases):
            what = "none of the cases that did not hold in the last run is" if options.last_failed else "no case is"
            raise InputError(f"{what} selected")
        recorder = Recorder(store, profile, capabilities, options.replays)
        suites = tuple(map(str, suite_paths(options.suites))) if options.suites else ()
        again = Invocation(profile=profile, suites=suites, allow_disruptive=options.allow_disruptive)
        remember(store.folder, recorder.run.id, again)
        setting = Setting(
            profile=profile,
            capabilities=capabilities,
            run=recorder.run.id,
            folder=recorder.run.folder,
            allow_disruptive=options.allow_disruptive or profile.may_change,
            only=only,
            patience=2.0 if capabilities.problem else 5.0,
        )
        face = Face(ordered=not options.workers, verbose=options.verbose)
        keeper = _Keeper() if quiet else face
        if not quiet:
            face.begin(profile, capabilities)
        finished = False
        try:
            run_suites(
                setting,
                options.suites,
                keyword=options.keyword,
                exit_first=options.exit_first,
                workers=options.workers,
                plugins=[recorder, keeper],
            )
            finished = True
        finally:
            face.stop()
            run = recorder.finish(finished)
            if interrupt.pending() and not quiet:
                face.end(run)
    finally:
        store.close()
    if not quiet:
        face.end(run)
    return Result(run, keeper.verdicts)


class _Keeper:
    """A pytest plugin that keeps the verdicts and prints nothing."""

    def __init__(self) -> None:
        from plugfest.records import Verdict

        self.verdicts: list[Verdict] = []

    def pytest_plugfest_verdict(self, verdict: object) -> None:
        """One more."""
        from plugfest.records import Verdict

        assert isinstance(verdict, Verdict)
        self.verdicts.append(verdict)


def not_held(store: RunStore, profile: Profile) -> tuple[str, ...]:
    """The cases that did not hold in the last run on this target; none where all held: then all are run.

    The embedded server has another port each time.
    """
    from plugfest.reports.model import standing

    for run in store.runs():
        same = profile.name == "embedded" == run.profile or run.target == profile.address
        if same and not run.replays and store.counts(run.id):
            verdicts = store.verdicts(run.id, exchanges=False)
            return tuple(one.case for one in verdicts if standing(one).new)
    return ()
