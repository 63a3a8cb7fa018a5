"""JUnit: the shape that continuous integration reads."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from plugfest.records import VerdictKind
from plugfest.reports import report_junit
from tests.reports.example import LEVELS, RUN, STATEMENTS, VERDICTS

CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase", "system-out", "system-err"},
    "properties": {"property"},
    "property": set(),
    "testcase": {"skipped", "error", "failure", "system-out", "system-err"},
    "skipped": set(),
    "error": set(),
    "failure": set(),
    "system-out": set(),
}
ATTRIBUTES = {  # required, optional
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors", "skipped"}),
    "testsuite": (
        {"name", "tests"},
        {"failures", "errors", "skipped", "time", "timestamp", "hostname", "id", "package"},
    ),
    "properties": (set(), set()),
    "property": ({"name", "value"}, set()),
    "testcase": ({"name", "classname"}, {"time", "assertions", "status"}),
    "skipped": (set(), {"message", "type"}),
    "error": (set(), {"message", "type"}),
    "failure": (set(), {"message", "type"}),
    "system-out": (set(), set()),
}
"""The elements and attributes of the common junit-10.xsd (Jenkins), as far as we use them."""


def check(element: ET.Element) -> None:
    required, optional = ATTRIBUTES[element.tag]
    assert required <= set(element.attrib) <= required | optional, element.tag
    for name in ("tests", "failures", "errors", "skipped"):
        if name in element.attrib:
            assert element.attrib[name].isdigit()
    if "time" in element.attrib:
        float(element.attrib["time"])
    for child in element:
        assert child.tag in CHILDREN[element.tag]
        check(child)


@pytest.fixture
def root() -> ET.Element:
    return ET.fromstring(report_junit(RUN, VERDICTS, STATEMENTS, levels=LEVELS).encode())


def test_shape(root: ET.Element) -> None:
    check(root)
    suites = root.findall("testsuite")
    assert [suite.get("name") for suite in suites] == [
        "ms_smb2/negotiate.py",
        "ms_smb2/session_setup.py",
        "ms_smb2/tree_connect.py",
        "ms_srvs/remote_tod.py",
        "ms_srvs/share_enum.py",
    ]
    for suite in [root, *suites]:
        cases = list(suite.iter("testcase"))
        found = {"tests": len(cases)}
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            found[name] = sum(case.find(tag) is not None for case in cases)
        assert found == {name: int(suite.get(name, "")) for name in found}
    assert root.get("tests") == str(len(VERDICTS))


def test_verdicts(root: ET.Element) -> None:
    outcomes = {}
    for case in root.iter("testcase"):
        child = next(iter(case), None)
        outcomes[case.get("name")] = None if child is None else (child.tag, child.get("type"))
    kinds = VerdictKind
    assert outcomes == {
        "test_level_1": None,
        "test_unknown_level": ("failure", kinds.FAIL),
        "test_resume_handle_is_ignored_when_null": ("skipped", None),
        "test_unsigned_is_disconnected": ("failure", kinds.DEVIATION),
        "test_no_common_dialect": ("error", kinds.INCONCLUSIVE),
        "test_share_of_another_node": ("skipped", None),
        "test_reauthentication": ("error", kinds.ERROR),
        "test_time": ("system-out", None),
    }


def test_reasons(root: ET.Element) -> None:
    messages = {case.get("name"): case[0] for case in root.iter("testcase") if len(case)}
    assert messages["test_resume_handle_is_ignored_when_null"].get("message", "").startswith("known deviation: Samba")
    assert "cluster" in messages["test_share_of_another_node"].get("message", "")
    failure = messages["test_unknown_level"]
    assert "an RPC fault" in failure.get("message", "")
    assert "expected: ERROR_INVALID_LEVEL" in (failure.text or "")
    assert "MS-SRVS:3.1.4.8:00a1b2c3d4 MUST: A made-up statement" in (failure.text or "")
    assert "Traceback" in (messages["test_reauthentication"].text or "")
    assert "<script>alert(1)</script>" in messages["test_unsigned_is_disconnected"].get("message", "")


def test_what_was_tested_is_told(root: ET.Element) -> None:
    properties = {p.get("name"): p.get("value") for p in root[0].iter("property")}
    assert properties["revision.MS-SRVS"] == "36.0"
    assert properties["capability.leasing"] == "yes"
    assert properties["run"] == RUN.id
