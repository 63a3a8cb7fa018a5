"""Enumerations and flags whose unknown values survive."""

from __future__ import annotations

from typing import Any

import pytest

from plugfest.wire.enums import _KEPT, Members
from tests.wire.examples import Closed, Colour, Shape


def test_unknown_members() -> None:
    unknown = Colour(0x99)
    assert unknown == 0x99
    assert unknown.name == "0x99"
    assert repr(unknown) == "<Colour.0x99: 0x99>"
    assert repr(Colour.RED) == "<Colour.RED: 0x1>"


def test_only_numbers_are_members() -> None:
    kind: Any = Colour
    with pytest.raises(ValueError, match="red"):
        kind("red")


def test_tables_find_members() -> None:
    assert Members(Colour)[1] is Colour.RED
    assert Members(Shape)[3] == Shape.ROUND | Shape.FLAT
    assert Members(Closed)[7] is Closed.ONLY
    assert Members(Closed)[8] == 8


def test_tables_do_not_grow_for_ever() -> None:
    colours, shapes = Members(Colour), Members(Shape)
    for value in range(_KEPT + 100):
        assert colours[value] == value
        assert shapes[value].value == value
    assert len(colours) == len(shapes) == _KEPT
    assert isinstance(shapes[0x77777777], Shape)
    assert shapes[0x77777777] & Shape.ROUND
