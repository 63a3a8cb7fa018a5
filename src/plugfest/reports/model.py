"""What all reports have in common: how a verdict counts, what its requirements say, and the order of verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from plugfest.errors import InputError
from plugfest.records import RequirementId, Verdict, VerdictKind
from plugfest.requirements.facts import find_fact


class Standing(StrEnum):
    """What a reader has to make of a verdict, the most pressing first."""

    FAIL = "fail"
    ERROR = "error"
    DEVIATION = "deviation"
    INCONCLUSIVE = "inconclusive"
    KNOWN = "known"
    """The target's profile names it, with a reason: it is not new."""
    PASS = "pass"
    NOT_APPLICABLE = "not_applicable"

    @property
    def word(self) -> str:
        """As it is written for people."""
        return {"known": "Known deviation", "not_applicable": "Not applicable"}.get(self.value, self.value.capitalize())

    @property
    def new(self) -> bool:
        """Somebody has to look at it."""
        return self in (Standing.FAIL, Standing.ERROR, Standing.DEVIATION, Standing.INCONCLUSIVE)


@dataclass(frozen=True, slots=True)
class Citation:
    """A requirement as a report shows it."""

    id: str
    document: str
    section: str
    level: str
    """`MUST`; empty where no facts say it."""
    statement: str
    """The sentence, where the user's library holds it; else empty."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with its standing and the requirements that it is about, the broken one first."""

    verdict: Verdict
    standing: Standing
    citations: tuple[Citation, ...]

    @property
    def documents(self) -> list[str]:
        """The documents that it cites."""
        return sorted({citation.document for citation in self.citations})


def standing(verdict: Verdict) -> Standing:
    """How a verdict counts."""
    if verdict.known and verdict.kind is not VerdictKind.PASS and verdict.kind is not VerdictKind.NOT_APPLICABLE:
        return Standing.KNOWN
    return Standing(verdict.kind.value)


def _citation(requirement: str, statements: Mapping[str, str], levels: Mapping[str, str] | None) -> Citation:
    try:
        parsed = RequirementId.parse(requirement)
    except InputError:
        return Citation(requirement, requirement.partition(":")[0], "", "", statements.get(requirement, ""))
    fact = find_fact(requirement)
    level = levels.get(requirement, "") if levels is not None else fact.level.value if fact else ""
    return Citation(requirement, parsed.document, parsed.section, level, statements.get(requirement, ""))


def judge(
    verdicts: Iterable[Verdict], statements: Mapping[str, str], levels: Mapping[str, str] | None = None
) -> list[Judged]:
    """The verdicts as a report shows them: what is new first, then by document, section and case."""
    judged = []
    for verdict in verdicts:
        first = verdict.requirement or next(iter(verdict.covers), "")
        ids = dict.fromkeys([first, *verdict.covers] if first else verdict.covers)
        citations = tuple(_citation(one, statements, levels) for one in ids)
        judged.append(Judged(verdict, standing(verdict), citations))
    order = list(Standing)
    judged.sort(key=lambda one: (order.index(one.standing), _place(one.citations), one.verdict.case))
    return judged


def _place(citations: tuple[Citation, ...]) -> tuple[str, list[tuple[int, str]]]:
    """Sort key: document, then the section's numbers as numbers."""
    return (citations[0].document, section_key(citations[0].section)) if citations else ("", [])


def section_key(number: str) -> list[tuple[int, str]]:
    """Sort key of a section: its numbers as numbers."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in number.split(".")]


def count(judged: Sequence[Judged]) -> dict[Standing, int]:
    """How many there are of each standing; those without any are left out."""
    return {one: number for one in Standing if (number := sum(j.standing is one for j in judged))}


UNFINISHED = "the run is not finished: it was interrupted, or is still running; cases are missing"
"""What every report says of such a run."""


_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def printable(text: str) -> str:
    """The text with what does not print, or turns the reading direction, as `\\x1b` or `\\u202e`.

    Texts come from peers; HTML and XML cannot hold all of it, and a reader should not be misled by the rest.
    """
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
