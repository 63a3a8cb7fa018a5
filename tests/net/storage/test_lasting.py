"""What lasts: over a restart, and over a kill where it was flushed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plugfest.net.storage import DirectoryStorage
from plugfest.net.storage.records import ATTRIBUTE
from plugfest.protocols.ms_fsa.constants import ARCHIVE, DIRECTORY, HIDDEN, SYSTEM
from plugfest.protocols.ms_fsa.storage import ExtendedAttribute, Metadata, StreamState

from .conftest import WHEN, a_directory, a_file, names


def everything() -> Metadata:
    """Metadata in which nothing is missing."""
    return Metadata(
        ARCHIVE | HIDDEN | SYSTEM,
        WHEN,
        WHEN + 1,
        WHEN + 2,
        WHEN + 3,
        b"security",
        (ExtendedAttribute(b"ONE", b"1", 0x80), ExtendedAttribute(b"TWO", b"\0\xff")),
        0x80000019,
        b"g" * 16,
        b"reparse data",
        b"o" * 64,
        1,
        {"": StreamState(5, 4096, 3, True), "Named \ud800": StreamState(7, 8192, 7)},
    )


@pytest.mark.parametrize("extended_attributes", [True, False])
@pytest.mark.parametrize("value", [b"small", b"too large for ext4's attributes" * 200, b"for any" * 10000])
def test_a_restart_loses_nothing(share: Path, extended_attributes: bool, value: bytes) -> None:
    def start() -> DirectoryStorage:
        return DirectoryStorage(share, extended_attributes=extended_attributes)

    storage = start()
    directory = storage.create(storage.root, "Directory", a_directory())
    file = storage.create(directory, "Größe.txt", a_file())
    metadata = everything()
    metadata.extended_attributes += (ExtendedAttribute(b"VALUE", value),)
    storage.write(file, "", 0, b"bytes")
    storage.write(file, "Named \ud800", 0, b"of the\n\0")
    storage.set_size(file, "Named \ud800", 7)
    storage.save(file, metadata)
    storage.close()
    storage = start()
    assert storage.lookup(storage.root, "DIRECTORY") == (directory, "Directory")
    assert storage.lookup(directory, "gRÖßE.TXT") == (file, "Größe.txt")
    assert storage.metadata(file) == metadata
    assert storage.metadata(directory).security == b"directory"
    assert storage.metadata(directory).attributes == DIRECTORY
    assert storage.read(file, "", 0, 7) == b"bytes\0\0"
    assert storage.read(file, "Named \ud800", 0, 7) == b"of the\n"
    assert names(storage) == ["Directory"]
    metadata.extended_attributes = metadata.extended_attributes[:1]  # from the table into the attribute again
    storage.save(file, metadata)
    storage.close()
    storage = start()
    storage.lookup(storage.root, "Directory")
    storage.lookup(directory, "Größe.txt")
    assert storage.metadata(file) == metadata
    storage.unlink(directory, "Größe.txt")
    assert storage.read(file, "Named \ud800", 0, 7) == b"of the\n"
    storage.release(file)
    assert os.listdir(share / ".plugfest.streams") == []
    storage.close()
    assert os.path.exists(share / ".plugfest.sqlite") == (not extended_attributes or len(value) > 100)


WRITER = """
import sys
from plugfest.net.storage import DirectoryStorage
from plugfest.protocols.ms_fsa.storage import Metadata, StreamState
storage = DirectoryStorage(sys.argv[1], extended_attributes=sys.argv[2] == "True")
directory = storage.create(storage.root, "directory", Metadata(0x10, 1, 1, 1, 1, b"directory"))
number = 0
while True:
    name = f"file {number}"
    file = storage.create(directory, name, Metadata(0x20, streams={"": StreamState()}, security=b"new"))
    content = name.encode() * 1000
    storage.write(file, "", 0, content)
    storage.write(file, "stream", 0, content[:100])
    size = StreamState(len(content), len(content) + 1, 7)
    times = [133_500_000_000_000_000 + number + at for at in range(4)]
    streams = {"": size, "stream": StreamState(100, 4096, 100)}
    security = name.encode() * (300 if number % 3 else 1)
    storage.save(file, Metadata(0x22, *times, security, object_id=b"o", streams=streams))
    if number % 2:
        storage.rename_stream(file, "stream", "renamed")
    if number % 5 == 4:
        storage.rename(directory, name, storage.root, name)
    storage.flush(file)
    print(number, flush=True)
    number += 1
    storage.create(directory, f"unflushed {number}", Metadata(0x20, streams={"": StreamState()}))
    storage.write(file, "", 3, b"not flushed"[:0])
"""


@pytest.mark.parametrize("extended_attributes", [True, False])
def test_a_kill_loses_nothing_that_was_flushed(share: Path, extended_attributes: bool) -> None:
    command = [sys.executable, "-c", WRITER, str(share), str(extended_attributes)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            if int(line) >= 60:
                break
        writer.send_signal(signal.SIGKILL)
        last = max([int(line), *(int(more) for more in writer.stdout if more.endswith("\n"))])
    storage = DirectoryStorage(share, extended_attributes=extended_attributes)
    found = storage.lookup(storage.root, "directory")
    assert found is not None
    for number in range(last + 1):
        name = f"file {number}"
        place = storage.lookup(storage.root if number % 5 == 4 else found[0], name)
        assert place is not None, name
        content, stream = name.encode() * 1000, "renamed" if number % 2 else "stream"
        assert storage.read(place[0], "", 0, len(content)) == content
        assert storage.read(place[0], stream, 0, 100) == content[:100]
        metadata = storage.metadata(place[0])
        assert metadata.attributes == 0x22
        assert metadata.security == name.encode() * (300 if number % 3 else 1)
        assert metadata.creation_time == 133_500_000_000_000_000 + number
        assert metadata.last_write_time == metadata.creation_time + 2
        assert metadata.streams[""] == StreamState(len(content), len(content) + 1, 7)
        assert metadata.streams[stream] == StreamState(100, 4096, 100)
        assert len(metadata.streams) == 2
    storage.close()


def test_flush_reaches_the_disk(storage: DirectoryStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file, its streams, and each directory on the way whose names changed; once."""
    directory = storage.create(storage.root, "directory", a_directory())
    file = storage.create(directory, "file", a_file())
    storage.write(file, "stream", 0, b"x")
    synced: list[int] = []
    real = os.fsync

    def note(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    storage.flush(file)
    assert {file, directory, storage.root} < set(synced)
    assert len(synced) == 3 + 3
    synced.clear()
    storage.flush(file)
    assert not {directory, storage.root} & set(synced)


@pytest.mark.parametrize("at", ["unlink", "rename", "link", "setxattr"])
def test_a_stream_is_found_whenever_renaming_stops(share: Path, at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = DirectoryStorage(share)
    file = storage.create(storage.root, "file", a_file(streams={"": StreamState(), "old": StreamState(3, 3, 3)}))
    storage.write(file, "old", 0, b"abc")

    class Killed(BaseException):
        pass

    def stop(*arguments: object, **keywords: object) -> None:
        raise Killed

    monkeypatch.setattr(os, at, stop)
    with pytest.raises(Killed):
        storage.rename_stream(file, "old", "new")
    monkeypatch.undo()
    storage.close()
    storage = DirectoryStorage(share)
    storage.lookup(storage.root, "file")
    (name,) = set(storage.metadata(file).streams) - {""}
    assert storage.read(file, name, 0, 3) == b"abc"
    storage.rename_stream(file, name, "again")
    assert storage.read(file, "again", 0, 3) == b"abc"
    storage.close()


def break_it(share: Path) -> None:
    os.setxattr(share / "file", ATTRIBUTE, b"\x93nonsense")


def later_version(share: Path) -> None:
    os.setxattr(share / "file", ATTRIBUTE, b"\x99\x02" + b"\0" * 8)


@pytest.mark.parametrize("spoil", [break_it, later_version])
def test_a_record_that_cannot_be_read_locks_the_file(
    storage: DirectoryStorage, share: Path, spoil: Callable[[Path], None]
) -> None:
    """Rather than to open it for everybody."""
    from plugfest.protocols.ms_dtyp import Token, granted_access
    from plugfest.protocols.ms_dtyp.sid import EVERYONE, USERS
    from plugfest.protocols.ms_fsa.security_context import decode

    file = storage.create(storage.root, "file", a_file())
    spoil(share)
    security = decode(storage.metadata(file).security)
    assert granted_access(Token(USERS, USERS, frozenset({EVERYONE})), security) == 0
    storage.delete_stream(file, "none")
    below = share / "directory"
    below.mkdir()
    (below / "theirs").touch()
    os.setxattr(below, ATTRIBUTE, b"?")
    directory = storage.lookup(storage.root, "directory")
    assert directory is not None
    theirs = storage.lookup(directory[0], "theirs")
    assert theirs is not None
    assert granted_access(Token(USERS, USERS, frozenset({EVERYONE})), decode(storage.metadata(theirs[0]).security)) == 0


def test_a_folder_is_the_same_volume_after_a_restart(tmp_path: Path) -> None:
    identities = set()
    for _ in range(2):
        storage = DirectoryStorage(tmp_path)
        identities.add(storage.identity)
        storage.close()
    other = tmp_path / "other"
    other.mkdir()
    storage = DirectoryStorage(other)
    assert len(identities) == 1
    assert storage.identity not in identities
    storage.close()
