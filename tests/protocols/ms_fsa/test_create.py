"""[MS-FSA] 2.1.5.1: opens: parameters, paths, dispositions, attributes."""

from __future__ import annotations

import pytest

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fsa import MustWait, StoppedOnSymlink, close_file, open_file, read, write
from plugfest.protocols.ms_fsa.constants import (
    DELETE,
    FILE_ALL_ACCESS,
    FILE_CREATE,
    FILE_CREATED,
    FILE_DELETE_ON_CLOSE,
    FILE_DIRECTORY_FILE,
    FILE_NON_DIRECTORY_FILE,
    FILE_OPEN,
    FILE_OPEN_IF,
    FILE_OPEN_REPARSE_POINT,
    FILE_OPENED,
    FILE_OVERWRITE,
    FILE_OVERWRITE_IF,
    FILE_OVERWRITTEN,
    FILE_READ_DATA,
    FILE_SUPERSEDE,
    FILE_SUPERSEDED,
    FILE_WRITE_DATA,
    MAXIMUM_ALLOWED,
)
from plugfest.protocols.ms_fscc.constants import ReparseTag
from tests.protocols.ms_fsa.store import Store, basic, refused, set_basic, standard, streams

S = NtStatus


@pytest.mark.parametrize(
    ("disposition", "exists", "result"),
    [
        (FILE_SUPERSEDE, True, FILE_SUPERSEDED),
        (FILE_SUPERSEDE, False, FILE_CREATED),
        (FILE_OPEN, True, FILE_OPENED),
        (FILE_OPEN, False, S.STATUS_OBJECT_NAME_NOT_FOUND),
        (FILE_CREATE, True, S.STATUS_OBJECT_NAME_COLLISION),
        (FILE_CREATE, False, FILE_CREATED),
        (FILE_OPEN_IF, True, FILE_OPENED),
        (FILE_OPEN_IF, False, FILE_CREATED),
        (FILE_OVERWRITE, True, FILE_OVERWRITTEN),
        (FILE_OVERWRITE, False, S.STATUS_OBJECT_NAME_NOT_FOUND),
        (FILE_OVERWRITE_IF, True, FILE_OVERWRITTEN),
        (FILE_OVERWRITE_IF, False, FILE_CREATED),
        (6, True, S.STATUS_INVALID_PARAMETER),
        (6, False, S.STATUS_INVALID_PARAMETER),
    ],
)
def test_dispositions(store: Store, disposition: int, exists: bool, result: int) -> None:
    if exists:
        store.make("f", b"content")
    if isinstance(result, NtStatus):
        with refused(result):
            store.open("f", disposition=disposition)
        return
    open_, action = open_file(store.volume, store.alice, "f", FILE_ALL_ACCESS, share_access=7, disposition=disposition)
    assert action == result
    assert standard(open_).end_of_file == (7 if action == FILE_OPENED else 0)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"access": 0}, S.STATUS_ACCESS_DENIED),
        ({"access": 0x08000000}, S.STATUS_ACCESS_DENIED),
        ({"access": 0x04000000, "file_attributes": 8}, S.STATUS_ACCESS_DENIED),
        ({"access": 0x00000200}, S.STATUS_ACCESS_DENIED),
        ({"options": 0xF0000000}, S.STATUS_INVALID_PARAMETER),
        ({"options": 0x80}, S.STATUS_NOT_SUPPORTED),
        ({"options": 0x2000}, S.STATUS_NOT_SUPPORTED),
        ({"options": 0x100000}, S.STATUS_NOT_SUPPORTED),
        ({"file_attributes": 0x40}, S.STATUS_INVALID_PARAMETER),
        ({"file_attributes": 0x8}, S.STATUS_INVALID_PARAMETER),
        ({"file_attributes": 0x8000}, S.STATUS_INVALID_PARAMETER),
        ({"file_attributes": 0x4000}, S.STATUS_ACCESS_DENIED),
        ({"share": 8}, S.STATUS_INVALID_PARAMETER),
        ({"access": FILE_READ_DATA, "options": FILE_DELETE_ON_CLOSE}, S.STATUS_INVALID_PARAMETER),
        ({"options": FILE_DIRECTORY_FILE | FILE_NON_DIRECTORY_FILE}, S.STATUS_INVALID_PARAMETER),
        ({"options": FILE_DIRECTORY_FILE | 0x800}, S.STATUS_INVALID_PARAMETER),
        ({"options": FILE_DIRECTORY_FILE, "disposition": FILE_OVERWRITE_IF}, S.STATUS_INVALID_PARAMETER),
        ({"options": 0x8, "access": 0x4}, S.STATUS_INVALID_PARAMETER),
    ],
)
def test_parameters(store: Store, given: dict[str, int], status: NtStatus) -> None:
    with refused(status):
        store.open("f", **{"disposition": FILE_OPEN_IF, **given})
    assert not store.exists("f")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("a*b", S.STATUS_OBJECT_NAME_INVALID),
        ("a/b", S.STATUS_OBJECT_NAME_INVALID),
        ("..", S.STATUS_OBJECT_PATH_SYNTAX_BAD),
        (".", S.STATUS_OBJECT_NAME_INVALID),
        ("dir\\..\\file", S.STATUS_OBJECT_PATH_SYNTAX_BAD),
        ("x" * 256, S.STATUS_OBJECT_NAME_INVALID),
        ("a\\" * 17000, S.STATUS_OBJECT_NAME_INVALID),
        ("file\0", S.STATUS_OBJECT_NAME_INVALID),
        ("dir\\file:", S.STATUS_OBJECT_NAME_INVALID),
        ("file:stream:$FOO", S.STATUS_OBJECT_NAME_INVALID),
        ("dir:x\\file", S.STATUS_OBJECT_NAME_INVALID),
        ("missing\\file", S.STATUS_OBJECT_PATH_NOT_FOUND),
        ("file\\below", S.STATUS_OBJECT_PATH_NOT_FOUND),
        ("missing", S.STATUS_OBJECT_NAME_NOT_FOUND),
        ("file:missing", S.STATUS_OBJECT_NAME_NOT_FOUND),
        ("file\\", S.STATUS_OBJECT_NAME_INVALID),
        ("file:s:$INDEX_ALLOCATION", S.STATUS_INVALID_PARAMETER),
        ("file:$I30:$INDEX_ALLOCATION", S.STATUS_NOT_A_DIRECTORY),
        ("dir::$DATA", S.STATUS_FILE_IS_A_DIRECTORY),
        ("file::$BITMAP", S.STATUS_ACCESS_DENIED),
    ],
)
def test_paths_that_lead_nowhere(store: Store, path: str, status: NtStatus) -> None:
    store.mkdir("dir")
    store.make("file")
    with refused(status):
        store.open(path)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("DIR\\FILE", "dir\\File"),
        ("dir\\\\file", "dir\\File"),
        ("dir::$INDEX_ALLOCATION\\file", "dir\\File"),
        ("dir:$I30:$INDEX_ALLOCATION\\file", "dir\\File"),
        ("dir\\file::$data", "dir\\File"),
        ("dir\\", "dir"),
        ("", ""),
        ("dir::$INDEX_ALLOCATION", "dir"),
    ],
)
def test_paths_that_lead_somewhere(store: Store, path: str, found: str) -> None:
    store.mkdir("dir")
    store.make("dir\\File")
    assert store.open(path).path == found


def test_kinds_of_files(store: Store) -> None:
    store.mkdir("dir")
    store.make("file")
    with refused(S.STATUS_FILE_IS_A_DIRECTORY):
        store.open("dir", options=FILE_NON_DIRECTORY_FILE)
    with refused(S.STATUS_NOT_A_DIRECTORY):
        store.open("file", options=FILE_DIRECTORY_FILE)
    with refused(S.STATUS_OBJECT_NAME_COLLISION):
        store.create("file", options=FILE_DIRECTORY_FILE)
    with refused(S.STATUS_OBJECT_NAME_COLLISION):
        store.create("dir")
    with refused(S.STATUS_OBJECT_NAME_COLLISION):
        store.open("dir", disposition=FILE_OVERWRITE_IF)
    with refused(S.STATUS_ACCESS_DENIED):
        store.open("", disposition=FILE_OVERWRITE)
    assert store.open("dir").is_directory


def test_a_new_file(store: Store) -> None:
    store.clock.tick(1000)
    open_ = store.create("f", file_attributes=0x80)
    information = open_.network_open()
    assert {information.creation_time, information.last_write_time, information.change_time} == {store.clock.now}
    assert (information.end_of_file, information.allocation_size, information.file_attributes) == (0, 0, 0x20)
    root = basic(store.open(""))
    assert root.last_write_time == root.change_time == store.clock.now


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (0x1, 0x21),
        (0x2, 0x22),
        (0x4, 0x24),
        (0x10, 0x20),
        (0x80, 0x20),
        (0x100, 0x120),
        (0x200, 0x20),
        (0x400, 0x20),
        (0x1000, 0x1020),
    ],
)
def test_attributes_of_new_files(store: Store, asked: int, given: int) -> None:
    assert store.create("f", file_attributes=asked).network_open().file_attributes == given


def test_attributes_of_new_directories(store: Store) -> None:
    open_ = store.create("d", file_attributes=0x6, options=FILE_DIRECTORY_FILE)
    assert open_.network_open().file_attributes == 0x16
    with refused(S.STATUS_INVALID_PARAMETER):
        store.create("t", file_attributes=0x100, options=FILE_DIRECTORY_FILE)


def test_allocation_size(store: Store) -> None:
    open_ = store.create("f", allocation_size=0x100001)
    assert open_.network_open().allocation_size == 0x101000
    close_file(open_)
    assert store.open("f").network_open().allocation_size == 0
    with refused(S.STATUS_DISK_FULL):
        store.create("g", allocation_size=1 << 60)
    assert store.create("d", options=FILE_DIRECTORY_FILE, allocation_size=1 << 60).network_open().allocation_size == 0


def test_overwriting_empties_everything(store: Store) -> None:
    store.make("f", b"content")
    store.make("f:named", b"content")
    old = store.open("f", 0x80)
    created = basic(old).creation_time
    store.clock.tick(50)
    open_ = store.open("f", FILE_READ_DATA, disposition=FILE_OVERWRITE, file_attributes=0x2)
    assert streams(open_) == ["::$DATA"]
    assert open_.granted_access == FILE_READ_DATA
    information = open_.network_open()
    assert (information.end_of_file, information.file_attributes) == (0, 0x22)
    assert (information.creation_time, information.last_write_time) == (created, store.clock.now)


def test_a_named_stream_that_is_open_goes_with_its_last_open(store: Store) -> None:
    store.make("f:named", b"content")
    named = store.open("f:named")
    store.open("f", disposition=FILE_SUPERSEDE)
    with refused(S.STATUS_DELETE_PENDING):
        store.open("f:named")
    close_file(named)
    with refused(S.STATUS_OBJECT_NAME_NOT_FOUND):
        store.open("f:named")


def test_overwriting_hidden_and_system_files_must_keep_these(store: Store) -> None:
    close_file(store.create("f", file_attributes=0x6))
    for attributes in (0, 2, 4):
        with refused(S.STATUS_ACCESS_DENIED):
            store.open("f", disposition=FILE_OVERWRITE, file_attributes=attributes)
    store.open("f", disposition=FILE_OVERWRITE, file_attributes=6)


def test_read_only_files(store: Store) -> None:
    close_file(store.create("f", file_attributes=0x1))  # whoever creates it may write
    for access in (FILE_WRITE_DATA, 0x4):
        with refused(S.STATUS_ACCESS_DENIED):
            store.open("f", access)
    with refused(S.STATUS_ACCESS_DENIED):
        store.open("f", FILE_READ_DATA, disposition=FILE_OVERWRITE_IF)
    with refused(S.STATUS_CANNOT_DELETE):
        store.open("f", DELETE, options=FILE_DELETE_ON_CLOSE)
    with refused(S.STATUS_CANNOT_DELETE):
        store.create("g", file_attributes=0x1, options=FILE_DELETE_ON_CLOSE)
    store.open("f", DELETE)
    assert store.open("f", MAXIMUM_ALLOWED).granted_access == FILE_ALL_ACCESS & ~0x46


def test_a_read_only_volume() -> None:
    store = Store(read_only=True)
    for disposition in (FILE_CREATE, FILE_SUPERSEDE, FILE_OVERWRITE, FILE_OVERWRITE_IF, FILE_OPEN_IF):
        with refused(S.STATUS_MEDIA_WRITE_PROTECTED):
            store.open("f", disposition=disposition)
    with refused(S.STATUS_CANNOT_DELETE):
        store.open("", options=FILE_DELETE_ON_CLOSE)


def symlink(store: Store, path: str, directory: bool) -> bytes:
    """A symbolic link to somewhere; its data."""
    metadata = store.storage.metadata(store.volume.lookup(store.storage.root, path)[0])  # type: ignore[index]
    metadata.attributes |= 0x400
    metadata.reparse_tag = ReparseTag.IO_REPARSE_TAG_SYMLINK
    metadata.reparse_data = b"somewhere"
    return metadata.reparse_data


def test_symbolic_links_stop_an_open(store: Store) -> None:
    store.mkdir("link")
    data = symlink(store, "link", True)
    for path, unparsed in (("link", 0), ("link\\a\\bc", 2 * len("\\a\\bc")), ("LINK\\ä", 4)):
        with pytest.raises(StoppedOnSymlink) as stopped:
            store.open(path)
        assert stopped.value.status == S.STATUS_STOPPED_ON_SYMLINK
        assert (stopped.value.tag, stopped.value.data) == (ReparseTag.IO_REPARSE_TAG_SYMLINK, data)
        assert stopped.value.unparsed_path_length == unparsed
    assert store.open("link", options=FILE_OPEN_REPARSE_POINT).attributes == 0x410


@pytest.mark.parametrize("tag", [ReparseTag.IO_REPARSE_TAG_MOUNT_POINT, 0x123])
def test_other_reparse_points_are_not_followed(store: Store, tag: int) -> None:
    store.mkdir("point")
    symlink(store, "point", True)
    store.storage.metadata(store.volume.lookup(store.storage.root, "point")[0]).reparse_tag = tag  # type: ignore[index]
    with refused(S.STATUS_IO_REPARSE_TAG_NOT_HANDLED):
        store.open("point")


def test_names_keep_their_case_and_any_character(store: Store) -> None:
    for name in ("MiXeD", "\U0001f600.txt", "\ud800"):
        store.make(name, b"x")
        assert store.open(name.lower()).path == name
    assert "MiXeD" in store.names()


def test_short_names_lead_to_files(store: Store) -> None:
    from plugfest.protocols.ms_fscc.names import short_name

    store.make("a rather long name.text", b"x")
    assert store.open(short_name("a rather long name.text").lower()).path == "a rather long name.text"
    store.volume.generate_short_names = False
    with refused(S.STATUS_OBJECT_NAME_NOT_FOUND):
        store.open(short_name("a rather long name.text"))


def test_a_file_that_comes_back_by_its_short_name_gets_its_long_one(store: Store) -> None:
    from plugfest.protocols.ms_fscc.names import short_name

    store.mkdir("d")
    for path in ("some long name.text", "d\\some long name.text"):
        short = path.replace("some long name.text", short_name("some long name.text"))
        for seconds, found in ((14, path), (15, short)):
            store.make(path)
            old = store.open(path)
            created = basic(old).creation_time
            close_file(old)
            close_file(store.open(short, options=FILE_DELETE_ON_CLOSE))
            store.clock.tick(seconds * 10_000_000)
            again = store.create(short)
            assert again.path == found
            assert (basic(again).creation_time == created) == (found == path)
            close_file(again)
            close_file(store.open(found, options=FILE_DELETE_ON_CLOSE))


def test_few_names_are_remembered(store: Store) -> None:
    from plugfest.protocols.ms_fscc.names import short_name

    for number in range(300):
        store.make(f"a rather long name {number}")
        close_file(store.open(short_name(f"a rather long name {number}"), options=FILE_DELETE_ON_CLOSE))
    assert len(store.volume.tunnel_cache) == 256
    store.make(short_name("a rather long name 299"))
    assert store.names() == ["a rather long name 299"]


def test_an_open_that_must_wait_did_nothing(store: Store) -> None:
    store.make("f", b"content")
    asked = []

    def before(operation: str, open_: object, parameters: dict[str, object]) -> None:
        asked.append(operation)
        if len(asked) == 1:
            raise MustWait("a lease")

    store.volume.before = before
    with pytest.raises(MustWait) as wait:
        store.open("f", disposition=FILE_OVERWRITE)
    assert wait.value.what == "a lease"
    assert not store.volume.open_files
    open_ = store.open("f", FILE_ALL_ACCESS)
    assert read(open_, 0, 7) == b"content"
    write(open_, 0, b"x")
    assert asked == ["OPEN", "OPEN", "READ", "WRITE"]
    close_file(store.create("new"))
    assert asked[-1] == "CREATE"


def test_backup_and_restore_intent() -> None:
    from plugfest.protocols.ms_dtyp import Acl, SecurityDescriptor
    from plugfest.protocols.ms_fsa import SecurityContext
    from tests.protocols.ms_fsa.store import ALICE, token

    store = Store()
    nobody = SecurityDescriptor(ALICE, None, Acl(()), control=0x8004).encode()  # type: ignore[arg-type]
    close_file(store.create("f", security=nobody))
    backup = SecurityContext(token(store.bob.token.user, "SeBackupPrivilege"))
    restore = SecurityContext(token(store.bob.token.user, "SeRestorePrivilege"))
    store.storage.metadata(store.storage.root).security = nobody
    with refused(S.STATUS_ACCESS_DENIED):
        store.open("f", FILE_READ_DATA, context=backup)
    assert store.open("f", FILE_READ_DATA, context=backup, options=0x4000).granted_access == FILE_READ_DATA
    assert store.open("f", FILE_WRITE_DATA, context=restore, options=0x4000).granted_access == FILE_WRITE_DATA
    assert store.open("f", MAXIMUM_ALLOWED, context=backup, options=0x4000).granted_access & FILE_READ_DATA
    with refused(S.STATUS_ACCESS_DENIED):
        store.open("f", FILE_WRITE_DATA, context=backup, options=0x4000)


def test_times_do_not_change_by_opening(store: Store) -> None:
    store.make("f")
    open_ = store.open("f")
    set_basic(open_, 10, 11, 12, 13)
    close_file(open_)
    store.clock.tick(5)
    information = basic(store.open("f"))
    assert (information.creation_time, information.last_access_time) == (10, 11)
    assert (information.last_write_time, information.change_time) == (12, 13)
