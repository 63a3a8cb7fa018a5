"""`plugfest demo`: the embedded server, the suites, a report that opens in a browser."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("plugfest-report.html"),
    show_default=True,
    help="Where the report goes.",
)
def demo(output: Path) -> int:
    """Test the embedded server and write a report, one HTML file that needs nothing else."""
    from plugfest.cli.report import check_folder, write_report
    from plugfest.cli.test import Options, run_test
    from plugfest.conformance.embedded import embedded_server
    from plugfest.conformance.interrupt import promptly
    from plugfest.store.runs import RunStore

    check_folder(output)
    with promptly(), embedded_server() as setting:
        status = run_test(setting.profile, Options(allow_disruptive=True))
    store = RunStore()
    try:
        place = write_report(store, store.run("last"), output)
    finally:
        store.close()
    click.echo(f"written  {place.absolute()}")
    return status
