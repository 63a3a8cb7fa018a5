"""Numbers as documents write them."""

from __future__ import annotations

import pytest

from plugfest.simulate.constants.numbers import Written, digits, read, single_bit


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0x00000010", Written(16)),
        ("0X1fL", Written(31)),
        ("17", Written(17)),
        ("007", Written(7)),
        ("(-1)", Written(-1)),
        ("0x00 - 0x0F", Written(0, 15)),
        ("1–3", Written(1, 3)),
        ('"coo"', Written("coo")),
        ("“coo”", Written("coo")),
    ],
)
def test_read(text: str, written: Written) -> None:
    assert read(text) == written


@pytest.mark.parametrize("text", ["", "coo", "0x", "1.5", "1 2", "0x10 pigeons"])
def test_no_value(text: str) -> None:
    assert read(text) is None


def test_digits() -> None:
    assert [digits(text) for text in ("0x00000001", "0x1L", "12", '"a"')] == [8, 1, 0, 0]


def test_single_bit() -> None:
    assert [value for value in (0, 1, 2, 3, 4, 6, 8, -8, "1") if single_bit(value)] == [1, 2, 4, 8]
