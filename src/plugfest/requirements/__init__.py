"""Requirements: extraction, ids, import into the library, facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugfest.requirements.extraction import extract
    from plugfest.requirements.facts import load_facts

__all__ = ["extract", "load_facts"]


def __getattr__(name: str) -> object:
    """Import on use: facts travel without the readers."""
    if name == "extract":
        from plugfest.requirements.extraction import extract

        return extract
    if name == "load_facts":
        from plugfest.requirements.facts import load_facts

        return load_facts
    raise AttributeError(name)
