"""A volume in memory with a clock that only tests move, and short ways to use it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest

from plugfest.protocols.ms_dtyp import Sid, Token
from plugfest.protocols.ms_dtyp.sid import EVERYONE
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_fsa import (
    MemoryStorage,
    Open,
    SecurityContext,
    Volume,
    close_file,
    open_file,
    query_directory,
    query_information,
    set_information,
)
from plugfest.protocols.ms_fsa.constants import (
    FILE_ALL_ACCESS,
    FILE_CREATE,
    FILE_DIRECTORY_FILE,
    FILE_OPEN,
    FILE_OPEN_IF,
)
from plugfest.protocols.ms_fscc.constants import FileAttributes, FileInformationClass
from plugfest.protocols.ms_fscc.directory_information import FileNamesInformation
from plugfest.protocols.ms_fscc.entries import FileStreamInformation
from plugfest.protocols.ms_fscc.file_information import (
    FileBasicInformation,
    FileDispositionInformation,
    FileLinkInformation,
    FileRenameInformation,
    FileStandardInformation,
)
from plugfest.protocols.ms_fscc.lists import read_list

SHARE_ALL = 7
ALICE = Sid.parse("S-1-5-21-1-2-3-1000")
BOB = Sid.parse("S-1-5-21-1-2-3-1001")
DOMAIN_USERS = Sid.parse("S-1-5-21-1-2-3-513")
START = 133_000_000_000_000_000


def token(user: Sid = ALICE, *privileges: str, groups: frozenset[Sid] = frozenset()) -> Token:
    """A user that is one of everybody."""
    return Token(user, DOMAIN_USERS, groups | {EVERYONE}, frozenset(privileges))


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> int:
        return self.now

    def tick(self, amount: int = 1) -> int:
        self.now += amount
        return self.now


class Store:
    """A volume, and alice who uses it."""

    def __init__(self, **settings: object) -> None:
        self.clock = Clock()
        self.storage = MemoryStorage()
        self.volume = Volume(self.storage, self.clock, **settings)  # type: ignore[arg-type]
        self.alice = SecurityContext(token())
        self.bob = SecurityContext(token(BOB))

    def open(self, path: str, access: int = FILE_ALL_ACCESS, share: int = SHARE_ALL, **more: object) -> Open:
        """Open; everything is allowed to the others unless `share` says less."""
        context = more.pop("context", self.alice)
        return open_file(self.volume, context, path, access, share_access=share, **more)[0]  # type: ignore[arg-type]

    def create(self, path: str, access: int = FILE_ALL_ACCESS, share: int = SHARE_ALL, **more: object) -> Open:
        """Create; fails where there is one."""
        return self.open(path, access, share, disposition=FILE_CREATE, **more)

    def make(self, path: str, content: bytes = b"") -> None:
        """A file with this content, closed again."""
        from plugfest.protocols.ms_fsa import write

        open_ = self.open(path, disposition=FILE_OPEN_IF)
        write(open_, 0, content)
        close_file(open_)

    def mkdir(self, path: str) -> None:
        """A directory, closed again."""
        close_file(self.create(path, options=FILE_DIRECTORY_FILE))

    def exists(self, path: str) -> bool:
        """Can it be opened?"""
        status = status_of(lambda: close_file(self.open(path, 0x80, disposition=FILE_OPEN)))
        missing = (NtStatus.STATUS_OBJECT_NAME_NOT_FOUND, NtStatus.STATUS_OBJECT_PATH_NOT_FOUND)
        assert status is None or status in missing
        return status is None

    def names(self, path: str = "", pattern: str = "*", limit: int = 4096) -> list[str]:
        """The names in a directory, without the dot directory names."""
        directory = self.open(path, 1, options=FILE_DIRECTORY_FILE)
        found = [name for name in listed(directory, pattern, limit) if name not in (".", "..")]
        close_file(directory)
        return found


@pytest.fixture
def store() -> Store:
    """An empty one."""
    return Store()


@contextlib.contextmanager
def refused(*statuses: NtStatus) -> Iterator[None]:
    """The block is refused with one of these."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.status in statuses, caught.value


def status_of(operation: Callable[[], object]) -> NtStatus | None:
    """With what an operation is refused; None if it is not."""
    try:
        operation()
    except Refused as refusal:
        return refusal.status
    return None


def listed(directory: Open, pattern: str = "*", limit: int = 4096) -> list[str]:
    """All names that a scan from the beginning gives."""
    found: list[str] = []
    restart = True
    with refused(NtStatus.STATUS_NO_MORE_FILES, NtStatus.STATUS_NO_SUCH_FILE):
        while True:
            data, _ = query_directory(
                directory, FileInformationClass.FileNamesInformation, pattern, limit, restart=restart
            )
            restart = False
            found += [entry.file_name for entry in read_list(FileNamesInformation, data)]
    return found


def delete(open_: Open, pending: int = 1) -> None:
    """Mark for deletion, or not."""
    data = FileDispositionInformation(pending).encode()
    set_information(open_, FileInformationClass.FileDispositionInformation, data)


def rename(open_: Open, name: str, replace: bool = False) -> None:
    """Give it another name."""
    data = FileRenameInformation(replace, file_name=name).encode()
    set_information(open_, FileInformationClass.FileRenameInformation, data)


def link(open_: Open, name: str, replace: bool = False) -> None:
    """Give it one more name."""
    data = FileLinkInformation(replace, file_name=name).encode()
    set_information(open_, FileInformationClass.FileLinkInformation, data)


def set_basic(
    open_: Open, creation: int = 0, access: int = 0, write: int = 0, change: int = 0, attributes: int = 0
) -> None:
    """Set times and attributes."""
    data = FileBasicInformation(creation, access, write, change, FileAttributes(attributes)).encode()
    set_information(open_, FileInformationClass.FileBasicInformation, data)


def basic(open_: Open) -> FileBasicInformation:
    """Times and attributes."""
    return FileBasicInformation.decode(query_information(open_, FileInformationClass.FileBasicInformation, 40)[0])


def standard(open_: Open) -> FileStandardInformation:
    """Sizes, links, delete pending."""
    return FileStandardInformation.decode(query_information(open_, FileInformationClass.FileStandardInformation, 24)[0])


def streams(open_: Open) -> list[str]:
    """The names of its streams."""
    data = query_information(open_, FileInformationClass.FileStreamInformation, 4096)[0]
    return [entry.stream_name for entry in read_list(FileStreamInformation, data)]
