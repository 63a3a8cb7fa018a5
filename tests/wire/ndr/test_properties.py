"""What holds for every NDR declaration: those of `kinds`, and those of the protocols."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugfest.errors import WireError
from plugfest.protocols.ms_srvs import types
from plugfest.wire.ndr import NDR, NDR64, NdrStructure, TransferSyntax
from plugfest.wire.ndr.structure import Parameters
from tests.wire.ndr.kinds import KINDS
from tests.wire.ndr.strategies import values

_SPOKEN = [
    kind
    for kind in vars(types).values()
    if isinstance(kind, type) and issubclass(kind, Parameters) and kind.__struct_fields__
]
EVERY = pytest.mark.parametrize("kind", [*KINDS, *_SPOKEN], ids=lambda kind: kind.__name__)
BOTH = pytest.mark.parametrize("syntax", [NDR, NDR64], ids=lambda syntax: syntax.name)
FEW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@EVERY
@BOTH
@FEW
@given(data=st.data())
def test_round_trip(kind: type[NdrStructure], syntax: TransferSyntax, data: st.DataObject) -> None:
    wire = data.draw(values(kind)).encode(syntax=syntax)
    decoded = kind.decode(wire, syntax=syntax)
    assert decoded.encode(syntax=syntax) == wire
    assert kind.decode(decoded.encode(syntax=syntax), syntax=syntax) == decoded


@EVERY
@BOTH
@FEW
@given(data=st.data())
def test_refuses_every_prefix(kind: type[NdrStructure], syntax: TransferSyntax, data: st.DataObject) -> None:
    wire = data.draw(values(kind)).encode(syntax=syntax)
    for size in range(len(wire)):
        with pytest.raises(WireError):
            kind.decode(wire[:size], syntax=syntax)
    with pytest.raises(WireError, match="1 bytes left over"):
        kind.decode(wire + b"\0", syntax=syntax)


def _decoded_or_refused(kind: type[NdrStructure], wire: bytes, syntax: TransferSyntax) -> None:
    try:
        value, end = kind.decode_from(wire, syntax=syntax)
    except WireError:
        return
    assert 0 <= end <= len(wire)
    assert kind.decode(value.encode(syntax=syntax), syntax=syntax).encode() == value.encode()


@EVERY
@BOTH
@FEW
@given(wire=st.binary(max_size=300))
def test_any_bytes(kind: type[NdrStructure], syntax: TransferSyntax, wire: bytes) -> None:
    _decoded_or_refused(kind, wire, syntax)


@EVERY
@settings(FEW, max_examples=60)
@given(data=st.data())
def test_damaged_bytes(kind: type[NdrStructure], data: st.DataObject) -> None:
    wire = bytearray(data.draw(values(kind)).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        if wire:
            at = data.draw(st.integers(0, len(wire) - 1))
            wire[at] = data.draw(st.sampled_from([0, 1, 2, 0x7F, 0xFF]) | st.integers(0, 255))
    _decoded_or_refused(kind, bytes(wire), NDR)
