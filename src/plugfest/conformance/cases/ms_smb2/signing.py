"""[MS-SMB2] 3.3.5.2.4, 3.3.4.1.1, 3.3.5.5.3: which requests must be signed, what a signature is worth, which
responses are signed."""

from __future__ import annotations

from plugfest.conformance import Target, case, expect
from plugfest.conformance.cases.ms_smb2.common import NO_SESSION, credentials, negotiated, unencrypted
from plugfest.conformance.fixtures import Connect, LogOn
from plugfest.conformance.needs import log_on, signing_not_required
from plugfest.net.client import Connection, Session
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import HeaderFlags, SecurityMode
from plugfest.protocols.ms_smb2.read_write import EchoRequest

_WRONG = bytes(range(0x51, 0x61))
_SIGNED = HeaderFlags.SMB2_FLAGS_SIGNED
_REQUIRED = SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED


@case(covers="MS-SMB2:3.3.5.2.4:df6077b7da")
async def test_signed_negotiate(raw_connection: Connection) -> None:
    """A NEGOTIATE that says it is signed is refused."""
    asked = raw_connection.negotiate(header={"flags": _SIGNED, "signature": _WRONG})
    await expect.reply(asked, NtStatus.STATUS_INVALID_PARAMETER)


@case(covers="MS-SMB2:3.3.5.2.4:1ab334eb9e", needs=[log_on])
async def test_signed_for_unknown_session(session: Session) -> None:
    """A signed request under a SessionId that the connection does not know is refused."""
    header = {"session_id": NO_SESSION, "flags": _SIGNED, "signature": _WRONG}
    asked = session.connection.request(EchoRequest(), header=header)
    await expect.reply(asked, NtStatus.STATUS_USER_SESSION_DELETED)


@case(covers="MS-SMB2:3.3.5.2.4:4535e6fc3b", needs=[log_on])
async def test_wrong_signature(session: Session) -> None:
    """A request whose signature does not verify is refused."""
    asked = unencrypted(session).request(EchoRequest(), sign=True, header={"signature": _WRONG})
    await expect.reply(asked, NtStatus.STATUS_ACCESS_DENIED)


@case(covers="MS-SMB2:3.3.5.2.4:3e7c56e402", needs=[log_on])
async def test_unsigned_request(connect: Connect, log_on: LogOn) -> None:
    """A session that requires signing refuses a request without a signature."""
    session = await log_on(connection=await negotiated(connect, require_signing=True))
    await expect.reply(unencrypted(session).request(EchoRequest(), sign=False), NtStatus.STATUS_ACCESS_DENIED)


@case(covers=["MS-SMB2:3.3.5.5.3:47f933b4b9", "MS-SMB2:3.3.5.5.3:7012f3e6a4"], needs=[log_on, signing_not_required])
async def test_session_setup_requires_signing(connection: Connection, target: Target) -> None:
    """A session requires signing if the client's SESSION_SETUP says so; its NEGOTIATE need not."""
    session = await connection.session_setup(credentials(target), security_mode=_REQUIRED)
    await expect.reply(unencrypted(session).request(EchoRequest(), sign=False), NtStatus.STATUS_ACCESS_DENIED)


@case(covers=["MS-SMB2:3.3.5.5.3:b53da5ff5d", "MS-SMB2:3.3.5.5.3:7012f3e6a4"], needs=[log_on, signing_not_required])
async def test_negotiate_requires_signing(raw_connection: Connection, target: Target) -> None:
    """A session requires signing if the client's NEGOTIATE says so; its SESSION_SETUP need not."""
    (await raw_connection.negotiate(security_mode=_REQUIRED)).check("NEGOTIATE")
    session = await raw_connection.session_setup(credentials(target))
    await expect.reply(unencrypted(session).request(EchoRequest(), sign=False), NtStatus.STATUS_ACCESS_DENIED)


@case(covers="MS-SMB2:3.3.4.1.1:6dbbbcb4b6", needs=[log_on])
async def test_signed_response(session: Session) -> None:
    """The response to a signed request is signed."""
    reply = await expect.reply(unencrypted(session).request(EchoRequest(), sign=True), NtStatus.STATUS_SUCCESS)
    expect.true(reply.signed, "a signed response", "SMB2_FLAGS_SIGNED is not set")
    expect.true(reply.signature_ok, "a right signature", "the signature does not verify")
