"""[MS-FSA] 2.1.5.1 phases 5 and 6: a pathname, and what it leads to."""

from __future__ import annotations

from typing import NamedTuple

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import DIRECTORY, REPARSE_POINT
from plugfest.protocols.ms_fsa.model import StoppedOnSymlink, Volume
from plugfest.protocols.ms_fsa.names import fold
from plugfest.protocols.ms_fscc.names import Component, is_filename, split_component, units

_LONGEST = 32760
_DIRECTORY_SUFFIXES = (":$i30", ":$i30:$index_allocation", "::$index_allocation")
_STREAM_TYPES = frozenset(
    (
        "$ATTRIBUTE_LIST",
        "$BITMAP",
        "$DATA",
        "$EA",
        "$EA_INFORMATION",
        "$FILE_NAME",
        "$INDEX_ALLOCATION",
        "$INDEX_ROOT",
        "$LOGGED_UTILITY_STREAM",
        "$OBJECT_ID",
        "$REPARSE_POINT",
        "$SECURITY_DESCRIPTOR",
        "$STANDARD_INFORMATION",
        "$VOLUME_INFORMATION",
        "$VOLUME_NAME",
    )
)
_IO_REPARSE_TAG_MOUNT_POINT = 0xA0000003
_IO_REPARSE_TAG_SYMLINK = 0xA000000C


class Place(NamedTuple):
    """Where a pathname leads."""

    parent: int
    """The directory in which the last component is looked for; of the root itself: the root."""
    name: str
    """As the link has it, or as it was asked for where there is none; of the root: empty."""
    path: str
    """From the root, in the names that the links have."""
    node: int | None
    stream: str = ""
    type: str = ""
    is_directory_name: bool = False
    """A backslash stands at its end."""
    short_name: str = ""
    """Folded, where it is what led there."""


def find(volume: Volume, path: str) -> Place:
    """Look a pathname up. Raises Refused where it is no name, or leads through what is no directory."""
    if "\\" not in path and ":" not in path and path:  # what most opens of a flat share are
        if not is_filename(path):
            dots = path == ".."
            raise Refused(NtStatus.STATUS_OBJECT_PATH_SYNTAX_BAD if dots else NtStatus.STATUS_OBJECT_NAME_INVALID)
        root = volume.storage.root
        found = volume.lookup(root, path)
        if found is None:
            return Place(root, path, path, None)
        return Place(root, found[1], found[1], found[0], short_name=_short(path, found[1]))
    if len(path) > _LONGEST or "\0" in path:
        raise Refused(NtStatus.STATUS_OBJECT_NAME_INVALID)
    parts = [part for part in path.split("\\") if part]
    if not parts:
        return Place(volume.storage.root, "", "", volume.storage.root)
    for part in parts:
        if part == "..":
            raise Refused(NtStatus.STATUS_OBJECT_PATH_SYNTAX_BAD)
        if part.endswith(":"):
            raise Refused(NtStatus.STATUS_OBJECT_NAME_INVALID)
    parent, walked = _walk(volume, parts)
    last = _component(parts[-1])
    if last.type and last.type.upper() not in _STREAM_TYPES:
        raise Refused(NtStatus.STATUS_OBJECT_NAME_INVALID)
    if not last.file and len(parts) == 1:  # a stream of the root directory
        return Place(parent, "", "", parent, last.stream, last.type.upper())
    found = volume.lookup(parent, last.file)
    name = last.file if found is None else found[1]
    walked.append(name)
    node = None if found is None else found[0]
    path_found, short = "\\".join(walked), _short(last.file, name)
    return Place(parent, name, path_found, node, last.stream, last.type.upper(), path.endswith("\\"), short)


def _short(asked: str, name: str) -> str:
    """The folded short name, if it is what a link was found by."""
    if asked == name or "~" not in asked:
        return ""
    folded = fold(asked)
    return folded if folded != fold(name) else ""


def _walk(volume: Volume, parts: list[str]) -> tuple[int, list[str]]:
    """The directory that all components but the last lead to, and their names."""
    parent = volume.storage.root
    walked: list[str] = []
    for index, part in enumerate(parts[:-1]):
        name, colon, suffix = part.partition(":")
        if (colon and (colon + suffix).lower() not in _DIRECTORY_SUFFIXES) or not is_filename(name):
            raise Refused(NtStatus.STATUS_OBJECT_NAME_INVALID)
        found = volume.lookup(parent, name)
        if found is None:
            raise Refused(NtStatus.STATUS_OBJECT_PATH_NOT_FOUND)
        node, name = found
        metadata = volume.metadata(node)
        if node in volume.open_files:
            link = volume.live_link(parent, name, node)
            if link is not None and link.is_deleted:
                raise Refused(NtStatus.STATUS_DELETE_PENDING)
        if metadata.attributes & REPARSE_POINT:
            _stop(metadata.reparse_tag, metadata.reparse_data, parts[index + 1 :])
        if not metadata.attributes & DIRECTORY:
            raise Refused(NtStatus.STATUS_OBJECT_PATH_NOT_FOUND)
        walked.append(name)
        parent = node
    return parent, walked


def _stop(tag: int, data: bytes, rest: list[str]) -> None:
    """A reparse point in the middle of a path. Those that are no links lead on."""
    if tag == _IO_REPARSE_TAG_SYMLINK:
        unparsed = sum(units(part) + 1 for part in rest) * 2
        raise StoppedOnSymlink(NtStatus.STATUS_STOPPED_ON_SYMLINK, tag, data, unparsed)
    if tag == _IO_REPARSE_TAG_MOUNT_POINT:  # it would lead out of the volume
        raise Refused(NtStatus.STATUS_IO_REPARSE_TAG_NOT_HANDLED)


def stop_at(tag: int, data: bytes) -> None:
    """2.1.5.1.2: a reparse point at the end of a path, opened without FILE_OPEN_REPARSE_POINT."""
    _stop(tag, data, [])
    raise Refused(NtStatus.STATUS_IO_REPARSE_TAG_NOT_HANDLED)


def _component(text: str) -> Component:
    """The last one. Raises Refused where it is no name."""
    component = split_component(text)
    if component is None or (component.file and not is_filename(component.file)):
        raise Refused(NtStatus.STATUS_OBJECT_NAME_INVALID)
    if not component.file and not (component.stream or component.type):
        raise Refused(NtStatus.STATUS_OBJECT_NAME_INVALID)
    return component
