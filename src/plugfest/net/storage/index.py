"""Names without regard to case, in directories of a file system that regards it: an index a directory.

An index holds until the directory's ctime is another one; it is built again on the next look-up then. What we do
ourselves is entered, and the ctime that follows is taken over. Where two changes within one tick of the kernel's clock
bear the same ctime, an index that is younger than a tick is trusted for that long only.
"""

from __future__ import annotations

import os
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from plugfest.net.storage.names import from_disk, is_reserved
from plugfest.net.storage.system import TICK
from plugfest.protocols.ms_fsa.names import fold


def _key(name: str) -> tuple[str, str]:
    return fold(name), name


class Index:
    """The names in a directory, as clients see them, sorted by folded name: nothing else, for there may be many.

    Some may be the same but for their case, where others made them.
    """

    __slots__ = ("changes", "names", "settled", "stamp")

    def __init__(self, stamp: int, names: list[str]) -> None:
        names.sort()
        names.sort(key=fold)
        self.names = names
        self.changes = 0
        self.stamp = stamp
        self.settled = False

    def find(self, name: str) -> list[str]:
        """The names that match this one."""
        key = fold(name)
        at = bisect_left(self.names, key, key=fold)
        found = []
        while at < len(self.names) and fold(self.names[at]) == key:
            found.append(self.names[at])
            at += 1
        return found

    def add(self, name: str) -> None:
        """A name has come."""
        at = bisect_left(self.names, _key(name), key=_key)
        if self.names[at : at + 1] != [name]:
            self.names.insert(at, name)
            self.changes += 1

    def remove(self, name: str) -> None:
        """A name has gone."""
        at = bisect_left(self.names, _key(name), key=_key)
        if self.names[at : at + 1] == [name]:
            del self.names[at]
            self.changes += 1

    def behind(self, after: str) -> Iterator[str]:
        """The names behind a folded one, in order, also while they come and go."""
        changes = self.changes
        at = bisect_right(self.names, after, key=fold) if after else 0
        while at < len(self.names):
            name = self.names[at]
            yield name
            at += 1
            if self.changes != changes:
                changes = self.changes
                at = bisect_right(self.names, _key(name), key=_key)


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
        return index if index.settled or time.time_ns() - index.stamp < TICK else None

    def get(self, directory: int, descriptor: int) -> Index:
        """An index that holds."""
        index = self.current(directory, descriptor)
        if index is not None:
            self._indexes[directory] = self._indexes.pop(directory)
            return index
        self.drop(directory)
        stamp = os.fstat(descriptor).st_ctime_ns
        names = []
        is_root = directory == self._root
        with os.scandir(descriptor) as entries:
            for entry in entries:
                name = from_disk(entry.name)
                if name is not None and not (is_root and is_reserved(os.fsencode(entry.name))):
                    names.append(name)
        index = Index(stamp, names)
        self._settle(index)
        self._held += len(index.names)
        while self._held > self._limit and self._indexes:
            self.drop(next(iter(self._indexes)))
        self._indexes[directory] = index
        return index

    def restamp(self, index: Index | None, descriptor: int) -> None:
        """What has changed since the index was found to hold, was entered."""
        if index is not None:
            index.stamp = os.fstat(descriptor).st_ctime_ns
            self._settle(index)

    def _settle(self, index: Index) -> None:
        index.settled = self._fine or time.time_ns() - index.stamp > TICK

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
