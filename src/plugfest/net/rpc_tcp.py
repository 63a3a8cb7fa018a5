"""RPC over TCP ([MS-RPCE] 2.1.1.1): a client for one interface, with NTLM or without, and the endpoint mapper."""

from __future__ import annotations

import asyncio
import os
from types import TracebackType
from typing import Self, TypeVar

from plugfest.errors import DeadlineExceeded, Disconnected, RemoteProtocolError, StatusError, TargetUnreachable
from plugfest.net.client import filetime_now
from plugfest.protocols.ms_nlmp import CLIENT_CONFIG_FLAGS, Credentials, NegotiateFlags, NtlmClient
from plugfest.protocols.ms_rpce import (
    AuthenticationLevel,
    BindRefused,
    Bound,
    ClientAssociation,
    ClientSecurity,
    Event,
    Faulted,
    Responded,
)
from plugfest.protocols.ms_rpce.endpoint_mapper import EPT, EptMap, port_of, tower_of
from plugfest.wire.ndr import Interface, NdrStructure, Request

R = TypeVar("R", bound=NdrStructure)

ENDPOINT_MAPPER_PORT = 135
DEADLINE = 15.0
PRIVACY = AuthenticationLevel.RPC_C_AUTHN_LEVEL_PKT_PRIVACY
LEVELS = {
    "connect": AuthenticationLevel.RPC_C_AUTHN_LEVEL_CONNECT,
    "integrity": AuthenticationLevel.RPC_C_AUTHN_LEVEL_PKT_INTEGRITY,
    "privacy": PRIVACY,
}
_CHUNK = 65536


class TcpRpcClient:
    """One association over one TCP connection."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        interface: Interface,
        security: ClientSecurity | None = None,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self.interface = interface
        self.association = ClientAssociation(security=security)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def bind(self) -> None:
        """Bind the interface. Raises StatusError where the server refuses."""
        event = await self.transact([self.association.bind(self.interface)])
        match event:
            case Bound(accepted=accepted) if accepted:
                self._writer.write(self.association.rpc_auth_3())
                return
            case Bound(results=results):
                raise StatusError(f"RPC bind to {self.interface.name}", results[0].reason if results else 0)
            case BindRefused(reason=reason):
                raise StatusError(f"RPC bind to {self.interface.name}", reason)
        raise RemoteProtocolError(f"{type(event).__name__} in answer to bind")

    async def call(self, request: Request[R]) -> R:
        """Call a method; gives its response, whatever it returns. Raises Fault, and WireError for a bad response."""
        event = await self.transact(self.association.call(request))
        if isinstance(event, Faulted):
            raise event.error()
        if not isinstance(event, Responded) or event.call_id != self.association.call_id:
            raise RemoteProtocolError(f"{type(event).__name__} in answer to call {self.association.call_id}")
        return request.response().decode(event.stub)

    async def transact(self, pdus: list[bytes]) -> Event:
        """Send PDUs; give the first event that comes back."""
        self._writer.writelines(pdus)
        try:
            async with asyncio.timeout(DEADLINE):
                await self._writer.drain()
                while True:
                    received = await self._reader.read(_CHUNK)
                    if not received:
                        raise Disconnected("the peer closed the connection in the middle of a call")
                    if events := self.association.receive(received):
                        return events[0]
        except TimeoutError as error:
            raise DeadlineExceeded(f"no answer within {DEADLINE:.0f} s") from error
        except ConnectionError as error:
            raise Disconnected(f"the connection broke: {error}") from error

    async def close(self) -> None:
        """Close the connection."""
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except ConnectionError:
            return  # it was gone already


async def open_tcp(
    host: str,
    port: int | None,
    interface: Interface,
    credentials: Credentials | None = None,
    level: AuthenticationLevel = PRIVACY,
) -> TcpRpcClient:
    """Connect and bind, as somebody or as nobody; without a port the endpoint mapper is asked.

    Raises TargetUnreachable, StatusError.
    """
    security = None
    if credentials is not None:
        security = ClientSecurity(_ntlm(credentials, level), level)
    client = await _connected(host, await endpoint(host, interface) if port is None else port, interface, security)
    try:
        await client.bind()
    except BaseException:
        await client.close()
        raise
    return client


def _ntlm(credentials: Credentials, level: AuthenticationLevel) -> NtlmClient:
    """[MS-RPCE] 3.3.1.5.2.2: a level asks for what it uses. Samba refuses signing at the level of connections."""
    flags = CLIENT_CONFIG_FLAGS
    if level < AuthenticationLevel.RPC_C_AUTHN_LEVEL_PKT_INTEGRITY:
        flags &= ~NegotiateFlags.NTLMSSP_NEGOTIATE_SIGN
    sealed = level >= PRIVACY
    return NtlmClient(credentials, random=os.urandom, now=filetime_now(), flags=flags, confidentiality=sealed)


async def endpoint(host: str, interface: Interface, mapper_port: int = ENDPOINT_MAPPER_PORT) -> int:
    """The TCP port of an interface, from the endpoint mapper ([C706] appendix O). Raises StatusError if it has none."""
    async with await _connected(host, mapper_port, EPT) as mapper:
        await mapper.bind()
        answer = await mapper.call(EptMap(map_tower=tower_of(interface), max_towers=4))
    for tower in answer.towers:
        if tower is not None and (port := port_of(tower)):
            return port
    raise StatusError(f"ept_map of {interface.name}", answer.status)


async def _connected(
    host: str, port: int, interface: Interface, security: ClientSecurity | None = None
) -> TcpRpcClient:
    try:
        async with asyncio.timeout(DEADLINE):
            reader, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError) as error:
        raise TargetUnreachable(f"{host}:{port}: {error or 'no answer'}") from error
    return TcpRpcClient(reader, writer, interface, security)
