"""The proxy between real sockets: our client and our server, and smbclient and smbd."""

from __future__ import annotations

import asyncio
import os
import socket

import pytest

from plugfest.errors import Disconnected
from plugfest.net import connect
from plugfest.net.client import Connection
from plugfest.net.proxy import Closed, Observed, Opened, Refused, proxy
from plugfest.net.url import SmbUrl
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_smb2.client import ClientSettings
from plugfest.protocols.ms_smb2.constants import Command
from plugfest.protocols.ms_smb2.proxy import Lost, Seen
from tests.peers import need, run

pytestmark = [pytest.mark.anyio, pytest.mark.integration]


@pytest.mark.parametrize(
    "settings", [{}, {"require_signing": True}, {"encrypt": True}], ids=["", "signed", "encrypted"]
)
async def test_files_through_the_proxy(private_smbd, settings):
    seen: list[Observed] = []
    data = os.urandom(3 * 1024 * 1024 + 17)
    async with proxy(private_smbd.host, private_smbd.port, observer=lambda _, what: seen.append(what)) as running:
        credentials = Credentials(private_smbd.user, private_smbd.password)
        url = SmbUrl(running.host, running.port, credentials, "share")
        async with connect(url, settings=ClientSettings(**settings)) as tree:
            await tree.write_file("through.bin", data)
            assert await tree.read_file("through.bin") == data
            await tree.delete("through.bin")
    assert isinstance(seen[0], Opened)
    assert isinstance(seen[-1], Closed)
    commands = {packet.header.command for each in seen if isinstance(each, Seen) for packet in each.packets}
    hidden = sum(isinstance(each, Seen) and each.name == "SMB2 TRANSFORM_HEADER" for each in seen)
    assert (hidden > 0) == bool(settings.get("encrypt"))
    assert (Command.WRITE in commands) == (not hidden)
    assert not any(isinstance(each, Lost) for each in seen)


async def test_smbclient_through_the_proxy(private_smbd, tmp_path):
    need("smbclient", "smbclient")
    source = tmp_path / "source"
    source.write_bytes(os.urandom(2_000_001))
    async with proxy(private_smbd.host, private_smbd.port) as running:
        await asyncio.to_thread(
            run,
            *("smbclient", f"//{running.host}/share", "-p", str(running.port)),
            *("-U", f"{private_smbd.user}%{private_smbd.password}"),
            *("-c", f"put {source} sent; get sent {tmp_path}/back; del sent"),
        )
    assert (tmp_path / "back").read_bytes() == source.read_bytes()


async def test_an_observer_that_fails_does_not_touch_the_traffic(private_smbd):
    failures: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failures.append(context))

    def fails(number: int, what: Observed) -> None:
        raise ZeroDivisionError

    async with (
        proxy(private_smbd.host, private_smbd.port, observer=fails) as running,
        await Connection.open(running.host, running.port) as connection,
    ):
        (await connection.negotiate()).check()
    assert failures


async def test_garbage_goes_through_both_ways():
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"you said " + await reader.read(100))
        writer.close()

    seen: list[Observed] = []
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with proxy("127.0.0.1", port, observer=lambda _, what: seen.append(what)) as running:
            reader, writer = await asyncio.open_connection(running.host, running.port)
            writer.write(b"\x05 hello")
            assert await reader.read() == b"you said \x05 hello"
            writer.close()
            await writer.wait_closed()
    assert sum(isinstance(each, Lost) for each in seen) == 2


async def test_a_server_that_is_not_there():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        seen: list[Observed] = []
        async with (
            proxy("127.0.0.1", port, observer=lambda _, what: seen.append(what)) as running,
            await Connection.open(running.host, running.port) as connection,
        ):
            with pytest.raises(Disconnected):
                await connection.negotiate()
        assert isinstance(seen[0], Refused)
