"""[MS-SMB2] 3.3.5.9 "Oplock Acquisition", 3.3.4.6 breaks, 3.3.5.22.1 acknowledgments, 3.3.6.1 the timer; and what the
object store has to say to it: [MS-FSA] 2.1.4.12, 2.1.5.18, 2.1.5.19, for the levels II, EXCLUSIVE and BATCH.

Nothing waits in here: `before` raises MustWait where the operation at hand has to, and the operation is done again once
the oplock was acknowledged, given up by a close, or has run out of time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plugfest.protocols import ms_fsa
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fscc.constants import FileInformationClass, FsctlCode
from plugfest.protocols.ms_smb2.constants import AccessMask, CreateDisposition, OplockLevel, ShareFlags
from plugfest.protocols.ms_smb2.lock import OplockBreak
from plugfest.protocols.ms_smb2.server import unsolicited
from plugfest.protocols.ms_smb2.server.lookup import find_open
from plugfest.protocols.ms_smb2.server.objects import Open, OplockState, Reply, Request
from plugfest.protocols.ms_smb2.server.waiting import Wait

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

NONE = OplockLevel.SMB2_OPLOCK_LEVEL_NONE
LEVEL_II = OplockLevel.SMB2_OPLOCK_LEVEL_II
EXCLUSIVE = OplockLevel.SMB2_OPLOCK_LEVEL_EXCLUSIVE
BATCH = OplockLevel.SMB2_OPLOCK_LEVEL_BATCH
LEASE = OplockLevel.SMB2_OPLOCK_LEVEL_LEASE

_SECOND = 10_000_000
_STAT_ONLY = int(AccessMask.FILE_READ_ATTRIBUTES | AccessMask.FILE_WRITE_ATTRIBUTES | AccessMask.SYNCHRONIZE)
_OVERWRITES = (
    CreateDisposition.FILE_SUPERSEDE,
    CreateDisposition.FILE_OVERWRITE,
    CreateDisposition.FILE_OVERWRITE_IF,
)
_RESIZES = (FileInformationClass.FileEndOfFileInformation, FileInformationClass.FileAllocationInformation)
_RENAMES = (
    FileInformationClass.FileRenameInformation,
    FileInformationClass.FileRenameInformationEx,
    FileInformationClass.FileLinkInformation,
    FileInformationClass.FileShortNameInformation,
)
_ACKNOWLEDGED = {EXCLUSIVE: (LEVEL_II, NONE), BATCH: (LEVEL_II, NONE, EXCLUSIVE), LEVEL_II: (NONE,)}
"""3.3.5.22.1: the levels that may be acknowledged, by the one that was held."""


class Oplock:
    """[MS-FSA] 2.1.1.10, of one stream. Its State follows from who holds what."""

    __slots__ = ("breaking", "deadline", "exclusive", "shared")

    def __init__(self) -> None:
        self.exclusive: Open | None = None
        """ExclusiveOpen: holds level EXCLUSIVE or BATCH."""
        self.shared: list[Open] = []
        """IIOplocks."""
        self.breaking: OplockLevel | None = None
        """BREAK_TO_TWO or BREAK_TO_NONE: what the exclusive one is to become."""
        self.deadline = 0
        """When a break that is not acknowledged is over."""


# --- 3.3.5.9 acquiring ------------------------------------------------------------------------------------------------


def acquire(server: Server, open_: Open, wanted: OplockLevel) -> None:
    """3.3.5.9 "Oplock Acquisition": what is wanted, or level II instead, or nothing."""
    rules = server.rules
    if wanted not in (LEVEL_II, EXCLUSIVE, BATCH):  # no leases here; what nobody knows is not granted
        return
    if not rules.on("MS-SMB2:3.3.5.9:d6360c599c"):
        return
    if open_.tree_connect.share.flags & ShareFlags.SMB2_SHAREFLAG_FORCE_LEVELII_OPLOCK:
        if rules.on("MS-SMB2:3.3.5.9:b1b06597b9"):
            wanted = LEVEL_II
    if not _granted(open_, wanted):
        if wanted == LEVEL_II or not rules.on("MS-SMB2:3.3.5.9:19e51c8cc3") or not _granted(open_, LEVEL_II):
            return
        wanted = LEVEL_II
    open_.oplock_level = rules.value("MS-SMB2:3.3.5.9:066759dd56", wanted)
    open_.oplock_state = OplockState.HELD


def _granted(open_: Open, level: OplockLevel) -> bool:
    """[MS-FSA] 2.1.5.18, 2.1.5.18.1, 2.1.5.18.2."""
    assert open_.file is not None
    stream = open_.file.stream
    if stream.is_directory:
        return False
    oplock: Oplock = stream.oplock or Oplock()
    if level == LEVEL_II:
        if oplock.exclusive is not None:
            return False
        oplock.shared.append(open_)
    else:
        if stream.opens > 1:
            return False
        oplock.exclusive = open_
    stream.oplock = oplock
    return True


def release(server: Server, open_: Open) -> None:
    """[MS-FSA] 2.1.4.12, operation CLOSE: whoever waits for this one's oplock waits no longer."""
    assert open_.file is not None
    oplock: Oplock | None = open_.file.stream.oplock
    if oplock is None:
        return
    if oplock.exclusive is open_:
        _end_break(server, oplock)
    elif open_ in oplock.shared:
        oplock.shared.remove(open_)


# --- 3.3.4.6 breaking -------------------------------------------------------------------------------------------------


def before(server: Server, operation: str, by: ms_fsa.Open | None, parameters: dict[str, Any]) -> None:
    """[MS-FSA] 2.1.4.12, before an operation of the object store; for `Volume.before`. Raises MustWait."""
    if by is not None:
        oplock: Oplock | None = by.stream.oplock
    elif operation.startswith("OPEN"):
        found = parameters["file"].open_streams(parameters["stream"])
        oplock = next((stream.oplock for stream in found), None)
    else:
        return
    if oplock is None or (oplock.exclusive is None and not oplock.shared):
        return
    level = _breaks_to(operation, oplock, parameters)
    if level is not None:
        _check(server, oplock, by, level)


def _breaks_to(operation: str, oplock: Oplock, parameters: dict[str, Any]) -> OplockLevel | None:
    """BreakToTwo, BreakToNone, or neither."""
    holder = oplock.exclusive
    match operation:
        case "OPEN_BATCH" | "OPEN":
            overwrites = parameters["disposition"] in _OVERWRITES
            if not (parameters["desired"] & ~_STAT_ONLY or overwrites):
                return None
            if operation == "OPEN_BATCH" and (holder is None or holder.oplock_level != BATCH):
                return None
            return NONE if overwrites else LEVEL_II
        case "READ" | "FLUSH_DATA":
            return LEVEL_II
        case "WRITE" | "LOCK_CONTROL":
            return NONE
        case "SET_INFORMATION":
            kind = parameters["information_class"]
            renames = kind in _RENAMES and holder is not None and holder.oplock_level == BATCH
            return NONE if kind in _RESIZES or renames else None
        case "FS_CONTROL":
            writes = parameters.get("control_code") == FsctlCode.FSCTL_SET_ZERO_DATA or "source" in parameters
            return NONE if writes else None
    return None


def _check(server: Server, oplock: Oplock, by: ms_fsa.Open | None, level: OplockLevel) -> None:
    holder = oplock.exclusive
    if holder is None:
        if level == NONE:
            shared, oplock.shared = oplock.shared, []
            for other in shared:
                _indicate(server, other, NONE)
        return
    if holder.file is by and by is not None:
        return
    if oplock.breaking is None:
        oplock.breaking = level
        oplock.deadline = _indicate(server, holder, level)
    elif server.now >= oplock.deadline:  # 3.3.6.1
        if server.rules.on("MS-SMB2:3.3.6.1:7ea324b7b2"):
            _lose(holder)
            _end_break(server, oplock)
            return
    raise ms_fsa.MustWait(Wait(oplock, oplock.deadline if oplock.deadline > server.now else None))


def _indicate(server: Server, holder: Open, level: OplockLevel) -> int:
    """3.3.4.6: tell the client; give when its time is over."""
    rules = server.rules
    deadline = server.now + server.config.oplock_break_timeout * _SECOND
    holder.oplock_state, holder.oplock_timeout = OplockState.BREAKING, deadline
    session = holder.session
    session_id = session.session_id if rules.on("MS-SMB2:3.3.4.6:17c44a2082") else 0
    notification = OplockBreak(
        oplock_level=rules.value("MS-SMB2:3.3.4.6:acd4ae70bd", level),
        file_id=rules.value("MS-SMB2:3.3.4.6:5c922e44f0", holder.file_id),
    )
    unsolicited.send(server, holder, notification, session_id)
    return deadline


def _lose(open_: Open) -> None:
    open_.oplock_level, open_.oplock_state = NONE, OplockState.NONE


def _end_break(server: Server, oplock: Oplock) -> None:
    """Nobody holds it exclusively any more; [MS-FSA] 2.1.4.12.1."""
    oplock.exclusive = oplock.breaking = None
    server.waiting.wake(oplock)


# --- 3.3.5.22.1 acknowledging -----------------------------------------------------------------------------------------


def acknowledge(server: Server, request: Request, body: OplockBreak) -> Reply:
    """3.3.5.22.1."""
    rules = server.rules
    missing = rules.value("MS-SMB2:3.3.5.22.1:1ea1b3dd70", NtStatus.STATUS_FILE_CLOSED)
    open_ = find_open(server, request, body.file_id, missing)
    if open_.oplock_state == OplockState.BREAKING and server.now >= open_.oplock_timeout:  # 3.3.6.1
        _complete(server, open_, NONE)
    if open_.oplock_state != OplockState.BREAKING:
        raise Refused(rules.value("MS-SMB2:3.3.5.22.1:d5bd15bb91", NtStatus.STATUS_INVALID_DEVICE_STATE))
    held, level = open_.oplock_level, body.oplock_level
    if level == LEASE:
        _complete(server, open_, NONE)
        raise Refused(rules.value("MS-SMB2:3.3.5.22.1:75a34fb036", NtStatus.STATUS_INVALID_PARAMETER))
    if level not in _ACKNOWLEDGED.get(held, ()):
        _complete(server, open_, NONE)
        raise Refused(rules.value("MS-SMB2:3.3.5.22.1:cf114b3bc3", NtStatus.STATUS_INVALID_OPLOCK_PROTOCOL))
    if not _complete(server, open_, LEVEL_II if level == LEVEL_II else NONE):
        raise Refused(NtStatus.STATUS_INVALID_OPLOCK_PROTOCOL)
    answer = OplockBreak(
        oplock_level=rules.value("MS-SMB2:3.3.5.22.1:9d0860ff51", open_.oplock_level), file_id=open_.file_id
    )
    return Reply(answer, file_id=open_.file_id)


def _complete(server: Server, open_: Open, level: OplockLevel) -> bool:
    """[MS-FSA] 2.1.5.19: False where it is not the exclusive oplock that broke."""
    assert open_.file is not None
    _lose(open_)
    oplock: Oplock | None = open_.file.stream.oplock
    if oplock is None or oplock.exclusive is not open_:
        return False
    if level == LEVEL_II and oplock.breaking == LEVEL_II:
        open_.oplock_level, open_.oplock_state = LEVEL_II, OplockState.HELD
        oplock.shared.append(open_)
    _end_break(server, oplock)
    return True
