"""Runs beside one another."""

from __future__ import annotations

from plugfest.records import Verdict, VerdictKind
from plugfest.reports.agreement import Result, disagreements
from tests.reports.example import RUN

PASS, FAIL = VerdictKind.PASS, VerdictKind.FAIL


def result(*verdicts: Verdict) -> Result:
    return Result(RUN, verdicts)


def test_only_what_differs_is_told() -> None:
    first = result(Verdict(case="b", kind=PASS), Verdict(case="a", kind=FAIL, requirement="x", actual="1"))
    second = result(Verdict(case="b", kind=FAIL, actual="2"), Verdict(case="a", kind=FAIL, requirement="x", actual="3"))
    (found,) = disagreements([first, second])
    assert (found.case, [one and one.kind for one in found.verdicts]) == ("b", [PASS, FAIL])
    assert [one["kind"] for one in found.as_json()["verdicts"]] == ["pass", "fail"]


def test_another_requirement_and_a_missing_case_differ() -> None:
    first = result(Verdict(case="a", kind=FAIL, requirement="x"), Verdict(case="b", kind=PASS))
    second = result(Verdict(case="a", kind=FAIL, requirement="y"))
    found = disagreements([first, second])
    assert [one.case for one in found] == ["a", "b"]
    assert found[1].verdicts[1] is None
    assert disagreements([first, first]) == []
