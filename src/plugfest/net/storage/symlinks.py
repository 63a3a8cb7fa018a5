"""Symbolic links of the host, shown as reparse points of tag IO_REPARSE_TAG_SYMLINK ([MS-FSCC] 2.1.2.4).

We never follow one. A client that opens something through one is told its target, and comes back with another path,
which is looked up as any other. A link whose target is absolute, or leaves the share on its way, is not shown at all.
"""

from __future__ import annotations

import os
import stat
from typing import NamedTuple

from plugfest.net.storage.names import RESERVED, from_disk
from plugfest.net.storage.nodes import Nodes
from plugfest.protocols.ms_fscc.constants import ReparseTag, SymlinkFlags
from plugfest.protocols.ms_fscc.reparse import SymbolicLinkData

TAG = int(ReparseTag.IO_REPARSE_TAG_SYMLINK)
_LOOK = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC


class Target(NamedTuple):
    """Where a link leads."""

    shown: str
    """As clients are told, with backslashes."""
    path: tuple[bytes, ...]
    """From the root."""

    @property
    def data(self) -> bytes:
        """The reparse data."""
        return SymbolicLinkData.of(self.shown, self.shown, SymlinkFlags.SYMLINK_FLAG_RELATIVE).encode()


def target_of(nodes: Nodes, directory: int, name: bytes, descriptor: int) -> Target | None:
    """Of a link in a directory, known by its name there, or by a descriptor and no name; None if it leads out."""
    raw = os.readlink(name, dir_fd=descriptor)
    if not raw or raw.startswith(b"/"):
        return None
    path = _path(nodes, directory)
    shown = []
    for part in raw.split(b"/"):
        if part in (b"", b"."):
            continue
        if part == b"..":
            if not path:
                return None
            path.pop()
            shown.append("..")
            continue
        text = from_disk(part)
        if text is None or (not path and part.lower().startswith(RESERVED)):
            return None
        path.append(part)
        shown.append(text)
    return Target("\\".join(shown) or ".", tuple(path))


def _path(nodes: Nodes, directory: int) -> list[bytes]:
    path = [nodes.place(node).name for node in (directory, *nodes.above(directory)) if node != nodes.root]
    return path[::-1]


def is_directory(nodes: Nodes, target: Target) -> bool:
    """Does it lead to a directory, without another link on the way?"""
    descriptor = os.dup(nodes.root_descriptor)
    try:
        for name in target.path:
            below = os.open(name, _LOOK, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = below
        return stat.S_ISDIR(os.fstat(descriptor).st_mode)
    except OSError:
        return False
    finally:
        os.close(descriptor)
