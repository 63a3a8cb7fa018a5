"""[MS-SMB2] 3.3.4.1, 3.3.4.2, 3.3.4.4: how responses are built, signed, encrypted, compounded and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import Command, Dialect, HeaderFlags
from plugfest.protocols.ms_smb2.error_data import ErrorContext
from plugfest.protocols.ms_smb2.framing import frame
from plugfest.protocols.ms_smb2.header import HEADER_SIZE, ErrorResponse, Header
from plugfest.protocols.ms_smb2.security import Signer
from plugfest.protocols.ms_smb2.server.objects import Chain, Connection, Reply, Request, Session

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

_RESPONSE = HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR
_KEPT = 0x70
"""Of a request's flags, the response keeps the priority."""


def error(status: NtStatus, data: bytes = b"") -> Reply:
    """3.3.4.4: the request failed."""
    return Reply(ErrorResponse(error_data=data), status)


def error_with_data(connection: Connection, status: NtStatus, data: bytes) -> Reply:
    """3.3.4.4, 2.2.2: the same with data; 3.1.1 wraps them in an ERROR Context (2.2.2.1)."""
    if connection.dialect == Dialect.SMB_3_1_1:
        context = ErrorContext(error_context_data=data).encode()
        return Reply(ErrorResponse(error_context_count=1, error_data=context), status)
    return Reply(ErrorResponse(error_data=data), status)


def collect(server: Server, request: Request, reply: Reply) -> None:
    """3.3.4.1: build the header of a response and keep both until the chain is sent."""
    chain, header = request.chain, request.header
    flags = _RESPONSE
    if kept := int.__and__(header.flags, _KEPT):
        flags |= kept
    if request.is_related and server.rules.on("MS-SMB2:3.3.5.2.7.2:7221a5cb3e"):
        flags |= HeaderFlags.SMB2_FLAGS_RELATED_OPERATIONS
    granted, reserved, tree_id = 0, header.reserved, header.tree_id if reply.tree_id is None else reply.tree_id
    if request.async_id:  # 3.3.4.1.2: its credits were in the interim response
        flags |= HeaderFlags.SMB2_FLAGS_ASYNC_COMMAND
        reserved, tree_id = request.async_id & 0xFFFFFFFF, request.async_id >> 32
    else:
        granted = _grant(server, request)
    response = Header(
        credit_charge=server.rules.value("MS-SMB2:3.3.4.1:33c5429cac", header.credit_charge),
        status=reply.status,
        command=header.command,
        credits=granted,
        flags=flags,
        message_id=header.message_id,
        reserved=reserved,
        tree_id=tree_id,
        session_id=header.session_id if reply.session_id is None else reply.session_id,
    )
    chain.session_id = response.session_id
    if header.command == Command.TREE_CONNECT and reply.status >= 0xC0000000:
        chain.tree_id = None
    else:
        chain.tree_id = (header.tree_id if reply.tree_id is None else reply.tree_id) or None
    if reply.file_id is not None:
        chain.file_id = reply.file_id
    chain.failed = reply.status if reply.status >= 0xC0000000 else None
    chain.responses.append((request, reply, response))


def interim(server: Server, request: Request) -> None:
    """3.3.4.2: what the chain has answered so far goes out, then word that this request takes its time."""
    flush(server, request.chain)
    response = Header(
        credit_charge=request.header.credit_charge,
        status=NtStatus.STATUS_PENDING,
        command=request.header.command,
        credits=_grant(server, request),
        flags=HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR | HeaderFlags.SMB2_FLAGS_ASYNC_COMMAND,
        message_id=request.header.message_id,
        reserved=request.async_id & 0xFFFFFFFF,
        tree_id=request.async_id >> 32,
        session_id=request.header.session_id,
    )
    _transmit(server, request.chain, response.encode() + ErrorResponse().encode(), request)


def flush(server: Server, chain: Chain) -> None:
    """3.3.4.1.3: send the responses collected so far, several of them as one compounded message."""
    responses, chain.responses = chain.responses, []
    if not responses:
        return
    parts = []
    last = len(responses) - 1
    if last and not server.rules.on("MS-SMB2:3.3.5.2.7.2:f52cdb46e1"):
        for one in responses:
            chain.responses = [one]
            flush(server, chain)
        return
    for index, (request, reply, built) in enumerate(responses):
        header = built
        body = reply.body.encode(HEADER_SIZE)
        if last:  # the last one is filled up too
            body += bytes(-len(body) % 8)
        if index < last:
            header = msgspec.structs.replace(built, next_command=HEADER_SIZE + len(body))
        message = _signed(server, request, reply, header.encode() + body)
        if reply.sent is not None:
            reply.sent(message)
        parts.append(message)
    _transmit(server, chain, b"".join(parts), responses[-1][0])


def _grant(server: Server, request: Request) -> int:
    """3.3.4.1.2, 3.3.1.2: what the client asks for, as far as its window has room, and never nothing at all."""
    window = request.connection.command_sequence_window
    room = server.config.max_credits - window.outstanding
    granted = min(max(request.header.credits, 1), room) if room > 0 else 0
    if request.header.command == Command.CANCEL:
        return 0
    window.grant(granted)
    return server.rules.value("MS-SMB2:3.3.4.1.2:d76c95f743", granted)


def _signed(server: Server, request: Request, reply: Reply, message: bytes) -> bytes:
    """3.3.4.1.1: sign what has to be signed."""
    session = request.session
    signer = reply.signer or request.signer or _signer(request, reply, session)
    if signer is None:
        return message
    if _encrypting(server, request, session):
        return message if server.rules.on("MS-SMB2:3.3.4.1.1:e29dc591b6") else signer.sign(message)
    sign = reply.sign
    if sign is None:
        sign = session is not None and session.signing_required
        if request.header.is_signed and server.rules.on("MS-SMB2:3.3.4.1.1:6dbbbcb4b6"):
            sign = True
    return signer.sign(message) if sign else message


def _signer(request: Request, reply: Reply, session: Session | None) -> Signer | None:
    """3.3.4.1.1: the channel's key, but Session.SigningKey for a log-on that is not through."""
    if session is None:
        return None
    if request.header.command == Command.SESSION_SETUP and reply.status != NtStatus.STATUS_SUCCESS:
        return session.signer
    return session.signer_on(request.connection)


def _encrypting(server: Server, request: Request, session: Session | None) -> bool:
    """3.3.4.1.4: the answer to an encrypted request is encrypted, and so is all of a session that demands it."""
    if request.chain.encrypted is not None and server.rules.on("MS-SMB2:3.3.4.1.4:7c543a1976"):
        return True
    return (
        session is not None
        and session.encrypt_data
        and request.header.command not in (Command.NEGOTIATE, Command.SESSION_SETUP)
    )


def _transmit(server: Server, chain: Chain, message: bytes, request: Request) -> None:
    session = chain.encrypted or request.session
    if session is not None and session.encryption is not None and _encrypting(server, request, session):
        message = sealed(session, message)
    server.send(chain.connection, frame(message))


def sealed(session: Session, message: bytes) -> bytes:
    """3.1.4.3: encrypted under the session's key, with a nonce that was not used before."""
    assert session.encryption is not None
    nonce = session.nonce.to_bytes(8, "little").ljust(session.encryption.nonce_size, b"\0")
    session.nonce += 1
    return session.encryption.seal(message, session.session_id, nonce)
