"""Draw a sample of what the library says, to be judged by eye: links, notes, lists.

    python bench/sample_library.py links|notes|lists [--count 300] [--seed N] [DOC…]

The seed is printed, so that a sample can be drawn again. What is printed is prose of the documents: it stays here.
"""

from __future__ import annotations

import argparse
import random
import secrets
from collections.abc import Iterator

from plugfest.records.documents import List
from plugfest.specs import open_library
from plugfest.specs.inline import plain
from plugfest.specs.library import Library, StoredDocument
from plugfest.specs.notes import product_notes
from plugfest.specs.search import links_of


def links(library: Library, stored: StoredDocument) -> Iterator[str]:
    """Each link with its verdict and its target's title."""
    for link in links_of(library, stored):
        titles = library.document(link.target).titles() if link.target in library.names() else {}
        target = f"{link.target} {link.place} {titles.get(link.place, '')}".strip()
        yield f"{link.state:12} [{link.document}] {link.section} line {link.line}: {link.label!r} -> {target}"


def notes(library: Library, stored: StoredDocument) -> Iterator[str]:
    """Each product note with the sentence that carries it."""
    for note in product_notes(stored.load()):
        yield f"[{stored.name}] <{note.number}> {note.section}: {note.sentence}\n    note: {note.text}"


def lists(library: Library, stored: StoredDocument) -> Iterator[str]:
    """Each list that has more than one level, as a tree."""
    for section in stored.sections():
        for block in section.blocks:
            if isinstance(block, List) and any(item.depth for item in block.items):
                tree = "\n".join(f"{'   ' * item.depth}- {plain(item.text)[:110]}" for item in block.items)
                yield f"[{stored.name}] {section.number} line {block.line}\n{tree}\n"


def main() -> None:
    """Print a sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["links", "notes", "lists"])
    parser.add_argument("documents", nargs="*")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    arguments = parser.parse_intermixed_args()
    draw = {"links": links, "notes": notes, "lists": lists}[arguments.what]
    with open_library() as library:
        chosen = [library.document(name) for name in arguments.documents] or list(library.newest().values())
        everything = [line for stored in chosen for line in draw(library, stored)]
    sample = random.Random(arguments.seed).sample(everything, min(arguments.count, len(everything)))
    print(f"seed {arguments.seed}, {len(sample)} of {len(everything)}")
    print("\n".join(sample))


if __name__ == "__main__":
    main()
