"""Names of clients as names of the host's file system: UTF-8 bytes, and back.

What a client may not say ([MS-FSCC] 2.1.5) and a file system may hold is shown in the private-use area: the characters
that are reserved in SMB as other implementations map them (`:` is U+F022, …), bytes that are no UTF-8 as U+F780 to
U+F7FF. The mapping is reversible; a name on disk that another one would be shown as, is hidden. Lone surrogates,
which clients may use, are stored as the three bytes that UTF-8 would have for them. A period or a space at the end
is a valid name in the protocol and is left alone.
"""

from __future__ import annotations

import codecs
import os
import re
import sys

from plugfest.protocols.ms_erref import NtStatus, Refused

RESERVED = b".plugfest."
"""What names in the root begin with that are ours; in any case."""
_LONGEST = 255
_CHARACTERS = '"*:<>?\\|'
_SHOWN = {ord(character): 0xF020 + at for at, character in enumerate(_CHARACTERS)}
_SHOWN |= {code: 0xF000 + code for code in range(1, 0x20)}
_STORED = {shown: code for code, shown in _SHOWN.items()}
_TO_SHOW = re.compile(r'[\x01-\x1f"*:<>?\\|\ud800-\udfff\uf000-\uf7ff]')
_TO_STORE = re.compile("[\ud800-\udfff\uf000-\uf7ff]")
_RAW = 0xF700


def _undecodable(error: UnicodeError) -> tuple[str, int]:
    """Three bytes of a lone surrogate, or one byte that is no UTF-8."""
    assert isinstance(error, UnicodeDecodeError)
    at = error.start
    three = error.object[at : at + 3]
    if len(three) == 3 and three[0] == 0xED and three[1] & 0xE0 == 0xA0 and three[2] & 0xC0 == 0x80:
        return chr(0xD000 | (three[1] & 0x3F) << 6 | three[2] & 0x3F), at + 3
    return chr(_RAW + error.object[at]), at + 1


codecs.register_error("plugfest-names", _undecodable)


def to_disk(name: str) -> bytes:
    """The name on disk. Raises Refused for one that no file system holds."""
    if name.isascii():
        raw = name.encode()
    elif not _TO_STORE.search(name):
        raw = name.encode("utf-8")
    else:
        raw = b"".join(map(_stored, _joined(name)))
    if len(raw) > _LONGEST or not raw or b"\0" in raw or b"/" in raw or raw in (b".", b".."):
        raise Refused(NtStatus.STATUS_OBJECT_NAME_INVALID)
    return raw


def _stored(character: str) -> bytes:
    code = ord(character)
    if _RAW + 0x80 <= code <= _RAW + 0xFF:
        return bytes((code - _RAW,))
    return chr(_STORED.get(code, code)).encode("utf-8", "surrogatepass")


def _joined(name: str) -> str:
    """Two surrogates that are one character in UTF-16, as that character."""
    return name.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def from_disk(entry: str | bytes) -> str | None:
    """What clients see, of a name as `os` gives it or in bytes; None where it is hidden."""
    if isinstance(entry, str):
        if not _TO_SHOW.search(entry) and (entry.isascii() or _is_utf8):
            return entry
        entry = os.fsencode(entry)
    text = entry.decode("utf-8", "plugfest-names").translate(_SHOWN)
    try:
        return text if to_disk(text) == entry else None
    except Refused:
        return None


_is_utf8 = codecs.lookup(sys.getfilesystemencoding()).name == "utf-8"


def is_reserved(raw: bytes) -> bool:
    """Is it ours, in the root?"""
    return raw[: len(RESERVED)].lower() == RESERVED
