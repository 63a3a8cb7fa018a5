"""Metadata that no extended attribute holds: an SQLite file in the root of the share.

A row is known by inode number and time of birth, so that a file that gets a number again does not get the row.
"""

from __future__ import annotations

import os
import sqlite3
import stat

from plugfest.protocols.ms_erref import NtStatus, Refused

NAME = b".plugfest.sqlite"
_SCHEMA = "CREATE TABLE IF NOT EXISTS metadata (node INTEGER PRIMARY KEY, birth INTEGER NOT NULL, record BLOB NOT NULL)"


class SideTable:
    """Made when the first row is kept. Each change is committed; `flush` has it on the disk."""

    def __init__(self, path: bytes, descriptor: int) -> None:
        self._path = os.path.join(path, NAME)
        self._descriptor = descriptor
        self._connection: sqlite3.Connection | None = None
        self._unsynced = False
        if self._is_there():
            self._open()

    def _is_there(self) -> bool:
        """A regular file, and nothing else that could lead elsewhere."""
        try:
            state = os.stat(NAME, dir_fd=self._descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return False
        if not stat.S_ISREG(state.st_mode):
            raise Refused(NtStatus.STATUS_ACCESS_DENIED)
        return True

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(os.fsdecode(self._path), isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_SCHEMA)
        self._connection = connection
        return connection

    @property
    def is_made(self) -> bool:
        """Is there anything to ask?"""
        return self._connection is not None

    def load(self, node: int, birth: int) -> bytes | None:
        """The record of that file."""
        if self._connection is None:
            return None
        query = "SELECT record FROM metadata WHERE node = ? AND birth = ?"
        row = self._connection.execute(query, (_signed(node), birth)).fetchone()
        return None if row is None else bytes(row[0])

    def save(self, node: int, birth: int, record: bytes) -> None:
        """Keep it instead of what there was."""
        connection = self._connection
        if connection is None:
            self._is_there()
            connection = self._open()
        values = (_signed(node), birth, record)
        connection.execute("INSERT OR REPLACE INTO metadata (node, birth, record) VALUES (?, ?, ?)", values)
        self._unsynced = True

    def delete(self, node: int) -> None:
        """The file is no more, or keeps its record itself."""
        if self._connection is not None:
            self._connection.execute("DELETE FROM metadata WHERE node = ?", (_signed(node),))

    def flush(self) -> None:
        """What was kept survives from now on."""
        if self._connection is not None and self._unsynced:
            self._connection.execute("PRAGMA wal_checkpoint(FULL)")
            self._unsynced = False

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _signed(node: int) -> int:
    """SQLite's integers have a sign."""
    return node - (1 << 64) if node >> 63 else node
