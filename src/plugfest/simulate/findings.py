"""Ids of findings: `DOC:SECTION:HASH`, the same on every machine, as those of requirements are."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from plugfest.records.findings import Finding
from plugfest.requirements.identity import Numbering, statement_hash


def identified(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of one document in the order of the file, each with its id.

    The hash is over rule, subject and quote (our reason where there is no quote): a finding keeps its id when the
    document changes elsewhere. `~2` marks the second of two that differ in nothing but their place.
    """
    numbering = Numbering()
    result = []
    for one in sorted(findings, key=lambda finding: (finding.line, finding.rule, finding.subject)):
        digest = numbering.unique(statement_hash([one.rule], one.subject, one.quote or one.reason))
        result.append(msgspec.structs.replace(one, id=f"{one.document}:{one.section or '0'}:{digest}"))
    return tuple(result)
