"""[MS-FSCC] 2.4: lists of entries, each of which begins with a NextEntryOffset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn, TypeVar

from plugfest.errors import WireError
from plugfest.wire import Structure
from plugfest.wire.runtime import chain, write_chain

S = TypeVar("S", bound=Structure)


def read_list(kind: type[S], data: bytes, align: int = 8) -> tuple[S, ...]:
    """All entries of a list that fills `data`; no bytes are no entries. Raises WireError."""
    if not data:
        return ()

    def fail(name: str, offset: int, reason: str) -> NoReturn:
        raise WireError(kind.__name__, name, offset, reason)

    return chain(data, 0, len(data), kind, align, fail, "NextEntryOffset")


def write_list(values: Sequence[Structure], align: int = 8) -> bytes:
    """The entries, linked; each but the last is filled up to `align`."""
    return write_chain(tuple(values), align)
