"""What a server can do for somebody who is logged on: control codes, information classes, create contexts, pipes.

Everything is tried on a file of our own that the server deletes when it is closed, where one may be made; otherwise on
the root of the share, and only what changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import msgspec

from plugfest.errors import Error, LocalProtocolError, StatusError
from plugfest.net.client import Connection
from plugfest.net.handle import Handle
from plugfest.net.probe import DEADLINE, EVERYTHING, Door
from plugfest.net.session import Session
from plugfest.net.tree import READ, SHARE_ALL, WRITE, Tree
from plugfest.net.url import SmbUrl
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fscc import directory_information
from plugfest.protocols.ms_fscc.constants import FileInformationClass, FsctlCode, FsInformationClass
from plugfest.protocols.ms_fscc.fsctl import AllocatedRange, Compression, SetSparseRequest, SetZeroDataRequest
from plugfest.protocols.ms_smb2.client import ClientSettings, validate_request
from plugfest.protocols.ms_smb2.constants import (
    AccessMask,
    CreateDisposition,
    CreateOptions,
    CtlCode,
    InfoType,
    OplockLevel,
    QueryDirectoryFlags,
)
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID, CreateContext
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest
from plugfest.protocols.ms_smb2.query import QueryDirectoryRequest
from plugfest.protocols.ms_smb2.read_write import EchoRequest
from plugfest.wire import Structure

CREDITS = 8192
"""What we ask for to see how many we get."""
PIPES = (
    *("srvsvc", "wkssvc", "samr", "lsarpc", "netlogon", "winreg", "svcctl", "spoolss", "epmapper", "eventlog"),
    *("atsvc", "browser", "initshutdown", "mdssvc", "FssagentRpc", "witness", "efsrpc", "netdfs", "W32TIME"),
)
_ABSENT = (
    NtStatus.STATUS_INVALID_DEVICE_REQUEST,
    NtStatus.STATUS_NOT_SUPPORTED,
    NtStatus.STATUS_NOT_IMPLEMENTED,
    NtStatus.STATUS_FS_DRIVER_REQUIRED,
    NtStatus.STATUS_INVALID_INFO_CLASS,
)
_TREE_CODES = (
    CtlCode.FSCTL_VALIDATE_NEGOTIATE_INFO,
    CtlCode.FSCTL_QUERY_NETWORK_INTERFACE_INFO,
    CtlCode.FSCTL_DFS_GET_REFERRALS,
)
"""Asked without a file."""
_VALIDATE = CtlCode.FSCTL_VALIDATE_NEGOTIATE_INFO
"""In 3.1.1 it ends the connection (3.3.5.15.12), so there it is not asked."""
_READING: dict[int, bytes] = {
    CtlCode.FSCTL_SRV_REQUEST_RESUME_KEY: b"",
    CtlCode.FSCTL_SRV_ENUMERATE_SNAPSHOTS: b"",
    CtlCode.FSCTL_LMR_REQUEST_RESILIENCY: bytes(8),
    FsctlCode.FSCTL_GET_COMPRESSION: b"",
    FsctlCode.FSCTL_GET_OBJECT_ID: b"",
    FsctlCode.FSCTL_GET_REPARSE_POINT: b"",
    FsctlCode.FSCTL_GET_NTFS_VOLUME_DATA: b"",
    FsctlCode.FSCTL_GET_INTEGRITY_INFORMATION: b"",
    FsctlCode.FSCTL_FILESYSTEM_GET_STATISTICS: b"",
    FsctlCode.FSCTL_IS_PATHNAME_VALID: bytes(8),
    FsctlCode.FSCTL_QUERY_ALLOCATED_RANGES: AllocatedRange(0, 1 << 20).encode(),
    FsctlCode.FSCTL_QUERY_FILE_REGIONS: b"",
    FsctlCode.FSCTL_GET_RETRIEVAL_POINTERS: bytes(8),
    FsctlCode.FSCTL_READ_FILE_USN_DATA: b"",
}
_WRITING: dict[int, bytes] = {
    FsctlCode.FSCTL_SET_SPARSE: SetSparseRequest(1).encode(),
    FsctlCode.FSCTL_SET_ZERO_DATA: SetZeroDataRequest(0, 16).encode(),
    FsctlCode.FSCTL_SET_COMPRESSION: Compression().encode(),
    FsctlCode.FSCTL_CREATE_OR_GET_OBJECT_ID: b"",
    FsctlCode.FSCTL_FILE_LEVEL_TRIM: bytes(8),
    FsctlCode.FSCTL_DUPLICATE_EXTENTS_TO_FILE: bytes(40),
    CtlCode.FSCTL_SRV_COPYCHUNK: bytes(32),
    CtlCode.FSCTL_SRV_COPYCHUNK_WRITE: bytes(32),
}
"""With inputs that do no more than they must; some are refused as wrong, which tells as much."""


class Finding(msgspec.Struct, frozen=True):
    """Something that was tried."""

    name: str
    supported: bool
    status: str


class Survey(msgspec.Struct, kw_only=True):
    """All that was found out. Empty is what could not be looked at: `problems` says why."""

    host: str
    port: int
    dialects: dict[str, list[str]] = {}
    """Dialect → capabilities in it."""
    signing: dict[str, str] = {}
    """Dialect → `enabled`, `required` or both."""
    server_guid: str = ""
    negotiate_contexts: list[str] = []
    ciphers: list[str] = []
    signing_algorithms: list[str] = []
    compression: list[str] = []
    max_transact_size: int = 0
    max_read_size: int = 0
    max_write_size: int = 0
    credits: int = 0
    """At hand after we had asked for 8192."""
    user: str = ""
    guest: bool = False
    shares: list[str] = []
    share_flags: list[str] = []
    file_system: str = ""
    file_system_attributes: list[str] = []
    control_codes: list[Finding] = []
    file_classes: list[Finding] = []
    file_system_classes: list[Finding] = []
    directory_classes: list[Finding] = []
    create_contexts: list[Finding] = []
    pipes: list[str] = []
    note: str = ""
    """What was not asked for, and so was not tried."""
    problems: list[str] = []


async def survey(address: SmbUrl, *, write: bool = True) -> Survey:
    """Look at everything; with `write` False no file is made. Raises TargetUnreachable."""
    door = Door(address.host, address.port)
    await (await door.open()).close()
    found = Survey(host=address.host, port=address.port)
    await _negotiate(door, found)
    if not found.dialects:
        found.problems.append("no dialect of SMB 2 or 3 is agreed on")
        return found
    try:
        settings = ClientSettings(credits=CREDITS, capabilities=EVERYTHING)
        async with await Connection.open(
            address.host, address.port, settings=settings, deadline=DEADLINE
        ) as connection:
            await _log_on(connection, address, found, write)
    except LocalProtocolError:
        raise
    except Error as error:
        found.problems.append(str(error))
    return found


async def _negotiate(door: Door, found: Survey) -> None:
    for dialect, agreed in (await door.dialects()).items():
        response = agreed.response
        found.dialects[str(dialect)] = names(response.capabilities)
        found.signing[str(dialect)] = " and ".join(
            name.rsplit("_", 1)[-1].lower() for name in names(response.security_mode)
        )
        found.server_guid = str(response.server_guid)
        found.max_transact_size, found.max_read_size = response.max_transact_size, response.max_read_size
        found.max_write_size = response.max_write_size
    if "3.1.1" in found.dialects:
        found.ciphers = [_dashed(one) for one in await door.ciphers()]
        found.signing_algorithms = [_dashed(one) for one in await door.signing_algorithms()]
        contexts, found.compression = await door.contexts()
        found.negotiate_contexts = [one.name for one in contexts]


async def _log_on(connection: Connection, address: SmbUrl, found: Survey, write: bool) -> None:
    (await connection.negotiate()).check("NEGOTIATE")
    session = await connection.session_setup(address.credentials)
    found.user, found.guest = address.credentials.user, session.state.is_guest
    for _ in range(4):
        await connection.request(EchoRequest(), session=session)
    found.credits = connection.state.window.available
    await _look_at_pipes(session, found)
    if not address.share:
        found.note = "the address names no share: nothing was tried on files"
        return
    tree = await session.tree_connect(address.share)
    await _look_at_share(tree, found, write)


async def _look_at_pipes(session: Session, found: Survey) -> None:
    from plugfest.net.rpc import open_rpc
    from plugfest.protocols.ms_srvs.client import entries, share_enum
    from plugfest.protocols.ms_srvs.types import SRVSVC

    try:
        tree = await session.tree_connect("IPC$")
    except StatusError as error:
        found.problems.append(str(error))
        return
    for name in PIPES:
        try:
            await (await tree.open_pipe(name)).close()
        except StatusError:
            continue
        found.pipes.append(name)
    if "srvsvc" in found.pipes:
        try:
            async with await open_rpc(tree, "srvsvc", SRVSVC) as rpc:
                answer: Any = await rpc.call(share_enum(1))
                found.shares = [entry.shi1_netname for entry in entries(answer)]
        except Error as error:
            found.problems.append(f"NetrShareEnum: {error}")
    await tree.disconnect()


async def _look_at_share(tree: Tree, found: Survey, write: bool) -> None:
    from plugfest.protocols.ms_fscc.volume_information import FileFsAttributeInformation

    async with tree.open_directory() as root:
        try:
            volume = await root.query(FileFsAttributeInformation)
            found.file_system = volume.file_system_name
            found.file_system_attributes = names(volume.file_system_attributes)
        except Error as error:
            found.problems.append(f"FileFsAttributeInformation: {error}")
        found.directory_classes = await _directory_classes(tree, root)
        found.file_system_classes = [
            Finding(one.name, *await _info(root, InfoType.SMB2_0_INFO_FILESYSTEM, one)) for one in FsInformationClass
        ]
        mine = await _own_file(tree, found) if write else None
        subject = mine or root
        found.file_classes = [
            Finding(one.name, *await _info(subject, InfoType.SMB2_0_INFO_FILE, one)) for one in FileInformationClass
        ]
        codes = [code for code in _TREE_CODES if code != _VALIDATE or "3.1.1" not in found.dialects]
        found.control_codes = [await _tree_code(tree, code) for code in codes]
        inputs = _READING | (_WRITING if mine else {})
        found.control_codes += [await _code(subject, code, data) for code, data in inputs.items()]
        if mine:
            await mine.close()
        found.create_contexts = await _create_contexts(tree, write)


def _temporary(**changes: Any) -> dict[str, Any]:
    return {
        "name": f"plugfest-probe-{os.urandom(6).hex()}",
        "desired_access": READ | WRITE | AccessMask.DELETE,
        "share_access": SHARE_ALL,
        "create_disposition": CreateDisposition.FILE_CREATE,
        "create_options": CreateOptions.FILE_NON_DIRECTORY_FILE | CreateOptions.FILE_DELETE_ON_CLOSE,
        **changes,
    }


async def _own_file(tree: Tree, found: Survey) -> Handle | None:
    try:
        return await tree.handle("", **_temporary())
    except StatusError as error:
        found.problems.append(f"no file could be made, so nothing was tried that changes one: {error}")
        return None


async def _tried(action: Any) -> tuple[bool, str]:
    """Is it there, and how it was answered."""
    try:
        await action
    except StatusError as error:
        return error.status not in _ABSENT, NtStatus(error.status).name
    except LocalProtocolError:
        raise
    except Error as error:
        return False, str(error)
    return True, NtStatus.STATUS_SUCCESS.name


async def _info(handle: Handle, info_type: InfoType, number: int) -> tuple[bool, str]:
    return await _tried(handle.query_info(info_type, number, size=4096))


async def _code(handle: Handle, code: int, data: bytes) -> Finding:
    return Finding(_code_name(code), *await _tried(handle.ioctl(code, data, max_output=4096)))


async def _tree_code(tree: Tree, code: CtlCode) -> Finding:
    body = IoctlRequest(ctl_code=code, file_id=ANY_FILE_ID, max_output_response=4096)
    if code == _VALIDATE:
        body = validate_request(tree.connection.state)

    async def ask() -> None:
        (await tree.request(body)).check()

    return Finding(code.name, *await _tried(ask()))


async def _directory_classes(tree: Tree, root: Handle) -> list[Finding]:
    kinds = [
        name
        for name, kind in vars(directory_information).items()
        if isinstance(kind, type) and issubclass(kind, Structure) and name in FileInformationClass.__members__
    ]
    flags = QueryDirectoryFlags.SMB2_RESTART_SCANS | QueryDirectoryFlags.SMB2_RETURN_SINGLE_ENTRY
    found = []
    for name in sorted(kinds, key=lambda name: FileInformationClass[name]):
        body = QueryDirectoryRequest(
            file_information_class=FileInformationClass[name],
            flags=flags,
            file_id=root.file_id,
            output_buffer_length=4096,
            file_name="*",
        )

        async def ask(body: QueryDirectoryRequest = body) -> None:
            (await tree.request(body)).check()

        found.append(Finding(name, *await _tried(ask())))
    return found


async def _create_contexts(tree: Tree, write: bool) -> list[Finding]:
    """Which contexts the response answers ([MS-SMB2] 2.2.14.2)."""
    batch, lease = OplockLevel.SMB2_OPLOCK_LEVEL_BATCH, OplockLevel.SMB2_OPLOCK_LEVEL_LEASE
    none = OplockLevel.SMB2_OPLOCK_LEVEL_NONE
    lease_state = (7).to_bytes(4, "little")
    asked = [
        (b"MxAc", b"", none),
        (b"QFid", b"", none),
        (b"DHnQ", bytes(16), batch),
        (b"DH2Q", bytes(16) + os.urandom(16), batch),
        (b"RqLs", os.urandom(16) + lease_state + bytes(12), lease),
    ]
    found = []
    for name, data, oplock in asked:
        context = CreateContext(name=name, data=data)
        changes: dict[str, Any] = {"requested_oplock_level": oplock, "create_contexts": (context,)}
        if write:
            changes = _temporary(**changes)
        try:
            async with tree.handle("", **changes) as handle:
                answered = any(each.name == name for each in handle.created.create_contexts)
                status = "answered" if answered else "not answered"
        except StatusError as error:
            answered, status = False, NtStatus(error.status).name
        found.append(Finding(name.decode(), answered, status))
    return found


def names(flags: Any) -> list[str]:
    """The names of the flags that are set, those of bits without a name as numbers."""
    known = [flag.name for flag in type(flags) if flag in flags]
    rest = int(flags) & ~sum(int(flag) for flag in type(flags))
    return known + ([f"0x{rest:X}"] if rest else [])


def _dashed(member: Any) -> str:
    return str(member.name).replace("_", "-")


def _code_name(code: int) -> str:
    values: Iterable[Any] = (CtlCode(code), FsctlCode(code))
    return next((one.name for one in values if one.name in type(one).__members__), f"0x{code:08X}")
