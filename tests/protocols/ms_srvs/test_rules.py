"""Each marked rule is a requirement of the document; breaking it shows in an answer, or in what the server is then."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

import plugfest.facts
import plugfest.protocols.ms_srvs
from plugfest.protocols.ms_srvs import Caller, ServerService
from plugfest.protocols.rules import Mutant, Rules
from plugfest.records import Facts
from plugfest.wire.ndr import Request
from tests.protocols.ms_srvs.helpers import ADMINISTRATOR, USER, Constant
from tests.protocols.ms_srvs.scenes import SCENES, Scene

_FOLDER = Path(plugfest.protocols.ms_srvs.__file__).parent
MARKED = sorted(
    {i for path in _FOLDER.rglob("*.py") for i in re.findall(r"MS-SRVS:[0-9.]+:[0-9a-f]{10}[.~\d]*", path.read_text())}
)
_CALLERS = (ADMINISTRATOR, USER)


def _played(scene: Scene, caller: Caller, rules: Rules) -> Any:
    """The answers, and the server's state behind them."""
    server = Constant()
    service = ServerService(server, rules)
    answers = []
    for request in scene:
        if isinstance(request, Request):
            answers.append(service.call(request.opnum, request.encode(), caller))
        else:
            request(server)
    return answers, {name: value for name, value in vars(server).items() if name != "persisted"}


@cache
def _reached() -> dict[str, list[tuple[Scene, Caller, Any]]]:
    """Rule → the scenes that reach it, and what comes of them where no rule is broken."""
    found: dict[str, list[tuple[Scene, Caller, Any]]] = {}
    for scene in SCENES:
        for caller in _CALLERS:
            rules = Rules()
            rules.reached = set()
            plain = _played(scene, caller, rules)
            for rule in rules.reached:
                found.setdefault(rule, []).append((scene, caller, plain))
    return found


def test_marked_rules_are_requirements() -> None:
    path = Path(plugfest.facts.__file__).parent / "MS-SRVS.json"
    facts = msgspec.json.decode(path.read_bytes(), type=Facts)
    assert set(MARKED) <= {fact.id for fact in facts.requirements}
    assert len(MARKED) > 600


def test_every_rule_is_reached() -> None:
    assert _reached().keys() == set(MARKED)


def _shows(rule: str, operator: str) -> bool:
    rules = Rules((Mutant(rule, operator),))
    return any(_played(scene, caller, rules) != plain for scene, caller, plain in _reached()[rule])


@pytest.mark.parametrize("rule", MARKED)
def test_breaking_a_rule_shows(rule: str) -> None:
    for operator in ("skip", "change", "empty", "set:99"):
        try:
            if _shows(rule, operator):
                return
        except (TypeError, ValueError):  # this operator has no meaning for the rule
            continue
    pytest.fail("no operator makes a difference")
