"""[MS-SMB2] 2.2.23 to 2.2.25 oplock and lease breaks, 2.2.26 LOCK request, 2.2.27 response."""

from __future__ import annotations

from typing import Annotated

from plugfest.protocols.ms_smb2.constants import LeaseBreakFlags, LeaseState, LockFlags, OplockLevel
from plugfest.protocols.ms_smb2.create import FileId
from plugfest.wire import REST, U8, U16, U32, U64, Array, Bytes, CountOf, Structure


class LockElement(Structure, frozen=True):
    """[MS-SMB2] 2.2.26.1."""

    offset: Annotated[int, U64] = 0
    length: Annotated[int, U64] = 0
    flags: Annotated[LockFlags, U32] = LockFlags(0)
    reserved: Annotated[int, U32] = 0


class LockRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.26. `lock_sequence`: 4 bits of number, 28 of index, from 2.1 on."""

    structure_size: Annotated[int, U16] = 48
    lock_count: Annotated[int | None, U16, CountOf("locks")] = None
    lock_sequence: Annotated[int, U32] = 0
    file_id: FileId = FileId()
    locks: Annotated[tuple[LockElement, ...], Array(count="lock_count")] = ()
    rest: Annotated[bytes, REST] = b""


class LockResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.27."""

    structure_size: Annotated[int, U16] = 4
    reserved: Annotated[int, U16] = 0
    rest: Annotated[bytes, REST] = b""


class OplockBreak(Structure, frozen=True):
    """[MS-SMB2] 2.2.23.1 notification, 2.2.24.1 acknowledgment, 2.2.25.1 response: all look the same."""

    structure_size: Annotated[int, U16] = 24
    oplock_level: Annotated[OplockLevel, U8] = OplockLevel.SMB2_OPLOCK_LEVEL_NONE
    reserved: Annotated[int, U8] = 0
    reserved2: Annotated[int, U32] = 0
    file_id: FileId = FileId()
    rest: Annotated[bytes, REST] = b""


class LeaseBreakNotification(Structure, frozen=True):
    """[MS-SMB2] 2.2.23.2."""

    structure_size: Annotated[int, U16] = 44
    new_epoch: Annotated[int, U16] = 0
    flags: Annotated[LeaseBreakFlags, U32] = LeaseBreakFlags(0)
    lease_key: Annotated[bytes, Bytes(16)] = bytes(16)
    current_lease_state: Annotated[LeaseState, U32] = LeaseState(0)
    new_lease_state: Annotated[LeaseState, U32] = LeaseState(0)
    break_reason: Annotated[int, U32] = 0
    access_mask_hint: Annotated[int, U32] = 0
    share_mask_hint: Annotated[int, U32] = 0
    rest: Annotated[bytes, REST] = b""


class LeaseBreakAcknowledgment(Structure, frozen=True):
    """[MS-SMB2] 2.2.24.2 acknowledgment, 2.2.25.2 response."""

    structure_size: Annotated[int, U16] = 36
    reserved: Annotated[int, U16] = 0
    flags: Annotated[int, U32] = 0
    lease_key: Annotated[bytes, Bytes(16)] = bytes(16)
    lease_state: Annotated[LeaseState, U32] = LeaseState(0)
    lease_duration: Annotated[int, U64] = 0
    rest: Annotated[bytes, REST] = b""
