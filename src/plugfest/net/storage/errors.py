"""What the host's errors become: one table, and a decorator that lets nothing but Refused out."""

from __future__ import annotations

import errno
import functools
import sqlite3
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from plugfest.protocols.ms_erref import NtStatus, Refused

P = ParamSpec("P")
T = TypeVar("T")

STATUSES = {
    errno.EACCES: NtStatus.STATUS_ACCESS_DENIED,
    errno.EPERM: NtStatus.STATUS_ACCESS_DENIED,
    errno.EBADF: NtStatus.STATUS_ACCESS_DENIED,  # written through a descriptor that could be opened for reading only
    errno.ELOOP: NtStatus.STATUS_ACCESS_DENIED,  # a symbolic link stands where none is followed
    errno.ENOENT: NtStatus.STATUS_OBJECT_NAME_NOT_FOUND,
    errno.EEXIST: NtStatus.STATUS_OBJECT_NAME_COLLISION,
    errno.ENAMETOOLONG: NtStatus.STATUS_OBJECT_NAME_INVALID,
    errno.EILSEQ: NtStatus.STATUS_OBJECT_NAME_INVALID,
    errno.ENOTDIR: NtStatus.STATUS_NOT_A_DIRECTORY,
    errno.EISDIR: NtStatus.STATUS_FILE_IS_A_DIRECTORY,
    errno.ENOTEMPTY: NtStatus.STATUS_DIRECTORY_NOT_EMPTY,
    errno.ENOSPC: NtStatus.STATUS_DISK_FULL,
    errno.EDQUOT: NtStatus.STATUS_DISK_FULL,
    errno.EFBIG: NtStatus.STATUS_DISK_FULL,
    errno.EROFS: NtStatus.STATUS_MEDIA_WRITE_PROTECTED,
    errno.EMFILE: NtStatus.STATUS_TOO_MANY_OPENED_FILES,
    errno.ENFILE: NtStatus.STATUS_TOO_MANY_OPENED_FILES,
    errno.EMLINK: NtStatus.STATUS_TOO_MANY_LINKS,
    errno.EXDEV: NtStatus.STATUS_NOT_SAME_DEVICE,
    errno.EBUSY: NtStatus.STATUS_SHARING_VIOLATION,
    errno.ETXTBSY: NtStatus.STATUS_SHARING_VIOLATION,
    errno.ENOMEM: NtStatus.STATUS_INSUFFICIENT_RESOURCES,
    errno.EINVAL: NtStatus.STATUS_INVALID_PARAMETER,
    errno.EOPNOTSUPP: NtStatus.STATUS_NOT_SUPPORTED,
    errno.ENXIO: NtStatus.STATUS_NOT_SUPPORTED,
    errno.ENODEV: NtStatus.STATUS_NOT_SUPPORTED,
    errno.ESTALE: NtStatus.STATUS_FILE_DELETED,
}
_SQLITE = {
    "SQLITE_FULL": NtStatus.STATUS_DISK_FULL,
    "SQLITE_READONLY": NtStatus.STATUS_MEDIA_WRITE_PROTECTED,
    "SQLITE_PERM": NtStatus.STATUS_ACCESS_DENIED,
    "SQLITE_CANTOPEN": NtStatus.STATUS_ACCESS_DENIED,
}


def status_of(error: OSError | sqlite3.Error) -> NtStatus:
    """The status for a failure of the file system or of the table beside it."""
    if isinstance(error, OSError):
        return STATUSES.get(error.errno or 0, NtStatus.STATUS_UNEXPECTED_IO_ERROR)
    return _SQLITE.get(getattr(error, "sqlite_errorname", ""), NtStatus.STATUS_UNEXPECTED_IO_ERROR)


def refuses(operation: Callable[P, T]) -> Callable[P, T]:
    """An operation of a storage whose failures are raised as Refused."""

    @functools.wraps(operation)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return operation(*args, **kwargs)
        except (OSError, sqlite3.Error) as error:
            raise Refused(status_of(error)) from error

    return guarded
