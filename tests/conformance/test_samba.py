"""The suites against Samba."""

from __future__ import annotations

import anyio
import pytest

from plugfest.conformance.capabilities import detect
from plugfest.conformance.clean import leftovers
from plugfest.conformance.hooks import Setting
from plugfest.conformance.runner import collect, run_suites
from plugfest.conformance.smbd import Smbd
from plugfest.conformance.targets import Account, resolve
from plugfest.records import Run, Verdict, VerdictKind
from plugfest.reports import report_html
from tests.peers import need, run

pytestmark = pytest.mark.integration


def test_what_samba_can_do(private_smbd: Smbd) -> None:
    found = anyio.run(detect, resolve(private_smbd.url()))
    assert found.dialects == ("2.0.2", "2.1", "3.0", "3.0.2", "3.1.1")
    assert found.ciphers == ("AES-128-CCM", "AES-128-GCM", "AES-256-CCM", "AES-256-GCM")
    assert found.logged_on
    assert not found.signing_required
    assert {"share", "enc", "closed", "IPC$"} <= set(found.shares)


def test_a_wrong_password_is_found_out(private_smbd: Smbd) -> None:
    profile = resolve(private_smbd.url().replace(private_smbd.password, "wrong"))
    found = anyio.run(detect, profile)
    assert not found.logged_on
    assert "STATUS_LOGON_FAILURE" in found.log_on_problem
    assert profile.user == Account(private_smbd.user, "wrong")


class Kept:
    """Keeps the verdicts by case."""

    def __init__(self) -> None:
        self.verdicts: dict[str, Verdict] = {}

    def pytest_plugfest_verdict(self, verdict: Verdict) -> None:
        self.verdicts[verdict.case] = verdict


@pytest.fixture(scope="module")
def whole_run(private_smbd: Smbd, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """Every case, with all accounts, those that change the server included."""
    profile = private_smbd.profile
    changed = Setting(
        profile=profile,
        capabilities=anyio.run(detect, profile),
        run="2026-11-20-1",
        folder=str(tmp_path_factory.mktemp("run")),
        allow_disruptive=True,
    )
    kept = Kept()
    run_suites(changed, workers=2, plugins=[kept])
    return kept.verdicts


@pytest.mark.timeout(400)
def test_samba_holds_but_for_what_its_profile_names(whole_run: dict[str, Verdict]) -> None:
    assert set(whole_run) == {case.id for case in collect()}
    new = [
        (verdict.case, verdict.kind.value, verdict.reason)
        for verdict in whole_run.values()
        if verdict.kind not in (VerdictKind.PASS, VerdictKind.NOT_APPLICABLE) and not verdict.known
    ]
    assert new == []
    assert [verdict.case for verdict in whole_run.values() if verdict.unexpected_pass] == []


@pytest.mark.timeout(400)
def test_nothing_is_left_and_the_report_is_small(whole_run: dict[str, Verdict], private_smbd: Smbd) -> None:
    assert anyio.run(leftovers, private_smbd.profile) == []
    run_record = Run(id="2026-11-20-1", target=private_smbd.profile.address, started="2026-11-20T09:41:07Z")
    assert len(report_html(run_record, list(whole_run.values()), {})) < 3_000_000


def test_its_administrator_adds_and_deletes_shares(private_smbd: Smbd) -> None:
    """What disruptive cases need, seen by Samba's own client."""
    login = f"{private_smbd.administrator}%{private_smbd.administrator_password}"
    rpcclient = (need("rpcclient", "smbclient"), "-p", str(private_smbd.port), "-U", login, private_smbd.host, "-c")
    added = run(*rpcclient, f"netshareadd {private_smbd.files} added 7 'a remark'; netsharegetinfo added")
    assert "remark:\ta remark" in added
    assert "added" in run(*rpcclient, "netshareenumall 1")
    run(*rpcclient, "netsharedel added")
    assert "added" not in run(*rpcclient, "netshareenumall 1")


def test_a_share_is_closed_to_its_user(private_smbd: Smbd) -> None:
    smbclient, port = need("smbclient", "smbclient"), str(private_smbd.port)
    unc = f"//{private_smbd.host}/{private_smbd.closed_share}"
    administrator = f"{private_smbd.administrator}%{private_smbd.administrator_password}"
    run(smbclient, "-p", port, "-U", administrator, unc, "-c", "ls")
    user = f"{private_smbd.user}%{private_smbd.password}"
    assert "NT_STATUS_ACCESS_DENIED" in run(smbclient, "-p", port, "-U", user, unc, "-c", "ls", status=1)
