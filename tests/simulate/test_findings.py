"""Ids of findings."""

from __future__ import annotations

from plugfest.records.findings import Finding
from plugfest.simulate.findings import identified


def finding(line: int, subject: str = "Coo", quote: str = "", section: str = "2.1") -> Finding:
    return Finding(
        document="MS-TOY", rule="toy.rule", section=section, line=line, subject=subject, reason="it is so", quote=quote
    )


def test_the_place_does_not_count() -> None:
    (one,) = identified([finding(3, quote="A pigeon.")])
    (moved,) = identified([finding(30, quote="A  *pigeon*.", section="2.2")])
    assert one.id.startswith("MS-TOY:2.1:")
    assert moved.id == one.id.replace(":2.1:", ":2.2:")


def test_what_is_said_does() -> None:
    ids = {one.id for one in identified([finding(3), finding(4, subject="Loft"), finding(5, quote="A pigeon.")])}
    assert len(ids) == 3


def test_twins_are_numbered_in_the_order_of_the_file() -> None:
    later, first = finding(9), finding(2)
    assert [one.id.partition("~")[2] for one in identified([later, first])] == ["", "2"]
    assert identified([later, first])[0].line == 2
