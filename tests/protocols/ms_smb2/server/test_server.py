"""The server against the sans-IO client: every dialect, cipher and algorithm; and against anything at all."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_smb2.client import ClientSettings
from plugfest.protocols.ms_smb2.constants import (
    DIALECTS,
    AccessMask,
    Cipher,
    CtlCode,
    Dialect,
    SessionFlags,
    ShareFlags,
    ShareType,
    SigningAlgorithm,
)
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID, CloseRequest, CreateRequest
from plugfest.protocols.ms_smb2.framing import frame
from plugfest.protocols.ms_smb2.header import ErrorResponse, Header
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest, IoctlResponse, PipeWaitRequest
from plugfest.protocols.ms_smb2.messages import encode_message
from plugfest.protocols.ms_smb2.multi_protocol import DIALECT_STRINGS, encode_negotiate
from plugfest.protocols.ms_smb2.negotiate import NegotiateResponse
from plugfest.protocols.ms_smb2.read_write import EchoRequest, ReadRequest, ReadResponse, WriteRequest
from plugfest.protocols.ms_smb2.server import Connected, Received, Server, ServerConfig, User
from plugfest.protocols.ms_smb2.session_setup import LogoffRequest, SessionSetupResponse
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest, TreeConnectResponse, TreeDisconnectRequest
from tests.protocols.ms_smb2.joined import START, Client, Message, World

OK = NtStatus.STATUS_SUCCESS


def exchange(client: Client, share: str = "IPC$") -> None:
    """Open a pipe, say something, close, disconnect, log off."""
    client.negotiate()
    session = client.log_on()
    tree = client.tree_connect(session, share)
    file_id = client.open_pipe(tree)
    client.request(WriteRequest(file_id=file_id, buffer=b"hello"), tree=tree)
    reply = client.request(ReadRequest(file_id=file_id, length=100), tree=tree)
    assert isinstance(reply.body, ReadResponse)
    assert reply.body.buffer == b"hello"
    assert client.request(CloseRequest(file_id=file_id), tree=tree).status == OK
    assert client.request(TreeDisconnectRequest(), tree=tree).status == OK
    assert client.request(LogoffRequest(), session=session).status == OK
    assert not any(reply.violations for reply in client.replies)


@pytest.mark.parametrize("dialect", DIALECTS, ids=str)
@pytest.mark.parametrize("signing", [False, True], ids=["unsigned", "signed"])
@pytest.mark.parametrize("byte_by_byte", [False, True], ids=["whole", "byte by byte"])
def test_every_dialect(dialect: Dialect, signing: bool, byte_by_byte: bool) -> None:
    world = World(byte_by_byte=byte_by_byte, require_message_signing=signing)
    client = world.connect(ClientSettings(dialects=(dialect,), require_signing=signing))
    exchange(client)
    assert client.connection.dialect == dialect


@pytest.mark.parametrize(
    ("dialect", "sizes"), [(Dialect.SMB_2_0_2, (1 << 16,) * 3), (Dialect.SMB_2_1, (8 << 20, 1 << 20, 1 << 20))]
)
def test_sizes_follow_from_credits(dialect: Dialect, sizes: tuple[int, int, int]) -> None:
    client = World().connect(ClientSettings(dialects=(dialect,)))
    exchange(client)
    agreed = client.connection
    assert (agreed.max_transact_size, agreed.max_read_size, agreed.max_write_size) == sizes


@pytest.mark.parametrize("algorithm", list(SigningAlgorithm))
def test_every_signing_algorithm(algorithm: SigningAlgorithm) -> None:
    world = World(require_message_signing=True)
    client = world.connect(ClientSettings(signing_algorithms=(algorithm,), require_signing=True))
    exchange(client)
    assert client.connection.signing_algorithm_id == algorithm


@pytest.mark.parametrize("cipher", list(Cipher))
def test_every_cipher(cipher: Cipher) -> None:
    world = World(encrypt_data=True)
    client = world.connect(ClientSettings(ciphers=(cipher,)))
    exchange(client)
    assert client.connection.cipher_id == cipher
    assert all(reply.encrypted for reply in client.replies[4:])


@pytest.mark.parametrize("dialect", [Dialect.SMB_3_0, Dialect.SMB_3_0_2, Dialect.SMB_3_1_1], ids=str)
def test_a_share_that_wants_encryption_gets_it(dialect: Dialect) -> None:
    client = World().connect(ClientSettings(dialects=(dialect,)))
    client.negotiate()
    session = client.log_on()
    reply = client.request(TreeConnectRequest(path=r"\\server\enc"), session=session)
    assert isinstance(reply.body, TreeConnectResponse)
    assert reply.body.share_flags & ShareFlags.SMB2_SHAREFLAG_ENCRYPT_DATA
    assert reply.tree is not None
    create = CreateRequest(name="x", desired_access=AccessMask.GENERIC_READ)
    assert client.request(create, tree=reply.tree, encrypt=False).status == NtStatus.STATUS_ACCESS_DENIED
    answer = client.request(create, tree=reply.tree)
    assert answer.encrypted
    assert answer.status == NtStatus.STATUS_OBJECT_NAME_NOT_FOUND


def test_an_old_dialect_cannot_have_an_encrypted_share() -> None:
    client = World().connect(ClientSettings(dialects=(Dialect.SMB_2_1,)))
    client.negotiate()
    reply = client.request(TreeConnectRequest(path=r"\\server\enc"), session=client.log_on())
    assert reply.status == NtStatus.STATUS_ACCESS_DENIED


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (r"\\server\nosuch", NtStatus.STATUS_BAD_NETWORK_NAME),
        (r"\server\share", NtStatus.STATUS_INVALID_PARAMETER),
        (r"share", NtStatus.STATUS_INVALID_PARAMETER),
        (r"\\server\share\more", NtStatus.STATUS_INVALID_PARAMETER),
        ("", NtStatus.STATUS_INVALID_PARAMETER),
        (r"\\server\SHARE", OK),
    ],
)
def test_tree_connect_paths(path: str, status: NtStatus) -> None:
    client = World().connect()
    client.negotiate()
    assert client.request(TreeConnectRequest(path=path), session=client.log_on()).status == status


def test_share_types_and_access() -> None:
    world = World()
    client = world.connect()
    client.negotiate()
    session = client.log_on("bob", "hidden")
    ipc = client.request(TreeConnectRequest(path=r"\\server\IPC$"), session=session).body
    disk = client.request(TreeConnectRequest(path=r"\\server\share"), session=session).body
    assert isinstance(ipc, TreeConnectResponse)
    assert isinstance(disk, TreeConnectResponse)
    assert (ipc.share_type, disk.share_type) == (ShareType.SMB2_SHARE_TYPE_PIPE, ShareType.SMB2_SHARE_TYPE_DISK)
    refused = client.request(TreeConnectRequest(path=r"\\server\alices"), session=session)
    assert refused.status == NtStatus.STATUS_ACCESS_DENIED


def test_max_uses_counts_and_frees() -> None:
    world = World()
    a, b = world.connect(), world.connect()
    a.negotiate()
    b.negotiate()
    session_a, session_b = a.log_on(), b.log_on()
    tree = a.tree_connect(session_a, "one")
    body = TreeConnectRequest(path=r"\\server\one")
    assert b.request(body, session=session_b).status == NtStatus.STATUS_REQUEST_NOT_ACCEPTED
    a.request(TreeDisconnectRequest(), tree=tree)
    assert b.request(body, session=session_b).status == OK
    b.lose()
    assert a.request(body, session=session_a).status == OK


def test_wrong_password_ends_the_session_and_nothing_else() -> None:
    world = World()
    client = world.connect()
    client.negotiate()
    with pytest.raises(IndexError):
        log_on_until_refused(client)
    assert client.replies[-1].status == NtStatus.STATUS_LOGON_FAILURE
    assert not world.server.session_table
    assert client.log_on()


def log_on_until_refused(client: Client) -> None:
    from plugfest.protocols.ms_nlmp import Credentials

    exchange = client.connection.authenticate(Credentials(user="alice", password="wrong"), now=START)
    for _ in range(2):
        client.request(exchange.request(), authentication=exchange)
    raise IndexError


def test_reauthentication_keeps_the_session() -> None:
    from plugfest.protocols.ms_nlmp import Credentials

    world = World()
    client = world.connect()
    tree = client.ready()
    again = client.connection.authenticate(
        Credentials(user="alice", password="secret"), now=world.now, session=tree.session
    )
    while not again.complete:
        client.request(again.request(), session=tree.session, authentication=again)
    assert client.open_pipe(tree)
    assert len(world.server.session_table) == 1


def test_anonymous_is_refused_unless_allowed() -> None:
    for allowed in (False, True):
        world = World(allow_anonymous=allowed)
        client = world.connect()
        client.negotiate()
        if allowed:
            session = client.log_on("", "")
            body = client.replies[-1].body
            assert isinstance(body, SessionSetupResponse)
            assert body.session_flags & SessionFlags.SMB2_SESSION_FLAG_IS_NULL
            denied = client.request(TreeConnectRequest(path=r"\\server\share"), session=session)
            assert denied.status == NtStatus.STATUS_ACCESS_DENIED
            assert client.tree_connect(session)


def test_a_second_negotiate_disconnects() -> None:
    client = World().connect()
    client.negotiate()
    client.send(Message(client.connection.negotiate_request()))
    assert client.disconnected


def test_anything_before_negotiate_disconnects() -> None:
    client = World().connect()
    client.send(Message(EchoRequest()))
    assert client.disconnected


def test_a_message_id_is_used_once() -> None:
    client = World().connect()
    client.ready()
    used = client.replies[-1].header.message_id
    client.world.feed(client.number, frame(encode_message(Header(command=Header().command, message_id=used), b"")))
    assert client.disconnected


def test_a_wrong_signature_is_refused() -> None:
    client = World().connect()
    client.negotiate()
    session = client.log_on()
    reply = client.request(TreeConnectRequest(path=r"\\server\share"), session=session, header={"signature": b"x" * 16})
    assert reply.status == NtStatus.STATUS_ACCESS_DENIED


def test_an_unsigned_tree_connect_disconnects_in_3_1_1() -> None:
    client = World().connect()
    client.negotiate()
    client.send(Message(TreeConnectRequest(path=r"\\server\share"), session=client.log_on(), sign=False))
    assert client.disconnected


def test_unrelated_and_related_compounds() -> None:
    client = World().connect()
    tree = client.ready()
    echoes = client.send(Message(EchoRequest()), Message(EchoRequest()))
    assert [client.answers(r)[0].status for r in echoes] == [OK, OK]
    create = CreateRequest(name="echo", desired_access=AccessMask.GENERIC_READ | AccessMask.GENERIC_WRITE)
    chain = client.send(
        Message(create, tree=tree),
        Message(WriteRequest(file_id=ANY_FILE_ID, buffer=b"abc"), tree=tree),
        Message(ReadRequest(file_id=ANY_FILE_ID, length=10), tree=tree),
        Message(CloseRequest(file_id=ANY_FILE_ID), tree=tree),
        related=True,
    )
    assert [client.answers(r)[0].status for r in chain] == [OK] * 4
    assert [client.answers(r)[0].header.is_related for r in chain] == [False, True, True, True]
    failing = client.send(
        Message(msgspec.structs.replace(create, name="nosuch"), tree=tree),
        Message(CloseRequest(file_id=ANY_FILE_ID), tree=tree),
        related=True,
    )
    assert [client.answers(r)[0].status for r in failing] == [NtStatus.STATUS_OBJECT_NAME_NOT_FOUND] * 2


def test_a_message_longer_than_the_buffer_comes_in_parts() -> None:
    client = World().connect()
    tree = client.ready()
    file_id = client.open_pipe(tree)
    body = IoctlRequest(file_id=file_id, input=b"0123456789", max_output_response=4)
    reply = client.request(body, tree=tree)
    assert reply.status == NtStatus.STATUS_BUFFER_OVERFLOW
    assert isinstance(reply.body, IoctlResponse)
    assert reply.body.output == b"0123"
    rest = client.request(ReadRequest(file_id=file_id, length=100), tree=tree)
    assert isinstance(rest.body, ReadResponse)
    assert (rest.status, rest.body.buffer) == (OK, b"456789")


@pytest.mark.parametrize(
    ("code", "data", "status"),
    [
        (CtlCode.FSCTL_DFS_GET_REFERRALS, b"", NtStatus.STATUS_FS_DRIVER_REQUIRED),
        (CtlCode.FSCTL_PIPE_WAIT, b"x", NtStatus.STATUS_OBJECT_NAME_NOT_FOUND),
        (CtlCode.FSCTL_PIPE_WAIT, PipeWaitRequest(name="nosuch").encode(), NtStatus.STATUS_OBJECT_NAME_NOT_FOUND),
        (CtlCode.FSCTL_PIPE_WAIT, PipeWaitRequest(name="echo").encode(), OK),
        (CtlCode.FSCTL_SRV_COPYCHUNK, b"", NtStatus.STATUS_FILE_CLOSED),
    ],
)
def test_other_ioctls(code: CtlCode, data: bytes, status: NtStatus) -> None:
    client = World().connect()
    tree = client.ready()
    body = IoctlRequest(ctl_code=code, file_id=ANY_FILE_ID, input=data, max_output_response=100)
    assert client.request(body, tree=tree).status == status


def test_what_does_not_conform_is_refused() -> None:
    client = World().connect()
    tree = client.ready()
    reply = client.request(msgspec.structs.replace(EchoRequest(), structure_size=5))
    assert reply.status == NtStatus.STATUS_INVALID_PARAMETER
    short = client.send(Message(b"\x39\0", command=Header().command.__class__(5), tree=tree))
    answer = client.answers(short[0])[0]
    assert answer.status == NtStatus.STATUS_INVALID_PARAMETER
    assert isinstance(answer.body, ErrorResponse)


@settings(max_examples=150, deadline=None)
@given(data=st.lists(st.binary(max_size=300), max_size=6), framed=st.booleans(), ready=st.booleans())
def test_any_bytes_are_survived(data: list[bytes], framed: bool, ready: bool) -> None:
    world = World()
    victim, other = world.connect(), world.connect()
    if ready:
        victim.ready()
    for part in data:
        if not victim.disconnected:
            world.deliver_quietly(victim, frame(part) if framed else part)
    other.ready()
    assert not other.disconnected


@settings(max_examples=150, deadline=None)
@given(command=st.integers(0, 20), body=st.binary(max_size=200), flags=st.integers(0, 0x7F), tail=st.binary(max_size=9))
def test_any_body_is_survived(command: int, body: bytes, flags: int, tail: bytes) -> None:
    world = World()
    victim, other = world.connect(), world.connect()
    tree = victim.ready()
    header = Header(
        command=Header().command.__class__(command),
        flags=Header().flags.__class__(flags & ~1),
        message_id=victim.connection.window.take(1),
        session_id=tree.session.session_id,
        tree_id=tree.tree_connect_id,
    )
    message = encode_message(header, body + tail)
    if flags & 8 and tree.session.signer:
        message = tree.session.signer.sign(message)
    world.deliver_quietly(victim, frame(message))
    other.ready()
    assert not other.disconnected


def test_state_is_gone_when_all_connections_are() -> None:
    world = World()
    for _ in range(3):
        client = world.connect()
        tree = client.ready()
        client.open_pipe(tree)
        client.lose()
    server: Server = world.server
    assert not server.connections
    assert not server.session_table
    assert all(share.current_uses == 0 for share in server.share_list)
    assert server.handle(Received(1, b"late"), START) == []


def test_two_connections_of_one_number_are_a_mistake_of_the_host() -> None:
    from plugfest.errors import LocalProtocolError

    server = Server(ServerConfig(users=(User("a", bytes(16)),)), random=bytes, now=START)
    server.handle(Connected(1, ""), START)
    with pytest.raises(LocalProtocolError):
        server.handle(Connected(1, ""), START)


@pytest.mark.parametrize(
    ("dialects", "wanted"),
    [
        (DIALECT_STRINGS, Dialect.SMB_2_WILDCARD),
        (("NT LM 0.12", "SMB 2.002"), Dialect.SMB_2_0_2),
    ],
)
def test_a_multi_protocol_negotiate_goes_on_in_smb2(dialects: tuple[str, ...], wanted: Dialect) -> None:
    client = World().connect()
    request = client.connection.multi_protocol_negotiate(dialects, 0.0)
    client.world.feed(client.number, frame(request.message))
    (reply,) = client.answers(request)
    assert isinstance(reply.body, NegotiateResponse)
    assert (reply.body.dialect_revision, reply.violations) == (wanted, [])
    if wanted == Dialect.SMB_2_WILDCARD:
        client.negotiate()
        wanted = Dialect.SMB_3_1_1
    assert client.connection.dialect == wanted
    assert client.tree_connect(client.log_on())


@pytest.mark.parametrize(
    "data", [encode_negotiate(["NT LM 0.12"]), encode_negotiate([]), b"\xffSMB", b"\xffSMB" + bytes(60)]
)
def test_smb1_alone_is_not_served(data: bytes) -> None:
    world = World()
    client = world.connect()
    world.feed(client.number, frame(data))
    assert client.disconnected


@pytest.mark.parametrize(
    ("config", "user", "password", "flags"),
    [
        ({"allow_guest": True}, "stranger", "any", SessionFlags.SMB2_SESSION_FLAG_IS_GUEST),
        ({"allow_anonymous": True}, "", "", SessionFlags.SMB2_SESSION_FLAG_IS_NULL),
    ],
)
def test_who_needs_no_password(config: dict[str, bool], user: str, password: str, flags: SessionFlags) -> None:
    client = World(**config).connect()
    client.negotiate()
    session = client.log_on(user, password)
    assert client.tree_connect(session)
    refused = client.request(TreeConnectRequest(path=r"\\server\alices"), session=session).status
    assert refused == NtStatus.STATUS_ACCESS_DENIED
    status = client.request(TreeConnectRequest(path=r"\\server\share"), session=session).status
    assert status == (NtStatus.STATUS_SUCCESS if user else NtStatus.STATUS_ACCESS_DENIED)
    answers = [reply.body for reply in client.replies if isinstance(reply.body, SessionSetupResponse)]
    assert answers[-1].session_flags & flags


def test_guests_are_let_in_only_where_allowed_and_users_only_with_their_password() -> None:
    for config, user in (({}, "stranger"), ({"allow_guest": True}, "alice")):
        client = World(**config).connect()
        client.negotiate()
        exchange = client.connection.authenticate(Credentials(user=user, password="wrong"), now=client.world.now)
        assert client.exchange(exchange) == NtStatus.STATUS_LOGON_FAILURE
