"""[MS-SMB2] 2.2.9 TREE_CONNECT request, 2.2.10 response, 2.2.11 TREE_DISCONNECT request, 2.2.12 response."""

from __future__ import annotations

from typing import Annotated

from plugfest.protocols.ms_smb2.constants import AccessMask, ShareCapabilities, ShareFlags, ShareType, TreeConnectFlags
from plugfest.wire import REST, U8, U16, U32, LengthOf, OffsetOf, Structure, Utf16


class TreeConnectRequest(Structure, frozen=True):
    r"""[MS-SMB2] 2.2.9. The path has the form `\\server\share`. Flags is reserved before 3.1.1."""

    __minimum_size__ = 9

    structure_size: Annotated[int, U16] = 9
    flags: Annotated[TreeConnectFlags, U16] = TreeConnectFlags(0)
    path_offset: Annotated[int | None, U16, OffsetOf("path", always=True)] = None
    path_length: Annotated[int | None, U16, LengthOf("path")] = None
    path: Annotated[str, Utf16("path_offset", "path_length")] = ""
    rest: Annotated[bytes, REST] = b""


class TreeConnectResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.10."""

    structure_size: Annotated[int, U16] = 16
    share_type: Annotated[ShareType, U8] = ShareType.SMB2_SHARE_TYPE_DISK
    reserved: Annotated[int, U8] = 0
    share_flags: Annotated[ShareFlags, U32] = ShareFlags(0)
    capabilities: Annotated[ShareCapabilities, U32] = ShareCapabilities(0)
    maximal_access: Annotated[AccessMask, U32] = AccessMask(0)
    rest: Annotated[bytes, REST] = b""


class TreeDisconnectRequest(Structure, frozen=True):
    """[MS-SMB2] 2.2.11."""

    structure_size: Annotated[int, U16] = 4
    reserved: Annotated[int, U16] = 0
    rest: Annotated[bytes, REST] = b""


class TreeDisconnectResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.12."""

    structure_size: Annotated[int, U16] = 4
    reserved: Annotated[int, U16] = 0
    rest: Annotated[bytes, REST] = b""
