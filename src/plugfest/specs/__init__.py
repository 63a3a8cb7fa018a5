"""Specifications: readers, the library of documents, search.

>>> from plugfest.specs import open_library
>>> library = open_library(folder)
>>> section = library.document("MS-TOY").section("2.1")
>>> section.title, section.line
('Transport', 80)
>>> [type(block).__name__ for block in library.document("MS-TOY").section("2.2.1").blocks]
['Paragraph', 'Layout', 'Field', 'Field', 'Table', 'Field']
>>> requirement = library.document("MS-TOY").requirements(section="2.1")[0]
>>> requirement.level.value, requirement.text
('MAY', 'A pigeon MAY rest.')
>>> library.requirement(requirement.id) == requirement
True

>>> from plugfest.specs.search import define, search
>>> [(hit.document, hit.section, hit.title) for hit in search(library, "carrier pigeons")]
[('MS-TOY', '2.1', 'Transport')]
>>> definitions, uses = define(library, "TOY_LOUD")
>>> definitions[0].value, definitions[0].section
('0x0001', '2.2.1')
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
