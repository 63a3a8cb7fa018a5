"""The information buffers of the given captures decode, and encode back to the same bytes."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from plugfest.capture import read_messages, split_compound
from plugfest.errors import WireError
from plugfest.protocols.ms_fscc import directory_information as d
from plugfest.protocols.ms_fscc import entries as e
from plugfest.protocols.ms_fscc import file_information as f
from plugfest.protocols.ms_fscc import volume_information as v
from plugfest.protocols.ms_fscc.constants import FileInformationClass as C
from plugfest.protocols.ms_fscc.constants import FsInformationClass as V
from plugfest.protocols.ms_fscc.lists import read_list, write_list
from plugfest.protocols.ms_smb2.header import PROTOCOL_ID
from plugfest.wire import Structure
from tests.protocols.captured import captures

_DIRECTORY_CLASSES = {
    C[name]: getattr(d, name) for name in C.__members__ if "Directory" in name and hasattr(d, name)
} | {C.FileNamesInformation: d.FileNamesInformation}
_LISTS = {C.FileFullEaInformation: (e.FileFullEaInformation, 4), C.FileStreamInformation: (e.FileStreamInformation, 8)}
_NAMES = (C.FileAlternateNameInformation, C.FileNormalizedNameInformation, C.FileNameInformation)
_FILE_CLASSES = {C[name]: getattr(f, name) for name in C.__members__ if hasattr(f, name)}
_FILE_CLASSES |= dict.fromkeys(_NAMES, f.FileNameInformation)
_VOLUME_CLASSES = {V[name]: getattr(v, name) for name in V.__members__ if hasattr(v, name)}
_FILE, _FILE_SYSTEM = 1, 2


def buffers(path: Path) -> Iterator[tuple[str, int, int, bytes]]:
    """(what it is, info type, class, bytes) of each information buffer that went through whole."""
    asked: dict[tuple[object, int], tuple[int, int]] = {}
    for message in read_messages(path):
        if not message.data.startswith(PROTOCOL_ID):
            continue
        for part in split_compound(message.data):
            status, command, _, flags, _, number = struct.unpack_from("<IHHIIQ", part, 8)
            body, key = part[64:], (message.stream, number)
            if command == 17 and not flags & 1 and len(body) >= 32:
                kind, level, size, offset = struct.unpack_from("<xxBBIH", body)
                yield "set", kind, level, part[offset : offset + size]
            elif command in (14, 16) and not flags & 1:
                asked[key] = (body[2], body[3]) if command == 16 else (0, body[2])
            elif command in (14, 16) and status == 0 and key in asked:
                offset, size = struct.unpack_from("<xxHI", body)
                kind, level = asked.pop(key)
                yield "directory" if command == 14 else "query", kind, level, part[offset : offset + size]


def structure(what: str, kind: int, level: int) -> tuple[type[Structure], int] | None:
    """The structure, and the alignment of a list of it (0: it is none)."""
    if what == "directory":
        return (_DIRECTORY_CLASSES[level], 8) if level in _DIRECTORY_CLASSES else None
    if kind == _FILE_SYSTEM:
        return (_VOLUME_CLASSES[level], 0) if level in _VOLUME_CLASSES else None
    if kind != _FILE:
        return None
    if level in _LISTS:
        return _LISTS[level]
    return (_FILE_CLASSES[level], 0) if level in _FILE_CLASSES else None


def test_information_comes_out_as_it_went_in() -> None:
    seen: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for path in captures():
        for what, kind, level, data in buffers(path):
            found = structure(what, kind, level)
            if found is None or not data:
                continue
            cls, align = found
            try:
                values = read_list(cls, data, align) if align else (cls.decode(data),)
            except WireError:
                assert what == "set", (cls, data.hex())  # a request may be wrong on purpose
                wrong[cls.__name__] += 1
                continue
            assert (write_list(values, align) if align else values[0].encode()) == data, (cls, data.hex())
            seen[cls.__name__] += len(values)
    assert sum(seen.values()) > 20_000
    assert len(seen) >= 33
    assert not wrong
