"""The bytes of named streams: files in a hidden directory of the root, a directory for each file that has any.

That is called after inode number and time of birth, so that a file that gets a number again gets no streams with it,
and a stream after a hash of its name.
"""

from __future__ import annotations

import contextlib
import os
from hashlib import blake2b

from plugfest.net.storage import leftovers
from plugfest.net.storage.nodes import Nodes

NAME = b".plugfest.streams"
_ENTER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_USE = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC
_SPARE = b"renamed"


def _hash(stream: str) -> bytes:
    return blake2b(stream.encode("utf-16-le", "surrogatepass"), digest_size=16).hexdigest().encode()


class Streams:
    """Descriptors are kept among those of the nodes."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        self._top: int | None = None
        with contextlib.suppress(FileNotFoundError):
            self._top = os.open(NAME, _ENTER, dir_fd=nodes.root_descriptor)
            leftovers.collect(nodes.root_descriptor, self._top)

    @property
    def are_kept(self) -> bool:
        """Some node has any, or had."""
        return self._top is not None

    def _directory_name(self, node: int) -> bytes:
        return leftovers.directory_name(node, self._nodes.birth(node))

    def _directory(self, node: int, make: bool) -> int | None:
        """Where the streams of a node are; None where it has none and none are to be made."""
        if self._top is None:
            if not make:
                return None
            root = self._nodes.root_descriptor
            with contextlib.suppress(FileExistsError):
                os.mkdir(NAME, 0o700, dir_fd=root)
            self._top = os.open(NAME, _ENTER, dir_fd=root)
        name = self._directory_name(node)
        key = (name, "")
        descriptor = self._nodes.descriptors.get(key)
        if descriptor is None:
            if make:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(name, 0o700, dir_fd=self._top)
            try:
                descriptor = self._nodes.descriptors.put(key, os.open(name, _ENTER, dir_fd=self._top))
            except FileNotFoundError:
                return None
        return descriptor

    def open(self, node: int, stream: str, make: bool = False) -> int | None:
        """A descriptor of the bytes of a stream; None where nobody wrote any."""
        directory = self._directory(node, make)
        if directory is None:
            return None
        key = (self._directory_name(node), stream)
        descriptor = self._nodes.descriptors.get(key)
        if descriptor is not None:
            return descriptor
        try:
            descriptor = os.open(_hash(stream), _USE | (os.O_CREAT if make else 0), 0o600, dir_fd=directory)
        except FileNotFoundError:
            return None
        return self._nodes.descriptors.put(key, descriptor)

    def size(self, node: int, stream: str) -> int:
        """How many bytes of it there are."""
        directory = self._directory(node, False)
        if directory is None:
            return 0
        try:
            return os.stat(_hash(stream), dir_fd=directory, follow_symlinks=False).st_size
        except FileNotFoundError:
            return 0

    def copy(self, node: int, stream: str, new_stream: str) -> None:
        """Its bytes stand under the new name too, instead of those that did; `delete` the old one then."""
        directory = self._directory(node, False)
        self._nodes.descriptors.close((self._directory_name(node), new_stream))
        if directory is None:
            return
        with contextlib.suppress(FileNotFoundError):
            os.unlink(_SPARE, dir_fd=directory)
        try:
            os.link(_hash(stream), _SPARE, src_dir_fd=directory, dst_dir_fd=directory, follow_symlinks=False)
        except FileNotFoundError:  # nobody wrote any
            self.delete(node, new_stream)
        else:
            os.rename(_SPARE, _hash(new_stream), src_dir_fd=directory, dst_dir_fd=directory)

    def delete(self, node: int, stream: str) -> None:
        """Its bytes go."""
        self._nodes.descriptors.close((self._directory_name(node), stream))
        directory = self._directory(node, False)
        if directory is not None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(_hash(stream), dir_fd=directory)

    def delete_all(self, node: int) -> None:
        """The node goes."""
        if self._top is None or self._directory(node, False) is None:
            return
        name = self._directory_name(node)
        self._nodes.descriptors.close_streams(name)
        leftovers.remove(name, self._top)

    def flush(self, node: int) -> None:
        """Every stream's bytes and name survive from now on."""
        directory = self._directory(node, False)
        if directory is None or self._top is None:
            return
        for name in os.listdir(directory):
            descriptor = os.open(name, _USE, dir_fd=directory)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        os.fsync(directory)
        os.fsync(self._top)

    def close(self) -> None:
        """Close the hidden directory."""
        if self._top is not None:
            os.close(self._top)
            self._top = None
