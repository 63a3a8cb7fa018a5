"""[MS-FSA] 2.1.5.5: the server requests closing an open."""

from __future__ import annotations

from plugfest.protocols.ms_fsa.constants import (
    ARCHIVE,
    FILE_ACTION_REMOVED,
    FILE_ACTION_REMOVED_STREAM,
    FILE_DELETE_ON_CLOSE,
    FILE_NOTIFY_CHANGE_DIR_NAME,
    FILE_NOTIFY_CHANGE_FILE_NAME,
    FILE_NOTIFY_CHANGE_STREAM_NAME,
    SPARSE_FILE,
)
from plugfest.protocols.ms_fsa.model import File, Link, Open, Stream


def close_file(open_: Open) -> None:
    """Close it; a second time nothing happens."""
    if open_.is_closed:
        return
    open_.is_closed = True
    open_.scan = None
    file, link, stream = open_.file, open_.link, open_.stream
    storage = file.volume.storage
    file.opens.remove(open_)
    stream.opens -= 1
    if open_.mode & FILE_DELETE_ON_CLOSE:
        _mark(open_)
    if not stream.opens:
        file.streams.remove(stream)
        if stream.is_deleted:
            _delete_stream(file, stream, open_.path)
        elif not stream.is_directory:
            _truncate(file, stream)
    removed = link.is_removed
    if link.is_deleted and not removed and _is_last(file, link):
        remove_link(file, link)
        if open_.short_name and link.is_removed and not file.is_directory:
            file.volume.tunnel(link, open_.short_name, file.metadata.creation_time)
    if not file.opens:
        del file.volume.open_files[file.id]
        if not file.metadata.links:
            storage.release(file.id)
            return
        file.links.clear()
        if file.dirty:
            storage.save(file.id, file.metadata)
            file.dirty = False


def _mark(open_: Open) -> None:
    """Phase 1."""
    if open_.stream.name:
        open_.stream.is_deleted = True
    elif not open_.stream.is_directory or open_.file.volume.storage.is_empty(open_.file.id):
        open_.link.is_deleted = True


def _is_last(file: File, link: Link) -> bool:
    """Phase 3: does the name go now? With POSIX semantics at the first close, otherwise at the last."""
    if link.delete_using_posix_semantics:
        return True
    return not any(existing.link is link for existing in file.opens)


def remove_link(file: File, link: Link) -> None:
    """The name goes; the file with its last name, once nobody has it open. A directory that is not empty stays."""
    volume = file.volume
    if file.is_directory and not volume.storage.is_empty(file.id):
        link.is_deleted = False
        return
    volume.storage.unlink(link.directory, link.name)
    link.is_removed = True
    metadata = file.metadata
    metadata.links -= 1
    file.dirty = True
    volume.touch_directory(link.directory)
    if metadata.links:
        metadata.change_time = volume.clock()
        metadata.attributes |= ARCHIVE
    if volume.notify is not None:
        kind = FILE_NOTIFY_CHANGE_DIR_NAME if file.is_directory else FILE_NOTIFY_CHANGE_FILE_NAME
        volume.notify(volume, FILE_ACTION_REMOVED, kind, link.path)


def _delete_stream(file: File, stream: Stream, path: str) -> None:
    """Phase 2."""
    streams = file.metadata.streams
    if streams.pop(stream.name, None) is None:
        return
    file.volume.storage.delete_stream(file.id, stream.name)
    if stream.state.is_sparse and not any(state.is_sparse for state in streams.values()):
        file.metadata.attributes &= ~SPARSE_FILE
    file.dirty = True
    file.volume.report(FILE_ACTION_REMOVED_STREAM, FILE_NOTIFY_CHANGE_STREAM_NAME, path)


def _truncate(file: File, stream: Stream) -> None:
    """Phase 4: space beyond the end goes back."""
    state = stream.state
    if state.is_sparse:
        state.allocation_size = file.allocation_of(stream.name, state)
    elif state.allocation_size > state.size:
        needed = file.volume.align(state.size)
        if needed < state.allocation_size:
            state.allocation_size = needed
            file.dirty = True
