"""What is declared here against [MS-NLMP] itself: flags, identifiers, and the layout of each structure."""

from __future__ import annotations

import re

import pytest

from plugfest.protocols.ms_nlmp import (
    AuthenticateMessage,
    AvId,
    ChallengeMessage,
    MessageSignature,
    MessageType,
    NegotiateFlags,
    NegotiateMessage,
    NTLMv2ClientChallenge,
    PayloadFields,
    Version,
)
from plugfest.protocols.ms_nlmp.av_pairs import AvPair
from plugfest.protocols.ms_nlmp.messages import LMv2Response
from plugfest.wire import Structure
from tests.protocols.captured import given


def section(number: str) -> str:
    text = given("specs", "MS-NLMP.md").read_text(encoding="utf-8")
    start = re.search(rf"^#+ {re.escape(number)} .*$", text, re.MULTILINE)
    assert start
    end = re.search(r"^#+ ", text[start.end() :], re.MULTILINE)
    return text[start.end() : start.end() + end.start()] if end else text[start.end() :]


def diagrams(number: str) -> list[list[tuple[str, int]]]:
    """(field, size in bits) of each packet diagram in a section."""
    found = []
    for block in re.findall(r"```mermaid\npacket-beta\n(.*?)```", section(number), re.DOTALL):
        rows = re.findall(r'(\d+)-(\d+): "(.*?)(?: \((?:variable|\d+ bytes)\))?"', block)
        found.append([(name, int(last) - int(first) + 1) for first, last, name in rows])
    return found


def folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


@pytest.mark.parametrize(
    ("number", "structure"),
    [
        ("2.2.1.1", NegotiateMessage),
        ("2.2.1.2", ChallengeMessage),
        ("2.2.1.3", AuthenticateMessage),
        ("2.2.2.1", AvPair),
        ("2.2.2.4", LMv2Response),
        ("2.2.2.7", NTLMv2ClientChallenge),
        ("2.2.2.9.2", MessageSignature),
        ("2.2.2.10", Version),
    ],
)
def test_fields_and_their_order(number: str, structure: type[Structure]) -> None:
    names = [folded(name) for name, _ in diagrams(number)[0]]
    assert [folded(name) for name in structure.__struct_fields__] == names


@pytest.mark.parametrize(
    ("number", "structure"), [("2.2.2.9.2", MessageSignature), ("2.2.2.10", Version), ("2.2.1.1", NegotiateMessage)]
)
def test_fixed_sizes(number: str, structure: type[Structure]) -> None:
    """The part before the payload: what the diagram counts is what is encoded."""
    bits = sum(size for name, size in diagrams(number)[0] if name != "Payload")
    built = NegotiateMessage.build(NegotiateFlags(0), {}) if structure is NegotiateMessage else structure()
    assert len(built.encode()) * 8 == bits


def test_payload_fields() -> None:
    sizes = [size for _, size in diagrams("2.2.1.1")[1]]
    assert sizes == [16, 16, 32]
    assert PayloadFields(1, 2, 3).encode().hex() == "0100020003000000"


def test_negotiate_flags() -> None:
    """Each bit of the diagram with the alternate name that its paragraph gives; bit 0 of the diagram is the highest."""
    text = section("2.2.2.5")
    positions = {name.replace(" ", ""): int(bit) for bit, name in re.findall(r'(\d+)-\d+: "(.*?)"', text)}
    expected = {}
    for letter, paragraph in re.findall(r"^\*\*(\w+) \(1 bit\):\*\*(.*)$", text, re.MULTILINE):
        alternate = re.search(r"alternate name for this field is (?:\*\*)?(NTLM\w+)", paragraph)
        if alternate:
            expected[alternate[1]] = 1 << (31 - positions[letter])
    assert positions["J"] == 20  # the one without a name
    expected["NTLMSSP_ANONYMOUS"] = 1 << 11
    assert {flag.name: flag.value for flag in NegotiateFlags} == expected
    assert len(expected) == 22


def test_identifiers() -> None:
    expected = {
        name: int(value, 16) for name, value in re.findall(r"^\| (\w+) (0x[0-9A-F]{4}) \|", section("2.2.2.1"), re.M)
    }
    assert {member.name: member.value for member in AvId} == expected


def test_message_types() -> None:
    expected = {name: int(value, 16) for name, value in re.findall(r"^\| (NtLm\w+) (0x\w+) \|", section("2.2"), re.M)}
    assert {member.name: member.value for member in MessageType} == expected
