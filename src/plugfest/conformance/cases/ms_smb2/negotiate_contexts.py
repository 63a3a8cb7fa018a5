"""[MS-SMB2] 3.3.5.4: the negotiate contexts of 3.1.1, in the request and in the response."""

from __future__ import annotations

import struct

from plugfest.conformance import Target, case, expect
from plugfest.conformance.cases.ms_smb2.common import (
    context,
    contexts,
    credentials,
    last_response,
    number,
    signing_capabilities,
)
from plugfest.conformance.fixtures import Connect
from plugfest.conformance.needs import cipher, dialect, encryption, log_on, signing_algorithm
from plugfest.conformance.verdicts import NotApplicable
from plugfest.errors import RemoteProtocolError
from plugfest.net.client import Connection
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.client import Reply
from plugfest.protocols.ms_smb2.constants import Cipher, ContextType, Dialect, HashAlgorithm, SigningAlgorithm
from plugfest.protocols.ms_smb2.negotiate import (
    CompressionCapabilities,
    EncryptionCapabilities,
    NegotiateContext,
    PreauthIntegrityCapabilities,
    SigningCapabilities,
)
from plugfest.protocols.ms_smb2.security import next_preauth_hash

_PREAUTH = ContextType.SMB2_PREAUTH_INTEGRITY_CAPABILITIES
_ENCRYPTION = ContextType.SMB2_ENCRYPTION_CAPABILITIES
_SIGNING = ContextType.SMB2_SIGNING_CAPABILITIES
_UNKNOWN_TYPE = ContextType(0x7E57)
_UNKNOWN = 0x7E57
_LZNT1 = 1


async def _open(connect: Connect, **settings: object) -> Connection:
    """For 3.1.1 only, and for responses that are not right."""
    return await connect(dialects=(Dialect.SMB_3_1_1,), strict=False, **settings)


def _usual(connection: Connection, *without: ContextType) -> tuple[NegotiateContext, ...]:
    """What the driver would send, but for contexts of these types."""
    sent = connection.state.negotiate_request().negotiate_context_list
    return tuple(one for one in sent if one.context_type not in without)


async def _with(connection: Connection, *added: NegotiateContext) -> Reply:
    """NEGOTIATE with these contexts instead of the usual ones of their types."""
    kinds = {one.context_type for one in added}
    return await connection.negotiate(negotiate_context_list=(*_usual(connection, *kinds), *added))


async def _refused_twice(connect: Connect, kind: ContextType, data: bytes) -> None:
    connection = await _open(connect)
    twice = (NegotiateContext(context_type=kind, data=data),) * 2
    await expect.reply(_with(connection, *twice), NtStatus.STATUS_INVALID_PARAMETER)


# --- how often a context may be there -------------------------------------------------------------------------------


@case(covers="MS-SMB2:3.3.5.4:46d56cba61", needs=[dialect("3.1.1")])
async def test_no_preauth_context(connect: Connect) -> None:
    """A request for 3.1.1 without a context for preauthentication integrity is refused."""
    connection = await _open(connect)
    asked = connection.negotiate(negotiate_context_list=_usual(connection, _PREAUTH))
    await expect.reply(asked, NtStatus.STATUS_INVALID_PARAMETER)


@case(covers="MS-SMB2:3.3.5.4:46d56cba61", needs=[dialect("3.1.1")])
async def test_two_preauth_contexts(connect: Connect) -> None:
    """Two contexts for preauthentication integrity are refused."""
    data = PreauthIntegrityCapabilities(hash_algorithms=(HashAlgorithm.SHA_512,), salt=bytes(32)).encode()
    await _refused_twice(connect, _PREAUTH, data)


@case(covers="MS-SMB2:3.3.5.4:228e542a11", needs=[dialect("3.1.1")])
async def test_two_encryption_contexts(connect: Connect) -> None:
    """Two contexts for encryption are refused."""
    await _refused_twice(connect, _ENCRYPTION, EncryptionCapabilities(ciphers=(Cipher.AES_128_GCM,)).encode())


@case(covers="MS-SMB2:3.3.5.4:ad48743765", needs=[dialect("3.1.1")])
async def test_two_compression_contexts(connect: Connect) -> None:
    """Two contexts for compression are refused, whether the server compresses or not."""
    data = CompressionCapabilities(compression_algorithms=(_LZNT1,)).encode()
    await _refused_twice(connect, ContextType.SMB2_COMPRESSION_CAPABILITIES, data)


@case(covers="MS-SMB2:3.3.5.4:a55b4fb7bb", needs=[dialect("3.1.1")])
async def test_two_rdma_transform_contexts(connect: Connect) -> None:
    """Two contexts for RDMA transforms are refused, whether the server has RDMA or not."""
    data = struct.pack("<HHIH", 1, 0, 0, 1)
    await _refused_twice(connect, ContextType.SMB2_RDMA_TRANSFORM_CAPABILITIES, data)


@case(covers="MS-SMB2:3.3.5.4:5d79e2a37f", needs=[dialect("3.1.1")])
async def test_two_signing_contexts(connect: Connect) -> None:
    """Two contexts for signing are refused."""
    data = SigningCapabilities(signing_algorithms=(SigningAlgorithm.AES_CMAC,)).encode()
    await _refused_twice(connect, _SIGNING, data)


async def _ignored(connect: Connect, context_type: ContextType, data: bytes) -> None:
    """A server that has not what the context is about answers as if it were not there."""
    reply = await expect.reply(
        _with(await _open(connect), NegotiateContext(context_type=context_type, data=data)), NtStatus.STATUS_SUCCESS
    )
    if context_type in [one.context_type for one in contexts(reply)]:
        raise NotApplicable(f"the target answers {context_type.name}: it has what the context is about")


@case(covers="MS-SMB2:3.3.5.4:42cc01e4e6", needs=[dialect("3.1.1")])
async def test_compression_is_ignored(connect: Connect) -> None:
    """A server that does not compress passes over a context for compression."""
    data = CompressionCapabilities(compression_algorithms=(_LZNT1,)).encode()
    await _ignored(connect, ContextType.SMB2_COMPRESSION_CAPABILITIES, data)


@case(covers="MS-SMB2:3.3.5.4:287cb0272b", needs=[dialect("3.1.1")])
async def test_rdma_transforms_are_ignored(connect: Connect) -> None:
    """A server without RDMA passes over a context for its transforms."""
    await _ignored(connect, ContextType.SMB2_RDMA_TRANSFORM_CAPABILITIES, struct.pack("<HHIH", 1, 0, 0, 1))


@case(covers="MS-SMB2:3.3.5.4:333e417af4", needs=[dialect("3.1.1")])
async def test_transport_capabilities_are_ignored(connect: Connect) -> None:
    """A server that leaves no security to the transport passes over a context for that."""
    await _ignored(connect, ContextType.SMB2_TRANSPORT_CAPABILITIES, struct.pack("<I", 1))


@case(covers="MS-SMB2:3.3.5.4:c8f423a221", needs=[dialect("3.1.1")])
async def test_unknown_context(connect: Connect) -> None:
    """The server passes over a context of a type that nobody knows, and over the one with its name."""
    connection = await _open(connect)
    name = NegotiateContext(
        context_type=ContextType.SMB2_NETNAME_NEGOTIATE_CONTEXT_ID, data="server".encode("utf-16-le")
    )
    unknown = NegotiateContext(context_type=_UNKNOWN_TYPE, data=b"plugfest")
    reply = await expect.reply(_with(connection, name, unknown), NtStatus.STATUS_SUCCESS)
    kinds = [one.context_type for one in contexts(reply)]
    expect.true(
        name.context_type not in kinds and unknown.context_type not in kinds,
        "a response without contexts of these two types",
        expect.show(kinds),
    )


# --- preauthentication integrity ------------------------------------------------------------------------------------


@case(covers="MS-SMB2:3.3.5.4:ec03aa4471", needs=[dialect("3.1.1")], malforms=True)
async def test_short_preauth_context(connect: Connect) -> None:
    """A context for preauthentication integrity that is too short for its fields is refused."""
    short = NegotiateContext(context_type=_PREAUTH, data=b"\1\0")
    await expect.reply(_with(await _open(connect), short), NtStatus.STATUS_INVALID_PARAMETER)


@case(covers="MS-SMB2:3.3.5.4:3946d35de4", needs=[dialect("3.1.1")])
async def test_no_common_hash(connect: Connect) -> None:
    """A client whose hash algorithms the server does not know is refused with a status of its own."""
    connection = await _open(connect, hash_algorithms=(HashAlgorithm(_UNKNOWN),))
    await expect.reply(connection.negotiate(), NtStatus.STATUS_SMB_NO_PREAUTH_INTEGRITY_HASH_OVERLAP)


@case(covers="MS-SMB2:3.3.5.4:a2c0531e38", needs=[dialect("3.1.1")])
async def test_hash_algorithm_count(connect: Connect) -> None:
    """The response names one hash algorithm, though two were offered."""
    connection = await _open(connect, hash_algorithms=(HashAlgorithm.SHA_512, HashAlgorithm(_UNKNOWN)))
    reply = await connection.negotiate()
    expect.equal(number(context(reply, _PREAUTH), 0), 1, "HashAlgorithmCount")


@case(covers="MS-SMB2:3.3.5.4:6063a9c9f1", needs=[dialect("3.1.1")])
async def test_preauth_context(connect: Connect) -> None:
    """The response says how the preauthentication integrity hash is made."""
    reply = await (await _open(connect)).negotiate()
    expect.contains([one.context_type for one in contexts(reply)], _PREAUTH, "contexts of the response")


@case(covers="MS-SMB2:3.3.5.4:092c64f72b", needs=[dialect("3.1.1")])
async def test_salt_is_new(connect: Connect) -> None:
    """Each response has another salt."""
    salts = []
    for _ in range(2):
        reply = await (await _open(connect)).negotiate()
        salts.append(PreauthIntegrityCapabilities.decode(context(reply, _PREAUTH)).salt)
    expect.not_equal(salts[1], salts[0], "Salt of the second response")


@case(covers="MS-SMB2:3.3.5.4:3ba57fd597", needs=[dialect("3.1.1")])
async def test_hash_algorithm(connect: Connect) -> None:
    """The hash algorithm of the response is the one that was offered."""
    reply = await (await _open(connect)).negotiate()
    found = HashAlgorithm(number(context(reply, _PREAUTH), 4))
    expect.equal(found, HashAlgorithm.SHA_512, "HashAlgorithms[0]")


# --- encryption -----------------------------------------------------------------------------------------------------


@case(covers="MS-SMB2:3.3.5.4:8e49eec519", needs=[dialect("3.1.1"), encryption], malforms=True)
async def test_short_encryption_context(connect: Connect) -> None:
    """A context for encryption that is too short for its count is refused."""
    short = NegotiateContext(context_type=_ENCRYPTION, data=b"\1")
    await expect.reply(_with(await _open(connect), short), NtStatus.STATUS_INVALID_PARAMETER)


@case(covers="MS-SMB2:3.3.5.4:d377146a44", needs=[dialect("3.1.1"), encryption])
async def test_encryption_context(connect: Connect) -> None:
    """A context for encryption is answered with one."""
    reply = await (await _open(connect)).negotiate()
    expect.contains([one.context_type for one in contexts(reply)], _ENCRYPTION, "contexts")


@case(covers="MS-SMB2:3.3.5.4:572d5d685d", needs=[dialect("3.1.1"), encryption])
async def test_encryption_context_without_common_cipher(connect: Connect) -> None:
    """A context for encryption is answered with one even where the ciphers have nothing in common."""
    reply = await (await _open(connect, ciphers=(Cipher(_UNKNOWN),))).negotiate()
    expect.contains([one.context_type for one in contexts(reply)], _ENCRYPTION, "contexts")


@case(covers="MS-SMB2:3.3.5.4:23a4b19a07", needs=[dialect("3.1.1"), encryption])
async def test_no_common_cipher(connect: Connect) -> None:
    """Where the ciphers have nothing in common, the server chooses none, which is 0."""
    reply = await (await _open(connect, ciphers=(Cipher(_UNKNOWN),))).negotiate()
    expect.equal(number(context(reply, _ENCRYPTION), 2), 0, "Ciphers[0]")


@case(covers="MS-SMB2:3.3.5.4:d1d7e2be6b", needs=[dialect("3.1.1"), encryption])
async def test_cipher_count(connect: Connect) -> None:
    """The response names one cipher, though four were offered."""
    reply = await (await _open(connect)).negotiate()
    expect.equal(number(context(reply, _ENCRYPTION), 0), 1, "CipherCount")


@case(covers="MS-SMB2:3.3.5.4:e1decaecc5", needs=[dialect("3.1.1"), cipher("AES-128-GCM")])
async def test_cipher(connect: Connect) -> None:
    """The cipher of the response is the one that both have."""
    reply = await (await _open(connect, ciphers=(Cipher(_UNKNOWN), Cipher.AES_128_GCM))).negotiate()
    expect.equal(Cipher(number(context(reply, _ENCRYPTION), 2)), Cipher.AES_128_GCM, "Ciphers[0]")


# --- signing --------------------------------------------------------------------------------------------------------


@case(covers="MS-SMB2:3.3.5.4:fc9f9f917c", needs=[dialect("3.1.1"), signing_capabilities], malforms=True)
async def test_short_signing_context(connect: Connect) -> None:
    """A context for signing that is too short for its count is refused."""
    short = NegotiateContext(context_type=_SIGNING, data=b"\1")
    await expect.reply(_with(await _open(connect), short), NtStatus.STATUS_INVALID_PARAMETER)


@case(covers="MS-SMB2:3.3.5.4:efe4bef62a", needs=[dialect("3.1.1"), signing_capabilities], malforms=True)
async def test_no_signing_algorithm(connect: Connect) -> None:
    """A context for signing with no algorithm in it is refused."""
    empty = NegotiateContext(context_type=_SIGNING, data=SigningCapabilities().encode())
    await expect.reply(_with(await _open(connect), empty), NtStatus.STATUS_INVALID_PARAMETER)


@case(covers="MS-SMB2:3.3.5.4:11a700847b", needs=[dialect("3.1.1"), signing_algorithm("AES-GMAC")])
async def test_signing_algorithm(connect: Connect) -> None:
    """The server takes the signing algorithm that both have."""
    offered = (SigningAlgorithm(_UNKNOWN), SigningAlgorithm.AES_GMAC)
    reply = await (await _open(connect, signing_algorithms=offered)).negotiate()
    found = SigningAlgorithm(number(context(reply, _SIGNING), 2))
    expect.equal(found, SigningAlgorithm.AES_GMAC, "SigningAlgorithms[0]")


@case(covers="MS-SMB2:3.3.5.4:2e12d2ee1d", needs=[log_on, dialect("3.1.1"), signing_capabilities])
async def test_no_common_signing_algorithm(connect: Connect, target: Target) -> None:
    """Where the signing algorithms have nothing in common, the server signs with AES-CMAC."""
    connection = await _open(connect, signing_algorithms=(SigningAlgorithm(_UNKNOWN),))
    reply = (await connection.negotiate()).check("NEGOTIATE")
    # A client gives up here (3.2.5.2), because AES-CMAC was not offered. This one goes on.
    request_hashed = next_preauth_hash(bytes(64), reply.request.message)
    connection.state.preauth_integrity_hash_value = next_preauth_hash(request_hashed, reply.data)
    connection.state.signing_algorithm_id = SigningAlgorithm.AES_CMAC
    reply = await last_response(connection.authenticate(credentials(target)))
    if reply.signature_ok is None:
        raise RemoteProtocolError("the last response of the log-on is not signed")
    expect.true(reply.signature_ok, "a signature with AES-CMAC", "one that does not verify as such")


@case(covers="MS-SMB2:3.3.5.4:1a9dac113b", needs=[dialect("3.1.1"), signing_capabilities])
async def test_signing_context(connect: Connect) -> None:
    """A context for signing is answered with one."""
    reply = await (await _open(connect)).negotiate()
    expect.contains([one.context_type for one in contexts(reply)], _SIGNING, "contexts")


@case(covers="MS-SMB2:3.3.5.4:1a9dac113b", needs=[dialect("3.1.1"), signing_capabilities])
async def test_signing_context_without_common_algorithm(connect: Connect) -> None:
    """A context for signing is answered with one even where the algorithms have nothing in common."""
    reply = await (await _open(connect, signing_algorithms=(SigningAlgorithm(_UNKNOWN),))).negotiate()
    expect.contains([one.context_type for one in contexts(reply)], _SIGNING, "contexts")


@case(covers="MS-SMB2:3.3.5.4:be1eee7424", needs=[dialect("3.1.1"), signing_capabilities])
async def test_signing_algorithm_count(connect: Connect) -> None:
    """The response names one signing algorithm, though three were offered."""
    reply = await (await _open(connect)).negotiate()
    expect.equal(number(context(reply, _SIGNING), 0), 1, "SigningAlgorithmCount")
