"""`plugfest decode CAPTURE`: its messages as lines, trees or JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from enum import Enum, auto
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from plugfest.capture import CaptureReader, read_packets
from plugfest.capture.choice import Choice
from plugfest.capture.dissect import Dissected, Dissector
from plugfest.capture.interfaces import emitted
from plugfest.capture.secrets import Secrets
from plugfest.capture.streams import Reassembler
from plugfest.errors import Error, InputError

if TYPE_CHECKING:
    from plugfest.wire.ndr import Interface

_PIECE = 1 << 16


class Form(Enum):
    """How messages are printed."""

    LINES = auto()
    TREE = auto()
    JSON = auto()


def decode_capture(path: Path, form: Form, secrets: Secrets, choice: Choice) -> None:
    """Print what is wanted. Raises InputError where the file is no capture, or ends early (after what is whole).

    `-` is standard input.
    """
    packets = CaptureReader("standard input", sys.stdin.buffer.read()) if path == Path("-") else read_packets(path)
    dissector = Dissector(secrets, known_interfaces())
    messages = dissector.messages(Reassembler().feed(packets))
    first = next(messages, None)
    seen = shown = 0

    def wanted() -> Iterator[Dissected]:
        nonlocal seen, shown
        for message in chain([first] if first else [], messages):
            seen += 1
            if choice.wants(message):
                shown += 1
                yield message

    _write(_printed(wanted(), form, first.time if first else 0))
    if packets.note:
        raise InputError(packets.note)
    if not shown:
        click.echo(
            f"{packets.path}: " + ("none of its messages is wanted" if seen else "no SMB and no RPC in it"), err=True
        )
    if dissector.dropped:
        click.echo(f"{packets.path}: {dissector.dropped} bytes belong to no whole message", err=True)


def _printed(messages: Iterable[Dissected], form: Form, began: int) -> Iterator[bytes]:
    """Their lines; seconds count from `began`, the first message of the capture, wanted or not."""
    if form is Form.JSON:
        from plugfest.capture.as_json import line

        return map(line, messages)
    from plugfest.capture.as_text import Lines, Trees

    printer = Trees() if form is Form.TREE else Lines(began)
    return (f"{text}\n".encode(errors="backslashreplace") for message in messages for text in printer.of(message))


def _write(lines: Iterable[bytes]) -> None:
    """In large pieces, but whatever is there before an error."""
    write: Callable[[bytes], object] = sys.stdout.buffer.write
    waiting = bytearray()
    try:
        for line in lines:
            waiting += line
            if len(waiting) >= _PIECE:
                write(bytes(waiting))
                waiting.clear()
    finally:
        write(bytes(waiting))
        sys.stdout.buffer.flush()


def known_interfaces() -> Callable[[UUID], tuple[Interface, ...]]:
    """Those that come with plugfest; for others the user's library is asked, if there is one."""

    @cache
    def find(uuid: UUID) -> tuple[Interface, ...]:
        return emitted(uuid) or _from_library(uuid)

    return find


def _from_library(uuid: UUID) -> tuple[Interface, ...]:
    from plugfest.cli.rpc_names import Methods
    from plugfest.simulate.simulation import Simulator
    from plugfest.specs import open_library
    from plugfest.specs.search import search

    try:
        with open_library() as library:
            methods = Methods(Simulator(library))
            documents = dict.fromkeys(hit.document for hit in search(library, f'"{uuid}"'))
            for document in documents:
                found = [interface for _, interface in methods.interfaces(document) if interface.uuid == uuid]
                if found:
                    return tuple(found)
    except Error:
        return ()
    return ()
