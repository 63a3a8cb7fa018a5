"""A share on a temporary directory, as the tests here see it: from the client's side and from the host's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugfest.net.storage import DirectoryStorage
from plugfest.protocols.ms_fsa.constants import ARCHIVE, DIRECTORY
from plugfest.protocols.ms_fsa.storage import Metadata, StreamState

WHEN = 133_500_000_000_000_007
"""A FILETIME that needs all of its 100 ns."""


def a_file(**fields: object) -> Metadata:
    """Metadata of a new file."""
    values = {"attributes": ARCHIVE, "security": b"file", "streams": {"": StreamState()}, **fields}
    return Metadata(**dict.fromkeys(TIMES, WHEN), **values)  # type: ignore[arg-type]


def a_directory() -> Metadata:
    """Metadata of a new directory."""
    return Metadata(DIRECTORY, WHEN, WHEN, WHEN, WHEN, b"directory")


TIMES = ("creation_time", "last_access_time", "last_write_time", "change_time")


@pytest.fixture
def share(tmp_path: Path) -> Path:
    """The directory on the host."""
    path = tmp_path / "share"
    path.mkdir()
    return path


@pytest.fixture
def storage(share: Path) -> Iterator[DirectoryStorage]:
    """The share on it."""
    storage = DirectoryStorage(share)
    yield storage
    storage.close()


def names(storage: DirectoryStorage, directory: int | None = None) -> list[str]:
    """What a client sees in a directory, the root where none is given."""
    return [name for name, _ in storage.entries(storage.root if directory is None else directory)]
