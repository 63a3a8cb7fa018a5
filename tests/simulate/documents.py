"""Small documents, written where they are needed."""

from __future__ import annotations

import textwrap

from plugfest.records.documents import Section
from plugfest.specs.markdown import read_markdown

HEAD = "# [MS-TOYC]: Pigeon Constants Protocol\n\n"


def sections(text: str) -> tuple[Section, ...]:
    """The sections of a document with this text behind its title."""
    return read_markdown((HEAD + textwrap.dedent(text).strip() + "\n").encode(), "toy").sections
