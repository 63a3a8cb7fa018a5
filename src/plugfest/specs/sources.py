"""What `docs add` is given: files, folders and zip archives, as the documents' bytes. Archives are not trusted."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from plugfest.errors import InputError
from plugfest.specs.markdown import MAX_BYTES

MAX_ARCHIVE_BYTES = 2 * 1024 * 1024 * 1024
MAX_RATIO = 200
"""Text shrinks to a fifth; what shrinks to less than a two-hundredth is no text."""
SUFFIX = ".md"
_UNREADABLE = (OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
"""What damaged or foreign archives make their reader raise."""


class Source(NamedTuple):
    """One document to read: a file, or a member of an archive."""

    path: Path
    member: str = ""

    @property
    def origin(self) -> str:
        """For messages."""
        return f"{self.path}!{self.member}" if self.member else str(self.path)

    def read(self) -> bytes:
        """The bytes. Raises InputError if they cannot be had or are too many."""
        try:
            if self.member:
                with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as file:
                    data = file.read(MAX_BYTES + 1)
            else:
                with self.path.open("rb") as file:
                    data = file.read(MAX_BYTES + 1)
        except _UNREADABLE as error:
            raise InputError(f"{self.origin}: {getattr(error, 'strerror', None) or error}") from error
        if len(data) > MAX_BYTES:
            raise InputError(f"{self.origin}: too large for a specification (over {MAX_BYTES >> 20} MB)")
        return data


def sources(paths: Iterable[Path]) -> Iterator[Source | InputError]:
    """The documents under some paths, each once; an error in place of a path that has none or cannot be read."""
    seen: set[tuple[Path, str]] = set()
    for path in paths:
        try:
            found = list(_sources(path))
        except InputError as error:
            yield error
            continue
        if not found:
            yield InputError(f"{path}: no document in it (looked for *{SUFFIX})")
        for source in found:
            key = (source.path.resolve(), source.member)
            if key not in seen:
                seen.add(key)
                yield source


def _sources(path: Path) -> Iterator[Source]:
    if path.is_dir():
        for file in sorted(path.rglob(f"*{SUFFIX}")):
            if file.is_file() and not file.name.startswith("."):
                yield Source(file)
    elif not path.exists():
        raise InputError(f"{path}: no such file or folder")
    elif not path.is_file():  # to read from a pipe or a device may take for ever
        raise InputError(f"{path}: neither a file nor a folder")
    elif path.suffix.lower() == ".zip":
        yield from _members(path)
    else:
        yield Source(path)


def _members(path: Path) -> Iterator[Source]:
    """The documents in an archive. One bad member condemns it."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except _UNREADABLE as error:
        raise InputError(f"{path}: not a zip archive that can be read ({error})") from error
    total = 0
    for member in members:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or (name.parts and ":" in name.parts[0]):
            raise InputError(f"{path}: has a member outside of itself ({member.filename!r})")
        if member.flag_bits & 1:
            raise InputError(f"{path}: is encrypted")
        total += member.file_size
        bomb = member.file_size > MAX_RATIO * max(member.compress_size, 1) and member.file_size > 1 << 20
        if bomb or member.file_size > MAX_BYTES or total > MAX_ARCHIVE_BYTES:
            raise InputError(f"{path}: unpacks to more than a specification can be ({member.filename!r})")
    for member in sorted(members, key=lambda item: item.filename):
        if not member.is_dir() and member.filename.lower().endswith(SUFFIX):
            yield Source(path, member.filename)
