"""Sequences of AV_PAIR, [MS-NLMP] 2.2.2.1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from plugfest.errors import WireError
from plugfest.protocols.ms_nlmp.constants import AvId
from plugfest.wire import U16, LengthOf, Sized, Structure


class AvPair(Structure, frozen=True):
    """[MS-NLMP] 2.2.2.1 AV_PAIR."""

    av_id: Annotated[AvId, U16] = AvId.MsvAvEOL
    av_len: Annotated[int | None, U16, LengthOf("value")] = None
    value: Annotated[bytes, Sized("av_len")] = b""


END = AvPair()


def split_av_pairs(data: bytes) -> tuple[list[AvPair], bytes]:
    """The pairs before MsvAvEOL, and what follows it. Raises WireError where there is no MsvAvEOL."""
    pairs: list[AvPair] = []
    position = 0
    while position < len(data):
        pair, position = AvPair._read(data, position, len(data), position)
        if pair.av_id == AvId.MsvAvEOL:
            return pairs, data[position:]
        pairs.append(pair)
    raise WireError("AV_PAIR", "AvId", position, "the sequence ends without MsvAvEOL")


def join_av_pairs(pairs: Iterable[AvPair]) -> bytes:
    """The pairs and MsvAvEOL."""
    return b"".join(pair.encode() for pair in (*pairs, END))


def av_value(pairs: Iterable[AvPair], av_id: AvId) -> bytes | None:
    """The value of the first pair with that id."""
    return next((pair.value for pair in pairs if pair.av_id == av_id), None)


def av_number(pairs: Iterable[AvPair], av_id: AvId) -> int | None:
    """The same for MsvAvFlags and MsvAvTimestamp, as a number."""
    value = av_value(pairs, av_id)
    return None if value is None else int.from_bytes(value, "little")


def text_pair(av_id: AvId, text: str) -> AvPair:
    """A pair with a name, which is Unicode whatever was negotiated ([MS-NLMP] 2.2.1.2)."""
    return AvPair(av_id=av_id, value=text.encode("utf-16-le", "surrogatepass"))
