"""`plugfest report`: the report of a run."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import click

from plugfest.cli.output import print_json, print_table
from plugfest.errors import Error, InputError
from plugfest.records import Run, Verdict, VerdictKind
from plugfest.reports import report_html, report_json, report_junit, report_subunit, report_subunit2, report_xlsx
from plugfest.store.runs import RunStore

T = TypeVar("T")


def known_statements(verdicts: Sequence[Verdict]) -> dict[str, str]:
    """The sentences of the requirements that the verdicts cite, as far as the user's library holds them."""
    return sentences({one for verdict in verdicts for one in (verdict.requirement, *verdict.covers) if one})


def sentences(wanted: Collection[str]) -> dict[str, str]:
    """The sentences of requirements, with what they stand under, as far as the user's library holds them."""
    from plugfest.specs import library_folder, open_library

    if not wanted or not library_folder().is_dir():
        return {}
    statements = {}
    with open_library() as library:
        for one in sorted(wanted):
            try:
                requirement = library.requirement(one)
            except InputError:  # a case of the user's cites something that is no id
                continue
            if requirement:
                statements[one] = " … ".join(part for part in (requirement.lead_in, requirement.text) if part)
    return statements


def known_titles(verdicts: Sequence[Verdict]) -> dict[str, Mapping[str, str]]:
    """The titles of the sections of the documents that the verdicts cite, as far as the user's library holds them."""
    from plugfest.specs import library_folder, open_library

    if not library_folder().is_dir():
        return {}
    cited = {one.partition(":")[0] for verdict in verdicts for one in verdict.covers}
    with open_library() as library:
        return {name: library.document(name).titles() for name in library.names() if name in cited}


def write_report(
    store: RunStore, run: Run, output: Path | None = None, since: Run | None = None, form: str = "html"
) -> Path:
    """Write a run's report, beside its captures unless `output` says where; returns where."""
    if output is None:
        Path(run.folder).mkdir(parents=True, exist_ok=True)  # its captures may have been deleted
        output = Path(run.folder) / f"report.{form}"
    check_folder(output)
    content = render(store, run, form, output.parent, since)
    try:
        output.write_bytes(content)
    except OSError as error:
        raise InputError(f"{output}: {error.strerror}") from error
    return output


def check_folder(output: Path) -> None:
    """Raise InputError where the file's folder is not there: a mistyped one is not made."""
    if not output.parent.is_dir():
        raise InputError(f"{output}: {output.parent} is no folder")


def render(store: RunStore, run: Run, form: str, folder: Path, since: Run | None = None) -> bytes:
    """A run's report; the page's links to the captures hold when it lies in `folder`."""
    verdicts = store.verdicts(run.id)
    statements = from_library(known_statements, verdicts)
    since = since or store.before(run)
    before = (since, store.verdicts(since.id, exchanges=False)) if since else None
    match form:
        case "html":
            base = Path(os.path.relpath(Path(run.folder).resolve(), folder.resolve())).as_posix()
            titles = from_library(known_titles, verdicts)
            base = "" if base == "." else base
            return report_html(run, verdicts, statements, titles=titles, before=before, base=base).encode()
        case "xlsx":
            return report_xlsx(run, verdicts, statements, titles=from_library(known_titles, verdicts))
        case "json":
            return report_json(run, verdicts, statements, before=before).encode()
        case "subunit2":
            return report_subunit2(run, verdicts, statements)
        case "subunit":
            return report_subunit(run, verdicts, statements).encode()
        case _:
            return report_junit(run, verdicts, statements).encode()


def from_library(ask: Callable[[Sequence[Verdict]], dict[str, T]], verdicts: Sequence[Verdict]) -> dict[str, T]:
    """What the library holds of it; one that cannot be read is told, and does not cost the report."""
    try:
        return ask(verdicts)
    except Error as error:
        click.echo(f"plugfest: no statements are shown: {error}", err=True)
        return {}


FORMATS = ("html", "junit", "json", "subunit", "subunit2", "xlsx")
_FILES = ("html", "xlsx")
"""These go to a file, whose name is printed; the others to standard output."""
_ENDINGS = {".xml": "junit"} | {f".{form}": form for form in FORMATS}


@click.command()
@click.argument("run", default="last")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="Without it the ending of -o's file (.xml: junit), else html."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write it; - is standard output.")
@click.option("--since", metavar="RUN", help="Tell what is different from that run; else from the one before.")
@click.option("--list", "listing", is_flag=True, help="List the runs instead.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json; the list as JSON, too.")
def report(run: str, form: str | None, output: Path | None, since: str | None, listing: bool, as_json: bool) -> None:
    """The report of RUN: its id, the beginning of it, or `last`.

    HTML and XLSX go to a file beside the run's captures, whose name is printed; the others to standard output.
    `subunit` is version 1, as Samba's tools read it, `subunit2` version 2.
    """
    store = RunStore()
    try:
        if listing:
            _list(store, as_json)
            return
        found = store.run(run)
        earlier = store.run(since) if since else None
        form = "json" if as_json else form or _ENDINGS.get(output.suffix.lower() if output else "", "html")
        if output == Path("-") or (output is None and form not in _FILES):
            click.echo(render(store, found, form, Path(), earlier), nl=False)
            return
        place = write_report(store, found, output, earlier, form)
        click.echo(f"{_summary(store, found)}\n{place}" if form in _FILES else str(place))
    finally:
        store.close()


def _summary(store: RunStore, run: Run) -> str:
    """`2026-11-20-1: 40 pass, 2 fail`."""
    counts = store.counts(run.id)
    name = run.id if run.finished else f"{run.id} (unfinished)"
    return f"{name}: " + (", ".join(f"{n} {kind.value}" for kind, n in counts.items()) or "no verdict")


def _list(store: RunStore, as_json: bool) -> None:
    rows = [(run, store.finished(run.id), store.counts(run.id)) for run in store.runs()]
    if as_json:
        keys = ("id", "target", "started", "finished", "counts")
        print_json([dict(zip(keys, (r.id, r.target, r.started, done, c), strict=True)) for r, done, c in rows])
        return
    if not rows:
        click.echo(f"no run is kept in {store.folder} yet", err=True)
    kinds = [kind for kind in VerdictKind if any(kind in counts for _, _, counts in rows)]
    print_table(
        ["run", "started", "target", *(kind.value for kind in kinds)],
        [
            (
                r.id,
                r.started[:16].replace("T", " ") + ("" if done else " (unfinished)"),
                r.target,
                *(str(c.get(k, 0)) for k in kinds),
            )
            for r, done, c in rows
        ],
    )


def stored_verdict(store: RunStore, name: str, run_id: str | None) -> tuple[Run, Verdict]:
    """The case of that name in that run, or in the last one that has it, what did not hold first."""
    from plugfest.cli.cases import find_name
    from plugfest.reports.model import Standing, standing

    runs = [store.run(run_id)] if run_id else [run for run in store.runs() if not run.replays]
    for run in runs:
        table = {verdict.case: verdict for verdict in store.verdicts(run.id, exchanges=False)}
        broken = [case for case, verdict in table.items() if standing(verdict) is not Standing.PASS]
        found = [case for case in table if case == name] or [case for case in broken if name in case]
        found = found or [case for case in table if name in case]
        if found or run_id:
            return run, table[find_name(name, found or list(table))]
    raise InputError(f"no stored run has a case {name!r}")
