"""[MS-SMB2] 3.3.5.4: receiving a NEGOTIATE request."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from plugfest.errors import WireError
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_smb2.constants import (
    Capabilities,
    Cipher,
    ContextType,
    Dialect,
    HashAlgorithm,
    SecurityMode,
    SigningAlgorithm,
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
from plugfest.protocols.ms_smb2.server.objects import Connection, Drop, Reply, Request
from plugfest.protocols.ms_spng import hint_token
from plugfest.wire import Structure

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

S = TypeVar("S", bound=Structure)
_SALT = 32
_PREAUTH = ContextType.SMB2_PREAUTH_INTEGRITY_CAPABILITIES
_ENCRYPTION = ContextType.SMB2_ENCRYPTION_CAPABILITIES
_SIGNING = ContextType.SMB2_SIGNING_CAPABILITIES
_ONCE = {
    _ENCRYPTION: "MS-SMB2:3.3.5.4:228e542a11",
    ContextType.SMB2_COMPRESSION_CAPABILITIES: "MS-SMB2:3.3.5.4:ad48743765",
    ContextType.SMB2_RDMA_TRANSFORM_CAPABILITIES: "MS-SMB2:3.3.5.4:a55b4fb7bb",
    _SIGNING: "MS-SMB2:3.3.5.4:5d79e2a37f",
}
"""Contexts of which a request has at most one, and the rule that says so."""
_IGNORED = {
    ContextType.SMB2_COMPRESSION_CAPABILITIES: "MS-SMB2:3.3.5.4:42cc01e4e6",
    ContextType.SMB2_RDMA_TRANSFORM_CAPABILITIES: "MS-SMB2:3.3.5.4:287cb0272b",
    ContextType.SMB2_TRANSPORT_CAPABILITIES: "MS-SMB2:3.3.5.4:333e417af4",
}
"""Contexts of what this server has not."""


def negotiate(server: Server, request: Request, body: NegotiateRequest) -> Reply:
    """3.3.5.4: agree on a dialect and on what goes with it."""
    connection, rules = request.connection, server.rules
    if connection.negotiate_dialect not in (0xFFFF, 0x02FF) and rules.on("MS-SMB2:3.3.5.4:a7d2c45521"):
        raise Drop
    connection.client_capabilities = body.capabilities
    connection.client_security_mode = body.security_mode
    connection.client_guid = body.client_guid
    connection.should_sign = bool(body.security_mode & SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED)
    if not body.dialects:
        raise Refused(rules.value("MS-SMB2:3.3.5.4:6a285ae035", NtStatus.STATUS_INVALID_PARAMETER))
    common = sorted(set(body.dialects) & set(server.config.dialects))
    if not common:
        raise Refused(rules.value("MS-SMB2:3.3.5.4:52b851e571", NtStatus.STATUS_NOT_SUPPORTED))
    dialect = common[-1] if rules.on("MS-SMB2:3.3.5.4:7c037b80a8") else common[0]
    contexts: tuple[NegotiateContext, ...] = ()
    if dialect == Dialect.SMB_3_1_1:
        contexts = _process_contexts(server, request, body.negotiate_context_list)
    connection.client_dialects = body.dialects
    connection.dialect = dialect
    connection.negotiate_dialect = int(dialect)
    if dialect in (Dialect.SMB_3_0, Dialect.SMB_3_0_2):
        connection.signing_algorithm_id = SigningAlgorithm.AES_CMAC
    connection.supports_multi_credit = dialect >= Dialect.SMB_2_1
    connection.limit_sizes(server.config)
    return Reply(_response(server, connection, contexts), sent=_hashing(server, connection))


def _hashing(server: Server, connection: Connection) -> Callable[[bytes], None] | None:
    """3.3.5.4: the response goes into the preauthentication hash too, as it was sent."""
    if connection.dialect != Dialect.SMB_3_1_1:
        return None

    def sent(message: bytes) -> None:
        value = connection.preauth_integrity_hash_value
        message = server.rules.value("MS-SMB2:3.3.5.4:f2a3dc4378", message)
        connection.preauth_integrity_hash_value = next_preauth_hash(value, message)

    return sent


def _response(server: Server, connection: Connection, contexts: tuple[NegotiateContext, ...]) -> NegotiateResponse:
    config, rules = server.config, server.rules
    connection.server_capabilities = Capabilities(0)
    if connection.supports_multi_credit:
        large = Capabilities.SMB2_GLOBAL_CAP_LARGE_MTU
        connection.server_capabilities |= rules.value("MS-SMB2:3.3.5.4:e1ab2c6362", large)
    if connection.is_smb3:  # what this server has not, nobody is offered
        connection.server_capabilities |= rules.value("MS-SMB2:3.3.5.4:a59f6301b8", Capabilities(0))
        connection.server_capabilities |= rules.value("MS-SMB2:3.3.5.4:05f9462fbb", Capabilities(0))
    if connection.is_smb3 and config.multi_channel:
        asked = connection.client_capabilities & Capabilities.SMB2_GLOBAL_CAP_MULTI_CHANNEL
        connection.server_capabilities |= rules.value("MS-SMB2:3.3.5.4:fd1f8f7a3b", asked)
    if connection.dialect in (Dialect.SMB_3_0, Dialect.SMB_3_0_2) and Cipher.AES_128_CCM in config.ciphers:
        if connection.client_capabilities & Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION:
            encryption = Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION
            connection.server_capabilities |= rules.value("MS-SMB2:3.3.5.4:b89459ca88", encryption)
            connection.cipher_id = rules.value("MS-SMB2:3.3.5.2.1.1:9b5771605a", Cipher.AES_128_CCM)
    mode = SecurityMode(0)
    mode |= rules.value("MS-SMB2:3.3.5.4:a5a57125b6", SecurityMode.SMB2_NEGOTIATE_SIGNING_ENABLED)
    if config.require_message_signing and rules.on("MS-SMB2:3.3.5.4:6517299a6e"):
        mode |= SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED
    connection.server_security_mode = mode
    response = NegotiateResponse(
        security_mode=mode,
        dialect_revision=rules.value("MS-SMB2:3.3.5.4:bdccc0e916", connection.dialect),
        server_guid=config.server_guid,
        capabilities=connection.server_capabilities,
        max_transact_size=rules.value("MS-SMB2:3.3.5.4:976dd23c46", connection.max_transact_size),
        max_read_size=rules.value("MS-SMB2:3.3.5.4:976dd23c46~2", connection.max_read_size),
        max_write_size=rules.value("MS-SMB2:3.3.5.4:976dd23c46~3", connection.max_write_size),
        system_time=server.now,
        server_start_time=rules.value("MS-SMB2:3.3.5.4:defe1445ae", 0),
        buffer=hint_token(),
        negotiate_context_list=contexts,
    )
    if connection.cipher_id:  # 3.3.5.4, last step: known to the server only
        connection.server_capabilities |= Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION
    return response


def _decoded(kind: type[S], context: NegotiateContext, status: NtStatus) -> S:
    """What a context holds; too short for its structure: refused."""
    try:
        return kind.decode(context.data)
    except WireError:
        raise Refused(status) from None


def _process_contexts(
    server: Server, request: Request, received: tuple[NegotiateContext, ...]
) -> tuple[NegotiateContext, ...]:
    """3.3.5.4: the contexts of a 3.1.1 request, each with the one that answers it. Unknown ones are ignored."""
    rules = server.rules
    by_type: dict[int, list[NegotiateContext]] = {}
    for context in received:
        by_type.setdefault(context.context_type, []).append(context)
    preauth = by_type.get(_PREAUTH, [])
    if len(preauth) != 1 and (rules.on("MS-SMB2:3.3.5.4:46d56cba61") or not preauth):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    for kind, rule in _ONCE.items():
        if len(by_type.get(kind, [])) > 1 and rules.on(rule):
            raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    for kind, rule in _IGNORED.items():
        if kind in by_type and not rules.on(rule):
            raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    answers = [_preauth(server, request, preauth[0])]
    if not rules.on("MS-SMB2:3.3.5.4:6063a9c9f1"):
        answers.clear()
    if _ENCRYPTION in by_type and server.config.ciphers:
        answers += _encryption(server, request.connection, by_type[_ENCRYPTION][0])
    request.connection.signing_algorithm_id = SigningAlgorithm.AES_CMAC
    if _SIGNING in by_type and server.config.signing_algorithms:
        answer = _signing(server, request.connection, by_type[_SIGNING][0])
        answers += [answer] if rules.on("MS-SMB2:3.3.5.4:1a9dac113b") else []
    if not rules.on("MS-SMB2:3.3.5.4:c8f423a221"):  # answers what it should have ignored
        answers += [c for c in received if c.context_type not in (_PREAUTH, _ENCRYPTION, _SIGNING)]
    return tuple(answers)


def _preauth(server: Server, request: Request, context: NegotiateContext) -> NegotiateContext:
    rules, connection = server.rules, request.connection
    short = rules.value("MS-SMB2:3.3.5.4:ec03aa4471", NtStatus.STATUS_INVALID_PARAMETER)
    capabilities = _decoded(PreauthIntegrityCapabilities, context, short)
    if HashAlgorithm.SHA_512 not in capabilities.hash_algorithms:
        status = NtStatus.STATUS_SMB_NO_PREAUTH_INTEGRITY_HASH_OVERLAP
        raise Refused(rules.value("MS-SMB2:3.3.5.4:3946d35de4", status))
    zero = rules.value("MS-SMB2:3.3.5.4:d6eb8b332c", bytes(64))
    message = rules.value("MS-SMB2:3.3.5.4:22e0e6637d", request.message)
    connection.preauth_integrity_hash_value = next_preauth_hash(zero, message)
    algorithms = (rules.value("MS-SMB2:3.3.5.4:3ba57fd597", HashAlgorithm.SHA_512),)
    count = rules.value("MS-SMB2:3.3.5.4:a2c0531e38", 1)
    salt = rules.value("MS-SMB2:3.3.5.4:092c64f72b", server.random(_SALT))
    return NegotiateContext(
        context_type=_PREAUTH,
        data=PreauthIntegrityCapabilities(count, None, algorithms, salt).encode(),
    )


def _encryption(server: Server, connection: Connection, context: NegotiateContext) -> list[NegotiateContext]:
    rules = server.rules
    short = rules.value("MS-SMB2:3.3.5.4:8e49eec519", NtStatus.STATUS_INVALID_PARAMETER)
    capabilities = _decoded(EncryptionCapabilities, context, short)
    common = [cipher for cipher in server.config.ciphers if cipher in capabilities.ciphers]
    connection.cipher_id = common[0] if common else 0
    if not common:
        chosen = Cipher(rules.value("MS-SMB2:3.3.5.4:23a4b19a07", 0))
        if not rules.on("MS-SMB2:3.3.5.4:572d5d685d"):
            return []
    else:
        chosen = common[0]
    if not rules.on("MS-SMB2:3.3.5.4:d377146a44"):
        return []
    count = rules.value("MS-SMB2:3.3.5.4:d1d7e2be6b", 1)
    chosen = rules.value("MS-SMB2:3.3.5.4:e1decaecc5", chosen)
    return [NegotiateContext(context_type=_ENCRYPTION, data=EncryptionCapabilities(count, (chosen,)).encode())]


def _signing(server: Server, connection: Connection, context: NegotiateContext) -> NegotiateContext:
    rules = server.rules
    short = rules.value("MS-SMB2:3.3.5.4:fc9f9f917c", NtStatus.STATUS_INVALID_PARAMETER)
    capabilities = _decoded(SigningCapabilities, context, short)
    if not capabilities.signing_algorithms and rules.on("MS-SMB2:3.3.5.4:efe4bef62a"):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    offered = capabilities.signing_algorithms
    wanted = (*server.config.signing_algorithms, SigningAlgorithm.HMAC_SHA256)
    common = [algorithm for algorithm in wanted if algorithm in offered]
    if common:
        chosen = rules.value("MS-SMB2:3.3.5.4:11a700847b", common[0])
    else:
        chosen = rules.value("MS-SMB2:3.3.5.4:2e12d2ee1d", SigningAlgorithm.AES_CMAC)
    connection.signing_algorithm_id = chosen
    count = rules.value("MS-SMB2:3.3.5.4:be1eee7424", 1)
    return NegotiateContext(context_type=_SIGNING, data=SigningCapabilities(count, (chosen,)).encode())
