"""`plugfest docs` and `plugfest requirements`, as a user runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from plugfest.cli.main import main

TOY = Path(__file__).parents[1] / "data" / "MS-TOY.md"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(tmp_path / "library"))

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as status:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert isinstance(status.value.code, int)
        return status.value.code, captured.out, captured.err

    return run


@pytest.fixture
def library(run: Run) -> Run:
    assert run("docs", "add", TOY)[0] == 0
    return run


def test_add_is_idempotent(run: Run) -> None:
    assert run("docs", "add", TOY) == (0, f"MS-TOY 2.0: 14 requirements ({TOY})\n", "")
    assert run("docs", "add", TOY) == (0, f"MS-TOY 2.0: known ({TOY})\n", "")
    assert run("docs", "list")[1].splitlines()[1:] == ["MS-TOY\t2.0\t2021-04-05\tToy Echo Protocol"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"# Recipes\n\nEggs.\n", "it is no specification"),
        (b"\x7fELF\0\0\1", "binary"),
        (b"", "it is no specification"),
        (b"# [MS-X]: Empty\n\nNothing.\n", "no numbered section"),
        (b"# [MS-X]: \xff\xfe\n", "not UTF-8"),
    ],
)
def test_a_file_that_is_no_specification(run: Run, tmp_path: Path, content: bytes, reason: str) -> None:
    bad = tmp_path / "bad.md"
    bad.write_bytes(content)
    status, out, err = run("docs", "add", bad)
    assert (status, out) == (2, "")
    [line] = err.splitlines()
    assert str(bad) in line
    assert reason in line
    assert json.loads(run("docs", "list", "--json")[1]) == []


def test_a_bad_file_does_not_stop_the_rest(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.md"
    bad.write_text("nothing")
    status, out, err = run("docs", "add", bad, TOY)
    assert status == 0
    assert "1 added, 0 known, 1 bad" in out
    assert str(bad) in err


def test_show_a_section_with_its_notes(library: Run) -> None:
    status, out, _ = library("docs", "show", "ms-toy", "3.1.1")
    assert status == 0
    assert "3.1.1 Receiving a Ping" in out
    assert "The server MUST NOT wait.<3> It then sleeps." in out
    assert "<2> Toy 1.0 frees a random one:" in out
    assert "random" in out
    assert "<1>" not in out
    assert "3.1.1.1 Echo Table" in out


def test_show_as_json(library: Run) -> None:
    section = json.loads(library("docs", "show", "MS-TOY", "2.2.1", "--json")[1])
    kinds = [block["kind"] for block in section["blocks"]]
    assert kinds == ["paragraph", "layout", "field", "field", "table", "field"]
    document = json.loads(library("docs", "show", "MS-TOY", "--json")[1])
    assert document["revision"] == "2.0"
    assert "Oldest Slot First" in library("docs", "show", "MS-TOY")[1]


def test_unknown_document_and_section(library: Run) -> None:
    assert library("docs", "show", "MS-TOI") == (2, "", "plugfest: MS-TOI is not in the library; nearest: MS-TOY\n")
    status, _, err = library("docs", "show", "MS-TOY", "3.1.7")
    assert status == 2
    assert err.startswith("plugfest: MS-TOY 3.1.7: no such section; nearest: 3.1")
    assert library("requirements", "MS-TOI")[0] == 2
    assert library("requirements", "MS-TOY", "--section", "9")[0] == 2


def test_an_empty_library_says_what_to_do(run: Run) -> None:
    status, _, err = run("requirements", "MS-TOY")
    assert status == 2
    assert "plugfest docs add" in err


def test_requirements(library: Run) -> None:
    assert len(library("requirements", "MS-TOY")[1].splitlines()) == 1 + 14
    found = json.loads(library("requirements", "MS-TOY", "--section", "2.2", "--actor", "server", "--json")[1])
    assert [item["section"] for item in found] == ["2.2.1", "2.2.1", "2.2.2"]
    found = json.loads(library("requirements", "MS-TOY", "--level", "SHOULD", "--json")[1])
    assert [item["notes"] for item in found] == [[], [2]]


def test_where(run: Run) -> None:
    status, out, _ = run("docs", "where", "MS-SMB2", "2.2.9")
    assert status == 0
    assert "implements:" in out
    assert "TreeConnectRequest" in out
    found = json.loads(run("docs", "where", "MS-SMB2", "2.2.9", "--json")[1])
    assert all(Path(item["path"]).is_file() for item in found)
