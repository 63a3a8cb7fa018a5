"""Sections, recovered from the damage that the documents have."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugfest.errors import SpecError
from plugfest.records.documents import Document
from plugfest.specs.markdown import read_markdown

TOY = Path(__file__).parents[1] / "data" / "MS-TOY.md"
START = "# [MS-TOY]: Toy\n\n"


def read(text: str) -> Document:
    return read_markdown(text.encode(), "MS-TOY.md")


def numbers(document: Document) -> list[str]:
    return [section.number for section in document.sections]


def test_the_toy_is_whole() -> None:
    document = read_markdown(TOY.read_bytes())
    assert (document.name, document.title, document.revision, document.date) == (
        "MS-TOY",
        "Toy Echo Protocol",
        "2.0",
        "2021-04-05",
    )
    assert [entry.number for entry in document.contents()] == [number for number in numbers(document) if number]
    assert document.titles("1.2.1") == ("Introduction", "References", "Normative References")
    assert document.normative == ("1.1", "2", "3")
    assert [revision.version for revision in document.history] == ["1.0", "2.0"]
    assert document.findings == ()


def test_a_section_deeper_than_six_levels_is_a_paragraph_in_the_file() -> None:
    section = read_markdown(TOY.read_bytes()).section("3.1.1.1.1.1.1")
    assert section
    assert (section.title, section.parent, section.level) == ("Oldest Slot First", "3.1.1.1.1.1", 7)


def test_such_a_section_without_its_anchor() -> None:
    text = TOY.read_text().replace('<a id="Section_3.1.1.1.1.1.1"></a>\n', "")
    assert numbers(read(text)) == numbers(read(TOY.read_text()))


def test_equal_titles_and_a_strange_anchor_are_told_apart_by_their_neighbours() -> None:
    entries = ["1 First", "1.1 GET", "1.1.1 Body", "1.2 PUT", "1.2.1 Body", "2 Second", "2.1 GET"]
    toc = "".join(f"- [{entry}](#Section_{entry.split()[0]})\n" for entry in entries)
    body = """
# 1 First

<a id="Section_2.1"></a>
GET

Gets it.

Body

## 1.2 PUT

Body

# 2 Second

GET
"""
    document = read(START + toc + body)
    assert [f"{section.number} {section.title}" for section in document.sections] == entries
    assert document.findings == ()


def test_an_anchor_on_another_heading_does_not_rename_it() -> None:
    text = TOY.read_text().replace('<a id="Section_3.2"></a>', '<a id="Section_9.9"></a>\n<a id="Section_3.2"></a>')
    section = read(text).section("3.2")
    assert section
    assert section.anchor == "Section_3.2"


def test_a_heading_that_lost_its_number() -> None:
    document = read(TOY.read_text().replace("## 2.1 Transport", "## Transport"))
    assert numbers(document) == numbers(read(TOY.read_text()))


def test_a_title_that_begins_with_a_number() -> None:
    document = read(f"{START}- [1 802.11 Toys](#Section_1)\n\n" + '<a id="Section_1"></a>\n# 802.11 Toys\n\nText.\n')
    assert [(section.number, section.title) for section in document.sections] == [("1", "802.11 Toys")]


def test_entries_with_page_numbers() -> None:
    document = read(f"{START}[1 Toys and [MS-DTYP] 55](#_Toc123)\n\n# 1 Toys and [MS-DTYP]\n\nText.\n")
    assert [entry.title for entry in document.contents()] == ["Toys and [MS-DTYP]"]
    assert numbers(document) == ["1"]


def test_program_lines_with_a_hash_are_no_headings() -> None:
    document = read(f"{START}- [1 Toys](#Section_1)\n\n# 1 Toys\n\n# ------\n\n# define schemas:\n\nText.\n")
    assert numbers(document) == ["1"]


def test_contents_and_text_that_disagree_are_found() -> None:
    document = read(f"{START}- [1 Toys](#Section_1)\n- [2 Gone](#Section_2)\n\n# 1 Toys\n\nText.\n")
    assert numbers(document) == ["1"]
    [finding] = document.findings
    assert "section 2 Gone" in finding


def test_without_a_table_of_contents_the_headings_count() -> None:
    assert numbers(read(f"{START}# 1 Toys\n\n## 1.1 Balls\n\nRound.\n")) == ["1", "1.1"]


def test_an_anchor_before_the_title() -> None:
    assert read(f'<a id="x"></a>\n{START}# 1 Toys\n\nText.\n').name == "MS-TOY"


@pytest.mark.parametrize("text", ["# Toys\n\n# 1 Balls\n", "[MS-TOY]: Toy\n", START])
def test_no_specification(text: str) -> None:
    with pytest.raises(SpecError, match="no specification"):
        read(text)
