"""Extraction and ids, on a document of our own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from plugfest.records.documents import Document
from plugfest.records.requirements import Actor, Level, Requirement
from plugfest.requirements import extract
from plugfest.specs.markdown import read_markdown

TOY = Path(__file__).parents[1] / "data" / "MS-TOY.md"


def toy(old: str = "", new: str = "") -> Document:
    text = TOY.read_text(encoding="utf-8")
    assert old in text
    return read_markdown(text.replace(old, new, 1).encode(), "MS-TOY.md")


@pytest.fixture(scope="module")
def requirements() -> list[Requirement]:
    return extract(toy())


def one(requirements: list[Requirement], text: str) -> Requirement:
    [found] = [requirement for requirement in requirements if text in requirement.text]
    return found


def digest(*parts: str) -> str:
    return hashlib.blake2s("\x1f".join(parts).encode()).hexdigest()[:10]


def test_every_statement_once(requirements: list[Requirement]) -> None:
    assert [(item.section, item.level, item.actor, item.text) for item in requirements] == [
        ("2.1", Level.MAY, Actor.BOTH, "A pigeon MAY rest."),
        ("2.2.1", Level.MUST, Actor.CLIENT, "The client MUST set this field to the size of Text, e.g. 12."),
        ("2.2.1", Level.SHOULD, Actor.CLIENT, "Reserved bits: the client SHOULD set them to 0"),
        ("2.2.1", Level.MUST, Actor.SERVER, "the server MUST ignore them."),
        ("2.2.1", Level.MUST, Actor.SERVER, "The server MUST shout, see [MS-DTYP] section 2.3.3."),
        ("2.2.2", Level.MUST_NOT, Actor.SERVER, "It MUST NOT be longer than that of the request."),
        ("3.1.1", Level.MUST, Actor.SERVER, "When a TOY_PING Request arrives, the server MUST do the following:"),
        ("3.1.1", Level.MUST, Actor.SERVER, "Look for a free slot."),
        ("3.1.1", Level.SHOULD, Actor.SERVER, "The server SHOULD free the oldest one."),
        ("3.1.1", Level.MUST, Actor.SERVER, "Store the text in it."),
        ("3.1.1", Level.MUST_NOT, Actor.SERVER, "The server MUST NOT wait."),
        ("3.1.1", Level.MUST_NOT, Actor.SERVER, "The server MUST NOT wait."),
        ("3.1.1.1.1.1.1", Level.MUST, Actor.SERVER, "The oldest slot MUST be reused first."),
        ("3.2", Level.MUST, Actor.CLIENT, "If the answer differs from what was sent, it MUST be dropped."),
    ]


def test_hash_is_over_titles_name_and_sentence(requirements: list[Requirement]) -> None:
    found = one(requirements, "The client MUST set this field")
    expected = digest(
        "Messages",
        "Message Syntax",
        "TOY_PING Request",
        "Size",
        "The client MUST set this field to the size of Text, e.g. 12.",
    )
    assert found.id == f"MS-TOY:2.2.1:{expected}"
    assert found.lead_in == "Size"


def test_hash_without_lead_in_has_no_empty_part(requirements: list[Requirement]) -> None:
    found = one(requirements, "A pigeon MAY rest.")
    assert found.id == "MS-TOY:2.1:" + digest("Messages", "Transport", "A pigeon MAY rest.")


def test_an_item_without_keyword_inherits_from_its_lead_in(requirements: list[Requirement]) -> None:
    found = one(requirements, "Look for a free slot.")
    lead_in = "When a TOY_PING Request arrives, the server MUST do the following:"
    assert found.lead_in == lead_in
    titles = ("Protocol Details", "Server Details", "Receiving a Ping")
    assert found.id == "MS-TOY:3.1.1:" + digest(*titles, lead_in, "Look for a free slot.")


def test_a_row_of_a_table_stands_under_its_first_cell(requirements: list[Requirement]) -> None:
    found = one(requirements, "The server MUST shout")
    assert found.lead_in == "TOY_LOUD 0x0001"
    assert found.id.endswith(
        digest("Messages", "Message Syntax", "TOY_PING Request", "TOY_LOUD 0x0001", found.text),
    )


def test_rows_of_one_sentence_share_its_hash(requirements: list[Requirement]) -> None:
    client, server = one(requirements, "SHOULD set them to 0"), one(requirements, "MUST ignore them")
    assert client.id.removesuffix(".1") == server.id.removesuffix(".2")
    assert client.id != server.id


def test_the_second_identical_one_is_marked(requirements: list[Requirement]) -> None:
    first, second = (item.id for item in requirements if item.text == "The server MUST NOT wait.")
    assert second == first + "~2"


def test_notes_belong_to_the_sentence_that_carries_them(requirements: list[Requirement]) -> None:
    assert one(requirements, "SHOULD free the oldest").notes == (2,)
    assert [item.notes for item in requirements if item.text == "The server MUST NOT wait."] == [(3,), ()]


def test_an_unrelated_edit_changes_no_id(requirements: list[Requirement]) -> None:
    edited = toy("Messages travel in carrier pigeons.", "Messages travel slowly. The server MUST be patient.")
    before, after = {item.id for item in requirements}, {item.id for item in extract(edited)}
    assert before < after
    assert len(after - before) == 1


def test_renumbering_changes_only_the_section(requirements: list[Requirement]) -> None:
    edited = extract(toy("## 2.1 Transport", "## 2.7 Transport"))
    moved = one(edited, "A pigeon MAY rest.")
    assert moved.id.split(":")[1:] == ["2.7", one(requirements, "A pigeon MAY rest.").id.split(":")[2]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A pigeon MAY rest", "A  pigeon\u00a0**MAY** *rest*"),
        ("A pigeon MAY rest", "A [pigeon](#gt_slot) MAY<1> rest"),
        ("- Look for a free slot.", "- Look for a *free* [slot](#gt_slot).<1>"),
    ],
)
def test_markup_notes_and_white_space_do_not_count(requirements: list[Requirement], old: str, new: str) -> None:
    assert [item.id for item in extract(toy(old, new))] == [item.id for item in requirements]


def test_line_ends_do_not_count(requirements: list[Requirement]) -> None:
    data = TOY.read_bytes().replace(b"\n", b"\r\n")
    assert extract(read_markdown(data)) == requirements
