"""[MS-DTYP] 2.4.2: security identifiers, as packets, as `S-1-…` strings, and the well-known ones (2.4.2.4)."""

from __future__ import annotations

import re
from typing import Annotated, Self

from plugfest.errors import InputError
from plugfest.wire import U8, U32, Array, Bytes, CountOf, Structure

_STRING = re.compile(r"S-1-(0x[0-9A-Fa-f]{12}|\d{1,15})((?:-\d{1,10}){0,15})\Z")


class Sid(Structure, frozen=True):
    """[MS-DTYP] 2.4.2.2. The authority is six bytes, big-endian."""

    revision: Annotated[int, U8] = 1
    sub_authority_count: Annotated[int | None, U8, CountOf("sub_authorities")] = None
    identifier_authority: Annotated[bytes, Bytes(6)] = bytes(6)
    sub_authorities: Annotated[tuple[int, ...], Array(U32, count="sub_authority_count")] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """[MS-DTYP] 2.4.2.1. Raises InputError for what is no SID."""
        found = _STRING.match(text)
        if not found:
            raise InputError(f"{text!r} is not a SID")
        parts = tuple(int(part) for part in found[2].split("-")[1:])
        authority = int(found[1], 0)
        if authority >= 1 << 48 or any(part >= 1 << 32 for part in parts):
            raise InputError(f"{text!r} is not a SID")
        return cls(1, len(parts), authority.to_bytes(6, "big"), parts)

    def __str__(self) -> str:
        authority = int.from_bytes(self.identifier_authority, "big")
        shown = str(authority) if authority < 1 << 32 else f"0x{authority:012X}"
        return "-".join(("S", str(self.revision), shown, *map(str, self.sub_authorities)))

    @property
    def size(self) -> int:
        """In bytes."""
        return 8 + 4 * len(self.sub_authorities)

    def child(self, relative_id: int) -> Self:
        """The SID with one more sub-authority: an account of a domain."""
        parts = (*self.sub_authorities, relative_id)
        return type(self)(self.revision, len(parts), self.identifier_authority, parts)


EVERYONE = Sid.parse("S-1-1-0")
CREATOR_OWNER = Sid.parse("S-1-3-0")
CREATOR_GROUP = Sid.parse("S-1-3-1")
OWNER_RIGHTS = Sid.parse("S-1-3-4")
NETWORK = Sid.parse("S-1-5-2")
ANONYMOUS = Sid.parse("S-1-5-7")
AUTHENTICATED_USERS = Sid.parse("S-1-5-11")
PRINCIPAL_SELF = Sid.parse("S-1-5-10")
LOCAL_SYSTEM = Sid.parse("S-1-5-18")
ADMINISTRATORS = Sid.parse("S-1-5-32-544")
USERS = Sid.parse("S-1-5-32-545")
GUESTS = Sid.parse("S-1-5-32-546")
POWER_USERS = Sid.parse("S-1-5-32-547")
SERVER_OPERATORS = Sid.parse("S-1-5-32-549")
PRINT_OPERATORS = Sid.parse("S-1-5-32-550")
BACKUP_OPERATORS = Sid.parse("S-1-5-32-551")
