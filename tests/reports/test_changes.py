"""What is different between two runs."""

from __future__ import annotations

import json

import msgspec
import pytest

from plugfest.records import Verdict, VerdictKind
from plugfest.reports import report_json
from plugfest.reports.changes import Change, change_of, differences
from plugfest.reports.model import Standing, judge
from tests.reports.example import RUN

BEFORE = msgspec.structs.replace(RUN, id="2026-11-19-1")


def verdict(case: str, kind: VerdictKind, known: str = "") -> Verdict:
    return Verdict(case=case, kind=kind, known=known)


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (Standing.PASS, Standing.PASS, None),
        (Standing.PASS, Standing.FAIL, Change.NEW),
        (Standing.KNOWN, Standing.FAIL, Change.NEW),
        (Standing.NOT_APPLICABLE, Standing.INCONCLUSIVE, Change.NEW),
        (Standing.FAIL, Standing.PASS, Change.FIXED),
        (Standing.KNOWN, Standing.PASS, Change.FIXED),
        (Standing.FAIL, Standing.DEVIATION, Change.CHANGED),
        (Standing.FAIL, Standing.KNOWN, Change.CHANGED),
        (Standing.NOT_APPLICABLE, Standing.PASS, Change.CHANGED),
    ],
)
def test_change_of(before: Standing, now: Standing, change: Change | None) -> None:
    assert change_of(before, now) is change


def test_differences() -> None:
    old = [verdict("a", VerdictKind.PASS), verdict("b", VerdictKind.FAIL, "a reason"), verdict("c", VerdictKind.PASS)]
    new = [verdict("a", VerdictKind.FAIL), verdict("b", VerdictKind.FAIL, "a reason"), verdict("d", VerdictKind.PASS)]
    found = differences(BEFORE, old, judge(new, {}))
    assert [(one.case, one.before, one.now) for one in found.of(Change.NEW)] == [("a", "pass", "fail")]
    assert (list(found.cases), found.added, found.gone) == (["a"], ("d",), ("c",))
    since = json.loads(report_json(RUN, new, {}, before=(BEFORE, old)))["since"]
    assert since == {
        "run": "2026-11-19-1",
        "changed": [{"case": "a", "change": "new", "before": "pass", "now": "fail"}],
        "added": ["d"],
        "gone": ["c"],
    }
