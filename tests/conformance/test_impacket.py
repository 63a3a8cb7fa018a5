"""impacket's smbserver as a target: its known faults are found by their sentences, and nothing hangs."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import anyio
import pytest

from plugfest.conformance.capabilities import detect
from plugfest.conformance.hooks import Setting
from plugfest.conformance.runner import collect, run_suites
from plugfest.conformance.targets import Profile, load_profile, resolve
from plugfest.records import Verdict, VerdictKind
from plugfest.reports.model import Standing, standing
from tests.peers import absent

pytestmark = pytest.mark.integration
SERVER = """
import sys
from impacket import smbserver
from impacket.ntlm import compute_lmhash, compute_nthash
server = smbserver.SimpleSMBServer("127.0.0.1", int(sys.argv[1]))
server.addShare("SHARE", sys.argv[2], readOnly="no")
server.setSMB2Support(True)
server.addCredential("alice", 0, compute_lmhash("secret").hex(), compute_nthash("secret").hex())
server.start()
"""
FAULTS = {
    "ms_smb2/negotiate.py::test_no_common_dialect": "MS-SMB2:3.3.5.4:52b851e571",
    "ms_smb2/create.py::test_create_action": "MS-SMB2:2.2.14:ec793b4203",
    "ms_srvs/share_enum.py::test_level_0": "MS-SRVS:3.1.4.8:4b117c7837",
    "ms_srvs/remote_tod.py::test_time_of_day": "MS-SRVS:3.1.4.21:955860dd6c",
    "ms_smb2/signing.py::test_wrong_signature": "MS-SMB2:3.3.5.2.4:4535e6fc3b",
}
"""Case → the requirement that it has to name."""


class Keeper:
    """Keeps what the hooks tell."""

    def __init__(self) -> None:
        self.selected: list[str] = []
        self.verdicts: dict[str, Verdict] = {}

    def pytest_plugfest_selected(self, cases: list[str]) -> None:
        self.selected += cases

    def pytest_plugfest_verdict(self, verdict: Verdict) -> None:
        self.verdicts[verdict.case] = verdict


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Profile]:
    try:
        import impacket  # noqa: F401
    except ImportError:
        absent("impacket is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("impacket")
    command = [sys.executable, "-c", SERVER, str(port), str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            with socket.socket() as attempt:
                if attempt.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, "impacket's server ended at once"
            time.sleep(0.1)
        yield resolve(f"smb://alice:secret@127.0.0.1:{port}/SHARE", "impacket")
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def run(profile: Profile, tmp_path: Path) -> Callable[..., Keeper]:
    def run(*cases: str) -> Keeper:
        keeper = Keeper()
        capabilities = anyio.run(detect, profile)
        setting = Setting(profile=profile, capabilities=capabilities, folder=str(tmp_path), only=cases)
        run_suites(setting, plugins=[keeper])
        return keeper

    return run


def test_known_faults_are_found_by_their_sentences(run: Callable[..., Keeper]) -> None:
    verdicts = run(*FAULTS).verdicts
    assert {case: (one.kind, one.requirement) for case, one in verdicts.items()} == {
        case: (VerdictKind.FAIL, requirement) for case, requirement in FAULTS.items()
    }
    assert {standing(one) for one in verdicts.values()} == {Standing.KNOWN}


@pytest.mark.timeout(300)
def test_nothing_hangs_and_nothing_is_new(run: Callable[..., Keeper]) -> None:
    """Every case. What it answers to what a case only wants to compare with may be broken: inconclusive."""
    keeper = run()
    assert set(keeper.verdicts) == {case.id for case in collect()}
    wanted = (Standing.PASS, Standing.KNOWN, Standing.NOT_APPLICABLE, Standing.INCONCLUSIVE)
    new = {case: one.reason for case, one in keeper.verdicts.items() if standing(one) not in wanted}
    assert not new


def test_every_reason_names_a_section() -> None:
    for name in ("impacket", "samba-4.17"):
        for one in load_profile(name).deviations:
            assert re.search(r"\b\d+(\.\d+)+\b", one.reason), one
