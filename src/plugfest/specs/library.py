"""The library: every revision of every document, keyed by content, with its requirements, in one SQLite file."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import msgspec

from plugfest.errors import InputError, SpecError
from plugfest.records.documents import Document, Section
from plugfest.records.requirements import Actor, Level, Requirement, RequirementId
from plugfest.store.database import Database

READER = 2
"""Raised when the reader or the extraction changed, so that known files are read again."""

_SCHEMA = """
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
    head BLOB NOT NULL
);
CREATE INDEX documents_by_name ON documents (name, preview, date, revision);
CREATE TABLE sections (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    position INTEGER NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;
CREATE INDEX sections_by_number ON sections (document, number);
CREATE TABLE requirements (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    position INTEGER NOT NULL,
    hash TEXT NOT NULL,
    section TEXT NOT NULL,
    level TEXT NOT NULL,
    actor TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;
CREATE INDEX requirements_by_hash ON requirements (hash);
"""
_MIGRATIONS = (_SCHEMA,)

_section = msgspec.msgpack.Decoder(Section)
_head = msgspec.msgpack.Decoder(Document)
_requirement = msgspec.msgpack.Decoder(Requirement)
_encode = msgspec.msgpack.Encoder().encode


def library_folder() -> Path:
    """Where the user's library lies: `PLUGFEST_LIBRARY`, else the data folder of the desktop's convention."""
    if folder := os.environ.get("PLUGFEST_LIBRARY"):
        return Path(folder)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "plugfest" / "library"


class Imported(NamedTuple):
    """One document, ready to be stored: encoded where it was read, so that another process can write it."""

    digest: str
    name: str
    title: str
    revision: str
    date: str
    preview: bool
    path: str
    head: bytes
    sections: list[tuple[str, str, bytes]]
    requirements: list[tuple[str, str, str, str, bytes]]
    findings: tuple[str, ...]

    @classmethod
    def of(cls, document: Document, requirements: Iterable[Requirement], path: str) -> Self:
        """Encode a document and its requirements."""
        return cls(
            digest=document.digest,
            name=document.name,
            title=document.title,
            revision=document.revision,
            date=document.date,
            preview=document.preview,
            path=path,
            head=_encode(msgspec.structs.replace(document, sections=())),
            sections=[(section.number, section.title, _encode(section)) for section in document.sections],
            requirements=[
                (RequirementId.parse(item.id).hash, item.section, item.level.value, item.actor.value, _encode(item))
                for item in requirements
            ],
            findings=document.findings,
        )


class StoredDocument:
    """One revision of a document in the library; sections are read when they are asked for."""

    def __init__(self, database: Database, row: tuple[Any, ...]) -> None:
        self._database = database
        self._id, self.digest, self.name, self.title, self.revision, self.date, preview, self.path = row
        self.preview = bool(preview)

    def section(self, number: str) -> Section:
        """A section by its number, or by its title. Raises SpecError with the nearest ones if there is none."""
        wanted = number.strip()
        found = self._database.row(
            "SELECT body FROM sections WHERE document = ?1 AND (number = ?2 OR title = ?2 COLLATE NOCASE)"
            " ORDER BY number <> ?2, position LIMIT 1",
            self._id,
            wanted,
        )
        if found:
            return _section.decode(found[0])
        numbers = [row[0] for row in self._database.rows("SELECT number FROM sections WHERE document = ?", self._id)]
        raise SpecError(f"no such section{nearest(wanted, numbers)}", self.name, wanted)

    def sections(self, prefix: str = "") -> Iterator[Section]:
        """The sections in order; with a number, that one and those below it."""
        for (body,) in self._database.rows(
            "SELECT body FROM sections WHERE document = ?1"
            " AND (?2 = '' OR number = ?2 OR substr(number, 1, length(?2) + 1) = ?2 || '.') ORDER BY position",
            self._id,
            prefix,
        ):
            yield _section.decode(body)

    def sections_with_notes(self) -> Iterator[Section]:
        """The sections that hold the product-behaviour notes."""
        for (body,) in self._database.rows(
            "SELECT body FROM sections WHERE document = ? AND title LIKE '%Product Behavior%' ORDER BY position",
            self._id,
        ):
            yield _section.decode(body)

    def head(self) -> Document:
        """The document without its sections."""
        row = self._database.row("SELECT head FROM documents WHERE id = ?", self._id)
        assert row
        return _head.decode(row[0])

    def load(self) -> Document:
        """The whole document."""
        return msgspec.structs.replace(self.head(), sections=tuple(self.sections()))

    def requirements(
        self, *, section: str = "", level: Level | None = None, actor: Actor | None = None
    ) -> list[Requirement]:
        """Its requirements in order; `section` with those below it; `both` counts for either actor."""
        rows = self._database.rows(
            "SELECT body FROM requirements WHERE document = ?1"
            " AND (?2 = '' OR section = ?2 OR substr(section, 1, length(?2) + 1) = ?2 || '.')"
            " AND (?3 = '' OR level = ?3) AND (?4 = '' OR actor IN (?4, 'both')) ORDER BY position",
            self._id,
            section,
            level or "",
            actor or "",
        )
        return [_requirement.decode(body) for (body,) in rows]


class Library:
    """An open library. Use it in a `with` block, or close it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- writing -----------------------------------------------------------------------------------------------------

    def digests(self) -> dict[str, tuple[str, str]]:
        """Name and revision by content, of what this version of the reader has read."""
        rows = self._database.rows("SELECT digest, name, revision FROM documents WHERE reader = ?", READER)
        return {digest: (name, revision) for digest, name, revision in rows}

    def add(self, imported: Imported) -> None:
        """Store one document: whole, or not at all. What an older reader stored of it is replaced."""
        with self._database.transaction():
            self._database.execute("DELETE FROM documents WHERE digest = ?", imported.digest)
            inserted = self._database.execute(
                "INSERT INTO documents (digest, reader, name, title, revision, date, preview, path, head)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                imported.digest,
                READER,
                imported.name,
                imported.title,
                imported.revision,
                imported.date,
                imported.preview,
                imported.path,
                imported.head,
            )
            key = inserted.lastrowid
            self._database.many(
                "INSERT INTO sections VALUES (?, ?, ?, ?, ?)",
                [(key, position, *section) for position, section in enumerate(imported.sections)],
            )
            self._database.many(
                "INSERT INTO requirements VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(key, position, *item) for position, item in enumerate(imported.requirements)],
            )

    # -- reading -----------------------------------------------------------------------------------------------------

    def documents(self) -> list[StoredDocument]:
        """Every revision, by name, the newest first."""
        rows = self._database.rows(f"{_SELECT} ORDER BY name, preview, date DESC, id DESC")
        return [StoredDocument(self._database, row) for row in rows]

    def names(self) -> list[str]:
        """The names of the documents in it."""
        return [row[0] for row in self._database.rows("SELECT DISTINCT name FROM documents ORDER BY name")]

    def document(self, name: str, revision: str = "") -> StoredDocument:
        """The newest revision of a document, or the one asked for. Raises InputError with the nearest names."""
        wanted = name.strip().strip("[]").upper()
        row = self._database.row(
            f"{_SELECT} WHERE name = ?1 AND (?2 = '' OR revision = ?2) ORDER BY preview, date DESC, id DESC LIMIT 1",
            wanted,
            revision,
        )
        if row:
            return StoredDocument(self._database, row)
        names = self.names()
        if not names:
            raise InputError("the library is empty: add specifications with `plugfest docs add PATH`")
        if wanted in names:
            revisions = [document.revision for document in self.documents() if document.name == wanted]
            raise InputError(f"{wanted} {revision} is not in the library (revisions: {', '.join(revisions)})")
        raise InputError(f"{wanted} is not in the library{nearest(wanted, names)}")

    def requirement(self, requirement_id: str) -> Requirement | None:
        """A requirement by its id, whatever the section part says; from the newest revision that has it."""
        wanted = RequirementId.parse(requirement_id)
        row = self._database.row(
            "SELECT body FROM requirements JOIN documents ON documents.id = requirements.document"
            " WHERE hash = ? AND name = ? ORDER BY preview, date DESC, documents.id DESC LIMIT 1",
            wanted.hash,
            wanted.document,
        )
        return _requirement.decode(row[0]) if row else None

    def requirements(self, name: str) -> list[Requirement]:
        """The requirements of a document's newest revision, in its order."""
        return self.document(name).requirements()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_SELECT = "SELECT id, digest, name, title, revision, date, preview, path FROM documents"


def open_library(folder: Path | str | None = None) -> Library:
    """Open the library in a folder, the user's own by default; it is made if it is not there."""
    path = (Path(folder) if folder else library_folder()) / "library.sqlite3"
    return Library(Database(path, _MIGRATIONS))


def nearest(wanted: str, names: Sequence[str]) -> str:
    """`; nearest: A, B` for a message; empty if nothing is near."""
    close = difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)
    return f"; nearest: {', '.join(close)}" if close else ""
