"""A small document of our own, with what documents do: every type, and mistakes that must be found."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugfest.errors import LocalProtocolError, WireError
from plugfest.simulate.compiler import compile_interface
from plugfest.simulate.emitter import emit
from plugfest.simulate.simulation import Simulator
from plugfest.wire.ndr import NDR, NDR64, Interface, NdrStructure, fields
from plugfest.wire.ndr.tracing import trace
from tests.wire.ndr.strategies import values


@pytest.fixture(scope="module")
def compiled(toy: Simulator) -> tuple[Interface, Any]:
    (model,) = toy.interfaces("MS-TOYR")
    return compile_interface(model)


def _method(compiled: tuple[Interface, Any], name: str) -> Any:
    return next(method for method in compiled[0].methods if method.__name__ == name)


def test_the_interface(toy: Simulator, compiled: tuple[Interface, Any]) -> None:
    interface, _ = compiled
    assert (interface.name, interface.major, interface.minor, interface.pipe) == ("toyr", 1, 2, "toyr")
    assert str(interface.uuid) == "12345678-1234-5678-9abc-0123456789ab"
    assert interface.opnums == 8
    assert {method.__name__: method.opnum for method in interface.methods} == {
        "ToyOpen": 0, "ToyList": 2, "ToyChoose": 3, "ToyTable": 4, "ToyRead": 5, "ToyClose": 7,
    }  # fmt: skip
    (model,) = toy.interfaces("MS-TOYR")
    missing = {call.name: call.missing for call in model.calls if call.missing}
    assert missing.keys() == {"ToyBroken", "ToyUnknown"}
    assert "TOY_NOWHERE" in missing["ToyUnknown"]


def test_findings(toy: Simulator) -> None:
    found = {(one.rule, one.subject): one for one in toy.interface_definitions("MS-TOYR").findings}
    assert found.keys() == {
        ("idl.syntax", "ToyBroken"),
        ("idl.undefined-type", "TOY_NOWHERE"),
        ("idl.opnum", "ToyList"),
        ("idl.type", "TOY_PAIR"),
        ("idl.method-without-idl", "ToyGone"),
        ("idl.method-without-section", "ToyChoose"),
        ("idl.method-without-section", "ToyTable"),
        ("idl.method-without-section", "ToyRead"),
        ("idl.method-without-section", "ToyUnknown"),
        ("idl.method-without-section", "ToyBroken"),
        ("idl.method-without-section", "ToyClose"),
    }
    syntax = found["idl.syntax", "ToyBroken"]
    lines = toy.text("MS-TOYR").lines
    assert next(line.text for line in lines if line.number == syntax.line).startswith("DWORD ToyBroken")
    assert "'!'" in syntax.reason
    assert syntax.section == "6"
    assert "opnum 3 in the title, 2 by its place" in found["idl.opnum", "ToyList"].reason
    pair = found["idl.type", "TOY_PAIR"]
    assert (pair.section, pair.other_section) == ("2.2", "6")
    assert "WORD" in pair.reason
    assert "DWORD" in pair.reason


@pytest.mark.parametrize("syntax", [NDR, NDR64], ids=lambda syntax: syntax.name)
@pytest.mark.parametrize("name", ["ToyOpen", "ToyList", "ToyChoose", "ToyTable", "ToyRead", "ToyClose"])
def test_round_trips(compiled: tuple[Interface, Any], name: str, syntax: Any) -> None:
    method = _method(compiled, name)

    @settings(max_examples=30, deadline=None)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        for cls in (method, method.response()):
            if name == "ToyTable" and cls is method:
                continue  # its rows must be of one length: below
            value = data.draw(values(cls))
            stub = value.encode(syntax=syntax)
            again = cls.decode(stub, syntax=syntax)
            assert again.encode(syntax=syntax) == stub
            _same_rows(again, stub, syntax)

    check()


def _same_rows(value: NdrStructure, stub: bytes, syntax: Any) -> None:
    """The interpreter of layouts and the generated codec read the same."""
    shown = {row.name: row.value for row in fields(value) if row.value not in ("NULL", "NOTHING")}
    traced = {row.name: row.value for row in trace(type(value), stub, syntax)}
    told = {name: text for name, text in shown.items() if name in traced}
    assert {name: traced[name] for name in told} == told
    assert all(row.offset <= len(stub) for row in trace(type(value), stub, syntax))


def test_several_dimensions_and_a_window(compiled: tuple[Interface, Any]) -> None:
    """[C706] 14.3.3.4 by hand: all counts, then all elements; an offset and an actual count."""
    method = _method(compiled, "ToyTable")
    value = method(Cells=((1, 2, 3), (4, 5, 6)), Rows=2, Columns=3, First=4, Number=2, Window=(7, 8))
    stub = value.encode()
    words = [int.from_bytes(stub[at : at + 4], "little") for at in range(0, 68, 4)]
    assert words[:15] == [2, 3, 2, 3, 1, 2, 3, 4, 5, 6, 4, 2, 10, 4, 2]
    assert method.decode(stub) == value
    with pytest.raises(LocalProtocolError):
        method(Cells=((1,), (2, 3))).encode()
    with pytest.raises(WireError, match="5 where 10"):
        method.decode(stub.replace((10).to_bytes(4, "little"), (5).to_bytes(4, "little")))


def test_a_pipe_keeps_its_chunks(compiled: tuple[Interface, Any]) -> None:
    method = _method(compiled, "ToyRead")
    value = method(Size=16, Data=(b"abc", b"de"))
    stub = value.encode()
    assert stub == bytes.fromhex("10000000 03000000 61626300 02000000 64650000 00000000")
    assert method.decode(stub) == value
    for length in range(len(stub)):
        with pytest.raises(WireError):
            method.decode(stub[:length])


def test_the_maximum_count_survives(compiled: tuple[Interface, Any]) -> None:
    """What size_is tells is a parameter of the request only, so the response keeps it apart."""
    answer = _method(compiled, "ToyRead").response()
    stub = bytes.fromhex("10000000 00000000 03000000 61626300 03000000 00000000")
    value = answer.decode(stub)
    assert (value.Buffer, value.Size, value.Read) == (b"abc", 16, 3)
    assert value.encode() == stub


def test_hostile_counts_are_refused(compiled: tuple[Interface, Any]) -> None:
    answer = _method(compiled, "ToyList").response()
    with pytest.raises(WireError, match="is not between 0 and 100"):
        answer.decode(bytes.fromhex("ffffff00 00000200 ffffff00") + bytes(20))
    with pytest.raises(WireError) as error:
        answer.decode(bytes.fromhex("64000000 00000200 64000000") + bytes(4))
    assert (error.value.structure, error.value.field) == ("TOY_LIST", "Items")


def test_the_module_is_readable(toy: Simulator) -> None:
    (model,) = toy.interfaces("MS-TOYR")
    text = emit(model)
    assert "class TOY_ITEM(NdrStructure, frozen=True):" in text
    assert '    """[MS-TOYR] 2.1."""' in text
    assert "TOY_COLOUR.ToyRed: Unique(TOY_ITEM)," in text
    assert '    Items: Annotated[tuple[TOY_ITEM, ...] | None, Unique(Conformant(TOY_ITEM, "Count"))] = None' in text
    assert "# without a codec: 1 ToyBroken" in text
    assert max(map(len, text.split("\n"))) <= 120
