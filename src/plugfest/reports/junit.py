"""JUnit XML, for continuous integration: the shape that Jenkins, GitLab and GitHub's tools read."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

from plugfest.records import Run, Verdict
from plugfest.reports.model import UNFINISHED, Citation, Judged, Standing, judge, printable


def report_junit(
    run: Run, verdicts: Sequence[Verdict], statements: Mapping[str, str], *, levels: Mapping[str, str] | None = None
) -> str:
    """A run as JUnit XML: a suite for each file of cases.

    `fail` and `deviation` are failures, `error` and `inconclusive` are errors, each with the verdict as its type;
    `not_applicable` is skipped. A known deviation is skipped too, with the reason of the profile: it is neither news
    nor held. The report is red for exactly what makes `plugfest test` exit with 1. A run that did not come to its end
    has a suite `plugfest` with one more error.
    """
    judged = judge(verdicts, statements, levels)
    suites: dict[str, list[Judged]] = {}
    for one in judged:
        suites.setdefault(one.verdict.case.rpartition("::")[0] or "cases", []).append(one)
    root = ET.Element("testsuites", {"name": printable(f"plugfest {run.target}"), **_totals(judged, run.finished)})
    if not run.finished:
        suite = ET.SubElement(root, "testsuite", {"name": "plugfest", **_totals([], finished=False)})
        case = ET.SubElement(suite, "testcase", {"name": "finished", "classname": "plugfest", "time": "0.000"})
        ET.SubElement(case, "error", {"message": UNFINISHED, "type": "unfinished"})
    for name, members in sorted(suites.items()):
        suite = ET.SubElement(root, "testsuite", {"name": printable(name), **_totals(members)})
        suite.set("timestamp", run.started.removesuffix("Z"))
        suite.set("hostname", printable(run.target))
        _properties(suite, run)
        for one in members:
            _case(suite, name, one)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _totals(members: Sequence[Judged], finished: bool = True) -> dict[str, str]:
    def number(*of: Standing) -> int:
        return sum(one.standing in of for one in members)

    return {
        "tests": str(len(members) + (not finished)),
        "failures": str(number(Standing.FAIL, Standing.DEVIATION)),
        "errors": str(number(Standing.ERROR, Standing.INCONCLUSIVE) + (not finished)),
        "skipped": str(number(Standing.NOT_APPLICABLE, Standing.KNOWN)),
        "time": f"{sum(one.verdict.duration for one in members):.3f}",
    }


def _properties(suite: ET.Element, run: Run) -> None:
    values = {"run": run.id, "plugfest": run.version, "profile": run.profile}
    values |= {f"revision.{name}": revision for name, revision in run.revisions.items()}
    values |= {f"capability.{name}": value for name, value in run.capabilities.items()}
    properties = ET.SubElement(suite, "properties")
    for name, value in values.items():
        if value:
            ET.SubElement(properties, "property", {"name": printable(name), "value": printable(value)})


def _case(suite: ET.Element, module: str, one: Judged) -> None:
    verdict = one.verdict
    name = verdict.case.rpartition("::")[2]
    classname = module.removesuffix(".py").replace("/", ".")
    case = ET.SubElement(
        suite,
        "testcase",
        {"name": printable(name), "classname": printable(classname), "time": f"{verdict.duration:.3f}"},
    )
    message = printable(verdict.reason)
    match one.standing:
        case Standing.FAIL | Standing.DEVIATION:
            broken = ET.SubElement(case, "failure", {"message": message, "type": verdict.kind.value})
            broken.text = explanation(one)
        case Standing.ERROR | Standing.INCONCLUSIVE:
            broken = ET.SubElement(case, "error", {"message": message, "type": verdict.kind.value})
            broken.text = printable(verdict.detail) or explanation(one)
        case Standing.NOT_APPLICABLE:
            ET.SubElement(case, "skipped", {"message": message})
        case Standing.KNOWN:
            ET.SubElement(case, "skipped", {"message": printable(f"known {verdict.kind.value}: {verdict.known}")})
        case Standing.PASS:
            if verdict.unexpected_pass:
                ET.SubElement(case, "system-out").text = "unexpected pass: the target's profile says that this fails"


def explanation(one: Judged) -> str:
    """What a case is about, and what was expected and came, one line each."""
    verdict = one.verdict
    lines = [verdict.title, *(_cited(citation) for citation in one.citations)]
    lines += [
        f"{label}: {text}" for label, text in (("expected", verdict.expected), ("actual", verdict.actual)) if text
    ]
    lines += [f"capture: {verdict.exchange.capture}"] if verdict.exchange.capture else []
    return printable("\n".join(line for line in lines if line))


def _cited(citation: Citation) -> str:
    text = f"{citation.id} {citation.level}".rstrip()
    return f"{text}: {citation.statement}" if citation.statement else text
