"""What is remembered of records holds as long as nobody changes them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugfest.net.storage import DirectoryStorage, records
from plugfest.net.storage.records import ATTRIBUTE
from plugfest.protocols.ms_dtyp import Token
from plugfest.protocols.ms_dtyp.sid import EVERYONE, USERS
from plugfest.protocols.ms_fsa import close_file, open_file
from plugfest.protocols.ms_fsa.model import Volume
from plugfest.protocols.ms_fsa.security_context import SecurityContext

from .conftest import WHEN, a_file

SOMEBODY = SecurityContext(Token(USERS, USERS, frozenset({EVERYONE})))


@pytest.fixture
def no_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is new is remembered at once, as if it were older than a tick of the clock."""
    monkeypatch.setattr(records, "TICK", -1)


@pytest.fixture
def volume(share: Path) -> Volume:
    """A volume with two files on a file system that has extended attributes."""
    (share / "probe").touch()
    try:
        os.setxattr(share / "probe", ATTRIBUTE, b"\xc0")
    except OSError:
        pytest.skip("no extended attributes here")
    volume = Volume(DirectoryStorage(share), lambda: WHEN)
    volume.storage.create(volume.storage.root, "one", a_file(object_id=b"1" * 64))
    volume.storage.create(volume.storage.root, "other", a_file(object_id=b"2" * 64))
    return volume


def an_open(volume: Volume, name: str) -> None:
    close_file(open_file(volume, SOMEBODY, name, 0x80)[0])


@pytest.mark.usefixtures("no_tick")
def test_an_open_reads_no_record_twice(volume: Volume, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    getxattr = os.getxattr
    monkeypatch.setattr(os, "getxattr", lambda path, *more, **options: read.append(path) or getxattr(path, *more))
    volume.storage.create(volume.storage.root, "new", a_file(security=b""))
    for _ in range(5):
        an_open(volume, "new")
    assert len(read) == len(set(read)) == 2  # of the file, and of the directory that it is in


@pytest.mark.usefixtures("no_tick")
def test_a_record_that_others_set_counts(volume: Volume, share: Path) -> None:
    storage = volume.storage
    found = storage.lookup(storage.root, "one")
    assert found is not None
    before = storage.metadata(found[0])
    assert storage.metadata(found[0]) == before
    record = bytearray(os.getxattr(share / "one", ATTRIBUTE))
    record[record.index(b"file") : record.index(b"file") + 4] = b"FILE"
    os.setxattr(share / "one", ATTRIBUTE, bytes(record))
    assert storage.metadata(found[0]).security == storage.security(found[0]) == b"FILE"
    os.removexattr(share / "one", ATTRIBUTE)
    assert storage.metadata(found[0]).object_id == b""
    assert storage.security(found[0]) != b"FILE"


def test_what_changed_within_a_tick_is_not_remembered(volume: Volume, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next change may bear the same ctime."""
    monkeypatch.setattr(records, "TICK", 3600 * 10**9)
    volume.storage.create(volume.storage.root, "new", a_file(security=b""))
    for _ in range(3):
        an_open(volume, "new")
    assert not volume.storage._records._kept  # type: ignore[attr-defined]


@pytest.mark.usefixtures("no_tick")
def test_few_are_remembered(volume: Volume, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_KEPT", 2)
    for name in ("one", "other", "probe", "one", "other"):
        found = volume.storage.lookup(volume.storage.root, name)
        assert found is not None
        volume.storage.security(found[0])
        assert 0 < len(volume.storage._records._kept) <= 2  # type: ignore[attr-defined]
