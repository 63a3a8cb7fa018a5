"""The workbook, opened again."""

from __future__ import annotations

import io
from typing import Any

import pytest

from plugfest.records import VerdictKind
from plugfest.reports import report_xlsx
from tests.reports.example import HOSTILE, LEVELS, RUN, STATEMENTS, VERDICTS
from tests.reports.test_html import hostile

calamine = pytest.importorskip("python_calamine", reason="python-calamine is not installed")


def rows(workbook: bytes, sheet: str) -> list[list[Any]]:
    opened = calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    return opened.get_sheet_by_name(sheet).to_python()  # type: ignore[no-any-return]


def test_requirement_case_and_verdict() -> None:
    titles = {"MS-SRVS": {"3.1.4.8": "A title"}}
    workbook = report_xlsx(RUN, VERDICTS, STATEMENTS, levels=LEVELS, titles=titles)
    head, *found = rows(workbook, "Requirements")
    table = [dict(zip(head, row, strict=True)) for row in found]
    tested = [row for row in table if row["Case"]]
    assert {(row["Requirement"], row["Case"]) for row in tested} == {
        (requirement, one.case) for one in VERDICTS for requirement in one.covers
    }
    failed = next(row for row in tested if row["Case"].endswith("test_unknown_level"))
    fail = VERDICTS[1]
    assert (failed["Verdict"], failed["Expected"], failed["Actual"]) == ("fail", fail.expected, fail.actual)
    assert (failed["Level"], failed["Title"], failed["Statement"]) == ("MUST", "A title", STATEMENTS[fail.requirement])
    rest = {row["Verdict"] for row in table if not row["Case"]}
    assert rest <= {"not tested", "not testable"}
    assert "not tested" in rest
    about = dict(row[:2] for row in rows(workbook, "Run"))
    assert (about["Run"], about["Target"], about["Cases"]) == (RUN.id, RUN.target, str(len(VERDICTS)))


def test_what_a_peer_sends_is_text() -> None:
    run, verdicts = hostile()
    workbook = report_xlsx(run, verdicts, {HOSTILE: "=1+1"})
    found = rows(workbook, "Requirements")
    assert len(found) == len(VerdictKind) + 1
    assert {row[5] for row in found[1:]} == {"=1+1"}


def test_long_texts_are_cut() -> None:
    import msgspec

    verdict = msgspec.structs.replace(VERDICTS[1], actual="x" * 100_000)
    found = rows(report_xlsx(RUN, [verdict], {}), "Requirements")
    assert max(len(str(cell)) for row in found for cell in row) == 32_000
