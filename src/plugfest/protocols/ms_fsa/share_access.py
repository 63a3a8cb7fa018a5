"""[MS-FSA] 2.1.5.1.2.1 and 2.1.5.1.2.2: may this file be opened so, next to those who have it open?"""

from __future__ import annotations

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa.constants import (
    ACCESS_SYSTEM_SECURITY,
    DATA_ACCESS,
    DELETE,
    FILE_ALL_ACCESS,
    FILE_APPEND_DATA,
    FILE_DELETE_CHILD,
    FILE_EXECUTE,
    FILE_LIST_DIRECTORY,
    FILE_READ_ATTRIBUTES,
    FILE_READ_DATA,
    FILE_SHARE_DELETE,
    FILE_SHARE_READ,
    FILE_SHARE_WRITE,
    FILE_WRITE_DATA,
    MAXIMUM_ALLOWED,
    READONLY,
)
from plugfest.protocols.ms_fsa.model import File
from plugfest.protocols.ms_fsa.security_context import SecurityContext
from plugfest.protocols.ms_fsa.storage import Metadata

_READ = FILE_READ_DATA | FILE_EXECUTE
_WRITE = FILE_WRITE_DATA | FILE_APPEND_DATA
_CLEARED = FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_DELETE_CHILD


def check_access(
    context: SecurityContext,
    metadata: Metadata,
    parent_security: bytes | None,
    desired: int,
    granted: int,
    needed: int = 0,
) -> int:
    """2.1.5.1.2.1, first part: what is granted of `desired`, with what is `granted` already; `needed` is asked for too,
    but not granted."""
    remaining = (desired | needed) & ~granted
    if not remaining:
        return granted & (desired | ~needed)
    allowed = context.granted(metadata.security)
    if parent_security is not None:
        parent = context.granted(parent_security)
        if parent & FILE_DELETE_CHILD:
            allowed |= DELETE
        if parent & FILE_LIST_DIRECTORY:
            allowed |= FILE_READ_ATTRIBUTES
    if remaining & MAXIMUM_ALLOWED:
        most = allowed & FILE_ALL_ACCESS
        if metadata.attributes & READONLY and not metadata.attributes & 0x10:  # FILE_ATTRIBUTE_DIRECTORY
            most &= ~_CLEARED
        granted |= most
        remaining &= ~(most | MAXIMUM_ALLOWED)
    if remaining & ~allowed:
        if remaining & ~allowed & ~ACCESS_SYSTEM_SECURITY == 0:
            raise Refused(NtStatus.STATUS_PRIVILEGE_NOT_HELD)
        raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    return granted | (remaining & desired)


def check_deletion(file: File, granted: int, share_access: int, is_main: bool) -> None:
    """2.1.5.1.2.1, second part: who deletes the primary stream deletes them all."""
    if not share_access & FILE_SHARE_DELETE and granted & DATA_ACCESS:
        for existing in file.opens:
            if existing.granted_access & DELETE and not existing.stream.name:
                raise Refused(NtStatus.STATUS_SHARING_VIOLATION)
    if granted & DELETE and is_main:
        for existing in file.opens:
            if not existing.share_access & FILE_SHARE_DELETE and existing.granted_access & DATA_ACCESS:
                raise Refused(NtStatus.STATUS_SHARING_VIOLATION)


def check_sharing(file: File, stream: str, is_directory: bool, granted: int, share_access: int) -> None:
    """2.1.5.1.2.2."""
    if not granted & DATA_ACCESS:
        return
    for existing in file.opens:
        access = existing.granted_access
        other = existing.stream
        if other.name != stream or other.is_directory != is_directory or not access & DATA_ACCESS:
            continue
        sharing = existing.share_access
        if (
            (not sharing & FILE_SHARE_READ and granted & _READ)
            or (not sharing & FILE_SHARE_WRITE and granted & _WRITE)
            or (not sharing & FILE_SHARE_DELETE and granted & DELETE)
            or (not share_access & FILE_SHARE_READ and access & _READ)
            or (not share_access & FILE_SHARE_WRITE and access & _WRITE)
            or (not share_access & FILE_SHARE_DELETE and access & DELETE)
        ):
            raise Refused(NtStatus.STATUS_SHARING_VIOLATION)
