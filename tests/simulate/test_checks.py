"""Findings of the cross-checks on small documents of our own: what is said, and what is not."""

from __future__ import annotations

from pathlib import Path

from plugfest.records.findings import Finding
from plugfest.simulate.model import InterfaceModel
from tests.simulate.conftest import simulator_of

TEMPLATE = """# [MS-TOYC]: Toy Checks Protocol

<a id="Section_1"></a>
# 1 Introduction

Over \\\\PIPE\\\\toyc.

<a id="Section_2"></a>
# 2 Messages

{types}

<a id="Section_3"></a>
# 3 Protocol Details

{methods}

<a id="Section_6"></a>
# 6 Appendix A: Full IDL

```
import "ms-dtyp.idl";

{idl}
```

<a id="Section_7"></a>
# 7 Change Tracking

None.
"""
HEAD = "[ uuid(0d1e2f30-0000-0000-0000-000000000001), version(1.0), pointer_default(unique) ]\ninterface toyc\n{"


def simulated(folder: Path, idl: str, types: str = "", methods: str = "") -> tuple[InterfaceModel, list[Finding]]:
    """The interface of a document, and what IDL findings it has."""
    path = folder / "MS-TOYC.md"
    path.write_text(TEMPLATE.format(idl=f"{HEAD}\n{idl}\n}}", types=types, methods=methods))
    for simulator in simulator_of(folder / "library", [path]):
        (model,) = simulator.interfaces("MS-TOYC")
        findings = [one for one in simulator.simulate("MS-TOYC").findings if one.rule.startswith("idl.")]
    return model, findings


def code(section: str, text: str) -> str:
    """A section with program text."""
    return f'<a id="Section_{section.split(maxsplit=1)[0]}"></a>\n## {section}\n\n```\n{text}\n```\n'


def test_macros_of_the_appendix_hold_in_the_sections(tmp_path: Path) -> None:
    """A macro with an attribute in it; a discriminant's type by another name."""
    union = "[switch_type({}), switch_is(Tag)] union {{ [case(1)] long One; [default]; }} Arm;"
    body = "typedef struct _TOY {{ NAME Text; unsigned short Tag; {} }} TOY;"
    idl = "#define NAME [string] wchar_t*\n" + body.format(union.format("WORD"))
    types = code("2.1 TOY", body.format(union.format("unsigned short")))
    _, findings = simulated(tmp_path, "typedef unsigned short WORD;\n" + idl + "\nlong ToyUse([in] TOY* Value);", types)
    assert [one.reason for one in findings if one.rule == "idl.type"] == []


def test_a_member_that_stands_twice(tmp_path: Path) -> None:
    idl = "typedef enum _KIND { ONE = 1, LAST = 16 } KIND;\nlong ToyUse([in] KIND Value);"
    types = code("2.1 KIND", "typedef enum _KIND { ONE = 1, LAST = 16, LAST = 8 } KIND;")
    _, findings = simulated(tmp_path, idl, types)
    (found,) = (one for one in findings if one.rule == "idl.type")
    assert found.reason == "LAST is 16 and 8 in the section, 16 in the appendix"


def test_a_prototype_with_the_name_of_another_method(tmp_path: Path) -> None:
    idl = "long ToyOld([in] long Value);\nlong ToyNew([in] short Value);"
    methods = code("3.1 ToyOld (Opnum 0)", "long ToyOld([in] long Value);") + code(
        "3.2 ToyNew (Opnum 1)", "long ToyOld([in] short Value);"
    )
    _, findings = simulated(tmp_path, idl, methods=methods)
    assert [(one.rule, one.subject, one.section, one.reason) for one in findings] == [
        ("idl.signature", "ToyNew", "3.2", "the prototype in its section is called ToyOld")
    ]


def test_an_opnum_that_the_appendix_forgets(tmp_path: Path) -> None:
    """The table reserves it and tells the method behind it so: that is what is sent."""
    table = """<a id="Section_3.1"></a>
## 3.1 Methods

| Method | Description |
| --- | --- |
| ToyOne | First. Opnum: 0 |
| Opnum1NotUsedOnWire | Reserved for local use. Opnum: 1 |
| ToyTwo | Second. Opnum: 2 |
"""
    model, findings = simulated(tmp_path, "long ToyOne([in] long Value);\nlong ToyTwo([in] long Value);", methods=table)
    assert [(call.name, call.opnum) for call in model.calls] == [("ToyOne", 0), ("ToyTwo", 2)]
    assert model.opnums == 3
    (found,) = findings
    assert (found.rule, found.subject, found.section) == ("idl.opnum", "Opnum1NotUsedOnWire", "3.1")
    assert "opnum 1 is reserved in the table" in found.reason


def test_a_reserved_opnum_alone_moves_nothing(tmp_path: Path) -> None:
    table = """<a id="Section_3.1"></a>
## 3.1 Methods

| Method | Description |
| --- | --- |
| ToyOne | First. Opnum: 0 |
| Opnum1NotUsedOnWire | Reserved for local use. Opnum: 1 |
| ToyTwo | Second. Opnum: 1 |
"""
    model, _ = simulated(tmp_path, "long ToyOne([in] long Value);\nlong ToyTwo([in] long Value);", methods=table)
    assert [call.opnum for call in model.calls] == [0, 1]
