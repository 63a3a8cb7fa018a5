"""The SMB_COM_NEGOTIATE that begins a connection of clients which offer SMB 1 too: [MS-CIFS] 2.2.3.1, 2.2.4.52.1;
[MS-SMB2] 3.2.4.2.2.1, 3.3.5.3."""

from __future__ import annotations

from collections.abc import Iterable

from plugfest.errors import WireError
from plugfest.protocols.ms_smb2.header import SMB1_ID

SMB_2_WILDCARD = "SMB 2.???"
SMB_2_0_2 = "SMB 2.002"
DIALECT_STRINGS = ("NT LM 0.12", SMB_2_0_2, SMB_2_WILDCARD)
_HEADER = 32
_SMB_COM_NEGOTIATE = 0x72
_FLAGS, _FLAGS2 = 0x18, 0xC843
"""Paths are case-insensitive and canonical; long names, extended security, NT status codes and Unicode."""
_DIALECT = b"\x02"
"""BufferFormat of a dialect string."""


def encode_negotiate(dialects: Iterable[str]) -> bytes:
    """The request with these dialect strings."""
    strings = b"".join(_DIALECT + dialect.encode("ascii") + b"\0" for dialect in dialects)
    header = SMB1_ID + bytes((_SMB_COM_NEGOTIATE,)) + bytes(4) + bytes((_FLAGS,)) + _FLAGS2.to_bytes(2, "little")
    return header.ljust(_HEADER, b"\0") + b"\0" + len(strings).to_bytes(2, "little") + strings


def decode_negotiate(data: bytes) -> list[str]:
    """The dialect strings of a request. Raises WireError where it is none."""
    if len(data) < _HEADER + 3 or data[4] != _SMB_COM_NEGOTIATE or data[_HEADER] != 0:
        raise WireError("SMB_COM_NEGOTIATE", "WordCount", _HEADER, "no NEGOTIATE request")
    count = int.from_bytes(data[_HEADER + 1 : _HEADER + 3], "little")
    strings = data[_HEADER + 3 : _HEADER + 3 + count]
    return [part[1:].decode("latin-1") for part in strings.split(b"\0") if part[:1] == _DIALECT]
