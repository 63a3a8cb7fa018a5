"""The bytes of a share on a directory of the host: those of files in place, those of named streams in `streams`."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator

from plugfest.net.storage import system
from plugfest.net.storage.errors import refuses
from plugfest.net.storage.nodes import Nodes
from plugfest.net.storage.streams import Streams

_PIECE = 1 << 20


class Content:
    """The part of a Storage that has to do with bytes; what keeps the names of streams is above it."""

    _nodes: Nodes
    _streams: Streams

    def _rename_in_record(self, node: int, name: str, new_name: str | None) -> None:
        raise NotImplementedError

    def _bytes(self, node: int, stream: str, make: bool = False) -> int | None:
        """A descriptor of a stream's bytes; None where a named stream has none."""
        return self._streams.open(node, stream, make) if stream else self._nodes.open(node)

    @refuses
    def read(self, node: int, stream: str, offset: int, length: int) -> bytes:
        """See Storage."""
        descriptor = self._bytes(node, stream)
        if descriptor is None:
            return bytes(length)
        data = os.pread(descriptor, length, offset)
        return data if len(data) == length else data + bytes(length - len(data))

    @refuses
    def write(self, node: int, stream: str, offset: int, data: bytes | memoryview) -> None:
        """See Storage."""
        descriptor = self._bytes(node, stream, make=True)
        assert descriptor is not None
        done = os.pwrite(descriptor, data, offset)
        while done < len(data):
            done += os.pwrite(descriptor, memoryview(data)[done:], offset + done)

    @refuses
    def set_size(self, node: int, stream: str, size: int) -> None:
        """See Storage."""
        self._set_size(node, stream, size)

    def _set_size(self, node: int, stream: str, size: int) -> None:
        descriptor = self._bytes(node, stream, make=bool(size))
        if descriptor is not None:
            os.ftruncate(descriptor, size)

    @refuses
    def allocated_ranges(self, node: int, stream: str, offset: int, length: int) -> Iterator[tuple[int, int]]:
        """See Storage."""
        descriptor = self._bytes(node, stream)
        return iter([] if descriptor is None else _ranges(descriptor, offset, offset + length))

    @refuses
    def punch(self, node: int, stream: str, offset: int, length: int) -> None:
        """See Storage."""
        descriptor = self._bytes(node, stream)
        if descriptor is None:
            return
        end = min(offset + length, os.fstat(descriptor).st_size)
        if end <= offset:
            return
        try:
            system.punch_hole(descriptor, offset, end - offset)
        except OSError as error:
            if error.errno not in (errno.EOPNOTSUPP, errno.ENOSYS):
                raise
            for start in range(offset, end, _PIECE):
                os.pwrite(descriptor, bytes(min(_PIECE, end - start)), start)

    # --- named streams ------------------------------------------------------------------------------------------------

    @refuses
    def rename_stream(self, node: int, name: str, new_name: str) -> None:
        """See Storage. At each moment the name in the record is one that the bytes are found by."""
        if name and new_name:
            self._streams.copy(node, name, new_name)
        else:
            self._copy(node, name, new_name)
        self._rename_in_record(node, name, new_name)
        self._drop(node, name)

    @refuses
    def delete_stream(self, node: int, name: str) -> None:
        """See Storage."""
        self._rename_in_record(node, name, None)
        self._drop(node, name)

    def _drop(self, node: int, name: str) -> None:
        if name:
            self._streams.delete(node, name)
        else:
            os.ftruncate(self._nodes.open(node), 0)

    def _copy(self, node: int, name: str, new_name: str) -> None:
        """Between the file itself and a named stream."""
        self._set_size(node, new_name, 0)
        source, target = self._bytes(node, name), self._bytes(node, new_name, make=True)
        if source is None or target is None:
            return
        size = os.fstat(source).st_size
        os.ftruncate(target, size)
        for offset, length in _ranges(source, 0, size):
            for start in range(offset, offset + length, _PIECE):
                os.pwrite(target, os.pread(source, min(_PIECE, offset + length - start), start), start)


def _ranges(descriptor: int, offset: int, end: int) -> list[tuple[int, int]]:
    """What is allocated of a file, between two offsets."""
    end = min(end, os.fstat(descriptor).st_size)
    ranges = []
    while offset < end:
        try:
            start = os.lseek(descriptor, offset, os.SEEK_DATA)
        except OSError as error:
            if error.errno == errno.ENXIO:
                break
            raise
        if start >= end:
            break
        offset = min(os.lseek(descriptor, start, os.SEEK_HOLE), end)
        ranges.append((start, offset - start))
    return ranges
