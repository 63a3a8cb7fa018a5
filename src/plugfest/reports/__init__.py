"""Reports of a run: a page to send around, JUnit for continuous integration, JSON for programs."""

from plugfest.reports.html import report_html
from plugfest.reports.jsonfile import report_json
from plugfest.reports.junit import report_junit

__all__ = ["report_html", "report_json", "report_junit"]
