"""What a path is, as the client's `stat` gives it; FILETIMEs and dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from plugfest.protocols.ms_fscc.constants import FileAttributes
from plugfest.protocols.ms_fscc.file_information import FileAllInformation

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def filetime(when: datetime | int | None) -> int:
    """[MS-DTYP] 2.3.3: a date with its time zone as a FILETIME; a FILETIME as it is; None as 0, which changes none."""
    if isinstance(when, datetime):
        return (when - _EPOCH) // timedelta(microseconds=1) * 10
    return when or 0


def date(value: int) -> datetime:
    """The date of a FILETIME, to the microsecond."""
    return _EPOCH + timedelta(microseconds=value // 10)


class Stat(msgspec.Struct, frozen=True):
    """A file or directory; times are FILETIMEs, with 100 ns each."""

    path: str
    attributes: FileAttributes
    size: int
    allocation_size: int
    creation_time: int
    last_access_time: int
    last_write_time: int
    change_time: int
    file_id: int
    """FileInternalInformation.IndexNumber: the same for every link of a file."""
    links: int
    is_directory: bool
    delete_pending: bool

    @property
    def created(self) -> datetime:
        """CreationTime."""
        return date(self.creation_time)

    @property
    def modified(self) -> datetime:
        """LastWriteTime."""
        return date(self.last_write_time)

    @classmethod
    def of(cls, path: str, found: FileAllInformation) -> Stat:
        """From the one class that has it all ([MS-FSCC] 2.4.2)."""
        basic, standard = found.basic_information, found.standard_information
        return cls(
            path=path,
            attributes=basic.file_attributes,
            size=standard.end_of_file,
            allocation_size=standard.allocation_size,
            creation_time=basic.creation_time,
            last_access_time=basic.last_access_time,
            last_write_time=basic.last_write_time,
            change_time=basic.change_time,
            file_id=found.internal_information.index_number,
            links=standard.number_of_links,
            is_directory=bool(standard.directory),
            delete_pending=bool(standard.delete_pending),
        )
