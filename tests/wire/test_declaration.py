"""Declarations that make no sense are refused when the codec is made."""

from __future__ import annotations

from typing import Annotated, Any

import pytest

from plugfest.wire import (
    I16,
    REST,
    U8,
    U16,
    U32,
    Align,
    Array,
    Bits,
    Bytes,
    Chain,
    CountOf,
    Data,
    LengthOf,
    Next,
    OffsetOf,
    Padding,
    Sized,
    Structure,
    When,
)
from plugfest.wire.codec import generate


class WithRest(Structure, frozen=True):
    rest: Annotated[bytes, REST] = b""


class Empty(Structure, frozen=True):
    pass


class Linked(Structure, frozen=True):
    next: Annotated[int | None, U32, Next()] = None


def _structure(name: str, fields: dict[str, tuple[Any, Any]], **others: Any) -> type[Structure]:
    """A class made at run time: annotation and default by field."""
    space = {"__annotations__": {n: a for n, (a, _) in fields.items()}, "__module__": __name__, **others}
    return type(Structure)(name, (Structure,), {**space, **{n: d for n, (_, d) in fields.items()}}, frozen=True)


NUMBER = (Annotated[int, U8], 0)
LENGTH = (Annotated[int | None, U8, LengthOf("data")], None)
BAD: dict[str, tuple[str, dict[str, tuple[Any, Any]]]] = {
    "no form": ("does not say", {"a": (int, 0)}),
    "two forms": ("has 2 forms", {"a": (Annotated[int, U8, U16], 0)}),
    "underscore": ("underscore", {"_a": NUMBER}),
    "rest not last": ("comes last", {"rest": (Annotated[bytes, REST], b""), "a": NUMBER}),
    "bits that do not fill": ("do not fill", {"a": (Annotated[int, Bits(3, U8)], 0)}),
    "bits cut off": ("do not fill", {"a": (Annotated[int, Bits(3, U8)], 0), "b": NUMBER}),
    "bits of two integers": (
        "do not fill",
        {"a": (Annotated[int, Bits(3, U8)], 0), "b": (Annotated[int, Bits(13, U16)], 0)},
    ),
    "bits that overflow": (
        "do not fill",
        {"a": (Annotated[int, Bits(3, U8)], 0), "b": (Annotated[int, Bits(7, U8)], 0)},
    ),
    "aligned bits": ("not aligned", {"a": (Annotated[int, Bits(8, U8), Align(4)], 0)}),
    "conditional bits": ("not aligned", {"a": (Annotated[int, Bits(8, U8), When("1")], 0)}),
    "signed link": (
        "unsigned",
        {"n": (Annotated[int, I16, LengthOf("data")], 0), "data": (Annotated[bytes, REST], b"")},
    ),
    "link to nothing": ("has no field", {"n": (Annotated[int | None, U16, LengthOf("data")], None)}),
    "length of a number": ("no length", {"n": (Annotated[int | None, U16, LengthOf("a")], None), "a": NUMBER}),
    "length unknown": ("has no field", {"data": (Annotated[bytes, Sized("n")], b"")}),
    "length not yet known": ("not known before", {"data": (Annotated[bytes, Sized("n")], b""), "n": LENGTH}),
    "length that is none": (
        "no unsigned",
        {"n": (Annotated[bytes, Bytes(1)], b""), "data": (Annotated[bytes, Sized("n")], b"")},
    ),
    "padding of nothing": (
        "has no padding",
        {"n": LENGTH, "data": (Annotated[bytes, Sized("n")], b""), "p": (Annotated[bytes, Padding("data")], b"")},
    ),
    "offset unknown": ("has no field", {"n": LENGTH, "data": (Annotated[bytes, Data("o", "n")], b"")}),
    "a buffer that is nowhere": (
        "cannot lie here",
        {"n": LENGTH, "data": (Annotated[bytes, Data("", "n")], b"")},
    ),
    "count and length": (
        "contradict",
        {"n": NUMBER, "m": NUMBER, "a": (Annotated[tuple[int, ...], Array(U8, count="n", length="m")], ())},
    ),
    "neither count nor length": (
        "neither",
        {
            "o": (Annotated[int | None, U8, OffsetOf("a")], None),
            "a": (Annotated[tuple[int, ...], Array(U8, offset="o")], ()),
        },
    ),
    "elements without end": ("have no end", {"a": (Annotated[tuple[WithRest, ...], Array()], ())}),
    "chain without links": (
        "do not begin with a link",
        {"o": NUMBER, "n": NUMBER, "a": (Annotated[tuple[WithRest, ...], Chain("o", "n")], ())},
    ),
}


@pytest.mark.parametrize(("reason", "fields"), BAD.values(), ids=BAD)
def test_is_refused(reason: str, fields: dict[str, tuple[Any, Any]]) -> None:
    with pytest.raises(TypeError, match=reason):
        generate(_structure("Bad", fields))


def test_big_endian_chains_are_refused() -> None:
    fields = {"o": NUMBER, "n": NUMBER, "a": (Annotated[tuple[Linked, ...], Chain("o", "n")], ())}
    generate(_structure("Good", fields))
    with pytest.raises(TypeError, match="little-endian"):
        generate(_structure("Bad", fields, __byte_order__="big"))


def test_a_minimum_needs_a_link() -> None:
    with pytest.raises(TypeError, match="minimum"):
        generate(_structure("Bad", {"a": NUMBER}, __minimum_size__=9))


def test_elements_of_no_bytes_are_refused() -> None:
    from plugfest.errors import WireError

    kind = _structure(
        "Many",
        {
            "n": (Annotated[int | None, U32, CountOf("a")], None),
            "a": (Annotated[tuple[Empty, ...], Array(count="n")], ()),
        },
    )
    with pytest.raises(WireError, match="no bytes"):
        kind.decode(b"\xff\xff\xff\xff\0")


def test_a_structure_of_no_fields() -> None:
    assert Empty().encode() == b""
    assert Empty.decode(b"") == Empty()


def test_two_enumerations_of_one_name_stay_apart() -> None:
    from plugfest.wire import OpenEnum

    make: Any = OpenEnum
    first, second = make("Same", {"A": 1}), make("Same", {"B": 1})
    kind = _structure("Both", {"a": (Annotated[first, U8], first(1)), "b": (Annotated[second, U8], second(1))})
    value: Any = kind.decode(b"\1\1")
    assert (value.a.name, value.b.name) == ("A", "B")


@pytest.mark.parametrize("name", ["len", "bytes", "type", "next", "cls", "read"])
def test_any_name_of_a_field_will_do(name: str) -> None:
    fields = {name: (Annotated[int | None, U8, LengthOf("data")], None), "data": (Annotated[bytes, Sized(name)], b"")}
    kind = _structure("Named", {**fields, "rest": (Annotated[bytes, REST], b"")})
    assert kind(**{"data": b"ab"}).encode() == b"\2ab"
    assert kind.decode(b"\2abcd").encode() == b"\2abcd"
