"""Finds authentication tokens in captures by their own look, without decoding packets.

Tokens are small and lie in one segment, so the bytes of the file are searched; what a segment boundary cuts is left
out by the length that the token itself gives.
"""

from __future__ import annotations

import gzip
import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

_NTLM_FIELDS = {1: (16, 24), 2: (12, 40), 3: (12, 20, 28, 36, 44, 52)}
_NTLM_FIXED = {1: 40, 2: 56, 3: 88}
_LENGTH = rb"(?:[\x05-\x7f]|\x81.|\x82..|\x83...)"
_SPNEGO = re.compile(
    rb"\x60" + _LENGTH + rb"\x06\x06\x2b\x06\x01\x05\x05\x02\xa0"
    rb"|\xa1" + _LENGTH + rb"\x30" + _LENGTH + rb"(?:\xa0\x03\x0a\x01[\x00-\x03]|\xa2" + _LENGTH + rb"\x04\x82)",
    re.DOTALL,
)


def given(*parts: str) -> Path:
    """A path in the given test data; skips where there is none."""
    root = os.environ.get("PLUGFEST_TEST_DATA")
    if not root:
        pytest.skip("PLUGFEST_TEST_DATA is not set")
    path = Path(root, *parts)
    if not path.exists():
        pytest.skip(f"the test data have no {'/'.join(parts)}")
    return path


def captures(*parts: str) -> list[Path]:
    """The capture files under a folder of the given captures."""
    return sorted(path for path in given("captures", *parts).rglob("*") if ".pcap" in path.name)


def contents(capture: Path) -> bytes:
    """The bytes of the file."""
    data = capture.read_bytes()
    return gzip.decompress(data) if capture.suffix == ".gz" else data


def ntlm_tokens(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(where, token) for each NTLM message that is whole as far as its own fields say."""
    for match in re.finditer(rb"NTLMSSP\0", data):
        at = match.start()
        kind = struct.unpack_from("<I", data, at + 8)[0]
        if kind not in _NTLM_FIELDS:
            continue
        ends = [0]
        for field in _NTLM_FIELDS[kind]:
            if at + field + 8 <= len(data):
                length, _, offset = struct.unpack_from("<HHI", data, at + field)
                ends.append(length and length + offset)
        token = data[at : at + (max(ends) or _NTLM_FIXED[kind])]
        if len(token) >= max(ends):
            yield at, token


def spnego_tokens(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(where, token) for each negotiation token that is whole."""
    for match in _SPNEGO.finditer(data):
        at, size, header = match.start(), data[match.start() + 1], 2
        if size & 0x80:
            header += size & 0x7F
            size = int.from_bytes(data[at + 2 : at + header], "big")
        token = data[at : at + header + size]
        if len(token) == header + size:
            yield at, token
