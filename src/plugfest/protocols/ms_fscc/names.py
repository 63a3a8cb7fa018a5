"""[MS-FSCC] 2.1.5: which names of files and streams are valid, how a stream is named, and 8.3 names.

Lengths count UTF-16 code units. Names are what UTF-16LE decodes to with `surrogatepass`.
"""

from __future__ import annotations

import re
import zlib
from typing import NamedTuple

_ILLEGAL = re.compile(r'["\\/:|<>*?\x00-\x1f]')
_ILLEGAL_IN_PATTERN = re.compile(r"[\\/:|\x00-\x1f]")
_ILLEGAL_IN_STREAM = re.compile(r"[\\/:\x00]")
_NOT_8DOT3 = re.compile(r"[^!#-)\-.0-9@A-Z^_`a-z{}~&\']")
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST = 255


class Component(NamedTuple):
    """2.1.5: the parts of the last component of a pathname; what is not there is empty."""

    file: str
    stream: str = ""
    type: str = ""


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)


def is_filename(name: str) -> bool:
    """2.1.5.2. The dot directory names of 2.1.5.1 are none."""
    if not 0 < len(name) <= _MOST or _ILLEGAL.search(name) or name in (".", ".."):
        return False
    return name.isascii() or units(name) <= _MOST


def is_pattern(name: str) -> bool:
    """2.1.5.2, with wildcards permitted ([MS-FSA] 2.1.5.6.3)."""
    return 0 < units(name) <= _MOST and not _ILLEGAL_IN_PATTERN.search(name)


def is_streamname(name: str) -> bool:
    """2.1.5.3: the empty one is the default stream."""
    return units(name) <= _MOST and not _ILLEGAL_IN_STREAM.search(name)


def split_component(text: str) -> Component | None:
    """2.1.5: `file`, `file:stream`, `file:stream:type` or `file::type`; None for what is none of them."""
    if ":" not in text:
        return Component(text)
    parts = text.split(":")
    if len(parts) > 3 or not parts[-1] or not is_streamname(parts[1]):
        return None
    return Component(*parts)


def is_8dot3(name: str) -> bool:
    """2.1.5.2.1."""
    if not 0 < len(name) <= 12 or not name.isascii() or _NOT_8DOT3.search(name):
        return False
    base, dot, extension = name.partition(".")
    if not 1 <= len(base) <= 8 or "." in extension:
        return False
    return not dot or 1 <= len(extension) <= 3


def short_name(name: str) -> str:
    """An 8.3 name for one that is none; the empty string for one that is.

    It follows from the name alone, so that nothing needs to be kept: its first letter, six digits of a hash in base 36
    with a tilde between, and what of the extension an 8.3 name may hold.
    """
    if is_8dot3(name):
        return ""
    base, _, extension = name.rpartition(".")
    kept = _NOT_8DOT3.sub("", extension).upper()[:3] if base else ""
    first = next((c for c in name.upper() if c.isascii() and c.isalnum()), "_")
    number = zlib.crc32(name.upper().encode("utf-16-le", "surrogatepass"))
    digits = ""
    for _ in range(6):
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return f"{first}{digits[:5]}~{digits[5]}" + (f".{kept}" if kept else "")
