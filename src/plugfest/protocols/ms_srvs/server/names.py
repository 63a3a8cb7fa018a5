"""[MS-SRVS] 3.1.4.32, 3.1.4.33 and 3.1.4.34: NetprNameValidate, NetprNameCanonicalize and NetprNameCompare.

Departure: NetprNameValidate takes 0x80000000 in Flags, as note 120 has it of Windows: then names are as long as they
were in LAN Manager 2.x.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from plugfest.protocols.ms_srvs.constants import NameType, NetApiStatus
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.types import (
    NetprNameCanonicalize,
    NetprNameCanonicalizeResponse,
    NetprNameCompare,
    NetprNameCompareResponse,
    NetprNameValidate,
    NetprNameValidateResponse,
)

_LM2X = 0x80000000
_WHOLE_BUFFER = 0x00000001
_CANONICALIZED = 0x00000001
_DEFAULT = frozenset('"/\\[]:|<>+=;,?') | {chr(code) for code in range(1, 0x20)}


class _Rule(msgspec.Struct, frozen=True):
    """2.2.2.8, and the table of 3.1.4.33: what a type of name is like."""

    low: int
    high: int
    invalid: frozenset[str]
    length: int
    upper: bool
    lm2x_length: int
    lm2x_upper: bool


_RULES = {
    NameType.NAMETYPE_USER: _Rule(1, 256, _DEFAULT, 256, False, 20, True),
    NameType.NAMETYPE_PASSWORD: _Rule(0, 256, frozenset("\0"), 256, False, 14, False),
    NameType.NAMETYPE_GROUP: _Rule(1, 256, _DEFAULT, 256, False, 20, True),
    NameType.NAMETYPE_COMPUTER: _Rule(1, 260, _DEFAULT | {"*"}, 259, False, 15, True),
    NameType.NAMETYPE_EVENT: _Rule(1, 16, _DEFAULT, 16, True, 16, True),
    NameType.NAMETYPE_DOMAIN: _Rule(1, 15, _DEFAULT | {"*", " "}, 15, False, 15, True),
    NameType.NAMETYPE_SERVICE: _Rule(1, 80, _DEFAULT, 80, False, 15, True),
    NameType.NAMETYPE_NET: _Rule(1, 260, _DEFAULT, 259, True, 259, True),
    NameType.NAMETYPE_SHARE: _Rule(1, 80, _DEFAULT, 80, False, 12, True),
    NameType.NAMETYPE_MESSAGE: _Rule(1, 15, _DEFAULT, 259, True, 259, True),
    NameType.NAMETYPE_MESSAGEDEST: _Rule(1, 260, _DEFAULT, 259, True, 259, True),
    NameType.NAMETYPE_SHAREPASSWORD: _Rule(0, 8, frozenset("\0"), 8, False, 8, False),
    NameType.NAMETYPE_WORKGROUP: _Rule(1, 15, _DEFAULT, 15, False, 15, True),
}
_CASE_SENSITIVE = (
    NameType.NAMETYPE_PASSWORD,
    NameType.NAMETYPE_SHAREPASSWORD,
    NameType.NAMETYPE_MESSAGE,
    NameType.NAMETYPE_MESSAGEDEST,
)
"""3.1.4.34: with LAN Manager 2.x compatibility."""


def _is_valid(kind: NameType, name: str, *, lm2x: bool = False) -> bool:
    """2.2.2.8."""
    rule = _RULES[kind]
    high = min(rule.high, rule.lm2x_length) if lm2x else rule.high
    if not rule.low <= len(name) <= high or rule.invalid & set(name):
        return False
    if kind is NameType.NAMETYPE_COMPUTER:
        return name == name.strip()
    if kind is NameType.NAMETYPE_MESSAGEDEST:
        return "*" not in name[:-1] and (len(name) < rule.high or name.endswith("*"))
    return True


def _kind(call: Call, name_type: int, rule: str) -> NameType:
    """Raise Failed for a type that there is not."""
    kind = NameType(name_type)
    if kind not in _RULES:
        raise Failed(call.rules.value(rule, NetApiStatus.ERROR_INVALID_PARAMETER))
    return kind


def name_validate(call: Call, request: NetprNameValidate) -> NetprNameValidateResponse:
    """3.1.4.32 NetprNameValidate: for every caller."""
    known = not request.Flags & ~_LM2X
    call.require(known, "MS-SRVS:3.1.4.32:51dd9c96cd", NetApiStatus.ERROR_INVALID_PARAMETER)
    kind = _kind(call, request.NameType, "MS-SRVS:3.1.4.32:9c9c552b75")
    valid = _is_valid(kind, request.Name, lm2x=bool(request.Flags & _LM2X))
    if not valid and call.rules.on("MS-SRVS:3.1.4.32:9d4e099369"):
        raise Failed(call.rules.value("MS-SRVS:3.1.4.32:879e33dea7", NetApiStatus.ERROR_INVALID_NAME))
    return NetprNameValidateResponse(NetApiStatus.NERR_Success)


def _canonical(kind: NameType, name: str, flags: int) -> str:
    """3.1.4.33: cut, and in upper case where the type has it so."""
    rule = _RULES[kind]
    length, upper = (rule.lm2x_length, rule.lm2x_upper) if flags & _LM2X else (rule.length, rule.upper)
    return name[:length].upper() if upper else name[:length]


def name_canonicalize(call: Call, request: NetprNameCanonicalize) -> NetprNameCanonicalizeResponse:
    """3.1.4.33 NetprNameCanonicalize: for every caller. The length of the buffer is one in characters."""
    rules, flags, size = call.rules, request.Flags, request.OutbufLen
    empty = {"Outbuf": "\0" * size}
    try:
        kind = _kind(call, request.NameType, "MS-SRVS:3.1.4.33:792d952ea1")
    except Failed as failed:
        raise Failed(failed.status, **empty) from None
    known = not flags & ~(_LM2X | _WHOLE_BUFFER)
    call.require(known, "MS-SRVS:3.1.4.33:065e20409a", NetApiStatus.ERROR_INVALID_PARAMETER, **empty)
    if not _is_valid(kind, request.Name) and rules.on("MS-SRVS:3.1.4.33:3a7eb55a73"):
        raise Failed(rules.value("MS-SRVS:3.1.4.33:4112b9fdab", NetApiStatus.ERROR_INVALID_NAME), **empty)
    longest = _RULES[kind].lm2x_length if flags & _LM2X else _RULES[kind].length
    room = not flags & _WHOLE_BUFFER or size >= longest
    call.require(room, "MS-SRVS:3.1.4.33:657f3923cb", NetApiStatus.NERR_BufTooSmall, **empty)
    name = rules.value("MS-SRVS:3.1.4.33:c524228d7b", _canonical(kind, request.Name, flags))
    if _units(name) + 1 > size:
        raise Failed(NetApiStatus.NERR_BufTooSmall, **empty)
    return NetprNameCanonicalizeResponse(name + "\0" * (size - _units(name)), NetApiStatus.NERR_Success)


def _units(name: str) -> int:
    """How many 16-bit characters it takes."""
    return len(name.encode("utf-16-le", "surrogatepass")) // 2


def name_compare(call: Call, request: NetprNameCompare) -> NetprNameCompareResponse:
    """3.1.4.34 NetprNameCompare: for every caller."""
    rules, flags = call.rules, request.Flags
    one, other = request.Name1, request.Name2
    known = not flags & ~(_LM2X | _CANONICALIZED)
    call.require(known, "MS-SRVS:3.1.4.34:0107870d8e", NetApiStatus.ERROR_INVALID_PARAMETER)
    kind = _kind(call, request.NameType, "MS-SRVS:3.1.4.34:fa310746e9")
    if not flags & _CANONICALIZED and rules.on("MS-SRVS:3.1.4.34:c1fdd927b9"):
        valid = _is_valid(kind, one) and _is_valid(kind, other)
        if not valid and rules.on("MS-SRVS:3.1.4.34:f98214ca29"):
            raise Failed(rules.value("MS-SRVS:3.1.4.34:464e9bb5ae", NetApiStatus.ERROR_INVALID_PARAMETER))
        one, other = _canonical(kind, one, flags), _canonical(kind, other, flags)
    if flags & _LM2X and kind in _CASE_SENSITIVE:
        folds = not rules.on("MS-SRVS:3.1.4.34:fc2ba3f2a2")
    else:
        folds = rules.on("MS-SRVS:3.1.4.34:e37a14d41a")
    if folds:
        one, other = one.upper(), other.upper()
    return NetprNameCompareResponse(rules.value("MS-SRVS:3.1.4.34:728b22f84b", (one > other) - (one < other)))


METHODS: Mapping[type[Any], Any] = {
    NetprNameValidate: name_validate,
    NetprNameCanonicalize: name_canonicalize,
    NetprNameCompare: name_compare,
}
IGNORED_SERVER_NAMES: Mapping[type[Any], str] = {
    NetprNameValidate: "MS-SRVS:3.1.4.32:16004050f2",
    NetprNameCanonicalize: "MS-SRVS:3.1.4.33:131ab107c7",
    NetprNameCompare: "MS-SRVS:3.1.4.34:592af7bfea",
}
