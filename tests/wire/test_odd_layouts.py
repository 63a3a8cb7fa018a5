"""Buffers that lie out of order, overlap or have gaps before them come out as they went in."""

from __future__ import annotations

import tracemalloc
from struct import pack
from typing import Any

import msgspec
import pytest

from plugfest.errors import WireError
from plugfest.wire import Structure, Verbatim
from tests.wire.examples import Gaps, Item, Link, Message


def message(behind: bytes, **links: int) -> bytes:
    """A Message with these links (the others are 0), and what follows its 30 fixed bytes."""
    names = Message.__struct_fields__[:10]
    return pack("<HHIIIIIHHH", *(links.get(name, 0) for name in names)) + behind


ODD: dict[str, tuple[bytes, dict[str, Any]]] = {
    "out of order": (
        message(b"xyz\0a\0b\0", text_offset=34, text_length=4, data_offset=30, data_length=3),
        {"text": "ab", "data": b"xyz"},
    ),
    "overlapping": (
        message(b"a\0b\0", text_offset=30, text_length=4, data_offset=30, data_length=4),
        {"text": "ab", "data": b"a\0b\0"},
    ),
    "a gap of zeros": (message(b"\0\0xyz", data_offset=32, data_length=3), {"data": b"xyz"}),
    "a gap of something": (message(b"!!xyz", data_offset=32, data_length=3), {"data": b"xyz"}),
    "not aligned": (message(b"\0a\0", text_offset=31, text_length=2), {"text": "a"}),
    "padding between elements": (
        message(b"\0\0\0!!!\0", items_offset=32, items_count=2),
        {"items": (Item(0), Item(0))},
    ),
    "chain before its padding": (
        message(b"\0\0\0\0\0a\0\0", chain_offset=30, chain_length=5, data_offset=35, data_length=1),
        {"chain": (Link(0, 0),), "data": b"a"},
    ),
}


@pytest.mark.parametrize(("wire", "values"), ODD.values(), ids=ODD)
def test_comes_out_as_it_went_in(wire: bytes, values: dict[str, Any]) -> None:
    value = Message.decode(wire)
    assert {name: getattr(value, name) for name in values} == values
    assert type(value.rest) is Verbatim
    assert value.rest == wire[30:]
    assert value.encode() == wire


def test_fixed_fields_of_an_odd_message_can_be_changed() -> None:
    wire = ODD["out of order"][0]
    value = msgspec.structs.replace(Message.decode(wire), text_length=99)
    assert value.encode() == wire[:2] + b"\x63" + wire[3:]


def test_an_odd_message_is_laid_out_anew_without_its_rest() -> None:
    value = msgspec.structs.replace(
        Message.decode(ODD["out of order"][0]), rest=b"", text_offset=None, data_offset=None
    )
    assert value.encode() == message(b"a\0b\0xyz", text_offset=30, text_length=4, data_offset=34, data_length=3)


def test_padding_is_kept_where_there_is_a_field_for_it() -> None:
    wire = message(b"!!\0\0\0\0\0", chain_offset=32, chain_length=5)
    value = Message.decode(wire)
    assert (value.padding, value.rest) == (b"!!", b"")
    assert value.encode() == wire


def test_gaps_before_aligned_fields_are_kept() -> None:
    wire = bytes.fromhex("01 aabbcc 02000000 dd")
    value = Gaps.decode(wire)
    assert value.large == 2
    assert value.rest == wire[1:]
    assert value.encode() == wire


def test_links_of_a_chain_stay_as_they_came() -> None:
    chain = b"\6\0\0\0\0\0" + b"\7\0\0\0\1a\0" + b"\0\0\0\0\0"
    wire = message(b"\0\0" + chain, chain_offset=32, chain_length=len(chain))
    value = Message.decode(wire)
    assert [link.next for link in value.chain] == [6, 7, 0]
    assert (value.padding, value.rest) == (b"", b"")
    assert value.encode() == wire


def test_a_lie_in_a_chain_is_sent() -> None:
    chain = (Link(next=2), Link(data=b"x"))
    assert Message(chain=chain).encode()[32:].hex() == "02000000 00 000000 00000000 01 78".replace(" ", "")


@pytest.mark.parametrize("kind", [Message], ids=["Message"])
def test_hostile_counts_allocate_nothing(kind: type[Structure]) -> None:
    hostile = [
        message(bytes(40), items_offset=30, items_count=0xFFFF),
        message(bytes(40), numbers_offset=30, numbers_length=0xFFFE),
        message(bytes(40), chain_offset=30, chain_length=0xFFFFFFFF),
        message(bytes(40), data_offset=0xFFFFFFFF, data_length=0xFFFFFFFF),
    ]
    for wire in hostile:
        tracemalloc.start()
        with pytest.raises(WireError):
            kind.decode(wire)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 100_000
