"""[MS-FSA] 2.1.5.3 read, 2.1.5.4 write, 2.1.5.7 flush; the pieces in which memory keeps streams."""

from __future__ import annotations

import pytest

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fsa import MemoryStorage, Volume, close_file, flush, open_file, read, write
from plugfest.protocols.ms_fsa.constants import (
    FILE_APPEND_DATA,
    FILE_EXECUTE,
    FILE_READ_ATTRIBUTES,
    FILE_READ_DATA,
    FILE_WRITE_DATA,
)
from tests.protocols.ms_fsa.store import Clock, Store, refused, standard

S = NtStatus
MAXIMUM = 0x7FFFFFFFFFFFFFFF


def test_reading(store: Store) -> None:
    store.make("f", b"0123456789")
    open_ = store.open("f", FILE_READ_DATA)
    assert read(open_, 8, 100) == b"89"
    assert open_.current_byte_offset == 10
    assert read(open_, 20, 0) == b""
    for offset in (10, 11, 1 << 40):
        with refused(S.STATUS_END_OF_FILE):
            read(open_, offset, 1)
    for offset, length in ((-1, 1), (MAXIMUM, 1)):
        with refused(S.STATUS_INVALID_PARAMETER):
            read(open_, offset, length)
    assert read(store.open("f", FILE_EXECUTE), 0, 2) == b"01"
    with refused(S.STATUS_ACCESS_DENIED):
        read(store.open("f", FILE_WRITE_DATA), 0, 1)
    store.mkdir("d")
    with refused(S.STATUS_INVALID_DEVICE_REQUEST):
        read(store.open("d"), 0, 1)


def test_writing(store: Store) -> None:
    open_ = store.create("f", FILE_WRITE_DATA | FILE_READ_DATA)
    assert write(open_, 5, b"abc") == 3
    assert open_.current_byte_offset == 8
    assert read(open_, 0, 100) == bytes(5) + b"abc"
    assert write(open_, -1, b"end") == 3
    assert read(open_, 5, 100) == b"abcend"
    assert write(open_, 1 << 62, b"") == 0
    assert (standard(open_).end_of_file, standard(open_).allocation_size) == (11, 4096)
    for offset in (MAXIMUM, store.volume.max_file_size):
        with refused(S.STATUS_INVALID_PARAMETER):
            write(open_, offset, b"x")
    assert write(store.open("f", FILE_APPEND_DATA), 0, memoryview(b"x")) == 1
    with refused(S.STATUS_ACCESS_DENIED):
        write(store.open("f", FILE_READ_DATA), 0, b"x")
    store.mkdir("d")
    with refused(S.STATUS_INVALID_DEVICE_REQUEST):
        write(store.open("d"), 0, b"x")
    store.volume.is_read_only = True
    with refused(S.STATUS_MEDIA_WRITE_PROTECTED):
        write(open_, 0, b"x")


def test_unbuffered_means_whole_sectors(store: Store) -> None:
    store.make("f", b"x" * 1024)
    open_ = store.open("f", FILE_READ_DATA | FILE_WRITE_DATA, options=0x8)
    assert len(read(open_, 512, 512)) == 512
    assert write(open_, 512, b"y" * 512) == 512
    for operation in (
        lambda: read(open_, 1, 512),
        lambda: read(open_, 0, 100),
        lambda: write(open_, 1, b"y" * 512),
        lambda: read(store.open("f"), 1, 2, unbuffered=True),
        lambda: write(store.open("f"), 0, b"y", unbuffered=True),
    ):
        with refused(S.STATUS_INVALID_PARAMETER):
            operation()


def test_times_and_the_archive_bit(store: Store) -> None:
    store.make("f")
    open_ = store.open("f")
    open_.file.metadata.attributes = 0
    store.clock.tick(7)
    write(open_, 0, b"x")
    information = open_.network_open()
    assert information.last_write_time == information.change_time == store.clock.now
    assert information.file_attributes == 0x20
    store.clock.tick(7)
    read(open_, 0, 1)
    assert open_.network_open() == information


def test_a_full_disk_changes_nothing() -> None:
    storage = MemoryStorage(capacity=200_000)
    clock = Clock()
    volume = Volume(storage, clock)
    store = Store()
    open_, _ = open_file(volume, store.alice, "f", 0x1F01FF, disposition=2)
    write(open_, 0, b"x" * 1000)
    used = storage.used
    with refused(S.STATUS_DISK_FULL):
        write(open_, 500, b"y" * 300_000)
    assert standard(open_).end_of_file == 1000
    assert storage.used == used
    write(open_, 150_000, b"z")
    assert read(open_, 1000, 10) == bytes(10)
    close_file(open_)


def test_flush_saves(store: Store) -> None:
    store.make("f")
    saved: list[int] = []
    store.storage.flush = saved.append  # type: ignore[method-assign]
    open_ = store.open("f")
    write(open_, 0, b"x")
    flush(open_)
    assert saved == [open_.file.id]
    write(open_, 0, b"x", write_through=True)
    through = store.open("f", options=0x2)
    write(through, 0, b"x")
    assert len(saved) == 3
    with refused(S.STATUS_ACCESS_DENIED):
        flush(store.open("f", FILE_READ_ATTRIBUTES))


@pytest.mark.parametrize("offset", [0, 1, 65_535, 65_536, 65_537, 200_000])
@pytest.mark.parametrize("size", [1, 65_535, 65_536, 65_537, 300_000])
def test_pieces(offset: int, size: int) -> None:
    storage = MemoryStorage()
    from plugfest.protocols.ms_fsa import Metadata

    node = storage.create(storage.root, "f", Metadata())
    data = bytes(range(251)) * (size // 251 + 1)
    storage.write(node, "", offset, data[:size])
    assert storage.read(node, "", 0, offset + size + 10) == bytes(offset) + data[:size] + bytes(10)
    storage.write(node, "", offset + size // 2, b"Z" * 100)
    wanted = bytearray(bytes(offset) + data[:size])
    wanted[offset + size // 2 : offset + size // 2 + 100] = b"Z" * 100
    assert storage.read(node, "", 0, len(wanted)) == wanted
    storage.set_size(node, "", offset + size // 3)
    assert storage.read(node, "", 0, len(wanted)) == wanted[: offset + size // 3].ljust(len(wanted), b"\0")
    storage.unlink(storage.root, "f")
    storage.release(node)
    assert storage.used == 0


def test_a_file_is_no_directory() -> None:
    storage = MemoryStorage()
    from plugfest.protocols.ms_fsa import Metadata

    node = storage.create(storage.root, "f", Metadata())
    with refused(S.STATUS_NOT_A_DIRECTORY):
        storage.lookup(node, "x")
    with refused(S.STATUS_DISK_FULL):
        MemoryStorage(capacity=10).create(storage.root, "f", Metadata())
