"""The keywords of RFC 2119 as the specifications use them, and who has to act."""

from __future__ import annotations

import re

from plugfest.records.requirements import Actor, Level

_KEYWORD = re.compile(
    r"(?<![\w\"“'‘|/-])(?:(MUST|SHALL|SHOULD|MAY)(\s+(?:NOT|not)\b)?|(?:(NOT)\s+)?(REQUIRED|RECOMMENDED|OPTIONAL))(?![\w\"”'’|/]|-\w)"
)
_LEVELS = {
    "MUST": (Level.MUST, Level.MUST_NOT),
    "SHALL": (Level.MUST, Level.MUST_NOT),
    "SHOULD": (Level.SHOULD, Level.SHOULD_NOT),
    "MAY": (Level.MAY, Level.MAY),
    "REQUIRED": (Level.MUST, Level.MAY),
    "RECOMMENDED": (Level.SHOULD, Level.SHOULD_NOT),
    "OPTIONAL": (Level.MAY, Level.MAY),
}
_STRENGTH = {Level.MUST: 3, Level.MUST_NOT: 3, Level.SHOULD: 2, Level.SHOULD_NOT: 2, Level.MAY: 1}
_ABOUT_KEYWORDS = re.compile(
    r"MAY, SHOULD, MUST|statements of optional behavior|as (?:defined|described) in \[RFC ?2119\]"
)

_ROLE = re.compile(
    r"\b(client|server)s?\b(?!-side|-generated|\s+and\s+(?:the\s+)?(?:client|server)s?\b)", re.IGNORECASE
)
_BOTH = re.compile(
    r"\bboth\b[^.;]*\b(?:client|server)\b|\b(?:client|server)s?\s+(?:and|or)\s+(?:the\s+)?(?:client|server)s?\b", re.I
)
_NO_SUBJECT_BEFORE = re.compile(
    r"\b(?:to|from|of|on|at|in|with|for|between|via|per|as)\s+(?:(?:the|a|an|any|each|this|that)\s+)?(?:\w+[\s-]){0,2}$",
    re.I,
)
_POSSESSIVE = re.compile(
    r"['’]s?\b|\s*(?:name|side|state|address|identity|capabilit|implementation-specific|computer|principal|certificate|key|time|port)\w*\s",
    re.I,
)
_AGENT = re.compile(r"\bby\s+(?:the\s+|a\s+|any\s+|all\s+)?(?:\w+\s+)?(client|server)s?\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:]|,\s+(?:and|then|or|but|which)\b|,")


def levels(text: str) -> list[tuple[Level, int]]:
    """Each keyword of a sentence with its position; empty where the sentence only speaks about keywords."""
    if not _KEYWORD.search(text) or _ABOUT_KEYWORDS.search(text):
        return []
    found = []
    for match in _KEYWORD.finditer(text):
        positive, negative = _LEVELS[match[1] or match[4]]
        found.append((negative if match[2] or match[3] else positive, match.start()))
    return found


def strongest(text: str) -> Level | None:
    """The level of a sentence; of several equally strong keywords the first counts. None if it has no keyword."""
    found = levels(text)
    if not found:
        return None
    return max(found, key=lambda pair: (_STRENGTH[pair[0]], -pair[1]))[0]


def subject(text: str) -> Actor | None:
    """Who a sentence says has to act: the subject of its strongest keyword, or its agent (`by the server`)."""
    found = levels(text)
    if not found:
        return None
    _, position = max(found, key=lambda pair: (_STRENGTH[pair[0]], -pair[1]))
    before = text[:position]
    clause = re.split(r"[;:]", before)[-1]
    if _BOTH.search(clause.rsplit(",", 1)[-1]):
        return Actor.BOTH
    for role in reversed(list(_ROLE.finditer(clause))):
        if _NO_SUBJECT_BEFORE.search(clause[: role.start()]) or _POSSESSIVE.match(clause, role.end()):
            continue
        if "," in clause[role.end() :]:  # the subject of a condition, not of the keyword
            break
        return Actor(role[1].lower())
    agent = _AGENT.search(re.split(r"[;]", text[position:])[0])
    return Actor(agent[1].lower()) if agent else None


_TITLE_CLIENT = re.compile(r"\b(?:client|initiator|requester|requestor)s?\b", re.I)
_TITLE_SERVER = re.compile(r"\b(?:server|responder)s?\b", re.I)
_TITLE_REQUEST = re.compile(r"\brequest\b", re.I)
_TITLE_RESPONSE = re.compile(r"\bresponse\b", re.I)


def section_actor(titles: tuple[str, ...]) -> Actor:
    """Who a section is about, from the titles above it.

    A title such as `Server Details` decides; else the nearest one that names a role; else who sends the message.
    """
    details = [title for title in titles if title.endswith(("Details", "Role"))]
    for title in (*reversed(details), *reversed(titles)):
        client, server = bool(_TITLE_CLIENT.search(title)), bool(_TITLE_SERVER.search(title))
        if client or server:
            return Actor.BOTH if client and server else Actor.CLIENT if client else Actor.SERVER
    for title in reversed(titles):
        request, response = bool(_TITLE_REQUEST.search(title)), bool(_TITLE_RESPONSE.search(title))
        if request != response:
            return Actor.CLIENT if request else Actor.SERVER
    return Actor.BOTH
