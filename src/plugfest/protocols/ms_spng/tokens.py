"""The negotiation tokens of RFC 4178 4.2 and [MS-SPNG] 2.2.1, encoded in DER.

They decode without loss: `rest` keeps the elements behind the known ones, which the ASN.1 leaves room for.
"""

from __future__ import annotations

from typing import ClassVar

import msgspec

from plugfest.errors import WireError
from plugfest.protocols.ms_spng.der import (
    BIT_STRING,
    ENUMERATED,
    GENERAL_STRING,
    OCTET_STRING,
    SEQUENCE,
    Reader,
    oid,
    tlv,
)
from plugfest.wire import OpenEnum

SPNEGO = "1.3.6.1.5.5.2"
NTLM = "1.3.6.1.4.1.311.2.2.10"
HINT_NAME = b"not_defined_in_RFC4178@please_ignore"
_INITIAL_CONTEXT_TOKEN = 0x60
_NEG_TOKEN_INIT, _NEG_TOKEN_RESP = 0xA0, 0xA1


class NegState(OpenEnum):
    """RFC 4178 4.2.2."""

    ACCEPT_COMPLETED = 0
    ACCEPT_INCOMPLETE = 1
    REJECT = 2
    REQUEST_MIC = 3


class NegHints(msgspec.Struct, frozen=True):
    """[MS-SPNG] 2.2.1."""

    hint_name: bytes | None = HINT_NAME
    hint_address: bytes | None = None

    def encode(self) -> bytes:
        """The SEQUENCE."""
        return tlv(
            SEQUENCE,
            _field(0, GENERAL_STRING, self.hint_name),
            _field(1, OCTET_STRING, self.hint_address),
        )

    @classmethod
    def read(cls, reader: Reader) -> NegHints:
        """From the content of the context tag."""
        inside = reader.enter(SEQUENCE, "negHints")
        reader.done("negHints")
        name = _optional(inside, 0, GENERAL_STRING, "hintName")
        address = _optional(inside, 1, OCTET_STRING, "hintAddress")
        inside.done("negHints")
        return cls(name, address)


class NegTokenInit(msgspec.Struct, frozen=True):
    """RFC 4178 4.2.1."""

    MIC_TAG: ClassVar[int] = 3

    mech_types: tuple[str, ...] | None = None
    req_flags: bytes | None = None
    """The content of the BIT STRING."""
    mech_token: bytes | None = None
    mech_list_mic: bytes | None = None
    neg_hints: NegHints | None = None
    rest: bytes = b""

    @property
    def mech_type_list(self) -> bytes:
        """The DER of MechTypeList, over which mechListMIC is computed (RFC 4178 5)."""
        return tlv(SEQUENCE, *(oid(mech) for mech in self.mech_types or ()))

    def encode(self) -> bytes:
        """The InitialContextToken with the NegotiationToken in it."""
        fields = (
            tlv(0xA0, self.mech_type_list) if self.mech_types is not None else b"",
            _field(1, BIT_STRING, self.req_flags),
            _field(2, OCTET_STRING, self.mech_token),
            tlv(0xA3, self.neg_hints.encode()) if self.neg_hints is not None else b"",
            _field(self.MIC_TAG, OCTET_STRING, self.mech_list_mic),
            self.rest,
        )
        return tlv(_INITIAL_CONTEXT_TOKEN, oid(SPNEGO), tlv(_NEG_TOKEN_INIT, tlv(SEQUENCE, *fields)))


class NegTokenInit2(NegTokenInit, frozen=True):
    """[MS-SPNG] 2.2.1: with negHints, which moves mechListMIC to another tag."""

    MIC_TAG = 4


class NegTokenResp(msgspec.Struct, frozen=True):
    """RFC 4178 4.2.2."""

    neg_state: NegState | None = None
    supported_mech: str | None = None
    response_token: bytes | None = None
    mech_list_mic: bytes | None = None
    rest: bytes = b""

    def encode(self) -> bytes:
        """The NegotiationToken."""
        state = None if self.neg_state is None else bytes((self.neg_state,))
        fields = (
            _field(0, ENUMERATED, state),
            tlv(0xA1, oid(self.supported_mech)) if self.supported_mech is not None else b"",
            _field(2, OCTET_STRING, self.response_token),
            _field(3, OCTET_STRING, self.mech_list_mic),
            self.rest,
        )
        return tlv(_NEG_TOKEN_RESP, tlv(SEQUENCE, *fields))


NegotiationToken = NegTokenInit | NegTokenResp


def _field(number: int, tag: int, content: bytes | None) -> bytes:
    return b"" if content is None else tlv(0xA0 | number, tlv(tag, content))


def _optional(reader: Reader, number: int, tag: int, field: str) -> bytes | None:
    inside = reader.optional(0xA0 | number, field)
    return None if inside is None else inside.only(tag, field)


def decode_token(data: bytes) -> NegotiationToken:
    """The token that all of `data` is: NegTokenInit, NegTokenInit2 or NegTokenResp. Raises WireError."""
    reader = Reader(data, "NegotiationToken")
    if reader.peek() == _NEG_TOKEN_RESP:
        choice = reader.enter(_NEG_TOKEN_RESP, "negTokenResp")
        reader.done("negTokenResp")
        return _read_resp(choice)
    inside = reader.enter(_INITIAL_CONTEXT_TOKEN, "InitialContextToken")
    reader.done("InitialContextToken")
    mech = inside.oid("thisMech")
    if mech != SPNEGO:
        raise WireError("NegotiationToken", "thisMech", 0, f"{mech} is not SPNEGO")
    choice = inside.enter(_NEG_TOKEN_INIT, "negTokenInit")
    inside.done("negTokenInit")
    return _read_init(choice)


def _read_init(choice: Reader) -> NegTokenInit:
    choice.structure = "NegTokenInit"
    fields = choice.enter(SEQUENCE, "NegTokenInit")
    choice.done("NegTokenInit")
    mech_types = _read_mech_types(fields)
    req_flags = _optional(fields, 1, BIT_STRING, "reqFlags")
    mech_token = _optional(fields, 2, OCTET_STRING, "mechToken")
    kind, mic, hints = NegTokenInit, None, None
    third = fields.optional(0xA3, "negHints")
    if third is not None and third.peek() == SEQUENCE:
        kind, hints = NegTokenInit2, NegHints.read(third)
        mic = _optional(fields, 4, OCTET_STRING, "mechListMIC")
    elif third is not None:
        mic = third.only(OCTET_STRING, "mechListMIC")
    elif fields.peek() == 0xA4:
        kind, mic = NegTokenInit2, _optional(fields, 4, OCTET_STRING, "mechListMIC")
    return kind(mech_types, req_flags, mech_token, mic, hints, fields.rest())


def _read_mech_types(fields: Reader) -> tuple[str, ...] | None:
    outer = fields.optional(0xA0, "mechTypes")
    if outer is None:
        return None
    inside = outer.enter(SEQUENCE, "mechTypes")
    outer.done("mechTypes")
    mechs = []
    while inside.peek() is not None:
        mechs.append(inside.oid("mechTypes"))
    return tuple(mechs)


def _read_resp(choice: Reader) -> NegTokenResp:
    choice.structure = "NegTokenResp"
    fields = choice.enter(SEQUENCE, "NegTokenResp")
    choice.done("NegTokenResp")
    state = _optional(fields, 0, ENUMERATED, "negState")
    if state is not None and len(state) != 1:
        raise fields.fail("negState", f"{len(state)} bytes for an enumerated of one")
    mech = fields.optional(0xA1, "supportedMech")
    supported = None
    if mech is not None:
        supported = mech.oid("supportedMech")
        mech.done("supportedMech")
    token = _optional(fields, 2, OCTET_STRING, "responseToken")
    mic = _optional(fields, 3, OCTET_STRING, "mechListMIC")
    return NegTokenResp(None if state is None else NegState(state[0]), supported, token, mic, fields.rest())


def hint_token(mech_types: tuple[str, ...] = (NTLM,)) -> bytes:
    """[MS-SPNG] 3.2.5.2: the NegTokenInit2 that a server sends first, in SMB2's NEGOTIATE response."""
    return NegTokenInit2(mech_types=mech_types, neg_hints=NegHints()).encode()
