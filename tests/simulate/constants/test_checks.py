"""What contradicts itself is found, what does not is left alone."""

from __future__ import annotations

from plugfest.records.findings import Finding
from plugfest.simulate.constants.checks import check
from plugfest.simulate.constants.reading import constants_of
from tests.simulate.documents import sections

CODES = {"ERROR_ACCESS_DENIED": frozenset({5}), "STATUS_NO_LOFT": frozenset({0xC0000123})}


def found(text: str) -> list[Finding]:
    parts = sections(text)
    return list(check(constants_of("MS-TOYC", parts), parts, CODES))


def table(*rows: str, field: str = "**Mood (4 bytes):** A combination of flags.") -> str:
    lines = ["## 2.2.1 COO", "", field, "", "| Value | Meaning |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| {row} | Text. |" for row in rows)])


def test_an_error_code_with_another_value() -> None:
    (one,) = found(table("ERROR_ACCESS_DENIED 0x00000006"))
    assert (one.rule, one.subject, one.section, one.line) == ("constant.error-code", "ERROR_ACCESS_DENIED", "2.2.1", 9)
    assert "0x00000006 here, 0x00000005" in one.reason


def test_its_hresult_and_the_right_one_are_none() -> None:
    assert found(table("ERROR_ACCESS_DENIED 0x80070005", "STATUS_NO_LOFT 0xD0000123")) == []
    assert found("## 3.1 Rules\n\nIt fails with ERROR_ACCESS_DENIED (0x00000005).") == []


def test_in_running_text() -> None:
    (one,) = found("## 3.1 Rules\n\nIt rests. It fails with ERROR_ACCESS_DENIED (0x00000007).")
    assert (one.rule, one.quote) == ("constant.error-code", "It fails with ERROR_ACCESS_DENIED (0x00000007).")


def test_one_name_two_values() -> None:
    other = table("COO_LOUD 0x00000002").replace("2.2.1", "2.2.2")
    (one,) = found(f"{table('COO_LOUD 0x00000001', 'COO_SOFT 0x00000002')}\n\n{other}")
    assert (one.rule, one.subject, one.section, one.other_section) == ("constant.value", "COO_LOUD", "2.2.2", "2.2.1")


def test_two_flags_of_one_bit() -> None:
    (one,) = found(table("COO_LOUD 0x00000001", "COO_SOFT 0x00000002", "COO_ODD 0x00000002"))
    assert (one.rule, one.subject) == ("constant.same-bit", "COO.Mood: COO_ODD")


def test_bounds_are_no_flags() -> None:
    assert found(table("COO_LOUD 0x00000001", "COO_SOFT 0x00000002", "COO_MAX 0x00000002")) == []


def test_too_wide() -> None:
    (one,) = found(table("COO_LOUD 0x01", "COO_FAR 0x0100", field="**Mood (1 byte):** One of these."))
    assert (one.rule, one.reason) == ("constant.too-wide", "0x100 does not fit Mood, 1 byte")


def test_digits() -> None:
    (one,) = found(table("COO_LOUD 0x00000001", "COO_SOFT 0x00000002", "COO_FAR 0x000000004"))
    assert (one.rule, one.subject) == ("constant.digits", "COO.Mood: COO_FAR")
