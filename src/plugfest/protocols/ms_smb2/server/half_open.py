"""[MS-SMB2] 3.3.6.3: connections on which nobody is logged on: how many there may be, and for how long."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.objects import Connection


class HalfOpen:
    """These connections, each with the time when it ends; the oldest first, as all get the same time."""

    def __init__(self) -> None:
        self._deadlines: dict[Connection, int] = {}

    def __len__(self) -> int:
        return len(self._deadlines)

    def add(self, connection: Connection, deadline: int) -> None:
        """Nobody is logged on here, or nobody any more."""
        self._deadlines.setdefault(connection, deadline)

    def discard(self, connection: Connection) -> None:
        """Somebody logged on, or it is gone."""
        self._deadlines.pop(connection, None)

    def oldest_of_the_busiest(self) -> Connection:
        """Whoever opens many pushes out its own, and no other address's."""
        counts = Counter(_address(connection) for connection in self._deadlines)
        busiest = counts.most_common(1)[0][0]
        return next(connection for connection in self._deadlines if _address(connection) == busiest)

    def overdue(self, now: int) -> list[Connection]:
        """Those whose time is over."""
        return [connection for connection, deadline in self._deadlines.items() if deadline <= now]

    @property
    def next_deadline(self) -> int | None:
        """When the next one's time is over."""
        return next(iter(self._deadlines.values()), None)


def _address(connection: Connection) -> str:
    """The peer's, without its port."""
    return connection.peer.rpartition(":")[0]
