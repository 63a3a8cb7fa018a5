"""`plugfest serve`: the reference server on its own."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from typing import TYPE_CHECKING

import click

from plugfest.errors import InputError

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server import ServerConfig
    from plugfest.protocols.rules import Rules

_LISTEN = "127.0.0.1:4455"


@click.command()
@click.option("--listen", default=_LISTEN, metavar="HOST:PORT", show_default=True, help="Where to listen; port 0: any.")
@click.option(
    "--user",
    "users",
    multiple=True,
    metavar="NAME:PASSWORD[:GROUP,…]",
    help="An account; the group Administrators may do everything. Repeat for more.",
)
@click.option(
    "--share",
    "shares",
    multiple=True,
    metavar="NAME[,ro][,encrypt]",
    help="A share. Repeat for more; IPC$ is always there.",
)
@click.option("--name", default="PLUGFEST", show_default=True, help="The server's NetBIOS name.")
@click.option("--require-signing", is_flag=True, help="Refuse what is not signed.")
@click.option("--require-encryption", is_flag=True, help="Refuse what is not encrypted.")
@click.option("--mutant", "mutants", multiple=True, metavar="RULE[:OPERATOR]", help="Break this rule, to try a suite.")
def serve(
    listen: str,
    users: tuple[str, ...],
    shares: tuple[str, ...],
    name: str,
    require_signing: bool,
    require_encryption: bool,
    mutants: tuple[str, ...],
) -> None:
    """Run the reference SMB server until it is interrupted.

    It listens on loopback unless told otherwise, and nobody may log on who is not named with --user.
    """
    from plugfest.net.configuration import parse_listen, parse_mutant, parse_share, parse_user, server_config
    from plugfest.protocols.rules import Rules

    host, port = parse_listen(listen)
    if not users:
        raise InputError("nobody could log on: give at least one --user NAME:PASSWORD")
    config = server_config(
        users=[parse_user(user) for user in users],
        shares=[parse_share(share) for share in shares],
        name=name,
        require_signing=require_signing,
        require_encryption=require_encryption,
    )
    rules = Rules(tuple(parse_mutant(mutant) for mutant in mutants))
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(config, host, port, rules))


async def _run(config: ServerConfig, host: str, port: int, rules: Rules) -> None:
    from plugfest.net.server import serve as listen

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        async with listen(config, host=host, port=port, rules=rules) as running:
            names = ", ".join(share.name for share in config.shares)
            click.echo(f"plugfest serves {names} as \\\\{config.name} on {running.host}:{running.port}")
            sys.stdout.flush()
            await stop.wait()
    except OSError as error:
        raise InputError(f"cannot listen on {host}:{port}: {error.strerror or error}") from None
