"""The proof: mutants that are killed, survive, are too blunt, and rules that nobody marks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugfest.conformance import mutants
from plugfest.conformance.mutants import WatchedRules, key, marked
from plugfest.conformance.prove import Outcome, prove
from plugfest.errors import InputError
from plugfest.records import VerdictKind
from tests.conformance.helpers import MUST, write_suite

NO_COMMON_DIALECT = MUST
PIPE_TYPE = "MS-SMB2:3.3.5.7:d144afd616"
UNMARKED = "MS-SRVS:1.8:0c578e87b7"

SUITE = f'''
@case("{NO_COMMON_DIALECT}")
async def test_killer(raw_connection: Connection) -> None:
    """It looks at the status."""
    reply = await expect.reply(raw_connection.negotiate(dialects=(Dialect(0x0FFF),)))
    expect.status(reply, NtStatus.STATUS_NOT_SUPPORTED)

@case("{PIPE_TYPE}")
async def test_blind(ipc: Tree) -> None:
    """It does not look at the type of the share."""
    expect.not_equal(ipc.tree_connect_id, 0, "TreeId")

@case("{UNMARKED}")
async def test_unmarked(connection: Connection) -> None:
    """Nobody marks this."""
    expect.true(True, "", "")
'''


def test_killed_survived_unmarked(tmp_path: Path) -> None:
    seen: list[str] = []
    matrix = prove([write_suite(tmp_path, SUITE)], progress=lambda what, done, total: seen.append(what))
    outcomes = {proof.rule: proof for proof in matrix.proofs}
    killed = outcomes[NO_COMMON_DIALECT]
    assert (killed.outcome, killed.killers, killed.others) == (Outcome.KILLED, ["mine.py::test_killer"], ())
    survived = outcomes[PIPE_TYPE]
    assert (survived.outcome, survived.verdicts) == (Outcome.SURVIVED, {"mine.py::test_blind": VerdictKind.PASS})
    assert outcomes[UNMARKED].outcome is Outcome.UNMARKED
    assert matrix.covered == [NO_COMMON_DIALECT]
    assert not matrix.holds
    assert not matrix.unproven
    assert PIPE_TYPE in seen


def test_a_keyword_narrows_the_proof(tmp_path: Path) -> None:
    matrix = prove([write_suite(tmp_path, SUITE)], "killer")
    assert [proof.rule for proof in matrix.proofs] == [NO_COMMON_DIALECT]
    assert matrix.holds


@pytest.mark.parametrize(("others", "outcome"), [(3, Outcome.KILLED), (4, Outcome.BLUNT)])
def test_a_mutant_that_breaks_too_much_is_rejected(tmp_path: Path, others: int, outcome: Outcome) -> None:
    case = SUITE.split("@case")[1]
    rest = "".join(
        "@case" + case.replace(NO_COMMON_DIALECT, UNMARKED).replace("test_killer", f"test_other_{number}")
        for number in range(others)
    )
    matrix = prove([write_suite(tmp_path, "@case" + case + rest)])
    proof = next(proof for proof in matrix.proofs if proof.rule == NO_COMMON_DIALECT)
    assert proof.outcome is outcome
    assert len(proof.others) == others
    assert matrix.holds == (outcome is Outcome.KILLED)


def test_a_case_that_the_embedded_server_fails_is_unproven(tmp_path: Path) -> None:
    text = SUITE.replace("STATUS_NOT_SUPPORTED", "STATUS_SUCCESS")
    matrix = prove([write_suite(tmp_path, text)], "killer")
    assert [verdict.case for verdict in matrix.unproven] == ["mine.py::test_killer"]
    assert not matrix.holds
    assert matrix.proofs[0].outcome is Outcome.SURVIVED


def test_the_rules_that_the_protocols_mark() -> None:
    found = marked()
    assert found[key(NO_COMMON_DIALECT)] == NO_COMMON_DIALECT
    assert key(UNMARKED) not in found
    assert "MS-SRVS:0123456789" not in found  # an example in a docstring


def test_watched_rules_say_how_they_are_asked() -> None:
    rules = WatchedRules()
    assert rules.value("a", 3) == 3
    assert rules.on("a")
    assert rules.value("a", 4) == 4
    assert rules.value("b", "x") == "x"
    assert rules.asked == {"a": "skip", "b": "change"}


def test_overrides_name_marked_rules_and_known_operators(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert set(mutants.overrides()) <= set(marked())
    (tmp_path / "mutants.toml").write_text(f'"{MUST}" = "explode"\n')
    monkeypatch.setattr(mutants.resources, "files", lambda package: tmp_path)
    with pytest.raises(InputError, match=re.escape("'explode' is no operator")):
        mutants.overrides()
