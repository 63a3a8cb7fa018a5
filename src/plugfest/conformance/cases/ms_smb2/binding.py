"""[MS-SMB2] 3.3.5.5, 3.3.5.5.3: SESSION_SETUP that binds a connection to a session; 3.3.5.2.4, 3.3.5.6 of channels."""

from __future__ import annotations

import os
from typing import Any
from uuid import UUID

from plugfest.conformance import Target, case, expect
from plugfest.conformance.cases.ms_smb2.common import NO_SESSION, credentials, negotiated, unencrypted
from plugfest.conformance.fixtures import Connect, LogOn
from plugfest.conformance.needs import any_dialect, dialect, log_on, second_user
from plugfest.conformance.verdicts import NotApplicable
from plugfest.net.client import Connection, Session
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import Capabilities, Cipher, Dialect, SessionSetupFlags, SigningAlgorithm
from plugfest.protocols.ms_smb2.session_setup import LogoffRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest

_BINDING = SessionSetupFlags.SMB2_SESSION_FLAG_BINDING
_MORE = NtStatus.STATUS_MORE_PROCESSING_REQUIRED
_GONE = NtStatus.STATUS_USER_SESSION_DELETED
_MULTI_CHANNEL = Capabilities.SMB2_GLOBAL_CAP_MULTI_CHANNEL
_ABLE = _MULTI_CHANNEL | Capabilities.SMB2_GLOBAL_CAP_LARGE_MTU | Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION
_OLDER = (Dialect.SMB_3_0, Dialect.SMB_3_0_2)
from_3_0 = any_dialect("3.0", "3.0.2", "3.1.1")


async def _able(connect: Connect, **settings: Any) -> Connection:
    """A connection that could be one channel of several."""
    known: dict[str, Any] = {"capabilities": _ABLE, "dialects": (*_OLDER, Dialect.SMB_3_1_1), "strict": False}
    connection = await negotiated(connect, **(known | settings))
    if not connection.state.server_capabilities & _MULTI_CHANNEL:
        raise NotApplicable("the target does not offer multichannel")
    return connection


async def two_channels(connect: Connect, log_on: LogOn, **settings: Any) -> tuple[Session, Connection]:
    """A session, and another connection of the same client."""
    guid = UUID(bytes_le=os.urandom(16))
    first, second = [await _able(connect, client_guid=guid, **settings) for _ in range(2)]
    return await log_on(connection=first), second


# --- what is refused --------------------------------------------------------------------------------------------------


@case(covers="MS-SMB2:3.3.5.5:2f4aa3363c", needs=[log_on, from_3_0])
async def test_unknown_session(connect: Connect, target: Target) -> None:
    """There is nothing to bind to where there is no such session."""
    connection = await _able(connect)
    asked = connection.authenticate(credentials(target)).step(flags=_BINDING, header={"session_id": NO_SESSION})
    await expect.reply(asked, _GONE)


@case(covers="MS-SMB2:3.3.5.5:a72fd4b0d8", needs=[log_on, any_dialect("3.0", "3.0.2"), dialect("3.1.1")])
async def test_another_dialect(connect: Connect, log_on: LogOn, target: Target) -> None:
    """A connection with another dialect than that of the session cannot be bound."""
    alike: dict[str, Any] = {
        "client_guid": UUID(bytes_le=os.urandom(16)),
        "signing_algorithms": (SigningAlgorithm.AES_CMAC,),
        "ciphers": (Cipher.AES_128_CCM,),
    }
    session = await log_on(connection=await _able(connect, dialects=(Dialect.SMB_3_1_1,), **alike))
    other = await _able(connect, dialects=_OLDER, **alike)
    asked = other.authenticate(credentials(target), session=session, bind=True).step(sign=True)
    await expect.reply(asked, NtStatus.STATUS_INVALID_PARAMETER)


@case(covers="MS-SMB2:3.3.5.5:464600fb5e", needs=[log_on, from_3_0])
async def test_unsigned(connect: Connect, log_on: LogOn, target: Target) -> None:
    """Who does not sign does not show that the session is his."""
    session, other = await two_channels(connect, log_on)
    asked = other.authenticate(credentials(target), session=session, bind=True).step(sign=False)
    await expect.reply(asked, NtStatus.STATUS_INVALID_PARAMETER)


@case(covers="MS-SMB2:3.3.5.5:9ac96bbfc8", needs=[log_on, from_3_0])
async def test_wrong_signature(connect: Connect, log_on: LogOn, target: Target) -> None:
    """Who signs with another key than the session's is refused."""
    session, other = await two_channels(connect, log_on)
    setup = other.authenticate(credentials(target), session=session, bind=True)
    await expect.reply(setup.step(sign=True, header={"signature": bytes(16)}), NtStatus.STATUS_ACCESS_DENIED)


@case(covers="MS-SMB2:3.3.5.5:d5f89845b3", needs=[log_on, from_3_0])
async def test_own_connection(connect: Connect, log_on: LogOn, target: Target) -> None:
    """The connection that the session came from is bound to it already."""
    session, _ = await two_channels(connect, log_on)
    setup = session.connection.authenticate(credentials(target), session=session, bind=True)
    await expect.reply(setup.step(sign=True), NtStatus.STATUS_REQUEST_NOT_ACCEPTED)


@case(covers="MS-SMB2:3.3.5.5:a564017c38", needs=[log_on, second_user, from_3_0])
async def test_another_user(connect: Connect, log_on: LogOn, target: Target) -> None:
    """Nobody but the session's own user adds a connection to it."""
    session, other = await two_channels(connect, log_on)
    setup = other.authenticate(credentials(target, "second_user"), session=session, bind=True)
    await setup.step()
    await expect.reply(setup.step(), NtStatus.STATUS_NOT_SUPPORTED)


# --- what is done -----------------------------------------------------------------------------------------------------


@case(covers="MS-SMB2:3.3.5.5.3:93ddccb4d6", needs=[log_on, from_3_0])
async def test_first_response_is_signed(connect: Connect, log_on: LogOn, target: Target) -> None:
    """Until the connection is bound, the server signs with the session's key."""
    session, other = await two_channels(connect, log_on)
    reply = await other.authenticate(credentials(target), session=session, bind=True).step()
    expect.equal(reply.status, _MORE, "Status")
    signer = session.state.signer
    signed = reply.signed and signer is not None and signer.verifies(reply.data)
    expect.true(signed, "a response that Session.SigningKey has signed", "another or no signature")


@case(covers="MS-SMB2:3.3.5.5.3:ce3174058b", needs=[log_on, from_3_0])
async def test_last_response_is_signed(connect: Connect, log_on: LogOn, target: Target) -> None:
    """The response that binds the connection is signed with the new channel's key."""
    session, other = await two_channels(connect, log_on)
    setup = other.authenticate(credentials(target), session=session, bind=True)
    await setup.step()
    reply = (await setup.step()).check("SESSION_SETUP")
    expect.true(
        reply.signed and reply.signature_ok, "a response that Channel.SigningKey has signed", "another or no signature"
    )


@case(covers="MS-SMB2:3.3.5.2.4:531535ca7b", needs=[log_on, from_3_0])
async def test_each_channel_has_its_key(connect: Connect, log_on: LogOn, target: Target) -> None:
    """The session's key signs what binds a connection to it, and then the channel's own key."""
    session, other = await two_channels(connect, log_on)
    bound = await expect.within(other.bind(unencrypted(session)), "a binding that Session.SigningKey has signed")
    await expect.reply(
        bound.request(TreeConnectRequest(path=target.unc("IPC$")), sign=True, encrypt=False), NtStatus.STATUS_SUCCESS
    )


@case(covers="MS-SMB2:3.3.5.6:881c1e4f80", needs=[log_on, from_3_0])
async def test_logoff_ends_all_channels(connect: Connect, log_on: LogOn) -> None:
    """After LOGOFF on one connection the others know the session no more."""
    session, other = await two_channels(connect, log_on)
    await other.bind(session)
    await session.logoff()
    asked = other.request(LogoffRequest(), header={"session_id": session.session_id})
    await expect.reply(asked, _GONE)
