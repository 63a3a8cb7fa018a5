"""Suites of our own, as a user would write them, run against the embedded server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from types import MappingProxyType

from plugfest.conformance.embedded import embedded_server
from plugfest.conformance.runner import run_suites
from plugfest.conformance.targets import Capabilities, Deviation
from plugfest.records import Verdict

MUST = "MS-SMB2:3.3.5.4:52b851e571"
SHOULD = "MS-SMB2:3.3.5.4:defe1445ae"

HEAD = f"""
import anyio
import pytest
from plugfest.conformance import Target, case, expect
from plugfest.conformance.needs import dialect, log_on, share
from plugfest.errors import Disconnected, LocalProtocolError, StatusError
from plugfest.net import RpcClient
from plugfest.net.client import Connection, Session, Tree
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import Dialect

MUST = "{MUST}"
SHOULD = "{SHOULD}"
"""


def write_suite(folder: Path, text: str, name: str = "mine.py") -> Path:
    """A file of cases in a suite of its own."""
    suite = folder / "suite"
    suite.mkdir(exist_ok=True)
    (suite / name).write_text(HEAD + dedent(text))
    return suite


class Keeper:
    """Keeps what the hooks tell."""

    def __init__(self) -> None:
        self.selected: list[str] = []
        self.verdicts: dict[str, Verdict] = {}
        self.calls = 0

    def pytest_plugfest_selected(self, cases: list[str]) -> None:
        self.selected += cases

    def pytest_plugfest_verdict(self, verdict: Verdict) -> None:
        self.calls += 1
        self.verdicts[verdict.case.rpartition("::")[2]] = verdict


def run(
    suite: Path,
    folder: Path | None = None,
    *,
    capabilities: Capabilities = Capabilities(dialects=("3.1.1",)),  # noqa: B008
    deviations: tuple[Deviation, ...] = (),
    profile: Mapping[str, object] = MappingProxyType({}),
    keyword: str = "",
    exit_first: bool = False,
    workers: int = 0,
    plugins: tuple[object, ...] = (),
    patience: float = 0.3,
    **setting: object,
) -> Keeper:
    """Run the suite against the embedded server; what came of it."""
    import msgspec

    keeper = Keeper()
    with embedded_server(capabilities=capabilities) as embedded:
        changed = msgspec.structs.replace(embedded.profile, deviations=deviations, **profile)
        chosen = msgspec.structs.replace(
            embedded, profile=changed, folder=str(folder) if folder else "", patience=patience, **setting
        )
        run_suites(chosen, [suite], keyword=keyword, exit_first=exit_first, workers=workers, plugins=[keeper, *plugins])
    return keeper
