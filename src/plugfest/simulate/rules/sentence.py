"""One sentence of a field definition: the statements that it makes, or the reason why it is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from plugfest.records.requirements import Actor, Level
from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.conditions import condition
from plugfest.simulate.rules.families import bounds, constants, flags, receiving, shape
from plugfest.simulate.rules.families.common import Given
from plugfest.simulate.rules.families.receiving import is_whole
from plugfest.simulate.rules.reasons import why
from plugfest.simulate.rules.references import is_self, reference
from plugfest.simulate.rules.scope import Scope, key
from plugfest.simulate.rules.subjects import AGENT, bare, plural, subsequent
from plugfest.simulate.rules.tails import ACTORS, situated, without_tails
from plugfest.simulate.rules.wording import Clause, clauses, normal, parts

FAMILIES: tuple[tuple[str, Callable[[Given], m.Predicate | None]], ...] = (
    ("presence", shape.presence),
    ("listed values", constants.one_of_listed),
    ("enumeration", constants.enumeration),
    ("bounds", bounds.bound),
    ("length", shape.length),
    ("constant", constants.constant),
    ("length of another field", shape.measured),
    ("string", shape.string),
    ("kind", shape.kind),
)


class Statement(NamedTuple):
    """What one clause says."""

    family: str
    use: m.Use
    level: Level
    actor: Actor | None
    """Who sends (for `sent`) or receives, where the sentence says so."""
    predicate: m.Predicate | None
    condition: m.Predicate | None
    status: str = ""
    field: str = ""
    """The field that is meant, where it is another one than the definition's."""


class Above(NamedTuple):
    """What the sentence before leaves to this one."""

    mine: bool = True
    """It spoke of the field itself, so that `it` and `this value` do too."""
    condition: m.Predicate | None = None
    conditional: bool = False
    """It had a condition, understood or not."""


_ACTIVE = re.compile(
    r"^(?:set|initialize|fill|populate|assign|specify|encode|write|send|use)\s+(?P<what>.+?)\s+(?:to|with|"
    r"as)\s+(?P<value>.+)$|^(?P<put>put|store|place|specify|use|send|include)\s+(?P<it>.+?)\s+(?:in|into|"
    r"for)\s+(?P<where>.+)$",
    re.I,
)


def read(sentence: str, scope: Scope, above: Above | None = None) -> tuple[list[Statement], m.Reason | None]:
    """The statements of a sentence; none and the reason where one of its clauses is not understood."""
    text = normal(sentence)
    given = above or Above()
    negated = False
    if found := re.match(
        r"^(?:Otherwise|Else|In all other cases|If not|For all other values),?\s+(?=[^,]*\b(?:MUST|SHOULD)\b)", text
    ):
        if given.condition is None:
            return [], m.Reason.CONTEXT
        text, negated = text[found.end() :], True
    apart = parts(text)
    when: m.Predicate | None = None
    if negated and given.condition:
        when = m.Not(of=given.condition)
    if apart.tail and re.match(r"(?:it|they)\b", apart.condition) and _names_others(apart.main, scope):
        return [], m.Reason.CONTEXT
    if apart.condition:
        own = condition_or_told(apart.condition, scope)
        when = m.All(of=(when, own)) if when else own
    elif given.conditional and not negated and _leans(apart.main):
        if given.condition is None:
            return [], m.Reason.CONTEXT
        when = given.condition
    statements, reason = _main(apart.main, scope, when, given, apart.tail)
    if not apart.condition and not negated:  # what a field is does not hang on what was said before
        statements = [one._replace(condition=None) if one.family in _BEING else one for one in statements]
    if reason is None and apart.otherwise:
        if when is None:
            return [], m.Reason.CONTEXT
        more, reason = _main(apart.otherwise, scope, m.Not(of=when), given)
        statements += more
    if reason is None and apart.only:
        opposite = [_reversed(one) for one in statements if one.predicate and one.condition]
        if apart.only == "only" and len(opposite) < len(statements):
            return [], m.Reason.CONDITION
        statements = opposite if apart.only == "only" else statements + opposite
    return ([], reason) if reason or not statements else (statements, None)


def _names_others(text: str, scope: Scope) -> bool:
    """Does a text name fields besides the one it defines? Then nobody knows which one `it` is."""
    words = {key(word) for word in re.findall(r"\w+", text)}
    return bool(words & (scope.fields.keys() - {key(scope.field)}))


def condition_or_told(text: str, scope: Scope) -> m.Predicate:
    """What a condition says of the fields, or that somebody has to tell."""
    if found := condition(text, scope):
        return found
    return m.Not(of=m.Told()) if text.startswith("unless ") else m.Told()


def needs_telling(node: m.Predicate | None) -> bool:
    """Does a condition hang on what no field tells?"""
    match node:
        case m.Told():
            return True
        case m.Not(of=inner):
            return needs_telling(inner)
        case m.All(of=parts_) | m.Any(of=parts_):
            return any(needs_telling(part) for part in parts_)
    return False


def _reversed(one: Statement) -> Statement:
    """The other half of `present if and only if`."""
    assert one.condition is not None
    assert one.predicate is not None
    return one._replace(predicate=m.Not(of=one.predicate), condition=m.Not(of=one.condition))


def _leans(main: str) -> bool:
    """Its subject is a word that stands for what the sentence before spoke of, or it acts."""
    first = clauses(main)
    subject = first[0].subject if first else ""
    return not subject or is_self(subject) or bool(AGENT.match(subject))


def _main(
    text: str, scope: Scope, when: m.Predicate | None, above: Above, tail: bool = False
) -> tuple[list[Statement], m.Reason | None]:
    """Clause by clause; a condition at the end is the last one's alone, where that has a subject of its own."""
    statements: list[Statement] = []
    subject = ""
    said = clauses(text)
    last = len(said) - 1
    for position, clause in enumerate(said):
        if clause.subject == "?":
            return [], m.Reason.WORDING
        if position and not clause.subject:
            clause = clause._replace(subject=subject)  # noqa: PLW2901
        subject = clause.subject
        alone = tail and position < last and bool(said[last].subject)
        found, reason = _clause(clause, scope, None if alone else when, above)
        if reason:
            return [], reason
        statements += found
    return (statements, None) if statements else ([], m.Reason.WORDING)


def _clause(
    clause: Clause, scope: Scope, when: m.Predicate | None, above: Above
) -> tuple[list[Statement], m.Reason | None]:
    """One clause: whom it speaks of, then what it demands."""
    subject = bare(clause.subject)
    ordered = (
        shape.byte_order(Given(clause.body, scope.me, scope)) if is_self(subject) and not clause.negative else None
    )
    if ordered is not None and (above.mine or "field" in subject):
        return [Statement("byte order", m.Use.LAYOUT, clause.level, None, ordered, when)], None
    body, told = without_tails(clause.body)
    if (found := _FOR.search(body)) and key(found["what"]) in key(scope.structure):
        body = body[: found.start()]
    clause = clause._replace(body=body)
    if (named := re.fullmatch(r"the ((?:\w+ ){0,2}\w+)", subject, re.I)) and not scope.member(named[1]):
        subject = "this field" if len(named[1]) > 3 and key(scope.field).endswith(key(named[1])) else subject
    agent = AGENT.match(re.sub(r"\s*\([^()]*\)$", "", clause.subject))
    if agent:
        return _acts(clause, agent["who"].lower(), scope, when, above)
    clause = clause._replace(described=clause.subject)
    if is_self(subject):
        if not above.mine and "field" not in subject.lower():
            return [], m.Reason.CONTEXT
        if scope.row is not None:
            return _of_row(clause, subject, scope, when, told)
    if scope.row is None or flags.other_bits(subject):
        return _demanded(clause, subject, scope, when, told)
    if reference(subject, scope) == scope.me or not re.match(r"[1-8] bytes?$|\d+ bits?$|$", scope.size):
        return [], m.Reason.ROW  # the values below are not the field's own
    return _demanded(clause, subject, scope, _and(when, scope.applies), told)


def _of_row(
    clause: Clause, subject: str, scope: Scope, when: m.Predicate | None, told: Actor | None
) -> tuple[list[Statement], m.Reason | None]:
    """In a row of a table of values, `this flag` is the row's bit, and `this value` the row's value."""
    assert scope.row is not None
    if re.search(r"flag|bit|option|capability", subject, re.I) or subject.lower() in ("it", "this"):
        use = m.Use.SENT
        if receiving.ignored(clause.body) and not clause.negative:
            applies = _of_flag(subject, scope)
            return [Statement("ignored", m.Use.IGNORED, clause.level, told, None, _and(when, applies))], None
        head = situated(clause.body)
        when = _and(when, m.Told()) if head else when
        found = flags.flag("this flag", head or clause.body, scope)
        if found is not None and scope.row.value & (scope.row.value - 1) == 0:
            found = m.Not(of=found) if clause.negative else found
            return [Statement("flag", use, clause.level, told, found, when)], None
        return [], m.Reason.ROW
    if clause.negative and re.fullmatch(r"be (?:used|set|sent|specified)", clause.body):
        differs = m.Compare(left=scope.me, operator="!=", right=scope.row)
        return [Statement("constant", m.Use.SENT, clause.level, told, differs, when)], None
    return [], m.Reason.ROW


def _of_flag(phrase: str, scope: Scope) -> m.Predicate | None:
    """The row's bit is set, where a phrase calls it a flag, else what the table says of its rows."""
    row = scope.row
    if (
        row is not None
        and re.search(r"flag|bit|option|capability", phrase, re.I)
        and row.value
        and row.value & (row.value - 1) == 0
    ):
        return m.HasBits(value=scope.me, mask=row.value, name=row.name)
    return scope.applies


def _acts(
    clause: Clause, who: str, scope: Scope, when: m.Predicate | None, above: Above
) -> tuple[list[Statement], m.Reason | None]:
    """`The client MUST set this field to 36`, `the server MUST ignore it`."""
    actor = next((known for word, known in ACTORS.items() if who.startswith(word) and " and " not in who), None)
    if what := receiving.ignores(clause.body):
        if clause.negative:
            return [], m.Reason.PROCESSING
        if scope.row is not None and is_self(what):
            applies = _of_flag(what, scope)
            return [Statement("ignored", m.Use.IGNORED, clause.level, actor, None, _and(when, applies))], None
        if _known(what, scope):
            return [_ignored(what, clause, actor, scope, when)], None
        return [], m.Reason.SUBJECT
    if (
        (status := receiving.fails_with(clause.body) or receiving.drops("", clause.body))
        and when is not None
        and not clause.negative
    ):
        return [Statement("refused", m.Use.REFUSED, clause.level, actor, None, when, status)], None
    if clause.negative and (
        found := re.match(r"^(?:use|examine|interpret|process|rely on)\s+(?P<what>.+)$", clause.body)
    ):
        if is_self(found["what"]):
            return [Statement("ignored", m.Use.IGNORED, clause.level, actor, None, when)], None
    if (
        clause.negative
        and (found := re.match(r"^(?:set|send|use|specify)\s+(?P<what>.+)$", clause.body))
        and " to " not in clause.body
    ):
        absent = flags.flag(_flag_name(found["what"]), "be set", scope)
        if absent:
            return [Statement("flag", m.Use.SENT, clause.level, actor, m.Not(of=absent), when)], None
    if (found := re.match(r"^set\s+(?P<what>.+)$", clause.body)) and " to " not in clause.body and not clause.negative:
        there = flags.flag(_flag_name(found["what"]), "be set", scope)
        if there:
            return [Statement("flag", m.Use.SENT, clause.level, actor, there, when)], None
    active = _ACTIVE.match(clause.body)
    if not active:
        return [], m.Reason.PROCESSING
    what, value = (active["what"], active["value"]) if active["what"] else (active["where"], active["it"])
    passive = clause._replace(subject=what, body=f"be set to {value}")
    if is_self(what) and not above.mine:
        return [], m.Reason.CONTEXT
    if is_self(what) and scope.row is not None:
        return _of_row(passive, "this flag", scope, when, actor)
    return _demanded(passive, what, scope, _and(when, scope.applies), actor)


def _and(one: m.Predicate | None, other: m.Predicate | None) -> m.Predicate | None:
    if one == other:
        return one
    return m.All(of=(one, other)) if one and other else one or other


def _flag_name(text: str) -> str:
    return re.sub(r"^(?:the|this)\s+(?=\w+ )", "", text.strip())


def _demanded(
    clause: Clause, subject: str, scope: Scope, when: m.Predicate | None, actor: Actor | None
) -> tuple[list[Statement], m.Reason | None]:
    """What is demanded of a subject, with one verb or with several."""
    failing = receiving.drops(subject, clause.body) or (receiving.fails_with(clause.body) if is_whole(subject) else "")
    if (status := failing) and when is not None and not clause.negative:
        return [Statement("refused", m.Use.REFUSED, clause.level, actor, None, when, status)], None
    if both := plural(subject) or subsequent(subject, scope):
        statements: list[Statement] = []
        bodies = _respectively(clause.body, len(both))
        for one, demanded in zip(both, bodies, strict=False):
            more, reason = _demanded(clause._replace(body=demanded), one, scope, when, actor)
            if reason:
                return [], reason
            statements += more
        return (statements, None) if bodies else ([], m.Reason.WORDING)
    if clause.body.startswith("not be ") and not clause.negative:
        opposite = {Level.MUST: Level.MUST_NOT, Level.SHOULD: Level.SHOULD_NOT}[clause.level]
        clause = clause._replace(level=opposite, body=clause.body.removeprefix("not "))
    for body in _bodies(clause.body):
        found = [_one(part, clause, subject, scope, when, actor) for part in body]
        if all(found):
            return [one for one in found if one], None
    if head := situated(clause.body):
        in_part = _one(head, clause, subject, scope, _and(when, m.Told()), actor)
        if in_part and in_part.use is m.Use.SENT and in_part.family in ("constant", "flag", "presence"):
            return [in_part], None
    reason = why(clause, _known(bare(subject), scope))
    if reason in _IN_PART and is_self(subject) and not clause.negative and re.match(_SAYS, clause.body):
        predicate = shape.typed(clause.described, Given(clause.body, scope.me, scope))
        if predicate is not None:
            return [Statement("type, in part", m.Use.SENT, clause.level, actor, predicate, when)], None
    return [], reason


def _respectively(body: str, count: int) -> list[str]:
    """`be set to 1 and 2, respectively`: what is demanded of each of several subjects; nothing where they differ."""
    found = re.match(r"^(?P<verb>be (?:set to )?|contain |equal )(?P<values>.+?),? respectively$", body)
    if not found:
        return [] if "respectively" in body else [body] * count
    values = re.split(r",? and |, ", found["values"])
    return [found["verb"] + one for one in values] if len(values) == count else []


_FOR = re.compile(
    r"\s+for (?:the |an? )?(?P<what>[A-Z][\w .()-]{3,}?)(?: (?:attribute|message|packet|record|option|TLV|"
    r"structure|PDU|request|response))?$"
)
_BEING = frozenset({"kind", "byte order", "type, in part"})
_IN_PART = frozenset({m.Reason.MEANING, m.Reason.WORDING, m.Reason.NAME, m.Reason.ELSEWHERE, m.Reason.REFERENCE})
_SAYS = (
    r"^(?:specify|contain|indicate|identify|represent|describe|provide|be set to|be|hold|define|denote|correspond|"
    r"uniquely)\b"
)


def _bodies(body: str) -> list[list[str]]:
    """The body as one verb phrase, then as two joined by `and`."""
    ways = [[body]]
    for found in re.finditer(r",?\s+and\s+|,\s+but\s+", body):
        first, second = body[: found.start()], body[found.end() :]
        first, _ = without_tails(first)
        if re.match(r"^(?:is|are)\s", second):
            continue
        second = second if re.match(r"^(?:be|not|contain|have|equal)\b", second) else f"be {second}"
        ways.append([first, second])
    return ways


def _of_itself(predicate: m.Predicate) -> bool:
    """`MUST be LogicalGroupType.Range`, said of LogicalGroupType: a name of its type, and no field to compare with."""
    match predicate:
        case m.Compare(left=m.Member(path=left), right=m.Member(path=right)):
            return left[0] == right[0] and len(left) != len(right)
    return False


def _one(
    body: str, clause: Clause, subject: str, scope: Scope, when: m.Predicate | None, actor: Actor | None
) -> Statement | None:
    """One verb phrase."""
    if clause.negative and receiving.unused(body):
        return _ignored(subject, clause, None, scope, when) if _known(subject, scope) else None
    if not clause.negative and receiving.ignored(body):
        by = re.search(r"\bby (?:the |all |any )?(client|server)", body)
        receiver = ACTORS[by[1]] if by else None
        return _ignored(subject, clause, receiver, scope, when) if _known(subject, scope) else None
    flag = flags.flag(subject, body, scope)
    if flag is not None:
        return Statement("flag", m.Use.SENT, clause.level, actor, m.Not(of=flag) if clause.negative else flag, when)
    if _EACH.fullmatch(subject) and re.fullmatch(r"be (?:set to )?(?:zero|0|0x0+)", body) and not clause.negative:
        zero = m.Compare(left=scope.me, operator="==", right=m.Number(value=0))
        return Statement("constant", m.Use.SENT, clause.level, actor, zero, when)
    if found := _EXTREME.fullmatch(subject):
        of = reference(
            f"{found['what']} of {found['of'] or 'this field'}"
            if found["what"] != "value"
            else found["of"] or "this field",
            scope,
        )
        limit = (
            constants.constant(Given(re.sub(r" bytes$", "", body), of, scope)) if of and not clause.negative else None
        )
        if isinstance(limit, m.Compare) and isinstance(limit.right, m.Number):
            bound = m.Compare(
                left=limit.left, operator="<=" if found["end"].lower() == "maximum" else ">=", right=limit.right
            )
            return Statement("bounds", m.Use.SENT, clause.level, actor, bound, when)
        return None
    if clause.negative and (found := re.match(r"^be set to any(?:thing| value) other than (?P<value>.+)$", body)):
        clause, body = clause._replace(level=_POSITIVE[clause.level]), f"be set to {found['value']}"
    left = reference(subject, scope)
    if left is None:
        return None
    if body == "be set" and isinstance(left, m.Member) and (clause.negative or scope.size.endswith(("bit", "bits"))):
        unset = m.Compare(left=left, operator="==" if clause.negative else "!=", right=m.Number(value=0))
        return Statement("flag", m.Use.SENT, clause.level, actor, unset, when)
    if re.fullmatch(r"be the \w+ field\W*", body):
        return None  # it is that field, under another name
    for name, family in FAMILIES:
        predicate = family(Given(body, left, scope))
        if predicate is not None and not _of_itself(predicate):
            if clause.negative:
                predicate = m.Not(of=predicate)
            return Statement(name, m.Use.SENT, clause.level, actor, predicate, when)
    return None


_POSITIVE = {Level.MUST_NOT: Level.MUST, Level.SHOULD_NOT: Level.SHOULD}
_EACH = re.compile(
    r"(?:all|each) (?:entries|elements|entry|element)|(?:the value of )?(?:each|"
    r"every) (?:padding )?byte(?:'s value)?|all (?:the )?(?:padding )?(?:bytes|bits)(?: (?:in|of) this field)?",
    re.I,
)
_EXTREME = re.compile(
    r"the (?P<end>maximum|minimum) (?:allowed |possible )?(?P<what>length|size|"
    r"value)(?: of (?P<of>.+?))?(?:,? in bytes)?",
    re.I,
)


def _ignored(what: str, clause: Clause, actor: Actor | None, scope: Scope, when: m.Predicate | None) -> Statement:
    """Something is ignored: the field, or another one."""
    other = reference(what, scope)
    name = ".".join(other.path) if isinstance(other, m.Member) and other != scope.me else ""
    return Statement("ignored", m.Use.IGNORED, clause.level, actor, None, when, field=name)


def _known(subject: str, scope: Scope) -> bool:
    """Is it the field, another one, or bits of it?"""
    return bool(reference(subject, scope) or flags.other_bits(subject) or flags.flag_of(subject, scope))
