"""[MS-FSA] 2.1.5.10.1, .2, .13, .35, .36: object ids."""

from __future__ import annotations

import hashlib

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import FILE_WRITE_ATTRIBUTES, FILE_WRITE_DATA
from plugfest.protocols.ms_fsa.model import Open

_SIZE = 64
Answer = tuple[bytes, NtStatus]


def create_or_get_object_id(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.1."""
    if limit < _SIZE:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    metadata = open_.file.metadata
    if not metadata.object_id:
        _writable(open_)
        volume = open_.file.volume
        made = _new(volume.volume_id, open_.file.id, volume.clock())
        metadata.object_id = made + volume.volume_id + made + bytes(16)
        open_.note_changed(archive=False)
    return metadata.object_id, NtStatus.STATUS_SUCCESS


def _new(volume_id: bytes, node: int, now: int) -> bytes:
    """A GUID that no other file has: from the file's own number and the time, in the form of a random one."""
    digest = bytearray(
        hashlib.sha256(volume_id + node.to_bytes(16, "little") + now.to_bytes(8, "little")).digest()[:16]
    )
    digest[7] = digest[7] & 0x0F | 0x40
    digest[8] = digest[8] & 0x3F | 0x80
    return bytes(digest)


def get_object_id(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.13."""
    if limit < _SIZE:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if not open_.file.metadata.object_id:
        raise Refused(NtStatus.STATUS_OBJECTID_NOT_FOUND)
    return open_.file.metadata.object_id, NtStatus.STATUS_SUCCESS


def delete_object_id(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.2."""
    if not open_.granted_access & (FILE_WRITE_DATA | FILE_WRITE_ATTRIBUTES):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    _writable(open_)
    if open_.file.metadata.object_id:
        open_.file.metadata.object_id = b""
        open_.note_changed(archive=False)
    return b"", NtStatus.STATUS_SUCCESS


def set_object_id(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.35."""
    if len(data) != _SIZE:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    _writable(open_)
    if not open_.context.has_restore_access:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if open_.file.metadata.object_id:
        raise Refused(NtStatus.STATUS_OBJECT_NAME_COLLISION)
    open_.file.metadata.object_id = data
    open_.note_changed(archive=False)
    return b"", NtStatus.STATUS_SUCCESS


def set_object_id_extended(open_: Open, data: bytes, limit: int) -> Answer:
    """2.1.5.10.36."""
    if len(data) != _SIZE - 16:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    _writable(open_)
    if not open_.granted_access & (FILE_WRITE_DATA | FILE_WRITE_ATTRIBUTES):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    metadata = open_.file.metadata
    if not metadata.object_id:
        raise Refused(NtStatus.STATUS_OBJECTID_NOT_FOUND)
    metadata.object_id = metadata.object_id[:16] + data
    open_.note_changed(archive=False)
    return b"", NtStatus.STATUS_SUCCESS


def _writable(open_: Open) -> None:
    if open_.file.volume.is_read_only:
        raise Refused(NtStatus.STATUS_MEDIA_WRITE_PROTECTED)
