"""One name with different values in two documents."""

from __future__ import annotations

from plugfest.records.findings import Finding
from plugfest.simulate.constants.across import check, index
from plugfest.simulate.constants.reading import constants_of
from tests.simulate.documents import sections


def table(name: str, value: str) -> str:
    return f"## 2.2.1 COO\n\n**Mood (4 bytes):** One.\n\n| Value | Meaning |\n| --- | --- |\n| {name} {value} | Text. |"


def found(first: str, second: str, *, refers: bool = True) -> list[Finding]:
    documents = {name: constants_of(name, sections(text)) for name, text in (("MS-TOYC", first), ("MS-TOYO", second))}
    return list(check("MS-TOYC", index(documents), {"ERROR_ACCESS_DENIED": frozenset({5})}, lambda _: refers))


def test_two_values() -> None:
    (one,) = found(table("COO_VERY_LOUD", "0x1"), table("COO_VERY_LOUD", "0x2"))
    assert (one.rule, one.subject) == ("constant.other-document", "COO_VERY_LOUD")
    assert one.reason == "0x00000001 here, 0x00000002 in [MS-TOYO] 2.2.1"


def test_what_is_none() -> None:
    assert found(table("COO_VERY_LOUD", "0x1"), table("COO_VERY_LOUD", "1")) == []
    assert found(table("COO_LOUD", "0x1"), table("COO_LOUD", "0x2")) == []
    assert found(table("ERROR_ACCESS_DENIED", "0x1"), table("ERROR_ACCESS_DENIED", "0x2")) == []
    assert found(table("COO_VERY_LOUD", "0x1"), table("COO_VERY_LOUD", "0x2"), refers=False) == []
