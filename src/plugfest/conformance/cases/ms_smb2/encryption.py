"""[MS-SMB2] 3.3.5.2.1.1, 3.3.4.1.4, 3.3.4.1.1, 3.3.5.2.11, 3.3.5.7: encrypted messages, and shares that want them."""

from __future__ import annotations

from typing import Any

from plugfest.conformance import Target, case, expect
from plugfest.conformance.cases.ms_smb2.common import BELOW_3_0, NO_SESSION, body, log_on_unencrypted, negotiated
from plugfest.conformance.cases.ms_smb2.messages import misaligned
from plugfest.conformance.fixtures import Connect, LogOn
from plugfest.conformance.needs import any_dialect, cipher, dialect, encrypted_share, encryption, log_on
from plugfest.errors import RemoteProtocolError
from plugfest.net.client import Session
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import Capabilities, Command, Dialect, HeaderFlags, ShareFlags
from plugfest.protocols.ms_smb2.header import HEADER_SIZE, TRANSFORM_ID, TRANSFORM_SIZE, Header
from plugfest.protocols.ms_smb2.messages import encode_message
from plugfest.protocols.ms_smb2.read_write import EchoRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest, TreeConnectResponse, TreeDisconnectRequest


def _echo(session: Session, **header: Any) -> bytes:
    """An ECHO request of this session, with these fields of its header set to something else."""
    fields: dict[str, Any] = {"session_id": session.session_id, "command": Command.ECHO, "credits": 1}
    message_id = session.connection.state.window.take(1)
    return encode_message(Header(**(fields | {"message_id": message_id} | header)), EchoRequest())


def _sealed(session: Session, message: bytes, session_id: int | None = None, **lies: int) -> bytes:
    """The message encrypted as the session has it; `lies` are about its TRANSFORM_HEADER."""
    state = session.state
    if state.encryptor is None:
        raise RemoteProtocolError("the session cannot encrypt")
    wanted = state.session_id if session_id is None else session_id
    return state.encryptor.seal(message, wanted, state.next_nonce(), **lies)


async def _disconnects(session: Session, data: bytes) -> None:
    await session.connection.send_raw(data)
    await expect.disconnected(session.connection)


# --- messages -------------------------------------------------------------------------------------------------------


@case(covers="MS-SMB2:3.3.4.1.4:7c543a1976", needs=[log_on, encryption])
async def test_encrypted_response(session: Session) -> None:
    """The response to an encrypted request is encrypted."""
    reply = await session.request(EchoRequest(), encrypt=True)
    expect.true(reply.encrypted, "an encrypted response", "a response in the clear")


@case(covers="MS-SMB2:3.3.4.1.1:e29dc591b6", needs=[log_on, encryption])
async def test_encrypted_response_has_no_signature(session: Session, target: Target) -> None:
    """Inside an encrypted response the signature of its header is zero."""
    reply = await session.request(TreeConnectRequest(path=target.unc("IPC$")), encrypt=True)
    if not reply.encrypted:
        raise RemoteProtocolError("the response is not encrypted")
    expect.equal(reply.header.signature, bytes(16), "Signature")


@case(covers="MS-SMB2:3.3.5.2.1.1:b875fbc740", needs=[log_on, encryption], malforms=True)
async def test_transform_flags(session: Session) -> None:
    """An encrypted message with Flags other than 1 ends the connection."""
    await _disconnects(session, _sealed(session, _echo(session), flags=2))


@case(covers="MS-SMB2:3.3.5.2.1.1:64b1aa57e2", needs=[log_on, encryption])
async def test_transform_of_unknown_session(session: Session) -> None:
    """An encrypted message of a session that there is not ends the connection."""
    await _disconnects(session, _sealed(session, _echo(session), NO_SESSION))


@case(covers="MS-SMB2:3.3.5.2.1.1:83c57a004c", needs=[log_on, encryption])
async def test_transform_signature(session: Session) -> None:
    """An encrypted message that is not authentic ends the connection."""
    data = _sealed(session, _echo(session))
    await _disconnects(session, data[:4] + bytes([data[4] ^ 1]) + data[5:])


@case(covers="MS-SMB2:3.3.5.2.1.1:0de9adee93", needs=[log_on, encryption], malforms=True)
async def test_transform_size(session: Session) -> None:
    """An encrypted message whose OriginalMessageSize is not that of what is inside ends the connection."""
    message = _echo(session)
    await _disconnects(session, _sealed(session, message, size=len(message) + 8))


@case(covers="MS-SMB2:3.3.5.2.1.1:432439b430~2", needs=[log_on, encryption])
async def test_encrypted_related_request(session: Session) -> None:
    """An encrypted message whose first request is related to nothing ends the connection."""
    await _disconnects(session, _sealed(session, _echo(session, flags=HeaderFlags.SMB2_FLAGS_RELATED_OPERATIONS)))


@case(covers="MS-SMB2:3.3.5.2.1.1:ed1108abc4~2", needs=[log_on, encryption])
async def test_encrypted_request_of_another_session(session: Session) -> None:
    """An encrypted message whose request names another session than its TRANSFORM_HEADER ends the connection."""
    await _disconnects(session, _sealed(session, _echo(session, session_id=0)))


@case(covers="MS-SMB2:3.3.5.2.1.1:d0dfd6db0b", needs=[log_on, encryption], malforms=True)
async def test_transform_of_nothing(session: Session) -> None:
    """A TRANSFORM_HEADER with nothing behind it ends the connection."""
    await _disconnects(session, _sealed(session, _echo(session))[:TRANSFORM_SIZE])


@case(covers="MS-SMB2:3.3.5.2.1.1:978fda097e~2", needs=[log_on, encryption], malforms=True)
async def test_encrypted_cut_off_header(session: Session) -> None:
    """An encrypted message that ends within its SMB2 header ends the connection."""
    await _disconnects(session, _sealed(session, _echo(session)[: HEADER_SIZE // 2]))


@case(covers="MS-SMB2:3.3.5.2.1.1:4f79a43637", needs=[any_dialect("3.0", "3.0.2", "3.1.1")], malforms=True)
async def test_transform_without_cipher(connect: Connect) -> None:
    """An encrypted message ends a connection that agreed on no cipher."""
    connection = await negotiated(connect, ciphers=())
    await connection.send_raw(TRANSFORM_ID + bytes(38) + b"\1\0" + bytes(8) + bytes(HEADER_SIZE))
    await expect.disconnected(connection)


@case(covers="MS-SMB2:3.3.5.2.1.1:6442253bdf~2", needs=[log_on, encryption])
async def test_encrypted_compound_of_two_sessions(session: Session) -> None:
    """An encrypted compound whose second request is unrelated and names another session ends the connection."""
    first, second = _echo(session), _echo(session, session_id=0)
    first += bytes(-len(first) % 8)
    both = first[:20] + len(first).to_bytes(4, "little") + first[24:] + second
    await _disconnects(session, _sealed(session, both))


@case(covers="MS-SMB2:3.3.5.2.1.1:a8a1279732", needs=[log_on, encryption], malforms=True)
async def test_encrypted_misaligned_compound(session: Session) -> None:
    """An encrypted compound whose second request begins at no multiple of 8 bytes ends the connection."""
    await _disconnects(session, _sealed(session, misaligned(session)))


@case(covers="MS-SMB2:3.3.5.2.4:a1dd1ac944", needs=[log_on, encryption])
async def test_encrypted_needs_no_signature(connect: Connect, log_on: LogOn) -> None:
    """A session that requires signing takes an encrypted request without a signature."""
    session = await log_on(connection=await negotiated(connect, require_signing=True))
    await expect.reply(session.request(EchoRequest(), encrypt=True), NtStatus.STATUS_SUCCESS)


@case(covers="MS-SMB2:3.3.5.2.1.1:9b5771605a", needs=[log_on, any_dialect("3.0", "3.0.2"), cipher("AES-128-CCM")])
async def test_cipher_below_3_1_1(connect: Connect, log_on: LogOn) -> None:
    """Before 3.1.1 AES-128-CCM encrypts."""
    connection = await negotiated(connect, dialects=(Dialect.SMB_3_0, Dialect.SMB_3_0_2))
    session = await log_on(connection=connection)
    await expect.reply(session.request(EchoRequest(), encrypt=True), NtStatus.STATUS_SUCCESS)


# --- shares ---------------------------------------------------------------------------------------------------------


@case(covers="MS-SMB2:3.3.5.7:57e177d0aa", needs=[log_on, encryption, encrypted_share])
async def test_encrypted_share_says_so(session: Session, target: Target) -> None:
    """A share that wants encryption says so when it is connected."""
    path = target.unc(target.profile.shares["encrypted"])
    flags = body(await session.request(TreeConnectRequest(path=path)), TreeConnectResponse).share_flags
    wanted = ShareFlags.SMB2_SHAREFLAG_ENCRYPT_DATA
    expect.true(flags & wanted, "SMB2_SHAREFLAG_ENCRYPT_DATA in ShareFlags", expect.show(flags))


@case(covers="MS-SMB2:3.3.5.2.11:778b8b457b", needs=[log_on, encryption, encrypted_share])
async def test_plain_request_on_encrypted_share(session: Session, target: Target) -> None:
    """A request in the clear for a share that wants encryption is refused."""
    tree = await session.tree_connect(target.profile.shares["encrypted"])
    await expect.reply(tree.request(TreeDisconnectRequest(), encrypt=False), NtStatus.STATUS_ACCESS_DENIED)


@case(
    covers="MS-SMB2:3.3.5.7:669626928f",
    needs=[log_on, any_dialect("2.0.2", "2.1"), encryption, encrypted_share],
)
async def test_encrypted_share_below_3_0(connect: Connect, log_on: LogOn, target: Target) -> None:
    """A share that wants encryption refuses a connection whose dialect cannot encrypt."""
    session = await log_on_unencrypted(log_on, await negotiated(connect, dialects=BELOW_3_0))
    path = target.unc(target.profile.shares["encrypted"])
    await expect.reply(session.request(TreeConnectRequest(path=path)), NtStatus.STATUS_ACCESS_DENIED)


@case(covers="MS-SMB2:3.3.5.7:8f7304f1bd", needs=[log_on, dialect("3.1.1"), encryption, encrypted_share])
async def test_encrypted_share_without_capability(connect: Connect, log_on: LogOn, target: Target) -> None:
    """A share that wants encryption refuses a client that did not say that it can, though they agree on a cipher."""
    connection = await negotiated(connect, dialects=(Dialect.SMB_3_1_1,), capabilities=Capabilities(0))
    session = await log_on_unencrypted(log_on, connection)
    path = target.unc(target.profile.shares["encrypted"])
    await expect.reply(session.request(TreeConnectRequest(path=path)), NtStatus.STATUS_ACCESS_DENIED)
