"""Scenarios: topics, and the messages of a case as a person tells them."""

from __future__ import annotations

from pathlib import Path

from plugfest.conformance.runner import collect
from plugfest.conformance.scenarios import rehearse, scenarios, sequence, shared
from plugfest.records import Message, VerdictKind
from tests.conformance.helpers import write_suite


def message(name: str, time: float, *, sent: bool = True, section: str = "MS-SMB2 2.2.31") -> Message:
    return Message(number=1, time=time, sent=sent, connection=1, name=name, section=section)


def test_every_case_is_in_one_scenario_with_a_title() -> None:
    cases = collect()
    found = scenarios(cases)
    assert sorted(case.id for one in found for case in one.cases) == sorted(case.id for case in cases)
    assert all({case.id.partition(".py::")[0] for case in one.cases} == {one.id} for one in found)
    assert all(one.title for one in found)
    assert "ms_srvs/share_enum" in {one.id for one in found}


def test_what_an_rpc_call_travels_in_is_left_out() -> None:
    messages = [
        message("IOCTL Request", 1.0),
        message("NetrRemoteTOD request", 1.0, section="MS-SRVS 3.1.4.21"),
        message("ECHO Request", 2.0),
        message("ECHO Request", 2.0),
    ]
    assert [one.name for one in sequence(messages)] == ["NetrRemoteTOD request", "ECHO Request", "ECHO Request"]


def test_what_all_begin_with() -> None:
    first = [message("A", 1.0), message("B", 2.0), message("C", 3.0)]
    second = [message("A", 1.5), message("B", 2.5), message("D", 3.5)]
    assert shared([first, second]) == 2
    assert shared([first]) == 3
    assert shared([]) == 0


def test_a_rehearsal_is_a_real_run(tmp_path: Path) -> None:
    suite = write_suite(
        tmp_path,
        '''
        @case(MUST, disruptive=True)
        async def test_negotiates(connection: Connection) -> None:
            """It negotiates."""
            expect.true(True, "", "")

        @case(MUST)
        async def test_other(connection: Connection) -> None:
            """It is not asked for."""
            expect.true(True, "", "")
        ''',
    )
    case = next(one for one in collect([suite]) if one.id.endswith("negotiates"))
    (verdict,) = rehearse([case], [suite]).values()
    assert verdict.kind is VerdictKind.PASS
    names = [one.name for one in verdict.exchange.messages]
    assert names == ["SMB2 NEGOTIATE Request", "SMB2 NEGOTIATE Response"]
