"""[MS-SMB2] 2.2: which structure follows the header of which command, and messages as header and body."""

from __future__ import annotations

from typing import NamedTuple

from plugfest.errors import WireError
from plugfest.protocols.ms_smb2 import create, ioctl, lock, negotiate, query, read_write, session_setup, tree_connect
from plugfest.protocols.ms_smb2.constants import Command
from plugfest.protocols.ms_smb2.header import HEADER_SIZE, PROTOCOL_ID, ErrorResponse, Header
from plugfest.wire import Structure


class Kind(NamedTuple):
    """The two structures of a command, with their sections."""

    request: type[Structure]
    request_section: str
    response: type[Structure] | None
    response_section: str


KINDS: dict[int, Kind] = {
    Command.NEGOTIATE: Kind(negotiate.NegotiateRequest, "2.2.3", negotiate.NegotiateResponse, "2.2.4"),
    Command.SESSION_SETUP: Kind(
        session_setup.SessionSetupRequest, "2.2.5", session_setup.SessionSetupResponse, "2.2.6"
    ),
    Command.LOGOFF: Kind(session_setup.LogoffRequest, "2.2.7", session_setup.LogoffResponse, "2.2.8"),
    Command.TREE_CONNECT: Kind(tree_connect.TreeConnectRequest, "2.2.9", tree_connect.TreeConnectResponse, "2.2.10"),
    Command.TREE_DISCONNECT: Kind(
        tree_connect.TreeDisconnectRequest, "2.2.11", tree_connect.TreeDisconnectResponse, "2.2.12"
    ),
    Command.CREATE: Kind(create.CreateRequest, "2.2.13", create.CreateResponse, "2.2.14"),
    Command.CLOSE: Kind(create.CloseRequest, "2.2.15", create.CloseResponse, "2.2.16"),
    Command.FLUSH: Kind(read_write.FlushRequest, "2.2.17", read_write.FlushResponse, "2.2.18"),
    Command.READ: Kind(read_write.ReadRequest, "2.2.19", read_write.ReadResponse, "2.2.20"),
    Command.WRITE: Kind(read_write.WriteRequest, "2.2.21", read_write.WriteResponse, "2.2.22"),
    Command.LOCK: Kind(lock.LockRequest, "2.2.26", lock.LockResponse, "2.2.27"),
    Command.IOCTL: Kind(ioctl.IoctlRequest, "2.2.31", ioctl.IoctlResponse, "2.2.32"),
    Command.CANCEL: Kind(read_write.CancelRequest, "2.2.30", None, ""),
    Command.ECHO: Kind(read_write.EchoRequest, "2.2.28", read_write.EchoResponse, "2.2.29"),
    Command.QUERY_DIRECTORY: Kind(query.QueryDirectoryRequest, "2.2.33", query.QueryDirectoryResponse, "2.2.34"),
    Command.CHANGE_NOTIFY: Kind(query.ChangeNotifyRequest, "2.2.35", query.ChangeNotifyResponse, "2.2.36"),
    Command.QUERY_INFO: Kind(query.QueryInfoRequest, "2.2.37", query.QueryInfoResponse, "2.2.38"),
    Command.SET_INFO: Kind(query.SetInfoRequest, "2.2.39", query.SetInfoResponse, "2.2.40"),
    Command.OPLOCK_BREAK: Kind(lock.OplockBreak, "2.2.24.1", lock.OplockBreak, "2.2.25.1"),
}

_OPLOCK_BREAK = Command.OPLOCK_BREAK
_BREAKS: dict[int, type[Structure]] = {
    24: lock.OplockBreak,
    36: lock.LeaseBreakAcknowledgment,
    44: lock.LeaseBreakNotification,
}
"""2.2.23 to 2.2.25: the StructureSize tells what an OPLOCK_BREAK is."""

COMMAND_OF: dict[type[Structure], Command] = {kind.request: Command(command) for command, kind in KINDS.items()}
"""Request structure → its command."""

_BODIES_OF_WARNINGS = {
    (Command.SESSION_SETUP, 0xC0000016),  # STATUS_MORE_PROCESSING_REQUIRED
    (Command.READ, 0x80000005),  # STATUS_BUFFER_OVERFLOW: a message pipe has more
    (Command.IOCTL, 0x80000005),
    (Command.QUERY_INFO, 0x80000005),
    (Command.CHANGE_NOTIFY, 0x0000010C),  # STATUS_NOTIFY_ENUM_DIR
}
"""[MS-SMB2] 3.3.4.4: statuses other than success after which the command's own response follows."""


class Packet(NamedTuple):
    """One SMB2 message: header, body (None where no structure is known for it) and its bytes."""

    header: Header
    body: Structure | None
    data: bytes

    @property
    def name(self) -> str:
        """As people call it: `SMB2 CREATE Request`, `SMB2 ERROR Response (CREATE)`."""
        command = self.header.command.name
        if isinstance(self.body, ErrorResponse):
            return f"SMB2 ERROR Response ({command})"
        return f"SMB2 {command} {'Response' if self.header.is_response else 'Request'}"

    @property
    def section(self) -> str:
        """The section of its structure in [MS-SMB2]."""
        if isinstance(self.body, ErrorResponse):
            return "2.2.2"
        kind = KINDS.get(self.header.command)
        if kind is None:
            return "2.2.1"
        return kind.response_section if self.header.is_response else kind.request_section


def body_kind(header: Header, structure_size: int = 0) -> type[Structure] | None:
    """The structure that follows this header, and begins with this StructureSize; None where none is known."""
    command = header.command
    kind = KINDS.get(command)
    if header.is_response and header.status and (command, header.status) not in _BODIES_OF_WARNINGS:
        # 3.3.5.15.6.2: a copy that asks for too much is refused with the limits in an IOCTL response
        copy_limits = command == Command.IOCTL and structure_size == 49
        return ioctl.IoctlResponse if copy_limits else ErrorResponse
    if command is _OPLOCK_BREAK:
        return _BREAKS.get(structure_size, lock.OplockBreak)
    if kind is None:
        return None
    return kind.response if header.is_response else kind.request


def decode_body(header: Header, data: bytes) -> Structure | None:
    """The body behind the header at the start of `data`. Raises WireError."""
    size = data[HEADER_SIZE] | data[HEADER_SIZE + 1] << 8 if len(data) > HEADER_SIZE + 1 else 0
    kind = body_kind(header, size)
    return None if kind is None else kind.decode(data, HEADER_SIZE, None, 0)


def split_compound(data: bytes, aligned: bool = True) -> list[bytes]:
    """[MS-SMB2] 3.3.5.2.7: the messages that follow one another by NextCommand. Raises WireError.

    Each begins at a multiple of 8 bytes, unless `aligned` is False.
    """
    if len(data) >= HEADER_SIZE and data[20:24] == b"\0\0\0\0":
        return [data]
    parts = []
    position = 0
    while True:
        left = len(data) - position
        if left < HEADER_SIZE:
            raise WireError("Header", "NextCommand", position, f"{HEADER_SIZE} bytes of header wanted, {left} left")
        step = int.from_bytes(data[position + 20 : position + 24], "little")
        if step == 0:
            parts.append(data[position:])
            return parts
        if (step % 8 and aligned) or step < HEADER_SIZE or step > left:
            raise WireError("Header", "NextCommand", position + 20, f"{step} does not lead to a message")
        parts.append(data[position : position + step])
        position += step


def decode_packet(data: bytes) -> Packet:
    """Header and body of one message, not compounded. Raises WireError."""
    header = Header._read(data, 0, len(data), 0)[0]
    if header.protocol_id != PROTOCOL_ID:
        raise WireError("Header", "ProtocolId", 0, f"{header.protocol_id.hex()} is not SMB2")
    return Packet(header, decode_body(header, data), data)


def encode_message(header: Header, body: Structure | bytes) -> bytes:
    """Header and body as one message."""
    return header.encode() + (body if isinstance(body, bytes) else body.encode(HEADER_SIZE))
