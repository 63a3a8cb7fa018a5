"""What stands behind a demand and does not change it: `when sent`, `, indicating a request`, `by the sender`."""

from __future__ import annotations

import re

from plugfest.records.requirements import Actor

ACTORS = {"client": Actor.CLIENT, "server": Actor.SERVER}
_TAILS = (
    re.compile(r"; (?:it is|this is|this|it) (?!MUST).*$|,? where (?:\d+|zero|0) is .*$"),
    re.compile(
        r",?\s+(?:when|on|if|upon)\s+(?:sent|sending|transmission|send|written|writing|store|write|output|stored|"
        r"(?:(?:it|this \w+|the \w+) is (?:sent|written|transmitted)))(?: (?:by|to) (?:the )?(?P<by>client|"
        r"server)s?)?$", re.I),
    re.compile(
        r"\s+(?:by|from) (?:the |all |any )?(?:sender|sending (?:application|endpoint|node)|originator|"
        r"client/server|server/client|(?P<by>client|server))s?(?: implementations?)?(?: when sent)?$", re.I),
    re.compile(
        r",?\s+(?:for|in) (?:this|all|every) (?:[\w-]+ ){0,3}?(?:request|response|message|command|structure|"
        r"packet|PDU|record|call|version|type|object|field|release|subcommand|operation|header|"
        r"revision of this \w+|version of (?:the|this) \w+)s?$", re.I),
    re.compile(
        r",?\s+(?:indicating|to indicate|which indicates|which is|specifying|to specify|identifying|denoting|"
        r"representing|to identify|to denote) (?:that (?:this|it) is|the (?:length|size|type|version|message|"
        r"command|packet)|an?|this is|it is)\b(?! (?:value|field) (?:of|that)).*$", re.I),
    re.compile(r",?\s+(?:regardless of|irrespective of|independent of|no matter) .*$", re.I),
    re.compile(
        r",?\s+(?:in all (?:cases|messages|versions)|at all times|for all uses|in the current version.*|"
        r"for future use|to maintain .*alignment.*|to ensure .*alignment|for alignment.*|because .*|since .*|"
        r"at this time)$", re.I),
    re.compile(
        r"\s*\((?:[\w' -]*\b(?:bytes?(?! boundary)|octets?|bits?|decimal|hexadecimal)\b[\w' -]*|little-endian|"
        r"big-endian|false|true|UTF-8 encoding for .*|\d+ in decimal|no .*|null|none|unspecified|default)\)$", re.I),
    re.compile(
        r",?\s+(?:in|using) (?:little|big)-endian (?:byte[ -]order|format|order)$|"
        r",?\s+in network[- ]byte[- ]order$", re.I),
    re.compile(r",\s+as (?:specified|defined|described|listed) in the .*$"),
    re.compile(r",? (?:exactly|inclusive of .*|as well)$", re.I),
)  # fmt: skip


_SAID = re.compile(
    r"^(?P<head>be (?:set to |equal to |the value )?[^,]*?\b(?:0x[0-9A-Fa-f]+|\d+|"
    r"[A-Z][A-Z0-9]*_\w+)\b\)?),? (?:indicating|to indicate|to specify|specifying|which indicates|which specifies|"
    r"to identify|which identifies|and indicates|to signify|identifying|to denote|which corresponds to|which is|"
    r"corresponding to|representing|to represent) .*$"
)


_SPELT = re.compile(r'0x[0-9A-Fa-f]+,? which is an? (?:UTF-8|ASCII) string representing "([^"]+)"')
"""The digits are then the bytes as they stand, in whatever order a number has."""


def without_tails(body: str) -> tuple[str, Actor | None]:
    """The body without what does not change it; who sends, where the tail says so."""
    actor: Actor | None = None
    body = _SPELT.sub(r'"\1"', body)
    if (found := _SAID.match(body)) and not _is_truth(found["head"]):
        body = found["head"]
    before = None
    body = body.strip().strip(",;")
    while before != body:
        before = body
        for tail in _TAILS:
            if (found := tail.search(body)) and found.start() > 0:
                who = found.groupdict().get("by")
                actor = ACTORS.get(who.lower(), actor) if who else actor
                body = body[: found.start()].strip().strip(",;")
    return body, actor


def _is_truth(head: str) -> bool:
    """A flag that indicates something is set only where that is so, whatever the sentence demands."""
    if re.search(r"\b(?:than|least|most|range|multiple)\b|[A-Z]\w*_\w+ \((?:0x)?\w+\)$", head):
        return False
    return bool(re.search(r"\b(?:0x0*[01]|[01]|zero|one|TRUE|FALSE)\b|\bor\b", head))


_SITUATED = re.compile(
    r"^(?P<head>be (?:set|present|included|empty|NULL|"
    r"(?:set to )?(?:[A-Z]\w*_\w+|0x[0-9A-Fa-f]+|\d+|zero)(?: \(\w+\))?))"
    r" (?P<tail>(?:for|in|on|during|at|with) .+)$"
)


def situated(body: str) -> str:
    """`be set to zero in the first message`: the demand without its situation; empty if there is none."""
    found = _SITUATED.match(body)
    if not found or re.search(r"\d|\b(?:and|or|either|both|from)\b", found["tail"]):
        return ""
    return found["head"]
