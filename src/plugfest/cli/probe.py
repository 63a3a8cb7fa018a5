"""`plugfest probe`: what a server can do."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plugfest.net.survey import Finding, Survey


@click.command()
@click.argument("target", metavar="smb://USER:PASSWORD@HOST[:PORT][/SHARE]")
@click.option("--read-only", is_flag=True, help="Make no file on the share, not even one of our own that goes again.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def probe(target: str, read_only: bool, as_json: bool) -> int:
    """Find out what a file server can do.

    Without a share only the server is asked. On a share everything is tried on one file of our own, which the server
    deletes when it is closed. The exit status is 1 where something could not be looked at.
    """
    from plugfest.cli.output import print_json, print_table
    from plugfest.net import parse_url
    from plugfest.net.survey import survey

    found = asyncio.run(survey(parse_url(target), write=not read_only))
    if as_json:
        print_json(found)
    else:
        print_table(("what", "answer"), rows(found), fold=("answer",))
    for problem in found.problems:
        click.echo(f"plugfest: {problem}", err=True)
    return 1 if found.problems else 0


def rows(found: Survey) -> list[tuple[str, str]]:
    """Everything that was found, in lines."""
    answers = [
        ("server", f"{found.host}:{found.port}, ServerGuid {found.server_guid}"),
        *((f"dialect {one}", _several(flags)) for one, flags in found.dialects.items()),
        *((f"signing in {one}", mode) for one, mode in found.signing.items()),
        ("negotiate contexts of 3.1.1", _several(found.negotiate_contexts)),
        ("ciphers of 3.1.1", _several(found.ciphers)),
        ("signing algorithms of 3.1.1", _several(found.signing_algorithms)),
        ("compression of 3.1.1", _several(found.compression)),
        ("MaxTransactSize", str(found.max_transact_size)),
        ("MaxReadSize", str(found.max_read_size)),
        ("MaxWriteSize", str(found.max_write_size)),
    ]
    if found.user or found.credits:
        answers += [
            ("logged on as", f"{found.user or 'anonymous'}{', taken as a guest' if found.guest else ''}"),
            ("credits", f"{found.credits} at hand after asking for 8192"),
            ("pipes", _several(found.pipes)),
            ("shares", _several(found.shares)),
        ]
    if found.file_classes:
        answers.append(("file system", f"{found.file_system}: {_several(found.file_system_attributes)}"))
    for what, findings in (
        ("control code", found.control_codes),
        ("file class", found.file_classes),
        ("file system class", found.file_system_classes),
        ("directory class", found.directory_classes),
        ("create context", found.create_contexts),
    ):
        answers += [(f"{what} {one.name}", _answer(one)) for one in findings]
    answers += [("note", found.note)] if found.note else []
    return answers + [("problem", problem) for problem in found.problems]


def _several(items: list[str]) -> str:
    return ", ".join(items) or "none"


def _answer(finding: Finding) -> str:
    good = finding.status in ("STATUS_SUCCESS", "answered")
    return f"{'yes' if finding.supported else 'no'}{'' if good else f' ({finding.status})'}"
