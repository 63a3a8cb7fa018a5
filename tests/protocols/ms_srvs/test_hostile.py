"""Stubs that nobody means well with: the service answers, faults or refuses them, and nothing else comes out."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugfest.errors import WireError
from plugfest.protocols.ms_rpce.server import Fault
from plugfest.protocols.ms_srvs import ServerService
from plugfest.protocols.ms_srvs.constants import NameType
from plugfest.protocols.ms_srvs.types import (
    NetprNameCanonicalize,
    NetprNameCompare,
    NetprNameValidate,
    NetprPathCanonicalize,
    NetprPathCompare,
    NetprPathType,
)
from plugfest.wire.ndr import NDR, NDR64, Request, TransferSyntax
from tests.protocols.ms_srvs.helpers import ADMINISTRATOR, Constant, call
from tests.protocols.ms_srvs.scenes import SCENES

_REQUESTS: dict[type[Any], list[Any]] = {}
for _scene in SCENES:
    for _request in _scene:
        if isinstance(_request, Request):
            _REQUESTS.setdefault(type(_request), []).append(_request)
_METHODS = sorted(_REQUESTS, key=lambda kind: kind.opnum)
_SYNTAXES = st.sampled_from((NDR, NDR64))


def _answered(opnum: int, stub: bytes, syntax: TransferSyntax) -> bool:
    with contextlib.suppress(WireError, Fault):
        ServerService(Constant()).call(opnum, stub, ADMINISTRATOR, syntax)
        return True
    return False


@pytest.mark.parametrize("syntax", [NDR, NDR64], ids=("NDR", "NDR64"))
@pytest.mark.parametrize("method", _METHODS, ids=lambda method: method.__name__)
def test_a_stub_that_is_cut_is_refused(method: type[Any], syntax: TransferSyntax) -> None:
    for request in _REQUESTS[method][:8]:
        stub = request.encode(syntax=syntax)
        assert _answered(method.opnum, stub, syntax)
        assert not any(_answered(method.opnum, stub[:end], syntax) for end in range(len(stub)))


@settings(max_examples=200, deadline=None)
@given(st.data(), _SYNTAXES)
def test_a_stub_that_is_damaged(data: st.DataObject, syntax: TransferSyntax) -> None:
    request = data.draw(st.sampled_from(_REQUESTS[data.draw(st.sampled_from(_METHODS))]))
    stub = bytearray(request.encode(syntax=syntax))
    for _ in range(data.draw(st.integers(1, 4))):
        stub[data.draw(st.integers(0, len(stub) - 1))] = data.draw(st.integers(0, 255))
    _answered(request.opnum, bytes(stub), syntax)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 65535) | st.integers(0, 60), st.binary(max_size=300), _SYNTAXES)
def test_anything(opnum: int, stub: bytes, syntax: TransferSyntax) -> None:
    _answered(opnum, stub, syntax)


_TEXTS = st.text(st.sampled_from('\\/.:*?"<|ab1 DEVLPTCOM\ud83d\u00e9')).map(lambda text: text[:300]) | st.text()
_NUMBERS = st.sampled_from((0, 1, 2, 3, 0x80000000, 0x80000001, 0xFFFFFFFF))
_SIZES = st.sampled_from((0, 1, 2, 10, 600, 64000))


@settings(max_examples=200, deadline=None)
@given(_TEXTS, _TEXTS, _NUMBERS, _SIZES)
def test_paths_that_nobody_uses(one: str, other: str, flags: int, size: int) -> None:
    one, other = _encodable(one), _encodable(other)
    call(NetprPathType(None, one, flags))
    call(NetprPathCompare(None, one, other, 0, flags))
    response = call(NetprPathCanonicalize(None, one, size, other, flags, flags))
    assert len(response.Outbuf) == size


@settings(max_examples=200, deadline=None)
@given(_TEXTS, _TEXTS, st.sampled_from((*NameType, 99)), _NUMBERS, _SIZES)
def test_names_that_nobody_has(one: str, other: str, kind: int, flags: int, size: int) -> None:
    one, other = _encodable(one), _encodable(other)
    call(NetprNameValidate(None, one, kind, flags))
    call(NetprNameCompare(None, one, other, kind, flags))
    response = call(NetprNameCanonicalize(None, one, size, kind, flags))
    assert len(response.Outbuf.encode("utf-16-le", "surrogatepass")) == 2 * size


def _encodable(text: str) -> str:
    """Without the character that ends a string."""
    return text.replace("\0", "")
