"""The sentence splitter."""

from __future__ import annotations

import pytest

from plugfest.specs.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("See section 3.3.7.1. If not, stop.", ["See section 3.3.7.1.", "If not, stop."]),
        ("Use a size, e.g. 12 or i.e. twelve. Then go.", ["Use a size, e.g. 12 or i.e. twelve.", "Then go."]),
        ("It waits.<12> It goes.", ["It waits.<12>", "It goes."]),
        ("It waits. <12>", ["It waits. <12>"]),
        ("It waits. <12> It goes.", ["It waits. <12>", "It goes."]),
        ("It waits.<12>It goes.", ["It waits.<12>", "It goes."]),
        ("It SHOULD<1> wait. Go.", ["It SHOULD<1> wait.", "Go."]),
        ('The path "\\srv\\..." where srv is a name. Go.', ['The path "\\srv\\..." where srv is a name.', "Go."]),
        ("Set it. shi0_netname is next. bReserved too.", ["Set it.", "shi0_netname is next.", "bReserved too."]),
        ("Windows NT 4.0 or later. Go.", ["Windows NT 4.0 or later.", "Go."]),
        ("(It is so.) Go.", ["(It is so.)", "Go."]),
        ("no end", ["no end"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_nothing_is_lost() -> None:
    text = 'A. First, cf. [X] p. 3! Really? Yes, "so." Then v. 2 and "\\\\?\\x". End'
    assert " ".join(sentences(text)) == text
