"""[MS-SMB2] 3.2.4.1.6: the message sequence numbers that a client may use, and 3.1.5.2: how many an operation takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plugfest.errors import LocalProtocolError
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest
from plugfest.protocols.ms_smb2.query import (
    ChangeNotifyRequest,
    QueryDirectoryRequest,
    QueryInfoRequest,
    SetInfoRequest,
)
from plugfest.protocols.ms_smb2.read_write import ReadRequest, WriteRequest
from plugfest.wire import Structure

LAST = 0xFFFFFFFFFFFFFFFF
"""The MessageId of what is no reply (3.2.5.1.2)."""


class SequenceWindow:
    """Connection.SequenceWindow: grows by what is granted, and gives the lowest numbers first."""

    def __init__(self) -> None:
        self._lowest = 0
        self._end = 1
        self._taken: set[int] = set()
        """Numbers between the two that were used out of turn."""

    @property
    def available(self) -> int:
        """How many sequence numbers, that is credits, are there."""
        return self._end - self._lowest - len(self._taken)

    def grant(self, count: int) -> None:
        """[MS-SMB2] 3.2.5.1.4."""
        self._end += count

    def _start(self, count: int) -> int:
        start = self._lowest
        if not self._taken:
            return start
        for number in sorted(self._taken):
            if number - start >= count:
                break
            start = number + 1
        return start

    def can_take(self, count: int = 1) -> bool:
        """Are there that many consecutive numbers?"""
        return self._start(count) + count <= self._end

    def take(self, count: int = 1) -> int:
        """Use the lowest range of `count` consecutive numbers; gives the first."""
        start = self._start(count)
        if start + count > self._end:
            raise LocalProtocolError(f"{count} consecutive credits wanted, {self.available} at hand")
        if self._taken:
            self._use(range(start, start + count))
        else:
            self._lowest += count
        return start

    def use(self, start: int, count: int = 1) -> None:
        """Use these numbers out of turn, as far as they are in the window (a case that chooses its own MessageId)."""
        self._use(range(max(start, self._lowest), min(start + count, self._end)))

    def _use(self, numbers: range) -> None:
        self._taken.update(numbers)
        while self._lowest in self._taken:
            self._taken.discard(self._lowest)
            self._lowest += 1


def credit_charge(body: Structure | bytes, payload: int = 0) -> int:
    """[MS-SMB2] 3.1.5.2, for the requests that 3.2.4.1.5 names; 1 for every other one. `payload`: bytes that are to be
    written, but stand beside the body."""
    size_of = _PAYLOADS.get(type(body))
    if size_of is None and not payload:
        return 1
    size = size_of(body) if size_of else 0
    return (max(size, payload, 1) - 1) // 65536 + 1


def _ioctl(body: IoctlRequest) -> int:
    return max(len(body.input) + len(body.output), body.max_input_response + body.max_output_response)


_PAYLOADS: dict[type[Any], Callable[[Any], int]] = {
    ReadRequest: lambda body: body.length,
    WriteRequest: lambda body: len(body.buffer),
    IoctlRequest: _ioctl,
    QueryDirectoryRequest: lambda body: body.output_buffer_length,
    ChangeNotifyRequest: lambda body: body.output_buffer_length,
    QueryInfoRequest: lambda body: max(len(body.buffer), body.output_buffer_length),
    SetInfoRequest: lambda body: len(body.buffer),
}
"""What a request sends or wants to have at most."""
