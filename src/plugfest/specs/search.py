"""Search, definitions and link checks over the newest revisions of a library."""

from __future__ import annotations

from collections.abc import Iterator

from plugfest.errors import InputError
from plugfest.specs.definitions import Definition, Kind
from plugfest.specs.finder import Finder, Hit, Query, column, quoted
from plugfest.specs.library import Library, StoredDocument
from plugfest.specs.links import Link, LinkState
from plugfest.specs.schema import SPAN


def search(library: Library, text: str, limit: int = 20) -> list[Hit]:
    """The best hits for a query, the best first.

    Names that a document defines come before the sections that speak of them. If no section has all the words, those
    that have some are found; if none has a phrase, those that have its words.
    """
    query = Query.parse(text)
    hits = _found(Finder(library, query, limit))
    if not hits and (loosened := query.loosened()):
        hits = _found(Finder(library, loosened, limit))
    return hits


def _found(finder: Finder) -> list[Hit]:
    query = finder.query
    if query.kind == "requirement":
        return finder.requirements(query.match()) or finder.requirements(query.match(" OR "))
    if query.kind and query.kind != "section":
        return finder.definitions(query.match()) or finder.definitions(query.match(" OR "))
    hits = [] if query.kind else finder.exact()
    hits += finder.sections(query.match())
    if len(hits) < finder.limit and len(query.terms) > 1:
        seen = {(hit.document, hit.section) for hit in hits}
        more = finder.sections(query.match(" OR "))
        hits += [hit for hit in more if (hit.document, hit.section) not in seen]
    return hits[: finder.limit]


def define(library: Library, name: str, document: str = "") -> tuple[list[Definition], list[Hit]]:
    """Where a name is defined, and the sections that use it. Raises InputError if it is neither."""
    newest = library.newest()
    if document:
        wanted = library.document(document)
        newest = {wanted.name: wanted}
    by_id = {stored.id: stored for stored in newest.values()}
    where = column(name)
    rows = library.database.rows(
        f"SELECT id, kind, name, section, line, value, text FROM definitions WHERE {where} = ?1 OR id IN"
        " (SELECT rowid FROM definition_texts WHERE definition_texts MATCH ?2 AND"
        " (definition_texts.name LIKE ?3 ESCAPE '\\' OR definition_texts.name LIKE ?4 ESCAPE '\\')) ORDER BY id",
        name,
        f"name : {quoted(name)}",
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
    uses = search(library, f'"{name}" kind:section{filters}', 50)
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
