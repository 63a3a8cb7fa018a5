"""The structures that protocols/ declares by hand, field by field beside those derived from the documents' text."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import plugfest.protocols
from plugfest.simulate.structures.model import DerivedStructure, Fixed, Region
from plugfest.simulate.structures.record import stored_members
from plugfest.simulate.structures.shelf import Shelf
from plugfest.simulate.structures.sketch import key
from plugfest.wire import Structure
from plugfest.wire.declaration import read_layout
from plugfest.wire.layout import Bits, Bytes, Field, Int, Nested, Padding, _Guid, _Rest
from plugfest.wire.names import document_name
from tests.simulate.structures.conftest import DOCUMENTS

CITED = re.compile(r"\[(MS-[A-Z0-9]+)\] (\d+(?:\.\d+)+)")

_PARTS = "what offsets lead to has a name of its own in the declaration, and the buffer's name in the document"
_FIELDS = "the three fields of each payload are one structure in the declaration"
_REPARSE = "the declaration is of what follows the reparse header"
_NAME = "the declaration has another name"
_TAIL = "the declaration keeps it as what no field claims, or has it where the entries are"
_REAL_PADDING = "a field named Padding that is one, not room before another"

EXPLAINED: dict[str, str] = {
    "Sid": _NAME,
    "_SelfRelative": "the declaration has Control as flags; the SIDs and ACLs behind it are read apart",
    "SymbolicLinkData": _REPARSE,
    "MountPointData": _REPARSE,
    "LxSymlinkData": _REPARSE,
    "NfsReparseData": _REPARSE,
    "PipePeekReply": _TAIL,
    "PipeWaitRequest": _REAL_PADDING,
    "AllocatedRanges": "the declaration is of the array",
    "Smb2DuplicateExtentsData": "the halves of the FileId are apart in the declaration",
    "Smb2DuplicateExtentsDataEx": "the halves of the FileId are apart in the declaration",
    "FileFullEaInformation": "the terminator of the name is a field in the declaration",
    "FileGetEaInformation": "the terminator of the name is a field in the declaration",
    "FileHardLinkInformation": _TAIL,
    "FileLinkEntryInformation": _TAIL,
    "FileBothDirectoryInformation": _NAME,
    "FileFsControlInformation": _REAL_PADDING,
    "NegotiateMessage": _FIELDS,
    "ChallengeMessage": _FIELDS,
    "AuthenticateMessage": _FIELDS,
    "NTLMv2ClientChallenge": _TAIL,
    "NTLMv2Response": _NAME,
    "SecTrailer": "the declaration has the names of [C706]",
    "Header": "the declaration has the reading of most dialects",
    "CreateResponse": _PARTS,
    "ReadRequest": _REAL_PADDING,
    "ReadResponse": _NAME,
    "WriteRequest": _PARTS,
    "LockRequest": _NAME,
    "CompressionCapabilities": _REAL_PADDING,
    "IoctlRequest": _PARTS,
    "NetworkInterfaceInfo": _NAME,
    "QueryDirectoryRequest": _PARTS,
    "TreeConnectRequest": _PARTS,
    "SymbolicLinkErrorResponse": "the declaration takes the reparse data as a buffer, and reads it apart",
}
"""Differences that are meant, by structure: why."""


def declared() -> Iterator[tuple[type[Structure], str, str]]:
    """The structures declared by hand with the document and the section that they cite first."""
    for module in pkgutil.walk_packages(plugfest.protocols.__path__, "plugfest.protocols."):
        importlib.import_module(module.name)
    waiting: list[type[Structure]] = [Structure]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            cited = CITED.search(kind.__doc__ or "")
            if cited and kind.__module__.startswith("plugfest.protocols.") and kind.__struct_fields__:
                yield kind, cited[1], cited[2]


def by_hand(kind: type[Structure]) -> Iterator[tuple[str, int | None]]:
    """Name and bits of each field; None for one of variable size."""
    for field in read_layout(kind).fields:
        name = document_name(kind, field.name)
        if not isinstance(field.form, _Rest | Padding):
            yield name, _size(field)


def _size(field: Field) -> int | None:
    match field.form:
        case Int(size=size) | Bytes(size=size) | _Guid(size=size):
            return size * 8 if not field.when else None
        case Bits(width=width):
            return width
        case Nested():
            sizes = [_size(part) for part in read_layout(field.type).fields]
            return None if None in sizes else sum(size or 0 for size in sizes)
    return None


def derived(structure: DerivedStructure) -> Iterator[tuple[str, int | None]]:
    """The same of a derived structure."""
    for member in stored_members(structure.members):
        if isinstance(member.form, Region) or re.match(r"Padding\d*$", member.name):
            continue
        fixed = isinstance(member.extent, Fixed) and not member.condition
        yield member.name, member.extent.bits if fixed else None  # type: ignore[union-attr]


def differences(kind: type[Structure], structure: DerivedStructure) -> list[str]:
    """Where the two differ, in order."""
    ours, theirs = list(by_hand(kind)), list(derived(structure))
    found = []
    names = {key(name): (name, bits) for name, bits in theirs}
    for name, bits in ours:
        joined = next((one for one in names if one.startswith(f"{key(name)}/")), "")
        told = names.pop(key(name), None) or names.pop(joined, None)
        if told is None:
            found.append(f"{name} is not derived")
        elif told[1] != bits:
            found.append(f"{name}: {bits} bits by hand, {told[1]} derived")
    return found + [f"{name} is not declared" for name, _ in names.values()]


def test_fields_and_sizes_are_those_of_the_documents(shelf: Shelf) -> None:
    compared, found = 0, {}
    for kind, document, section in declared():
        if document not in DOCUMENTS:
            continue
        candidates = [one for one in shelf.structures(document).compiled if one.section == section]
        if candidates:
            compared += 1
            if least := min((differences(kind, one) for one in candidates), key=len):
                found[kind.__name__] = least
    assert compared > 140
    assert {name: lines for name, lines in found.items() if name not in EXPLAINED} == {}
    assert set(EXPLAINED) <= set(found), "explained, and no longer different"
