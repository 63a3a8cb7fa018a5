"""[MS-SMB2] 3.3.5.5.3, 3.3.5.4: the keys of a session and of a channel, and the hash that goes into them in 3.1.1.

What a key is made of shows in what it signs and encrypts: one input that is another makes it another key.
"""

from __future__ import annotations

from plugfest.conformance import Target, case, expect
from plugfest.conformance.cases.ms_smb2.binding import two_channels
from plugfest.conformance.cases.ms_smb2.common import BY_NAME, credentials, last_response, negotiated
from plugfest.conformance.fixtures import Connect, LogOn
from plugfest.conformance.needs import any_dialect, dialect, encryption, log_on
from plugfest.conformance.verdicts import NotApplicable
from plugfest.errors import RemoteProtocolError
from plugfest.net.client import Connection
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.client import Reply
from plugfest.protocols.ms_smb2.constants import Dialect
from plugfest.protocols.ms_smb2.read_write import EchoRequest

from_3_0 = any_dialect("3.0", "3.0.2", "3.1.1")
_SIGNING_KEY = (
    "MS-SMB2:3.3.5.5.3:533c4e117c",
    "MS-SMB2:3.3.5.5.3:809aacd07e",
    "MS-SMB2:3.3.5.5.3:842707c28a",
    "MS-SMB2:3.3.5.5.3:700d6557aa",
    "MS-SMB2:3.3.5.5.3:a77db6bd68",
)
_CHANNEL_KEY = (
    "MS-SMB2:3.3.5.5.3:c8da528118",
    "MS-SMB2:3.3.5.5.3:628bf48c82",
    "MS-SMB2:3.3.5.5.3:b2d5131f9e",
    "MS-SMB2:3.3.5.5.3:def6821455",
    "MS-SMB2:3.3.5.5.3:49c0a02548",
)
_ENCRYPTION_KEY = (
    "MS-SMB2:3.3.5.5.3:31e27a3141",
    "MS-SMB2:3.3.5.5.3:39d5192a55",
    "MS-SMB2:3.3.5.5.3:c49909d759",
    "MS-SMB2:3.3.5.5.3:67310eaa07",
    "MS-SMB2:3.3.5.5.3:4c245d06bc",
)
_DECRYPTION_KEY = (
    "MS-SMB2:3.3.5.5.3:c20ebd1aa1",
    "MS-SMB2:3.3.5.5.3:5f0a7a9702",
    "MS-SMB2:3.3.5.5.3:71db12ebc4",
    "MS-SMB2:3.3.5.5.3:209f7998d6",
    "MS-SMB2:3.3.5.5.3:ffee0aceac",
)
_HASH = (
    "MS-SMB2:3.3.5.4:d6eb8b332c",
    "MS-SMB2:3.3.5.4:22e0e6637d",
    "MS-SMB2:3.3.5.4:f2a3dc4378",
    "MS-SMB2:3.3.5.5.3:9b9f7bfabb",
    "MS-SMB2:3.3.5.5.3:135c7a585a",
    "MS-SMB2:3.3.5.5.3:bae56b328e",
)
_CHANNEL_HASH = (
    "MS-SMB2:3.3.5.5.3:8b6914ccbc",
    "MS-SMB2:3.3.5.5.3:29f20201d0",
    "MS-SMB2:3.3.5.5.3:01484a41ff",
)


def _of_3_x(target: Target) -> list[Dialect]:
    spoken = (BY_NAME[name] for name in target.capabilities.dialects)
    return [one for one in spoken if one >= Dialect.SMB_3_0]


async def _final_response(connection: Connection, target: Target) -> Reply:
    reply = (await last_response(connection.authenticate(credentials(target)))).check("SESSION_SETUP")
    if not reply.signed:
        raise RemoteProtocolError("the last response of the log-on is not signed")
    return reply


def _signed_expected(reply: Reply, what: str) -> None:
    expect.true(reply.signature_ok, f"{what}: a signature under the key that follows from the exchange", "another one")


@case(covers=_SIGNING_KEY, needs=[log_on, from_3_0])
async def test_signing_key(connect: Connect, target: Target) -> None:
    """In each dialect of 3.x the signing key is made of the session key, and of a label and a context of its own."""
    for spoken in _of_3_x(target):
        connection = await negotiated(connect, dialects=(spoken,), strict=False)
        _signed_expected(await _final_response(connection, target), str(spoken))


@case(covers=_HASH, needs=[log_on, dialect("3.1.1")])
async def test_preauth_hash(connect: Connect, target: Target) -> None:
    """In 3.1.1 all messages from the first NEGOTIATE to the last SESSION_SETUP request go into the signing key."""
    connection = await negotiated(connect, dialects=(Dialect.SMB_3_1_1,), strict=False)
    _signed_expected(await _final_response(connection, target), "3.1.1")


@case(covers=_CHANNEL_KEY, needs=[log_on, from_3_0])
async def test_channel_signing_key(connect: Connect, log_on: LogOn, target: Target) -> None:
    """In each dialect of 3.x a channel's key is made of the session key of its own log-on."""
    for spoken in _of_3_x(target):
        session, other = await two_channels(connect, log_on, dialects=(spoken,))
        setup = other.authenticate(credentials(target), session=session, bind=True)
        await setup.step()
        _signed_expected((await setup.step()).check("SESSION_SETUP"), str(spoken))


@case(covers=_CHANNEL_HASH, needs=[log_on, dialect("3.1.1")])
async def test_channel_preauth_hash(connect: Connect, log_on: LogOn, target: Target) -> None:
    """In 3.1.1 all messages of a connection up to the request that binds it go into its channel's key."""
    session, other = await two_channels(connect, log_on, dialects=(Dialect.SMB_3_1_1,))
    setup = other.authenticate(credentials(target), session=session, bind=True)
    await setup.step()
    _signed_expected((await setup.step()).check("SESSION_SETUP"), "3.1.1")


@case(covers=(*_DECRYPTION_KEY, *_ENCRYPTION_KEY), needs=[log_on, from_3_0, encryption])
async def test_encryption_keys(connect: Connect, log_on: LogOn, target: Target) -> None:
    """In each dialect of 3.x what the client encrypts is understood, and what the server encrypts can be read."""
    tried = 0
    for spoken in _of_3_x(target):
        session = await log_on(connection=await negotiated(connect, dialects=(spoken,), strict=False))
        if session.state.encryptor is None:
            continue
        tried += 1
        reply = await expect.reply(session.request(EchoRequest(), encrypt=True), NtStatus.STATUS_SUCCESS)
        expect.true(reply.encrypted, f"{spoken}: an encrypted response", "a response in the clear")
    if not tried:
        raise NotApplicable("the target agrees on no cipher")
