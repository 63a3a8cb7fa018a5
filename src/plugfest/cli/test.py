"""`plugfest test`: a server under test."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plugfest.cli.main import EXIT_BROKEN, EXIT_HELD

if TYPE_CHECKING:
    from plugfest.conformance.targets import Profile
    from plugfest.store.runs import RunStore


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
    json_wanted: bool,
    verbose: bool,
) -> int:
    """Test the server TARGET: smb://user:password@host:port/share.

    Without a target, or with the profile `embedded`, the embedded server is started and tested.
    """
    from plugfest.conformance.embedded import embedded_server
    from plugfest.conformance.targets import resolve

    with ExitStack() as stack:
        if not target and profile in ("", "embedded"):
            chosen = stack.enter_context(embedded_server()).profile
        else:
            chosen = resolve(target, profile)
        return run_test(
            chosen,
            suites,
            keyword=keyword,
            exit_first=exit_first,
            last_failed=last_failed,
            workers=workers,
            allow_disruptive=allow_disruptive,
            json_wanted=json_wanted,
            verbose=verbose,
        )


def run_test(
    profile: Profile,
    suites: Sequence[Path] = (),
    *,
    keyword: str = "",
    exit_first: bool = False,
    last_failed: bool = False,
    workers: int = 0,
    allow_disruptive: bool = False,
    json_wanted: bool = False,
    verbose: bool = False,
) -> int:
    """Run the suites against a target and print what came of it; the exit status. Raises TargetUnreachable."""
    import anyio

    from plugfest.cli.face import Face, as_json, held
    from plugfest.cli.output import print_json
    from plugfest.conformance.capabilities import detect
    from plugfest.conformance.hooks import Setting
    from plugfest.conformance.recorder import Recorder
    from plugfest.conformance.runner import collect, run_suites
    from plugfest.errors import InputError
    from plugfest.store.runs import RunStore

    if not collect(suites, keyword):
        raise InputError(f"no case matches -k {keyword!r}" if keyword else "there are no cases in these suites")
    capabilities = anyio.run(detect, profile)
    store = RunStore()
    try:
        only = not_held(store, profile) if last_failed else ()
        recorder = Recorder(store, profile, capabilities)
        setting = Setting(
            profile=profile,
            capabilities=capabilities,
            folder=recorder.run.folder,
            allow_disruptive=allow_disruptive,
            only=only,
            patience=2.0 if capabilities.problem else 5.0,
        )
        face = Face(ordered=not workers, verbose=verbose)
        keeper = _Keeper() if json_wanted else face
        if not json_wanted:
            face.begin(profile, capabilities)
        try:
            run_suites(
                setting, suites, keyword=keyword, exit_first=exit_first, workers=workers, plugins=[recorder, keeper]
            )
        finally:
            face.stop()
            run = recorder.finish()
    finally:
        store.close()
    if json_wanted:
        print_json(as_json(run, keeper.verdicts))
    else:
        face.end(run)
    return EXIT_HELD if held(keeper.verdicts) else EXIT_BROKEN


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
        if same and store.counts(run.id):
            verdicts = store.verdicts(run.id, exchanges=False)
            return tuple(one.case for one in verdicts if standing(one).new)
    return ()
