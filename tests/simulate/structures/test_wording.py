"""What single sentences of definitions tell: layouts of a field or two, each in a document of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugfest.requirements.importing import import_paths
from plugfest.simulate.structures.declaration import declaration
from plugfest.simulate.structures.model import DerivedStructure
from plugfest.simulate.structures.shelf import Shelf
from plugfest.specs import open_library

Field = tuple[str, str, str]
"""Name, size, text."""
ITEM = ("TOYW_ITEM", "", [("Weight", "4 bytes", "How heavy it is."), ("Colour", "2 bytes", "What it looks like.")])


def told(folder: Path, fields: list[Field], lead: str = "") -> tuple[DerivedStructure, str]:
    """The structure of these fields, and its declaration, in a document that has a TOYW_ITEM besides."""
    text = "# [MS-TOYW]: Toy Wording\n\n" + _section("2", "Messages", "", []) + _section("2.1", *ITEM)
    path = folder / "MS-TOYW.md"
    path.write_text(text + _section("2.2", "TOYW_BAG", lead, fields))
    with open_library(folder / "library") as library:
        for _ in import_paths(library, [path], 1):
            pass
        found = Shelf(library).find("MS-TOYW", "TOYW_BAG")[0]
    return found, "\n".join(declaration(found))


def _section(number: str, title: str, lead: str, fields: list[Field]) -> str:
    parts = [f'<a id="Section_{number}"></a>', f"{'#' * (number.count('.') + 1)} {number} {title}", lead]
    if fields:
        drawn, place = [], 0
        for name, size, _ in fields:
            bits = 64 if size == "variable" else int(size.split()[0]) * (8 if "byte" in size else 1)
            drawn.append(f'  {place}-{place + bits - 1}: "{name}{" (variable)" if size == "variable" else ""}"')
            place += bits
        parts.append("\n".join(["```mermaid", "packet-beta", *drawn, "```"]))
    parts += [f"**{name} ({size}):** {text}" for name, size, text in fields]
    return "\n\n".join(parts) + "\n\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "All integer fields are in network order (most significant byte first).",
        "All fields are in network-byte order.",
    ],
)
def test_network_order_has_several_names(tmp_path: Path, sentence: str) -> None:
    found, _ = told(tmp_path, [("Count", "2 bytes", "So many.")], sentence)
    assert found.order == "big"


def test_many_fields_that_tell_one_order_tell_it_of_all(tmp_path: Path) -> None:
    fields = [(f"N{n}", "2 bytes", f"Number {n}, in network byte order.") for n in range(3)]
    found, _ = told(tmp_path, [*fields, ("Last", "2 bytes", "The last one.")])
    assert found.order == "big"


@pytest.mark.parametrize(
    "text",
    [
        "The content depends on the **Kind** field in the TOYW_ITEM message.",
        "Integers, one for each that was told in the corresponding TOYW_ITEM message.",
        "Bytes of an unknown kind. They are opaque. They were sent before, using the TOYW_ITEM structure.",
    ],
)
def test_a_structure_that_is_spoken_of_is_not_what_the_field_holds(tmp_path: Path, text: str) -> None:
    _, lines = told(tmp_path, [("Kind", "2 bytes", "A kind."), ("Body", "variable", text)])
    assert "Body: bytes up to the end" in lines


@pytest.mark.parametrize(
    "text",
    ["An item header, as specified in TOYW_ITEM (section 2.1).", "TOYW_ITEM (section 2.1) containing all of it."],
)
def test_a_header_is_the_structure_that_it_is_specified_as(tmp_path: Path, text: str) -> None:
    _, lines = told(tmp_path, [("Header", "6 bytes", text)])
    assert "Header: TOYW_ITEM (MS-TOYW 2.1) of 6 bytes" in lines


def test_a_field_whose_end_is_padded_is_not_padding(tmp_path: Path) -> None:
    text = "This field contains a TOYW_ITEM structure. Its end MUST be aligned on a 4-byte boundary by padding."
    _, lines = told(tmp_path, [("Thing", "variable", text), ("Tail", "2 bytes", "The end.")])
    assert "Thing: TOYW_ITEM (MS-TOYW 2.1)" in lines


def test_utf_16_characters_are_counted_as_two_bytes(tmp_path: Path) -> None:
    fields = [
        ("NameLen", "4 bytes", "Length of **Name** as a count of UTF-16 characters."),
        ("Name", "variable", "A STRING with the name."),
        ("Tail", "2 bytes", "The end."),
    ]
    _, lines = told(tmp_path, fields)
    assert "Name: text (utf-16-le) as many characters as NameLen" in lines


def test_so_many_characters_of_a_string(tmp_path: Path) -> None:
    fields = [
        ("Kind", "4 bytes", "A number with a meaning."),
        ("Name", "variable", "An array of **Kind** non-null Unicode characters with the name."),
    ]
    _, lines = told(tmp_path, fields)
    assert "Name: text (utf-16-le) as many characters as Kind" in lines


def test_a_word_is_not_the_field_of_its_name(tmp_path: Path) -> None:
    fields = [
        ("length", "2 bytes", "The length, in bytes, of this packet."),
        ("lenName", "2 bytes", "The length, in bytes, of **Name**."),
        ("Name", "variable", "Characters, up to 100 of them in length."),
    ]
    _, lines = told(tmp_path, fields)
    assert "Name: bytes as many bytes as lenName" in lines


def test_a_count_of_what_is_requested_is_a_count(tmp_path: Path) -> None:
    fields = [
        ("Count", "4 bytes", "The number of requested items."),
        (
            "Items",
            "variable",
            "The items. The number of TOYW_ITEM structures that follow is given by the **Count** field.",
        ),
    ]
    _, lines = told(tmp_path, fields)
    assert "Items: array of TOYW_ITEM (MS-TOYW 2.1) as many elements as Count" in lines


def test_a_product_of_two_fields_is_not_one_of_them(tmp_path: Path) -> None:
    fields = [
        ("Width", "2 bytes", "The number of columns."),
        ("Height", "2 bytes", "The number of rows."),
        (
            "Cells",
            "variable",
            "An array of 16-bit integers. Their number is the product of the **Width** and **Height** fields.",
        ),
    ]
    _, lines = told(tmp_path, fields)
    assert "Cells: array of integer of 16 bits up to the end" in lines


def test_one_of_several_values_is_not_constant(tmp_path: Path) -> None:
    found, _ = told(tmp_path, [("Level", "2 bytes", "The level. This MUST be set to 0x0000, 0x0001, or 0x0002.")])
    assert found.members[0].constant is None


def test_program_text_tells_the_size_of_an_array(tmp_path: Path) -> None:
    fields = [("Read", "2 bytes", "How much was read."), ("Data", "variable", "What was read.")]
    _, lines = told(tmp_path, fields, "UCHAR Data[Read];")
    assert "Data: bytes as many bytes as Read" in lines


def test_flags_in_little_endian_order_are_drawn_byte_by_byte(tmp_path: Path) -> None:
    fields = [(f"B{number}", "1 bit", "A flag.") for number in range(16)]
    found, _ = told(tmp_path, fields, "The bit flags are presented in little-endian byte order.")
    forms = [member.form for member in found.members]
    assert [(form.shift, form.unit) for form in (forms[0], forms[7], forms[8])] == [(7, 1), (0, 1), (7, 1)]  # type: ignore[union-attr]


def test_floating_point_numbers_are_told_apart(tmp_path: Path) -> None:
    _, lines = told(tmp_path, [("X", "4 bytes", "A 32-bit floating-point number.")])
    assert "X: floating-point number of 32 bits" in lines


def test_a_length_that_includes_its_header_is_that_of_the_whole(tmp_path: Path) -> None:
    fields = [
        ("Length", "2 bytes", "The length in bytes, including this header."),
        ("Info", "variable", "What the kind says."),
    ]
    _, lines = told(tmp_path, fields)
    assert "as many bytes in all as Length" in lines


def test_a_bitmask_diagram_begins_with_the_lowest_bit(tmp_path: Path) -> None:
    fields = [("Kind", "4 bits", "A kind."), ("Version", "12 bits", "A version.")]
    found, _ = told(tmp_path, fields, "The format is described by the following bitmask diagram.")
    assert [member.form.shift for member in found.members] == [0, 4]  # type: ignore[union-attr]


def test_bits_and_a_number_that_are_one_number(tmp_path: Path) -> None:
    fields = [("S", "1 bit", "A sign."), ("Facility", "15 bits", "A source."), ("Code", "2 bytes", "What happened.")]
    found, _ = told(tmp_path, fields, "Errors are 32-bit values of this form.")
    forms = [member.form for member in found.members]
    assert [(form.shift, form.width, form.unit) for form in forms] == [(31, 1, 4), (16, 15, 4), (0, 16, 4)]  # type: ignore[union-attr]


def test_bits_of_no_integer_are_those_of_bytes(tmp_path: Path) -> None:
    found, _ = told(tmp_path, [(f"Q{number}", "4 bits", "A factor.") for number in range(10)])
    assert {member.form.unit for member in found.members} == {1}  # type: ignore[union-attr]


def test_the_length_of_a_message_and_more_is_not_that_of_a_field(tmp_path: Path) -> None:
    fields = [
        ("messageSize", "4 bytes", "The total size of this message and the payload in bytes."),
        ("Payload", "variable", "Bytes. Their number MUST be added to the messageSize field."),
    ]
    _, lines = told(tmp_path, fields)
    assert "Payload: bytes up to the end" in lines


def test_a_count_of_words_is_of_the_field_of_that_name(tmp_path: Path) -> None:
    fields = [
        ("Count", "4 bytes", "The number of control points."),
        ("ControlPoints", "variable", "An array of TOYW_ITEM structures."),
    ]
    _, lines = told(tmp_path, fields)
    assert "ControlPoints: array of TOYW_ITEM (MS-TOYW 2.1) as many elements as Count" in lines


def test_what_only_the_first_one_has_to_be_is_not_constant(tmp_path: Path) -> None:
    found, _ = told(tmp_path, [("Serial", "2 bytes", "A number. The first message MUST be set to 1.")])
    assert found.members[0].constant is None


def test_omitted_if_is_present_if_not(tmp_path: Path) -> None:
    fields = [
        ("State", "4 bytes", "A state."),
        ("Name", "variable", "A null-terminated Unicode string. This field MUST be omitted if State is set to 7."),
    ]
    _, lines = told(tmp_path, fields)
    assert "Name: text (utf-16-le) up to 00 00 if State is not 7" in lines


def test_all_strings_of_a_document_can_be_wide(tmp_path: Path) -> None:
    fields = [("Name", "variable", "A null-terminated character string."), ("Tail", "1 byte", "The end.")]
    _, lines = told(tmp_path, fields, "All character strings are Unicode UTF-16LE.")
    assert "Name: text (utf-16-le) up to 00 00" in lines


def test_offsets_count_from_the_end_of_a_field(tmp_path: Path) -> None:
    fields = [
        ("Kind", "4 bytes", "A kind."),
        (
            "NameOffset",
            "4 bytes",
            "A 32-bit integer with the offset, in bytes, from the end of **Kind** to the **Name** field.",
        ),
        ("NameSize", "4 bytes", "The size, in bytes, of the **Name** field."),
        ("Name", "variable", "A zero-terminated wide character array."),
    ]
    _, lines = told(tmp_path, fields)
    assert "as many bytes as NameSize at offset NameOffset + 4" in lines


def test_the_size_of_a_number_is_no_length(tmp_path: Path) -> None:
    fields = [
        ("BodyOffset", "4 bytes", "This field is 32 bits in length. It tells the kind."),
        ("Body", "variable", "All that is left, **BodyOffset** or not."),
    ]
    _, lines = told(tmp_path, fields)
    assert "Body: bytes up to the end" in lines


def test_a_length_of_what_starts_at_a_field(tmp_path: Path) -> None:
    fields = [
        (
            "Length",
            "2 bytes",
            "The size, in bytes, of what follows. This value is the length of the data starting at the **Body** field.",
        ),
        ("Body", "variable", "The content."),
    ]
    _, lines = told(tmp_path, fields)
    assert "Body: bytes as many bytes as Length" in lines


def test_signed_integers_of_some_bits_are_signed(tmp_path: Path) -> None:
    _, lines = told(tmp_path, [("X", "4 bytes", "A signed 32-bit integer. The x-coordinate.")])
    assert "X: signed integer of 32 bits" in lines


def test_unicode_characters_in_an_array_of_bytes_are_text(tmp_path: Path) -> None:
    fields = [
        ("cchText", "4 bytes", "The number of Unicode characters in the **Text** field."),
        ("Text", "variable", "An array of bytes. It contains a Unicode string."),
    ]
    _, lines = told(tmp_path, fields)
    assert "Text: text (utf-16-le) as many characters as cchText" in lines


def test_the_order_of_flags_can_be_told_behind_them(tmp_path: Path) -> None:
    fields = [("A", "1 bit", "A flag."), ("B", "31 bits", "The rest.\n\nBits are presented in big-endian byte order.")]
    found, _ = told(tmp_path, fields)
    assert found.order == "big"


def test_lengths_in_chunks_are_not_in_bytes(tmp_path: Path) -> None:
    fields = [("chunkLen", "4 bytes", "Length of the message in chunks."), ("Body", "variable", "The content.")]
    found, _ = told(tmp_path, fields)
    assert found.extent is None


def test_the_number_of_elements_is_told_by_a_field_that_does_not_say_so(tmp_path: Path) -> None:
    fields = [
        ("Pipes", "4 bytes", "A 32-bit unsigned integer from elsewhere."),
        (
            "Items",
            "variable",
            "An array of TOYW_ITEM structures. The number of array elements is determined by the **Pipes** field.",
        ),
    ]
    _, lines = told(tmp_path, fields)
    assert "Items: array of TOYW_ITEM (MS-TOYW 2.1) as many elements as Pipes" in lines


def test_sizes_of_parts_are_not_that_of_the_whole(tmp_path: Path) -> None:
    fields = [(f"{name}Size", "2 bytes", f"The size, in bytes, of the {name}.") for name in ("Id", "Key", "Mark")]
    text = "Several parts, if any. The size of each part is specified by **IdSize**, **KeySize** and **MarkSize**."
    _, lines = told(tmp_path, [*fields, ("Data", "variable", text)])
    assert "Data: bytes up to the end" in lines


def test_the_bytes_from_one_place_to_another_are_an_offset(tmp_path: Path) -> None:
    fields = [
        ("KeyOffset", "4 bytes", "The number of bytes from the start of the TOYW_BAG to the **Key** field."),
        ("KeySize", "4 bytes", "The size, in bytes, of the **Key** field."),
        ("Key", "variable", "A key."),
    ]
    _, lines = told(tmp_path, fields)
    assert "Key: bytes as many bytes as KeySize at offset KeyOffset" in lines


def test_a_box_of_what_lies_before_is_not_of_the_layout(tmp_path: Path) -> None:
    found, _ = told(tmp_path, [("(previous structure)", "1 byte", ""), ("Count", "1 byte", "A count.")])
    assert [member.name for member in found.members] == ["Count"]


def test_a_size_that_never_changes_is_not_that_of_what_varies(tmp_path: Path) -> None:
    fields = [
        ("cbSize", "4 bytes", "The size of this structure, in bytes. MUST be set to 4 bytes."),
        ("Body", "variable", "The content."),
    ]
    found, _ = told(tmp_path, fields)
    assert found.extent is None
