"""Rules of RPC methods in a document of our own."""

from __future__ import annotations

from plugfest.records.requirements import Actor
from plugfest.requirements import extract
from plugfest.simulate.rules.compiler import expression
from plugfest.simulate.rules.methods import MethodRule, MethodUse, expected, method_rules
from plugfest.simulate.rules.reader import field_rules
from plugfest.simulate.sections import section_declarations
from plugfest.specs.markdown import read_markdown

DOCUMENT = """# [MS-TOYM]: Pigeon Methods Protocol

## 3.1 Server Details

### 3.1.4 PigeonGetInfo (Opnum 0)

```
unsigned long PigeonGetInfo(
  [in] handle_t Loft,
  [in] unsigned long Level,
  [in, string, unique] wchar_t* Name,
  [out] unsigned long* Age
);
```

**Level:** The level. It MUST be one of the following values.

| Value | Meaning |
| --- | --- |
| 0x00000001 | Its age. |
| 0x00000002 | Its colour. |

**Name:** A name.

**Return Values:** This method MUST return one of the following values.

| Return value/code | Description |
| --- | --- |
| 0x00000000 NERR_Success | It went well. |
| 0x0000007C ERROR_INVALID_LEVEL | There is no such level. |
| 0x00000057 ERROR_INVALID_PARAMETER | Something else. |

If Level is not equal to one of the valid values, the server MUST return ERROR_INVALID_LEVEL.

If the Name parameter is NULL, the server MUST return ERROR_INVALID_PARAMETER.

If the pigeon is asleep, the server MUST return ERROR_INVALID_PARAMETER.
"""


def rules() -> list[MethodRule]:
    document = read_markdown(DOCUMENT.encode(), "toy")
    requirements = extract(document)
    fields = field_rules(document.name, "1.0", document.sections, requirements)
    prototypes = section_declarations(document.sections, {}).prototypes
    found = method_rules(document.name, "1.0", document.sections, requirements, fields, prototypes)
    assert found.methods == 1
    return list(found.rules)


def test_codes_and_that_there_are_no_others() -> None:
    [one] = [rule for rule in rules() if rule.use is MethodUse.RETURNS]
    assert [code.name for code in one.codes] == ["NERR_Success", "ERROR_INVALID_LEVEL", "ERROR_INVALID_PARAMETER"]
    assert one.closed


def test_what_a_parameter_has_to_be() -> None:
    [one] = [rule for rule in rules() if rule.use is MethodUse.PARAMETER]
    assert one.predicate is not None
    assert expression(one.predicate) == "one_of(get(values, 'Level'), (1, 2,))"
    assert one.method == "PigeonGetInfo"


def test_what_is_refused_with_which_code() -> None:
    level, name = [rule for rule in rules() if rule.use is MethodUse.REFUSES]
    assert level.actor is Actor.SERVER
    assert level.status is not None
    assert (level.status.name, level.status.value) == ("ERROR_INVALID_LEVEL", 0x7C)
    assert level.requirement.startswith("MS-TOYM:3.1.4:")
    assert expected(rules(), "3.1.4", {"Level": 9, "Name": "Ada"}) == [level]
    assert expected(rules(), "3.1.4", {"Level": 1, "Name": None}) == [name]
    assert expected(rules(), "3.1.4", {"Level": 2, "Name": "Ada"}) == []
    assert expected(rules(), "3.1.5", {"Level": 9}) == []
