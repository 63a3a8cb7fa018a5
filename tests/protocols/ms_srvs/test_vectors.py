"""Stubs from outside: recorded from smbd, and in the given captures."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from plugfest.errors import StatusError, WireError
from plugfest.protocols.ms_srvs.client import check, entries
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.types import SRVSVC, NetrShareEnum, NetrShareGetInfo
from plugfest.wire.ndr import NDR, NDR64, NdrStructure, TransferSyntax
from tests.peers import need
from tests.protocols.captured import given

STUBS = json.loads((Path(__file__).parents[2] / "vectors" / "ms_srvs_smbd.json").read_text())["stubs"]
METHODS = {method.__name__: method for method in SRVSVC.methods}


def _same_but_referents(ours: bytes, theirs: bytes) -> bool:
    """The same bytes, but for referent ids and what stands in padding."""
    if len(ours) != len(theirs):
        return False
    changed = {at - at % 4 for at, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other}
    return all(ours[at : at + 4][-2:] == b"\0\0" or any(ours[at : at + 4]) for at in changed)


@pytest.mark.parametrize("stub", STUBS, ids=lambda stub: stub["method"])
def test_what_smbd_answered(stub: dict[str, str]) -> None:
    method = METHODS[stub["method"]]
    asked, answered = bytes.fromhex(stub["request"]), bytes.fromhex(stub["response"])
    referents = count(0x00020000, 4)
    assert method.decode(asked).encode(referents=referents) == asked
    assert method.response().decode(answered).encode(referents=referents) == answered  # smbd goes on counting


def test_what_smbd_said() -> None:
    answers = [METHODS[s["method"]].response().decode(bytes.fromhex(s["response"])) for s in STUBS]
    shares = next(
        entries(a) for a in answers if type(a).__name__ == "NetrShareEnumResponse" and a.InfoStruct.Level == 1
    )
    assert [share.shi1_netname for share in shares][:3] == ["share", "torture", "enc"]
    assert shares[3].shi1_remark == "c1 ünï"
    for answer in answers:
        if answer.ReturnValue in (0, NetApiStatus.ERROR_MORE_DATA):
            check(answer)
        else:
            with pytest.raises(StatusError):
                check(answer)


@pytest.mark.parametrize(
    ("method", "stub"),
    [(NetrShareEnum, "f7010000f701000000000000000000007c000000"), (NetrShareGetInfo, "f70100007c000000")],
)
def test_smbd_leaves_the_arm_of_a_level_out_that_it_does_not_know(method: Any, stub: str) -> None:
    """Level 503 has an arm in the document's IDL, so these answers of smbd 4.17.12 are not as declared."""
    with pytest.raises(WireError):
        method.response().decode(bytes.fromhex(stub))


def _captures() -> Iterator[tuple[Path, TransferSyntax]]:
    index = given("captures", "index.csv")
    with index.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if "srvsvc" in row["dcerpc_interfaces"] and not row["duplicate_of"]:
                yield index.parent / row["file"], NDR64 if row["ndr64_accepted"] == "yes" else NDR
    yield index.parent / "samba" / "rpc_srvsvc.pcap", NDR


def _stubs(capture: Path) -> Iterator[tuple[type[NdrStructure], bytes]]:
    """The srvsvc stubs that tshark finds."""
    opnums = " || ".join(f"dcerpc.opnum == {method.opnum}" for method in SRVSVC.methods)
    command = [need("tshark", "tshark"), "-r", str(capture), "-Y", f"srvsvc && ({opnums})", "-T", "json", "-x"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for packet in json.loads(shown or "[]", object_pairs_hook=_listed):
        layers = packet["_source"][0]["layers"][0]
        for header, raw in zip(layers["dcerpc"], layers["srvsvc_raw"], strict=False):
            method = SRVSVC.method(int(header["dcerpc.opnum"][0]))
            assert method is not None
            yield method if header["dcerpc.pkt_type"] == ["0"] else method.response(), bytes.fromhex(raw[0])


def _listed(pairs: list[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def test_stubs_of_the_given_captures() -> None:
    """No byte is left over, and each encodes to as many, the same but for referent ids."""
    counted = 0
    for capture, syntax in _captures():
        here = 0
        for kind, stub in _stubs(capture):
            value = kind.decode(stub, syntax=syntax)
            again = value.encode(syntax=syntax)
            assert kind.decode(again, syntax=syntax) == value
            assert _same_but_referents(again, stub), (capture, stub.hex())
            here += 1
        assert here, f"no stub in {capture}"
        counted += here
    assert counted >= 70
