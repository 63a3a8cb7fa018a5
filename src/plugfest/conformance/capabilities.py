"""What a target can do, asked before the first case: by NEGOTIATE ([MS-SMB2] 2.2.4), a log-on and its shares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from plugfest.conformance.targets import Capabilities, Profile, Target
from plugfest.errors import DeadlineExceeded, Error, LocalProtocolError, StatusError, TargetUnreachable
from plugfest.net import open_rpc
from plugfest.net.client import Connection, Session
from plugfest.net.probe import Door
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import Dialect, SecurityMode
from plugfest.protocols.ms_srvs.types import (
    SESSION_ENUM_STRUCT,
    SESSION_INFO_502_CONTAINER,
    SHARE_ENUM_STRUCT,
    SHARE_INFO_1_CONTAINER,
    SRVSVC,
    NetrSessionEnum,
    NetrShareEnum,
)

_DEADLINE = 5.0


async def detect(profile: Profile) -> Capabilities:
    """Look at the target. Raises TargetUnreachable where nobody answers; all else that fails is a finding."""
    door = Door(profile.host, profile.port, _DEADLINE)
    connection = await door.open()
    try:
        found = await _first_look(profile, connection)
    finally:
        await connection.close()
    if found.problem:
        return found
    dialects = await door.dialects()
    newest = Dialect.SMB_3_1_1 in dialects
    return msgspec.structs.replace(
        found,
        dialects=tuple(str(one) for one in dialects),
        ciphers=_names(await door.ciphers() if newest else ()),
        signing_algorithms=_names(await door.signing_algorithms() if newest else ()),
    )


async def answers(profile: Profile, seconds: float) -> bool:
    """Is a NEGOTIATE answered, however?"""
    try:
        connection = await Door(profile.host, profile.port, seconds).open()
    except TargetUnreachable:
        return False
    try:
        await connection.negotiate(deadline=seconds)
    except DeadlineExceeded:
        return False
    except LocalProtocolError:
        raise
    except Error:
        return True
    finally:
        await connection.close()
    return True


def _silent(profile: Profile, seconds: float) -> TargetUnreachable:
    place = f"{profile.host}:{profile.port}"
    return TargetUnreachable(f"{place} lets us connect and does not answer a NEGOTIATE within {seconds:g} s")


def _names(members: Iterable[Any]) -> tuple[str, ...]:
    return tuple(member.name.replace("_", "-") for member in members)


async def _first_look(profile: Profile, connection: Connection) -> Capabilities:
    try:
        reply = (await connection.negotiate(deadline=_DEADLINE)).check("NEGOTIATE")
    except LocalProtocolError:
        raise
    except DeadlineExceeded as error:
        raise _silent(profile, _DEADLINE) from error
    except Error as error:
        return Capabilities(problem=f"NEGOTIATE failed: {error}")
    body: Any = reply.body
    found = Capabilities(
        signing_required=bool(body.security_mode & SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED),
    )
    if profile.user is None:
        return found
    try:
        session = await connection.session_setup(Target(profile, found).credentials())
    except LocalProtocolError:
        raise
    except Error as error:
        return msgspec.structs.replace(found, log_on_problem=str(error))
    problem = await _share_problem(profile, session)
    return await _look_around(profile, session, msgspec.structs.replace(found, logged_on=True, share_problem=problem))


async def _share_problem(profile: Profile, session: Session) -> str:
    """The refusal where the target knows no share of that name: a slip of the user's more likely than a finding."""
    if not (name := profile.shares.get("disk")):
        return ""
    try:
        await session.tree_connect(name)
    except LocalProtocolError:
        raise
    except StatusError as error:
        return str(error) if error.status == NtStatus.STATUS_BAD_NETWORK_NAME else ""
    except Error:
        pass
    return ""


async def _look_around(profile: Profile, session: Session, found: Capabilities) -> Capabilities:
    """The shares, and whether the user may list sessions as only administrators may ([MS-SRVS] 3.1.4.5)."""
    try:
        rpc = await open_rpc(session, "srvsvc", SRVSVC)
        enumerated: Any = await rpc.call(
            NetrShareEnum(InfoStruct=SHARE_ENUM_STRUCT(Level=1, ShareInfo=SHARE_INFO_1_CONTAINER()))
        )
        shares = tuple(one.shi1_netname for one in enumerated.InfoStruct.ShareInfo.Buffer or ())
        sessions: Any = await rpc.call(
            NetrSessionEnum(
                InfoStruct=SESSION_ENUM_STRUCT(Level=502, SessionInfo=SESSION_INFO_502_CONTAINER()),
            )
        )
        administrator = sessions.ReturnValue == 0
    except LocalProtocolError:
        raise
    except Error:
        return found
    if profile.administrator and profile.user:
        administrator = profile.user.name.casefold() == profile.administrator.name.casefold()
    return msgspec.structs.replace(found, shares=shares, administrator=administrator)
