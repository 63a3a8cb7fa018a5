"""[MS-SMB2] 2.2.13 CREATE request, 2.2.14 response, 2.2.15 CLOSE request, 2.2.16 response, and create contexts."""

from __future__ import annotations

from typing import Annotated

from plugfest.protocols.ms_fscc.constants import FileAttributes
from plugfest.protocols.ms_smb2.constants import (
    AccessMask,
    CloseFlags,
    CreateAction,
    CreateDisposition,
    CreateOptions,
    CreateResponseFlags,
    ImpersonationLevel,
    OplockLevel,
    ShareAccess,
)
from plugfest.wire import (
    FILETIME,
    HEX64,
    REST,
    U8,
    U16,
    U32,
    U64,
    Chain,
    Data,
    LengthOf,
    Next,
    OffsetOf,
    Padding,
    Structure,
    Utf16,
)


class FileId(Structure, frozen=True):
    """[MS-SMB2] 2.2.14.1."""

    persistent: Annotated[int, HEX64] = 0
    volatile: Annotated[int, HEX64] = 0


ANY_FILE_ID = FileId(0xFFFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF)
"""In a related request: the FileId of the one before it; in some IOCTLs: no file at all."""


class CreateContext(Structure, frozen=True):
    """[MS-SMB2] 2.2.13.2. Offsets count from the start of the context."""

    next: Annotated[int | None, U32, Next()] = None
    name_offset: Annotated[int | None, U16, OffsetOf("name")] = None
    name_length: Annotated[int | None, U16, LengthOf("name")] = None
    reserved: Annotated[int, U16] = 0
    data_offset: Annotated[int | None, U16, OffsetOf("data")] = None
    data_length: Annotated[int | None, U32, LengthOf("data")] = None
    name: Annotated[bytes, Data("name_offset", "name_length")] = b""
    data: Annotated[bytes, Data("data_offset", "data_length", align=8)] = b""
    padding: Annotated[bytes, Padding("data")] = b""
    rest: Annotated[bytes, REST] = b""


class CreateRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.13."""

    __minimum_size__ = 57

    structure_size: Annotated[int, U16] = 57
    security_flags: Annotated[int, U8] = 0
    requested_oplock_level: Annotated[OplockLevel, U8] = OplockLevel.SMB2_OPLOCK_LEVEL_NONE
    impersonation_level: Annotated[ImpersonationLevel, U32] = ImpersonationLevel.Impersonation
    smb_create_flags: Annotated[int, U64] = 0
    reserved: Annotated[int, U64] = 0
    desired_access: Annotated[AccessMask, U32] = AccessMask(0)
    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    share_access: Annotated[ShareAccess, U32] = ShareAccess(0)
    create_disposition: Annotated[CreateDisposition, U32] = CreateDisposition.FILE_OPEN
    create_options: Annotated[CreateOptions, U32] = CreateOptions(0)
    name_offset: Annotated[int | None, U16, OffsetOf("name", always=True)] = None
    name_length: Annotated[int | None, U16, LengthOf("name")] = None
    create_contexts_offset: Annotated[int | None, U32, OffsetOf("create_contexts")] = None
    create_contexts_length: Annotated[int | None, U32, LengthOf("create_contexts")] = None
    name: Annotated[str, Utf16("name_offset", "name_length", align=8)] = ""
    create_contexts: Annotated[
        tuple[CreateContext, ...], Chain("create_contexts_offset", "create_contexts_length")
    ] = ()
    padding: Annotated[bytes, Padding("create_contexts")] = b""
    rest: Annotated[bytes, REST] = b""


class CreateResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.14."""

    structure_size: Annotated[int, U16] = 89
    oplock_level: Annotated[OplockLevel, U8] = OplockLevel.SMB2_OPLOCK_LEVEL_NONE
    flags: Annotated[CreateResponseFlags, U8] = CreateResponseFlags(0)
    create_action: Annotated[CreateAction, U32] = CreateAction.FILE_OPENED
    creation_time: Annotated[int, FILETIME] = 0
    last_access_time: Annotated[int, FILETIME] = 0
    last_write_time: Annotated[int, FILETIME] = 0
    change_time: Annotated[int, FILETIME] = 0
    allocation_size: Annotated[int, U64] = 0
    end_of_file: Annotated[int, U64] = 0
    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    reserved2: Annotated[int, U32] = 0
    file_id: FileId = FileId()
    create_contexts_offset: Annotated[int | None, U32, OffsetOf("create_contexts")] = None
    create_contexts_length: Annotated[int | None, U32, LengthOf("create_contexts")] = None
    create_contexts: Annotated[
        tuple[CreateContext, ...], Chain("create_contexts_offset", "create_contexts_length")
    ] = ()
    padding: Annotated[bytes, Padding("create_contexts")] = b""
    rest: Annotated[bytes, REST] = b""


class CloseRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.15."""

    structure_size: Annotated[int, U16] = 24
    flags: Annotated[CloseFlags, U16] = CloseFlags(0)
    reserved: Annotated[int, U32] = 0
    file_id: FileId = FileId()
    rest: Annotated[bytes, REST] = b""


class CloseResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.16."""

    structure_size: Annotated[int, U16] = 60
    flags: Annotated[CloseFlags, U16] = CloseFlags(0)
    reserved: Annotated[int, U32] = 0
    creation_time: Annotated[int, FILETIME] = 0
    last_access_time: Annotated[int, FILETIME] = 0
    last_write_time: Annotated[int, FILETIME] = 0
    change_time: Annotated[int, FILETIME] = 0
    allocation_size: Annotated[int, U64] = 0
    end_of_file: Annotated[int, U64] = 0
    file_attributes: Annotated[FileAttributes, U32] = FileAttributes(0)
    rest: Annotated[bytes, REST] = b""
