"""Each marked rule is a requirement of the document, and breaking it shows on the wire."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

import plugfest.facts
import plugfest.protocols.ms_srvs
from plugfest.protocols.ms_srvs import ServerService
from plugfest.protocols.ms_srvs.client import session_enum, share_enum
from plugfest.protocols.ms_srvs.types import NetrRemoteTOD, NetrServerGetInfo, NetrShareGetInfo
from plugfest.protocols.rules import Mutant, Rules
from plugfest.records import Facts
from plugfest.wire.ndr import Request
from tests.protocols.ms_srvs.helpers import ADMINISTRATOR, USER, Constant

_CALLS: list[Request] = [  # type: ignore[type-arg]
    *(share_enum(level) for level in (0, 1, 2, 501, 502, 503, 7)),
    *(share_enum(1, name) for name in ("", "\\\\anything", "\\\\cluster", "nick")),
    share_enum(1, preferred=60),
    *(share_enum(1, preferred=60, resume=resume) for resume in (0, 2, 9)),
    *(session_enum(level, "server") for level in (0, 1, 2, 10, 502, 7)),
    session_enum(1, preferred=80),
    *(session_enum(1, preferred=80, resume=resume) for resume in (0, 1, 9)),
    *(session_enum(1, client_name=name) for name in ("\\\\host2", "host2", "\\\\nowhere", "\\\\" + "x" * 1100)),
    *(session_enum(1, user_name=name) for name in ("bob", "nobody", "x" * 1100)),
    *(NetrShareGetInfo(None, "data", level) for level in (0, 1, 2, 501, 502, 503, 1005, 7)),
    *(NetrShareGetInfo(name, "scoped", 1) for name in (None, "", "\\\\cluster", "anything")),
    NetrShareGetInfo(None, "nothing", 1),
    NetrShareGetInfo(None, "dat", 1),
    NetrShareGetInfo("anything", "data", 1),
    NetrShareGetInfo(None, "", 1),
    *(NetrServerGetInfo(name, level) for name in (None, "me") for level in (100, 101, 102, 103, 502, 503, 7)),
    NetrServerGetInfo("x" * 1100, 100),
    NetrRemoteTOD("me"),
]
_FOLDER = Path(plugfest.protocols.ms_srvs.__file__).parent
MARKED = sorted(
    {i for path in _FOLDER.glob("*.py") for i in re.findall(r"MS-SRVS:[0-9.]+:[0-9a-f]{10}[.~\d]*", path.read_text())}
)


def _heard(rules: Rules) -> list[bytes | str]:
    service = ServerService(Constant(), rules)
    answers: list[bytes | str] = []
    for caller in (ADMINISTRATOR, USER):
        for request in _CALLS:
            answers.append(service.call(request.opnum, request.encode(), caller))
    return answers


PLAIN = _heard(Rules())


def test_marked_rules_are_requirements() -> None:
    path = Path(plugfest.facts.__file__).parent / "MS-SRVS.json"
    facts = msgspec.json.decode(path.read_bytes(), type=Facts)
    assert set(MARKED) <= {fact.id for fact in facts.requirements}
    assert len(MARKED) > 200


def test_every_rule_is_reached() -> None:
    rules = Rules()
    rules.reached = set()
    _heard(rules)
    assert rules.reached == set(MARKED)


@pytest.mark.parametrize("rule", MARKED)
def test_breaking_a_rule_shows(rule: str) -> None:
    for operator in ("skip", "change", "empty", "set:99"):
        try:
            if _heard(Rules((Mutant(rule, operator),))) != PLAIN:
                return
        except (TypeError, ValueError):  # this operator has no meaning for the rule
            continue
    pytest.fail("no mutant of it changes any answer")
