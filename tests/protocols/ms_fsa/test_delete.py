"""[MS-FSA] 2.1.5.5, 2.1.5.15.3, 2.1.5.15.4: deletion and closing."""

from __future__ import annotations

import pytest

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fsa import close_file, flush, read, set_information, write
from plugfest.protocols.ms_fsa.constants import (
    DELETE,
    FILE_ALL_ACCESS,
    FILE_DELETE_ON_CLOSE,
    FILE_DIRECTORY_FILE,
    FILE_READ_DATA,
)
from plugfest.protocols.ms_fscc.constants import DispositionFlags, FileInformationClass
from plugfest.protocols.ms_fscc.file_information import FileDispositionInformationEx
from tests.protocols.ms_fsa.store import Store, delete, link, refused, standard, streams

S = NtStatus


def dispose(open_: object, flags: int) -> None:
    data = FileDispositionInformationEx(DispositionFlags(flags)).encode()
    set_information(open_, FileInformationClass.FileDispositionInformationEx, data)  # type: ignore[arg-type]


def test_delete_on_close(store: Store) -> None:
    first = store.create("f", options=FILE_DELETE_ON_CLOSE)
    second = store.open("f")
    assert not standard(second).delete_pending
    close_file(first)
    assert standard(second).delete_pending
    assert standard(second).number_of_links == 0
    with refused(S.STATUS_DELETE_PENDING):
        store.open("f")
    assert "f" in store.names()
    close_file(second)
    assert not store.exists("f")
    assert store.storage.used == 0


def test_disposition(store: Store) -> None:
    store.make("f", b"content")
    first, second = store.open("f"), store.open("f")
    delete(first)
    with refused(S.STATUS_DELETE_PENDING):
        store.open("f", FILE_READ_DATA)
    delete(first, 0)
    close_file(store.open("f"))
    delete(second)
    close_file(second)
    assert read(first, 0, 7) == b"content"
    close_file(first)
    assert not store.exists("f")


def test_disposition_needs_delete_access(store: Store) -> None:
    store.make("f")
    with refused(S.STATUS_ACCESS_DENIED):
        delete(store.open("f", FILE_ALL_ACCESS & ~DELETE))
    close_file(store.create("r", file_attributes=1))
    with refused(S.STATUS_CANNOT_DELETE):
        delete(store.open("r", DELETE))
    with refused(S.STATUS_CANNOT_DELETE):
        delete(store.open("", DELETE))
    with refused(S.STATUS_INFO_LENGTH_MISMATCH):
        set_information(store.open("f"), FileInformationClass.FileDispositionInformation, b"")


def test_directories(store: Store) -> None:
    store.mkdir("d")
    store.make("d\\f")
    open_ = store.open("d", options=FILE_DIRECTORY_FILE)
    with refused(S.STATUS_DIRECTORY_NOT_EMPTY):
        delete(open_)
    close_file(store.open("d", options=FILE_DIRECTORY_FILE | FILE_DELETE_ON_CLOSE))
    assert store.exists("d")  # it was not empty
    close_file(store.open("d\\f", options=FILE_DELETE_ON_CLOSE))
    delete(open_)
    with refused(S.STATUS_DELETE_PENDING):
        store.create("d\\g")
    close_file(open_)
    assert not store.exists("d")


def test_a_directory_that_was_filled_stays(store: Store) -> None:
    store.mkdir("d")
    open_ = store.open("d", options=FILE_DIRECTORY_FILE | FILE_DELETE_ON_CLOSE)
    store.make("d\\f")
    close_file(open_)
    assert store.exists("d\\f")


def test_streams(store: Store) -> None:
    store.make("f:one", b"1")
    store.make("f:two", b"2")
    first, second = store.open("f:one"), store.open("f:one")
    delete(first)
    assert standard(second).delete_pending
    with refused(S.STATUS_DELETE_PENDING):
        store.open("f:one")
    close_file(first)
    assert streams(store.open("f")) == ["::$DATA", ":one:$DATA", ":two:$DATA"]
    close_file(second)
    assert streams(store.open("f")) == ["::$DATA", ":two:$DATA"]
    close_file(store.open("f:two", options=FILE_DELETE_ON_CLOSE))
    assert streams(store.open("f")) == ["::$DATA"]


def test_a_file_goes_with_its_last_name(store: Store) -> None:
    store.make("f", b"content")
    open_ = store.open("f")
    link(open_, "g")
    assert standard(open_).number_of_links == 2
    delete(open_)
    other = store.open("g")
    assert standard(other).number_of_links == 1
    close_file(open_)
    assert not store.exists("f")
    assert read(other, 0, 7) == b"content"
    assert not standard(other).delete_pending
    close_file(store.open("g", options=FILE_DELETE_ON_CLOSE))
    close_file(other)
    assert not store.exists("g")
    assert store.storage.used == 0


def test_posix_semantics(store: Store) -> None:
    store.make("f", b"content")
    first, second = store.open("f"), store.open("f")
    dispose(first, 0x3)
    close_file(first)
    assert not store.exists("f")
    assert read(second, 0, 7) == b"content"
    assert standard(second).delete_pending
    assert standard(second).number_of_links == 0
    store.make("f", b"another")
    close_file(second)
    assert store.exists("f")


def test_disposition_ex(store: Store) -> None:
    close_file(store.create("r", file_attributes=1))
    open_ = store.open("r", DELETE | 0x100)
    with refused(S.STATUS_NOT_SUPPORTED):
        dispose(open_, 0x40)
    with refused(S.STATUS_NOT_SUPPORTED):
        dispose(open_, 0x9)
    with refused(S.STATUS_CANNOT_DELETE):
        dispose(open_, 0x1)
    dispose(open_, 0x11)
    dispose(open_, 0x0)
    close_file(open_)
    assert store.exists("r")
    store.make("f")
    taken_back = store.open("f", options=FILE_DELETE_ON_CLOSE)
    dispose(taken_back, 0x8)
    close_file(taken_back)
    assert store.exists("f")
    with refused(S.STATUS_ACCESS_DENIED):
        dispose(store.open("f", FILE_READ_DATA), 0x1)


def test_what_is_closed_is_closed(store: Store) -> None:
    store.make("f", b"content")
    open_ = store.open("f")
    close_file(open_)
    close_file(open_)
    for operation in (
        lambda: read(open_, 0, 1),
        lambda: write(open_, 0, b"x"),
        lambda: flush(open_),
        lambda: delete(open_),
        lambda: standard(open_),
    ):
        with refused(S.STATUS_FILE_CLOSED):
            operation()


@pytest.mark.parametrize("path", ["f", "d"])
def test_the_directory_notices(store: Store, path: str) -> None:
    store.make("f")
    store.mkdir("d")
    store.clock.tick(7)
    close_file(store.open(path, options=FILE_DELETE_ON_CLOSE))
    assert store.open("").network_open().last_write_time == store.clock.now
