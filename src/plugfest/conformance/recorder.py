"""Keeps a run: its record, its verdicts, its folder. Only the controller has one."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from plugfest import __version__
from plugfest.conformance.targets import Capabilities, Profile
from plugfest.records import Run, Verdict
from plugfest.requirements.facts import documents, load_facts
from plugfest.store.runs import RunStore


class Recorder:
    """A pytest plugin that writes the verdicts of one run to the store."""

    def __init__(self, store: RunStore, profile: Profile, capabilities: Capabilities, replays: str = "") -> None:
        self._store = store
        self._began = time.monotonic()
        self._documents: set[str] = set()
        self.run = store.create(
            Run(
                id="",
                target=profile.address,
                started=datetime.now(UTC).isoformat(timespec="seconds"),
                version=__version__,
                profile=profile.name,
                capabilities=capabilities.as_text(),
                replays=replays,
            )
        )

    def pytest_plugfest_verdict(self, verdict: Verdict) -> None:
        """One more."""
        self._documents |= {one.partition(":")[0] for one in verdict.covers}
        self._store.add_verdict(self.run.id, verdict)

    def finish(self, finished: bool = True) -> Run:
        """The run is over, or cut off: then it is not `finished`."""
        known = self._documents & set(documents())
        revisions = {name: load_facts(name).revision for name in sorted(known)}
        duration = time.monotonic() - self._began
        self.run = self._store.finish(self.run.id, duration=duration, finished=finished, revisions=revisions)
        return self.run
