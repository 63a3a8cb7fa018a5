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
from plugfest.simulate.rules.references import is_self, reference
from plugfest.simulate.rules.scope import Scope, key
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


class Above(NamedTuple):
    """What the sentence before leaves to this one."""

    mine: bool = True
    """It spoke of the field itself, so that `it` and `this value` do too."""
    condition: m.Predicate | None = None
    conditional: bool = False
    """It had a condition, understood or not."""


_ACTORS = {
    "client": Actor.CLIENT,
    "server": Actor.SERVER,
}
_AGENT = re.compile(
    r"^(?:(?:then )?(?:the|a|an|all|any|each|every)\s+)?(?:\w+[ -]){0,3}?(?P<who>clients?(?: implementations?)?|servers?(?: implementations?)?|senders?|receivers?|recipients?|implementations?|implementers?|applications?|peers?|protocol clients?|callers?|clients? and servers?|requestors?|responders?|producers?|writers?|readers?|parsers?|decoders?|encoders?|publishers?|subscribers?|initiators?|acceptors?|processors?|creators?|originators?|endpoints?)$",
    re.I,
)
_ACTIVE = re.compile(
    r"^(?:set|initialize|fill|populate|assign|specify|encode|write|send|use)\s+(?P<what>.+?)\s+(?:to|with|as)\s+(?P<value>.+)$|^(?P<put>put|store|place|specify|use|send|include)\s+(?P<it>.+?)\s+(?:in|into|for)\s+(?P<where>.+)$",
    re.I,
)
_DESCRIBED = re.compile(
    r"^(?:(?:an?|the|one|two|three|four|eight|sixteen|these|reserved|unused|padding)\b|(?:reserved|unused|padding)[,;.]?$|\d|(?:UCHAR|USHORT|ULONG|WORD|DWORD)\b)(?!.*\b(?:if|when|unless|where|whether)\b)",
    re.I,
)
_RELATIVE = re.compile(
    r"(?:\s+(?:that|which)|,\s+(?:that|which|and(?: it| this(?: value| field)?)?|whose value|the value of which|it)|\s+(?:whose|the) (?:value|contents?)(?: of which)?|[.;]\s+(?:it|this(?: value| field)?|the value)|\s+and|;|,|\s+its value)$",
    re.I,
)
_BARE = re.compile(
    r"^(?:can|may|is|are|specif(?:y|ies)|contains?|indicates?|represents?|defines?|holds?|reserved|not used|not currently used|unused|used|optional|arbitrary|currently)\b(?!.*\b(?:if|when it|unless|where|whether|only)\b).*?(?:,?\s+and|,?\s+but|;|,|\s+that|\s+which)(?:\s+(?:it|this field|its value|this value|the value))?$",
    re.I,
)
_SO = re.compile(
    r"^.*(?:,? so|,? therefore,?|; thus,?|, thus,?|[;.]|, hence)\s+(?P<then>it|this|this field|the field|this value|the value|the value of this field|its value|this (?:bit|flag|parameter|member))$",
    re.I,
)
_HARMLESS = re.compile(
    r"^(?P<subject>.+?)\s+(?:is|are|was|were|contains?|specif(?:y|ies)|indicates?|can be|can contain|represents?|identif(?:y|ies)|defines?|holds?|stores?|describes?|has|have|determines?|provides?|MAY be|reserved)\b(?!.*\b(?:if|when|unless|where|whether|valid only|only valid|only if|in case)\b).*?(?:,?\s+and|,\s+but|\s+but|;|,)(?:\s+(?:that|which|it|this field|its value|the value))?$",
    re.I,
)
_TAILS = (
    re.compile(r"; (?:it is|this is|this|it) (?!MUST).*$|,? where (?:\d+|zero|0) is .*$"),
    re.compile(r",?\s+(?:when|on|if|upon)\s+(?:sent|sending|transmission|send|written|writing|store|write|output|stored|(?:(?:it|this \w+|the \w+) is (?:sent|written|transmitted)))(?: (?:by|to) (?:the )?(?P<by>client|server)s?)?$", re.I),
    re.compile(r"\s+(?:by|from) (?:the |all |any )?(?:sender|sending (?:application|endpoint|node)|originator|client/server|server/client|(?P<by>client|server))s?(?: implementations?)?(?: when sent)?$", re.I),
    re.compile(r",?\s+(?:for|in) (?:this|all|every) (?:[\w-]+ ){0,3}?(?:request|response|message|command|structure|packet|PDU|record|call|version|type|object|field|release|subcommand|operation|header|revision of this \w+|version of (?:the|this) \w+)s?$", re.I),
    re.compile(r",?\s+(?:indicating|to indicate|which indicates|which is|specifying|to specify|identifying|denoting|representing|to identify|to denote) (?:that (?:this|it) is|the (?:length|size|type|version|message|command|packet)|an?|this is|it is)\b(?! (?:value|field) (?:of|that)).*$", re.I),
    re.compile(r",?\s+(?:regardless of|irrespective of|independent of|no matter) .*$", re.I),
    re.compile(r",?\s+(?:in all (?:cases|messages|versions)|at all times|for all uses|in the current version.*|for future use|to maintain .*alignment.*|to ensure .*alignment|for alignment.*|because .*|since .*|at this time)$", re.I),
    re.compile(r"\s*\((?:[\w' -]*\b(?:bytes?(?! boundary)|octets?|bits?|decimal|hexadecimal)\b[\w' -]*|little-endian|big-endian|false|true|UTF-8 encoding for .*|\d+ in decimal|no .*|null|none|unspecified|default)\)$", re.I),
    re.compile(r",?\s+(?:in|using) (?:little|big)-endian (?:byte[ -]order|format|order)$|,?\s+in network[- ]byte[- ]order$", re.I),
    re.compile(r",? (?:respectively|exactly|inclusive of .*|as well)$", re.I),
)  # fmt: skip


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
    if apart.condition:
        own = condition_or_told(apart.condition, scope)
        when = m.All(of=(when, own)) if when else own
    elif given.conditional and not negated and _leans(apart.main):
        if given.condition is None:
            return [], m.Reason.CONTEXT
        when = given.condition
    statements, reason = _main(apart.main, scope, when, given, apart.tail)
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
    return not subject or is_self(subject) or bool(_AGENT.match(subject))


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
    subject = _subject(clause.subject)
    ordered = (
        shape.byte_order(Given(clause.body, scope.me, scope)) if is_self(subject) and not clause.negative else None
    )
    if ordered is not None and (above.mine or "field" in subject):
        return [Statement("byte order", m.Use.LAYOUT, clause.level, None, ordered, when)], None
    body, told = _without_tails(clause.body)
    if (found := _FOR.search(body)) and key(found["what"]) in key(scope.structure):
        body = body[: found.start()]
    clause = clause._replace(body=body)
    if (named := re.fullmatch(r"the ((?:\w+ ){0,2}\w+)", subject, re.I)) and not scope.member(named[1]):
        subject = "this field" if len(named[1]) > 3 and key(scope.field).endswith(key(named[1])) else subject
    agent = _AGENT.match(re.sub(r"\s*\([^()]*\)$", "", clause.subject))
    if agent:
        return _acts(clause, agent["who"].lower(), scope, when, above)
    clause = clause._replace(described=clause.subject)
    if is_self(subject):
        if not above.mine and "field" not in subject.lower():
            return [], m.Reason.CONTEXT
        if scope.row is not None:
            return _of_row(clause, subject, scope, when, told)
    return _demanded(clause, subject, scope, _and(when, scope.applies), told)


def _subject(text: str) -> str:
    """The subject without what describes it: `A 32-bit unsigned integer that` is the field itself."""
    text = re.sub(r"^(?:and|but|then|that)\s+", "", text.strip())
    if not text or is_self(text):
        return text or "this field"
    if text.lower() in ("and", "which", "that", "value", "values", "contents", "the content", "the contents"):
        return "this field"
    if found := _SO.match(text):
        return found["then"]
    if ", and " in text and is_self(text.rsplit(", and ", 1)[1]) and "field" in text.rsplit(", and ", 1)[1]:
        return "this field"
    if re.fullmatch(r"an? (?:[\w-]+ ){0,5}(?:field|integer|value|number|GUID|string|byte|flag|identifier)", text, re.I):
        return "this field"
    if _BARE.match(text):
        return "this field"
    if found := _HARMLESS.match(text):
        inner = found["subject"].strip()
        return (
            "this field"
            if is_self(inner) or _DESCRIBED.match(inner) and not re.match(r"^the\s", inner, re.I)
            else inner
        )
    if _DESCRIBED.match(text) and (found := _RELATIVE.search(text)):
        before = text[: found.start()]
        if re.match(
            r"^the (?:size|length|number|count|offset|type|version|family|minor|major|identifier|index|address)\b",
            before,
            re.I,
        ) and found[0].startswith((",", ";")):
            return "this field"
        if not re.match(r"^the\s", before, re.I):
            return "this field"
        return re.sub(r"\s+field$", " field", before)
    return text


def _of_row(
    clause: Clause, subject: str, scope: Scope, when: m.Predicate | None, told: Actor | None
) -> tuple[list[Statement], m.Reason | None]:
    """In a row of a table of values, `this flag` is the row's bit, and `this value` the row's value."""
    assert scope.row is not None
    if re.search(r"flag|bit", subject, re.I) or subject.lower() in ("it", "this"):
        use = m.Use.SENT
        if receiving.ignored(clause.body) and not clause.negative:
            return [Statement("ignored", m.Use.IGNORED, clause.level, told, None, _and(when, scope.applies))], None
        found = flags.flag("this flag", clause.body, scope)
        if found is not None and scope.row.value & (scope.row.value - 1) == 0:
            found = m.Not(of=found) if clause.negative else found
            return [Statement("flag", use, clause.level, told, found, when)], None
        return [], m.Reason.ROW
    if clause.negative and re.fullmatch(r"be (?:used|set|sent|specified)", clause.body):
        differs = m.Compare(left=scope.me, operator="!=", right=scope.row)
        return [Statement("constant", m.Use.SENT, clause.level, told, differs, when)], None
    return [], m.Reason.ROW


def _acts(
    clause: Clause, who: str, scope: Scope, when: m.Predicate | None, above: Above
) -> tuple[list[Statement], m.Reason | None]:
    """`The client MUST set this field to 36`, `the server MUST ignore it`."""
    actor = next((known for word, known in _ACTORS.items() if who.startswith(word) and " and " not in who), None)
    if what := receiving.ignores(clause.body):
        if clause.negative:
            return [], m.Reason.PROCESSING
        if scope.row is not None and is_self(what):
            return [Statement("ignored", m.Use.IGNORED, clause.level, actor, None, _and(when, scope.applies))], None
        if is_self(what) or reference(what, scope) or flags.flag_of(what, scope) or flags.other_bits(what):
            return [Statement("ignored", m.Use.IGNORED, clause.level, actor, None, when)], None
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
    if (status := receiving.drops(subject, clause.body)) and when is not None and not clause.negative:
        return [Statement("refused", m.Use.REFUSED, clause.level, actor, None, when, status)], None
    if both := _plural(subject) or _subsequent(subject, scope):
        statements: list[Statement] = []
        for one in both:
            more, reason = _demanded(clause, one, scope, when, actor)
            if reason:
                return [], reason
            statements += more
        return statements, None
    if clause.body.startswith("not be ") and not clause.negative:
        opposite = {Level.MUST: Level.MUST_NOT, Level.SHOULD: Level.SHOULD_NOT}[clause.level]
        clause = clause._replace(level=opposite, body=clause.body.removeprefix("not "))
    for body in _bodies(clause.body):
        found = [_one(part, clause, subject, scope, when, actor) for part in body]
        if all(found):
            return [one for one in found if one], None
    reason = _why(clause, subject, scope)
    if reason in _IN_PART and is_self(subject) and not clause.negative and re.match(_SAYS, clause.body):
        predicate = shape.typed(clause.described, Given(clause.body, scope.me, scope))
        if predicate is not None:
            return [Statement("type, in part", m.Use.SENT, clause.level, actor, predicate, when)], None
    return [], reason


_FOR = re.compile(
    r"\s+for (?:the |an? )?(?P<what>[A-Z][\w .()-]{3,}?)(?: (?:attribute|message|packet|record|option|TLV|structure|PDU|request|response))?$"
)
_IN_PART = frozenset({m.Reason.MEANING, m.Reason.WORDING, m.Reason.NAME, m.Reason.ELSEWHERE, m.Reason.REFERENCE})
_SAYS = r"^(?:specify|contain|indicate|identify|represent|describe|provide|be set to|be|hold|define|denote|correspond|uniquely)\b"


def _subsequent(subject: str, scope: Scope) -> list[str]:
    """`All of the subsequent fields`, or preceding ones: their names."""
    if re.fullmatch(r"all (?:of )?the preceding fields", subject, re.I):
        names = list(scope.fields.values())
        return [f"the {name} field" for name in names[: names.index(scope.field)]] if scope.field in names else []
    if not re.fullmatch(
        r"(?:all (?:of )?)?(?:the )?(?:subsequent|following|remaining) fields(?: in (?:this|the) \w+)?", subject, re.I
    ):
        return []
    names = list(scope.fields.values())
    return [f"the {name} field" for name in names[names.index(scope.field) + 1 :]] if scope.field in names else []


def _plural(subject: str) -> list[str]:
    """`The X and Y fields` as its parts."""
    if (bare := re.fullmatch(r"(\w+) and (\w+)", subject)) and all(
        re.search(r"[a-z][A-Z0-9]|_", one) for one in bare.groups()
    ):
        return [f"the {name} field" for name in bare.groups()]
    found = re.match(
        r"^(?:both )?(?:the )?(?P<first>[\w]+(?:, [\w]+)*),? and (?:the )?(?P<last>[\w]+) (?:fields|members|bits|flags)$",
        subject,
        re.I,
    )
    return [f"the {name} field" for name in (*found["first"].split(", "), found["last"])] if found else []


def _bodies(body: str) -> list[list[str]]:
    """The body as one verb phrase, then as two joined by `and`."""
    ways = [[body]]
    for found in re.finditer(r",?\s+and\s+|,\s+but\s+", body):
        first, second = body[: found.start()], body[found.end() :]
        first, _ = _without_tails(first)
        if re.match(r"^(?:is|are)\s", second):
            continue
        second = second if re.match(r"^(?:be|not|contain|have|equal)\b", second) else f"be {second}"
        ways.append([first, second])
    return ways


def _one(
    body: str, clause: Clause, subject: str, scope: Scope, when: m.Predicate | None, actor: Actor | None
) -> Statement | None:
    """One verb phrase."""
    if clause.negative and receiving.unused(body):
        return Statement("ignored", m.Use.IGNORED, clause.level, None, None, when) if _known(subject, scope) else None
    if not clause.negative and receiving.ignored(body):
        by = re.search(r"\bby (?:the |all |any )?(client|server)", body)
        receiver = _ACTORS[by[1]] if by else None
        return (
            Statement("ignored", m.Use.IGNORED, clause.level, receiver, None, when) if _known(subject, scope) else None
        )
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
    for name, family in FAMILIES:
        predicate = family(Given(body, left, scope))
        if predicate is not None:
            if clause.negative:
                predicate = m.Not(of=predicate)
            return Statement(name, m.Use.SENT, clause.level, actor, predicate, when)
    return None


_POSITIVE = {Level.MUST_NOT: Level.MUST, Level.SHOULD_NOT: Level.SHOULD}
_EACH = re.compile(
    r"(?:all|each) (?:entries|elements|entry|element)|(?:the value of )?(?:each|every) (?:padding )?byte(?:'s value)?|all (?:padding )?(?:bytes|bits)(?: (?:in|of) this field)?",
    re.I,
)
_EXTREME = re.compile(
    r"the (?P<end>maximum|minimum) (?:allowed |possible )?(?P<what>length|size|value)(?: of (?P<of>.+?))?(?:,? in bytes)?",
    re.I,
)


def _known(subject: str, scope: Scope) -> bool:
    """Is it the field, another one, or bits of it?"""
    return bool(reference(subject, scope) or flags.other_bits(subject) or flags.flag_of(subject, scope))


def _without_tails(body: str) -> tuple[str, Actor | None]:
    """The body without what does not change it; who sends, where the tail says so."""
    actor: Actor | None = None
    if (found := _SAID.match(body)) and not _is_truth(found["head"]):
        body = found["head"]
    before = None
    body = body.strip().strip(",;")
    while before != body:
        before = body
        for tail in _TAILS:
            if (found := tail.search(body)) and found.start() > 0:
                who = found.groupdict().get("by")
                actor = _ACTORS.get(who.lower(), actor) if who else actor
                body = body[: found.start()].strip().strip(",;")
    return body, actor


def _is_truth(head: str) -> bool:
    """A flag that indicates something is set only where that is so, whatever the sentence demands."""
    if re.search(r"\b(?:than|least|most|range|multiple)\b|[A-Z]\w*_\w+ \((?:0x)?\w+\)$", head):
        return False
    return bool(re.search(r"\b(?:0x0*[01]|[01]|zero|one|TRUE|FALSE)\b|\bor\b", head))


_SAID = re.compile(
    r"^(?P<head>be (?:set to |equal to |the value )?[^,]*?\b(?:0x[0-9A-Fa-f]+|\d+|[A-Z][A-Z0-9]*_\w+)\b\)?),? (?:indicating|to indicate|to specify|specifying|which indicates|which specifies|to identify|which identifies|and indicates|to signify|identifying|to denote|which corresponds to|which is|corresponding to|representing|to represent) .*$"
)
_PROCESS = re.compile(
    r"^(?:return|fail|perform|process|send|call|create|delete|update|verify|check|validate|ensure|determine|use|support|treat|continue|attempt|close|be (?:used|processed|called|performed|created|applied|rendered|drawn|executed|returned|treated|interpreted|updated|deleted|invoked|sent))\b",
    re.I,
)
_ELSEWHERE = re.compile(
    r"\b(?:previous(?:ly)?|corresponding|same (?:value )?as (?:that |the one )?(?:in|sent|received|specified)|request|response|negotiated|received from|sent in|returned (?:by|in|from)|earlier|subsequent|most recent|last)\b",
    re.I,
)
_POINTS = re.compile(
    r"\bas (?:specified|defined|described)|^be$|conform|in accordance|according to|formatted|compl(?:y|iant)", re.I
)
_LAYS = re.compile(
    r"endian|byte order|bit order|aligned|alignment|padded|encoded|contiguous|immediately follow|packed", re.I
)


def _why(clause: Clause, subject: str, scope: Scope) -> m.Reason:
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
    if not _known(_subject(subject), scope):
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
