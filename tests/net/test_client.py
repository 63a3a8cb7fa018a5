"""The client driver: against our own server, and against servers that answer nothing, garbage or half of it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from plugfest.errors import (
    DeadlineExceeded,
    Disconnected,
    Error,
    InputError,
    LocalProtocolError,
    RemoteProtocolError,
    StatusError,
    TargetUnreachable,
)
from plugfest.net import SmbUrl, connect, open_rpc
from plugfest.net.client import ClosedEvent, Connection, FrameEvent
from plugfest.net.server import serve
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_smb2.client import ClientSettings
from plugfest.protocols.ms_smb2.constants import Command, Dialect, HeaderFlags
from plugfest.protocols.ms_smb2.framing import frame
from plugfest.protocols.ms_smb2.header import Header
from plugfest.protocols.ms_smb2.messages import encode_message
from plugfest.protocols.ms_smb2.negotiate import NegotiateResponse
from plugfest.protocols.ms_smb2.read_write import EchoRequest, ReadRequest
from plugfest.protocols.ms_smb2.server import ServerConfig, Share, User
from plugfest.protocols.ms_srvs.client import entries, share_enum
from plugfest.protocols.ms_srvs.types import SRVSVC
from plugfest.wire.ndr import Interface

pytestmark = pytest.mark.anyio
ALICE = Credentials("alice", "secret")
CONFIG = ServerConfig(
    users=(User.with_password("alice", "secret"),),
    shares=(
        Share("IPC$", type=0x80000003),
        Share("share"),
        *(Share(f"share{n:03}", remark="x" * 40) for n in range(90)),
    ),
)
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(talk: Talk, **options: object) -> AsyncIterator[Connection]:
    """A connection to a server that does this with it."""
    tasks: list[asyncio.Task[None]] = []

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.append(task)
        try:
            await talk(reader, writer)
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    connection = await Connection.open(host, port, **{"deadline": 5.0, **options})  # type: ignore[arg-type]
    try:
        yield connection
    finally:
        await connection.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        server.close()
        await server.wait_closed()


async def request_from(reader: asyncio.StreamReader) -> bytes:
    size = int.from_bytes(await reader.readexactly(4), "big")
    return await reader.readexactly(size)


def says(data: bytes) -> Talk:
    """Waits for one request, sends these bytes and closes."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_from(reader)
        writer.write(data)
        await writer.drain()

    return talk


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


# --- our own server ---------------------------------------------------------------------------------------------------


async def test_share_by_its_address():
    events: list[FrameEvent | ClosedEvent] = []
    async with serve(CONFIG) as server:
        url = f"smb://alice:secret@127.0.0.1:{server.port}/IPC$"
        async with connect(url, observer=events.append) as tree:
            rpc = await open_rpc(tree, "srvsvc", SRVSVC)
            response = await rpc.call(share_enum(1))  # longer than one fragment
            assert len(entries(response)) == 92
    frames = [event for event in events if isinstance(event, FrameEvent)]
    names = [packet.name for event in frames for packet in event.packets or ()]
    assert names[:2] == ["SMB2 NEGOTIATE Request", "SMB2 NEGOTIATE Response"]
    assert [name for name in names if name.endswith("Request")][-3:] == [
        "SMB2 CLOSE Request",
        "SMB2 TREE_DISCONNECT Request",
        "SMB2 LOGOFF Request",
    ]
    assert [event.sent for event in frames[:4]] == [True, False, True, False]
    assert all(int.from_bytes(event.wire[:4], "big") == len(event.wire) - 4 for event in frames)
    assert all(event.plaintext == event.wire[4:] for event in frames)
    assert [event.time for event in events] == sorted(event.time for event in events)
    assert frames[-1].session_key == tree.session.session_key
    assert len(frames[-1].session_key) == 16
    assert frames[-1].session_id == tree.session.session_id
    assert events[-1] == ClosedEvent(time=events[-1].time, by_peer=False)


async def test_rpc_bind_that_is_refused():
    other = Interface("other", SRVSVC.uuid, 77, 0, (), "srvsvc")
    async with serve(CONFIG) as server, connect(SmbUrl("127.0.0.1", server.port, ALICE, "IPC$")) as tree:
        with pytest.raises(StatusError, match="RPC bind to other"):
            await open_rpc(tree, "srvsvc", other)


async def test_address_without_a_share():
    with pytest.raises(InputError, match="names no share"):
        async with connect("smb://alice:secret@127.0.0.1"):
            pass


async def dribble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(4096):
        for index in range(len(data)):
            writer.write(data[index : index + 1])
            await asyncio.sleep(0)


async def test_one_byte_at_a_time():
    async with serve(CONFIG) as server:

        async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", server.port)
            inner_writer.transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                await asyncio.gather(dribble(reader, inner_writer), dribble(inner_reader, writer))
            finally:
                inner_writer.close()
                await inner_writer.wait_closed()

        async with listening(relay) as connection:
            await connection.negotiate()
            session = await connection.session_setup(ALICE)
            tree = await session.tree_connect("IPC$")
            async with await open_rpc(tree, "srvsvc", SRVSVC) as rpc:
                assert len(entries(await rpc.call(share_enum(0)))) == 92


async def test_pending_read_is_cancelled_and_the_connection_goes_on():
    async with serve(CONFIG) as server, await Connection.open("127.0.0.1", server.port) as connection:
        await connection.negotiate()
        session = await connection.session_setup(ALICE)
        tree = await session.tree_connect("IPC$")
        pipe = await tree.open_pipe("srvsvc")
        pending = await connection.send(ReadRequest(length=10, file_id=pipe.file_id), session=session, tree=tree)
        with pytest.raises(DeadlineExceeded, match=r"no response to READ \(MessageId \d+\) within 0.05 s"):
            await pending.reply(0.05)
        await pending.cancel()
        with pytest.raises(StatusError, match="STATUS_CANCELLED"):
            (await pending.reply()).check()
        final = await connection.send(EchoRequest())
        assert await final.interim() is None
        assert (await final.reply()).status == 0


# --- servers that are not there, or that are no servers ---------------------------------------------------------------


async def test_nobody_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(TargetUnreachable, match=rf"127.0.0.1:{port} cannot be reached: Connection refused"):
            await Connection.open("127.0.0.1", port)


async def test_nobody_accepts():
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        others = [socket.socket() for _ in range(4)]
        for other in others:
            other.setblocking(False)
            other.connect_ex(("127.0.0.1", port))
        with pytest.raises(TargetUnreachable, match="does not answer within"):
            await Connection.open("127.0.0.1", port, deadline=0.2)
        for other in others:
            other.close()


@pytest.mark.parametrize("host", ["a..b", "127.0.0.1\0"])
async def test_host_that_is_none(host):
    with pytest.raises(TargetUnreachable):
        await Connection.open(host, 445)


async def test_host_that_nobody_knows(monkeypatch):
    asked = []

    def nobody_knows(host, *arguments, **named):
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody_knows)
    with pytest.raises(TargetUnreachable, match="Name or service not known"):
        await Connection.open("no-such-host.invalid", 445)
    assert asked == ["no-such-host.invalid"]


async def test_no_answer():
    async with listening(silent, deadline=0.1) as connection:
        with pytest.raises(DeadlineExceeded, match=r"no response to NEGOTIATE \(MessageId 0\) within 0.1 s"):
            await connection.negotiate()
        with pytest.raises(DeadlineExceeded, match="no credits: 1 wanted, 0 at hand"):
            await connection.echo()
        with pytest.raises(DeadlineExceeded, match="did not close the connection"):
            await connection.closed()
        assert not connection.is_closed


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"", Disconnected, "the server closed the connection"),
        (b"\0\0\1\0only a part", Disconnected, "inside a message"),
        (b"SSH-2.0-OpenSSH_9\r\n", RemoteProtocolError, "is no frame"),
        (b"\x85\0\0\0", RemoteProtocolError, "is no frame"),
        (frame(b""), RemoteProtocolError, "ProtocolId missing"),
        (frame(b"HTTP/1.1 400"), RemoteProtocolError, "ProtocolId 48545450"),
        (frame(b"\xfeSMB" + bytes(60)), RemoteProtocolError, "sends a request"),
        (frame(b"\xfdSMB" + bytes(80)), RemoteProtocolError, "TRANSFORM_HEADER"),
        (frame(encode_message(Header(flags=HeaderFlags(1)), b"short")), RemoteProtocolError, "NegotiateResponse"),
        (
            frame(encode_message(Header(flags=HeaderFlags(1), command=Command.ECHO), b"\4\0\0\0")),
            RemoteProtocolError,
            "a ECHO response to a NEGOTIATE request",
        ),
    ],
)
async def test_answer_that_is_none(data, kind, reason):
    async with listening(says(data)) as connection:
        with pytest.raises(kind, match=reason):
            await connection.negotiate()


async def test_connection_that_is_reset():
    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_from(reader)
        raw = writer.transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    events: list[FrameEvent | ClosedEvent] = []
    async with listening(reset, observer=events.append) as connection:
        with pytest.raises(Disconnected, match="reset by peer"):
            await connection.negotiate()
        await connection.closed()
        with pytest.raises(Disconnected, match="nothing can be sent"):
            await connection.send_raw(b"anything")
    assert events[-1] == ClosedEvent(time=events[-1].time, by_peer=True, reset=True)


async def test_garbage_is_shown_to_the_observer():
    events: list[FrameEvent | ClosedEvent] = []
    async with listening(says(frame(b"garbage")), observer=events.append) as connection:
        with pytest.raises(Error):
            await connection.negotiate()
        with pytest.raises(RemoteProtocolError, match="the connection ended"):
            await connection.closed()
    assert isinstance(events[1], FrameEvent)
    assert (events[1].sent, events[1].wire, events[1].packets) == (False, frame(b"garbage"), None)
    assert events[2] == ClosedEvent(time=events[2].time, by_peer=False)


async def test_raw_bytes_go_out_as_they_are():
    seen = asyncio.Queue[bytes]()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.put_nowait(await reader.readexactly(12))

    async with listening(listen) as connection:
        await connection.send_raw(b"abc")
        await connection.send_raw(b"\xff\0\0\xffx", framed=True)
        assert await seen.get() == b"\0\0\0\3abc\xff\0\0\xffx"
        await connection.closed()


async def test_every_field_can_lie():
    seen: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await request_from(reader))
        answer = Header(flags=HeaderFlags(1), message_id=500, session_id=5)
        writer.write(frame(encode_message(answer, NegotiateResponse(dialect_revision=Dialect.SMB_3_0))))
        await reader.read()

    async with listening(listen, settings=ClientSettings(dialects=(Dialect.SMB_2_1,))) as connection:
        header = {"credit_charge": 9, "session_id": 0x1122, "signature": b"s" * 16, "message_id": 500}
        reply = await connection.negotiate(dialect_count=77, header=header)
    sent = Header.decode(seen[0], 0, 64)
    assert (sent.credit_charge, sent.session_id, sent.signature, sent.message_id) == (9, 0x1122, b"s" * 16, 500)
    assert seen[0][66:68] == b"\x4d\0"
    assert reply.violations == [
        "NEGOTIATE response: DialectRevision 3.0 was not offered (3.2.5.2)",
    ]


async def test_closing_while_a_request_waits():
    async with listening(silent) as connection:
        pending = await connection.send(connection.state.negotiate_request())
        await connection.close()
        with pytest.raises(LocalProtocolError, match="the connection is closed"):
            await pending.reply()
        await connection.close()


async def test_waiting_can_be_given_up():
    async with listening(silent) as connection:
        waiting = asyncio.ensure_future(connection.negotiate())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting


async def test_cancel_has_no_response():
    async with listening(silent) as connection:
        with pytest.raises(LocalProtocolError, match="CANCEL has no response"):
            await connection.send(b"\4\0\0\0", command=Command.CANCEL)
        with pytest.raises(LocalProtocolError, match="command of these bytes"):
            await connection.send(b"\4\0\0\0")
