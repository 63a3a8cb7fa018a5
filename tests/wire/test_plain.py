"""Structures as plain values: every kind of field, and what JSON must not lose."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec

from plugfest.protocols.ms_smb2.constants import ContextType, Dialect
from plugfest.protocols.ms_smb2.create import CreateContext, CreateRequest, FileId
from plugfest.protocols.ms_smb2.negotiate import (
    EncryptionCapabilities,
    NegotiateContext,
    NegotiateRequest,
)
from plugfest.wire import FILETIME, GUID, HEX64, REST, U8, U16, Bits, Bytes, Flags, OpenEnum, Structure, When
from plugfest.wire.names import section_of
from plugfest.wire.plain import plain


class Kind(OpenEnum):
    ONE = 1


class Some(Flags):
    A = 1
    B = 4


class Everything(Structure, frozen=True):
    """[MS-TOYR] 2.2.1."""

    number: Annotated[int, U8] = 7
    kind: Annotated[Kind, U8] = Kind.ONE
    some: Annotated[Some, U16] = Some.A | Some.B
    low: Annotated[int, Bits(4, U8)] = 3
    high: Annotated[Kind, Bits(4, U8)] = Kind.ONE
    identifier: Annotated[int, HEX64] = 0x1F
    time: Annotated[int, FILETIME] = 0
    guid: Annotated[UUID, GUID] = UUID(int=1)
    fixed: Annotated[bytes, Bytes(2)] = b"\1\2"
    maybe: Annotated[int, U8, When("number > 7")] = 0
    file_id: FileId = FileId()
    rest: Annotated[bytes, REST] = b""


def test_every_kind_of_field() -> None:
    assert plain(Everything()) == {
        "section": "MS-TOYR 2.2.1",
        "Number": 7,
        "Kind": "ONE",
        "Some": ["A", "B"],
        "Low": 3,
        "High": "ONE",
        "Identifier": "0x000000000000001F",
        "Time": "0",
        "Guid": "00000000-0000-0000-0000-000000000001",
        "Fixed": "0102",
        "FileId": {
            "section": "MS-SMB2 2.2.14.1",
            "Persistent": "0x0000000000000000",
            "Volatile": "0x0000000000000000",
        },
    }


def test_what_nobody_named_is_kept() -> None:
    found = plain(Everything.decode(Everything(number=8, kind=Kind(9), some=Some(0x30), rest=b"xy").encode()))
    assert (found["Kind"], found["Some"], found["Maybe"], found["rest"]) == (9, ["0x30"], 0, "7879")
    assert msgspec.json.decode(msgspec.json.encode(found)) == found


def test_arrays_and_what_buffers_hold() -> None:
    ciphers = NegotiateContext(ContextType.SMB2_ENCRYPTION_CAPABILITIES, data=EncryptionCapabilities().encode())
    damaged = NegotiateContext(ContextType.SMB2_ENCRYPTION_CAPABILITIES, data=b"\1")
    request = NegotiateRequest(dialects=(Dialect.SMB_3_1_1, Dialect(0x222)), negotiate_context_list=(ciphers, damaged))
    found = plain(NegotiateRequest.decode(request.encode(64)[0:], 0, None, -64))
    assert found["Dialects"] == ["SMB_3_1_1", 0x222]
    held = [context["Data"] for context in found["NegotiateContextList"]]
    assert held == [{"section": "MS-SMB2 2.2.3.1.2", "CipherCount": 0, "Ciphers": []}, "01"]
    old = plain(NegotiateRequest(dialects=(Dialect.SMB_2_1,)))
    assert "NegotiateContextList" not in old


def test_chains_say_their_sections() -> None:
    found = plain(CreateRequest(name="x", create_contexts=(CreateContext(name=b"MxAc"),)))
    assert found["section"] == "MS-SMB2 2.2.13"
    assert [context["section"] for context in found["CreateContexts"]] == ["MS-SMB2 2.2.13.2"]


def test_values_beyond_number_are_not_remembered() -> None:
    for number in range(3000):
        assert plain(Everything(some=Some(number << 3)))["Some"] == ([f"0x{number << 3:X}"] if number else [])


def test_a_structure_that_cites_nothing() -> None:
    class Bare(Structure, frozen=True):
        only: Annotated[int, U8] = 5

    assert section_of(Bare) == ""
    assert plain(Bare()) == {"Only": 5}
