"""Calls of Linux that Python has no names for."""

from __future__ import annotations

import ctypes
import errno
import os
import struct

_libc = ctypes.CDLL(None, use_errno=True)
_statx = getattr(_libc, "statx", None)
_renameat2 = getattr(_libc, "renameat2", None)
_AT_EMPTY_PATH = 0x1000
_STATX_BTIME = 0x800
_RENAME_NOREPLACE = 1
_FALLOC_FL_PUNCH_HOLE_KEEP_SIZE = 3
TICK = 20_000_000
"""Nanoseconds: more than the coarsest clock of a kernel. Two changes within one may bear the same time."""
_MASK = struct.Struct("<I")
_BTIME = struct.Struct("<qI")
_BTIME_OFFSET = 80
_UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP)


def birth(descriptor: int) -> int:
    """When the file was made, in nanoseconds since 1970; 0 where the file system does not know."""
    buffer = ctypes.create_string_buffer(256)
    if _statx is None or _statx(descriptor, b"", _AT_EMPTY_PATH, _STATX_BTIME, buffer) < 0:
        return 0
    if not _MASK.unpack_from(buffer)[0] & _STATX_BTIME:
        return 0
    seconds, nanoseconds = _BTIME.unpack_from(buffer, _BTIME_OFFSET)
    return int(seconds) * 1_000_000_000 + int(nanoseconds)


def rename_to_free(directory: int, name: bytes, new_directory: int, new_name: bytes) -> None:
    """Rename, but never over something that is there."""
    if _renameat2 is not None:
        if _renameat2(directory, name, new_directory, new_name, _RENAME_NOREPLACE) == 0:
            return
        number = ctypes.get_errno()
        if number not in _UNSUPPORTED:
            raise OSError(number, os.strerror(number))
    try:
        os.stat(new_name, dir_fd=new_directory, follow_symlinks=False)
    except FileNotFoundError:
        os.rename(name, new_name, src_dir_fd=directory, dst_dir_fd=new_directory)
    else:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def punch_hole(descriptor: int, offset: int, length: int) -> None:
    """Zeros without space; the size stays."""
    keep = _FALLOC_FL_PUNCH_HOLE_KEEP_SIZE
    if _libc.fallocate(descriptor, keep, ctypes.c_int64(offset), ctypes.c_int64(length)) < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
