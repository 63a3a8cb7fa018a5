"""Predicates run; what is not known is not judged."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.compiler import TOLD, WHOLE, compiled, expression

WINGS = m.Member(path=("Wings",))
TWO = m.Number(value=2)


def run(predicate: m.Predicate, **values: Any) -> bool | None:
    return compiled(predicate)(values)


@given(st.integers(-5, 200), st.integers(-5, 200))
def test_comparisons_are_pythons(left: int, right: int) -> None:
    values = {"Wings": left}
    for operator, expected in (
        ("==", left == right),
        ("!=", left != right),
        ("<", left < right),
        ("<=", left <= right),
        (">", left > right),
        (">=", left >= right),
    ):
        node = m.Compare(left=WINGS, operator=operator, right=m.Number(value=right))  # type: ignore[arg-type]
        assert compiled(node)(values) is expected
        assert compiled(m.Not(of=node))(values) is not expected


def test_minus_one_of_an_unsigned_field_has_all_its_bits() -> None:
    node = m.Compare(left=WINGS, operator="==", right=m.Number(value=-1))
    assert [run(node, Wings=value) for value in (-1, 0xFF, 0xFFFFFFFF, 0x7FFFFFFF, 1)] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_what_is_missing_is_not_judged() -> None:
    node = m.Compare(left=WINGS, operator="==", right=TWO)
    assert run(node) is None
    assert run(node, Wings=None) is None
    assert run(node, Wings={"Left": 1}) is None
    assert run(m.Compare(left=WINGS, operator=">", right=TWO), Wings="two") is None


@pytest.mark.parametrize(
    ("value", "wanted", "equal"),
    [
        (b"\0\0\0\0", m.Number(value=0), True),
        (b"\0\1", m.Number(value=0), False),
        (b"\xfeSMB", m.Number(value=0x424D53FE), True),
        (b"COO\0", m.Text(value="COO"), True),
        (b"C\0O\0O\0", m.Text(value="COO"), True),
        ("COO", m.Text(value="BAA"), False),
        (UUID(int=1), m.Text(value=str(UUID(int=1))), True),
        (UUID(int=0), m.Number(value=0), True),
    ],
)
def test_bytes_strings_and_guids(value: object, wanted: m.Value, equal: bool) -> None:
    assert run(m.Compare(left=WINGS, operator="==", right=wanted), Wings=value) is equal


def test_lists_and_bits() -> None:
    one_of = m.OneOf(value=WINGS, values=(TWO,), ranges=((8, 9),))
    assert [run(one_of, Wings=value) for value in (2, 8, 9, 10)] == [True, True, True, False]
    only = m.OnlyBits(value=WINGS, mask=3)
    assert [run(only, Wings=value) for value in (0, 3, 4)] == [True, True, False]
    has = m.HasBits(value=WINGS, mask=6)
    assert [run(has, Wings=value) for value in (6, 7, 4)] == [True, True, False]
    assert run(m.Contains(value=WINGS, values=(TWO,)), Wings=(1, 2)) is True
    assert run(m.Contains(value=WINGS, values=(TWO,), every=True), Wings=(1, 2)) is False
    low = m.Bits(of=WINGS, first=4, count=4)
    assert run(m.Compare(left=low, operator="==", right=TWO), Wings=0x2F) is True


def test_sizes() -> None:
    size = m.Compare(left=m.Measure(of=WINGS, unit="bytes"), operator="==", right=TWO)
    assert run(size, Wings=b"ab") is True
    assert run(size, Wings=({WHOLE: 1}, {WHOLE: 1})) is True
    assert run(size, Wings="ab") is None  # nobody knows its encoding
    whole = m.Compare(left=m.Whole(), operator="==", right=TWO)
    assert compiled(whole)({WHOLE: 2}) is True


def test_presence_and_terminators() -> None:
    present = m.Present(member=WINGS)
    assert [run(present, Wings=value) for value in (1, 0, None, b"", ())] == [True, True, False, False, False]
    assert run(present) is None
    assert run(m.Ends(value=WINGS), Wings=b"ab\0") is True
    assert run(m.Ends(value=WINGS), Wings="ab") is None


def test_one_of_several_may_be_unknown() -> None:
    known = m.Compare(left=WINGS, operator="==", right=TWO)
    unknown = m.Compare(left=m.Member(path=("Tail",)), operator="==", right=TWO)
    assert run(m.Any(of=(unknown, known)), Wings=2) is True
    assert run(m.Any(of=(unknown, known)), Wings=3) is None
    assert run(m.Any(of=(known, known)), Wings=3) is False


def test_what_is_told() -> None:
    assert compiled(m.Told())({}) is None
    assert compiled(m.Told())({TOLD: True}) is True
    assert compiled(m.Not(of=m.Told()))({TOLD: False}) is True


def test_byte_order_is_not_in_values() -> None:
    assert run(m.Ordered(value=WINGS, order="big"), Wings=1) is None


def test_the_expression_reads_like_python() -> None:
    node = m.All(
        of=(m.MultipleOf(value=WINGS, of=8), m.Between(value=WINGS, least=m.Number(value=8), most=m.Number(value=64)))
    )
    assert expression(node) == "(number(get(values, 'Wings')) % 8 == 0) and (8 <= number(get(values, 'Wings')) <= 0x40)"
