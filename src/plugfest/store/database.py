"""The one door to SQL: SQLite files with a schema version, write-ahead logging and explicit transactions."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from plugfest.errors import InputError

BUSY_SECONDS = 30.0


class Database:
    """An open SQLite file. `migrations` are scripts; the file remembers how many of them it has seen."""

    def __init__(self, path: Path, migrations: Sequence[str]) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            try:
                self._prepare(migrations)
            except BaseException:
                self.connection.close()
                raise
        except (sqlite3.Error, OSError) as error:
            raise InputError(f"{path}: {error}") from error

    def _prepare(self, migrations: Sequence[str]) -> None:
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = NORMAL")
        self.connection.execute("PRAGMA foreign_keys = ON")
        if self._version() == len(migrations):
            return
        with self.transaction():
            seen = self._version()
            if seen > len(migrations):
                raise InputError(f"{self.path}: written by a newer plugfest (schema {seen}, known {len(migrations)})")
            for script in migrations[seen:]:
                for statement in statements(script):
                    self.connection.execute(statement)
            self.connection.execute(f"PRAGMA user_version = {len(migrations)}")

    def _version(self) -> int:
        version: int = self.connection.execute("PRAGMA user_version").fetchone()[0]
        return version

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything in the block, or nothing. Not nested."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        """Run one statement."""
        return self.connection.execute(sql, values)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        """The first row of a query, None if it has none."""
        found: tuple[Any, ...] | None = self.connection.execute(sql, values).fetchone()
        return found

    def many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row of values."""
        self.connection.executemany(sql, values)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def statements(script: str) -> Iterator[str]:
    """The statements of a script, one at a time (`executescript` would commit an open transaction)."""
    pending = ""
    for piece in re.split(r"(?<=;)", script):
        pending += piece
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        yield pending
