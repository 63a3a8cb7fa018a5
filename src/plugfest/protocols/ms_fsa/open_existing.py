"""[MS-FSA] 2.1.5.1.2: open of an existing file."""

from __future__ import annotations

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import (
    ARCHIVE,
    COMPRESSED,
    DELETE,
    FILE_ACTION_ADDED_STREAM,
    FILE_ACTION_MODIFIED,
    FILE_ACTION_MODIFIED_STREAM,
    FILE_APPEND_DATA,
    FILE_CREATE,
    FILE_CREATED,
    FILE_DELETE_ON_CLOSE,
    FILE_DISALLOW_EXCLUSIVE,
    FILE_GENERIC_WRITE,
    FILE_NO_EA_KNOWLEDGE,
    FILE_NOTIFY_CHANGE_ATTRIBUTES,
    FILE_NOTIFY_CHANGE_LAST_WRITE,
    FILE_NOTIFY_CHANGE_SIZE,
    FILE_NOTIFY_CHANGE_STREAM_NAME,
    FILE_NOTIFY_CHANGE_STREAM_SIZE,
    FILE_NOTIFY_CHANGE_STREAM_WRITE,
    FILE_OPEN,
    FILE_OPEN_IF,
    FILE_OPEN_REPARSE_POINT,
    FILE_OPENED,
    FILE_OVERWRITE,
    FILE_OVERWRITTEN,
    FILE_SHARE_READ,
    FILE_SUPERSEDE,
    FILE_SUPERSEDED,
    FILE_WRITE_ATTRIBUTES,
    FILE_WRITE_DATA,
    FILE_WRITE_EA,
    HIDDEN,
    READONLY,
    REPARSE_POINT,
    SPARSE_FILE,
    SYSTEM,
    VALID_SET_ATTRIBUTES,
)
from plugfest.protocols.ms_fsa.create_new import allocate
from plugfest.protocols.ms_fsa.model import File, Link, Open, Stream
from plugfest.protocols.ms_fsa.path import stop_at
from plugfest.protocols.ms_fsa.request import CreateRequest
from plugfest.protocols.ms_fsa.share_access import check_access, check_deletion, check_sharing
from plugfest.protocols.ms_fsa.storage import Metadata, StreamState

_NEED_EA = 0x80


def open_existing(request: CreateRequest, file: File) -> tuple[Open, int]:
    """The open of a file that is there, or of a stream of it that may not be."""
    place = request.place
    link = file.link(place.parent, place.name, place.path)
    try:
        return _open(request, file, link)
    finally:
        if not file.opens:
            file.links.clear()


def _open(request: CreateRequest, file: File, link: Link) -> tuple[Open, int]:
    metadata, name = file.metadata, request.place.stream
    if link.is_deleted:
        raise Refused(NtStatus.STATUS_DELETE_PENDING)
    if request.options & FILE_NO_EA_KNOWLEDGE and not name:
        if any(attribute.flags & _NEED_EA for attribute in metadata.extended_attributes):
            raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if metadata.attributes & REPARSE_POINT and not request.options & FILE_OPEN_REPARSE_POINT:
        stop_at(metadata.reparse_tag, metadata.reparse_data)
    if request.is_directory:
        return _open_directory(request, file, link)
    stored = file.stored_stream(name) if name else ""
    if stored is None:
        return _create_stream(request, file, link)
    stream = next(file.open_streams(stored), None)
    if stream is not None and stream.is_deleted:
        raise Refused(NtStatus.STATUS_DELETE_PENDING)
    if request.disposition == FILE_CREATE:
        raise Refused(NtStatus.STATUS_OBJECT_NAME_COLLISION)
    opened = request.disposition in (FILE_OPEN, FILE_OPEN_IF)
    needed = 0 if opened else _needed_to_overwrite(request, metadata, stored)
    granted = _check(request, file, stored, needed)
    if stream is None:
        stream = Stream(stored, metadata.streams[stored], False)
    open_ = request.make_open(file, link, stream, granted)
    if opened:
        return open_, FILE_OPENED
    _overwrite(request, open_)
    return open_, FILE_SUPERSEDED if request.disposition == FILE_SUPERSEDE else FILE_OVERWRITTEN


def _check(request: CreateRequest, file: File, stream: str, needed: int) -> int:
    """2.1.5.1.2.1 and 2.1.5.1.2.2: what is granted."""
    metadata, volume, desired = file.metadata, file.volume, request.desired
    if not file.is_directory and metadata.attributes & READONLY:
        if (desired | needed) & (FILE_WRITE_DATA | FILE_APPEND_DATA):
            raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if request.options & FILE_DELETE_ON_CLOSE and (metadata.attributes & READONLY or volume.is_read_only):
        raise Refused(NtStatus.STATUS_CANNOT_DELETE)
    parent = None if file.is_root else volume.security(request.place.parent)
    granted = check_access(request.context, metadata, parent, desired, request.granted, needed)
    before = volume.before
    parameters = {"file": file, "stream": stream, "disposition": request.disposition, "desired": desired}
    if file.opens:
        if before is not None:  # an oplock of level BATCH breaks even where sharing is refused then
            before("OPEN_BATCH", None, parameters)
        try:
            _check_sharing(request, file, stream, parent, granted | needed & (FILE_WRITE_DATA | DELETE))
        except Refused:
            if before is not None:
                before("OPEN_BREAK_H", None, parameters)
            raise
    if before is not None:
        before("OPEN", None, parameters)
    return granted


def _check_sharing(request: CreateRequest, file: File, stream: str, parent: bytes | None, effective: int) -> None:
    check_deletion(file, effective, request.share_access, request.is_directory or not stream)
    if parent is not None and not request.share_access & FILE_SHARE_READ:
        if not request.context.granted(parent) & FILE_WRITE_DATA:
            request.share_access |= FILE_SHARE_READ
    check_sharing(file, stream, request.is_directory, effective, request.share_access)


def _open_directory(request: CreateRequest, file: File, link: Link) -> tuple[Open, int]:
    if request.disposition not in (FILE_OPEN, FILE_OPEN_IF):
        denied = file.is_root and request.disposition != FILE_CREATE
        raise Refused(NtStatus.STATUS_ACCESS_DENIED if denied else NtStatus.STATUS_OBJECT_NAME_COLLISION)
    granted = _check(request, file, "", 0)
    if not file.opens and not request.share_access & FILE_SHARE_READ:
        if FILE_GENERIC_WRITE & ~request.context.granted(file.metadata.security):
            if request.options & FILE_DISALLOW_EXCLUSIVE:
                raise Refused(NtStatus.STATUS_ACCESS_DENIED)
            request.share_access |= FILE_SHARE_READ
    stream = next((stream for stream in file.streams if stream.is_directory), None) or Stream("", StreamState(), True)
    return request.make_open(file, link, stream, granted), FILE_OPENED


def _create_stream(request: CreateRequest, file: File, link: Link) -> tuple[Open, int]:
    """A named stream that the file did not have."""
    volume, metadata, name = file.volume, file.metadata, request.place.stream
    if request.disposition in (FILE_OPEN, FILE_OVERWRITE):
        raise Refused(NtStatus.STATUS_OBJECT_NAME_NOT_FOUND)
    granted = _check(request, file, name, FILE_WRITE_DATA)
    if volume.is_read_only:
        raise Refused(NtStatus.STATUS_MEDIA_WRITE_PROTECTED)
    state = StreamState()
    if request.allocation_size:
        allocate(request, state)
    metadata.streams[name] = state
    open_ = request.make_open(file, link, Stream(name, state, False), granted)
    open_.note_changed(archive=not file.is_directory)
    volume.report(FILE_ACTION_ADDED_STREAM, FILE_NOTIFY_CHANGE_STREAM_NAME, open_.path)
    return open_, FILE_CREATED


def _needed_to_overwrite(request: CreateRequest, metadata: Metadata, stream: str) -> int:
    """What one must be allowed to do besides, to overwrite or supersede."""
    if request.volume.is_read_only:
        raise Refused(NtStatus.STATUS_MEDIA_WRITE_PROTECTED)
    needed = DELETE if request.disposition == FILE_SUPERSEDE else FILE_WRITE_DATA
    if not stream:
        missing = metadata.attributes & ~request.attributes
        if missing & (HIDDEN | SYSTEM):
            raise Refused(NtStatus.STATUS_ACCESS_DENIED)
        needed |= FILE_WRITE_EA | FILE_WRITE_ATTRIBUTES
    if metadata.attributes & READONLY:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    return 0 if request.context.has_restore_access else needed


def _overwrite(request: CreateRequest, open_: Open) -> None:
    """The stream is empty from now on; where it is the default one, so is everything else of the file."""
    file, stream = open_.file, open_.stream
    metadata, state, storage = file.metadata, stream.state, file.volume.storage
    storage.set_size(file.id, stream.name, 0)
    state.size = state.valid_data_length = state.allocation_size = 0
    if stream.name:
        open_.note_modified()
        changes = FILE_NOTIFY_CHANGE_STREAM_SIZE | FILE_NOTIFY_CHANGE_STREAM_WRITE
        file.volume.report(FILE_ACTION_MODIFIED_STREAM, changes, open_.path)
    else:
        state.is_sparse = False
        for name in [name for name in metadata.streams if name]:
            in_use = next(file.open_streams(name), None)
            if in_use is not None:
                in_use.is_deleted = True
            else:
                del metadata.streams[name]
                storage.delete_stream(file.id, name)
        kept = metadata.attributes & COMPRESSED
        metadata.attributes = (request.attributes & VALID_SET_ATTRIBUTES & ~0x2000) | ARCHIVE | kept
        metadata.extended_attributes = request.extended_attributes
        open_.note_modified()
        changes = FILE_NOTIFY_CHANGE_ATTRIBUTES | FILE_NOTIFY_CHANGE_SIZE | FILE_NOTIFY_CHANGE_LAST_WRITE
        file.volume.report(FILE_ACTION_MODIFIED, changes, open_.link.path)
    if request.allocation_size:
        allocate(request, state)
    if any(other.is_sparse for other in metadata.streams.values()):
        metadata.attributes |= SPARSE_FILE
