"""RPC stubs of the given captures: compiled codecs leave no byte over, and encode back to the same bytes."""

from __future__ import annotations

import csv
import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from plugfest.errors import WireError
from plugfest.simulate.compiler import compile_interface
from plugfest.simulate.simulation import Simulator
from plugfest.wire.ndr import NDR, NDR64, Interface, NdrStructure, TransferSyntax
from tests.peers import need
from tests.protocols.captured import given

# what tshark calls the interface → the documents that have it, and its name there
INTERFACES = {
    "srvsvc": (["MS-SRVS"], "srvsvc"),
    "wkssvc": (["MS-WKST"], "wkssvc"),
    "samr": (["MS-SAMR"], "samr"),
    "lsarpc": (["MS-LSAD", "MS-LSAT"], "lsarpc"),
    "rpc_netlogon": (["MS-NRPC"], "logon"),
    "svcctl": (["MS-SCMR"], "svcctl"),
    "atsvc": (["MS-TSCH"], "atsvc"),
}
PRIVACY = "6"
"""[MS-RPCE] 2.2.1.1.8: RPC_C_AUTHN_LEVEL_PKT_PRIVACY; such stubs are encrypted."""


def _captures() -> Iterator[tuple[Path, list[TransferSyntax]]]:
    index = given("captures", "index.csv")
    wanted = {name.removeprefix("rpc_") for name in INTERFACES} | set(INTERFACES)
    with index.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            names = set(row["dcerpc_interfaces"].replace(";", " ").split())
            if names & wanted and not row["duplicate_of"]:
                yield index.parent / row["file"], [NDR64, NDR] if row["ndr64_accepted"] == "yes" else [NDR]


def _listed(pairs: list[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _stubs(capture: Path) -> Iterator[tuple[str, int, bool, bytes]]:
    """Interface, opnum, request or not, and the stub, for each that is not encrypted."""
    command = [need("tshark", "tshark"), "-r", str(capture), "-Y", " || ".join(INTERFACES), "-T", "json", "-x"]
    shown = subprocess.run(
        command, capture_output=True, text=True, check=False
    ).stdout  # a cut capture is none to blame
    for packet in json.loads(shown or "[]", object_pairs_hook=_listed):
        layers = packet["_source"][0]["layers"][0]
        for name in INTERFACES:
            for header, raw in zip(layers.get("dcerpc", ()), layers.get(f"{name}_raw", ()), strict=False):
                kind = header.get("dcerpc.pkt_type", [""])[0]
                if kind in ("0", "2") and f'"dcerpc.auth_level": ["{PRIVACY}"]' not in json.dumps(header):
                    yield name, int(header["dcerpc.opnum"][0]), kind == "0", bytes.fromhex(raw[0])


def _class(interfaces: list[Interface], opnum: int, request: bool) -> type[NdrStructure] | None:
    """The class of a stub. MS-LSAD and MS-LSAT share an interface; each has placeholders for the other's methods."""
    for interface in interfaces:
        method = interface.method(opnum)
        if (
            method is not None
            and not method.__name__.startswith(("Lsar_", "LSAR_"))
            and "NotUsed" not in method.__name__
        ):
            return method if request else method.response()
    return None


def _decoded(
    cls: type[NdrStructure], stub: bytes, syntaxes: list[TransferSyntax]
) -> tuple[NdrStructure, TransferSyntax]:
    """Where a capture has NDR64, not every connection in it has: what is none is tried as the other."""
    for syntax in syntaxes[:-1]:
        try:
            return cls.decode(stub, syntax=syntax), syntax
        except WireError:
            continue
    return cls.decode(stub, syntax=syntaxes[-1]), syntaxes[-1]


def encoded_again(value: NdrStructure, stub: bytes, syntax: TransferSyntax) -> bytes:
    """The value encoded with the referent ids that the stub had: two encodings with marks tell where they stand."""
    one, two = (value.encode(syntax=syntax, referents=repeat(mark)) for mark in (0x11111111, 0x22222222))
    step = syntax.pointer
    places = [at for at in range(0, len(one), step) if one[at : at + step] != two[at : at + step]]
    ids = [int.from_bytes(stub[at : at + step], "little") for at in places]
    return value.encode(syntax=syntax, referents=iter(ids))


@pytest.mark.timeout(300)
def test_stubs_of_the_given_captures(documents: Simulator) -> None:
    compiled = {
        name: [
            compile_interface(one)[0] for document in found for one in documents.interfaces(document) if one.name == own
        ]
        for name, (found, own) in INTERFACES.items()
    }
    counted: Counter[str] = Counter()
    padding = 0
    for capture, syntaxes in _captures():
        for name, opnum, request, stub in _stubs(capture):
            cls = _class(compiled[name], opnum, request)
            assert cls is not None, f"{name} has no opnum {opnum}"
            value, syntax = _decoded(cls, stub, syntaxes)
            again = encoded_again(value, stub, syntax)
            if again != stub:  # what peers leave in padding is not kept
                assert len(again) == len(stub)
                changed = [at for at, (ours, theirs) in enumerate(zip(again, stub, strict=True)) if ours != theirs]
                assert not any(again[at] for at in changed), (capture, cls, stub.hex())
                assert cls.decode(again, syntax=syntax) == value
                padding += 1
            counted[name] += 1
    assert counted.keys() == INTERFACES.keys()
    assert counted.total() > 2000
    assert padding < 20
