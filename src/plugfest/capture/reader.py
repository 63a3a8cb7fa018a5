"""Any capture file → packets."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from plugfest.capture import pcap, pcapng
from plugfest.capture.packets import Packet, Truncated, Window
from plugfest.errors import InputError

_GZIP = b"\x1f\x8b"


class CaptureReader:
    """The packets of a pcap or pcapng file, plain or gzipped, read as they are asked for; iterate once or often.

    What cannot be read twice, such as a named pipe, is read whole at first. With `data` that is the content, and
    `path` only a name for it.

    Raises InputError when the file is none of these. A file that ends early, or is damaged in the middle, gives what
    is whole before that, and `note` then says what was found.
    """

    def __init__(self, path: Path | str, data: bytes | None = None) -> None:
        self.path = Path(path)
        self.note = ""
        self._data = data
        try:
            with self._open() as stream:
                if not stream.seekable():
                    self._data = stream.read()
            with self._open() as stream:
                first = _first_bytes(stream)
        except OSError as error:
            raise InputError(f"{self.path}: {error.strerror or error}") from error
        if first == pcapng.MAGIC:
            self._packets = pcapng.packets
        elif first in pcap.MAGICS:
            self._packets = pcap.packets
        else:
            found = "it is empty" if not first else f"it begins with {first.hex(' ')}"
            raise InputError(f"{self.path}: not a pcap or pcapng file ({found})")

    def __iter__(self) -> Iterator[Packet]:
        self.note = ""
        with self._open() as raw:
            stream = _plain(raw)
            try:
                yield from self._packets(Window(stream))
            except Truncated as reason:
                self.note = f"{self.path}: {reason}"
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                self.note = f"{self.path}: the compressed data is damaged or ends early ({error})"

    def _open(self) -> BinaryIO:
        return self.path.open("rb") if self._data is None else io.BytesIO(self._data)


def _plain(raw: BinaryIO) -> BinaryIO:
    compressed = raw.read(2) == _GZIP
    raw.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if compressed else raw


def _first_bytes(raw: BinaryIO) -> bytes:
    try:
        return _plain(raw).read(4)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return _GZIP


def read_packets(path: Path | str) -> CaptureReader:
    """Open a capture. Raises InputError if it is none."""
    return CaptureReader(path)
