"""[MS-FSCC] 2.1.5: names of files and streams, 8.3 names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.protocols.ms_fscc.names import (
    Component,
    is_8dot3,
    is_filename,
    is_pattern,
    is_streamname,
    short_name,
    split_component,
    units,
)


@pytest.mark.parametrize(
    "name", ["a", "a.b.c", " x ", "ends.", "\u00e4", "\U0001f600" * 127, "\ud800", "x" * 255, "..."]
)
def test_filenames(name: str) -> None:
    assert is_filename(name)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "x" * 256, "\U0001f600" * 128, *(f"a{c}b" for c in '"\\/:|<>*?\0\x1f')]
)
def test_no_filenames(name: str) -> None:
    assert not is_filename(name)


def test_patterns_may_have_wildcards() -> None:
    assert all(map(is_pattern, ("*", '?a<>"', ".", "..", "x")))
    assert not any(map(is_pattern, ("", "a\\b", "a/b", "a:b", "a|b", "\x01", "x" * 256)))


def test_stream_names() -> None:
    assert all(map(is_streamname, ("", "?Stream*", "\x05x\n", "x" * 255)))
    assert not any(map(is_streamname, ("a/b", "a\\b", "a:b", "\0", "x" * 256)))


@pytest.mark.parametrize(
    ("text", "component"),
    [
        ("file", Component("file")),
        ("file:stream", Component("file", "stream")),
        ("file:stream:$DATA", Component("file", "stream", "$DATA")),
        ("file::$DATA", Component("file", "", "$DATA")),
        ("file:", None),
        ("file::", None),
        ("file:stream:", None),
        ("file:a:b:c", None),
        ("file:a/b", None),
    ],
)
def test_components(text: str, component: Component | None) -> None:
    assert split_component(text) == component


def test_units_are_utf16() -> None:
    assert [units(text) for text in ("", "ab", "\u00e4", "\U0001f600", "\ud800")] == [0, 2, 1, 2, 1]


@pytest.mark.parametrize("name", ["A", "README.TXT", "readme.txt", "12345678.123", "A_B-C~1.$$$"])
def test_8dot3(name: str) -> None:
    assert is_8dot3(name)
    assert short_name(name) == ""


@pytest.mark.parametrize("name", ["", ".", "a.", ".a", "123456789", "a.1234", "a b", "a.b.c", "\u00e4", "a+b", "a,b"])
def test_not_8dot3(name: str) -> None:
    assert not is_8dot3(name)


@given(st.text(min_size=1, max_size=40))
def test_short_names_are_8dot3_and_stay(name: str) -> None:
    short = short_name(name)
    assert bool(short) != is_8dot3(name)
    if short:
        assert is_8dot3(short)
        assert short == short.upper() == short_name(name)


def test_short_names_keep_what_they_can() -> None:
    assert short_name("A long name.html").startswith("A")
    assert short_name("A long name.html").endswith(".HTM")
    assert "." not in short_name(".profile")
    assert len({short_name(f"a rather long name {number}.txt") for number in range(5000)}) == 5000
