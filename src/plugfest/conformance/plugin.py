"""The pytest plugin: `pytest -p plugfest.conformance.plugin --target smb://user:password@host:port/share`.

It turns each test that is declared with `@case` into exactly one verdict. Each process judges and records its own
cases; the verdicts travel in the reports, and only the controller hands them on.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import anyio
import msgspec
import pytest

from plugfest.conformance import fixtures, hooks, interrupt
from plugfest.conformance.capabilities import answers
from plugfest.conformance.case import Declaration, alone, case_id, case_of, declaration_of, item_id
from plugfest.conformance.evidence import EVIDENCE, Evidence
from plugfest.conformance.expect import PROGRESS, Progress
from plugfest.conformance.hooks import Setting
from plugfest.conformance.needs import undecided
from plugfest.conformance.verdicts import PASS, Inconclusive, Judgement, NotApplicable, broken, judge, leaves, sound
from plugfest.errors import DeadlineExceeded, Error, TargetUnreachable
from plugfest.records import Case, Exchange, Level, Verdict, VerdictKind
from plugfest.requirements.facts import find_fact

_PROPERTY = "plugfest"
_WORKER_INPUT = "plugfest_setting"
_WHERE = {"setup": "set-up", "teardown": "clean-up"}
_SILENCE = (DeadlineExceeded, TargetUnreachable)
_HOLDS = (VerdictKind.PASS, VerdictKind.NOT_APPLICABLE)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options that a user of plain pytest needs."""
    group = parser.getgroup("plugfest", "conformance of a server")
    group.addoption("--target", default="", help="smb://user:password@host:port/share")
    group.addoption("--profile", default="", help="what is known of the target: a name or a TOML file")
    group.addoption("--allow-disruptive", action="store_true", help="run cases that change the target, too")
    group.addoption("--case-deadline", type=float, default=30.0, help="seconds for one case (30)")


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Make our hooks known."""
    pluginmanager.add_hookspecs(hooks)


def pytest_configure(config: pytest.Config) -> None:
    """Our fixtures come last, so that they go over those of other plugins."""
    config.addinivalue_line("markers", f"{alone.name}: no other case runs beside it")
    config.pluginmanager.register(fixtures, "plugfest-fixtures")
    config.pluginmanager.register(Suite(config), "plugfest-suite")


def _level(requirement: str) -> Level | None:
    fact = find_fact(requirement)
    return fact.level if fact else None


class _Running:
    """One case while it runs."""

    def __init__(self, case: Case, setting: Setting) -> None:
        self.case = case
        self.progress = Progress(patience=setting.patience)
        self.evidence = Evidence(case.id, Path(setting.folder) if setting.folder else None)
        self.judgement: Judgement | None = None
        self.duration = 0.0

    def observe(self, when: str, error: BaseException | None) -> None:
        """A phase is over. What is found first counts, but for a defect of ours in what follows a pass."""
        if error is not None:
            found = self._judge(when, error)
            if self.judgement is None or self.judgement.kind in _HOLDS:
                self.judgement = found
        elif when == "call" and self.judgement is None:
            self.judgement = PASS
            if not self.progress.made:
                self.judgement = Judgement(VerdictKind.ERROR, reason="the case expects nothing")

    def _judge(self, when: str, error: BaseException) -> Judgement:
        if isinstance(error, pytest.skip.Exception):
            return Judgement(VerdictKind.NOT_APPLICABLE, reason=str(error))
        return judge(error, self.case.covers, _level, "" if when == "call" else _WHERE[when])

    def verdict(self, setting: Setting) -> Verdict:
        """When all is over."""
        found = self.judgement or Judgement(VerdictKind.ERROR, reason="the case ended without a judgement")
        try:
            exchange = self.evidence.finish()
        except Error as error:
            found, exchange = broken(error, "evidence"), Exchange()
        verdict = Verdict(
            case=self.case.id,
            kind=found.kind,
            title=self.case.title,
            covers=self.case.covers,
            requirement=found.requirement,
            expected=sound(found.expected),
            actual=sound(found.actual),
            reason=sound(found.reason),
            detail=sound(found.detail),
            malforms=self.case.malforms,
            duration=self.duration,
            exchange=exchange,
        )
        return setting.profile.weigh(verdict)


_RUNNING = pytest.StashKey[_Running]()


class Suite:
    """The cases of one pytest session, in the controller or in a worker."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._worker = hasattr(config, "workerinput")
        self._setting: Setting | None = None
        self._waiting: set[str] = set()
        self._silent: dict[str, str] = {}
        """Address of a target that does not answer any more → why nothing more is asked of it."""

    @property
    def setting(self) -> Setting:
        """What the run is about. Asked for anew before each case, so that a prover may change it."""
        found = self._maybe_setting()
        if found is None:
            raise pytest.UsageError("no target: give --target smb://user:password@host:port/share")
        return found

    def _maybe_setting(self) -> Setting | None:
        given = None if self._worker else self._config.hook.pytest_plugfest_setting(config=self._config)
        return given or self._setting

    # the session

    def pytest_sessionstart(self) -> None:
        """In a worker: what the controller found out. In plain pytest: the options, and a look at the target."""
        if self._worker:
            interrupt.silently()
            text = self._config.workerinput[_WORKER_INPUT]  # type: ignore[attr-defined]
            self._setting = msgspec.json.decode(text, type=Setting)
        elif self._config.option.collectonly:
            return
        elif self._config.hook.pytest_plugfest_setting(config=self._config) is None and self._config.option.target:
            from plugfest.conformance.plain import PlainRun

            plain = PlainRun(self._config)
            self._config.pluginmanager.register(plain, "plugfest-plain")
            self._setting = plain.setting

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """A worker of pytest-xdist is about to start."""
        node.workerinput[_WORKER_INPUT] = msgspec.json.encode(self.setting).decode()

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """A worker has collected; all collect the same."""
        if not self._waiting:
            self._selected([case_id(self._config, one) for one in ids])

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """What was selected, where no workers do it."""
        if not self._worker and session.items:
            self._selected([item_id(item) for item in session.items if declaration_of(item)])

    def _selected(self, ids: list[str]) -> None:
        self._waiting = set(ids)
        self._config.hook.pytest_plugfest_selected(cases=ids)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A verdict has arrived, from here or from a worker."""
        if self._worker:
            return
        for name, value in report.user_properties:
            if name == _PROPERTY and report.when == "teardown":
                verdict = msgspec.json.decode(str(value), type=Verdict)
                self._waiting.discard(verdict.case)
                self._config.hook.pytest_plugfest_verdict(verdict=verdict)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """A case that was selected and left no verdict is our error, unless the run was stopped."""
        stopped = session.shouldstop or session.shouldfail or exitstatus in (2, 3, 4)
        if self._worker or stopped or self._config.option.collectonly:
            return
        for name in sorted(self._waiting):
            lost = Verdict(case=name, kind=VerdictKind.ERROR, reason="the case vanished without a verdict")
            self._config.hook.pytest_plugfest_verdict(verdict=lost)

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Only those cases that the run is about; those that change the target come last."""
        setting = None if config.option.collectonly else self._maybe_setting()
        if setting and setting.only:
            wanted = set(setting.only)
            dropped = [item for item in items if item_id(item) not in wanted]
            items[:] = [item for item in items if item_id(item) in wanted]
            config.hook.pytest_deselected(items=dropped)
        items.sort(key=_disruptive)

    # one case

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Make ready to record and to judge."""
        declaration = declaration_of(item)
        if declaration is None:
            return (yield)
        case = case_of(item, declaration, item_id(item))
        running = item.stash[_RUNNING] = _Running(case, self.setting)
        item.stash[EVIDENCE] = running.evidence
        item.stash[fixtures.SETTING] = self.setting
        try:
            return (yield)
        finally:
            del item.stash[_RUNNING]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """What the target lacks makes the case not applicable."""
        declaration = declaration_of(item)
        if declaration is not None:
            if reason := self._silent.get(self.setting.profile.address):
                raise Inconclusive(reason)
            _check_needs(declaration, self.setting)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """Run the case under its deadline, with its progress at hand."""
        running = pyfuncitem.stash.get(_RUNNING, None)
        if running is None:
            return (yield)
        function = pyfuncitem.obj
        pyfuncitem.obj = _guarded(function, running.progress, self.setting.deadline)
        try:
            return (yield)
        finally:
            pyfuncitem.obj = function

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Judge each phase; the last one carries the verdict."""
        report = yield
        running = item.stash.get(_RUNNING, None)
        if running is None:
            return report
        running.duration += call.duration
        running.observe(call.when, call.excinfo.value if call.excinfo else None)
        if call.excinfo and any(isinstance(one, _SILENCE) for one in leaves(call.excinfo.value)):
            self._check_silence(running.case)
        if running.judgement:
            _present(report, running, self.setting)
        if call.when == "teardown":
            verdict = running.verdict(self.setting)
            report.user_properties.append((_PROPERTY, msgspec.json.encode(verdict).decode()))
        return report

    def _check_silence(self, case: Case) -> None:
        """Where nobody answers any more, the cases to come would each wait for nothing."""
        setting = self.setting
        address = setting.profile.address
        if address not in self._silent and not anyio.run(answers, setting.profile, setting.patience):
            self._silent[address] = f"the target has not answered since {case.id}"


def _disruptive(item: pytest.Item) -> bool:
    declaration = declaration_of(item)
    return declaration is not None and declaration.disruptive


def _check_needs(declaration: Declaration, setting: Setting) -> None:
    if setting.capabilities.problem and declaration.needs:
        raise Inconclusive(setting.capabilities.problem)
    if declaration.disruptive and not setting.allow_disruptive:
        raise NotApplicable("it changes the target: wants --allow-disruptive")
    for need in declaration.needs:
        if reason := need.absent(setting.target):
            raise NotApplicable(reason)
    if reason := undecided(declaration.needs, setting.target):
        raise Inconclusive(reason)


def _guarded(function: Callable[..., Any], progress: Progress, deadline: float) -> Callable[..., Any]:
    """The case with its progress in the context and, where it can wait, a deadline."""
    if not inspect.iscoroutinefunction(function):

        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            token = PROGRESS.set(progress)
            try:
                return function(*args, **kwargs)
            finally:
                PROGRESS.reset(token)

        return run

    @wraps(function)
    async def run_async(*args: Any, **kwargs: Any) -> Any:
        PROGRESS.set(progress)
        try:
            with anyio.fail_after(deadline) as scope:
                return await function(*args, **kwargs)
        except TimeoutError as error:
            if not scope.cancelled_caught:
                raise
            if progress.pending:
                raise progress.pending from error
            raise Inconclusive(f"not over after {deadline:g} s") from error

    return run_async


def _present(report: pytest.TestReport, running: _Running, setting: Setting) -> None:
    """What plain pytest shows of it."""
    judgement = running.judgement
    if judgement is None or report.when == "teardown":
        return
    kind = judgement.kind
    if kind is VerdictKind.PASS:
        report.outcome = "passed"
    elif kind is VerdictKind.NOT_APPLICABLE:
        report.outcome = "skipped"
        report.longrepr = (running.case.path, running.case.line, sound(judgement.reason))
    else:
        report.outcome = "failed"
        if known := setting.profile.known(running.case.id, judgement.requirement, judgement.actual):
            report.outcome = "skipped"
            report.wasxfail = known
        requirement = f" {judgement.requirement}" if judgement.requirement else ""
        report.longrepr = sound(judgement.detail or f"{kind.value}{requirement}: {judgement.reason}")
