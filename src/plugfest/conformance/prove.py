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
from plugfest.protocols.rules import Mutant, Rules
from plugfest.records import Verdict, VerdictKind

BLUNT = 3
"""A mutant that fails more cases than these, which cite other requirements, says nothing about its rule."""
_KILLS = (VerdictKind.FAIL, VerdictKind.DEVIATION)
_DEADLINE = 5.0
_PATIENCE = 0.75
"""Seconds that an expectation waits for a mutant, which may fall silent; the server as it is gets the usual time."""


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
        self._mutants: dict[str, Mutant] = {}
        self._verdicts: dict[str, dict[str, VerdictKind]] = {}
        self._others: dict[str, list[str]] = {}
        self._spoiled: dict[str, int] = {}
        """Mutant → how many cases that cite other rules do not pass it; nobody asks on where that is clear."""
        self._groups: list[list[str]] = []
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
        self._find_mutants(rules)
        for number, (rule_key, rule) in enumerate(sorted(rules.items())):
            self._progress(rule, number, len(rules))
            self._try_citing(rule_key)
        self._try_others()
        self.proofs = [self._proof(rule_key, rule) for rule_key, rule in sorted(rules.items())]
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
            self._setting = msgspec.structs.replace(setting, capabilities=capabilities)
            for number, case in enumerate(self._items):
                self._progress(case, number, len(self._items))
                rules.asked = {}
                self.baseline.append(self._run(case))
                asked, rules.asked = rules.asked, {}  # the server's thread may still be asking
                self._asked[case] = {key(rule): operator for rule, operator in asked.copy().items()}

    def _find_mutants(self, rules: dict[str, str]) -> None:
        """One for each rule that is cited, marked by the server, and reached by a case that passes."""
        for case in self._passed():
            for rule_key, operator in self._asked[case].items():
                if rule_key in rules and rule_key not in self._mutants:
                    self._mutants[rule_key] = mutant(self._marked[rule_key], operator, self._overrides)

    def _passed(self) -> list[str]:
        return [one.case for one in self.baseline if one.kind is VerdictKind.PASS]

    def _against(self, case: str, broken: Sequence[str]) -> VerdictKind:
        """The verdict on a server of its own that breaks these rules."""
        assert self._setting is not None
        rules = Rules(tuple(self._mutants[rule_key] for rule_key in broken))
        with embedded_server(rules, self._setting.capabilities) as setting:
            self._setting = _shortened(setting)
            return self._run(case).kind

    def _try_citing(self, rule_key: str) -> None:
        """A mutant against the cases that cite its rule."""
        if rule_key not in self._mutants:
            return
        for case in self._passed():
            if rule_key in self._covers[case] and rule_key in self._asked[case]:
                self._verdicts.setdefault(rule_key, {})[case] = self._against(case, [rule_key])

    def _try_others(self) -> None:
        """The mutants against the cases that reach their rules and cite others.

        Many at a time: a case that passes a server with many broken rules passes each of them. Where it does not, the
        halves are tried. Mutants that only together spoil a case go into different groups from then on.
        """
        passed = self._passed()
        self._groups = [sorted(self._mutants)]
        for number, case in enumerate(passed):
            self._progress(case, number, len(passed))
            reached = self._asked[case].keys() - self._covers[case]
            for group in list(self._groups):
                self._search(case, [one for one in group if one in reached and self._spoiled.get(one, 0) <= BLUNT])

    def _search(self, case: str, broken: list[str]) -> bool:
        """Find those of the mutants that spoil the case by themselves; does it pass them all at once?"""
        if not broken:
            return True
        kind = self._against(case, broken)
        if kind is VerdictKind.PASS:
            return True
        if len(broken) == 1:
            self._spoiled[broken[0]] = self._spoiled.get(broken[0], 0) + 1
            if kind in _KILLS:
                self._others.setdefault(broken[0], []).append(case)
            self._separate(broken)
            return False
        left, right = broken[: len(broken) // 2], broken[len(broken) // 2 :]
        if self._search(case, left) & self._search(case, right):
            self._separate(right)
        return False

    def _separate(self, some: list[str]) -> None:
        """Put these mutants into a group of their own."""
        rest = [[one for one in group if one not in some] for group in self._groups]
        self._groups = [*(group for group in rest if group), some]

    def _proof(self, rule_key: str, rule: str) -> Proof:
        verdicts = self._verdicts.get(rule_key, {})
        others = tuple(self._others.get(rule_key, ()))
        if rule_key not in self._marked:
            outcome = Outcome.UNMARKED
        elif len(others) > BLUNT:
            outcome = Outcome.BLUNT
        else:
            killed = any(kind in _KILLS for kind in verdicts.values())
            outcome = Outcome.KILLED if killed else Outcome.SURVIVED
        operator = self._mutants[rule_key].operator if rule_key in self._mutants else ""
        return Proof(rule=rule, operator=operator, outcome=outcome, verdicts=verdicts, others=others)


def _shortened(setting: Setting) -> Setting:
    """Nobody waits long for a mutant."""
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
