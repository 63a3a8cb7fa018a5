"""Values as people type them: what fits into the bytes of a member, and what does not."""

from __future__ import annotations

from typing import Annotated, Any

import pytest

from plugfest.errors import InputError
from plugfest.simulate.values import build
from plugfest.wire.ndr import NdrStructure
from plugfest.wire.ndr.types import Double, Hyper, Range, Short, ULong


class Numbers(NdrStructure, frozen=True):
    """One of each kind."""

    Level: Annotated[int, ULong] = 0
    Offset: Annotated[int, Short] = 0
    Far: Annotated[int, Hyper] = 0
    Few: Annotated[int, Range(ULong, 0, 16)] = 0
    Share: Annotated[float, Double] = 0.0


@pytest.mark.parametrize(
    "given",
    [
        {"Level": 0xFFFFFFFF, "Offset": -0x8000, "Far": -(1 << 63)},
        {"Level": 0, "Offset": 0x7FFF, "Far": (1 << 63) - 1},
        {"Few": 17, "Share": 0.5},
    ],
)
def test_what_fits(given: dict[str, Any]) -> None:
    made = build(Numbers, given)
    assert {name: getattr(made, name) for name in given} == given


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"Level": -1}, "^Level: 0 to 4294967295 is wanted, not -1$"),
        ({"Level": 99999999999}, "^Level: 0 to 4294967295 is wanted, not 99999999999$"),
        ({"Level": 1.5}, "^Level: 0 to 4294967295 is wanted, not 1.5$"),
        ({"Offset": 0x8000}, "^Offset: -32768 to 32767 is wanted, not 32768$"),
        ({"Far": 1 << 63}, "^Far: -9223372036854775808 to 9223372036854775807 is wanted"),
        ({"Few": -1}, "^Few: 0 to 4294967295 is wanted"),
    ],
)
def test_what_does_not(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        build(Numbers, given)
