"""[MS-FSA] 2.1.5.12.12 and 2.1.5.15.6: extended attributes, as they are queried and set."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plugfest.errors import WireError
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.storage import ExtendedAttribute
from plugfest.protocols.ms_fscc.constants import EaFlags
from plugfest.protocols.ms_fscc.entries import FileFullEaInformation, FileGetEaInformation
from plugfest.protocols.ms_fscc.lists import read_list, write_list

_LARGEST = 64 * 1024 - 5
_ILLEGAL = re.compile(rb'[\x00-\x1f"*+,/:;<=>?\[\\\]|]')
_HEADER = 8


def parse(data: bytes) -> tuple[FileFullEaInformation, ...]:
    """The list that a client gives. Raises Refused."""
    try:
        entries = read_list(FileFullEaInformation, data, 4)
    except WireError:
        raise Refused(NtStatus.STATUS_EA_LIST_INCONSISTENT) from None
    for entry in entries:
        if not 0 < len(entry.ea_name) < 255 or _ILLEGAL.search(entry.ea_name) or entry.flags & ~0x80:
            raise Refused(NtStatus.STATUS_INVALID_EA_NAME)
    return entries


def apply(old: Iterable[ExtendedAttribute], changes: Iterable[FileFullEaInformation]) -> tuple[ExtendedAttribute, ...]:
    """2.1.5.15.6: those that are there afterwards; one without a value goes."""
    kept = {attribute.name.upper(): attribute for attribute in old}
    for entry in changes:
        name = entry.ea_name.upper()
        kept.pop(name, None)
        if entry.ea_value:
            kept[name] = ExtendedAttribute(name, entry.ea_value, int(entry.flags))
    if length(kept.values()) > _LARGEST:
        raise Refused(NtStatus.STATUS_EA_TOO_LARGE)
    return tuple(kept.values())


def length(attributes: Iterable[ExtendedAttribute]) -> int:
    """ExtendedAttributesLength: as OS/2 packed them, name and value with 5 bytes each."""
    return sum(5 + len(attribute.name) + len(attribute.value) for attribute in attributes)


def size(attributes: Iterable[ExtendedAttribute]) -> int:
    """2.1.5.12.10: what EaSize says."""
    packed = length(attributes)
    return packed + 4 if packed else 0


def encode(attributes: Iterable[ExtendedAttribute]) -> bytes:
    """The list on the wire."""
    return write_list([_entry(attribute) for attribute in attributes], 4)


def encoded_size(attribute: ExtendedAttribute) -> int:
    """Of one entry, without what fills it up."""
    return _HEADER + len(attribute.name) + 1 + len(attribute.value)


def wanted(attributes: Iterable[ExtendedAttribute], data: bytes) -> list[ExtendedAttribute]:
    """Those that a list of FILE_GET_EA_INFORMATION names; what is not there has no value."""
    try:
        entries = read_list(FileGetEaInformation, data, 4)
    except WireError:
        raise Refused(NtStatus.STATUS_EA_LIST_INCONSISTENT) from None
    known = {attribute.name.upper(): attribute for attribute in attributes}
    names = [entry.ea_name.upper() for entry in entries]
    return [known.get(name) or ExtendedAttribute(name, b"") for name in names]


def _entry(attribute: ExtendedAttribute) -> FileFullEaInformation:
    return FileFullEaInformation(flags=EaFlags(attribute.flags), ea_name=attribute.name, ea_value=attribute.value)
