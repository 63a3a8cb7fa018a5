"""What a case raised, and the verdict that it leads to."""

import pytest

from plugfest.conformance.verdicts import Inconclusive, NotApplicable, Unmet, judge
from plugfest.errors import Disconnected, LocalProtocolError, RemoteProtocolError, StatusError, WireError
from plugfest.protocols.ms_rpce import Fault, FaultStatus
from plugfest.records import Level, VerdictKind

MUST, SHOULD, UNKNOWN = "MS-SMB2:1.1:0000000001", "MS-SMB2:1.1:0000000002", "MS-SMB2:1.1:0000000003"
LEVELS = {MUST: Level.MUST, SHOULD: Level.SHOULD}


def verdict(error: BaseException, covers: tuple[str, ...] = (MUST, SHOULD)) -> VerdictKind:
    return judge(error, covers, LEVELS.get).kind


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Unmet("a", "b"), VerdictKind.FAIL),
        (Unmet("a", "b", SHOULD), VerdictKind.DEVIATION),
        (Unmet("a", "b", UNKNOWN), VerdictKind.FAIL),
        (Disconnected("gone"), VerdictKind.INCONCLUSIVE),
        (StatusError("CREATE", 0xC0000022), VerdictKind.INCONCLUSIVE),
        (RemoteProtocolError("odd"), VerdictKind.INCONCLUSIVE),
        (WireError("Header", "Flags", 16, "short"), VerdictKind.INCONCLUSIVE),
        (ConnectionResetError("reset"), VerdictKind.INCONCLUSIVE),
        (Inconclusive("who knows"), VerdictKind.INCONCLUSIVE),
        (NotApplicable("absent"), VerdictKind.NOT_APPLICABLE),
        (Fault(FaultStatus.nca_s_op_rng_error), VerdictKind.NOT_APPLICABLE),
        (Fault(FaultStatus.nca_s_fault_access_denied), VerdictKind.INCONCLUSIVE),
        (LocalProtocolError("we"), VerdictKind.ERROR),
        (AssertionError(), VerdictKind.ERROR),
        (ExceptionGroup("two", [Disconnected("x"), Unmet("a", "b")]), VerdictKind.FAIL),
        (ExceptionGroup("two", [Disconnected("x"), KeyError("y")]), VerdictKind.ERROR),
        (ExceptionGroup("two", [Disconnected("x"), ExceptionGroup("", [OSError()])]), VerdictKind.INCONCLUSIVE),
    ],
)
def test_kind(error: BaseException, kind: VerdictKind) -> None:
    assert verdict(error) is kind


def test_the_first_cited_requirement_is_meant_where_none_is_named() -> None:
    assert judge(Unmet("a", "b"), (SHOULD, MUST), LEVELS.get)[:4] == (VerdictKind.DEVIATION, SHOULD, "a", "b")


def test_an_error_keeps_its_traceback_and_shows_one_line() -> None:
    try:
        raise ValueError("first\nsecond")
    except ValueError as error:
        found = judge(error, (MUST,), LEVELS.get, "set-up")
    assert found.reason == "set-up: ValueError: first"
    assert "Traceback" in found.detail
