"""The structures and constants against the document: names and order of fields, sizes, values."""

from __future__ import annotations

import enum
import re

import pytest

from plugfest.protocols.ms_fscc import (
    constants,
    directory_information,
    entries,
    file_information,
    fsctl,
    pipe_information,
    reparse,
    volume_information,
)
from plugfest.wire import Structure
from plugfest.wire.declaration import read_layout
from plugfest.wire.layout import Int, _Rest
from plugfest.wire.names import document_name
from tests.protocols.captured import given

_MODULES = (
    directory_information,
    entries,
    file_information,
    fsctl,
    pipe_information,
    reparse,
    volume_information,
)
STRUCTURES = [
    value
    for module in _MODULES
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, Structure) and value.__module__ == module.__name__
]
_HEADER = ["ReparseTag", "ReparseDataLength", "Reserved"]
EXCEPTIONS = {
    # our structure is the part behind the common header, or several that the document has in one
    "SymbolicLinkData": lambda names: names[3:],
    "MountPointData": lambda names: names[3:],
    "NfsReparseData": lambda names: ["Type", "DataBuffer"],
    "LxSymlinkData": lambda names: names[3:],
    "AllocatedRanges": lambda names: ["Ranges"],
    # the terminator is counted to EaName there
    "FileFullEaInformation": lambda names: [*names[:5], "Terminator", names[5]],
    "FileGetEaInformation": lambda names: [*names, "Terminator"],
    # a FileId is two numbers
    "Smb2DuplicateExtentsData": lambda names: ["SourceFileIdPersistent", "SourceFileIdVolatile", *names[1:]],
    "Smb2DuplicateExtentsDataEx": lambda names: [
        names[0],
        "SourceFileIdPersistent",
        "SourceFileIdVolatile",
        *names[2:],
    ],
    # the diagram leaves out the last fields, which the text has
    "NtfsVolumeData": lambda names: (
        [
            *names,
            *("MftValidDataLength", "MftStartLcn", "Mft2StartLcn", "MftZoneStart", "MftZoneEnd"),
        ]
        if len(names) == 9
        else names
    ),
    "FileRenameInformation": lambda names: names[:-1],  # Padding is what we keep as rest
    "FileRenameInformationEx": lambda names: names[:-1],
    "FileNameInformation": lambda names: ["FileNameLength", "FileName"],
    "FileBothDirectoryInformation": lambda names: ["Reserved1" if name == "Reserved" else name for name in names],
}


def sections() -> dict[str, list[str]]:
    """The lines of each section of the document, by number."""
    found: dict[str, list[str]] = {}
    current = ""
    for line in given("specs", "MS-FSCC.md").read_text().splitlines():
        if heading := re.match(r"#+ (\d+(?:\.\d+)*) ", line):
            current = heading[1]
        found.setdefault(current, []).append(line)
    return found


def diagram(lines: list[str]) -> list[str]:
    """The names of the fields of a section's first packet diagram."""
    names: list[str] = []
    for line in lines:
        if field := re.match(r'  \d+-\d+: "(\w+)', line):
            names.append(field[1])
        elif names:
            return names
    return names


def same(name: str) -> str:
    return name.lower()


@pytest.mark.parametrize("kind", STRUCTURES, ids=lambda kind: kind.__name__)
def test_fields_are_the_documents(kind: type[Structure]) -> None:
    section = re.match(r"\[MS-FSCC\] (\d+(?:\.\d+)+)", kind.__doc__ or "")
    assert section, kind
    names = diagram(sections()[section[1]])
    names = EXCEPTIONS.get(kind.__name__, lambda names: names)(names)
    ours = [
        document_name(kind, entry.name)
        for entry in read_layout(kind).fields
        if not (isinstance(entry.form, _Rest) and entry.name == "rest")
    ]
    assert list(map(same, ours)) == list(map(same, names))


@pytest.mark.parametrize("kind", STRUCTURES, ids=lambda kind: kind.__name__)
def test_sizes_are_the_documents(kind: type[Structure]) -> None:
    section = re.match(r"\[MS-FSCC\] (\d+(?:\.\d+)+)", kind.__doc__ or "")
    assert section
    text = "\n".join(sections()[section[1]])
    told = {same(name): int(size) for name, size in re.findall(r"\*\*(\w+) \((\d+) bytes?\)", text)}
    for entry in read_layout(kind).fields:
        name = same(document_name(kind, entry.name))
        if isinstance(entry.form, Int) and name in told:
            assert entry.form.size == told[name], (kind, entry.name)


def test_constants_are_the_documents() -> None:
    text = given("specs", "MS-FSCC.md").read_text()
    told: dict[str, set[int]] = {}
    for name, value in re.findall(
        r"^\| (FILE_\w+|FSCTL_\w+|IO_REPARSE_\w+|COMPRESSION_\w+|SYMLINK_\w+|NFS_\w+"
        r"|SSINFO_\w+|DUPLICATE_\w+)[ |]+(0[xX][0-9A-Fa-f]+)\b",
        text,
        re.M,
    ):
        told.setdefault(name, set()).add(int(value, 16))
    for name, level in re.findall(r"^\| \[?(File\w+)\]?(?:\([^)]*\))? \| (\d+) \|", text, re.M):
        told.setdefault(name, set()).add(int(level))
    checked = 0
    for kind in vars(constants).values():
        if isinstance(kind, type) and issubclass(kind, enum.Enum) and kind.__module__ == constants.__name__:
            for name, member in kind.__members__.items():
                assert member.value in told[name], (kind, name)
                checked += 1
    assert checked > 280
