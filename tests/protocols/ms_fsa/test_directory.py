"""[MS-FSA] 2.1.5.6: directory queries."""

from __future__ import annotations

import pytest

from plugfest.protocols.ms_dtyp import Ace, Acl, SecurityDescriptor
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fsa import ExtendedAttribute, close_file, query_directory
from plugfest.protocols.ms_fsa.constants import FILE_DELETE_ON_CLOSE, FILE_DIRECTORY_FILE, FILE_READ_ATTRIBUTES
from plugfest.protocols.ms_fscc import directory_information
from plugfest.protocols.ms_fscc.constants import FileInformationClass
from plugfest.protocols.ms_fscc.directory_information import FileNamesInformation
from plugfest.protocols.ms_fscc.lists import read_list
from plugfest.protocols.ms_fscc.names import short_name
from tests.protocols.ms_fsa.store import BOB, Store, listed, refused

S = NtStatus
NAMES = FileInformationClass.FileNamesInformation
CLASSES = [
    FileInformationClass[name]
    for name in FileInformationClass.__members__
    if hasattr(directory_information, name) and name != "FileNamesInformation"
]


@pytest.mark.parametrize("information_class", CLASSES, ids=lambda value: value.name)
def test_every_class_has_the_documents_layout(store: Store, information_class: FileInformationClass) -> None:
    store.mkdir("a directory")
    store.make("Some longer name.text", b"x" * 5000)
    metadata = store.storage.metadata(store.volume.lookup(store.storage.root, "Some longer name.text")[0])  # type: ignore[index]
    metadata.extended_attributes = (ExtendedAttribute(b"N", b"value"),)
    data, status = query_directory(store.open("", 1), information_class, "*", 4096)
    assert status == S.STATUS_SUCCESS
    kind = getattr(directory_information, information_class.name)
    entries = {entry.file_name: entry for entry in read_list(kind, data)}
    assert list(entries) == [".", "..", "a directory", "Some longer name.text"]
    assert sum(not entry.next_entry_offset for entry in entries.values()) == 1
    assert all(entry.next_entry_offset % 8 == 0 for entry in entries.values())
    file, directory = entries["Some longer name.text"], entries["a directory"]
    open_ = store.open("Some longer name.text")
    told = open_.network_open()
    assert (file.creation_time, file.change_time, file.last_write_time, file.last_access_time) == (
        told.creation_time,
        told.change_time,
        told.last_write_time,
        told.last_access_time,
    )
    assert (file.end_of_file, file.allocation_size, file.file_attributes) == (5000, 8192, 0x20)
    assert (directory.end_of_file, directory.allocation_size, directory.file_attributes) == (0, 0, 0x10)
    if hasattr(file, "ea_size"):
        assert file.ea_size == 5 + 1 + 5 + 4
    if hasattr(file, "short_name"):
        short = file.short_name[: file.short_name_length].decode("utf-16-le")
        assert short == short_name("Some longer name.text")
        assert entries["."].short_name_length == 0
    for field in ("file_id", "file_id128"):
        if hasattr(file, field):
            number = getattr(file, field)
            assert (number if isinstance(number, int) else int.from_bytes(number, "little")) == open_.file.id


def test_reparse_points_show_their_tag(store: Store) -> None:
    store.make("f")
    metadata = store.storage.metadata(store.volume.lookup(store.storage.root, "f")[0])  # type: ignore[index]
    metadata.attributes |= 0x400
    metadata.reparse_tag = 0xA000000C
    directory = store.open("", 1)
    data = query_directory(directory, FileInformationClass.FileFullDirectoryInformation, "f", 4096)[0]
    assert directory_information.FileFullDirectoryInformation.decode(data).ea_size == 0xA000000C
    data = query_directory(directory, FileInformationClass.FileIdExtdDirectoryInformation, "f", 4096, restart=True)[0]
    entry = directory_information.FileIdExtdDirectoryInformation.decode(data)
    assert (entry.ea_size, entry.reparse_point_tag) == (0, 0xA000000C)


def test_parameters(store: Store) -> None:
    store.make("f")
    root = store.open("", 1)
    with refused(S.STATUS_INFO_LENGTH_MISMATCH):
        query_directory(root, NAMES, "*", 11)
    with refused(S.STATUS_INVALID_INFO_CLASS):
        query_directory(root, FileInformationClass.FileBasicInformation, "*", 100)
    with refused(S.STATUS_INVALID_PARAMETER):
        query_directory(store.open("f"), NAMES, "*", 100)
    with refused(S.STATUS_ACCESS_DENIED):
        query_directory(store.open("", FILE_READ_ATTRIBUTES), NAMES, "*", 100)
    with refused(S.STATUS_OBJECT_NAME_INVALID):
        query_directory(root, NAMES, "a\\b", 100)
    close_file(root)
    with refused(S.STATUS_FILE_CLOSED):
        query_directory(root, NAMES, "*", 100)


def test_nothing_found_at_first_and_later(store: Store) -> None:
    root = store.open("", 1)
    with refused(S.STATUS_NO_SUCH_FILE):
        query_directory(root, NAMES, "nobody", 100)
    with refused(S.STATUS_NO_MORE_FILES):
        query_directory(root, NAMES, "", 100)


def test_a_name_that_does_not_fit_is_cut_once(store: Store) -> None:
    store.make("a rather long name")
    root = store.open("", 1)
    data, status = query_directory(root, NAMES, "a*", 20)
    assert status == S.STATUS_BUFFER_OVERFLOW
    assert data == b"\0" * 8 + (36).to_bytes(4, "little") + "a ra".encode("utf-16-le")
    with refused(S.STATUS_NO_MORE_FILES):
        query_directory(root, NAMES, "a*", 100)


def test_the_pattern_of_the_first_query_stays(store: Store) -> None:
    for name in ("a1", "a2", "b1"):
        store.make(name)
    root = store.open("", 1)
    query_directory(root, NAMES, "a*", 100, single=True)
    assert b"a\0002\0" in query_directory(root, NAMES, "b*", 100)[0]
    with refused(S.STATUS_NO_MORE_FILES):
        query_directory(root, NAMES, "b*", 100)
    assert listed(root, "b*") == ["b1"]  # a restart takes the new one
    assert b"a\0001\0" in query_directory(root, NAMES, "a*", 100, reopen=True)[0]


@pytest.mark.parametrize("limit", [14, 16, 40, 100, 1000])
def test_any_buffer_gives_every_name_once(store: Store, limit: int) -> None:
    wanted = [f"{number:02}" for number in range(40)]
    for name in wanted:
        store.make(name)
    limit = max(limit, 16)
    assert listed(store.open("", 1), limit=limit) == [".", "..", *wanted]


def test_single_entries(store: Store) -> None:
    store.make("a")
    store.make("b")
    root = store.open("", 1)
    found = []
    with refused(S.STATUS_NO_MORE_FILES):
        while True:
            data, _ = query_directory(root, NAMES, "*", 1000, single=True)
            found.append(directory_information.FileNamesInformation.decode(data).file_name)
    assert found == [".", "..", "a", "b"]


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("a", ["A"]),
        (".", ["."]),
        ("..", [".."]),
        ("?", [".", "A", "b"]),
        ("*.txt", ["c.TXT"]),
        ("<.txt", ["c.TXT"]),
        ("", [".", "..", "A", "b", "c.TXT"]),
    ],
)
def test_patterns(store: Store, pattern: str, wanted: list[str]) -> None:
    for name in ("A", "b", "c.TXT"):
        store.make(name)
    assert listed(store.open("", 1), pattern, 64) == wanted


def test_patterns_match_short_names_too(store: Store) -> None:
    store.make("page.html")
    assert listed(store.open("", 1), "*.HTM") == ["page.html"]
    assert listed(store.open("", 1), short_name("page.html")) == ["page.html"]
    store.volume.generate_short_names = False
    assert listed(store.open("", 1), "*.HTM") == []


def test_the_scan_survives_changes(store: Store) -> None:
    for number in range(0, 100, 2):
        store.make(f"{number:03}")
    root = store.open("", 1)
    found: list[str] = []
    with refused(S.STATUS_NO_MORE_FILES):
        for step in range(1000):
            data, _ = query_directory(root, NAMES, "*", 64)
            names = [entry.file_name for entry in read_list(directory_information.FileNamesInformation, data)]
            found += names
            if step % 3 == 0 and names[-1] not in (".", ".."):
                close_file(store.open(names[-1], options=FILE_DELETE_ON_CLOSE))
                store.make("!")  # behind the scan
                store.make("zzz")  # before it
    assert found == [".", "..", *(f"{number:03}" for number in range(0, 100, 2)), "zzz"]


def test_a_file_that_is_open_shows_what_it_is_now(store: Store) -> None:
    from plugfest.protocols.ms_fsa import write

    store.mkdir("d")
    open_ = store.create("d\\f")
    write(open_, 0, b"x" * 10)
    directory = store.open("d", 1, options=FILE_DIRECTORY_FILE)
    data = query_directory(directory, FileInformationClass.FileDirectoryInformation, "f", 200)[0]
    assert directory_information.FileDirectoryInformation.decode(data).end_of_file == 10


def test_the_parent_of_a_directory(store: Store) -> None:
    store.mkdir("d")
    data = query_directory(store.open("d", 1), FileInformationClass.FileIdFullDirectoryInformation, "..", 200)[0]
    entry = directory_information.FileIdFullDirectoryInformation.decode(data)
    assert entry.file_id == store.storage.root


def test_only_what_may_be_read_is_listed(store: Store) -> None:
    for name, mask in (("all", 0x1F01FF), ("attributes", FILE_READ_ATTRIBUTES), ("read", 0x120089), ("some", 0x100001)):
        store.make(name)
        security = SecurityDescriptor(dacl=Acl((Ace(mask=mask, sid=BOB),))).encode()
        store.storage.metadata(store.volume.lookup(store.storage.root, name)[0]).security = security  # type: ignore[index]
    for context, wanted in ((store.bob, ["all", "read"]), (store.alice, [])):
        data, _ = query_directory(store.open("", 1, context=context), NAMES, "*", 4096, only_readable=True)
        assert [entry.file_name for entry in read_list(FileNamesInformation, data)] == [".", "..", *wanted]
