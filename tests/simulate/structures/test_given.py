"""Structures of given documents: how many are compiled, that they round-trip, and known contradictions."""

from __future__ import annotations

from random import Random

import pytest

from plugfest.simulate.structures.shelf import Shelf
from tests.simulate.structures.conftest import DOCUMENTS
from tests.simulate.structures.samples import check

LEAST = {
    "MS-SMB2": 0.92, "MS-FSCC": 0.98, "MS-DTYP": 0.9, "MS-NLMP": 0.85, "MS-RPCE": 0.7, "MS-CFB": 0.66,
    "MS-SHLLINK": 0.75, "MS-RDPBCGR": 0.6,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(LEAST))
def test_most_are_compiled_and_every_refusal_has_a_place(shelf: Shelf, name: str) -> None:
    found = shelf.structures(name)
    assert len(found.compiled) >= LEAST[name] * (len(found.compiled) + len(found.refused))
    for refusal in found.refused:
        assert refusal.line
        assert refusal.section
        assert refusal.field


@pytest.mark.parametrize("name", sorted(set(DOCUMENTS) - {"MS-ERREF", "MS-XCA"}))
def test_all_that_is_compiled_round_trips(shelf: Shelf, name: str) -> None:
    for structure in shelf.structures(name).compiled:
        for seed in range(3):
            check(shelf.codecs, structure, Random(seed))


def test_every_part_has_a_place(shelf: Shelf) -> None:
    for structure in shelf.structures("MS-SMB2").compiled:
        assert structure.order_source
        for member in structure.members:
            assert member.sources, (structure.title, member.name)


@pytest.mark.parametrize(
    ("document", "rule", "section"),
    [("MS-FSCC", "layout.structure-size", "2.3.9.2"), ("MS-RDPBCGR", "layout.width", "2.2.1.3.9")],
)
def test_known_contradictions_are_found(shelf: Shelf, document: str, rule: str, section: str) -> None:
    assert (rule, section) in {(one.rule, one.section) for one in shelf.structures(document).findings}
