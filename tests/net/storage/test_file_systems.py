"""Real file systems: one without extended attributes, one that is full, and one whose files are others'."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugfest.net.storage import DirectoryStorage
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import READONLY
from plugfest.protocols.ms_fsa.storage import ExtendedAttribute, StreamState

from .conftest import a_directory, a_file, names

NOBODY = 65534
Mount = Callable[..., Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mount a file system in memory; skip where we may not."""
    mounted: list[Path] = []

    def mount(kind: str, options: str = "mode=755") -> Path:
        path = tmp_path / f"{kind}{len(mounted)}"
        path.mkdir()
        if shutil.which("mount") is None or os.geteuid() != 0:
            pytest.skip("mounting needs root")
        command = ["mount", "-t", kind, "-o", options, "none", str(path)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode:
            pytest.skip(f"mount: {run.stderr.strip()}")
        mounted.append(path)
        return path

    yield mount
    for path in reversed(mounted):
        subprocess.run(["umount", path], check=True)


def test_without_extended_attributes(mount: Mount) -> None:
    share = mount("ramfs")
    with pytest.raises(OSError, match="not supported"):
        os.setxattr(share, "user.x", b"x")
    storage = DirectoryStorage(share)
    file = storage.create(storage.root, "file", a_file())
    metadata = a_file(attributes=READONLY, extended_attributes=(ExtendedAttribute(b"EA", b"v" * 60000),))
    metadata.streams["s"] = StreamState(3, 4096, 3)
    storage.write(file, "s", 0, b"abc")
    storage.save(file, metadata)
    storage.flush(file)
    storage.close()
    storage = DirectoryStorage(share)
    assert storage.lookup(storage.root, "FILE") == (file, "file")
    assert storage.metadata(file) == metadata
    assert storage.read(file, "s", 0, 3) == b"abc"
    assert names(storage) == ["file"]
    assert (share / ".plugfest.sqlite").exists()
    storage.close()


def test_a_full_file_system(mount: Mount) -> None:
    share = mount("tmpfs", "size=256k,mode=755")
    storage = DirectoryStorage(share)
    file = storage.create(storage.root, "file", a_file())
    with pytest.raises(Refused) as refusal:
        storage.write(file, "", 0, bytes(1 << 20))
    assert refusal.value.status == NtStatus.STATUS_DISK_FULL
    assert storage.space() == (256 * 1024, 0)
    with pytest.raises(Refused) as refusal:
        storage.write(file, "stream", 0, b"x")
    assert refusal.value.status == NtStatus.STATUS_DISK_FULL
    storage.set_size(file, "", 0)
    storage.write(file, "stream", 0, b"x")
    assert storage.read(file, "stream", 0, 1) == b"x"
    storage.close()


def test_what_is_mounted_below_is_not_there(mount: Mount, share: Path) -> None:
    storage = DirectoryStorage(share)
    (share / "mounted").mkdir()
    assert storage.lookup(storage.root, "mounted") is not None
    other = mount("tmpfs")
    (other / "file").touch()
    subprocess.run(["mount", "--bind", other, share / "mounted"], check=True)
    try:
        assert storage.lookup(storage.root, "MOUNTED") is None
        assert names(storage) == []
    finally:
        subprocess.run(["umount", share / "mounted"], check=True)
    assert names(storage) == ["mounted"]
    storage.close()


def test_a_read_only_file_system(mount: Mount) -> None:
    share = mount("tmpfs")
    (share / "file").write_bytes(b"abc")
    subprocess.run(["mount", "-o", "remount,ro", share], check=True)
    storage = DirectoryStorage(share)
    found = storage.lookup(storage.root, "FILE")
    assert found is not None
    assert storage.read(found[0], "", 0, 3) == b"abc"
    for operation in (
        lambda: storage.create(storage.root, "new", a_file()),
        lambda: storage.save(found[0], a_file()),
        lambda: storage.unlink(storage.root, "file"),
        lambda: storage.write(found[0], "stream", 0, b"x"),
    ):
        with pytest.raises(Refused) as refusal:
            operation()
        assert refusal.value.status == NtStatus.STATUS_MEDIA_WRITE_PROTECTED
    with pytest.raises(Refused):
        storage.write(found[0], "", 0, b"x")
    storage.close()


def test_files_of_others(share: Path) -> None:
    """As a user who may read some of them only."""
    if os.geteuid() != 0:
        pytest.skip("becoming another user needs root")
    for name, mode in (("secret", 0o600), ("public", 0o644), ("all", 0o666)):
        (share / name).write_bytes(b"abc")
        (share / name).chmod(mode)
    (share / "closed").mkdir(mode=0o700)
    for path in (share, *share.parents):
        if path.name.startswith("pytest-of-") or "pytest-of-" in str(path.parent):
            path.chmod(0o755)
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        check_as_another_user(share)
    finally:
        os.seteuid(0)
        os.setegid(0)


def check_as_another_user(share: Path) -> None:
    storage = DirectoryStorage(share)
    assert names(storage) == ["all", "closed", "public", "secret"]
    nodes = dict(storage.entries(storage.root))
    for node in nodes.values():
        storage.metadata(node)
    assert storage.read(nodes["public"], "", 0, 3) == b"abc"
    storage.write(nodes["all"], "", 0, b"xyz")
    for operation in (
        lambda: storage.read(nodes["secret"], "", 0, 3),
        lambda: storage.write(nodes["public"], "", 0, b"x"),
        lambda: storage.save(nodes["public"], a_file()),
        lambda: storage.create(storage.root, "new", a_file()),
        lambda: storage.create(nodes["closed"], "new", a_directory()),
        lambda: storage.lookup(nodes["closed"], "x"),
        lambda: storage.unlink(storage.root, "all"),
        lambda: list(storage.entries(nodes["closed"])),
    ):
        with pytest.raises(Refused) as refusal:
            operation()
        assert refusal.value.status == NtStatus.STATUS_ACCESS_DENIED
    storage.close()
