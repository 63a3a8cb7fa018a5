"""A run of plain pytest: the target from its options, the run in the store like any other."""

from __future__ import annotations

import anyio
import pytest

from plugfest.conformance.capabilities import detect
from plugfest.conformance.hooks import Setting
from plugfest.conformance.recorder import Recorder
from plugfest.conformance.targets import resolve
from plugfest.errors import Error, TargetUnreachable
from plugfest.store.runs import RunStore


class PlainRun:
    """A pytest plugin, in the controller only."""

    def __init__(self, config: pytest.Config) -> None:
        """Look at the target; ends pytest where there is none (3, as `plugfest test` does) or the options are bad."""
        try:
            profile = resolve(config.option.target, config.option.profile)
            capabilities = anyio.run(detect, profile)
            self._store = RunStore()
            self._recorder = Recorder(self._store, profile, capabilities)
        except TargetUnreachable as error:
            pytest.exit(f"plugfest: {error}", returncode=3)
        except Error as error:
            raise pytest.UsageError(str(error)) from None
        config.pluginmanager.register(self._recorder, "plugfest-recorder")
        self.setting = Setting(
            profile=profile,
            capabilities=capabilities,
            run=self._recorder.run.id,
            folder=self._recorder.run.folder,
            allow_disruptive=config.option.allow_disruptive or profile.may_change,
            deadline=config.option.case_deadline,
        )

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """The run is over."""
        self._recorder.finish(exitstatus not in (pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR))
        self._store.close()

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Where it is."""
        terminalreporter.write_line(f"plugfest: plugfest report {self._recorder.run.id} --format html")
