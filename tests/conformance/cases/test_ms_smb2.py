"""The cases of [MS-SMB2] against servers that are set up otherwise, and what they share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import msgspec
import pytest
from anyio.from_thread import start_blocking_portal

from plugfest.conformance.capabilities import detect
from plugfest.conformance.case import BUILT_IN
from plugfest.conformance.cases.ms_smb2 import common
from plugfest.conformance.embedded import configuration
from plugfest.conformance.hooks import Setting
from plugfest.conformance.runner import run_suites
from plugfest.conformance.targets import Account, Capabilities, Target, load_profile
from plugfest.conformance.verdicts import Inconclusive
from plugfest.errors import RemoteProtocolError, StatusError
from plugfest.net.server import serve
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.client import Reply, Request
from plugfest.protocols.ms_smb2.constants import Command, ContextType, Dialect
from plugfest.protocols.ms_smb2.header import ErrorResponse, Header
from plugfest.protocols.ms_smb2.messages import Packet
from plugfest.protocols.ms_smb2.negotiate import NegotiateContext, NegotiateResponse
from plugfest.protocols.ms_smb2.read_write import EchoResponse
from plugfest.records import VerdictKind
from plugfest.wire import Structure
from tests.conformance.helpers import Keeper

SUITE = BUILT_IN / "ms_smb2"


def verdicts(folder: Path, password: str = "", keyword: str = "", **changes: Any) -> Keeper:
    """The suite against the embedded server with these changes of its configuration."""
    profile = load_profile("embedded")
    config = configuration(profile)
    for name, value in changes.items():
        setattr(config, name, value)
    kept = Keeper()
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(serve(config)) as host:
        user = Account("alice", password) if password else profile.user
        profile = msgspec.structs.replace(profile, host=host.host, port=host.port, user=user)
        setting = Setting(profile=profile, capabilities=anyio.run(detect, profile), folder=str(folder), patience=2.0)
        run_suites(setting, [SUITE], keyword=keyword, plugins=[kept])
    return kept


@pytest.mark.parametrize(
    "changes",
    [
        {"require_message_signing": True},
        {"encrypt_data": True},
        {"ciphers": ()},
        {"signing_algorithms": ()},
        {"multi_channel": False},
        {"dialects": (Dialect.SMB_2_0_2,)},
        {"dialects": (Dialect.SMB_2_1, Dialect.SMB_3_0)},
    ],
    ids=str,
)
def test_a_server_that_is_right_passes_however_it_is_set_up(tmp_path: Path, changes: dict[str, Any]) -> None:
    kept = verdicts(tmp_path, **changes)
    allowed = (VerdictKind.PASS, VerdictKind.NOT_APPLICABLE)
    assert [(one.case, one.reason) for one in kept.verdicts.values() if one.kind not in allowed] == []
    assert sum(one.kind is VerdictKind.PASS for one in kept.verdicts.values()) > 40


def test_a_wrong_password_decides_nothing(tmp_path: Path) -> None:
    kept = verdicts(tmp_path, "wrong", "session_setup or sessions or negotiate_contexts")
    assert {one.kind for one in kept.verdicts.values()} == {
        VerdictKind.PASS,
        VerdictKind.INCONCLUSIVE,
    }
    assert {one.reason for one in kept.verdicts.values() if one.kind is VerdictKind.INCONCLUSIVE} == {
        "the user cannot log on: SESSION_SETUP: STATUS_LOGON_FAILURE (0xC000006D)"
    }


def reply(body: Structure | None, status: NtStatus = NtStatus.STATUS_SUCCESS) -> Reply:
    header = Header(command=Command.NEGOTIATE, status=status)
    return Reply(Packet(header, body, b""), Request(0, Command.NEGOTIATE, b"", None, 0.0))


def test_what_is_no_answer_is_not_judged() -> None:
    with pytest.raises(StatusError):
        common.body(reply(ErrorResponse(), NtStatus.STATUS_ACCESS_DENIED), NegotiateResponse)
    with pytest.raises(RemoteProtocolError):
        common.body(reply(EchoResponse()), NegotiateResponse)
    with pytest.raises(RemoteProtocolError):
        common.contexts(reply(NegotiateResponse(dialect_revision=Dialect.SMB_3_0)))
    with pytest.raises(RemoteProtocolError):
        common.context(reply(NegotiateResponse()), ContextType.SMB2_SIGNING_CAPABILITIES)
    with pytest.raises(RemoteProtocolError):
        common.number(b"\1\0\0", 2)


def test_what_a_context_holds() -> None:
    held = NegotiateContext(context_type=ContextType.SMB2_SIGNING_CAPABILITIES, data=b"\1\0\2\0")
    found = common.context(reply(NegotiateResponse(negotiate_context_list=(held,))), held.context_type)
    assert (common.number(found, 0), common.number(found, 2)) == (1, 2)


def test_credentials() -> None:
    profile = load_profile("embedded")
    assert common.credentials(Target(profile, Capabilities())).user == "alice"
    with pytest.raises(Inconclusive):
        common.credentials(Target(profile, Capabilities(log_on_problem="no")))
    assert common.credentials(Target(profile, Capabilities(log_on_problem="no")), "second_user").user == "bob"
