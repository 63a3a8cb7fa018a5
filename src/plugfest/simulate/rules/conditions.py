"""Conditions: `the Flags field contains 0x01`, `this field is present and Length is not 0`."""

from __future__ import annotations

import re

from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.families.bounds import bound
from plugfest.simulate.rules.families.common import Given, either
from plugfest.simulate.rules.families.constants import constant
from plugfest.simulate.rules.families.flags import flag_of
from plugfest.simulate.rules.references import reference
from plugfest.simulate.rules.scope import Scope, key
from plugfest.simulate.rules.values import literal

_VERB = re.compile(
    r"^(?P<subject>.*?)\s*\b(?P<verb>is|are|was|has|have|does not|do not|contains?|equals?|specif(?:y|ies)|"
    r"includes?|indicates?|exceeds?|holds?|matches)\b\s*(?P<rest>.*)$"
)
_PRESENT = re.compile(
    r"^(?P<not>not )?(?:present|included|specified|provided|supplied|available|defined)(?: in (?:the|"
    r"this) (?:message|structure|packet|request|response|PDU|payload))?$"
)
_ABSENT = re.compile(r"^(?:absent|omitted|not (?:been )?(?:specified|provided))$")
_SET = re.compile(
    r"^(?P<not>not |un)?(?:set|present|specified|included)(?: to (?:1|one|TRUE))?(?:\s+(?:in|within|"
    r"on)\s+(?:the\s+)?(?P<of>.+))?$"
)
_CLEAR = re.compile(r"^(?:clear(?:ed)?|set to (?:0|zero|FALSE))$")
_EMPTY = re.compile(r"^(?P<not>not )?(?:empty|an empty string|NULL|null|zero length|of zero length)$")
_CONTAINS = re.compile(r"^(?:the\s+)?(?P<value>\w+(?: \(\w+\))?)(?:\s+(?:flag|bit|value))?(?: set)?$")
_ELLIPTIC = re.compile(
    r"^(?:set|present|specified|included|nonzero|not set|not present|not specified|set to .*|equal to .*)$"
)


def condition(text: str, scope: Scope) -> m.Predicate | None:
    """What a condition says of the structure's fields; None where it says something else."""
    text = text.strip().strip(",")
    if text.startswith("unless "):
        inner = condition(text.removeprefix("unless "), scope)
        return m.Not(of=inner) if inner else None
    text = re.sub(r"\s+\((?:above|below|that is,[^()]*)\)", "", text)
    text = re.sub(r"^exactly |^(?:and|but) |,? respectively$|^both ", "", text)
    if not re.search(r", and |\band \w+ fields are\b", text) and (" and " in text or " or " in text):
        if joined := _joined(text, scope):
            return joined
    return _single(text, scope)


def _joined(text: str, scope: Scope) -> m.Predicate | None:
    """Several conditions joined by `and` or by `or`, not both."""
    ands, ors = (
        re.split(r",? and (?:if |the |that )?(?=.*\b(?:is|are|contains?|equals?|has|set|exceeds?)\b)", text),
        re.split(r",? or (?:if |the )?(?=.*\b(?:is|are|contains?|equals?|has|set|exceeds?)\b)", text),
    )
    if len(ands) > 1 and len(ors) > 1:
        return None
    ands, ors = _with_subjects(ands), _with_subjects(ors)
    if len(ands) > 1:
        found = [_single(one, scope) for one in ands]
        return m.All(of=tuple(one for one in found if one)) if all(found) else None
    if len(ors) > 1:
        found = [_single(one, scope) for one in ors]
        return m.Any(of=tuple(one for one in found if one)) if all(found) else None
    return None


def _with_subjects(several: list[str]) -> list[str]:
    """`X is present and has a nonzero value`: the second one has the first one's subject."""
    first = _VERB.match(several[0])
    if not first:
        return several
    return [
        one if position == 0 or not re.match(r"(?:is|has|are|contains|equals)\b", one) else f"{first['subject']} {one}"
        for position, one in enumerate(several)
    ]


def _single(text: str, scope: Scope) -> m.Predicate | None:
    text = re.sub(r"^(?:that |the bit )", "", text.strip())
    if _ELLIPTIC.match(text):
        text = f"this flag is {text}" if scope.row and text in ("set", "not set") else f"it is {text}"
    if both := re.match(r"^(?:both )?the (?P<one>\w+) and (?P<other>\w+) fields are (?:both )?(?P<rest>.+)$", text):
        parts = [_single(f"the {both[name]} field is {both['rest']}", scope) for name in ("one", "other")]
        return m.All(of=tuple(one for one in parts if one)) if all(parts) else None
    found = _VERB.match(text)
    if not found:
        return None
    subject, verb, rest = found["subject"].strip(), found["verb"], found["rest"].strip()
    if verb == "was" or (
        re.fullmatch(r"(?:the|this) (?:flag|bit)", subject)
        and scope.row is None
        and not scope.size.endswith(("bit", "bits"))
    ):
        return None
    if "same" in rest and re.fullmatch(r"it|this(?: field| value)?", subject):
        return None
    if flag := _flag(subject, verb, rest, scope):
        return flag
    if aside := re.match(
        r"^.*\((?:as )?(?:specified|given|stored|indicated) (?:in|by) the (?P<name>\w+) field\)$", subject
    ):
        subject = f"the {aside['name']} field"
    if re.match(r"^the corresponding bit (?:from|in|of) (?:the )?\w+(?: field)?$", subject):
        return _lettered(subject, rest, scope)
    left = reference(re.sub(r"\s*\((?:above|below|see .*)\)$", "", subject), scope)
    if left is None:
        return None
    return _state(left, verb, rest) or _valued(left, verb, rest, scope)


def _flag(subject: str, verb: str, rest: str, scope: Scope) -> m.Predicate | None:
    """A flag that is set, or that a field has."""
    if verb in ("is", "are") and ((found := _SET.match(rest)) or _CLEAR.match(rest)):
        of = f" in {found['of']}" if found and found["of"] else ""
        named = flag_of(re.sub(r"^the ", "", subject) + of, scope)
        if named:
            has = m.HasBits(value=named[0], mask=named[1], name=named[2])
            return has if found and not found["not"] else m.Not(of=has)
    if (verb in ("has", "have") or verb.startswith(("contain", "include", "specif"))) and (
        told := re.match(r"^the (?P<flag>\w+)(?: \((?:0x\w+)\))? (?:flag|bit)(?: set)?$", rest)
    ):
        named = flag_of(f"{told['flag']} flag of {re.sub('^the ', '', subject)}", scope)
        return m.HasBits(value=named[0], mask=named[1], name=named[2]) if named else None
    return None


def _lettered(subject: str, rest: str, scope: Scope) -> m.Predicate | None:
    """`The corresponding bit from FieldBytes is set`."""
    holder, letter = scope.letters.get(key(scope.field), ("", ""))
    named = re.search(r"(?:from|in|of) (?:the )?(\w+)", subject)
    if not named or not holder or key(named[1]) != key(holder) or rest not in ("set", "not set"):
        return None
    bit = m.Member(path=(holder, letter))
    return m.Compare(left=bit, operator="!=" if rest == "set" else "==", right=m.Number(value=0))


def _state(left: m.Value, verb: str, rest: str) -> m.Predicate | None:
    """Present, empty, set at all."""
    if not isinstance(left, m.Member) or verb not in ("is", "are"):
        return None
    if rest in ("set", "not set", "clear", "cleared"):
        return m.Compare(left=left, operator="!=" if rest == "set" else "==", right=m.Number(value=0))
    if found := _PRESENT.match(rest):
        there: m.Predicate = m.Present(member=left)
        return m.Not(of=there) if found["not"] else there
    if _ABSENT.match(rest):
        return m.Not(of=m.Present(member=left))
    if found := _EMPTY.match(rest):
        there = m.Present(member=left)
        return there if found["not"] else m.Not(of=there)
    return None


def _valued(left: m.Value, verb: str, rest: str, scope: Scope) -> m.Predicate | None:
    """Compared with a value."""
    rest = re.sub(r"^set to (?=(?:zero|0)$)|\s+\((?:that is|i\.e\.)[^()]*\)$", "", rest)
    rest = re.sub(r"^(?:any of|either of|one of) (?:the following(?: values)?:?)?\s*", "either ", rest)
    rest = re.sub(r"^(?:both|set to either|also|always|currently|either)\s+", "", rest)
    given = Given("", left, scope)
    if verb in ("does not", "do not"):
        inner = re.sub(r"^(?:equal|contain|match|specify|indicate|have(?: the| a)? value(?: of)?)\s+", "be ", rest)
        positive = _equal(given._replace(body=inner)) if inner.startswith("be ") else None
        return m.Not(of=positive) if positive else None
    if verb.startswith("exceed"):
        return bound(given._replace(body=f"exceed {rest}"))
    if verb.startswith(("has", "have")) and not re.match(r"(?:a|the|any) (?:non-?zero |zero )?value", rest):
        return None
    if verb.startswith(("include", "hold")):
        return None
    if rest.startswith("not "):
        rest = rest.removeprefix("not ")
        positive = bound(given._replace(body=f"be {rest}")) or _equal(given._replace(body=f"be {rest}"))
        return m.Not(of=positive) if positive else None
    return bound(given._replace(body=f"be {rest}")) or _equal(given._replace(body=f"be {rest}"))


def _equal(given: Given) -> m.Predicate | None:
    rest = re.sub(r"^be (?:set to |equal to |set )?", "", given.body)
    several = either(rest)
    literals = [
        literal(re.sub(r"^(?:the value |a value of |the value of |set to |to )", "", one), given.scope)
        for one in several
    ]
    known = tuple(one for one in literals if one is not None)
    if len(known) == len(several):
        return (
            m.OneOf(value=given.subject, values=known)
            if len(known) > 1
            else m.Compare(left=given.subject, operator="==", right=known[0])
        )
    if rest in ("TRUE", "true"):
        return m.Compare(left=given.subject, operator="!=", right=m.Number(value=0))
    return constant(given) if len(several) == 1 else None
