"""[MS-FSA] 2.1.4.3, 2.1.4.4: case and wildcards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.protocols.ms_fsa.names import _Patient, fold, has_wildcards, matcher


def test_case_is_folded_character_by_character() -> None:
    assert fold("aBc") == "ABC"
    assert fold("äé") == "ÄÉ"
    assert fold("ß") == "ß"  # its upper case would be two
    assert fold("\uff41") == "\uff21"
    assert fold("\U00010428") == "\U00010428"  # beyond the first plane nothing is folded
    assert fold("\ud800") == "\ud800"


@pytest.mark.parametrize(
    ("expression", "name", "matches"),
    [
        ("*", "", True),
        ("*", "anything.at.all", True),
        ("a?c", "ABC", True),
        ("a?c", "ac", False),
        ("*.txt", "a.b.TXT", True),
        ("*.*", "noperiod", False),
        ("<.txt", "a.b.txt", True),
        ("<.b", "a.b.c", False),
        ("<", "a.b.c", False),
        ("<", "abc", True),
        ("<c", "a.c", True),
        ("a>>", "a", True),
        ("a>>", "abc", True),
        ("a>>", "abcd", False),
        ("a>>.b", "a.b", True),
        ('a"b', "a.b", True),
        ('a"', "a", True),
        ('a"b', "ab", False),
        ("[a]", "[A]", True),
        ("a.b", "aXb", False),
    ],
)
def test_expressions(expression: str, name: str, matches: bool) -> None:
    assert bool(matcher(expression)(fold(name))) == matches
    assert _Patient(fold(expression))(fold(name)) == matches


ALPHABET = st.text("aB.", max_size=8)


@given(expression=st.text('aB.*?<>"', max_size=8), name=ALPHABET)
def test_both_ways_agree(expression: str, name: str) -> None:
    assert bool(matcher(expression)(fold(name))) == _Patient(fold(expression))(fold(name))


def test_expressions_that_explode_do_not() -> None:
    assert not matcher("*a" * 30 + "b")("A" * 200)
    assert matcher("*a" * 30 + "*")("A" * 200)


def test_wildcards() -> None:
    assert all(has_wildcards(f"x{c}") for c in '*?<>"')
    assert not has_wildcards("x.y~[]")
