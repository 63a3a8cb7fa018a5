"""What a document defines, and its product notes."""

from __future__ import annotations

from pathlib import Path

from plugfest.specs.definitions import Kind, definitions
from plugfest.specs.markdown import read_markdown
from plugfest.specs.notes import product_notes

TOY = Path(__file__).parents[1] / "data" / "MS-TOY.md"


def defined(body: str) -> list[tuple[Kind, str, str]]:
    document = read_markdown(f"# [MS-TOY]: Toy\n\n# 1 Section\n\n{body}\n".encode())
    return [(found.kind, found.name, found.value) for found in definitions(document)]


def test_the_toy() -> None:
    found = [(item.kind, item.name, item.value, item.section) for item in definitions(read_markdown(TOY.read_bytes()))]
    assert found == [
        (Kind.TERM, "slot", "", "1.1"),
        (Kind.TERM, "echo table", "", "1.1"),
        (Kind.TERM, "MAY, SHOULD, MUST, SHOULD NOT, MUST NOT", "", "1.1"),
        (Kind.STRUCTURE, "TOY_PING Request", "", "2.2.1"),
        (Kind.FIELD, "Size", "2 bytes", "2.2.1"),
        (Kind.FIELD, "Flags", "2 bytes", "2.2.1"),
        (Kind.CONSTANT, "TOY_LOUD", "0x0001", "2.2.1"),
        (Kind.CONSTANT, "TOY_QUIET", "0x0002", "2.2.1"),
        (Kind.FIELD, "Text", "variable", "2.2.1"),
        (Kind.STRUCTURE, "TOY_PONG", "", "2.2.2"),
        (Kind.FIELD, "text", "", "2.2.2"),
    ]


def test_a_method_and_its_parameters() -> None:
    body = "#### 1.1 ToyThrow (Opnum 7)\n\nDWORD ToyThrow(\n\n[in] DWORD Height\n\n);\n\n"
    body += "**Height:** how high\n\n**Return Values:** 0"
    assert defined(body) == [(Kind.METHOD, "ToyThrow", "7"), (Kind.FIELD, "Height", "")]


def test_state_variables() -> None:
    body = "## 1.1 Abstract Data Model\n\n### 1.1.1 Global\n\n- **Toy.List:** all\n- no name\n\n**Toy.Count:** so many"
    assert defined(body) == [(Kind.STATE, "Toy.List", ""), (Kind.STATE, "Toy.Count", "")]


def test_notes_with_their_sentences() -> None:
    found = list(product_notes(read_markdown(TOY.read_bytes())))
    assert [(note.number, note.section, note.sentence) for note in found] == [
        (1, "2.1", "Messages travel in carrier pigeons."),
        (2, "3.1.1", "The server SHOULD free the oldest one."),
        (3, "3.1.1", "The server MUST NOT wait."),
    ]
    assert [len(note.blocks) for note in found] == [1, 2, 1]
    assert found[1].text == "Toy 1.0 frees a random one:"


def test_a_mark_by_itself_belongs_to_what_stands_above() -> None:
    body = "It waits. It goes.\n\n<1>\n\n# 2 Appendix A: Product Behavior\n\n<1> Section 1: Toy runs."
    document = read_markdown(f"# [MS-TOY]: Toy\n\n# 1 Section\n\n{body}\n".encode())
    assert [note.sentence for note in product_notes(document)] == ["It goes."]
