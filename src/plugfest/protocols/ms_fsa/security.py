"""[MS-FSA] 2.1.5.14 and 2.1.5.17: querying and setting security information."""

from __future__ import annotations

import msgspec

from plugfest.errors import WireError
from plugfest.protocols.ms_dtyp import FILE_MAPPING, Acl, SdControl, SecurityDescriptor
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import (
    ACCESS_SYSTEM_SECURITY,
    DELETE,
    FILE_ACTION_MODIFIED,
    FILE_ALL_ACCESS,
    FILE_DELETE_CHILD,
    FILE_LIST_DIRECTORY,
    FILE_NOTIFY_CHANGE_SECURITY,
    FILE_READ_ATTRIBUTES,
    READ_CONTROL,
    WRITE_DAC,
    WRITE_OWNER,
)
from plugfest.protocols.ms_fsa.model import Open
from plugfest.protocols.ms_fsa.security_context import SecurityContext, decode

OWNER, GROUP, DACL, SACL = 0x1, 0x2, 0x4, 0x8
LABEL = 0x10
_UNPROTECTED_SACL, _UNPROTECTED_DACL, _PROTECTED_SACL, _PROTECTED_DACL = 0x10000000, 0x20000000, 0x40000000, 0x80000000
_DACL_BITS = (
    SdControl.SE_DACL_PRESENT
    | SdControl.SE_DACL_DEFAULTED
    | SdControl.SE_DACL_AUTO_INHERITED
    | SdControl.SE_DACL_PROTECTED
)
_SACL_BITS = (
    SdControl.SE_SACL_PRESENT
    | SdControl.SE_SACL_DEFAULTED
    | SdControl.SE_SACL_AUTO_INHERITED
    | SdControl.SE_SACL_PROTECTED
)


def query_security(open_: Open, security_information: int) -> bytes:
    """2.1.5.14: the parts that are asked for. Raises Refused."""
    if open_.is_closed:
        raise Refused(NtStatus.STATUS_FILE_CLOSED)
    wanted = int(security_information)
    if wanted & (OWNER | GROUP | DACL | LABEL) and not open_.granted_access & READ_CONTROL:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if wanted & SACL and not open_.granted_access & ACCESS_SYSTEM_SECURITY:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    kept = decode(open_.file.metadata.security)
    control = SdControl.SE_SELF_RELATIVE
    if wanted & DACL:
        control |= kept.control & _DACL_BITS
    if wanted & SACL:
        control |= kept.control & _SACL_BITS
    return SecurityDescriptor(
        kept.owner if wanted & OWNER else None,
        kept.group if wanted & GROUP else None,
        kept.dacl if wanted & DACL else None,
        kept.sacl if wanted & SACL else None,
        control,
    ).encode()


def set_security(open_: Open, security_information: int, data: bytes) -> None:
    """2.1.5.17. Raises Refused."""
    if open_.is_closed:
        raise Refused(NtStatus.STATUS_FILE_CLOSED)
    wanted = int(security_information)
    file, context = open_.file, open_.context
    if file.volume.is_read_only:
        raise Refused(NtStatus.STATUS_MEDIA_WRITE_PROTECTED)
    _check(open_, wanted)
    try:
        given = SecurityDescriptor.decode(data)
    except WireError:
        raise Refused(NtStatus.STATUS_INVALID_SECURITY_DESCR) from None
    kept = decode(file.metadata.security)
    changes: dict[str, object] = {}
    if wanted & OWNER:
        changes["owner"] = _owner(given, context)
    if wanted & GROUP:
        if given.group is None:
            raise Refused(NtStatus.STATUS_INVALID_PRIMARY_GROUP)
        changes["group"] = given.group
    control = kept.control
    if wanted & DACL:
        changes["dacl"] = _mapped(given.dacl)
        control = control & ~_DACL_BITS | SdControl.SE_DACL_PRESENT | _dacl_control(given, wanted)
    if wanted & SACL:
        changes["sacl"] = _mapped(given.sacl)
        control = control & ~_SACL_BITS | given.control & _SACL_BITS
    file.metadata.security = msgspec.structs.replace(kept, control=control, **changes).encode()
    open_.note_changed(archive=False)
    file.volume.report(FILE_ACTION_MODIFIED, FILE_NOTIFY_CHANGE_SECURITY, open_.link.path)


def _check(open_: Open, wanted: int) -> None:
    granted = open_.granted_access
    if wanted & (OWNER | GROUP | LABEL) and not granted & WRITE_OWNER:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if wanted & DACL and not granted & WRITE_DAC:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if wanted & SACL and not granted & ACCESS_SYSTEM_SECURITY:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)


def _owner(given: SecurityDescriptor, context: SecurityContext) -> object:
    if given.owner is None or not (context.token.holds(given.owner) or context.has_restore_access):
        raise Refused(NtStatus.STATUS_INVALID_OWNER)
    return given.owner


def _dacl_control(given: SecurityDescriptor, wanted: int) -> SdControl:
    """Protection, and whether inheritance is kept up, as the descriptor or SECURITY_INFORMATION says."""
    control = given.control & SdControl.SE_DACL_PROTECTED
    if wanted & _PROTECTED_DACL:
        control |= SdControl.SE_DACL_PROTECTED
    elif wanted & _UNPROTECTED_DACL:
        control &= ~SdControl.SE_DACL_PROTECTED
    asked = SdControl.SE_DACL_AUTO_INHERIT_REQ | SdControl.SE_DACL_AUTO_INHERITED
    if given.control & asked == asked:
        control |= SdControl.SE_DACL_AUTO_INHERITED
    return control


def _mapped(acl: Acl | None) -> Acl | None:
    """Generic rights of ACEs that are in effect become those of files."""
    if acl is None:
        return None
    aces = tuple(
        msgspec.structs.replace(ace, mask=FILE_MAPPING.map(ace.mask)) if ace.is_plain and not ace.flags & 0x08 else ace
        for ace in acl.aces
    )
    return msgspec.structs.replace(acl, aces=aces)


def maximal_access(open_: Open) -> int:
    """[MS-SMB2] 2.2.14.2.5: everything that whoever opened the file may do with it."""
    file, context = open_.file, open_.context
    allowed = context.granted(file.metadata.security)
    if not file.is_root:
        parent = context.granted(file.volume.security(open_.link.directory))
        if parent & FILE_DELETE_CHILD:
            allowed |= DELETE
        if parent & FILE_LIST_DIRECTORY:
            allowed |= FILE_READ_ATTRIBUTES
    return allowed & FILE_ALL_ACCESS
