"""`plugfest cases prove`: the kill matrix."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plugfest.cli.main import EXIT_BROKEN, EXIT_HELD
from plugfest.cli.output import print_json, print_table

if TYPE_CHECKING:
    from plugfest.conformance.prove import Matrix


@click.command()
@click.option("-k", "keyword", default="", metavar="EXPR", help="Only cases whose names match, as pytest has it.")
@click.option(
    "--suite", "suites", multiple=True, type=click.Path(path_type=Path), metavar="PATH", help="Your own cases."
)
@click.option("--json", "json_wanted", is_flag=True, help="Print as JSON.")
def prove(keyword: str, suites: tuple[Path, ...], json_wanted: bool) -> int:
    """Break each rule of the embedded server that a case covers, and see who notices.

    Every case has to pass the server as it is, and a case that cites a rule has to fail the server that breaks it.
    """
    from plugfest.cli.face import progress_end, progress_line
    from plugfest.conformance.interrupt import promptly
    from plugfest.conformance.prove import prove as prove_cases

    try:
        with promptly():
            matrix = prove_cases(suites, keyword, progress_line)
    finally:
        progress_end()
    if json_wanted:
        print_json(as_json(matrix))
    else:
        _print(matrix)
    return EXIT_HELD if matrix.holds else EXIT_BROKEN


def as_json(matrix: Matrix) -> dict[str, object]:
    """The matrix as one document."""
    return {
        "holds": matrix.holds,
        "duration": matrix.duration,
        "covered": matrix.covered,
        "unproven": [
            {"case": one.case, "verdict": one.kind, "reason": one.reason or one.actual} for one in matrix.unproven
        ],
        "not_applicable": [one.case for one in matrix.baseline if one.kind == "not_applicable"],
        "matrix": [
            {
                "rule": proof.rule,
                "operator": proof.operator,
                "outcome": proof.outcome,
                "killed_by": proof.killers,
                "verdicts": proof.verdicts,
                "others": proof.others,
            }
            for proof in matrix.proofs
        ],
    }


def _print(matrix: Matrix) -> None:
    rows = []
    for proof in matrix.proofs:
        cited = [f"{case} {kind.value}" for case, kind in proof.verdicts.items()]
        others = [f"({case})" for case in proof.others]
        rows.append((proof.outcome.value, proof.rule, proof.operator, ", ".join([*cited, *others]) or "not reached"))
    print_table(("mutant", "rule", "operator", "cases that cite it (others that failed too)"), rows)
    for verdict in matrix.unproven:
        click.echo(f"does not pass the embedded server: {verdict.case}: {verdict.kind.value}: {verdict.reason}")
    counts = Counter(proof.outcome.value for proof in matrix.proofs)
    documents = Counter(rule.partition(":")[0] for rule in matrix.covered)
    numbers = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items())) or "no rule is cited"
    covered = ", ".join(f"{number} of {name}" for name, number in sorted(documents.items())) or "none"
    click.echo(f"\n{len(matrix.baseline)} cases; mutants: {numbers}; {matrix.duration:.1f} s")
    click.echo(f"requirements covered: {covered}")
