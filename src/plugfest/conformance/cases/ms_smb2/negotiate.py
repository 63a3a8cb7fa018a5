"""[MS-SMB2] 3.3.5.4, 3.3.5.2.2: NEGOTIATE: the dialect, and the fields of the response."""

from __future__ import annotations

from plugfest.conformance import Target, case, expect
from plugfest.conformance.cases.ms_smb2.common import BY_NAME, body, silently_disconnected, two_dialects
from plugfest.conformance.fixtures import Connect
from plugfest.conformance.needs import any_dialect, cipher
from plugfest.conformance.verdicts import Inconclusive
from plugfest.net.client import Connection
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import DIALECTS, Capabilities, Dialect, SecurityMode
from plugfest.protocols.ms_smb2.negotiate import NegotiateResponse
from plugfest.protocols.ms_smb2.read_write import EchoRequest

from_3_0 = any_dialect("3.0", "3.0.2", "3.1.1")


def _response(connection: Connection) -> NegotiateResponse:
    assert connection.negotiate_reply is not None
    return body(connection.negotiate_reply, NegotiateResponse)


@case(covers="MS-SMB2:3.3.5.2.2:5b1cf99def")
async def test_anything_before_negotiate(raw_connection: Connection) -> None:
    """A connection whose first request is no NEGOTIATE is closed, without an answer."""
    await silently_disconnected(await raw_connection.send(EchoRequest()))


@case(covers="MS-SMB2:3.3.5.4:a7d2c45521")
async def test_second_negotiate(connection: Connection) -> None:
    """A second NEGOTIATE ends the connection, without an answer."""
    await silently_disconnected(await connection.send(connection.state.negotiate_request()))


@case(covers="MS-SMB2:3.3.5.4:6a285ae035", malforms=True)
async def test_no_dialect(raw_connection: Connection) -> None:
    """A request that offers no dialect at all is refused."""
    asked = raw_connection.negotiate(dialects=(), negotiate_context_list=())
    await expect.reply(asked, NtStatus.STATUS_INVALID_PARAMETER)


@case(covers="MS-SMB2:3.3.5.4:52b851e571")
async def test_no_common_dialect(raw_connection: Connection) -> None:
    """A request that offers only a dialect which nobody speaks is refused."""
    asked = raw_connection.negotiate(dialects=(Dialect(0x0999),), negotiate_context_list=())
    await expect.reply(asked, NtStatus.STATUS_NOT_SUPPORTED)


@case(covers="MS-SMB2:3.3.5.4:7c037b80a8", needs=[two_dialects])
async def test_greatest_common_dialect(connect: Connect, target: Target) -> None:
    """Of several dialects that both speak, the server takes the greatest."""
    spoken = tuple(BY_NAME[name] for name in target.capabilities.dialects)
    connection = await connect(dialects=spoken, strict=False)
    await connection.negotiate()
    expect.equal(_response(connection).dialect_revision, max(spoken), "DialectRevision")


@case(covers="MS-SMB2:3.3.5.4:bdccc0e916")
async def test_dialect_revision(connect: Connect, target: Target) -> None:
    """Where one dialect is offered that the server speaks, the response names that one."""
    if not target.capabilities.dialects:
        raise Inconclusive(target.capabilities.problem or "no dialect was agreed on when only one was offered")
    for name in target.capabilities.dialects:
        connection = await connect(dialects=(BY_NAME[name],), strict=False)
        await connection.negotiate()
        expect.equal(_response(connection).dialect_revision, BY_NAME[name], "DialectRevision")


@case(covers="MS-SMB2:3.3.5.4:a5a57125b6")
async def test_signing_enabled(connection: Connection) -> None:
    """The server says that it can sign."""
    mode = _response(connection).security_mode
    enabled = SecurityMode.SMB2_NEGOTIATE_SIGNING_ENABLED
    expect.true(mode & enabled, "SMB2_NEGOTIATE_SIGNING_ENABLED in SecurityMode", expect.show(mode))


# --- Capabilities -----------------------------------------------------------------------------------------------------


async def _capabilities(connect: Connect, dialects: tuple[Dialect, ...], asked: Capabilities) -> Capabilities:
    connection = await connect(dialects=dialects, capabilities=asked, strict=False)
    await connection.negotiate()
    return _response(connection).capabilities


@case(covers="MS-SMB2:3.3.5.4:e1ab2c6362", needs=[any_dialect("2.1", "3.0", "3.0.2", "3.1.1")])
async def test_large_mtu(connect: Connect) -> None:
    """From 2.1 on the server offers multi-credit operations over TCP."""
    wanted = Capabilities.SMB2_GLOBAL_CAP_LARGE_MTU
    found = await _capabilities(connect, DIALECTS[1:], wanted)
    expect.true(found & wanted, "SMB2_GLOBAL_CAP_LARGE_MTU in Capabilities", expect.show(found))


@case(covers="MS-SMB2:3.3.5.4:b89459ca88", needs=[any_dialect("3.0", "3.0.2"), cipher("AES-128-CCM")])
async def test_encryption_capability(connect: Connect) -> None:
    """In 3.0 and 3.0.2 a server that can encrypt says so to a client that can."""
    wanted = Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION
    found = await _capabilities(connect, (Dialect.SMB_3_0, Dialect.SMB_3_0_2), wanted)
    expect.true(found & wanted, "SMB2_GLOBAL_CAP_ENCRYPTION in Capabilities", expect.show(found))


async def _not_offered(connect: Connect, unwanted: Capabilities) -> None:
    found = await _capabilities(connect, DIALECTS[2:], Capabilities.SMB2_GLOBAL_CAP_LARGE_MTU)
    expect.true(not found & unwanted, f"no {unwanted.name} in Capabilities", expect.show(found))


@case(covers="MS-SMB2:3.3.5.4:fd1f8f7a3b", needs=[from_3_0])
async def test_multi_channel_unasked(connect: Connect) -> None:
    """Who does not say that it can bind several connections to a session is not told that the server can."""
    await _not_offered(connect, Capabilities.SMB2_GLOBAL_CAP_MULTI_CHANNEL)


@case(covers="MS-SMB2:3.3.5.4:a59f6301b8", needs=[from_3_0])
async def test_directory_leasing_unasked(connect: Connect) -> None:
    """Who does not ask for leases of directories is not offered any."""
    await _not_offered(connect, Capabilities.SMB2_GLOBAL_CAP_DIRECTORY_LEASING)


@case(covers="MS-SMB2:3.3.5.4:05f9462fbb", needs=[from_3_0])
async def test_persistent_handles_unasked(connect: Connect) -> None:
    """Who does not ask for persistent handles is not offered any."""
    await _not_offered(connect, Capabilities.SMB2_GLOBAL_CAP_PERSISTENT_HANDLES)


# --- sizes and times --------------------------------------------------------------------------------------------------


async def _sizes(connect: Connect) -> NegotiateResponse:
    connection = await connect(strict=False)
    await connection.negotiate()
    return _response(connection)


def _at_least_64_kib(size: int, name: str) -> None:
    expect.true(size >= 65536, f"{name} of 65536 or more", expect.show(size))


@case(covers="MS-SMB2:3.3.5.4:976dd23c46")
async def test_max_transact_size(connect: Connect) -> None:
    """MaxTransactSize is 64 KiB or more."""
    _at_least_64_kib((await _sizes(connect)).max_transact_size, "MaxTransactSize")


@case(covers="MS-SMB2:3.3.5.4:976dd23c46~2")
async def test_max_read_size(connect: Connect) -> None:
    """MaxReadSize is 64 KiB or more."""
    _at_least_64_kib((await _sizes(connect)).max_read_size, "MaxReadSize")


@case(covers="MS-SMB2:3.3.5.4:976dd23c46~3")
async def test_max_write_size(connect: Connect) -> None:
    """MaxWriteSize is 64 KiB or more."""
    _at_least_64_kib((await _sizes(connect)).max_write_size, "MaxWriteSize")


@case(covers="MS-SMB2:3.3.5.4:defe1445ae")
async def test_server_start_time(connection: Connection) -> None:
    """The response does not tell when the server was started."""
    expect.equal(_response(connection).server_start_time, 0, "ServerStartTime")
