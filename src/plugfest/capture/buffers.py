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
_QUAD = 8
_EA = 4


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
    find = _FINDERS.get(packet.header.command)
    if find is None or packet.body is None or not (buffer := getattr(packet.body, "buffer", b"")):
        return None
    try:
        return find(packet.body, buffer, request.body if request else None)
    except WireError:
        return None


def _directory(body: Any, buffer: bytes, asked: Any) -> Held | None:
    level = getattr(asked, "file_information_class", -1)
    return _information(_classes().directory.get(level), buffer, _QUAD)


def _query(body: Any, buffer: bytes, asked: Any) -> Held | None:
    return None if asked is None else _info(asked.info_type, asked.file_info_class, buffer)


def _set(body: Any, buffer: bytes, asked: Any) -> Held | None:
    return _info(body.info_type, body.file_info_class, buffer) if hasattr(body, "info_type") else None


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
            File.FileFullEaInformation: (entries.FileFullEaInformation, _EA),
            File.FileStreamInformation: (entries.FileStreamInformation, _QUAD),
        },
        dict(of(volume_information, Volume)),
    )


_FINDERS: dict[int, Callable[[Any, bytes, Any], Held | None]] = {
    Command.SESSION_SETUP: _token,
    Command.QUERY_DIRECTORY: _directory,
    Command.QUERY_INFO: _query,
    Command.SET_INFO: _set,
}
