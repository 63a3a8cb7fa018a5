"""Inline markup."""

from __future__ import annotations

import pytest

from plugfest.specs.inline import FieldHead, field_head, notes, plain, without_notes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see [[C706]](https://example.org/?a=1) now", "see [C706] now"),
        ("in [MS-DTYP](../MS-DTYP/MS-DTYP.md) section 2", "in [MS-DTYP] section 2"),
        ("in [MS-DTYP](../MS-DTYP/MS-DTYP.md#Section_2) section 2", "in [MS-DTYP] section 2"),
        ("a [**server**](#gt_server)'s [name (section 2.1)](#Section_2.1)", "a server's name (section 2.1)"),
        ("the shi*_type field of DWORD* Level", "the shi*_type field of DWORD* Level"),
        ("**bold***italic* and *both*", "bold*italic* and both"),
        ("two\u00a0 spaces", "two spaces"),
        ("![a picture](media/image1.png)", "a picture"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_note_marks() -> None:
    assert notes("It SHOULD<58> do <hostname> so.<591>") == (58, 591)
    assert without_notes("It SHOULD<58> do <hostname> so.<591>") == "It SHOULD do <hostname> so."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Size (4 bytes):** Text", FieldHead("Size", "4 bytes", "Text")),
        ("**Size (4 bytes)**: Text", FieldHead("Size", "4 bytes", "Text")),
        ("**Size** (4 bytes): Text", FieldHead("Size", "4 bytes", "Text")),
        ("**Size (4 bytes**): Text", FieldHead("Size", "4 bytes", "Text")),
        ("**Size:** Text", FieldHead("Size", "", "Text")),
        ("**Size**: Text", FieldHead("Size", "", "Text")),
        ("**Size (2 bytes): USHORT** Text", FieldHead("Size", "2 bytes", "**USHORT** Text")),
        ("***Id*/Name:** Text", FieldHead("*Id*/Name", "", "Text")),
        ("**Size: USHORT**", FieldHead("Size", "", "**USHORT**")),
        ("**Table A: Sizes of Toys**", None),
        ("**Note:** Text", None),
        ("**Size** of it", None),
        ("Size: Text", None),
    ],
)
def test_field_head(text: str, expected: FieldHead | None) -> None:
    assert field_head(text) == expected
