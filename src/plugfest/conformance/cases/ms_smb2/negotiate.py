"""[MS-SMB2] 3.3.5.4: NEGOTIATE."""

from __future__ import annotations

from plugfest.conformance import case, expect
from plugfest.net.client import Connection
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import Dialect


@case(covers="MS-SMB2:3.3.5.4:6a285ae035", malforms=True)
async def test_no_dialects(raw_connection: Connection) -> None:
    """A NEGOTIATE that offers no dialect at all is refused."""
    reply = await expect.reply(raw_connection.negotiate(dialects=()))
    expect.status(reply, NtStatus.STATUS_INVALID_PARAMETER)


@case(covers="MS-SMB2:3.3.5.4:52b851e571")
async def test_no_common_dialect(raw_connection: Connection) -> None:
    """A NEGOTIATE that offers only a dialect that nobody speaks is refused."""
    reply = await expect.reply(raw_connection.negotiate(dialects=(Dialect(0x0FFF),)))
    expect.status(reply, NtStatus.STATUS_NOT_SUPPORTED)


@case(covers="MS-SMB2:3.3.5.4:a7d2c45521")
async def test_second_negotiate_disconnects(connection: Connection) -> None:
    """A second NEGOTIATE on a connection that has a dialect ends it, without an answer."""
    body = connection.state.negotiate_request()
    await connection.send(body)
    await expect.disconnected(connection)
