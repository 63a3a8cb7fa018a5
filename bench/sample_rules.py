"""Draws rules that `plugfest simulate` compiled, each beside its sentence, to be read by a person.

    python bench/sample_rules.py [--seed N] [--count N] [DOC…]

The sentences come from the reader's own library; what is printed is not for keeping.
"""

from __future__ import annotations

import argparse
import random
import sys

from plugfest.cli.simulate_rules import rule_text
from plugfest.simulate.rules.model import FieldRule
from plugfest.simulate.rules.shelf import RuleShelf
from plugfest.specs import open_library


def main(arguments: list[str]) -> int:
    """Print the sample, one rule and its sentence each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("documents", nargs="*")
    given = parser.parse_args(arguments)
    print(f"seed {given.seed}")
    with open_library() as library:
        shelf = RuleShelf(library)
        rules: list[FieldRule] = []
        for name in given.documents or library.names():
            rules += shelf.fields(name).rules
        for rule in random.Random(given.seed).sample(rules, min(given.count, len(rules))):
            found = library.requirement(rule.requirement)
            print(f"\n{rule.requirement} {rule.field} [{rule.family}] {rule.level} {rule.actor} {rule.use}")
            print(f"  {rule_text(rule)}")
            print(f"  “{found.text if found else ''}”")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
