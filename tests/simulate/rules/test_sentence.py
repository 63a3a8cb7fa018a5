"""Sentences with conditions, several clauses, and what the sentence before leaves."""

from __future__ import annotations

import pytest

from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.sentence import Above, needs_telling
from tests.simulate.rules.helpers import refused, rules, scope, statements, values

FOUR = m.Compare(left=m.Member(path=("Length",)), operator="==", right=m.Number(value=4))


def test_a_condition_in_front_and_behind() -> None:
    expected = ["equal((Wings), 2) if equal((Length), 4)"]
    assert rules("If the Length field is set to 4, this field MUST be set to 2.") == expected
    assert rules("This field MUST be set to 2 if the value of Length is 4.") == expected


def test_otherwise() -> None:
    found = rules("If Length is 4, this field MUST be 2; otherwise, it MUST be 0.")
    assert found == ["equal((Wings), 2) if equal((Length), 4)", "equal((Wings), 0) if not (equal((Length), 4))"]
    assert rules("Otherwise, it MUST be 0.", above=Above(condition=FOUR)) == [
        "equal((Wings), 0) if not (equal((Length), 4))"
    ]
    assert refused("Otherwise, it MUST be 0.") is m.Reason.CONTEXT


def test_a_condition_at_the_end_belongs_to_the_clause_with_its_own_subject() -> None:
    found = rules(
        "This field SHOULD be 0 and the server MUST fail the request with STATUS_NOT_SUPPORTED if Length is 4."
    )
    assert found == ["equal((Wings), 0)", "refused if equal((Length), 4) STATUS_NOT_SUPPORTED"]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Length is not 0 and Colour is 1", "(not (equal((Length), 0))) and (equal((Colour), 1))"),
        ("Length is greater than 4", "number((Length)) > 4"),
        ("Length does not equal 3", "not (equal((Length), 3))"),
        ("the FLIES flag is set in the Flags field", "number((Flags)) & 0x1 == 0x1"),
        ("the Flags field contains 0x01 or 0x02", "one_of((Flags), (1, 2,))"),
        ("the Length and Colour fields are both set to zero", "(equal((Length), 0)) and (equal((Colour), 0))"),
        ("Name is present", "present(Name)"),
    ],
)
def test_conditions_about_fields(text: str, condition: str) -> None:
    where = scope(constants=scope().constants, known=values(FLIES=1))
    where.constants._values["FLIES"] = {1}
    assert rules(f"If {text}, this field MUST be 7.", where) == [f"equal((Wings), 7) if {condition}"]


def test_a_situation_that_no_field_tells_has_to_be_told() -> None:
    for sentence in (
        "If the loft is on fire, this field MUST be 9.",
        "For racing pigeons, this field MUST be 9.",
        "This field MUST be 9 when the loft burns.",
        "This field MUST be set to 9 on the first flight.",
    ):
        [one] = statements(sentence)
        assert needs_telling(one.condition)
    [unless] = statements("This field MUST be 9 unless the loft burns.")
    assert unless.condition == m.Not(of=m.Told())


def test_what_leans_on_the_sentence_before_has_its_condition() -> None:
    above = Above(condition=FOUR, conditional=True)
    assert rules("It MUST be set to 0.", above=above) == ["equal((Wings), 0) if equal((Length), 4)"]
    assert rules("The Colour field MUST be 1.", above=above) == ["equal((Colour), 1)"]
    assert refused("It MUST be 1.", above=Above(mine=False)) is m.Reason.CONTEXT


def test_parts_of_the_field_itself() -> None:
    where = scope("Header", size="8 bytes", nested=True)
    assert rules("The Kind field of this header MUST be set to 3, and the Version field MUST be 1.", where) == [
        "equal((Header, Kind), 3)",
        "equal((Header, Version), 1)",
    ]
    assert refused("The Kind field MUST be 3.", scope("Wings")) is m.Reason.SUBJECT


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("This field MUST be one of the following values.", m.Reason.TABLE),
        ("This field MUST be as specified in section 2.9.", m.Reason.REFERENCE),
        ("The pigeon MUST be fed.", m.Reason.SUBJECT),
        ("This field MUST be set to the name of the pigeon.", m.Reason.MEANING),
        ("This field MUST be the same as in the previous request.", m.Reason.ELSEWHERE),
        ("This field MUST be used to find the loft.", m.Reason.PROCESSING),
    ],
)
def test_refused_for_a_reason(sentence: str, reason: m.Reason) -> None:
    assert refused(sentence) is reason


def test_one_clause_that_is_not_understood_refuses_the_sentence() -> None:
    assert refused("This field MUST be 0, and the pigeon MUST be fed.")
