"""[MS-SMB2] 3.3.6.3 and the limits of ServerConfig: connections that say nothing, too little, or too much."""

from __future__ import annotations

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.constants import CompletionFilter
from plugfest.protocols.ms_smb2.query import ChangeNotifyRequest
from plugfest.protocols.ms_smb2.read_write import EchoRequest
from plugfest.protocols.ms_smb2.server import Connected, Disconnect, Drain
from plugfest.protocols.ms_smb2.session_setup import LogoffRequest
from tests.protocols.ms_smb2.joined import Client, World
from tests.protocols.ms_smb2.server.test_change_notify import directory, watch
from tests.protocols.ms_smb2.server.test_oplocks import User

OK = NtStatus.STATUS_SUCCESS
NO_ROOM = NtStatus.STATUS_INSUFFICIENT_RESOURCES


def header_of(length: int) -> bytes:
    """Of a message that is not sent whole."""
    return length.to_bytes(4, "big")


def test_there_are_no_more_connections_than_the_limit() -> None:
    world = World(max_connections=2)
    first, second, third = world.connect(), world.connect(), world.connect()
    assert [client.disconnected for client in (first, second, third)] == [False, False, True]
    second.lose()
    assert not world.connect().disconnected
    first.ready()


def test_a_new_connection_takes_the_place_of_the_busiest_address() -> None:
    world = World(max_half_open=3)
    for number, peer in enumerate(("1.2.3.4:1", "6.6.6.6:1", "6.6.6.6:2"), 100):
        world.server.handle(Connected(number, peer), world.now)
    assert Disconnect(101) in world.server.handle(Connected(103, "6.6.6.6:3"), world.now)
    assert Disconnect(102) in world.server.handle(Connected(104, "5.6.7.8:1"), world.now)
    assert {100, 103, 104} == set(world.server.connections)


def test_who_logged_on_is_not_pushed_out() -> None:
    world = World(max_half_open=2)
    honest = world.connect()
    tree = honest.ready()
    others = [world.connect() for _ in range(10)]
    assert [client.disconnected for client in others] == [True] * 8 + [False] * 2
    assert not honest.disconnected
    honest.open_pipe(tree)


def test_who_does_not_log_on_in_time_is_ended() -> None:
    world = World(logon_timeout=45)
    silent, negotiated, honest = world.connect(), world.connect(), world.connect()
    negotiated.negotiate()
    tree = honest.ready()
    world.feed(silent.number, header_of(1000))
    for _ in range(44):
        world.feed(silent.number, b"x")
        world.advance(1)
    assert not silent.disconnected
    world.advance(2)
    assert (silent.disconnected, negotiated.disconnected, honest.disconnected) == (True, True, False)
    honest.open_pipe(tree)


def test_who_logs_off_and_stays_is_ended() -> None:
    world = World(logon_timeout=45)
    client, back = world.connect(), world.connect()
    for each in (client, back):
        each.negotiate()
    world.advance(40)
    sessions = [each.log_on() for each in (client, back)]
    world.advance(40)
    for each, session in zip((client, back), sessions, strict=True):
        assert each.request(LogoffRequest(), session=session).status == OK
    back.log_on()
    world.advance(44)
    assert not client.disconnected
    world.advance(2)
    assert (client.disconnected, back.disconnected) == (True, False)


def test_long_messages_are_for_those_who_logged_on() -> None:
    world = World()
    stranger, friend = world.connect(), world.connect()
    stranger.negotiate()
    friend.ready()
    long = header_of(68 * 1024 + 1)
    world.feed(stranger.number, long)
    world.feed(friend.number, long)
    assert (stranger.disconnected, friend.disconnected) == (True, False)
    other = world.connect()
    other.ready()
    world.feed(other.number, header_of(other.connection.max_transact_size + 1024))
    assert other.disconnected


def half_a_log_on(client: Client) -> NtStatus:
    from plugfest.protocols.ms_nlmp import Credentials

    exchange = client.connection.authenticate(Credentials("alice", "secret"), now=client.world.now)
    return client.request(exchange.request(), authentication=exchange).status


def test_log_ons_that_are_not_through_are_few() -> None:
    client = World(max_half_open_sessions=2).connect()
    client.negotiate()
    more = NtStatus.STATUS_MORE_PROCESSING_REQUIRED
    assert [half_a_log_on(client) for _ in range(3)] == [more, more, NO_ROOM]


def test_sessions_of_a_connection_are_limited() -> None:
    client = World(max_sessions=2).connect()
    client.negotiate()
    client.log_on()
    client.log_on()
    assert half_a_log_on(client) == NO_ROOM


def test_a_server_that_drains_answers_who_watches_and_lets_nobody_in() -> None:
    world = World()
    user = User(world)
    file_id = directory(user)
    request = watch(user, file_id)
    world.deliver(world.server.handle(Drain(), world.now))
    statuses = [reply.status for reply in user.client.answers(request)]
    assert statuses == [NtStatus.STATUS_PENDING, NtStatus.STATUS_NOTIFY_CLEANUP]
    for handle in (file_id, directory(user, "other")):
        body = ChangeNotifyRequest(
            output_buffer_length=100,
            file_id=handle,
            completion_filter=CompletionFilter.FILE_NOTIFY_CHANGE_FILE_NAME,
        )
        assert user.statuses(user.send(body))[-1] == NtStatus.STATUS_NOTIFY_CLEANUP
    assert user.client.request(EchoRequest()).status == OK
    assert world.connect().disconnected
