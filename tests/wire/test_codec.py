"""Each marker of the layout, read and written; each way in which bytes can be wrong."""

from __future__ import annotations

import subprocess
import sys
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugfest.errors import LocalProtocolError, WireError
from plugfest.wire import Structure
from plugfest.wire.codec import main, source_of
from tests.strategies import agree, slack, structures
from tests.wire.examples import (
    EVERY,
    FIXED,
    BigEndian,
    Colour,
    Fixed,
    Gaps,
    Item,
    Items,
    Link,
    Little,
    Maybe,
    Message,
    Mixed,
    Outer,
    Packed,
    Pair,
    Shape,
    Strict,
    Tail,
    Text,
)

each = pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)


@each
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_round_trip(kind: type[Structure], data: st.DataObject) -> None:
    value = data.draw(structures(kind))
    wire = value.encode()
    decoded = kind.decode(wire)
    assert decoded.encode() == wire
    assert agree(value, decoded) or len(wire) == kind.__minimum_size__


@each
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_refuses_every_prefix(kind: type[Structure], data: st.DataObject) -> None:
    if kind is Tail:
        return
    wire = data.draw(structures(kind)).encode()
    for size in range(len(wire) - slack(kind.decode(wire))):
        with pytest.raises(WireError):
            kind.decode(wire[:size])


@each
@settings(max_examples=40, deadline=None)
@given(data=st.data(), wire=st.binary(max_size=80))
def test_damaged_bytes_decode_losslessly_or_not_at_all(kind: type[Structure], data: st.DataObject, wire: bytes) -> None:
    good = bytearray(data.draw(structures(kind)).encode())
    for _ in range(3 if good else 0):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 60) | st.integers(0, 255))
    for candidate in (wire, bytes(good), bytes(good) + wire):
        try:
            value = kind.decode(candidate)
        except WireError:
            continue
        assert value.encode() == candidate


def refused(kind: type[Structure], data: bytes) -> WireError:
    with pytest.raises(WireError) as caught:
        kind.decode(data)
    assert caught.value.structure == kind.__name__
    return caught.value


def test_fixed_fields() -> None:
    assert Fixed().encode() == FIXED
    assert Fixed.decode(FIXED) == Fixed()
    assert Fixed.decode(cast(bytes, bytearray(FIXED))) == Fixed()
    assert Fixed.decode(b"head" + FIXED + b"tail", 4, 4 + len(FIXED)) == Fixed()
    error = refused(Fixed, FIXED[:20])
    assert (error.field, error.offset) == ("G", 18)
    assert "4 bytes wanted, 2 left" in str(error)
    assert refused(Fixed, FIXED + b"!").reason == "1 bytes left over"


def test_members_and_what_has_no_member() -> None:
    value = Fixed.decode(Fixed(colour=Colour(9), shape=Shape(0xF000), closed=9).encode())  # type: ignore[arg-type]
    assert type(value.colour) is Colour
    assert value.colour == 9
    assert value.shape == Shape(0xF000)
    assert value.closed == 9
    assert type(value.closed) is int


def test_big_endian() -> None:
    wire = bytes.fromhex("00000001 00112233445566778899aabbccddeeff 0002 0001 0203")
    assert BigEndian(values=(1, 0x203)).encode() == wire
    assert BigEndian.decode(wire).values == (1, 0x203)


def test_bits() -> None:
    value = Packed(version=0xA, colour=Colour.GREEN, flag=1, other=0x77, after=5)
    assert value.encode() == bytes.fromhex("aa7705")
    assert Packed.decode(bytes.fromhex("aa7705")) == value
    with pytest.raises(LocalProtocolError, match="16 in 4 bits"):
        Packed(version=16).encode()
    with pytest.raises(LocalProtocolError):
        Packed(flag=-1).encode()


@pytest.mark.parametrize(
    "value", [Fixed(b=65536), Fixed(e=128), Fixed(raw=b"four"), Tail((1 << 32,)), Maybe(number=-1)]
)
def test_values_that_cannot_be_encoded(value: Structure) -> None:
    with pytest.raises(LocalProtocolError):
        value.encode()


def test_nested() -> None:
    value = Outer(Pair(1), Pair(2), Text("é", b"b", None, "c"), Item(data=b"z"))
    wire = value.encode()
    assert wire == bytes.fromhex("01000000 02 746167 02000000 02 746167 e9000000 6200 0200 6300 01 7a")
    assert agree(value, Outer.decode(wire))
    assert refused_inside(Outer, wire[:17]).structure == "Text"


def test_nested_in_another_byte_order() -> None:
    assert Mixed().encode() == bytes.fromhex("00000007 08000000 01")
    assert Mixed.decode(Mixed(tail=Little(3)).encode()) == Mixed(tail=Little(3))


def refused_inside(kind: type[Structure], data: bytes) -> WireError:
    with pytest.raises(WireError) as caught:
        kind.decode(data)
    return caught.value


def test_strings() -> None:
    wire = bytes.fromhex("0001 0100 0000 00 0000")  # U+0100 U+0001: a zero pair at an odd place is no terminator
    assert Text.decode(wire).wide == "\u0100\u0001"
    lone = bytes.fromhex("00d8 0000 00 0200 00dc")
    assert Text.decode(lone).encode() == lone
    assert refused(Text, bytes.fromhex("000100")).field == "Wide"
    assert refused(Text, bytes.fromhex("0000 6162")).reason == "no terminator"
    assert refused(Text, bytes.fromhex("0000 00 0300 616263")).reason == "3 bytes are no UTF-16"
    assert refused(Text, bytes.fromhex("0000 00 0400 6162")).reason == "4 bytes wanted, 2 left"


def test_arrays_right_here() -> None:
    value = Items(items=(Item(data=b"a"), Item(data=b"bcd")), numbers=(Colour.RED, Colour(9)), more=(Item(), Item()))
    wire = value.encode()
    assert wire == bytes.fromhex("02 04 0200 01 61 0000 03 626364 0100 0900 00 00")
    assert agree(value, Items.decode(wire))
    assert refused(Items, bytes.fromhex("00 03 0000 010203")).reason == "3 bytes are no whole number of elements of 2"
    assert refused(Items, bytes.fromhex("00 04 0000 0100")).reason == "4 bytes wanted, 2 left"
    assert refused(Items, bytes.fromhex("03 00 0000 00 000000 00")).reason == "3 elements wanted, 2 are there"
    assert "no field claims" in refused(Items, bytes.fromhex("02 00 0000 00 000100 00")).reason
    assert (
        refused(BigEndian, BigEndian().encode()[:-2] + b"\0\5\0").reason == "5 elements of 2 bytes wanted, 1 bytes left"
    )


def test_conditional_and_aligned() -> None:
    assert Maybe().encode() == bytes.fromhex("00 000000 00000000")
    value = Maybe(kind=7, blob=b"ab", pair=Pair(1), number=5, text="x")
    wire = value.encode()
    assert wire == bytes.fromhex("07 02 6162 01000000 02 746167 05000000 7800 0000")
    assert agree(value, Maybe.decode(wire))
    assert Maybe(kind=2).encode() == Maybe().encode().replace(b"\0", b"\2", 1)  # what is None is left out
    assert Maybe(kind=0, blob=b"ab", length=9).encode() == Maybe().encode()  # what the condition denies, too
    assert refused(Maybe, bytes.fromhex("00 0000")).reason == "ends in the padding before it"
    assert "no field claims" in refused(Maybe, bytes.fromhex("00 000100 00000000")).reason
    assert refused(Maybe, bytes.fromhex("01 05 61")).field == "Blob"


def test_alignment_counts_from_the_base() -> None:
    assert Gaps().encode(3) == bytes.fromhex("01 02000000")
    assert Gaps.decode(bytes.fromhex("ffffff 01 02000000"), 3, None, 0) == Gaps()


def test_buffers_elsewhere() -> None:
    value = Message(
        text="ab", data=b"xyz", chain=(Link(data=b"1"), Link(data=b"234")), items=(Item(), Item()), numbers=(1, 2)
    )
    wire = value.encode(64)
    fixed = "5e00 0400 62000000 03000000 68000000 10000000 78000000 0200 7e00 0400"
    rest = "61006200 78797a 000000 08000000 01 31 0000 00000000 03 323334 00 000000 00 00 0100 0200"
    assert wire.hex() == bytes.fromhex(fixed + rest).hex()
    decoded = Message.decode(bytes(64) + wire, 64, None, 0)
    assert agree(value, decoded)
    assert decoded.encode(64) == wire


def test_empty_buffers_and_the_minimum() -> None:
    wire = Message().encode(64)
    assert wire == bytes.fromhex("5e00") + bytes(29)
    assert len(wire) == 31
    assert Message.decode(wire).encode() == wire
    assert Message.decode(wire[:30]).encode() == wire[:30]  # what came short goes out short


def test_a_link_alone() -> None:
    assert Link(data=b"x").encode() == bytes.fromhex("00000000 01 78")


LYING: dict[str, tuple[dict[str, Any], str]] = {
    "text before the buffers": ({"text": "a", "text_offset": 8}, "Text"),
    "text behind the end": ({"text": "a", "text_offset": 31}, "Text"),
    "odd text": ({"text": "a", "text_length": 1}, "Text"),
    "data too long": ({"data": b"a", "data_length": 2}, "Data"),
    "items outside": ({"items": (Item(),), "items_offset": 99}, "Items"),
    "items too many": ({"items": (Item(),), "items_count": 2}, "Items"),
    "numbers odd": ({"numbers": (1,), "numbers_length": 1}, "Numbers"),
    "chain too short": ({"chain": (Link(),), "chain_length": 3}, "Chain"),
    "link behind the end": ({"chain": (Link(next=99), Link())}, "Chain"),
    "link to itself": ({"chain": (Link(next=3), Link())}, "Chain"),
    "element with bytes left over": ({"chain": (Link(), Link(size=0, data=b"xx"))}, "Chain"),
    "element with a lot left over": ({"chain": (Link(size=0, data=b"123456789"), Link())}, "Chain"),
}


@pytest.mark.parametrize(("values", "field"), LYING.values(), ids=LYING)
def test_lies_are_sent_and_refused(values: dict[str, Any], field: str) -> None:
    error = refused(Message, Message(**values).encode())
    assert error.field == field


def test_fields_are_named_as_in_the_document() -> None:
    error = refused(Message, b"")
    assert (error.field, error.offset) == ("TheOffset", 0)


def test_no_rest_means_that_nothing_lies_unclaimed() -> None:
    assert Strict(data=b"x").encode() == bytes.fromhex("04 01 0000 78")
    assert agree(Strict(data=b"x"), Strict.decode(bytes.fromhex("04 01 0000 78")))
    assert "no field claims" in refused(Strict, bytes.fromhex("04 01 0001 78")).reason
    assert refused(Strict, bytes.fromhex("00 00 00")).reason == "1 bytes left over"


def test_the_generated_source_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    main("tests.wire.examples:Message")
    printed = capsys.readouterr().out
    assert printed.strip() == source_of(Message)
    command = [sys.executable, "-m", "plugfest.wire.codec", "tests.wire.examples:Message"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == printed
    assert "def read(" in printed
    assert "def write(" in printed
