"""`plugfest simulate`: what can be implemented from the text of a document alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plugfest.cli.output import print_json, print_table
from plugfest.errors import InputError

if TYPE_CHECKING:
    from plugfest.simulate.simulation import Simulation, Simulator
    from plugfest.specs import Library


@click.command()
@click.argument("documents", metavar="DOC...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every document of the library.")
@click.option(
    "--show",
    default="",
    metavar="NAME",
    help="Print a type or a method as Python, a structure with its sources, a set of constants, a state variable.",
)
@click.option(
    "--emit", type=click.Path(path_type=Path), metavar="FOLDER", help="Write one module for each raw interface."
)
@click.option("--findings", is_flag=True, help="Print every finding, not only how many there are.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def simulate(
    documents: tuple[str, ...], everything: bool, show: str, emit: Path | None, findings: bool, as_json: bool
) -> None:
    """Derive what an implementer of DOC would write from its text alone, and tell what stands in the way."""
    from plugfest.simulate.simulation import Simulator
    from plugfest.specs import open_library

    if not documents and not everything:
        raise InputError("name a document, or say --all")
    with open_library() as library:
        if show or emit:
            simulator = Simulator(library)
            names = simulator.documents() if everything else list(documents)
            if show:
                _show(simulator, names, show)
            if emit:
                _emit(simulator, names, emit)
            return
        found = simulations(library, documents, everything)
    if as_json:
        print_json({"totals": totals(found), "documents": found})
        return
    _print(found, findings or not everything)


def simulations(library: Library, documents: tuple[str, ...], everything: bool) -> list[Simulation]:
    """The simulations of some documents or all; all are kept beside the library until something changes."""
    from plugfest.simulate.simulation import Simulator, fingerprint, keep, kept

    key = fingerprint(library)
    known = kept(library, key)
    if not everything:
        names = [library.document(name).name for name in documents]
        if known is not None and (by_name := {one.document: one for one in known}).keys() >= set(names):
            return [by_name[name] for name in names]
        simulator = Simulator(library)
        return [simulator.simulate(name) for name in names]
    if known is None:
        from plugfest.cli.face import progress_end, progress_line
        from plugfest.simulate.whole import simulate_all

        try:
            known = simulate_all(library, progress=progress_line)
        finally:
            progress_end()
        keep(library, key, known)
    return known


def totals(found: list[Simulation]) -> dict[str, Any]:
    """Sums over documents."""
    from plugfest.cli.simulate_layouts import totals as totals_of_layouts
    from plugfest.cli.simulate_names import totals as totals_of_names
    from plugfest.cli.simulate_rules import totals as totals_of_rules

    kinds: dict[str, int] = {}
    methods = {"raw": 0, "object": 0, "codecs": 0}
    types: dict[str, int] = {}
    rules: dict[str, int] = {}
    for one in found:
        for interface in one.interfaces:
            kinds[interface.kind] = kinds.get(interface.kind, 0) + 1
            methods["raw" if interface.kind == "raw" else "object"] += interface.methods
            methods["codecs"] += interface.codecs
        for kind, count in one.types.items():
            types[kind] = types.get(kind, 0) + count
        for finding in one.findings:
            rules[finding.rule] = rules.get(finding.rule, 0) + 1
    return {
        "documents": {"simulated": len(found), "refused": sum(bool(one.refused) for one in found)},
        "interfaces": {**kinds, "all": sum(kinds.values())},
        "methods": {**methods, "all": methods["raw"] + methods["object"]},
        "types": types,
        **totals_of_layouts(one.layouts for one in found),
        **totals_of_names(one.names for one in found),
        **totals_of_rules(one.rules for one in found),
        "findings": rules,
    }


def _print(found: list[Simulation], in_full: bool) -> None:
    from plugfest.cli import simulate_layouts, simulate_names, simulate_rules

    rows = [
        (
            one.document,
            interface.name,
            interface.kind,
            f"{interface.codecs} of {interface.methods}" if interface.kind == "raw" else f"– of {interface.methods}",
            interface.uuid,
            interface.version,
        )
        for one in found
        for interface in one.interfaces
    ]
    if rows:
        print_table(("document", "interface", "kind", "codecs", "uuid", "version"), rows)
    for one in found:
        if one.unresolved:
            click.echo(f"{one.document} imports what the library does not have: {', '.join(one.unresolved)}")
    findings = [finding for one in found for finding in one.findings]
    if in_full and findings:
        click.echo()
        rows_found = [
            (
                f"{finding.document} {finding.section}",
                f"line {finding.line}",
                finding.rule,
                finding.subject,
                finding.reason
                + (f" ({finding.other_section}, line {finding.other_line})" if finding.other_line else ""),
            )
            for finding in findings
        ]
        print_table(("place", "line", "rule", "subject", "finding"), rows_found, fold=("finding",))
    if in_full:
        simulate_layouts.print_refused(refusal for one in found for refusal in one.layouts.refused)
    sums = totals(found)
    for line in (*simulate_layouts.summary(sums), *simulate_rules.summary(sums), *simulate_names.summary(sums)):
        click.echo(line)
    click.echo(
        f"{sums['interfaces']['all']} interfaces ({sums['interfaces'].get('raw', 0)} raw RPC),"
        f" {sums['methods']['all']} methods, {sums['methods']['codecs']} with codecs, {len(findings)} findings"
    )


def _show(simulator: Simulator, names: list[str], wanted: str) -> None:
    from plugfest.cli.simulate_layouts import show_structure
    from plugfest.cli.simulate_names import show_constants, show_state
    from plugfest.cli.simulate_rules import show_rules
    from plugfest.simulate.emitter import excerpt

    for name in names:
        document = simulator.document(name).name
        for model in simulator.interfaces(name):
            if model.kind == "raw" and (text := excerpt(model, wanted)):
                click.echo(text)
                return
        if show_structure(simulator.shelf, document, wanted):
            show_rules(simulator.rules, document, wanted)
            return
        state = simulator.vocabulary.state(document)
        found = show_constants(simulator.vocabulary.constants(document), wanted)
        if (state and show_state(state, wanted)) or found:
            return
    raise InputError(f"nothing that {', '.join(names)} defines is called {wanted}")


def _emit(simulator: Simulator, names: list[str], folder: Path) -> None:
    from plugfest.simulate.departures import departures_of
    from plugfest.simulate.emitter import emit

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            for model in simulator.interfaces(name):
                if model.kind != "raw" or not model.calls:
                    continue
                path = folder / f"{model.document.lower().replace('-', '_')}_{model.name.lower()}.py"
                path.write_text(emit(model, departures_of(model.document, model.name)), encoding="utf-8")
                click.echo(str(path))
    except OSError as error:
        raise InputError(f"{folder}: {error.strerror}") from error
