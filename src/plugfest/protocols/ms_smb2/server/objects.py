"""[MS-SMB2] 3.3.1: the server's abstract data model, with the document's names, and the server's configuration."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import NtlmServer, nt_owf_v1
from plugfest.protocols.ms_smb2.constants import (
    DIALECTS,
    AccessMask,
    Capabilities,
    Cipher,
    Dialect,
    OplockLevel,
    SecurityMode,
    ShareCapabilities,
    ShareFlags,
    SigningAlgorithm,
)
from plugfest.protocols.ms_smb2.create import FileId
from plugfest.protocols.ms_smb2.framing import FrameReader
from plugfest.protocols.ms_smb2.security import Sealer, Signer
from plugfest.wire import Structure

if TYPE_CHECKING:
    from plugfest.protocols.ms_fsa import Open as LocalOpen
    from plugfest.protocols.ms_fsa import SecurityContext, Storage, Volume
    from plugfest.protocols.ms_smb2.header import Header
    from plugfest.protocols.ms_smb2.server.change_notify import Watch
    from plugfest.protocols.ms_smb2.server.pipes import PipeInstance
    from plugfest.protocols.ms_smb2.server.waiting import Wait, Waiter
    from plugfest.protocols.ms_spng import SpnegoServer

STYPE_DISKTREE = 0x00000000
STYPE_PRINTQ = 0x00000001
STYPE_IPC = 0x00000003
STYPE_SPECIAL = 0x80000000
FULL_ACCESS = AccessMask(0x001F01FF)
_ONE_CREDIT = 65536
"""What one credit pays for; 3.3.5.2.5."""
_ENDED_SESSIONS = 16
MAX_BEFORE_LOGON = 68 * 1024
"""3.3.5.2: no message of the commands that come before a log-on is longer."""
READ_ACCESS = AccessMask(0x001200A9)


@dataclass(frozen=True)
class User:
    """An account of the server."""

    name: str
    nt_hash: bytes
    """[MS-NLMP] 3.3.2: MD4 of the password."""
    groups: frozenset[str] = frozenset()

    @classmethod
    def with_password(cls, name: str, password: str, groups: frozenset[str] = frozenset()) -> User:
        """An account from its password, which is not kept."""
        return cls(name, nt_owf_v1(password), groups)

    @property
    def is_administrator(self) -> bool:
        """Member of the local Administrators."""
        return "Administrators" in self.groups


@dataclass
class Share:
    """3.3.1.6, with what [MS-SRVS] 3.1.1.7 keeps of it."""

    name: str
    server_name: str = "*"
    type: int = STYPE_DISKTREE
    remark: str = ""
    path: str = ""
    max_uses: int = 0xFFFFFFFF
    current_uses: int = 0
    encrypt_data: bool = False
    read_only: bool = False
    users: frozenset[str] | None = None
    """Who may connect, by name; None: everybody who could log on."""
    flags: ShareFlags = ShareFlags(0)
    is_ca: bool = False
    capabilities: ShareCapabilities = ShareCapabilities(0)
    security_descriptor: bytes | None = None
    is_persistent: bool = True
    is_marked_for_deletion: bool = False
    is_kept: bool = False
    """It was added or changed while the server ran, and is written down for the next start."""
    storage: Storage | None = None
    """Where a disk share keeps its files; None: in memory, for as long as the server lives."""
    volume: Volume | None = None
    """The object store of a disk share, made by the server."""
    volume_id: int = 0

    @property
    def is_lost(self) -> bool:
        """A disk share whose folder was not there when the server started."""
        return self.type & 0xFF == STYPE_DISKTREE and self.volume is None

    @property
    def is_pipe(self) -> bool:
        """The share of the named pipes."""
        return self.type & 0xFF == STYPE_IPC


@dataclass
class ServerConfig:
    """3.3.1.5, and the limits that a hostile peer meets."""

    name: str = "PLUGFEST"
    domain: str = "WORKGROUP"
    comment: str = "plugfest reference server"
    server_guid: UUID = UUID("b5c1a8f0-3d2e-4f6a-9c7b-1e0d2a4f6b8c")
    users: tuple[User, ...] = ()
    shares: tuple[Share, ...] = ()
    kept: bytes = b""
    """What the server gave to `Keep` when it ran before."""
    open_folder: Callable[[str], Storage | None] | None = None
    """The storage on a local folder that [MS-SRVS] NetrShareAdd names; None where there is none."""
    dialects: tuple[Dialect, ...] = DIALECTS
    ciphers: tuple[Cipher, ...] = (Cipher.AES_128_GCM, Cipher.AES_128_CCM, Cipher.AES_256_GCM, Cipher.AES_256_CCM)
    """In order of preference; none: no encryption."""
    signing_algorithms: tuple[SigningAlgorithm, ...] = (SigningAlgorithm.AES_GMAC, SigningAlgorithm.AES_CMAC)
    """In order of preference, before HMAC-SHA256, which every server has."""
    require_message_signing: bool = False
    encrypt_data: bool = False
    multi_channel: bool = True
    """IsMultiChannelCapable, for the dialects of the 3.x family."""
    bind_same_client_only: bool = False
    """3.3.5.5 leaves it open whether a connection of another ClientGuid may be bound to a session."""
    session_lifetime: int = 0
    """Seconds until a log-on expires, 0: never. NTLM has no expiry of its own."""
    allow_anonymous: bool = False
    """Let in who gives no name."""
    allow_guest: bool = False
    """Let in names that are no user's; a user with a wrong password stays outside."""
    max_transact_size: int = 8 * 1024 * 1024
    """No message is longer, but for 256 bytes; 3.3.5.2."""
    max_read_size: int = 1024 * 1024
    max_write_size: int = 1024 * 1024
    """As large as what the processor's caches hold: messages of 8 MiB take three times as long a byte."""
    max_connections: int = 4096
    """In all; who comes then is turned away."""
    max_half_open: int = 256
    """Connections on which nobody has logged on; a new one takes the place of the oldest of the busiest address."""
    logon_timeout: int = 45
    """Seconds that a connection may be half open; 3.3.6.3, note 442."""
    max_credits: int = 8192
    """Outstanding on one connection."""
    max_sessions: int = 1024
    """On one connection, half-open ones included."""
    max_half_open_sessions: int = 64
    """On one connection, with a log-on that is not through."""
    max_channels: int = 32
    """Of one session."""
    max_opens: int = 16384
    """Of one session."""
    max_pending: int = 512
    """Requests of one connection that wait."""
    oplock_break_timeout: int = 35
    """Seconds that a client has to acknowledge a break; 3.3.2.1."""

    def user(self, name: str) -> User | None:
        """The account of that name, case ignored."""
        wanted = name.casefold()
        return next((user for user in self.users if user.name.casefold() == wanted), None)


class SequenceWindow:
    """3.3.1.1, 3.3.1.7: the MessageIds that the client may use: [low, high) but for those that it has used."""

    def __init__(self) -> None:
        self.low = 0
        self.high = 1
        self._used: set[int] = set()

    @property
    def outstanding(self) -> int:
        """Credits that the client holds."""
        return self.high - self.low - len(self._used)

    def take(self, message_id: int, charge: int) -> bool:
        """Use up `charge` ids from this one on. False where one of them is not there to be used."""
        last = message_id + charge
        if message_id < self.low or last > self.high:
            return False
        if message_id == self.low and not self._used:  # in their order, as clients mostly do
            self.low = last
            return True
        wanted = range(message_id, last)
        if any(number in self._used for number in wanted):
            return False
        self._used.update(wanted)
        while self.low in self._used:
            self._used.remove(self.low)
            self.low += 1
        return True

    def grant(self, credits_: int) -> None:
        """The client may use this many more."""
        self.high += credits_


@dataclass(eq=False)
class Connection:
    """3.3.1.7."""

    id: int
    peer: str
    created: int = 0
    local_address: str = ""
    """The address of this server that the client came to, if it is known."""
    negotiate_dialect: int = 0xFFFF
    dialect: Dialect = Dialect.SMB_2_0_2
    client_capabilities: Capabilities = Capabilities(0)
    client_security_mode: SecurityMode = SecurityMode(0)
    client_guid: UUID = UUID(int=0)
    client_dialects: tuple[Dialect, ...] = ()
    server_capabilities: Capabilities = Capabilities(0)
    server_security_mode: SecurityMode = SecurityMode(0)
    should_sign: bool = False
    supports_multi_credit: bool = False
    cipher_id: int = 0
    signing_algorithm_id: SigningAlgorithm = SigningAlgorithm.HMAC_SHA256
    preauth_integrity_hash_value: bytes = bytes(64)
    max_transact_size: int = 65536
    max_read_size: int = 65536
    max_write_size: int = 65536
    command_sequence_window: SequenceWindow = field(default_factory=SequenceWindow)
    session_table: dict[int, Session] = field(default_factory=dict)
    preauth_session_table: dict[int, PreauthSession] = field(default_factory=dict)
    ended_sessions: dict[int, Signer] = field(default_factory=dict)
    """The keys of the last sessions that ended while this connection stayed: a client that insists on signatures can
    be told in no other way."""
    request_list: dict[int, Request] = field(default_factory=dict)
    """Requests that wait, by MessageId."""
    async_command_list: dict[int, Request] = field(default_factory=dict)
    """The same by AsyncId."""
    frames: FrameReader = field(default_factory=lambda: FrameReader(MAX_BEFORE_LOGON))
    closing: bool = False

    def limit_sizes(self, config: ServerConfig) -> None:
        """3.3.5.4, 3.3.5.3.2: without multi-credit operations nothing is longer than 64 KiB (<278>, <283> to <285>)."""
        most = sys.maxsize if self.supports_multi_credit else _ONE_CREDIT
        self.max_transact_size = min(config.max_transact_size, most)
        self.max_read_size = min(config.max_read_size, most)
        self.max_write_size = min(config.max_write_size, most)

    def forget_session(self, session_id: int, signer: Signer | None) -> None:
        """The session of this channel is gone."""
        self.session_table.pop(session_id, None)
        self.preauth_session_table.pop(session_id, None)
        if signer is not None:
            self.ended_sessions[session_id] = signer
            if len(self.ended_sessions) > _ENDED_SESSIONS:
                del self.ended_sessions[next(iter(self.ended_sessions))]

    @property
    def is_half_open(self) -> bool:
        """3.3.6.3: nobody is logged on here."""
        return not any(session.established for session in self.session_table.values())

    @property
    def is_busy(self) -> bool:
        """A request waits, or part of a message is here."""
        return bool(self.async_command_list or self.frames.waiting)

    @property
    def is_smb3(self) -> bool:
        """The dialect belongs to the 3.x family."""
        return self.dialect >= Dialect.SMB_3_0

    @property
    def can_encrypt(self) -> bool:
        """ServerCapabilities includes SMB2_GLOBAL_CAP_ENCRYPTION."""
        return bool(self.server_capabilities & Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION)


@dataclass(eq=False)
class Client:
    """3.3.1.16."""

    dialect: Dialect
    connections: set[int] = field(default_factory=set)
    """Those on which it logged on, by id: with the last one it is forgotten."""


@dataclass(eq=False)
class Channel:
    """3.3.1.14. A session has one from its start, for the connection that it came from."""

    connection: Connection
    signer: Signer | None = None
    """Channel.SigningKey."""
    authentication: SpnegoServer[NtlmServer] | None = None
    """The exchange under way, for log-on and for reauthentication."""


@dataclass(eq=False)
class PreauthSession:
    """3.3.1.15: a binding under way."""

    session_id: int
    preauth_integrity_hash_value: bytes
    authentication: SpnegoServer[NtlmServer]


@dataclass(eq=False)
class Session:
    """3.3.1.8."""

    session_id: int
    connection: Connection
    creation_time: int
    idle_time: int
    state: str = "InProgress"
    """InProgress, Valid or Expired."""
    established: bool = False
    """It was Valid once: its keys stay what they are."""
    expiration_time: int | None = None
    user: User | None = None
    user_name: str = ""
    is_anonymous: bool = False
    is_guest: bool = False
    session_key: bytes = b""
    signing_required: bool = False
    signer: Signer | None = None
    """Session.SigningKey."""
    encryption: Sealer | None = None
    decryption: Sealer | None = None
    encrypt_data: bool = False
    nonce: int = 0
    preauth_integrity_hash_value: bytes = b""
    tree_connect_table: dict[int, TreeConnect] = field(default_factory=dict)
    open_table: dict[int, Open] = field(default_factory=dict)
    security_context: SecurityContext | None = None
    """Session.SecurityContext as the object store sees it; made when it is first wanted."""
    next_tree_id: int = 1
    channel_list: list[Channel] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.channel_list.append(Channel(self.connection))

    def check_expiration(self, now: int) -> bool:
        """3.3.6.3: does it expire now?"""
        expires = self.state == "Valid" and self.expiration_time is not None and now > self.expiration_time
        if expires:
            self.state = "Expired"
        return expires

    def channel(self, connection: Connection) -> Channel | None:
        """The channel that this connection is."""
        for channel in self.channel_list:
            if channel.connection is connection:
                return channel
        return None

    def signer_on(self, connection: Connection) -> Signer | None:
        """Channel.SigningKey; on a connection that is only about to be bound Session.SigningKey."""
        channel = self.channel(connection)
        return channel.signer if channel is not None else self.signer


@dataclass(eq=False)
class TreeConnect:
    """3.3.1.9."""

    tree_id: int
    session: Session
    share: Share
    creation_time: int
    maximal_access: AccessMask
    open_count: int = 0
    global_id: int = 0


class OplockState(Enum):
    """3.3.1.10 Open.OplockState."""

    NONE = "None"
    HELD = "Held"
    BREAKING = "Breaking"


@dataclass(eq=False)
class Open:
    """3.3.1.10. Open.LocalOpen is an instance of a pipe, or an open of the object store."""

    file_id: FileId
    session: Session
    tree_connect: TreeConnect
    granted_access: AccessMask
    name: str
    creation_time: int = 0
    pipe: PipeInstance | None = None
    file: LocalOpen | None = None
    oplock_level: OplockLevel = OplockLevel.SMB2_OPLOCK_LEVEL_NONE
    oplock_state: OplockState = OplockState.NONE
    oplock_timeout: int = 0
    """When a break that the client does not acknowledge is over."""
    watch: Watch | None = None
    """Of a directory whose changes the client asked for."""
    global_id: int = 0


@dataclass(eq=False)
class Request:
    """3.3.1.13: one request from when it was received until its response is sent."""

    connection: Connection
    header: Header
    message: bytes
    """From its SMB2 header to its end, padding included."""
    chain: Chain
    """The requests that came with it; it is one of them."""
    body: Structure | None = None
    orphan: bool = False
    """It says that it is related to a request before it, and there is none."""
    session: Session | None = None
    signer: Signer | None = None
    """Session.SigningKey, where that signed it and not the channel's: so is the answer."""
    tree_connect: TreeConnect | None = None
    async_id: int = 0
    waiter: Waiter | None = None
    wait: Wait | None = None

    @property
    def is_related(self) -> bool:
        """3.3.5.2.7.2: it goes on with the ids of the request before it."""
        return self.header.is_related and self.chain.index > 0


@dataclass(eq=False)
class Chain:
    """3.3.5.2.7: the requests that came in one transport message, and the responses so far."""

    connection: Connection
    encrypted: Session | None = None
    """The session under whose key the message came: Request.IsEncrypted and TransformSessionId of each request."""
    requests: list[Request] = field(default_factory=list)
    index: int = 0
    responses: list[tuple[Request, Reply, Header]] = field(default_factory=list)
    session_id: int | None = None
    tree_id: int | None = None
    file_id: FileId | None = None
    failed: NtStatus | None = None
    """Why the previous operation failed, in a related chain."""

    def start_anew(self) -> None:
        """What follows is related to nothing before."""
        self.session_id = self.tree_id = self.file_id = self.failed = None


@dataclass
class Reply:
    """What a handler answers. Ids are given where they are not the request's own."""

    body: Structure
    status: NtStatus = NtStatus.STATUS_SUCCESS
    session_id: int | None = None
    tree_id: int | None = None
    file_id: FileId | None = None
    """For the next operation of a related chain."""
    sign: bool | None = None
    """None: as 3.3.4.1.1 says."""
    signer: Signer | None = None
    sent: Callable[[bytes], Any] | None = None
    """Called with the bytes of the response, header to end, as they are sent."""


class Drop(Exception):
    """The connection ends without an answer; 3.3.7.1."""
