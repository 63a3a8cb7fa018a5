"""Search, definitions and link checks over the newest revisions of a library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from plugfest.errors import InputError
from plugfest.specs.definitions import Definition, Kind
from plugfest.specs.library import Library, StoredDocument
from plugfest.specs.links import Link, LinkState
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
_CANDIDATES = 400
"""Of so many the best are taken: more than enough to tell one document from the others."""


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
        return cls(terms=terms, document=filters.get("doc", "").upper(), section=filters.get("section", ""), kind=kind)

    def match(self, joined: str = " AND ") -> str:
        """The query in the language of FTS5. Words that are everywhere count only within a phrase, or alone."""
        terms = [term for term in self.terms if term.lower() not in _COMMON] or list(self.terms)
        return joined.join(_quoted(term) for term in terms)


def _quoted(term: str) -> str:
    star = "*" if term.endswith("*") else ""
    return '"' + " ".join(_TOKEN.findall(term)) + '"' + star


def search(library: Library, text: str, limit: int = 20) -> list[Hit]:
    """The best hits for a query, the best first.

    Names that a document defines come before the sections that speak of them. If no section has all the words, those
    that have some are found.
    """
    query = Query.parse(text)
    newest = {document.id: document for document in library.newest().values()}
    if query.document:
        wanted = library.document(query.document)
        newest = {wanted.id: wanted}
    finder = _Finder(library, query, newest, limit)
    if query.kind == "requirement":
        return finder.requirements(query.match()) or finder.requirements(query.match(" OR "))
    if query.kind and query.kind != "section":
        return finder.definitions(query.match()) or finder.definitions(query.match(" OR "))
    hits = [] if query.kind else finder.exact()
    hits += finder.sections(query.match())
    if len(hits) < limit and len(query.terms) > 1:
        seen = {(hit.document, hit.section) for hit in hits}
        more = finder.sections(query.match(" OR "))
        hits += [hit for hit in more if (hit.document, hit.section) not in seen]
    return hits[:limit]


class _Finder:
    def __init__(self, library: Library, query: Query, newest: dict[int, StoredDocument], limit: int) -> None:
        self.database = library.database
        self.query = query
        self.newest = newest
        self.limit = limit
        self.first, self.last = 0, 2**62
        if len(newest) == 1:
            [only] = newest.values()
            self.first, self.last = only.first, only.last

    def _wanted(self, row_id: int, section: str) -> StoredDocument | None:
        prefix = self.query.section
        if prefix and section != prefix and not section.startswith(f"{prefix}."):
            return None
        return self.newest.get(row_id // SPAN)

    def _title(self, document: StoredDocument, section: str) -> str:
        row = self.database.row(
            "SELECT title FROM sections WHERE number = ? AND id BETWEEN ? AND ?", section, document.first, document.last
        )
        return row[0] if row else ""

    def exact(self) -> list[Hit]:
        """Definitions of the identifiers in the query, one a document."""
        hits: list[Hit] = []
        for term in self.query.terms:
            if len(self.query.terms) > 1 and not _IDENTIFIER.match(term):
                continue
            found: list[tuple[int, Hit]] = []
            for hit, row_id in self._defined(f"{_column(term)} = ?", term):
                if not any(hit.document == other.document and hit.kind == other.kind for _, other in found):
                    found.append((row_id, hit))
            hits += [hit for _, hit in found[: max(3, self.limit // 4)]]
        return hits

    def _defined(self, where: str, *values: Any) -> Iterator[tuple[Hit, int]]:
        rows = self.database.rows(
            f"SELECT id, kind, name, section, line, value, text FROM definitions WHERE {where}"
            " AND +id BETWEEN ? AND ? ORDER BY id LIMIT ?",
            *values,
            self.first,
            self.last,
            _CANDIDATES,
        )
        for row in rows:
            if hit := self._definition(row):
                yield hit, row[0]

    def _definition(self, row: tuple[Any, ...]) -> Hit | None:
        row_id, kind, name, section, line, value, text = row
        document = self._wanted(row_id, section)
        if document is None:
            return None
        snippet = f"{value} {text}".strip()
        return Hit(
            document=document.name,
            section=section,
            title=self._title(document, section),
            kind=kind,
            name=name,
            snippet=_short(snippet),
            line=line,
        )

    def sections(self, match: str) -> list[Hit]:
        """Sections by their text."""
        rows = self.database.rows(
            "SELECT rowid, bm25(section_texts, 8.0, 1.0) AS score FROM section_texts WHERE section_texts MATCH ?"
            " AND rowid BETWEEN ? AND ? ORDER BY rank LIMIT ?",
            match,
            self.first,
            self.last,
            _CANDIDATES,
        )
        hits: list[Hit] = []
        for row_id, _ in sorted(rows, key=lambda row: row[1]):
            found = self.database.row("SELECT number, title FROM sections WHERE id = ?", row_id)
            assert found
            document = self._wanted(row_id, found[0])
            if document is None:
                continue
            snippet = self.database.row(
                "SELECT snippet(section_texts, 1, '', '', ' … ', 24) FROM section_texts"
                " WHERE section_texts MATCH ? AND rowid = ?",
                match,
                row_id,
            )
            hits.append(
                Hit(
                    document=document.name,
                    section=found[0],
                    title=found[1],
                    kind="section",
                    snippet=_short(snippet[0] if snippet else ""),
                )
            )
            if len(hits) >= self.limit:
                break
        return hits

    def definitions(self, match: str) -> list[Hit]:
        """Definitions of the kind asked for by name and text, names that are in the query first."""
        kind = self.query.kind
        hits = [hit for term in self.query.terms for hit, _ in self._defined("name = ? AND kind = ?", term, kind)]
        rows = self.database.rows(
            "SELECT id, kind, definitions.name, section, line, value, definitions.text FROM definition_texts"
            " JOIN definitions ON definitions.id = definition_texts.rowid"
            " WHERE definition_texts MATCH ? AND kind = ? AND id BETWEEN ? AND ?"
            " ORDER BY bm25(definition_texts, 5.0, 1.0) LIMIT ?",
            match,
            kind,
            self.first,
            self.last,
            _CANDIDATES,
        )
        hits += [hit for row in rows if (hit := self._definition(row)) and hit not in hits]
        return hits[: self.limit]

    def requirements(self, match: str) -> list[Hit]:
        """Requirements by their text."""
        rows = self.database.rows(
            "SELECT requirements.id, requirements.body FROM requirement_texts"
            " JOIN requirements ON requirements.id = requirement_texts.rowid"
            " WHERE requirement_texts MATCH ? AND requirements.id BETWEEN ? AND ? ORDER BY rank LIMIT ?",
            match,
            self.first,
            self.last,
            _CANDIDATES,
        )
        hits: list[Hit] = []
        for row_id, body in rows:
            item = msgspec.msgpack.decode(body)
            if self._wanted(row_id, item["section"]):
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
        return hits[: self.limit]


def _column(term: str) -> str:
    return "value" if term[:2] in ("0x", "0X") else "name"


def _short(text: str, length: int = 200) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def define(library: Library, name: str, document: str = "") -> tuple[list[Definition], list[Hit]]:
    """Where a name is defined, and the sections that use it. Raises InputError if it is neither."""
    newest = library.newest()
    if document:
        wanted = library.document(document)
        newest = {wanted.name: wanted}
    by_id = {stored.id: stored for stored in newest.values()}
    column = _column(name)
    rows = library.database.rows(
        f"SELECT id, kind, name, section, line, value, text FROM definitions WHERE {column} = ?1 OR id IN"
        " (SELECT rowid FROM definition_texts WHERE definition_texts MATCH ?2 AND"
        " (definition_texts.name LIKE ?3 ESCAPE '\\' OR definition_texts.name LIKE ?4 ESCAPE '\\')) ORDER BY id",
        name,
        f"name : {_quoted(name)}",
        f"{_escaped(name)} (%)",
        f"% ({_escaped(name)})",
    )
    found = [
        Definition(
            document=by_id[row_id // SPAN].name,
            kind=Kind(kind),
            name=own,
            section=section,
            line=line,
            value=value,
            text=text,
        )
        for row_id, kind, own, section, line, value, text in rows
        if row_id // SPAN in by_id
    ]
    filters = f" doc:{document}" if document else ""
    uses = [hit for hit in search(library, f'"{name}" kind:section{filters}', 50) if _TOKEN.search(name)]
    if not found and not uses:
        close = library.database.rows(
            "SELECT DISTINCT name FROM definitions WHERE name LIKE ? ESCAPE '\\' LIMIT 3", f"{_escaped(name[:6])}%"
        )
        raise InputError(f"{name} is not in the library" + "".join(f"; perhaps {row[0]}" for row in close))
    return found, uses


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def links_of(library: Library, stored: StoredDocument) -> Iterator[Link]:
    """The links of a document, those to other documents judged by what the library has now."""
    newest = library.newest()
    titles: dict[str, dict[str, str]] = {}
    for section, line, label, target, place, cited, state in library.database.rows(
        "SELECT section, line, label, target, place, cited, state FROM links WHERE id BETWEEN ? AND ? ORDER BY id",
        stored.first,
        stored.last,
    ):
        judged = _judged(LinkState(state), target, place, newest, titles)
        yield Link(
            document=stored.name,
            section=section,
            line=line,
            label=label,
            target=target,
            place=place,
            cited=bool(cited),
            state=judged,
        )


STATISTICS = (
    *("sections", "paragraphs", "lists", "tables", "layouts", "fields", "notes", "terms"),
    *("links", "dangling", "requirements"),
)


def statistics(library: Library) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """Totals, and the counts of each document; dangling links are those that the library as it is cannot follow."""
    documents: dict[str, dict[str, int]] = {}
    dangling = _dangling(library)
    for name, stored in library.newest().items():
        counts = stored.counts()
        counts["dangling"] = dangling.get(stored.id, 0)
        documents[name] = {key: counts[key] for key in STATISTICS}
    totals = {"documents": len(documents)}
    totals |= {key: sum(counts[key] for counts in documents.values()) for key in STATISTICS}
    return totals, dict(sorted(documents.items()))


def _dangling(library: Library) -> dict[int, int]:
    """Document id → how many of its links lead nowhere."""
    newest = library.newest()
    counts: dict[int, int] = {}
    titles: dict[str, dict[str, str]] = {}
    for row_id, target, place, state in library.database.rows(
        "SELECT id, target, place, state FROM links WHERE state IN (?, ?)", LinkState.DANGLING, LinkState.ABSENT
    ):
        if _judged(LinkState(state), target, place, newest, titles) is LinkState.DANGLING:
            counts[row_id // SPAN] = counts.get(row_id // SPAN, 0) + 1
    return counts


def _judged(
    state: LinkState, target: str, place: str, newest: dict[str, StoredDocument], titles: dict[str, dict[str, str]]
) -> LinkState:
    """The state of a link, one to another document by what the library has now; `titles` is filled on the way."""
    if state is not LinkState.ABSENT or target not in newest:
        return state
    if target not in titles:
        titles[target] = newest[target].titles()
    known = not place or place in titles[target] or not place[0].isdigit()
    return LinkState.RESOLVED if known else LinkState.DANGLING
