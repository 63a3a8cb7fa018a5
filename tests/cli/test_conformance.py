"""`plugfest test`, `cases` and `demo` as a user runs them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plugfest.cli.main import main
from plugfest.conformance.embedded import embedded_server
from plugfest.store.runs import RunStore
from tests.conformance.helpers import MUST, write_suite

Plugfest = Callable[..., tuple[int, str, str]]

SUITE = '''
@case(MUST)
async def test_holds(connection: Connection) -> None:
    """It holds."""
    expect.true(True, "", "")

@case(MUST)
async def test_breaks(connection: Connection) -> None:
    """It does not."""
    expect.equal(1, 2, "number of moons")

@case(MUST, needs=[share("attic")])
async def test_needs(connection: Connection) -> None:
    """It cannot run."""

@case(MUST)
async def test_crashes(connection: Connection) -> None:
    """We break."""
    raise ValueError("ours")
'''


@pytest.fixture
def plugfest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Plugfest:
    monkeypatch.setenv("PLUGFEST_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(tmp_path / "library"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        printed = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, printed.out, printed.err

    return run


def test_what_a_user_sees(plugfest: Plugfest, tmp_path: Path) -> None:
    status, out, err = plugfest("test", "--suite", str(write_suite(tmp_path, SUITE)))
    assert (status, err) == (1, "")
    assert "✓ pass            test_holds" in out
    assert "✗ fail            test_breaks  expected number of moons: 2, got 1" in out
    assert "- not applicable  test_needs  the profile names no attic share" in out
    assert "! error           test_crashes  ValueError: ours" in out
    assert "Traceback" not in out
    block = out[out.index("✗ fail  mine.py::test_breaks") :]
    assert f"requirement  {MUST}  MUST  [MS-SMB2] section 3.3.5.4" in block
    assert "expected     number of moons: 2" in block
    assert "actual       1" in block
    capture = next(line.split()[1] for line in block.splitlines() if line.strip().startswith("capture "))
    assert Path(capture).is_file()
    assert "1 fail, 1 error, 1 pass, 1 not applicable" in out
    assert "plugfest report" in out


def test_the_traceback_is_shown_when_asked_for(plugfest: Plugfest, tmp_path: Path) -> None:
    _, out, _ = plugfest("test", "--suite", str(write_suite(tmp_path, SUITE)), "-v", "-k", "crashes")
    assert "Traceback" in out


def test_json_and_what_is_stored(plugfest: Plugfest, tmp_path: Path) -> None:
    status, out, _ = plugfest("test", "--suite", str(write_suite(tmp_path, SUITE)), "--json")
    document = json.loads(out)
    assert status == 1
    assert document["held"] is False
    assert document["counts"] == {"pass": 1, "fail": 1, "not_applicable": 1, "error": 1}
    store = RunStore(tmp_path / "runs")
    run = store.run("last")
    assert run.id == document["run"]["id"]
    assert run.capabilities["dialects"].endswith("3.1.1")
    assert run.revisions.keys() == {"MS-SMB2"}
    assert store.finished(run.id)
    assert [verdict.kind.value for verdict in store.verdicts(run.id)] == ["pass", "fail", "not_applicable", "error"]
    store.close()


def test_last_failed(plugfest: Plugfest, tmp_path: Path) -> None:
    suite = write_suite(tmp_path, SUITE)
    plugfest("test", "--suite", str(suite), "-k", "not crashes")
    _, out, _ = plugfest("test", "--suite", str(suite), "--lf", "--json")
    assert [one["case"] for one in json.loads(out)["verdicts"]] == ["mine.py::test_breaks"]
    store = RunStore()
    known = [run.id for run in store.runs()]
    status, out, err = plugfest("test", "--suite", str(suite), "--lf", "-k", "holds")
    assert (status, out) == (2, "")
    assert err == "plugfest: none of the cases that did not hold in the last run is selected\n"
    assert [run.id for run in store.runs()] == known
    store.close()


def test_all_hold(plugfest: Plugfest, tmp_path: Path) -> None:
    suite = write_suite(tmp_path, SUITE)
    assert plugfest("test", "--suite", str(suite), "-k", "holds or needs")[0] == 0
    profile = tmp_path / "mine.toml"
    profile.write_text(
        'name = "mine"\n[user]\nname = "alice"\npassword = "secret"\n[shares]\ndisk = "share"\n'
        '[[deviations]]\ncase = "mine.py::test_breaks"\nreason = "we have one moon"\n'
        '[[deviations]]\ncase = "mine.py::test_holds"\nreason = "was odd"\n'
    )
    with embedded_server() as setting:
        url = f"smb://127.0.0.1:{setting.profile.port}"
        status, out, _ = plugfest(
            "test", url, "--profile", str(profile), "--suite", str(suite), "-k", "holds or breaks"
        )
    assert status == 0
    assert "~ known deviation test_breaks  we have one moon" in out
    assert "unexpected pass  mine.py::test_holds" in out
    assert "secret" not in out


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        (["smb://127.0.0.1:{free}/x"], 3, "Connection refused"),
        (["smb://nowhere.invalid/x"], 3, "nowhere.invalid"),
        (["ftp://x"], 2, "wanted smb://"),
        (["--profile", "nobody"], 2, "none of"),
        (["-k", "and and"], 2, "Wrong expression"),
        (["-k", "no_such_case"], 2, "no case matches"),
        (["--suite", "nowhere"], 2, "no such suite"),
        (["-n", "-1"], 2, "-n"),
    ],
)
def test_misuse_is_one_line(plugfest: Plugfest, arguments: list[str], status: int, line: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        free = listener.getsockname()[1]
    code, out, err = plugfest("test", *(argument.format(free=free) for argument in arguments))
    assert (code, out) == (status, "")
    assert line in err
    assert "Traceback" not in err


@pytest.mark.parametrize("behaviour", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\0\0\1\0\xfeSMB"])
def test_a_target_that_is_no_smb_server(plugfest: Plugfest, tmp_path: Path, behaviour: bytes) -> None:
    import threading

    suite = write_suite(tmp_path, SUITE)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)

        def answer() -> None:
            while True:
                try:
                    peer, _ = listener.accept()
                except OSError:
                    return
                with peer:
                    peer.recv(4096)
                    peer.sendall(behaviour)

        thread = threading.Thread(target=answer)
        thread.start()
        url = f"smb://alice:secret@127.0.0.1:{listener.getsockname()[1]}/share"
        status, out, err = plugfest("test", url, "--suite", str(suite), "-k", "holds or needs")
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
    assert (status, err) == (1, "")
    assert "nothing can be decided: NEGOTIATE failed" in out
    assert "2 inconclusive" in out


def test_cases_list_and_show(plugfest: Plugfest) -> None:
    status, out, _ = plugfest("cases", "list")
    assert status == 0
    assert "ms_srvs/share_enum.py::test_invalid_level\tMUST\t" in out
    assert len(json.loads(plugfest("cases", "list", "--json")[1])) == len(out.splitlines()) - 1
    status, out, _ = plugfest("cases", "show", "share_enum.py::test_invalid_level")
    assert status == 0
    assert "MS-SRVS:3.1.4.8:cd9e53458c  MUST" in out
    assert "share_enum.py:" in out
    status, _, err = plugfest("cases", "show", "share_enum.py::test_invalid_levels")
    assert status == 2
    assert "nearest: ms_srvs/share_enum.py::test_invalid_level" in err
    assert plugfest("cases", "show", "test_")[0] == 2


def test_cases_trace(plugfest: Plugfest) -> None:
    status, out, _ = plugfest("cases", "trace", "MS-SRVS")
    assert status == 0
    assert "MS-SRVS:3.1.4.8:cd9e53458c\tMUST\tserver\tms_srvs/share_enum.py::test_invalid_level" in out
    numbers = json.loads(plugfest("cases", "trace", "MS-SRVS", "--json")[1])["numbers"]
    assert numbers["unknown"] == 0
    status, _, err = plugfest("cases", "trace", "MS-NOWHERE")
    assert status == 2
    assert "MS-NOWHERE" in err


def test_cases_prove(plugfest: Plugfest) -> None:
    status, out, _ = plugfest("cases", "prove", "-k", "share_enum and test_invalid_level")
    assert status == 0
    assert "killed\tMS-SRVS:3.1.4.8:cd9e53458c" in out
    document = json.loads(plugfest("cases", "prove", "-k", "share_enum and test_invalid_level", "--json")[1])
    assert document["holds"] is True
    assert document["covered"] == ["MS-SRVS:3.1.4.8:cd9e53458c"]


def test_demo(plugfest: Plugfest, tmp_path: Path) -> None:
    status, out, _ = plugfest("demo")
    assert status == 0, out
    report = tmp_path / "plugfest-report.html"
    assert str(report) in out
    assert "ms_srvs/share_enum.py::test_level_1" in report.read_text()


def test_nobody_reads_what_is_printed(tmp_path: Path) -> None:
    unread, pipe = os.pipe()
    os.close(unread)
    command = [sys.executable, "-m", "plugfest", "test", "-k", "test_level_1"]
    environment = {**os.environ, "PLUGFEST_RUNS": str(tmp_path)}
    with os.fdopen(pipe) as output:
        done = subprocess.run(command, stdout=output, stderr=subprocess.PIPE, env=environment, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_case_of_the_how_to_page(plugfest: Plugfest, tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "howto" / "write-a-case.md"
    example = page.read_text().partition("```python\n")[2].partition("```")[0]
    (tmp_path / "my_cases.py").write_text(example)
    status, out, err = plugfest("test", "--suite", "my_cases.py")
    assert (status, err) == (0, ""), out
    assert "1 pass" in out


def test_a_case_is_shown_with_its_messages(plugfest: Plugfest) -> None:
    status, out, _ = plugfest("cases", "show", "share_enum.py::test_invalid_level")
    assert status == 0
    assert "MS-SRVS:3.1.4.8:cd9e53458c  MUST" in out
    assert "──▶ NetrShareEnum request" in out
    assert "◀── NetrShareEnum response  ERROR_INVALID_LEVEL" in out
    status, out, _ = plugfest("cases", "show", "share_enum.py::test_invalid_level", "--json")
    document = json.loads(out)
    assert (status, document["verdict"], document["sequence"][-1]["summary"]) == (0, "pass", "ERROR_INVALID_LEVEL")


def test_scenarios(plugfest: Plugfest) -> None:
    status, out, _ = plugfest("cases", "list", "--scenarios")
    assert status == 0
    line = next(line for line in out.splitlines() if line.startswith("ms_srvs/remote_tod\t"))
    assert "NetrRemoteTOD" in line
    status, out, _ = plugfest("cases", "show", "ms_srvs/remote_tod")
    assert (status, out.count("covers MS-SRVS:")) == (0, int(line.split("\t")[1]))
    assert out.index("all begin with") < out.index("NetrRemoteTOD request") < out.index("test_interval")
    status, out, _ = plugfest("cases", "list", "--scenarios", "--json")
    assert {"id", "title", "cases", "covers"} == set(json.loads(out)[0])
