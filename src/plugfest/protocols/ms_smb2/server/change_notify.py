"""[MS-SMB2] 3.3.5.19: receiving a CHANGE_NOTIFY request; [MS-FSA] 2.1.4.1, 2.1.5.11: what the object store reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fscc.constants import NotifyAction
from plugfest.protocols.ms_fscc.entries import FileNotifyInformation
from plugfest.protocols.ms_fscc.lists import write_list
from plugfest.protocols.ms_smb2.constants import AccessMask, NotifyFlags
from plugfest.protocols.ms_smb2.query import ChangeNotifyRequest, ChangeNotifyResponse
from plugfest.protocols.ms_smb2.server import respond
from plugfest.protocols.ms_smb2.server.lookup import find_file
from plugfest.protocols.ms_smb2.server.objects import Open, Reply, Request
from plugfest.protocols.ms_smb2.server.waiting import SessionEnded, Wait, Waiter

if TYPE_CHECKING:
    from plugfest.protocols.ms_fsa import Open as LocalOpen
    from plugfest.protocols.ms_fsa import Volume
    from plugfest.protocols.ms_smb2.server.core import Server

_FILE_LIST_DIRECTORY = AccessMask.FILE_READ_DATA  # the same bit, of a directory
_MOST = 4096


class Watch:
    """[MS-FSA] 2.1.1.8 ChangeNotifyEntry: it collects from the first request of its open on, until that is closed."""

    __slots__ = ("completion_filter", "directory", "events", "final", "overflowed", "queue", "size", "watch_tree")

    def __init__(self, directory: LocalOpen, completion_filter: int, watch_tree: bool, size: int) -> None:
        self.directory = directory
        self.completion_filter = completion_filter
        self.watch_tree = watch_tree
        self.size = size
        """OutputBufferLength of the first request: Windows and Samba give later ones no more than that."""
        self.events: list[tuple[int, str]] = []
        """NotifyEventList: Action and FileName."""
        self.overflowed = False
        self.queue: list[Request] = []
        """The requests that wait; the oldest is answered first."""
        self.final: NtStatus | None = None
        """What all are answered with, as nothing more will come."""

    def relative(self, path: str) -> str | None:
        """The name that this watch reports for a path; None: it is none of its business."""
        parent = self.directory.link.path
        if parent:
            if not path.startswith(f"{parent}\\"):
                return None
            path = path[len(parent) + 1 :]
        return path if self.watch_tree or "\\" not in path else None


def change_notify(server: Server, request: Request, body: ChangeNotifyRequest) -> Waiter:
    """3.3.5.19."""
    rules = server.rules
    open_, file = find_file(server, request, body.file_id)
    if body.output_buffer_length > server.config.max_transact_size and rules.on("MS-SMB2:3.3.5.19:f28ab29e2b"):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if not file.is_directory:
        raise Refused(rules.value("MS-SMB2:3.3.5.19:74f9627a85", NtStatus.STATUS_INVALID_PARAMETER))
    if not open_.granted_access & _FILE_LIST_DIRECTORY and rules.on("MS-SMB2:3.3.5.19:a26670aee9"):
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if file.link.is_deleted:
        raise Refused(NtStatus.STATUS_DELETE_PENDING)
    watch: Watch | None = open_.watch
    if watch is None:
        tree = body.flags & NotifyFlags.SMB2_WATCH_TREE and rules.on("MS-SMB2:3.3.5.19:b83bc99c50")
        watch = open_.watch = Watch(file, int(body.completion_filter), bool(tree), body.output_buffer_length)
        file.file.volume.change_notify_list.append(watch)
        if server.draining:
            closed(server, open_)
    return _wait(server, request, body, open_, watch)


def _wait(server: Server, request: Request, body: ChangeNotifyRequest, open_: Open, watch: Watch) -> Waiter:
    """[MS-FSA] 2.1.5.11.1."""
    watch.queue.append(request)
    try:
        while watch.final is None and (watch.queue[0] is not request or not (watch.events or watch.overflowed)):
            yield Wait(watch)
    except SessionEnded:  # which closes the directory
        return respond.error(NtStatus.STATUS_NOTIFY_CLEANUP)
    finally:
        watch.queue.remove(request)
        server.waiting.wake(watch)  # the next one is the oldest now
    if watch.final is not None:
        return respond.error(watch.final)
    events, watch.events = watch.events, []
    overflowed, watch.overflowed = watch.overflowed, False
    entries = [FileNotifyInformation(action=NotifyAction(action), file_name=name) for action, name in events]
    buffer = b"" if overflowed else write_list(entries, 4)
    if overflowed or len(buffer) > min(body.output_buffer_length, watch.size):
        status = server.rules.value("MS-SMB2:3.3.5.19:c55a968416", NtStatus.STATUS_NOTIFY_ENUM_DIR)
        return Reply(ChangeNotifyResponse(), status, file_id=open_.file_id)
    return Reply(ChangeNotifyResponse(buffer=buffer), file_id=open_.file_id)


def report(server: Server, volume: Volume, action: int, filter_match: int, path: str) -> None:
    """[MS-FSA] 2.1.4.1, for `Volume.notify`. What happens to the directory itself is not reported: its parent's is."""
    for watch in volume.change_notify_list:
        if not filter_match & watch.completion_filter:
            continue
        name = watch.relative(path)
        if name is None:
            continue
        if len(watch.events) < _MOST:
            watch.events.append((action, name))
        else:
            watch.events.clear()
            watch.overflowed = True
        server.waiting.wake(watch)


def check_deleted(server: Server, file: LocalOpen) -> None:
    """[MS-FSA] 2.1.5.15.3: a directory that is to be deleted has nothing more to report."""
    if file.link.is_deleted:
        for watch in [watch for watch in file.file.volume.change_notify_list if watch.directory.link is file.link]:
            _end(server, watch, NtStatus.STATUS_DELETE_PENDING)


def closed(server: Server, open_: Open) -> None:
    """[MS-FSA] 2.1.5.5."""
    if open_.watch is not None:
        _end(server, open_.watch, NtStatus.STATUS_NOTIFY_CLEANUP)


def _end(server: Server, watch: Watch, status: NtStatus) -> None:
    if watch.final is None:
        watch.final = status
        watch.directory.file.volume.change_notify_list.remove(watch)
        server.waiting.wake(watch)
