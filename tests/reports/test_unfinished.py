"""A run that was cut off: every report says so, and none is green."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
import zipfile
from io import BytesIO

import msgspec

from plugfest.records import VerdictKind
from plugfest.reports import report_html, report_json, report_junit, report_subunit, report_subunit2, report_xlsx
from plugfest.reports.model import UNFINISHED
from tests.reports.example import RUN, VERDICTS

CUT_OFF = msgspec.structs.replace(RUN, finished=False)
PASSED = [one for one in VERDICTS if one.kind is VerdictKind.PASS]


def test_html() -> None:
    head = report_html(CUT_OFF, PASSED, {}).partition("</header>")[0]
    assert UNFINISHED[1:] in head
    assert "<title>unfinished" in head
    assert 'class="outcome held"' not in head
    head = report_html(RUN, PASSED, {}).partition("</header>")[0]
    assert UNFINISHED[1:] not in head
    assert 'class="outcome held"' in head


def test_junit() -> None:
    root = ET.fromstring(report_junit(CUT_OFF, PASSED, {}))
    assert (root.get("tests"), root.get("errors")) == (str(len(PASSED) + 1), "1")
    assert [one.get("message") for one in root.iter("error")] == [UNFINISHED]
    for suite in root:
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert suite.get("errors") == str(len(suite.findall("testcase/error")))
    root = ET.fromstring(report_junit(RUN, PASSED, {}))
    assert (root.get("errors"), list(root.iter("error"))) == ("0", [])


def test_json() -> None:
    assert json.loads(report_json(CUT_OFF, PASSED, {}))["run"]["finished"] is False
    assert json.loads(report_json(RUN, PASSED, {}))["run"]["finished"] is True


def test_subunit() -> None:
    lines = report_subunit(CUT_OFF, PASSED, {}).splitlines()
    assert lines[0] == f"progress: {len(PASSED) + 1}"
    assert lines[-3:] == [UNFINISHED, "]", "testsuite-error: plugfest"]
    assert UNFINISHED.encode() in report_subunit2(CUT_OFF, PASSED, {})
    assert UNFINISHED.encode() not in report_subunit2(RUN, PASSED, {})


def test_xlsx() -> None:
    with zipfile.ZipFile(BytesIO(report_xlsx(CUT_OFF, PASSED, {}))) as book:
        assert UNFINISHED in book.read("xl/sharedStrings.xml").decode()
