"""Variables of the abstract data model, their uses, and names that go astray."""

from __future__ import annotations

from plugfest.records.findings import Finding
from plugfest.simulate.state.checks import check
from plugfest.simulate.state.model import State
from plugfest.simulate.state.reading import state_of
from tests.simulate.documents import sections

MODEL = """
## 3.3 Server Details

### 3.3.1 Abstract Data Model

#### 3.3.1.1 Global

**PigeonTable:** A table of pigeons.

#### 3.3.1.2 Per Pigeon

**Pigeon.LoftId:** A GUID that names the loft.

- **Pigeon.IsTired:** A Boolean.

Pigeon.MessageList: What it carries.

**Pigeon.Loft:** Its loft.

### 3.3.2 Timers

#### 3.3.2.1 Feeding Timer

It fires.

### 3.3.5 Rules
"""


def state(rules: str = "") -> State:
    return state_of("MS-TOYC", sections(f"{MODEL}\n{rules}"))


def found(rules: str, **others: State) -> list[Finding]:
    parts = sections(f"{MODEL}\n{rules}")
    return list(check(state_of("MS-TOYC", parts), parts, lambda name: others.get(name.replace("-", "_"))))


def test_definitions() -> None:
    assert [(one.full, one.role, one.section, one.type) for one in state().variables] == [
        ("PigeonTable", "Server Details", "3.3.1.1", "table"),
        ("Pigeon.LoftId", "Server Details", "3.3.1.2", "GUID"),
        ("Pigeon.IsTired", "Server Details", "3.3.1.2", "Boolean"),
        ("Pigeon.MessageList", "Server Details", "3.3.1.2", ""),
        ("Pigeon.Loft", "Server Details", "3.3.1.2", ""),
    ]
    assert [(one.name, one.section) for one in state().timers] == [("Feeding Timer", "3.3.2.1")]


def test_reads_and_writes() -> None:
    rules = "Pigeon.IsTired MUST be set to TRUE. If Pigeon.IsTired is TRUE, the server sets Pigeon.LoftId to 0."
    by_name = {one.full: one for one in state(rules).variables}
    assert [use.writes for use in by_name["Pigeon.IsTired"].uses] == [True, False]
    assert [(use.section, use.writes) for use in by_name["Pigeon.LoftId"].uses] == [("3.3.5", True)]
    assert by_name["Pigeon.Loft"].uses == ()


def test_other_case() -> None:
    (one,) = found("If Pigeon.LoftID is 0, it rests. Nothing else.")
    assert (one.rule, one.subject, one.quote) == ("state.case", "Pigeon.LoftID", "If Pigeon.LoftID is 0, it rests.")
    assert (one.section, one.other_section) == ("3.3.5", "3.3.1.2")


def test_other_case_of_a_global_one() -> None:
    (one,) = found("The server looks into PigeonTAble.")
    assert (one.rule, one.subject) == ("state.case", "PigeonTAble")
    assert found("The member coo.PigeonTAble is of another.") == []


def test_spelling_and_what_is_nowhere() -> None:
    (one,) = found("It adds to Pigeon.MessagesList.")
    assert (one.rule, one.reason) == ("state.spelling", "Pigeon.MessageList is defined, Pigeon.MessagesList is not")
    (one,) = found("It reads Pigeon.Weight.")
    assert (one.rule, one.subject) == ("state.undefined", "Pigeon.Weight")


def test_what_is_right_is_left_alone() -> None:
    assert found("Pigeon.LoftId, the Pigeon.Message at hand, Pigeon.exe and Lofts.Other are no defects.") == []


def test_another_document_may_define_it() -> None:
    other = state_of("MS-TOYO", sections(MODEL.replace("Loft:**", "Weight:**")))
    assert found("As in [MS-TOYO], Pigeon.Weight is read.", MS_TOYO=other) == []
    assert len(found("Pigeon.Weight is read.", MS_TOYO=other)) == 1
