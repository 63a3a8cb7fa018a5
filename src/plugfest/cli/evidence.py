"""`plugfest evidence`: what one verdict rests on, as a zip to send."""

from __future__ import annotations

import re
from pathlib import Path

import click
import msgspec

from plugfest.cli.output import print_json
from plugfest.cli.report import from_library, known_statements, known_titles, stored_verdict
from plugfest.errors import InputError
from plugfest.reports import evidence_pack
from plugfest.store.runs import RunStore


@click.command()
@click.argument("case", metavar="CASE")
@click.option("--run", "run_id", metavar="RUN", help="The run; else the last that has the case.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@click.option("--json", "json_wanted", is_flag=True, help="Print as JSON what was written.")
def evidence(case: str, run_id: str | None, output: Path | None, json_wanted: bool) -> None:
    """Pack what the verdict on CASE rests on, for the owner of the document or of the server.

    The zip holds the capture with only this case's frames, where there was encryption a decrypted view and the keys,
    every message decoded, the requirement's sentence (its section, where the library does not hold the document), a
    question to the document's owner, the versions, and how to run it again. The same run gives the same bytes. The
    password of the target is not in it; what the case sent and the session keys are.
    """
    store = RunStore()
    try:
        run, found = stored_verdict(store, case, run_id)
        (verdict,) = [one for one in store.verdicts(run.id) if one.case == found.case]
    finally:
        store.close()
    output = output or Path(f"evidence-{_slug(verdict.case)}.zip")
    titles = from_library(known_titles, [verdict])
    try:
        data, names = evidence_pack(run, verdict, from_library(known_statements, [verdict]), titles=titles)
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(data)
    except OSError as error:
        raise InputError(f"{error.filename or output}: {error.strerror}") from error
    if json_wanted:
        print_json({"file": str(output), "run": run.id, **_about(msgspec.structs.asdict(verdict)), "files": names})
        return
    click.echo(f"{verdict.case}: {verdict.kind.value} in {run.id}")
    for name in names:
        click.echo(f"  {name}")
    click.echo(str(output))


def _about(verdict: dict[str, object]) -> dict[str, object]:
    return {name: verdict[name] for name in ("case", "kind", "requirement", "expected", "actual")}


def _slug(case: str) -> str:
    """`ms_srvs/share_enum.py::test_level_1` → `ms_srvs.share_enum.test_level_1`."""
    return re.sub(r"[^A-Za-z0-9_.-]+", ".", case.replace(".py::", ".").replace("/", ".")).strip(".")[:120] or "case"
