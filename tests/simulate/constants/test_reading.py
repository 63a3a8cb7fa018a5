"""Tables of values become sets of constants, with what they belong to."""

from __future__ import annotations

from plugfest.simulate.constants.model import Constants, NoValues, SetKind
from plugfest.simulate.constants.reading import constants_of
from tests.simulate.documents import sections


def read(text: str) -> Constants:
    return constants_of("MS-TOYC", sections(text))


def test_flags_of_a_field() -> None:
    found = read(
        """
        ## 2.2.1 COO

        **Mood (2 bytes):** A combination of flags.

        | Value | Meaning |
        | --- | --- |
        | COO_LOUD 0x0001 | Heard. |
        | COO_SOFT 0x0002 | Not heard. |
        """
    )
    (one,) = found.sets
    assert (one.place, one.size, one.kind, one.apart) == ("MS-TOYC:COO.Mood", "2 bytes", SetKind.FLAGS, False)
    assert [(member.name, member.value, member.digits) for member in one.members] == [
        ("COO_LOUD", 1, 4),
        ("COO_SOFT", 2, 4),
    ]


def test_an_enumeration_behind_other_text() -> None:
    found = read(
        """
        ## 2.2.1 COO

        **Place (1 byte):** Where it stands.

        There are three.

        | Value | Meaning |
        | --- | --- |
        | 0x01 | Loft. |
        | 0x02 | Roof. |
        | 0x03 | Elsewhere. |
        """
    )
    (one,) = found.sets
    assert (one.field, one.kind, one.apart) == ("Place", SetKind.ENUMERATION, True)


def test_codes_belong_to_the_method() -> None:
    found = read(
        """
        ## 3.1.4.1 Coo (Opnum 0)

        **Volume:** How loud.

        | Return value/code | Description |
        | --- | --- |
        | 0x00000005 ERROR_ACCESS_DENIED | No. |
        """
    )
    (one,) = found.sets
    assert (one.title, one.field, one.kind) == ("Coo (Opnum 0)", "", SetKind.CODES)


def test_code() -> None:
    found = read(
        """
        ## 6 Appendix A: Full IDL

        ```
        #define COO_MAX 0x10
        const unsigned short COO_MIN = 1;
        typedef enum _MOOD
        {
          MOOD_GOOD = 1,
          MOOD_BAD = 2
        } MOOD;
        ```
        """
    )
    assert [(one.field, [(member.name, member.value) for member in one.members]) for one in found.sets] == [
        ("", [("COO_MAX", 16)]),
        ("", [("COO_MIN", 1)]),
        ("MOOD", [("MOOD_GOOD", 1), ("MOOD_BAD", 2)]),
    ]


def test_what_is_no_set() -> None:
    found = read(
        """
        ## 2.2.1 COO

        | Value | Meaning |
        | --- | --- |
        | PIGEON_GREY | Its own colour. |
        | PIGEON_WHITE | Another one. |

        | Parameter | Value |
        | --- | --- |
        | Loft | 0x01 |

        ## 4 Protocol Examples

        | Value | Meaning |
        | --- | --- |
        | COO_LOUD 0x0001 | Heard. |
        """
    )
    assert found.sets == ()
    assert [one.reason for one in found.refused] == [NoValues.NAMES]


def test_numbers_of_another_column_are_not_its_values() -> None:
    found = read(
        """
        ## 2.2.1 COO

        | InfoType | Extra | Format |
        | --- | --- | --- |
        | COO_0_LOUD | 0 | None. |
        """
    )
    assert found.sets == ()


def test_implied_values_and_alternatives() -> None:
    found = read(
        """
        ## 6 Appendix A: Full IDL

        ```
        #ifdef WIDE
        #define COO_MAX 0x10
        #else
        #define COO_MAX 0x08
        #endif
        typedef enum {
          MOOD_GOOD,  // 7
          MOOD_BAD = 4, MOOD_WORSE,
          MOOD_LAST = MOOD_WORSE
        } MOOD;
        ```
        """
    )
    assert [[(member.name, member.value, member.line) for member in one.members] for one in found.sets] == [
        [("COO_MAX", 16, 7)],
        [("MOOD_GOOD", 0, 12), ("MOOD_BAD", 4, 13), ("MOOD_WORSE", 5, 13), ("MOOD_LAST", 5, 14)],
    ]


def test_flags_drawn_as_letters() -> None:
    found = read(
        """
        ## 2.2.5 MOODS

        ```mermaid
        packet-beta
          0-0: "L"
          1-1: "S"
          2-2: "r1"
          3-3: "r2"
          4-4: "r3"
          5-5: "r4"
          6-6: "r5"
          7-7: "O"
        ```

        **L (1 bit):** Heard. An alternate name for this field is **MOOD_LOUD**.

        **S (1 bit):** Not heard.

        **O (1 bit):** Odd. An alternate name for this field is MOOD_ODD.
        """
    )
    (one,) = found.sets
    assert (one.kind, [(member.name, member.value) for member in one.members]) == (
        SetKind.FLAGS,
        [("MOOD_LOUD", 0x80), ("MOOD_ODD", 0x01)],
    )
