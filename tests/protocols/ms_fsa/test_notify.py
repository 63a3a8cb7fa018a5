"""[MS-FSA] 2.1.4.1: what is reported of each change, for those who will watch directories."""

from __future__ import annotations

from plugfest.protocols.ms_dtyp.sid import EVERYONE
from plugfest.protocols.ms_fsa import Volume, close_file, fs_control, set_security, write
from plugfest.protocols.ms_fsa.constants import (
    FILE_ALL_ACCESS,
    FILE_DELETE_ON_CLOSE,
    FILE_DIRECTORY_FILE,
    FILE_OVERWRITE,
)
from plugfest.protocols.ms_fscc.constants import FsctlCode
from tests.protocols.ms_fsa.store import Store, delete, link, rename, set_basic
from tests.protocols.ms_fsa.test_extended_attributes import put
from tests.protocols.ms_fsa.test_information import C, set_number
from tests.protocols.ms_fsa.test_security import descriptor

ADDED, REMOVED, MODIFIED, OLD_NAME, NEW_NAME, ADDED_STREAM, REMOVED_STREAM, MODIFIED_STREAM = range(1, 9)


def test_everything_is_reported(store: Store) -> None:
    told: list[tuple[int, int, str]] = []

    def notify(volume: Volume, action: int, filter_match: int, path: str) -> None:
        told.append((action, filter_match, path))

    store.volume.notify = notify

    def happened(*wanted: tuple[int, int, str]) -> None:
        assert told == list(wanted)
        told.clear()

    close_file(store.create("d", options=FILE_DIRECTORY_FILE))
    happened((ADDED, 0x2, "d"))
    open_ = store.create("d\\f")
    happened((ADDED, 0x1, "d\\f"))
    write(open_, 0, b"x")
    write(open_, 0, b"y")
    happened((MODIFIED, 0x18, "d\\f"), (MODIFIED, 0x10, "d\\f"))
    stream = store.create("d\\f:s")
    write(stream, 0, b"x")
    delete(stream)
    close_file(stream)
    happened((ADDED_STREAM, 0x200, "d\\f:s"), (MODIFIED_STREAM, 0xC00, "d\\f:s"), (REMOVED_STREAM, 0x200, "d\\f:s"))
    close_file(store.create("n:s"))
    close_file(store.open("n:s", disposition=FILE_OVERWRITE))
    happened((ADDED, 0x1, "n"), (ADDED_STREAM, 0x200, "n:s"), (MODIFIED_STREAM, 0xC00, "n:s"))
    set_basic(open_, 1, 2, 3, 4, 0x2)
    happened((MODIFIED, 0x74, "d\\f"))
    set_number(open_, C.FileEndOfFileInformation, 0)
    happened((MODIFIED, 0x8, "d\\f"))
    put(open_, a=b"1")
    happened((MODIFIED, 0x84, "d\\f"))
    set_security(open_, 4, descriptor((EVERYONE, FILE_ALL_ACCESS)))
    happened((MODIFIED, 0x100, "d\\f"))
    fs_control(open_, FsctlCode.FSCTL_SET_SPARSE, b"", 0)
    fs_control(open_, FsctlCode.FSCTL_SET_COMPRESSION, b"\1\0", 0)
    happened((MODIFIED, 0x4, "d\\f"), (MODIFIED, 0x4, "d\\f"))
    rename(open_, "d\\g")
    happened((OLD_NAME, 0x1, "d\\f"), (NEW_NAME, 0x1, "d\\g"))
    rename(open_, "h")
    happened((REMOVED, 0x1, "d\\g"), (ADDED, 0x1, "h"))
    link(open_, "i")
    link(open_, "n", replace=True)
    happened((ADDED, 0x1, "i"), (REMOVED, 0x1, "n"), (MODIFIED, 0x4, "n"))
    close_file(open_)
    last = store.open("h", disposition=FILE_OVERWRITE, file_attributes=0x2, options=FILE_DELETE_ON_CLOSE)
    close_file(last)
    happened((MODIFIED, 0x1C, "h"), (REMOVED, 0x1, "h"))
    close_file(store.open("d", options=FILE_DIRECTORY_FILE | FILE_DELETE_ON_CLOSE))
    happened((REMOVED, 0x2, "d"))
