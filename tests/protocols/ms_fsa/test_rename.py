"""[MS-FSA] 2.1.5.15.7 links, 2.1.5.15.12 renaming."""

from __future__ import annotations

import pytest

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fsa import close_file, read, set_information
from plugfest.protocols.ms_fsa.constants import DELETE, FILE_ALL_ACCESS, FILE_DIRECTORY_FILE, FILE_READ_DATA
from plugfest.protocols.ms_fscc.constants import FileInformationClass, RenameFlags
from plugfest.protocols.ms_fscc.file_information import FileRenameInformation, FileRenameInformationEx
from tests.protocols.ms_fsa.store import Store, delete, link, refused, rename, standard, streams

S = NtStatus


def content(store: Store, path: str) -> bytes:
    """Everything that a stream holds."""
    open_ = store.open(path)
    size = standard(open_).end_of_file
    data = read(open_, 0, size)
    close_file(open_)
    return data


def test_a_file(store: Store) -> None:
    store.mkdir("d")
    store.make("f", b"content")
    first, second = store.open("f"), store.open("f")
    store.clock.tick(9)
    rename(first, "d\\New")
    assert (first.path, second.path) == ("d\\New", "d\\New")
    assert not store.exists("f")
    assert store.names("d") == ["New"]
    assert store.open("", 0x80).network_open().last_write_time == store.clock.now
    assert store.open("d", 0x80).network_open().last_write_time == store.clock.now
    assert first.network_open().change_time == store.clock.now
    rename(second, "d\\NEW")
    assert store.names("d") == ["NEW"]
    rename(second, "d\\NEW")
    delete(second)
    close_file(second)
    close_file(first)
    assert store.names("d") == []


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("", S.STATUS_INVALID_PARAMETER),
        ("\\x", S.STATUS_INVALID_PARAMETER),
        ("x*", S.STATUS_OBJECT_NAME_INVALID),
        ("x:s", S.STATUS_OBJECT_NAME_INVALID),
        ("x\\", S.STATUS_OBJECT_NAME_INVALID),
        ("missing\\x", S.STATUS_OBJECT_PATH_NOT_FOUND),
        ("other", S.STATUS_OBJECT_NAME_COLLISION),
        ("OTHER", S.STATUS_OBJECT_NAME_COLLISION),
    ],
)
def test_names_that_cannot_be(store: Store, name: str, status: NtStatus) -> None:
    store.make("f")
    store.make("other")
    with refused(status):
        rename(store.open("f"), name)


def test_lengths(store: Store) -> None:
    store.make("f")
    open_ = store.open("f")
    given = FileRenameInformation(file_name="xy").encode()
    for data, status in (
        (given[:19], S.STATUS_INFO_LENGTH_MISMATCH),
        (given[:22], S.STATUS_INVALID_PARAMETER),
        (given[:16] + b"\3\0\0\0" + given[20:], S.STATUS_INVALID_PARAMETER),
        (given[:8] + b"\1" + given[9:], S.STATUS_INVALID_PARAMETER),
    ):
        with refused(status):
            set_information(open_, FileInformationClass.FileRenameInformation, data)
    set_information(open_, FileInformationClass.FileRenameInformation, given + bytes(4))
    assert open_.path == "xy"


def test_delete_access_is_needed(store: Store) -> None:
    store.mkdir("d")
    store.make("f")
    with refused(S.STATUS_ACCESS_DENIED):
        rename(store.open("f", FILE_ALL_ACCESS & ~DELETE), "g")
    pending = store.open("f")
    delete(pending)
    with refused(S.STATUS_ACCESS_DENIED):
        rename(pending, "g")
    with refused(S.STATUS_ACCESS_DENIED):
        rename(store.open("", DELETE, 7), "d\\g")


def test_replacing(store: Store) -> None:
    store.make("f", b"new")
    store.make("old", b"old")
    store.mkdir("d")
    close_file(store.create("read-only", file_attributes=1))
    open_ = store.open("f")
    for name in ("d", "read-only"):
        with refused(S.STATUS_ACCESS_DENIED):
            rename(open_, name, replace=True)
    held = store.open("old")
    with refused(S.STATUS_ACCESS_DENIED):
        rename(open_, "old", replace=True)
    data = FileRenameInformationEx(RenameFlags(3), file_name="old").encode()
    set_information(open_, FileInformationClass.FileRenameInformationEx, data)  # POSIX semantics
    assert read(held, 0, 3) == b"old"
    assert content(store, "old") == b"new"
    close_file(held)
    close_file(open_)
    store.make("f", b"newer")
    rename(store.open("f"), "old", replace=True)
    assert content(store, "old") == b"newer"
    assert sorted(store.names()) == ["d", "old", "read-only"]


def test_a_pending_target(store: Store) -> None:
    store.make("f")
    store.make("g")
    pending = store.open("g")
    delete(pending)
    with refused(S.STATUS_DELETE_PENDING):
        rename(store.open("f"), "g", replace=True)


def test_directories(store: Store) -> None:
    store.mkdir("d")
    store.mkdir("d\\e")
    store.make("d\\e\\f")
    directory = store.open("d", options=FILE_DIRECTORY_FILE)
    below = store.open("d\\e\\f", FILE_READ_DATA)
    with refused(S.STATUS_ACCESS_DENIED):
        rename(directory, "x")
    close_file(below)
    for inside in ("d\\x", "d\\e\\x"):
        with refused(S.STATUS_INVALID_PARAMETER, S.STATUS_SHARING_VIOLATION):
            rename(directory, inside)
    rename(directory, "x")
    assert store.exists("x\\e\\f")
    assert not store.exists("d")


def test_who_may_delete_the_directory_is_in_the_way(store: Store) -> None:
    store.mkdir("d")
    store.make("d\\f")
    held = store.open("d", DELETE)
    with refused(S.STATUS_SHARING_VIOLATION):
        rename(store.open("d\\f"), "d\\g")
    close_file(held)
    store.open("d", FILE_READ_DATA, 7)
    rename(store.open("d\\f"), "d\\g")


def test_links(store: Store) -> None:
    store.mkdir("d")
    store.make("f", b"content")
    store.make("other", b"x")
    open_ = store.open("f")
    link(open_, "d\\Link")
    assert standard(open_).number_of_links == 2
    assert store.open("d\\link").file is open_.file
    with refused(S.STATUS_OBJECT_NAME_COLLISION):
        link(open_, "other")
    link(open_, "other", replace=True)
    link(open_, "OTHER", replace=True)
    assert standard(open_).number_of_links == 3
    assert read(store.open("other"), 0, 7) == b"content"
    with refused(S.STATUS_OBJECT_NAME_COLLISION):
        link(open_, "f")
    with refused(S.STATUS_FILE_IS_A_DIRECTORY):
        link(store.open("d"), "e")
    with refused(S.STATUS_INVALID_PARAMETER):
        link(store.open("f:s", disposition=3), "e")
    with refused(S.STATUS_OBJECT_NAME_INVALID):
        link(open_, "e:s")
    store.volume.max_links = 3
    with refused(S.STATUS_TOO_MANY_LINKS):
        link(open_, "e")
    delete(open_)
    with refused(S.STATUS_ACCESS_DENIED):
        link(open_, "e")


def test_onto_another_link_of_the_same_file(store: Store) -> None:
    store.make("f", b"content")
    open_ = store.open("f")
    link(open_, "g")
    rename(open_, "g")
    assert store.names() == ["g"]
    assert standard(open_).number_of_links == 1


def test_streams(store: Store) -> None:
    store.make("f", b"main")
    store.make("f:one", b"1")
    store.make("f:two", b"2")
    store.make("f:empty")
    open_ = store.open("f:one")
    for name, replace, status in (
        (":", False, S.STATUS_INVALID_PARAMETER),
        ("::", False, S.STATUS_INVALID_PARAMETER),
        (":a/b", False, S.STATUS_INVALID_PARAMETER),
        (":a:b:c:d", False, S.STATUS_INVALID_PARAMETER),
        (":x:$INDEX_ALLOCATION", False, S.STATUS_OBJECT_TYPE_MISMATCH),
        (":two", False, S.STATUS_OBJECT_NAME_COLLISION),
        (":two", True, S.STATUS_INVALID_PARAMETER),  # it is not empty
        ("::$DATA", True, S.STATUS_INVALID_PARAMETER),
        ("g", False, S.STATUS_INVALID_PARAMETER),
    ):
        with refused(status):
            rename(open_, name, replace)
    rename(open_, ":ONE")
    rename(open_, ":three:$data")
    assert open_.path == "f:three"
    rename(open_, ":empty", replace=True)
    assert content(store, "f:empty") == b"1"
    assert sorted(streams(open_)) == ["::$DATA", ":empty:$DATA", ":two:$DATA"]
    main = store.open("f")
    rename(main, ":main")
    assert read(main, 0, 4) == b"main"
    assert content(store, "f") == b""
    rename(main, "::$DATA", replace=True)
    assert content(store, "f") == b"main"
    store.mkdir("d")
    with refused(S.STATUS_INVALID_PARAMETER):
        rename(store.open("d"), ":x:$INDEX_ALLOCATION")
    with refused(S.STATUS_INVALID_PARAMETER):
        rename(store.open("d:s", disposition=3), "::$DATA")
