"""Names without regard to case, in directories of a file system that regards it: an index a directory.

An index holds until the directory's ctime is another one; it is built again on the next look-up then. What we do
ourselves is entered, and the ctime that follows is taken over. Where two changes within one tick of the kernel's clock
bear the same ctime, an index that is younger than a tick is trusted for that long only.
"""

from __future__ import annotations

import os
import time
from bisect import bisect_left, bisect_right, insort

from plugfest.net.storage.names import from_disk, is_reserved
from plugfest.protocols.ms_fsa.names import fold

_TICK = 20_000_000
"""Nanoseconds: more than the coarsest clock of a kernel."""


class Index:
    """The names in a directory, as clients see them, by folded name; in order once somebody asked for that."""

    __slots__ = ("changes", "names", "order", "settled", "stamp")

    def __init__(self, stamp: int) -> None:
        self.names: dict[str, str | tuple[str, ...]] = {}
        """Several where others made names that differ in case only."""
        self.order: list[str] | None = None
        self.changes = 0
        self.stamp = stamp
        self.settled = False

    def find(self, name: str) -> tuple[str, ...]:
        """The names that match this one."""
        found = self.names.get(fold(name), ())
        return (found,) if isinstance(found, str) else found

    def add(self, name: str) -> None:
        """A name has come."""
        key = name if (folded := fold(name)) == name else folded
        known = self.names.setdefault(key, name)
        if known is not name:
            several = (known,) if isinstance(known, str) else known
            self.names[key] = tuple(sorted({*several, name})) if {*several, name} != {name} else name
        elif self.order is not None:
            insort(self.order, key)
            self.changes += 1

    def remove(self, name: str) -> None:
        """A name has gone."""
        key = fold(name)
        left = tuple(other for other in self.find(name) if other != name)
        if left:
            self.names[key] = left if len(left) > 1 else left[0]
        elif self.names.pop(key, None) is not None and self.order is not None:
            del self.order[bisect_left(self.order, key)]
            self.changes += 1

    def in_order(self) -> list[str]:
        """The folded names, sorted."""
        if self.order is None:
            self.order = sorted(self.names)
        return self.order

    def next(self, after: str) -> str | None:
        """The first folded name behind this one."""
        order = self.in_order()
        at = bisect_right(order, after) if after else 0
        return order[at] if at < len(order) else None


class Indexes:
    """Of the directories used last, as many as hold `limit` names together; the last one always."""

    def __init__(self, root: int, descriptor: int, limit: int) -> None:
        self._root = root
        self._limit = limit
        self._held = 0
        self._indexes: dict[int, Index] = {}
        self._fine = _is_fine(descriptor)

    def current(self, directory: int, descriptor: int) -> Index | None:
        """The index, if there is one that holds."""
        index = self._indexes.get(directory)
        if index is None or index.stamp != os.fstat(descriptor).st_ctime_ns:
            return None
        return index if index.settled or time.time_ns() - index.stamp < _TICK else None

    def get(self, directory: int, descriptor: int) -> Index:
        """An index that holds."""
        index = self.current(directory, descriptor)
        if index is not None:
            self._indexes[directory] = self._indexes.pop(directory)
            return index
        self.drop(directory)
        index = Index(0)
        self.restamp(index, descriptor)
        is_root = directory == self._root
        with os.scandir(descriptor) as entries:
            for entry in entries:
                name = from_disk(entry.name)
                if name is not None and not (is_root and is_reserved(os.fsencode(entry.name))):
                    index.add(name)
        self._held += len(index.names)
        while self._held > self._limit and self._indexes:
            self.drop(next(iter(self._indexes)))
        self._indexes[directory] = index
        return index

    def restamp(self, index: Index | None, descriptor: int) -> None:
        """What has changed since the index was found to hold, was entered."""
        if index is not None:
            index.stamp = os.fstat(descriptor).st_ctime_ns
            index.settled = self._fine or time.time_ns() - index.stamp > _TICK

    def drop(self, directory: int) -> None:
        """The directory went, or the index is not worth its memory."""
        index = self._indexes.pop(directory, None)
        if index is not None:
            self._held = sum(len(kept.names) for kept in self._indexes.values())


def _is_fine(descriptor: int) -> bool:
    """Does each change bear a ctime of its own, once somebody has looked at the one before? (Linux 6.13 and later.)"""
    stamps = set()
    for _ in range(4):
        state = os.fstat(descriptor)
        stamps.add(state.st_ctime_ns)
        try:
            os.utime(descriptor, ns=(state.st_atime_ns, state.st_mtime_ns))
        except OSError:
            return False
    return len(stamps) == 4
