"""Findings: places where a document contradicts itself or leaves an implementer without an answer."""

from __future__ import annotations

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One finding. `quote` is the document's text, read at run time; it is never stored with us."""

    document: str
    rule: str
    """`idl.opnum`: the family and the rule."""
    section: str
    line: int
    subject: str
    """What it is about: the name of a method, a type, an interface."""
    reason: str
    """What is wrong, in our own words."""
    other_section: str = ""
    other_line: int = 0
    """The place that it is compared with, where there are two."""
    quote: str = ""
    id: str = ""
    """`DOC:SECTION:HASH`, given where the findings of a document are put together."""
