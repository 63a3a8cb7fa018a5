"""A document as Markdown again: reading what this writes gives the same model, repairs included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plugfest.records.documents import (
    AnyBlock,
    Code,
    Contents,
    Document,
    Entry,
    Field,
    Image,
    Layout,
    List,
    Note,
    Paragraph,
    Reference,
    Section,
    Table,
    Term,
)


def to_markdown(document: Document) -> str:
    """The whole document."""
    parts = [f"# [{document.name}]: {document.title}"]
    for block in document.front:
        if isinstance(block, Paragraph):
            parts += block.text.split("\n")
        else:
            parts.append(_block(block))
    parts += (section_to_markdown(section) for section in document.sections)
    return "\n\n".join(part for part in parts if part) + "\n"


def section_to_markdown(section: Section) -> str:
    """One section, without those below it."""
    heading = f"{'#' * min(section.level, 6)} {section.number} {section.title}".replace("  ", " ")
    if not section.number:
        heading = f"## {section.title}"
    for anchor in (section.anchor, *reversed(section.aliases)):
        if anchor:
            heading = f'<a id="{anchor}"></a>\n{heading}'
    return "\n\n".join([heading, *(_block(block) for block in section.blocks)])


def _block(block: AnyBlock) -> str:
    match block:
        case Paragraph(text=text, depth=depth):
            return "  " * depth + text
        case Field(name=name, size=size, text=text):
            return f"**{name} ({size}):** {text}".rstrip() if size else f"**{name}:** {text}".rstrip()
        case List(items=items):
            return "\n".join(f"{'  ' * item.depth}{item.marker} {item.text}" for item in items)
        case Table():
            return "\n".join(_rows(block))
        case Layout(boxes=boxes):
            return _fenced("mermaid", ["packet-beta", *(f'  {box.first}-{box.last}: "{box.name}"' for box in boxes)])
        case Code(text=text, language=language, fenced=fenced):
            return _fenced(language, text.split("\n")) if fenced else text
        case Note(number=number, section=section, text=text):
            return f"<{number}> Section {section}: {text}".rstrip()
        case Term(name=name, text=text, anchor=anchor):
            term = f"**{name}**: {text}".rstrip()
            return f'<a id="{anchor}"></a>\n{term}' if anchor else term
        case Reference(label=label, text=text):
            return f"[{label}] {text}"
        case Image(alternative=alternative, target=target):
            return f"![{alternative}]({target})"
        case Contents(entries=entries):
            return "\n".join(_entry(entry) for entry in entries)


def _fenced(language: str, lines: Iterable[str]) -> str:
    return "\n".join([f"```{language}", *lines, "```"])


def _rows(table: Table) -> Iterator[str]:
    yield _row(table.header)
    yield _row(["---"] * len(table.header))
    for row in table.rows:
        yield _row(row.cells)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _entry(entry: Entry) -> str:
    label = f"{entry.number} {entry.title}".strip()
    if entry.anchor.startswith("_Toc"):
        label += " 1"  # such entries end in a page number
    return f"{'  ' * entry.number.count('.')}- [{label}](#{entry.anchor})"
