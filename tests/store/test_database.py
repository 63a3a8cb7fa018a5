"""The SQL door."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugfest.errors import InputError
from plugfest.store.database import Database

FIRST = "CREATE TABLE thing (name TEXT); INSERT INTO thing VALUES ('a;b');"
SECOND = "ALTER TABLE thing ADD COLUMN size INTEGER DEFAULT 7;"


def test_migrations_run_once_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file.sqlite3"
    with Database(path, [FIRST]) as database:
        assert database.rows("SELECT * FROM thing") == [("a;b",)]
    with Database(path, [FIRST, SECOND]) as database:
        assert database.rows("SELECT * FROM thing") == [("a;b", 7)]
    with pytest.raises(InputError, match="newer plugfest"):
        Database(path, [FIRST])


def test_a_failed_migration_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file.sqlite3"
    with pytest.raises(InputError):
        Database(path, [FIRST + "CREATE TABLE thing (again TEXT);"])
    with Database(path, [FIRST]) as database:
        assert len(database.rows("SELECT * FROM thing")) == 1


def test_a_transaction_is_whole_or_not_at_all(tmp_path: Path) -> None:
    with Database(tmp_path / "file.sqlite3", [FIRST]) as database:

        def interrupted() -> None:
            with database.transaction():
                database.execute("INSERT INTO thing VALUES (?)", "b")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert database.row("SELECT count(*) FROM thing") == (1,)
        with database.transaction():
            database.many("INSERT INTO thing VALUES (?)", [("b",), ("c",)])
        assert database.row("SELECT count(*) FROM thing") == (3,)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "file.sqlite3"
    path.write_bytes(b"not a database, but long enough to be looked at" * 100)
    with pytest.raises(InputError, match="not a database"):
        Database(path, [FIRST])
