"""Facts: what verdicts need of a document's requirements, committed as data, without its prose.

`python -m plugfest.requirements.facts [DOC…]` writes them again from the user's library and says what changed.
Human decisions (`testable`, `reason`) are kept for each requirement that is still there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path

import msgspec

from plugfest.errors import Error, InputError
from plugfest.records.requirements import Fact, Facts, Requirement, RequirementId

_PACKAGE = "plugfest.facts"
FOLDER = Path(__file__).parents[1] / "facts"
"""Where they are written."""


def documents() -> list[str]:
    """The documents that there are facts of."""
    files = resources.files(_PACKAGE).iterdir()
    return sorted(file.name.removesuffix(".json") for file in files if file.name.endswith(".json"))


@lru_cache(maxsize=32)
def load_facts(document: str) -> Facts:
    """The facts of a document. Raises InputError if there are none."""
    file = resources.files(_PACKAGE) / f"{document}.json"
    try:
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"there are no facts of {document} (there are of {', '.join(documents())})") from None
    return msgspec.json.decode(data, type=Facts)


def find_fact(requirement_id: str) -> Fact | None:
    """The fact of a requirement, whatever the section part of the id says; None if it is not known."""
    wanted = RequirementId.parse(requirement_id)
    return _by_hash(wanted.document).get(wanted.hash)


@lru_cache(maxsize=32)
def _by_hash(document: str) -> dict[str, Fact]:
    if document not in documents():
        return {}
    return {RequirementId.parse(fact.id).hash: fact for fact in load_facts(document).requirements}


def facts_of(
    document: str, revision: str, date: str, requirements: Iterable[Requirement], old: Facts | None = None
) -> Facts:
    """The facts of a document's requirements, with the human decisions of the old ones."""
    decided = {RequirementId.parse(fact.id).hash: fact for fact in old.requirements} if old else {}
    facts = []
    for item in requirements:
        before = decided.get(RequirementId.parse(item.id).hash)
        facts.append(
            Fact(
                id=item.id,
                section=item.section,
                level=item.level,
                actor=item.actor,
                testable=before.testable if before else None,
                reason=before.reason if before else None,
            )
        )
    return Facts(document=document, revision=revision, date=date, requirements=tuple(facts))


def render(facts: Facts) -> str:
    """The committed form: one requirement a line, so that a change reads well."""
    head = {"document": facts.document, "revision": facts.revision, "date": facts.date}
    lines = ",\n".join(msgspec.json.encode(fact).decode() for fact in facts.requirements)
    return f'{msgspec.json.encode(head).decode()[:-1]},"requirements":[\n{lines}\n]}}\n'


def changes(old: Facts | None, new: Facts) -> Iterator[str]:
    """What differs, one line each."""
    before = {RequirementId.parse(fact.id).hash: fact for fact in old.requirements} if old else {}
    after = {RequirementId.parse(fact.id).hash: fact for fact in new.requirements}
    if old and (old.revision, old.date) != (new.revision, new.date):
        yield f"revision {old.revision} ({old.date}) → {new.revision} ({new.date})"
    for key, fact in after.items():
        was = before.get(key)
        if was is None:
            yield f"added {fact.id} {fact.level} {fact.actor}"
            continue
        for name in ("section", "level", "actor"):
            if getattr(was, name) != getattr(fact, name):
                yield f"{name} of {fact.id}: {getattr(was, name)} → {getattr(fact, name)}"
    for key, fact in before.items():
        if key not in after:
            decision = f" (it was {'' if fact.testable else 'not '}testable)" if fact.testable is not None else ""
            yield f"removed {fact.id}{decision}"


def cited_documents() -> list[str]:
    """The documents whose requirements our cases cite."""
    from plugfest.records.citations import Use, citations

    return sorted({found.document for found in citations() if found.use is Use.TESTS and found.requirement})


def main(arguments: list[str]) -> int:
    """Write the facts of the documents named, or of all that cases cite or that have facts."""
    from plugfest.specs.library import open_library

    wanted = [name.upper() for name in arguments] or sorted({*documents(), *cited_documents()})
    with open_library() as library:
        for name in wanted:
            if not arguments and name not in library.names():
                print(f"{name}: not in the library, left as it is")
                continue
            stored = library.document(name)
            old = load_facts(name) if name in documents() else None
            new = facts_of(name, stored.revision, stored.date, stored.requirements(), old)
            lines = list(changes(old, new))
            (FOLDER / f"{name}.json").write_text(render(new), encoding="utf-8")
            print(f"{name} {new.revision}: {len(new.requirements)} requirements, {len(lines)} changes")
            for line in lines if old else ():
                print(f"  {line}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Error as error:
        print(f"facts: {error}", file=sys.stderr)
        sys.exit(2)
