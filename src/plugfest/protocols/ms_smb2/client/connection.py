"""[MS-SMB2] 3.2.1.2 the connection of a client, and 3.2.4.1: sending any message. Receiving is in `receiving`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from plugfest.errors import LocalProtocolError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_nlmp.client import Rewrite
from plugfest.protocols.ms_smb2.client import receiving
from plugfest.protocols.ms_smb2.client.authentication import Authentication, Mechanism, spnego
from plugfest.protocols.ms_smb2.client.model import Request, Session, TreeConnect
from plugfest.protocols.ms_smb2.client.negotiation import negotiate_request
from plugfest.protocols.ms_smb2.client.sequence import SequenceWindow, credit_charge
from plugfest.protocols.ms_smb2.client.settings import ClientSettings
from plugfest.protocols.ms_smb2.constants import (
    Capabilities,
    Cipher,
    Command,
    CtlCode,
    Dialect,
    HeaderFlags,
    SecurityMode,
    SessionSetupFlags,
    SigningAlgorithm,
)
from plugfest.protocols.ms_smb2.header import Header
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest
from plugfest.protocols.ms_smb2.messages import COMMAND_OF, encode_message
from plugfest.protocols.ms_smb2.multi_protocol import encode_negotiate
from plugfest.protocols.ms_smb2.negotiate import NegotiateRequest
from plugfest.protocols.ms_smb2.read_write import CancelRequest
from plugfest.protocols.ms_smb2.security import LARGE, Buffer, Signer
from plugfest.protocols.ms_smb2.session_setup import SessionSetupRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest
from plugfest.wire import Structure

_CHANNEL_CAPABILITIES = Capabilities.SMB2_GLOBAL_CAP_MULTI_CHANNEL | Capabilities.SMB2_GLOBAL_CAP_PERSISTENT_HANDLES
_LONGEST = 16777215
# What every message needs: in CPython 3.11 a member of an enumeration is found by a function call.
_CANCEL, _NEGOTIATE, _SESSION_SETUP = Command.CANCEL, Command.NEGOTIATE, Command.SESSION_SETUP
_SMB_3_0, _SUCCESS, _NO_FLAGS = Dialect.SMB_3_0, NtStatus.STATUS_SUCCESS, HeaderFlags(0)
_PLAIN_BODIES = frozenset(COMMAND_OF) - {SessionSetupRequest, IoctlRequest, TreeConnectRequest}
"""Requests for which no rule of their own says whether they are signed or encrypted."""


@dataclass(eq=False, slots=True)
class Message:
    """A request to be sent. `sign`, `encrypt` and `header` overrule the rules; None: as the document says."""

    body: Structure | bytes
    command: Command | int | None = None
    """Needed where the body is bytes."""
    session: Session | None = None
    tree: TreeConnect | None = None
    sign: bool | None = None
    encrypt: bool | None = None
    header: Mapping[str, Any] | None = None
    """Fields of the header that are set to something else, the signature included."""
    authentication: Authentication | None = None
    payload: Buffer = b""
    """Bulk data that follows the body; it is copied nowhere, and must not change until the response has come."""

    def __post_init__(self) -> None:
        if self.tree is not None and self.session is None:
            self.session = self.tree.session
        if self.command is None:
            self.command = COMMAND_OF.get(type(self.body))  # type: ignore[arg-type]
            if self.command is None:
                raise LocalProtocolError("the command of these bytes is not given")
        elif type(self.command) is not Command:
            self.command = Command(self.command)


class Outgoing(msgspec.Struct, frozen=True):
    """What goes to the transport, without its framing, in parts that follow one another."""

    parts: tuple[Buffer, ...]
    plain: tuple[Buffer, ...]
    """The same before it was encrypted."""
    encrypted: bool
    requests: tuple[Request, ...]
    session: Session | None

    @property
    def data(self) -> bytes:
        """The parts as one."""
        return b"".join(self.parts)

    @property
    def plaintext(self) -> bytes:
        """What was encrypted, as one."""
        return b"".join(self.plain)


class Connection:
    """[MS-SMB2] 3.2.1.2. `send` gives the bytes of requests, `receive` takes a message and gives replies."""

    def __init__(
        self, server_name: str, settings: ClientSettings | None = None, *, random: Callable[[int], bytes]
    ) -> None:
        self.settings = settings or ClientSettings()
        self.random = random
        self.server_name = server_name
        self.client_guid = self.settings.client_guid or UUID(bytes_le=random(16))
        self.session_table: dict[int, Session] = {}
        self.outstanding_requests: dict[int, Request] = {}
        self.window = SequenceWindow()
        self.share_list: dict[str, bool] = {}
        """Share.PathName → Share.EncryptData (3.2.1.10)."""
        self.dialect = Dialect(0)
        """0: Unknown."""
        self.gss_negotiate_token = b""
        self.max_transact_size = self.max_read_size = self.max_write_size = 65536
        self.server_guid = UUID(int=0)
        self.require_signing = False
        self.supports_multi_credit = False
        self.client_capabilities = self.server_capabilities = Capabilities(0)
        self.client_security_mode = self.server_security_mode = SecurityMode(0)
        self.offered_dialects: tuple[Dialect, ...] = ()
        self.preauth_integrity_hash_value = bytes(64)
        self.cipher_id: Cipher | None = None
        """None: SupportsEncryption is FALSE."""
        self.signing_algorithm_id: int | None = None

    @property
    def signing_algorithm(self) -> SigningAlgorithm | int:
        """[MS-SMB2] 3.1.4.1: what signs on this connection."""
        if self.dialect < Dialect.SMB_3_0:
            return SigningAlgorithm.HMAC_SHA256
        if self.dialect == Dialect.SMB_3_1_1 and self.signing_algorithm_id is not None:
            return self.signing_algorithm_id
        return SigningAlgorithm.AES_CMAC

    def negotiate_request(self) -> NegotiateRequest:
        """[MS-SMB2] 3.2.4.2.2.2."""
        return negotiate_request(self)

    def multi_protocol_negotiate(self, dialects: Sequence[str], now: float) -> Request:
        """[MS-SMB2] 3.2.4.2.2.1: an SMB_COM_NEGOTIATE with these dialect strings, as the request's message."""
        request = Request(self.window.take(1), _NEGOTIATE, encode_negotiate(dialects), None, now)
        self.outstanding_requests[request.message_id] = request
        return request

    def authenticate(
        self,
        credentials: Credentials,
        *,
        now: int,
        session: Session | None = None,
        bind: bool = False,
        mechanism: Mechanism | None = None,
        rewrite: Rewrite | None = None,
    ) -> Authentication:
        """[MS-SMB2] 3.2.4.2.3: begin an exchange of SESSION_SETUP, with SPNEGO and NTLM unless a mechanism is given."""
        chosen = mechanism or spnego(credentials, self.server_name, self.random, now, rewrite)
        return Authentication(self, credentials, chosen, session=session, bind=bind)

    # --- 3.2.4.1 sending any outgoing message ---------------------------------------------------------------------

    def charge(self, message: Message) -> int:
        """How many credits this message takes."""
        if message.command is _CANCEL:
            return 0
        if not self.supports_multi_credit:
            return 1
        if message.header and (given := message.header.get("credit_charge")) is not None:
            return max(1, int(given))
        return credit_charge(message.body, len(message.payload))

    def send(self, messages: Sequence[Message], now: float, *, related: bool = False) -> Outgoing:
        """Several messages are compounded (3.2.4.1.4). The credits must be there: see `window`."""
        encrypt = self._encrypts(messages[0]) if len(messages) == 1 else any(map(self._encrypts, messages))
        plain: list[Buffer] = []
        requests: list[Request] = []
        last = len(messages) - 1
        for index, message in enumerate(messages):
            if message.payload and index != last:
                raise LocalProtocolError("only the last message of a compound may have a payload beside its body")
            part, request = self._build(message, now, encrypt, related=related and index > 0, last=index == last)
            plain.append(part)
            if request is not None:
                requests.append(request)
                request.first = requests[0] if related else None
        if messages[last].payload:
            plain.append(messages[last].payload)
        size = len(plain[0]) if len(plain) == 1 else sum(map(len, plain))
        if size > _LONGEST:
            raise LocalProtocolError(f"a message of {size} bytes is too long for Direct TCP (3.2.4.1)")
        session = messages[0].session
        parts: tuple[Buffer, ...] = tuple(plain)
        if encrypt:
            parts = self._sealed(session, parts) if size > LARGE else (self.encrypt(session, b"".join(plain)),)
        for request in requests:
            self.outstanding_requests[request.message_id] = request
        return Outgoing(parts, tuple(plain), encrypt, tuple(requests), session)

    def _sealed(self, session: Session | None, parts: tuple[Buffer, ...]) -> tuple[Buffer, ...]:
        if session is None or session.encryptor is None:
            raise LocalProtocolError("there is no session that can encrypt")
        return session.encryptor.seal_parts(parts, session.session_id, session.next_nonce())

    def encrypt(self, session: Session | None, plaintext: bytes) -> bytes:
        """[MS-SMB2] 3.1.4.3 for a session that can."""
        if session is None or session.encryptor is None:
            raise LocalProtocolError("there is no session that can encrypt")
        return session.encryptor.seal(plaintext, session.session_id, session.next_nonce())

    def cancel(self, request: Request, **changes: Any) -> Message:
        """[MS-SMB2] 3.2.4.24: the message that cancels a request; to be sent like any other."""
        header: dict[str, Any] = {"message_id": request.message_id}
        if request.async_id is not None:
            header["flags"] = HeaderFlags.SMB2_FLAGS_ASYNC_COMMAND
            header["reserved"] = request.async_id & 0xFFFFFFFF
            header["tree_id"] = request.async_id >> 32
        return Message(CancelRequest(), session=request.session, tree=request.tree, header=header, **changes)

    def _build(
        self, message: Message, now: float, encrypted: bool, *, related: bool, last: bool
    ) -> tuple[bytes, Request | None]:
        command, session, tree = message.command, message.session, message.tree
        assert isinstance(command, Command)
        charge = self.charge(message)
        given = message.header
        message_id = given.get("message_id") if given else None
        if message_id is None:
            message_id = self.window.take(charge)
        elif charge:
            self.window.use(message_id, charge)
        header = Header(
            credit_charge=max(charge, 1) if self.supports_multi_credit else 0,
            status=self._channel_sequence(session),
            command=command,
            credits=self._credit_request(charge),
            flags=HeaderFlags.SMB2_FLAGS_RELATED_OPERATIONS if related else _NO_FLAGS,
            message_id=message_id,
            tree_id=tree.tree_connect_id if tree else 0,
            session_id=self._session_id(message),
        )
        if given:
            header = msgspec.structs.replace(header, **{name: given[name] for name in given if name != "signature"})
        data = encode_message(header, message.body)
        if not last:
            data += bytes(-len(data) % 8)
            if not (given and "next_command" in given):
                data = data[:20] + len(data).to_bytes(4, "little") + data[24:]
        data = self._signed(message, data, encrypted)
        if given and "signature" in given:
            data = data[:48] + given["signature"] + data[64:]
        if command is _CANCEL:
            return data, None
        body = message.body if isinstance(message.body, Structure) else None
        request = Request(message_id, command, data, body, now, session, tree, encrypted, self._lies(message))
        request.authentication = message.authentication
        return data, request

    def _session_id(self, message: Message) -> int:
        if message.authentication is not None:
            return message.authentication.session_id
        return message.session.session_id if message.session else 0

    def _channel_sequence(self, session: Session | None) -> NtStatus:
        """[MS-SMB2] 3.2.4.1: ChannelSequence lies where a response has its Status."""
        if session and self.dialect >= _SMB_3_0 and int.__and__(self.server_capabilities, _CHANNEL_CAPABILITIES):
            return NtStatus(session.channel_sequence)
        return _SUCCESS

    def _credit_request(self, charge: int) -> int:
        """[MS-SMB2] 3.2.4.1.2: as many as are used up, and what is missing to the number we want."""
        missing = self.settings.credits - self.window.available
        return min(charge + missing, 0xFFFF) if charge and missing > 0 else charge

    def _lies(self, message: Message) -> bool:
        if message.header or (message.sign is False and self._must_sign(message)):
            return True
        return message.encrypt is not None and message.encrypt != self._must_encrypt(message)

    # --- 3.2.4.1.1 signing, 3.2.4.1.8 encrypting ------------------------------------------------------------------

    def signer(self, session: Session | None, *, binding: bool = False) -> Signer | None:
        """[MS-SMB2] 3.2.4.1.1: the key of the session's channel over us; Session.SigningKey to become one.

        3.2.4.1.1 has all SESSION_SETUP requests signed with Session.SigningKey. For one that logs on again over another
        channel than the first, 3.3.5.2.4 wants Channel.SigningKey, and smbd refuses the other.
        """
        if session is None:
            return None
        channel = None if binding else session.channel(self)
        return channel.signer if channel else session.signer

    def _signed(self, message: Message, data: bytes, encrypted: bool) -> bytes:
        assert isinstance(message.command, Command)
        sign = message.sign
        if sign is None:
            sign = not encrypted and self._must_sign(message)
        if not sign:
            return data
        exchange = message.authentication
        signer = self.signer(message.session, binding=exchange is not None and exchange.bind)
        if signer is None:
            raise LocalProtocolError("there is no session whose key could sign")
        return signer.sign(data, message.payload)

    def _must_sign(self, message: Message) -> bool:
        """[MS-SMB2] 3.2.4.1.1, with what 3.2.4.2.3, 3.2.4.2.4 and 3.2.5.5 add for some requests."""
        session, body = message.session, message.body
        if session is None or session.signer is None or not self._session_id(message):
            return False
        if type(body) not in _PLAIN_BODIES and (own := self._signing_of_its_own(session, body)) is not None:
            return own
        if not session.signing_required:
            return False
        if self.dialect < _SMB_3_0:
            return True
        return not (session.encrypt_data and message.tree is not None and message.tree.encrypt_data)

    def _signing_of_its_own(self, session: Session, body: Structure | bytes) -> bool | None:
        if isinstance(body, SessionSetupRequest) and body.flags & SessionSetupFlags.SMB2_SESSION_FLAG_BINDING:
            return True
        if isinstance(body, TreeConnectRequest) and self.dialect == Dialect.SMB_3_1_1:
            return not (session.encrypt_data or session.is_guest or session.is_anonymous)
        if isinstance(body, IoctlRequest) and body.ctl_code == CtlCode.FSCTL_VALIDATE_NEGOTIATE_INFO:
            return True
        return None

    def _encrypts(self, message: Message) -> bool:
        return self._must_encrypt(message) if message.encrypt is None else message.encrypt

    def _must_encrypt(self, message: Message) -> bool:
        """[MS-SMB2] 3.2.4.1.8."""
        session, body = message.session, message.body
        if session is None or session.encryptor is None or message.command is _NEGOTIATE:
            return False
        if type(body) in _PLAIN_BODIES:
            return session.encrypt_data or (message.tree is not None and message.tree.encrypt_data)
        if isinstance(body, SessionSetupRequest) and body.flags & SessionSetupFlags.SMB2_SESSION_FLAG_BINDING:
            return False
        if session.encrypt_data or (message.tree is not None and message.tree.encrypt_data):
            return True
        return isinstance(body, TreeConnectRequest) and self.share_list.get(body.path, False)

    # --- 3.2.5.1 receiving any message ----------------------------------------------------------------------------

    def receive(self, data: bytes | memoryview) -> receiving.Incoming:
        """Take one message from the transport. Raises RemoteProtocolError where the connection cannot go on."""
        return receiving.receive(self, data)
