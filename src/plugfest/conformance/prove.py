"""The proof of the cases: each passes the embedded server and fails the mutant that breaks the rule it covers.

One pytest session collects the cases once and runs them as often as there are mutants, each time against another
embedded server in this process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

import anyio
import msgspec
import pytest

from plugfest.conformance.capabilities import detect
from plugfest.conformance.case import declaration_of, item_id
from plugfest.conformance.embedded import embedded_server
from plugfest.conformance.hooks import Setting
from plugfest.conformance.mutants import WatchedRules, key, marked, mutant, overrides
from plugfest.conformance.runner import run_suites
from plugfest.protocols.rules import Rules
from plugfest.records import Verdict, VerdictKind

BLUNT = 3
"""A mutant that fails more cases than these, which cite other requirements, says nothing about its rule."""
_KILLS = (VerdictKind.FAIL, VerdictKind.DEVIATION)
_DEADLINE = 5.0
_PATIENCE = 1.5


class Outcome(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    """No case that cites the rule noticed."""
    BLUNT = "blunt"
    """It breaks too much."""
    UNMARKED = "unmarked"
    """The embedded server does not mark the rule: nothing can be proven, and the rule does not count as covered."""


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """One covered rule and what its mutant did to the cases."""

    rule: str
    operator: str = ""
    outcome: Outcome
    verdicts: dict[str, VerdictKind] = {}
    """Case → its verdict against the mutant, for the cases that cite the rule."""
    others: tuple[str, ...] = ()
    """Cases that cite other requirements and failed too."""

    @property
    def killers(self) -> list[str]:
        """The cases that cite the rule and noticed."""
        return [case for case, kind in self.verdicts.items() if kind in _KILLS]


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """The kill matrix."""

    baseline: tuple[Verdict, ...]
    """Every case against the server without a mutant."""
    proofs: tuple[Proof, ...]
    duration: float = 0.0

    @property
    def unproven(self) -> list[Verdict]:
        """Cases that do not pass the embedded server, for another reason than that it lacks something."""
        return [one for one in self.baseline if one.kind not in (VerdictKind.PASS, VerdictKind.NOT_APPLICABLE)]

    @property
    def covered(self) -> list[str]:
        """The distinct requirements that are covered: their own mutant is killed by a case that cites them."""
        return [proof.rule for proof in self.proofs if proof.outcome is Outcome.KILLED]

    @property
    def holds(self) -> bool:
        """All cases pass, and all mutants are killed."""
        return not self.unproven and all(p.outcome in (Outcome.KILLED, Outcome.UNMARKED) for p in self.proofs)


Progress = Callable[[str, int, int], None]
"""Called with what is being tried, how many are done, and of how many."""


class _Prover:
    """A pytest plugin that runs the collected cases again and again."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._marked = marked()
        self._overrides = overrides()
        self._setting: Setting | None = None
        self._verdict: Verdict | None = None
        self._items: dict[str, pytest.Item] = {}
        self._covers: dict[str, set[str]] = {}
        self._asked: dict[str, dict[str, str]] = {}
        """Case → key of a rule that it reaches → operator."""
        self.baseline: list[Verdict] = []
        self.proofs: list[Proof] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_plugfest_setting(self) -> Setting | None:
        """The server that is being tried."""
        return self._setting

    def pytest_plugfest_verdict(self, verdict: Verdict) -> None:
        """What became of the case that was run last."""
        self._verdict = verdict

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of pytest's own."""
        rules: dict[str, str] = {}
        for item in session.items:
            if declaration := declaration_of(item):
                name = item_id(item)
                self._items[name] = item
                self._covers[name] = {key(rule) for rule in declaration.covers}
                rules |= {key(rule): rule for rule in declaration.covers}
        self._run_baseline()
        for number, (rule_key, rule) in enumerate(sorted(rules.items())):
            self._progress(rule, number, len(rules))
            self.proofs.append(self._prove(rule_key, rule))
        return True

    def _run(self, case: str) -> Verdict:
        self._verdict = None
        item = self._items[case]
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
        return self._verdict or Verdict(case=case, kind=VerdictKind.ERROR, reason="no verdict")

    def _run_baseline(self) -> None:
        rules = WatchedRules()
        with embedded_server(rules) as setting:
            capabilities = anyio.run(detect, setting.profile)
            self._setting = _shortened(msgspec.structs.replace(setting, capabilities=capabilities))
            for number, case in enumerate(self._items):
                self._progress(case, number, len(self._items))
                rules.asked = {}
                self.baseline.append(self._run(case))
                self._asked[case] = {key(rule): operator for rule, operator in rules.asked.items()}

    def _prove(self, rule_key: str, rule: str) -> Proof:
        assert self._setting is not None
        if rule_key not in self._marked:
            return Proof(rule=rule, outcome=Outcome.UNMARKED)
        passed = {one.case for one in self.baseline if one.kind is VerdictKind.PASS}
        reaching = [case for case in self._items if case in passed and rule_key in self._asked[case]]
        if not reaching:
            return Proof(rule=rule, outcome=Outcome.SURVIVED)
        broken = mutant(self._marked[rule_key], self._asked[reaching[0]][rule_key], self._overrides)
        verdicts: dict[str, VerdictKind] = {}
        others: list[str] = []
        with embedded_server(Rules((broken,)), self._setting.capabilities) as setting:
            self._setting = _shortened(setting)
            for case in (one for one in reaching if rule_key in self._covers[one]):
                verdicts[case] = self._run(case).kind
            for case in (one for one in reaching if rule_key not in self._covers[one]):
                if self._run(case).kind in _KILLS:
                    others.append(case)
                if len(others) > BLUNT:
                    break
        killed = any(kind in _KILLS for kind in verdicts.values())
        outcome = Outcome.BLUNT if len(others) > BLUNT else Outcome.KILLED if killed else Outcome.SURVIVED
        return Proof(rule=rule, operator=broken.operator, outcome=outcome, verdicts=verdicts, others=tuple(others))


def _shortened(setting: Setting) -> Setting:
    """A mutant may fall silent: nobody waits long for it."""
    return msgspec.structs.replace(setting, deadline=_DEADLINE, patience=_PATIENCE)


def prove(
    paths: Sequence[Path] = (),
    keyword: str = "",
    progress: Progress = lambda what, done, total: None,
) -> Matrix:
    """Prove the cases. Raises InputError for a bad suite or keyword."""
    began = time.monotonic()
    prover = _Prover(progress)
    run_suites(None, paths, keyword=keyword, plugins=[prover])
    return Matrix(
        baseline=tuple(prover.baseline), proofs=tuple(prover.proofs), duration=round(time.monotonic() - began, 3)
    )
