"""Equal to a value, one of several, a combination of bits, a member of an enumeration."""

from __future__ import annotations

import pytest

from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.scope import Constants
from tests.simulate.documents import sections
from tests.simulate.rules.helpers import refused, rules, scope, values


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("This field MUST be set to 2.", "equal((Wings), 2)"),
        ("The value of this field MUST be equal to 0x0000001C.", "equal((Wings), 0x1c)"),
        ("MUST be zero.", "equal((Wings), 0)"),
        ("The Colour field MUST be set to GREY (0x0003).", "equal((Colour), 3)"),
        ("A 16-bit unsigned integer that MUST be set to 7.", "equal((Wings), 7)"),
        ("It MUST NOT be 5.", "not (equal((Wings), 5))"),
        ("Its value MUST be 1,024.", "equal((Wings), 0x400)"),
        ("This field is for the birds, so this field MUST be zeroed out.", "equal((Wings), 0)"),
        ('This field MUST be set to "COO" in ASCII.', "equal((Wings), COO)"),
        ("This field MUST be 0 or 2.", "one_of((Wings), (0, 2,))"),
        ("The value MUST be either 1, 2, or 4.", "one_of((Wings), (1, 2, 4,))"),
        ("This field MUST be equal to the Length field.", "equal((Wings), (Length))"),
        ("This field MUST be set to the length, in bytes, of the Name field.", "equal((Wings), bytes((Name)))"),
        ("This field MUST contain the number of elements in the Name field.", "equal((Wings), elements((Name)))"),
        ("This MUST be set to 4 plus the length in bytes of the Name field.", "equal((Wings), (4 + bytes((Name))))"),
        ("The Wings and Colour fields MUST be set to zero.", "equal((Wings), 0)"),
        ("It MUST be {00112233-4455-6677-8899-AABBCCDDEEFF}.", "equal((Wings), 00112233-4455-6677-8899-aabbccddeeff)"),
        ("The low-order byte MUST be 0x40.", "equal((number((Wings)) >> 0 & 0xff), 0x40)"),
    ],
)  # fmt: skip
def test_equal(sentence: str, rule: str) -> None:
    assert rules(sentence)[0] == rule


def test_respectively_gives_each_field_its_own_value() -> None:
    assert rules("The Wings and Colour fields MUST be set to 1 and 2, respectively.") == [
        "equal((Wings), 1)",
        "equal((Colour), 2)",
    ]
    assert refused("The Wings and Colour fields MUST be set to 1, 2 and 3, respectively.") is m.Reason.WORDING


def test_a_string_that_is_written_as_digits_has_no_byte_order() -> None:
    said = 'MUST be 0x72656769, which is a UTF-8 string representing "regi".'
    assert rules(said) == ["equal((Wings), regi)"]


def test_a_name_of_the_fields_own_type_is_no_field() -> None:
    assert refused("This MUST be equal to Wings.Colour.") is m.Reason.WORDING
    assert refused("This field MUST be the Colour field.") is m.Reason.MEANING


def test_a_name_has_the_value_that_the_document_gives_it() -> None:
    found = sections(
        """
        ## 2.1 Colours

        | Value | Meaning |
        | --- | --- |
        | PIGEON_GREY 0x00000003 | Grey. |
        """
    )
    where = scope(constants=Constants(found))
    assert rules("This field MUST be set to PIGEON_GREY.", where) == ["equal((Wings), 3)"]
    assert refused("This field MUST be set to PIGEON_PINK.", where) is m.Reason.NAME
    assert refused("This field MUST be set to PIGEON_GREY (0x0004).", where)  # the two do not agree


def test_one_of_the_values_below() -> None:
    where = scope(listed=values(1, 2, 4))
    assert rules("This field MUST be one of the following values.", where) == ["one_of((Wings), (1, 2, 4,))"]
    assert rules("MUST contain one of the following:", where) == ["one_of((Wings), (1, 2, 4,))"]


def test_a_combination_of_the_bits_below() -> None:
    where = scope(listed=values(1, 2, 8))
    only = "number((Wings)) & ~0xb == 0"
    assert rules("This field MUST be a combination of zero or more of the following values.", where) == [only]
    assert rules("This field MUST be constructed using the following values.", where) == [only]
    [least] = rules("This field MUST be a bitwise OR of one or more of the following flags.", where)
    assert only in least
    assert "not equal((Wings), 0)" in least


def test_an_array_holds_one_of_the_values_below() -> None:
    where = scope(listed=values(1, 2), array=True)
    assert rules("The array MUST contain at least one of the following values.", where) == [
        "contains((Wings), (1, 2,), every=False)"
    ]


def test_a_table_that_cannot_be_read_is_a_reason() -> None:
    where = scope(listed=values(1)._replace(complete=False))
    assert refused("This field MUST be one of the following values.", where) is m.Reason.TABLE


def test_an_enumeration_elsewhere() -> None:
    found = sections(
        """
        ## 2.1 Plumage Enumeration

        ```
        typedef enum
        {
          FEATHERY = 0x0001,
          DOWNY = 0x0004
        } Plumage;
        ```
        """
    )
    where = scope(constants=Constants(found))
    assert rules("This MUST be one of the values in the Plumage Enumeration.", where) == ["one_of((Wings), (1, 4,))"]
    assert rules("This field MUST be a legal combination of values from the Plumage enumeration.", where) == [
        "number((Wings)) & ~0x5 == 0"
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "This field MUST be set to the colour of the loft.",
        "This field MUST be set to 1 to indicate that the pigeon flies.",  # only where it does
    ],
)
def test_what_is_meant_or_hangs_on_something_is_no_constant(sentence: str) -> None:
    assert refused(sentence)
