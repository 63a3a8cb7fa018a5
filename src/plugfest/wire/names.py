"""Fields' names as the documents write them."""

from __future__ import annotations

from typing import Any


def document_name(cls: type[Any], field: str) -> str:
    """`structure_size` → `StructureSize`, unless the structure's `__document_names__` says otherwise."""
    special: dict[str, str] = getattr(cls, "__document_names__", {})
    return special.get(field) or "".join(part[:1].upper() + part[1:] for part in field.split("_"))
