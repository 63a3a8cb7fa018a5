"""The pytest plugin: every selected case ends in exactly one verdict, and in the right one."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugfest.conformance.embedded import embedded_server
from plugfest.conformance.runner import collect
from plugfest.conformance.targets import Account, Capabilities, Deviation
from plugfest.errors import InputError
from plugfest.records import VerdictKind
from plugfest.store.runs import RunStore
from tests.conformance.helpers import MUST, SHOULD, run, write_suite

ALL_KINDS = '''
@case(MUST)
async def test_pass(connection: Connection) -> None:
    """It holds."""
    expect.equal(connection.state.dialect, Dialect.SMB_3_1_1, "dialect")

@case(MUST)
def test_pass_without_waiting(target: Target) -> None:
    """A case need not be a coroutine."""
    expect.equal(target.share, "share", "share")

@case([MUST, SHOULD])
async def test_fail(connection: Connection) -> None:
    """It does not hold."""
    expect.equal(1, 2, "number")

@case([MUST, SHOULD])
async def test_deviation(connection: Connection) -> None:
    """What is only recommended does not hold."""
    expect.equal(1, 2, "number", requirement=SHOULD)

@case(MUST)
async def test_fail_disconnected(connection: Connection) -> None:
    """The peer hangs up where an answer is expected."""
    await connection.send_raw(b"nonsense")
    await expect.reply(connection.echo())

@case(MUST)
async def test_inconclusive_disconnected(connection: Connection) -> None:
    """The peer hangs up elsewhere."""
    await connection.send_raw(b"nonsense")
    await connection.echo()

@case(MUST)
async def test_inconclusive_set_up(session: Session) -> None:
    """The set-up is no part of what is judged."""
    await session.tree_connect("no such share")
    expect.true(True, "", "")

@case(MUST)
async def test_inconclusive_late(connection: Connection) -> None:
    """Time is over outside of an expectation."""
    await anyio.sleep(60)

@case(MUST)
async def test_fail_late(connection: Connection) -> None:
    """Time is over inside of an expectation."""
    expect.progress().patience = 60
    await expect.disconnected(connection)

@case(MUST)
async def test_inconclusive_text(connection: Connection) -> None:
    """What a peer says need not be encodable."""
    raise Disconnected("half \\ud800 a pair")

@case(MUST, needs=[dialect("3.0")])
async def test_not_applicable_need(connection: Connection) -> None:
    """The target cannot."""
    expect.equal(1, 2, "number")

@case(MUST, disruptive=True)
async def test_not_applicable_disruptive(connection: Connection) -> None:
    """The target must not be changed."""
    expect.equal(1, 2, "number")

@case(MUST)
async def test_not_applicable_skipped(connection: Connection) -> None:
    """As pytest has it."""
    pytest.skip("not today")

@case(MUST)
async def test_error_defect(connection: Connection) -> None:
    """We break."""
    raise KeyError("ours")

@case(MUST)
async def test_error_assert(connection: Connection) -> None:
    """Only expect judges."""
    assert False

@case(MUST)
async def test_error_no_expectation(connection: Connection) -> None:
    """Nothing is judged."""

@case(MUST)
async def test_error_forgotten_await(connection: Connection) -> None:
    """The expectation never runs."""
    expect.true(True, "", "")
    expect.disconnected(connection)

@case(MUST)
async def test_error_unknown_fixture(no_such_fixture) -> None:
    """Nobody has this fixture."""
'''


def test_each_kind_of_verdict(tmp_path: Path) -> None:
    kept = run(write_suite(tmp_path, ALL_KINDS), tmp_path / "run", deadline=1.5, patience=15, allow_disruptive=False)
    assert kept.calls == len(kept.verdicts) == len(kept.selected) == ALL_KINDS.count("def test_")
    for name, verdict in kept.verdicts.items():
        assert name.removeprefix("test_").startswith(verdict.kind.value), (name, verdict.reason, verdict.detail)
        assert (verdict.kind is VerdictKind.ERROR) == name.startswith("test_error")
        assert bool(verdict.requirement) == bool(verdict.expected) == name.startswith(("test_fail", "test_deviation"))
        assert verdict.covers[0] == MUST
        assert verdict.case == f"mine.py::{name}"
    assert kept.verdicts["test_deviation"].requirement == SHOULD
    assert kept.verdicts["test_fail"].expected == "number: 2"
    assert kept.verdicts["test_fail"].title == "It does not hold."
    assert kept.verdicts["test_fail_disconnected"].actual == "a disconnection"
    assert kept.verdicts["test_not_applicable_need"].reason == "the target does not speak dialect 3.0"
    assert kept.verdicts["test_inconclusive_late"].reason == "not over after 1.5 s"
    assert "test_error_defect" in kept.verdicts["test_error_defect"].detail


def test_the_exchange_of_each_case_is_kept(tmp_path: Path) -> None:
    suite = write_suite(
        tmp_path,
        '''
        from plugfest.protocols.ms_srvs.types import NetrRemoteTOD

        @case(MUST)
        async def test_call(srvsvc: RpcClient, connect) -> None:
            """RPC over one connection, nothing on another."""
            await connect()
            await expect.returns(srvsvc.call(NetrRemoteTOD()))

        @case(MUST)
        def test_nothing(target: Target) -> None:
            """Nothing is sent."""
            expect.true(True, "", "")
        ''',
    )
    kept = run(suite, tmp_path / "run")
    exchange = kept.verdicts["test_call"].exchange
    assert (tmp_path / "run" / exchange.capture).is_file()
    assert [message.number for message in exchange.messages] == list(range(1, len(exchange.messages) + 1))
    names = [message.name for message in exchange.messages if message.sent]
    assert names[:2] == ["SMB2 NEGOTIATE Request", "SMB2 SESSION_SETUP Request"]
    assert names[-2:] == ["SMB2 IOCTL Request", "NetrRemoteTOD request"]
    last = exchange.messages[-1]
    assert (last.name, last.section, last.summary) == ("NetrRemoteTOD response", "MS-SRVS 3.1.4.21", "NERR_Success")
    assert any(field.name.endswith("tod_elapsedt") for field in last.fields)
    assert {message.connection for message in exchange.messages} == {1}
    assert kept.verdicts["test_nothing"].exchange.capture == ""


def test_encrypted_messages_are_kept_decrypted(tmp_path: Path) -> None:
    suite = write_suite(
        tmp_path,
        '''
        @case(MUST)
        async def test_encrypted(connect, log_on) -> None:
            """A session that encrypts."""
            connection = await connect(encrypt=True)
            await connection.negotiate()
            session = await log_on(connection=connection)
            await expect.within(session.tree_connect("IPC$"), "IPC$")
        ''',
    )
    kept = run(suite, tmp_path / "run")
    verdict = kept.verdicts["test_encrypted"]
    assert verdict.kind is VerdictKind.PASS, verdict.reason
    encrypted = [message.name for message in verdict.exchange.messages if message.encrypted]
    assert encrypted == ["SMB2 TREE_CONNECT Request", "SMB2 TREE_CONNECT Response"]
    assert (tmp_path / "run" / verdict.exchange.keys).read_text().startswith("#")


def test_known_deviations_and_unexpected_passes(tmp_path: Path) -> None:
    deviations = (
        Deviation(case="mine.py::test_fail", reason="since ever"),
        Deviation(case="mine.py::test_pass", reason="was broken once"),
    )
    kept = run(write_suite(tmp_path, ALL_KINDS), deviations=deviations, keyword="test_fail or test_pass", deadline=1.5)
    assert kept.verdicts["test_fail"].known == "since ever"
    assert kept.verdicts["test_fail"].kind is VerdictKind.FAIL
    assert kept.verdicts["test_pass"].unexpected_pass
    assert not kept.verdicts["test_fail_late"].known


def test_only_and_keyword_and_disruptive(tmp_path: Path) -> None:
    suite = write_suite(tmp_path, ALL_KINDS)
    assert run(suite, only=("mine.py::test_fail",)).selected == ["mine.py::test_fail"]
    assert run(suite, keyword="deviation").selected == ["mine.py::test_deviation"]
    allowed = run(suite, keyword="disruptive", allow_disruptive=True)
    assert allowed.verdicts["test_not_applicable_disruptive"].kind is VerdictKind.FAIL


def test_exit_first_leaves_the_rest_alone(tmp_path: Path) -> None:
    kept = run(write_suite(tmp_path, ALL_KINDS), keyword="test_pass or test_fail or test_deviation", exit_first=True)
    assert list(kept.verdicts) == ["test_pass", "test_pass_without_waiting", "test_fail"]


def test_a_target_about_which_nothing_is_known(tmp_path: Path) -> None:
    capabilities = Capabilities(problem="it sings")
    kept = run(write_suite(tmp_path, ALL_KINDS), capabilities=capabilities, keyword="need or test_pass")
    assert kept.verdicts["test_not_applicable_need"].kind is VerdictKind.INCONCLUSIVE
    assert kept.verdicts["test_not_applicable_need"].reason == "it sings"
    assert kept.verdicts["test_pass"].kind is VerdictKind.PASS


def test_nobody_tries_a_wrong_password_twice(tmp_path: Path) -> None:
    capabilities = Capabilities(log_on_problem="STATUS_LOGON_FAILURE")
    kept = run(write_suite(tmp_path, ALL_KINDS), tmp_path / "run", capabilities=capabilities, keyword="set_up")
    verdict = kept.verdicts["test_inconclusive_set_up"]
    assert verdict.reason == "the user cannot log on: STATUS_LOGON_FAILURE"
    assert not any("SESSION_SETUP" in message.name for message in verdict.exchange.messages)


def test_who_cannot_log_on_is_asked_for_nothing(tmp_path: Path) -> None:
    suite = write_suite(
        tmp_path,
        """
        from plugfest.conformance.needs import administrator, disk_share

        @case(covers=MUST, needs=[log_on])
        async def test_user(session: Session) -> None:
            "Wants the user."

        @case(covers=MUST, needs=[administrator])
        async def test_administrator(administrator_srvsvc: RpcClient) -> None:
            "Wants an administrator."
            expect.equal(1, 1, "one")

        @case(covers=MUST, needs=[log_on, disk_share])
        async def test_share(tree: Tree) -> None:
            "Wants the share."
        """,
    )
    kept = run(suite, tmp_path / "run", capabilities=Capabilities(log_on_problem="no"))
    assert kept.verdicts["test_user"].reason == "the user cannot log on: no"
    assert not kept.verdicts["test_user"].exchange.messages
    assert kept.verdicts["test_administrator"].kind is VerdictKind.PASS, "the profile names one"
    kept = run(suite, tmp_path / "run", capabilities=Capabilities(log_on_problem="no"), profile={"administrator": None})
    assert kept.verdicts["test_administrator"].reason == "the user cannot log on: no"
    kept = run(suite, tmp_path / "run", capabilities=Capabilities(share_problem="not here"))
    assert kept.verdicts["test_share"].reason == "the share share is not there: not here"


def test_a_wrong_password_of_the_administrator_is_tried_once(tmp_path: Path) -> None:
    case = """
        @case(covers=MUST)
        async def test_{name}(administrator_srvsvc: RpcClient) -> None:
            "Wants an administrator."
        """
    suite = write_suite(tmp_path, case.format(name="first") + case.format(name="second"))
    kept = run(suite, tmp_path / "run", profile={"administrator": Account("operator", "wrong")})
    assert "STATUS_LOGON_FAILURE" in kept.verdicts["test_first"].reason
    assert kept.verdicts["test_second"].reason.startswith("the administrator cannot log on: SESSION_SETUP")
    assert not kept.verdicts["test_second"].exchange.messages


def test_nobody_reads_what_is_printed(tmp_path: Path) -> None:
    class Unheard:
        def pytest_plugfest_verdict(self) -> None:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        run(write_suite(tmp_path, ALL_KINDS), keyword="test_pass", plugins=(Unheard(),))


def test_failures_are_quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[ast.AST] = []

    def walk(node: ast.AST) -> Iterator[ast.AST]:
        asked.append(node)
        return iter(())

    monkeypatch.setattr(ast, "walk", walk)
    suite = write_suite(
        tmp_path,
        """
        @case(covers=MUST)
        def test_fail() -> None:
            "One is two."
            expect.equal(1, 2, "one")

        @case(covers=MUST)
        async def test_inconclusive(session: Session) -> None:
            "There is no session."
        """,
    )
    kept = run(suite, profile={"user": Account("alice", "wrong")})
    assert [verdict.kind for verdict in kept.verdicts.values()] == [VerdictKind.FAIL, VerdictKind.INCONCLUSIVE]
    assert not asked, "pytest parses source code to show what nobody sees"


def test_workers_ship_their_verdicts(tmp_path: Path) -> None:
    suite = write_suite(tmp_path, ALL_KINDS)
    chosen = "test_pass or (test_fail and not late) or skipped"
    # Patience: the server is a thread of the process that hears the workers, and on a busy machine a fifth of it.
    kept = run(suite, tmp_path / "run", keyword=chosen, workers=2, patience=15)
    assert sorted(kept.selected) == sorted(verdict.case for verdict in kept.verdicts.values())
    assert len(kept.verdicts) == 5
    assert kept.verdicts["test_fail"].kind is VerdictKind.FAIL
    assert kept.verdicts["test_pass"].exchange.messages
    assert (tmp_path / "run" / kept.verdicts["test_pass"].exchange.capture).is_file()


def test_a_case_that_kills_its_process_is_an_error(tmp_path: Path) -> None:
    suite = write_suite(
        tmp_path,
        '''
        import os

        @case(MUST)
        async def test_gone(connection: Connection) -> None:
            """It takes the process with it."""
            os._exit(3)

        @case(MUST)
        async def test_stays(connection: Connection) -> None:
            """It does not."""
            expect.true(True, "", "")
        ''',
    )
    kept = run(suite, workers=2)
    assert kept.verdicts["test_gone"].kind is VerdictKind.ERROR
    assert "vanished" in kept.verdicts["test_gone"].reason
    assert kept.verdicts["test_stays"].kind is VerdictKind.PASS


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("import nowhere_to_be_found", "nowhere_to_be_found"),
        ('@case("MS-SMB2:1:zz")\ndef test_x(): "x"', "is not a requirement id"),
        ("@case(())\ndef test_x(): 'x'", "at least one requirement"),
        ("@case(MUST)\ndef test_x(): pass", "docstring"),
        ("def broken(:", "SyntaxError"),
        ("def test_x(target): pass", "declared with @case"),
    ],
)
def test_a_suite_that_cannot_be_read_is_bad_input(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        collect([write_suite(tmp_path, text)])


def test_collect(tmp_path: Path) -> None:
    cases = collect([write_suite(tmp_path, ALL_KINDS)], "need or disruptive")
    assert [case.id for case in cases] == [
        "mine.py::test_not_applicable_need",
        "mine.py::test_not_applicable_disruptive",
    ]
    assert cases[0].needs == ("dialect 3.0",)
    assert cases[1].disruptive
    assert Path(cases[0].path).read_text().splitlines()[cases[0].line - 1].startswith("@case")


def plain_pytest(suite: Path, runs: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "plugfest.conformance.plugin", "-o", "python_files=*.py"]
    environment = {**os.environ, "PLUGFEST_RUNS": str(runs)}
    return subprocess.run(
        [*command, *arguments, "."], cwd=suite, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_plain_pytest(tmp_path: Path) -> None:
    suite = write_suite(tmp_path, ALL_KINDS)
    with embedded_server() as setting:
        profile = setting.profile
        url = f"smb://alice:secret@{profile.host}:{profile.port}/share"
        done = plain_pytest(
            suite, tmp_path / "runs", "--target", url, "--case-deadline", "1", "-k", "not forgotten", "-n", "2"
        )
    assert done.returncode == 1
    assert "number: 2" in done.stdout
    assert "Traceback" not in done.stderr
    store = RunStore(tmp_path / "runs")
    run_of_it = store.run("last")
    counts = store.counts(run_of_it.id)
    store.close()
    assert f"plugfest report {run_of_it.id}" in done.stdout
    assert sum(counts.values()) == ALL_KINDS.count("@case") - 1
    assert counts[VerdictKind.DEVIATION] == 1
    assert list(Path(run_of_it.folder).rglob("*.pcapng"))


def test_plain_pytest_without_a_target(tmp_path: Path) -> None:
    suite = write_suite(tmp_path, ALL_KINDS)
    nobody = plain_pytest(suite, tmp_path / "runs", "--target", "smb://127.0.0.1:1/x")
    assert (nobody.returncode, "Connection refused" in nobody.stdout + nobody.stderr) == (3, True)
    bad = plain_pytest(suite, tmp_path / "runs", "--target", "ftp://x")
    assert (bad.returncode, "wanted smb://" in bad.stderr) == (4, True)
