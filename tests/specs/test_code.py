"""Program text that lost its fence."""

from __future__ import annotations

import pytest

from plugfest.records.documents import AnyBlock, Code, List, Paragraph
from plugfest.specs.markdown import read_markdown


def blocks(body: str) -> tuple[AnyBlock, ...]:
    return read_markdown(f"# [MS-TOY]: Toy\n\n# 1 Section\n\n{body}\n".encode()).sections[0].blocks


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("idl", "typedef struct _TOY {\n\nDWORD size;\n\n[size_is(size)] BYTE* data;\n\n} TOY,\n\n*PTOY;"),
        ("idl", "NET_API_STATUS ToyThrow(\n\n[in, string] WCHAR* Name,\n\n[in] DWORD Height\n\n);"),
        ("idl", "[\n\nuuid(00000000-0000-0000-0000-000000000000),\n\nversion(1.0)\n\n]\n\ninterface toy\n\n{\n\n}"),
        ("idl", "// A comment.\n\n#define TOY 1"),
        ("xml", '<toy:ball\n\nsize="3">\n\n<x/>\n\n</toy:ball>'),
        ("asn1", "TOY ::= SEQUENCE {\n\nsize [0] INTEGER OPTIONAL,\n\nname [1] UTF8String\n\n}"),
    ],
)
def test_one_block_with_its_language(language: str, text: str) -> None:
    found = [
        block for block in blocks(f"Before it.\n\n{text}\n\nAfter it, prose again.") if not isinstance(block, Paragraph)
    ]
    assert all(isinstance(block, Code) and block.language == language for block in found)
    assert "".join(block.text for block in found if isinstance(block, Code)).split() == text.split()


@pytest.mark.parametrize(
    "text",
    [
        "<Name> MUST be replaced by a name.",
        "**Size:** A size; see [1](#Section_1).",
        "[RFC2119] says so.",
        "The interface is toy.",
        "[MS-DTYP](../MS-DTYP/MS-DTYP.md) has it.",
        "Default values apply.",
    ],
)
def test_prose_stays_prose(text: str) -> None:
    [block] = blocks(text)
    assert not isinstance(block, Code)


def test_a_list_of_program_lines_is_a_program() -> None:
    [block] = blocks("- typedef enum\n- {\n- TOY_A = 1,\n- TOY_B = 2\n- } TOY;")
    assert isinstance(block, Code)
    assert block.text.split("\n")[0] == "typedef enum"


def test_a_list_with_one_such_line_is_a_list() -> None:
    [block] = blocks("- struct members come first\n- then the rest of it\n- and the end")
    assert isinstance(block, List)
