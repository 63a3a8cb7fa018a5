"""[MS-FSA] 2.1.5.6: the server requests querying a directory."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import (
    FILE_GENERIC_READ,
    FILE_LIST_DIRECTORY,
    FILE_READ_ATTRIBUTES,
    NORMAL,
    REPARSE_POINT,
)
from plugfest.protocols.ms_fsa.extended_attributes import size as ea_size
from plugfest.protocols.ms_fsa.model import Open, Volume
from plugfest.protocols.ms_fsa.names import fold, has_wildcards, matcher
from plugfest.protocols.ms_fsa.storage import Metadata, StreamState
from plugfest.protocols.ms_fscc.constants import FileInformationClass
from plugfest.protocols.ms_fscc.names import is_pattern, short_name

_NONE = StreamState()
_TIMES = "IIQQQQQQII"
"""NextEntryOffset, FileIndex, four times, EndOfFile, AllocationSize, FileAttributes, FileNameLength; one name follows
each layout of [MS-FSCC] 2.4 below."""
_U32 = struct.Struct("<I")

Fields = tuple[int, int, int, int, int, int, int]
Packer = Callable[[Volume, int, Metadata, str, bytes, Fields], bytes]


def _ea(metadata: Metadata) -> int:
    """EaSize, which for a reparse point is its tag."""
    if metadata.attributes & REPARSE_POINT:
        return metadata.reparse_tag
    return ea_size(metadata.extended_attributes) if metadata.extended_attributes else 0


def _short(volume: Volume, name: str) -> tuple[int, bytes]:
    """ShortNameLength and ShortName, whose 24 bytes struct fills up."""
    short = short_name(name) if volume.generate_short_names and name not in (".", "..") else ""
    return len(short) * 2, short.encode("utf-16-le")


def _packers() -> dict[int, tuple[int, Packer]]:
    """By class: the size of an entry without its name, and what packs one."""
    plain, full = struct.Struct(f"<{_TIMES}"), struct.Struct(f"<{_TIMES}I")
    both, names = struct.Struct(f"<{_TIMES}IBx24s"), struct.Struct("<III")
    id_both, id_full = struct.Struct(f"<{_TIMES}IBx24sxxQ"), struct.Struct(f"<{_TIMES}IxxxxQ")
    extd = struct.Struct(f"<{_TIMES}IIQQ")
    extd64, extd64_both = struct.Struct(f"<{_TIMES}IIQ"), struct.Struct(f"<{_TIMES}IIQBx24s")
    all_, all_both = struct.Struct(f"<{_TIMES}IIQQQ"), struct.Struct(f"<{_TIMES}IIQQQBx24s")
    c = FileInformationClass
    layouts: dict[int, tuple[struct.Struct, Callable[[Volume, int, Metadata, str], tuple[int | bytes, ...]]]] = {
        c.FileDirectoryInformation: (plain, lambda v, n, m, s: ()),
        c.FileFullDirectoryInformation: (full, lambda v, n, m, s: (_ea(m),)),
        c.FileBothDirectoryInformation: (both, lambda v, n, m, s: (_ea(m), *_short(v, s))),
        c.FileIdBothDirectoryInformation: (id_both, lambda v, n, m, s: (_ea(m), *_short(v, s), n)),
        c.FileIdFullDirectoryInformation: (id_full, lambda v, n, m, s: (_ea(m), n)),
        c.FileIdExtdDirectoryInformation: (extd, lambda v, n, m, s: (_plain_ea(m), m.reparse_tag, n, 0)),
        c.FileId64ExtdDirectoryInformation: (extd64, lambda v, n, m, s: (_plain_ea(m), m.reparse_tag, n)),
        c.FileId64ExtdBothDirectoryInformation: (
            extd64_both,
            lambda v, n, m, s: (_plain_ea(m), m.reparse_tag, n, *_short(v, s)),
        ),
        c.FileIdAllExtdDirectoryInformation: (all_, lambda v, n, m, s: (_plain_ea(m), m.reparse_tag, n, n, 0)),
        c.FileIdAllExtdBothDirectoryInformation: (
            all_both,
            lambda v, n, m, s: (_plain_ea(m), m.reparse_tag, n, n, 0, *_short(v, s)),
        ),
    }

    def packer(layout: struct.Struct, more: Callable[[Volume, int, Metadata, str], tuple[int | bytes, ...]]) -> Packer:
        def pack(volume: Volume, node: int, metadata: Metadata, name: str, raw: bytes, fields: Fields) -> bytes:
            return layout.pack(0, 0, *fields, len(raw), *more(volume, node, metadata, name)) + raw

        return pack

    def pack_name(volume: Volume, node: int, metadata: Metadata, name: str, raw: bytes, fields: Fields) -> bytes:
        return names.pack(0, 0, len(raw)) + raw

    found = {number: (layout.size, packer(layout, more)) for number, (layout, more) in layouts.items()}
    return {**found, c.FileNamesInformation: (names.size, pack_name)}


def _plain_ea(metadata: Metadata) -> int:
    """EaSize of the classes that have a field for the tag."""
    return ea_size(metadata.extended_attributes) if metadata.extended_attributes else 0


_PACKERS = _packers()


def query_directory(
    open_: Open,
    information_class: int,
    pattern: str,
    limit: int,
    restart: bool = False,
    reopen: bool = False,
    single: bool = False,
    index: int | None = None,
    only_readable: bool = False,
) -> tuple[bytes, NtStatus]:
    """2.1.5.6.3: as many entries as fit in `limit` bytes. Raises Refused where there are none (more).

    Names are listed in order, so FileIndex has no meaning here and `index` none either ([MS-FSCC] 2.4.8).
    `only_readable` leaves out what the user of the open may not read ([MS-SMB2] 3.3.5.18).
    """
    if open_.is_closed:
        raise Refused(NtStatus.STATUS_FILE_CLOSED)
    if not open_.stream.is_directory:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if not open_.granted_access & FILE_LIST_DIRECTORY:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if information_class not in _PACKERS:
        raise Refused(NtStatus.STATUS_INVALID_INFO_CLASS)
    size, pack = _PACKERS[information_class]
    if limit < size:
        raise Refused(NtStatus.STATUS_INFO_LENGTH_MISMATCH)
    if reopen:
        open_.query_pattern = None
    first = _start(open_, pattern, restart or reopen)
    data, status = _fill(open_, size, pack, limit, single, only_readable)
    if not data:
        raise Refused(NtStatus.STATUS_NO_SUCH_FILE if first else NtStatus.STATUS_NO_MORE_FILES)
    return data, status


def _start(open_: Open, pattern: str, restart: bool) -> bool:
    """Settle pattern and position; is it the first query?"""
    first = open_.query_pattern is None
    if first or (pattern and restart):
        if pattern and not is_pattern(pattern):
            raise Refused(NtStatus.STATUS_OBJECT_NAME_INVALID)
        open_.query_pattern = pattern or "*"
    if first or restart:
        open_.query_count = 0
        open_.query_position = ""
        open_.scan = None
    return first


def _fill(
    open_: Open, size: int, pack: Packer, limit: int, single: bool, only_readable: bool
) -> tuple[bytes, NtStatus]:
    """The entries from the position on, and STATUS_BUFFER_OVERFLOW where not even the first name fits."""
    volume = open_.file.volume
    parts: list[bytes] = []
    used = 0
    count, position, scan = open_.query_count, open_.query_position, open_.scan
    if scan is None:
        scan = open_.scan = _candidates(open_)
    for name, node in scan:
        try:
            metadata = volume.metadata(node)
        except Refused:  # another program of the host removed it since its name was read
            continue
        if only_readable and name not in (".", "..") and not _is_readable(open_, metadata):
            continue
        raw = name.encode("utf-16-le", "surrogatepass")
        needed = size + len(raw)
        padding = -used % 8
        if used + padding + needed > limit:
            if parts:  # it comes first next time
                open_.query_count, open_.query_position, open_.scan = count, position, None
                break
            count, position = _met(open_, name)
            return pack(volume, node, metadata, name, raw, _fields(metadata))[:limit], NtStatus.STATUS_BUFFER_OVERFLOW
        if parts:
            parts[-1] = _U32.pack(len(parts[-1]) + padding) + parts[-1][4:] + bytes(padding)
        parts.append(pack(volume, node, metadata, name, raw, _fields(metadata)))
        used += padding + needed
        count, position = _met(open_, name)
        if single:
            break
    return b"".join(parts), NtStatus.STATUS_SUCCESS


def _is_readable(open_: Open, metadata: Metadata) -> bool:
    """Is the user granted GENERIC_READ? Who lists a directory may read the attributes of what is in it."""
    return not FILE_GENERIC_READ & ~(open_.context.granted(metadata.security) | FILE_READ_ATTRIBUTES)


def _met(open_: Open, name: str) -> tuple[int, str]:
    """The scan has reached this name."""
    if name == ".":
        open_.query_count = 1
    else:
        open_.query_count = 2
        if name != "..":
            open_.query_position = fold(name)
    return open_.query_count, open_.query_position


def _fields(metadata: Metadata) -> Fields:
    state = metadata.streams.get("", _NONE)
    return (
        metadata.creation_time,
        metadata.last_access_time,
        metadata.last_write_time,
        metadata.change_time,
        state.size,
        state.allocation_size,
        metadata.attributes or NORMAL,
    )


def _candidates(open_: Open) -> Iterator[tuple[str, int]]:
    """The names from the position on that the pattern matches, the dot directory names first."""
    file = open_.file
    volume, pattern = file.volume, open_.query_pattern or "*"
    storage, wild = volume.storage, has_wildcards(pattern)
    matches = matcher(pattern)
    if open_.query_count < 1 and matches("."):
        yield ".", file.id
    if open_.query_count < 2 and matches(".."):
        yield "..", storage.parent(file.id)
    if not wild:
        found = volume.lookup(file.id, pattern) if not open_.query_position else None
        if found is not None:
            yield found[1], found[0]
        return
    if pattern == "*":
        yield from storage.entries(file.id, open_.query_position)
        return
    shorts = volume.generate_short_names
    for name, node in storage.entries(file.id, open_.query_position):
        if matches(fold(name)):
            yield name, node
        elif shorts:
            short = short_name(name)
            if short and matches(short):
                yield name, node
