"""[MS-FSA] 2.1.5.15.7 FileLinkInformation, 2.1.5.15.12 FileRenameInformation, 2.1.5.15.12.1 renaming streams."""

from __future__ import annotations

from typing import TypeVar

from plugfest.errors import WireError
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import (
    ARCHIVE,
    DELETE,
    DIRECTORY,
    FILE_ACTION_ADDED,
    FILE_ACTION_MODIFIED,
    FILE_ACTION_REMOVED,
    FILE_ACTION_RENAMED_NEW_NAME,
    FILE_ACTION_RENAMED_OLD_NAME,
    FILE_ADD_FILE,
    FILE_ADD_SUBDIRECTORY,
    FILE_DELETE_CHILD,
    FILE_NOTIFY_CHANGE_ATTRIBUTES,
    FILE_NOTIFY_CHANGE_DIR_NAME,
    FILE_NOTIFY_CHANGE_FILE_NAME,
    READONLY,
)
from plugfest.protocols.ms_fsa.model import Open, Volume
from plugfest.protocols.ms_fsa.names import fold
from plugfest.protocols.ms_fsa.path import Place, find
from plugfest.protocols.ms_fsa.share_access import check_sharing
from plugfest.protocols.ms_fsa.storage import StreamState
from plugfest.protocols.ms_fscc.constants import RenameFlags
from plugfest.protocols.ms_fscc.file_information import (
    FileLinkInformation,
    FileRenameInformation,
    FileRenameInformationEx,
)
from plugfest.protocols.ms_fscc.names import is_streamname

R = TypeVar("R", FileLinkInformation, FileRenameInformation, FileRenameInformationEx)
_SMALLEST = 20
_SHARE = 3
"""FILE_SHARE_READ and FILE_SHARE_WRITE: with what the destination's directory is opened, as Windows does it up to
Windows 11 and Windows Server 2022 (notes 183 and 185): who has it open with DELETE is in the way."""


def _read(kind: type[R], data: bytes) -> R:
    """The request; names that are none are refused as 2.1.5.15.12 has it."""
    if len(data) < _SMALLEST:
        raise Refused(NtStatus.STATUS_INFO_LENGTH_MISMATCH)
    length = int.from_bytes(data[16:20], "little")
    if not length or length % 2 or length > len(data) - _SMALLEST:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    try:
        given = kind.decode(data)
    except WireError:  # pragma: no cover
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER) from None
    if given.root_directory or given.file_name.startswith("\\"):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    return given


def set_rename(open_: Open, data: bytes) -> None:
    """2.1.5.15.12."""
    _demand_delete(open_)
    given = _read(FileRenameInformation, data)
    _rename(open_, given.file_name, bool(given.replace_if_exists), False)


def set_rename_ex(open_: Open, data: bytes) -> None:
    """[MS-FSCC] 2.4.43. With POSIX semantics a file that others have open is replaced too."""
    _demand_delete(open_)
    given = _read(FileRenameInformationEx, data)
    replace = bool(given.flags & RenameFlags.FILE_RENAME_REPLACE_IF_EXISTS)
    _rename(open_, given.file_name, replace, bool(given.flags & RenameFlags.FILE_RENAME_POSIX_SEMANTICS))


def _demand_delete(open_: Open) -> None:
    if not open_.granted_access & DELETE:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)


def _rename(open_: Open, name: str, replace: bool, posix: bool) -> None:
    if name.startswith(":"):
        _rename_stream(open_, name, replace)
        return
    file, link = open_.file, open_.link
    volume = file.volume
    place = _destination(open_, name, FILE_ADD_SUBDIRECTORY if file.is_directory else FILE_ADD_FILE)
    if open_.stream.name:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if link.is_deleted or file.is_root:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if file.is_directory:
        if _has_open_files(volume, link.path):
            raise Refused(NtStatus.STATUS_ACCESS_DENIED)
        if f"{place.path}\\".startswith(f"{link.path}\\") and place.path != link.path:
            raise Refused(NtStatus.STATUS_INVALID_PARAMETER)  # a directory does not go into itself
    new_name = name.rpartition("\\")[2]
    same_directory = place.parent == link.directory
    if same_directory and new_name == link.name:
        return
    own = same_directory and fold(new_name) == fold(link.name)
    if place.node is not None and not own:
        if place.node == file.id:
            _replace_own_link(open_, place)
        else:
            _replace(open_, place, replace, posix)
    old_path, old_directory = link.path, link.directory
    volume.storage.rename(link.directory, link.name, place.parent, new_name)
    parent_path = place.path.rpartition("\\")[0]
    link.name, link.directory = new_name, place.parent
    link.path = f"{parent_path}\\{new_name}" if parent_path else new_name
    volume.touch_directory(old_directory)
    if not same_directory:
        volume.touch_directory(place.parent)
    metadata = file.metadata
    if not open_.user_set_change_time:
        metadata.change_time = volume.clock()
    if not file.is_directory:
        metadata.attributes |= ARCHIVE
    file.dirty = True
    _report_rename(open_, old_path, same_directory)


def _report_rename(open_: Open, old_path: str, same_directory: bool) -> None:
    volume = open_.file.volume
    if volume.notify is None:
        return
    kind = FILE_NOTIFY_CHANGE_DIR_NAME if open_.file.is_directory else FILE_NOTIFY_CHANGE_FILE_NAME
    volume.notify(volume, FILE_ACTION_RENAMED_OLD_NAME if same_directory else FILE_ACTION_REMOVED, kind, old_path)
    volume.notify(volume, FILE_ACTION_RENAMED_NEW_NAME if same_directory else FILE_ACTION_ADDED, kind, open_.link.path)


def _destination(open_: Open, name: str, needed: int) -> Place:
    """The place of the new name; its directory is opened for adding to it, and closed again."""
    volume, context = open_.file.volume, open_.context
    place = find(volume, name)
    if not context.granted(volume.security(place.parent)) & needed and not context.has_restore_access:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    directory = volume.open_files.get(place.parent)
    if directory is not None:
        if any(link.is_deleted for link in directory.links):
            raise Refused(NtStatus.STATUS_DELETE_PENDING)
        check_sharing(directory, "", True, needed, _SHARE)
    if place.stream or place.type or place.is_directory_name or not place.name:
        raise Refused(NtStatus.STATUS_OBJECT_NAME_INVALID)
    return place


def _has_open_files(volume: Volume, path: str) -> bool:
    """2.1.4.2."""
    below = f"{path}\\"
    return any(
        not link.is_removed and link.path.startswith(below)
        for file in volume.open_files.values()
        for link in file.links
        if any(existing.link is link for existing in file.opens)
    )


def _replace(open_: Open, place: Place, replace: bool, posix: bool) -> None:
    """Another file has the new name: may it go, and away with it."""
    volume, context = open_.file.volume, open_.context
    assert place.node is not None
    if not replace:
        raise Refused(NtStatus.STATUS_OBJECT_NAME_COLLISION)
    metadata = volume.metadata(place.node)
    if metadata.attributes & (DIRECTORY | READONLY):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    target = volume.open_files.get(place.node)
    link = volume.live_link(place.parent, place.name, place.node)
    if link is not None and link.is_deleted:
        raise Refused(NtStatus.STATUS_DELETE_PENDING)
    allowed = context.granted(metadata.security) & DELETE
    if not allowed and not context.granted(volume.security(place.parent)) & FILE_DELETE_CHILD:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if target is not None and not posix:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    volume.storage.unlink(place.parent, place.name)
    metadata.links -= 1
    if link is not None:
        link.is_deleted = link.is_removed = True
    if metadata.links:
        metadata.change_time = volume.clock()
        volume.save(place.node, metadata)
    elif target is None:
        volume.storage.release(place.node)
    volume.report(FILE_ACTION_REMOVED, FILE_NOTIFY_CHANGE_FILE_NAME, place.path)


def _replace_own_link(open_: Open, place: Place) -> None:
    """The new name is another link to the same file, which goes."""
    file = open_.file
    file.volume.storage.unlink(place.parent, place.name)
    file.metadata.links -= 1
    other = file.volume.live_link(place.parent, place.name, file.id)
    if other is not None:
        other.is_removed = True


def set_link(open_: Open, data: bytes) -> None:
    """2.1.5.15.7."""
    given = _read(FileLinkInformation, data)
    file, volume = open_.file, open_.file.volume
    if open_.stream.name:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if file.is_directory:
        raise Refused(NtStatus.STATUS_FILE_IS_A_DIRECTORY)
    if open_.link.is_deleted:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if file.metadata.links >= volume.max_links:
        raise Refused(NtStatus.STATUS_TOO_MANY_LINKS)
    place = _destination(open_, given.file_name, FILE_ADD_FILE)
    if place.node is not None:
        if place.node == file.id:
            if not given.replace_if_exists:
                raise Refused(NtStatus.STATUS_OBJECT_NAME_COLLISION)
            return
        _replace(open_, place, bool(given.replace_if_exists), False)
    name = given.file_name.rpartition("\\")[2]
    volume.storage.link(file.id, place.parent, name)
    file.metadata.links += 1
    volume.touch_directory(place.parent)
    open_.note_changed()
    action = FILE_ACTION_ADDED if place.node is None else FILE_ACTION_MODIFIED
    kind = FILE_NOTIFY_CHANGE_FILE_NAME if place.node is None else FILE_NOTIFY_CHANGE_ATTRIBUTES
    volume.report(action, kind, place.path)


def _rename_stream(open_: Open, name: str, replace: bool) -> None:
    """2.1.5.15.12.1."""
    file, stream = open_.file, open_.stream
    storage, streams = file.volume.storage, file.metadata.streams
    new_name, _, kind = name[1:].partition(":")
    if name.endswith(":") or name.count(":") > 3 or not is_streamname(new_name) or not is_streamname(kind):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if not (new_name or kind) or (not new_name and file.is_directory):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if kind and kind.upper() != ("$INDEX_ALLOCATION" if stream.is_directory else "$DATA"):
        raise Refused(NtStatus.STATUS_OBJECT_TYPE_MISMATCH)
    if stream.is_directory:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if fold(new_name) == fold(stream.name):
        return
    stored = file.stored_stream(new_name)
    if stored is not None:
        if not replace:
            raise Refused(NtStatus.STATUS_OBJECT_NAME_COLLISION)
        if any(file.open_streams(stored)) or streams[stored].size:
            raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
        del streams[stored]
        storage.delete_stream(file.id, stored)
    storage.rename_stream(file.id, stream.name, new_name)
    old_name, state = stream.name, streams.pop(stream.name)
    if not old_name:
        streams[""] = StreamState()
    streams[new_name] = state
    stream.name = new_name
    open_.note_modified()
