"""Reports of a run: a page to send around, JUnit and subunit for continuous integration, JSON, a workbook."""

from plugfest.reports.evidence import evidence_pack
from plugfest.reports.html import report_html
from plugfest.reports.jsonfile import report_json
from plugfest.reports.junit import report_junit
from plugfest.reports.subunit import report_subunit, report_subunit2
from plugfest.reports.xlsx import report_xlsx

__all__ = [
    "evidence_pack",
    "report_html",
    "report_json",
    "report_junit",
    "report_subunit",
    "report_subunit2",
    "report_xlsx",
]
