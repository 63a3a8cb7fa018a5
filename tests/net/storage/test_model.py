"""Every storage does what a model of dictionaries does; one state machine for all of them."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from itertools import count

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from plugfest.net.storage import DirectoryStorage
from plugfest.protocols.ms_fsa.constants import ARCHIVE, DIRECTORY, HIDDEN, SYSTEM
from plugfest.protocols.ms_fsa.memory import MemoryStorage
from plugfest.protocols.ms_fsa.names import fold
from plugfest.protocols.ms_fsa.storage import ExtendedAttribute, Metadata, Storage, StreamState

NAMES = st.text("aAbBßéÉſ. \uf022\uf7e9\ud800😀", min_size=1, max_size=3).filter(lambda name: name not in (".", ".."))
STREAMS = st.sampled_from(["", "s", "ſt", "\ud800"])
OFFSETS = st.sampled_from([0, 1, 4095, 4096, 65535, 65536, 200_000])
TIMES = st.integers(132_000_000_000_000_000, 135_000_000_000_000_000)


@dataclass
class Node:
    metadata: Metadata
    streams: dict[str, bytearray] = field(default_factory=dict)
    names: dict[str, tuple[str, int]] = field(default_factory=dict)
    parent: int = 0

    @property
    def is_directory(self) -> bool:
        return bool(self.metadata.attributes & DIRECTORY)


def copy(metadata: Metadata) -> Metadata:
    streams = {name: StreamState(s.size, s.allocation_size, s.valid_data_length, s.is_sparse)
               for name, s in metadata.streams.items()}  # fmt: skip
    values = {name: getattr(metadata, name) for name in metadata.__slots__}
    return Metadata(**{**values, "streams": streams})


class StorageMachine(RuleBasedStateMachine):
    """The object store's part is played here: it saves metadata, and calls what it calls in its order."""

    directories = Bundle("directories")
    files = Bundle("files")

    def make(self) -> Storage:
        raise NotImplementedError

    def again(self) -> None:
        """Stop and start, where the storage survives that."""

    def __init__(self) -> None:
        super().__init__()
        self.storage = self.make()
        self.model: dict[int, Node] = {}
        self.numbers = count(1)
        self.real: dict[int, int] = {}

    @initialize(target=directories)
    def root(self) -> int:
        self.model[0] = Node(Metadata(DIRECTORY, 1, 1, 132_000_000_000_000_000, 1, b"root"))
        self.real[0] = self.storage.root
        self.save(0)
        return 0

    def save(self, node: int) -> None:
        self.storage.save(self.real[node], copy(self.model[node].metadata))

    def new(self, directory: int, name: str, metadata: Metadata) -> int | None:
        names = self.model[directory].names
        if fold(name) in names or not self.is_alive(directory):
            return None
        node = next(self.numbers)
        self.real[node] = self.storage.create(self.real[directory], name, copy(metadata))
        self.model[node] = Node(metadata, parent=directory)
        names[fold(name)] = (name, node)
        return node

    def is_alive(self, directory: int) -> bool:
        return directory in self.model and self.model[directory].metadata.links > 0

    @rule(target=directories, directory=directories, name=NAMES, time=TIMES)
    def create_directory(self, directory: int, name: str, time: int):  # type: ignore[no-untyped-def]
        node = self.new(directory, name, Metadata(DIRECTORY | HIDDEN, time, time + 1, time + 2, time + 3, b"directory"))
        return multiple() if node is None else node

    @rule(target=files, directory=directories, name=NAMES, time=TIMES)
    def create_file(self, directory: int, name: str, time: int):  # type: ignore[no-untyped-def]
        metadata = Metadata(ARCHIVE, time, time + 1, time + 2, time + 3, b"file", streams={"": StreamState()})
        node = self.new(directory, name, metadata)
        return multiple() if node is None else node

    @rule(directory=directories, name=NAMES)
    def look_up(self, directory: int, name: str) -> None:
        if self.is_alive(directory):
            found = self.storage.lookup(self.real[directory], name)
            expected = self.model[directory].names.get(fold(name))
            assert found == (None if expected is None else (self.real[expected[1]], expected[0]))

    @rule(node=files, directory=directories, name=NAMES)
    def link(self, node: int, directory: int, name: str) -> None:
        names = self.model[directory].names
        if fold(name) in names or not self.is_alive(directory) or not self.model[node].metadata.links:
            return
        self.storage.link(self.real[node], self.real[directory], name)
        names[fold(name)] = (name, node)
        self.model[node].metadata.links += 1
        self.save(node)

    @rule(directory=directories, data=st.data())
    def unlink(self, directory: int, data: st.DataObject) -> None:
        names = self.model[directory].names
        if not names:
            return
        name, node = names[data.draw(st.sampled_from(sorted(names)))]
        if self.model[node].names:
            return
        self.storage.unlink(self.real[directory], name)
        del names[fold(name)]
        self.model[node].metadata.links -= 1
        if not self.model[node].is_directory:
            self.save(node)

    @rule(target=files, node=consumes(files))
    def release(self, node: int):  # type: ignore[no-untyped-def]
        if self.model[node].metadata.links:
            return node
        self.storage.release(self.real[node])
        del self.model[node], self.real[node]
        return multiple()

    @rule(directory=directories, into=directories, data=st.data(), name=NAMES)
    def rename(self, directory: int, into: int, data: st.DataObject, name: str) -> None:
        names, new_names = self.model[directory].names, self.model[into].names
        if not names or not self.is_alive(into):
            return
        old, node = names[data.draw(st.sampled_from(sorted(names)))]
        above = into
        while above:
            if above == node:
                return
            above = self.model[above].parent
        if new_names.get(fold(name), ("", node))[1] != node or (fold(name) in new_names and fold(name) != fold(old)):
            return
        if fold(name) in new_names and directory != into:
            return
        self.storage.rename(self.real[directory], old, self.real[into], name)
        del names[fold(old)]
        new_names[fold(name)] = (name, node)
        self.model[node].parent = into

    # --- bytes --------------------------------------------------------------------------------------------------------

    @rule(
        node=files,
        stream=STREAMS,
        offset=OFFSETS,
        data=st.binary(min_size=1, max_size=9),
        repeat=st.sampled_from([1, 9000]),
    )
    def write(self, node: int, stream: str, offset: int, data: bytes, repeat: int) -> None:
        model = self.model[node]
        data *= repeat
        self.storage.write(self.real[node], stream, offset, memoryview(data))
        content = model.streams.setdefault(stream, bytearray())
        content.extend(bytes(max(0, offset + len(data) - len(content))))
        content[offset : offset + len(data)] = data
        self.sized(node, stream)

    def sized(self, node: int, stream: str) -> None:
        model = self.model[node]
        size = len(model.streams.get(stream, b""))
        model.metadata.streams[stream] = StreamState(size, size + 1, size // 2, bool(stream))
        self.save(node)

    @rule(node=files, stream=STREAMS, size=OFFSETS)
    def set_size(self, node: int, stream: str, size: int) -> None:
        self.storage.set_size(self.real[node], stream, size)
        content = self.model[node].streams.setdefault(stream, bytearray())
        del content[size:]
        content.extend(bytes(size - len(content)))
        self.sized(node, stream)

    @rule(node=files, stream=STREAMS, offset=OFFSETS, length=OFFSETS)
    def punch(self, node: int, stream: str, offset: int, length: int) -> None:
        self.storage.punch(self.real[node], stream, offset, length)
        content = self.model[node].streams.get(stream, bytearray())
        end = min(offset + length, len(content))
        if end > offset:
            content[offset:end] = bytes(end - offset)

    @rule(node=files, stream=STREAMS, offset=OFFSETS, length=OFFSETS)
    def read(self, node: int, stream: str, offset: int, length: int) -> None:
        expected = bytes(self.model[node].streams.get(stream, b"")[offset : offset + length]).ljust(length, b"\0")
        assert self.storage.read(self.real[node], stream, offset, length) == expected

    @rule(node=files, stream=STREAMS, offset=OFFSETS, length=OFFSETS)
    def allocated_ranges(self, node: int, stream: str, offset: int, length: int) -> None:
        content, reached = self.model[node].streams.get(stream, bytearray()), offset
        for start, size in self.storage.allocated_ranges(self.real[node], stream, offset, length):
            assert reached <= start
            assert size > 0
            assert start + size <= offset + length
            assert not any(content[reached:start])
            reached = start + size
        assert not any(content[reached : offset + length])

    @rule(node=files, stream=STREAMS)
    def delete_stream(self, node: int, stream: str) -> None:
        model = self.model[node]
        if not stream or stream not in model.metadata.streams:
            return
        self.storage.delete_stream(self.real[node], stream)
        model.metadata.streams.pop(stream)
        model.streams.pop(stream, None)
        self.save(node)

    @rule(node=files, stream=STREAMS, new=STREAMS)
    def rename_stream(self, node: int, stream: str, new: str) -> None:
        model = self.model[node]
        if stream == new or stream not in model.metadata.streams:
            return
        self.storage.rename_stream(self.real[node], stream, new)
        model.streams.pop(new, None)
        if stream in model.streams:
            model.streams[new] = model.streams.pop(stream)
        model.metadata.streams[new] = model.metadata.streams.pop(stream)
        if not stream:
            model.metadata.streams[""] = StreamState()
        self.save(node)

    # --- metadata -----------------------------------------------------------------------------------------------------

    @rule(
        node=st.one_of(files, directories),
        time=TIMES,
        value=st.sampled_from([b"", b"small", b"l" * 5000, b"h" * 60000]),
        hidden=st.booleans(),
    )
    def change(self, node: int, time: int, value: bytes, hidden: bool) -> None:
        if node not in self.model:
            return
        metadata = self.model[node].metadata
        metadata.last_write_time, metadata.change_time = time, time - 1
        metadata.attributes = metadata.attributes & ~SYSTEM | (SYSTEM if hidden else 0)
        metadata.extended_attributes = (ExtendedAttribute(b"NAME", value, 0x80),) if value else ()
        metadata.security, metadata.object_id = value or b"security", value[:64]
        metadata.reparse_tag, metadata.reparse_data = (0x80000019, value) if value else (0, b"")
        self.save(node)

    @rule(node=st.one_of(files, directories))
    def metadata(self, node: int) -> None:
        if node not in self.model:
            return
        found, expected = self.storage.metadata(self.real[node]), self.model[node].metadata
        if self.model[node].is_directory:  # names that come and go count as writes; the object store says when
            for name in ("last_write_time", "change_time", "last_access_time", "links"):
                setattr(found, name, getattr(expected, name))
        for name in Metadata.__slots__:
            assert getattr(found, name) == getattr(expected, name), name

    @rule(node=st.one_of(files, directories))
    def flush(self, node: int) -> None:
        if node in self.model:
            self.storage.flush(self.real[node])

    @rule()
    def restart(self) -> None:
        if any(not node.metadata.links for node in self.model.values()):
            return  # those would be gone
        before = dict(self.real)
        self.again()
        waiting = [0]
        while waiting:  # as an object store would, name by name
            directory = waiting.pop()
            for name, node in self.model[directory].names.values():
                assert self.storage.lookup(before[directory], name) == (before[node], name)
                if self.model[node].is_directory:
                    waiting.append(node)

    @rule(directory=directories, after=NAMES)
    def listed_from(self, directory: int, after: str) -> None:
        names = self.model[directory].names
        expected = [(names[key][0], self.real[names[key][1]]) for key in sorted(names) if key > fold(after)]
        assert list(self.storage.entries(self.real[directory], fold(after))) == expected

    @invariant()
    def listed(self) -> None:
        for number, node in self.model.items():
            if node.is_directory:
                expected = [(node.names[key][0], self.real[node.names[key][1]]) for key in sorted(node.names)]
                assert list(self.storage.entries(self.real[number])) == expected
                assert self.storage.is_empty(self.real[number]) == (not expected)
                assert self.storage.parent(self.real[number]) == self.real[node.parent]


class MemoryMachine(StorageMachine):
    def make(self) -> Storage:
        return MemoryStorage()


class DirectoryMachine(StorageMachine):
    """Few descriptors and places, so that both are used up."""

    extended_attributes = True

    def make(self) -> Storage:
        self.path = tempfile.mkdtemp(prefix="plugfest-storage-")
        return self.open()

    def open(self) -> DirectoryStorage:
        return DirectoryStorage(self.path, descriptors=8, names=10, extended_attributes=self.extended_attributes)

    def again(self) -> None:
        assert isinstance(self.storage, DirectoryStorage)
        self.storage.close()
        self.storage = self.open()

    def teardown(self) -> None:
        assert isinstance(self.storage, DirectoryStorage)
        self.storage.close()
        shutil.rmtree(self.path)


class TableMachine(DirectoryMachine):
    """As on a file system without extended attributes."""

    extended_attributes = False


_SETTINGS = settings(max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))
TestMemory = MemoryMachine.TestCase
TestDirectory = DirectoryMachine.TestCase
TestTable = TableMachine.TestCase
TestMemory.settings = TestDirectory.settings = TestTable.settings = _SETTINGS
