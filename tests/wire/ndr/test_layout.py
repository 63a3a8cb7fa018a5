"""How each kind of type lies in a stub: by hand from [C706] chapter 14, and against impacket and ndrdump."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import pytest

from plugfest.errors import LocalProtocolError, WireError
from plugfest.protocols.ms_srvs.types import SRVSVC, NetrShareEnumResponse
from plugfest.wire.ndr import (
    NDR,
    NDR64,
    Conformant,
    NdrStructure,
    Request,
    ULong,
    Union,
    Unique,
    Varying,
    WString,
    fields,
)
from plugfest.wire.ndr.codec import source_of
from tests.peers import need, run
from tests.protocols.ms_srvs.examples import EXAMPLES
from tests.wire.ndr.kinds import (
    Arrays,
    Colour,
    ConformantHypers,
    ConformantVaryingTail,
    EmbedsConformant,
    Encapsulated,
    Method,
    MsUnions,
    Node,
    Numbers,
    Opaques,
    Pair,
    Refs,
    Rights,
    RpcSid,
    RpcUnicodeString,
    Shares,
    Strings,
    Unions,
)


def _hex(value: NdrStructure) -> str:
    return value.encode().hex()


def _refused(kind: type[NdrStructure], wire: str, field: str, offset: int, reason: str) -> None:
    with pytest.raises(WireError, match=reason) as raised:
        kind.decode(bytes.fromhex(wire))
    assert (raised.value.field, raised.value.offset) == (field, offset)


def test_numbers_are_aligned_to_their_size() -> None:
    wire = Numbers(boolean=1, short=-2, byte=3, long=-4, small=-5, hyper=-6, usmall=7).encode()
    assert wire[:33].hex() == "0100feff03000000fcfffffffb000000" + "faffffffffffffff07000000" + "0000000000"


def test_enumerations() -> None:
    value = Numbers.decode(Numbers(colour=Colour(9), rights=Rights.READ | Rights.WRITE).encode())
    assert (value.colour, value.rights, value.colour32) == (9, Rights.READ | Rights.WRITE, Colour.BLUE)
    assert isinstance(value.colour32, Colour)


def test_a_unique_pointer_defers_its_referent() -> None:
    # the referents of both pointers follow both places; those of the first come first
    tree = Node(1, Node(2, Node(3)), Node(4))
    assert _hex(tree) == (
        "01000000" "00000200" "04000200"  # the root: two pointers
        "02000000" "08000200" "00000000"  # left, with one pointer
        "03000000" "00000000" "00000000"  # left of left, before the right of the root
        "04000000" "00000000" "00000000"
    )  # fmt: skip
    assert Node.decode(tree.encode()) == tree


def test_any_referent_id_is_accepted() -> None:
    wire = bytes.fromhex("01000000ffffffff00000000020000000000000000000000")
    assert Node.decode(wire) == Node(1, Node(2))


def test_referent_ids_can_be_given() -> None:
    assert Node(1, Node(2)).encode(referents=iter([0x1234]))[4:8].hex() == "34120000"


def test_strings() -> None:
    value = Strings(wide="é", narrow=b"ab", always="", declared="x", declared_narrow=b"y", sized="z")
    wire = value.encode()
    assert Strings.decode(wire).sized == "z"
    assert Strings.decode(wire).room == 2
    assert "020000000000000002000000e9000000" in wire.hex()


def test_a_string_keeps_lone_surrogates_and_inner_zeros() -> None:
    for text in ("\ud800", "a\0b\0", "\U0001f600 \udfff", "\U0001f600"):
        assert Strings.decode(Strings(wide=text).encode()).wide == text


def test_a_larger_maximum_count_is_accepted() -> None:
    assert _OneString.decode(bytes.fromhex("0000020009000000000000000200000061000000")).text == "a"


def test_wrong_strings() -> None:
    for counts, reason in (
        ("010000000100000001000000", "offset 1"),
        ("000000000000000000000000", "0 characters of at most 0"),
        ("010000000000000002000000", "2 characters of at most 1"),
    ):
        _refused(_OneString, "00000200" + counts + "0000", "text", 16, reason)
    _refused(_OneString, "000002000100000000000000010000006100", "text", 16, "no terminator")
    _refused(_OneString, "00000200ffffff7f00000000ffffff7f6100", "text", 4, "the stub ends after 14 bytes")
    _refused(_OneString, "000002000100", "text", 4, "the stub ends after 2 bytes")


class _OneString(NdrStructure, frozen=True):
    text: Annotated[str | None, Unique(WString)] = None


def test_unicode_string_against_its_counts() -> None:
    value = RpcUnicodeString(Buffer="abc")
    assert _hex(value) == "0600060000000200030000000000000003000000610062006300"
    roomy = RpcUnicodeString(MaximumLength=20, Buffer="abc")
    assert roomy.encode()[8:12].hex() == "0a000000"
    assert RpcUnicodeString.decode(roomy.encode()).Buffer == "abc"
    _refused(RpcUnicodeString, "060006000000020002000000", "Buffer", 8, "the stub ends")
    _refused(
        RpcUnicodeString,
        "0600060000000200020000000000000003000000",
        "Buffer",
        20,
        "2 where MaximumLength // 2 is 3",
    )


def test_a_conformant_structure_begins_with_its_count() -> None:
    sid = RpcSid(SubAuthority=(21, 1))
    assert _hex(sid) == "0200000001020000000000051500000001000000"
    assert RpcSid.decode(sid.encode()) == RpcSid(SubAuthorityCount=2, SubAuthority=(21, 1))
    _refused(RpcSid, "030000000102000000000005", "SubAuthority", 12, "3 where SubAuthorityCount is 2")


def test_a_count_in_front_of_the_outermost_structure() -> None:
    value = EmbedsConformant(7, ConformantHypers(None, (5,)))
    assert _hex(value) == "0100000000000000070000000000000001000000000000000500000000000000"
    assert EmbedsConformant.decode(value.encode()).last.numbers == (5,)


def test_conformant_and_varying() -> None:
    value = ConformantVaryingTail(most=5, names=("a", None))
    wire = value.encode()
    assert wire[:20].hex() == "0500000005000000020000000000000002000000"
    assert ConformantVaryingTail.decode(wire) == ConformantVaryingTail(5, 2, ("a", None))
    _refused(ConformantVaryingTail, "0100000001000000020000000000000002000000", "names", 20, "elements 0 to 2 of 1")
    _refused(ConformantVaryingTail, "0500000005000000010000000100000001000000", "names", 20, "elements 1 to 2 of 5")


@pytest.mark.parametrize("count", [0x7FFFFFFF, 0xFFFFFFFF, 3])
def test_hostile_counts(count: int) -> None:
    lie = count.to_bytes(4, "little").hex()
    with pytest.raises(WireError):
        RpcSid.decode(bytes.fromhex(lie + "01ff000000000005"))
    with pytest.raises(WireError):
        ConformantHypers.decode(bytes.fromhex(lie + "00000000" + lie + "00000000" + "00" * 8))
    with pytest.raises(WireError, match="elements of at least"):
        NetrShareEnumResponse.decode(bytes.fromhex("010000000100000000000200" + lie + "04000200" + lie + "00" * 16))
    tail = ConformantVaryingTail.decode
    with pytest.raises(WireError):
        tail(bytes.fromhex(lie * 3 + "00000000" + lie))


def test_nested_too_deep() -> None:
    depth = 5000
    wire = bytes.fromhex("010000000000020000000000") * depth
    with pytest.raises(WireError, match="nested too deep"):
        Node.decode(wire)
    tree = None
    for _ in range(depth):
        tree = Node(1, tree)
    assert tree is not None
    with pytest.raises(LocalProtocolError, match="nested too deep"):
        tree.encode()


def test_unions() -> None:
    value = Unions(kind=4, plain=7, level=5, defaulted=9, tail=1)
    assert _hex(value) == "0400040000000000070000000000000005000000050000000900000001"
    for kind, arm in ((1, 9), (2, Pair(1, 2)), (3, Pair(1, 2)), (5, None), (6, "text"), (7, Node(1, Node(2)))):
        value = Unions(kind, arm, 1, Pair(3, 4), 5)
        assert Unions.decode(value.encode()) == value


def test_a_union_follows_its_switch() -> None:
    wire = Unions(kind=1, plain=7, level=5, defaulted=9).encode()
    assert wire[:5].hex() == "0100010007"
    _refused(Unions, "01000200", "plain", 4, "2 where kind is 1")
    _refused(Unions, "63006300", "plain", 4, "no arm for 99")
    with pytest.raises(LocalProtocolError, match="no arm for 99"):
        Unions(kind=99, level=5, defaulted=1).encode()
    with pytest.raises(LocalProtocolError):
        Unions(level=5, defaulted=1).encode()


def test_the_arm_tells_the_switch() -> None:
    wire = Unions(kind=5, defaulted=RpcSid()).encode()
    assert Unions.decode(wire).level == 2


def test_ms_union_aligns_every_arm_alike() -> None:
    assert _hex(MsUnions(1, 9, 7)) == "010009000100000007"
    assert _hex(MsUnions(1, 9, 7)) != _hex(MsUnions(4, 9, 7))


def test_an_encapsulated_union_has_one_discriminant() -> None:
    assert _hex(Encapsulated(1, 7)) == "0100000007"
    assert _hex(Encapsulated(None, Pair(1, 2))) == "0200000000000200010000000200"
    assert Encapsulated.decode(bytes.fromhex("09000000")) == Encapsulated(9, None)


def test_full_pointers_share_a_referent() -> None:
    pair = Pair(1, 2)
    value = Shares(pair, pair)
    assert _hex(value) == "000002000000020000000000010000000200"
    decoded = Shares.decode(value.encode())
    assert decoded == value
    assert decoded.one is decoded.two
    assert len(Shares(Pair(1, 2), Pair(1, 2)).encode()) > len(value.encode())


def test_a_full_pointer_to_what_it_lies_in() -> None:
    _refused(Shares, "000000000000000005000000000000000000000005000000", "cycle", 24, "lies in")


def test_reference_pointers() -> None:
    value = Refs(7, Pair(1, 2), 3)
    assert _hex(value) == (
        "00000200" "04000200" "08000200" "07000000" "01000000" "0200" "0000" "0c000200" "0300"
    )  # fmt: skip
    assert Refs.decode(value.encode()) == value


def test_an_array_of_references_has_no_placeholders() -> None:
    assert len(Arrays().encode(syntax=NDR64)) - len(Arrays(refs=(0, 0)).encode()) > 0
    assert Arrays.decode(Arrays(refs=(7, 8)).encode()).refs == (7, 8)


def test_parameters_come_one_after_the_other() -> None:
    value = Method(b"ab", (1, 2), after=(Pair(1, 2),), level=1, info=Pair(3, 4), ref=5)
    assert value.encode()[:20].hex() == "0000020002000000616200000200000001000200"
    decoded = Method.decode(value.encode())
    assert (decoded.size, decoded.size2, decoded.size3, decoded.level, decoded.info) == (2, 2, 2, 1, Pair(3, 4))


def test_a_size_that_comes_after_its_array() -> None:
    wire = bytearray(Method(b"ab", (1, 2), size=3).encode())
    with pytest.raises(WireError, match="2 where size is 3"):
        Method.decode(bytes(wire))


def test_a_number_out_of_its_range() -> None:
    with pytest.raises(WireError, match="11 is not between 1 and 10"):
        Method.decode(Method(ranged=11).encode())
    with pytest.raises(WireError, match="0 is not between 1 and 10"):
        Numbers.decode(Numbers(ranged=0).encode())


def test_opaque_values() -> None:
    guid = UUID("4b324fc8-1670-01d3-1278-5a47bf6ee188")
    value = Opaques(1, bytes(range(20)), guid, guid)
    assert _hex(value) == "01000000" + bytes(range(20)).hex() + guid.bytes_le.hex() * 2
    assert Opaques.decode(value.encode()) == value


def test_what_cannot_be_encoded() -> None:
    for value, reason in (
        (Arrays(octets=b"1234"), "4 elements where 3 are declared"),
        (Arrays(varying=(1,) * 6), "6 elements where 5 fit"),
        (Strings(declared="12345678"), "9 elements where 8 fit"),
        (Pair(number=-1), "Pair.number"),
        (Pair(number=None), "Pair.number"),  # type: ignore[arg-type]
        (Node(left=7), "has no attribute"),  # type: ignore[arg-type]
    ):
        with pytest.raises(LocalProtocolError, match=reason):
            value.encode()


def test_declarations_that_make_no_sense() -> None:
    class Silent(NdrStructure, frozen=True):
        number: int = 0

    class Unswitched(NdrStructure, frozen=True):
        choice: Annotated[object, Union({1: ULong}, "nobody")] = None

    class Late(NdrStructure, frozen=True):
        choice: Annotated[object, Union({1: ULong}, "kind", encapsulated=True)] = None
        kind: Annotated[int, ULong] = 0

    class Unanswered(Request[Any], frozen=True):
        pass

    class More(Unanswered, frozen=True):
        pass

    with pytest.raises(TypeError, match="does not say how it lies"):
        Silent().encode()
    with pytest.raises(TypeError, match="switched by"):
        Unswitched().encode()
    with pytest.raises(TypeError, match="discriminant first"):
        Late.decode(b"")
    More.__orig_bases__ = ()  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="what its response is"):
        More.response()


def test_an_expression_that_cannot_be_turned_round() -> None:
    class Odd(NdrStructure, frozen=True):
        count: Annotated[int | None, ULong] = None
        numbers: Annotated[tuple[int, ...] | None, Unique(Conformant(ULong, "count & 3"))] = None
        varying: Annotated[tuple[int, ...], Varying(ULong, 4, "count % 4")] = ()

    assert Odd.decode(Odd(2, (1, 2), (3, 4)).encode()) == Odd(2, (1, 2), (3, 4))
    with pytest.raises(LocalProtocolError):
        Odd(None, (1, 2), (3, 4)).encode()


def test_any_buffer_is_decoded() -> None:
    wire = Pair(1, 2).encode()
    assert Pair.decode(memoryview(wire)) == Pair.decode(bytearray(wire)) == Pair(1, 2)  # type: ignore[arg-type]
    assert Pair.decode_from(wire + b"more") == (Pair(1, 2), 6)


def test_the_generated_source_can_be_read() -> None:
    source = source_of(Pair)
    assert "def read_Pair" in source
    assert "def write_Pair" in source


def test_fields_for_people() -> None:
    rows = fields(NetrShareEnumResponse.decode(EXAMPLES["NetrShareEnumResponse"].encode()))
    assert [(row.name, row.value) for row in rows[:5]] == [
        ("InfoStruct.Level", "1"),
        ("InfoStruct.ShareInfo.EntriesRead", "2"),
        ("InfoStruct.ShareInfo.Buffer[0].shi1_netname", '"IPC$"'),
        ("InfoStruct.ShareInfo.Buffer[0].shi1_type", "2147483651"),
        ("InfoStruct.ShareInfo.Buffer[0].shi1_remark", "NULL"),
    ]
    many = fields(ConformantHypers(None, (1,) * 300), "x")
    assert many[-1].value == "300 elements"
    assert [row.value for row in fields(ConformantHypers())] == ["NULL", "0 elements"]


@pytest.mark.parametrize("syntax", [NDR, NDR64], ids=lambda syntax: syntax.name)
@pytest.mark.parametrize("name", EXAMPLES)
def test_ndrdump_reads_what_we_encode(name: str, syntax: Any) -> None:
    """An independent decoder takes every byte."""
    ndrdump = need("ndrdump", "samba-testsuite")
    value = EXAMPLES[name]
    method = next(method for method in SRVSVC.methods if name in (method.__name__, method.response().__name__))
    direction = "in" if isinstance(value, Request) else "out"
    with tempfile.TemporaryDirectory() as folder:
        asked, stub = Path(folder, "request"), Path(folder, "stub")
        asked.write_bytes(EXAMPLES[method.__name__].encode(syntax=syntax))  # the union of a response needs its level
        stub.write_bytes(value.encode(syntax=syntax))
        options = ["--ndr64"] if syntax is NDR64 else []
        options += ["--context-file", str(asked)] if direction == "out" else []
        shown = run(ndrdump, *options, "srvsvc", str(method.opnum), direction, str(stub))
    assert "dump OK" in shown
    assert "WARNING" not in shown  # of bytes left over


def test_a_string_in_a_stub_that_is_no_text_as_a_whole() -> None:
    wire = bytearray(Strings(wide="a\ud800", narrow=b"x", always="\U0001f600").encode())
    assert Strings.decode(bytes(wire)).wide == "a\ud800"
    whole = _OneString("\ud800 text").encode()
    with pytest.raises(WireError, match="the stub ends"):
        _OneString.decode(whole[:-4])


def test_a_count_too_many_for_its_expression() -> None:
    class PlusOne(NdrStructure, frozen=True):
        last: Annotated[int | None, ULong] = None
        numbers: Annotated[tuple[int, ...] | None, Unique(Conformant(ULong, "last + 1"))] = None

    assert PlusOne.decode(PlusOne(None, (1, 2)).encode()).last == 1
    assert PlusOne.decode(PlusOne().encode()).last == 0
    with pytest.raises(LocalProtocolError):
        PlusOne(None, ()).encode()
