"""[MS-SMB2] 3.3.5.3: the SMB_COM_NEGOTIATE of clients that offer SMB 1 too, with `SMB 2.???` and with `SMB 2.002`."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from plugfest.conformance import case, expect
from plugfest.conformance.cases.ms_smb2.common import body, negotiated, silently_disconnected
from plugfest.conformance.fixtures import Connect
from plugfest.conformance.needs import any_dialect, dialect
from plugfest.conformance.verdicts import Inconclusive, NotApplicable
from plugfest.errors import DeadlineExceeded, RemoteProtocolError, WireError
from plugfest.net.client import Connection
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.client import Reply
from plugfest.protocols.ms_smb2.constants import Capabilities, Command, Dialect, SecurityMode
from plugfest.protocols.ms_smb2.multi_protocol import DIALECT_STRINGS, SMB_2_0_2, encode_negotiate
from plugfest.protocols.ms_smb2.negotiate import NegotiateResponse
from plugfest.protocols.ms_spng import NegTokenInit, decode_token

_ONLY_2_0_2 = ("NT LM 0.12", SMB_2_0_2)
_HOUR = 36_000_000_000
_SMALLEST = 65536
_ENABLED = SecurityMode.SMB2_NEGOTIATE_SIGNING_ENABLED
from_2_1 = any_dialect("2.1", "3.0", "3.0.2", "3.1.1")


async def _wildcard(connect: Connect) -> tuple[Connection, Reply]:
    connection = await connect(strict=False)
    return connection, await connection.multi_protocol_negotiate(DIALECT_STRINGS)


async def _only_2_0_2(connect: Connect) -> tuple[Connection, Reply]:
    connection = await connect(strict=False)
    return connection, await connection.multi_protocol_negotiate(_ONLY_2_0_2)


Asked = Callable[[Connect], Coroutine[Any, Any, tuple[Connection, Reply]]]


async def _response(connect: Connect, asked: Asked) -> NegotiateResponse:
    _, reply = await asked(connect)
    return body(reply, NegotiateResponse)


async def _own_negotiate(connect: Connect) -> NegotiateResponse:
    """What the server says of itself to a client that begins with SMB 2."""
    reply = (await negotiated(connect)).negotiate_reply
    assert reply is not None
    return body(reply, NegotiateResponse)


def _token_expected(reply: Reply, requirement: str) -> None:
    """The security buffer, found by its offset and length, is the token of a server that speaks first."""
    response = reply.body
    try:
        good = isinstance(response, NegotiateResponse) and isinstance(decode_token(response.buffer), NegTokenInit)
    except WireError:
        good = False
    shown = response.buffer if isinstance(response, NegotiateResponse) else reply.data
    expect.true(good, "a SPNEGO NegTokenInit where the fields say", expect.show(shown), requirement)


async def _time_expected(connect: Connect, asked: Asked) -> None:
    told = (await _response(connect, asked)).system_time
    later = (await _own_negotiate(connect)).system_time
    if not later:
        raise Inconclusive("the server does not tell the time in other NEGOTIATE responses either")
    expect.true(later - _HOUR < told <= later, f"SystemTime: some moments before {later}", str(told))


# --- 3.3.5.3, 3.3.5.3.1: `SMB 2.???` ----------------------------------------------------------------------------------


@case(covers="MS-SMB2:3.3.5.3.1:20f407e3a5", needs=[from_2_1])
async def test_wildcard_is_answered(connect: Connect) -> None:
    """Who offers `SMB 2.???` gets an SMB2 NEGOTIATE response."""
    connection = await connect(strict=False)
    await expect.reply(connection.multi_protocol_negotiate(DIALECT_STRINGS), NtStatus.STATUS_SUCCESS)


@case(covers="MS-SMB2:3.3.5.3.1:784b096faf", needs=[from_2_1])
async def test_wildcard_command(connect: Connect) -> None:
    """Its header is that of a NEGOTIATE response."""
    _, reply = await _wildcard(connect)
    expect.equal(reply.header.command, Command.NEGOTIATE, "Command")


@case(covers="MS-SMB2:3.3.5.3.1:6b7f14cf26", needs=[from_2_1])
async def test_wildcard_security_mode(connect: Connect) -> None:
    """It says that signing is enabled."""
    mode = (await _response(connect, _wildcard)).security_mode
    expect.true(mode & _ENABLED, "SMB2_NEGOTIATE_SIGNING_ENABLED in SecurityMode", expect.show(mode))


@case(covers="MS-SMB2:3.3.5.3.1:f1bf880e79", needs=[from_2_1])
async def test_wildcard_revision(connect: Connect) -> None:
    """It names no dialect yet."""
    expect.equal((await _response(connect, _wildcard)).dialect_revision, Dialect.SMB_2_WILDCARD, "DialectRevision")


@case(covers="MS-SMB2:3.3.5.3.1:c856371b2e", needs=[from_2_1])
async def test_wildcard_server_guid(connect: Connect) -> None:
    """It gives the server's GUID, the same as ever."""
    own = await _own_negotiate(connect)
    expect.equal((await _response(connect, _wildcard)).server_guid, own.server_guid, "ServerGuid")


@case(covers="MS-SMB2:3.3.5.3.1:9990c26ae5", needs=[from_2_1])
async def test_wildcard_large_mtu(connect: Connect) -> None:
    """Over TCP it offers multi-credit operations."""
    capabilities = (await _response(connect, _wildcard)).capabilities
    large = Capabilities.SMB2_GLOBAL_CAP_LARGE_MTU
    expect.true(capabilities & large, "SMB2_GLOBAL_CAP_LARGE_MTU in Capabilities", expect.show(capabilities))


@case(
    covers=[
        "MS-SMB2:3.3.5.3.1:a88290f3c1",
        "MS-SMB2:3.3.5.3.1:a88290f3c1~2",
        "MS-SMB2:3.3.5.3.1:a88290f3c1~3",
    ],
    needs=[from_2_1],
)
async def test_wildcard_sizes(connect: Connect) -> None:
    """The maximum sizes are 64 KiB or more."""
    response = await _response(connect, _wildcard)
    for name, size, rule in (
        ("MaxTransactSize", response.max_transact_size, "MS-SMB2:3.3.5.3.1:a88290f3c1"),
        ("MaxReadSize", response.max_read_size, "MS-SMB2:3.3.5.3.1:a88290f3c1~2"),
        ("MaxWriteSize", response.max_write_size, "MS-SMB2:3.3.5.3.1:a88290f3c1~3"),
    ):
        expect.true(size >= _SMALLEST, f"{name}: {_SMALLEST} or more", str(size), rule)


@case(covers="MS-SMB2:3.3.5.3.1:a7bf57dbf5", needs=[from_2_1])
async def test_wildcard_system_time(connect: Connect) -> None:
    """It tells the time."""
    await _time_expected(connect, _wildcard)


@case(covers="MS-SMB2:3.3.5.3.1:50a0ed2728", needs=[from_2_1])
async def test_wildcard_start_time(connect: Connect) -> None:
    """It does not tell when the server was started."""
    expect.equal((await _response(connect, _wildcard)).server_start_time, 0, "ServerStartTime")


@case(
    covers=[
        "MS-SMB2:3.3.5.3.1:6b7f531c77",
        "MS-SMB2:3.3.5.3.1:99d1837729",
        "MS-SMB2:3.3.5.3.1:07da4f0079",
    ],
    needs=[from_2_1],
)
async def test_wildcard_token(connect: Connect) -> None:
    """Offset and length lead to the token with which the server begins the log-on."""
    _, reply = await _wildcard(connect)
    for rule in ("6b7f531c77", "99d1837729", "07da4f0079"):
        _token_expected(reply, f"MS-SMB2:3.3.5.3.1:{rule}")


@case(covers="MS-SMB2:3.3.5.3.1:28fce60428", needs=[from_2_1])
async def test_negotiate_after_wildcard(connect: Connect) -> None:
    """After it an SMB2 NEGOTIATE agrees on the dialect."""
    connection, reply = await _wildcard(connect)
    body(reply, NegotiateResponse)
    await expect.reply(connection.negotiate(), NtStatus.STATUS_SUCCESS)


@case(covers="MS-SMB2:3.3.5.2.3:6fcc8efb2b", needs=[from_2_1])
async def test_message_id_is_used_up(connect: Connect) -> None:
    """The SMB_COM_NEGOTIATE stands for MessageId 0: a NEGOTIATE that has it too ends the connection."""
    connection, reply = await _wildcard(connect)
    body(reply, NegotiateResponse)
    await silently_disconnected(await connection.send(connection.state.negotiate_request(), header={"message_id": 0}))


@case(covers="MS-SMB2:3.3.5.3:c24c9b5cb8")
async def test_smb1_after_smb2(connection: Connection) -> None:
    """An SMB_COM_NEGOTIATE after a dialect was agreed on ends the connection, without an answer."""
    request = connection.state.multi_protocol_negotiate(DIALECT_STRINGS, 0.0)
    await connection.send_raw(request.message)
    await expect.disconnected(connection)
    silent = request.message_id in connection.state.outstanding_requests
    expect.true(silent, "a disconnection without a response", "a response before it")


# --- 3.3.5.3.2: `SMB 2.002` -------------------------------------------------------------------------------------------


@case(covers="MS-SMB2:3.3.5.3.2:905f23189b", needs=[dialect("2.0.2")])
async def test_2_0_2_is_answered(connect: Connect) -> None:
    """Who offers `SMB 2.002` gets an SMB2 NEGOTIATE response."""
    connection = await connect(strict=False)
    await expect.reply(connection.multi_protocol_negotiate(_ONLY_2_0_2), NtStatus.STATUS_SUCCESS)


@case(covers="MS-SMB2:3.3.5.3.2:05cf85aea0", needs=[dialect("2.0.2")])
async def test_2_0_2_command(connect: Connect) -> None:
    """Its header is that of a NEGOTIATE response."""
    _, reply = await _only_2_0_2(connect)
    expect.equal(reply.header.command, Command.NEGOTIATE, "Command")


@case(covers="MS-SMB2:3.3.5.3.2:17b813cfb4", needs=[dialect("2.0.2")])
async def test_2_0_2_security_mode(connect: Connect) -> None:
    """It says that signing is enabled."""
    mode = (await _response(connect, _only_2_0_2)).security_mode
    expect.true(mode & _ENABLED, "SMB2_NEGOTIATE_SIGNING_ENABLED in SecurityMode", expect.show(mode))


@case(covers="MS-SMB2:3.3.5.3.2:51f11cf710", needs=[dialect("2.0.2")])
async def test_2_0_2_revision(connect: Connect) -> None:
    """It names the dialect."""
    expect.equal((await _response(connect, _only_2_0_2)).dialect_revision, Dialect.SMB_2_0_2, "DialectRevision")


@case(covers="MS-SMB2:3.3.5.3.2:3707c6d9fc", needs=[dialect("2.0.2")])
async def test_2_0_2_server_guid(connect: Connect) -> None:
    """It gives the server's GUID, the same as ever."""
    own = await _own_negotiate(connect)
    expect.equal((await _response(connect, _only_2_0_2)).server_guid, own.server_guid, "ServerGuid")


@case(covers="MS-SMB2:3.3.5.3.2:9a8ffde415", needs=[dialect("2.0.2")])
async def test_2_0_2_system_time(connect: Connect) -> None:
    """It tells the time."""
    await _time_expected(connect, _only_2_0_2)


@case(covers="MS-SMB2:3.3.5.3.2:6ccffebc52", needs=[dialect("2.0.2")])
async def test_2_0_2_start_time(connect: Connect) -> None:
    """It does not tell when the server was started."""
    expect.equal((await _response(connect, _only_2_0_2)).server_start_time, 0, "ServerStartTime")


@case(
    covers=[
        "MS-SMB2:3.3.5.3.2:d22f1ec27d",
        "MS-SMB2:3.3.5.3.2:1b8ac7f461",
        "MS-SMB2:3.3.5.3.2:cf21a56968",
    ],
    needs=[dialect("2.0.2")],
)
async def test_2_0_2_token(connect: Connect) -> None:
    """Offset and length lead to the token with which the server begins the log-on."""
    _, reply = await _only_2_0_2(connect)
    for rule in ("d22f1ec27d", "1b8ac7f461", "cf21a56968"):
        _token_expected(reply, f"MS-SMB2:3.3.5.3.2:{rule}")


@case(covers="MS-SMB2:3.3.5.3.2:2bc3511e5b", needs=[dialect("2.0.2")])
async def test_negotiate_after_2_0_2(connect: Connect) -> None:
    """After it the dialect is agreed on: an SMB2 NEGOTIATE ends the connection, without an answer."""
    connection, reply = await _only_2_0_2(connect)
    body(reply, NegotiateResponse)
    await silently_disconnected(await connection.send(connection.state.negotiate_request()))


@case(covers="MS-SMB2:3.3.5.3.2:9e657c8dff")
async def test_smb1_alone(raw_connection: Connection) -> None:
    """Who offers no dialect of SMB 2 is disconnected, unless the server speaks SMB 1 too."""
    await raw_connection.send_raw(encode_negotiate(("NT LM 0.12",)))
    try:
        await raw_connection.closed()
    except DeadlineExceeded:
        pass
    except RemoteProtocolError as error:  # the driver left, because of a message that is none of SMB 2
        raise NotApplicable(f"the target answers in SMB 1: {error}") from None
    await expect.disconnected(raw_connection)
