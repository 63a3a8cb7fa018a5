"""[MS-FSA] 2.1.1: the abstract data model: Volume, File, Link, Stream, Open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from plugfest.protocols.ms_dtyp import Ace, AceFlags, Acl, SdControl, SecurityDescriptor
from plugfest.protocols.ms_dtyp.sid import ADMINISTRATORS, EVERYONE
from plugfest.protocols.ms_erref import Refused
from plugfest.protocols.ms_fsa.constants import DIRECTORY, FILE_ALL_ACCESS, NORMAL, SPARSE_FILE
from plugfest.protocols.ms_fsa.names import fold
from plugfest.protocols.ms_fsa.security_context import SecurityContext
from plugfest.protocols.ms_fsa.storage import Metadata, Storage, StreamState
from plugfest.protocols.ms_fscc.constants import FileAttributes
from plugfest.protocols.ms_fscc.file_information import FileNetworkOpenInformation
from plugfest.protocols.ms_fscc.names import is_8dot3, short_name

Before = Callable[[str, "Open | None", dict[str, Any]], None]
Notify = Callable[["Volume", int, int, str], None]


_TUNNELLED_FOR = 150_000_000
"""2.1.1.2: 15 seconds."""
_TUNNELLED = 256
"""Entries that are kept at most."""


class TunnelCacheEntry(NamedTuple):
    """2.1.1.2, keyed by directory and short name. Entries keyed by long name, which are optional, are not kept."""

    entry_time: int
    file_name: str
    file_creation_time: int


class MustWait(Exception):
    """Raised by `Volume.before`: the operation did nothing yet; do it again once `what` came about."""

    def __init__(self, what: Any) -> None:
        super().__init__(what)
        self.what = what


class StoppedOnSymlink(Refused):
    """2.1.5.1 phase 6: a symbolic link is in the way; [MS-SMB2] 2.2.2.2.1 says what the client is told."""

    def __init__(self, status: Any, tag: int, data: bytes, unparsed_path_length: int) -> None:
        super().__init__(status)
        self.tag = tag
        self.data = data
        """The reparse data, without the header of [MS-FSCC] 2.1.2.2."""
        self.unparsed_path_length = unparsed_path_length
        """Bytes of the path behind the link."""


def everyone_may_all() -> bytes:
    """What a root directory is protected by that nobody protected: full access for all, inherited by all below."""
    down = AceFlags.OBJECT_INHERIT_ACE | AceFlags.CONTAINER_INHERIT_ACE
    dacl = Acl((Ace(flags=down, mask=FILE_ALL_ACCESS, sid=EVERYONE),))
    control = SdControl.SE_SELF_RELATIVE | SdControl.SE_DACL_PRESENT | SdControl.SE_DACL_AUTO_INHERITED
    return SecurityDescriptor(ADMINISTRATORS, ADMINISTRATORS, dacl, None, control).encode()


class Volume:
    """2.1.1.1. `clock` gives the current time; nothing here asks anybody else for it."""

    cluster_size = 4096
    logical_bytes_per_sector = 512
    physical_bytes_per_sector = 4096
    compression_unit_size = 0x10000
    max_file_size = 0x00000FFFFFFF0000
    max_links = 1024

    def __init__(
        self,
        storage: Storage,
        clock: Callable[[], int],
        label: str = "",
        read_only: bool = False,
        serial_number: int = 0x9C0FFEE5,
        volume_id: bytes = bytes(16),
        root_security: bytes | None = None,
    ) -> None:
        self.storage = storage
        self.clock = clock
        self.label = label
        self.is_read_only = read_only
        self.serial_number = serial_number
        self.volume_id = volume_id
        self.generate_short_names = True
        self.open_files: dict[int, File] = {}
        """OpenFileList, by file id."""
        storage.in_use = self.open_files.__contains__
        self.tunnel_cache: dict[tuple[int, str], TunnelCacheEntry] = {}
        """TunnelCacheList, of the entries that are keyed by short name."""
        self.before: Before | None = None
        """Called before an operation that may have to wait has any effect; raises MustWait where it has to."""
        self.change_notify_list: list[Any] = []
        """ChangeNotifyList: kept by whoever gives `notify`."""
        self.notify: Notify | None = None
        """2.1.4.1: called after a change with action, filter and the path of what changed."""
        root = storage.metadata(storage.root)
        if not root.security:
            root.security = root_security or everyone_may_all()
        if not root.creation_time:
            now = clock()
            root.creation_time = root.last_access_time = root.last_write_time = root.change_time = now
            storage.save(storage.root, root)
        self.creation_time = root.creation_time

    def metadata(self, node: int) -> Metadata:
        """Of an open file as it is now, of others as they are stored."""
        file = self.open_files.get(node)
        return file.metadata if file is not None else self.storage.metadata(node)

    def security(self, node: int) -> bytes:
        """The same of the security descriptor alone."""
        file = self.open_files.get(node)
        return file.metadata.security if file is not None else self.storage.security(node)

    def save(self, node: int, metadata: Metadata) -> None:
        """Keep changes of a file that may be open or not."""
        file = self.open_files.get(node)
        if file is not None:
            file.dirty = True
        else:
            self.storage.save(node, metadata)

    def touch_directory(self, node: int) -> None:
        """A name in this directory came, went or changed."""
        metadata = self.metadata(node)
        metadata.last_write_time = metadata.change_time = metadata.last_access_time = self.clock()
        self.save(node, metadata)

    def lookup(self, directory: int, name: str) -> tuple[int, str] | None:
        """The node of a name or short name, and the name."""
        found = self.storage.lookup(directory, name)
        if found is None and self.generate_short_names and "~" in name and is_8dot3(name):
            wanted = fold(name)
            for long_name, node in self.storage.entries(directory):
                if short_name(long_name) == wanted:
                    return node, long_name
        return found

    def file(self, node: int) -> File:
        """The File that is open already, or a new one, which is in OpenFileList with its first Open."""
        return self.open_files.get(node) or File(self, node, self.storage.metadata(node))

    def tunnel(self, link: Link, short_name: str, creation_time: int) -> None:
        """2.1.5.5 phase 7: a file that was opened by its short name is gone."""
        cache = self.tunnel_cache
        cache.pop((link.directory, short_name), None)
        if len(cache) >= _TUNNELLED:
            del cache[next(iter(cache))]
        cache[link.directory, short_name] = TunnelCacheEntry(self.clock(), link.name, creation_time)

    def tunnelled(self, directory: int, name: str) -> TunnelCacheEntry | None:
        """2.1.5.1.1: what a new file of this short name takes over from one that went just now."""
        entry = self.tunnel_cache.pop((directory, fold(name)), None)
        if entry is None or self.clock() - entry.entry_time >= _TUNNELLED_FOR:
            return None
        return entry if self.storage.lookup(directory, entry.file_name) is None else None

    def live_link(self, directory: int, name: str, node: int) -> Link | None:
        """The Link of that name, if somebody has opened the file through it."""
        file = self.open_files.get(node)
        if file is None:
            return None
        key = fold(name)
        return next((link for link in file.links if link.leads_from(directory, key)), None)

    def report(self, action: int, filter_match: int, path: str) -> None:
        """2.1.4.1."""
        if self.notify is not None:
            self.notify(self, action, filter_match, path)

    def align(self, size: int) -> int:
        """2.1.4.5 BlockAlign to clusters."""
        return -(-size // self.cluster_size) * self.cluster_size


class File:
    """2.1.1.3, while somebody has it open."""

    __slots__ = ("dirty", "id", "is_directory", "links", "metadata", "opens", "streams", "volume")

    def __init__(self, volume: Volume, node: int, metadata: Metadata) -> None:
        self.volume = volume
        self.id = node
        self.metadata = metadata
        self.is_directory = bool(metadata.attributes & DIRECTORY)
        self.links: list[Link] = []
        """LinkList, of which only those are here that somebody has opened the file through."""
        self.streams: list[Stream] = []
        """StreamList, of which only the open ones are here."""
        self.opens: list[Open] = []
        self.dirty = False

    @property
    def is_root(self) -> bool:
        """Volume.RootDirectory."""
        return self.id == self.volume.storage.root

    def link(self, directory: int, name: str, path: str) -> Link:
        """The Link that leads here from that name."""
        if self.links:
            key = fold(name)
            for link in self.links:
                if link.leads_from(directory, key):
                    return link
        link = Link(directory, name, path)
        self.links.append(link)
        return link

    def stored_stream(self, name: str) -> str | None:
        """The name, as it is written, of the stream that matches this one."""
        if name in self.metadata.streams:
            return name
        wanted = fold(name)
        return next((stored for stored in self.metadata.streams if fold(stored) == wanted), None)

    def allocation_of(self, name: str, state: StreamState) -> int:
        """AllocationSize of a stream; of a sparse one: what it takes up."""
        if not state.is_sparse:
            return state.allocation_size
        ranges = self.volume.storage.allocated_ranges(self.id, name, 0, state.size)
        return self.volume.align(sum(length for _, length in ranges))

    def open_streams(self, name: str) -> Iterator[Stream]:
        """The Stream of that stored name, if it is open."""
        return (stream for stream in self.streams if stream.name == name and not stream.is_directory)


class Link:
    """2.1.1.4: what is volatile of it; the name itself stands in the storage."""

    __slots__ = ("delete_using_posix_semantics", "directory", "is_deleted", "is_removed", "name", "path")

    def __init__(self, directory: int, name: str, path: str) -> None:
        self.directory = directory
        """ParentFile, by file id."""
        self.name = name
        self.path = path
        """From the root of the volume, with the name."""
        self.is_deleted = False
        self.delete_using_posix_semantics = False
        self.is_removed = False
        """The name is gone, and the file still open."""

    def leads_from(self, directory: int, key: str) -> bool:
        """Is this the Link of that folded name?"""
        return self.directory == directory and not self.is_removed and fold(self.name) == key


class Stream:
    """2.1.1.5, while somebody has it open."""

    __slots__ = ("is_deleted", "is_directory", "name", "opens", "oplock", "state")

    def __init__(self, name: str, state: StreamState, is_directory: bool) -> None:
        self.name = name
        self.state = state
        self.is_directory = is_directory
        """DirectoryStream; other streams are DataStreams."""
        self.is_deleted = False
        self.opens = 0
        self.oplock: Any = None
        """Oplock: kept by whoever gives `Volume.before`."""


class Open:
    """2.1.1.6."""

    __slots__ = (
        "context",
        "current_byte_offset",
        "file",
        "granted_access",
        "is_closed",
        "link",
        "mode",
        "next_ea_entry",
        "query_count",
        "query_pattern",
        "query_position",
        "scan",
        "share_access",
        "short_name",
        "stream",
        "user_set_access_time",
        "user_set_change_time",
        "user_set_modification_time",
    )

    def __init__(self, context: SecurityContext, granted_access: int, share_access: int, mode: int) -> None:
        self.context = context
        self.granted_access = granted_access
        self.share_access = share_access
        """SharingMode."""
        self.mode = mode
        self.file: File
        self.link: Link
        self.stream: Stream
        self.current_byte_offset = 0
        self.user_set_modification_time = False
        self.user_set_change_time = False
        self.user_set_access_time = False
        self.next_ea_entry = 0
        self.query_pattern: str | None = None
        self.query_count = 0
        """How many of the two dot directory names the scan has behind it."""
        self.query_position = ""
        """QueryLastEntry: the folded name that the scan has reached."""
        self.scan: Iterator[tuple[str, int]] | None = None
        self.short_name = ""
        """Folded, where the file was opened by it."""
        self.is_closed = False

    @property
    def is_directory(self) -> bool:
        """Of a directory itself, not of a stream of one."""
        return self.stream.is_directory

    @property
    def path(self) -> str:
        """From the root of the volume, without a backslash first, with the stream's name."""
        return f"{self.link.path}:{self.stream.name}" if self.stream.name else self.link.path

    @property
    def delete_pending(self) -> bool:
        """2.1.5.12.27 DeletePending."""
        return self.stream.is_deleted if self.stream.name else self.link.is_deleted

    @property
    def attributes(self) -> int:
        """2.1.5.12.6 FileAttributes."""
        attributes = self.file.metadata.attributes
        if not self.stream.is_directory:
            attributes &= ~SPARSE_FILE
            if self.stream.state.is_sparse:
                attributes |= SPARSE_FILE
        return attributes or NORMAL

    def network_open(self) -> FileNetworkOpenInformation:
        """2.1.5.12.21: what CREATE and CLOSE answer with."""
        metadata, state = self.file.metadata, self.stream.state
        return FileNetworkOpenInformation(
            metadata.creation_time,
            metadata.last_access_time,
            metadata.last_write_time,
            metadata.change_time,
            self.file.allocation_of(self.stream.name, state),
            state.size,
            FileAttributes(self.attributes),
        )

    # --- 2.1.4.17, 2.1.4.18, 2.1.4.20 ---------------------------------------------------------------------------------

    def note_modified(self) -> None:
        """2.1.4.17."""
        file = self.file
        metadata = file.metadata
        now = file.volume.clock()
        if not self.user_set_modification_time:
            metadata.last_write_time = now
        if not self.user_set_change_time:
            metadata.change_time = now
        if not self.user_set_access_time:
            metadata.last_access_time = now
        metadata.attributes |= 0x20  # FILE_ATTRIBUTE_ARCHIVE
        file.dirty = True

    def note_changed(self, archive: bool = True) -> None:
        """2.1.4.18."""
        metadata = self.file.metadata
        if not self.user_set_change_time:
            metadata.change_time = self.file.volume.clock()
        if archive:
            metadata.attributes |= 0x20  # FILE_ATTRIBUTE_ARCHIVE
        self.file.dirty = True
