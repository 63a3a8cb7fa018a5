"""[MS-SMB2] 3.3.1.5: GlobalOpenTable and its like, in the order in which things came, and ServerStatistics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


class GlobalTable(Generic[T]):
    """What is there now, by an id of its own that no later one gets: [MS-SRVS] 3.1.6.2 to 3.1.6.7."""

    def __init__(self) -> None:
        self._entries: dict[int, T] = {}
        self._next = 1

    def add(self, entry: T) -> int:
        """Its id."""
        number = self._next
        self._next = number + 1 & 0xFFFFFFFF or 1
        self._entries[number] = entry
        return number

    def remove(self, number: int) -> None:
        """It is gone, or was before."""
        self._entries.pop(number, None)

    def get(self, number: int) -> T | None:
        """What has this id."""
        return self._entries.get(number)

    def __iter__(self) -> Iterator[T]:
        return iter(list(self._entries.values()))

    def __len__(self) -> int:
        return len(self._entries)


@dataclass
class ServerStatistics:
    """3.3.1.5 ServerStatistics: the members of STAT_SERVER_0 ([MS-SRVS] 2.2.4.39) that this server counts."""

    fopens: int = 0
    sopens: int = 0
    stimedout: int = 0
    pwerrors: int = 0
    permerrors: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0
