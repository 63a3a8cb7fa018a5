"""[MS-SAMR] of a server with two users, one of whom is an administrator."""

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
from plugfest.protocols.ms_rpce.server import Fault
from plugfest.protocols.ms_samr import types as t
from plugfest.protocols.ms_samr.server import SamService
from plugfest.protocols.ms_srvs import Caller, LocalGroup
from plugfest.wire.ndr import NDR, NDR64, Request, TransferSyntax

ADMINISTRATOR = Caller("root", frozenset({LocalGroup.Administrators}))
MACHINE = Sid.parse("S-1-5-21-1-2-3")
SYNTAXES = pytest.mark.parametrize("syntax", [NDR, NDR64], ids=("NDR", "NDR64"))


class Computer:
    def __init__(self) -> None:
        self._made = 0

    def computer_name(self) -> str:
        return "LAB"

    def machine_sid(self) -> Sid:
        return MACHINE

    def users(self) -> Sequence[tuple[str, int]]:
        return [("root", 1000), ("bob", 1001)]

    def aliases(self) -> Sequence[tuple[str, int, Sequence[int]]]:
        return [("Administrators", 544, [1000]), ("Power Users", 547, [])]

    def random(self, count: int) -> bytes:
        self._made += 1
        return self._made.to_bytes(count, "little")


class Asked:
    """A service, and calls to it through stubs."""

    def __init__(self, syntax: TransferSyntax = NDR, caller: Caller = ADMINISTRATOR) -> None:
        self._service = SamService(Computer())
        self._syntax = syntax
        self._caller = caller

    def __call__(self, request: Request[Any]) -> Any:
        stub = request.encode(syntax=self._syntax)
        answer = self._service.call(request.opnum, stub, self._caller, self._syntax)
        return request.response().decode(answer, syntax=self._syntax)

    def domain(self, name: str) -> bytes:
        server = self(t.SamrConnect2("\\\\LAB")).ServerHandle
        wanted = t.RPC_UNICODE_STRING(2 * len(name), 2 * len(name), name)
        sid = self(t.SamrLookupDomainInSamServer(server, wanted)).DomainId
        handle: bytes = self(t.SamrOpenDomain(server, 0x02000000, sid)).DomainHandle
        return handle


def _status(response: Any) -> int:
    return int(response.ReturnValue) & 0xFFFFFFFF


def _names(response: Any) -> list[tuple[str, int]]:
    return [(one.Name.Buffer, one.RelativeId) for one in response.Buffer.Buffer or ()]


@SYNTAXES
def test_domains(syntax: TransferSyntax) -> None:
    asked = Asked(syntax)
    server = asked(t.SamrConnect()).ServerHandle
    assert _names(asked(t.SamrEnumerateDomainsInSamServer(server))) == [("LAB", 0), ("Builtin", 0)]
    assert _status(asked(t.SamrLookupDomainInSamServer(server))) == 0xC00000DF
    assert _status(asked(t.SamrOpenDomain(server))) == 0xC00000DF


@SYNTAXES
@pytest.mark.parametrize("kind", [t.SamrQueryInformationDomain, t.SamrQueryInformationDomain2])
def test_what_a_domain_is_like(kind: Any, syntax: TransferSyntax) -> None:
    asked = Asked(syntax)
    general = asked(kind(asked.domain("lab"), 2)).Buffer
    assert (general.DomainName.Buffer, general.UserCount, general.AliasCount) == ("LAB", 2, 0)
    assert asked(kind(asked.domain("builtin"), 5)).Buffer.DomainName.Buffer == "Builtin"
    assert _status(asked(kind(asked.domain("LAB"), 1))) == NtStatus.STATUS_INVALID_INFO_CLASS


@SYNTAXES
def test_accounts(syntax: TransferSyntax) -> None:
    asked = Asked(syntax)
    machine, builtin = asked.domain("LAB"), asked.domain("Builtin")
    assert _names(asked(t.SamrEnumerateUsersInDomain(machine))) == [("root", 1000), ("bob", 1001)]
    assert _names(asked(t.SamrEnumerateUsersInDomain(machine, 1))) == [("bob", 1001)]
    assert _names(asked(t.SamrEnumerateUsersInDomain(builtin))) == []
    assert _names(asked(t.SamrEnumerateGroupsInDomain(machine))) == []
    assert _names(asked(t.SamrEnumerateAliasesInDomain(machine))) == []
    assert _names(asked(t.SamrEnumerateAliasesInDomain(builtin))) == [("Administrators", 544), ("Power Users", 547)]


@SYNTAXES
def test_members(syntax: TransferSyntax) -> None:
    asked = Asked(syntax)
    builtin = asked.domain("Builtin")
    for relative_id, members in ((544, [(21, 1, 2, 3, 1000)]), (547, [])):
        alias = asked(t.SamrOpenAlias(builtin, 0x02000000, relative_id)).AliasHandle
        sids = asked(t.SamrGetMembersInAlias(alias)).Members.Sids or ()
        assert [one.SidPointer.SubAuthority for one in sids] == members
    assert _status(asked(t.SamrOpenAlias(builtin, 0, 999))) == 0xC0000151


def test_handles_of_another_kind() -> None:
    asked = Asked()
    server, domain = asked(t.SamrConnect()).ServerHandle, asked.domain("LAB")
    requests = (
        t.SamrEnumerateDomainsInSamServer(domain),
        t.SamrLookupDomainInSamServer(bytes(20)),
        t.SamrOpenDomain(domain),
        t.SamrQueryInformationDomain(server, t.DOMAIN_INFORMATION_CLASS.DomainGeneralInformation),
        t.SamrEnumerateUsersInDomain(server),
        t.SamrEnumerateGroupsInDomain(server),
        t.SamrEnumerateAliasesInDomain(server),
        t.SamrOpenAlias(server),
        t.SamrGetMembersInAlias(domain),
        t.SamrCloseHandle(bytes(20)),
    )
    for request in requests:
        assert _status(asked(request)) == NtStatus.STATUS_INVALID_HANDLE
    assert _status(asked(t.SamrCloseHandle(domain))) == 0
    assert _status(asked(t.SamrEnumerateUsersInDomain(domain))) == NtStatus.STATUS_INVALID_HANDLE


def test_more_handles_than_anybody_needs() -> None:
    asked = Asked()
    statuses = [_status(asked(t.SamrConnect())) for _ in range(65)]
    assert statuses == [0] * 64 + [NtStatus.STATUS_INSUFFICIENT_RESOURCES]


@pytest.mark.parametrize("caller", [Caller("bob"), Caller(is_anonymous=True)], ids=("user", "anonymous"))
def test_for_administrators_only(caller: Caller) -> None:
    for request in (t.SamrConnect(), t.SamrConnect2(), t.SamrEnumerateUsersInDomain()):
        assert _status(Asked(caller=caller)(request)) == NtStatus.STATUS_ACCESS_DENIED


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 80), st.binary(max_size=200), st.sampled_from((NDR, NDR64)))
def test_hostile_stubs(opnum: int, stub: bytes, syntax: TransferSyntax) -> None:
    with contextlib.suppress(WireError, Fault):
        SamService(Computer()).call(opnum, stub, ADMINISTRATOR, syntax)
