"""The waiting core: what pends on one connection is completed by another, cancelled, timed out, lost, logged off."""

from __future__ import annotations

import pytest

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.client import Request, TreeConnect
from plugfest.protocols.ms_smb2.constants import CtlCode
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID, CloseRequest, FileId
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest, PipeWaitRequest
from plugfest.protocols.ms_smb2.read_write import EchoRequest, ReadRequest, ReadResponse, WriteRequest
from plugfest.protocols.ms_smb2.session_setup import LogoffRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeDisconnectRequest
from tests.protocols.ms_smb2.joined import Client, Message, World

PENDING = NtStatus.STATUS_PENDING


@pytest.fixture(params=[False, True], ids=["whole", "byte by byte"])
def world(request: pytest.FixtureRequest) -> World:
    return World(byte_by_byte=request.param)


def wait_for_pipe(client: Client, tree: TreeConnect, seconds: float | None = None, name: str = "single") -> Request:
    wanted = PipeWaitRequest(timeout=int((seconds or 0) * 10), timeout_specified=int(seconds is not None), name=name)
    body = IoctlRequest(ctl_code=CtlCode.FSCTL_PIPE_WAIT, file_id=ANY_FILE_ID, input=wanted.encode())
    (request,) = client.send(Message(body, tree=tree))
    return request


def pending_read(client: Client, tree: TreeConnect, file_id: FileId) -> Request:
    (request,) = client.send(Message(ReadRequest(length=100, file_id=file_id), tree=tree))
    return request


def statuses(client: Client, request: Request) -> list[NtStatus]:
    return [reply.status for reply in client.answers(request)]


def test_an_operation_on_one_connection_is_completed_by_an_event_on_another(world: World) -> None:
    a, b = world.connect(), world.connect()
    tree_a, tree_b = a.ready(), b.ready()
    file_id = b.open_pipe(tree_b, "single")
    request = wait_for_pipe(a, tree_a)
    assert statuses(a, request) == [PENDING]
    assert a.answers(request)[0].header.is_async
    assert a.answers(request)[0].header.async_id
    b.request(CloseRequest(file_id=file_id), tree=tree_b)
    assert statuses(a, request) == [PENDING, NtStatus.STATUS_SUCCESS]
    assert a.answers(request)[1].header.credits == 0
    assert a.answers(request)[1].header.async_id == a.answers(request)[0].header.async_id


def test_it_is_completed_when_the_other_connection_is_lost(world: World) -> None:
    a, b = world.connect(), world.connect()
    tree_a, tree_b = a.ready(), b.ready()
    b.open_pipe(tree_b, "single")
    request = wait_for_pipe(a, tree_a)
    b.lose()
    assert statuses(a, request) == [PENDING, NtStatus.STATUS_SUCCESS]


def test_a_read_waits_for_a_message_and_gets_it(world: World) -> None:
    client = world.connect()
    tree = client.ready()
    file_id = client.open_pipe(tree)
    request = pending_read(client, tree, file_id)
    client.request(WriteRequest(file_id=file_id, buffer=b"hello"), tree=tree)
    replies = client.answers(request)
    assert [reply.status for reply in replies] == [PENDING, NtStatus.STATUS_SUCCESS]
    body = replies[1].body
    assert isinstance(body, ReadResponse)
    assert body.buffer == b"hello"


@pytest.mark.parametrize("by_async_id", [True, False])
def test_it_is_cancelled(world: World, by_async_id: bool) -> None:
    client = world.connect()
    tree = client.ready()
    request = pending_read(client, tree, client.open_pipe(tree))
    if not by_async_id:
        request.async_id = None
    client.send(client.connection.cancel(request))
    assert statuses(client, request) == [PENDING, NtStatus.STATUS_CANCELLED]
    assert client.request(EchoRequest()).status == NtStatus.STATUS_SUCCESS


def test_cancelling_what_is_not_there_is_not_answered(world: World) -> None:
    client = world.connect()
    tree = client.ready()
    request = pending_read(client, tree, client.open_pipe(tree))
    cancel = client.connection.cancel(request)
    client.send(cancel)
    before = len(client.replies)
    client.send(cancel)
    assert len(client.replies) == before


def test_it_times_out(world: World) -> None:
    a, b = world.connect(), world.connect()
    tree_a, tree_b = a.ready(), b.ready()
    b.open_pipe(tree_b, "single")
    request = wait_for_pipe(a, tree_a, seconds=2)
    world.advance(1.9)
    assert statuses(a, request) == [PENDING]
    world.advance(0.2)
    assert statuses(a, request) == [PENDING, NtStatus.STATUS_IO_TIMEOUT]


def test_the_earliest_deadline_comes_first(world: World) -> None:
    a, b = world.connect(), world.connect()
    tree_a, tree_b = a.ready(), b.ready()
    b.open_pipe(tree_b, "single")
    late, early = wait_for_pipe(a, tree_a, seconds=5), wait_for_pipe(a, tree_a, seconds=1)
    world.advance(1.1)
    assert (statuses(a, late)[1:], statuses(a, early)[1:]) == ([], [NtStatus.STATUS_IO_TIMEOUT])
    world.advance(4)
    assert statuses(a, late)[1:] == [NtStatus.STATUS_IO_TIMEOUT]


def test_it_loses_its_connection_and_nobody_misses_it(world: World) -> None:
    a, b = world.connect(), world.connect()
    tree_a, tree_b = a.ready(), b.ready()
    file_id = b.open_pipe(tree_b, "single")
    wait_for_pipe(a, tree_a, seconds=5)
    a.lose()
    b.request(CloseRequest(file_id=file_id), tree=tree_b)
    world.advance(10)
    assert not b.disconnected
    assert b.request(EchoRequest()).status == NtStatus.STATUS_SUCCESS
    assert not world.server.connections[b.number].async_command_list
    assert a.number not in world.server.connections


def test_its_session_logs_off_while_it_waits(world: World) -> None:
    a, b = world.connect(), world.connect()
    tree_a, tree_b = a.ready(), b.ready()
    file_id = b.open_pipe(tree_b, "single")
    request = wait_for_pipe(a, tree_a)
    reply = a.request(LogoffRequest(), session=tree_a.session)
    assert reply.status == NtStatus.STATUS_SUCCESS
    assert statuses(a, request) == [PENDING, NtStatus.STATUS_USER_SESSION_DELETED]
    b.request(CloseRequest(file_id=file_id), tree=tree_b)
    assert len(a.answers(request)) == 2


def test_its_handle_is_closed_while_it_waits(world: World) -> None:
    client = world.connect()
    tree = client.ready()
    file_id = client.open_pipe(tree)
    request = pending_read(client, tree, file_id)
    assert client.request(CloseRequest(file_id=file_id), tree=tree).status == NtStatus.STATUS_SUCCESS
    assert statuses(client, request) == [PENDING, NtStatus.STATUS_FILE_CLOSED]


def test_its_tree_is_disconnected_while_it_waits(world: World) -> None:
    client = world.connect()
    tree = client.ready()
    request = pending_read(client, tree, client.open_pipe(tree))
    client.request(TreeDisconnectRequest(), tree=tree)
    assert statuses(client, request)[1:] == [NtStatus.STATUS_FILE_CLOSED]


@pytest.mark.parametrize("related", [False, True])
def test_what_has_requests_behind_it_in_a_compound_does_not_wait(world: World, related: bool) -> None:
    client = world.connect()
    tree = client.ready()
    file_id = client.open_pipe(tree)
    read = Message(ReadRequest(length=100, file_id=file_id), tree=tree)
    write = Message(WriteRequest(file_id=file_id, buffer=b"x"), tree=tree)
    requests = client.send(Message(EchoRequest(), tree=tree), read, write, related=related)
    refused = NtStatus.STATUS_INTERNAL_ERROR
    after = refused if related else NtStatus.STATUS_SUCCESS  # 3.3.5.2.7.2: what is related fails for its sake
    assert [statuses(client, request) for request in requests] == [[NtStatus.STATUS_SUCCESS], [refused], [after]]
    assert not world.server.connections[client.number].is_busy


def test_the_last_of_a_compound_may_wait(world: World) -> None:
    client = world.connect()
    tree = client.ready()
    file_id = client.open_pipe(tree)
    read = Message(ReadRequest(length=100, file_id=file_id), tree=tree)
    requests = client.send(Message(EchoRequest(), tree=tree), read, related=True)
    assert [statuses(client, request) for request in requests] == [[NtStatus.STATUS_SUCCESS], [PENDING]]
    client.request(WriteRequest(file_id=file_id, buffer=b"x"), tree=tree)
    assert statuses(client, requests[1])[1:] == [NtStatus.STATUS_SUCCESS]


def test_too_many_pending_requests_are_refused() -> None:
    world = World(max_pending=2)
    client = world.connect()
    tree = client.ready()
    file_id = client.open_pipe(tree)
    reads = [pending_read(client, tree, file_id) for _ in range(3)]
    assert [statuses(client, read)[-1] for read in reads] == [
        PENDING,
        PENDING,
        NtStatus.STATUS_INSUFFICIENT_RESOURCES,
    ]


def test_two_readers_share_two_messages(world: World) -> None:
    client = world.connect()
    tree = client.ready()
    file_id = client.open_pipe(tree)
    first, second = pending_read(client, tree, file_id), pending_read(client, tree, file_id)
    client.request(WriteRequest(file_id=file_id, buffer=b"one"), tree=tree)
    assert (statuses(client, first)[1:], statuses(client, second)[1:]) == ([NtStatus.STATUS_SUCCESS], [])
    client.request(WriteRequest(file_id=file_id, buffer=b"two"), tree=tree)
    assert statuses(client, second)[1:] == [NtStatus.STATUS_SUCCESS]
