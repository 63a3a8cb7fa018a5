"""[MS-FSCC] 2.1.2: reparse data buffers."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from plugfest.protocols.ms_fscc.constants import NfsSpecialFile, ReparseTag, SymlinkFlags
from plugfest.wire import REST, U16, U32, U64, LengthOf, Sized, Structure


class ReparseDataBuffer(Structure, frozen=True):
    """[MS-FSCC] 2.1.2.2: of tags whose high bit is set."""

    reparse_tag: Annotated[ReparseTag, U32] = ReparseTag.IO_REPARSE_TAG_RESERVED_ZERO
    reparse_data_length: Annotated[int | None, U16, LengthOf("data_buffer")] = None
    reserved: Annotated[int, U16] = 0
    data_buffer: Annotated[bytes, Sized("reparse_data_length")] = b""


class ReparseGuidDataBuffer(Structure, frozen=True):
    """[MS-FSCC] 2.1.2.3: of all other tags."""

    reparse_tag: Annotated[ReparseTag, U32] = ReparseTag.IO_REPARSE_TAG_RESERVED_ZERO
    reparse_data_length: Annotated[int | None, U16, LengthOf("data_buffer")] = None
    reserved: Annotated[int, U16] = 0
    reparse_guid: UUID = UUID(int=0)
    data_buffer: Annotated[bytes, Sized("reparse_data_length")] = b""


class SymbolicLinkData(Structure, frozen=True):
    """[MS-FSCC] 2.1.2.4: the data of IO_REPARSE_TAG_SYMLINK. Offsets count from PathBuffer."""

    substitute_name_offset: Annotated[int, U16] = 0
    substitute_name_length: Annotated[int, U16] = 0
    print_name_offset: Annotated[int, U16] = 0
    print_name_length: Annotated[int, U16] = 0
    flags: Annotated[SymlinkFlags, U32] = SymlinkFlags(0)
    path_buffer: Annotated[bytes, REST] = b""

    @classmethod
    def of(cls, substitute: str, print_name: str, flags: int = 0) -> SymbolicLinkData:
        """With the substitute name first."""
        first, second = (text.encode("utf-16-le", "surrogatepass") for text in (substitute, print_name))
        return cls(0, len(first), len(first), len(second), SymlinkFlags(flags), first + second)

    @property
    def substitute_name(self) -> str:
        """The target; what lies outside of PathBuffer is left away."""
        return _text(self.path_buffer, self.substitute_name_offset, self.substitute_name_length)

    @property
    def print_name(self) -> str:
        """The target as people are shown it."""
        return _text(self.path_buffer, self.print_name_offset, self.print_name_length)


class MountPointData(Structure, frozen=True):
    """[MS-FSCC] 2.1.2.5: the data of IO_REPARSE_TAG_MOUNT_POINT. Offsets count from PathBuffer."""

    substitute_name_offset: Annotated[int, U16] = 0
    substitute_name_length: Annotated[int, U16] = 0
    print_name_offset: Annotated[int, U16] = 0
    print_name_length: Annotated[int, U16] = 0
    path_buffer: Annotated[bytes, REST] = b""

    @property
    def substitute_name(self) -> str:
        """The target; what lies outside of PathBuffer is left away."""
        return _text(self.path_buffer, self.substitute_name_offset, self.substitute_name_length)


class NfsReparseData(Structure, frozen=True):
    """[MS-FSCC] 2.1.2.6: the data of IO_REPARSE_TAG_NFS."""

    type: Annotated[NfsSpecialFile, U64] = NfsSpecialFile.NFS_SPECFILE_LNK
    data_buffer: Annotated[bytes, REST] = b""


class LxSymlinkData(Structure, frozen=True):
    """[MS-FSCC] 2.1.2.7: the data of IO_REPARSE_TAG_LX_SYMLINK; the target is UTF-8."""

    version: Annotated[int, U32] = 2
    target: Annotated[bytes, REST] = b""


def _text(buffer: bytes, offset: int, length: int) -> str:
    part = buffer[offset : offset + length]
    return part[: len(part) & ~1].decode("utf-16-le", "surrogatepass")
