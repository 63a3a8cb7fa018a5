"""pytest in process: collect the suites, run them. Its own output is off; whoever wants to see something hooks in."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from plugfest.conformance import interrupt
from plugfest.conformance.case import BUILT_IN, case_of, declaration_of, item_id
from plugfest.conformance.hooks import Setting
from plugfest.errors import InputError
from plugfest.records import Case


class _Watch:
    """Answers with the setting, and keeps what goes wrong before the first case."""

    def __init__(self, setting: Setting | None) -> None:
        self._setting = setting
        self.problems: list[str] = []
        self.cases: list[Case] = []
        self.unheard: BrokenPipeError | None = None
        """Nobody reads any more what a plugin prints: `plugfest test … | head`."""

    def pytest_configure(self, config: pytest.Config) -> None:
        """No tracebacks of pytest's: it would parse the source for each case that does not hold, and nobody looks."""
        config.option.tbstyle = "no"

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """A plugin has raised."""
        if isinstance(excinfo.value, BrokenPipeError):
            self.unheard = excinfo.value

    def pytest_plugfest_setting(self) -> Setting | None:
        """What the run is about."""
        return self._setting

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self) -> None:
        """A phase of a case is over. Before it counts: was it Ctrl-C that ended it?"""
        interrupt.again()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that cannot be collected."""
        if report.failed:
            lines = [line for line in str(report.longrepr).splitlines() if line.startswith("E ")] or [
                report.longreprtext
            ]
            self.problems.append(f"{report.nodeid}: {lines[-1].removeprefix('E ').strip()}")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """The cases that were selected."""
        for item in session.items:
            if declaration := declaration_of(item):
                self.cases.append(case_of(item, declaration, item_id(item)))
            else:
                self.problems.append(f"{item_id(item)}: a case is declared with @case")


def suite_paths(paths: Sequence[Path] = ()) -> list[Path]:
    """The suites to run: those that come with plugfest unless others are named. Raises InputError."""
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: there is no such suite")
    return [path.absolute() for path in paths] or [BUILT_IN]


def collect(paths: Sequence[Path] = (), keyword: str = "") -> list[Case]:
    """The cases of the suites. Raises InputError for a suite that cannot be read."""
    suites = suite_paths(paths)
    watch = _Watch(None)
    _pytest(["--collect-only", *_arguments(suites, keyword)], suites, watch, [])
    return watch.cases


def run_suites(
    setting: Setting | None,
    paths: Sequence[Path] = (),
    *,
    keyword: str = "",
    exit_first: bool = False,
    workers: int = 0,
    plugins: Sequence[object] = (),
) -> None:
    """Run the suites; `plugins` learn of the verdicts by their hooks. Raises InputError for a bad suite or keyword.

    With `workers`, cases run beside one another, and then, one after the other, those that want to be alone or change
    the target.
    """
    suites = suite_paths(paths)
    arguments = [*_arguments(suites, keyword), *(["-x"] if exit_first else [])]
    if not workers or setting is None:
        _pytest(arguments, suites, _Watch(setting), plugins)
        return
    cases = [case for case in collect(paths, keyword) if not setting.only or case.id in setting.only]
    together = [case.id for case in cases if not (case.alone or case.disruptive)]
    in_turn = [case.id for case in cases if case.alone or case.disruptive]
    status = 0
    if together:
        beside = [*arguments, "-p", "xdist.plugin", "-n", str(workers)]
        status = _pytest(beside, suites, _Watch(msgspec.structs.replace(setting, only=tuple(together))), plugins)
    if in_turn and not (exit_first and status):
        _pytest(arguments, suites, _Watch(msgspec.structs.replace(setting, only=tuple(in_turn))), plugins)


def _roots(suites: Sequence[Path]) -> list[Path]:
    return [path if path.is_dir() else path.parent for path in suites]


def _arguments(suites: Sequence[Path], keyword: str) -> list[str]:
    """No plugins but ours, no configuration but ours, no files left behind."""
    return [
        "--disable-plugin-autoload",
        *("-p", "anyio.pytest_plugin"),
        *("-p", "plugfest.conformance.plugin"),
        *("-p", "no:terminal"),
        *("-p", "no:cacheprovider"),
        *("-p", "no:faulthandler"),
        *("-c", os.devnull),
        *("--rootdir", str(_roots(suites)[0])),
        *("-o", "python_files=*.py"),
        *("-W", "error::RuntimeWarning"),
        *("-W", "error::pytest.PytestUnraisableExceptionWarning"),
        "--import-mode=importlib",
        "--assert=plain",
        "--capture=sys",
        *(("-k", keyword) if keyword else ()),
        *map(str, suites),
    ]


@contextlib.contextmanager
def _quiet() -> Iterator[io.StringIO]:
    """Without the user's PYTEST_ADDOPTS, and with what pytest says about misuse kept for one line of ours."""
    options = os.environ.pop("PYTEST_ADDOPTS", None)
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            yield said
    finally:
        if options is not None:
            os.environ["PYTEST_ADDOPTS"] = options


@contextlib.contextmanager
def _forgotten(suites: Sequence[Path]) -> Iterator[None]:
    """What was imported from the user's suites is forgotten: another suite may have files of the same name."""
    known = set(sys.modules)
    try:
        yield
    finally:
        for name in set(sys.modules) - known:
            file = getattr(sys.modules[name], "__file__", None)
            if file and any(Path(file).is_relative_to(root) for root in _roots(suites) if root != BUILT_IN):
                del sys.modules[name]


def _pytest(arguments: list[str], suites: Sequence[Path], watch: _Watch, plugins: Sequence[object]) -> int:
    with _forgotten(suites), _quiet() as said:
        status = pytest.main(arguments, plugins=[watch, *plugins])
    if watch.problems:
        raise InputError(watch.problems[0])
    if watch.unheard:
        raise watch.unheard
    if status in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.INTERNAL_ERROR):
        lines = [line.strip() for line in said.getvalue().splitlines() if "rror: " in line.replace("ERROR", "error")]
        raise InputError(lines[-1].removeprefix("ERROR: ") if lines else f"pytest ended with {status}")
    if status == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    return int(status)
