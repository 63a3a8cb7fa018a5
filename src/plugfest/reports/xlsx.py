"""A workbook: requirement, case and verdict, a row each; what was not tested has a row without a case."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from plugfest.records import Actor, RequirementId, Run, Verdict, VerdictKind
from plugfest.reports.model import UNFINISHED, Judged, count, judge, printable, section_key
from plugfest.reports.sections import Titles
from plugfest.requirements.facts import documents, load_facts

_COLUMNS = (
    *(("Document", 11), ("Section", 12), ("Title", 28), ("Requirement", 34), ("Level", 12), ("Statement", 60)),
    *(("Case", 46), ("Verdict", 16), ("Reason", 50), ("Expected", 36), ("Actual", 36)),
)
_VERDICT = next(number for number, (name, _) in enumerate(_COLUMNS) if name == "Verdict")
_FILLS = {"pass": "#D7F0DD", "fail": "#F9D3D3", "error": "#EBD8F5", "deviation": "#FBE3CB", "inconclusive": "#F5ECC0"}
_FILLS |= {"known deviation": "#D9E9F5"}
_LONGEST = 32_000
"""A cell holds 32,767 characters."""


def report_xlsx(
    run: Run,
    verdicts: Sequence[Verdict],
    statements: Mapping[str, str],
    *,
    levels: Mapping[str, str] | None = None,
    titles: Titles | None = None,
) -> bytes:
    """A run as XLSX. Cells are text, never formulas, whatever a peer sent."""
    import xlsxwriter

    judged = judge(verdicts, statements, levels)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": f"plugfest {run.id}", "created": datetime(1980, 1, 1)})
        sheet = workbook.add_worksheet("Requirements")
        bold = workbook.add_format({"bold": True})
        fills = {name: workbook.add_format({"bg_color": colour}) for name, colour in _FILLS.items()}
        for number, (name, width) in enumerate(_COLUMNS):
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, name, bold)
        rows = sorted(_rows(judged, titles or {}), key=lambda row: (row[0], section_key(row[1]), row[3], row[6]))
        for line, row in enumerate(rows, 1):
            for number, text in enumerate(row):
                if text:
                    fill = fills.get(text) if number == _VERDICT else None
                    sheet.write_string(line, number, printable(text)[:_LONGEST], fill)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(_COLUMNS) - 1)
        about = workbook.add_worksheet("Run")
        about.set_column(0, 1, 40)
        for line, (name, text) in enumerate(_about(run, judged)):
            about.write_string(line, 0, printable(name), bold)
            about.write_string(line, 1, printable(text)[:_LONGEST])
    return stream.getvalue()


def _rows(judged: Sequence[Judged], titles: Titles) -> Iterator[tuple[str, ...]]:
    """Each requirement with each case that cites it, then those that none cites."""
    seen = set()
    for one in judged:
        verdict = one.verdict
        for position, citation in enumerate(one.citations):
            decides = position == 0 or verdict.kind is VerdictKind.PASS
            word = one.standing.word.lower() if decides else f"not decided ({verdict.kind.value})"
            title = titles.get(citation.document, {}).get(citation.section, "")
            found = (citation.document, citation.section, title, citation.id, citation.level, citation.statement)
            yield (*found, verdict.case, word, verdict.known or verdict.reason, verdict.expected, verdict.actual)
            if citation.section:
                seen.add((citation.document, RequirementId.parse(citation.id).hash))
    for name in sorted({document for document, _ in seen} & set(documents())):
        for fact in load_facts(name).requirements:
            if fact.actor is Actor.CLIENT or (name, RequirementId.parse(fact.id).hash) in seen:
                continue
            word = "not testable" if fact.testable is False else "not tested"
            title = titles.get(name, {}).get(fact.section, "")
            yield (name, fact.section, title, fact.id, fact.level, "", "", word, fact.reason or "", "", "")


def _about(run: Run, judged: Sequence[Judged]) -> Iterator[tuple[str, str]]:
    if not run.finished:
        yield ("Unfinished", UNFINISHED)
    yield from (("Run", run.id), ("Target", run.target), ("Profile", run.profile), ("Started", run.started))
    yield from (("Seconds", f"{run.duration:.1f}"), ("plugfest", run.version), ("Cases", str(len(judged))))
    yield from ((standing.word, str(number)) for standing, number in count(judged).items())
    yield from ((f"Revision of {name}", revision) for name, revision in run.revisions.items())
    yield from run.capabilities.items()
