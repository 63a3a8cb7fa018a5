"""What the buffers of SMB2 messages hold, where the messages tell: information of [MS-FSCC], log-on tokens.

A response does not say what it holds; its request does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from plugfest.errors import WireError
from plugfest.protocols.ms_smb2.constants import Command, InfoType
from plugfest.protocols.ms_smb2.messages import Packet
from plugfest.wire import Structure
from plugfest.wire.names import document_name

if TYPE_CHECKING:
    from plugfest.protocols.ms_nlmp import Message

_NAMES = ("domain_name", "workstation", "user_name", "target_name")
"""Parts of NTLM messages that are text."""
_LONG, _QUAD = 4, 8
"""How lists are aligned."""


class Held(NamedTuple):
    """Structures in a buffer, one behind the other."""

    field: str
    """The buffer's field."""
    values: tuple[Structure, ...]
    is_list: bool
    """There may be several."""
    inside: int = 0
    """Where they begin in the buffer."""
    more: dict[str, str] = {}
    """What lies elsewhere and belongs to them: text, or bytes in hexadecimal."""


def held(packet: Packet, request: Packet | None) -> Held | None:
    """What the message holds; None where nothing is known, or the bytes are something else."""
    command, body = packet.header.command, packet.body
    find = _FINDERS.get(command)
    try:
        if command == Command.IOCTL:
            return _control(body, sent=not packet.header.is_response)
        if find is None or not (buffer := getattr(body, "buffer", b"")):
            return None
        return find(body, buffer, request.body if request else None)
    except WireError:
        return None


def _directory(body: Any, buffer: bytes, asked: Any) -> Held | None:
    level = getattr(asked, "file_information_class", -1)
    return _information(_classes().directory.get(level), buffer, _QUAD)


def _query(body: Any, buffer: bytes, asked: Any) -> Held | None:
    return None if asked is None else _info(asked.info_type, asked.file_info_class, buffer)


def _set(body: Any, buffer: bytes, asked: Any) -> Held | None:
    return _info(body.info_type, body.file_info_class, buffer) if hasattr(body, "info_type") else None


def _notify(body: Any, buffer: bytes, asked: Any) -> Held | None:
    from plugfest.protocols.ms_fscc.entries import FileNotifyInformation

    return _information(FileNotifyInformation, buffer, _LONG)


def _control(body: Any, sent: bool) -> Held | None:
    """What an FSCTL takes or gives."""
    field = "input" if sent else "output"
    buffer, kind = getattr(body, field, b""), _controls().get((getattr(body, "ctl_code", 0), sent))
    return Held(field, (kind.decode(buffer),), False) if buffer and kind is not None else None


def _info(kind: int, level: int, buffer: bytes) -> Held | None:
    classes = _classes()
    if kind == InfoType.SMB2_0_INFO_FILE:
        if level in classes.lists:
            structure, align = classes.lists[level]
            return _information(structure, buffer, align)
        return _information(classes.file.get(level), buffer)
    if kind == InfoType.SMB2_0_INFO_FILESYSTEM:
        return _information(classes.volume.get(level), buffer)
    return None


def _information(kind: type[Structure] | None, buffer: bytes, align: int = 0) -> Held | None:
    if kind is None:
        return None
    from plugfest.protocols.ms_fscc.lists import read_list

    values = read_list(kind, buffer, align) if align else (kind.decode(buffer),)
    return Held("buffer", values, bool(align))


def _token(body: Any, buffer: bytes, asked: Any) -> Held | None:
    """The NTLM message in a security buffer, wherever SPNEGO has it."""
    from plugfest.capture.logon import ntlm_token
    from plugfest.protocols.ms_nlmp import decode_message

    token = ntlm_token(buffer)
    if not token:
        return None
    message = decode_message(token)
    return Held("buffer", (message,), False, buffer.find(token), _payload(message))


def _payload(message: Message) -> dict[str, str]:
    """The parts of the payload of an NTLM message ([MS-NLMP] 2.2.1)."""
    found = {}
    for field in message.__struct_fields__:
        name = field.removesuffix("_fields")
        if name != field and (part := message.part(name)):
            text = name in _NAMES
            found[document_name(type(message), name)] = message.text(name) if text else part.hex()
    return found


class _Classes(NamedTuple):
    """[MS-FSCC] 2.4, 2.5: information class → structure."""

    directory: dict[int, type[Structure]]
    file: dict[int, type[Structure]]
    lists: dict[int, tuple[type[Structure], int]]
    """Lists outside directories, with their alignment."""
    volume: dict[int, type[Structure]]


@cache
def _classes() -> _Classes:
    from plugfest.protocols.ms_fscc import directory_information, entries, file_information, volume_information
    from plugfest.protocols.ms_fscc.constants import FileInformationClass as File
    from plugfest.protocols.ms_fscc.constants import FsInformationClass as Volume

    def of(module: Any, kinds: Any) -> Iterator[tuple[int, type[Structure]]]:
        return ((kind, getattr(module, kind.name)) for kind in kinds if hasattr(module, kind.name))

    names = (File.FileAlternateNameInformation, File.FileNormalizedNameInformation, File.FileNameInformation)
    return _Classes(
        dict(of(directory_information, File)),
        dict(of(file_information, File)) | dict.fromkeys(names, file_information.FileNameInformation),
        {
            File.FileFullEaInformation: (entries.FileFullEaInformation, _LONG),
            File.FileStreamInformation: (entries.FileStreamInformation, _QUAD),
        },
        dict(of(volume_information, Volume)),
    )


@cache
def _controls() -> dict[tuple[int, bool], type[Structure]]:
    """[MS-SMB2] 2.2.31, 2.2.32, [MS-FSCC] 2.3: control code, and whether it is asked → structure."""
    from plugfest.protocols.ms_fscc import fsctl
    from plugfest.protocols.ms_fscc.constants import FsctlCode
    from plugfest.protocols.ms_smb2 import ioctl
    from plugfest.protocols.ms_smb2.constants import CtlCode

    copychunk, given = ioctl.SrvCopychunkCopy, ioctl.SrvCopychunkResponse
    return {
        (CtlCode.FSCTL_VALIDATE_NEGOTIATE_INFO, True): ioctl.ValidateNegotiateInfoRequest,
        (CtlCode.FSCTL_VALIDATE_NEGOTIATE_INFO, False): ioctl.ValidateNegotiateInfoResponse,
        (CtlCode.FSCTL_PIPE_WAIT, True): ioctl.PipeWaitRequest,
        (CtlCode.FSCTL_PIPE_PEEK, False): fsctl.PipePeekReply,
        (CtlCode.FSCTL_SRV_COPYCHUNK, True): copychunk,
        (CtlCode.FSCTL_SRV_COPYCHUNK_WRITE, True): copychunk,
        (CtlCode.FSCTL_SRV_COPYCHUNK, False): given,
        (CtlCode.FSCTL_SRV_COPYCHUNK_WRITE, False): given,
        (CtlCode.FSCTL_FILE_LEVEL_TRIM, True): fsctl.FileLevelTrimRequest,
        (CtlCode.FSCTL_FILE_LEVEL_TRIM, False): fsctl.FileLevelTrimReply,
        (CtlCode.FSCTL_DUPLICATE_EXTENTS_TO_FILE, True): fsctl.Smb2DuplicateExtentsData,
        (FsctlCode.FSCTL_CREATE_OR_GET_OBJECT_ID, False): fsctl.ObjectIdBuffer,
        (FsctlCode.FSCTL_GET_COMPRESSION, False): fsctl.Compression,
        (FsctlCode.FSCTL_SET_COMPRESSION, True): fsctl.Compression,
        (FsctlCode.FSCTL_QUERY_ALLOCATED_RANGES, True): fsctl.AllocatedRange,
        (FsctlCode.FSCTL_QUERY_ALLOCATED_RANGES, False): fsctl.AllocatedRanges,
        (FsctlCode.FSCTL_SET_SPARSE, True): fsctl.SetSparseRequest,
        (FsctlCode.FSCTL_SET_ZERO_DATA, True): fsctl.SetZeroDataRequest,
    }


_FINDERS: dict[int, Callable[[Any, bytes, Any], Held | None]] = {
    Command.SESSION_SETUP: _token,
    Command.QUERY_DIRECTORY: _directory,
    Command.QUERY_INFO: _query,
    Command.CHANGE_NOTIFY: _notify,
    Command.SET_INFO: _set,
}
