"""`plugfest simulate` and `decode --as` on the layouts of a small document of our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from plugfest.cli.main import cli
from plugfest.errors import InputError, WireError

TOY = Path(__file__).parents[1] / "data" / "MS-TOYL.md"
HELLO = "544f594c01000000 10000400 14000200 61006200 6c61"
COIN = "00010002"


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(tmp_path / "library"))
    _run("docs", "add", str(TOY))


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False, standalone_mode=False)


def _json(*arguments: str) -> Any:
    return json.loads(_run(*arguments, "--json").output)


def test_totals_and_refusals() -> None:
    found = _json("simulate", "MS-TOYL")
    assert found["totals"]["layouts"]["compiled"] == 10
    assert found["totals"]["layouts"]["examples"] == 1
    assert found["totals"]["layouts"]["reasons"] == {"nothing tells where a field of variable size ends": 1}
    assert [one["title"] for one in found["documents"][0]["layouts"]["refused"]] == ["TOYL_RIDDLE"]
    assert found["totals"]["findings"]["layout.width"] == 1
    assert "layouts: 10 of 11 compiled (90.9 %), 1 more in worked examples" in _run("simulate", "MS-TOYL").output


def test_show_has_the_sources() -> None:
    shown = _run("simulate", "MS-TOYL", "--show", "TOYL_PURSE").output
    assert "Coins: array of TOYL_COIN (MS-TOYL 2.1.3) as many elements as CoinCount" in shown
    assert "The number of coins in the Coins array." in shown
    refused = _run("simulate", "MS-TOYL", "--show", "TOYL_RIDDLE").output
    assert "nothing tells where a field of variable size ends" in refused


def test_decode_reads_the_header_too() -> None:
    found = _json("decode", "--as", "MS-TOYL:TOYL_HELLO Request", HELLO)
    assert (found["structure"], found["section"]) == ("MS-TOYL:TOYL_HELLO Request", "2.1.2")
    rows = {row["name"]: row for row in found["fields"]}
    assert rows["Header.Kind"]["meaning"] == "TOYL_KIND_HELLO"
    assert (rows["Name"]["offset"], rows["Name"]["value"]) == (16, '"ab"')
    lines = _run("decode", "--as", "MS-TOYL:TOYL_HELLO Request", HELLO).output.splitlines()
    assert lines[0] == "offset\tfield\tvalue\tmeaning"


def test_big_endian_is_told(tmp_path: Path) -> None:
    assert "byte order" not in _run("decode", "--as", "MS-TOYL:TOYL_COIN", COIN).output
    other = tmp_path / TOY.name
    other.write_text(TOY.read_text().replace("fields are little-endian", "fields are big-endian"))
    _run("docs", "add", str(other))
    told = _run("decode", "--as", "MS-TOYL:TOYL_COIN", COIN).output.splitlines()[-1]
    assert told == "byte order: big-endian (TOYL_COIN [MS-TOYL] 2.1)"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("MS-TOYL:TOYL_RIDDLE", "is not compiled: Question: nothing tells"),
        ("MS-TOYL:TOYL_HELO Request", "has no structure TOYL_HELO Request; nearest: TOYL_HELLO Request"),
        ("MS-TOYL", "the form is"),
    ],
)
def test_misused(kind: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        _run("decode", "--as", kind, HELLO)


def test_bad_bytes_are_told_by_field_and_offset() -> None:
    with pytest.raises(WireError, match=r"TOYL_COIN\.Year at byte 2: 2 bytes wanted, 1 left"):
        _run("decode", "--as", "MS-TOYL:TOYL_COIN", "010002")
