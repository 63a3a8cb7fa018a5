"""RPC stubs of the given captures: compiled codecs leave no byte over, and encode back to the same bytes."""

from __future__ import annotations

import csv
import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from plugfest.protocols.ms_rpce.pdus import NDR64_SYNTAX, NDR_SYNTAX
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
SYNTAXES = {NDR_SYNTAX.if_uuid: NDR, NDR64_SYNTAX.if_uuid: NDR64}
REQUEST, RESPONSE = "0", "2"
BINDS, ANSWERS = ("11", "14"), ("12", "15")
PRIVACY = "6"
"""[MS-RPCE] 2.2.1.1.8: RPC_C_AUTHN_LEVEL_PKT_PRIVACY; such stubs are encrypted."""


class Stub(NamedTuple):
    """The stub of one request or response."""

    interface: str
    opnum: int
    request: bool
    data: bytes
    syntax: TransferSyntax | None
    """What the bind agreed on for its presentation context; None where the capture does not have the bind."""


def _captures() -> Iterator[Path]:
    index = given("captures", "index.csv")
    wanted = {name.removeprefix("rpc_") for name in INTERFACES} | set(INTERFACES)
    with index.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            names = set(row["dcerpc_interfaces"].replace(";", " ").split())
            if names & wanted and not row["duplicate_of"]:
                yield index.parent / row["file"]


def _listed(pairs: list[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _all(node: Any, key: str) -> list[str]:
    """The values of a field, wherever it stands, in order."""
    if isinstance(node, list):
        return [value for one in node for value in _all(one, key)]
    if not isinstance(node, dict):
        return []
    return [value for name, one in node.items() for value in ([str(v) for v in one] if name == key else _all(one, key))]


class Contexts:
    """Which transfer syntax each presentation context has, as binds and their answers say."""

    def __init__(self) -> None:
        self._proposed: dict[tuple[str, str], tuple[str, list[str]]] = {}
        self._agreed: dict[tuple[str, str, str], TransferSyntax] = {}
        self._requests: dict[str, TransferSyntax | None] = {}

    def learn(self, stream: str, file: str, header: Any) -> None:
        """Take a bind, an alter_context or the answer to one."""
        call = _all(header, "dcerpc.cn_call_id")[0]
        if _kind(header) in BINDS:
            self._proposed[stream, call] = file, _all(header, "dcerpc.cn_ctx_id")
        elif _kind(header) in ANSWERS and (stream, call) in self._proposed:
            pipe, contexts = self._proposed.pop((stream, call))
            results, syntaxes = _all(header, "dcerpc.cn_ack_result"), _all(header, "dcerpc.cn_ack_trans_id")
            for context, result, syntax in zip(contexts, results, syntaxes, strict=False):
                if result == "0":
                    self._agreed[stream, pipe, context] = SYNTAXES[UUID(syntax)]

    def of(self, frame: str, stream: str, file: str, header: Any) -> TransferSyntax | None:
        """The syntax of a request, or of the response to one."""
        if _kind(header) == RESPONSE:
            return self._requests.get(next(iter(_all(header, "dcerpc.request_in")), ""))
        syntax = self._agreed.get((stream, file, _all(header, "dcerpc.cn_ctx_id")[0]))
        self._requests[frame] = syntax
        return syntax


def _kind(header: Any) -> str:
    return str(header.get("dcerpc.pkt_type", [""])[0])


def _stubs(capture: Path) -> Iterator[Stub]:
    """Each stub that is not encrypted."""
    wanted = " || ".join(["dcerpc.pkt_type in {11,12,14,15}", *INTERFACES])
    command = [need("tshark", "tshark"), "-r", str(capture), "-Y", wanted, "-T", "json", "-x"]
    shown = subprocess.run(
        command, capture_output=True, text=True, check=False
    ).stdout  # a cut capture is none to blame
    contexts = Contexts()
    for packet in json.loads(shown or "[]", object_pairs_hook=_listed):
        layers = packet["_source"][0]["layers"][0]
        frame, stream = _all(layers, "frame.number")[0], next(iter(_all(layers, "tcp.stream")), "")
        file = next(iter(_all(layers, "smb2.fid") or _all(layers, "smb.fid")), "")
        for header in layers.get("dcerpc", ()):
            contexts.learn(stream, file, header)
        for name in INTERFACES:
            for header, raw in zip(layers.get("dcerpc", ()), layers.get(f"{name}_raw", ()), strict=False):
                if _kind(header) in (REQUEST, RESPONSE) and f'"dcerpc.auth_level": ["{PRIVACY}"]' not in json.dumps(
                    header
                ):
                    syntax = contexts.of(frame, stream, file, header)
                    opnum = int(header["dcerpc.opnum"][0])
                    yield Stub(name, opnum, _kind(header) == REQUEST, bytes.fromhex(raw[0]), syntax)


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
    used: Counter[str] = Counter()
    padding = 0
    for capture in _captures():
        for stub in _stubs(capture):
            cls = _class(compiled[stub.interface], stub.opnum, stub.request)
            assert cls is not None, f"{stub.interface} has no opnum {stub.opnum}"
            syntax = stub.syntax or NDR
            value = cls.decode(stub.data, syntax=syntax)
            again = encoded_again(value, stub.data, syntax)
            if again != stub.data:  # what peers leave in padding is not kept
                assert len(again) == len(stub.data)
                changed = [at for at, (ours, theirs) in enumerate(zip(again, stub.data, strict=True)) if ours != theirs]
                assert not any(again[at] for at in changed), (capture, cls, stub.data.hex())
                assert cls.decode(again, syntax=syntax) == value
                padding += 1
            counted[stub.interface] += 1
            used[stub.syntax.name if stub.syntax else "unknown"] += 1
    assert counted.keys() == INTERFACES.keys()
    assert counted.total() > 2000
    assert padding < 20
    assert used["NDR64"] > 20
    assert used["unknown"] < 100
