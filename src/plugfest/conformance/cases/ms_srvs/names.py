"""[MS-SRVS] 3.1.4.32 to 3.1.4.34: names of a type are validated, brought into canonical form, compared."""

from __future__ import annotations

from typing import Any

from plugfest.conformance import case, expect
from plugfest.conformance.cases.ms_srvs.calls import called, outcome, refused
from plugfest.conformance.needs import log_on
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs.constants import NameType, NetApiStatus
from plugfest.protocols.ms_srvs.types import NetprNameCanonicalize, NetprNameCompare, NetprNameValidate

_NO_SERVER = "no-server-has-this-name"
_VALID = {
    NameType.NAMETYPE_USER: "alice",
    NameType.NAMETYPE_COMPUTER: "tower",
    NameType.NAMETYPE_DOMAIN: "FLOCK",
    NameType.NAMETYPE_SHARE: "loft",
    NameType.NAMETYPE_WORKGROUP: "FLOCK",
}
_INVALID = {
    NameType.NAMETYPE_USER: 'al"ice',
    NameType.NAMETYPE_COMPUTER: "tow*er",
    NameType.NAMETYPE_DOMAIN: "A DOMAIN",
    NameType.NAMETYPE_SHARE: "lo/ft",
    NameType.NAMETYPE_WORKGROUP: "FL?OCK",
}
"""2.2.2.8: with a character that is not allowed."""
_TOO_LONG = {
    NameType.NAMETYPE_USER: 257,
    NameType.NAMETYPE_DOMAIN: 16,
    NameType.NAMETYPE_SHARE: 81,
    NameType.NAMETYPE_SHAREPASSWORD: 9,
}
"""2.2.2.8: a character more than allowed."""
_NO_TYPES = (0, 14, 0x80000000)
_ROOM = 600
_LM2X = 0x80000000
_WHOLE_BUFFER = 1
_CANONICAL = 1


async def _fails(rpc: RpcClient, request: Any) -> None:
    code = await outcome(rpc, request)
    failed = code != NetApiStatus.NERR_Success
    expect.true(failed, expected="the call fails", actual=NetApiStatus(code).name)


# --- NetprNameValidate ------------------------------------------------------------------------------------------------


@case(covers=["MS-SRVS:3.1.4.32:9d4e099369", "MS-SRVS:3.1.4.32:879e33dea7"], needs=[log_on])
async def test_validation(srvsvc: RpcClient) -> None:
    """Names with characters that are not allowed, and too long ones, are refused; others are not."""
    for kind, name in _VALID.items():
        await expect.returns(called(srvsvc, NetprNameValidate(None, name, kind)))
    bad = [*_INVALID.items(), *((kind, "a" * size) for kind, size in _TOO_LONG.items())]
    for rule in ("MS-SRVS:3.1.4.32:9d4e099369", "MS-SRVS:3.1.4.32:879e33dea7"):
        for kind, name in bad:
            given = called(srvsvc, NetprNameValidate(None, name, kind))
            await expect.returns(given, NetApiStatus.ERROR_INVALID_NAME, requirement=rule)


@case(covers="MS-SRVS:3.1.4.32:9c9c552b75", needs=[log_on])
async def test_types_of_validate(srvsvc: RpcClient) -> None:
    """Types that there are not are refused."""
    for kind in _NO_TYPES:
        await refused(srvsvc, NetprNameValidate(None, "alice", kind), NetApiStatus.ERROR_INVALID_PARAMETER)


@case(covers="MS-SRVS:3.1.4.32:51dd9c96cd", needs=[log_on])
async def test_flags_of_validate(srvsvc: RpcClient) -> None:
    """There are no flags: the call fails with any."""
    await _fails(srvsvc, NetprNameValidate(None, "alice", NameType.NAMETYPE_USER, 1))


# --- NetprNameCanonicalize --------------------------------------------------------------------------------------------


def _request(name: str, kind: int, flags: int = 0, room: int = _ROOM, server: str | None = None) -> Any:
    return NetprNameCanonicalize(server, name, room, kind, flags)


@case(covers="MS-SRVS:3.1.4.33:c524228d7b", needs=[log_on])
async def test_canonical_names(srvsvc: RpcClient) -> None:
    """A user's name stays as it is, an event's is in upper case."""
    for name, kind, canonical in (
        ("Alice", NameType.NAMETYPE_USER, "Alice"),
        ("Coo", NameType.NAMETYPE_EVENT, "COO"),
    ):
        response = await expect.returns(called(srvsvc, _request(name, kind)))
        expect.equal(response.Outbuf.partition("\0")[0], canonical, f"canonical form of {name}, {kind.name}")


@case(covers="MS-SRVS:3.1.4.33:792d952ea1", needs=[log_on])
async def test_types_of_canonicalize(srvsvc: RpcClient) -> None:
    """Types that there are not are refused."""
    for kind in _NO_TYPES:
        await refused(srvsvc, _request("alice", kind), NetApiStatus.ERROR_INVALID_PARAMETER)


@case(covers="MS-SRVS:3.1.4.33:065e20409a", needs=[log_on])
async def test_flags_of_canonicalize(srvsvc: RpcClient) -> None:
    """Bits that mean nothing are refused."""
    for flags in (2, 0x40000000):
        request = _request("alice", NameType.NAMETYPE_USER, flags)
        await refused(srvsvc, request, NetApiStatus.ERROR_INVALID_PARAMETER)


@case(covers=["MS-SRVS:3.1.4.33:3a7eb55a73", "MS-SRVS:3.1.4.33:4112b9fdab"], needs=[log_on])
async def test_canonicalize_validates(srvsvc: RpcClient) -> None:
    """What is not valid has no canonical form."""
    for rule in ("MS-SRVS:3.1.4.33:3a7eb55a73", "MS-SRVS:3.1.4.33:4112b9fdab"):
        for kind, name in _INVALID.items():
            given = called(srvsvc, _request(name, kind))
            await expect.returns(given, NetApiStatus.ERROR_INVALID_NAME, requirement=rule)


@case(covers="MS-SRVS:3.1.4.33:657f3923cb", needs=[log_on])
async def test_room_for_the_longest(srvsvc: RpcClient) -> None:
    """With Flags 1 there has to be room for the longest name of the type."""
    request = _request("loft", NameType.NAMETYPE_SHARE, _WHOLE_BUFFER, room=20)
    await refused(srvsvc, request, NetApiStatus.NERR_BufTooSmall)


# --- NetprNameCompare -------------------------------------------------------------------------------------------------


def _comparison(one: str, other: str, kind: int, flags: int = 0, server: str | None = None) -> Any:
    return NetprNameCompare(server, one, other, kind, flags)


async def _compared(rpc: RpcClient, request: Any, expected: int) -> None:
    what = f"comparison of {request.Name1} and {request.Name2}, type {request.NameType}, Flags {request.Flags:#x}"
    expect.equal(await outcome(rpc, request), expected, what)


@case(covers="MS-SRVS:3.1.4.34:728b22f84b", needs=[log_on])
async def test_order(srvsvc: RpcClient) -> None:
    """0 for the same name, -1 and 1 for one before and behind the other."""
    for one, other, expected in (("b", "b", 0), ("a", "b", -1), ("b", "a", 1)):
        await _compared(srvsvc, _comparison(one, other, NameType.NAMETYPE_USER), expected)


@case(covers="MS-SRVS:3.1.4.34:e37a14d41a", needs=[log_on])
async def test_case_does_not_count(srvsvc: RpcClient) -> None:
    """Names are compared without regard to case."""
    await _compared(srvsvc, _comparison("Alice", "ALICE", NameType.NAMETYPE_USER), 0)
    await _compared(srvsvc, _comparison("Alice", "ALICE", NameType.NAMETYPE_USER, _CANONICAL), 0)


@case(covers="MS-SRVS:3.1.4.34:fc2ba3f2a2", needs=[log_on])
async def test_case_of_passwords_counts(srvsvc: RpcClient) -> None:
    """With LAN Manager 2.x compatibility the case of passwords counts."""
    order = await outcome(srvsvc, _comparison("coo", "COO", NameType.NAMETYPE_PASSWORD, _LM2X))
    expect.not_equal(order, 0, "comparison of coo and COO, passwords")


@case(covers="MS-SRVS:3.1.4.34:c1fdd927b9", needs=[log_on])
async def test_canonical_names_are_compared(srvsvc: RpcClient) -> None:
    """Without Flags 1 the canonical names are compared, which are 14 characters of a LAN Manager 2.x password."""
    one, other = "a" * 14 + "b", "a" * 14 + "c"
    await _compared(srvsvc, _comparison(one, other, NameType.NAMETYPE_PASSWORD, _LM2X), 0)


@case(covers=["MS-SRVS:3.1.4.34:f98214ca29", "MS-SRVS:3.1.4.34:464e9bb5ae"], needs=[log_on])
async def test_compare_validates(srvsvc: RpcClient) -> None:
    """Names that are not valid are not compared."""
    for rule in ("MS-SRVS:3.1.4.34:f98214ca29", "MS-SRVS:3.1.4.34:464e9bb5ae"):
        for kind, name in _INVALID.items():
            for request in (_comparison(name, "a", kind), _comparison("a", name, kind)):
                await expect.returns(called(srvsvc, request), NetApiStatus.ERROR_INVALID_PARAMETER, requirement=rule)


@case(covers="MS-SRVS:3.1.4.34:0107870d8e", needs=[log_on])
async def test_flags_of_compare(srvsvc: RpcClient) -> None:
    """Bits that mean nothing are refused."""
    for flags in (2, 0x40000000):
        request = _comparison("a", "a", NameType.NAMETYPE_USER, flags)
        await refused(srvsvc, request, NetApiStatus.ERROR_INVALID_PARAMETER)


@case(covers="MS-SRVS:3.1.4.34:fa310746e9", needs=[log_on])
async def test_types_of_compare(srvsvc: RpcClient) -> None:
    """Types that there are not are refused."""
    for kind in _NO_TYPES:
        await refused(srvsvc, _comparison("a", "a", kind), NetApiStatus.ERROR_INVALID_PARAMETER)


@case(
    covers=["MS-SRVS:3.1.4.32:16004050f2", "MS-SRVS:3.1.4.33:131ab107c7", "MS-SRVS:3.1.4.34:592af7bfea"],
    needs=[log_on],
)
async def test_server_names_are_ignored(srvsvc: RpcClient) -> None:
    """Whatever the ServerName, this server answers."""
    user = NameType.NAMETYPE_USER
    requests: dict[str, Any] = {
        "MS-SRVS:3.1.4.32:16004050f2": NetprNameValidate(_NO_SERVER, "alice", user),
        "MS-SRVS:3.1.4.33:131ab107c7": _request("alice", user, server=_NO_SERVER),
        "MS-SRVS:3.1.4.34:592af7bfea": _comparison("alice", "alice", user, server=_NO_SERVER),
    }
    for rule, request in requests.items():
        await expect.returns(called(srvsvc, request), requirement=rule)
