"""`plugfest report`, as a user runs it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from plugfest.cli.main import main
from plugfest.records import Run, Verdict, VerdictKind
from plugfest.specs import open_library
from plugfest.store.runs import RunStore
from tests.reports.example import RUN, VERDICTS

TOY = Path(__file__).parents[1] / "data" / "MS-TOY.md"
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("PLUGFEST_RUNS", str(tmp_path / "runs"))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as status:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert isinstance(status.value.code, int)
        return status.value.code, captured.out, captured.err

    return call


@pytest.fixture
def run(call: Call, tmp_path: Path) -> Run:
    store = RunStore(tmp_path / "runs")
    run = store.create(msgspec.structs.replace(RUN, id=""))
    for verdict in VERDICTS:
        store.add_verdict(run.id, verdict)
    run = store.finish(run.id, duration=12.4)
    store.close()
    return run


def test_html_goes_beside_the_captures(call: Call, run: Run, tmp_path: Path) -> None:
    status, out, err = call("report")
    place = tmp_path / "runs" / run.id / "report.html"
    counts = "2 pass, 1 fail, 2 deviation, 1 inconclusive, 1 not_applicable, 1 error"
    assert (status, out, err) == (0, f"{run.id}: {counts}\n{place}\n", "")
    assert 'href="captures/ms_srvs.share_enum.x/x.pcapng"' in place.read_text()


def test_links_hold_from_where_the_page_is(call: Call, run: Run, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    assert call("report", "last", "-o", "pages/a.html")[0] == 0
    page = (tmp_path / "pages" / "a.html").read_text()
    assert f'href="../runs/{run.id}/captures/ms_srvs.share_enum.x/x.pcapng"' in page
    assert str(tmp_path) not in page
    assert f'href="runs/{run.id}/captures/' in call("report", "-o", "-")[1]


def test_junit_and_json_go_to_standard_output(call: Call, run: Run, tmp_path: Path) -> None:
    status, out, _ = call("report", run.id, "--format", "junit")
    assert status == 0
    assert ET.fromstring(out.encode()).get("tests") == str(len(VERDICTS))
    assert json.loads(call("report", run.id[:7], "--format", "json")[1])["run"]["id"] == run.id
    assert call("report", "--json")[1] == call("report", "--format", "json")[1]
    (tmp_path / "out").mkdir()
    assert call("report", "--format", "junit", "-o", "out/junit.xml") == (0, "out/junit.xml\n", "")
    assert ET.parse(tmp_path / "out" / "junit.xml").getroot().tag == "testsuites"


@pytest.mark.parametrize(
    ("options", "beginning"),
    [
        (("-o", "a.html"), b"<!doctype html>"),
        (("-o", "a.htm"), b"<!doctype html>"),
        (("-o", "a.XML"), b"<?xml"),
        (("-o", "a.json"), b"{"),
        (("-o", "a.subunit"), b"progress:"),
        (("-o", "a.subunit2"), b"\xb3"),
        (("-o", "a.xlsx"), b"PK"),
        (("-o", "a.xlsx", "--format", "json"), b"{"),
        (("-o", "a.html", "--json"), b"{"),
    ],
)
def test_the_ending_of_the_file_is_the_format(
    call: Call, run: Run, tmp_path: Path, options: tuple[str, ...], beginning: bytes
) -> None:
    status, _, err = call("report", *options)
    assert (status, err) == (0, "")
    assert (tmp_path / options[1]).read_bytes().lower().startswith(beginning.lower())


def test_no_folder_is_made(call: Call, run: Run, tmp_path: Path) -> None:
    status, out, err = call("report", "-o", "absent/report.html")
    assert (status, out, err) == (2, "", "plugfest: absent/report.html: absent is no folder\n")
    assert not (tmp_path / "absent").exists()


def test_the_library_gives_the_sentences(call: Call, run: Run, tmp_path: Path) -> None:
    assert call("docs", "add", TOY)[0] == 0
    with open_library() as library:
        requirement = library.requirements("MS-TOY")[0]
    store = RunStore(tmp_path / "runs")
    covers = (requirement.id, "no-id", "MS-ABSENT:1.1:0123456789")
    store.add_verdict(run.id, Verdict(case="toy::one", kind=VerdictKind.PASS, covers=covers))
    store.close()
    report = json.loads(call("report", "--json")[1])
    (verdict,) = (v for v in report["verdicts"] if v["case"] == "toy::one")
    assert [r["statement"] for r in verdict["requirements"]] == [requirement.text, "", ""]


def test_a_broken_library_does_not_cost_the_report(call: Call, run: Run, tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "library.sqlite3").write_bytes(b"no database" * 100)
    status, out, err = call("report", "--json")
    assert (status, json.loads(out)["run"]["id"]) == (0, run.id)
    assert err.startswith("plugfest: no statements are shown: ")
    assert err.count("\n") == 1


def test_list(call: Call, run: Run) -> None:
    status, out, _ = call("report", "--list")
    assert status == 0
    assert [line.split("\t")[:5] for line in out.splitlines()] == [
        ["run", "started", "target", "pass", "fail"],
        [run.id, "2026-11-20 09:41", RUN.target, "2", "1"],
    ]
    (listed,) = json.loads(call("report", "--list", "--json")[1])
    assert (listed["id"], listed["finished"], listed["counts"]["deviation"]) == (run.id, True, 2)


def test_what_there_is_not(call: Call, run: Run) -> None:
    status, out, err = call("report", "2026-11-21-1")
    assert (status, out) == (2, "")
    assert err == f"plugfest: there is no run '2026-11-21-1'; there is {run.id}\n"
    status, _, err = call("report", "-o", "/proc/nowhere/x.html")
    assert status == 2
    assert err.startswith("plugfest: /proc/nowhere/x.html: ")
    assert call("report", "--format", "yaml")[0] == 2


def test_no_run_yet(call: Call) -> None:
    status, _, err = call("report")
    assert status == 2
    assert "no run is kept" in err
    assert call("report", "--list")[0] == 0
