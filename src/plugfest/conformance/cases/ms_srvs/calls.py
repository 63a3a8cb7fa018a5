"""What the cases of [MS-SRVS] share: calls, and references to compare with.

A reference is not judged: where it cannot be had, the case is inconclusive or not applicable.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar

import anyio

from plugfest.conformance import expect
from plugfest.conformance.verdicts import Inconclusive, NotApplicable, Unmet
from plugfest.errors import RemoteProtocolError, StatusError, WireError
from plugfest.net import RpcClient
from plugfest.protocols.ms_rpce import Fault, Faulted, FaultStatus, Responded
from plugfest.protocols.ms_srvs.client import entries, share_enum
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.types import NetrServerGetInfo, NetrShareGetInfo

T = TypeVar("T")
Reading = Callable[[], Awaitable[Any]]
"""Reads a structure from the target."""
P = ParamSpec("P")
_TRIES = 8
_PAUSE = 0.1


class Failure(NamedTuple):
    """A response that says no more than why the method failed."""

    ReturnValue: NetApiStatus


async def called(rpc: RpcClient, request: Any) -> Any:
    """The response; a Failure where the method failed and its other results are not as the IDL has them.

    (A server that does not know a level does not know either what stands there when there is nothing to return.)
    """
    event = await rpc.transact(rpc.association.call(request))
    if isinstance(event, Faulted):
        raise event.error()
    if not isinstance(event, Responded):
        raise RemoteProtocolError(f"{type(event).__name__} in answer to a call")
    try:
        return request.response().decode(event.stub)
    except WireError:
        code = NetApiStatus(int.from_bytes(event.stub[-4:], "little"))
        if code in (NetApiStatus.NERR_Success, NetApiStatus.ERROR_MORE_DATA) or len(event.stub) < 4:
            raise
        return Failure(code)


async def refused(rpc: RpcClient, request: Any, *codes: NetApiStatus) -> None:
    """Expect that the method fails with this code."""
    await expect.returns(called(rpc, request), *codes)


async def outcome(rpc: RpcClient, request: Any, requirement: str = "") -> int:
    """Expect that the method returns something. Gives its return value, whatever it is."""
    answer = await expect.reply(called(rpc, request), requirement=requirement)
    if isinstance(answer, StatusError):
        raise Unmet("a return value", str(answer), requirement)
    return int(answer.ReturnValue)


async def denied(rpc: RpcClient, request: Any, requirement: str) -> None:
    """Expect that the call ends in an error, of whatever kind; a method that is not there denies nothing."""
    answer = await expect.reply(called(rpc, request), requirement=requirement)
    if isinstance(answer, Fault) and answer.status == FaultStatus.nca_s_op_rng_error:
        raise answer
    code = getattr(answer, "ReturnValue", None)
    succeeded = code in (NetApiStatus.NERR_Success, NetApiStatus.ERROR_MORE_DATA)
    actual = "a fault" if code is None else str(NetApiStatus(code).name)
    expect.true(not succeeded, expected="the call fails", actual=actual, requirement=requirement)


async def reference(rpc: RpcClient, request: Any) -> Any:
    """The response of a call that is not judged; inconclusive if it does not succeed."""
    response = await called(rpc, request)
    if response.ReturnValue == NetApiStatus.ERROR_INVALID_LEVEL:
        raise NotApplicable(f"{type(request).__name__} does not know the level to compare with")
    if response.ReturnValue not in (NetApiStatus.NERR_Success, NetApiStatus.ERROR_MORE_DATA):
        raise Inconclusive(f"{type(request).__name__} gives nothing to compare with: {response.ReturnValue}")
    return response


async def complete(rpc: RpcClient, request: Any) -> tuple[Any, ...]:
    """All that an enumeration tells in one answer, not judged."""
    response = await reference(rpc, request)
    if response.ReturnValue == NetApiStatus.ERROR_MORE_DATA:
        raise Inconclusive(f"{type(request).__name__} does not tell everything at once")
    return entries(response)


async def share_info(rpc: RpcClient, share: str, level: int) -> Any:
    """What NetrShareGetInfo says of a share, not judged."""
    info = (await reference(rpc, NetrShareGetInfo(None, share, level))).InfoStruct
    if info is None:
        raise Inconclusive(f"NetrShareGetInfo says nothing of {share} at level {level}")
    return info


async def listed_share(rpc: RpcClient, share: str, level: int) -> Any:
    """What NetrShareEnum says of a share, not judged."""
    for entry in entries(await reference(rpc, share_enum(level))):
        if (member(entry, "netname") or "").casefold() == share.casefold():
            return entry
    raise Inconclusive(f"{share} is not listed at level {level}")


async def server_info(rpc: RpcClient, level: int, server_name: str | None = None) -> Any:
    """What NetrServerGetInfo says, not judged."""
    info = (await reference(rpc, NetrServerGetInfo(server_name, level))).InfoStruct
    if info is None:
        raise Inconclusive(f"NetrServerGetInfo says nothing at level {level}")
    return info


class Changed(Inconclusive):
    """What is compared did not stay the same; others use the server, too."""


def patiently(attempt: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Try again where something has changed."""

    @wraps(attempt)
    async def trying(*arguments: P.args, **named: P.kwargs) -> T:
        for _ in range(_TRIES - 1):
            try:
                return await attempt(*arguments, **named)
            except Changed:
                await anyio.sleep(_PAUSE)
        return await attempt(*arguments, **named)

    return trying


@patiently
async def steady(read: Callable[[], Awaitable[T]]) -> T:
    """What is read twice in a row."""
    before, after = await read(), await read()
    if before != after:
        raise Changed("the server's state does not stay the same for two readings")
    return after


def prefix(structure: Any) -> str:
    """`shi502_`, of the structure's members."""
    return str(structure.__struct_fields__[0]).partition("_")[0] + "_"


def member(structure: Any, name: str) -> Any:
    """A member by its name without prefix. Raises RemoteProtocolError where another level came than was asked for."""
    try:
        return getattr(structure, prefix(structure) + name)
    except AttributeError:
        raise RemoteProtocolError(f"{type(structure).__name__} came, which has no {name}") from None


def judged_member(structure: Any, name: str, requirement: str = "") -> Any:
    """The same of a structure that is judged: that it has the member is expected."""
    try:
        return member(structure, name)
    except RemoteProtocolError:
        raise Unmet(f"a structure with {name}", type(structure).__name__, requirement) from None


def names(entries_: Any, name: str = "netname") -> list[str]:
    """One member of each entry, in one case."""
    return [(member(entry, name) or "").casefold() for entry in entries_]


@patiently
async def expect_same(actual: Reading, other: Reading, rules: Mapping[str, str]) -> None:
    """Expect that the two structures say the same in each of these members: name → requirement."""
    before, told, after = await other(), await actual(), await other()
    for name, rule in rules.items():
        judged_member(told, name, rule)
    if any(member(before, name) != member(after, name) for name in rules):
        raise Changed(f"{prefix(after)[:-1]} changed meanwhile")
    for name, rule in rules.items():
        what = f"{prefix(told)}{name} (as {prefix(after)}{name})"
        expect.equal(member(told, name), member(after, name), what, requirement=rule)
