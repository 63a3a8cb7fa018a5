"""`plugfest decode`: the messages of a capture, or bytes as the structure that they are."""

from __future__ import annotations

from pathlib import Path

import click

from plugfest.errors import InputError


@click.command()
@click.argument("source", metavar="CAPTURE|HEX|FILE")
@click.option(
    "--as",
    "kind",
    metavar="DOC:STRUCTURE",
    help="The bytes are this structure; or DOC:METHOD:request, DOC:METHOD:response.",
)
@click.option("--ndr64", is_flag=True, help="With --as: the transfer syntax is NDR64.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON; of a capture one document a line.")
@click.option("--tree", "as_tree", is_flag=True, help="Print every field of every message.")
@click.option("--password", help="Decrypt with the password of who logs on with NTLM.")
@click.option("--nt-hash", metavar="HEX", help="The same, with the NT hash in place of the password.")
@click.option(
    "--keys",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Decrypt with session keys: a SessionId and a key a line.",
)
@click.option("--only", multiple=True, metavar="NAME", help="A command, RPC method or interface: CREATE, srvsvc, bind.")
@click.option("--frame", "frames", multiple=True, metavar="N[-M]", help="Packets by their number in the capture.")
@click.option("--session", "sessions", multiple=True, metavar="HEX", help="A SessionId.")
@click.option("--stream", "streams", multiple=True, type=int, metavar="N", help="A connection by its number.")
def decode(  # one parameter an option
    source: str,
    kind: str | None,
    ndr64: bool,
    as_json: bool,
    as_tree: bool,
    password: str | None,
    nt_hash: str | None,
    keys: Path | None,
    only: tuple[str, ...],
    frames: tuple[str, ...],
    sessions: tuple[str, ...],
    streams: tuple[int, ...],
) -> None:
    """Show the messages of a pcap or pcapng file: SMB2, and RPC in pipes and over TCP, a line each.

    With --as: the fields of one structure, given as hexadecimal digits or in a file. - is standard input.
    """
    if kind is not None:
        from plugfest.cli.decode_structure import decode_structure

        if as_tree or password or nt_hash or keys or only or frames or sessions or streams:
            raise InputError("--as takes only --ndr64 and --json; the other options are for captures")
        decode_structure(source, kind, ndr64=ndr64, as_json=as_json)
        return
    from plugfest.capture.choice import Choice
    from plugfest.capture.secrets import Secrets
    from plugfest.cli.decode_capture import Form, decode_capture

    if as_json and as_tree:
        raise InputError("--json or --tree, not both")
    form = Form.JSON if as_json else Form.TREE if as_tree else Form.LINES
    choice = Choice.of(only, frames, sessions, streams)
    decode_capture(Path(source), form, Secrets.of(password, nt_hash, keys), choice)
