"""`plugfest proxy`: a man in the middle that shows every message."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plugfest.errors import InputError

if TYPE_CHECKING:
    from plugfest.capture import CaptureWriter
    from plugfest.net.proxy import Observed
    from plugfest.protocols.ms_smb2.messages import Packet
    from plugfest.protocols.ms_smb2.proxy import Seen

_LISTEN = "127.0.0.1:4456"


@click.command()
@click.option("--to", "to", required=True, metavar="HOST:PORT", help="The server.")
@click.option(
    "--listen", default=_LISTEN, show_default=True, metavar="HOST:PORT", help="Where clients connect; port 0: any."
)
@click.option("--capture", type=click.Path(path_type=Path, dir_okay=False), help="Write all traffic to this pcapng.")
@click.option("-v", "--verbose", is_flag=True, help="Every field of every message.")
def proxy(to: str, listen: str, capture: Path | None, verbose: bool) -> None:
    """Relay connections to a file server, and show every message both ways, a line each.

    Nothing is changed on the way. Messages that are encrypted are shown as such.
    """
    from plugfest.capture import CaptureWriter
    from plugfest.net.configuration import parse_listen

    if capture is not None and not capture.parent.is_dir():
        raise InputError(f"{capture}: {capture.parent} is no folder")
    began = time.time()
    with contextlib.ExitStack() as stack:
        writer = stack.enter_context(CaptureWriter(capture, began=began)) if capture else None
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_run(parse_listen(to, "--to"), parse_listen(listen), Printer(began, writer, verbose)))


async def _run(to: tuple[str, int], listen: tuple[str, int], printer: Printer) -> None:
    from plugfest.net.proxy import proxy as relay

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        async with relay(*to, host=listen[0], port=listen[1], observer=printer) as running:
            click.echo(f"plugfest relays {running.host}:{running.port} to {to[0]}:{to[1]}")
            sys.stdout.flush()
            await stop.wait()
    except OSError as error:
        raise InputError(f"cannot listen on {listen[0]}:{listen[1]}: {error.strerror or error}") from None


class Printer:
    """Prints what passes, and writes the capture."""

    def __init__(self, began: float, writer: CaptureWriter | None, verbose: bool) -> None:
        self._began = began
        self._writer = writer
        self._verbose = verbose

    def __call__(self, number: int, what: Observed) -> None:
        """Something has happened on a connection."""
        from plugfest.net.proxy import Closed, Opened, Refused
        from plugfest.protocols.ms_smb2.proxy import Lost, Seen

        now = time.time() - self._began
        if self._writer is not None:
            if isinstance(what, Opened):
                self._writer.open(number, now)
            elif isinstance(what, Seen):
                framed = len(what.frame).to_bytes(4, "big") + what.frame
                self._writer.message(number, what.from_client, now, framed)
            elif isinstance(what, Closed):
                self._writer.close(number, now)
        match what:
            case Opened(peer=peer):
                lines = [f"connection from {peer}"]
            case Refused(peer=peer, reason=reason):
                lines = [f"connection from {peer}: the server cannot be reached: {reason}"]
            case Lost(from_client=from_client, problem=problem):
                lines = [f"{_arrow(from_client)} no SMB2 from here on: {problem}"]
            case Seen():
                lines = list(describe(what, verbose=self._verbose))
            case _:
                lines = ["closed"]
        for line in lines:
            click.echo(line if line.startswith(_FIELD) else f"{now:10.6f} #{number} {line}")
        sys.stdout.flush()


def describe(seen: Seen, *, verbose: bool = False) -> list[str]:
    """A line a message: where to, name, status, main fields; with all of them if `verbose`."""
    from plugfest.capture.summary import facts

    arrow = _arrow(seen.from_client)
    if not seen.packets:
        inside = f" session 0x{seen.session_id:X}" if seen.session_id else ""
        problem = f": {seen.problem}" if seen.problem else ""
        return [f"{arrow} {seen.name}, {len(seen.frame)} bytes{inside}{problem}"]
    lines = []
    for packet in seen.packets:
        lines.append(f"{arrow} {packet.name} {facts(packet)}")
        if verbose:
            lines += _fields(packet)
    if seen.problem:
        lines[-1] += f" — {seen.problem}"
    return lines


def _fields(packet: Packet) -> list[str]:
    from plugfest.protocols.ms_smb2.header import HEADER_SIZE
    from plugfest.wire.fields import fields

    rows = fields(packet.header, prefix="Header")
    if packet.body is not None:
        rows += fields(packet.body, HEADER_SIZE, 0)
    return [f"{_FIELD}{row.name}: {row.value}" for row in rows]


def _arrow(from_client: bool) -> str:
    return "→" if from_client else "←"


_FIELD = "    "
