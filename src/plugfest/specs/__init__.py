"""Specifications: readers, the library of documents, search.

>>> from plugfest.specs import open_library
>>> library = open_library(folder)
>>> section = library.document("MS-TOY").section("2.1")
>>> section.title
'Transport'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugfest.specs.library import Library, StoredDocument, library_folder, open_library

__all__ = ["Library", "StoredDocument", "library_folder", "open_library"]


def __getattr__(name: str) -> object:
    """Import the library when it is asked for: readers do not need SQL."""
    if name in __all__:
        from plugfest.specs import library

        return getattr(library, name)
    raise AttributeError(name)
