"""What holds for every packed structure of every protocol."""

from __future__ import annotations

import importlib
import pkgutil

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import plugfest.protocols
from plugfest.errors import WireError
from plugfest.wire import Structure
from plugfest.wire.declaration import read_layout
from plugfest.wire.fields import fields
from plugfest.wire.layout import Array, Field, Int
from plugfest.wire.names import document_name
from tests.strategies import agree, slack, structures


def _all() -> list[type[Structure]]:
    for module in pkgutil.walk_packages(plugfest.protocols.__path__, "plugfest.protocols."):
        importlib.import_module(module.name)
    found, waiting = [], [Structure]
    while waiting:
        waiting += (kinds := waiting.pop().__subclasses__())
        found += [
            kind for kind in kinds if kind.__struct_fields__ and kind.__module__.startswith("plugfest.protocols.")
        ]
    return sorted(found, key=lambda kind: (kind.__module__, kind.__name__))


def _links(kind: type[Structure]) -> list[Field]:
    return [field for field in read_layout(kind).fields if field.link and not field.when]


def _endless(kind: type[Structure]) -> bool:
    """An array without count and length takes all there is."""
    return any(isinstance(f.form, Array) and not (f.form.count or f.form.length) for f in read_layout(kind).fields)


def _each(kinds: list[type[Structure]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kind", kinds, ids=lambda kind: f"{kind.__module__.split('.')[2]}.{kind.__name__}")


EVERY = _each(_all())
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_structures_are_found() -> None:
    names = {kind.__name__ for kind in _all()}
    assert {"Header", "CreateRequest", "NegotiateContext", "AuthenticateMessage"} <= names


@EVERY
@FEW
@given(data=st.data())
def test_round_trip(kind: type[Structure], data: st.DataObject) -> None:
    value = data.draw(structures(kind))
    wire = value.encode()
    decoded = kind.decode(wire)
    assert decoded.encode() == wire
    if kind.__minimum_size__ and len(wire) == kind.__minimum_size__:  # filled up with zeros
        rest = kind.__struct_fields__[-1]
        filled, given_rest = getattr(decoded, rest), getattr(value, rest)
        assert filled.rstrip(b"\0") == given_rest.rstrip(b"\0")
        decoded = msgspec.structs.replace(decoded, **{rest: given_rest})
    assert agree(value, decoded)


@_each([kind for kind in _all() if not _endless(kind)])
@FEW
@given(data=st.data())
def test_refuses_every_prefix(kind: type[Structure], data: st.DataObject) -> None:
    value = data.draw(structures(kind))
    wire = value.encode()
    needed = len(wire) - slack(kind.decode(wire))
    for size in range(needed):
        with pytest.raises(WireError):
            kind.decode(wire[:size])


def _lossless(kind: type[Structure], wire: bytes) -> None:
    """Any bytes: a value that encodes to the same bytes, or a WireError and nothing else."""
    try:
        value = kind.decode(wire)
    except WireError:
        return
    assert value.encode() == wire


@EVERY
@FEW
@given(wire=st.binary(max_size=300))
def test_any_bytes(kind: type[Structure], wire: bytes) -> None:
    _lossless(kind, wire)


@EVERY
@settings(FEW, max_examples=30)
@given(data=st.data())
def test_damaged_bytes(kind: type[Structure], data: st.DataObject) -> None:
    wire = bytearray(data.draw(structures(kind)).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        if wire:
            at = data.draw(st.integers(0, len(wire) - 1))
            wire[at] = data.draw(st.sampled_from([0, 1, 2, 8, 16, 24, 32, 57, 64, 0x7F, 0xFF]) | st.integers(0, 255))
    _lossless(kind, bytes(wire) + data.draw(st.binary(max_size=24)))


@_each([kind for kind in _all() if _links(kind)])
@FEW
@given(data=st.data())
def test_links_are_sent_as_set(kind: type[Structure], data: st.DataObject) -> None:
    honest = data.draw(structures(kind))
    entry = data.draw(st.sampled_from(_links(kind)))
    assert isinstance(entry.form, Int)
    lie = data.draw(st.integers(0, 2 ** (entry.form.size * 8) - 1))
    wire, told = honest.encode(), msgspec.structs.replace(honest, **{entry.name: lie}).encode()
    name = document_name(kind, entry.name)
    at = next(field.offset for field in fields(kind.decode(wire)) if field.name == name)
    then = at + entry.form.size
    if kind.__minimum_size__ and len(told) < len(wire) == kind.__minimum_size__:  # no link is left to the encoder
        told = told.ljust(len(wire), b"\0")
    assert told[at:then] == lie.to_bytes(entry.form.size, "big" if kind.__byte_order__ == "big" else "little")
    assert told[:at] + told[then:] == wire[:at] + wire[then:]
