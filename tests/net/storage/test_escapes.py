"""Nothing leads out of a share, and nothing but Refused comes out of it."""

from __future__ import annotations

import errno
import os
import socket
import sqlite3
import stat
import subprocess
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.errors import InputError
from plugfest.net.storage import DirectoryStorage
from plugfest.net.storage.errors import refuses
from plugfest.net.storage.names import from_disk, to_disk
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import DIRECTORY, REPARSE_POINT
from plugfest.protocols.ms_fscc.names import is_filename
from plugfest.protocols.ms_fscc.reparse import SymbolicLinkData

from .conftest import a_directory, a_file, names


def node_of(storage: DirectoryStorage, *path: str) -> int:
    node = storage.root
    for name in path:
        found = storage.lookup(node, name)
        assert found is not None, name
        node = found[0]
    return node


@pytest.mark.parametrize("name", ["..", ".", "", "a/b", "/etc", "../x", "a\0b", "x" * 256, "é" * 128])
def test_names_that_are_none(storage: DirectoryStorage, share: Path, name: str) -> None:
    assert storage.lookup(storage.root, name) is None
    file = storage.create(storage.root, "file", a_file())
    for operation in (
        lambda: storage.create(storage.root, name, a_file()),
        lambda: storage.create(storage.root, name, a_directory()),
        lambda: storage.link(file, storage.root, name),
        lambda: storage.rename(storage.root, "file", storage.root, name),
        lambda: storage.unlink(storage.root, name),
    ):
        with pytest.raises(Refused) as refusal:
            operation()
        assert refusal.value.status == NtStatus.STATUS_OBJECT_NAME_INVALID
    assert os.listdir(share) == ["file"]


@pytest.mark.parametrize("name", [".plugfest.sqlite", ".PLUGFEST.streams", ".plugfest.x"])
def test_our_own_files_are_nobodys(storage: DirectoryStorage, share: Path, name: str) -> None:
    (share / name).write_bytes(b"secret")
    (share / name.lower()).write_bytes(b"secret")
    assert storage.lookup(storage.root, name) is None
    assert storage.lookup(storage.root, name.swapcase()) is None
    assert names(storage) == []
    file = storage.create(storage.root, "file", a_file())
    for operation in (
        lambda: storage.create(storage.root, name + "y", a_file()),
        lambda: storage.link(file, storage.root, name + "y"),
        lambda: storage.rename(storage.root, "file", storage.root, name + "y"),
        lambda: storage.unlink(storage.root, name),
    ):
        with pytest.raises(Refused):
            operation()
    assert (share / name).read_bytes() == b"secret"
    below = storage.create(storage.root, "below", a_directory())
    assert storage.create(below, name, a_file())  # only the root has such


@pytest.mark.parametrize(
    "target", ["/etc/passwd", "../outside", "a/../../outside", "..", "x/./../..", "a:\\b/../../../x"]
)
def test_symbolic_links_that_lead_out_are_not_there(storage: DirectoryStorage, share: Path, target: str) -> None:
    (share.parent / "outside").write_bytes(b"secret")
    (share / "link").symlink_to(target)
    assert storage.lookup(storage.root, "link") is None
    assert storage.lookup(storage.root, "LINK") is None
    assert names(storage) == []
    with pytest.raises(Refused) as refusal:
        storage.create(storage.root, "link", a_file())
    assert refusal.value.status == NtStatus.STATUS_OBJECT_NAME_COLLISION
    assert (share.parent / "outside").read_bytes() == b"secret"


def test_symbolic_links_inside_are_reparse_points(storage: DirectoryStorage, share: Path) -> None:
    (share / "a" / "b").mkdir(parents=True)
    (share / "a" / "file").write_bytes(b"content")
    (share / "a" / "b" / "up").symlink_to("../file")
    (share / "a" / "b" / "round").symlink_to("../../a//./b")
    for name, shown, kind in (("up", "..\\file", 0), ("round", "..\\..\\a\\b", DIRECTORY)):
        node = node_of(storage, "a", "b", name)
        metadata = storage.metadata(node)
        assert metadata.attributes & (REPARSE_POINT | DIRECTORY) == REPARSE_POINT | kind
        assert metadata.reparse_tag == 0xA000000C
        data = SymbolicLinkData.decode(metadata.reparse_data)
        assert (data.substitute_name, data.print_name, data.flags) == (shown, shown, 1)
        assert storage.is_empty(node)
        assert list(storage.entries(node)) == []
        for operation in (
            lambda node=node: storage.read(node, "", 0, 1),
            lambda node=node: storage.write(node, "", 0, b"x"),
            lambda node=node: storage.set_size(node, "", 0),
            lambda node=node: storage.lookup(node, "file"),
            lambda node=node: storage.create(node, "new", a_file()),
        ):
            with pytest.raises(Refused):
                operation()
        metadata.security = b"of the link"
        storage.save(node, metadata)
        storage.flush(node)
        assert storage.metadata(node).security == b"of the link"
        storage.unlink(node_of(storage, "a", "b"), name)
        assert storage.metadata(node).reparse_tag == 0xA000000C
        storage.release(node)
    assert (share / "a" / "file").read_bytes() == b"content"


def test_a_link_that_is_swapped_in_is_not_followed(storage: DirectoryStorage, share: Path) -> None:
    outside = share.parent / "outside"
    outside.mkdir()
    (outside / "file").write_bytes(b"secret")
    (share / "directory").mkdir()
    (share / "directory" / "file").write_bytes(b"ours")
    directory = node_of(storage, "directory")
    file = node_of(storage, "directory", "file")
    storage._nodes.descriptors.close_all()  # as if many others had been used since
    (share / "directory").rename(share / "moved")
    (share / "directory").symlink_to("../outside")
    assert storage.read(file, "", 0, 4) == b"ours"  # found by its number, under another name
    (share / "moved" / "file").unlink()
    (share / "moved" / "file").symlink_to("../../outside/file")
    storage._nodes.descriptors.close_all()
    with pytest.raises(Refused) as refusal:
        storage.write(file, "", 0, b"broken")
    assert refusal.value.status == NtStatus.STATUS_FILE_DELETED
    (share / "moved").rename(outside / "away")
    storage._nodes.descriptors.close_all()
    for operation in (
        lambda: storage.read(file, "", 0, 4),
        lambda: storage.create(directory, "new", a_file()),
        lambda: storage.unlink(directory, "file"),
        lambda: storage.metadata(directory),
        lambda: list(storage.entries(directory)),
    ):
        with pytest.raises(Refused):
            operation()
    assert (outside / "file").read_bytes() == b"secret"
    assert sorted(os.listdir(outside)) == ["away", "file"]


def test_swapping_while_it_is_used(share: Path) -> None:
    """Somebody swaps a directory and a link to the outside; no byte goes there, and none comes from there."""
    outside = share.parent / "outside"
    outside.mkdir()
    (outside / "file").write_bytes(b"secret")
    inside = share / "directory"
    inside.mkdir()
    (inside / "file").write_bytes(b"inside")
    (share / "link").symlink_to("../outside")
    storage = DirectoryStorage(share, descriptors=8)
    done = threading.Event()

    def swap() -> None:
        while not done.is_set():
            os.rename(inside, share / "spare")
            os.rename(share / "link", inside)
            os.rename(inside, share / "link")
            os.rename(share / "spare", inside)

    thread = threading.Thread(target=swap)
    thread.start()
    seen = 0
    try:
        for _ in range(3000):
            storage._nodes.descriptors.close_all()
            try:
                found = storage.lookup(storage.root, "directory")
                below = found and storage.lookup(found[0], "file")
                if below:
                    assert storage.read(below[0], "", 0, 6) == b"inside"
                    storage.write(below[0], "", 0, b"inside")
                    seen += 1
            except Refused:
                pass
    finally:
        done.set()
        thread.join()
        storage.close()
    assert seen
    assert (outside / "file").read_bytes() == b"secret"


def test_devices_sockets_and_pipes_are_not_there(storage: DirectoryStorage, share: Path) -> None:
    os.mkfifo(share / "pipe")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(share / "socket"))
    server.close()
    if os.geteuid() == 0:
        os.mknod(share / "null", 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    assert names(storage) == []
    for name in os.listdir(share):
        assert storage.lookup(storage.root, name) is None
    (share / "directory").mkdir()
    os.mkfifo(share / "directory" / "pipe")
    directory = node_of(storage, "directory")
    assert not storage.is_empty(directory)
    with pytest.raises(Refused) as refusal:
        storage.unlink(storage.root, "directory")
    assert refusal.value.status == NtStatus.STATUS_DIRECTORY_NOT_EMPTY
    assert names(storage, directory) == []


def test_a_pipe_that_is_swapped_in_is_not_opened(storage: DirectoryStorage, share: Path) -> None:
    (share / "file").write_bytes(b"x")
    file = node_of(storage, "file")
    (share / "file").unlink()
    os.mkfifo(share / "file")  # opening it would wait for ever
    with pytest.raises(Refused):
        storage.read(file, "", 0, 1)


def test_hard_links_of_others(storage: DirectoryStorage, share: Path) -> None:
    """A hard link to a file outside is the host's decision; deleting it leaves the other name alone."""
    outside = share.parent / "outside"
    outside.write_bytes(b"content")
    os.link(outside, share / "inside")
    node = node_of(storage, "inside")
    assert storage.metadata(node).links == 2
    storage.unlink(storage.root, "inside")
    assert storage.metadata(node).links == 1
    storage.release(node)
    assert outside.read_bytes() == b"content"


def test_nothing_is_renamed_over(storage: DirectoryStorage, share: Path) -> None:
    storage.create(storage.root, "file", a_file())
    os.mkfifo(share / "pipe")
    (share / "theirs").write_bytes(b"theirs")
    for name in ("pipe", "theirs"):
        with pytest.raises(Refused) as refusal:
            storage.rename(storage.root, "file", storage.root, name)
        assert refusal.value.status == NtStatus.STATUS_OBJECT_NAME_COLLISION
    assert (share / "theirs").read_bytes() == b"theirs"
    assert names(storage) == ["file", "theirs"]


@given(st.binary(min_size=1, max_size=12).filter(lambda raw: not set(raw) & {0, 47} and raw not in (b".", b"..")))
def test_names_on_disk_are_reversible_or_hidden(raw: bytes) -> None:
    name = from_disk(raw)
    if name is not None:
        assert is_filename(name)
        assert to_disk(name) == raw
    assert from_disk(os.fsdecode(raw)) == name


@given(st.text(st.characters(exclude_characters='\0/"\\:|<>*?'), min_size=1, max_size=9).filter(is_filename))
def test_names_of_clients_are_reversible(name: str) -> None:
    assert from_disk(to_disk(name)) == name


def test_hostile_names_of_others(storage: DirectoryStorage, share: Path) -> None:
    shown = {b"a:b": "a\uf022b", b"back\\slash": "back\uf026slash", b"bell\x07": "bell\uf007", b"\xff": "\uf7ff",
             b"dot.": "dot.", b"space ": "space ", b"what?*": "what\uf025\uf021",
             b"\xed\xa0\x80": "\ud800"}  # fmt: skip
    directory = os.fsencode(share)
    for raw in [*shown, "\uf022".encode(), b"\xed\xa0\xbd\xed\xb8\x80", b"con", b"nul"]:
        with open(os.path.join(directory, raw), "wb") as file:
            file.write(raw)
    assert sorted(names(storage)) == sorted([*shown.values(), "con", "nul"])
    for raw, name in shown.items():
        assert storage.read(node_of(storage, name), "", 0, len(raw)) == raw
        storage.rename(storage.root, name, storage.root, name + "x")
        assert os.path.exists(os.path.join(directory, raw + b"x"))


@pytest.mark.parametrize(
    ("number", "status"),
    [
        (errno.ENOSPC, NtStatus.STATUS_DISK_FULL),
        (errno.EDQUOT, NtStatus.STATUS_DISK_FULL),
        (errno.EACCES, NtStatus.STATUS_ACCESS_DENIED),
        (errno.EROFS, NtStatus.STATUS_MEDIA_WRITE_PROTECTED),
        (errno.EMFILE, NtStatus.STATUS_TOO_MANY_OPENED_FILES),
        (errno.EIO, NtStatus.STATUS_UNEXPECTED_IO_ERROR),
        (errno.EXFULL, NtStatus.STATUS_UNEXPECTED_IO_ERROR),
    ],
)
def test_errors_of_the_host(
    storage: DirectoryStorage, monkeypatch: pytest.MonkeyPatch, number: int, status: NtStatus
) -> None:
    file = storage.create(storage.root, "file", a_file())

    def fail(*arguments: object, **keywords: object) -> int:
        raise OSError(number, "as if")

    for name in ("pread", "pwrite", "ftruncate", "fsync", "mkdir", "fstatvfs", "setxattr", "scandir"):
        if name != "setxattr" or number not in (errno.ENOSPC,):
            monkeypatch.setattr(os, name, fail)
    for operation in (
        lambda: storage.read(file, "", 0, 1),
        lambda: storage.write(file, "", 0, b"x"),
        lambda: storage.set_size(file, "", 5),
        lambda: storage.flush(file),
        lambda: storage.create(storage.root, "directory", a_directory()),
        storage.space,
        lambda: storage.lookup(storage.root, "absent"),
        lambda: next(storage.entries(storage.root)),
    ):
        with pytest.raises(Refused) as refusal:
            operation()
        assert refusal.value.status == status
    monkeypatch.undo()
    assert names(storage) == ["file"]


def test_a_failed_create_leaves_nothing(
    storage: DirectoryStorage, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise OSError(errno.EIO, "as if")

    monkeypatch.setattr(os, "setxattr", fail)
    for metadata in (a_file(), a_directory()):
        with pytest.raises(Refused):
            storage.create(storage.root, "new", metadata)
    assert os.listdir(share) == []
    monkeypatch.undo()
    storage.create(storage.root, "new", a_file())


def test_errors_of_the_table() -> None:
    @refuses
    def fail() -> None:
        connection = sqlite3.connect(":memory:")
        try:
            connection.execute("PRAGMA query_only = 1")
            connection.execute("CREATE TABLE t (x)")
        finally:
            connection.close()

    with pytest.raises(Refused) as refusal:
        fail()
    assert refusal.value.status == NtStatus.STATUS_MEDIA_WRITE_PROTECTED


def test_a_table_that_leads_elsewhere_is_refused(share: Path) -> None:
    (share.parent / "elsewhere").write_bytes(b"")
    (share / ".plugfest.sqlite").symlink_to("../elsewhere")
    with pytest.raises(InputError):
        DirectoryStorage(share)
    (share / ".plugfest.sqlite").unlink()
    (share / ".plugfest.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(InputError):
        DirectoryStorage(share)
    with pytest.raises(InputError):
        DirectoryStorage(share / "absent")
    with pytest.raises(InputError):
        DirectoryStorage(share / ".plugfest.sqlite")


def test_directories_deeper_than_the_descriptors(share: Path) -> None:
    storage = DirectoryStorage(share, descriptors=8, places=20)
    storage.in_use = lambda node: False
    path = [storage.root]
    for depth in range(1500):  # deeper than Python's stack, too
        path.append(storage.create(path[-1], f"d{depth}", a_directory()))
    file = storage.create(path[-1], "file", a_file())
    storage.write(file, "", 0, b"deep")
    storage._nodes.descriptors.close_all()
    assert storage.read(file, "", 0, 4) == b"deep"
    storage.rename(path[-1], "file", path[1], "up")
    assert storage.read(file, "", 0, 4) == b"deep"
    storage.close()
    subprocess.run(["rm", "-rf", share / "d0"], check=True)  # pytest's own cleaning is recursive
