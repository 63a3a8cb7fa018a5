"""Decoded structures held against the rules of their section: what is broken, and by whom it was sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from plugfest.errors import WireError
from plugfest.records.requirements import Actor
from plugfest.simulate.rules.compiler import TOLD, WHOLE, Values, compiled
from plugfest.simulate.rules.model import FieldRule, FieldRules, Use
from plugfest.simulate.structures.conditions import holds
from plugfest.simulate.structures.model import Union
from plugfest.wire.names import document_name, section_of
from plugfest.wire.structure import Structure

Judging = Callable[[Values], bool | None]


class Broken(NamedTuple):
    """A rule that the values of a structure break."""

    rule: FieldRule
    value: Any
    """What the field holds."""


class _Compiled(NamedTuple):
    rule: FieldRule
    holds: Judging
    applies: Judging | None


class RuleBook:
    """The rules of one document that judge what is sent, by section.

    A structure is asked for by its section, and by its title where the section has several layouts.
    """

    def __init__(self, rules: FieldRules) -> None:
        self.rules = rules

    @cached_property
    def _sections(self) -> dict[str, list[_Compiled]]:
        found: dict[str, list[_Compiled]] = {}
        for rule in self.rules.rules:
            if rule.use is Use.SENT and rule.predicate is not None:
                applies = compiled(rule.condition) if rule.condition else None
                found.setdefault(rule.section, []).append(_Compiled(rule, compiled(rule.predicate), applies))
        return found

    def ambiguous(self, section: str) -> set[str]:
        """The names that several fields of a section have: a hand-declared structure does not tell which is meant."""
        rules = (one.rule for one in self._sections.get(section, ()))
        return {rule.field.partition("#")[0] for rule in rules if "#" in rule.field}

    def broken(self, section: str, values: Values, actor: Actor | None = None, title: str = "") -> list[Broken]:
        """The rules of a section that these values break; with an actor, only those that the sender has to keep."""
        found = self.judged(section, values, actor, title)
        return [Broken(rule, values.get(rule.field)) for rule, kept in found if not kept]

    def judged(
        self,
        section: str,
        values: Values,
        actor: Actor | None = None,
        title: str = "",
        told: Container[str] = (),
    ) -> Iterator[tuple[FieldRule, bool]]:
        """Every rule of a section that says something of these values, and whether it is kept.

        `told`: the requirements whose situation is given, where no field tells it.
        """
        for rule, predicate, applies in self._sections.get(section, ()):
            if title and rule.structure != title:
                continue
            if not title and rule.structure.endswith(_LATER):
                continue
            if actor is not None and rule.actor not in (actor, Actor.BOTH) and actor is not Actor.BOTH:
                continue
            given = _Given(values) if rule.requirement in told else values
            if applies is not None and not applies(given):
                continue
            kept = predicate(values)
            if kept is not None:
                yield rule, kept


_LATER = tuple(f" #{number}" for number in range(2, 30))
"""The titles of layouts that are not the first of their section."""

Find = Callable[[str], RuleBook | None]
"""The rules of a document by its name; None where there are none."""


def broken(structure: Structure, find: Find, actor: Actor | None = None) -> list[Broken]:
    """What a decoded structure, hand-declared or derived, and those that lie in it break."""
    return [Broken(rule, value) for rule, value, kept in judged(structure, find, actor) if not kept]


def judged(structure: Structure, find: Find, actor: Actor | None = None) -> Iterator[tuple[FieldRule, Any, bool]]:
    """Every rule that says something of a structure: the field's value, and whether the rule is kept."""
    document, _, section = place_of(type(structure)).partition(" ")
    book = find(document) if section else None
    if book:
        values = values_of(structure)
        title = derived.title if (derived := getattr(type(structure), "__derived__", None)) else ""
        twice = set() if derived else book.ambiguous(section)
        for rule, kept in book.judged(section, values, actor, title):
            if rule.field.partition("#")[0] not in twice:
                yield rule, values.get(rule.field), kept
    for inner in _inner(structure):
        yield from judged(inner, find, actor)


def place_of(cls: type[Structure]) -> str:
    """The section that defines a structure, as `MS-SMB2 2.2.3`."""
    derived = getattr(cls, "__derived__", None)
    return f"{derived.document} {derived.section}" if derived is not None else section_of(cls)


def values_of(structure: Structure) -> Mapping[str, Any]:
    """The values of a structure by the document's names; of those in it, likewise."""
    cls = type(structure)
    values: dict[str, Any] = {}
    seen: Counter[str] = Counter()
    for own in cls.__struct_fields__:
        name = document_name(cls, own)
        seen[name] += 1
        values[name if seen[name] == 1 else f"{name}#{seen[name]}"] = _plain(getattr(structure, own))
    for name in _other_ways(structure, values):
        values.pop(name, None)
    return _Sized(values, structure)


def _other_ways(structure: Structure, values: Mapping[str, Any]) -> Iterator[str]:
    """The members of a union that a derived structure reads in one way, where nothing says that it is the right one."""
    derived = getattr(type(structure), "__derived__", None)
    for member in derived.members if derived is not None else ():
        if isinstance(member.form, Union):
            for arm in member.form.arms:
                if arm.condition is None or not holds(arm.condition, values):
                    yield from (one.name for one in arm.members)


class _Given(Mapping[str, Any]):
    """Values in a situation that is given."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Any:
        return True if name == TOLD else self._values[name]

    def __contains__(self, name: object) -> bool:
        return name == TOLD or name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class _Sized(dict[str, Any]):
    """Values whose names may differ by case, and the size of their structure, reckoned only when a rule asks."""

    def __init__(self, values: dict[str, Any], structure: Structure) -> None:
        super().__init__(values)
        self._structure = structure
        self._folded = {name.casefold(): name for name in values}

    def __contains__(self, name: object) -> bool:
        return name == WHOLE or super().__contains__(name) or str(name).casefold() in self._folded

    def get(self, name: str, default: Any = None) -> Any:
        if name not in self:
            return default
        return self[name]

    def __missing__(self, name: str) -> Any:
        if name == WHOLE:
            return len(self._structure.encode())
        return self[self._folded[name.casefold()]]


def _plain(value: Any) -> Any:
    if isinstance(value, Structure):
        return values_of(value)
    if isinstance(value, tuple):
        return tuple(_plain(one) for one in value)
    return value


def _inner(structure: Structure) -> Iterator[Structure]:
    """The structures that lie in one: members, elements, and what its buffers hold."""
    contents = structure._contents()
    for name in structure.__struct_fields__:
        value = getattr(structure, name)
        if isinstance(value, Structure):
            yield value
        elif isinstance(value, tuple):
            yield from (one for one in value if isinstance(one, Structure))
        elif name in contents and isinstance(value, bytes):
            try:
                yield contents[name].decode(value)
            except WireError:
                continue
