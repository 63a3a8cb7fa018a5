"""From requirements to cases: what a document asks for, what the suites cite of it, and citations that went stale."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from plugfest.records import Actor, Case, Fact, Level, Requirement, RequirementId, Untestable
from plugfest.requirements.facts import documents, load_facts
from plugfest.specs.library import Library


class Traced(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement and the cases that cite it."""

    id: str
    section: str
    level: Level
    actor: Actor
    testable: bool | None
    reason: Untestable | None
    cases: tuple[str, ...]


class Stale(msgspec.Struct, frozen=True):
    """A citation that needs a look, and the cases that have it."""

    id: str
    cases: tuple[str, ...]


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """The coverage of one document."""

    document: str
    facts_revision: str
    library_revision: str
    """Empty where the library does not hold the document."""
    requirements: tuple[Traced, ...]
    """What a server has to do, in the document's order."""
    suspect: tuple[Stale, ...]
    """Known from the facts, but not in the library's revision any more: the text has changed."""
    unknown: tuple[Stale, ...]
    """In neither of them."""

    @property
    def cited(self) -> list[Traced]:
        """Those that a case cites."""
        return [one for one in self.requirements if one.cases]

    @property
    def missing(self) -> list[Traced]:
        """Testable, and no case cites them."""
        return [one for one in self.requirements if one.testable and not one.cases]

    def numbers(self) -> dict[str, int]:
        """How many there are of what."""
        return {
            "requirements": len(self.requirements),
            "testable": sum(one.testable is True for one in self.requirements),
            "testable_musts": sum(one.testable is True and one.level.mandatory for one in self.requirements),
            "cited_musts": sum(one.testable is True and one.level.mandatory for one in self.cited),
            "not_testable": sum(one.testable is False for one in self.requirements),
            "undecided": sum(one.testable is None for one in self.requirements),
            "cited": len(self.cited),
            "missing": len(self.missing),
            "suspect": len(self.suspect),
            "unknown": len(self.unknown),
            "cases": len({case for one in self.cited for case in one.cases}),
        }


def trace(document: str, cases: Sequence[Case], library: Library) -> Trace:
    """Trace a document. Raises InputError where neither facts nor the library know it."""
    name = document.strip("[]").upper()
    in_library = library.document(name) if name in library.names() else None
    facts = load_facts(name) if name in documents() else None
    if facts is None and in_library is None:
        if library.names():
            library.document(name)  # says what is near
        load_facts(name)  # says of what there are some
    decided = {_key(fact.id): fact for fact in facts.requirements} if facts else {}
    cited = _citations(name, cases)
    stated = in_library.requirements() if in_library else []
    current = [_fact(one, decided) for one in stated] or list(decided.values())
    keys = {_key(fact.id) for fact in current}
    stale = {key: Stale(cited_as, tuple(names)) for key, (cited_as, names) in cited.items() if key not in keys}
    return Trace(
        document=name,
        facts_revision=facts.revision if facts else "",
        library_revision=in_library.revision if in_library else "",
        requirements=tuple(
            _traced(fact, cited) for fact in current if fact.actor is not Actor.CLIENT or _key(fact.id) in cited
        ),
        suspect=tuple(one for key, one in stale.items() if key in decided),
        unknown=tuple(one for key, one in stale.items() if key not in decided),
    )


def _key(requirement: str) -> str:
    return RequirementId.parse(requirement).hash


def _citations(document: str, cases: Sequence[Case]) -> dict[str, tuple[str, list[str]]]:
    """Hash → the id as cited, and the cases."""
    cited: dict[str, tuple[str, list[str]]] = {}
    for case in cases:
        for requirement in case.covers:
            parsed = RequirementId.parse(requirement)
            if parsed.document == document:
                cited.setdefault(parsed.hash, (requirement, []))[1].append(case.id)
    return cited


def _fact(requirement: Requirement, decided: dict[str, Fact]) -> Fact:
    """Of a requirement of the library, with the human decisions of the facts."""
    before = decided.get(_key(requirement.id))
    return Fact(
        id=requirement.id,
        section=requirement.section,
        level=requirement.level,
        actor=requirement.actor,
        testable=before.testable if before else None,
        reason=before.reason if before else None,
    )


def _traced(fact: Fact, cited: dict[str, tuple[str, list[str]]]) -> Traced:
    return Traced(
        id=fact.id,
        section=fact.section,
        level=fact.level,
        actor=fact.actor,
        testable=fact.testable,
        reason=fact.reason,
        cases=tuple(cited.get(_key(fact.id), ("", []))[1]),
    )
