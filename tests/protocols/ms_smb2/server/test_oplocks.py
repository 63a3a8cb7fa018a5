"""Oplocks in memory: [MS-SMB2] 3.3.5.9, 3.3.4.6, 3.3.5.22.1, 3.3.6.1; [MS-FSA] 2.1.4.12, 2.1.5.18."""

from __future__ import annotations

from typing import Any

import pytest

from plugfest.errors import RemoteProtocolError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.client import Request, TreeConnect
from plugfest.protocols.ms_smb2.constants import (
    AccessMask,
    Command,
    CreateDisposition,
    CreateOptions,
    CtlCode,
    InfoType,
    OplockLevel,
    ShareAccess,
    ShareFlags,
)
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID, CloseRequest, CreateRequest, CreateResponse, FileId
from plugfest.protocols.ms_smb2.header import TRANSFORM_ID
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest
from plugfest.protocols.ms_smb2.lock import OplockBreak
from plugfest.protocols.ms_smb2.query import QueryInfoRequest, SetInfoRequest
from plugfest.protocols.ms_smb2.read_write import WriteRequest
from plugfest.protocols.ms_smb2.server import Share
from plugfest.protocols.rules import Mutant, Rules
from plugfest.wire import Structure
from tests.protocols.ms_smb2.joined import Client, Message, World

OK = NtStatus.STATUS_SUCCESS
PENDING = NtStatus.STATUS_PENDING
NONE = OplockLevel.SMB2_OPLOCK_LEVEL_NONE
LEVEL_II = OplockLevel.SMB2_OPLOCK_LEVEL_II
EXCLUSIVE = OplockLevel.SMB2_OPLOCK_LEVEL_EXCLUSIVE
BATCH = OplockLevel.SMB2_OPLOCK_LEVEL_BATCH
LEASE = OplockLevel.SMB2_OPLOCK_LEVEL_LEASE
ALL = ShareAccess(7)
STAT = AccessMask.FILE_READ_ATTRIBUTES | AccessMask.SYNCHRONIZE


class User:
    """A client with a file system tree connect."""

    def __init__(self, world: World, share: str = "share", user: str = "alice", password: str = "secret") -> None:
        self.client: Client = world.connect()
        self.client.negotiate()
        self.session = self.client.log_on(user, password)
        self.tree: TreeConnect = self.client.tree_connect(self.session, share)

    def send(self, body: Structure) -> Request:
        return self.client.send(Message(body, tree=self.tree))[0]

    def statuses(self, request: Request) -> list[NtStatus]:
        return [reply.status for reply in self.client.answers(request)]

    def begin_open(self, level: OplockLevel = NONE, name: str = "file", **changes: Any) -> Request:
        fields: dict[str, Any] = {
            "desired_access": AccessMask.GENERIC_ALL,
            "share_access": ALL,
            "create_disposition": CreateDisposition.FILE_OPEN_IF,
            **changes,
        }
        return self.send(CreateRequest(name=name, requested_oplock_level=level, **fields))

    def created(self, request: Request) -> CreateResponse:
        reply = self.client.answers(request)[-1]
        assert reply.status == OK, reply.status
        assert isinstance(reply.body, CreateResponse)
        return reply.body

    def open(self, level: OplockLevel = NONE, name: str = "file", **changes: Any) -> CreateResponse:
        request = self.begin_open(level, name, **changes)
        assert PENDING not in self.statuses(request)
        return self.created(request)

    def acknowledge(self, file_id: FileId, level: OplockLevel) -> tuple[NtStatus, Structure | None]:
        reply = self.client.request(OplockBreak(oplock_level=level, file_id=file_id), tree=self.tree)
        return reply.status, reply.body

    def close(self, file_id: FileId) -> NtStatus:
        return self.client.request(CloseRequest(file_id=file_id), tree=self.tree).status

    @property
    def breaks(self) -> list[OplockLevel]:
        bodies = [packet.body for packet in self.client.notifications]
        return [body.oplock_level for body in bodies if isinstance(body, OplockBreak)]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def holder(world: World) -> User:
    return User(world)


@pytest.fixture
def other(world: World) -> User:
    return User(world, user="bob", password="hidden")


# --- 3.3.5.9 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [NONE, LEVEL_II, EXCLUSIVE, BATCH])
def test_the_only_open_gets_what_it_asks_for(holder: User, level: OplockLevel) -> None:
    assert holder.open(level).oplock_level == level


@pytest.mark.parametrize(("asked", "given"), [(EXCLUSIVE, LEVEL_II), (BATCH, LEVEL_II), (LEVEL_II, LEVEL_II)])
def test_beside_another_open_it_is_level_ii(holder: User, other: User, asked: OplockLevel, given: OplockLevel) -> None:
    holder.open()
    assert other.open(asked).oplock_level == given


@pytest.mark.parametrize("level", [LEASE, OplockLevel(0x42)])
def test_what_is_not_supported_is_not_granted(holder: User, level: OplockLevel) -> None:
    assert holder.open(level).oplock_level == NONE


def test_directories_and_pipes_have_none(world: World, holder: User) -> None:
    directory = holder.open(BATCH, "d", create_options=CreateOptions.FILE_DIRECTORY_FILE)
    assert directory.oplock_level == NONE
    pipes = User(world, "IPC$")
    assert pipes.open(BATCH, "echo").oplock_level == NONE


def test_a_share_may_force_level_ii() -> None:
    world = World(shares=(Share("share", flags=ShareFlags.SMB2_SHAREFLAG_FORCE_LEVELII_OPLOCK),))
    assert User(world).open(BATCH).oplock_level == LEVEL_II


def test_streams_have_oplocks_of_their_own(holder: User, other: User) -> None:
    assert holder.open(BATCH, "file").oplock_level == BATCH
    assert other.open(BATCH, "file:stream").oplock_level == BATCH
    assert holder.breaks == []


# --- 3.3.4.6 ----------------------------------------------------------------------------------------------------------


def test_another_open_waits_for_the_acknowledgment(holder: User, other: User) -> None:
    file_id = holder.open(BATCH).file_id
    request = other.begin_open(BATCH)
    assert other.statuses(request) == [PENDING]
    (notification,) = holder.client.notifications
    header, body = notification.header, notification.body
    assert (header.command, header.message_id) == (Command.OPLOCK_BREAK, 0xFFFFFFFFFFFFFFFF)
    assert (header.session_id, header.tree_id, header.is_signed) == (holder.session.session_id, 0, False)
    assert body == OplockBreak(oplock_level=LEVEL_II, file_id=file_id)
    status, answer = holder.acknowledge(file_id, LEVEL_II)
    assert status == OK
    assert isinstance(answer, OplockBreak)
    assert (answer.oplock_level, answer.file_id) == (LEVEL_II, file_id)
    assert other.created(request).oplock_level == LEVEL_II


@pytest.mark.parametrize(("held", "level"), [(BATCH, NONE), (BATCH, EXCLUSIVE), (EXCLUSIVE, NONE)])
def test_it_may_give_up_more_than_it_has_to(holder: User, other: User, held: OplockLevel, level: OplockLevel) -> None:
    file_id = holder.open(held).file_id
    request = other.begin_open(LEVEL_II)
    status, answer = holder.acknowledge(file_id, level)
    assert status == OK
    assert isinstance(answer, OplockBreak)
    assert answer.oplock_level == NONE
    assert other.created(request).oplock_level == LEVEL_II
    other.client.request(WriteRequest(file_id=other.created(request).file_id, buffer=b"x"), tree=other.tree)
    assert holder.breaks == [LEVEL_II]


def test_closing_answers_the_break(holder: User, other: User) -> None:
    file_id = holder.open(BATCH, share_access=ShareAccess(0)).file_id
    request = other.begin_open(BATCH)
    assert other.statuses(request) == [PENDING]
    assert holder.close(file_id) == OK
    assert other.created(request).oplock_level == BATCH


def test_so_does_the_loss_of_the_connection(holder: User, other: User) -> None:
    holder.open(EXCLUSIVE)
    request = other.begin_open()
    holder.client.lose()
    assert other.created(request).oplock_level == NONE


def test_who_does_not_answer_loses_it_in_time(world: World, holder: User, other: User) -> None:
    file_id = holder.open(BATCH).file_id
    request = other.begin_open(BATCH)
    world.advance(34.9)
    assert other.statuses(request) == [PENDING]
    world.advance(0.2)
    assert other.created(request).oplock_level == LEVEL_II
    assert holder.acknowledge(file_id, LEVEL_II)[0] == NtStatus.STATUS_INVALID_DEVICE_STATE


def test_an_acknowledgment_may_come_too_late_for_nobody(world: World, holder: User, other: User) -> None:
    file_id = holder.open(BATCH).file_id
    request = other.begin_open()
    other.client.send(other.client.connection.cancel(request))
    assert other.statuses(request) == [PENDING, NtStatus.STATUS_CANCELLED]
    world.advance(36)
    assert holder.acknowledge(file_id, LEVEL_II)[0] == NtStatus.STATUS_INVALID_DEVICE_STATE
    assert other.open(LEVEL_II).oplock_level == LEVEL_II


def test_one_break_for_all_who_wait(world: World, holder: User, other: User) -> None:
    file_id = holder.open(BATCH).file_id
    third = User(world)
    requests = [(other, other.begin_open()), (third, third.begin_open())]
    assert holder.breaks == [LEVEL_II]
    holder.acknowledge(file_id, LEVEL_II)
    assert [user.statuses(request) for user, request in requests] == [[PENDING, OK], [PENDING, OK]]


def test_the_rest_of_a_compound_waits_with_the_open(holder: User, other: User) -> None:
    file_id = holder.open(BATCH).file_id
    create = CreateRequest(name="file", desired_access=AccessMask.GENERIC_ALL, share_access=ALL)
    ask = QueryInfoRequest(file_info_class=4, output_buffer_length=64, file_id=ANY_FILE_ID)
    messages = Message(create, tree=other.tree), Message(ask, tree=other.tree)
    requests = other.client.send(*messages, related=True)
    assert [other.statuses(request) for request in requests] == [[PENDING], []]
    holder.acknowledge(file_id, NONE)
    assert [other.statuses(request) for request in requests] == [[PENDING, OK], [OK]]


def test_who_waits_may_log_off(world: World, holder: User, other: User) -> None:
    file_id = holder.open(BATCH).file_id
    request = other.begin_open()
    world.server.end_session(world.server.session_table[other.session.session_id])
    world.advance(0.1)
    world.deliver(world.server.handle(_tick(), world.now))
    assert other.statuses(request) == [PENDING, NtStatus.STATUS_USER_SESSION_DELETED]
    assert holder.acknowledge(file_id, NONE)[0] == OK


def _tick() -> Any:
    from plugfest.protocols.ms_smb2.server import Tick

    return Tick()


def test_looking_at_attributes_breaks_nothing(holder: User, other: User) -> None:
    holder.open(BATCH)
    other.open(desired_access=STAT)
    assert holder.breaks == []


@pytest.mark.parametrize("access", [STAT, AccessMask.GENERIC_ALL])
def test_overwriting_leaves_nothing(holder: User, other: User, access: AccessMask) -> None:
    file_id = holder.open(BATCH).file_id
    request = other.begin_open(create_disposition=CreateDisposition.FILE_OVERWRITE, desired_access=access)
    assert holder.breaks == [NONE]
    status, answer = holder.acknowledge(file_id, LEVEL_II)
    assert status == OK
    assert isinstance(answer, OplockBreak)
    assert answer.oplock_level == NONE
    assert other.statuses(request) == [PENDING, OK]


def test_overwriting_behind_who_reads(holder: User, other: User) -> None:
    file_id = holder.open(BATCH).file_id
    reading = other.begin_open()
    overwriting = other.begin_open(create_disposition=CreateDisposition.FILE_OVERWRITE)
    assert holder.breaks == [LEVEL_II]
    holder.acknowledge(file_id, LEVEL_II)
    assert holder.breaks == [LEVEL_II, NONE]
    assert other.statuses(reading) == other.statuses(overwriting) == [PENDING, OK]


def test_a_batch_oplock_breaks_before_sharing_is_looked_at(holder: User, other: User) -> None:
    file_id = holder.open(BATCH, share_access=ShareAccess(0)).file_id
    request = other.begin_open()
    assert other.statuses(request) == [PENDING]
    holder.acknowledge(file_id, LEVEL_II)
    assert other.statuses(request) == [PENDING, NtStatus.STATUS_SHARING_VIOLATION]


def test_an_exclusive_oplock_breaks_only_behind_it(holder: User, other: User) -> None:
    holder.open(EXCLUSIVE, share_access=ShareAccess(0))
    request = other.begin_open()
    assert other.statuses(request) == [NtStatus.STATUS_SHARING_VIOLATION]
    assert holder.breaks == []


def _write(user: User, file_id: FileId) -> Structure:
    return WriteRequest(file_id=file_id, buffer=b"x")


def _resize(user: User, file_id: FileId) -> Structure:
    return SetInfoRequest(
        info_type=InfoType.SMB2_0_INFO_FILE, file_info_class=20, buffer=(5).to_bytes(8, "little"), file_id=file_id
    )


def _zero(user: User, file_id: FileId) -> Structure:
    data = (0).to_bytes(8, "little") + (1).to_bytes(8, "little")
    return IoctlRequest(ctl_code=CtlCode(0x000980C8), file_id=file_id, input=data)


@pytest.mark.parametrize("change", [_write, _resize, _zero])
def test_changes_break_level_ii_and_nobody_waits(holder: User, other: User, change: Any) -> None:
    shared, own = holder.open(LEVEL_II), other.open(LEVEL_II)
    assert other.client.request(change(other, own.file_id), tree=other.tree).status == OK
    assert (holder.breaks, other.breaks) == ([NONE], [NONE])
    wrong = NtStatus.STATUS_INVALID_OPLOCK_PROTOCOL
    assert holder.acknowledge(shared.file_id, NONE)[0] == wrong
    assert holder.acknowledge(shared.file_id, NONE)[0] == NtStatus.STATUS_INVALID_DEVICE_STATE


def test_a_second_change_breaks_nothing_more(holder: User, other: User) -> None:
    holder.open(LEVEL_II)
    own = other.open()
    for _ in range(2):
        other.client.request(_write(other, own.file_id), tree=other.tree)
    assert holder.breaks == [NONE]


def test_ones_own_changes_break_no_exclusive_oplock(holder: User) -> None:
    file_id = holder.open(BATCH).file_id
    assert holder.client.request(_write(holder, file_id), tree=holder.tree).status == OK
    assert holder.breaks == []


def test_who_opened_for_attributes_before_waits_where_it_reads(holder: User, other: User) -> None:
    """An open that broke nothing can have rights that it did not use yet only by MAXIMUM_ALLOWED: that breaks."""
    holder.open(BATCH)
    request = other.begin_open(desired_access=AccessMask.MAXIMUM_ALLOWED)
    assert other.statuses(request) == [PENDING]


def test_a_share_that_encrypts_encrypts_breaks(world: World) -> None:
    holder, other = User(world, "enc"), User(world, "enc")
    taken: list[bytes] = []
    take = holder.client.take
    holder.client.take = lambda data: (taken.append(data), take(data))[1]  # type: ignore[method-assign,func-returns-value]
    holder.open(BATCH)
    taken.clear()
    other.begin_open()
    assert [data[4:8] for data in taken] == [TRANSFORM_ID]
    assert holder.breaks == [LEVEL_II]


# --- 3.3.5.22.1 -------------------------------------------------------------------------------------------------------


def test_acknowledging_what_does_not_break(holder: User) -> None:
    file_id = holder.open(BATCH).file_id
    assert holder.acknowledge(file_id, LEVEL_II)[0] == NtStatus.STATUS_INVALID_DEVICE_STATE


def test_acknowledging_what_is_not_open(holder: User) -> None:
    assert holder.acknowledge(FileId(5, 5), NONE)[0] == NtStatus.STATUS_FILE_CLOSED


@pytest.mark.parametrize(
    ("held", "level", "status"),
    [
        (BATCH, LEASE, NtStatus.STATUS_INVALID_PARAMETER),
        (BATCH, BATCH, NtStatus.STATUS_INVALID_OPLOCK_PROTOCOL),
        (EXCLUSIVE, EXCLUSIVE, NtStatus.STATUS_INVALID_OPLOCK_PROTOCOL),
        (EXCLUSIVE, OplockLevel(0x42), NtStatus.STATUS_INVALID_OPLOCK_PROTOCOL),
    ],
)
def test_a_wrong_acknowledgment_gives_it_all_up(
    holder: User, other: User, held: OplockLevel, level: OplockLevel, status: NtStatus
) -> None:
    file_id = holder.open(held).file_id
    request = other.begin_open()
    assert holder.acknowledge(file_id, level)[0] == status
    assert other.statuses(request) == [PENDING, OK]
    assert holder.acknowledge(file_id, LEVEL_II)[0] == NtStatus.STATUS_INVALID_DEVICE_STATE


def test_a_level_ii_holder_may_not_acknowledge_level_ii(holder: User, other: User) -> None:
    file_id = holder.open(LEVEL_II).file_id
    other.client.request(_write(other, other.open().file_id), tree=other.tree)
    assert holder.acknowledge(file_id, LEVEL_II)[0] == NtStatus.STATUS_INVALID_OPLOCK_PROTOCOL


# --- mutants ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "operator", "broken"),
    [
        ("MS-SMB2:3.3.5.9:55eb0f1eeb", "empty", "granted"),
        ("MS-SMB2:3.3.5.9:d6360c599c", "skip", "granted"),
        ("MS-SMB2:3.3.4.6:5e86d4c0d3", "skip", "message_id"),
        ("MS-SMB2:3.3.4.6:17c44a2082", "skip", "session_id"),
        ("MS-SMB2:3.3.4.6:acd4ae70bd", "set:8", "level"),
    ],
)
def test_marked_rules_can_be_broken(rule: str, operator: str, broken: str) -> None:
    world = World(rules=Rules((Mutant(rule, operator),)))
    holder, other = User(world), User(world)
    opened = holder.open(BATCH)
    wrong = {"granted"} if opened.oplock_level != BATCH else set()
    if broken == "message_id":  # the client takes it for an answer that nobody asked for
        with pytest.raises(RemoteProtocolError):
            other.begin_open()
        return
    other.begin_open()
    for packet in holder.client.notifications:
        assert isinstance(packet.body, OplockBreak)
        wrong |= {"session_id"} if packet.header.session_id != holder.session.session_id else set()
        wrong |= {"level"} if packet.body.oplock_level != LEVEL_II else set()
    assert wrong == {broken}
