"""`plugfest docs` and `plugfest requirements`, as a user runs them."""

from __future__ import annotations

import json
import os
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


@pytest.mark.parametrize("name", ["pipe", "pipe.md", "pipe.zip"])
def test_what_is_neither_file_nor_folder_is_not_waited_for(run: Run, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    status, _, err = run("docs", "add", tmp_path / name)
    assert (status, err) == (2, f"plugfest: {tmp_path / name}: neither a file nor a folder\n")


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


def test_a_table_in_a_pipe_has_tabs_and_no_lines(library: Run) -> None:
    lines = library("docs", "show", "MS-TOY", "2.2.1")[1].splitlines()
    start = lines.index("Value\tMeaning")
    assert lines[start + 2] == "TOY_QUIET 0x0002\tNothing changes | nothing is heard."
    assert not any(set("│┃─━┏└") & set(line) for line in lines)


def test_a_narrow_terminal_cuts_nothing_off(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    from plugfest.cli.docs_text import render
    from plugfest.records.documents import Item, List

    name = "FILE_ATTRIBUTE_" + "X" * 60
    block = List(line=1, end=1, items=(Item(text=name, line=1, depth=3),))
    out = Console(width=40, force_terminal=False)
    for renderable in render(block):
        out.print(renderable)
    assert "".join(line.strip(" •") for line in capsys.readouterr().out.splitlines()) == name


def test_a_layout_is_shown_with_the_sizes_that_are_defined(library: Run) -> None:
    lines = [line.split() for line in library("docs", "show", "MS-TOY", "2.2.1")[1].splitlines()]
    assert ["bit", "bits", "field"] in lines
    layout = lines[lines.index(["bit", "bits", "field"]) + 1 :][:3]
    document = json.loads(library("docs", "show", "MS-TOY", "2.2.1", "--json")[1])
    drawn = next(block for block in document["blocks"] if block["kind"] == "layout")["fields"]
    expected = [[str(field.get("offset", "")), str(field.get("bits") or "variable"), field["name"]] for field in drawn]
    assert layout[: len(expected)] == expected


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


def test_where_of_a_document_that_nobody_knows(library: Run) -> None:
    status, _, err = library("docs", "where", "MS-TOI", "3")
    assert (status, err) == (2, "plugfest: MS-TOI is not in the library; nearest: MS-TOY\n")
    status, out, _ = library("docs", "where", "MS-SMB2", "99")
    assert (status, out) == (0, "implements: nowhere yet\ntests: nowhere yet\n"), (
        "we know the document, not its sections"
    )


def test_add_reports_as_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("nothing")
    status, out, _ = run("docs", "add", "--json", TOY, tmp_path / "bad.md", tmp_path / "gone.md")
    assert status == 0
    assert [(item["name"], item["added"], bool(item["reason"])) for item in json.loads(out)] == [
        ("", False, True),
        ("MS-TOY", True, False),
        ("", False, True),
    ]


def test_toc(library: Run) -> None:
    lines = library("docs", "toc", "MS-TOY", "--depth", "2")[1].splitlines()
    assert lines[:3] == ["1 Introduction", "  1.1 Glossary", "  1.2 References"]
    sections = json.loads(library("docs", "toc", "MS-TOY", "--json")[1])
    assert {"number": "3.1.1.1.1.1.1", "title": "Oldest Slot First"} in sections


def test_show_as_a_page_and_as_source(library: Run) -> None:
    page = library("docs", "show", "MS-TOY", "3.1", "--html")[1]
    assert page.startswith("<!doctype html>")
    assert "Oldest Slot First" in page
    assert "Transport" not in page
    source = library("docs", "show", "MS-TOY", "3.1.1", "--source")[1]
    assert "- If there is none:\n  - The server SHOULD<2> free the oldest one." in source
    assert library("docs", "show", "MS-TOY", "--source")[1].startswith("# [MS-TOY]: Toy Echo Protocol\n")


def test_search(library: Run) -> None:
    lines = library("docs", "search", "pigeon")[1].splitlines()
    assert lines[0].split("\t")[:2] == ["MS-TOY", "2.1"]
    [hit] = json.loads(library("docs", "search", "--json", "carrier pigeons", "doc:ms-toy")[1])
    assert hit["section"] == "2.1"
    assert library("docs", "search", "kind:constant", "nonsense")[:2] == (0, "")
    assert library("docs", "search", "kind:nonsense", "x")[0] == 2


def test_define(library: Run) -> None:
    out = library("docs", "define", "TOY_LOUD")[1]
    assert out.splitlines()[0] == "TOY_LOUD = 0x0001  constant  [MS-TOY] 2.2.1"
    assert json.loads(library("docs", "define", "slot", "--json")[1])["definitions"][0]["kind"] == "term"
    assert library("docs", "define", "TOY_SOFT")[0] == 2


def test_links(library: Run) -> None:
    status, out, err = library("docs", "links", "MS-TOY")
    assert (status, out) == (0, "")
    assert err == "3 absent, 2 resolved, 2 outside\n"
    found = json.loads(library("docs", "links", "--all", "--state", "absent", "--json")[1])
    assert {link["target"] for link in found["links"]} == {"MS-DTYP"}
    assert library("docs", "links")[0] == 2


def test_stats(library: Run) -> None:
    found = json.loads(library("docs", "stats", "--json")[1])
    assert found["totals"]["documents"] == 1
    assert found["documents"]["MS-TOY"]["requirements"] == 14
    assert library("docs", "stats")[1].splitlines()[-1].startswith("total\t")


def test_requirements_of_all(library: Run) -> None:
    assert len(json.loads(library("requirements", "--all", "--json")[1])) == 14
    assert library("requirements")[0] == 2
    assert library("requirements", "MS-TOY", "--all")[0] == 2


@pytest.mark.parametrize("command", ["add", "list", "toc", "show", "search", "define", "links", "stats", "where"])
def test_every_command_explains_itself(run: Run, command: str) -> None:
    status, out, _ = run("docs", command, "--help")
    assert status == 0
    assert "--json" in out
