"""`plugfest decode --as`: bytes as the structure that they are."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from plugfest.cli.output import print_json, print_table
from plugfest.errors import InputError


def decode_structure(source: str, kind: str, *, ndr64: bool, as_json: bool) -> None:
    """`DOC:METHOD:request` is the stub data of an RPC call, `DOC:STRUCTURE` what a packet layout describes."""
    document, _, name = kind.partition(":")
    method, _, direction = name.rpartition(":")
    if method and direction in ("request", "response"):
        _decode_stub(_bytes(source), document, method, direction, ndr64=ndr64, as_json=as_json)
    elif name and not ndr64:
        from plugfest.cli.decode_layout import decode_layout

        decode_layout(_bytes(source), document, name, as_json=as_json)
    else:
        raise InputError(f"{kind}: the form is DOC:STRUCTURE, DOC:METHOD:request or DOC:METHOD:response")


def _decode_stub(data: bytes, document: str, name: str, direction: str, *, ndr64: bool, as_json: bool) -> None:
    """The stub data of an RPC call: each member with its byte offset and value."""
    from plugfest.cli.rpc_names import Methods
    from plugfest.simulate.simulation import Simulator
    from plugfest.specs import open_library
    from plugfest.wire.ndr import NDR, NDR64
    from plugfest.wire.ndr.tracing import trace

    with open_library() as library:
        _, _, method = Methods(Simulator(library)).find(library.document(document).name, name)
    cls = method if direction == "request" else method.response()
    syntax = NDR64 if ndr64 else NDR
    _, end = cls.decode_from(data, syntax=syntax)
    rows = trace(cls, data, syntax)
    if as_json:
        left = {"offset": end, "bytes": data[end:].hex()} if end < len(data) else None
        print_json({"method": method.__name__, "direction": direction, "fields": rows, "left_over": left})
        return
    print_table(
        ("offset", "member", "value"), [(str(row.offset), row.name, row.value) for row in rows], fold=("value",)
    )
    if end < len(data):
        click.echo(f"{len(data) - end} bytes left over at offset {end}: {data[end : end + 32].hex()}")


def _bytes(source: str) -> bytes:
    """Hexadecimal digits as they stand, or the content of a file (hexadecimal or binary); - is standard input."""
    digits = "".join(source.split())
    if digits and len(digits) % 2 == 0 and all(c in "0123456789abcdefABCDEF" for c in digits):
        return bytes.fromhex(digits)
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise InputError(f"{source[:60]}: neither hexadecimal digits nor a file ({error.strerror})") from error
    try:
        return bytes.fromhex(data.decode("ascii"))
    except (UnicodeDecodeError, ValueError):
        return data
