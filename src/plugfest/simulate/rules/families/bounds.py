"""The field lies within bounds: `be greater than 0`, `be in the range 1 to 8`, `be a multiple of 8`."""

from __future__ import annotations

import re

from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.families.common import Given, is_size
from plugfest.simulate.rules.values import literal, value

_BE = (
    r"^(?:be|have|contain|be set to|specify|equal|be equal to|hold|set to|indicate)\s+(?:(?:a|an|any|some|"
    r"the)\s+)?(?:(?:value|number|integer|length|size|values|numbers)\s+)?(?:(?:that|which)\s+(?:is|are)\s+|"
    r"of\s+)?"
)
_COMPARED = re.compile(
    _BE + r"(?P<how>(?:strictly )?(?:greater|larger|higher|more|less|smaller|lower|"
    r"fewer) than(?: or equal(?: to)?)?|equal to or (?:greater|larger|more|less|smaller) than|at least|"
    r"at most|no (?:more|greater|larger|longer|less|fewer|smaller|higher|lower) than|not (?:more|greater|"
    r"larger|less|longer|fewer) than|>=|<=|>|<|a maximum of|a minimum of|up to)\s+(?P<value>.+)$",
    re.I,
)
_EXCEED = re.compile(r"^exceed\s+(?P<value>.+)$", re.I)
_NOT_EXCEED = re.compile(r"^(?:be|have a value) not (?:to exceed|exceeding)\s+(?P<value>.+)$", re.I)
_RANGE = re.compile(
    _BE + r"(?:(?:in|within|from) (?:the )?(?:inclusive )?(?:range|interval|bounds)(?: of)?(?: values)?(?: from|"
    r" between| of)?:?|between|from|ranging from|range from|in between|a number between|"
    r"a number from)\s+\[?(?P<least>.+?)\s*(?:to|and|through|-|\.\.\.?|,)\s*(?P<most>(?:\d{1,3}(?:,\d{3})+|"
    r"[^ ,]+)(?: bytes| \([^()]*\))?)\]?,?(?P<how>\s*\(?(?:both )?(?:inclusive|exclusive|inclusively)\)?)?$",
    re.I,
)
_MULTIPLE = re.compile(
    _BE + r"(?:(?:an? )?(?:integer |integral |even |exact |whole )?multiple of|multiples of|evenly divisible by|"
    r"divisible by)\s+(?P<value>.+)$",
    re.I,
)
_ALIGNED = re.compile(
    r"^be (?:aligned (?:on|to|at) an? |naturally aligned on an? )?(?P<value>\w+)-?\s?byte(?:-| )?(?:aligned|"
    r"boundary|boundaries|alignment)?$",
    re.I,
)
_NONZERO = re.compile(
    _BE
    + r"(?:a |any )?(?:non-?zero|not (?:be )?(?:zero|0|0x0+)|other than (?:zero|0|0x0+))(?: value| number| integer)?$",
    re.I,
)
_POSITIVE = re.compile(_BE + r"(?:a )?positive(?: value| number| integer)?$", re.I)
_NONNEGATIVE = re.compile(_BE + r"(?:a )?non-?negative(?: value| number| integer)?$", re.I)
_PARITY = re.compile(_BE + r"(?:an )?(?P<which>even|odd)(?: value| number| integer)?$", re.I)


def bound(given: Given) -> m.Predicate | None:
    """Compared with a value, or in a range."""
    if given.flag:
        return None
    if (
        isinstance(given.subject, m.Measure)
        and given.subject.unit == "characters"
        and re.search(r"\bbytes\b", given.body)
    ):
        given = given._replace(subject=m.Measure(of=given.subject.of, unit="bytes"))
    both = re.match(
        r"^(?P<first>.+?(?:\d|zero))(?:,)? and(?: be)? (?P<second>(?:less|greater|no more|at most|smaller|equal|"
        r"an? (?:integer )?multiple|evenly|divisible|larger).+)$",
        given.body,
    )
    if both:
        one = bound(given._replace(body=both["first"]))
        two = bound(given._replace(body=f"be {both['second']}"))
        return m.All(of=(one, two)) if one and two else None
    return _compared(given) or _range(given) or _divided(given) or _sign(given)


_OR_MORE = re.compile(
    r"^be (?:set to )?(?P<value>\w+) or (?P<how>greater|more|larger|higher|less|lower|fewer|smaller)$", re.I
)


def _compared(given: Given) -> m.Predicate | None:
    if found := _OR_MORE.match(given.body):
        least = literal(found["value"], given.scope)
        more = found["how"].lower() in ("greater", "more", "larger", "higher")
        return m.Compare(left=given.subject, operator=">=" if more else "<=", right=least) if least else None
    if (found := _EXCEED.match(given.body)) and is_size(found["value"], given):
        return None
    if found := _EXCEED.match(given.body):
        right = value(found["value"], given.scope)
        return m.Compare(left=given.subject, operator=">", right=right) if _fits(right, given) and right else None
    if found := _NOT_EXCEED.match(given.body):
        right = value(found["value"], given.scope)
        return m.Compare(left=given.subject, operator="<=", right=right) if _fits(right, given) and right else None
    found = _COMPARED.match(given.body)
    if not found:
        return None
    if "longer" in found["how"].lower() or is_size(found["value"], given):
        return None
    right = value(found["value"], given.scope)
    if right is None or not _fits(right, given):
        return None
    return m.Compare(left=given.subject, operator=_operator(found["how"].lower()), right=right)  # type: ignore[arg-type]


def _fits(right: m.Value | None, given: Given) -> bool:
    return right is not None and not isinstance(right, m.Text) and right != given.subject


def _operator(how: str) -> str:
    if how in (">=", "<=", ">", "<"):
        return how
    more = any(word in how for word in ("greater", "larger", "higher", "more", "longer", "at least", "minimum"))
    if how.startswith(("no ", "not ")):
        return "<=" if more else ">="
    if how in ("at least", "a minimum of"):
        return ">="
    if how in ("at most", "a maximum of", "up to"):
        return "<="
    return (">" if more else "<") + ("=" if "equal" in how else "")


def _range(given: Given) -> m.Predicate | None:
    found = _RANGE.match(given.body)
    if not found:
        return None
    least, most = literal(found["least"], given.scope), literal(found["most"], given.scope)
    if not isinstance(least, m.Number) or not isinstance(most, m.Number) or least.value >= most.value:
        return None
    if found["how"] and "exclusive" in found["how"]:
        least, most = m.Number(value=least.value + 1), m.Number(value=most.value - 1)
    return m.Between(value=given.subject, least=least, most=most)


def _divided(given: Given) -> m.Predicate | None:
    found = _MULTIPLE.match(given.body)
    if not found and not ((found := _ALIGNED.match(given.body)) and _is_place(given)):
        return None
    of = literal(re.sub(r"\s+bytes$", "", found["value"]), given.scope)
    if not isinstance(of, m.Number) or of.value < 2:
        return None
    return m.MultipleOf(value=given.subject, of=of.value)


def _is_place(given: Given) -> bool:
    """Only a number can be aligned here: an offset or a length."""
    return isinstance(given.subject, m.Member) and bool(re.search(r"offset|length|size", given.subject.path[-1], re.I))


def _sign(given: Given) -> m.Predicate | None:
    zero = m.Number(value=0)
    if _NONZERO.match(given.body):
        return m.Compare(left=given.subject, operator="!=", right=zero)
    if _POSITIVE.match(given.body):
        return m.Compare(left=given.subject, operator=">", right=zero)
    if _NONNEGATIVE.match(given.body):
        return m.Compare(left=given.subject, operator=">=", right=zero)
    if found := _PARITY.match(given.body):
        even = m.MultipleOf(value=given.subject, of=2)
        return even if found["which"].lower() == "even" else m.Not(of=even)
    return None
