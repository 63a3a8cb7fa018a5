"""[MS-SMB2] 3.2.4.2.2.2 SMB2-only NEGOTIATE, 3.2.5.2 its response, 3.2.5.14.12 its validation."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from plugfest.errors import RemoteProtocolError, WireError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.client.model import Reply
from plugfest.protocols.ms_smb2.client.settings import ClientSettings
from plugfest.protocols.ms_smb2.constants import Capabilities, Cipher, ContextType, CtlCode, Dialect, SecurityMode
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID
from plugfest.protocols.ms_smb2.header import SMB1_ID
from plugfest.protocols.ms_smb2.ioctl import (
    IoctlRequest,
    IoctlResponse,
    ValidateNegotiateInfoRequest,
    ValidateNegotiateInfoResponse,
)
from plugfest.protocols.ms_smb2.negotiate import (
    EncryptionCapabilities,
    NegotiateContext,
    NegotiateRequest,
    NegotiateResponse,
    PreauthIntegrityCapabilities,
    SigningCapabilities,
)
from plugfest.protocols.ms_smb2.security import next_preauth_hash

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.client.connection import Connection

_MINIMUM_SIZE = 65536
_SINGLE = (
    ContextType.SMB2_ENCRYPTION_CAPABILITIES,
    ContextType.SMB2_COMPRESSION_CAPABILITIES,
    ContextType.SMB2_RDMA_TRANSFORM_CAPABILITIES,
    ContextType.SMB2_SIGNING_CAPABILITIES,
    ContextType.SMB2_TRANSPORT_CAPABILITIES,
)


def negotiate_request(connection: Connection) -> NegotiateRequest:
    """[MS-SMB2] 3.2.4.2.2.2."""
    settings = connection.settings
    return NegotiateRequest(
        security_mode=settings.security_mode,
        capabilities=_capabilities(connection),
        client_guid=connection.client_guid,
        dialects=settings.dialects,
        negotiate_context_list=_contexts(connection) if Dialect.SMB_3_1_1 in settings.dialects else (),
    )


def _capabilities(connection: Connection) -> Capabilities:
    """Capabilities of 2.2.3: 0 unless the 3.x family is among the dialects."""
    settings = connection.settings
    if settings.capabilities is not None:
        return settings.capabilities
    if not any(Dialect.SMB_3_0 <= dialect <= Dialect.SMB_3_1_1 for dialect in settings.dialects):
        return Capabilities(0)
    capabilities = Capabilities.SMB2_GLOBAL_CAP_LARGE_MTU
    if settings.ciphers and (Dialect.SMB_3_1_1 in settings.dialects or Cipher.AES_128_CCM in settings.ciphers):
        capabilities |= Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION
    return capabilities


def _contexts(connection: Connection) -> tuple[NegotiateContext, ...]:
    settings = connection.settings
    preauth = PreauthIntegrityCapabilities(
        hash_algorithms=settings.hash_algorithms, salt=connection.random(settings.salt_size)
    )
    contexts = [(ContextType.SMB2_PREAUTH_INTEGRITY_CAPABILITIES, preauth.encode())]
    if settings.ciphers:
        encryption = EncryptionCapabilities(ciphers=settings.ciphers)
        contexts.append((ContextType.SMB2_ENCRYPTION_CAPABILITIES, encryption.encode()))
    name = connection.server_name if settings.netname is None else settings.netname
    if name:
        netname = name.encode("utf-16-le", "surrogatepass")
        contexts.append((ContextType.SMB2_NETNAME_NEGOTIATE_CONTEXT_ID, netname))
    if settings.signing_algorithms:
        signing = SigningCapabilities(signing_algorithms=settings.signing_algorithms)
        contexts.append((ContextType.SMB2_SIGNING_CAPABILITIES, signing.encode()))
    return tuple(NegotiateContext(context_type=kind, data=data) for kind, data in contexts)


def receive_negotiate(connection: Connection, reply: Reply) -> None:
    """[MS-SMB2] 3.2.5.2. Raises RemoteProtocolError where the response breaks it."""
    response, request = reply.body, reply.request.body
    if reply.status != NtStatus.STATUS_SUCCESS or not isinstance(response, NegotiateResponse):
        return
    if not isinstance(request, NegotiateRequest):
        if reply.request.message[:4] == SMB1_ID:
            _receive_multi_protocol(connection, response)
        return
    connection.max_transact_size = response.max_transact_size
    connection.max_read_size = response.max_read_size
    connection.max_write_size = response.max_write_size
    connection.server_guid = response.server_guid
    connection.gss_negotiate_token = response.buffer
    connection.server_capabilities = response.capabilities
    connection.server_security_mode = response.security_mode
    connection.client_capabilities = request.capabilities
    connection.client_security_mode = request.security_mode
    connection.client_guid = request.client_guid
    connection.offered_dialects = request.dialects
    connection.require_signing = bool(response.security_mode & SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED)
    dialect = response.dialect_revision
    if dialect not in request.dialects:
        raise RemoteProtocolError(f"NEGOTIATE response: DialectRevision {dialect} was not offered (3.2.5.2)")
    connection.dialect = dialect
    multi_credit = bool(response.capabilities & Capabilities.SMB2_GLOBAL_CAP_LARGE_MTU)
    connection.supports_multi_credit = multi_credit and dialect != Dialect.SMB_2_0_2
    connection.signing_algorithm_id = None
    connection.cipher_id = None
    if dialect in (Dialect.SMB_3_0, Dialect.SMB_3_0_2) and connection.settings.ciphers:
        encrypts = response.capabilities & Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION
        connection.cipher_id = Cipher.AES_128_CCM if encrypts else None
    if dialect == Dialect.SMB_3_1_1:
        _receive_contexts(connection, request, response)
        after_request = next_preauth_hash(bytes(64), reply.request.message)
        connection.preauth_integrity_hash_value = next_preauth_hash(after_request, reply.data)
    smallest = min(response.max_transact_size, response.max_read_size, response.max_write_size)
    if smallest < _MINIMUM_SIZE:
        raise RemoteProtocolError(f"NEGOTIATE response: a maximum size is {smallest}, below 65536 (3.2.5.2)")


def _receive_multi_protocol(connection: Connection, response: NegotiateResponse) -> None:
    """[MS-SMB2] 3.2.5.2: the answer to an SMB_COM_NEGOTIATE: 2.0.2 is agreed on, or an SMB2 NEGOTIATE has to follow."""
    connection.gss_negotiate_token = response.buffer
    if response.dialect_revision == Dialect.SMB_2_WILDCARD:
        return
    if response.dialect_revision != Dialect.SMB_2_0_2:
        raise RemoteProtocolError(
            f"NEGOTIATE response: {response.dialect_revision!r} to an SMB_COM_NEGOTIATE (3.2.5.2)"
        )
    connection.dialect = Dialect.SMB_2_0_2
    connection.max_transact_size = response.max_transact_size
    connection.max_read_size = response.max_read_size
    connection.max_write_size = response.max_write_size
    connection.server_guid = response.server_guid
    connection.require_signing = bool(response.security_mode & SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED)


def _receive_contexts(connection: Connection, request: NegotiateRequest, response: NegotiateResponse) -> None:
    counted = Counter(context.context_type for context in response.negotiate_context_list)
    if counted[ContextType.SMB2_PREAUTH_INTEGRITY_CAPABILITIES] != 1:
        count = counted[ContextType.SMB2_PREAUTH_INTEGRITY_CAPABILITIES]
        raise RemoteProtocolError(f"NEGOTIATE response: {count} SMB2_PREAUTH_INTEGRITY_CAPABILITIES (3.2.5.2)")
    for kind in _SINGLE:
        if counted[kind] > 1:
            raise RemoteProtocolError(f"NEGOTIATE response: {counted[kind]} {kind.name} (3.2.5.2)")
    offered = {context.context_type: context.data for context in request.negotiate_context_list}
    for context in response.negotiate_context_list:
        kind = context.context_type
        try:
            _receive_context(connection, kind, context.data, offered.get(kind, b""))
        except WireError as error:
            raise RemoteProtocolError(f"NEGOTIATE response: {kind.name}: {error} (3.2.5.2)") from error


def _receive_context(connection: Connection, kind: ContextType, data: bytes, offered: bytes) -> None:
    """One context of the response against what we offered in ours."""
    chosen: tuple[int, ...]
    known: tuple[int, ...]
    match kind:
        case ContextType.SMB2_PREAUTH_INTEGRITY_CAPABILITIES:
            chosen = PreauthIntegrityCapabilities.decode(data).hash_algorithms
            known = PreauthIntegrityCapabilities.decode(offered).hash_algorithms if offered else ()
        case ContextType.SMB2_ENCRYPTION_CAPABILITIES:
            chosen = EncryptionCapabilities.decode(data).ciphers
            known = (0, *EncryptionCapabilities.decode(offered).ciphers) if offered else (0,)
        case ContextType.SMB2_SIGNING_CAPABILITIES:
            chosen = SigningCapabilities.decode(data).signing_algorithms
            known = SigningCapabilities.decode(offered).signing_algorithms if offered else ()
        case _:
            return
    if len(chosen) != 1:
        raise RemoteProtocolError(f"NEGOTIATE response: {kind.name} names {len(chosen)} algorithms, not 1 (3.2.5.2)")
    if chosen[0] not in known:
        raise RemoteProtocolError(f"NEGOTIATE response: {kind.name} names {chosen[0]!r}, not offered (3.2.5.2)")
    if kind == ContextType.SMB2_ENCRYPTION_CAPABILITIES:
        if chosen[0] not in (0, *ClientSettings().ciphers):
            raise RemoteProtocolError(f"NEGOTIATE response: cipher 0x{chosen[0]:04X} is none that we have")
        connection.cipher_id = Cipher(chosen[0]) if chosen[0] else None
    elif kind == ContextType.SMB2_SIGNING_CAPABILITIES:
        connection.signing_algorithm_id = chosen[0]


def validate_request(connection: Connection) -> IoctlRequest:
    """[MS-SMB2] 3.2.5.5: FSCTL_VALIDATE_NEGOTIATE_INFO with what was sent in NEGOTIATE."""
    info = ValidateNegotiateInfoRequest(
        capabilities=connection.client_capabilities,
        guid=connection.client_guid,
        security_mode=connection.client_security_mode,
        dialects=connection.offered_dialects,
    )
    return IoctlRequest(
        ctl_code=CtlCode.FSCTL_VALIDATE_NEGOTIATE_INFO, file_id=ANY_FILE_ID, input=info.encode(), max_output_response=24
    )


def check_validation(connection: Connection, reply: Reply) -> None:
    """[MS-SMB2] 3.2.5.14.12. Raises RemoteProtocolError where the negotiation was tampered with."""
    if not (reply.signed or reply.encrypted):
        raise RemoteProtocolError("FSCTL_VALIDATE_NEGOTIATE_INFO response is neither signed nor encrypted")
    if reply.status == NtStatus.STATUS_ACCESS_DENIED:
        raise RemoteProtocolError("FSCTL_VALIDATE_NEGOTIATE_INFO is answered with STATUS_ACCESS_DENIED")
    if reply.status != NtStatus.STATUS_SUCCESS or not isinstance(reply.body, IoctlResponse):
        return  # an older server that does not know the control code
    try:
        info = ValidateNegotiateInfoResponse.decode(reply.body.output)
    except WireError as error:
        raise RemoteProtocolError(f"FSCTL_VALIDATE_NEGOTIATE_INFO response: {error}") from error
    for name, said, was in (
        ("Capabilities", info.capabilities, connection.server_capabilities),
        ("Guid", info.guid, connection.server_guid),
        ("SecurityMode", info.security_mode, connection.server_security_mode),
        ("Dialect", info.dialect, connection.dialect),
    ):
        if said != was:
            raise RemoteProtocolError(f"FSCTL_VALIDATE_NEGOTIATE_INFO: {name} is {said!r}, in NEGOTIATE it was {was!r}")
