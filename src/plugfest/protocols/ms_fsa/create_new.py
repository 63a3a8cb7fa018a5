"""[MS-FSA] 2.1.5.1.1: creation of a new file."""

from __future__ import annotations

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import (
    ACCESS_SYSTEM_SECURITY,
    ARCHIVE,
    COMPRESSED,
    DIRECTORY,
    FILE_ACTION_ADDED,
    FILE_ACTION_ADDED_STREAM,
    FILE_ADD_FILE,
    FILE_ADD_SUBDIRECTORY,
    FILE_ALL_ACCESS,
    FILE_CREATED,
    FILE_DELETE_ON_CLOSE,
    FILE_NO_COMPRESSION,
    FILE_NOTIFY_CHANGE_DIR_NAME,
    FILE_NOTIFY_CHANGE_FILE_NAME,
    FILE_NOTIFY_CHANGE_STREAM_NAME,
    MAXIMUM_ALLOWED,
    NOT_CONTENT_INDEXED,
    READONLY,
    TEMPORARY,
    VALID_SET_ATTRIBUTES,
)
from plugfest.protocols.ms_fsa.model import File, Open, Stream
from plugfest.protocols.ms_fsa.path import Place
from plugfest.protocols.ms_fsa.request import CreateRequest
from plugfest.protocols.ms_fsa.storage import Metadata, StreamState


def create_new(request: CreateRequest) -> tuple[Open, int]:
    """The open of a file that was not there."""
    volume, place, is_directory = request.volume, request.place, request.is_directory
    parent = volume.metadata(place.parent)
    _check(request, parent)
    if volume.before is not None:
        volume.before("CREATE", None, {"parent": place.parent, "context": request.context})
    now = created = volume.clock()
    if "~" in place.name and not is_directory and (old := volume.tunnelled(place.parent, place.name)):
        place = request.place = tunnelled(place, old.file_name)
        created = old.file_creation_time
    metadata = Metadata(
        _attributes(request, parent),
        created,
        now,
        now,
        now,
        request.context.new_security(parent.security, is_directory, request.security),
        request.extended_attributes,
    )
    state = StreamState()
    if is_directory:
        stream = Stream("", state, True)
    else:
        metadata.streams[""] = StreamState() if place.stream else state
        metadata.streams[place.stream] = state
        stream = Stream(place.stream, state, False)
        if request.allocation_size:
            allocate(request, state)
    node = volume.storage.create(place.parent, place.name, metadata)
    file = File(volume, node, metadata)
    if request.desired & MAXIMUM_ALLOWED:
        granted = request.granted | FILE_ALL_ACCESS | (request.desired & ACCESS_SYSTEM_SECURITY)
    else:
        granted = request.granted | request.desired
    open_ = request.make_open(file, file.link(place.parent, place.name, place.path), stream, granted)
    volume.touch_directory(place.parent)
    if volume.notify is not None:
        kind = FILE_NOTIFY_CHANGE_DIR_NAME if is_directory else FILE_NOTIFY_CHANGE_FILE_NAME
        volume.notify(volume, FILE_ACTION_ADDED, kind, place.path)
        if stream.name:
            volume.notify(volume, FILE_ACTION_ADDED_STREAM, FILE_NOTIFY_CHANGE_STREAM_NAME, open_.path)
    return open_, FILE_CREATED


def tunnelled(place: Place, name: str) -> Place:
    """The place, under the long name that a file of this short name had."""
    directory = place.path.rpartition("\\")[0]
    return place._replace(name=name, path=f"{directory}\\{name}" if directory else name)


def _check(request: CreateRequest, parent: Metadata) -> None:
    """May it be created?"""
    if request.is_directory and request.attributes & TEMPORARY:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if request.attributes & READONLY and request.options & FILE_DELETE_ON_CLOSE:
        raise Refused(NtStatus.STATUS_CANNOT_DELETE)
    context = request.context
    if request.desired & ~request.granted & ACCESS_SYSTEM_SECURITY and not context.has_security_access:
        raise Refused(NtStatus.STATUS_PRIVILEGE_NOT_HELD)
    link = request.volume.open_files.get(request.place.parent)
    if link is not None and any(link.is_deleted for link in link.links):
        raise Refused(NtStatus.STATUS_DELETE_PENDING)
    needed = FILE_ADD_SUBDIRECTORY if request.is_directory else FILE_ADD_FILE
    if not context.granted(parent.security) & needed and not context.has_restore_access:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)


def _attributes(request: CreateRequest, parent: Metadata) -> int:
    """File.FileAttributes."""
    attributes = request.attributes & VALID_SET_ATTRIBUTES & ~NOT_CONTENT_INDEXED
    attributes |= parent.attributes & NOT_CONTENT_INDEXED
    attributes |= DIRECTORY if request.is_directory else ARCHIVE
    if parent.attributes & COMPRESSED and not request.options & FILE_NO_COMPRESSION:
        attributes |= COMPRESSED
    return attributes


def allocate(request: CreateRequest, state: StreamState) -> None:
    """[MS-SMB2] 2.2.13.2.6: the space that the creator wants; as much as there is room for."""
    size = request.allocation_size or 0
    if size > request.volume.max_file_size:
        raise Refused(NtStatus.STATUS_DISK_FULL)
    if size > request.volume.storage.space().free:
        raise Refused(NtStatus.STATUS_DISK_FULL)
    state.allocation_size = max(state.allocation_size, request.volume.align(size))
