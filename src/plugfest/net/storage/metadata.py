"""A node's metadata, from its state in the file system and its record, and back.

The file system's word counts for what it holds: sizes, links, and the time of the last write. What others did to a file
since its record was written is seen from size and mtime.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from functools import lru_cache

from plugfest.net.storage.records import VERSION, Record, StreamRecord
from plugfest.protocols.ms_dtyp import Acl, SdControl, SecurityDescriptor, Token, new_descriptor
from plugfest.protocols.ms_dtyp.sid import ADMINISTRATORS
from plugfest.protocols.ms_fsa.constants import ARCHIVE, DIRECTORY, READONLY, REPARSE_POINT
from plugfest.protocols.ms_fsa.storage import ExtendedAttribute, Metadata, StreamState

_1970 = 116444736000000000
_CLUSTER = 4096
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def to_filetime(nanoseconds: int) -> int:
    """[MS-DTYP] 2.3.3, of a time of the host."""
    return max(nanoseconds // 100 + _1970, 0)


def to_nanoseconds(filetime: int) -> int:
    """And back."""
    return (filetime - _1970) * 100


def locked() -> bytes:
    """A descriptor that lets administrators only change it, for a file whose own one cannot be read."""
    control = SdControl.SE_SELF_RELATIVE | SdControl.SE_DACL_PRESENT
    return SecurityDescriptor(ADMINISTRATORS, ADMINISTRATORS, Acl(()), None, control).encode()


@lru_cache(maxsize=256)
def inherited(parent: bytes, is_directory: bool) -> bytes:
    """The descriptor of what others put into a directory that `parent` protects: as if an administrator had done it."""
    token = Token(ADMINISTRATORS, ADMINISTRATORS)
    return new_descriptor(SecurityDescriptor.decode(parent), None, is_directory, token).encode()


def _align(size: int) -> int:
    return -(-size // _CLUSTER) * _CLUSTER


def foreign(state: os.stat_result, birth: int, security: bytes) -> Metadata:
    """Of what others made."""
    modified = to_filetime(state.st_mtime_ns)
    metadata = Metadata(
        creation_time=to_filetime(birth) if birth else modified,
        last_access_time=to_filetime(state.st_atime_ns),
        last_write_time=modified,
        change_time=to_filetime(state.st_ctime_ns),
        security=security,
    )
    if stat.S_ISDIR(state.st_mode):
        metadata.attributes = DIRECTORY
    else:
        size = state.st_size if stat.S_ISREG(state.st_mode) else 0
        metadata.attributes = ARCHIVE | (0 if state.st_mode & _WRITABLE else READONLY)
        metadata.links = state.st_nlink
        metadata.streams[""] = StreamState(size, _align(size), size)
    return metadata


def from_record(state: os.stat_result, record: Record, stream_size: Callable[[str], int]) -> Metadata:
    """Of what has a record; `stream_size` tells how long a named stream is."""
    metadata = Metadata(
        record.attributes,
        record.creation_time,
        record.last_access_time,
        record.last_write_time,
        record.change_time,
        record.security,
        tuple(ExtendedAttribute(*attribute) for attribute in record.extended_attributes),
        record.reparse_tag,
        record.reparse_guid,
        record.reparse_data,
        record.object_id,
    )
    is_file = stat.S_ISREG(state.st_mode)
    if state.st_mtime_ns != record.modified or (is_file and state.st_size != record.size):
        modified = to_filetime(state.st_mtime_ns)
        metadata.last_write_time = modified
        metadata.change_time = max(metadata.change_time, modified)
        if is_file:
            metadata.attributes |= ARCHIVE
    metadata.attributes &= ~DIRECTORY
    if stat.S_ISDIR(state.st_mode):
        metadata.attributes |= DIRECTORY
    else:
        metadata.links = state.st_nlink
        if not any(not stream.name for stream in record.streams):
            metadata.streams[""] = StreamState()
    own = record.node == state.st_ino
    if not own:
        metadata.object_id = b""
    for stream in record.streams:
        name = stream.name.decode("utf-16-le", "surrogatepass")
        if name and not own:  # the bytes are another file's
            continue
        size = stream_size(name) if name else state.st_size
        metadata.streams[name] = _stream(stream, size)
    return metadata


def _stream(stream: StreamRecord, size: int) -> StreamState:
    if size == stream.size:
        return StreamState(size, stream.allocation_size, stream.valid_data_length, stream.is_sparse)
    return StreamState(size, _align(size), size, stream.is_sparse)


def to_record(metadata: Metadata, state: os.stat_result) -> Record:
    """What is to be kept, with the state that the file is in now."""
    is_file = stat.S_ISREG(state.st_mode)
    return Record(
        VERSION,
        state.st_ino,
        state.st_mtime_ns,
        state.st_size if is_file else 0,
        int(metadata.attributes),
        metadata.creation_time,
        metadata.last_access_time,
        metadata.last_write_time,
        metadata.change_time,
        metadata.security,
        metadata.extended_attributes,
        int(metadata.reparse_tag),
        metadata.reparse_guid,
        metadata.reparse_data,
        metadata.object_id,
        tuple(
            StreamRecord(
                name.encode("utf-16-le", "surrogatepass"),
                stream.size,
                stream.allocation_size,
                stream.valid_data_length,
                stream.is_sparse,
            )
            for name, stream in metadata.streams.items()
        ),
    )


def as_symlink(metadata: Metadata, tag: int, data: bytes, is_directory: bool) -> Metadata:
    """Of a symbolic link of the host: a reparse point, whatever was kept of it."""
    metadata.reparse_tag, metadata.reparse_data, metadata.reparse_guid = tag, data, b""
    metadata.attributes = (metadata.attributes & ~(DIRECTORY | READONLY)) | REPARSE_POINT
    metadata.streams.clear()
    if is_directory:
        metadata.attributes |= DIRECTORY
    else:
        metadata.streams[""] = StreamState()
    return metadata
