"""A small document of our own with a layout of every kind: what is derived, and that it encodes and decodes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugfest.errors import LocalProtocolError, WireError
from plugfest.requirements.importing import import_paths
from plugfest.simulate.structures.declaration import declaration
from plugfest.simulate.structures.message import read_message
from plugfest.simulate.structures.model import Reason
from plugfest.simulate.structures.record import Record, attributes
from plugfest.simulate.structures.shelf import Shelf
from plugfest.simulate.structures.values import shown
from plugfest.specs import open_library
from tests.simulate.structures.samples import check

TOY = Path(__file__).parents[2] / "data" / "MS-TOYL.md"


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """The document."""
    with open_library(tmp_path_factory.mktemp("toyl")) as library:
        for _ in import_paths(library, [TOY], 1):
            pass
        yield Shelf(library)


def _class(toy: Shelf, title: str) -> type[Record]:
    return toy.codecs.of(toy.find("MS-TOYL", title)[0])


def test_all_but_the_riddle_are_compiled(toy: Shelf) -> None:
    structures = toy.structures("MS-TOYL")
    assert [(one.title, one.field, one.reason) for one in structures.refused] == [
        ("TOYL_RIDDLE", "Question", Reason.NO_END)
    ]
    assert len(structures.compiled) == 10
    assert structures.examples == 1


def test_byte_order_is_told_by_the_document_and_by_a_section(toy: Shelf) -> None:
    orders = {one.title: (one.order, one.order_source) for one in toy.structures("MS-TOYL").compiled}
    order, source = orders["TOYL_COIN"]
    assert order == "little"
    assert source is not None
    assert source.section == "2.1"
    assert orders["TOYL_COMPASS"][0] == "big"


def test_offsets_count_from_the_header(toy: Shelf) -> None:
    hello = _class(toy, "TOYL_HELLO Request")
    data = hello(name="ab", tune=b"la").encode(8)
    assert data.hex(" ") == "10 00 04 00 14 00 02 00 61 00 62 00 6c 61"
    message = bytes.fromhex("544f594c01000000") + data
    header, body = read_message(toy, toy.find("MS-TOYL", "TOYL_HELLO Request")[0], message)
    assert (header.record.kind, body.record.name, body.record.tune) == (1, "ab", b"la")  # type: ignore[attr-defined]
    meanings = {row.name: row.meaning for row in shown(header.record, 0, 0)}
    assert meanings["Kind"] == "TOYL_KIND_HELLO"
    assert [row.offset for row in shown(body.record, 8, 0)] == [8, 10, 12, 14, 16, 20]


def test_what_no_member_claims_survives(toy: Shelf) -> None:
    hello = _class(toy, "TOYL_HELLO Request")
    data = bytes.fromhex("0a000200 0e000100 ffff 6100 eeee 6c dddd".replace(" ", ""))
    read = hello.decode(data)
    assert read.rest == ((8, b"\xff\xff"), (12, b"\xee\xee"), (15, b"\xdd\xdd"))  # type: ignore[attr-defined]
    assert read.encode() == data


def test_a_place_outside_of_the_message_is_refused(toy: Shelf) -> None:
    hello = _class(toy, "TOYL_HELLO Request")
    with pytest.raises(WireError) as caught:
        hello.decode(bytes.fromhex("ff00020000000000"))
    assert (caught.value.structure, caught.value.field) == ("TOYL_HELLO Request", "Name")


def test_counts_tell_structures_and_integers(toy: Shelf) -> None:
    coin, purse = _class(toy, "TOYL_COIN"), _class(toy, "TOYL_PURSE")
    data = purse(coins=(coin(worth=1, year=2), coin(worth=3, year=4)), bills=(5,)).encode()
    assert data.hex() == "02000100" + "01000200" + "03000400" + "05000000"
    assert [row.name for row in shown(purse.decode(data))][2:] == [
        "Coins[0].Worth", "Coins[0].Year", "Coins[1].Worth", "Coins[1].Year", "Bills[0]",
    ]  # fmt: skip


def test_a_condition_decides_if_a_field_is_there(toy: Shelf) -> None:
    letter = _class(toy, "TOYL_LETTER")
    assert letter.decode(b"\x01hi\0\x07\0\0\0rest").stamp == 7  # type: ignore[attr-defined]
    assert letter.decode(b"\x00hi\0rest").stamp is None  # type: ignore[attr-defined]
    assert letter(manner=1, greeting="hi", stamp=7, body=b"rest").encode() == b"\x01hi\0\x07\0\0\0rest"


def test_ways_to_read_a_field_and_links_in_a_chain(toy: Shelf) -> None:
    guest, link = _class(toy, "TOYL_GUEST"), _class(toy, "TOYL_CHAIN_LINK")
    one = guest(age=7, row=2, seat=3, pass_=UUID(int=1), chain=(link(weight=1), link(weight=2)))
    read = guest.decode(one.encode())
    assert [(part.next_link, part.weight) for part in read.chain] == [(5, 1), (0, 2)]  # type: ignore[attr-defined]
    rows = {row.name: row.value for row in shown(read)}
    assert (rows["Row"], rows["Seat"], rows["Ticket"]) == (2, 3, 3 << 16 | 2)
    data = bytearray(one.encode())
    data[28] = 99  # the first link
    with pytest.raises(WireError):
        guest.decode(bytes(data))


def test_masks_tell_which_end_bits_are_drawn_from(toy: Shelf) -> None:
    switches = _class(toy, "TOYL_SWITCHES")
    assert switches(a=1, b=0, dial=2).encode() == b"\x09"
    with pytest.raises(LocalProtocolError):
        switches(a=2).encode()


def test_the_size_of_the_whole_is_computed(toy: Shelf) -> None:
    compass = _class(toy, "TOYL_COMPASS")
    assert compass(heading=90, log=b"sea").encode() == b"\0\0\0\x09\0\x5asea"


def test_contradictions_are_findings(toy: Shelf) -> None:
    found = {(one.rule, one.subject.partition(".")[2]): one for one in toy.structures("MS-TOYL").findings}
    assert set(found) == {
        ("layout.drawing", "Pad"),
        ("layout.width", "Pad"),
        ("layout.case", "wholeNumber"),
    }
    assert found["layout.width", "Pad"].quote == "A 32-bit, unsigned integer."


def test_declarations_name_their_sources(toy: Shelf) -> None:
    lines = list(declaration(toy.find("MS-TOYL", "TOYL_PURSE")[0]))
    assert lines[0].startswith("TOYL_PURSE, MS-TOYL 2.1.4 line ")
    assert any("array of TOYL_COIN (MS-TOYL 2.1.3) as many elements as CoinCount" in line for line in lines)
    assert any("The number of coins in the Coins array." in line for line in lines)


def test_names_become_attributes() -> None:
    assert attributes(["FileName", "cbData", "Reserved", "Reserved", "class", "X.509 Data", "encode"]) == [
        "file_name", "cb_data", "reserved", "reserved_2", "class_", "x_509_data", "encode_2",
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(random=st.randoms(use_true_random=False))
def test_round_trips(toy: Shelf, random: Random) -> None:
    for structure in toy.structures("MS-TOYL").compiled:
        check(toy.codecs, structure, random)


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=64))
def test_nothing_but_wire_errors(toy: Shelf, data: bytes) -> None:
    for structure in toy.structures("MS-TOYL").compiled:
        kind = toy.codecs.of(structure)
        try:
            read = kind.decode(data)
        except WireError:
            continue
        assert read.encode() == data
