"""A client's security context on one RPC connection: [MS-RPCE] 2.2.2.11, 3.3.1.5.2. Sans-IO.

NTLM only, which has three legs: bind, bind_ack, rpc_auth_3.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from plugfest.errors import RemoteProtocolError
from plugfest.protocols.ms_nlmp import NtlmClient
from plugfest.protocols.ms_rpce.pdus import (
    HEADER_SIZE,
    Bind,
    CommonHeader,
    Other,
    PacketFlags,
    PacketType,
    Pdu,
    RpcResponse,
)
from plugfest.wire import U8, U32, OpenEnum, Structure

SUPPORT_HEADER_SIGN = PacketFlags.PFC_PENDING_CANCEL
"""[MS-RPCE] 2.2.2.3: what this bit says in PDUs that bind."""
STUB_OFFSET = HEADER_SIZE + 8
"""[C706] 12.6.4.9, 12.6.4.10: where the stub data of requests and responses begins."""
_ALIGNMENT = 16
_TOKEN_SIZE = 16
"""[MS-NLMP] 2.2.2.9: an NTLM signature."""
CONTEXT_ID = 1


class AuthenticationType(OpenEnum):
    """[MS-RPCE] 2.2.1.1.7."""

    RPC_C_AUTHN_NONE = 0x00
    RPC_C_AUTHN_GSS_NEGOTIATE = 0x09
    RPC_C_AUTHN_WINNT = 0x0A
    RPC_C_AUTHN_GSS_SCHANNEL = 0x0E
    RPC_C_AUTHN_GSS_KERBEROS = 0x10
    RPC_C_AUTHN_NETLOGON = 0x44
    RPC_C_AUTHN_DEFAULT = 0xFF


class AuthenticationLevel(OpenEnum):
    """[MS-RPCE] 2.2.1.1.8."""

    RPC_C_AUTHN_LEVEL_DEFAULT = 0x00
    RPC_C_AUTHN_LEVEL_NONE = 0x01
    RPC_C_AUTHN_LEVEL_CONNECT = 0x02
    RPC_C_AUTHN_LEVEL_CALL = 0x03
    RPC_C_AUTHN_LEVEL_PKT = 0x04
    RPC_C_AUTHN_LEVEL_PKT_INTEGRITY = 0x05
    RPC_C_AUTHN_LEVEL_PKT_PRIVACY = 0x06


class SecTrailer(Structure, frozen=True):
    """[MS-RPCE] 2.2.2.11."""

    auth_type: Annotated[AuthenticationType, U8] = AuthenticationType.RPC_C_AUTHN_WINNT
    auth_level: Annotated[AuthenticationLevel, U8] = AuthenticationLevel.RPC_C_AUTHN_LEVEL_PKT_PRIVACY
    auth_pad_length: Annotated[int, U8] = 0
    auth_reserved: Annotated[int, U8] = 0
    auth_context_id: Annotated[int, U32] = CONTEXT_ID


_TRAILER_SIZE = len(SecTrailer().encode())


class ClientSecurity:
    """Puts tokens and signatures into PDUs, and checks and removes those of the server.

    The level is RPC_C_AUTHN_LEVEL_CONNECT, _PKT_INTEGRITY or _PKT_PRIVACY.
    """

    def __init__(self, mechanism: NtlmClient, level: AuthenticationLevel) -> None:
        self.mechanism = mechanism
        self.level = level
        self.header_sign = False
        """Supports Header Signing Flag (3.3.1.3)."""
        self._token: bytes | None = None

    @property
    def protects(self) -> bool:
        """Do requests and responses carry signatures?"""
        return self.level >= AuthenticationLevel.RPC_C_AUTHN_LEVEL_PKT_INTEGRITY

    @property
    def overhead(self) -> int:
        """By how much a PDU grows at most, beside padding up to the next multiple of 8."""
        return _TRAILER_SIZE + _TOKEN_SIZE + 8 if self.protects else 0

    # --- the legs -------------------------------------------------------------------------------------------------

    def first(self, header: CommonHeader, body: Bind) -> bytes:
        """The bind PDU with the first leg."""
        if self.protects:
            header = msgspec.structs.replace(header, pfc_flags=header.pfc_flags | SUPPORT_HEADER_SIGN)
        padding = bytes(-len(body.encode(HEADER_SIZE)) % _ALIGNMENT)
        body = msgspec.structs.replace(body, rest=padding)
        return Pdu(header, body, self._trailer(len(padding)) + self.mechanism.step(None)).encode()

    def acknowledged(self, pdu: Pdu) -> None:
        """Take the server's leg from a bind_ack. Raises what the mechanism raises, RemoteProtocolError."""
        if len(pdu.auth) <= _TRAILER_SIZE:
            raise RemoteProtocolError("the bind_ack has no authentication token")
        self.header_sign = self.protects and SUPPORT_HEADER_SIGN in pdu.header.pfc_flags
        self._token = self.mechanism.step(pdu.auth[_TRAILER_SIZE:])

    def last(self, call_id: int) -> bytes:
        """The rpc_auth_3 PDU (3.3.1.5.2.1), the bind_ack's answer; there is none to it. Empty where none is due."""
        if self._token is None:
            return b""
        header = CommonHeader(ptype=PacketType.AUTH3, call_id=call_id)
        token, self._token = self._token, None
        return Pdu(header, Other(bytes(4)), self._trailer(0) + token).encode()

    def _trailer(self, padding: int) -> bytes:
        return SecTrailer(auth_level=self.level, auth_pad_length=padding).encode()

    # --- requests and responses -----------------------------------------------------------------------------------

    def protect(self, request: bytes) -> bytes:
        """One request PDU, signed or sealed as the level says (3.3.1.5.2.2)."""
        if not self.protects:
            return request
        padding = -(len(request) - STUB_OFFSET) % _ALIGNMENT
        trailer = self._trailer(padding)
        length = len(request) + padding + _TRAILER_SIZE + _TOKEN_SIZE
        head = request[:8] + length.to_bytes(2, "little") + _TOKEN_SIZE.to_bytes(2, "little") + request[12:STUB_OFFSET]
        body = request[STUB_OFFSET:] + bytes(padding)
        before, after = (head, trailer) if self.header_sign else (b"", b"")
        if self.level == AuthenticationLevel.RPC_C_AUTHN_LEVEL_PKT_PRIVACY:
            body, signature = self.mechanism.security.seal(body, before, after)
        else:
            signature = self.mechanism.security.sign(before + body + after)
        return head + body + trailer + signature

    def unprotect(self, raw: bytes, pdu: Pdu) -> Pdu:
        """A response as it was before the server protected it. Raises RemoteProtocolError for a wrong signature."""
        if not self.protects or not isinstance(pdu.body, RpcResponse):
            return pdu  # a fault may come without protection, and holds nothing that is worth it
        if len(pdu.auth) <= _TRAILER_SIZE:
            raise RemoteProtocolError("a response without a signature")
        encoded, signature = pdu.auth[:_TRAILER_SIZE], pdu.auth[_TRAILER_SIZE:]
        trailer = SecTrailer.decode(encoded)
        if (trailer.auth_level, trailer.auth_context_id) != (self.level, CONTEXT_ID):
            raise RemoteProtocolError(f"a response of {trailer.auth_level!r}, context {trailer.auth_context_id}")
        before, after = (raw[:STUB_OFFSET], encoded) if self.header_sign else (b"", b"")
        stub = pdu.body.stub
        if self.level == AuthenticationLevel.RPC_C_AUTHN_LEVEL_PKT_PRIVACY:
            stub = self.mechanism.security.unseal(stub, signature, before, after)
        else:
            self.mechanism.security.verify(before + stub + after, signature)
        if trailer.auth_pad_length > len(stub):
            raise RemoteProtocolError(f"{trailer.auth_pad_length} bytes of padding in {len(stub)}")
        body = msgspec.structs.replace(pdu.body, stub=stub[: len(stub) - trailer.auth_pad_length])
        return Pdu(pdu.header, body)
