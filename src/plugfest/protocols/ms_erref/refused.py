"""How a rule refuses what it was asked for."""

from __future__ import annotations

from plugfest.protocols.ms_erref.ntstatus import NtStatus


class Refused(Exception):
    """The operation fails with this status."""

    def __init__(self, status: NtStatus) -> None:
        super().__init__(status.name)
        self.status = status
