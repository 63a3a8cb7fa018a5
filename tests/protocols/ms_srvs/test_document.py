"""Types and constants against the document, where it is given."""

from __future__ import annotations

import re

import pytest

from plugfest.protocols.ms_srvs import constants, types
from plugfest.protocols.ms_srvs.settings import SERVER_INFO_103_SETTINGS, SERVER_INFO_599_SETTINGS
from plugfest.wire.ndr import (
    Byte,
    Conformant,
    ConformantVarying,
    Fixed,
    Long,
    NdrStructure,
    Request,
    String,
    ULong,
    Unique,
    WString,
)
from plugfest.wire.ndr.layout import members
from tests.protocols.captured import given

_STRUCTURES = [
    kind
    for kind in vars(types).values()
    if isinstance(kind, type)
    and issubclass(kind, NdrStructure)
    and re.match("(SHARE|SESSION|SERVER|TIME|CONNECTION|FILE|DISK|STAT)_", kind.__name__)
    and kind is not types.SERVER_ALIAS_ENUM_STRUCT  # its union is declared inside
]


_ARRAYS = ("Disk", "svti3_password")
_KINDS = {"long": Long, "int": Long, "LONG": Long, "BOOL": Long, "BOOLEAN": Byte}


@pytest.fixture(scope="module")
def document() -> str:
    return given("specs", "MS-SRVS.md").read_text(encoding="utf-8").replace("\\", "").replace("\xa0", " ")


def _kind(before: str) -> str:
    return before.rsplit(maxsplit=1)[-1] if "unsigned" not in before else before


def _declared(idl: str) -> list[tuple[str, str]]:
    """Each member's name, and what its IDL says of its layout."""
    found = []
    for line in re.sub(r"\]\s*", "] ", idl).split(";"):
        text = " ".join(line.split())
        if match := re.match(r"(.*?)\s*(\**)\s*(\w+)(?:\[\d+\])?$", text):
            before, stars, name = match.groups()
            stars += "*" if re.search(r"\b(LP|P)[A-Z_0-9]+(_I)?$|\bPUCHAR$", before) else ""
            found.append((name, f"{'string ' if '[string]' in before else ''}{'pointer' if stars else _kind(before)}"))
    return found


@pytest.mark.parametrize("kind", _STRUCTURES, ids=lambda kind: kind.__name__)
def test_structures(document: str, kind: type[NdrStructure]) -> None:
    found = re.search(rf"typedef struct _{kind.__name__}\s*\{{(.*?)\}}", document, re.DOTALL)
    assert found, f"no {kind.__name__} in the document"
    declared = _declared(found[1])
    assert [member.name for member in members(kind)] == [name for name, _ in declared]
    for member, (name, text) in zip(members(kind), declared, strict=True):
        if text == "string pointer":
            assert member.type == Unique(WString), name
        elif text == "pointer":
            assert isinstance(member.type, Unique), name
            assert isinstance(member.type.target, Conformant | ConformantVarying), name
        elif name in _ARRAYS or text == "string LMSTR":
            assert isinstance(member.type, String | Fixed | Unique), name
        elif not text.endswith("_UNION"):
            assert member.type == _KINDS.get(text, ULong), name
    section = (kind.__doc__ or "").split()[1].rstrip(".")
    assert f"#### {section} {kind.__name__}\n" in document


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        (constants.SessionUserFlags, "2.2.2.3"),
        (constants.ShareType, "2.2.2.4"),
        (constants.CscState, "2.2.2.5"),
        (constants.PlatformId, "2.2.2.6"),
        (constants.SoftwareType, "2.2.2.7"),
        (constants.ShareFlags, "2.2.4.29"),
        (constants.NetApiStatus, "2.2.2.10"),
        (constants.NameType, "2.2.2.8"),
        (constants.PathType, "2.2.2.9"),
        (constants.ShareParameter, "2.2.2.11"),
        (constants.FilePermissions, "2.2.4.7"),
    ],
)
def test_constants(document: str, kind: type[constants.OpenEnum], section: str) -> None:
    part = document.split(f"#### {section} ", 1)[1].split("\n#### ", 1)[0]
    rows = re.findall(r"^\| (\w+) (\w+) \|", part, re.MULTILINE)
    rows = [(a, b) if b[0].isdigit() else (b, a) for a, b in rows if a[0].isdigit() or b[0].isdigit()]
    told = {(name, int(number, 0)) for name, number in rows}
    ours = {(name, int(member)) for name, member in kind.__members__.items()}
    if kind is constants.NetApiStatus:
        told -= {("ERROR_NOT_ENOUGH_MEMORY", 0)}
        assert {name for name, _ in ours - told} == _ELSEWHERE
        ours &= told
    assert ours == told


_ELSEWHERE = {
    *("NERR_Success", "ERROR_NOT_ENOUGH_MEMORY", "NERR_FileIdNotFound"),
    *("ERROR_INVALID_NAME", "ERROR_INVALID_DATA", "ERROR_BAD_NET_NAME", "ERROR_BAD_DEV_TYPE"),
}
"""Codes that 3.1.4 names, and the table does not, or with another number."""


def test_settings(document: str) -> None:
    """2.2.2.12: the numbers of the members."""
    part = document.split("#### 2.2.2.12 ", 1)[1].split("\n#### ", 1)[0]
    told = {
        match[1].lower(): int(match[0]) for match in re.findall(r"^\| (\d+) SV_(\w+)_PARMNUM \|", part, re.MULTILINE)
    }
    every = SERVER_INFO_103_SETTINGS | SERVER_INFO_599_SETTINGS
    ours = {name: setting.parameter for name, setting in every.items() if setting.parameter}
    not_settable = {"platform_id", "name", "version_major", "version_minor", "type"}
    assert ours == {name: number for name, number in told.items() if name not in not_settable}


def test_methods(document: str) -> None:
    for method in types.SRVSVC.methods:
        assert issubclass(method, Request)
        section = (method.__doc__ or "").split()[1].rstrip(".")
        assert f"#### {section} {method.__name__} (Opnum {method.opnum})\n" in document
    assert str(types.SRVSVC.uuid).upper() in document
