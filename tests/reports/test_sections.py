"""The map: what became of the requirements of each section."""

from __future__ import annotations

from plugfest.records import Actor, Verdict, VerdictKind
from plugfest.reports.model import judge
from plugfest.reports.sections import Section, State, sections
from plugfest.requirements.facts import load_facts

FACTS = [fact for fact in load_facts("MS-SRVS").requirements if fact.actor is not Actor.CLIENT]
IN_3_1_4_8 = [fact.id for fact in FACTS if fact.section == "3.1.4.8" and fact.testable is not False]


def verdict(kind: VerdictKind, *covers: str, requirement: str = "") -> Verdict:
    return Verdict(case=f"a::{kind}-{covers[0]}", kind=kind, covers=covers, requirement=requirement)


def document(*verdicts: Verdict) -> dict[str, Section]:
    (root,) = sections(judge(verdicts, {}), {"MS-SRVS": {"3.1.4.8": "A title"}})

    def everything(section: Section) -> dict[str, Section]:
        return {section.number: section} | {
            number: one for child in section.children for number, one in everything(child).items()
        }

    return everything(root)


def test_every_requirement_of_a_server_is_in_it_once() -> None:
    found = document(verdict(VerdictKind.PASS, IN_3_1_4_8[0]))
    assert sum(found[""].counts.values()) == len(FACTS)
    assert found[""].counts[State.HOLDS] == found["3"].counts[State.HOLDS] == found["3.1.4.8"].own[State.HOLDS] == 1
    not_tested = sum(n for state, n in found["3.1.4.8"].own.items() if state is State.NOT_TESTED)
    assert not_tested == len(IN_3_1_4_8) - 1
    assert found["3.1.4.8"].title == "A title"
    not_testable = [fact for fact in FACTS if fact.testable is False]
    assert found[""].counts.get(State.NOT_TESTABLE, 0) == len(not_testable)


def test_what_presses_most_stands_out() -> None:
    first, second, third = IN_3_1_4_8[:3]
    found = document(
        verdict(VerdictKind.PASS, first),
        verdict(VerdictKind.FAIL, first),
        verdict(VerdictKind.DEVIATION, second),
        verdict(VerdictKind.INCONCLUSIVE, third),
    )["3.1.4.8"]
    assert found.state is State.FAILS
    assert found.partly
    assert (found.own[State.FAILS], found.own[State.DEVIATES], found.own[State.HOLDS]) == (1, 1, 0)


def test_a_failure_is_about_the_requirement_in_question_only() -> None:
    first, second = IN_3_1_4_8[:2]
    own = document(verdict(VerdictKind.FAIL, first, second, requirement=second))["3.1.4.8"].own
    assert (own[State.FAILS], own[State.HOLDS]) == (1, 0)


def test_a_document_without_facts_has_what_is_cited() -> None:
    (root,) = sections(judge([verdict(VerdictKind.PASS, "MS-NONE:1.10:0123456789", "MS-NONE:1.9:0123456780")], {}))
    assert [child.number for child in root.children[0].children] == ["1.9", "1.10"]
    assert root.counts == {State.HOLDS: 2}
