"""`plugfest simulate`: constants and state in its output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from plugfest.cli.main import cli
from plugfest.errors import InputError

DOCUMENT = """# [MS-TOYN]: Pigeon Names Protocol

## 2.2.1 COO

**Mood (4 bytes):** A combination of flags.

| Value | Meaning |
| --- | --- |
| COO_LOUD 0x00000001 | Heard. |
| COO_SOFT 0x00000002 | Not heard. |

## 3.3 Server Details

### 3.3.1 Abstract Data Model

**Pigeon.LoftId:** A GUID.

**Pigeon.IsTired:** A Boolean.

**Pigeon.Weight:** In grams.

### 3.3.5 Rules

The server MUST set Pigeon.LoftID to 0. Pigeon.IsTired MUST be set to TRUE.
"""


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(tmp_path / "library"))
    (tmp_path / "MS-TOYN.md").write_text(DOCUMENT)
    _run("docs", "add", str(tmp_path / "MS-TOYN.md"))


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False, standalone_mode=False)


def test_totals() -> None:
    totals = json.loads(_run("simulate", "MS-TOYN", "--json").output)["totals"]
    assert totals["constants"] == {"values": 2, "sets": 1, "flags": 1, "refused": {}}
    assert totals["state"] == {"variables": 3, "written": 1, "uses": 1, "timers": 0}
    assert totals["findings"] == {"state.case": 1}


def test_text() -> None:
    shown = _run("simulate", "MS-TOYN").output
    assert "constants: 2 values in 1 sets (1 flags)" in shown
    assert "state: 3 variables, 1 of them written, 1 uses, 0 timers" in shown
    assert "state.case\tPigeon.LoftID" in shown


def test_show() -> None:
    assert "  COO_LOUD = 0x00000001  line 9\n" in _run("simulate", "MS-TOYN", "--show", "coo.mood").output
    shown = _run("simulate", "MS-TOYN", "--show", "Pigeon.IsTired").output
    assert shown == "Pigeon.IsTired: Boolean, Server Details, MS-TOYN 3.3.1 line 18\n  written in 3.3.5\n"
    with pytest.raises(InputError, match="nothing that MS-TOYN defines is called Cat"):
        _run("simulate", "MS-TOYN", "--show", "Cat")
