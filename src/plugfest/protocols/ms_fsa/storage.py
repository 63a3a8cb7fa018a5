"""What the object store of [MS-FSA] keeps its files in: nodes that names lead to, with metadata and bytes.

A storage knows nothing of opens, access or sharing; it is synchronous, and called by one thread. Names are compared as
`names.fold` has it. Sizes, times and attributes are the object store's: it changes a node's Metadata in place and calls
`save` where they must last. Failures are raised as `Refused`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


@dataclass(slots=True)
class StreamState:
    """[MS-FSA] 2.1.1.5: what lasts of a stream but its bytes."""

    size: int = 0
    allocation_size: int = 0
    valid_data_length: int = 0
    is_sparse: bool = False


class ExtendedAttribute(NamedTuple):
    """[MS-FSA] 2.1.1.3 ExtendedAttributes: one of them. Names are compared without regard to case."""

    name: bytes
    value: bytes
    flags: int = 0


@dataclass(slots=True)
class Metadata:
    """[MS-FSA] 2.1.1.3: what lasts of a file but its names and bytes."""

    attributes: int = 0
    """FILE_ATTRIBUTE_DIRECTORY tells what it is."""
    creation_time: int = 0
    last_access_time: int = 0
    last_write_time: int = 0
    change_time: int = 0
    security: bytes = b""
    """The security descriptor, self-relative."""
    extended_attributes: tuple[ExtendedAttribute, ...] = ()
    reparse_tag: int = 0
    reparse_guid: bytes = b""
    reparse_data: bytes = b""
    object_id: bytes = b""
    """ObjectId, BirthVolumeId, BirthObjectId, DomainId; nothing where there is none."""
    links: int = 1
    """Names that lead to it."""
    streams: dict[str, StreamState] = field(default_factory=dict)
    """By name, as it was given; the default stream of a file is the empty one. A directory has none but named ones."""


class Space(NamedTuple):
    """Bytes."""

    total: int
    free: int


class Storage(Protocol):
    """A node is known by a number that stays its own as long as it exists; it is the file id on the wire."""

    in_use: Callable[[int], bool] | None
    """Is this node open? Set by the volume; a storage that forgets what it can find again does not forget those."""

    @property
    def identity(self) -> int:
        """64 bits that stay the same from one start to the next; 0 for what does not outlive its process."""

    @property
    def root(self) -> int:
        """The directory that everything is in."""

    def lookup(self, directory: int, name: str) -> tuple[int, str] | None:
        """The node that this name in a directory leads to, and the name as it was given."""

    def entries(self, directory: int, after: str = "") -> Iterator[tuple[str, int]]:
        """Names and nodes in order of their folded names, those behind the folded name `after`.

        The iterator may be kept while names come and go: what is there all the time is met once.
        """

    def is_empty(self, directory: int) -> bool:
        """Does no name stand in this directory?"""

    def parent(self, directory: int) -> int:
        """The directory that a directory's name stands in; the root's is itself."""

    def metadata(self, node: int) -> Metadata:
        """Of a node."""

    def security(self, node: int) -> bytes:
        """The security descriptor of a node alone: that of the directory above is asked for with every open."""

    def save(self, node: int, metadata: Metadata) -> None:
        """This is a node's metadata from now on."""

    def create(self, directory: int, name: str, metadata: Metadata) -> int:
        """A new node, file or directory as its attributes say, under a name that is free."""

    def link(self, node: int, directory: int, name: str) -> None:
        """One more name, which is free, for a file."""

    def unlink(self, directory: int, name: str) -> None:
        """The name goes; what it led to stays until `release`."""

    def rename(self, directory: int, name: str, new_directory: int, new_name: str) -> None:
        """The name becomes another one, which is free or the same but for its case; a directory keeps its content."""

    def release(self, node: int) -> None:
        """No name leads to the node, and nobody has it open: it goes."""

    def read(self, node: int, stream: str, offset: int, length: int) -> bytes:
        """`length` bytes; those that nobody wrote are zeros."""

    def write(self, node: int, stream: str, offset: int, data: bytes | memoryview) -> None:
        """Put them there."""

    def set_size(self, node: int, stream: str, size: int) -> None:
        """Forget what lies behind `size`; what lies before it and was not there reads as zeros."""

    def allocated_ranges(self, node: int, stream: str, offset: int, length: int) -> Iterator[tuple[int, int]]:
        """(offset, length) of what takes up space, in order, cut to what was asked for."""

    def punch(self, node: int, stream: str, offset: int, length: int) -> None:
        """Zeros from now on, without taking up space where that can be."""

    def rename_stream(self, node: int, name: str, new_name: str) -> None:
        """Its bytes go with it; those of the stream that had this name go."""

    def delete_stream(self, node: int, name: str) -> None:
        """Its bytes go."""

    def flush(self, node: int) -> None:
        """What was written and saved of a node survives from now on."""

    def space(self) -> Space:
        """Of the whole storage."""
