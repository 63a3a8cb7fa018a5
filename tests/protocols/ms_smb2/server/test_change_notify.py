"""CHANGE_NOTIFY in memory: [MS-SMB2] 3.3.5.19; [MS-FSA] 2.1.4.1, 2.1.5.11."""

from __future__ import annotations

from typing import Any

import pytest

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fscc.constants import NotifyAction
from plugfest.protocols.ms_fscc.entries import FileNotifyInformation
from plugfest.protocols.ms_fscc.lists import read_list
from plugfest.protocols.ms_smb2.client import Request
from plugfest.protocols.ms_smb2.constants import AccessMask, CompletionFilter, CreateOptions, InfoType, NotifyFlags
from plugfest.protocols.ms_smb2.create import FileId
from plugfest.protocols.ms_smb2.query import ChangeNotifyRequest, ChangeNotifyResponse, SetInfoRequest
from plugfest.protocols.ms_smb2.session_setup import LogoffRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeDisconnectRequest
from tests.protocols.ms_smb2.joined import World
from tests.protocols.ms_smb2.server.test_oplocks import PENDING, User

OK = NtStatus.STATUS_SUCCESS
CLEANUP = NtStatus.STATUS_NOTIFY_CLEANUP
DELETED = NtStatus.STATUS_DELETE_PENDING
NAMES = CompletionFilter.FILE_NOTIFY_CHANGE_FILE_NAME | CompletionFilter.FILE_NOTIFY_CHANGE_DIR_NAME
DIRECTORY = CreateOptions.FILE_DIRECTORY_FILE
ADDED, REMOVED = NotifyAction.FILE_ACTION_ADDED, NotifyAction.FILE_ACTION_REMOVED


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def user(world: World) -> User:
    return User(world)


@pytest.fixture
def other(world: World) -> User:
    return User(world)


def directory(user: User, name: str = "d", **changes: Any) -> FileId:
    return user.open(name=name, create_options=DIRECTORY, **changes).file_id


def watch(user: User, file_id: FileId, tree: bool = False, size: int = 4096, filter_: int = NAMES) -> Request:
    flags = NotifyFlags.SMB2_WATCH_TREE if tree else NotifyFlags(0)
    body = ChangeNotifyRequest(
        flags=flags, output_buffer_length=size, file_id=file_id, completion_filter=CompletionFilter(filter_)
    )
    return user.send(body)


def changes(user: User, request: Request) -> list[tuple[NotifyAction, str]]:
    reply = user.client.answers(request)[-1]
    assert reply.status == OK
    assert isinstance(reply.body, ChangeNotifyResponse)
    found = read_list(FileNotifyInformation, reply.body.buffer, 4)
    return [(entry.action, entry.file_name) for entry in found]


def make(user: User, name: str) -> None:
    user.close(user.open(name=name).file_id)


def delete(user: User, file_id: FileId) -> NtStatus:
    body = SetInfoRequest(info_type=InfoType.SMB2_0_INFO_FILE, file_info_class=13, buffer=b"\x01", file_id=file_id)
    return user.client.request(body, tree=user.tree).status


def test_it_waits_for_a_change_by_anybody(user: User, other: User) -> None:
    request = watch(user, directory(user))
    assert user.statuses(request) == [PENDING]
    make(other, "elsewhere")
    assert user.statuses(request) == [PENDING]
    make(other, "d\\file")
    assert changes(user, request) == [(ADDED, "file")]


def test_what_happens_between_two_requests_is_kept(user: User) -> None:
    file_id = directory(user)
    make_first = watch(user, file_id)
    for name in ("d\\a", "d\\b", "d\\c"):
        make(user, name)
    assert changes(user, make_first) == [(ADDED, "a")]
    second = watch(user, file_id)
    assert PENDING not in user.statuses(second)
    assert changes(user, second) == [(ADDED, "b"), (ADDED, "c")]


@pytest.mark.parametrize("tree", [False, True])
def test_the_tree_below(user: User, tree: bool) -> None:
    file_id = directory(user, "")
    directory(user, "d")
    request = watch(user, file_id, tree)
    make(user, "d\\file")
    assert user.statuses(request) == [PENDING, OK][: 1 + tree]
    if tree:
        assert changes(user, request) == [(ADDED, "d\\file")]


def test_only_what_was_asked_for(user: User) -> None:
    request = watch(user, directory(user), filter_=CompletionFilter.FILE_NOTIFY_CHANGE_DIR_NAME)
    make(user, "d\\file")
    directory(user, "d\\below")
    assert changes(user, request) == [(ADDED, "below")]


def test_requests_are_answered_in_their_order(user: User) -> None:
    file_id = directory(user)
    first, second = watch(user, file_id), watch(user, file_id)
    make(user, "d\\a")
    assert changes(user, first) == [(ADDED, "a")]
    assert user.statuses(second) == [PENDING]
    make(user, "d\\b")
    assert changes(user, second) == [(ADDED, "b")]


def test_one_that_is_cancelled_makes_room(user: User) -> None:
    file_id = directory(user)
    first, second = watch(user, file_id), watch(user, file_id)
    user.client.send(user.client.connection.cancel(first))
    assert user.statuses(first) == [PENDING, NtStatus.STATUS_CANCELLED]
    make(user, "d\\a")
    assert changes(user, second) == [(ADDED, "a")]


@pytest.mark.parametrize("size", [0, 12])
def test_what_does_not_fit_has_to_be_looked_up(user: User, size: int) -> None:
    request = watch(user, directory(user), size=size)
    make(user, "d\\a long name")
    reply = user.client.answers(request)[-1]
    assert reply.status == NtStatus.STATUS_NOTIFY_ENUM_DIR
    assert isinstance(reply.body, ChangeNotifyResponse)
    assert reply.body.buffer == b""


def test_who_began_with_a_small_buffer_stays_with_it(user: User) -> None:
    file_id = directory(user)
    for size in (1, 4096):
        request = watch(user, file_id, size=size)
        make(user, f"d\\{size}")
        assert user.statuses(request) == [PENDING, NtStatus.STATUS_NOTIFY_ENUM_DIR]


def test_too_many_changes_are_not_kept(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugfest.protocols.ms_smb2.server.change_notify._MOST", 3)
    file_id = directory(user)
    make_one = watch(user, file_id)
    for number in range(6):
        make(user, f"d\\{number}")
    assert changes(user, make_one) == [(ADDED, "0")]
    second = watch(user, file_id)
    assert user.statuses(second) == [NtStatus.STATUS_NOTIFY_ENUM_DIR]


def test_closing_ends_it(user: User) -> None:
    file_id = directory(user)
    request = watch(user, file_id)
    assert user.close(file_id) == OK
    assert user.statuses(request) == [PENDING, CLEANUP]


@pytest.mark.parametrize("ending", [LogoffRequest, TreeDisconnectRequest])
def test_so_do_logging_off_and_disconnecting(user: User, ending: Any) -> None:
    request = watch(user, directory(user))
    tree = user.tree if ending is TreeDisconnectRequest else None
    assert user.client.request(ending(), session=user.session, tree=tree).status == OK
    assert user.statuses(request) == [PENDING, CLEANUP]


def test_nobody_is_left_behind_a_lost_connection(world: World, user: User, other: User) -> None:
    watch(user, directory(user))
    volume = world.server.share_list[1].volume
    assert volume is not None
    assert len(volume.change_notify_list) == 1
    user.client.lose()
    assert volume.change_notify_list == []
    make(other, "d\\x")


def test_a_directory_that_is_to_be_deleted(user: User, other: User) -> None:
    file_id = directory(user)
    request = watch(user, file_id)
    assert delete(other, directory(other)) == OK
    assert user.statuses(request) == [PENDING, DELETED]
    assert user.statuses(watch(user, file_id)) == [DELETED]


def test_or_is_deleted_with_a_close(user: User, other: User) -> None:
    request = watch(user, directory(user))
    options = DIRECTORY | CreateOptions.FILE_DELETE_ON_CLOSE
    other.close(other.open(name="d", create_options=options).file_id)
    assert user.statuses(request) == [PENDING, DELETED]


def test_what_is_refused(world: World, user: User) -> None:
    file_id = user.open().file_id
    assert user.statuses(watch(user, file_id)) == [NtStatus.STATUS_INVALID_PARAMETER]
    blind = directory(user, desired_access=AccessMask.FILE_READ_ATTRIBUTES)
    assert user.statuses(watch(user, blind)) == [NtStatus.STATUS_ACCESS_DENIED]
    assert user.statuses(watch(user, FileId(9, 9))) == [NtStatus.STATUS_FILE_CLOSED]
    size = world.server.config.max_transact_size + 1
    assert user.statuses(watch(user, directory(user), size=size)) == [NtStatus.STATUS_INVALID_PARAMETER]


def test_what_is_removed_is_reported_too(user: User) -> None:
    file_id = directory(user)
    below = user.open(name="d\\gone").file_id
    request = watch(user, file_id)
    delete(user, below)
    user.close(below)
    assert changes(user, request) == [(REMOVED, "gone")]
