"""Declared structures held against rules."""

from __future__ import annotations

from typing import Annotated

from plugfest.records.requirements import Actor
from plugfest.simulate.rules.compiler import WHOLE
from plugfest.simulate.rules.judge import RuleBook, broken, values_of
from plugfest.wire import U16, U32, Array, CountOf, Structure
from tests.simulate.rules.test_reader import rules

BOOK = RuleBook(rules())


class Pigeon(Structure, frozen=True):
    """[MS-TOYR] 2.2.1."""

    length: Annotated[int, U16] = 12
    flags: Annotated[int, U16] = 0
    version: Annotated[int, U16] = 1


class Age(Structure, frozen=True):
    """[MS-TOYR] 2.2.2."""

    age: Annotated[int, U32] = 3


class Loft(Structure, frozen=True):
    """Of no document."""

    count: Annotated[int | None, U16, CountOf("ages")] = None
    ages: Annotated[tuple[Age, ...], Array(count="count")] = ()


def find(document: str) -> RuleBook | None:
    return BOOK if document == "MS-TOYR" else None


def test_what_is_right_breaks_nothing() -> None:
    assert broken(Pigeon(), find, Actor.CLIENT) == []


def test_what_is_wrong_is_told_with_its_value() -> None:
    [length, flags, flies] = broken(Pigeon(length=13, flags=9), find, Actor.CLIENT)
    assert (length.rule.field, length.value) == ("Length", 13)
    assert (flags.rule.family, flags.value) == ("listed values", 9)
    assert flies.rule.family == "flag"


def test_the_other_side_is_not_judged() -> None:
    assert broken(Pigeon(length=13), find, Actor.SERVER) == []


def test_structures_in_structures_are_judged() -> None:
    [one] = broken(Loft(ages=(Age(1), Age(0))), find)
    assert (one.rule.field, one.value) == ("Age", 0)


def test_a_situation_is_told() -> None:
    [rule] = [one for one in BOOK.rules.rules if one.field == "Version"]
    values = values_of(Pigeon(version=5))
    assert not [one for one, kept in BOOK.judged("2.2.1", values) if one == rule]
    assert [kept for one, kept in BOOK.judged("2.2.1", values, told={rule.requirement}) if one == rule] == [False]


def test_values_know_the_size_of_the_whole() -> None:
    assert values_of(Pigeon())[WHOLE] == 6
    assert dict(values_of(Pigeon())) == {"Length": 12, "Flags": 0, "Version": 1}
