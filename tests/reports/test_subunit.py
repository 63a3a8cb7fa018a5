"""subunit, read back by the reference implementation."""

from __future__ import annotations

import io
from typing import Any

import msgspec
import pytest

from plugfest.records import Verdict, VerdictKind
from plugfest.reports import report_subunit, report_subunit2
from tests.reports.example import HOSTILE, LEVELS, RUN, STATEMENTS, VERDICTS

subunit = pytest.importorskip("subunit", reason="python-subunit is not installed")

EXPECTED = {
    VerdictKind.PASS: "success",
    VerdictKind.FAIL: "fail",
    VerdictKind.DEVIATION: "fail",
    VerdictKind.ERROR: "fail",
    VerdictKind.INCONCLUSIVE: "fail",
    VerdictKind.NOT_APPLICABLE: "skip",
}
NASTY = [
    msgspec.structs.replace(one, case=f"{HOSTILE}\n{number} [", reason="a\n]\nsuccess: b", expected="]")
    for number, one in enumerate(VERDICTS)
]


def status(verdict: Verdict) -> str:
    if verdict.unexpected_pass:
        return "uxsuccess"
    if verdict.known and verdict.kind in (VerdictKind.FAIL, VerdictKind.DEVIATION):
        return "xfail"
    return EXPECTED[verdict.kind]


def read(stream: bytes) -> list[tuple[str, str]]:
    """Names and results of a stream of version 2, as the reference implementation reads it."""
    from testtools import StreamToDict

    found: list[tuple[str, str]] = []
    result = StreamToDict(lambda test: found.append((test["id"], test["status"])))
    result.startTestRun()
    subunit.ByteStreamToStreamResult(io.BytesIO(stream)).run(result)
    result.stopTestRun()
    return found


@pytest.mark.parametrize("verdicts", [VERDICTS, NASTY], ids=["example", "hostile"])
def test_version_2(verdicts: list[Verdict]) -> None:
    found = read(report_subunit2(RUN, verdicts, STATEMENTS, levels=LEVELS))
    assert [result for _, result in found] == [status(one) for one in verdicts]
    if verdicts is VERDICTS:
        assert [name for name, _ in found] == [one.case for one in verdicts]


@pytest.mark.parametrize("size", [0, 50, 63, 5000, 70_000, 5_000_000])
def test_packets_of_any_length(size: int) -> None:
    failed = Verdict(case="a::" + "b" * min(size, 5000), kind=VerdictKind.ERROR, detail="x" * size)
    assert read(report_subunit2(RUN, [failed], {})) == [(failed.case, "fail")]


@pytest.mark.parametrize("verdicts", [VERDICTS, NASTY], ids=["example", "hostile"])
def test_version_1(verdicts: list[Verdict]) -> None:
    text = report_subunit(RUN, verdicts, STATEMENTS, levels=LEVELS)
    result = Recorded()
    subunit.ProtocolTestCase(io.BytesIO(text.encode()), passthrough=io.BytesIO()).run(result)
    by_file = {
        file: [one for one in verdicts if file_of(one) == file] for file in dict.fromkeys(map(file_of, verdicts))
    }
    assert result.found == [status(one) for members in by_file.values() for one in members]
    assert "time: 2026-11-20 09:41:07.000000Z\ntest: " in text


def file_of(verdict: Verdict) -> str:
    return verdict.case.rpartition("::")[0]


def test_each_file_is_a_suite_for_sambas_tools() -> None:
    lines = report_subunit(RUN, VERDICTS, STATEMENTS, levels=LEVELS).splitlines()
    begun = [line.removeprefix("testsuite: ") for line in lines if line.startswith("testsuite: ")]
    ended = [line.partition(": ") for line in lines if line.startswith("testsuite-")]
    assert begun == [name for _, _, name in ended] == list(dict.fromkeys(map(file_of, VERDICTS)))
    for result, _, name in ended:
        results = {status(one) for one in VERDICTS if file_of(one) == name}
        assert (result in ("testsuite-failure", "testsuite-error")) == ("fail" in results)


class Recorded:
    """What the parser of version 1 calls."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def startTest(self, *args: object) -> None:
        """A test begins, and what else is of no interest here."""

    stopTest = time = tags = progress = startTest

    def __getattr__(self, name: str) -> Any:
        words = {"addSuccess": "success", "addFailure": "fail", "addError": "fail", "addSkip": "skip"}
        words |= {"addExpectedFailure": "xfail", "addUnexpectedSuccess": "uxsuccess"}
        if name not in words:
            raise AttributeError(name)
        return lambda *args, **kwargs: self.found.append(words[name])
