"""Single bits of a field: `the SIGNED flag MUST be set`, `all other bits MUST be zero`."""

from __future__ import annotations

import re

from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.scope import Scope, key

_SET = re.compile(
    r"^(?:be (?:set|set to (?:1|one|TRUE|0x1|0x01)|on|1|one|present|included|specified|turned on))$", re.I
)
_CLEAR = re.compile(
    r"^(?:be (?:clear|cleared|unset|reset|off|0|zero|FALSE|set to (?:0|zero|FALSE|0x0+)|not set)|not be set)$", re.I
)
_FLAG = re.compile(
    r"^(?:[Tt]he\s+)?(?P<name>[A-Za-z_][\w]+)\s*(?:\((?P<value>0x[0-9A-Fa-f]+)\)\s*)?(?P<noun>flag|bit|bit flag|"
    r"option)?(?: value)?(?:\s+(?:in|of|from)\s+(?P<of>.+))?$"
)
_OTHER = re.compile(
    r"^(?:(?:all |any )?(?:flags?|bits?)(?: values?)? (?:that are )?(?:not (?:specified|defined|listed|described)|"
    r"undefined)(?: (?:in|by) (?:the |this )?(?:following |preceding |above )?(?:table|field|list|section))?|"
    r"(?:all |any |the )?(?:of the )?(?:other|remaining|undefined|unused|unspecified|undocumented|reserved|"
    r"not[- ]defined|bits? (?:that (?:is|are) )?not (?:defined|listed|specified))(?: (?:bit|flag))?(?: ?(?:bits?|"
    r"flags?|values?|fields?|bit fields))?(?: (?:in|of) (?:this field|the field|"
    r".+ field))?(?: (?:that are )?not (?:listed|defined|specified).*)?)$",
    re.I,
)


def flag_of(text: str, scope: Scope) -> tuple[m.Value, int, str] | None:
    """The field, the mask and the name of the flag that a phrase names."""
    from plugfest.simulate.rules.references import field, is_self

    found = _FLAG.match(text.strip())
    if scope.row and re.fullmatch(r"(?:this|the) (?:flag|bit|option)(?: flag)?|it|", text.strip(), re.I):
        return (scope.me, scope.row.value, scope.row.name) if scope.row.value else None
    if not found or is_self(text):
        return None
    name = found["name"]
    if scope.member(name) and not found["of"] and not found["value"] and found["noun"] != "flag":
        return None
    told = int(found["value"], 16) if found["value"] else None
    known = next(
        (
            one.value
            for one in (scope.known.values if scope.known else ())
            if isinstance(one, m.Number) and one.name == name
        ),
        None,
    )
    known = known if known is not None else scope.constants.get(name)
    if told is not None and known is not None and told != known:
        return None
    mask = told if told is not None else known
    if not mask or mask & (mask - 1):
        return None
    of = field(found["of"], scope) if found["of"] else None
    if found["of"] and (of is None or _of_another_layout(of, scope)):
        return None
    if of is None:
        if not found["noun"] or (found["noun"] == "bit" and not re.search(r"_", name)):
            return None
        if not _is_own(name, scope):
            return None
        of = scope.me
    return of, mask, name


def _of_another_layout(value: m.Value, scope: Scope) -> bool:
    """Such a field may be split into smaller ones, and the flag then is of one of those."""
    return isinstance(value, m.Member) and key(value.path[0]) in scope.beside


def _is_own(name: str, scope: Scope) -> bool:
    """A flag named without its field is of this field only where it is among the values below it."""
    return any(isinstance(one, m.Number) and one.name == name for one in (scope.known.values if scope.known else ()))


def flag(subject: str, body: str, scope: Scope) -> m.Predicate | None:
    """A flag is set or clear."""
    if not (set_ := bool(_SET.match(body))) and not _CLEAR.match(body):
        return None
    if "Extension" in scope.structure and _OTHER.match(subject):
        return None  # the table lists what it adds to another one
    if scope.known and scope.known.complete and _OTHER.match(subject) and not set_:
        mask = 0
        for one in scope.known.values:
            if not isinstance(one, m.Number):
                return None
            if one != scope.row and not re.match(r"reserved|unused|undefined", one.name, re.I):
                mask |= one.value
        return m.OnlyBits(value=scope.me, mask=mask)
    found = flag_of(subject, scope)
    if found is None:
        return None
    has = m.HasBits(value=found[0], mask=found[1], name=found[2])
    return has if set_ else m.Not(of=has)


def other_bits(subject: str) -> bool:
    """Are the bits meant that have no name?"""
    return bool(_OTHER.match(subject))
