"""[MS-SMB2] 3.2.1.3 to 3.2.1.8: the state objects of a client below its connection, and what a response becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugfest.errors import Error, StatusError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_smb2.constants import Command, ShareType
from plugfest.protocols.ms_smb2.create import FileId
from plugfest.protocols.ms_smb2.header import Header
from plugfest.protocols.ms_smb2.messages import Packet
from plugfest.protocols.ms_smb2.security import Sealer, Signer
from plugfest.wire import Structure

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.client.authentication import Authentication
    from plugfest.protocols.ms_smb2.client.connection import Connection


_PENDING = NtStatus.STATUS_PENDING


@dataclass(eq=False, slots=True)
class Channel:
    """[MS-SMB2] 3.2.1.8: one connection of a session."""

    connection: Connection
    signer: Signer
    """Channel.SigningKey, with the algorithm of its connection."""


@dataclass(eq=False)
class Session:
    """[MS-SMB2] 3.2.1.3."""

    session_id: int
    connection: Connection
    user_credentials: Credentials
    session_key: bytes = b""
    """Session.SessionKey: 16 bytes."""
    application_key: bytes = b""
    signer: Signer | None = None
    """Session.SigningKey, with the algorithm of the connection; None where there is no key."""
    encryptor: Sealer | None = None
    """Session.EncryptionKey: what we send. None where the session cannot encrypt."""
    decryptor: Sealer | None = None
    """Session.DecryptionKey: what we receive."""
    signing_required: bool = False
    encrypt_data: bool = False
    is_anonymous: bool = False
    is_guest: bool = False
    channel_sequence: int = 0
    channel_list: list[Channel] = field(default_factory=list)
    tree_connect_table: dict[int, TreeConnect] = field(default_factory=dict)
    open_table: dict[FileId, Open] = field(default_factory=dict)
    nonces: int = 0
    """How many messages were encrypted: the counter that makes every nonce a new one (3.1.4.3)."""

    def channel(self, connection: Connection) -> Channel | None:
        """The session's channel over that connection."""
        for channel in self.channel_list:
            if channel.connection is connection:
                return channel
        return None

    def next_nonce(self) -> bytes:
        """A nonce that this session has not used."""
        assert self.encryptor is not None
        self.nonces += 1
        return self.nonces.to_bytes(self.encryptor.nonce_size, "little")


@dataclass(eq=False)
class TreeConnect:
    """[MS-SMB2] 3.2.1.4."""

    tree_connect_id: int
    session: Session
    share_name: str
    r"""As it was asked for: `\\server\share`."""
    share_type: ShareType
    encrypt_data: bool = False
    is_dfs_share: bool = False
    is_ca_share: bool = False
    is_scaleout_share: bool = False


@dataclass(eq=False, slots=True)
class Open:
    """[MS-SMB2] 3.2.1.6."""

    file_id: FileId
    tree_connect: TreeConnect
    file_name: str


@dataclass(eq=False, slots=True)
class Request:
    """[MS-SMB2] 3.2.1.7: a request that waits for its response. The object itself is the CancelId."""

    message_id: int
    command: Command
    message: bytes
    """As it was sent, before encryption and without its payload."""
    body: Structure | None
    timestamp: float
    session: Session | None = None
    tree: TreeConnect | None = None
    encrypted: bool = False
    lies: bool = False
    """The caller set what the rules would have set: what the response breaks is written down, not raised."""
    authentication: Authentication | None = None
    async_id: int | None = None
    first: Request | None = None
    """The first request of the related compound that this one is in."""
    open: Open | None = None
    """What its response has opened."""


@dataclass(eq=False, slots=True)
class Reply:
    """A response, interim or final, to one request; what it broke; what it made."""

    packet: Packet
    request: Request
    encrypted: bool = False
    signature_ok: bool | None = None
    """None: it is not signed, or nothing is known to verify it with."""
    violations: list[str] = field(default_factory=list)
    failure: Error | None = None
    """Why its request fails although a response came (ClientSettings.strict); None where it does not."""
    tree: TreeConnect | None = None
    open: Open | None = None

    @property
    def header(self) -> Header:
        """Its header."""
        return self.packet.header

    @property
    def body(self) -> Structure | None:
        """Its body; None where that has not the structure it should have, or none is known."""
        return self.packet.body

    @property
    def data(self) -> bytes:
        """The message's bytes, decrypted; a large READ response without its data, unless somebody observes."""
        return self.packet.data

    @property
    def status(self) -> NtStatus:
        """Status of the header."""
        return self.packet.header.status

    @property
    def signed(self) -> bool:
        """SMB2_FLAGS_SIGNED is set."""
        return self.packet.header.is_signed

    @property
    def interim(self) -> bool:
        """STATUS_PENDING: the final response is still to come."""
        return self.packet.header.status is _PENDING

    @property
    def session(self) -> Session | None:
        """The session that this response has completed, or that its request was sent on."""
        authentication = self.request.authentication
        return authentication.session if authentication else self.request.session

    def check(self, operation: str = "") -> Reply:
        """This reply, if its status is STATUS_SUCCESS. Raises StatusError otherwise."""
        if self.packet.header.status:
            raise StatusError(operation or f"SMB2 {self.request.command.name}", self.status)
        return self

    def __repr__(self) -> str:
        broke = f", broke: {'; '.join(self.violations)}" if self.violations else ""
        return f"<Reply {self.request.command.name} {self.request.message_id}: {self.status.name}{broke}>"
