"""Sessions over several connections, in memory: [MS-SMB2] 3.3.5.5, 3.3.5.5.3, 3.3.7.1, 3.3.5.15.11; and how a session
is logged on to again, expires, and is answered for when it is gone."""

from __future__ import annotations

import ipaddress
from typing import Any
from uuid import UUID

import pytest

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_smb2.client import ClientSettings, Reply, Session
from plugfest.protocols.ms_smb2.constants import (
    AccessMask,
    Capabilities,
    Cipher,
    CreateDisposition,
    CtlCode,
    Dialect,
    OplockLevel,
    SessionSetupFlags,
    ShareAccess,
    SigningAlgorithm,
)
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID, CloseRequest, CreateRequest
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest, IoctlResponse, NetworkInterfaceInfo
from plugfest.protocols.ms_smb2.negotiate import NegotiateResponse
from plugfest.protocols.ms_smb2.read_write import EchoRequest, ReadRequest
from plugfest.protocols.ms_smb2.server import Connected
from plugfest.protocols.ms_smb2.session_setup import LogoffRequest, SessionSetupRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest
from plugfest.protocols.rules import Mutant, Rules
from tests.protocols.ms_smb2.joined import Client, Message, World

OK = NtStatus.STATUS_SUCCESS
DENIED = NtStatus.STATUS_ACCESS_DENIED
GONE = NtStatus.STATUS_USER_SESSION_DELETED
INVALID = NtStatus.STATUS_INVALID_PARAMETER
NOT_ACCEPTED = NtStatus.STATUS_REQUEST_NOT_ACCEPTED
NOT_SUPPORTED = NtStatus.STATUS_NOT_SUPPORTED
IPC = TreeConnectRequest(path=r"\\server\IPC$")
CLIENT = UUID(int=7)
THREES = [Dialect.SMB_3_0, Dialect.SMB_3_0_2, Dialect.SMB_3_1_1]


def settings(**changes: Any) -> ClientSettings:
    return ClientSettings(**{"client_guid": CLIENT, **changes})


def connected(world: World, **changes: Any) -> Client:
    client = world.connect(settings(**changes))
    client.negotiate()
    return client


def signing_with(algorithm: SigningAlgorithm) -> dict[str, Any]:
    return {"dialects": (Dialect.SMB_3_1_1,), "signing_algorithms": (algorithm,)}


def use(client: Client, session: Session) -> NtStatus:
    """A signed request under this session on this connection."""
    return client.request(IPC, session=session, sign=True).status


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def first(world: World) -> Client:
    return connected(world)


@pytest.fixture
def session(first: Client) -> Session:
    return first.log_on()


@pytest.fixture
def second(world: World) -> Client:
    return connected(world)


# --- what works -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", THREES)
def test_a_bound_connection_serves_the_session(dialect: Dialect) -> None:
    world = World()
    first, second = connected(world, dialects=(dialect,)), connected(world, dialects=(dialect,))
    session = first.log_on()
    tree = first.tree_connect(session)
    file_id = first.open_pipe(tree)
    assert second.bind(session) == OK
    assert use(first, session) == use(second, session) == OK
    keys = {channel.signer.key for channel in session.channel_list if channel.signer is not None}
    assert len(keys) == 2
    assert second.request(CloseRequest(file_id=file_id), tree=tree, sign=True).status == OK


def test_an_encrypted_session_has_one_pair_of_keys_for_all_channels() -> None:
    world = World(encrypt_data=True)
    first, second = connected(world), connected(world)
    session = first.log_on()
    assert second.bind(session) == OK
    replies = [client.request(IPC, session=session) for client in (second, first, second)]
    assert [(reply.status, reply.encrypted) for reply in replies] == [(OK, True)] * 3


def test_the_server_says_that_it_can(world: World) -> None:
    def capabilities(client: Client) -> Capabilities:
        body = client.negotiate().body
        assert isinstance(body, NegotiateResponse)
        return body.capabilities & Capabilities.SMB2_GLOBAL_CAP_MULTI_CHANNEL

    can = Capabilities.SMB2_GLOBAL_CAP_MULTI_CHANNEL
    assert capabilities(world.connect(settings(capabilities=can))) == can
    assert not capabilities(world.connect(settings(capabilities=Capabilities(0))))
    assert not capabilities(world.connect(settings(capabilities=can, dialects=(Dialect.SMB_2_1,))))
    assert not capabilities(World(multi_channel=False).connect(settings(capabilities=can)))


def test_losing_one_channel_leaves_the_session(world: World, first: Client, session: Session, second: Client) -> None:
    tree = first.tree_connect(session)
    file_id = first.open_pipe(tree)
    assert second.bind(session) == OK
    first.lose()
    assert use(second, session) == OK
    assert second.request(CloseRequest(file_id=file_id), tree=tree, sign=True).status == OK
    third = connected(world)
    assert third.bind(session) == OK
    second.lose()
    assert use(third, session) == OK
    third.lose()
    assert session.session_id not in world.server.session_table


def test_logoff_ends_it_everywhere(world: World, first: Client, session: Session, second: Client) -> None:
    tree = first.tree_connect(session)
    file_id = first.open_pipe(tree)
    second.bind(session)
    (waiting,) = first.send(Message(ReadRequest(length=1, file_id=file_id), tree=tree))
    assert second.request(LogoffRequest(), session=session, sign=True).status == OK
    assert [reply.status for reply in first.answers(waiting)] == [NtStatus.STATUS_PENDING, GONE]
    assert use(first, session) == use(second, session) == GONE
    assert not world.server.session_table


def test_what_waits_on_a_lost_channel_is_forgotten(
    world: World, first: Client, session: Session, second: Client
) -> None:
    tree = first.tree_connect(session)
    file_id = first.open_pipe(tree)
    second.bind(session)
    first.send(Message(ReadRequest(length=1, file_id=file_id), tree=tree))
    first.lose()
    assert use(second, session) == OK


def test_breaks_go_to_a_channel_that_is_there(world: World, first: Client, session: Session, second: Client) -> None:
    tree = first.tree_connect(session, "share")
    second.bind(session)
    fields: dict[str, Any] = {"name": "f", "share_access": ShareAccess(7), "desired_access": AccessMask.GENERIC_ALL}
    create = CreateRequest(
        create_disposition=CreateDisposition.FILE_OPEN_IF,
        requested_oplock_level=OplockLevel.SMB2_OPLOCK_LEVEL_BATCH,
        **fields,
    )
    assert first.request(create, tree=tree).status == OK
    first.lose()
    other = connected(world)
    other.send(Message(create, tree=other.tree_connect(other.log_on(), "share")))
    assert len(second.notifications) == 1


# --- what is refused --------------------------------------------------------------------------------------------------


def test_below_3_0_or_where_it_is_switched_off() -> None:
    world = World()
    old = {"dialects": (Dialect.SMB_2_1,)}
    assert connected(world, **old).bind(connected(world, **old).log_on()) == NOT_ACCEPTED
    world = World(multi_channel=False)
    assert connected(world).bind(connected(world).log_on()) == NOT_ACCEPTED


def test_an_unknown_session(first: Client, session: Session, second: Client) -> None:
    first.request(LogoffRequest(), session=session)
    assert second.bind(session) == GONE
    assert second.bind(session, sign=False) == GONE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"dialects": (Dialect.SMB_2_1,)}, {"dialects": (Dialect.SMB_3_0,)}),
        ({"dialects": (Dialect.SMB_3_0,)}, {"dialects": (Dialect.SMB_3_0_2,)}),
        ({"dialects": (Dialect.SMB_3_0_2,)}, signing_with(SigningAlgorithm.AES_CMAC)),
        ({"ciphers": (Cipher.AES_128_GCM,)}, {"ciphers": (Cipher.AES_128_CCM,)}),
    ],
)
def test_another_dialect_or_cipher(world: World, before: dict[str, Any], after: dict[str, Any]) -> None:
    assert connected(world, **after).bind(connected(world, **before).log_on()) == INVALID


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        (SigningAlgorithm.AES_CMAC, SigningAlgorithm.HMAC_SHA256, OK),
        (SigningAlgorithm.HMAC_SHA256, SigningAlgorithm.AES_CMAC, OK),
        (SigningAlgorithm.AES_CMAC, SigningAlgorithm.AES_GMAC, NOT_SUPPORTED),
        (SigningAlgorithm.AES_GMAC, SigningAlgorithm.HMAC_SHA256, NtStatus.STATUS_REQUEST_OUT_OF_SEQUENCE),
    ],
)
def test_another_signing_algorithm(
    world: World, before: SigningAlgorithm, after: SigningAlgorithm, status: NtStatus
) -> None:
    session = connected(world, **signing_with(before)).log_on()
    client = connected(world, **signing_with(after))
    assert client.bind(session) == status
    assert use(client, session) == (OK if status == OK else GONE)


def test_not_signed_or_signed_with_something_else(second: Client, session: Session) -> None:
    assert second.bind(session, sign=False) == INVALID
    assert second.bind(session, header={"signature": bytes(16)}) == DENIED


def test_another_client() -> None:
    for strict, status in ((True, GONE), (False, OK)):
        world = World(bind_same_client_only=strict)
        session = connected(world).log_on()
        assert connected(world, client_guid=UUID(int=8)).bind(session) == status


def _begin(client: Client, session_id: int) -> Reply:
    """The first leg of a binding to a session that the client may not know."""
    exchange = client.connection.authenticate(Credentials(user="alice", password="secret"), now=client.world.now)
    body = SessionSetupRequest(flags=SessionSetupFlags.SMB2_SESSION_FLAG_BINDING, buffer=exchange.token)
    return client.request(body, header={"session_id": session_id, "flags": 8, "signature": bytes(16)})


def test_a_session_that_is_not_logged_on_yet(world: World, first: Client, second: Client) -> None:
    exchange = first.connection.authenticate(Credentials(user="alice", password="secret"), now=world.now)
    started = first.request(exchange.request(), authentication=exchange)
    assert _begin(second, started.header.session_id).status == NOT_ACCEPTED


def test_an_anonymous_session() -> None:
    world = World(allow_anonymous=True)
    first, second = connected(world), connected(world)
    session = first.log_on("", "")
    assert session.is_anonymous
    assert _begin(second, session.session_id).status == NOT_SUPPORTED


def test_another_user_or_a_wrong_password(world: World, first: Client, session: Session, second: Client) -> None:
    assert second.bind(session, "bob", "hidden") == NOT_SUPPORTED
    assert second.bind(session, "alice", "wrong") == NtStatus.STATUS_LOGON_FAILURE
    assert use(first, session) == OK
    assert use(second, session) == GONE
    assert not world.server.connections[second.number].preauth_session_table
    assert second.bind(session) == OK


def test_a_connection_that_is_bound_already(first: Client, session: Session, second: Client) -> None:
    assert first.bind(session) == NOT_ACCEPTED
    assert second.bind(session) == OK
    assert second.bind(session) == DENIED  # Session.SigningKey proves nothing here any more, the channel's does


def test_nobody_without_the_key(session: Session, second: Client) -> None:
    """A signed request under a session of another connection."""
    assert use(second, session) == GONE
    reply = second.request(EchoRequest(), session=session, sign=True, header={"signature": bytes(16)})
    assert (reply.status, reply.signed) == (GONE, False)


def test_there_is_a_limit() -> None:
    world = World(max_channels=2)
    session = connected(world).log_on()
    assert connected(world).bind(session) == OK
    assert connected(world).bind(session) == NtStatus.STATUS_INSUFFICIENT_RESOURCES


# --- reauthentication, expiry, the end --------------------------------------------------------------------------------


def _again(client: Client, session: Session, user: str = "alice", password: str = "secret") -> NtStatus:
    credentials = Credentials(user=user, password=password)
    return client.exchange(client.connection.authenticate(credentials, now=client.world.now, session=session))


def test_logging_on_again_changes_neither_keys_nor_user(world: World, first: Client, session: Session) -> None:
    before = world.server.session_table[session.session_id].session_key
    assert _again(first, session) == OK
    assert _again(first, session, "bob", "hidden") == OK
    state = world.server.session_table[session.session_id]
    assert (state.session_key, state.user_name) == (before, "alice")
    assert use(first, session) == OK


def test_a_client_speaks_one_dialect_as_long_as_it_is_there(world: World) -> None:
    guid = UUID(int=7)
    newer = connected(world, client_guid=guid, dialects=(Dialect.SMB_3_1_1,))
    newer.log_on()

    def older(dialect: Dialect, guid: UUID = guid) -> NtStatus:
        client = connected(world, client_guid=guid, dialects=(dialect,))
        exchange = client.connection.authenticate(Credentials(user="alice", password="secret"), now=world.now)
        return client.exchange(exchange)

    assert older(Dialect.SMB_2_1) == GONE
    assert older(Dialect.SMB_2_0_2) == OK
    assert older(Dialect.SMB_2_1, UUID(int=8)) == OK
    newer.lose()
    assert older(Dialect.SMB_2_1) == OK
    assert set(world.server.client_table) == {UUID(int=8), guid}


@pytest.mark.parametrize("dialect", [Dialect.SMB_3_0, Dialect.SMB_3_1_1], ids=str)
def test_logging_on_again_over_another_channel_is_signed_with_its_key(dialect: Dialect) -> None:
    """3.3.5.2.4; and 3.3.4.1.1: Session.SigningKey signs what is no success, Channel.SigningKey the end."""
    world = World()
    first, second = (connected(world, dialects=(dialect,), require_signing=True) for _ in range(2))
    session = first.log_on()
    assert second.bind(session) == OK
    before = len(second.replies)
    assert _again(second, session) == OK
    channel = session.channel(second.connection)
    assert channel is not None
    assert session.signer is not None
    more, last = second.replies[before:]
    assert (more.violations, last.violations) == ([], [])
    assert channel.signer.verifies(more.request.message)
    assert channel.signer.verifies(last.request.message)
    assert session.signer.verifies(more.data)
    assert channel.signer.verifies(last.data)
    assert use(first, session) == OK
    assert use(second, session) == OK


def test_failing_to_ends_the_session_on_all_channels(first: Client, session: Session, second: Client) -> None:
    assert second.bind(session) == OK
    assert _again(first, session, password="wrong") == NtStatus.STATUS_LOGON_FAILURE
    for client in (first, second):
        reply = client.request(IPC, session=session, sign=True)
        assert (reply.status, reply.signed) == (GONE, True)
        channel = session.channel(client.connection)
        assert channel is not None
        assert channel.signer is not None
        assert channel.signer.verifies(reply.data)


def test_a_session_expires() -> None:
    world = World(session_lifetime=30)
    first, second = connected(world), connected(world)
    session = first.log_on()
    before = world.server.session_table[session.session_id].session_key
    file_id = first.open_pipe(first.tree_connect(session))
    tree = next(iter(session.tree_connect_table.values()))
    world.advance(31)
    expired = NtStatus.STATUS_NETWORK_SESSION_EXPIRED
    assert use(first, session) == expired
    assert second.bind(session) == expired
    assert first.request(CloseRequest(file_id=file_id), tree=tree).status == OK
    assert _again(first, session) == OK
    assert world.server.session_table[session.session_id].session_key == before
    assert use(first, session) == OK


def test_few_keys_of_the_dead_are_kept(world: World, first: Client) -> None:
    for _ in range(20):
        first.request(LogoffRequest(), session=first.log_on())
    assert len(world.server.connections[first.number].ended_sessions) == 16


# --- 3.3.5.15.11 ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "fe80::1%eth0", ""])
def test_where_else_the_server_is(address: str) -> None:
    world = World()
    client = Client(world, 99, settings(capabilities=Capabilities.SMB2_GLOBAL_CAP_MULTI_CHANNEL))
    world.clients[99] = client
    world.server.handle(Connected(99, "peer", address), world.now)
    tree = client.ready()
    body = IoctlRequest(
        ctl_code=CtlCode.FSCTL_QUERY_NETWORK_INTERFACE_INFO, file_id=ANY_FILE_ID, max_output_response=4096
    )
    answer = client.request(body, tree=tree).body
    assert isinstance(answer, IoctlResponse)
    if not address:
        assert answer.output == b""
        return
    found = NetworkInterfaceInfo.decode(answer.output)
    packed = ipaddress.ip_address(address.partition("%")[0]).packed
    family, place = (2, 4) if len(packed) == 4 else (0x17, 8)
    storage = found.sock_addr_storage
    assert (found.next, found.if_index, int.from_bytes(storage[:2], "little")) == (0, 1, family)
    assert storage[place : place + len(packed)] == packed
    short = IoctlRequest(
        ctl_code=CtlCode.FSCTL_QUERY_NETWORK_INTERFACE_INFO, file_id=ANY_FILE_ID, max_output_response=8
    )
    assert client.request(short, tree=tree).status == NtStatus.STATUS_BUFFER_TOO_SMALL
    of_a_file = IoctlRequest(ctl_code=CtlCode.FSCTL_QUERY_NETWORK_INTERFACE_INFO, max_output_response=4096)
    assert client.request(of_a_file, tree=tree).status == INVALID


def test_without_multichannel_nobody_needs_to_know() -> None:
    client = World(multi_channel=False).connect()
    body = IoctlRequest(ctl_code=CtlCode.FSCTL_QUERY_NETWORK_INTERFACE_INFO, file_id=ANY_FILE_ID)
    assert client.request(body, tree=client.ready()).status == NOT_SUPPORTED


# --- mutants ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "before", "after", "changes", "status"),
    [
        ("3.3.5.5:a72fd4b0d8", {"dialects": (Dialect.SMB_3_0,)}, {"dialects": (Dialect.SMB_3_0_2,)}, {}, OK),
        ("3.3.5.5:9ac96bbfc8", {}, {}, {"header": {"signature": bytes(16)}}, OK),
    ],
)
def test_marked_rules_can_be_broken(
    rule: str, before: dict[str, Any], after: dict[str, Any], changes: dict[str, Any], status: NtStatus
) -> None:
    world = World(rules=Rules((Mutant(f"MS-SMB2:{rule}"),)))
    session = connected(world, **before).log_on()
    assert connected(world, **after).bind(session, **changes) == status
