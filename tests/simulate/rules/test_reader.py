"""A document of our own: which sentences become which rules, and how they are counted."""

from __future__ import annotations

from plugfest.records.requirements import Actor, Level
from plugfest.requirements import extract
from plugfest.simulate.rules.compiler import expression
from plugfest.simulate.rules.model import FieldRule, FieldRules, Reason, Use
from plugfest.simulate.rules.reader import field_rules
from plugfest.specs.markdown import read_markdown

DOCUMENT = """# [MS-TOYR]: Pigeon Rules Protocol

## 2.2 Message Syntax

### 2.2.1 PIGEON Request

```mermaid
packet-beta
  0-15: "Length"
  16-31: "Flags"
  32-63: "Reserved"
  64-79: "Version"
  80-95: "Reserved"
```

**Length (2 bytes):** How long it is. The client MUST set this field to 12.

**Flags (2 bytes):** What the pigeon does. This field MUST be a combination of the following values.

| Value | Meaning |
| --- | --- |
| PIGEON_FLIES 0x0001 | It flies. This flag SHOULD NOT be set. |
| PIGEON_COOS 0x0002 | It coos. If this flag is set, the Version field MUST be 2. |

**Reserved (4 bytes):** The client MUST set it to 0, and the server MUST ignore it.

**Version (2 bytes):** In the first loft, this field is the year. It MUST be 1. The pigeon MUST be fed.

**Reserved (2 bytes):** MUST be 7.

### 2.2.2 COO Response

```mermaid
packet-beta
  0-31: "Age"
```

**Age (4 bytes):** An age. It MUST NOT be 0. It MUST be truthful.
"""


def rules() -> FieldRules:
    document = read_markdown(DOCUMENT.encode(), "toy")
    return field_rules(document.name, "1.0", document.sections, extract(document))


def of(field: str) -> list[FieldRule]:
    return [one for one in rules().rules if one.field == field]


def test_a_rule_knows_its_requirement_its_place_and_who_sends() -> None:
    [one] = of("Length")
    assert one.requirement.startswith("MS-TOYR:2.2.1:")
    assert (one.section, one.structure) == ("2.2.1", "PIGEON Request")
    assert (one.use, one.level, one.actor) == (Use.SENT, Level.MUST, Actor.CLIENT)
    assert one.predicate is not None
    assert expression(one.predicate) == "equal(get(values, 'Length'), 0xc)"


def test_tables_give_values_and_their_rows_speak_of_them() -> None:
    combination, flies, coos = of("Flags")
    assert combination.family == "listed values"
    assert flies.level is Level.SHOULD_NOT
    assert coos.condition is not None
    assert expression(coos.condition) == "number(get(values, 'Flags')) & 0x2 == 0x2"


def test_each_clause_has_its_own_requirement() -> None:
    sent, ignored = of("Reserved")
    assert (sent.use, sent.actor) == (Use.SENT, Actor.CLIENT)
    assert (ignored.use, ignored.actor) == (Use.IGNORED, Actor.SERVER)
    assert sent.requirement != ignored.requirement


def test_a_field_of_the_same_name_is_another_one() -> None:
    [one] = of("Reserved#2")
    assert one.predicate is not None
    assert expression(one.predicate) == "equal(get(values, 'Reserved#2'), 7)"


def test_the_situation_above_holds_for_what_leans_on_it() -> None:
    [one] = of("Version")
    assert one.condition is not None
    assert "(told)" in expression(one.condition)


def test_the_response_is_the_servers() -> None:
    [one] = of("Age")
    assert one.actor is Actor.SERVER


def test_counts() -> None:
    found = rules()
    assert found.sentences == 10
    assert found.compiled == 7
    assert found.told == 1
    assert [one.reason for one in found.refused] == [Reason.SUBJECT, Reason.WORDING]


def test_no_rule_carries_prose() -> None:
    for one in rules().rules:
        assert "MUST" not in str(one.predicate)
        assert "pigeon" not in str(one).lower().replace("pigeon request", "").replace("pigeon_", "")
