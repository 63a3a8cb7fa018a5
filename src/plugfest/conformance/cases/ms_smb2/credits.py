"""[MS-SMB2] 3.3.5.2.3, 3.3.5.2.5, 3.3.4.1, 3.3.4.1.2: sequence numbers, and what requests cost."""

from __future__ import annotations

from plugfest.conformance import case, expect
from plugfest.conformance.cases.ms_smb2.common import negotiated
from plugfest.conformance.fixtures import Connect, LogOn
from plugfest.conformance.needs import any_dialect, log_on
from plugfest.errors import RemoteProtocolError
from plugfest.net.client import Message, Session
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import DIALECTS, Dialect
from plugfest.protocols.ms_smb2.read_write import CancelRequest, EchoRequest, ReadRequest

_INVALID = "MS-SMB2:3.3.5.2.3:1aac0fb305"
_MULTI = any_dialect("2.1", "3.0", "3.0.2", "3.1.1")


async def _multi_credit(connect: Connect, log_on: LogOn) -> Session:
    """A session on a connection where requests may take several credits."""
    connection = await negotiated(connect, dialects=tuple(one for one in DIALECTS if one > Dialect.SMB_2_0_2))
    if not connection.state.supports_multi_credit:
        raise RemoteProtocolError("the server does not offer multi-credit operations")
    return await log_on(connection=connection)


@case(covers=_INVALID, needs=[log_on])
async def test_used_message_id(session: Session) -> None:
    """A MessageId that was used ends the connection."""
    used = (await session.request(EchoRequest())).header.message_id
    await session.connection.send(EchoRequest(), session=session, header={"message_id": used})
    await expect.disconnected(session.connection)


@case(covers=_INVALID, needs=[log_on])
async def test_message_id_beyond_the_window(session: Session) -> None:
    """A MessageId far beyond those that were granted ends the connection."""
    await session.connection.send(EchoRequest(), session=session, header={"message_id": 1 << 40})
    await expect.disconnected(session.connection)


@case(covers="MS-SMB2:3.3.5.2.3:eee8b054f6", needs=[log_on])
async def test_cancel_takes_no_message_id(session: Session) -> None:
    """A CANCEL names the MessageId of another request, which was used: the connection goes on."""
    used = (await session.request(EchoRequest())).header.message_id
    cancel = Message(CancelRequest(), session=session.state, header={"message_id": used})
    await session.connection.send_messages([cancel])
    await expect.reply(session.request(EchoRequest()), NtStatus.STATUS_SUCCESS)


@case(covers=["MS-SMB2:3.3.5.2.3:26edfb022f", _INVALID], needs=[log_on, _MULTI])
async def test_range_beyond_the_window(connect: Connect, log_on: LogOn) -> None:
    """A request that begins inside of what was granted and takes more than is left ends the connection."""
    session = await _multi_credit(connect, log_on)
    window = session.connection.state.window
    first, left = window.take(1), window.available
    header = {"message_id": first, "credit_charge": left + 2}
    await session.connection.send(EchoRequest(), session=session, header=header)
    await expect.disconnected(session.connection, requirement=_INVALID)


@case(covers=["MS-SMB2:3.3.5.2.3:53cbfe0da4", _INVALID], needs=[log_on, _MULTI])
async def test_range_is_used_up(connect: Connect, log_on: LogOn) -> None:
    """A request that takes two credits uses up two MessageIds: the second ends the connection."""
    session = await _multi_credit(connect, log_on)
    first = session.connection.state.window.take(2)
    (await session.request(EchoRequest(), header={"message_id": first, "credit_charge": 2})).check("ECHO")
    await session.connection.send(EchoRequest(), session=session, header={"message_id": first + 1})
    await expect.disconnected(session.connection, requirement=_INVALID)


@case(covers="MS-SMB2:3.3.5.2.5:f10a83955c", needs=[log_on, _MULTI])
async def test_no_charge_for_much(connect: Connect, log_on: LogOn) -> None:
    """A READ of more than 64 KiB with a CreditCharge of 0 is refused."""
    pipe = await (await (await _multi_credit(connect, log_on)).tree_connect("IPC$")).open_pipe("srvsvc")
    asked = pipe.tree.request(ReadRequest(file_id=pipe.file_id, length=65537), header={"credit_charge": 0})
    await expect.reply(asked, NtStatus.STATUS_INVALID_PARAMETER)


@case(covers="MS-SMB2:3.3.5.2.5:834b18edc3", needs=[log_on, _MULTI])
async def test_too_little_charge(connect: Connect, log_on: LogOn) -> None:
    """A READ whose length costs more credits than it takes is refused."""
    pipe = await (await (await _multi_credit(connect, log_on)).tree_connect("IPC$")).open_pipe("srvsvc")
    asked = pipe.tree.request(ReadRequest(file_id=pipe.file_id, length=65537), header={"credit_charge": 1})
    await expect.reply(asked, NtStatus.STATUS_INVALID_PARAMETER)


@case(covers="MS-SMB2:3.3.4.1.2:d76c95f743", needs=[log_on])
async def test_granted_credits_are_good(session: Session) -> None:
    """The last of the MessageIds that the responses have granted so far can be used."""
    window = session.connection.state.window
    first, left = window.take(1), window.available
    asked = session.request(EchoRequest(), header={"message_id": first + left})
    await expect.reply(asked, NtStatus.STATUS_SUCCESS)


@case(covers="MS-SMB2:3.3.4.1:33c5429cac", needs=[log_on, _MULTI])
async def test_credit_charge_comes_back(connect: Connect, log_on: LogOn) -> None:
    """The response repeats the CreditCharge of its request."""
    session = await _multi_credit(connect, log_on)
    first = session.connection.state.window.take(2)
    reply = await session.request(EchoRequest(), header={"message_id": first, "credit_charge": 2})
    expect.equal(reply.header.credit_charge, 2, "CreditCharge")
