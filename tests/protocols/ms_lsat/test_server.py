"""[MS-LSAT] and [MS-LSAD] of a server with two accounts."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugfest.errors import WireError
from plugfest.protocols.ms_dtyp import Sid
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_lsad.types import (
    POLICY_INFORMATION_CLASS,
    LsarQueryInformationPolicy,
    LsarQueryInformationPolicy2,
)
from plugfest.protocols.ms_lsat.server import LsaService
from plugfest.protocols.ms_lsat.types import (
    LSAPR_SID_ENUM_BUFFER,
    LSAPR_SID_INFORMATION,
    RPC_SID,
    RPC_SID_IDENTIFIER_AUTHORITY,
    RPC_UNICODE_STRING,
    SID_NAME_USE,
    LsarClose,
    LsarGetUserName,
    LsarLookupNames,
    LsarLookupSids,
    LsarOpenPolicy,
    LsarOpenPolicy2,
    PointerToUniqueRPC_UNICODE_STRING,
)
from plugfest.protocols.ms_rpce.server import Fault
from plugfest.protocols.ms_srvs import Caller
from plugfest.wire.ndr import NDR, NDR64, Request, TransferSyntax

MACHINE = Sid.parse("S-1-5-21-1-2-3")
ALICE = Caller("alice")
NOBODY = Caller(is_anonymous=True)
SYNTAXES = pytest.mark.parametrize("syntax", [NDR, NDR64], ids=("NDR", "NDR64"))


class Computer:
    def computer_name(self) -> str:
        return "LAB"

    def domain_name(self) -> str:
        return "GROUP"

    def machine_sid(self) -> Sid:
        return MACHINE

    def users(self) -> Sequence[tuple[str, int]]:
        return [("alice", 1000), ("bob", 1001)]

    def random(self, count: int) -> bytes:
        return bytes(range(1, count + 1))


class Asked:
    """A service, and calls to it through stubs."""

    def __init__(self, syntax: TransferSyntax = NDR, caller: Caller = ALICE) -> None:
        self._service = LsaService(Computer())
        self._syntax = syntax
        self._caller = caller

    def __call__(self, request: Request[Any]) -> Any:
        stub = request.encode(syntax=self._syntax)
        answer = self._service.call(request.opnum, stub, self._caller, self._syntax)
        return request.response().decode(answer, syntax=self._syntax)

    def policy(self) -> bytes:
        handle: bytes = self(LsarOpenPolicy2("\\\\server", DesiredAccess=0x02000000)).PolicyHandle
        return handle


def _status(response: Any) -> int:
    return int(response.ReturnValue) & 0xFFFFFFFF


def _names(response: Any) -> list[tuple[SID_NAME_USE, str, int]]:
    return [(one.Use, one.Name.Buffer, one.DomainIndex) for one in response.TranslatedNames.Names]


def _sids(*texts: str) -> LSAPR_SID_ENUM_BUFFER:
    parsed = [Sid.parse(text) for text in texts]
    infos = [
        RPC_SID(1, None, RPC_SID_IDENTIFIER_AUTHORITY(sid.identifier_authority), sid.sub_authorities) for sid in parsed
    ]
    return LSAPR_SID_ENUM_BUFFER(None, tuple(LSAPR_SID_INFORMATION(info) for info in infos))


def _string(text: str) -> RPC_UNICODE_STRING:
    return RPC_UNICODE_STRING(2 * len(text), 2 * len(text), text)


@SYNTAXES
def test_handles(syntax: TransferSyntax) -> None:
    asked = Asked(syntax)
    opened = asked(LsarOpenPolicy())
    assert _status(opened) == 0
    assert asked(LsarClose(opened.PolicyHandle)).ObjectHandle == bytes(20)
    assert _status(asked(LsarClose(opened.PolicyHandle))) == NtStatus.STATUS_INVALID_HANDLE
    assert _status(asked(LsarLookupSids(opened.PolicyHandle))) == NtStatus.STATUS_INVALID_HANDLE
    assert _status(asked(LsarLookupNames(opened.PolicyHandle))) == NtStatus.STATUS_INVALID_HANDLE


def test_who_has_no_name_is_told_nothing() -> None:
    asked = Asked(caller=NOBODY)
    for request in (LsarOpenPolicy(), LsarOpenPolicy2(), LsarGetUserName()):
        assert _status(asked(request)) == NtStatus.STATUS_ACCESS_DENIED


@SYNTAXES
@pytest.mark.parametrize("kind", [LsarQueryInformationPolicy, LsarQueryInformationPolicy2])
def test_the_domains(kind: Any, syntax: TransferSyntax) -> None:
    asked = Asked(syntax)
    policy = asked.policy()
    primary = asked(kind(policy, POLICY_INFORMATION_CLASS.PolicyPrimaryDomainInformation)).PolicyInformation
    assert (primary.Name.Buffer, primary.Sid) == ("GROUP", None)
    account = asked(kind(policy, POLICY_INFORMATION_CLASS.PolicyAccountDomainInformation)).PolicyInformation
    assert account.DomainName.Buffer == "LAB"
    assert account.DomainSid.SubAuthority == (21, 1, 2, 3)
    unknown = asked(kind(policy, POLICY_INFORMATION_CLASS.PolicyAuditLogInformation))
    assert (_status(unknown), unknown.PolicyInformation) == (NtStatus.STATUS_INVALID_PARAMETER, None)


@SYNTAXES
def test_sids_to_names(syntax: TransferSyntax) -> None:
    asked = Asked(syntax)
    wanted = _sids("S-1-5-21-1-2-3-1001", "S-1-5-32-544", "S-1-1-0", "S-1-5-21-1-2-3-1000", "S-1-5-21-9-9-9-1")
    response = asked(LsarLookupSids(asked.policy(), wanted))
    assert _status(response) == 0x107
    assert response.MappedCount == 4
    assert _names(response) == [
        (SID_NAME_USE.SidTypeUser, "bob", 0),
        (SID_NAME_USE.SidTypeAlias, "Administrators", 1),
        (SID_NAME_USE.SidTypeWellKnownGroup, "Everyone", 2),
        (SID_NAME_USE.SidTypeUser, "alice", 0),
        (SID_NAME_USE.SidTypeUnknown, "S-1-5-21-9-9-9-1", -1),
    ]
    assert [one.Name.Buffer for one in response.ReferencedDomains.Domains] == ["LAB", "BUILTIN", ""]


def test_no_sid_is_known() -> None:
    asked = Asked()
    assert _status(asked(LsarLookupSids(asked.policy(), _sids("S-1-5-99")))) == NtStatus.STATUS_NONE_MAPPED


@SYNTAXES
def test_names_to_sids(syntax: TransferSyntax) -> None:
    asked = Asked(syntax)
    names = tuple(map(_string, ("ALICE", "lab\\bob", "BUILTIN\\Users", "nobody", "other\\alice")))
    response = asked(LsarLookupNames(asked.policy(), None, names))
    assert (_status(response), response.MappedCount) == (0x107, 3)
    assert [(one.RelativeId, one.DomainIndex) for one in response.TranslatedSids.Sids] == [
        (1000, 0),
        (1001, 0),
        (545, 1),
        (0, -1),
        (0, -1),
    ]


@SYNTAXES
def test_who_calls(syntax: TransferSyntax) -> None:
    asked = Asked(syntax)
    response = asked(LsarGetUserName(None, None, PointerToUniqueRPC_UNICODE_STRING(None)))
    assert response.UserName.Buffer == "alice"
    assert response.DomainName.target.Buffer == "LAB"
    assert asked(LsarGetUserName()).DomainName is None


def test_more_handles_than_anybody_needs() -> None:
    class Counting(Computer):
        made = 0

        def random(self, count: int) -> bytes:
            self.made += 1
            return self.made.to_bytes(count, "little")

    service = LsaService(Counting())
    answers = [service.call(6, LsarOpenPolicy().encode(), ALICE)[20:24] for _ in range(65)]
    assert answers[:64] == [bytes(4)] * 64
    assert int.from_bytes(answers[64], "little") == NtStatus.STATUS_INSUFFICIENT_RESOURCES


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from((0, 6, 7, 14, 15, 44, 45, 46, 47, 999)), st.binary(max_size=200), st.sampled_from((NDR, NDR64)))
def test_hostile_stubs(opnum: int, stub: bytes, syntax: TransferSyntax) -> None:
    with contextlib.suppress(WireError, Fault):
        LsaService(Computer()).call(opnum, stub, ALICE, syntax)
