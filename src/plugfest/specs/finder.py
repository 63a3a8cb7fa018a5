"""Finding: a query in its parts, and what it finds in the tables of a library, ranked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from plugfest.errors import InputError
from plugfest.specs.definitions import Kind
from plugfest.specs.library import Library
from plugfest.specs.schema import SPAN

KINDS = (*(kind.value for kind in Kind), "requirement", "section")
_FILTER = re.compile(r"(doc|section|kind):(\S+)")
_TERM = re.compile(r'"([^"]+)"|(\S+)')
_TOKEN = re.compile(r"\w+", re.UNICODE)
_COMMON = frozenset(
    {
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "is",
        "are",
        "be",
        "for",
        "and",
        "or",
        "not",
        "that",
        "which",
        "does",
    }
    | {"do", "what", "when", "if", "it", "as", "by", "with", "from", "how", "must"}
)
_IDENTIFIER = re.compile(r"0x[0-9A-Fa-f]+$|\w*_\w*$|\w*[a-z][A-Z]\w*$|[A-Za-z]\w*(?:\.\w+)+$|[A-Za-z]+\d\w*$")
"""What cannot be a word of prose; a query of one word is looked up in any case."""
_SAME_NAME = 400
"""Definitions of one name that are looked at; a field may be in hundreds of structures."""
_RANKED = 2000
"""So many matches are ranked in some milliseconds. Of more, those that have a word in their title or name come first,
and a sample, spread over the library, stands for the rest."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was found."""

    document: str
    section: str
    title: str
    """Of the section."""
    kind: str
    name: str = ""
    """Of the definition, or the id of the requirement."""
    snippet: str = ""
    line: int = 0


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for."""

    terms: tuple[str, ...]
    document: str = ""
    section: str = ""
    kind: str = ""

    @classmethod
    def parse(cls, text: str) -> Query:
        """Words, "phrases" and filters: `doc:MS-SMB2`, `section:3.3`, `kind:constant`. Raises InputError."""
        filters = dict(_FILTER.findall(text))
        kind = filters.get("kind", "").lower()
        if kind and kind not in KINDS:
            raise InputError(f"there is no kind {kind!r} (kinds: {', '.join(KINDS)})")
        terms = tuple(phrase or word for phrase, word in _TERM.findall(_FILTER.sub(" ", text)))
        terms = tuple(term for term in terms if _TOKEN.search(term))
        if not terms:
            raise InputError("nothing to search for")
        if short := next((term for term in terms if term.endswith("*") and len(_TOKEN.findall(term)[0]) < 2), ""):
            raise InputError(f"{short} begins almost everything: at least two letters before the star")
        return cls(terms=terms, document=filters.get("doc", "").upper(), section=filters.get("section", ""), kind=kind)

    def match(self, joined: str = " AND ") -> str:
        """The query in the language of FTS5. Words that are everywhere count only within a phrase, or alone."""
        terms = [term for term in self.terms if term.lower() not in _COMMON] or list(self.terms)
        return joined.join(quoted(term) for term in terms)

    def loosened(self) -> Query | None:
        """The query with its phrases taken apart; None if it has none."""
        words = tuple(word for term in self.terms for word in term.split() if _TOKEN.search(word))
        return None if words == self.terms else msgspec.structs.replace(self, terms=words)


def quoted(term: str) -> str:
    """A term as FTS5 wants it: a phrase of its words."""
    star = "*" if term.endswith("*") else ""
    return '"' + " ".join(_TOKEN.findall(term)) + '"' + star


class Finder:
    """What a query finds in the newest revisions of some documents."""

    def __init__(self, library: Library, query: Query, limit: int) -> None:
        self.database = library.database
        self.query = query
        self.limit = limit
        every = library.documents()
        newest = {document.name: document for document in reversed(every)}
        if query.document:
            wanted = library.document(query.document)
            newest = {wanted.name: wanted}
        self.newest = {document.id: document for document in newest.values()}
        self.first, self.last = 0, 2**62
        if len(self.newest) == 1:
            [only] = self.newest.values()
            self.first, self.last = only.first, only.last
        old = "" if len(every) == len(newest) or len(newest) == 1 else ", ".join(map(str, self.newest))
        self._newest_only = f" AND {{id}} / {SPAN} IN ({old})" if old else ""

    def _within(self, row_id: str) -> tuple[str, tuple[Any, ...]]:
        """SQL, and its values, for rows of the documents that are searched."""
        return f"{row_id} BETWEEN ? AND ?{self._newest_only.format(id=row_id)}", (self.first, self.last)

    def _below(self) -> tuple[str, tuple[Any, ...]]:
        """SQL, and its values, for the section that is searched, with those below it."""
        prefix = self.query.section.rstrip(".")
        if not prefix:
            return "", ()
        below = "({0} = ? OR {0} > ? AND {0} < ?)"
        if self.query.kind in ("", "section"):
            below = f"+section_texts.rowid IN (SELECT id FROM sections WHERE {below.format('number')})"
        return " AND " + below.format("section"), (prefix, f"{prefix}.", f"{prefix}/")

    def exact(self) -> list[Hit]:
        """Definitions of the identifiers in the query, one a document."""
        hits: list[Hit] = []
        for term in self.query.terms:
            if len(self.query.terms) > 1 and not _IDENTIFIER.match(term):
                continue
            found: list[Hit] = []
            for hit in self._defined(term):
                if not any(hit.document == other.document and hit.kind == other.kind for other in found):
                    found.append(hit)
            hits += found[: max(3, self.limit // 4)]
        return hits

    def _defined(self, term: str) -> Iterator[Hit]:
        kind = self.query.kind
        within, documents = self._within("+id")
        rows = self.database.rows(
            f"SELECT id, kind, name, section, line, value, text FROM definitions WHERE {column(term)} = ?"
            f" AND (? = '' OR kind = ?) AND {within} ORDER BY id LIMIT ?",
            *(term, kind, kind, *documents, _SAME_NAME),
        )
        prefix = self.query.section.rstrip(".")
        return (self._definition(row) for row in rows if not prefix or f"{row[3]}.".startswith(f"{prefix}."))

    def _definition(self, row: tuple[Any, ...]) -> Hit:
        row_id, kind, name, section, line, value, text = row
        document = self.newest[row_id // SPAN]
        title = self.database.row(
            "SELECT title FROM sections WHERE number = ? AND id BETWEEN ? AND ?", section, document.first, document.last
        )
        return Hit(
            document=document.name,
            section=section,
            title=title[0] if title else "",
            kind=kind,
            name=name,
            snippet=_short(f"{value} {text}".strip()),
            line=line,
        )

    def _best(self, table: str, weights: str, match: str, joined: str = "", head: str = "") -> list[int]:
        """Row ids of the best matches in a table of texts. `joined`: SQL for the other conditions' table.

        `head`: the column whose words say what a row is about.
        """
        within, documents = self._within(f"{table}.rowid")
        below, sections = self._below()
        kind = " AND kind = ?" if table == "definition_texts" else ""
        values = (*documents, *sections, *((self.query.kind,) if kind else ()))
        if below or kind:
            within = f"{within}{below}{kind}"
        else:
            joined = ""
        source = f"FROM {table} {joined} WHERE {table} MATCH ? AND {within}"

        def ranked(expression: str) -> list[int]:
            row = self.database.row(f"SELECT count(*) {source}", expression, *values)
            step = (row[0] if row else 0) // _RANKED + 1
            rows = self.database.rows(
                f"SELECT {table}.rowid, bm25({table}, {weights}) AS score {source} AND {table}.rowid % ? = 0"
                " ORDER BY score LIMIT ?",
                *(expression, *values, step, self.limit),
            )
            many = step > 1 and head and expression == match
            heads = ranked(f"({match}) AND {{{head}}} : ({self.query.match(' OR ')})") if many else []
            return list(dict.fromkeys([*heads, *(row_id for row_id, _ in rows)]))[: self.limit]

        return ranked(match)

    def sections(self, match: str) -> list[Hit]:
        """Sections by their text."""
        hits: list[Hit] = []
        for row_id in self._best("section_texts", "8.0, 1.0", match, head="title"):
            found = self.database.row(
                "SELECT number, sections.title, snippet(section_texts, 1, '', '', ' … ', 24) FROM section_texts"
                " JOIN sections ON sections.id = section_texts.rowid"
                " WHERE section_texts MATCH ? AND section_texts.rowid = ?",
                match,
                row_id,
            )
            assert found
            number, title, snippet = found
            document = self.newest[row_id // SPAN]
            hits.append(
                Hit(document=document.name, section=number, title=title, kind="section", snippet=_short(snippet))
            )
        return hits

    def definitions(self, match: str) -> list[Hit]:
        """Definitions of the kind asked for by name and text, names that are in the query first."""
        hits = [hit for term in self.query.terms for hit in self._defined(term)]
        joined = "JOIN definitions ON definitions.id = definition_texts.rowid"
        for row_id in self._best("definition_texts", "5.0, 1.0", match, joined, "name"):
            row = self.database.row(
                "SELECT id, kind, name, section, line, value, text FROM definitions WHERE id = ?", row_id
            )
            assert row
            if (hit := self._definition(row)) not in hits:
                hits.append(hit)
        return hits[: self.limit]

    def requirements(self, match: str) -> list[Hit]:
        """Requirements by their text."""
        hits: list[Hit] = []
        joined = "JOIN requirements ON requirements.id = requirement_texts.rowid"
        for row_id in self._best("requirement_texts", "1.0", match, joined):
            row = self.database.row("SELECT body FROM requirements WHERE id = ?", row_id)
            assert row
            item = msgspec.msgpack.decode(row[0])
            hits.append(
                Hit(
                    document=item["document"],
                    section=item["section"],
                    title=item["title"],
                    kind="requirement",
                    name=item["id"],
                    snippet=item["text"],
                    line=item["line"],
                )
            )
        return hits


def column(term: str) -> str:
    """The column of definitions that a term is looked up in: numbers are values."""
    return "value" if term[:2] in ("0x", "0X") else "name"


def _short(text: str, length: int = 200) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
