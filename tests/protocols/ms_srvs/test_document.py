"""Types and constants against the document, where it is given."""

from __future__ import annotations

import re

import pytest

from plugfest.protocols.ms_srvs import constants, types
from plugfest.wire.ndr import Conformant, Long, NdrStructure, Request, ULong, Unique, WString
from plugfest.wire.ndr.layout import members
from tests.protocols.captured import given

_STRUCTURES = [
    kind
    for kind in vars(types).values()
    if isinstance(kind, type)
    and issubclass(kind, NdrStructure)
    and re.match("(SHARE|SESSION|SERVER|TIME)_", kind.__name__)
]


@pytest.fixture(scope="module")
def document() -> str:
    return given("specs", "MS-SRVS.md").read_text(encoding="utf-8").replace("\\", "").replace("\xa0", " ")


def _declared(idl: str) -> list[tuple[str, str]]:
    """Each member's name, and what its IDL says of its layout."""
    found = []
    for line in re.sub(r"\]\s*", "] ", idl).split(";"):
        text = " ".join(line.split())
        if match := re.match(r"(.*?)\s*(\**)\s*(\w+)$", text):
            before, stars, name = match.groups()
            stars += "*" if re.search(r"\b(LP|P)[A-Z_0-9]+(_I)?$|\bPUCHAR$", before) else ""
            found.append(
                (name, f"{'string ' if '[string]' in before else ''}{'pointer' if stars else before.split()[-1]}")
            )
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
            assert isinstance(member.type.target, Conformant), name
        elif not text.endswith("_UNION"):
            assert member.type == (Long if text in ("long", "int", "LONG", "BOOL") else ULong), name
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
    ],
)
def test_constants(document: str, kind: type[constants.OpenEnum], section: str) -> None:
    part = document.split(f"#### {section} ", 1)[1].split("\n#### ", 1)[0]
    rows = re.findall(r"^\| (\w+) (\w+) \|", part, re.MULTILINE)
    told = {(b, int(a, 0)) if a.startswith("0x") else (a, int(b, 0)) for a, b in rows if a != "Return"}
    ours = {(name, int(member)) for name, member in kind.__members__.items()}
    assert ours - {("NERR_Success", 0), ("ERROR_NOT_ENOUGH_MEMORY", 8)} == told - {("ERROR_NOT_ENOUGH_MEMORY", 0)}


def test_methods(document: str) -> None:
    for method in types.SRVSVC.methods:
        assert issubclass(method, Request)
        section = (method.__doc__ or "").split()[1].rstrip(".")
        assert f"#### {section} {method.__name__} (Opnum {method.opnum})\n" in document
    assert str(types.SRVSVC.uuid).upper() in document
