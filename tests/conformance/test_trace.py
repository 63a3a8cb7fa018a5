"""From requirements to cases and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugfest.conformance.runner import collect
from plugfest.conformance.trace import trace
from plugfest.errors import InputError
from plugfest.records import Actor, Case, Fact, Facts, Level, RequirementId, Untestable
from plugfest.requirements.facts import find_fact, load_facts
from plugfest.requirements.importing import read
from plugfest.specs import Library, open_library

CITED = "MS-SRVS:3.1.4.8:cd9e53458c"
MOVED = "MS-SRVS:9.9:ac12e6cfff"
UNKNOWN = "MS-SRVS:3.1.4.8:0123456789"
ELSEWHERE = "MS-SMB2:3.3.5.4:52b851e571"
CASES = [
    Case(id="a", title="", covers=(CITED, MOVED)),
    Case(id="b", title="", covers=(CITED, ELSEWHERE)),
    Case(id="c", title="", covers=(UNKNOWN,)),
]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_library(tmp_path / "library")


def test_trace_without_the_library(library: Library) -> None:
    with library:
        found = trace("[ms-srvs]", CASES, library)
    cited = {one.id: one.cases for one in found.cited}
    assert cited == {CITED: ("a", "b"), "MS-SRVS:3.1.4.8:ac12e6cfff": ("a",)}
    assert [(one.id, one.cases) for one in found.unknown] == [(UNKNOWN, ("c",))]
    assert found.suspect == ()
    assert (found.facts_revision, found.library_revision) == (load_facts("MS-SRVS").revision, "")
    assert all(one.actor is not Actor.CLIENT for one in found.requirements)
    numbers = found.numbers()
    assert (numbers["cited"], numbers["cases"], numbers["unknown"]) == (2, 2, 1)
    assert numbers["testable"] + numbers["not_testable"] + numbers["undecided"] == numbers["requirements"]


def test_a_document_that_nobody_knows(library: Library) -> None:
    with library, pytest.raises(InputError, match="MS-XYZ"):
        trace("MS-XYZ", CASES, library)


def test_the_suites_cite_what_is_known() -> None:
    """Every citation of ours is in the facts, under the section that the id says, and about the server."""
    for case in collect():
        for requirement in case.covers:
            fact = find_fact(requirement)
            assert fact is not None, (case.id, requirement)
            assert fact.section == RequirementId.parse(requirement).section, case.id
            assert fact.actor is not Actor.CLIENT, (case.id, requirement)


def test_every_test_in_the_suites_is_a_case() -> None:
    from plugfest.conformance.case import BUILT_IN

    written = sum(
        line.startswith(("def test_", "async def test_"))
        for file in BUILT_IN.rglob("*.py")
        for line in file.read_text().splitlines()
    )
    assert len(collect()) == written


def test_suspect_is_what_the_revision_in_the_library_does_not_say_any_more(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    toy = Path(__file__).parents[1] / "data" / "MS-TOY.md"
    imported = read(toy.read_bytes(), "MS-TOY.md")
    with library:
        library.add(imported)
        now = library.requirements("MS-TOY")
        old = Fact(id="MS-TOY:2.1:00000000aa", section="2.1", level=Level.MUST, actor=Actor.SERVER)
        facts = Facts(
            document="MS-TOY",
            revision="0.9",
            date="2020-01-01",
            requirements=(
                old,
                Fact(
                    id=now[0].id,
                    section="1",
                    level=Level.MUST,
                    actor=now[0].actor,
                    testable=False,
                    reason=Untestable.CLIENT,
                ),
            ),
        )
        monkeypatch.setattr("plugfest.conformance.trace.load_facts", lambda name: facts)
        monkeypatch.setattr("plugfest.conformance.trace.documents", lambda: ["MS-TOY"])
        cited = (now[0].id, old.id, "MS-TOY:2.1:00000000bb")
        found = trace("MS-TOY", [Case(id="a", title="", covers=cited)], library)
    assert [one.id for one in found.suspect] == [old.id]
    assert [one.id for one in found.unknown] == ["MS-TOY:2.1:00000000bb"]
    assert found.library_revision
    assert found.facts_revision == "0.9"
    first = next(one for one in found.requirements if one.id == now[0].id)
    assert (first.testable, first.reason, first.cases) == (False, "client", ("a",))
