"""Named streams of files that others delete: they go when that is seen, at the latest at the next start."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from plugfest.net.storage import DirectoryStorage

from .conftest import a_directory, a_file


def with_stream(storage: DirectoryStorage, name: str, directory: int | None = None) -> int:
    """A file with some bytes in a named stream."""
    node = storage.create(storage.root if directory is None else directory, name, a_file())
    storage.write(node, "stream", 0, b"hidden")
    return node


def kept(share: Path) -> int:
    """How many nodes have streams on disk."""
    return len(list((share / ".plugfest.streams").iterdir()))


def test_a_start_collects_what_others_deleted_and_nothing_else(share: Path) -> None:
    storage = DirectoryStorage(share)
    below = storage.create(storage.root, "directory", a_directory())
    nodes = [with_stream(storage, "stays"), with_stream(storage, "below", below), with_stream(storage, "moves")]
    storage.write(below, "stream", 0, b"hidden")
    with_stream(storage, "goes")
    storage.close()
    (share / "goes").unlink()
    (share / "moves").rename(share / "directory" / "moved")
    assert kept(share) == 5
    storage = DirectoryStorage(share)
    assert kept(share) == 4
    assert storage.lookup(storage.root, "directory") == (below, "directory")
    for name, directory in (("stays", storage.root), ("below", below), ("moved", below)):
        found = storage.lookup(directory, name)
        assert found is not None
        assert found[0] in nodes
        assert storage.read(found[0], "stream", 0, 6) == b"hidden"
    storage.close()


def test_a_number_that_is_used_again_keeps_nothing_of_the_first(share: Path) -> None:
    storage = DirectoryStorage(share)
    with_stream(storage, "file")
    storage.close()
    (directory,) = (share / ".plugfest.streams").iterdir()
    number, _, birth = directory.name.partition(".")
    directory.rename(directory.with_name(f"{number}.{int(birth, 16) - 1:x}"))  # as if another file had had it
    (directory.parent / "whatever").mkdir()
    DirectoryStorage(share).close()
    assert [path.name for path in directory.parent.iterdir()] == ["whatever"]


def test_nothing_goes_where_not_everything_can_be_seen(share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = DirectoryStorage(share)
    storage.create(storage.root, "closed", a_directory())
    with_stream(storage, "goes")
    storage.close()
    (share / "goes").unlink()
    real = os.open

    def guarded(path: bytes, *arguments: int, **keywords: int) -> int:
        if path.endswith(b"closed") if isinstance(path, bytes) else False:
            raise PermissionError
        return real(path, *arguments, **keywords)

    monkeypatch.setattr("plugfest.net.storage.leftovers.os.open", guarded)
    DirectoryStorage(share).close()
    assert kept(share) == 1


def test_closing_what_others_deleted_collects_its_streams(share: Path, storage: DirectoryStorage) -> None:
    node = with_stream(storage, "open")
    subprocess.run(["rm", str(share / "open")], check=True)
    assert storage.read(node, "stream", 0, 6) == b"hidden"
    assert kept(share) == 1
    storage.release(node)
    assert kept(share) == 0


def test_closing_what_is_there_collects_nothing(share: Path, storage: DirectoryStorage) -> None:
    node = with_stream(storage, "open")
    storage.release(node)
    assert kept(share) == 1
