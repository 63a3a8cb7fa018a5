"""There or not, how long, of which kind, how it ends, in which byte order."""

from __future__ import annotations

import pytest

from plugfest.simulate.rules import model as m
from tests.simulate.rules.helpers import rules, scope, statements


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("This field MUST be present if Length is not 0.", "present(Wings) if not (equal((Length), 0))"),
        ("If Length is 0, this field MUST NOT be present.", "not (present(Wings)) if equal((Length), 0)"),
        ("This field MUST NOT be empty.", "not (not (present(Wings)))"),
        ("The Name field MUST be a null-terminated Unicode string.", "terminated((Name), 1)"),
        ("This MUST be a Unicode string.", "is_string((Wings), 16)"),
        ("It MUST be a 16-bit unsigned integer.", "is_unsigned((Wings), 16)"),
        ("This field MUST contain a GUID that identifies the pigeon.", "is_guid((Wings), 0)"),
        ("This field MUST contain a NEST structure.", "is_structure((Wings), 0)"),
        ("This field MUST be 12 bytes in length.", "equal(bytes((Wings)), 0xc)"),
        ("The Name field MUST be no longer than 16 characters.", "characters((Name)) <= 0x10"),
        ("This field MUST be 1 to 256 bytes in length.", "1 <= bytes((Wings)) <= 0x100"),
    ],
)  # fmt: skip
def test_shape(sentence: str, rule: str) -> None:
    assert rules(sentence) == [rule]


def test_if_and_only_if_is_two_rules() -> None:
    assert rules("This field MUST be present if and only if Length is present.") == [
        "present(Wings) if present(Length)",
        "not (present(Wings)) if not (present(Length))",
    ]


def test_only_if_says_nothing_of_where_it_holds() -> None:
    assert rules("This field MUST be present only if Length is 3.") == [
        "not (present(Wings)) if not (equal((Length), 3))"
    ]


def test_byte_order_is_the_codecs() -> None:
    [one] = statements("This field MUST be encoded in big-endian byte order.")
    assert one.use is m.Use.LAYOUT
    assert one.predicate == m.Ordered(value=m.Member(path=("Wings",)), order="big")


def test_a_type_is_what_is_left_of_a_meaning() -> None:
    [one] = statements("A 32-bit unsigned integer that MUST specify the age of the pigeon.")
    assert one.family == "type, in part"
    assert one.predicate == m.Kind(value=m.Member(path=("Wings",)), kind="unsigned", bits=32)


def test_all_that_follows_is_absent() -> None:
    found = rules("If Colour is not present, all of the subsequent fields MUST NOT be present.", scope("Colour"))
    assert found == ["not (present(Header)) if not (present(Colour))"]
