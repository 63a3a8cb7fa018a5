"""Why a clause that no family takes is refused."""

from __future__ import annotations

import re

from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.wording import Clause

_PROCESS = re.compile(
    r"^(?:return|fail|perform|process|send|call|create|delete|update|verify|check|validate|ensure|determine|use|"
    r"support|treat|continue|attempt|close|be (?:used|processed|called|performed|created|applied|rendered|drawn|"
    r"executed|returned|treated|interpreted|updated|deleted|invoked|sent))\b",
    re.I,
)
_ELSEWHERE = re.compile(
    r"\b(?:previous(?:ly)?|corresponding|same (?:value )?as (?:that |the one )?(?:in|sent|received|specified)|"
    r"request|response|negotiated|received from|sent in|returned (?:by|in|from)|earlier|subsequent|most recent|"
    r"last)\b",
    re.I,
)
_POINTS = re.compile(
    r"\bas (?:specified|defined|described)|^be$|conform|in accordance|according to|formatted|compl(?:y|iant)", re.I
)
_LAYS = re.compile(
    r"endian|byte order|bit order|aligned|alignment|padded|encoded|contiguous|immediately follow|packed", re.I
)


def why(clause: Clause, known: bool) -> m.Reason:
    """The reason for a clause that no family takes."""
    body = clause.body
    if re.search(r"\bfollowing|\btable\b|\bbelow\b", body):
        return m.Reason.TABLE
    if _LAYS.search(body):
        return m.Reason.LAYOUT
    if _POINTS.search(body):
        return m.Reason.REFERENCE
    if _ELSEWHERE.search(body):
        return m.Reason.ELSEWHERE
    if not known:
        return m.Reason.PROCESSING if _PROCESS.match(body) else m.Reason.SUBJECT
    if _PROCESS.match(body):
        return m.Reason.PROCESSING
    if re.search(r"\b[A-Z][A-Z0-9]*_\w+\b", body):
        return m.Reason.NAME
    if re.match(
        r"^(?:specify|indicate|identify|represent|describe|contain|be|reference|point|be set to) (?:the|a|an)\b", body
    ):
        return m.Reason.MEANING
    return m.Reason.WORDING
