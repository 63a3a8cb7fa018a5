"""What `plugfest simulate` and `decode --as` say of a document's rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from plugfest.cli.main import cli
from tests.simulate.rules.test_reader import DOCUMENT

RIGHT = "0c00 0000 00000000 0100 0700"


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(tmp_path / "library"))
    (tmp_path / "ms-toyr.md").write_text(DOCUMENT)
    _run("docs", "add", str(tmp_path / "ms-toyr.md"))


def _run(*arguments: str) -> str:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False, standalone_mode=False).output


def _decoded(*arguments: str) -> Any:
    return json.loads(_run("decode", "--as", "MS-TOYR:PIGEON Request", *arguments, "--json"))


def test_totals_count_sentences_and_families() -> None:
    found = json.loads(_run("simulate", "MS-TOYR", "--json"))["totals"]["rules"]
    assert found["sentences"] > found["compiled"] > 0
    assert found["families"]["constant"] == 6
    assert found["sentences"] == found["compiled"] + found["told"] + sum(found["refused"].values())
    shown = _run("simulate", "MS-TOYR")
    assert f"rules of fields of layouts: {found['compiled'] + found['told']} of {found['sentences']} sentences" in shown


def test_a_structure_is_shown_with_its_rules() -> None:
    shown = _run("simulate", "MS-TOYR", "--show", "PIGEON Request")
    assert "equal(get(values, 'Length'), 0xc)" in shown
    assert "equal(get(values, 'Version'), 2) if number(get(values, 'Flags')) & 0x2 == 0x2" in shown


def test_decoded_bytes_are_judged() -> None:
    assert _decoded(RIGHT)["broken"] == []
    [one] = _decoded(RIGHT.replace("0c00", "0d00"))["broken"]
    assert (one["field"], one["level"], one["rule"]) == ("Length", "MUST", "equal(get(values, 'Length'), 0xc)")
    assert one["requirement"].startswith("MS-TOYR:2.2.1:")
    text = _run("decode", "--as", "MS-TOYR:PIGEON Request", RIGHT.replace("0100 0700", "0100 0800"))
    assert "broken: Reserved" in text
