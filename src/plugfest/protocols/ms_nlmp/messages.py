"""The messages and structures of [MS-NLMP] 2.2 on the wire.

Payloads may lie in any order, overlap, and leave gaps, so a message keeps `payload` whole: it decodes and encodes
without loss, whatever its fields say. Properties take the parts out; `build` lays out a message with all of them.
Systems before the version and MIC fields begin the payload where those would be: then they are None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from plugfest.errors import WireError
from plugfest.protocols.ms_nlmp.constants import NTLMSSP_REVISION_W2K3, SIGNATURE, MessageType, NegotiateFlags
from plugfest.wire import REST, U8, U16, U32, U64, Bytes, Structure, When

OEM = "cp437"
"""The OEM character set; the two sides agree on one outside the protocol, [MS-NLMP] 2.2."""


class Version(Structure, frozen=True):
    """[MS-NLMP] 2.2.2.10 VERSION."""

    product_major_version: Annotated[int, U8] = 10
    product_minor_version: Annotated[int, U8] = 0
    product_build: Annotated[int, U16] = 0
    reserved: Annotated[bytes, Bytes(3)] = bytes(3)
    ntlm_revision_current: Annotated[int, U8] = NTLMSSP_REVISION_W2K3


NO_VERSION = Version(0, 0, 0, bytes(3), 0)
"""[MS-NLMP] 2.2.2.10: what is sent where NTLMSSP_NEGOTIATE_VERSION is not negotiated."""


def version_for(flags: NegotiateFlags) -> Version:
    """The Version field of a message with these flags."""
    return Version() if NegotiateFlags.NTLMSSP_NEGOTIATE_VERSION in flags else NO_VERSION


def encode_name(name: str, flags: NegotiateFlags) -> bytes:
    """A name in the negotiated character set; what the OEM character set lacks becomes a question mark."""
    if NegotiateFlags.NTLMSSP_NEGOTIATE_UNICODE in flags:
        return name.encode("utf-16-le", "surrogatepass")
    return name.encode(OEM, "replace")


class PayloadFields(Structure, frozen=True):
    """[MS-NLMP] 2.2.1: where a part of the payload lies, counted from the start of the message."""

    length: Annotated[int, U16] = 0
    maximum_length: Annotated[int, U16] = 0
    buffer_offset: Annotated[int, U32] = 0

    def behind(self, end: int, flags: NegotiateFlags, *others: PayloadFields) -> bool:
        """True where the payload leaves room for a fixed part up to `end`. Decides if Version and MIC are there."""
        entries = (self, *others)
        starts = [entry.buffer_offset for entry in entries if entry.length]
        starts = starts or [entry.buffer_offset for entry in entries if entry.buffer_offset]
        if starts:
            return min(starts) >= end
        return NegotiateFlags.NTLMSSP_NEGOTIATE_VERSION in flags


class Message(Structure, frozen=True):
    """What the three messages share."""

    FIXED: ClassVar[int]
    """Bytes before the payload of a message with all its fields."""
    ALWAYS: ClassVar[dict[str, Any]] = {"version": Version()}
    """What `build` puts into the fields that older systems leave out."""

    if TYPE_CHECKING:
        negotiate_flags: NegotiateFlags = NegotiateFlags(0)
        version: Version | None = None
        payload: bytes = b""

    @classmethod
    def build(cls, flags: NegotiateFlags, parts: dict[str, bytes], **rest: Any) -> Self:
        """A message with all fixed fields and the payload `parts` one behind the other; an absent part is empty."""
        payload = b""
        fields: dict[str, Any] = {}
        for name in cls.__struct_fields__:
            if name.endswith("_fields"):
                part = parts.get(name.removesuffix("_fields"), b"")
                fields[name] = PayloadFields(len(part), len(part), cls.FIXED + len(payload))
                payload += part
        fixed = {name: value for name, value in cls.ALWAYS.items() if name not in rest}
        return cls(negotiate_flags=flags, payload=payload, **fields, **fixed, **rest)

    @property
    def payload_offset(self) -> int:
        """Where the payload begins."""
        return self.FIXED - (0 if self.version else 8)

    def part(self, name: str) -> bytes:
        """The part of the payload that `name`_fields points to. Raises WireError where that is outside."""
        fields: PayloadFields = getattr(self, f"{name}_fields")
        if not fields.length:
            return b""
        start = fields.buffer_offset - self.payload_offset
        if start < 0 or start + fields.length > len(self.payload):
            raise WireError(type(self).__name__, name, fields.buffer_offset, "does not lie in the payload")
        return self.payload[start : start + fields.length]

    def text(self, name: str) -> str:
        """The same, as a string in the negotiated character set."""
        unicode = NegotiateFlags.NTLMSSP_NEGOTIATE_UNICODE in self.negotiate_flags and not isinstance(
            self, NegotiateMessage
        )
        try:
            return self.part(name).decode("utf-16-le" if unicode else OEM, "surrogatepass" if unicode else "strict")
        except UnicodeDecodeError:
            offset = getattr(self, f"{name}_fields").buffer_offset
            raise WireError(type(self).__name__, name, offset, "is no UTF-16") from None


class NegotiateMessage(Message, frozen=True):
    """[MS-NLMP] 2.2.1.1."""

    FIXED = 40

    signature: Annotated[bytes, Bytes(8)] = SIGNATURE
    message_type: Annotated[MessageType, U32] = MessageType.NtLmNegotiate
    negotiate_flags: Annotated[NegotiateFlags, U32] = NegotiateFlags(0)
    domain_name_fields: PayloadFields = PayloadFields()
    workstation_fields: PayloadFields = PayloadFields()
    version: Annotated[Version | None, When("domain_name_fields.behind(40, negotiate_flags, workstation_fields)")] = (
        None
    )
    payload: Annotated[bytes, REST] = b""


class ChallengeMessage(Message, frozen=True):
    """[MS-NLMP] 2.2.1.2."""

    FIXED = 56

    signature: Annotated[bytes, Bytes(8)] = SIGNATURE
    message_type: Annotated[MessageType, U32] = MessageType.NtLmChallenge
    target_name_fields: PayloadFields = PayloadFields()
    negotiate_flags: Annotated[NegotiateFlags, U32] = NegotiateFlags(0)
    server_challenge: Annotated[bytes, Bytes(8)] = bytes(8)
    reserved: Annotated[bytes, Bytes(8)] = bytes(8)
    target_info_fields: PayloadFields = PayloadFields()
    version: Annotated[Version | None, When("target_name_fields.behind(56, negotiate_flags, target_info_fields)")] = (
        None
    )
    payload: Annotated[bytes, REST] = b""


_AUTHENTICATE_OTHERS = (
    "negotiate_flags, nt_challenge_response_fields, domain_name_fields, user_name_fields, workstation_fields, "
    "encrypted_random_session_key_fields"
)


class AuthenticateMessage(Message, frozen=True):
    """[MS-NLMP] 2.2.1.3."""

    FIXED = 88
    ALWAYS = {"version": Version(), "mic": bytes(16)}
    MIC_OFFSET: ClassVar[int] = 72

    signature: Annotated[bytes, Bytes(8)] = SIGNATURE
    message_type: Annotated[MessageType, U32] = MessageType.NtLmAuthenticate
    lm_challenge_response_fields: PayloadFields = PayloadFields()
    nt_challenge_response_fields: PayloadFields = PayloadFields()
    domain_name_fields: PayloadFields = PayloadFields()
    user_name_fields: PayloadFields = PayloadFields()
    workstation_fields: PayloadFields = PayloadFields()
    encrypted_random_session_key_fields: PayloadFields = PayloadFields()
    negotiate_flags: Annotated[NegotiateFlags, U32] = NegotiateFlags(0)
    version: Annotated[Version | None, When(f"lm_challenge_response_fields.behind(72, {_AUTHENTICATE_OTHERS})")] = None
    mic: Annotated[
        bytes | None, Bytes(16), When(f"lm_challenge_response_fields.behind(88, {_AUTHENTICATE_OTHERS})")
    ] = None
    payload: Annotated[bytes, REST] = b""

    @property
    def payload_offset(self) -> int:
        """Where the payload begins."""
        return super().payload_offset - (0 if self.mic is not None else 16)


class LMv2Response(Structure, frozen=True):
    """[MS-NLMP] 2.2.2.4 LMv2_RESPONSE."""

    response: Annotated[bytes, Bytes(16)]
    challenge_from_client: Annotated[bytes, Bytes(8)]


class NTLMv2ClientChallenge(Structure, frozen=True):
    """[MS-NLMP] 2.2.2.7 NTLMv2_CLIENT_CHALLENGE; `av_pairs` ends with what peers add behind MsvAvEOL."""

    resp_type: Annotated[int, U8] = 1
    hi_resp_type: Annotated[int, U8] = 1
    reserved1: Annotated[int, U16] = 0
    reserved2: Annotated[int, U32] = 0
    time_stamp: Annotated[int, U64] = 0
    challenge_from_client: Annotated[bytes, Bytes(8)] = bytes(8)
    reserved3: Annotated[int, U32] = 0
    av_pairs: Annotated[bytes, REST] = b""


class NTLMv2Response(Structure, frozen=True):
    """[MS-NLMP] 2.2.2.8 NTLMv2_RESPONSE."""

    response: Annotated[bytes, Bytes(16)]
    client_challenge: NTLMv2ClientChallenge


class MessageSignature(Structure, frozen=True):
    """[MS-NLMP] 2.2.2.9.2 NTLMSSP_MESSAGE_SIGNATURE for extended session security."""

    version: Annotated[int, U32] = 1
    checksum: Annotated[bytes, Bytes(8)] = bytes(8)
    seq_num: Annotated[int, U32] = 0


_MESSAGES: dict[int, type[Message]] = {
    MessageType.NtLmNegotiate: NegotiateMessage,
    MessageType.NtLmChallenge: ChallengeMessage,
    MessageType.NtLmAuthenticate: AuthenticateMessage,
}


def decode_message(token: bytes) -> NegotiateMessage | ChallengeMessage | AuthenticateMessage:
    """The message that `token` is. Raises WireError for anything else."""
    if token[:8] != SIGNATURE:
        raise WireError("NTLM message", "Signature", 0, "is not NTLMSSP")
    kind = _MESSAGES.get(int.from_bytes(token[8:12], "little")) if len(token) >= 12 else None
    if kind is None:
        raise WireError("NTLM message", "MessageType", 8, "is none of the three")
    return kind.decode(token)  # type: ignore[return-value]
