"""Structures derived from the text of [MS-SMB2] beside those declared by hand, in one run: decode and encode.

The messages are those of bench_smb2, and fixed ones. Needs a library with MS-SMB2: `PLUGFEST_LIBRARY`, or the
specification in the folder that `PLUGFEST_TEST_DATA` names; without both it says so and measures nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import bench_smb2

from plugfest.errors import InputError
from plugfest.protocols.ms_smb2.header import HEADER_SIZE, Header
from plugfest.protocols.ms_smb2.messages import encode_message
from plugfest.protocols.ms_smb2.query import QueryInfoResponse
from plugfest.protocols.ms_smb2.read_write import ReadRequest, WriteRequest
from plugfest.requirements.importing import import_paths
from plugfest.simulate.structures.record import Record
from plugfest.simulate.structures.shelf import Shelf
from plugfest.specs import Library, open_library
from plugfest.wire import Structure

AIM = 0.5
"""Speed relative to the declared codec."""
TITLES: dict[str, Structure] = {
    "SMB2 NEGOTIATE Request": bench_smb2.VALUES["NEGOTIATE request"],
    "SMB2 CREATE Request": bench_smb2.VALUES["CREATE request"],
    "SMB2 READ Request": ReadRequest(length=65536),
    "SMB2 READ Response": bench_smb2.VALUES["READ response"],
    "SMB2 WRITE Request": WriteRequest(buffer=bytes(4096)),
    "SMB2 QUERY_INFO Response": QueryInfoResponse(buffer=bytes(104)),
}


@contextmanager
def library() -> Iterator[Library | None]:
    """A library that has MS-SMB2."""
    given = os.environ.get("PLUGFEST_TEST_DATA")
    if os.environ.get("PLUGFEST_LIBRARY") or not given:
        with open_library() as found:
            yield found
        return
    with tempfile.TemporaryDirectory() as folder, open_library(folder) as found:
        for _ in import_paths(found, [Path(given) / "specs" / f"{name}.md" for name in ("MS-SMB2", "MS-DTYP")], 1):
            pass
        yield found


def pair(
    derived: type[Record], value: Structure
) -> tuple[dict[str, Callable[[], object]], dict[str, Callable[[], object]]]:
    """Both decoding, and both encoding what they decoded."""
    message = encode_message(Header(), value)
    kind = type(value)
    declared_held = kind.decode(message, HEADER_SIZE, None, 0)
    derived_held = derived.decode(message, HEADER_SIZE, None, 0)
    assert derived_held.encode(HEADER_SIZE) == declared_held.encode(HEADER_SIZE) == message[HEADER_SIZE:]
    return (
        {
            "declared": lambda: kind.decode(message, HEADER_SIZE, None, 0),
            "derived": lambda: derived.decode(message, HEADER_SIZE, None, 0),
        },
        {
            "declared": lambda: declared_held.encode(HEADER_SIZE),
            "derived": lambda: derived_held.encode(HEADER_SIZE),
        },
    )


def main() -> int:
    """Print the table; exit 1 where the aim is missed."""
    held = True
    with library() as found:
        assert found is not None
        try:
            shelf = Shelf(found)
            classes = {one.title: shelf.codecs.of(one) for one in shelf.structures("MS-SMB2").compiled}
        except InputError as error:
            print(f"nothing measured: {error}")
            return 0
        print(f"{'':34}{'declared us':>14}{'derived us':>14}{'of declared':>14}")
        for title, value in TITLES.items():
            for direction, runs in zip(("decode", "encode"), pair(classes[title], value), strict=True):
                times = bench_smb2.medians(runs)
                ratio = times["declared"] / times["derived"]
                held = held and ratio >= AIM
                micro = {who: seconds * 1e6 for who, seconds in times.items()}
                print(f"{direction + ' ' + title:34}{micro['declared']:14.2f}{micro['derived']:14.2f}{ratio:14.3f}")
    print(f"every one at {AIM} of the declared codec or better: {'held' if held else 'missed'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
