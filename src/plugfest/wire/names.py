"""Fields' names as the documents write them, and the sections that define structures."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_SECTION = re.compile(r"\[(M[SC]-[A-Z0-9]+|C706)\]\s+([0-9]+(?:\.[0-9]+)*)")


def document_name(cls: type[Any], field: str) -> str:
    """`structure_size` → `StructureSize`, unless the structure's `__document_names__` says otherwise."""
    special: dict[str, str] = getattr(cls, "__document_names__", {})
    return special.get(field) or "".join(part[:1].upper() + part[1:] for part in field.split("_"))


@cache
def section_of(cls: type[Any]) -> str:
    """The section that a structure's docstring cites first, as `MS-SMB2 2.2.13`; empty if it cites none."""
    found = _SECTION.search(cls.__doc__ or "")
    return f"{found[1]} {found[2]}" if found else ""
