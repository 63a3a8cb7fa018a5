"""`plugfest test --repeat`, `--compare` and `--replay`, and cases that want to be alone, as a user runs them."""

from __future__ import annotations

import json
import os
import re
import shlex
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from plugfest.cli.main import main
from plugfest.conformance.embedded import embedded_server
from tests.conformance.helpers import write_suite

Plugfest = Callable[..., tuple[int, str, str]]

SUITE = '''
from pathlib import Path

@case(MUST)
async def test_steady(connection: Connection) -> None:
    """It always holds."""
    expect.true(True, "", "")

@case(MUST)
async def test_moody(connection: Connection) -> None:
    """It holds every other time."""
    file = Path(__file__).with_name("times")
    times = int(file.read_text()) + 1 if file.exists() else 1
    file.write_text(str(times))
    expect.true(times % 2, "an odd time", f"time {times}")

@case(MUST)
async def test_choosy(target: Target) -> None:
    """It holds on the embedded server by its name."""
    expect.equal(target.profile.name, "embedded", "name")
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


def test_flaky_verdicts_are_found(plugfest: Plugfest, tmp_path: Path) -> None:
    suite = str(write_suite(tmp_path, SUITE))
    status, out, _ = plugfest("test", "--suite", suite, "--repeat", "2")
    assert status == 1
    assert "mine.py::test_moody\tpass\tfail: got time 2\n" in out
    assert out.endswith("2 runs: 1 case not always the same verdict\n")
    status, out, _ = plugfest("test", "--suite", suite, "--repeat", "3", "-k", "steady", "--json")
    document = json.loads(out)
    assert (status, len(document["runs"]), document["flaky"]) == (0, 3, [])


def test_two_targets_are_compared(plugfest: Plugfest, tmp_path: Path) -> None:
    suite = str(write_suite(tmp_path, SUITE))
    with embedded_server() as other:
        profile = other.profile
        assert profile.user
        address = f"smb://{profile.user.name}:{profile.user.password}@{profile.host}:{profile.port}/share"
        arguments = ["test", "--suite", suite, "-k", "steady or choosy", "--compare"]
        status, out, _ = plugfest(*arguments, address)
        assert status == 1
        assert "mine.py::test_choosy\tpass\tfail: got ''\n" in out
        assert out.endswith("two targets: 1 case different\n")
        status, out, _ = plugfest(*arguments, f"embedded@{address}", "--json")
    document = json.loads(out)
    assert (status, len(document["runs"]), document["different"]) == (0, 2, [])


def test_the_command_that_the_report_prints_runs_a_failure_again(plugfest: Plugfest, tmp_path: Path) -> None:
    suite = str(write_suite(tmp_path, SUITE))
    with embedded_server() as other:
        profile = other.profile
        assert profile.user
        address = f"smb://{profile.user.name}:{profile.user.password}@{profile.host}:{profile.port}/share"
        assert plugfest("test", address, "--suite", suite)[0] == 1
        assert plugfest("report", "-o", "report.html")[0] == 0
        page = Path("report.html").read_text()
        assert profile.user.password not in page
        command = shlex.split(re.findall(r"<code>plugfest (test --replay [^<]*)</code>", page)[0])
        status, out, _ = plugfest(*command)
        assert status == 1
        assert out.endswith(" fail now\n")
        assert out.count("\n  ✗ ") == 1
        status, out, _ = plugfest("test", "--replay", "test_choosy", "--json")
        document = json.loads(out)
        assert (status, document["before"], document["counts"]) == (1, "fail", {"fail": 1})
    (kept,) = {stat.S_IMODE(os.stat(one).st_mode) for one in (tmp_path / "runs" / "again").iterdir()}
    assert kept == 0o600
    assert plugfest("test", "--lf", "--suite", suite, "-k", "steady")[0] == 0  # (a replay is no run to go by)


def test_misuse(plugfest: Plugfest, tmp_path: Path) -> None:
    suite = str(write_suite(tmp_path, SUITE))
    assert plugfest("test", "--replay", "test_choosy") == (2, "", "plugfest: no stored run has a case 'test_choosy'\n")
    assert plugfest("test", "--repeat", "2", "--compare", "embedded")[0] == 2
    assert plugfest("test", "--run", "last")[0] == 2
    assert plugfest("test", "--suite", suite, "-k", "steady")[0] == 0
    status, _, err = plugfest("test", "--replay", "test_stedy", "--run", "last")
    assert (status, "nearest: mine.py::test_steady" in err) == (2, True)


ALONE = '''
import os
from pathlib import Path
from plugfest.conformance import alone

def note(name: str) -> None:
    with Path(__file__).with_name("order").open("a") as file:
        file.write(f"{name} {os.getpid()}\\n")
    expect.true(True, "", "")

@case(MUST, disruptive=True)
async def test_a_disruptive() -> None:
    """It changes the target."""
    note("disruptive")

@alone
@case(MUST)
async def test_b_alone() -> None:
    """It counts what others make."""
    note("alone")

@case(MUST)
async def test_c() -> None:
    """It minds nobody."""
    note("together")

@case(MUST)
async def test_d() -> None:
    """It minds nobody."""
    note("together")
'''


@pytest.mark.parametrize("workers", [0, 2])
def test_who_counts_runs_alone_and_who_disrupts_comes_last(plugfest: Plugfest, tmp_path: Path, workers: int) -> None:
    suite = write_suite(tmp_path, ALONE)
    status, out, _ = plugfest("test", "--suite", str(suite), "-n", str(workers), "--json")
    assert (status, json.loads(out)["counts"]) == (0, {"pass": 4})
    lines = [line.split() for line in (suite / "order").read_text().splitlines()]
    names = [name for name, _ in lines]
    assert names == (
        ["together", "together", "alone", "disruptive"] if workers else ["alone", "together", "together", "disruptive"]
    )
    workers_used = {pid for name, pid in lines if name == "together" and int(pid) != os.getpid()}
    assert bool(workers_used) == bool(workers)
    assert {pid for name, pid in lines if name != "together"} == {str(os.getpid())}


def test_disruptive_cases_want_to_be_allowed(plugfest: Plugfest, tmp_path: Path) -> None:
    """On a server of somebody else; the embedded one is ours."""
    suite = write_suite(tmp_path, ALONE)
    with embedded_server() as other:
        profile = other.profile
        _, out, _ = plugfest("test", f"smb://{profile.host}:{profile.port}", "--suite", str(suite), "--json")
    assert json.loads(out)["counts"] == {"pass": 3, "not_applicable": 1}
    assert "disruptive" not in (suite / "order").read_text()
