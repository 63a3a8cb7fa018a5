"""Decoded structures as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugfest.wire import Structure
from plugfest.wire.fields import MOST, fields
from plugfest.wire.layout import FILETIME, HEX32, U32
from plugfest.wire.text import text_of
from tests.strategies import structures
from tests.wire.examples import (
    EVERY,
    Colour,
    Envelope,
    Fixed,
    Gaps,
    Item,
    Items,
    Link,
    Maybe,
    Message,
    Outer,
    Packed,
    Pair,
    Shape,
    Tail,
)


def rows(value: Structure, start: int = 0, base: int | None = None) -> dict[str, tuple[int, str]]:
    return {field.name: (field.offset, field.value) for field in fields(value, start, base)}


def test_fixed_fields() -> None:
    found = rows(Fixed(), 10)
    assert found["A"] == (10, "1")
    assert found["H"] == (32, "-4")
    assert found["Colour"] == (40, "RED (1)")
    assert found["Shape"] == (41, "ROUND (0x1)")
    assert found["Closed"] == (43, "ONLY (7)")
    assert found["Guid"] == (44, "00112233-4455-6677-8899-aabbccddeeff")
    assert found["Raw"] == (60, '78797a (3 bytes, "xyz")')
    assert found["Time"] == (63, "1970-01-01T00:00:00.0000000Z")


def test_bits_share_their_place() -> None:
    found = rows(Packed(version=3, after=9))
    assert [found[name][0] for name in ("Version", "Colour", "Flag", "Other", "After")] == [0, 0, 0, 0, 2]


def test_places_of_what_offsets_point_to() -> None:
    value = Message(
        text="a", data=b"xyz", chain=(Link(data=b"1"), Link()), items=(Item(), Item(data=b"q")), numbers=(1, 2),
        padding=b"!!", rest=b"rest",
    )  # fmt: skip
    wire = value.encode(64)
    found = rows(Message.decode(wire, 0, None, -64), 64, 0)
    assert found["TheOffset"] == (64, "94")
    assert found["Text"] == (94, '"a"')
    assert found["Data"] == (96, '78797a (3 bytes, "xyz")')
    assert found["Padding"] == (99, "2121 (2 bytes)")
    assert found["Chain[0].Next"] == (101, "8")
    assert found["Chain[0].Data"] == (106, "31 (1 byte)")
    assert found["Chain[1].Next"] == (109, "0")
    assert found["Items[0].Size"] == (116, "0")
    assert found["Items[1].Data"] == (121, "71 (1 byte)")
    assert found["Numbers[0]"] == (122, "1")
    assert found["Numbers[1]"] == (124, "2")
    assert found["Rest"] == (126, '72657374 (4 bytes, "rest")')


def test_what_was_built_has_no_places_for_buffers() -> None:
    found = rows(Message(data=b"abc", numbers=(1,)))
    assert found["DataOffset"] == (4, "computed")
    assert found["Data"][0] == -1
    assert found["Numbers[0]"] == (-1, "1")
    assert found["Text"] == (-1, '""')


def test_an_odd_layout() -> None:
    wire = Message(text="ab", text_offset=34, rest=b"\0\0").encode()
    wire = wire[:30] + b"\1\1\1\1a\0b\0"
    found = rows(Message.decode(wire))
    assert found["Text"] == (34, '"ab"')
    assert found["Rest"][0] == 30


def test_a_rest_behind_an_aligned_field() -> None:
    found = rows(Gaps.decode(bytes.fromhex("01 aabbcc 02000000")))
    assert found["Large"] == (4, "2")
    assert found["Rest"] == (1, "aabbcc02000000 (7 bytes)")


def test_conditional_fields() -> None:
    assert set(rows(Maybe())) == {"Kind", "Number"}
    assert set(rows(Maybe(kind=2))) == {"Kind", "Number"}
    found = rows(Maybe.decode(Maybe(kind=5, blob=b"ab", text="x").encode()))
    assert found["Blob"] == (2, "6162 (2 bytes)")
    assert found["Number"][0] == 4
    assert found["Text"] == (8, '"x"')


def test_names_begin_with_the_prefix() -> None:
    assert next(field.name for field in fields(Packed(), prefix="Header")) == "Header.Version"
    assert rows(Outer())["Second.Left"] == (8, "0x00000002")


def test_buffers_that_hold_structures() -> None:
    wire = Envelope(kind=1, data=Pair(left=5).encode()).encode()
    assert rows(Envelope.decode(wire), 10)["Data.Left"] == (12, "0x00000005")
    assert rows(Envelope.decode(wire), 10)["Data.Tag"] == (17, '746167 (3 bytes, "tag")')
    assert rows(Envelope(kind=1, data=b"ab"))["Data"] == (2, "6162 (2 bytes)")
    assert rows(Envelope(kind=2, data=Pair().encode()))["Data"][0] == 2


def test_long_arrays_are_cut() -> None:
    found = fields(Tail(tuple(range(MOST + 5))))
    assert len(found) == MOST + 1
    assert (found[-1].name, found[-1].value) == (f"Values[{MOST}…]", "5 more")


@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_place_is_where_the_bytes_are(kind: type[Structure], data: st.DataObject) -> None:
    wire = data.draw(structures(kind)).encode()
    value = kind.decode(wire)
    for field in fields(value):
        assert -1 <= field.offset <= len(wire)
        raw = field.value.split(" ")[0]
        if "byte" in field.value and "…" not in raw:
            assert wire[field.offset : field.offset + len(raw) // 2].hex() == raw


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "computed"),
        (True, "True"),
        (Colour.RED, "RED (1)"),
        (Colour(0x99), "0x99"),
        (Colour(3), "3"),
        (Colour(0x1234), "0x1234"),
        (Colour(0xC0000016), "0xC0000016"),
        (Colour(0xFF), "0xFF"),
        (Shape(0), "0x0"),
        (Shape(3), "ROUND | FLAT (0x3)"),
        (Shape(0x33), "ROUND | FLAT | BOTH_WIDE (0x33)"),
        (Shape(0x10), "0x10"),
        (Shape(0x41), "ROUND | 0x40 (0x41)"),
        (b"", "empty"),
        (b"\0", "00 (1 byte)"),
        (b"MxAc", '4d784163 (4 bytes, "MxAc")'),
        (bytes(33), "00" * 32 + "… (33 bytes)"),
        ("\\\\server\\share", '"\\\\server\\share"'),
        ("a\nb\ud800", '"a\\u000ab\\ud800"'),
    ],
)
def test_values(value: object, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1, "1601-01-01T00:00:00.0000001Z"),
        (0x7FFFFFFFFFFFFFFF, "never"),
        (0xFFFFFFFFFFFFFFFF, "18446744073709551615"),
        (133326029513656000, "2023-06-30T12:49:11.3656000Z"),
    ],
)
def test_times(value: int, text: str) -> None:
    assert text_of(value, FILETIME) == text


def test_integers() -> None:
    assert text_of(255, HEX32) == "0x000000FF"
    assert text_of(255, U32) == "255"


def test_members_that_are_no_numbers() -> None:
    import enum

    assert text_of(enum.Enum("Word", {"A": "a"}).A) == "A"  # type: ignore[attr-defined]


def test_elements_at_their_alignment() -> None:
    found = rows(Items.decode(Items(items=(Item(data=b"a"), Item())).encode()))
    assert found["Items[0].Size"] == (4, "1")
    assert found["Items[1].Size"] == (8, "0")
