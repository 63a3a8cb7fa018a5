"""Compared, in a range, a multiple."""

from __future__ import annotations

import pytest

from tests.simulate.rules.helpers import refused, rules


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("This value MUST be greater than 0.", "number((Wings)) > 0"),
        ("This field MUST be greater than or equal to 0x0003.", "number((Wings)) >= 3"),
        ("The value MUST be at least 51.", "number((Wings)) >= 0x33"),
        ("This MUST NOT exceed 262,144.", "not (number((Wings)) > 0x40000)"),
        ("It MUST be less than the Length field.", "number((Wings)) < number((Length))"),
        ("This value MUST be no more than 16.", "number((Wings)) <= 0x10"),
        ("MUST be in the range 1 to 8.", "1 <= number((Wings)) <= 8"),
        ("This value MUST be between 300 and 17,279,999.", "0x12c <= number((Wings)) <= 0x107abff"),
        ("The value MUST be in the range 0x00 to 0x09, inclusive.", "0 <= number((Wings)) <= 9"),
        ("This value MUST be a multiple of 8.", "number((Wings)) % 8 == 0"),
        ("The value MUST be a multiple of 4 KB.", "number((Wings)) % 4096 == 0"),
        ("The length of this field MUST be a multiple of two.", "bytes((Wings)) % 2 == 0"),
        ("This value MUST be nonzero.", "not equal((Wings), 0)"),
        ("This field MUST be 3 or greater.", "number((Wings)) >= 3"),
    ],
)  # fmt: skip
def test_bounds(sentence: str, rule: str) -> None:
    assert rules(sentence) == [rule]


@pytest.mark.parametrize(
    "sentence", ["This value MUST be a multiple of the loft's size.", "MUST be in the range 8 to 1."]
)
def test_what_has_no_number_is_no_bound(sentence: str) -> None:
    assert refused(sentence)


def test_two_bounds_are_two_rules() -> None:
    assert rules("This field MUST be set to a number divisible by four and greater than or equal to 0x10.") == [
        "number((Wings)) % 4 == 0",
        "number((Wings)) >= 0x10",
    ]


def test_bytes_of_a_field_that_is_no_length_are_its_size() -> None:
    assert rules("The Name field MUST be at least 4 bytes.") == ["bytes((Name)) >= 4"]
    assert rules("The Length field MUST be at least 4 bytes.") == ["number((Length)) >= 4"]


def test_the_sum_of_several_fields() -> None:
    assert rules("The sum of the Wings, Length, and Colour fields MUST NOT exceed 10.") == [
        "not (((number((Wings)) + number((Length))) + number((Colour))) > 0xa)"
    ]
