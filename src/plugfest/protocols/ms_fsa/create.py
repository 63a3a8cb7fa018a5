"""[MS-FSA] 2.1.5.1: the server requests an open of a file."""

from __future__ import annotations

from plugfest.errors import WireError
from plugfest.protocols.ms_dtyp import FILE_MAPPING, SecurityDescriptor
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import (
    ACCESS_SYSTEM_SECURITY,
    DELETE,
    ENCRYPTED,
    FILE_APPEND_DATA,
    FILE_COMPLETE_IF_OPLOCKED,
    FILE_CREATE,
    FILE_DELETE_ON_CLOSE,
    FILE_DIRECTORY_FILE,
    FILE_GENERIC_READ,
    FILE_GENERIC_WRITE,
    FILE_NO_INTERMEDIATE_BUFFERING,
    FILE_NON_DIRECTORY_FILE,
    FILE_OPEN,
    FILE_OPEN_FOR_BACKUP_INTENT,
    FILE_OPEN_IF,
    FILE_OVERWRITE,
    FILE_OVERWRITE_IF,
    FILE_TRAVERSE,
    GENERIC_RIGHTS,
    INVALID_ATTRIBUTES,
    INVALID_OPTIONS,
    MAXIMUM_ALLOWED,
    READ_CONTROL,
    RESERVED_RIGHTS,
    UNSUPPORTED_OPTIONS,
    VALID_DIRECTORY_OPTIONS,
    WRITE_DAC,
    WRITE_OWNER,
)
from plugfest.protocols.ms_fsa.create_new import create_new
from plugfest.protocols.ms_fsa.model import File, Open, Volume
from plugfest.protocols.ms_fsa.open_existing import open_existing
from plugfest.protocols.ms_fsa.path import Place, find
from plugfest.protocols.ms_fsa.request import CreateRequest
from plugfest.protocols.ms_fsa.security_context import SecurityContext

_BACKUP_ACCESS = READ_CONTROL | ACCESS_SYSTEM_SECURITY | FILE_GENERIC_READ | FILE_TRAVERSE
_RESTORE_ACCESS = WRITE_DAC | WRITE_OWNER | ACCESS_SYSTEM_SECURITY | FILE_GENERIC_WRITE | DELETE


def open_file(
    volume: Volume,
    context: SecurityContext,
    path: str,
    desired_access: int,
    file_attributes: int = 0,
    share_access: int = 0,
    disposition: int = FILE_OPEN,
    options: int = 0,
    eas: bytes = b"",
    security: bytes | None = None,
    allocation_size: int | None = None,
) -> tuple[Open, int]:
    """The open and the CreateAction. The path is relative to the root, without a backslash first.

    `eas` and `security` are what the create contexts bear: FILE_FULL_EA_INFORMATION entries, a security descriptor.
    Raises Refused, StoppedOnSymlink or MustWait.
    """
    desired = FILE_MAPPING.map(desired_access) if desired_access & GENERIC_RIGHTS else int(desired_access)
    _validate(desired, file_attributes, share_access, disposition, options)
    if volume.is_read_only and disposition not in (FILE_OPEN, FILE_OPEN_IF):
        raise Refused(NtStatus.STATUS_MEDIA_WRITE_PROTECTED)
    place = find(volume, path)
    request = CreateRequest(volume, context, place, desired, file_attributes, share_access, disposition, options)
    request.allocation_size = allocation_size
    if eas:
        request.read_eas(eas)
    if security is not None:
        request.security = _descriptor(security, context)
    if options & FILE_OPEN_FOR_BACKUP_INTENT:
        _grant_intent(request)
    file = None if place.node is None else volume.file(place.node)
    request.is_directory = _type_of_stream(file, place, options, disposition)
    if file is None:
        if disposition in (FILE_OPEN, FILE_OVERWRITE):
            raise Refused(NtStatus.STATUS_OBJECT_NAME_NOT_FOUND)
        if volume.is_read_only:
            raise Refused(NtStatus.STATUS_MEDIA_WRITE_PROTECTED)
        return create_new(request)
    return open_existing(request, file)


def _validate(desired: int, attributes: int, share_access: int, disposition: int, options: int) -> None:
    """Phase 1, but for the pathname. The two synchronous options are the client's own affair ([MS-SMB2] 2.2.13)."""
    if not desired or desired & RESERVED_RIGHTS:
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    if options & (UNSUPPORTED_OPTIONS | INVALID_OPTIONS):
        unsupported = options & UNSUPPORTED_OPTIONS and not options & INVALID_OPTIONS
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED if unsupported else NtStatus.STATUS_INVALID_PARAMETER)
    if share_access & ~7 or disposition > FILE_OVERWRITE_IF or attributes & INVALID_ATTRIBUTES:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if options & FILE_DELETE_ON_CLOSE and not desired & (DELETE | MAXIMUM_ALLOWED):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if options & FILE_DIRECTORY_FILE:
        if options & FILE_NON_DIRECTORY_FILE or options & ~VALID_DIRECTORY_OPTIONS & ~FILE_COMPLETE_IF_OPLOCKED:
            raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
        if disposition not in (FILE_CREATE, FILE_OPEN, FILE_OPEN_IF):
            raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if options & FILE_NO_INTERMEDIATE_BUFFERING and desired & FILE_APPEND_DATA and not desired & MAXIMUM_ALLOWED:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    if attributes & ENCRYPTED:  # there is no encryption here, so nobody may rely on it
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)


def _descriptor(security: bytes, context: SecurityContext) -> SecurityDescriptor:
    """The descriptor that a create context gives; an owner that the creator may not name is refused."""
    try:
        descriptor = SecurityDescriptor.decode(security)
    except WireError:
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER) from None
    if descriptor.sacl is not None and not context.has_security_access:
        raise Refused(NtStatus.STATUS_PRIVILEGE_NOT_HELD)
    owner = descriptor.owner
    if owner is not None and not context.token.holds(owner) and not context.has_restore_access:
        raise Refused(NtStatus.STATUS_INVALID_OWNER)
    return descriptor


def _grant_intent(request: CreateRequest) -> None:
    """Phase 4."""
    context, desired = request.context, request.desired
    everything = bool(desired & MAXIMUM_ALLOWED)
    if context.has_backup_access and request.disposition in (FILE_OPEN, FILE_OPEN_IF, FILE_OVERWRITE_IF):
        request.granted |= _BACKUP_ACCESS if everything else desired & _BACKUP_ACCESS
    if context.has_restore_access:
        request.granted |= _RESTORE_ACCESS if everything else desired & _RESTORE_ACCESS


def _type_of_stream(file: File | None, place: Place, options: int, disposition: int) -> bool:
    """Phase 7: is it a directory that is opened?"""
    is_directory = file is not None and file.is_directory
    stream, kind = place.stream, place.type
    if kind == "$INDEX_ALLOCATION":
        if stream.upper() not in ("", "$I30"):
            raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
    elif kind not in ("", "$DATA"):
        raise Refused(NtStatus.STATUS_OBJECT_NAME_INVALID if file is None else NtStatus.STATUS_ACCESS_DENIED)
    if options & FILE_DIRECTORY_FILE or kind == "$INDEX_ALLOCATION":
        wanted = True
    else:
        wanted = is_directory and not (stream or kind or options & FILE_NON_DIRECTORY_FILE)
    if wanted:
        if kind != "$INDEX_ALLOCATION" and (stream or kind):
            raise Refused(NtStatus.STATUS_NOT_A_DIRECTORY)
        if file is not None and not is_directory:
            exists = disposition == FILE_CREATE
            raise Refused(NtStatus.STATUS_OBJECT_NAME_COLLISION if exists else NtStatus.STATUS_NOT_A_DIRECTORY)
        if options & FILE_NON_DIRECTORY_FILE:
            raise Refused(NtStatus.STATUS_FILE_IS_A_DIRECTORY)
        return True
    if not stream and is_directory:
        raise Refused(NtStatus.STATUS_FILE_IS_A_DIRECTORY)
    if place.is_directory_name:
        raise Refused(NtStatus.STATUS_OBJECT_NAME_INVALID)
    return False
