"""A sample of requirements to be judged by a second reader: `python -m tests.sample_requirements decisions MS-SRVS`.

`decisions` draws requirements of a server with the decision whether a test over the network can decide them, and the
reason if not; `covered` draws requirements that cases cite, and prints the source of those cases beside the sentence.
It uses the library that PLUGFEST_LIBRARY names; what it prints holds sentences of the documents and is not committed.
"""

from __future__ import annotations

import argparse
import ast
import random
import textwrap
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from plugfest.conformance.runner import collect
from plugfest.conformance.trace import Traced, trace
from plugfest.records import Case
from plugfest.specs import open_library
from plugfest.specs.library import Library


def main() -> None:
    """Print the sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("decisions", "covered"))
    parser.add_argument("documents", nargs="+", metavar="DOC")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--count", type=int, default=60)
    arguments = parser.parse_args()
    cases = collect()
    with open_library() as library:
        traced = [one for name in arguments.documents for one in trace(name, cases, library).requirements]
        population = [one for one in traced if one.cases or arguments.what == "decisions"]
        chosen = random.Random(arguments.seed).sample(population, min(arguments.count, len(population)))
        print(f"seed {arguments.seed}: {len(chosen)} of {len(population)} {arguments.what}")
        for number, one in enumerate(chosen, 1):
            show(number, one, library)
            if arguments.what == "covered":
                show_cases([case for case in cases if case.id in one.cases])


def show(number: int, traced: Traced, library: Library) -> None:
    """The sentence where it stands, and what was decided of it."""
    decision = {True: "testable", False: f"not testable: {traced.reason}", None: "undecided"}[traced.testable]
    print(f"\n{number}. {traced.id}  {traced.level} {traced.actor}  [{decision}]  {', '.join(traced.cases)}")
    if (requirement := library.requirement(traced.id)) is None:
        print("   not in the library")
        return
    print(f"   {requirement.section} {requirement.title}, line {requirement.line}")
    if requirement.lead_in:
        print(f"   ({requirement.lead_in})")
    print(textwrap.indent(textwrap.fill(requirement.text, 116), "   "))


def show_cases(cases: Sequence[Case]) -> None:
    """The source lines of the cases."""
    for case in cases:
        print(f"   --- {case.id}, line {case.line}")
        print(textwrap.indent(source(Path(case.path), case.line), "   | "))


@cache
def source(path: Path, line: int) -> str:
    """The function whose decorators or definition begin at this line."""
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min(one.lineno for one in (node, *node.decorator_list))
            if first <= line <= node.lineno:
                return "\n".join(text.splitlines()[first - 1 : node.end_lineno])
    return "(not found)"


if __name__ == "__main__":
    main()
