"""A service that echoes, and the two sides of a connection joined in memory."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from plugfest.errors import WireError
from plugfest.protocols.ms_rpce import ClientAssociation, Event, Fault, FaultStatus, ServerAssociation
from plugfest.wire.ndr import Interface, TransferSyntax

ECHO = Interface("echo", UUID("12345678-1234-5678-9abc-def012345678"), 1, 2, opnums=4)
NEWER = Interface("echo", ECHO.uuid, 1, 3, opnums=4)
OTHER = Interface("other", UUID(int=7), 1, opnums=1)


class Echo:
    """opnum 0 gives its stub back; 1 faults; 2 finds the stub bad; 3 says who calls."""

    interface = ECHO

    def call(self, opnum: int, stub: bytes, context: Any, syntax: TransferSyntax) -> bytes:
        if opnum == 1:
            raise Fault(FaultStatus.nca_s_fault_access_denied)
        if opnum == 2:
            raise WireError("Echo", "", 0, "bad")
        return str(context).encode() if opnum == 3 else stub


class Joined:
    """A client and a server; bytes travel in chunks of `step`, or whole."""

    def __init__(self, step: int = 0, max_frag: int = 4280) -> None:
        self.client = ClientAssociation(max_frag)
        self.server = ServerAssociation((Echo(),), "alice", endpoint="\\PIPE\\echo")
        self.step = step

    def _chunks(self, data: bytes) -> list[bytes]:
        step = self.step or len(data) or 1
        return [data[start : start + step] for start in range(0, len(data), step)]

    def send(self, *pdus: bytes) -> list[Event]:
        """What the client hears in answer to these PDUs."""
        events: list[Event] = []
        for chunk in self._chunks(b"".join(pdus)):
            for answer in self.server.receive(chunk):
                for part in self._chunks(answer):
                    events += self.client.receive(part)
        return events

    def bound(self) -> Joined:
        """Bind the echo interface."""
        self.send(self.client.bind(ECHO))
        return self
