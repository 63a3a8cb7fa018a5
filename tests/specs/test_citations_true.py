"""The citations in our own source are true: the sections are in the documents, the requirements in the facts."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from plugfest.records.citations import Citation, citations
from plugfest.requirements.facts import documents, find_fact
from plugfest.specs.markdown import read_markdown

EXAMPLES = ("0123456789", "abcdef0123")
"""Hashes in docstrings that show what an id looks like."""
GIVEN = os.environ.get("PLUGFEST_TEST_DATA", "")


@cache
def found() -> tuple[Citation, ...]:
    return tuple(citations())


@cache
def sections(document: str) -> frozenset[str]:
    """The section numbers of a given document; empty if it is not given."""
    path = Path(GIVEN, "specs", f"{document}.md")
    if not GIVEN or not path.is_file():
        return frozenset()
    return frozenset(section.number for section in read_markdown(path.read_bytes()).sections)


def test_every_cited_requirement_is_in_the_facts() -> None:
    known = set(documents())
    cited = [place for place in found() if place.document in known and place.requirement]
    cited = [place for place in cited if not place.requirement.endswith(EXAMPLES)]
    assert cited
    unknown = [f"{place.path}:{place.line} {place.requirement}" for place in cited if not find_fact(place.requirement)]
    assert unknown == []


@pytest.mark.skipif(not GIVEN, reason="PLUGFEST_TEST_DATA is not set")
def test_every_cited_section_is_in_its_document() -> None:
    wrong = [
        f"{place.path}:{place.line} [{place.document}] {place.section}"
        for place in found()
        if sections(place.document) and place.section not in sections(place.document)
    ]
    assert wrong == []
