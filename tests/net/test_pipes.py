"""Pipes and RPC over them: messages longer than a buffer, fragments, refusals; on our server and on smbd."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

import msgspec
import pytest

from plugfest.errors import RemoteProtocolError, StatusError
from plugfest.net import SmbUrl, connect, open_rpc
from plugfest.net.server import serve
from plugfest.net.tree import Tree
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_rpce import ClientAssociation, Fault
from plugfest.protocols.ms_smb2.client import ClientSettings
from plugfest.protocols.ms_smb2.constants import Capabilities, Dialect
from plugfest.protocols.ms_smb2.server import NamedPipes, ServerConfig, Share, User
from plugfest.protocols.ms_srvs.client import entries, share_enum
from plugfest.protocols.ms_srvs.types import SRVSVC
from plugfest.wire.ndr import Interface

pytestmark = pytest.mark.anyio
ALICE = Credentials("alice", "secret")
CONFIG = ServerConfig(
    users=(User.with_password("alice", "secret"),), shares=(Share("IPC$", type=0x80000003), Share("share"))
)


@pytest.fixture(params=["ours", pytest.param("smbd", marks=pytest.mark.integration)])
async def ipc(request: pytest.FixtureRequest) -> AsyncIterator[Tree]:
    if request.param == "ours":
        async with serve(CONFIG) as server, connect(SmbUrl("127.0.0.1", server.port, ALICE, "IPC$")) as tree:
            yield tree
    else:
        async with connect(request.getfixturevalue("private_smbd").url("IPC$")) as tree:
            yield tree


class Nothing:
    """A service that answers with empty messages."""

    def receive(self, data: bytes) -> list[bytes]:
        return [b"", b""]


async def test_transceive_with_a_small_buffer_gives_the_whole_message(ipc):
    whole = []
    for size in (65536, 20):
        pipe = await ipc.open_pipe("srvsvc")
        answer = await pipe.transceive(ClientAssociation().bind(SRVSVC), max_output=size)
        whole.append(len(answer))
        assert answer[2] == 12  # bind_ack
        assert int.from_bytes(answer[8:10], "little") == len(answer)
        await pipe.close()
    assert whole[0] == whole[1] > 20


async def test_write_and_read_in_pieces(ipc):
    pipe = await ipc.open_pipe("srvsvc")
    bind = ClientAssociation().bind(SRVSVC)
    assert await pipe.write(bind) == len(bind)
    first = await pipe.read(16)
    rest = await pipe.read_message()
    assert int.from_bytes(first[8:10], "little") == len(first + rest)
    await pipe.close()
    with pytest.raises(StatusError, match="READ: STATUS_FILE_CLOSED"):
        await pipe.read()


async def test_pipe_that_is_not_there(ipc):
    with pytest.raises(StatusError) as caught:
        await ipc.open_pipe("no-such-pipe")
    assert caught.value.status == NtStatus.STATUS_OBJECT_NAME_NOT_FOUND


async def test_request_of_several_fragments(ipc):
    async with await open_rpc(ipc, "srvsvc", SRVSVC) as rpc:
        request = share_enum(1, server_name="\\\\" + "x" * 9000)
        assert len(request.encode()) > 4 * rpc.association.max_xmit_frag
        names = {entry.shi1_netname for entry in entries(await rpc.call(request))}
        assert {"share", "IPC$"} <= names


async def test_interface_that_is_not_there(ipc):
    for interface in (Interface("later", SRVSVC.uuid, 77), Interface("nobody", UUID(int=77), 1)):
        with pytest.raises(StatusError, match=f"RPC bind to {interface.name}"):
            await open_rpc(ipc, "srvsvc", interface)


class Unknown(type(share_enum(1))):  # type: ignore[misc]
    """A method with a number that srvsvc has not."""

    opnum = 999


async def test_fault(ipc):
    async with await open_rpc(ipc, "srvsvc", SRVSVC) as rpc:
        with pytest.raises(Fault):
            await rpc.call(Unknown(*msgspec.structs.astuple(share_enum(1))))


async def test_pipe_that_gives_nothing():
    pipes = NamedPipes()
    pipes.register("srvsvc", lambda server, session: Nothing())
    async with (
        serve(CONFIG, pipes=pipes) as server,
        connect(SmbUrl("127.0.0.1", server.port, ALICE, "IPC$")) as tree,
    ):
        with pytest.raises(RemoteProtocolError, match="no more bytes"):
            await open_rpc(tree, "srvsvc", SRVSVC)


async def test_tampered_negotiation_ends_the_connection(private_smbd):
    """3.2.5.14.12: what NEGOTIATE said is not what the server says under a signature."""
    settings = ClientSettings(dialects=(Dialect.SMB_3_0,))
    async with connect(private_smbd.url("IPC$"), settings=settings) as tree:
        tree.connection.state.server_capabilities ^= Capabilities.SMB2_GLOBAL_CAP_DFS
        with pytest.raises(RemoteProtocolError, match="FSCTL_VALIDATE_NEGOTIATE_INFO: Capabilities is"):
            await tree.session.tree_connect("share")
        with pytest.raises(RemoteProtocolError, match="FSCTL_VALIDATE_NEGOTIATE_INFO"):
            await tree.connection.echo()
