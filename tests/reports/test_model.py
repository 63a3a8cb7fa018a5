"""How verdicts count, in what order they come, and what is printable."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugfest.records import Level, RequirementId, Verdict, VerdictKind
from plugfest.reports.model import Standing, count, judge, printable, standing
from plugfest.requirements.facts import load_facts
from tests.reports.example import LEVELS, MUST, SHOULD, STATEMENTS, VERDICTS


def test_failures_come_first_and_known_ones_are_not_new() -> None:
    judged = judge(VERDICTS, STATEMENTS, LEVELS)
    assert [one.standing for one in judged] == [
        Standing.FAIL,
        Standing.ERROR,
        Standing.DEVIATION,
        Standing.INCONCLUSIVE,
        Standing.KNOWN,
        Standing.PASS,
        Standing.PASS,
        Standing.NOT_APPLICABLE,
    ]
    assert [one.standing.new for one in judged] == [True] * 4 + [False] * 4
    assert count(judged)[Standing.PASS] == 2


def test_what_a_profile_explains() -> None:
    for kind in VerdictKind:
        found = standing(Verdict(case="a::b", kind=kind, known="because"))
        held = kind in (VerdictKind.PASS, VerdictKind.NOT_APPLICABLE)
        assert found == (kind.value if held else "known")
        assert standing(Verdict(case="a::b", kind=kind)) == kind.value


def test_citations_begin_with_the_one_in_question() -> None:
    verdict = Verdict(case="a::b", kind=VerdictKind.FAIL, covers=(MUST, SHOULD), requirement=SHOULD)
    (one,) = judge([verdict], STATEMENTS, LEVELS)
    assert [(c.id, c.document, c.section, c.level, bool(c.statement)) for c in one.citations] == [
        (SHOULD, "MS-SRVS", "3.1.4.8", "SHOULD", False),
        (MUST, "MS-SRVS", "3.1.4.8", "MUST", True),
    ]
    assert one.documents == ["MS-SRVS"]


def test_sections_are_ordered_as_numbers() -> None:
    ids = [f"MS-X:{section}:00a1b2c3d4" for section in ("2.10", "2.9", "A.1", "2.9.1")]
    judged = judge([Verdict(case=f"c::{i}", kind=VerdictKind.PASS, covers=(i,)) for i in ids], {})
    assert [one.citations[0].section for one in judged] == ["A.1", "2.9", "2.9.1", "2.10"]


def test_what_is_no_requirement_id_is_shown_as_it_is() -> None:
    (one,) = judge([Verdict(case="a::b", kind=VerdictKind.PASS, covers=("whatever",))], {})
    assert (one.citations[0].id, one.citations[0].level) == ("whatever", "")


@given(st.text(st.characters(codec=None)))
def test_printable_text_can_be_written_as_xml(text: str) -> None:
    import xml.etree.ElementTree as ET

    element = ET.Element("e", {"a": printable(text)})
    element.text = printable(text)
    ET.fromstring(ET.tostring(element, encoding="utf-8"))


def test_direction_marks_are_shown() -> None:
    assert printable("a\u202egnp.exe\n\tb\x1b[31m") == "a\\u202egnp.exe\n\tb\\x1b[31m"


def test_levels_come_from_the_facts_that_travel_with_the_program() -> None:
    fact = next(one for one in load_facts("MS-SRVS").requirements if one.level is Level.SHOULD_NOT)
    digest = RequirementId.parse(fact.id).hash
    covers = (f"MS-SRVS:9.9:{digest}", "MS-SRVS:1.2:ffffffffff", f"MS-WITHOUT:1.2:{digest}")  # a section may move
    (one,) = judge([Verdict(case="a::b", kind=VerdictKind.PASS, covers=covers)], {})
    assert [c.level for c in one.citations] == ["SHOULD NOT", "", ""]


def test_a_case_that_cites_nothing() -> None:
    (one,) = judge([Verdict(case="a::b", kind=VerdictKind.ERROR)], {})
    assert (one.citations, one.documents) == ((), [])
