"""Tables and packet layouts, repaired."""

from __future__ import annotations

import pytest

from plugfest.records.documents import AnyBlock, Layout, Table
from plugfest.specs.layouts import bits_of
from plugfest.specs.markdown import read_markdown
from plugfest.specs.tables import name_and_value


def blocks(body: str) -> tuple[AnyBlock, ...]:
    return read_markdown(f"# [MS-TOY]: Toy\n\n# 1 Section\n\n{body}\n".encode()).sections[0].blocks


def table(body: str) -> Table:
    [found] = blocks(body)
    assert isinstance(found, Table)
    return found


def fields(body: str) -> list[tuple[str, int | None, int | None]]:
    found = blocks(body)[0]
    assert isinstance(found, Layout)
    return [(field.name, field.offset, field.bits) for field in found.fields]


def packet(*boxes: str) -> str:
    return "```mermaid\npacket-beta\n" + "".join(f"  {box}\n" for box in boxes) + "```\n\n"


def test_cells_and_escaped_bars() -> None:
    found = table("| Name | Meaning |\n| --- | --- |\n| A \\| B | either |")
    assert found.header == ("Name", "Meaning")
    assert found.rows[0].cells == ("A | B", "either")
    assert found.rows[0].line == 7


def test_a_retitled_table_loses_its_made_up_column() -> None:
    found = table(
        "| Bit Range | Field | Description |\n| --- | --- | --- |\n"
        "| Variable | TOY_ON 0x1 | It is on. |\n| The first byte is set. | TOY_OFF 0x0 | - |\n| 8 bit | Size | of it |"
    )
    assert found.header == ("Field", "Description")
    assert [row.cells for row in found.rows] == [
        ("TOY_ON 0x1", "It is on."),
        ("TOY_OFF 0x0", "The first byte is set."),
        ("Size", "8 bit of it"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TOY_ON 0x00000001", ("TOY_ON", "0x00000001")),
        ("TOY_ON (0x1)", ("TOY_ON", "0x1")),
        ("0x0000007C ERROR_TOY", ("ERROR_TOY", "0x0000007C")),
        ("0x0202", ("", "0x0202")),
        ("TOY_ON", ("TOY_ON", "")),
        ("any other value", ("", "")),
    ],
)
def test_name_and_value(text: str, expected: tuple[str, str]) -> None:
    assert name_and_value(text) == expected


def test_values() -> None:
    found = table("| Value | Meaning |\n| --- | --- |\n| TOY_ON 0x1 | **On**. |\n| 2 | Two. |\n| any other | No. |")
    assert [(value.name, value.value, value.meaning) for value in found.values] == [
        ("TOY_ON", "0x1", "On."),
        ("", "2", "Two."),
    ]
    found = table("| Constant | Value | Meaning |\n| --- | --- | --- |\n| TOY_ON | 0x1 | On. |")
    assert [(value.name, value.value, value.meaning) for value in found.values] == [("TOY_ON", "0x1", "On.")]


def test_no_values_in_other_tables() -> None:
    assert table("| Date | Version |\n| --- | --- |\n| 1 | 2 |").values == ()


def test_a_grid_of_bits_is_a_layout() -> None:
    head = "| " + " | ".join("01234567") + " |\n" + "| --- " * 8 + "|\n"
    assert fields(head + "| A | B | C | 0 | 0 | 0 | 0 | S R |")[-1] == ("SR", 7, 1)


def test_offsets_come_from_the_definitions_where_the_drawing_is_compressed() -> None:
    body = packet(
        '0-15: "Size"', '16-95: "Key (16 bytes)"', '96-127: "Nonce"', '128-191: "Text (variable)"', '192-223: "End"'
    )
    body += "**Size (2 bytes):** s\n\n**Key (16 bytes):** k\n\n**Nonce (8 bytes)**: n\n\n**End (4 bytes):** e"
    assert fields(body) == [
        ("Size", 0, 16),
        ("Key", 16, 128),
        ("Nonce", 144, 64),
        ("Text", 208, None),
        ("End", None, 32),
    ]


def test_a_field_across_the_line_is_one_field() -> None:
    body = packet('0-15: "Flags"', '16-31: "Id"', '32-47: "Id"', '48-63: "Time..."', '64-79: "...Time"')
    assert fields(f"{body}**Id (4 bytes):** i") == [("Flags", 0, 16), ("Id", 16, 32), ("Time", 48, 32)]


def test_equal_boxes_that_are_different_fields_stay() -> None:
    assert fields(packet('0-0: "X"', '1-1: "X"', '2-31: "Reserved"', '32-63: "Reserved"')) == [
        ("X", 0, 1),
        ("X", 1, 1),
        ("Reserved", 2, 30),
        ("Reserved", 32, 32),
    ]


def test_of_definitions_of_one_name_that_counts_which_is_as_drawn() -> None:
    body = packet('0-31: "Status"', '32-63: "Reserved"', '64-95: "TreeId"')
    body += "**Status (4 bytes):** In new toys two fields.\n\n**Reserved (2 bytes):** Part of Status.\n\n"
    body += "**Reserved (4 bytes):** Zero.\n\n**TreeId (4 bytes):** A number."
    assert fields(body) == [("Status", 0, 32), ("Reserved", 32, 32), ("TreeId", 64, 32)]


def test_a_drawing_of_another_kind_is_code() -> None:
    [block] = blocks('```mermaid\npacket-beta\n  title "x"\n```')
    assert not isinstance(block, Layout)


@pytest.mark.parametrize(
    ("size", "bits"),
    [
        ("4 bytes", 32),
        ("1 bit", 1),
        ("variable", None),
        ("2 or 4 bytes", None),
        ("16-byte", 128),
        ("4 bytes, optional", None),
    ],
)
def test_bits_of(size: str, bits: int | None) -> None:
    assert bits_of(size) == bits
