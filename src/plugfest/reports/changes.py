"""What is different from another run: new findings, what is mended, verdicts that changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from plugfest.records import Run, Verdict
from plugfest.reports.model import Judged, Standing, standing


class Change(StrEnum):
    """How a case's verdict differs from that of the run before."""

    NEW = "new"
    """It is a finding now, and was none."""
    FIXED = "fixed"
    """It holds now, and did not."""
    CHANGED = "changed"
    """Another verdict, neither better nor worse for the reader's work."""

    @property
    def words(self) -> str:
        """As it is written for people, after a number."""
        return {"new": "new", "fixed": "fixed", "changed": "with another verdict"}[self.value]


@dataclass(frozen=True, slots=True)
class Changed:
    """A case whose verdict differs."""

    case: str
    change: Change
    before: Standing
    now: Standing


@dataclass(frozen=True, slots=True)
class Difference:
    """Two runs, compared case by case."""

    run: Run
    """The earlier one."""
    cases: dict[str, Changed]
    added: tuple[str, ...]
    """Cases that the earlier run did not have."""
    gone: tuple[str, ...]
    """Cases that only the earlier run had."""

    def of(self, change: Change) -> list[Changed]:
        """The cases that changed in this way."""
        return [one for one in self.cases.values() if one.change is change]


def change_of(before: Standing, now: Standing) -> Change | None:
    """How a verdict changed; None if it did not."""
    if before is now:
        return None
    if now.new and not before.new:
        return Change.NEW
    if now is Standing.PASS and before is not Standing.NOT_APPLICABLE:
        return Change.FIXED
    return Change.CHANGED


def differences(run: Run, before: Iterable[Verdict], now: Sequence[Judged]) -> Difference:
    """What is different from the earlier `run`, whose verdicts were `before`."""
    old = {verdict.case: standing(verdict) for verdict in before}
    new = {one.verdict.case: one.standing for one in now}
    changed = {
        case: Changed(case, change, old[case], stands)
        for case, stands in new.items()
        if case in old and (change := change_of(old[case], stands))
    }
    return Difference(
        run=run,
        cases=changed,
        added=tuple(case for case in new if case not in old),
        gone=tuple(sorted(case for case in old if case not in new)),
    )
