"""[MS-SMB2] 3.2.4.2.2.2 and 3.2.5.2: what NEGOTIATE asks, and which responses it does not take."""

from __future__ import annotations

from uuid import UUID

import msgspec
import pytest

from plugfest.errors import RemoteProtocolError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.client import ClientSettings, Connection, Message, Reply, check_validation
from plugfest.protocols.ms_smb2.client.negotiation import validate_request
from plugfest.protocols.ms_smb2.constants import (
    Capabilities,
    Cipher,
    Command,
    ContextType,
    Dialect,
    HeaderFlags,
    SecurityMode,
    SigningAlgorithm,
)
from plugfest.protocols.ms_smb2.header import HEADER_SIZE, ErrorResponse, Header
from plugfest.protocols.ms_smb2.ioctl import IoctlResponse, ValidateNegotiateInfoRequest, ValidateNegotiateInfoResponse
from plugfest.protocols.ms_smb2.messages import decode_packet, encode_message
from plugfest.protocols.ms_smb2.negotiate import (
    EncryptionCapabilities,
    NegotiateContext,
    NegotiateResponse,
    PreauthIntegrityCapabilities,
    SigningCapabilities,
)
from plugfest.protocols.ms_smb2.security import next_preauth_hash

GUID = UUID(int=0x1234)
HASH = NegotiateContext(data=PreauthIntegrityCapabilities(hash_algorithms=(1,), salt=b"salt").encode())
GOOD = NegotiateResponse(
    server_guid=GUID,
    capabilities=Capabilities.SMB2_GLOBAL_CAP_LARGE_MTU,
    max_transact_size=1 << 20,
    max_read_size=2 << 20,
    max_write_size=3 << 20,
    buffer=b"token",
    negotiate_context_list=(HASH,),
)


def context(kind: ContextType, data: bytes) -> NegotiateContext:
    return NegotiateContext(context_type=kind, data=data)


def connected(**settings: object) -> Connection:
    return Connection("fs1", ClientSettings(**settings), random=bytes)  # type: ignore[arg-type]


def answered(
    connection: Connection, response: NegotiateResponse, status: NtStatus = NtStatus.STATUS_SUCCESS
) -> tuple[Reply, bytes, bytes]:
    """The reply that the connection makes of this response; both messages."""
    outgoing = connection.send([Message(connection.negotiate_request())], 0.0)
    header = Header(command=Command.NEGOTIATE, status=status, credits=1, flags=HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR)
    data = encode_message(header, response)
    (reply,) = connection.receive(data).replies
    return reply, outgoing.data, data


def test_request_says_what_the_settings_say():
    connection = connected(ciphers=(Cipher.AES_256_GCM,), signing_algorithms=(SigningAlgorithm.AES_CMAC,), salt_size=5)
    data = connection.send([Message(connection.negotiate_request())], 0.0).data
    packet = decode_packet(data)
    request = packet.body
    assert (packet.header.message_id, packet.header.credit_charge, packet.header.session_id) == (0, 0, 0)
    assert packet.header.credits == 513  # the one that is used, and 512 at hand
    assert request.dialects == tuple(ClientSettings().dialects)
    assert request.security_mode == SecurityMode.SMB2_NEGOTIATE_SIGNING_ENABLED
    assert request.capabilities == Capabilities.SMB2_GLOBAL_CAP_LARGE_MTU | Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION
    assert request.negotiate_context_offset % 8 == 0
    assert [(c.context_type, c.data) for c in request.negotiate_context_list] == [
        (1, bytes.fromhex("0100050001000000000000")),
        (2, bytes.fromhex("01000400")),
        (5, "fs1".encode("utf-16-le")),
        (8, bytes.fromhex("01000100")),
    ]


def test_request_for_older_dialects_only():
    request = connected(dialects=(Dialect.SMB_2_0_2, Dialect.SMB_2_1), require_signing=True).negotiate_request()
    assert request.negotiate_context_list == ()
    assert request.capabilities == 0
    assert request.security_mode == SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED
    assert request.encode(HEADER_SIZE)[28:36] == bytes(8)  # ClientStartTime


def test_what_is_not_supported_is_not_offered():
    request = connected(ciphers=(), signing_algorithms=(), netname="").negotiate_request()
    assert [c.context_type for c in request.negotiate_context_list] == [1]
    assert request.capabilities == Capabilities.SMB2_GLOBAL_CAP_LARGE_MTU
    newer_ciphers_only = connected(dialects=(Dialect.SMB_3_0,), ciphers=(Cipher.AES_256_GCM,)).negotiate_request()
    assert not newer_ciphers_only.capabilities & Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION


def test_response_is_stored():
    connection = connected()
    response = msgspec.structs.replace(
        GOOD,
        security_mode=SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED,
        negotiate_context_list=(
            HASH,
            context(ContextType.SMB2_ENCRYPTION_CAPABILITIES, EncryptionCapabilities(ciphers=(3,)).encode()),
            context(ContextType.SMB2_SIGNING_CAPABILITIES, SigningCapabilities(signing_algorithms=(2,)).encode()),
            context(ContextType(0x7777), b"whatever"),
        ),
    )
    reply, sent, received = answered(connection, response)
    assert reply.failure is None
    assert not reply.violations
    assert connection.dialect == Dialect.SMB_3_1_1
    assert connection.cipher_id == Cipher.AES_256_CCM
    assert connection.signing_algorithm == SigningAlgorithm.AES_GMAC
    assert connection.server_guid == GUID
    assert (connection.max_transact_size, connection.max_read_size, connection.max_write_size) == (
        1 << 20,
        2 << 20,
        3 << 20,
    )
    assert connection.gss_negotiate_token == b"token"
    assert connection.require_signing
    assert connection.supports_multi_credit
    assert connection.window.available == 1
    expected = next_preauth_hash(next_preauth_hash(bytes(64), sent), received)
    assert connection.preauth_integrity_hash_value == expected


@pytest.mark.parametrize(
    ("dialect", "capabilities", "cipher", "algorithm", "multi_credit"),
    [
        (Dialect.SMB_2_0_2, 0x44, None, SigningAlgorithm.HMAC_SHA256, False),
        (Dialect.SMB_2_1, 0x44, None, SigningAlgorithm.HMAC_SHA256, True),
        (Dialect.SMB_3_0, 0x40, Cipher.AES_128_CCM, SigningAlgorithm.AES_CMAC, False),
        (Dialect.SMB_3_0_2, 0x04, None, SigningAlgorithm.AES_CMAC, True),
        (Dialect.SMB_3_1_1, 0x44, None, SigningAlgorithm.AES_CMAC, True),
    ],
)
def test_what_follows_from_the_dialect(dialect, capabilities, cipher, algorithm, multi_credit):
    connection = connected()
    reply, _, _ = answered(
        connection,
        msgspec.structs.replace(GOOD, dialect_revision=dialect, capabilities=Capabilities(capabilities)),
    )
    assert reply.failure is None
    assert connection.cipher_id == cipher
    assert connection.signing_algorithm == algorithm
    assert connection.supports_multi_credit == multi_credit


BROKEN = {
    "not offered": {"dialect_revision": Dialect.SMB_2_WILDCARD},
    "below 65536": {"max_read_size": 4096},
    "0 SMB2_PREAUTH": {"negotiate_context_list": ()},
    "2 SMB2_PREAUTH": {"negotiate_context_list": (HASH, HASH)},
    "2 SMB2_ENCRYPTION": {
        "negotiate_context_list": (HASH, *[context(ContextType.SMB2_ENCRYPTION_CAPABILITIES, b"\1\0\1\0")] * 2)
    },
    "2 SMB2_TRANSPORT": {
        "negotiate_context_list": (HASH, *[context(ContextType.SMB2_TRANSPORT_CAPABILITIES, bytes(4))] * 2)
    },
    "names 2 algorithms": {
        "negotiate_context_list": (
            context(
                ContextType.SMB2_PREAUTH_INTEGRITY_CAPABILITIES,
                PreauthIntegrityCapabilities(hash_algorithms=(1, 1)).encode(),
            ),
        )
    },
    "SMB2_PREAUTH_INTEGRITY_CAPABILITIES names .*not offered": {
        "negotiate_context_list": (
            context(
                ContextType.SMB2_PREAUTH_INTEGRITY_CAPABILITIES,
                PreauthIntegrityCapabilities(hash_algorithms=(9,)).encode(),
            ),
        )
    },
    "SMB2_ENCRYPTION_CAPABILITIES names .*not offered": {
        "negotiate_context_list": (HASH, context(ContextType.SMB2_ENCRYPTION_CAPABILITIES, b"\1\0\7\0"))
    },
    "SMB2_SIGNING_CAPABILITIES names 0 algorithms": {
        "negotiate_context_list": (HASH, context(ContextType.SMB2_SIGNING_CAPABILITIES, b"\0\0"))
    },
    "bytes wanted": {"negotiate_context_list": (HASH, context(ContextType.SMB2_SIGNING_CAPABILITIES, b"\1"))},
}


@pytest.mark.parametrize("reason", BROKEN)
def test_response_that_breaks_a_rule(reason):
    response = msgspec.structs.replace(GOOD, **BROKEN[reason])
    reply, _, _ = answered(connected(), response)
    with pytest.raises(RemoteProtocolError, match=reason):
        raise reply.failure
    lenient, _, _ = answered(connected(strict=False), response)
    assert lenient.failure is None
    assert len(lenient.violations) == 1


def test_cipher_that_nobody_has():
    """A case may offer any number; a server that takes it gets no key from us."""
    response = msgspec.structs.replace(
        GOOD,
        negotiate_context_list=(HASH, context(ContextType.SMB2_ENCRYPTION_CAPABILITIES, b"\1\0\x77\0")),
    )
    connection = connected(ciphers=(Cipher(0x77),))
    reply, _, _ = answered(connection, response)
    assert "cipher 0x0077" in str(reply.failure)
    assert connection.cipher_id is None


def validated(connection: Connection, info: ValidateNegotiateInfoResponse | bytes, **header: object) -> None:
    """3.2.5.14.12 on this answer."""
    fields: dict[str, object] = {"command": Command.IOCTL, "flags": HeaderFlags(9), **header}
    body = IoctlResponse(output=info if isinstance(info, bytes) else info.encode())
    packet = decode_packet(encode_message(Header(**fields), ErrorResponse() if "status" in fields else body))  # type: ignore[arg-type]
    check_validation(connection, Reply(packet, None))  # type: ignore[arg-type]


def test_validation_of_the_negotiation():
    connection = connected()
    answered(connection, msgspec.structs.replace(GOOD, dialect_revision=Dialect.SMB_3_0))
    asked = ValidateNegotiateInfoRequest.decode(validate_request(connection).input)
    assert asked.guid == connection.client_guid
    assert asked.dialects == ClientSettings().dialects
    assert asked.capabilities == connection.negotiate_request().capabilities
    true = ValidateNegotiateInfoResponse(
        capabilities=GOOD.capabilities, guid=GUID, security_mode=GOOD.security_mode, dialect=Dialect.SMB_3_0
    )
    validated(connection, true)
    validated(connection, b"", status=NtStatus.STATUS_NOT_SUPPORTED)
    for changes, reason in (
        ({"capabilities": Capabilities(0)}, "Capabilities"),
        ({"guid": UUID(int=0)}, "Guid"),
        ({"security_mode": SecurityMode(3)}, "SecurityMode"),
        ({"dialect": Dialect.SMB_2_1}, "Dialect"),
    ):
        with pytest.raises(RemoteProtocolError, match=reason):
            validated(connection, msgspec.structs.replace(true, **changes))
    with pytest.raises(RemoteProtocolError, match="neither signed nor encrypted"):
        validated(connection, true, flags=HeaderFlags(1))
    with pytest.raises(RemoteProtocolError, match="STATUS_ACCESS_DENIED"):
        validated(connection, true, status=NtStatus.STATUS_ACCESS_DENIED)
    with pytest.raises(RemoteProtocolError, match="ValidateNegotiateInfoResponse"):
        validated(connection, b"short")
