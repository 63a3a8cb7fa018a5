"""The whole of a run as JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from plugfest.records import Run, Verdict
from plugfest.reports.changes import Difference, differences
from plugfest.reports.model import Judged, count, judge

FORMAT = 1
"""Rises when a field changes its meaning or goes away."""


def report_json(
    run: Run,
    verdicts: Sequence[Verdict],
    statements: Mapping[str, str],
    *,
    levels: Mapping[str, str] | None = None,
    before: tuple[Run, Sequence[Verdict]] | None = None,
) -> str:
    """A run as JSON: `run`, `counts` by standing, and `verdicts`, as the records have them; bytes in hexadecimal.

    Each verdict has besides `standing` (its kind, or `known`) and `requirements`: id, document, section, level and,
    where the library holds it, the statement. `since` says what is different from the run `before`, where one is given.
    """
    judged = judge(verdicts, statements, levels)
    record = msgspec.to_builtins(run)
    del record["folder"]  # a path of the machine that ran it
    report = {
        "format": FORMAT,
        "run": record,
        "counts": {one.value: number for one, number in count(judged).items()},
        "since": _since(differences(before[0], before[1], judged)) if before else None,
        "verdicts": [verdict_json(one) for one in judged],
    }
    return json.dumps(report, indent=1) + "\n"


def _since(found: Difference) -> dict[str, Any]:
    changed = [
        {"case": one.case, "change": one.change, "before": one.before, "now": one.now} for one in found.cases.values()
    ]
    return {"run": found.run.id, "changed": changed, "added": found.added, "gone": found.gone}


def verdict_json(one: Judged) -> dict[str, Any]:
    """A verdict with its standing and its requirements."""
    record: dict[str, Any] = _hexadecimal(msgspec.to_builtins(one.verdict, builtin_types=(bytes,)))
    record["standing"] = one.standing.value
    record["requirements"] = [
        {name: getattr(citation, name) for name in ("id", "document", "section", "level", "statement")}
        for citation in one.citations
    ]
    return record


def _hexadecimal(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {key: _hexadecimal(one) for key, one in value.items()}
    return [_hexadecimal(one) for one in value] if isinstance(value, list | tuple) else value
