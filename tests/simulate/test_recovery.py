"""IDL with a line or a word missing or a bracket too many: the rest comes out, the place is told, nothing is raised."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugfest.simulate.reader import Unit, UnitReader
from plugfest.simulate.simulation import Simulator
from plugfest.simulate.sources import Line

HEAD = ["[", "uuid(0d1e2f30-0000-0000-0000-000000000001),", "version(1.0)", "]", "interface toy", "{"]
BODY = [
    "typedef struct _A {", "long First;", "[string] wchar_t* Second;", "} A, *PA;",
    "typedef enum { ONE, TWO } KIND;",
    "long", "ToyOne(", "[in] A* Value", ");",
    "long ToyTwo([in] KIND Value);",
    "long ToyThree(", "[out] PA* Value,", "[in] long More", ");",
    "long ToyFour([in] long Value);",
]  # fmt: skip
WHOLE = [*HEAD, *BODY, "}"]
METHODS = ["ToyOne", "ToyTwo", "ToyThree", "ToyFour"]


def read(lines: list[str]) -> Unit:
    """The lines of an appendix."""
    return UnitReader().read(Line(number, text) for number, text in enumerate(lines, 1) if text.strip())


def methods(unit: Unit) -> list[str]:
    """The names of all methods that came out."""
    return [method.name for interface in unit.interfaces for method in interface.methods]


def test_the_whole() -> None:
    unit = read(WHOLE)
    assert methods(unit) == METHODS
    assert unit.problems == []


@pytest.mark.parametrize("line", range(len(WHOLE)))
def test_without_a_line(line: int) -> None:
    """At most the method that the line belongs to is not read; its opnum is kept where its name is."""
    text = WHOLE[line]
    unit = read(WHOLE[:line] + WHOLE[line + 1 :])
    assert [one.header.name for one in unit.interfaces] == (["unnamed"] if "interface" in text else ["toy"])
    assert set(METHODS) - set(methods(unit)) <= set(re.findall(r"Toy\w+", text)) | (
        {"ToyOne", "ToyThree"} if text in (");", "[out] PA* Value,", "long") else set()
    )


@pytest.mark.parametrize(
    ("was", "made"),
    [
        ("} A, *PA;", "} A, *PA;\n} A, *PA;"),
        ("long ToyTwo([in] KIND Value);", "long ToyT}wo([in] KIND Value);"),
        ("uuid(0d1e2f30-0000-0000-0000-000000000001),", "uuid(0d1e2f30-0000-0000-0000-000000000001,"),
        ("interface toy", "toy"),
        ("interface toy", "interfae toy"),
        ("[out] PA* Value,", "}[out] PA* Value,"),
        ("{", ""),
        ("]", ""),
        ("[\n", "\n"),
    ],
)
def test_damage_that_touches_brackets(was: str, made: str) -> None:
    unit = read("\n".join(WHOLE).replace(was, made, 1).split("\n"))
    assert [one.header.name for one in unit.interfaces] == ["toy"]
    assert set(METHODS) - set(methods(unit)) <= ({"ToyTwo"} if "ToyTwo" in was else set())
    assert unit.problems


@pytest.mark.parametrize("head", ["struct _T", "struct", "enum", "union switch (long Tag)"])
def test_a_type_with_a_uuid_is_no_interface(head: str) -> None:
    members = {"enum": "ONE, TWO", "union switch (long Tag)": "case 1: long One;"}.get(head, "long One;")
    text = f"typedef [uuid(0d1e2f30-0000-0000-0000-000000000002)] {head} {{ {members} }} T;"
    unit = read([*HEAD, text, *BODY, "}"])
    assert (methods(unit), unit.problems) == (METHODS, [])


def test_a_damaged_head_keeps_what_can_be_made_out() -> None:
    (interface,) = read([line for line in WHOLE if line != "]"]).interfaces
    assert {one.name for one in interface.header.attributes} == {"uuid", "version"}


def test_the_foot_of_a_page_is_no_idl() -> None:
    foot = ["24 / 29", "[MS-TOY] - v20170601", "Toy Remote (TOY) Protocol", "Copyright © 2017 Somebody"]
    foot += ["Release: June 1, 2017"]
    for place in range(1, len(WHOLE)):
        unit = read([*WHOLE[:place], *foot, *WHOLE[place:]])
        assert (methods(unit), unit.problems) == (METHODS, [])


def test_what_is_for_compilers_only() -> None:
    more = ["midl_pragma warning( disable: 2466 )", 'importlib("stdole2.tlb");', 'cpp_quote("#define TEN" " 0x10")']
    more += ['cpp_quote("#define TWENTY', '0x20")']
    unit = read([*HEAD, *more, *BODY, "}"])
    assert (methods(unit), unit.problems) == (METHODS, [])
    assert {one.name: one.value for one in unit.constants} == {"TEN": "0x10", "TWENTY": "0x20"}


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_any_damage_is_survived(data: st.DataObject) -> None:
    lines = list(WHOLE)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        text = lines[at]
        place = data.draw(st.integers(0, len(text)))
        lines[at] = text[:place] + data.draw(st.sampled_from(["", *"{}()[];*,\"'#/"])) + text[place + 1 :]
    read(lines)


@pytest.mark.timeout(400)
def test_given_documents_with_a_line_missing(documents: Simulator) -> None:
    """Five lines each of some documents: no exception, and whatever is lost is told."""
    for name in ("MS-SRVS", "MS-NRPC", "MS-FAX", "MS-VDS"):
        lines = documents.text(name).lines
        whole = set(methods(UnitReader().read(lines)))
        for at in range(7, len(lines), len(lines) // 5):
            unit = UnitReader().read(lines[:at] + lines[at + 1 :])
            lost = whole - set(methods(unit))
            assert not lost or unit.problems, (name, lines[at])
            assert len(lost) < 3, (name, lines[at], lost)
