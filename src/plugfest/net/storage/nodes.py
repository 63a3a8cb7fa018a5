"""Nodes: inodes of a directory tree, reached from its root name by name and never through a symbolic link.

A node is known by its inode number and by the place where it was met last: a directory, and a name in it. What is
opened there is checked against the inode number, and against the time of birth where that was seen before, so that
something else in its place is not taken for it. Descriptors are kept, the ones used last, up to a limit. What lies on
another file system that is mounted below the root is not reached.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator

from plugfest.net.storage import system
from plugfest.protocols.ms_erref import NtStatus, Refused

_LOOK = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC
_ENTER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_MAKE = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE_MODE, _DIRECTORY_MODE = 0o666, 0o777
_REOPEN = b"/proc/self/fd/%d"
_PATH = b"/proc/self/fd/%d/%s"


class Place:
    """Where a node was met last."""

    __slots__ = ("below", "birth", "directory", "is_listed_only", "name")

    def __init__(self, directory: int, name: bytes) -> None:
        self.directory = directory
        self.name = name
        self.below = 0
        """Places in this directory."""
        self.birth = 0
        self.is_listed_only = True
        """Nobody asked for it by name."""


class Descriptors:
    """Open descriptors, of which the ones used last are kept."""

    def __init__(self, limit: int) -> None:
        self.limit = max(limit, 8)
        self._open: dict[object, int] = {}

    def __contains__(self, key: object) -> bool:
        return key in self._open

    def __len__(self) -> int:
        return len(self._open)

    def get(self, key: object) -> int | None:
        """The descriptor, which is the one used last from now on."""
        descriptor = self._open.pop(key, None)
        if descriptor is not None:
            self._open[key] = descriptor
        return descriptor

    def put(self, key: object, descriptor: int) -> int:
        """Keep it."""
        self.close(key)
        while len(self._open) >= self.limit:
            os.close(self._open.pop(next(iter(self._open))))
        self._open[key] = descriptor
        return descriptor

    def take(self, key: object) -> int | None:
        """It is the caller's from now on."""
        return self._open.pop(key, None)

    def close(self, key: object) -> None:
        """Close it, if it is open."""
        descriptor = self._open.pop(key, None)
        if descriptor is not None:
            os.close(descriptor)

    def close_streams(self, name: bytes) -> None:
        """Close what is kept for the named streams of a node: by (name, stream)."""
        for key in [key for key in self._open if isinstance(key, tuple) and key[0] == name]:
            self.close(key)

    def close_all(self) -> None:
        """Close every one."""
        while self._open:
            os.close(self._open.popitem()[1])


class Nodes:
    """The nodes below a directory. `in_use`, where it is known, tells which ones must not be forgotten."""

    def __init__(self, path: str | os.PathLike[str], descriptors: int, places: int) -> None:
        self.root_descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        state = os.fstat(self.root_descriptor)
        self.root, self.device = state.st_ino, state.st_dev
        self.descriptors = Descriptors(descriptors)
        self.pinned: dict[int, int] = {}
        """Descriptors of nodes whose name went, until they are released."""
        self.in_use: Callable[[int], bool] | None = None
        self._limit = self._full = max(places, 16)
        self._places: dict[int, Place] = {self.root: Place(self.root, b".")}

    # --- places -------------------------------------------------------------------------------------------------------

    def place(self, node: int) -> Place:
        """Raises Refused for a node that was never met, or long ago and not used since."""
        place = self._places.get(node)
        if place is None:
            raise Refused(NtStatus.STATUS_FILE_DELETED)
        return place

    def met(self, node: int, directory: int, name: bytes, is_listed: bool = False) -> None:
        """The node is in that place: it was asked for, or stood in a list."""
        if node == self.root:
            return
        place = self._places.pop(node, None)
        if place is None:
            place = Place(directory, name)
            self.place(directory).below += 1
            if len(self._places) >= self._full:
                self._forget_some()
        else:
            place.name = name
            if self.in_use is None or not self.in_use(node):
                place.birth = 0  # others may have made another file, which got the same number
            if place.directory != directory:
                self.place(directory).below += 1
                self._leave(place)
                place.directory = directory
        place.is_listed_only = place.is_listed_only and is_listed
        self._places[node] = place
        if node in self.pinned:  # it has another name
            os.close(self.pinned.pop(node))

    def forget(self, node: int) -> None:
        """The node is no more."""
        place = self._places.pop(node, None)
        if place is not None:
            self._leave(place)
        self.descriptors.close(node)
        if node in self.pinned:
            os.close(self.pinned.pop(node))

    def _leave(self, place: Place) -> None:
        above = self._places.get(place.directory)
        if above is not None:
            above.below -= 1

    def _forget_some(self) -> None:
        """The places met longest ago that are neither in use nor lead on: an eighth is free then, if that can be."""
        spare = self._limit // 8
        wanted = len(self._places) - self._limit + spare + 1
        for node, place in list(self._places.items())[:-spare]:
            if not wanted:
                break
            if not (place.below or node in self.pinned or node in self.descriptors or self._may_be_used(node, place)):
                self._leave(self._places.pop(node))
                wanted -= 1
        self._full = max(self._limit, len(self._places) + spare)

    def _may_be_used(self, node: int, place: Place) -> bool:
        if node == self.root:
            return True
        return not place.is_listed_only if self.in_use is None else self.in_use(node)

    # --- descriptors --------------------------------------------------------------------------------------------------

    def above(self, node: int) -> Iterator[int]:
        """The directories that lead to a node, up to the root. Raises Refused where others made a ring of them."""
        met = {node}
        while node != self.root:
            node = self.place(node).directory
            if node in met:
                raise Refused(NtStatus.STATUS_FILE_DELETED)
            met.add(node)
            yield node

    def open(self, node: int) -> int:
        """A descriptor of a file or directory, for reading and writing where that may be. It stays the cache's."""
        descriptor = self._at_hand(node)
        if descriptor is not None:
            return descriptor
        missing = [node]
        for directory in self.above(node):
            descriptor = self._at_hand(directory)
            if descriptor is not None:
                break
            missing.append(directory)
        assert descriptor is not None  # the root is always at hand
        while missing:
            descriptor = self._enter(missing.pop(), descriptor)
        return descriptor

    def _enter(self, node: int, directory: int) -> int:
        """Open a node in its directory."""
        place = self.place(node)
        state = self._look(node, place, directory)
        if stat.S_ISDIR(state.st_mode):
            descriptor = os.open(place.name, _ENTER, dir_fd=directory)
        else:
            descriptor = _open_file(place.name, directory)
        try:
            self._check(place, node, descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        return self.descriptors.put(node, descriptor)

    def _check(self, place: Place, node: int, descriptor: int) -> None:
        state = os.fstat(descriptor)
        birth = system.birth(descriptor)
        if state.st_ino != node or place.birth not in (0, birth):
            raise Refused(NtStatus.STATUS_FILE_DELETED)
        place.birth = birth

    def stat(self, node: int) -> os.stat_result:
        """The state of a node, also of one that may not be opened. Raises Refused where it is gone."""
        descriptor = self._at_hand(node)
        if descriptor is not None:
            return os.fstat(descriptor)
        place = self.place(node)
        return self._look(node, place, self.open(place.directory))

    def _look(self, node: int, place: Place, directory: int) -> os.stat_result:
        try:
            state = os.stat(place.name, dir_fd=directory, follow_symlinks=False)
        except FileNotFoundError:
            return self._search(node, place, directory)
        return state if state.st_ino == node else self._search(node, place, directory)

    def _search(self, node: int, place: Place, directory: int) -> os.stat_result:
        """Others may have renamed it in its directory."""
        with os.scandir(directory) as entries:
            name = next((os.fsencode(entry.name) for entry in entries if entry.inode() == node), None)
        if name is not None:
            state = os.stat(name, dir_fd=directory, follow_symlinks=False)
            if state.st_ino == node:
                place.name = name
                return state
        raise Refused(NtStatus.STATUS_FILE_DELETED)

    def _at_hand(self, node: int) -> int | None:
        if node == self.root:
            return self.root_descriptor
        descriptor = self.descriptors.get(node)
        return descriptor if descriptor is not None else self.pinned.get(node)

    def attribute_path(self, node: int) -> int | bytes:
        """What `os.getxattr` is given for a node: a descriptor, or a path that starts at one of its directory."""
        descriptor = self._at_hand(node)
        if descriptor is not None:
            return descriptor
        place = self.place(node)
        return _PATH % (self.open(place.directory), place.name)

    def birth(self, node: int) -> int:
        """When it was made; 0 where the file system does not know."""
        place = self.place(node)
        if not place.birth:
            descriptor = self._at_hand(node)
            if descriptor is not None:
                place.birth = system.birth(descriptor)
            else:
                descriptor = os.open(place.name, _LOOK, dir_fd=self.open(place.directory))
                try:
                    place.birth = system.birth(descriptor)
                finally:
                    os.close(descriptor)
        return place.birth

    # --- names --------------------------------------------------------------------------------------------------------

    def make(self, directory: int, name: bytes, is_directory: bool) -> int:
        """A new, empty file or directory."""
        above = self.open(directory)
        if is_directory:
            os.mkdir(name, _DIRECTORY_MODE, dir_fd=above)
            descriptor = os.open(name, _ENTER, dir_fd=above)
        else:
            descriptor = os.open(name, _MAKE, _FILE_MODE, dir_fd=above)
        node = os.fstat(descriptor).st_ino
        self.forget(node)  # one whose number is used again
        self.met(node, directory, name)
        self.descriptors.put(node, descriptor)
        return node

    def pin(self, node: int) -> None:
        """The name of this node goes: a descriptor holds it until it is released."""
        if node in self.pinned:
            return
        if stat.S_ISLNK(self.stat(node).st_mode):
            place = self.place(node)
            self.pinned[node] = os.open(place.name, _LOOK, dir_fd=self.open(place.directory))
            return
        descriptor = self.open(node)
        taken = self.descriptors.take(node)
        self.pinned[node] = descriptor if taken is None else taken

    def unpin(self, node: int) -> None:
        """The name stays after all."""
        if node in self.pinned:
            descriptor = self.pinned.pop(node)
            if stat.S_ISLNK(os.fstat(descriptor).st_mode):
                os.close(descriptor)
            else:
                self.descriptors.put(node, descriptor)

    def unpin_unused(self) -> None:
        """Files that had more names than the one that went are reached through those."""
        in_use = self.in_use
        if in_use is None:
            return
        for node in [node for node in self.pinned if not in_use(node)]:
            if os.fstat(self.pinned[node]).st_nlink:
                self.forget(node)

    def close(self) -> None:
        """Close all descriptors."""
        self.descriptors.close_all()
        while self.pinned:
            os.close(self.pinned.popitem()[1])
        if self.root_descriptor >= 0:
            os.close(self.root_descriptor)
            self.root_descriptor = -1


def _open_file(name: bytes, directory: int) -> int:
    """A regular file; what it is, is known before it is opened for more than looking."""
    look = os.open(name, _LOOK, dir_fd=directory)
    try:
        if not stat.S_ISREG(os.fstat(look).st_mode):
            raise Refused(NtStatus.STATUS_ACCESS_DENIED)
        again = _REOPEN % look
        try:
            return os.open(again, os.O_RDWR | os.O_CLOEXEC)
        except OSError:  # read-only in one way or another; whoever writes is told then
            return os.open(again, os.O_RDONLY | os.O_CLOEXEC)
    finally:
        os.close(look)
