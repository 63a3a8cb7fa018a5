"""From a document to its field rules: every sentence with MUST or SHOULD inside a field definition of a layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from plugfest.records.documents import AnyBlock, Code, Field, Layout, List, Paragraph, Section, Table
from plugfest.records.requirements import Actor, Level, Requirement
from plugfest.requirements.keywords import section_actor, strongest
from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.scope import Constants, Scope, fields_of, follows, key, letters_of, listed, number
from plugfest.simulate.rules.sentence import Above, Statement, condition_or_told, needs_telling, read
from plugfest.simulate.rules.wording import normal, parts
from plugfest.specs.inline import plain, without_notes
from plugfest.specs.sentences import sentences

_DEMANDS = (Level.MUST, Level.MUST_NOT, Level.SHOULD, Level.SHOULD_NOT)
_NO_FIELDS = frozenset(
    {"return values", "return value", "return type", "exceptions thrown", "return codes", "actions triggered"}
)
_SMALL = frozenset({"1 byte", "2 bytes", "4 bytes", "8 bytes"})


class Context(NamedTuple):
    """Where a sentence stands."""

    scope: Scope
    line: int
    above: Above


class _Definition(NamedTuple):
    """A field with the blocks of its definition."""

    head: Field
    blocks: list[AnyBlock]
    layout: Layout | None
    structure: str
    """Title of the section, with the layout's ordinal where there are several."""
    name: str
    """Of the field, with its ordinal where the structure has several of one name."""


def field_rules(
    document: str, revision: str, sections: Sequence[Section], requirements: Iterable[Requirement]
) -> m.FieldRules:
    """All rules of a document, and what was refused."""
    reader = _Reader(document, sections, requirements)
    for section in sections:
        reader.section(section)
    return m.FieldRules(
        document=document,
        revision=revision,
        rules=tuple(reader.rules),
        refused=tuple(reader.refused),
        **reader.counts,
    )


class _Reader:
    def __init__(self, document: str, sections: Sequence[Section], requirements: Iterable[Requirement]) -> None:
        self.document = document
        self.constants = Constants(sections)
        self.titles = {section.number: section for section in sections if section.number}
        self.by_line: dict[int, list[Requirement]] = {}
        for one in requirements:
            self.by_line.setdefault(one.line, []).append(one)
        self.rules: list[m.FieldRule] = []
        self.refused: list[m.RefusedSentence] = []
        self.counts: Counter[str] = Counter()
        self.below_layout = True

    def section(self, section: Section) -> None:
        """The definitions below its layouts."""
        if not section.number or not any(isinstance(block, Layout | Code) for block in section.blocks):
            return
        drawn = any(isinstance(block, Layout) for block in section.blocks)
        sender = section_actor(self._titles(section)) if drawn else Actor.BOTH
        for definition in _definitions(section):
            self.below_layout = _is_drawn(definition, section)
            if not definition.blocks or plain(definition.head.name).lower() in _NO_FIELDS:
                continue
            self._definition(definition, section, sender)

    def _titles(self, section: Section) -> tuple[str, ...]:
        titles: list[str] = []
        number_ = section.number
        while number_ and (above := self.titles.get(number_)):
            titles.append(above.title)
            number_ = above.parent
        return tuple(reversed(titles))

    def _definition(self, definition: _Definition, section: Section, sender: Actor) -> None:
        head = definition.head
        fields, beside = fields_of(section, definition.layout)
        base = Scope(
            document=self.document,
            section=section.number,
            structure=definition.structure,
            field=definition.name,
            size=head.size,
            fields=fields,
            beside=beside,
            constants=self.constants,
            sender=sender,
            array=plain(head.text).lower().startswith(("an array", "the array", "a list", "a variable-length array")),
            nested=_nested(head),
            letters=letters_of(section, fields),
        )
        values = tuple(value for block in definition.blocks if isinstance(block, Table) for value in block.values)
        base = base._replace(known=listed(values, self.constants) if values else None)
        above = Above()
        for position, block in enumerate(definition.blocks):
            after = definition.blocks[position + 1 :]
            match block:
                case Field(text=text) | Paragraph(text=text):
                    above = self._prose(text, block.line, base, after, above, first=block is head)
                case List(items=items):
                    for item in items:
                        self._prose(item.text, item.line, base, [], above, first=False)
                case Table():
                    self._table(block, base, definition.blocks[:position])
                case _:
                    pass

    def _prose(
        self, text: str, line: int, base: Scope, after: Sequence[AnyBlock], above: Above, *, first: bool
    ) -> Above:
        below = follows(after)
        scope = base
        if isinstance(below, Table) and below.values:
            scope = base._replace(listed=listed(below.values, self.constants))
        above = above._replace(conditional=False, condition=above.condition if not first else None)
        for sentence in sentences(plain(text)):
            self._sentence(sentence, Context(scope, line, above))
            above = _leaves(sentence, scope, above)
        return above

    def _table(self, table: Table, base: Scope, before: Sequence[AnyBlock]) -> None:
        """What the rows of a table of values say of their value."""
        lead = plain(getattr(before[-1], "text", "")) if before else ""
        numbers = [number(one.value) for one in table.values]
        single = [one for one in numbers if one is not None and one & (one - 1) == 0]
        bits = len(single) * 4 >= len(numbers) * 3 and any(
            word in lead.lower() for word in ("combination", "flags", "or more", "bitwise", "constructed", " or'")
        )
        by_line = {one.line: one for one in table.values}
        scope = base._replace(listed=listed(table.values, self.constants), bits=bits)
        for row in table.rows:
            value = by_line.get(row.line)
            known = number(value.value) if value else None
            own = None if value is None or known is None else m.Number(value=known, name=plain(value.name))
            above = Above()
            for cell in row.cells[1:] or row.cells:
                for sentence in sentences(plain(cell)):
                    self._sentence(sentence, Context(scope._replace(row=own), row.line, above), row=True)
                    above = _leaves(sentence, scope, above)

    def _sentence(self, sentence: str, context: Context, row: bool = False) -> None:
        found = self._requirements(sentence, context.line)
        if not found or strongest(without_notes(sentence)) not in _DEMANDS:
            return
        self.counts["sentences" if self.below_layout else "members"] += 1
        statements, reason = read(sentence, context.scope, context.above)
        if row and context.scope.row is None and reason is None:
            statements, reason = _in_some_row(statements, context.scope)
        if reason is not None:
            scope = context.scope
            self.refused.append(
                m.RefusedSentence(
                    requirement=found[0].id, section=scope.section, field=scope.field, reason=reason, line=context.line
                )
            )
            return
        told = any(needs_telling(one.condition) for one in statements)
        self.counts[("" if self.below_layout else "members_") + ("told" if told else "compiled")] += 1
        self.rules += [self._rule(one, found, context) for one in statements]

    def _requirements(self, sentence: str, line: int) -> list[Requirement]:
        """The requirements that a sentence became: one, or one a clause."""
        from plugfest.requirements.identity import normal as folded

        text = folded(sentence)
        here = [one for one in self.by_line.get(line, ()) if one.level in _DEMANDS]
        return [one for one in here if one.text == text] or [
            one for one in here if "." in one.id.rsplit(":", 1)[1] and one.text in text
        ]

    def _rule(self, one: Statement, found: list[Requirement], context: Context) -> m.FieldRule:
        scope = context.scope
        receives = one.use is not m.Use.SENT
        default = _other(scope.sender) if receives else scope.sender
        actor = one.actor or default
        requirement = next((each for each in found if len(found) > 1 and each.actor is actor), found[0])
        return m.FieldRule(
            requirement=requirement.id,
            document=self.document,
            section=scope.section,
            structure=scope.structure,
            field=one.field or scope.field,
            use=one.use,
            level=one.level,
            actor=actor,
            family=one.family,
            predicate=one.predicate,
            condition=one.condition,
            status=one.status,
            line=context.line,
        )


def _other(actor: Actor) -> Actor:
    return {Actor.CLIENT: Actor.SERVER, Actor.SERVER: Actor.CLIENT}.get(actor, actor)


def _is_drawn(definition: _Definition, section: Section) -> bool:
    """Is it a field of a layout? Parameters and members of IDL may stand in the same section."""
    if definition.layout is None:
        return False
    drawn = {key(one.name) for block in section.blocks if isinstance(block, Layout) for one in block.fields}
    return bool(definition.head.size) or key(definition.head.name) in drawn


def _definitions(section: Section) -> Iterator[_Definition]:
    """The field definitions of a section, each with what follows it up to the next."""
    layouts = [block for block in section.blocks if isinstance(block, Layout)]
    layout = layouts[0] if layouts else None
    titles = [f"{section.title} #{number}" for number in range(1, len(layouts) + 1)] if len(layouts) > 1 else []
    current: _Definition | None = None
    seen: Counter[tuple[str, str]] = Counter()
    for block in section.blocks:
        if isinstance(block, Field):
            if current:
                yield current
            title = titles[layouts.index(layout)] if titles and layout else section.title
            name = plain(block.name)
            seen[title, name] += 1
            own = name if seen[title, name] == 1 else f"{name}#{seen[title, name]}"
            current = _Definition(block, [block], layout, title, own)
        elif isinstance(block, Layout | Code):
            if current:
                yield current
            current = None
            layout = block if isinstance(block, Layout) else layout
        elif current:
            current.blocks.append(block)
    if current:
        yield current


def _nested(head: Field) -> bool:
    """May the field hold a structure, whose members its definition speaks of?"""
    size = head.size.strip().lower()
    header = plain(head.name).lower().rstrip("0123456789").endswith(("header", "hdr"))
    return header or (bool(size) and size not in _SMALL and not size.endswith(("bit", "bits")))


_OTHER_FIRST = re.compile(
    r"^(?:the |an? )?(?P<name>[\w.]+)(?: (?:field|member|flag|bit|structure|parameter|bits|header|element|array))\b",
    re.I,
)


def _in_some_row(statements: list[Statement], scope: Scope) -> tuple[list[Statement], m.Reason | None]:
    """In a row whose value cannot be read, only what is said of other fields means something; somebody has to tell
    that the row's case is given."""
    if any(one.predicate is None or scope.me in _members(one.predicate) for one in statements):
        return [], m.Reason.ROW
    told = m.Told()
    return [
        one._replace(condition=m.All(of=(told, one.condition)) if one.condition else told) for one in statements
    ], None


def _members(node: object) -> Iterator[m.Member]:
    """Every member that a predicate speaks of."""
    if isinstance(node, m.Member):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from _members(part)
    elif isinstance(node, msgspec.Struct):
        for name in node.__struct_fields__:
            yield from _members(getattr(node, name))


def _leaves(sentence: str, scope: Scope, above: Above) -> Above:
    """What a sentence leaves to the next one."""
    text = normal(without_notes(sentence))
    apart = parts(text)
    low = text.lower()
    named = _OTHER_FIRST.match(text)
    mine = (
        not named
        or key(named["name"]) in ("this", "the", key(scope.field.partition("#")[0]))
        or key(named["name"]) not in scope.fields
    )
    if apart.condition:
        own = condition_or_told(apart.condition, scope)
        return Above(mine, m.Not(of=own), True) if "otherwise" in low else Above(mine, own, not apart.tail)
    if (
        low.startswith(("in the ", "for ", "on the ", "during ", "after ", "before ", "in this case", "in that case"))
        and "," in text
    ):
        return Above(mine, m.Told(), True)
    if low.startswith("otherwise"):
        return Above(mine, m.Not(of=above.condition) if above.condition else None, True)
    if "otherwise" in low:
        return Above(mine, None, True)
    kept = above.conditional and low.startswith(("this ", "it ", "its ", "the value", "in this"))
    return Above(mine, above.condition if kept else None, kept)
