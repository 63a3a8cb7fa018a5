"""A share on a directory of the host.

Names and bytes are ordinary files and directories: what others put there is seen, and what clients write is there for
others. What the file system does not hold of [MS-FSA] 2.1.1.3 stands in extended attributes, or in a table beside it
(`records`); named streams are kept in a hidden directory (`streams`). Everything is reached from a descriptor of the
root, name by name, through no symbolic link (`nodes`, `symlinks`). Devices, sockets and pipes are not shown, nor is
what is mounted below the root. A directory that holds only what is not shown is not empty.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator

from plugfest.errors import InputError
from plugfest.net.storage import metadata as meta
from plugfest.net.storage import symlinks, system
from plugfest.net.storage.content import Content
from plugfest.net.storage.errors import refuses
from plugfest.net.storage.index import Index, Indexes
from plugfest.net.storage.names import is_reserved, to_disk
from plugfest.net.storage.nodes import Nodes
from plugfest.net.storage.records import Records, Unreadable
from plugfest.net.storage.side_table import SideTable
from plugfest.net.storage.streams import Streams
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import DIRECTORY
from plugfest.protocols.ms_fsa.model import everyone_may_all
from plugfest.protocols.ms_fsa.storage import Metadata, Space, StreamState


class DirectoryStorage(Content):
    """The Storage of [MS-FSA] on a directory.

    At most `descriptors` descriptors are open besides those of deleted files that are still in use, at most `places`
    nodes are remembered besides those in use (besides all that were ever looked up, where `in_use` is not set), and at
    most `names` names of large directories besides the last one.
    Without `extended_attributes` all that the file system does not hold is kept in the table, and those are only read.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        descriptors: int = 512,
        places: int = 16384,
        names: int = 150_000,
        extended_attributes: bool = True,
    ) -> None:
        try:
            self._nodes = Nodes(path, descriptors, places)
        except OSError as error:
            raise InputError(f"{os.fspath(path)}: {error.strerror}") from None
        descriptor = self._nodes.root_descriptor
        self.root = self._nodes.root
        born = system.birth(descriptor)
        self.identity = int.from_bytes(hashlib.blake2b(b"%d %d" % (self.root, born), digest_size=8).digest(), "little")
        try:
            self._indexes = Indexes(self.root, descriptor, names)
            self._table = SideTable(os.path.realpath(os.fsencode(path)), descriptor)
            self._streams = Streams(self._nodes)
        except (OSError, sqlite3.Error, Refused) as error:
            self._nodes.close()
            raise InputError(f"{os.fspath(path)}: {error}") from None
        self._records = Records(self._nodes, self._table, extended_attributes)
        self._unsynced: set[int] = set()
        """Directories whose names changed since they were flushed."""

    @property
    def in_use(self) -> Callable[[int], bool] | None:
        """Which nodes are open? Set by whoever opens them."""
        return self._nodes.in_use

    @in_use.setter
    def in_use(self, answer: Callable[[int], bool] | None) -> None:
        self._nodes.in_use = answer

    def close(self) -> None:
        """Give everything back to the host; nothing works from here on."""
        self._table.close()
        self._streams.close()
        self._nodes.close()

    # --- names --------------------------------------------------------------------------------------------------------

    @refuses
    def lookup(self, directory: int, name: str) -> tuple[int, str] | None:
        """See Storage. The name as it is written is found first, where there are several."""
        try:
            raw = to_disk(name)
        except Refused:
            return None
        descriptor = self._nodes.open(directory)
        node = self._find(directory, descriptor, raw)
        if node is not None:
            return node, name
        for other in self._indexes.get(directory, descriptor).find(name):
            node = self._find(directory, descriptor, to_disk(other))
            if node is not None:
                return node, other
        return None

    def _find(self, directory: int, descriptor: int, raw: bytes, is_listed: bool = False) -> int | None:
        """The node of exactly this name, if clients may see it."""
        if directory == self.root and is_reserved(raw):
            return None
        try:
            state = os.stat(raw, dir_fd=descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return None
        if stat.S_ISREG(state.st_mode):
            pass
        elif stat.S_ISDIR(state.st_mode):
            if state.st_dev != self._nodes.device:
                return None
        elif not stat.S_ISLNK(state.st_mode) or symlinks.target_of(self._nodes, directory, raw, descriptor) is None:
            return None
        self._nodes.met(state.st_ino, directory, raw, is_listed)
        return state.st_ino

    def entries(self, directory: int, after: str = "") -> Iterator[tuple[str, int]]:
        """See Storage."""
        index = self._index(directory)
        if index is None:
            return
        for name in index.behind(after):
            node = self._entry(directory, name)
            if node is not None:
                yield name, node

    @refuses
    def _index(self, directory: int) -> Index | None:
        if stat.S_ISLNK(self._nodes.stat(directory).st_mode):
            return None
        return self._indexes.get(directory, self._nodes.open(directory))

    @refuses
    def _entry(self, directory: int, name: str) -> int | None:
        return self._find(directory, self._nodes.open(directory), to_disk(name), is_listed=True)

    @refuses
    def is_empty(self, directory: int) -> bool:
        """See Storage."""
        if stat.S_ISLNK(self._nodes.stat(directory).st_mode):
            return True
        with os.scandir(self._nodes.open(directory)) as entries:
            if directory != self.root:
                return next(entries, None) is None
            return all(is_reserved(os.fsencode(entry.name)) for entry in entries)

    @refuses
    def parent(self, directory: int) -> int:
        """See Storage."""
        return self._nodes.place(directory).directory

    def _to_change(self, directory: int, name: str) -> tuple[int, bytes, Index | None]:
        """What is needed to change a name: the directory's descriptor, the name on disk, the index if it holds."""
        raw = to_disk(name)
        if directory == self.root and is_reserved(raw):
            raise Refused(NtStatus.STATUS_ACCESS_DENIED)
        descriptor = self._nodes.open(directory)
        return descriptor, raw, self._indexes.current(directory, descriptor)

    def _changed(self, directory: int, descriptor: int, index: Index | None) -> None:
        self._indexes.restamp(index, descriptor)
        self._unsynced.add(directory)

    @refuses
    def create(self, directory: int, name: str, metadata: Metadata) -> int:
        """See Storage."""
        descriptor, raw, index = self._to_change(directory, name)
        is_directory = bool(metadata.attributes & DIRECTORY)
        node = self._nodes.make(directory, raw, is_directory)
        try:
            self._save(node, metadata)
        except BaseException:
            (os.rmdir if is_directory else os.unlink)(raw, dir_fd=descriptor)
            self._nodes.forget(node)
            raise
        if index is not None:
            index.add(name)
        self._changed(directory, descriptor, index)
        return node

    @refuses
    def link(self, node: int, directory: int, name: str) -> None:
        """See Storage."""
        source = self._nodes.open(node)
        held = os.dup(source)
        try:
            descriptor, raw, index = self._to_change(directory, name)
            os.link(b"/proc/self/fd/%d" % held, raw, dst_dir_fd=descriptor, follow_symlinks=True)
        finally:
            os.close(held)
        if index is not None:
            index.add(name)
        self._changed(directory, descriptor, index)

    @refuses
    def unlink(self, directory: int, name: str) -> None:
        """See Storage. One that others removed already is as good as gone."""
        descriptor, raw, index = self._to_change(directory, name)
        self._nodes.unpin_unused()
        node = self._find(directory, descriptor, raw)
        if node is not None:
            self._nodes.pin(node)
            descriptor = self._nodes.open(directory)
            try:
                if stat.S_ISDIR(self._nodes.stat(node).st_mode):
                    os.rmdir(raw, dir_fd=descriptor)
                    self._indexes.drop(node)
                    self._unsynced.discard(node)
                else:
                    os.unlink(raw, dir_fd=descriptor)
            except FileNotFoundError:
                pass
            except BaseException:
                self._nodes.unpin(node)
                raise
        if index is not None:
            index.remove(name)
        self._changed(directory, descriptor, index)

    @refuses
    def rename(self, directory: int, name: str, new_directory: int, new_name: str) -> None:
        """See Storage. What others put in the new place meanwhile is not written over."""
        if directory == new_directory and name == new_name:
            return
        source, raw, index = self._to_change(directory, name)
        source = os.dup(source)  # opening the other one may close it
        try:
            target, new_raw, new_index = self._to_change(new_directory, new_name)
            system.rename_to_free(source, raw, target, new_raw)
        finally:
            os.close(source)
        self._nodes.met(os.stat(new_raw, dir_fd=target, follow_symlinks=False).st_ino, new_directory, new_raw)
        if index is not None:
            index.remove(name)
        if new_index is not None:
            new_index.add(new_name)
        self._changed(new_directory, target, new_index)
        self._changed(directory, self._nodes.open(directory), index)

    @refuses
    def release(self, node: int) -> None:
        """See Storage."""
        pinned = self._nodes.pinned.get(node)
        descriptor = self._nodes.descriptors.get(node) if pinned is None and self._streams.are_kept else pinned
        if descriptor is not None:
            state = os.fstat(descriptor)
            if not state.st_nlink or (pinned is not None and stat.S_ISDIR(state.st_mode)):
                self._streams.delete_all(node)
                self._records.delete(node)
        self._indexes.drop(node)
        self._nodes.forget(node)

    # --- metadata -----------------------------------------------------------------------------------------------------

    @refuses
    def metadata(self, node: int) -> Metadata:
        """See Storage. Of what others made it says what can be known."""
        state = self._nodes.stat(node)
        is_symlink = stat.S_ISLNK(state.st_mode)
        try:
            record = self._records.load(node, state)
        except Unreadable:
            metadata = meta.foreign(state, self._nodes.birth(node), meta.locked())
        else:
            if record is None:
                metadata = meta.foreign(state, self._nodes.birth(node), b"")
                if node == self.root:  # new to us: the volume settles what it is
                    metadata.creation_time = 0
            else:
                metadata = meta.from_record(state, record, lambda name: self._streams.size(node, name))
        if not metadata.security and node != self.root:
            metadata.security = self._inherited(node, stat.S_ISDIR(state.st_mode))
        if is_symlink:
            self._point(node, metadata)
        return metadata

    @refuses
    def security(self, node: int) -> bytes:
        """See Storage."""
        state = self._nodes.stat(node)
        try:
            record = self._records.load(node, state)
        except Unreadable:
            return meta.locked()
        security = b"" if record is None else record.security
        return security or (b"" if node == self.root else self._inherited(node, stat.S_ISDIR(state.st_mode)))

    def _inherited(self, node: int, is_directory: bool) -> bytes:
        """The descriptor of what has none of its own."""
        depth, security = 0, b""
        for directory in self._nodes.above(node):
            try:
                record = self._records.load(directory, self._nodes.stat(directory))
            except Unreadable:
                security = meta.locked()
                break
            if record is not None and record.security:
                security = record.security
                break
            depth += 1
        else:
            depth -= 1
        security = security or everyone_may_all()
        for _ in range(depth):
            security = meta.inherited(security, True)
        return meta.inherited(security, is_directory)

    def _point(self, node: int, metadata: Metadata) -> None:
        """A symbolic link of the host."""
        nodes = self._nodes
        place = nodes.place(node)
        pinned = nodes.pinned.get(node)
        if pinned is not None:
            target = symlinks.target_of(nodes, place.directory, b"", pinned)
        else:
            target = symlinks.target_of(nodes, place.directory, place.name, nodes.open(place.directory))
        if target is None:  # it was changed since it was met
            raise Refused(NtStatus.STATUS_FILE_DELETED)
        meta.as_symlink(metadata, symlinks.TAG, target.data, symlinks.is_directory(nodes, target))

    @refuses
    def save(self, node: int, metadata: Metadata) -> None:
        """See Storage."""
        self._save(node, metadata)

    def _save(self, node: int, metadata: Metadata) -> None:
        state = self._nodes.stat(node)
        if stat.S_ISLNK(state.st_mode):
            self._records.save(node, meta.to_record(metadata, state), is_symlink=True)
            return
        is_directory = stat.S_ISDIR(state.st_mode)
        changed = False
        for name, stream in metadata.streams.items():
            if name:
                if stream.size > self._streams.size(node, name):
                    self._set_size(node, name, stream.size)
            elif stream.size > state.st_size and not is_directory:
                self._set_size(node, "", stream.size)
                changed = True
        descriptor = self._nodes.open(node)
        index = self._indexes.current(node, descriptor) if is_directory else None
        wanted = meta.to_nanoseconds(metadata.last_write_time)
        if metadata.last_write_time > 0 and (changed or wanted != state.st_mtime_ns):
            with contextlib.suppress(PermissionError):  # another user's file: the record alone remembers
                os.utime(descriptor, ns=(meta.to_nanoseconds(metadata.last_access_time), wanted))
            changed = True
        if changed:
            state = os.fstat(descriptor)
        self._records.save(node, meta.to_record(metadata, state))
        if index is not None:
            self._indexes.restamp(index, self._nodes.open(node))

    @refuses
    def flush(self, node: int) -> None:
        """See Storage: bytes, metadata, named streams, and the names that lead to the node."""
        if not stat.S_ISLNK(self._nodes.stat(node).st_mode):
            os.fsync(self._nodes.open(node))
            self._streams.flush(node)
        self._table.flush()
        self._unsynced.discard(node)
        if self._unsynced and node not in self._nodes.pinned:
            for directory in list(self._nodes.above(node)):
                if directory in self._unsynced:
                    os.fsync(self._nodes.open(directory))
                    self._unsynced.discard(directory)

    @refuses
    def space(self) -> Space:
        """See Storage."""
        state = os.fstatvfs(self._nodes.root_descriptor)
        return Space(state.f_blocks * state.f_frsize, state.f_bavail * state.f_frsize)

    def _rename_in_record(self, node: int, name: str, new_name: str | None) -> None:
        """What is kept of the streams' names changes now, and not when the metadata is saved."""
        try:
            if self._records.load(node, self._nodes.stat(node)) is None:
                return
        except Unreadable:
            return
        metadata = self.metadata(node)
        stream = metadata.streams.pop(name, None)
        if stream is None:
            return
        if not name:
            metadata.streams[""] = StreamState()
        if new_name is not None:
            metadata.streams[new_name] = stream
        self._records.save(node, meta.to_record(metadata, self._nodes.stat(node)))
