"""What the library stores, and how: the tables, and a document encoded for them where it was read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Self

import msgspec

from plugfest.records.documents import Document, Field, Layout, List, Note, Paragraph, Section, Table, Term
from plugfest.records.requirements import Requirement, RequirementId
from plugfest.specs.definitions import definitions
from plugfest.specs.inline import plain
from plugfest.specs.links import links
from plugfest.specs.texts import searchable
from plugfest.store.database import Database

READER = 7
"""Raised when the reader or the extraction changed, so that known files are read again."""

SPAN = 1_000_000
"""More sections, definitions or requirements than a document can have: `document * SPAN + position` is a row id."""

SCHEMA = """
DROP TABLE IF EXISTS sections;
DROP TABLE IF EXISTS requirements;
DROP TABLE IF EXISTS documents;
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    reader INTEGER NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    revision TEXT NOT NULL,
    date TEXT NOT NULL,
    preview INTEGER NOT NULL,
    path TEXT NOT NULL,
    counts TEXT NOT NULL,
    head BLOB NOT NULL
);
CREATE INDEX documents_by_name ON documents (name, preview, date, revision);
CREATE TABLE sections (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX sections_by_number ON sections (number);
CREATE TABLE requirements (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    section TEXT NOT NULL,
    level TEXT NOT NULL,
    actor TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX requirements_by_hash ON requirements (hash);
CREATE TABLE definitions (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    section TEXT NOT NULL,
    line INTEGER NOT NULL,
    value TEXT NOT NULL COLLATE NOCASE,
    text TEXT NOT NULL
);
CREATE INDEX definitions_by_name ON definitions (name);
CREATE INDEX definitions_by_value ON definitions (value);
CREATE TABLE links (
    id INTEGER PRIMARY KEY,
    section TEXT NOT NULL,
    line INTEGER NOT NULL,
    label TEXT NOT NULL,
    target TEXT NOT NULL,
    place TEXT NOT NULL,
    cited INTEGER NOT NULL,
    state TEXT NOT NULL
);
CREATE VIRTUAL TABLE section_texts USING fts5 (
    title, body, tokenize = "porter unicode61 tokenchars '_'"
);
CREATE VIRTUAL TABLE definition_texts USING fts5 (
    name, text, content = 'definitions', content_rowid = 'id', tokenize = "porter unicode61 tokenchars '_'"
);
CREATE VIRTUAL TABLE requirement_texts USING fts5 (
    text, tokenize = "porter unicode61 tokenchars '_'"
);
"""
MIGRATIONS = ("", SCHEMA)
"""What was stored in the first layout, which no release had, is dropped: documents can be added again."""
TABLES = ("sections", "requirements", "links", "section_texts", "requirement_texts")

_encode = msgspec.msgpack.Encoder().encode


class Imported(NamedTuple):
    """One document, ready to be stored: encoded where it was read, so that another process can write it."""

    digest: str
    name: str
    title: str
    revision: str
    date: str
    preview: bool
    path: str
    counts: str
    head: bytes
    sections: list[tuple[str, str, bytes]]
    section_texts: list[tuple[str, str]]
    requirements: list[tuple[str, str, str, str, bytes]]
    requirement_texts: list[tuple[str]]
    definitions: list[tuple[str, str, str, int, str, str]]
    links: list[tuple[str, int, str, str, str, bool, str]]
    findings: tuple[str, ...]

    @classmethod
    def of(cls, document: Document, requirements: Iterable[Requirement], path: str) -> Self:
        """Encode a document and its requirements."""
        found = list(requirements)
        defined = list(definitions(document))
        linked = list(links(document, lambda name: None))
        counts = {**count(document), "links": len(linked), "requirements": len(found)}
        return cls(
            digest=document.digest,
            name=document.name,
            title=document.title,
            revision=document.revision,
            date=document.date,
            preview=document.preview,
            path=path,
            counts=json.dumps(counts),
            head=_encode(msgspec.structs.replace(document, sections=())),
            sections=[(section.number, section.title, _encode(section)) for section in document.sections],
            section_texts=[(section.title, _text(section)) for section in document.sections],
            requirements=[
                (RequirementId.parse(item.id).hash, item.section, item.level.value, item.actor.value, _encode(item))
                for item in found
            ],
            requirement_texts=[(f"{item.lead_in} {item.text}",) for item in found],
            definitions=[
                (item.kind.value, item.name, item.section, item.line, item.value, item.text) for item in defined
            ],
            links=[
                (link.section, link.line, link.label, link.target, link.place, link.cited, link.state.value)
                for link in linked
            ],
            findings=document.findings,
        )


def _text(section: Section) -> str:
    """A section's text for search: without markup, names and program text included."""
    return "\n".join(plain(text) for text in searchable(section.blocks))


_COUNTED: dict[type, str] = {
    Paragraph: "paragraphs",
    List: "lists",
    Table: "tables",
    Layout: "layouts",
    Field: "fields",
    Note: "notes",
    Term: "terms",
}


def count(document: Document) -> dict[str, int]:
    """How many of each kind of thing a document has."""
    counts = Counter(dict.fromkeys(("sections", *_COUNTED.values()), 0))
    counts["sections"] = len(document.sections)
    for section in document.sections:
        for block in section.blocks:
            if name := _COUNTED.get(type(block)):
                counts[name] += 1
    return dict(counts)


def forget(database: Database, digest: str) -> None:
    """Remove what is stored of a content. In a transaction."""
    row = database.row("SELECT id FROM documents WHERE digest = ?", digest)
    if not row:
        return
    first, last = row[0] * SPAN, (row[0] + 1) * SPAN - 1
    database.execute(
        "INSERT INTO definition_texts (definition_texts, rowid, name, text)"
        " SELECT 'delete', id, name, text FROM definitions WHERE id BETWEEN ? AND ?",
        first,
        last,
    )
    database.execute("DELETE FROM definitions WHERE id BETWEEN ? AND ?", first, last)
    for table in TABLES:
        database.execute(f"DELETE FROM {table} WHERE rowid BETWEEN ? AND ?", first, last)
    database.execute("DELETE FROM documents WHERE id = ?", row[0])


def store(database: Database, imported: Imported) -> None:
    """Store a document in place of what is stored of the same content. In a transaction."""
    forget(database, imported.digest)
    inserted = database.execute(
        "INSERT INTO documents (digest, reader, name, title, revision, date, preview, path, counts, head)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        imported.digest,
        READER,
        *imported[1:9],
    )
    first = (inserted.lastrowid or 0) * SPAN

    def rows(values: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
        return ((first + position, *value) for position, value in enumerate(values))

    database.many("INSERT INTO sections VALUES (?, ?, ?, ?)", rows(imported.sections))
    database.many("INSERT INTO section_texts (rowid, title, body) VALUES (?, ?, ?)", rows(imported.section_texts))
    database.many("INSERT INTO requirements VALUES (?, ?, ?, ?, ?, ?)", rows(imported.requirements))
    database.many("INSERT INTO requirement_texts (rowid, text) VALUES (?, ?)", rows(imported.requirement_texts))
    database.many("INSERT INTO definitions VALUES (?, ?, ?, ?, ?, ?, ?)", rows(imported.definitions))
    database.execute(
        "INSERT INTO definition_texts (rowid, name, text)"
        " SELECT id, name, text FROM definitions WHERE id BETWEEN ? AND ?",
        first,
        first + SPAN - 1,
    )
    database.many("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows(imported.links))
