"""The suites against Samba."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from plugfest.conformance.capabilities import detect
from plugfest.conformance.hooks import Setting
from plugfest.conformance.runner import run_suites
from plugfest.conformance.smbd import Smbd
from plugfest.conformance.targets import Account, resolve
from plugfest.records import VerdictKind
from tests.conformance.helpers import Keeper
from tests.peers import need, run

pytestmark = pytest.mark.integration


def setting(smbd: Smbd, folder: Path) -> Setting:
    profile = resolve(smbd.url(), "samba-4.17")
    return Setting(profile=profile, capabilities=anyio.run(detect, profile), folder=str(folder))


def test_what_samba_can_do(private_smbd: Smbd) -> None:
    found = anyio.run(detect, resolve(private_smbd.url()))
    assert found.dialects == ("2.0.2", "2.1", "3.0", "3.0.2", "3.1.1")
    assert found.ciphers == ("AES-128-CCM", "AES-128-GCM", "AES-256-CCM", "AES-256-GCM")
    assert found.logged_on
    assert not found.signing_required
    assert {"share", "enc", "IPC$"} <= set(found.shares)


def test_a_wrong_password_is_found_out(private_smbd: Smbd) -> None:
    profile = resolve(private_smbd.url().replace(private_smbd.password, "wrong"))
    found = anyio.run(detect, profile)
    assert not found.logged_on
    assert "STATUS_LOGON_FAILURE" in found.log_on_problem
    assert profile.user == Account(private_smbd.user, "wrong")


def test_samba_holds_but_for_what_its_profile_names(private_smbd: Smbd, tmp_path: Path) -> None:
    kept = Keeper()
    run_suites(setting(private_smbd, tmp_path), plugins=[kept])
    assert kept.verdicts
    new = [
        (verdict.case, verdict.kind.value, verdict.reason)
        for verdict in kept.verdicts.values()
        if verdict.kind not in (VerdictKind.PASS, VerdictKind.NOT_APPLICABLE) and not verdict.known
    ]
    assert new == []
    assert [verdict.case for verdict in kept.verdicts.values() if verdict.unexpected_pass] == []


def test_its_administrator_adds_and_deletes_shares(private_smbd: Smbd) -> None:
    """What disruptive cases need, seen by Samba's own client."""
    login = f"{private_smbd.administrator}%{private_smbd.administrator_password}"
    rpcclient = (need("rpcclient", "smbclient"), "-p", str(private_smbd.port), "-U", login, private_smbd.host, "-c")
    added = run(*rpcclient, f"netshareadd {private_smbd.files} added 7 'a remark'; netsharegetinfo added")
    assert "remark:\ta remark" in added
    assert "added" in run(*rpcclient, "netshareenumall 1")
    run(*rpcclient, "netsharedel added")
    assert "added" not in run(*rpcclient, "netshareenumall 1")
    found = anyio.run(detect, private_smbd.profile)
    assert found.logged_on
