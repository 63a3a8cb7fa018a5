"""Sections as a web page by itself: no script, no style sheet elsewhere, links between the sections shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from plugfest.records.documents import (
    AnyBlock,
    Code,
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
from plugfest.specs.inline import LINK, NOTE_MARK, plain, without_emphasis

_STYLE = """
body { max-width: 60em; margin: 2em auto; padding: 0 1em; font: 16px/1.5 sans-serif; color: #222; background: #fff }
table { border-collapse: collapse } td, th { border: 1px solid #bbb; padding: .2em .5em; vertical-align: top }
pre { background: #f4f4f4; padding: .5em; overflow-x: auto } dt { font-weight: bold } h1, h2, h3 { line-height: 1.2 }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #181818 } pre { background: #222 } }
"""
_MARKED = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![\w*])\*(?![\s*])([^*]*[^\s*])\*(?![\w*])")


def page(title: str, sections: Iterable[Section]) -> str:
    """A page with some sections."""
    body = "\n".join(line for section in sections for line in _section(section))
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style>\n<body>\n{body}\n</body></html>\n"
    )


def _section(section: Section) -> Iterator[str]:
    heading, number = f"h{min(section.level, 6)}", escape(section.number)
    yield f'<{heading} id="Section_{number}">{number} {escape(section.title)}</{heading}>'
    for block in section.blocks:
        yield from _block(block)


def _block(block: AnyBlock) -> Iterator[str]:
    match block:
        case Paragraph(text=text) if not text.startswith("<a id="):
            yield f"<p>{inline(text)}</p>"
        case Field(name=name, size=size, text=text):
            head = f"{inline(name)} ({escape(size)})" if size else inline(name)
            yield f"<dl><dt>{head}</dt><dd>{inline(text)}</dd></dl>"
        case Term(name=name, text=text, anchor=anchor):
            yield f'<dl><dt id="{escape(anchor)}">{inline(name)}</dt><dd>{inline(text)}</dd></dl>'
        case Reference(label=label, text=text):
            yield f"<p>[{escape(label)}] {inline(text)}</p>"
        case Note(number=number, text=text):
            yield f'<p id="note-{number}"><sup>{number}</sup> {inline(text)}</p>'
        case List():
            yield from _list(block)
        case Table():
            yield from _table(block)
        case Layout(fields=fields):
            yield "<table><tr><th>bit<th>bits<th>field"
            for field in fields:
                offset = "" if field.offset is None else field.offset
                yield f"<tr><td>{offset}<td>{field.bits or 'variable'}<td>{escape(field.name)}"
            yield "</table>"
        case Code(text=text):
            yield f"<pre>{escape(text)}</pre>"
        case Image(alternative=alternative):
            yield f"<p><em>[picture: {escape(alternative)}]</em></p>"
        case _:
            return


def _list(block: List) -> Iterator[str]:
    depth = -1
    for item in block.items:
        while depth < item.depth:
            yield "<ul>"
            depth += 1
        while depth > item.depth:
            yield "</ul>"
            depth -= 1
        yield f"<li>{inline(item.text)}"
    yield "</ul>" * (depth + 1)


def _table(table: Table) -> Iterator[str]:
    yield "<table><tr>" + "".join(f"<th>{inline(cell)}" for cell in table.header)
    for row in table.rows:
        yield "<tr>" + "".join(f"<td>{inline(cell)}" for cell in row.cells)
    yield "</table>"


def inline(text: str) -> str:
    """Running text as HTML: emphasis, note marks, links inside of the document; other links keep their label."""
    result: list[str] = []
    end = 0
    for link in LINK.finditer(text):
        result.append(_emphasis(text[end : link.start()]))
        label = escape(plain(link[0]))
        web = link[2].startswith(("#Section_", "#gt_", "http://", "https://"))
        result.append(f'<a href="{escape(link[2])}">{label}</a>' if web else label)
        end = link.end()
    result.append(_emphasis(text[end:]))
    return "".join(result)


def _emphasis(text: str) -> str:
    result: list[str] = []
    end = 0
    for marked in _MARKED.finditer(text):
        result.append(_marks(text[end : marked.start()]))
        tag, inner = ("b", marked[1]) if marked[1] is not None else ("i", marked[2])
        result.append(f"<{tag}>{_marks(without_emphasis(inner))}</{tag}>")
        end = marked.end()
    result.append(_marks(text[end:]))
    return "".join(result)


def _marks(text: str) -> str:
    parts = NOTE_MARK.split(text)  # text, number, text, number, …
    return "".join(
        f'<sup><a href="#note-{part}">{part}</a></sup>' if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )
