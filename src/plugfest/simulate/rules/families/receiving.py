"""What the receiver does with the field: it ignores it, or refuses the message with a status."""

from __future__ import annotations

import re

_RECEIPT = (
    r"(?:\s*,?\s*(?:on|upon|after|when|during|at|while)\s+(?:receipt|receiving(?: (?:it|this \w+|the \w+))?|"
    r"received(?: by .+)?|reading|read(?: by .+)?|processing(?: (?:this|the) \w+)?|(?:the|this) (?:message|packet|"
    r"field|value|request|response|PDU|structure) is (?:received|read|processed)|reception|parsing(?: (?:this|"
    r"the) \w+)?|it is received))"
)
_IGNORED = re.compile(
    rf"^(?:be|is|are)?\s*(?:silently )?(?:ignored|disregarded)(?:{_RECEIPT}|\s+by\s+(?:the |all |any |"
    rf"a )?(?P<by>[\w /]+?))*$",
    re.I,
)
_UNUSED = re.compile(
    r"^(?:(?:be )?(?:reserved(?: for future use)?|unused)|not be used|be left unused)(?: by (?:the )?[\w ]+)?$", re.I
)
_NOT_USED = re.compile(
    rf"^be (?:used|examined|interpreted|processed|read|relied upon|checked|validated|inspected|referenced|"
    rf"evaluated|considered)(?: (?:by (?:the )?[\w ]+|in any way|for any purpose))?{_RECEIPT}?$",
    re.I,
)
_IGNORE = re.compile(rf"^(?:silently )?(?:ignore|disregard)\s+(?P<what>.+?)(?:{_RECEIPT})?$", re.I)
_FAIL = re.compile(
    r"^(?:(?:fail|reject|refuse)\s+(?:the|this)\s+(?:\w+\s+){0,4}?(?:request|call|operation|message|command|"
    r"method|packet)?\s*(?:(?:with|by returning|and return)\s+(?:the\s+|an?\s+)?(?:error |status |"
    r"result )*(?:code |value |of )*)|return\s+(?:the\s+|an?\s+)?(?:error |status |failure |result )*(?:code |"
    r"value )?(?:of )?|(?:fail|be (?:failed|rejected|refused)) with (?:the |an? )?(?:error |status )?(?:code )?|"
    r"(?:stop|abort|end|terminate|cease) (?:the |message |processing |this |request |"
    r"further )+(?:processing )?and return (?:the |an? )?(?:error )?(?:code )?)(?P<status>(?:STATUS|ERROR|NERR|"
    r"RPC|"
    r"E|S|HRESULT|WBEM|MQ|SEC|SCHED|FRS|DNS)_\w+)\b(?:\s*\(0x[0-9A-Fa-f]+\))?(?: error(?: code)?|"
    r" status(?: code)?| to the (?:client|caller)| failure value)*$",
)


_WHOLE = (
    r"(?:the|this|any|such an?|that) (?:\w+ ){0,3}?(?:packet|message|PDU|request|frame|record|response|datagram|"
    r"capability|order)s?"
)
_DROPPED = re.compile(
    r"^(?:(?:be )?(?:silently )?(?:ignored|discarded|dropped|rejected|failed|disregarded)(?: (?:by|when|on|"
    r"upon) .*)?)$",
    re.I,
)
_DROPS = re.compile(
    rf"^(?:(?:silently )?(?P<how>ignore|discard|drop|reject|fail)\s+(?:the (?:entire|whole) \w+|{_WHOLE})|"
    rf"(?P<close>disconnect|close|terminate|drop|end)\s+(?:the|this) (?:\w+ )?(?:connection|session|"
    rf"client))(?: immediately| and .*| upon .*)?$",
    re.I,
)


def is_whole(subject: str) -> bool:
    """Does a subject mean the whole message or call?"""
    return bool(re.fullmatch(rf"{_WHOLE}|(?:the|this) (?:method|call|operation|function|server)", subject, re.I))


def drops(subject: str, body: str) -> str:
    """What becomes of a message that is not taken: it is discarded, fails, or ends the connection; else empty."""
    if re.fullmatch(_WHOLE, subject, re.I) and _DROPPED.match(body):
        return "discarded"
    if found := _DROPS.match(body):
        if re.search(r"^(?:silently )?(?:fail|reject (?:the|this) (?:\w+ ){0,3}(?:request|call))\b", body, re.I):
            return ANY_ERROR
        return "disconnected" if found["close"] else "discarded"
    return ""


def ignored(body: str) -> bool:
    """`be ignored on receipt`."""
    return bool(_IGNORED.match(body) or _UNUSED.match(body))


def unused(body: str) -> bool:
    """After MUST NOT: `be used`."""
    return bool(_NOT_USED.match(body))


def ignores(body: str) -> str:
    """`ignore this field on receipt`: what is ignored; empty if nothing is."""
    found = _IGNORE.match(body)
    return found["what"] if found else ""


ANY_ERROR = "an error"
"""What is returned where the document leaves open which error it is."""


def fails_with(body: str) -> str:
    """`fail the request with STATUS_INVALID_PARAMETER`: the status; empty if it is no such thing."""
    if re.fullmatch(r"return an error(?: code)?", body):
        return ANY_ERROR
    found = _FAIL.match(body)
    return found["status"] if found and not re.search(r"SUCCESS|^S_", found["status"]) else ""
