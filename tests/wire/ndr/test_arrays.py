"""Arrays of several dimensions, arrays that contain themselves, pipes of structures, pointers to unions."""

from __future__ import annotations

from typing import Annotated, Any

import pytest

from plugfest.errors import LocalProtocolError, WireError
from plugfest.wire.ndr import (
    NDR,
    NDR64,
    Byte,
    Conformant,
    ConformantVarying,
    Empty,
    NdrStructure,
    Pipe,
    Ref,
    Response,
    ULong,
    Union,
    Unique,
    UShort,
    WString,
)
from plugfest.wire.ndr.runtime import NOTHING
from plugfest.wire.ndr.tracing import trace

SYNTAXES = pytest.mark.parametrize("syntax", [NDR, NDR64], ids=lambda syntax: syntax.name)


class Named(NdrStructure, frozen=True):
    Name: Annotated[str | None, Unique(WString)] = None
    Number: Annotated[int, ULong] = 0


class Table(Response, frozen=True):
    """[C706] 14.3.3.4."""

    Cells: Annotated[tuple[tuple[int, ...], ...], ConformantVarying(ConformantVarying(UShort, "", ""), "", "")] = ()
    Octets: Annotated[tuple[bytes, ...], Conformant(Conformant(Byte, ""), "")] = ()
    Names: Annotated[tuple[tuple[Named, ...], ...], Conformant(Conformant(Named, ""), "")] = ()


class Tree(NdrStructure, frozen=True):
    Value: Annotated[int, ULong] = 0
    Count: Annotated[int | None, ULong] = None
    Children: Annotated[tuple[Tree, ...] | None, Unique(Conformant("Tree", "Count"))] = None


class Pipes(Response, frozen=True):
    """[C706] 14.3.5."""

    Data: Annotated[tuple[tuple[Named, ...], ...], Pipe(Named)] = ()
    Status: Annotated[int, ULong] = 0


CHOICE = Union({1: Unique(Named), 2: ULong}, default=Empty)


class Choice(NdrStructure, frozen=True):
    Tag: Annotated[int, ULong] = 0
    Value: Annotated[Any, Unique(CHOICE.on("Tag"))] = None


@SYNTAXES
def test_several_dimensions(syntax: Any) -> None:
    names = ((Named("a", 1), Named(None, 2)), (Named("c", 3), Named("d", 4)))
    value = Table(((1, 2, 3), (4, 5, 6)), (b"ab", b"cd", b"ef"), names)
    stub = value.encode(syntax=syntax)
    assert Table.decode(stub, syntax=syntax) == value
    shown = {row.name: row.value for row in trace(Table, stub, syntax)}
    assert (shown["Cells[1][2]"], shown["Names[1][0].Name"]) == ("6", '"c"')
    if syntax is NDR:
        words = [int.from_bytes(stub[at : at + 4], "little") for at in range(0, 24, 4)]
        assert words == [2, 3, 0, 2, 0, 3]  # both maximum counts, then offset and actual count of each
        wrong = stub[:8] + b"\1" + stub[9:]
        with pytest.raises(WireError, match="elements 1 to 3 of 2"):
            Table.decode(wrong)
    for length in range(len(stub)):
        with pytest.raises(WireError):
            Table.decode(stub[:length], syntax=syntax)


@SYNTAXES
def test_no_rows(syntax: Any) -> None:
    assert Table.decode(Table().encode(syntax=syntax), syntax=syntax) == Table()


def test_rows_of_different_length_have_no_encoding() -> None:
    with pytest.raises(LocalProtocolError, match="rows of different length"):
        Table(Octets=(b"a", b"bc")).encode()


@SYNTAXES
def test_an_array_of_what_contains_it(syntax: Any) -> None:
    value = Tree(1, None, (Tree(2, None, (Tree(3, 0, ()),)), Tree(4, 0, None)))
    stub = value.encode(syntax=syntax)
    again = Tree.decode(stub, syntax=syntax)
    assert again.encode(syntax=syntax) == stub
    assert (again.Count, again.Children and again.Children[0].Children) == (2, (Tree(3, 0, ()),))
    assert trace(Tree, stub, syntax)[-1].name == "Children[0].Children[0].Children"


def test_its_count_must_agree() -> None:
    stub = bytearray(Tree(1, None, (Tree(2, 0),)).encode())
    stub[4] = 2
    with pytest.raises(WireError, match="1 where Count is 2"):
        Tree.decode(bytes(stub))


def test_nested_without_end() -> None:
    """Each level says that there is one more."""
    level = (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + (7).to_bytes(4, "little")
    with pytest.raises(WireError, match="nested too deep"):
        Tree.decode(level + ((1).to_bytes(4, "little") + level) * 100_000)


@SYNTAXES
def test_a_pipe_of_structures(syntax: Any) -> None:
    value = Pipes(((Named("a", 1), Named("b", 2)), (Named("c", 3),)), 5)
    stub = value.encode(syntax=syntax)
    assert Pipes.decode(stub, syntax=syntax) == value
    assert trace(Pipes, stub, syntax)[-1].value == "5"


@SYNTAXES
def test_a_pointer_to_a_union(syntax: Any) -> None:
    """NULL, a referent whose arm is NULL or empty, and one with a value are told apart."""
    for value in (Choice(1), Choice(1, NOTHING), Choice(9, NOTHING), Choice(1, Named("x")), Choice(2, 7)):
        stub = value.encode(syntax=syntax)
        assert Choice.decode(stub, syntax=syntax) == value
        assert trace(Choice, stub, syntax)[0].value == str(value.Tag)
    assert Choice(1, NOTHING).encode() != Choice(1).encode()


class Remarked(NdrStructure, frozen=True):
    name: Annotated[str | None, Unique(WString)] = None
    number: Annotated[int, ULong] = 0
    remark: Annotated[str, Ref(WString)] = ""


class Listed(NdrStructure, frozen=True):
    count: Annotated[int | None, ULong] = None
    items: Annotated[tuple[Remarked, ...] | None, Unique(Conformant(Remarked, "count"))] = None
    more: Annotated[tuple[str | None, ...] | None, Unique(Conformant(Unique(WString), "count"))] = None
    flag: Annotated[int, UShort] = 0


class ListedAndANumber(Response, frozen=True):
    listed: Annotated[Listed, Listed] = Listed()
    behind: Annotated[int, UShort] = 0


@SYNTAXES
def test_nothing_but_strings_behind_an_array(syntax: Any) -> None:
    """Odd and even lengths, NULL, what follows directly behind the last character, and where the stub ends."""
    for texts in ([], ["a"], ["ab", "abc"], ["", None], [None, "a\0b"], ["\ud800", "e\u0301\U0001f600", ""]):
        items = tuple(Remarked(text, 1, remark) for text, remark in zip(texts, ["x", "xy", ""], strict=False))
        value = ListedAndANumber(Listed(len(texts), items, tuple(texts), 7), 9)
        stub = value.encode(syntax=syntax)
        assert ListedAndANumber.decode(stub, syntax=syntax) == value
        for end in range(len(stub)):
            with pytest.raises(WireError):
                ListedAndANumber.decode(stub[:end], syntax=syntax)


def test_where_a_string_of_an_array_is_wrong() -> None:
    stub = bytearray(Listed(2, (Remarked("a", 0, "b"), Remarked("c", 0, "dd")), None).encode())
    at = stub.index(b"d\0d\0")
    stub[at + 4] = 1  # its terminator
    with pytest.raises(WireError, match="no terminator") as raised:
        Listed.decode(bytes(stub))
    assert (raised.value.structure, raised.value.field, raised.value.offset) == ("Remarked", "remark", at)
