"""Single bits, and those that have no name."""

from __future__ import annotations

from plugfest.simulate.rules import model as m
from tests.simulate.rules.helpers import refused, rules, scope, statements, values

FLAGS = values(FLIES=1, COOS=2)


def test_a_named_flag_of_the_field() -> None:
    where = scope("Flags", known=FLAGS)
    assert rules("The FLIES flag MUST be set.", where) == ["number((Flags)) & 0x1 == 0x1"]
    assert rules("The COOS flag MUST NOT be set.", where) == ["not (number((Flags)) & 0x2 == 0x2)"]
    assert refused("The SINGS flag MUST be set.", where)


def test_the_others_are_zero() -> None:
    where = scope("Flags", known=FLAGS)
    assert rules("All other bits MUST be set to 0.", where) == ["number((Flags)) & ~0x3 == 0"]
    assert rules("Undefined bits MUST be zero and MUST be ignored.", where)[1] == "ignored"


def test_a_table_that_extends_another_one_does_not_know_the_others() -> None:
    where = scope("Flags", known=FLAGS, structure="PIGEON Request Extensions")
    assert refused("Unused bits MUST be set to 0.", where)


def test_in_a_row_the_flag_is_the_rows() -> None:
    row = m.Number(value=4, name="SLEEPS")
    where = scope("Flags", known=FLAGS, row=row, bits=True)
    assert rules("This flag MUST NOT be set.", where) == ["not (number((Flags)) & 0x4 == 0x4)"]
    assert rules("The client SHOULD set this to 0.", where) == ["not (number((Flags)) & 0x4 == 0x4)"]
    assert rules("The server MUST ignore this bit.", where) == ["ignored if number((Flags)) & 0x4 == 0x4"]
    assert rules("The Wings field MUST be 0.", where) == ["equal((Wings), 0) if number((Flags)) & 0x4 == 0x4"]


def test_a_row_of_a_value_speaks_of_that_value() -> None:
    where = scope("Colour", row=m.Number(value=3))
    assert rules("The Wings field MUST be 2.", where) == ["equal((Wings), 2) if equal((Colour), 3)"]
    assert refused("It tells that the pigeon MUST be fed.", where)


def test_a_field_of_one_bit() -> None:
    [one] = statements("This bit SHOULD NOT be set.", scope("Flags", size="1 bit"))
    assert one.predicate == m.Compare(left=m.Member(path=("Flags",)), operator="==", right=m.Number(value=0))
