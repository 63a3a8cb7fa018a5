"""Several runs beside one another: the cases on which they do not agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plugfest.records import Run, Verdict


@dataclass(frozen=True, slots=True)
class Result:
    """A run and its verdicts."""

    run: Run
    verdicts: Sequence[Verdict]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A case and its verdict in each run; None where a run does not have it."""

    case: str
    verdicts: tuple[Verdict | None, ...]

    def as_json(self) -> dict[str, Any]:
        """The case and, for each run, what it found."""
        names = ("kind", "requirement", "expected", "actual", "reason")
        found = [one and {name: getattr(one, name) for name in names} for one in self.verdicts]
        return {"case": self.case, "verdicts": found}


def _outcome(verdict: Verdict | None) -> tuple[str, str]:
    """What has to be the same: the verdict, and of which requirement it is."""
    return (verdict.kind.value, verdict.requirement) if verdict else ("", "")


def disagreements(results: Sequence[Result]) -> list[Disagreement]:
    """The cases whose verdicts are not the same in all runs, in alphabetical order."""
    tables = [{verdict.case: verdict for verdict in result.verdicts} for result in results]
    found = []
    for case in sorted({case for table in tables for case in table}):
        verdicts = tuple(table.get(case) for table in tables)
        if len({_outcome(one) for one in verdicts}) > 1:
            found.append(Disagreement(case, verdicts))
    return found
