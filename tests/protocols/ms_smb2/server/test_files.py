"""Requests about files, in memory: [MS-SMB2] 3.3.5.9 contexts, 3.3.5.12, .13, .15, .18, .20, .21."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from plugfest.protocols.ms_dtyp import Acl, SecurityDescriptor
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fscc.constants import FileInformationClass
from plugfest.protocols.ms_fscc.fsctl import Smb2DuplicateExtentsData
from plugfest.protocols.ms_smb2.client import Reply
from plugfest.protocols.ms_smb2.constants import (
    AccessMask,
    CreateDisposition,
    CreateOptions,
    CtlCode,
    InfoType,
    IoctlFlags,
    QueryDirectoryFlags,
    ShareAccess,
    ShareFlags,
    WriteFlags,
)
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID, CreateContext, CreateRequest, FileId
from plugfest.protocols.ms_smb2.ioctl import (
    IoctlRequest,
    IoctlResponse,
    PipeWaitRequest,
    SrvCopychunk,
    SrvCopychunkCopy,
    SrvCopychunkResponse,
)
from plugfest.protocols.ms_smb2.query import (
    QueryDirectoryRequest,
    QueryDirectoryResponse,
    QueryInfoRequest,
    QueryInfoResponse,
    SetInfoRequest,
)
from plugfest.protocols.ms_smb2.read_write import FlushRequest, ReadRequest, ReadResponse, WriteRequest
from plugfest.protocols.ms_smb2.server import Share
from plugfest.wire import Structure
from tests.protocols.ms_smb2.joined import World
from tests.protocols.ms_smb2.server.test_oplocks import User

OK = NtStatus.STATUS_SUCCESS
DENIED = NtStatus.STATUS_ACCESS_DENIED
INVALID = NtStatus.STATUS_INVALID_PARAMETER
NOT_SUPPORTED = NtStatus.STATUS_NOT_SUPPORTED
READ_ATTRIBUTES = AccessMask.FILE_READ_ATTRIBUTES
NORMAL = FileInformationClass.FileBasicInformation
SIZE = 8 * 1024 * 1024


@pytest.fixture
def user() -> User:
    return User(World())


@pytest.fixture
def pipes() -> User:
    return User(World(), "IPC$")


def ask(user: User, body: Structure) -> Reply:
    return user.client.request(body, tree=user.tree)


def make(user: User, name: str, data: bytes = b"", **changes: Any) -> FileId:
    file_id = user.open(name=name, **changes).file_id
    if data:
        assert ask(user, WriteRequest(file_id=file_id, buffer=data)).status == OK
    return file_id


def read(user: User, file_id: FileId, length: int = 65536) -> bytes:
    reply = ask(user, ReadRequest(file_id=file_id, length=length))
    assert isinstance(reply.body, ReadResponse), reply.status
    return bytes(reply.body.buffer)


def fsctl(user: User, code: CtlCode, file_id: FileId, data: bytes = b"", room: int = 4096, **changes: Any) -> Reply:
    fields: dict[str, Any] = {"flags": IoctlFlags.SMB2_0_IOCTL_IS_FSCTL, "max_output_response": room, **changes}
    return ask(user, IoctlRequest(ctl_code=code, file_id=file_id, input=data, **fields))


def output(reply: Reply) -> bytes:
    assert isinstance(reply.body, IoctlResponse), reply.status
    return bytes(reply.body.output)


def query(user: User, file_id: FileId, kind: int, info_type: int = 1, room: int = 4096, **changes: Any) -> Reply:
    body = QueryInfoRequest(
        info_type=InfoType(info_type), file_info_class=kind, output_buffer_length=room, file_id=file_id, **changes
    )
    return ask(user, body)


# --- CREATE contexts ----------------------------------------------------------------------------------------------


def contexts(user: User, *wanted: CreateContext, name: str = "file") -> dict[bytes, bytes]:
    created = user.open(name=name, create_contexts=wanted)
    return {context.name: bytes(context.data) for context in created.create_contexts}


def test_maximal_access_and_disk_id(user: User) -> None:
    found = contexts(user, CreateContext(name=b"MxAc"), CreateContext(name=b"QFid"), CreateContext(name=b"none"))
    assert set(found) == {b"MxAc", b"QFid"}
    assert struct.unpack("<II", found[b"MxAc"])[0] == 0
    assert struct.unpack("<II", found[b"MxAc"])[1] & AccessMask.FILE_READ_DATA
    assert len(found[b"QFid"]) == 32
    assert any(found[b"QFid"][:8])


def test_maximal_access_of_a_file_that_the_client_knows(user: User) -> None:
    created = user.open()
    stamp = created.change_time.to_bytes(8, "little")
    found = contexts(user, CreateContext(name=b"MxAc", data=stamp))
    assert struct.unpack("<II", found[b"MxAc"]) == (NtStatus.STATUS_NONE_MAPPED, 0)


def create_status(user: User, context: CreateContext) -> NtStatus:
    disposition = CreateDisposition.FILE_OPEN_IF
    body = CreateRequest(
        name="other", desired_access=READ_ATTRIBUTES, create_disposition=disposition, create_contexts=(context,)
    )
    return ask(user, body).status


@pytest.mark.parametrize(
    ("context", "status"),
    [
        (CreateContext(name=b"AlSi", data=b"1234"), INVALID),
        (CreateContext(name=b"AlSi", data=bytes(8)), OK),
        (CreateContext(name=b"TWrp", data=bytes(8)), NtStatus.STATUS_OBJECT_NAME_NOT_FOUND),
        (CreateContext(name=b"DHnC", data=bytes(16)), NtStatus.STATUS_OBJECT_NAME_NOT_FOUND),
        (CreateContext(name=b"SecD", data=b"nothing"), INVALID),
    ],
)
def test_contexts_that_decide(user: User, context: CreateContext, status: NtStatus) -> None:
    assert create_status(user, context) == status


# --- READ, WRITE, FLUSH -------------------------------------------------------------------------------------------


def test_what_an_open_may_not_do(user: User) -> None:
    file_id = make(user, "file", desired_access=READ_ATTRIBUTES)
    for body in (
        ReadRequest(file_id=file_id, length=1),
        WriteRequest(file_id=file_id, buffer=b"x"),
        FlushRequest(file_id=file_id),
    ):
        assert ask(user, body).status == DENIED


@pytest.mark.parametrize("flags", [ShareFlags(0), ShareFlags.SMB2_SHAREFLAG_FORCE_SHARED_DELETE])
def test_a_share_may_force_shared_deletion(flags: ShareFlags) -> None:
    user = User(World(shares=(Share("share", flags=flags),)))
    user.open(share_access=ShareAccess.FILE_SHARE_READ, desired_access=AccessMask.FILE_READ_DATA)
    status = user.statuses(user.begin_open(desired_access=AccessMask.DELETE))
    assert status == [OK if flags else NtStatus.STATUS_SHARING_VIOLATION]


def test_reading_at_the_end(user: User) -> None:
    file_id = make(user, "file", b"four")
    assert ask(user, ReadRequest(file_id=file_id, length=9, minimum_count=5)).status == NtStatus.STATUS_END_OF_FILE
    assert ask(user, ReadRequest(file_id=file_id, offset=4, length=9)).status == NtStatus.STATUS_END_OF_FILE
    assert (
        ask(
            user,
            ReadRequest(file_id=file_id, length=SIZE + 1),
        ).status
        == INVALID
    )
    assert read(user, file_id) == b"four"


def test_write_through_and_flush(user: User) -> None:
    file_id = make(user, "file")
    body = WriteRequest(file_id=file_id, buffer=b"through", flags=WriteFlags.SMB2_WRITEFLAG_WRITE_THROUGH)
    assert ask(user, body).status == OK
    assert ask(user, FlushRequest(file_id=file_id)).status == OK
    assert read(user, file_id) == b"through"


# --- IOCTL --------------------------------------------------------------------------------------------------------


def copy(user: User, source: FileId, target: FileId, *chunks: SrvCopychunk, **changes: Any) -> Reply:
    key = output(fsctl(user, CtlCode.FSCTL_SRV_REQUEST_RESUME_KEY, source, room=32))[:24]
    wanted = SrvCopychunkCopy(source_key=key, chunks=chunks).encode()
    return fsctl(user, changes.pop("code", CtlCode.FSCTL_SRV_COPYCHUNK), target, wanted, room=changes.pop("room", 12))


def test_copychunk(user: User) -> None:
    source, target = make(user, "source", b"0123456789"), make(user, "target")
    reply = copy(user, source, target, SrvCopychunk(5, 0, 5), SrvCopychunk(0, 5, 5))
    assert SrvCopychunkResponse.decode(output(reply)) == SrvCopychunkResponse(2, 0, 10)
    assert read(user, target) == b"5678901234"


def test_copychunk_stops_where_it_cannot_go_on(user: User) -> None:
    source, target = make(user, "source", b"0123456789"), make(user, "target")
    reply = copy(user, source, target, SrvCopychunk(0, 0, 5), SrvCopychunk(6, 5, 5))
    assert reply.status == NtStatus.STATUS_INVALID_VIEW_SIZE
    assert SrvCopychunkResponse.decode(output(reply)) == SrvCopychunkResponse(1, 0, 5)
    assert read(user, target) == b"01234"


@pytest.mark.parametrize(
    "chunks", [[SrvCopychunk()], [SrvCopychunk(length=(1 << 20) + 1)], [SrvCopychunk(length=1)] * 257]
)
def test_copychunk_says_how_much_it_can(user: User, chunks: list[SrvCopychunk]) -> None:
    source, target = make(user, "source", b"0"), make(user, "target")
    reply = copy(user, source, target, *chunks)
    assert reply.status == INVALID
    assert SrvCopychunkResponse.decode(output(reply)) == SrvCopychunkResponse(256, 1 << 20, 16 << 20)


def test_copychunk_needs_rights(user: User) -> None:
    source, target = make(user, "source", b"0"), make(user, "target")
    chunk = SrvCopychunk(length=1)
    blind = make(user, "source", desired_access=READ_ATTRIBUTES)
    unwritable = make(user, "target", desired_access=AccessMask.FILE_READ_DATA)
    unreadable = make(user, "target", desired_access=AccessMask.FILE_WRITE_DATA)
    assert copy(user, blind, target, chunk).status == DENIED
    assert copy(user, source, unwritable, chunk).status == DENIED
    assert copy(user, source, unreadable, chunk).status == DENIED
    assert copy(user, source, unreadable, chunk, code=CtlCode.FSCTL_SRV_COPYCHUNK_WRITE).status == OK


def test_copychunk_that_is_malformed(user: User) -> None:
    source, target = make(user, "source", b"0"), make(user, "target")
    assert copy(user, source, target, SrvCopychunk(length=1), room=11).status == INVALID
    assert fsctl(user, CtlCode.FSCTL_SRV_COPYCHUNK, target, b"short").status == INVALID
    unknown = SrvCopychunkCopy(source_key=b"?" * 24, chunks=(SrvCopychunk(length=1),)).encode()
    assert fsctl(user, CtlCode.FSCTL_SRV_COPYCHUNK, target, unknown).status == NtStatus.STATUS_OBJECT_NAME_NOT_FOUND
    assert fsctl(user, CtlCode.FSCTL_SRV_REQUEST_RESUME_KEY, source, room=31).status == INVALID


def test_duplicate_extents(user: User) -> None:
    source, target = make(user, "source", b"s" * 8192), make(user, "target", b"t" * 8192)
    wanted = Smb2DuplicateExtentsData(
        source_file_id_persistent=source.persistent, source_file_id_volatile=source.volatile, byte_count=4096
    )
    assert fsctl(user, CtlCode.FSCTL_DUPLICATE_EXTENTS_TO_FILE, target, wanted.encode()).status == OK
    assert read(user, target) == b"s" * 4096 + b"t" * 4096
    nobody = Smb2DuplicateExtentsData(source_file_id_volatile=0xDEAD, byte_count=1).encode()
    bad = fsctl(user, CtlCode.FSCTL_DUPLICATE_EXTENTS_TO_FILE, target, nobody).status
    assert bad == NtStatus.STATUS_INVALID_HANDLE
    assert fsctl(user, CtlCode.FSCTL_DUPLICATE_EXTENTS_TO_FILE, target, b"short").status == INVALID


def test_codes_that_are_refused(user: User) -> None:
    file_id = make(user, "file")
    assert fsctl(user, CtlCode.FSCTL_SRV_ENUMERATE_SNAPSHOTS, file_id).status == NOT_SUPPORTED
    refused = fsctl(user, CtlCode.FSCTL_DFS_GET_REFERRALS, ANY_FILE_ID).status
    assert refused == NtStatus.STATUS_FS_DRIVER_REQUIRED
    assert fsctl(user, CtlCode(0x00099999), file_id).status == NtStatus.STATUS_INVALID_DEVICE_REQUEST
    assert fsctl(user, CtlCode(0x00099999), ANY_FILE_ID).status == NtStatus.STATUS_FILE_CLOSED
    assert fsctl(user, CtlCode.FSCTL_PIPE_PEEK, file_id, flags=IoctlFlags(0)).status == NOT_SUPPORTED
    assert fsctl(user, CtlCode.FSCTL_PIPE_PEEK, file_id, room=SIZE + 1).status == INVALID


def test_the_object_store_answers(user: User) -> None:
    file_id = make(user, "file", b"data")
    ranges = fsctl(user, CtlCode(0x000940CF), file_id, struct.pack("<QQ", 0, 4))  # FSCTL_QUERY_ALLOCATED_RANGES
    assert struct.unpack("<QQ", output(ranges)[:16])[0] == 0


def test_pipe_peek(pipes: User) -> None:
    file_id = make(pipes, "echo", desired_access=AccessMask.FILE_READ_DATA | AccessMask.FILE_WRITE_DATA)
    state, available, messages, _ = struct.unpack("<IIII", output(fsctl(pipes, CtlCode.FSCTL_PIPE_PEEK, file_id)))
    assert (state, available, messages) == (3, 0, 0)
    small = fsctl(pipes, CtlCode.FSCTL_PIPE_PEEK, file_id, room=15).status
    assert small == NtStatus.STATUS_BUFFER_TOO_SMALL


def test_pipe_wait(pipes: User) -> None:
    def wait(data: bytes) -> NtStatus:
        return fsctl(pipes, CtlCode.FSCTL_PIPE_WAIT, ANY_FILE_ID, data).status

    assert wait(PipeWaitRequest(name="echo", timeout=1, timeout_specified=1).encode()) == OK
    assert wait(PipeWaitRequest(name="nosuch").encode()) == NtStatus.STATUS_OBJECT_NAME_NOT_FOUND
    assert wait(b"short") == NtStatus.STATUS_OBJECT_NAME_NOT_FOUND


# --- QUERY_DIRECTORY ----------------------------------------------------------------------------------------------


def listing(user: User, file_id: FileId, pattern: str = "*", flags: int = 0, room: int = 65536) -> Reply:
    body = QueryDirectoryRequest(
        file_information_class=FileInformationClass.FileNamesInformation,
        flags=QueryDirectoryFlags(flags),
        file_id=file_id,
        file_name=pattern,
        output_buffer_length=room,
    )
    return ask(user, body)


def test_a_directory_is_listed_once_and_again(user: User) -> None:
    for name in ("a", "b"):
        user.close(make(user, name))
    root = make(user, "", create_options=CreateOptions.FILE_DIRECTORY_FILE)
    first = listing(user, root, flags=QueryDirectoryFlags.SMB2_RETURN_SINGLE_ENTRY)
    assert isinstance(first.body, QueryDirectoryResponse)
    assert bytes(first.body.buffer).endswith(".".encode("utf-16-le"))
    assert listing(user, root).status == OK
    assert listing(user, root).status == NtStatus.STATUS_NO_MORE_FILES
    assert listing(user, root, flags=QueryDirectoryFlags.SMB2_RESTART_SCANS).status == OK
    assert listing(user, root, "z*", QueryDirectoryFlags.SMB2_REOPEN).status == NtStatus.STATUS_NO_SUCH_FILE


def test_what_cannot_be_listed(user: User) -> None:
    assert listing(user, make(user, "file")).status == INVALID
    directory = CreateOptions.FILE_DIRECTORY_FILE
    blind = make(user, "", create_options=directory, desired_access=READ_ATTRIBUTES)
    assert listing(user, blind).status == DENIED
    root = make(user, "", create_options=directory)
    assert listing(user, root, room=SIZE + 1).status == INVALID


def test_a_share_may_list_only_what_may_be_read() -> None:
    flags = ShareFlags.SMB2_SHAREFLAG_ACCESS_BASED_DIRECTORY_ENUM
    user = User(World(shares=(Share("share", flags=flags),)))
    file_id = make(user, "hidden")
    nobody = SecurityDescriptor(dacl=Acl()).encode()
    body = SetInfoRequest(
        info_type=InfoType.SMB2_0_INFO_SECURITY, additional_information=4, file_id=file_id, buffer=nobody
    )
    assert ask(user, body).status == OK
    make(user, "shown")
    listed = listing(user, make(user, "", create_options=CreateOptions.FILE_DIRECTORY_FILE))
    assert isinstance(listed.body, QueryDirectoryResponse)
    assert "shown".encode("utf-16-le") in bytes(listed.body.buffer)
    assert "hidden".encode("utf-16-le") not in bytes(listed.body.buffer)


# --- QUERY_INFO, SET_INFO -----------------------------------------------------------------------------------------


def test_information_of_each_type(user: User) -> None:
    file_id = make(user, "file", b"data")
    for kind, info_type in ((4, 1), (5, 1), (18, 1), (59, 1), (48, 1), (3, 2), (7, 2)):
        reply = query(user, file_id, kind, info_type)
        assert isinstance(reply.body, QueryInfoResponse), (kind, info_type, reply.status)
        assert reply.body.buffer


def test_information_that_is_refused(user: User) -> None:
    file_id = make(user, "file")
    blind = make(user, "file", desired_access=AccessMask.FILE_WRITE_DATA)
    assert query(user, blind, NORMAL).status == DENIED
    assert query(user, blind, FileInformationClass.FileFullEaInformation).status == DENIED
    assert query(user, file_id, NORMAL, room=SIZE + 1).status == INVALID
    assert query(user, file_id, 0, InfoType.SMB2_0_INFO_QUOTA).status == NOT_SUPPORTED
    assert query(user, file_id, 0, 9).status == INVALID


def test_security(user: User) -> None:
    file_id = make(user, "file")
    whole = query(user, file_id, 0, InfoType.SMB2_0_INFO_SECURITY, additional_information=7)
    assert isinstance(whole.body, QueryInfoResponse)
    short = query(user, file_id, 0, InfoType.SMB2_0_INFO_SECURITY, room=4, additional_information=7)
    assert short.status == NtStatus.STATUS_BUFFER_TOO_SMALL
    body = SetInfoRequest(
        info_type=InfoType.SMB2_0_INFO_SECURITY,
        additional_information=4,
        file_id=file_id,
        buffer=bytes(whole.body.buffer),
    )
    assert ask(user, body).status == OK


def change(user: User, file_id: FileId, kind: int, data: bytes, info_type: int = 1) -> NtStatus:
    body = SetInfoRequest(info_type=InfoType(info_type), file_info_class=kind, file_id=file_id, buffer=data)
    return ask(user, body).status


def test_setting_information(user: User) -> None:
    file_id = make(user, "file", b"data")
    assert change(user, file_id, FileInformationClass.FileEndOfFileInformation, bytes(8)) == OK
    assert ask(user, ReadRequest(file_id=file_id, length=1)).status == NtStatus.STATUS_END_OF_FILE
    assert change(user, file_id, 0, b"", InfoType.SMB2_0_INFO_QUOTA) == NOT_SUPPORTED
    assert change(user, file_id, 0, b"", 9) == INVALID
    assert change(user, file_id, 3, b"", InfoType.SMB2_0_INFO_FILESYSTEM) != OK


def test_a_pipe_tells_of_itself(pipes: User) -> None:
    wanted = AccessMask.FILE_READ_DATA | AccessMask.FILE_WRITE_DATA | READ_ATTRIBUTES
    file_id = make(pipes, "echo", desired_access=wanted)
    for kind in (
        FileInformationClass.FileStandardInformation,
        FileInformationClass.FilePipeInformation,
        FileInformationClass.FilePipeLocalInformation,
    ):
        assert query(pipes, file_id, kind).status == OK
    assert query(pipes, file_id, NORMAL).status == NOT_SUPPORTED
    too_small = query(pipes, file_id, FileInformationClass.FilePipeLocalInformation, room=8).status
    assert too_small == NtStatus.STATUS_INFO_LENGTH_MISMATCH
    assert query(pipes, file_id, 3, InfoType.SMB2_0_INFO_FILESYSTEM).status == NtStatus.STATUS_INVALID_DEVICE_REQUEST
    assert query(pipes, file_id, 0, InfoType.SMB2_0_INFO_SECURITY).status == NOT_SUPPORTED
    mode = FileInformationClass.FilePipeInformation
    assert change(pipes, file_id, mode, struct.pack("<II", 1, 0)) == OK
    assert change(pipes, file_id, mode, struct.pack("<II", 2, 0)) == INVALID
    assert change(pipes, file_id, mode, b"short") == NtStatus.STATUS_INFO_LENGTH_MISMATCH
    assert change(pipes, file_id, NORMAL, bytes(40)) == NOT_SUPPORTED
