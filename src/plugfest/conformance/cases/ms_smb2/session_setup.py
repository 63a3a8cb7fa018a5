"""[MS-SMB2] 3.3.5.5: SESSION_SETUP, leg by leg; reauthentication, and the session that a new one replaces."""

from __future__ import annotations

import os
from uuid import UUID

import msgspec

from plugfest.conformance import Target, case, expect
from plugfest.conformance.cases.ms_smb2.common import (
    BELOW_3_0,
    BY_NAME,
    NO_SESSION,
    body,
    credentials,
    last_response,
    log_on_unencrypted,
    negotiated,
)
from plugfest.conformance.fixtures import Connect, LogOn
from plugfest.conformance.needs import any_dialect, disk_share, log_on, second_user
from plugfest.conformance.verdicts import NotApplicable
from plugfest.errors import Disconnected, RemoteProtocolError, WireError
from plugfest.net.client import Connection, Session, SessionSetup
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.client import Reply
from plugfest.protocols.ms_smb2.constants import AccessMask, CreateOptions, Dialect, SessionSetupFlags
from plugfest.protocols.ms_smb2.create import CreateRequest
from plugfest.protocols.ms_smb2.session_setup import LogoffRequest, SessionSetupResponse
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest
from plugfest.protocols.ms_spng import NegState, NegTokenResp, decode_token

_MORE = NtStatus.STATUS_MORE_PROCESSING_REQUIRED
_GONE = NtStatus.STATUS_USER_SESSION_DELETED
_RESERVED = (0, 0xFFFFFFFFFFFFFFFF)
_REFUSALS = (
    NtStatus.STATUS_LOGON_FAILURE,
    NtStatus.STATUS_WRONG_PASSWORD,
    NtStatus.STATUS_ACCOUNT_RESTRICTION,
)
"""What NTLM says of a wrong password."""


def _with_wrong_password(connection: Connection, target: Target, session: Session | None = None) -> SessionSetup:
    known = credentials(target)
    wrong = msgspec.structs.replace(known, password=f"not {known.password}", nt_hash=None)
    return connection.authenticate(wrong, session=session)


async def _refused(setup: SessionSetup) -> Reply:
    """The response that ends the exchange; what is refused may also become a guest."""
    reply = await last_response(setup)
    if reply.session is not None and reply.session.is_guest:
        raise NotApplicable("the target makes guests of those who cannot log on")
    return reply


@case(covers="MS-SMB2:3.3.5.5.3:35437de447", needs=[log_on])
async def test_more_processing_required(connection: Connection, target: Target) -> None:
    """After the first leg of NTLM the server asks for the next."""
    await expect.reply(connection.authenticate(credentials(target)).step(), _MORE)


@case(covers="MS-SMB2:3.3.5.5.3:8481c21689", needs=[log_on])
async def test_session_id(connection: Connection, target: Target) -> None:
    """The response to the first leg gives the id of the session, and the next leg goes on under it."""
    setup = connection.authenticate(credentials(target))
    first = await setup.step()
    expect.true(
        first.header.session_id not in _RESERVED,
        "a SessionId that is neither 0 nor -1",
        expect.show(first.header.session_id),
    )
    reply = await last_response(setup)
    expect.not_equal(reply.status, _GONE, "Status of the next leg")


@case(covers="MS-SMB2:3.3.5.5.3:8cb31133ad", needs=[log_on])
async def test_success(connection: Connection, target: Target) -> None:
    """The last leg of a good log-on is answered with success."""
    setup = connection.authenticate(credentials(target))
    await setup.step()
    await expect.reply(last_response(setup), NtStatus.STATUS_SUCCESS)


@case(covers="MS-SMB2:3.3.5.5.3:b2abafc409", needs=[log_on])
async def test_final_token(connect: Connect, target: Target) -> None:
    """The last response carries the token with which the security mechanism accepts."""
    connection = await negotiated(connect, strict=False)
    reply = await last_response(connection.authenticate(credentials(target)))
    token = body(reply, SessionSetupResponse).buffer
    try:
        found = decode_token(token)
        accepts = isinstance(found, NegTokenResp) and found.neg_state == NegState.ACCEPT_COMPLETED
    except WireError:
        accepts = False
    expect.true(accepts, "a SPNEGO token with the state accept-completed", expect.show(token))


@case(covers="MS-SMB2:3.3.5.5.3:956bc16d04", needs=[log_on])
async def test_final_response_is_signed(connect: Connect, target: Target) -> None:
    """The last response of a log-on is signed with the new session's key."""
    connection = await negotiated(connect, strict=False)
    reply = (await last_response(connection.authenticate(credentials(target)))).check("SESSION_SETUP")
    expect.true(reply.signed, "a signed response", "SMB2_FLAGS_SIGNED is not set")
    if reply.signature_ok is None:
        raise RemoteProtocolError(f"there is no key to verify the response with: {'; '.join(reply.violations)}")
    expect.true(reply.signature_ok, "a right signature", "the signature does not verify")


@case(covers="MS-SMB2:3.3.5.5.3:7d4fb0a75e", needs=[log_on])
async def test_wrong_password(connection: Connection, target: Target) -> None:
    """A wrong password is refused with the status that the authentication gives."""
    setup = _with_wrong_password(connection, target)
    await setup.step()
    await expect.reply(_refused(setup), *_REFUSALS)


@case(covers="MS-SMB2:3.3.5.5.3:718516395f", needs=[log_on])
async def test_refused_session_is_gone(connection: Connection, target: Target) -> None:
    """After a wrong password there is no session under the id that the exchange had."""
    setup = _with_wrong_password(connection, target)
    first = await setup.step()
    await _refused(setup)
    asked = connection.request(LogoffRequest(), header={"session_id": first.header.session_id})
    await expect.reply(asked, _GONE)


@case(covers="MS-SMB2:3.3.5.5.3:a545b30f7b", needs=[log_on, disk_share])
async def test_refused_reauthentication_closes(session: Session, log_on: LogOn, target: Target) -> None:
    """A session whose user cannot log on again loses what it has open: another may open it."""
    alone = CreateRequest(
        desired_access=AccessMask.FILE_READ_DATA, create_options=CreateOptions.FILE_DIRECTORY_FILE, name=""
    )
    tree, other = await session.tree_connect(target.share), await (await log_on()).tree_connect(target.share)
    (await tree.request(alone)).check("CREATE")
    setup = _with_wrong_password(session.connection, target, session)
    await setup.step()
    reply = await _refused(setup)
    if not reply.status:
        raise NotApplicable("the target does not look at the password of who is logged on")
    await expect.reply(other.request(alone), NtStatus.STATUS_SUCCESS)


@case(covers="MS-SMB2:3.3.5.5.1:9d46f1603a", needs=[log_on])
async def test_session_ids_differ(session: Session, log_on: LogOn) -> None:
    """Two sessions have different ids."""
    other = await log_on()
    expect.not_equal(other.session_id, session.session_id, "SessionId of the second")


@case(covers="MS-SMB2:3.3.5.5:4e26b140e6", needs=[log_on])
async def test_unknown_session(connection: Connection, target: Target) -> None:
    """A leg under a SessionId that the connection does not know is refused."""
    setup = connection.authenticate(credentials(target))
    await expect.reply(setup.step(header={"session_id": NO_SESSION}), _GONE)


@case(covers="MS-SMB2:3.3.5.5:396e21f209", needs=[log_on])
async def test_reauthentication(session: Session) -> None:
    """The user of a session may log on again under the same id."""
    again = await expect.within(session.reauthenticate(), "a reauthentication")
    expect.equal(again.session_id, session.session_id, "SessionId")


@case(
    covers="MS-SMB2:3.3.5.5:8571ee6308",
    needs=[log_on, any_dialect("2.0.2", "2.1"), any_dialect("3.0", "3.0.2", "3.1.1")],
)
async def test_binding_below_3_0(connect: Connect, log_on: LogOn, target: Target) -> None:
    """A server of the 3.x family refuses to bind a session to a connection with an older dialect."""
    session = await log_on_unencrypted(log_on, await negotiated(connect, dialects=BELOW_3_0))
    other = await negotiated(connect, dialects=BELOW_3_0)
    asked = other.authenticate(credentials(target)).step(
        flags=SessionSetupFlags.SMB2_SESSION_FLAG_BINDING, header={"session_id": session.session_id}
    )
    await expect.reply(asked, NtStatus.STATUS_REQUEST_NOT_ACCEPTED)


@case(covers="MS-SMB2:3.3.5.5.3:433801cf0b", needs=[log_on, any_dialect("3.0", "3.0.2", "3.1.1")])
async def test_one_dialect_a_client(connect: Connect, log_on: LogOn, target: Target) -> None:
    """A client that is logged on in one dialect cannot log on in another one."""
    spoken = [one for one in (BY_NAME[name] for name in target.capabilities.dialects) if one >= Dialect.SMB_3_0]
    if len(spoken) < 2:
        raise NotApplicable("the target speaks one dialect of 3.x only")
    guid = UUID(bytes_le=os.urandom(16))
    await log_on(connection=await negotiated(connect, dialects=(spoken[-1],), client_guid=guid))
    other = await negotiated(connect, dialects=(spoken[0],), client_guid=guid)
    setup = other.authenticate(credentials(target))
    await expect.reply(last_response(setup), _GONE)


# --- PreviousSessionId ----------------------------------------------------------------------------------------------


async def _status_on(session: Session, target: Target) -> NtStatus | None:
    """What a request of this session is answered with; None where its connection is gone."""
    try:
        return (await session.request(TreeConnectRequest(path=target.unc("IPC$")))).status
    except Disconnected:
        return None


@case(covers="MS-SMB2:3.3.5.5.3:2829d98d00", needs=[log_on])
async def test_previous_session(session: Session, connect: Connect, target: Target) -> None:
    """A session that names another one of the same user replaces it: the other is gone."""
    other = await negotiated(connect)
    await other.session_setup(credentials(target), previous_session_id=session.session_id)
    found = await _status_on(session, target)
    expect.one_of(found, (_GONE, None), "Status under the old SessionId (none: the connection is gone, too)")


@case(covers="MS-SMB2:3.3.5.5.3:25e6fe5d60", needs=[log_on, second_user])
async def test_previous_session_of_another_user(session: Session, connect: Connect, target: Target) -> None:
    """A session that names one of another user leaves that one alone."""
    other = await negotiated(connect)
    await other.session_setup(credentials(target, "second_user"), previous_session_id=session.session_id)
    await expect.reply(session.request(TreeConnectRequest(path=target.unc("IPC$"))), NtStatus.STATUS_SUCCESS)


@case(covers="MS-SMB2:3.3.5.5.3:dd9ca25471", needs=[log_on])
async def test_previous_session_is_itself(connection: Connection, target: Target) -> None:
    """A session that names itself as its predecessor stays."""
    setup = connection.authenticate(credentials(target))
    first = await setup.step()
    session = await setup.finish(previous_session_id=first.header.session_id)
    await expect.reply(session.request(TreeConnectRequest(path=target.unc("IPC$"))), NtStatus.STATUS_SUCCESS)
