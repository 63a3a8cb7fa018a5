"""What one line says of an SMB2 message: status, flags, and the main fields."""

from __future__ import annotations

from plugfest.protocols.ms_smb2.messages import Packet
from plugfest.wire.text import text_of

_MAIN = (
    *("dialects", "dialect_revision", "path", "name", "share_type", "desired_access", "create_disposition"),
    *("create_action", "end_of_file", "ctl_code", "info_type", "file_information_class", "file_info_class"),
    *("file_name", "offset", "length", "count", "buffer", "input", "output"),
)
"""The fields that a line has room for."""
_NOTHING = (None, "", b"", ())


def facts(packet: Packet) -> str:
    """`STATUS_SUCCESS, MessageId 4, signed, FILE_OPENED (1)`."""
    header, body = packet.header, packet.body
    found = [f"MessageId {header.message_id}"]
    if header.is_response:
        found.insert(0, header.status.name)
    if header.is_async:
        found.append("async")
    if header.is_signed:
        found.append("signed")
    found += [f"{name} {_text(value)}" for name in _MAIN if (value := getattr(body, name, None)) not in _NOTHING]
    return ", ".join(found)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return " ".join(map(str, value)) if isinstance(value, tuple) else text_of(value)
