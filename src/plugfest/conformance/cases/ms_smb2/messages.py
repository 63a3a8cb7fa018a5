"""[MS-SMB2] 3.3.5.2, 3.3.5.2.6, 3.3.5.2.7.1: messages that are none, are cut off or too long; unrelated compounds."""

from __future__ import annotations

from plugfest.conformance import case, expect
from plugfest.conformance.cases.ms_smb2.common import NO_SESSION, unencrypted
from plugfest.conformance.needs import any_dialect, dialect, log_on
from plugfest.conformance.verdicts import NotApplicable
from plugfest.net.client import Connection, Message, Session
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import Command
from plugfest.protocols.ms_smb2.header import COMPRESSION_ID, HEADER_SIZE, PROTOCOL_ID, Header
from plugfest.protocols.ms_smb2.messages import encode_message
from plugfest.protocols.ms_smb2.read_write import EchoRequest, WriteRequest
from plugfest.protocols.ms_smb2.session_setup import LogoffRequest

_LARGEST_OF_SMALL = 68 * 1024
_OVER_TRANSACT = 256
multi_credit = any_dialect("2.1", "3.0", "3.0.2", "3.1.1")


async def _disconnects(connection: Connection, data: bytes) -> None:
    await connection.send_raw(data)
    await expect.disconnected(connection)


def _able(session: Session) -> Session:
    if not session.connection.state.supports_multi_credit:
        raise NotApplicable("the target does not offer multi-credit operations")
    return unencrypted(session)


def _of_length(session: Session, command: Command, body: EchoRequest | WriteRequest, length: int) -> bytes:
    """A request of this session, filled up with zeros."""
    message_id = session.connection.state.window.take(1)
    header = Header(command=command, message_id=message_id, session_id=session.session_id, credit_charge=1, credits=1)
    return encode_message(header, body).ljust(length, b"\0")


def misaligned(session: Session) -> bytes:
    """Two ECHOs of this session, the second behind 68 bytes."""
    first, second = (_of_length(session, Command.ECHO, EchoRequest(), 0) for _ in range(2))
    return first[:20] + len(first).to_bytes(4, "little") + first[24:] + second


@case(covers="MS-SMB2:3.3.5.2:1878c3c1df", malforms=True)
async def test_unknown_protocol(connection: Connection) -> None:
    """A message of no protocol that the document knows ends the connection."""
    await _disconnects(connection, b"\xfePLG" + bytes(HEADER_SIZE))


@case(covers="MS-SMB2:3.3.5.2.1.2:bb299f5caf", needs=[dialect("3.1.1")])
async def test_compressed_unasked(connection: Connection) -> None:
    """A compressed message ends a connection on which compression was not agreed on."""
    plain = encode_message(Header(command=Command.ECHO), EchoRequest())
    transform = (
        COMPRESSION_ID + len(plain).to_bytes(4, "little") + bytes((1, 0, 0, 0)) + len(plain).to_bytes(4, "little")
    )
    await _disconnects(connection, transform + plain)


@case(covers="MS-SMB2:3.3.5.2.7:095521227f", needs=[log_on], malforms=True)
async def test_misaligned_compound(session: Session) -> None:
    """A compound whose second request begins at no multiple of 8 bytes ends the connection."""
    await _disconnects(unencrypted(session).connection, misaligned(session))


@case(covers="MS-SMB2:3.3.5.2.6:da1cfa9db5", malforms=True)
async def test_cut_off_header(connection: Connection) -> None:
    """A message that ends within its header ends the connection."""
    await _disconnects(connection, PROTOCOL_ID + bytes(HEADER_SIZE // 2))


@case(covers="MS-SMB2:3.3.5.2:25c95dd180", needs=[log_on, multi_credit])
async def test_longer_than_agreed(session: Session) -> None:
    """A message more than 256 bytes longer than MaxTransactSize ends the connection."""
    length = _able(session).connection.state.max_transact_size + _OVER_TRANSACT + 1
    await _disconnects(session.connection, _of_length(session, Command.WRITE, WriteRequest(), length))


@case(covers="MS-SMB2:3.3.5.2:7ec7504e21", needs=[log_on, multi_credit])
async def test_long_request_without_data(session: Session) -> None:
    """A request of more than 68 KiB whose command carries no data ends the connection."""
    data = _of_length(_able(session), Command.ECHO, EchoRequest(), _LARGEST_OF_SMALL + 1)
    await _disconnects(session.connection, data)


@case(covers="MS-SMB2:3.3.5.2.7.1:7f1de9a99c", needs=[log_on])
async def test_unrelated_compound(session: Session) -> None:
    """Where no request says that it is related to the one before, each goes by its own ids."""
    asked = [
        Message(EchoRequest(), session=session.state),
        Message(LogoffRequest(), session=session.state, header={"session_id": NO_SESSION}, sign=False, encrypt=False),
    ]
    _, gone = await unencrypted(session).connection.send_compound(asked, related=False)
    expect.status(gone, NtStatus.STATUS_USER_SESSION_DELETED)
