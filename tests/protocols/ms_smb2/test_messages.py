"""Which structure follows which header, and messages that are compounded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.errors import WireError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import Command, Dialect, HeaderFlags
from plugfest.protocols.ms_smb2.header import ErrorResponse, Header
from plugfest.protocols.ms_smb2.messages import (
    COMMAND_OF,
    KINDS,
    body_kind,
    decode_packet,
    encode_message,
    split_compound,
)
from plugfest.protocols.ms_smb2.read_write import EchoRequest, ReadResponse
from plugfest.protocols.ms_smb2.session_setup import SessionSetupResponse

RESPONSE = HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR


@pytest.mark.parametrize("command", KINDS, ids=lambda command: Command(command).name)
def test_request_and_response(command: Command) -> None:
    kind = KINDS[command]
    assert COMMAND_OF[kind.request] == command
    request = decode_packet(encode_message(Header(command=command), kind.request()))
    assert type(request.body) is kind.request
    assert request.section == kind.request_section
    assert request.name == f"SMB2 {command.name} Request"
    assert body_kind(Header(command=command, flags=RESPONSE)) is kind.response
    if kind.response:
        response = decode_packet(encode_message(Header(command=command, flags=RESPONSE), kind.response()))
        assert response.section == kind.response_section
        assert response.name == f"SMB2 {command.name} Response"


def test_errors() -> None:
    header = Header(command=Command.CREATE, flags=RESPONSE, status=NtStatus.STATUS_ACCESS_DENIED)
    packet = decode_packet(encode_message(header, ErrorResponse()))
    assert type(packet.body) is ErrorResponse
    assert (packet.name, packet.section) == ("SMB2 ERROR Response (CREATE)", "2.2.2")


@pytest.mark.parametrize(
    ("command", "status", "kind"),
    [
        (Command.SESSION_SETUP, 0xC0000016, SessionSetupResponse),
        (Command.READ, 0x80000005, ReadResponse),
        (Command.READ, 0xC0000016, ErrorResponse),
        (Command.CANCEL, 0xC0000120, ErrorResponse),
        (Command.LOCK, 0xC0000054, ErrorResponse),
    ],
)
def test_statuses_after_which_the_response_follows(command: Command, status: int, kind: type) -> None:
    assert body_kind(Header(command=command, flags=RESPONSE, status=NtStatus(status))) is kind


def test_commands_without_a_structure() -> None:
    packet = decode_packet(encode_message(Header(command=Command(0x77)), b"anything"))
    assert packet.body is None
    assert (packet.name, packet.section) == ("SMB2 0x77 Request", "2.2.1")
    assert body_kind(Header(command=Command(0x77), flags=RESPONSE)) is None


def test_what_is_not_smb2() -> None:
    with pytest.raises(WireError, match=r"Header\.ProtocolId"):
        decode_packet(b"\xffSMB" + bytes(60))
    with pytest.raises(WireError):
        decode_packet(b"\xfeSMB")


def test_header() -> None:
    header = Header(reserved=5, tree_id=1, flags=HeaderFlags(0b1111), status=NtStatus(0x00010002))
    assert header.async_id == 1 << 32 | 5
    assert header.channel_sequence == 2
    assert header.is_response
    assert header.is_async
    assert header.is_related
    assert header.is_signed
    plain = Header()
    assert (plain.is_response, plain.is_async, plain.is_related, plain.is_signed) == (False,) * 4


def test_dialects_as_people_write_them() -> None:
    assert [str(dialect) for dialect in (Dialect.SMB_3_1_1, Dialect.SMB_2_WILDCARD, Dialect(0x0999))] == [
        "3.1.1",
        "2.???",
        "0x999",
    ]


def _part(step: int, size: int = 72) -> bytes:
    return encode_message(Header(command=Command.ECHO, next_command=step), EchoRequest()).ljust(size, b"\0")


def test_compounds() -> None:
    parts = [_part(72), _part(80, 80), _part(0, 68)]
    assert split_compound(b"".join(parts)) == parts
    assert split_compound(parts[2]) == [parts[2]]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(63),
        _part(72),
        _part(72) + bytes(10),
        _part(73) + _part(0),
        _part(8) + _part(0),
        _part(800) + _part(0),
    ],
)
def test_compounds_that_lead_nowhere(data: bytes) -> None:
    with pytest.raises(WireError, match="NextCommand"):
        split_compound(data)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=5), st.binary(max_size=80))
def test_compounds_lose_no_byte(steps: list[int], tail: bytes) -> None:
    data = b"".join(_part(step) for step in steps) + tail
    try:
        parts = split_compound(data)
    except WireError:
        return
    assert b"".join(parts) == data
