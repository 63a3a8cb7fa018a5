"""RPC over TCP: towers against impacket, and a call through the endpoint mapper of a server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from plugfest.errors import StatusError, TargetUnreachable
from plugfest.net import rpc_tcp
from plugfest.net.rpc_tcp import endpoint, open_tcp
from plugfest.protocols.ms_rpce import ServerAssociation
from plugfest.protocols.ms_rpce.endpoint_mapper import EPT, EptMap, EptMapResponse, Tower, port_of, tower_of
from plugfest.protocols.ms_srvs import SRVSVC, ServerService
from plugfest.protocols.ms_srvs.types import NetrRemoteTOD
from plugfest.protocols.rules import Rules
from plugfest.wire.ndr import TransferSyntax
from tests.protocols.ms_srvs.helpers import ADMINISTRATOR, Constant

EPT_S_NOT_REGISTERED = 0x16C9A0D6


def test_the_tower_is_impackets() -> None:
    epm = pytest.importorskip("impacket.dcerpc.v5.epm")
    ours = tower_of(SRVSVC)
    tower = epm.EPMTower(ours.tower_octet_string)
    assert tower["NumberOfFloors"] == 5
    floors = tower["Floors"]
    assert str(floors[0]).lower() == f"{SRVSVC.uuid} v3.0".lower() or str(SRVSVC.uuid).upper() in str(floors[0]).upper()
    assert b"".join(floor.getData() for floor in floors) == ours.tower_octet_string[2:]
    assert port_of(ours) == 0
    told = ours.tower_octet_string.replace(b"\x07\x02\x00\x00\x00", b"\x07\x02\x00\xc0\x01")
    assert port_of(Tower(tower_octet_string=told)) == 0xC001
    assert port_of(Tower(tower_octet_string=told[:20])) == 0


class _Mapper:
    """An endpoint mapper that knows one port."""

    interface = EPT

    def __init__(self, port: int) -> None:
        self.port = port

    def call(self, opnum: int, stub: bytes, context: Any, syntax: TransferSyntax) -> bytes:
        request = EptMap.decode(stub)
        assert opnum == EptMap.opnum
        assert request.map_tower is not None
        octets = request.map_tower.tower_octet_string
        if octets != tower_of(SRVSVC).tower_octet_string:
            return EptMapResponse(status=EPT_S_NOT_REGISTERED).encode()
        told = octets.replace(b"\x07\x02\x00\x00\x00", b"\x07\x02\x00" + self.port.to_bytes(2, "big"))
        return EptMapResponse(num_towers=1, towers=(Tower(tower_octet_string=told),)).encode()


@asynccontextmanager
async def _serving(made: Callable[[], Any]) -> AsyncIterator[int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        association = ServerAssociation((made(),), ADMINISTRATOR)
        while data := await reader.read(65536):
            writer.writelines(association.receive(data))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def test_a_call_through_the_endpoint_mapper(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with (
            _serving(lambda: ServerService(Constant(), Rules())) as port,
            _serving(lambda: _Mapper(port)) as mapper,
        ):
            assert await endpoint("127.0.0.1", SRVSVC, mapper) == port
            with pytest.raises(StatusError, match="16C9A0D6"):
                await endpoint("127.0.0.1", EPT, mapper)
            async with await open_tcp("127.0.0.1", port, SRVSVC) as client:
                assert (await client.call(NetrRemoteTOD())).ReturnValue == 0
            with pytest.raises(StatusError, match="bind"):
                await open_tcp("127.0.0.1", port, EPT)
        with pytest.raises(TargetUnreachable):
            await open_tcp("127.0.0.1", port, SRVSVC)

    monkeypatch.setattr(rpc_tcp, "DEADLINE", 5.0)
    asyncio.run(run())
