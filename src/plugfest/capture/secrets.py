"""What a reader of an encrypted capture knows: a password, an NT hash, or session keys."""

from __future__ import annotations

from pathlib import Path

import msgspec

from plugfest.errors import InputError
from plugfest.protocols.ms_nlmp import nt_owf_v1

_NT_HASH_SIZE = 16
_MAX_KEYS_FILE = 1 << 20


class Secrets(msgspec.Struct, frozen=True):
    """Never printed with what is in it."""

    nt_hash: bytes | None = None
    """Of every user who logs on with NTLM ([MS-NLMP] 3.3.1, NTOWFv1)."""
    session_keys: dict[int, bytes] = {}
    """SessionId → Session.SessionKey ([MS-SMB2] 3.2.1.3), or its channel's."""

    @property
    def any(self) -> bool:
        """There is something that may open a session."""
        return self.nt_hash is not None or bool(self.session_keys)

    def __repr__(self) -> str:
        return "Secrets(…)"

    @classmethod
    def of(cls, password: str | None = None, nt_hash: str | None = None, keys: Path | None = None) -> Secrets:
        """From what a user gives: a password or the NT hash in hexadecimal, a keys.txt. Raises InputError."""
        found = _nt_hash(nt_hash) if nt_hash is not None else None
        if password is not None:
            found = nt_owf_v1(password)
        return cls(found, read_keys(keys) if keys is not None else {})


def _nt_hash(text: str) -> bytes:
    try:
        found = bytes.fromhex(text.rpartition(":")[2])  # LM:NT is how other tools write it
    except ValueError:
        found = b""
    if len(found) != _NT_HASH_SIZE:
        raise InputError("an NT hash has 32 hexadecimal digits")
    return found


def read_keys(path: Path) -> dict[int, bytes]:
    """A keys.txt as a capture's writer leaves it: SessionId (as on the wire) and SessionKey a line, in hexadecimal."""
    try:
        with path.open(encoding="ascii") as file:
            lines = file.read(_MAX_KEYS_FILE).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or 'no file of session keys'}") from error
    keys: dict[int, bytes] = {}
    for number, line in enumerate(lines, 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        try:
            session_id, key = (bytes.fromhex(word) for word in words)
        except ValueError:
            session_id = key = b""
        if len(session_id) != 8 or not key:
            raise InputError(f"{path}, line {number}: not a SessionId of 16 hexadecimal digits and a session key")
        keys[int.from_bytes(session_id, "little")] = key
    return keys
