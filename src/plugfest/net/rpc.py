"""RPC over named pipes ([MS-RPCE] 2.1.1.2): a client for one interface on one pipe."""

from __future__ import annotations

from types import TracebackType
from typing import Self, TypeVar

from plugfest.errors import RemoteProtocolError, StatusError
from plugfest.net.pipe import Pipe
from plugfest.net.session import Session
from plugfest.net.tree import Tree
from plugfest.protocols.ms_rpce import BindRefused, Bound, ClientAssociation, Event, Faulted, Responded
from plugfest.wire.ndr import NDR, Interface, NdrStructure, Request, TransferSyntax

R = TypeVar("R", bound=NdrStructure)


class RpcClient:
    """One association over one pipe. For PDUs that no client would send, use `pipe` and `association`."""

    def __init__(self, pipe: Pipe, interface: Interface, syntax: TransferSyntax = NDR) -> None:
        self.pipe = pipe
        self.interface = interface
        self.association = ClientAssociation(syntax=syntax)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.pipe.connection.is_closed:
            await self.close()

    async def bind(self, *, deadline: float | None = None) -> None:
        """Bind the interface. Raises StatusError where the server refuses."""
        event = await self.transact([self.association.bind(self.interface)], deadline=deadline)
        match event:
            case Bound(accepted=accepted) if accepted:
                return
            case Bound(results=results):
                raise StatusError(f"RPC bind to {self.interface.name}", results[0].reason if results else 0)
            case BindRefused(reason=reason):
                raise StatusError(f"RPC bind to {self.interface.name}", reason)
        raise RemoteProtocolError(f"{type(event).__name__} in answer to bind")

    async def call(self, request: Request[R], *, deadline: float | None = None) -> R:
        """Call a method; gives its response, whatever it returns. Raises Fault, and WireError for a bad response."""
        event = await self.transact(self.association.call(request), deadline=deadline)
        if isinstance(event, Faulted):
            raise event.error()
        if not isinstance(event, Responded) or event.call_id != self.association.call_id:
            raise RemoteProtocolError(f"{type(event).__name__} in answer to call {self.association.call_id}")
        return request.response().decode(event.stub, syntax=self.association.syntax)

    async def transact(self, pdus: list[bytes], *, deadline: float | None = None) -> Event:
        """Send PDUs, the last one by FSCTL_PIPE_TRANSCEIVE; give the first event that comes back."""
        for pdu in pdus[:-1]:
            await self.pipe.write(pdu, deadline=deadline)
        received = await self.pipe.transceive(pdus[-1], deadline=deadline)
        while not (events := self.association.receive(received)):
            received = await self.pipe.read(deadline=deadline)
            if not received:
                raise RemoteProtocolError("the pipe gives no more bytes in the middle of an answer")
        return events[0]

    async def close(self) -> None:
        """Close the pipe."""
        await self.pipe.close()


async def open_rpc(
    place: Session | Tree,
    pipe: str,
    interface: Interface,
    *,
    deadline: float | None = None,
    syntax: TransferSyntax = NDR,
) -> RpcClient:
    """Open a pipe and bind an interface; on a session, IPC$ is connected first. Raises StatusError."""
    tree = await place.tree_connect("IPC$") if isinstance(place, Session) else place
    client = RpcClient(await tree.open_pipe(pipe), interface, syntax)
    await client.bind(deadline=deadline)
    return client
