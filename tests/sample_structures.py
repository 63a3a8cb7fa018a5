"""A sample of the layouts of `simulate --all` to be read against the documents: `python -m tests.sample_structures`.

It uses the library that PLUGFEST_LIBRARY names and prints the seed, and for each layout what was derived from it, or
why nothing was, and the lines of its section.
"""

from __future__ import annotations

import argparse
import random
import re

from plugfest.simulate.sources import lines_of
from plugfest.simulate.structures.declaration import declaration
from plugfest.simulate.structures.model import DerivedStructure, Refusal
from plugfest.simulate.structures.shelf import Shelf
from plugfest.specs import Library, open_library

_QUOTE = re.compile(r"\s+\S+ line \d+: ")


def main() -> None:
    """Print the sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--compiled", type=int, default=100, help="structures to draw")
    parser.add_argument("--refused", type=int, default=60, help="refusals to draw")
    parser.add_argument("--width", type=int, default=400, help="characters shown of a line")
    parser.add_argument("--lines", type=int, default=80, help="lines shown of a section")
    arguments = parser.parse_args()
    draw = random.Random(arguments.seed)
    with open_library() as library:
        shelf = Shelf(library)
        everything = [shelf.structures(name) for name in sorted(library.newest())]
        compiled = [one for structures in everything for one in structures.compiled]
        refused = [one for structures in everything for one in structures.refused]
        few = draw.sample(compiled, min(arguments.compiled, len(compiled)))
        none = draw.sample(refused, min(arguments.refused, len(refused)))
        print(
            f"seed {arguments.seed}: {len(few)} of {len(compiled)} structures, {len(none)} of {len(refused)} refusals"
        )
        sample: list[DerivedStructure | Refusal] = [*few, *none]
        for number, one in enumerate(sample, 1):
            print(f"\n{number}. ", end="")
            print("\n".join(described(one)))
            show(library, one, arguments.lines, arguments.width)


def described(one: DerivedStructure | Refusal) -> list[str]:
    """What was derived, or why nothing was; without the sentences, which follow."""
    if isinstance(one, DerivedStructure):
        return [line for line in declaration(one) if not _QUOTE.match(line)]
    return [
        f"{one.title}, {one.document} {one.section} line {one.line}",
        f"  refused: {one.reason.value}: {one.field}",
    ]


def show(library: Library, one: DerivedStructure | Refusal, count: int, width: int) -> None:
    """The lines of its section, from the top, or around its layout where the section is long."""
    lines = lines_of(library.document(one.document).section(one.section))
    first = next((place for place, line in enumerate(lines) if line.number >= one.line), 0)
    start = max(0, min(first - 10, len(lines) - count))
    for line in lines[start : start + count]:
        if line.text.strip():
            print(f"   {line.number} {line.text[:width]}")


if __name__ == "__main__":
    main()
