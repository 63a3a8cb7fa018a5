"""[MS-SMB2] 2.2.2.1 ERROR Context, 2.2.2.2.1 Symbolic Link Error Response."""

from __future__ import annotations

from typing import Annotated, Self

from plugfest.errors import WireError
from plugfest.wire import REST, U16, U32, LengthOf, Sized, Structure

IO_REPARSE_TAG_SYMLINK = 0xA000000C


class ErrorContext(Structure, frozen=True):
    """[MS-SMB2] 2.2.2.1."""

    error_data_length: Annotated[int | None, U32, LengthOf("error_context_data")] = None
    error_id: Annotated[int, U32] = 0
    error_context_data: Annotated[bytes, Sized("error_data_length")] = b""
    rest: Annotated[bytes, REST] = b""


class SymbolicLinkErrorResponse(Structure, frozen=True):
    """[MS-SMB2] 2.2.2.2.1. The reparse data: names with their offsets and flags, as stored."""

    sym_link_length: Annotated[int, U32] = 0
    sym_link_error_tag: Annotated[int, U32] = 0x4C4D5953
    reparse_tag: Annotated[int, U32] = IO_REPARSE_TAG_SYMLINK
    reparse_data_length: Annotated[int, U16] = 0
    unparsed_path_length: Annotated[int, U16] = 0
    reparse_data: Annotated[bytes, REST] = b""

    @classmethod
    def of(cls, tag: int, data: bytes, unparsed_path_length: int) -> Self:
        """For reparse data as it is stored, behind its 8-byte header. Raises WireError for another tag."""
        if tag != IO_REPARSE_TAG_SYMLINK:
            raise WireError("SymbolicLinkErrorResponse", "ReparseTag", 8, f"0x{tag:08X} is no symbolic link")
        return cls(
            sym_link_length=len(data) + 12,
            reparse_tag=tag,
            reparse_data_length=len(data),
            unparsed_path_length=unparsed_path_length,
            reparse_data=data,
        )
