"""What the file system does not hold of a file, as a record: MessagePack in the extended attribute `user.plugfest`, or
in the table beside it where there are no extended attributes, or where they are too small for this one."""

from __future__ import annotations

import errno
import os
import stat
import time
from typing import NamedTuple

import msgspec

from plugfest.net.storage.nodes import Nodes
from plugfest.net.storage.side_table import SideTable
from plugfest.net.storage.system import TICK

ATTRIBUTE = b"user.plugfest"
VERSION = 1
_ELSEWHERE = b"\xc0"  # MessagePack's nil: the record stands in the table
_NONE = (errno.ENODATA, errno.EOPNOTSUPP)
_NOT_HERE = (errno.EOPNOTSUPP, errno.EPERM, errno.E2BIG, errno.ENOSPC, errno.ERANGE)
_KEPT = 4096
"""Records of nodes that are remembered."""


class StreamRecord(NamedTuple):
    """One stream; its name in UTF-16."""

    name: bytes
    size: int
    allocation_size: int
    valid_data_length: int
    is_sparse: bool


class Record(msgspec.Struct, array_like=True):
    """One file. Fields are only ever appended, and VERSION is what wrote it."""

    version: int
    node: int
    """Whose it is: in the copy of a file that was made with its attributes this is another one's."""
    modified: int
    """The file's mtime, in nanoseconds, and its size below: if they are others now, others wrote to the file."""
    size: int
    attributes: int
    creation_time: int
    last_access_time: int
    last_write_time: int
    change_time: int
    security: bytes = b""
    extended_attributes: tuple[tuple[bytes, bytes, int], ...] = ()
    reparse_tag: int = 0
    reparse_guid: bytes = b""
    reparse_data: bytes = b""
    object_id: bytes = b""
    streams: tuple[StreamRecord, ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Record).decode


class Unreadable(Exception):
    """A record is there, and it is none of ours, or one of a later version."""


class Records:
    """Where records stand.

    What an extended attribute holds is remembered until the ctime is another one: whoever sets it changes that.
    """

    def __init__(self, nodes: Nodes, table: SideTable, in_attributes: bool) -> None:
        self._nodes = nodes
        self._table = table
        self._in_attributes = in_attributes
        self._kept: dict[int, tuple[int, Record | None]] = {}

    def load(self, node: int, state: os.stat_result) -> Record | None:
        """The record of a node, if it has one; `state` is what it is in now. Raises Unreadable."""
        kept = self._kept.get(node)
        if kept is not None and kept[0] == state.st_ctime_ns:
            return kept[1]
        raw = None if stat.S_ISLNK(state.st_mode) else self._attribute(node)
        if (raw is None and self._table.is_made) or raw == _ELSEWHERE:
            return self._decoded(self._table.load(node, self._nodes.birth(node)))
        record = self._decoded(raw)
        if time.time_ns() - state.st_ctime_ns > TICK:  # else the next change may bear the same ctime
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[node] = state.st_ctime_ns, record
        return record

    @staticmethod
    def _decoded(raw: bytes | None) -> Record | None:
        if raw is None:
            return None
        try:
            record = _decode(raw)
        except msgspec.DecodeError:
            raise Unreadable from None
        if record.version > VERSION:
            raise Unreadable
        return record

    def _attribute(self, node: int) -> bytes | None:
        path = self._nodes.attribute_path(node)
        try:
            return os.getxattr(path, ATTRIBUTE, follow_symlinks=isinstance(path, int))
        except PermissionError:
            raise Unreadable from None
        except OSError as error:
            if error.errno not in _NONE:
                raise
            return None

    def save(self, node: int, record: Record, is_symlink: bool = False) -> None:
        """Put it in the place of the one that there was, as a whole."""
        self._kept.pop(node, None)
        raw = _encode(record)
        if self._in_attributes and not is_symlink:
            descriptor = self._nodes.open(node)
            try:
                os.setxattr(descriptor, ATTRIBUTE, raw)
            except OSError as error:
                if error.errno not in _NOT_HERE:
                    raise
            else:
                if self._table.is_made:
                    self._table.delete(node)
                return
        self._table.save(node, self._nodes.birth(node), raw)
        if not is_symlink:  # the table's row counts from here on
            self._mark(self._nodes.open(node))

    @staticmethod
    def _mark(descriptor: int) -> None:
        """There may be an older, smaller record in the attribute."""
        try:
            os.getxattr(descriptor, ATTRIBUTE)
            os.setxattr(descriptor, ATTRIBUTE, _ELSEWHERE)
        except OSError as error:
            if error.errno not in _NONE:
                raise

    def delete(self, node: int) -> None:
        """The node goes, and its attributes with it."""
        self._kept.pop(node, None)
        self._table.delete(node)
