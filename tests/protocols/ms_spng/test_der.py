"""The DER subset: what it writes, asn1tools' choices aside, and what it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.errors import LocalProtocolError, WireError
from plugfest.protocols.ms_spng.der import OCTET_STRING, Reader, oid, tlv


@pytest.mark.parametrize(
    ("dotted", "encoded"),
    [
        ("1.3.6.1.5.5.2", "06062b0601050502"),
        ("1.3.6.1.4.1.311.2.2.10", "060a2b06010401823702020a"),
        ("1.2.840.113554.1.2.2", "06092a864886f712010202"),
        ("1.2.840.48018.1.2.2", "06092a864882f712010202"),
        ("2.999.3", "0603883703"),
        ("0.9.0", "06020900"),
    ],
)
def test_object_identifiers(dotted: str, encoded: str) -> None:
    assert oid(dotted).hex() == encoded
    assert Reader(bytes.fromhex(encoded), "Test").oid("mech") == dotted


@given(st.lists(st.integers(0, 2**40), min_size=1, max_size=8), st.integers(0, 2))
def test_any_object_identifier_comes_back(arcs: list[int], first: int) -> None:
    if first < 2:
        arcs[0] %= 40
    dotted = ".".join(map(str, (first, *arcs)))
    assert Reader(oid(dotted), "Test").oid("mech") == dotted


@given(st.integers(0, 70_000))
def test_lengths(size: int) -> None:
    encoded = tlv(OCTET_STRING, bytes(size))
    expected = 2 if size < 128 else 3 if size < 256 else 4 if size < 65536 else 5
    assert len(encoded) == size + expected
    assert Reader(encoded, "Test").only(OCTET_STRING, "field") == bytes(size)


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "04",
        "0401",
        "040261",
        "0480",  # indefinite
        "048101",
        "04810161",  # not the shortest
        "0482008061",
        "04850000000001",
        "04840fffffff",
        "3000",  # another tag
        "04016100",  # something behind
    ],
)
def test_what_is_refused(encoded: str) -> None:
    with pytest.raises(WireError):
        Reader(bytes.fromhex(encoded), "Test").only(OCTET_STRING, "field")


@pytest.mark.parametrize("encoded", ["0600", "060180", "06022b80", "06032b8001", "0641" + "2b" * 65])
def test_bad_object_identifiers(encoded: str) -> None:
    with pytest.raises(WireError):
        Reader(bytes.fromhex(encoded), "Test").oid("mech")


@pytest.mark.parametrize("dotted", ["", "1", "1.", "3.1", "1.-5", "1.2.x"])
def test_what_is_no_object_identifier(dotted: str) -> None:
    with pytest.raises(LocalProtocolError):
        oid(dotted)
