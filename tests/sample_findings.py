"""A sample of the findings of `simulate --all` to be read against the documents: `python -m tests.sample_findings`.

It uses the library that PLUGFEST_LIBRARY names and prints the seed, each finding and the lines around its two places.
"""

from __future__ import annotations

import argparse
import random

from plugfest.records.findings import Finding
from plugfest.simulate.simulation import Simulator
from plugfest.simulate.sources import lines_of
from plugfest.specs import open_library


def main() -> None:
    """Print the sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--rule", default="", help="only rules that begin so: `idl`, `constant`, `state.case`")
    parser.add_argument("--lines", type=int, default=8, help="lines shown at each place")
    arguments = parser.parse_args()
    with open_library() as library:
        simulator = Simulator(library)
        found = [
            finding
            for name in simulator.documents()
            for finding in simulator.simulate(name).findings
            if finding.rule.startswith(arguments.rule)
        ]
        chosen = random.Random(arguments.seed).sample(found, min(arguments.count, len(found)))
        print(f"seed {arguments.seed}: {len(chosen)} of {len(found)} findings")
        for number, finding in enumerate(chosen, 1):
            print(f"\n{number}. [{finding.document}] {finding.rule} {finding.subject}: {finding.reason}")
            if finding.quote:
                print(f"   {finding.quote}")
            show(simulator, finding, finding.section, finding.line, arguments.lines)
            if finding.other_line:
                show(simulator, finding, finding.other_section, finding.other_line, arguments.lines)


def show(simulator: Simulator, finding: Finding, section: str, line: int, count: int) -> None:
    """The lines at one place, as they stand in the document."""
    lines = lines_of(simulator.document(finding.document).section(section)) if section else []
    near = [one for one in lines if line - 2 * count <= one.number <= line + 2 * count]
    print(f"   {section}, line {line}")
    for one in near:
        print(f"   {one.number}{'>' if one.number == line else ' '} {one.text[:140]}")


if __name__ == "__main__":
    main()
