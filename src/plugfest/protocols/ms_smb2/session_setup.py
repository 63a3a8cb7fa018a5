"""[MS-SMB2] 2.2.5 SESSION_SETUP request, 2.2.6 response, 2.2.7 LOGOFF request, 2.2.8 response."""

from __future__ import annotations

from typing import Annotated

from plugfest.protocols.ms_smb2.constants import Capabilities, SecurityMode, SessionFlags, SessionSetupFlags
from plugfest.wire import REST, U8, U16, U32, U64, Data, LengthOf, OffsetOf, Structure


class SessionSetupRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.5."""

    __minimum_size__ = 25

    structure_size: Annotated[int, U16] = 25
    flags: Annotated[SessionSetupFlags, U8] = SessionSetupFlags(0)
    security_mode: Annotated[SecurityMode, U8] = SecurityMode.SMB2_NEGOTIATE_SIGNING_ENABLED
    capabilities: Annotated[Capabilities, U32] = Capabilities(0)
    channel: Annotated[int, U32] = 0
    security_buffer_offset: Annotated[int | None, U16, OffsetOf("buffer", always=True)] = None
    security_buffer_length: Annotated[int | None, U16, LengthOf("buffer")] = None
    previous_session_id: Annotated[int, U64] = 0
    buffer: Annotated[bytes, Data("security_buffer_offset", "security_buffer_length")] = b""
    rest: Annotated[bytes, REST] = b""


class SessionSetupResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.6."""

    __minimum_size__ = 9

    structure_size: Annotated[int, U16] = 9
    session_flags: Annotated[SessionFlags, U16] = SessionFlags(0)
    security_buffer_offset: Annotated[int | None, U16, OffsetOf("buffer", always=True)] = None
    security_buffer_length: Annotated[int | None, U16, LengthOf("buffer")] = None
    buffer: Annotated[bytes, Data("security_buffer_offset", "security_buffer_length")] = b""
    rest: Annotated[bytes, REST] = b""


class LogoffRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.7."""

    structure_size: Annotated[int, U16] = 4
    reserved: Annotated[int, U16] = 0
    rest: Annotated[bytes, REST] = b""


class LogoffResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.8."""

    structure_size: Annotated[int, U16] = 4
    reserved: Annotated[int, U16] = 0
    rest: Annotated[bytes, REST] = b""
