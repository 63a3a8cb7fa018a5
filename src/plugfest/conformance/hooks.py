"""Hooks that the plugin calls beside pytest's own: how a face, a store or a prover takes part in a run."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from plugfest.conformance.targets import Capabilities, Profile, Target
from plugfest.records import Verdict


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What a run is about; workers get it from the controller."""

    profile: Profile
    capabilities: Capabilities = Capabilities()
    run: str = ""
    """Its id, which is part of the names of what cases create."""
    folder: str = ""
    """Where the evidence goes; empty: none is kept."""
    allow_disruptive: bool = False
    only: tuple[str, ...] = ()
    """Ids of the cases to run; empty: all."""
    deadline: float = 30.0
    """Seconds for one case."""
    patience: float = 5.0
    """Seconds that an expectation waits for the peer."""

    @property
    def target(self) -> Target:
        """As the cases see it."""
        return Target(self.profile, self.capabilities)


@pytest.hookspec(firstresult=True)
def pytest_plugfest_setting(config: pytest.Config) -> Setting | None:
    """What the run is about. Without an answer the plugin takes it from pytest's options."""


@pytest.hookspec
def pytest_plugfest_selected(cases: Sequence[str]) -> None:
    """The ids of the cases that will run. Called in the controller, once."""


@pytest.hookspec
def pytest_plugfest_verdict(verdict: Verdict) -> None:
    """One case has ended. Called in the controller."""
