"""The nouns that all parts share. Immutable, without behaviour beyond their own text forms, serialisable by msgspec."""

from plugfest.records.cases import Case
from plugfest.records.requirements import Actor, Fact, Facts, Level, Requirement, RequirementId, Untestable
from plugfest.records.verdicts import Exchange, FieldValue, Message, Run, Verdict, VerdictKind

__all__ = [
    "Actor",
    "Case",
    "Exchange",
    "Fact",
    "Facts",
    "FieldValue",
    "Level",
    "Message",
    "Requirement",
    "RequirementId",
    "Run",
    "Untestable",
    "Verdict",
    "VerdictKind",
]
