"""Named streams of files that others deleted while nobody looked: found by a look at every name below the root.

What may still be there is kept: a directory that cannot be read, or is renamed during the look, could hold it.
"""

from __future__ import annotations

import contextlib
import os
import re

from plugfest.net.storage import system
from plugfest.net.storage.names import is_reserved

_LOOK = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC
_ENTER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC

_OURS = re.compile(rb"[0-9a-f]+\.[0-9a-f]+")


def directory_name(node: int, birth: int) -> bytes:
    """What the directory of a node's streams is called."""
    return b"%x.%x" % (node, birth)


def collect(root: int, top: int) -> None:
    """Remove the directories in `top` whose node is no more; `root` and `top` are descriptors."""
    with contextlib.suppress(OSError):
        orphans = {name for name in map(os.fsencode, os.listdir(top)) if _OURS.fullmatch(name)}
        for _ in range(2):  # whoever is renamed during one look is seen by the other
            if orphans:
                orphans -= _present(root, orphans)
        for name in orphans:
            remove(name, top)


def remove(name: bytes, top: int) -> None:
    """The streams of one node, and their directory."""
    directory = os.open(name, _ENTER, dir_fd=top)
    try:
        for stream in os.listdir(directory):
            os.unlink(stream, dir_fd=directory)
    finally:
        os.close(directory)
    os.rmdir(name, dir_fd=top)


def _present(root: int, wanted: set[bytes]) -> set[bytes]:
    """Those of the names whose node is below the root. Raises OSError where that cannot be known."""
    device = os.fstat(root).st_dev
    numbers = {int(name.partition(b".")[0], 16) for name in wanted}
    found = {_name_of(b".", root)} & wanted
    pending = [b"."]
    while pending and found != wanted:
        directory = pending.pop()
        try:
            descriptor = os.open(directory, _ENTER, dir_fd=root)
        except FileNotFoundError:
            continue
        try:
            if os.fstat(descriptor).st_dev != device:
                continue
            with os.scandir(descriptor) as entries:
                for entry in entries:
                    name = os.fsencode(entry.name)
                    if directory == b"." and is_reserved(name):
                        continue
                    if entry.inode() in numbers:
                        found |= {_name_of(name, descriptor)} & wanted
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(os.path.join(directory, name))
        finally:
            os.close(descriptor)
    return found


def _name_of(name: bytes, directory: int) -> bytes:
    try:
        descriptor = os.open(name, _LOOK, dir_fd=directory)
    except FileNotFoundError:
        return b""
    try:
        return directory_name(os.fstat(descriptor).st_ino, system.birth(descriptor))
    finally:
        os.close(descriptor)
