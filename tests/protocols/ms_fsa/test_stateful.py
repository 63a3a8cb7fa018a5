"""The object store against a dictionary, through random operations; and through bytes that nobody sane sends."""

from __future__ import annotations

import contextlib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa import (
    Open,
    close_file,
    fs_control,
    open_file,
    query_directory,
    query_information,
    query_security,
    query_volume_information,
    read,
    set_information,
    set_security,
    set_volume_information,
    write,
)
from plugfest.protocols.ms_fsa.constants import FILE_ALL_ACCESS, FILE_DIRECTORY_FILE
from plugfest.protocols.ms_fsa.names import fold
from plugfest.protocols.ms_fscc.constants import FileInformationClass, FsctlCode, FsInformationClass
from plugfest.protocols.ms_fscc.file_information import FileEndOfFileInformation
from tests.protocols.ms_fsa.store import Store, delete, link, listed, refused, rename, standard, status_of

NAMES = st.sampled_from(["a", "A", "b", "B.txt", "ä", "Ä", "long name here", "\U0001f600", "z~1"])
DIRECTORIES = st.sampled_from(["", "one", "two"])
OFFSETS = st.integers(0, 200_000)


class Content:
    """What a file holds; several names may lead to one."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.names = 0


class Against(RuleBasedStateMachine):
    """The model: per directory, folded name → (name, content)."""

    opens = Bundle("opens")

    def __init__(self) -> None:
        super().__init__()
        self.store = Store()
        for directory in ("one", "two"):
            self.store.mkdir(directory)
        self.given: list[tuple[Open, Content]] = []
        self.model: dict[str, dict[str, tuple[str, Content]]] = {"": {}, "one": {}, "two": {}}

    def path(self, directory: str, name: str) -> str:
        return f"{directory}\\{name}" if directory else name

    @rule(target=opens, directory=DIRECTORIES, name=NAMES, disposition=st.integers(0, 5))
    def create(self, directory: str, name: str, disposition: int) -> object:
        names, key = self.model[directory], fold(name)
        there = key in names
        opened: list[tuple[Open, int]] = []
        status = status_of(
            lambda: opened.append(
                open_file(
                    self.store.volume,
                    self.store.alice,
                    self.path(directory, name),
                    FILE_ALL_ACCESS,
                    share_access=7,
                    disposition=disposition,
                )
            )
        )
        if there:
            assert (status == NtStatus.STATUS_OBJECT_NAME_COLLISION) == (disposition == 2)
        else:
            assert (status == NtStatus.STATUS_OBJECT_NAME_NOT_FOUND) == (disposition in (1, 4))
        if status is not None:
            return multiple()
        open_, action = opened[0]
        if not there:
            assert action == 2
            names[key] = (name, Content())
            names[key][1].names = 1
        content = names[key][1]
        if there and disposition in (0, 4, 5):
            content.data.clear()
        self.given.append((open_, content))
        return (open_, content)

    @rule(item=opens, offset=OFFSETS, data=st.binary(min_size=1, max_size=70_000))
    def write(self, item: tuple[Open, Content], offset: int, data: bytes) -> None:
        open_, content = item
        if open_.is_closed:
            return
        assert write(open_, offset, data) == len(data)
        if len(content.data) < offset:
            content.data.extend(bytes(offset - len(content.data)))
        content.data[offset : offset + len(data)] = data

    @rule(item=opens, offset=OFFSETS, length=st.integers(1, 200_000))
    def read(self, item: tuple[Open, Content], offset: int, length: int) -> None:
        open_, content = item
        if open_.is_closed:
            return
        if offset >= len(content.data):
            with refused(NtStatus.STATUS_END_OF_FILE):
                read(open_, offset, length)
        else:
            assert read(open_, offset, length) == content.data[offset : offset + length]

    @rule(item=opens, size=OFFSETS)
    def resize(self, item: tuple[Open, Content], size: int) -> None:
        open_, content = item
        if open_.is_closed:
            return
        data = FileEndOfFileInformation(size).encode()
        set_information(open_, FileInformationClass.FileEndOfFileInformation, data)
        del content.data[size:]
        content.data.extend(bytes(size - len(content.data)))

    @rule(item=opens, start=OFFSETS, length=OFFSETS)
    def zero(self, item: tuple[Open, Content], start: int, length: int) -> None:
        open_, content = item
        if open_.is_closed:
            return
        end = start + length
        given = start.to_bytes(8, "little") + end.to_bytes(8, "little")
        fs_control(open_, FsctlCode.FSCTL_SET_ZERO_DATA, given, 0)
        end = min(end, len(content.data))
        if start < end:
            content.data[start:end] = bytes(end - start)

    def find(self, open_: Open) -> tuple[dict[str, tuple[str, Content]], str]:
        directory, _, name = open_.link.path.rpartition("\\")
        return self.model[directory], fold(name)

    @rule(item=opens, directory=DIRECTORIES, name=NAMES, replace=st.booleans())
    def rename(self, item: tuple[Open, Content], directory: str, name: str, replace: bool) -> None:
        open_, content = item
        if open_.is_closed:
            return
        names, key = self.find(open_)
        target, new_key = self.model[directory], fold(name)
        taken = target.get(new_key)
        in_use = taken is not None and any(other is taken[1] for other in self.held())
        status = status_of(lambda: rename(open_, self.path(directory, name), replace))
        if taken is not None and taken[1] is not content and (in_use or not replace):
            assert status == (NtStatus.STATUS_ACCESS_DENIED if replace else NtStatus.STATUS_OBJECT_NAME_COLLISION)
            return
        assert status is None
        if taken is not None and (names, key) != (target, new_key):
            taken[1].names -= 1
        names.pop(key)
        target[new_key] = (name, content)

    @rule(item=opens, directory=DIRECTORIES, name=NAMES)
    def link(self, item: tuple[Open, Content], directory: str, name: str) -> None:
        open_, content = item
        if open_.is_closed:
            return
        target, key = self.model[directory], fold(name)
        status = status_of(lambda: link(open_, self.path(directory, name)))
        if key in target:
            assert status == NtStatus.STATUS_OBJECT_NAME_COLLISION
            return
        assert status is None
        target[key] = (name, content)
        content.names += 1

    def held(self) -> list[Content]:
        """What somebody has open."""
        return [content for open_, content in self.given if not open_.is_closed]

    @rule(item=consumes(opens), deleted=st.booleans())
    def close(self, item: tuple[Open, Content], deleted: bool) -> None:
        """Delete only what nobody else has open, so that the name goes at once."""
        open_, content = item
        if open_.is_closed:
            return
        if deleted and sum(other.link is open_.link for other in open_.file.opens) == 1:
            names, key = self.find(open_)
            delete(open_)
            names.pop(key)
            content.names -= 1
        close_file(open_)
        close_file(open_)

    @rule(item=opens)
    def sizes(self, item: tuple[Open, Content]) -> None:
        open_, content = item
        if open_.is_closed:
            return
        information = standard(open_)
        assert information.end_of_file == len(content.data)
        assert information.number_of_links == content.names

    @invariant()
    def listings(self) -> None:
        for directory, names in self.model.items():
            wanted = sorted(name for name, _ in names.values())
            found = self.store.names(directory, limit=128)
            assert sorted(name for name in found if (directory, name) not in (("", "one"), ("", "two"))) == wanted

    def teardown(self) -> None:
        files = list(self.store.volume.open_files.values())
        for file in files:
            for open_ in list(file.opens):
                close_file(open_)
        assert not self.store.volume.open_files
        for directory, names in self.model.items():
            for name, content in names.values():
                open_ = self.store.open(self.path(directory, name))
                if content.data:
                    assert read(open_, 0, len(content.data)) == content.data
                delete(open_)
                close_file(open_)
        assert self.store.names("one") == self.store.names("two") == []
        assert self.store.storage.used == 2 * 1024  # the two directories


Against.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAgainstModel = Against.TestCase

NUMBERS = st.sampled_from([0, 1, 2, 4, 8, 20, 24, 40, 64, 96, 100, 4096]) | st.integers(0, 0xFFFFFFFF)
PATHS = st.one_of(
    st.text(max_size=12),
    st.lists(
        st.sampled_from(["a", "d", "..", ".", "", ":s", ":s:$DATA", "::$INDEX_ALLOCATION", "x" * 300]), max_size=4
    ).map("\\".join),
)


@settings(max_examples=400, deadline=None)
@given(
    path=PATHS,
    access=NUMBERS,
    attributes=NUMBERS,
    share=st.integers(0, 15),
    disposition=st.integers(0, 7),
    options=st.sampled_from([0, 1, 0x40, 0x1000, 0x1001, 0x200000]) | NUMBERS,
    eas=st.binary(max_size=40),
    security=st.none() | st.binary(max_size=40),
    allocation=st.none() | st.integers(0, 2**64 - 1),
)
def test_nothing_but_refused_escapes_an_open(
    path: str,
    access: int,
    attributes: int,
    share: int,
    disposition: int,
    options: int,
    eas: bytes,
    security: bytes | None,
    allocation: int | None,
) -> None:
    store = Store()
    store.mkdir("d")
    store.make("a", b"content")
    with contextlib.suppress(Refused):
        open_, _ = open_file(
            store.volume,
            store.alice,
            path,
            access,
            attributes,
            share,
            disposition,
            options,
            eas,
            security,
            allocation,
        )
        close_file(open_)
    assert not store.volume.open_files


@settings(max_examples=600, deadline=None)
@given(
    directory=st.booleans(),
    number=st.sampled_from([*FileInformationClass, *FsInformationClass, *FsctlCode]) | NUMBERS,
    data=st.binary(max_size=60),
    limit=NUMBERS,
    pattern=st.text(max_size=8),
)
def test_nothing_but_refused_escapes_other_operations(
    directory: bool, number: int, data: bytes, limit: int, pattern: str
) -> None:
    store = Store()
    store.mkdir("d")
    store.make("a", b"content")
    open_ = store.open("d" if directory else "a", FILE_ALL_ACCESS, options=FILE_DIRECTORY_FILE if directory else 0)
    for operation in (
        lambda: query_information(open_, number, limit, data),
        lambda: query_directory(open_, number, pattern, limit),
        lambda: query_volume_information(open_, number, limit),
        lambda: query_security(open_, limit),
        lambda: fs_control(open_, number, data, limit),
        lambda: set_security(open_, number, data),
        lambda: set_volume_information(open_, number, data),
        lambda: set_information(open_, number, data),
        lambda: read(open_, number, limit % 4096),
        lambda: write(open_, number, data),
    ):
        with contextlib.suppress(Refused):
            operation()
    close_file(open_)
    assert not store.volume.open_files
    assert len(listed(store.open("", 1))) >= 2
