"""The library: every revision of every document, keyed by content, with its requirements, in one SQLite file."""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from plugfest.errors import InputError, SpecError
from plugfest.records.documents import Document, Section
from plugfest.records.requirements import Actor, Level, Requirement, RequirementId
from plugfest.specs.schema import MIGRATIONS, READER, SPAN, Imported, store
from plugfest.store.database import Database

_section = msgspec.msgpack.Decoder(Section)
_WRITTEN_OUT = re.compile(r"(?:section|§)\s*(?=\d)", re.IGNORECASE)
_head = msgspec.msgpack.Decoder(Document)
_requirement = msgspec.msgpack.Decoder(Requirement)


def library_folder() -> Path:
    """Where the user's library lies: `PLUGFEST_LIBRARY`, else the data folder of the desktop's convention."""
    if folder := os.environ.get("PLUGFEST_LIBRARY"):
        return Path(folder)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "plugfest" / "library"


class StoredDocument:
    """One revision of a document in the library; sections are read when they are asked for."""

    def __init__(self, database: Database, row: tuple[Any, ...]) -> None:
        self._database = database
        self.id: int
        self.id, self.digest, self.name, self.title, self.revision, self.date, preview, self.path = row
        self.preview = bool(preview)
        self.first, self.last = self.id * SPAN, (self.id + 1) * SPAN - 1
        """The row ids of its parts."""

    def section(self, number: str) -> Section:
        """A section by its number (`section 3.1` is one too), or by its title.

        Raises SpecError with the nearest ones if there is none.
        """
        wanted = _WRITTEN_OUT.sub("", number.strip())
        found = self._database.row(
            "SELECT body FROM sections WHERE id BETWEEN ?1 AND ?2 AND (number = ?3 OR title = ?3 COLLATE NOCASE)"
            " ORDER BY number <> ?3, id LIMIT 1",
            self.first,
            self.last,
            wanted,
        )
        if found:
            return _section.decode(found[0])
        titles = self.titles()
        like = [f"{own} {title}" for own, title in titles.items() if wanted.lower() in title.lower()][:3]
        hint = f"; nearest: {', '.join(like)}" if like and wanted else nearest(wanted, list(titles))
        raise SpecError(f"no such section{hint}", self.name, wanted)

    def titles(self) -> dict[str, str]:
        """Number → title of its sections, in order."""
        rows = self._database.rows(
            "SELECT number, title FROM sections WHERE id BETWEEN ? AND ? AND number <> '' ORDER BY id",
            self.first,
            self.last,
        )
        return dict(rows)

    def sections(self, prefix: str = "") -> Iterator[Section]:
        """The sections in order; with a number, that one and those below it."""
        for (body,) in self._database.rows(
            "SELECT body FROM sections WHERE id BETWEEN ?1 AND ?2"
            " AND (?3 = '' OR number = ?3 OR substr(number, 1, length(?3) + 1) = ?3 || '.') ORDER BY id",
            self.first,
            self.last,
            prefix,
        ):
            yield _section.decode(body)

    def sections_with_notes(self) -> Iterator[Section]:
        """The sections that hold the product-behaviour notes."""
        for (body,) in self._database.rows(
            "SELECT body FROM sections WHERE id BETWEEN ? AND ? AND title LIKE '%Product Behavior%' ORDER BY id",
            self.first,
            self.last,
        ):
            yield _section.decode(body)

    def head(self) -> Document:
        """The document without its sections."""
        row = self._database.row("SELECT head FROM documents WHERE id = ?", self.id)
        assert row
        return _head.decode(row[0])

    def load(self) -> Document:
        """The whole document."""
        return msgspec.structs.replace(self.head(), sections=tuple(self.sections()))

    def counts(self) -> dict[str, int]:
        """How many of each kind of thing it has."""
        row = self._database.row("SELECT counts FROM documents WHERE id = ?", self.id)
        assert row
        counts: dict[str, int] = json.loads(row[0])
        return counts

    def requirements(
        self, *, section: str = "", level: Level | None = None, actor: Actor | None = None
    ) -> list[Requirement]:
        """Its requirements in order; `section` with those below it; `both` counts for either actor."""
        rows = self._database.rows(
            "SELECT body FROM requirements WHERE id BETWEEN ?1 AND ?2"
            " AND (?3 = '' OR section = ?3 OR substr(section, 1, length(?3) + 1) = ?3 || '.')"
            " AND (?4 = '' OR level = ?4) AND (?5 = '' OR actor IN (?5, 'both')) ORDER BY id",
            self.first,
            self.last,
            section,
            level or "",
            actor or "",
        )
        return [_requirement.decode(body) for (body,) in rows]


class Library:
    """An open library. Use it in a `with` block, or close it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    # -- writing -----------------------------------------------------------------------------------------------------

    def digests(self) -> dict[str, tuple[str, str]]:
        """Name and revision by content, of what this version of the reader has read."""
        rows = self.database.rows("SELECT digest, name, revision FROM documents WHERE reader = ?", READER)
        return {digest: (name, revision) for digest, name, revision in rows}

    def add(self, imported: Imported) -> None:
        """Store one document: whole, or not at all. What an older reader stored of it is replaced."""
        with self.database.transaction():
            store(self.database, imported)

    # -- reading -----------------------------------------------------------------------------------------------------

    def documents(self) -> list[StoredDocument]:
        """Every revision, by name, the newest first."""
        rows = self.database.rows(f"{_SELECT} ORDER BY name, preview, date DESC, id DESC")
        return [StoredDocument(self.database, row) for row in rows]

    def newest(self) -> dict[str, StoredDocument]:
        """The newest revision of each document, by name."""
        return {document.name: document for document in reversed(self.documents())}

    def names(self) -> list[str]:
        """The names of the documents in it."""
        return [row[0] for row in self.database.rows("SELECT DISTINCT name FROM documents ORDER BY name")]

    def document(self, name: str, revision: str = "") -> StoredDocument:
        """The newest revision of a document, or the one asked for. Raises InputError with the nearest names."""
        wanted = name.strip().strip("[]").upper()
        row = self.database.row(
            f"{_SELECT} WHERE name = ?1 AND (?2 = '' OR revision = ?2) ORDER BY preview, date DESC, id DESC LIMIT 1",
            wanted,
            revision,
        )
        if row:
            return StoredDocument(self.database, row)
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
        row = self.database.row(
            f"SELECT body FROM requirements JOIN documents ON documents.id = requirements.id / {SPAN}"
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
        self.database.close()

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
    return Library(Database(path, MIGRATIONS))


def nearest(wanted: str, names: Sequence[str]) -> str:
    """`; nearest: A, B` for a message; empty if nothing is near."""
    close = difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)
    return f"; nearest: {', '.join(close)}" if close else ""
