"""[MS-FSA] 2.1.5.12.12 and 2.1.5.15.6: extended attributes."""

from __future__ import annotations

import pytest

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fsa import Open, close_file, query_information, set_information
from plugfest.protocols.ms_fsa.constants import FILE_ALL_ACCESS, FILE_OVERWRITE, FILE_READ_EA, FILE_WRITE_EA
from plugfest.protocols.ms_fscc.constants import EaFlags
from plugfest.protocols.ms_fscc.constants import FileInformationClass as C
from plugfest.protocols.ms_fscc.entries import FileFullEaInformation, FileGetEaInformation
from plugfest.protocols.ms_fscc.lists import read_list, write_list
from tests.protocols.ms_fsa.store import Store, refused

S = NtStatus


def ea_list(**values: bytes) -> bytes:
    return write_list([FileFullEaInformation(ea_name=k.encode(), ea_value=v) for k, v in values.items()], 4)


def names_of(data: bytes) -> dict[bytes, bytes]:
    return {entry.ea_name: entry.ea_value for entry in read_list(FileFullEaInformation, data, 4)}


def put(open_: Open, **values: bytes) -> None:
    set_information(open_, C.FileFullEaInformation, ea_list(**values))


def everything(open_: Open) -> dict[bytes, bytes]:
    return names_of(query_information(open_, C.FileFullEaInformation, 4096, restart=True)[0])


def test_set_change_and_remove(store: Store) -> None:
    store.make("f")
    open_ = store.open("f")
    with refused(S.STATUS_NO_EAS_ON_FILE):
        everything(open_)
    put(open_, one=b"1", two=b"22")
    store.clock.tick(5)
    put(open_, ONE=b"eins", two=b"")
    assert everything(open_) == {b"ONE": b"eins"}
    assert open_.network_open().change_time == store.clock.now
    close_file(open_)
    assert everything(store.open("f")) == {b"ONE": b"eins"}
    size = int.from_bytes(query_information(store.open("f"), C.FileEaInformation, 4)[0], "little")
    assert size == 4 + 5 + 3 + 4


def test_at_creation_and_overwriting(store: Store) -> None:
    open_ = store.create("f", eas=ea_list(a=b"1"))
    assert everything(open_) == {b"A": b"1"}
    close_file(open_)
    assert everything(store.open("f", disposition=FILE_OVERWRITE, eas=ea_list(b=b"2"))) == {b"B": b"2"}
    with refused(S.STATUS_NO_EAS_ON_FILE):
        everything(store.open("f", disposition=FILE_OVERWRITE))


def test_scans(store: Store) -> None:
    open_ = store.create("f", eas=ea_list(a=b"1" * 10, b=b"2" * 10, c=b"3" * 10))
    data, status = query_information(open_, C.FileFullEaInformation, 45)
    assert (set(names_of(data)), status) == ({b"A", b"B"}, S.STATUS_BUFFER_OVERFLOW)
    data, status = query_information(open_, C.FileFullEaInformation, 100)
    assert (set(names_of(data)), status) == ({b"C"}, S.STATUS_SUCCESS)
    with refused(S.STATUS_NO_MORE_EAS):
        query_information(open_, C.FileFullEaInformation, 100)
    data, status = query_information(open_, C.FileFullEaInformation, 100, restart=True, single=True)
    assert (set(names_of(data)), status) == ({b"A"}, S.STATUS_SUCCESS)
    with refused(S.STATUS_BUFFER_TOO_SMALL):
        query_information(open_, C.FileFullEaInformation, 10)


def test_by_name(store: Store) -> None:
    open_ = store.create("f", eas=ea_list(a=b"1", b=b"2"))
    wanted = write_list([FileGetEaInformation(ea_name=name) for name in (b"B", b"none")], 4)
    data, status = query_information(open_, C.FileFullEaInformation, 100, wanted)
    assert (names_of(data), status) == ({b"B": b"2", b"NONE": b""}, S.STATUS_SUCCESS)
    with refused(S.STATUS_EA_LIST_INCONSISTENT):
        query_information(open_, C.FileFullEaInformation, 100, b"\1")


def test_rights(store: Store) -> None:
    store.make("f")
    with refused(S.STATUS_ACCESS_DENIED):
        everything(store.open("f", FILE_ALL_ACCESS & ~FILE_READ_EA))
    with refused(S.STATUS_ACCESS_DENIED):
        put(store.open("f", FILE_ALL_ACCESS & ~FILE_WRITE_EA), a=b"1")


@pytest.mark.parametrize("name", [b"", b"a*", b"a:b", b"a\x1f", b"x" * 255])
def test_bad_names(store: Store, name: bytes) -> None:
    store.make("f")
    data = FileFullEaInformation(ea_name=name, ea_value=b"x").encode()
    with refused(S.STATUS_INVALID_EA_NAME):
        set_information(store.open("f"), C.FileFullEaInformation, data)
    with refused(S.STATUS_INVALID_EA_NAME):
        store.create("g", eas=data)
    assert not store.exists("g")


def test_bad_lists(store: Store) -> None:
    store.make("f")
    open_ = store.open("f")
    with refused(S.STATUS_EA_LIST_INCONSISTENT):
        set_information(open_, C.FileFullEaInformation, b"\xff" * 9)
    with refused(S.STATUS_INVALID_EA_NAME):
        data = FileFullEaInformation(flags=EaFlags(0x40), ea_name=b"a", ea_value=b"x").encode()
        set_information(open_, C.FileFullEaInformation, data)
    with refused(S.STATUS_EA_TOO_LARGE):
        put(open_, a=b"x" * 40_000, b=b"x" * 40_000)
    open_.file.metadata.attributes |= 0x400
    with refused(S.STATUS_EAS_NOT_SUPPORTED):
        put(open_, a=b"1")


def test_those_that_must_be_understood(store: Store) -> None:
    data = FileFullEaInformation(flags=EaFlags.FILE_NEED_EA, ea_name=b"a", ea_value=b"x").encode()
    close_file(store.create("f", eas=data))
    with refused(S.STATUS_ACCESS_DENIED):
        store.open("f", options=0x200)
    store.open("f")
