"""`plugfest simulate` and `decode` on a small document of our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from plugfest.cli.main import cli
from plugfest.errors import InputError, WireError
from tests.simulate.conftest import TOY

STUB = "01000000 00000200 01000000 07000000 04000200 03000000 00000000 03000000 61006200 0000 0000 00000000"


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(tmp_path / "library"))
    _run("docs", "add", str(TOY))


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False, standalone_mode=False)


def _json(*arguments: str) -> Any:
    return json.loads(_run(*arguments, "--json").output)


def test_totals() -> None:
    found = _json("simulate", "--all")
    assert found["totals"]["interfaces"] == {"all": 1, "raw": 1}
    assert found["totals"]["methods"] == {"raw": 8, "object": 0, "codecs": 6, "all": 8}
    assert found["totals"]["findings"]["idl.opnum"] == 1
    assert found == _json("simulate", "--all")  # what was kept
    assert found["documents"] == _json("simulate", "MS-TOYR")["documents"]


def test_text() -> None:
    shown = _run("simulate", "MS-TOYR").output
    assert "MS-TOYR\ttoyr\traw\t6 of 8" in shown
    assert "idl.type\tTOY_PAIR" in shown
    assert "1 interfaces (1 raw RPC), 8 methods, 6 with codecs" in shown


def test_show() -> None:
    assert "class TOY_PAIR(NdrStructure, frozen=True):" in _run("simulate", "MS-TOYR", "--show", "TOY_PAIR").output
    assert "opnum: ClassVar[int] = 2" in _run("simulate", "MS-TOYR", "--show", "ToyList").output
    with pytest.raises(InputError, match="ToyNothing"):
        _run("simulate", "MS-TOYR", "--show", "ToyNothing")


def test_emit(tmp_path: Path) -> None:
    _run("simulate", "MS-TOYR", "--emit", str(tmp_path / "made"))
    text = (tmp_path / "made" / "ms_toyr_toyr.py").read_text()
    scope: dict[str, Any] = {"__name__": "made"}
    exec(compile(text, "made", "exec"), scope)
    assert scope["TOYR"].opnums == 8


def test_nothing_named() -> None:
    with pytest.raises(InputError, match="--all"):
        _run("simulate")


def test_decode(tmp_path: Path) -> None:
    rows = _json("decode", "--as", "MS-TOYR:ToyList:response", STUB)["fields"]
    assert [(row["name"], row["offset"], row["value"]) for row in rows] == [
        ("List.Count", 0, "1"),
        ("List.Items[0].Id", 12, "7"),
        ("List.Items[0].Name", 32, '"ab"'),
        ("ReturnValue", 40, "0"),
    ]
    binary = tmp_path / "stub"
    binary.write_bytes(bytes.fromhex(STUB) + b"\xff")
    shown = _run("decode", "--as", "MS-TOYR:ToyList:response", str(binary)).output
    assert '32\tList.Items[0].Name\t"ab"' in shown
    assert "1 bytes left over at offset 44: ff" in shown


def test_decode_ndr64() -> None:
    stub = bytes.fromhex("07000000") + bytes(4) + bytes.fromhex("0100000000000000") + bytes(8)
    with pytest.raises(WireError):
        _run("decode", "--as", "MS-TOYR:ToyList:response", stub.hex(), "--ndr64")


@pytest.mark.parametrize(
    ("kind", "source", "reason"),
    [
        ("MS-TOYR:ToyList", "00", "no structure ToyList; a method's stub is"),
        ("MS-TOYR:ToyLost:request", "00", "no method ToyLost; nearest: ToyList"),
        ("MS-TOYR:ToyBroken:request", "00", "has no codec"),
        ("MS-TOYR:ToyList:request", "nowhere", "neither hexadecimal digits nor a file"),
    ],
)
def test_decode_misused(kind: str, source: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        _run("decode", "--as", kind, source)
