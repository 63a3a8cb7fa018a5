"""From what a case raised to its verdict."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from typing import NamedTuple

from plugfest.errors import Error, RemoteProtocolError, StatusError, TargetUnreachable, WireError
from plugfest.protocols.ms_rpce import Fault, FaultStatus
from plugfest.records import Level, VerdictKind


class Unmet(Error):
    """An expectation that the target did not meet; only `expect` raises it. No requirement: the first one cited."""

    def __init__(self, expected: str, actual: str, requirement: str = "") -> None:
        super().__init__(f"expected {expected}, got {actual}")
        self.expected = expected
        self.actual = actual
        self.requirement = requirement


class NotApplicable(Error):
    """The target lacks something that the case needs."""


class Inconclusive(Error):
    """The case cannot be decided, for a reason that lies outside of what it expects: the reason as it is shown."""


class Judgement(NamedTuple):
    """The part of a verdict that comes from what the case raised."""

    kind: VerdictKind
    requirement: str = ""
    expected: str = ""
    actual: str = ""
    reason: str = ""
    detail: str = ""


PASS = Judgement(VerdictKind.PASS)

_REMOTE = (RemoteProtocolError, StatusError, WireError, TargetUnreachable, Inconclusive, OSError)
"""What the peer or the transport can do to a case, outside of what it expects."""


def sound(text: str) -> str:
    """Without lone surrogates, which a peer may send and UTF-8 cannot carry."""
    return text.encode("utf-8", "backslashreplace").decode()


def leaves(error: BaseException) -> Iterator[BaseException]:
    """The errors in a group, or the error itself."""
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from leaves(inner)
    else:
        yield error


def broken(error: BaseException, where: str = "") -> Judgement:
    """Our own failure: the traceback is kept, one line is shown."""
    line = (f"{type(error).__name__}: {error}" if str(error) else type(error).__name__).splitlines()[0]
    detail = "".join(traceback.format_exception(error))
    return Judgement(VerdictKind.ERROR, reason=f"{where}: {line}" if where else line, detail=detail)


def judge(
    error: BaseException, covers: tuple[str, ...], level_of: Callable[[str], Level | None], where: str = ""
) -> Judgement:
    """The verdict on a case that raised `error`; `where` names the part of it that is no case: its set-up.

    An unmet expectation counts most, then a defect of ours, then the peer's failures. A requirement whose level is
    not known counts as a MUST. An RPC method that the target does not have, where nobody expects it, is a capability
    that is absent.
    """
    errors = list(leaves(error))
    unmet = next((e for e in errors if isinstance(e, Unmet)), None)
    if unmet:
        requirement = unmet.requirement or covers[0]
        mandatory = (level_of(requirement) or Level.MUST).mandatory
        return Judgement(
            VerdictKind.FAIL if mandatory else VerdictKind.DEVIATION,
            requirement=requirement,
            expected=unmet.expected,
            actual=unmet.actual,
            reason=str(unmet),
        )
    absent = next((e for e in errors if isinstance(e, NotApplicable)), None)
    if absent:
        return Judgement(VerdictKind.NOT_APPLICABLE, reason=str(absent))
    ours = next((e for e in errors if not isinstance(e, _REMOTE)), None)
    if ours:
        return broken(error if len(errors) > 1 else ours, where)
    missing = next((e for e in errors if isinstance(e, Fault) and e.status == FaultStatus.nca_s_op_rng_error), None)
    if missing:
        return Judgement(VerdictKind.NOT_APPLICABLE, reason=f"the target does not have the method: {missing}")
    if isinstance(error, Inconclusive):
        return Judgement(VerdictKind.INCONCLUSIVE, reason=str(error))
    text = "; ".join(str(e) or type(e).__name__ for e in errors)
    return Judgement(VerdictKind.INCONCLUSIVE, reason=f"{where}: {text}" if where else text)
