"""Rules of RPC methods: what a parameter has to be, which codes a method returns, and which one when.

A method's section has its prototype, the definitions of its parameters, a table of return codes, and sentences that
say what the server does. Here are the codes, and the sentences whose condition is about parameters and whose demand is
a code; the parameters' own constraints are field rules, taken over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from plugfest.records.documents import AnyBlock, Code, Field, List, Paragraph, Section, Table
from plugfest.records.requirements import Actor, Level, Requirement
from plugfest.requirements.identity import normal as folded
from plugfest.requirements.keywords import strongest
from plugfest.simulate.nodes import Method
from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.compiler import Values, compiled
from plugfest.simulate.rules.families.receiving import ANY_ERROR
from plugfest.simulate.rules.references import is_self
from plugfest.simulate.rules.scope import Constants, Scope, key, number
from plugfest.simulate.rules.sentence import Above, condition_or_told, needs_telling, read
from plugfest.simulate.rules.values import literal
from plugfest.simulate.rules.wording import normal, parts
from plugfest.simulate.sections import Prototype
from plugfest.specs.inline import plain, without_notes
from plugfest.specs.sentences import sentences

_RETURNS = frozenset({"return values", "return value", "return codes", "return value/code"})
_CODE = re.compile(r"(?:STATUS|ERROR|NERR|RPC|NT_STATUS|E|S|APE|SCESTATUS)_\w+\Z")
_CLOSED = re.compile(r"\bMUST return (?:one of|the following|only)\b|\bMUST NOT return any other\b", re.I)
_VALID = re.compile(
    r"^(?:the )?valid values (?:of|for) (?:the )?(?P<name>\w+)(?: \w+)? (?:are|is|MUST be) (?P<values>[^.]+)$", re.I
)
_HAS = re.compile(r"\b(?P<outer>\w+) parameter (?:has|contains) (?:an? |the )?(?P<inner>\w+) member\b")
_NOT_VALID = re.compile(
    r"^(?:the )?(?P<name>\w+)(?: \w+)? (?:is not (?:equal to )?(?:one of|any of) (?:the|its) (?:valid|listed|"
    r"supported|allowed|preceding|above) values|(?:has|contains) an invalid value|is invalid|is not (?:valid|"
    r"a valid value))$",
    re.I,
)
_DEMANDS = (Level.MUST, Level.MUST_NOT, Level.SHOULD, Level.SHOULD_NOT)


class MethodUse(StrEnum):
    """What a rule of a method says. The list is closed."""

    PARAMETER = "parameter"
    """A parameter has to be so when it is sent."""
    RETURNS = "returns"
    """These codes are listed; where `closed`, no other one is returned."""
    REFUSES = "refuses"
    """The server returns `status` where the condition on the parameters holds."""


class MethodRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One rule of one method."""

    requirement: str
    """Empty for a table of codes that no sentence introduces with a keyword."""
    document: str
    section: str
    method: str
    use: MethodUse
    level: Level
    actor: Actor
    predicate: m.Predicate | None = None
    condition: m.Predicate | None = None
    status: m.Number | None = None
    """None: some error, the document does not say which."""
    codes: tuple[m.Number, ...] = ()
    closed: bool = False
    line: int = 0


class MethodRules(msgspec.Struct, frozen=True, kw_only=True):
    """All of a document."""

    document: str
    revision: str
    methods: int = 0
    rules: tuple[MethodRule, ...] = ()
    sentences: int = 0
    """How many sentences of methods' sections demand that a code is returned."""
    refused: dict[str, int] = {}
    """Those that did not become rules, by reason."""


def method_rules(
    document: str,
    revision: str,
    sections: Sequence[Section],
    requirements: Iterable[Requirement],
    fields: m.FieldRules,
    prototypes: Iterable[Prototype],
) -> MethodRules:
    """The rules of all methods of a document; `fields` are its field rules, of which the parameters' are taken."""
    reader = _Reader(document, sections, requirements)
    titles = {section.number: section for section in sections}
    own: dict[str, Method] = {}
    for prototype in prototypes:
        own.setdefault(prototype.section, prototype.method)
    rules: list[MethodRule] = []
    for number_, method in own.items():
        names = [parameter.name for parameter in method.parameters]
        rules += _parameters(fields, number_, method.name, names)
        valid = {
            key(one.value.path[-1]): one
            for rule in fields.rules
            if rule.section == number_ and rule.condition is None
            for one in (rule.predicate,)
            if isinstance(one, m.OneOf) and isinstance(one.value, m.Member) and len(one.value.path) == 1
        }
        rules += reader.method(titles[number_], method.name, names, valid)
    return MethodRules(
        document=document,
        revision=revision,
        methods=len(own),
        rules=tuple(rules),
        sentences=reader.sentences,
        refused=reader.refused,
    )


def expected(rules: Iterable[MethodRule], section: str, values: Values) -> list[MethodRule]:
    """The rules of a method by which these parameters are refused."""
    found = [one for one in rules if one.section == section and one.use is MethodUse.REFUSES and one.condition]
    return [one for one in found if one.condition and compiled(one.condition)(values)]


def _parameters(fields: m.FieldRules, section: str, method: str, names: Sequence[str]) -> Iterator[MethodRule]:
    keys = {key(name) for name in names}
    for rule in fields.rules:
        if rule.section == section and key(rule.field) in keys and rule.use is m.Use.SENT:
            yield MethodRule(
                requirement=rule.requirement,
                document=rule.document,
                section=section,
                method=method,
                use=MethodUse.PARAMETER,
                level=rule.level,
                actor=rule.actor,
                predicate=rule.predicate,
                condition=rule.condition,
                line=rule.line,
            )


class _Reader:
    def __init__(self, document: str, sections: Sequence[Section], requirements: Iterable[Requirement]) -> None:
        self.document = document
        self.constants = Constants(sections)
        self.by_line: dict[int, list[Requirement]] = {}
        for one in requirements:
            self.by_line.setdefault(one.line, []).append(one)
        self.sentences = 0
        self.refused: dict[str, int] = {}

    def method(
        self, section: Section, name: str, names: Sequence[str], valid: Mapping[str, m.Predicate]
    ) -> list[MethodRule]:
        """The codes of one method, and what it refuses; `valid`: what its parameters may be."""
        codes, closed = _codes(section.blocks)
        rules = []
        if codes:
            first = next(block for block in section.blocks if isinstance(block, Table) and _of_codes(block))
            rules.append(
                MethodRule(
                    requirement="",
                    document=self.document,
                    section=section.number,
                    method=name,
                    use=MethodUse.RETURNS,
                    level=Level.MUST,
                    actor=Actor.SERVER,
                    codes=codes,
                    closed=closed,
                    line=first.line,
                )
            )
        scope = Scope(
            document=self.document,
            section=section.number,
            structure=section.title,
            field="",
            size="",
            fields={key(one): one for one in names},
            constants=self.constants,
            sender=Actor.CLIENT,
        )
        return rules + list(self._refusals(section, name, scope, {one.name: one for one in codes}, dict(valid)))

    def _refusals(
        self, section: Section, name: str, scope: Scope, codes: dict[str, m.Number], valid: dict[str, m.Predicate]
    ) -> Iterator[MethodRule]:
        members: dict[str, str] = {}
        for text, line, owner in _texts(section.blocks):
            above = Above(mine=bool(owner))
            scope = scope._replace(field=owner)
            for sentence in sentences(plain(text)):
                _learn(sentence, scope, valid, members)
                level = strongest(without_notes(sentence))
                if level in _DEMANDS and re.search(r"\b(?:return|fail|reject)", sentence):
                    yield from self._refusal(sentence, line, section, name, scope, codes, above, (valid, members))
                apart = parts(normal(sentence))
                if apart.condition:
                    above = Above(bool(owner), condition_or_told(apart.condition, scope), not apart.tail)

    def _refusal(
        self,
        sentence: str,
        line: int,
        section: Section,
        name: str,
        scope: Scope,
        codes: dict[str, m.Number],
        above: Above,
        known: tuple[dict[str, m.Predicate], dict[str, str]],
    ) -> Iterator[MethodRule]:
        self.sentences += 1
        statements, reason = read(sentence, scope, above)
        refusals = [one for one in statements if one.use is m.Use.REFUSED]
        told = parts(normal(sentence)).condition
        for one in refusals:
            condition = _invalid(told, *known) or one.condition
            status = codes.get(one.status) or _constant(one.status, self.constants)
            if condition is None or needs_telling(condition) or (status is None and one.status != ANY_ERROR):
                break
            yield MethodRule(
                requirement=self._requirement(sentence, line),
                document=self.document,
                section=section.number,
                method=name,
                use=MethodUse.REFUSES,
                level=one.level,
                actor=Actor.SERVER,
                condition=condition,
                status=status,
                line=line,
            )
        else:
            if refusals:
                return
        why = str(reason or (m.Reason.CONDITION if refusals else m.Reason.PROCESSING))
        self.refused[why] = self.refused.get(why, 0) + 1

    def _requirement(self, sentence: str, line: int) -> str:
        text = folded(sentence)
        here = [one for one in self.by_line.get(line, ()) if one.text in text]
        return here[0].id if here else ""


def _constant(name: str, constants: Constants) -> m.Number | None:
    value = constants.get(name)
    return None if value is None else m.Number(value=value, name=name)


def _invalid(told: str, valid: dict[str, m.Predicate], members: dict[str, str]) -> m.Predicate | None:
    """`Level is not equal to one of the valid values`, where the sentence before listed them."""
    found = _NOT_VALID.match(
        re.sub(r"^(?:the )?(?:value of )?", "", told).replace(" member", "").replace(" parameter", "")
    )
    known = valid.get(key(found["name"])) if found else None
    return m.Not(of=known) if known else None


def _learn(sentence: str, scope: Scope, valid: dict[str, m.Predicate], members: dict[str, str]) -> None:
    """What a sentence tells the next ones: the valid values of a member, and whose member it is."""
    text = normal(sentence)
    if has := _HAS.search(text):
        members[key(has["inner"])] = has["outer"]
    found = _VALID.match(text)
    if not found:
        return
    words = re.split(r",? (?:and|or) |, ", found["values"])
    values = [literal(word, scope) for word in words]
    known = tuple(one for one in values if one is not None)
    if len(known) != len(values):
        return
    outer = members.get(key(found["name"]))
    own = scope.member(found["name"]) or (m.Member(path=(outer, found["name"])) if outer else None)
    if own and not is_self(found["name"]):
        valid[key(found["name"])] = m.OneOf(value=own, values=known)


def _of_codes(table: Table) -> bool:
    """Does a table list return codes?"""
    named = [one for one in table.values if _CODE.match(without_notes(plain(one.name)).strip())]
    head = " ".join(plain(cell) for cell in table.header).lower()
    return bool(table.values) and ("return" in head or len(named) * 2 > len(table.values))


def _codes(blocks: Sequence[AnyBlock]) -> tuple[tuple[m.Number, ...], bool]:
    """The return codes of a method, and whether there are no others."""
    closed = False
    returns = False
    for block in blocks:
        if isinstance(block, Field):
            returns = plain(block.name).lower() in _RETURNS
            closed = returns and bool(_CLOSED.search(plain(block.text)))
        elif isinstance(block, Table) and _of_codes(block) and (returns or "return" in " ".join(block.header).lower()):
            found = []
            for one in block.values:
                value = number(without_notes(plain(one.value)))
                if value is not None:
                    found.append(m.Number(value=value, name=without_notes(plain(one.name)).strip()))
            return tuple(found), closed and len(found) == len(block.values)
    return (), False


def _texts(blocks: Sequence[AnyBlock]) -> Iterator[tuple[str, int, str]]:
    """What stands behind the prototype: text, line, and the parameter that it defines."""
    behind = False
    for block in blocks:
        match block:
            case Code():
                behind = True
            case Field(name=name, text=text, line=line) if behind:
                yield text, line, "" if plain(name).lower() in _RETURNS else plain(name)
            case Paragraph(text=text, line=line) if behind:
                yield text, line, ""
            case List(items=items) if behind:
                yield from ((item.text, item.line, "") for item in items)
            case _:
                pass
