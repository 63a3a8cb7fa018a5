"""Files on Samba's smbd: all that the client does with them, at several dialects, signed and encrypted."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from plugfest.errors import DeadlineExceeded, InputError, StatusError
from plugfest.net import connect
from plugfest.net.file import File
from plugfest.net.stat import date, filetime
from plugfest.net.tree import Tree
from plugfest.protocols.ms_dtyp import SecurityInformation, Sid
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fscc import directory_information
from plugfest.protocols.ms_fscc.constants import FileAttributes, FileInformationClass, FsctlCode
from plugfest.protocols.ms_fscc.directory_information import FileNamesInformation
from plugfest.protocols.ms_fscc.entries import FileFullEaInformation
from plugfest.protocols.ms_fscc.file_information import (
    FileBasicInformation,
    FileInternalInformation,
    FileNameInformation,
    FileStandardInformation,
)
from plugfest.protocols.ms_fscc.fsctl import Compression
from plugfest.protocols.ms_fscc.volume_information import FileFsAttributeInformation, FileFsSizeInformation
from plugfest.protocols.ms_smb2.client import ClientSettings
from plugfest.protocols.ms_smb2.constants import (
    AccessMask,
    Cipher,
    CreateAction,
    Dialect,
    InfoType,
    ShareAccess,
    SigningAlgorithm,
)
from plugfest.protocols.ms_smb2.create import CreateContext
from plugfest.wire import Structure

pytestmark = [pytest.mark.anyio, pytest.mark.integration]
MIB = 1024 * 1024
NEWEST = (Dialect.SMB_3_1_1,)
PROTECTIONS = {
    "2.0.2": {"dialects": (Dialect.SMB_2_0_2,)},
    "2.1-signed": {"dialects": (Dialect.SMB_2_1,), "require_signing": True},
    "3.0-cmac": {"dialects": (Dialect.SMB_3_0,), "require_signing": True},
    "3.0.2-ccm": {"dialects": (Dialect.SMB_3_0_2,), "encrypt": True},
    "3.1.1": {"dialects": NEWEST},
    "3.1.1-gmac": {"dialects": NEWEST, "require_signing": True},
    "3.1.1-hmac": {
        "dialects": NEWEST,
        "require_signing": True,
        "signing_algorithms": (SigningAlgorithm.HMAC_SHA256,),
    },
    "3.1.1-gcm": {"dialects": NEWEST, "encrypt": True},
    "3.1.1-gcm-256": {"dialects": NEWEST, "encrypt": True, "ciphers": (Cipher.AES_256_GCM,)},
    "few-credits": {"dialects": NEWEST, "credits": 4},
}


@pytest.fixture(params=PROTECTIONS.values(), ids=PROTECTIONS.keys())
async def protected(request, private_smbd) -> AsyncIterator[Tree]:
    """A tree connect of each kind."""
    async with connect(private_smbd.url(), settings=ClientSettings(**request.param)) as tree:
        yield tree


@pytest.fixture
async def tree(private_smbd) -> AsyncIterator[Tree]:
    async with connect(private_smbd.url()) as tree:
        yield tree


@pytest.fixture
async def folder(tree) -> AsyncIterator[str]:
    """An empty folder; it is removed with what a test leaves in it."""
    name = f"files-{os.urandom(4).hex()}"
    await tree.mkdir(name)
    yield name
    await remove(tree, name)


async def remove(tree: Tree, path: str) -> None:
    async for entry in tree.list(path):
        inner = f"{path}/{entry.file_name}"
        if entry.file_attributes & FileAttributes.FILE_ATTRIBUTE_DIRECTORY:
            await remove(tree, inner)
        else:
            await tree.delete(inner)
    await tree.rmdir(path)


def refused(status: NtStatus):
    return pytest.raises(StatusError, match=status.name)


@pytest.mark.parametrize("size", [0, 1, 65536, 65537, MIB, 5 * MIB + 1])
async def test_write_and_read(protected, private_smbd, size):
    data = os.urandom(size)
    assert await protected.write_file("data.bin", data) == size
    assert (private_smbd.files / "data.bin").read_bytes() == data
    assert await protected.read_file("data.bin") == data
    await protected.delete("data.bin")
    assert not (private_smbd.files / "data.bin").exists()


async def test_much_data_streams_in_order(protected, private_smbd):
    parts = [os.urandom(777_777) for _ in range(24)]
    await protected.write_file("stream.bin", iter(parts))
    digest, longest = hashlib.sha256(), 0
    async with protected.open("stream.bin") as file:
        async for part in file:
            digest.update(part)
            longest = max(longest, len(part))
        assert file.tell() == await file.size() == sum(map(len, parts))
    assert digest.digest() == hashlib.sha256(b"".join(parts)).digest()
    assert longest <= MIB
    await protected.delete("stream.bin")


async def test_an_asynchronous_source_and_a_buffer_to_read_into(tree, folder):
    async def source() -> AsyncIterator[bytes]:
        for number in range(5):
            await asyncio.sleep(0)
            yield bytes([number]) * 1000

    assert await tree.write_file(f"{folder}/made", source()) == 5000
    buffer = bytearray(7000)
    async with tree.open(f"{folder}/made") as file:
        assert await file.readinto(buffer, 500) == 4500
    assert buffer[:4500] == b"".join(bytes([number]) * 1000 for number in range(5))[500:]
    assert not any(buffer[4500:])


async def test_positions(tree, folder):
    async with tree.open(f"{folder}/file", "w+") as file:
        assert await file.write(b"0123456789") == 10
        assert file.tell() == 10
        assert await file.seek(-3, io.SEEK_END) == 7
        assert await file.read(2) == b"78"
        assert await file.seek(-1, io.SEEK_CUR) == 8
        assert await file.read() == b"89"
        assert await file.read() == b""
        assert await file.pwrite(3, b"xyz") == 3
        assert await file.pread(2, 5) == b"2xyz6"
        assert await file.pread(9, 5) == b"9"
        assert await file.pread(100, 5) == b""
        assert file.tell() == 10
        await file.truncate(4)
        await file.flush()
        assert await file.size() == 4
        await file.truncate(6)
        assert await file.pread(0) == b"012x\0\0"
        closed = await file.close(attributes=True)
        assert closed.end_of_file == 6
        assert not file.is_open
    assert await tree.read_file(f"{folder}/file") == b"012x\0\0"


async def test_a_file_that_grows_while_it_is_read(tree, folder):
    async with tree.open(f"{folder}/log", "w+") as file:
        await file.pwrite(0, b"a" * 5 * MIB)
        assert len(await file.pread(0)) == 5 * MIB  # it was empty when it was opened
        assert await file.pread(5 * MIB - 1) == b"a"


async def test_modes(tree, folder):
    path = f"{folder}/modes"
    with refused(NtStatus.STATUS_OBJECT_NAME_NOT_FOUND):
        await tree.open(path)
    async with tree.open(path, "x") as file:
        assert file.created.create_action == CreateAction.FILE_CREATED
        await file.write(b"one")
    with refused(NtStatus.STATUS_OBJECT_NAME_COLLISION):
        await tree.open(path, "x")
    async with tree.open(path, "ab") as file:
        await file.write(b"two")
    async with tree.open(path, "r+b") as file:
        await file.write(b"ONE")
    assert await tree.read_file(path) == b"ONEtwo"
    async with tree.open(path) as file:
        with refused(NtStatus.STATUS_ACCESS_DENIED):
            await file.write(b"no")
    async with tree.open(path, "w"):
        pass
    assert await tree.read_file(path) == b""
    with pytest.raises(InputError, match="'q' is no mode"):
        tree.open(path, "q")


async def test_opening_with_and_without_a_block(tree, folder):
    file = await tree.open(f"{folder}/plain", "w")
    assert isinstance(file, File)
    assert repr(file) == rf"<File '{folder}\\plain'>"
    await file.close()
    with refused(NtStatus.STATUS_FILE_CLOSED):
        await file.write(b"late")
    alone = tree.open(f"{folder}/plain", share=ShareAccess(0))
    with pytest.raises(StatusError, match="SHARING_VIOLATION"):
        async with alone:
            await tree.open(f"{folder}/plain")
    await tree.read_file(f"{folder}\\plain")  # closed in spite of the error


async def test_paths(tree, folder):
    await tree.mkdir(f"/{folder}/sub/")
    await tree.mkdir(f"{folder}\\sub", exist_ok=True)
    with refused(NtStatus.STATUS_OBJECT_NAME_COLLISION):
        await tree.mkdir(f"{folder}/sub")
    assert not await tree.exists(f"{folder}/sub/none")
    assert not await tree.exists(f"{folder}/none/none")
    await tree.write_file(f"{folder}/sub/ünïcödé 文件 🎉.txt", b"name")
    assert await tree.exists(f"\\{folder}\\sub\\ünïcödé 文件 🎉.txt")
    with refused(NtStatus.STATUS_DIRECTORY_NOT_EMPTY):
        await tree.rmdir(f"{folder}/sub")
    with refused(NtStatus.STATUS_NOT_A_DIRECTORY):
        await tree.rmdir(f"{folder}/sub/ünïcödé 文件 🎉.txt")
    with refused(NtStatus.STATUS_FILE_IS_A_DIRECTORY):
        await tree.delete(f"{folder}/sub")
    await tree.rename(f"{folder}/sub", f"{folder}/moved")
    assert await tree.read_file(f"{folder}/moved/ünïcödé 文件 🎉.txt") == b"name"
    await tree.write_file(f"{folder}/other", b"x")
    with refused(NtStatus.STATUS_OBJECT_NAME_COLLISION):
        await tree.rename(f"{folder}/other", f"{folder}/moved/ünïcödé 文件 🎉.txt")
    await tree.rename(f"{folder}/other", f"{folder}/moved/ünïcödé 文件 🎉.txt", replace=True)
    assert await tree.read_file(f"{folder}/moved/ünïcödé 文件 🎉.txt") == b"x"
    assert not tree.session.state.open_table


DIRECTORY_CLASSES = [
    kind
    for name, kind in vars(directory_information).items()
    if isinstance(kind, type) and issubclass(kind, Structure) and name in FileInformationClass.__members__
]


@pytest.mark.parametrize("kind", DIRECTORY_CLASSES, ids=lambda kind: kind.__name__)
async def test_directory_classes(tree, folder, kind):
    await tree.write_file(f"{folder}/short", b"12345")
    await tree.mkdir(f"{folder}/a longer name than eight and three")
    if FileInformationClass[kind.__name__] >= FileInformationClass.FileIdExtdDirectoryInformation:
        with refused(NtStatus.STATUS_INVALID_INFO_CLASS):  # these came after smbd
            [entry async for entry in tree.list(folder, kind=kind)]
        return
    entries = {entry.file_name: entry async for entry in tree.list(folder, kind=kind)}
    assert set(entries) == {"short", "a longer name than eight and three"}
    if kind is not FileNamesInformation:
        assert entries["short"].end_of_file == 5
    dots = {entry.file_name async for entry in tree.list(folder, kind=kind, dots=True)}
    assert dots - set(entries) == {".", ".."}


async def test_many_names_and_patterns(private_smbd, tree, folder):
    for number in range(3000):
        (private_smbd.files / folder / f"a name of some length to fill pages {number:05}").touch()
    names = [entry.file_name async for entry in tree.list(folder)]
    assert len(names) == len(set(names)) == 3000
    found = [entry.file_name async for entry in tree.list(folder, "*0007?")]
    assert sorted(found) == sorted(name for name in names if name[:-1].endswith("0007"))
    assert [entry async for entry in tree.list(folder, "nothing*")] == []
    async with tree.open_directory(folder) as directory:
        first = await directory.page(FileNamesInformation, size=1000)
        again = [entry.file_name async for entry in directory.entries(kind=FileNamesInformation)]
        assert len(again) == 3000
        assert len(first) < 20
    for number in range(3000):
        (private_smbd.files / folder / f"a name of some length to fill pages {number:05}").unlink()


async def test_an_interrupted_listing_closes_its_directory(tree, folder):
    await tree.write_file(f"{folder}/one", b"")
    listing = tree.list(folder)
    async for _ in listing:
        break
    await listing.aclose()  # type: ignore[attr-defined]
    assert not tree.session.state.open_table


async def test_stat_times_and_attributes(protected):
    await protected.write_file("stat.bin", b"x" * 1234)
    stat = await protected.stat("stat.bin")
    assert (stat.path, stat.size, stat.links, stat.is_directory) == ("stat.bin", 1234, 1, False)
    assert stat.file_id == (await protected.query("stat.bin", FileInternalInformation)).index_number
    moment = datetime(2001, 2, 3, 4, 5, 6, 700000, tzinfo=UTC)
    await protected.set_times("stat.bin", write=moment, access=filetime(moment) + 3)
    changed = await protected.stat("stat.bin")
    assert changed.modified == moment
    assert date(changed.last_access_time) == moment
    assert changed.created == stat.created
    await protected.set_attributes("stat.bin", FileAttributes.FILE_ATTRIBUTE_NORMAL)
    assert (await protected.stat("stat.bin")).size == 1234
    assert (await protected.stat()).is_directory
    await protected.delete("stat.bin")


async def test_information_of_files_and_file_systems(tree, folder):
    await tree.write_file(f"{folder}/info", b"123")
    async with tree.handle(
        f"{folder}/info", AccessMask.FILE_READ_ATTRIBUTES | AccessMask.FILE_WRITE_ATTRIBUTES
    ) as handle:
        assert (await handle.query(FileStandardInformation)).end_of_file == 3
        raw = await handle.query_info(InfoType.SMB2_0_INFO_FILE, FileInformationClass.FileBasicInformation)
        assert FileBasicInformation.decode(raw) == await handle.query(FileBasicInformation)
        normalized = await handle.query(FileNameInformation, FileInformationClass.FileNormalizedNameInformation)
        assert normalized.file_name == f"{folder}\\info"
        await handle.set(FileBasicInformation(creation_time=filetime(datetime(2020, 1, 1, tzinfo=UTC))))
        with refused(NtStatus.STATUS_INVALID_INFO_CLASS):
            await handle.query_info(InfoType.SMB2_0_INFO_FILE, 250)
    assert (await tree.query("", FileFsAttributeInformation)).file_system_name == "NTFS"
    assert (await tree.query(folder, FileFsSizeInformation)).bytes_per_sector == 512


async def test_extended_attributes(private_smbd, tree, folder):
    path = f"{folder}/attributes"
    await tree.write_file(path, b"")
    access = AccessMask.FILE_READ_EA | AccessMask.FILE_WRITE_EA
    async with tree.handle(path, access) as handle:
        await handle.set(FileFullEaInformation(ea_name=b"COLOUR", ea_value=b"blue"))
        (found,) = await handle.query_list(FileFullEaInformation)
        assert (found.ea_name, found.ea_value) == (b"COLOUR", b"blue")


async def test_security_descriptors(tree, folder):
    path = f"{folder}/secure"
    await tree.write_file(path, b"")
    descriptor = await tree.security(path)
    assert descriptor.owner is not None
    assert descriptor.dacl is not None
    only_owner = await tree.security(path, SecurityInformation.OWNER_SECURITY_INFORMATION)
    assert (only_owner.owner, only_owner.dacl) == (descriptor.owner, None)
    await tree.set_security(path, descriptor, SecurityInformation.DACL_SECURITY_INFORMATION)
    assert (await tree.security(path)).owner == descriptor.owner
    assert isinstance(descriptor.owner, Sid)


async def test_streams_and_links(tree, folder):
    path = f"{folder}/main"
    await tree.write_file(path, b"12345")
    (stream,) = await tree.streams(path)
    assert (stream.stream_name, stream.stream_size) == ("::$DATA", 5)
    async with tree.handle(path, AccessMask.FILE_WRITE_ATTRIBUTES) as handle:
        await handle.link(f"{folder}/second")
    assert (await tree.stat(path)).links == 2
    await tree.write_file(f"{folder}/second", b"through the other")
    assert await tree.read_file(path) == b"through the other"


async def test_delete_when_closed(tree, folder):
    async with tree.open(f"{folder}/going", "w", desired_access=AccessMask.DELETE | AccessMask.FILE_WRITE_DATA) as file:
        await file.delete()
        await file.delete(pending=False)
        await file.delete()
        with refused(NtStatus.STATUS_DELETE_PENDING):
            await tree.read_file(f"{folder}/going")
    assert not await tree.exists(f"{folder}/going")


async def test_create_contexts(tree, folder):
    contexts = (CreateContext(name=b"MxAc"), CreateContext(name=b"QFid"), CreateContext(name=b"none"))
    async with tree.open(f"{folder}/contexts", "w", contexts=contexts) as file:
        assert {each.name for each in file.created.create_contexts} == {b"MxAc", b"QFid"}


@pytest.mark.parametrize("size", [0, 5, MIB, 20 * MIB + 3])
async def test_copies_by_the_server(protected, size):
    data = os.urandom(size)
    await protected.write_file("source.bin", data)
    sent = protected.connection.state.window.available
    assert await protected.copy("source.bin", "target.bin") == size
    assert await protected.read_file("target.bin") == data
    assert sent
    await protected.delete("source.bin")
    await protected.delete("target.bin")


async def test_a_part_is_copied(tree, folder):
    await tree.write_file(f"{folder}/source", bytes(range(256)) * 4096)
    async with tree.open(f"{folder}/source") as source, tree.open(f"{folder}/target", "w+") as target:
        await target.write(b"-" * 10)
        assert await target.copychunk(source, offset=100, length=50, to=5) == 50
        assert await target.pread(0) == b"-----" + bytes(range(100, 150))


async def test_control_codes(tree, folder):
    async with tree.open(f"{folder}/codes", "w+") as file:
        state = Compression.decode(await file.ioctl(FsctlCode.FSCTL_GET_COMPRESSION))
        assert state.compression_state == 0
        with refused(NtStatus.STATUS_INVALID_DEVICE_REQUEST):
            await file.ioctl(FsctlCode.FSCTL_GET_NTFS_VOLUME_DATA)


async def test_locks(private_smbd, tree, folder):
    await tree.write_file(f"{folder}/locked", b"0123456789")
    async with (
        connect(private_smbd.url()) as other,
        tree.open(f"{folder}/locked", "r+") as mine,
        other.open(f"{folder}/locked", "r+") as theirs,
    ):
        await mine.lock(0, 5)
        with refused(NtStatus.STATUS_LOCK_NOT_GRANTED):
            await theirs.lock(3, 4)
        with refused(NtStatus.STATUS_FILE_LOCK_CONFLICT):
            await theirs.pread(0, 5)
        with pytest.raises(DeadlineExceeded):
            await theirs.lock(4, 1, wait=True, deadline=0.3)
        given_up = asyncio.create_task(theirs.lock(2, 1, wait=True))
        waiting = asyncio.create_task(theirs.lock(3, 4, wait=True))
        await mine.flush()  # both are on their way by now
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        await mine.unlock(0, 5)
        await waiting
        await mine.lock(2, 1)  # neither of the two that were given up has it
        await theirs.unlock(3, 4)
        await theirs.lock(0, 1, shared=True)
        await mine.lock(0, 1, shared=True)


async def test_many_files_at_once(tree, folder):
    async def one(number: int) -> None:
        path, data = f"{folder}/{number}", os.urandom(100_000 + number)
        await tree.write_file(path, data)
        assert await tree.read_file(path) == data
        await tree.delete(path)

    await asyncio.gather(*(one(number) for number in range(40)))
    assert [entry async for entry in tree.list(folder)] == []


async def test_the_encrypted_share(private_smbd):
    async with connect(private_smbd.url(private_smbd.encrypted_share)) as tree:
        data = os.urandom(3 * MIB)
        await tree.write_file("secret.bin", data)
        assert await tree.read_file("secret.bin") == data
        await tree.delete("secret.bin")


async def test_who_observes_gets_every_byte(private_smbd):
    frames = []
    data = os.urandom(2 * MIB + 5)
    async with connect(private_smbd.url(), observer=frames.append) as tree:
        await tree.write_file("seen.bin", data)
        assert await tree.read_file("seen.bin") == data
        await tree.delete("seen.bin")
    for sent in (True, False):
        assert data[MIB : MIB + 100] in b"".join(f.wire for f in frames[:-1] if f.sent == sent)
    bodies = [packet.body for f in frames[:-1] for packet in f.packets if f.sent]
    assert b"".join(getattr(body, "buffer", b"") for body in bodies if type(body).__name__ == "WriteRequest") == data
