"""The reader: what it takes from a document beside its sections."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugfest.records.documents import Document, Note, Reference, Revision, Term
from plugfest.specs.markdown import iso_date, read_markdown

TOY = (Path(__file__).parents[1] / "data" / "MS-TOY.md").read_text(encoding="utf-8")


def read(text: str, origin: str = "") -> Document:
    return read_markdown(text.encode(), origin)


def blocks(document: Document, kind: type) -> list[object]:
    return [block for block in document.blocks() if isinstance(block, kind)]


def test_terms_and_references() -> None:
    document = read(TOY)
    assert [(term.name, term.anchor) for term in blocks(document, Term) if isinstance(term, Term)] == [
        ("slot", "gt_slot"),
        ("echo table", "gt_echo-table"),
        ("MAY, SHOULD, MUST, SHOULD NOT, MUST NOT", ""),
    ]
    assert [item.label for item in blocks(document, Reference) if isinstance(item, Reference)] == ["MS-DTYP", "RFC2119"]


def test_notes_and_history() -> None:
    document = read(TOY)
    assert [(note.number, note.section) for note in blocks(document, Note) if isinstance(note, Note)] == [
        (1, "2.1"),
        (2, "3.1.1"),
        (3, "3.1.1"),
    ]
    assert document.history[0] == Revision("2020-01-02", "1.0", "New", "First.")


def test_changes() -> None:
    table = "| Section | Description | Revision class |\n| --- | --- | --- |\n"
    table += "| [2.1](#Section_2.1) Transport | Faster. | Major |\n| All | Reworded. | None |\n"
    document = read(
        TOY.replace('<a id="revision-history">', f'# 5 Change Tracking\n\n{table}\n<a id="revision-history">')
    )
    assert [(change.section, change.description, change.kind) for change in document.changes] == [
        ("2.1", "Faster.", "Major"),
        ("All", "Reworded.", "None"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "notice"),
    [
        ("", "", "For the legal notice and IP terms, see LEGAL.md."),
        ("A toy that", "Covered by the Open Specifications Promise or the Community Promise. A toy that", ""),
    ],
)
def test_the_notice(old: str, new: str, notice: str) -> None:
    text = TOY.replace(old, new) if old else TOY
    if not notice:
        text, notice = text.replace("For the legal notice", "For the rest").replace("IP terms", "more"), ""
        assert read(text).notice == "Open Specifications Promise, Community Promise"
        return
    assert read(text).notice == notice


@pytest.mark.parametrize(
    ("text", "date"), [("9/16/2024", "2024-09-16"), ("16.9.2024", ""), ("13/13/2024", ""), ("", "")]
)
def test_dates(text: str, date: str) -> None:
    assert iso_date(text) == date


def test_a_preview_says_so() -> None:
    assert not read(TOY).preview
    assert read(TOY.replace("Toy Echo Protocol", "Toy Echo Protocol Preview")).preview
    assert read(TOY, "MS-TOY-Preview.md").preview


def test_the_content_identifies() -> None:
    assert read(TOY).digest == read(TOY, "elsewhere.md").digest
    assert read(TOY).digest != read(TOY + "\n").digest
