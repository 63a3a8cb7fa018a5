"""A storage in memory. Streams are kept in pieces of 64 KiB, and only those that were written: the compression unit of
[MS-FSA] 2.1.1.1, in which holes come and go."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator
from itertools import count

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import DIRECTORY
from plugfest.protocols.ms_fsa.names import fold
from plugfest.protocols.ms_fsa.storage import Metadata, Space

_PIECE = 0x10000
_ROOT = 5
"""As NTFS has it; other nodes have larger numbers."""
_OVERHEAD = 1024
"""Bytes that a node is counted with, so that empty ones do not come for nothing."""


class _Directory:
    """The names in a directory, by folded name; in order once somebody asked for them in order."""

    __slots__ = ("changes", "entries", "order", "parent")

    def __init__(self, parent: int) -> None:
        self.parent = parent
        self.entries: dict[str, tuple[str, int]] = {}
        self.order: list[str] | None = None
        self.changes = 0

    def add(self, name: str, node: int) -> None:
        key = fold(name)
        if self.order is not None and key not in self.entries:
            insort(self.order, key)
            self.changes += 1
        self.entries[key] = (name, node)

    def remove(self, name: str) -> int:
        key = fold(name)
        node = self.entries.pop(key)[1]
        if self.order is not None:
            del self.order[bisect_left(self.order, key)]
            self.changes += 1
        return node


class _Node:
    __slots__ = ("directory", "metadata", "streams")

    def __init__(self, metadata: Metadata, parent: int) -> None:
        self.metadata = metadata
        self.streams: dict[str, dict[int, bytearray]] = {}
        self.directory = _Directory(parent) if metadata.attributes & DIRECTORY else None


class MemoryStorage:
    """`capacity` is what it holds at most, in bytes."""

    root = _ROOT
    identity = 0
    in_use: Callable[[int], bool] | None = None

    def __init__(self, capacity: int = 4 << 30) -> None:
        self.capacity = capacity
        self.used = 0
        self._nodes = {_ROOT: _Node(Metadata(attributes=DIRECTORY), _ROOT)}
        self._numbers = count(64)

    def _directory(self, node: int) -> _Directory:
        directory = self._nodes[node].directory
        if directory is None:
            raise Refused(NtStatus.STATUS_NOT_A_DIRECTORY)
        return directory

    def _take(self, size: int) -> None:
        if self.used + size > self.capacity:
            raise Refused(NtStatus.STATUS_DISK_FULL)
        self.used += size

    # --- names --------------------------------------------------------------------------------------------------------

    def lookup(self, directory: int, name: str) -> tuple[int, str] | None:
        """See Storage."""
        found = self._directory(directory).entries.get(fold(name))
        return (found[1], found[0]) if found is not None else None

    def entries(self, directory: int, after: str = "") -> Iterator[tuple[str, int]]:
        """See Storage."""
        names = self._directory(directory)
        if names.order is None:
            names.order = sorted(names.entries)
        order, changes, last = names.order, names.changes, after
        index = bisect_right(order, last) if last else 0
        while True:
            if names.changes != changes:
                changes, index = names.changes, bisect_right(order, last)
            if index >= len(order):
                return
            last = order[index]
            index += 1
            yield names.entries[last]

    def is_empty(self, directory: int) -> bool:
        """See Storage."""
        return not self._directory(directory).entries

    def parent(self, directory: int) -> int:
        """See Storage."""
        return self._directory(directory).parent

    def create(self, directory: int, name: str, metadata: Metadata) -> int:
        """See Storage."""
        self._take(_OVERHEAD)
        node = next(self._numbers)
        self._nodes[node] = _Node(metadata, directory)
        self._directory(directory).add(name, node)
        return node

    def link(self, node: int, directory: int, name: str) -> None:
        """See Storage."""
        self._directory(directory).add(name, node)

    def unlink(self, directory: int, name: str) -> None:
        """See Storage."""
        self._directory(directory).remove(name)

    def rename(self, directory: int, name: str, new_directory: int, new_name: str) -> None:
        """See Storage."""
        target = self._directory(new_directory)
        node = self._directory(directory).remove(name)
        target.add(new_name, node)
        moved = self._nodes[node].directory
        if moved is not None:
            moved.parent = new_directory

    def release(self, node: int) -> None:
        """See Storage."""
        gone = self._nodes.pop(node)
        self.used -= _OVERHEAD + sum(len(piece) for pieces in gone.streams.values() for piece in pieces.values())

    # --- metadata -----------------------------------------------------------------------------------------------------

    def metadata(self, node: int) -> Metadata:
        """See Storage."""
        return self._nodes[node].metadata

    def security(self, node: int) -> bytes:
        """See Storage."""
        return self._nodes[node].metadata.security

    def save(self, node: int, metadata: Metadata) -> None:
        """See Storage."""
        self._nodes[node].metadata = metadata

    def flush(self, node: int) -> None:
        """See Storage: nothing survives, so nothing is to be done."""

    def space(self) -> Space:
        """See Storage."""
        return Space(self.capacity, self.capacity - self.used)

    # --- bytes --------------------------------------------------------------------------------------------------------

    def read(self, node: int, stream: str, offset: int, length: int) -> bytes:
        """See Storage."""
        pieces = self._nodes[node].streams.get(stream)
        if not pieces:
            return bytes(length)
        parts: list[bytes | bytearray | memoryview] = []
        end = offset + length
        while offset < end:
            index, start = divmod(offset, _PIECE)
            size = min(_PIECE - start, end - offset)
            piece = pieces.get(index)
            if piece is None:
                parts.append(bytes(size))
            elif size == len(piece):
                parts.append(piece)
            else:
                part = memoryview(piece)[start : start + size]
                parts.append(part)
                if len(part) < size:
                    parts.append(bytes(size - len(part)))
            offset += size
        return b"".join(parts)

    def write(self, node: int, stream: str, offset: int, data: bytes | memoryview) -> None:
        """See Storage."""
        pieces = self._nodes[node].streams.setdefault(stream, {})
        view = memoryview(data)
        done, total = 0, len(view)
        while done < total:
            index, start = divmod(offset + done, _PIECE)
            size = min(_PIECE - start, total - done)
            piece = pieces.get(index)
            had = 0 if piece is None else len(piece)
            if start + size > had:
                self._take(start + size - had)
            if piece is None and not start:
                pieces[index] = bytearray(view[done : done + size])
            else:
                if piece is None:
                    piece = pieces[index] = bytearray()
                if start == had:
                    piece += view[done : done + size]
                else:
                    if start + size > had:
                        piece.extend(bytes(start + size - had))
                    with memoryview(piece) as target:
                        target[start : start + size] = view[done : done + size]
            done += size

    def set_size(self, node: int, stream: str, size: int) -> None:
        """See Storage."""
        pieces = self._nodes[node].streams.get(stream)
        if not pieces:
            return
        last, left = divmod(size, _PIECE)
        for index in [index for index in pieces if index > last or (index == last and not left)]:
            self.used -= len(pieces.pop(index))
        piece = pieces.get(last)
        if piece is not None and len(piece) > left:
            self.used -= len(piece) - left
            del piece[left:]

    def allocated_ranges(self, node: int, stream: str, offset: int, length: int) -> Iterator[tuple[int, int]]:
        """See Storage."""
        pieces = self._nodes[node].streams.get(stream) or {}
        end = offset + length
        start = stop = offset
        for index in sorted(pieces):
            first, last = max(index * _PIECE, offset), min((index + 1) * _PIECE, end)
            if first >= last:
                continue
            if first != stop:
                if stop > start:
                    yield start, stop - start
                start = first
            stop = last
        if stop > start:
            yield start, stop - start

    def punch(self, node: int, stream: str, offset: int, length: int) -> None:
        """See Storage."""
        pieces = self._nodes[node].streams.get(stream) or {}
        end = offset + length
        first, last = offset // _PIECE, (end - 1) // _PIECE
        for index in [index for index in pieces if first <= index <= last]:
            piece = pieces[index]
            start = max(offset - index * _PIECE, 0)
            stop = min(end - index * _PIECE, len(piece))
            if not start and stop == len(piece):
                self.used -= len(pieces.pop(index))
            elif start < stop:
                with memoryview(piece) as target:
                    target[start:stop] = bytes(stop - start)

    def rename_stream(self, node: int, name: str, new_name: str) -> None:
        """See Storage."""
        streams = self._nodes[node].streams
        self.delete_stream(node, new_name)
        if name in streams:
            streams[new_name] = streams.pop(name)

    def delete_stream(self, node: int, name: str) -> None:
        """See Storage."""
        self.used -= sum(map(len, self._nodes[node].streams.pop(name, {}).values()))
