"""`plugfest serve`: the reference server on its own."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plugfest.errors import InputError

if TYPE_CHECKING:
    from plugfest.net.server import Observer
    from plugfest.protocols.ms_smb2.server import ServerConfig
    from plugfest.protocols.rules import Rules

_LISTEN = "127.0.0.1:4455"
_DRAIN = 10


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--user",
    "users",
    multiple=True,
    metavar="NAME:PASSWORD[:GROUP,…]",
    help="An account; the group Administrators may do everything, such as sharing any folder. Repeat for more.",
)
@click.option(
    "--share",
    "shares",
    multiple=True,
    metavar="NAME[=PATH][,ro][,encrypt]",
    help="A share of the folder PATH, or one in memory. Repeat for more; IPC$ is always there.",
)
@click.option("--listen", metavar="HOST:PORT", help=f"Where to listen; port 0: any.  [default: {_LISTEN}]")
@click.option("--config", "file", type=click.Path(path_type=Path), help="A TOML file with all of it.")
@click.option("--name", help="The server's NetBIOS name.  [default: PLUGFEST]")
@click.option("--min-dialect", metavar="DIALECT", help="The lowest to speak, such as 3.0.")
@click.option("--max-dialect", metavar="DIALECT", help="The highest, such as 3.1.1.")
@click.option("--require-signing", is_flag=True, help="Refuse what is not signed.")
@click.option("--require-encryption", is_flag=True, help="Refuse what is not encrypted.")
@click.option("--allow-guest", is_flag=True, help="Let in names that are no user's.")
@click.option("--allow-anonymous", is_flag=True, help="Let in who gives no name.")
@click.option(
    "--state", type=click.Path(path_type=Path, file_okay=False), help="Where to keep what administrators change."
)
@click.option(
    "--share-root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Administrators may add shares of this folder and of those below it only.",
)
@click.option(
    "--limit", "limits", multiple=True, metavar="NAME=NUMBER", help="What a client may use up, see the guide."
)
@click.option(
    "--drain",
    type=click.IntRange(0),
    metavar="SECONDS",
    help=f"How long SIGTERM waits for what is in flight; a second one does not.  [default: {_DRAIN}]",
)
@click.option("--mutant", "mutants", multiple=True, metavar="RULE[:OPERATOR]", help="Break this rule, to try a suite.")
@click.option("--capture", type=click.Path(path_type=Path, dir_okay=False), help="Write all traffic to this pcapng.")
@click.option("--log-json", is_flag=True, help="One JSON line a message on standard output.")
def serve(path: Path | None, file: Path | None, listen: str | None, mutants: tuple[str, ...], **options: Any) -> None:
    """Run the reference SMB server until it is interrupted.

    PATH is a folder that is served as the share `share`. The server listens on loopback unless told otherwise, and
    nobody may log on who is not named.
    """
    from plugfest.net.configuration import parse_listen, parse_mutant, server_config
    from plugfest.net.loop import run
    from plugfest.protocols.rules import Rules

    keywords = _keywords(path, file, options)
    host, port = parse_listen(listen or keywords.pop("listen", "") or _LISTEN)
    keywords.pop("listen", None)
    drain = keywords.pop("drain", _DRAIN)
    state = keywords.pop("state", "")
    if not keywords["users"] and not keywords.get("allow_guest") and not keywords.get("allow_anonymous"):
        raise InputError("nobody could log on: give at least one --user NAME:PASSWORD")
    config = server_config(**keywords)
    rules = Rules(tuple(parse_mutant(mutant) for mutant in mutants))
    _allow_many_descriptors()
    with contextlib.ExitStack() as stack:
        observer = _observer(stack, options["capture"], options["log_json"])
        with contextlib.suppress(KeyboardInterrupt):
            run(_run(config, host, port, rules, observer, drain, state))


def _allow_many_descriptors() -> None:
    """As many as the system lets us have: each connection and each open file takes one."""
    with contextlib.suppress(ImportError, OSError, ValueError):  # Windows has no such limit
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _keywords(path: Path | None, file: Path | None, options: dict[str, Any]) -> dict[str, Any]:
    """What the file says, and what the options say beside or instead of it."""
    from plugfest.net.configuration import (
        dialects_between,
        make_share,
        parse_limit,
        parse_share,
        parse_user,
        read_configuration,
    )

    keywords: dict[str, Any] = read_configuration(file) if file is not None else {"users": [], "shares": []}
    keywords["users"] = [*keywords["users"], *map(parse_user, options["users"])]
    shares = [*keywords["shares"], *map(parse_share, options["shares"])]
    keywords["shares"] = [make_share("share", str(path)), *shares] if path is not None else shares
    if options["min_dialect"] or options["max_dialect"] or "dialects" not in keywords:
        keywords["dialects"] = dialects_between(options["min_dialect"], options["max_dialect"])
    keywords["limits"] = {**keywords.get("limits", {}), **dict(map(parse_limit, options["limits"]))}
    if options["drain"] is not None:
        keywords["drain"] = options["drain"]
    for key in ("state", "share_root"):
        if options[key] is not None:
            keywords[key] = str(options[key])
    for key in ("name", "require_signing", "require_encryption", "allow_guest", "allow_anonymous"):
        if options[key]:
            keywords[key] = options[key]
    return keywords


def _observer(stack: contextlib.ExitStack, capture: Path | None, log_json: bool) -> Observer | None:
    """Whoever watches the traffic."""
    from plugfest.cli.serve_watch import Capture, JsonLog, together

    watchers: list[Observer] = []
    if capture is not None:
        watchers.append(stack.enter_context(Capture(capture)))
    if log_json:
        watchers.append(JsonLog(sys.stdout))
    return together(watchers)


def _on_signal(action: Callable[[], object]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows has none: there, KeyboardInterrupt ends us
            loop.add_signal_handler(number, action)


async def _run(
    config: ServerConfig, host: str, port: int, rules: Rules, observer: Observer | None, drain: float, state: str
) -> None:
    """Serve until a signal comes; then finish what is in flight, unless a second one comes."""
    from plugfest.net.server import serve as listen
    from plugfest.net.state import StateFolder

    folder = StateFolder(state) if state else None
    stop = asyncio.Event()
    _on_signal(stop.set)
    try:
        async with listen(config, host=host, port=port, rules=rules, observer=observer, state_folder=folder) as running:
            names = ", ".join(share.name for share in config.shares)
            click.echo(f"plugfest serves {names} as \\\\{config.name} on {running.host}:{running.port}")
            sys.stdout.flush()
            await stop.wait()
            draining = asyncio.create_task(running.drain(drain))
            _on_signal(draining.cancel)
            with contextlib.suppress(asyncio.CancelledError):
                await draining
    except OSError as error:
        raise InputError(f"cannot listen on {host}:{port}: {error.strerror or error}") from None
