"""What several cases of [MS-SMB2] share: set-up with chosen settings, and what is looked for in responses."""

from __future__ import annotations

from typing import Any, TypeVar

from plugfest.conformance import Need, Target, expect
from plugfest.conformance.fixtures import Connect, LogOn
from plugfest.conformance.verdicts import Inconclusive, NotApplicable
from plugfest.errors import Disconnected, RemoteProtocolError, StatusError
from plugfest.net.client import Connection, Pending, Session, SessionSetup
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_smb2.client import Reply
from plugfest.protocols.ms_smb2.constants import DIALECTS, ContextType, Dialect
from plugfest.protocols.ms_smb2.negotiate import NegotiateContext, NegotiateResponse
from plugfest.wire import Structure

S = TypeVar("S", bound=Structure)

BELOW_3_1_1 = tuple(dialect for dialect in DIALECTS if dialect < Dialect.SMB_3_1_1)
BELOW_3_0 = tuple(dialect for dialect in DIALECTS if dialect < Dialect.SMB_3_0)
BY_NAME = {str(dialect): dialect for dialect in DIALECTS}

NO_SESSION = 0x00005EED5EED5EED
NO_TREE = 0x07EE07EE
"""Ids that no server has given out: fixed, so that evidence of two runs compares; large, so that none is in use."""

two_dialects = Need(
    "two dialects",
    lambda target: "" if len(target.capabilities.dialects) > 1 else "the target speaks one dialect only",
)
signing_capabilities = Need(
    "signing capabilities",
    lambda target: (
        ""
        if {"AES-GMAC", "AES-CMAC"} & set(target.capabilities.signing_algorithms)
        else "the target does not negotiate how to sign"
    ),
)


async def negotiated(connect: Connect, **settings: Any) -> Connection:
    """One more connection, with a dialect agreed on."""
    connection = await connect(**settings)
    (await connection.negotiate()).check("NEGOTIATE")
    return connection


def credentials(target: Target, role: str = "user") -> Credentials:
    """To log on step by step. A user who cannot log on leaves the case undecided."""
    if role == "user" and target.capabilities.log_on_problem:
        raise Inconclusive(f"the user cannot log on: {target.capabilities.log_on_problem}")
    return target.credentials(role)


def unencrypted(session: Session) -> Session:
    """The session, for a case about signatures: what is encrypted needs none."""
    if session.state.encrypt_data:
        raise NotApplicable("the target encrypts every session")
    return session


async def log_on_unencrypted(log_on: LogOn, connection: Connection) -> Session:
    """Log on over a connection that cannot encrypt, where the server lets one."""
    try:
        return await log_on(connection=connection)
    except StatusError as error:
        raise NotApplicable(f"the target refuses to log on without encryption: {error}") from None


async def silently_disconnected(pending: Pending, requirement: str = "") -> None:
    """The peer disconnects, and sends no response before it does."""
    await expect.disconnected(pending.connection, requirement=requirement)
    try:
        reply = await pending.reply()
    except Disconnected:
        return
    expect.true(False, "a disconnection without a response", expect.show(reply.status), requirement=requirement)


async def last_response(setup: SessionSetup) -> Reply:
    """Go through with the exchange; gives the response that ends it, whatever that says."""
    reply = await setup.step()
    while reply.status == NtStatus.STATUS_MORE_PROCESSING_REQUIRED:
        reply = await setup.step()
    return reply


def body(reply: Reply, kind: type[S]) -> S:
    """The body of a good response. Raises StatusError where it is none, RemoteProtocolError where that is not it."""
    found = reply.check().body
    if not isinstance(found, kind):
        raise RemoteProtocolError(f"the {reply.request.command.name} response has no body of its own")
    return found


def contexts(reply: Reply) -> list[NegotiateContext]:
    """The contexts of a 3.1.1 response. Raises RemoteProtocolError where it is none."""
    response = body(reply, NegotiateResponse)
    if response.dialect_revision != Dialect.SMB_3_1_1:
        raise RemoteProtocolError("the NEGOTIATE response is none of 3.1.1")
    return list(response.negotiate_context_list)


def context(reply: Reply, kind: ContextType) -> bytes:
    """What its context of that type holds. Raises RemoteProtocolError where it has none."""
    for found in contexts(reply):
        if found.context_type == kind:
            return found.data
    raise RemoteProtocolError(f"the NEGOTIATE response has no {kind.name}")


def number(data: bytes, offset: int) -> int:
    """The 16-bit field at this offset. Raises RemoteProtocolError where the data end before."""
    if len(data) < offset + 2:
        raise RemoteProtocolError(f"{len(data)} bytes, too short for a field at {offset}")
    return int.from_bytes(data[offset : offset + 2], "little")
