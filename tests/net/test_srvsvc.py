"""What srvsvc changes is the file server's own state: [MS-SRVS] 3.1.4, with our client, in NDR and NDR64."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from plugfest.errors import InputError, RemoteProtocolError, StatusError
from plugfest.net import SmbUrl, connect, open_rpc
from plugfest.net.configuration import make_share, parse_user, server_config
from plugfest.net.server import ServerHost, serve
from plugfest.net.state import StateFolder
from plugfest.net.tree import Tree
from plugfest.protocols.ms_dtyp import Ace, Acl, SecurityDescriptor
from plugfest.protocols.ms_dtyp.sid import ADMINISTRATORS
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_smb2.constants import ShareAccess
from plugfest.protocols.ms_smb2.server import ServerConfig
from plugfest.protocols.ms_srvs import types as t
from plugfest.protocols.ms_srvs.client import entries, enum
from plugfest.protocols.ms_srvs.constants import NetApiStatus, ShareFlags, SoftwareType
from plugfest.protocols.ms_wkst.types import WKSSVC, NetrWkstaGetInfo
from plugfest.wire.ndr import NDR, NDR64, TransferSyntax

pytestmark = pytest.mark.anyio
ROOT, ALICE = Credentials("root", "secret"), Credentials("alice", "hidden")
Connect = Callable[..., Awaitable[Tree]]


def _config(folder: Path) -> ServerConfig:
    users = [parse_user("root:secret:administrators"), parse_user("alice:hidden"), parse_user("pat:x:Print Operators")]
    return server_config(users=users, shares=[make_share("data"), make_share("disk", str(folder))], name="SERVER")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("disk", "other"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
async def host(folder: Path) -> AsyncIterator[ServerHost]:
    async with serve(_config(folder / "disk")) as host:
        yield host


async def _left(opening: AbstractAsyncContextManager[Tree]) -> None:
    """Some trees and sessions are gone by then."""
    with suppress(StatusError, RemoteProtocolError):
        await opening.__aexit__(None, None, None)


@pytest.fixture
async def tree(host: ServerHost) -> AsyncIterator[Connect]:
    """Connects a user to a share, on a connection of its own."""
    async with AsyncExitStack() as stack:

        async def connected(share: str, credentials: Credentials = ROOT) -> Tree:
            opening = connect(SmbUrl("127.0.0.1", host.port, credentials, share))
            found = await opening.__aenter__()
            stack.push_async_callback(_left, opening)
            return found

        yield connected


@pytest.fixture(params=[NDR, NDR64], ids=["NDR", "NDR64"])
async def call(request: pytest.FixtureRequest, tree: Connect) -> Callable[..., Awaitable[Any]]:
    """Calls a method as the administrator; or as somebody else."""

    async def call(method: Any, credentials: Credentials = ROOT) -> Any:
        syntax: TransferSyntax = request.param
        rpc = await open_rpc(await tree("IPC$", credentials), "srvsvc", t.SRVSVC, syntax=syntax)
        return await rpc.call(method)

    return call


def _new(path: str, kind: int = 0, name: str = "new", **members: Any) -> t.NetrShareAdd:
    return t.NetrShareAdd(None, 502, t.SHARE_INFO_502_I(name, kind, "a remark", 0, 0xFFFFFFFF, 0, path, **members), 0)


async def _refused(attempt: Awaitable[Any], status: NtStatus) -> None:
    with pytest.raises(StatusError) as caught:
        await attempt
    assert caught.value.status == status


async def test_a_share_that_is_added_serves_the_next_client(call, tree, folder):
    assert (await call(_new(str(folder / "other")))).ReturnValue == 0
    share = await tree("new", ALICE)
    async with await share.open("file.txt", "w") as file:
        await file.write(b"content")
    assert (folder / "other" / "file.txt").read_bytes() == b"content"
    told = entries(await call(enum(t.NetrConnectionEnum, 1, Qualifier="new")))
    assert [(one.coni1_username, one.coni1_netname) for one in told] == [("alice", "127.0.0.1")]
    assert (await call(t.NetrShareDel(None, "new"))).ReturnValue == 0
    await _refused(share.open("file.txt", "r"), NtStatus.STATUS_NETWORK_NAME_DELETED)
    await _refused(tree("new", ALICE), NtStatus.STATUS_BAD_NETWORK_NAME)


async def test_where_a_share_may_be(call, folder):
    assert (await call(_new(str(folder / "nosuch")))).ReturnValue == NetApiStatus.NERR_UnknownDevDir
    for path in ("C:\\", "C:\\data", str(folder / "disk")):
        assert (await call(_new(path))).ReturnValue == 0
        assert (await call(t.NetrShareDel(None, "new"))).ReturnValue == 0


async def test_shares_of_one_folder_show_the_same_files(call, tree, folder):
    await call(_new(str(folder / "disk")))
    one, other = await tree("disk"), await tree("new")
    file = await one.open("shared.txt", "w", share=ShareAccess(0))
    await _refused(other.open("shared.txt", "r"), NtStatus.STATUS_SHARING_VIOLATION)
    await file.close()


async def test_a_printer_is_announced(call, tree):
    assert (await call(_new("queue", 1), Credentials("pat", "x"))).ReturnValue == 0
    announced = (await call(t.NetrServerGetInfo(None, 101))).InfoStruct.sv101_type
    assert announced & SoftwareType.SV_TYPE_PRINTQ_SERVER
    printer = await tree("new", ALICE)
    await _refused(printer.open("job", "w"), NtStatus.STATUS_OBJECT_NAME_NOT_FOUND)
    assert (
        await call(_new("C:\\", name="more"), Credentials("pat", "x"))
    ).ReturnValue == NetApiStatus.ERROR_ACCESS_DENIED
    assert (await call(t.NetrShareDel(None, "new"))).ReturnValue == 0
    announced = (await call(t.NetrServerGetInfo(None, 101))).InfoStruct.sv101_type
    assert not announced & SoftwareType.SV_TYPE_PRINTQ_SERVER


async def test_the_security_of_a_share_decides(call, tree):
    admins = SecurityDescriptor(dacl=Acl((Ace(mask=0x1F01FF, sid=ADMINISTRATORS),))).encode()
    info = t.SHARE_INFO_1501_I(shi1501_security_descriptor=admins)
    assert (await call(t.NetrShareSetInfo(None, "data", 1501, info))).ReturnValue == 0
    await _refused(tree("data", ALICE), NtStatus.STATUS_ACCESS_DENIED)
    await tree("data")


async def test_a_limit_holds_at_once(call, tree):
    await tree("data", ALICE)
    assert (await call(t.NetrShareSetInfo(None, "data", 1006, t.SHARE_INFO_1006(1)))).ReturnValue == 0
    await _refused(tree("data", ALICE), NtStatus.STATUS_REQUEST_NOT_ACCEPTED)


async def test_flags_of_a_share(call, host):
    flags = ShareFlags.SHI1005_FLAGS_ACCESS_BASED_DIRECTORY_ENUM | ShareFlags.SHI1005_FLAGS_ENCRYPT_DATA | 0x10
    assert (await call(t.NetrShareSetInfo(None, "data", 1005, t.SHARE_INFO_1005(flags)))).ReturnValue == 0
    assert (await call(t.NetrShareGetInfo(None, "data", 1005))).InfoStruct.shi1005_flags == flags
    assert host.server.find_share("data", "any").encrypt_data


async def test_an_open_file_is_seen_and_closed(call, tree):
    share = await tree("data", ALICE)
    file = await share.open("open.txt", "w")
    (one,) = entries(await call(enum(t.NetrFileEnum, 3, UserName="alice")))
    assert (one.fi3_pathname, one.fi3_permissions & 2, one.fi3_username) == ("C:\\data\\open.txt", 2, "alice")
    assert entries(await call(enum(t.NetrFileEnum, 2, BasePath="C:\\data")))[0].fi2_id == one.fi3_id
    assert (await call(t.NetrFileClose(None, one.fi3_id))).ReturnValue == 0
    await _refused(file.write(b"x"), NtStatus.STATUS_FILE_CLOSED)
    assert (await call(t.NetrFileClose(None, one.fi3_id))).ReturnValue == NetApiStatus.NERR_FileIdNotFound


async def test_a_session_is_ended(call, tree):
    share = await tree("data", ALICE)
    assert (await call(t.NetrSessionDel(None, None, "alice"))).ReturnValue == 0
    with pytest.raises((StatusError, RemoteProtocolError)):
        await share.open("any.txt", "w")
    assert "alice" not in [one.sesi10_username for one in entries(await call(enum(t.NetrSessionEnum, 10)))]


async def test_one_who_ends_itself(call):
    with suppress(StatusError, RemoteProtocolError):  # it may not hear how it went
        await call(t.NetrSessionDel(None, "\\\\127.0.0.1"))
    assert (await call(t.NetrRemoteTOD())).ReturnValue == 0


async def test_deleting_the_share_of_the_pipes(call, host):
    handle = (await call(t.NetrShareDelStart(None, "IPC$"))).ContextHandle_
    with suppress(StatusError, RemoteProtocolError):  # 3.1.4.15: it may not hear how it went
        await call(t.NetrShareDelCommit(handle))
    assert [share.name for share in host.server.share_list] == ["data", "disk"]


async def test_statistics_count(call, tree):
    async def statistics() -> t.STAT_SERVER_0:
        return (await call(t.NetrServerStatisticsGet())).InfoStruct

    before = await statistics()
    share = await tree("data", ALICE)
    await (await share.open("counted.txt", "w")).close()
    await _refused(tree("data", Credentials("alice", "wrong")), NtStatus.STATUS_LOGON_FAILURE)
    after = await statistics()
    assert after.sts0_start == before.sts0_start > 1_700_000_000
    assert after.sts0_fopens == before.sts0_fopens + 2  # the file, and the pipe of this call
    assert after.sts0_sopens >= before.sts0_sopens + 1
    assert after.sts0_pwerrors == before.sts0_pwerrors + 1
    assert after.sts0_bytessent_low > before.sts0_bytessent_low
    assert after.sts0_bytesrcvd_low > before.sts0_bytesrcvd_low


async def test_a_scoped_share_is_seen_under_its_name_and_its_alias(call, host):
    address = b"CLUSTER".ljust(16)
    info = t.SERVER_TRANSPORT_INFO_2(0, "\\Device\\NetbiosSmb", address, None, None, "GROUP", 4)
    assert (await call(t.NetrServerTransportAddEx(None, 2, info))).ReturnValue == 0
    share = t.SHARE_INFO_503_I("scoped", 0, None, 0, 9, 0, "C:\\data", None, "CLUSTER")
    assert (await call(t.NetrShareAdd(None, 503, share))).ReturnValue == 0
    assert (await call(t.NetrServerAliasAdd(None, 0, t.SERVER_ALIAS_INFO_0("NICK", "CLUSTER")))).ReturnValue == 0
    server = host.server
    assert server.find_share("scoped", "cluster") is server.find_share("scoped", "nick") is not None
    assert server.find_share("scoped", "127.0.0.1") is None
    assert server.find_share("data", "127.0.0.1") is not None
    assert server.find_share("data", "cluster") is None
    assert (await call(t.NetrShareGetInfo("\\\\NICK", "scoped", 1))).ReturnValue == 0


async def test_the_last_transport(call, host, tree):
    rpc = await open_rpc(await tree("IPC$"), "srvsvc", t.SRVSVC)
    info = t.SERVER_TRANSPORT_INFO_0(0, "\\Device\\NetbiosSmb", b"SERVER".ljust(16))
    assert (await rpc.call(t.NetrServerTransportDel(None, 0, info))).ReturnValue == 0
    with pytest.raises(RemoteProtocolError):
        await tree("data")
    assert (await rpc.call(t.NetrServerTransportAdd(None, 0, info))).ReturnValue == 0
    await tree("data")


async def test_connections_are_counted(call, tree):
    async def count() -> int:
        return entries(await call(enum(t.NetrServerTransportEnum, 0)))[0].svti0_numberofvcs

    before = await count()
    share = await tree("data")
    assert await count() == before + 2  # that one, and the one of this call
    await share.connection.close()


async def test_wkssvc(tree):
    rpc = await open_rpc(await tree("IPC$"), "wkssvc", WKSSVC)
    for level in (100, 101, 102):
        info = (await rpc.call(NetrWkstaGetInfo(None, level))).WkstaInfo
        assert getattr(info, f"wki{level}_computername") == "SERVER"
    assert (await rpc.call(NetrWkstaGetInfo(None, 502))).ReturnValue == 0
    assert (await rpc.call(NetrWkstaGetInfo(None, 7))).ReturnValue == NetApiStatus.ERROR_INVALID_LEVEL
    other = await open_rpc(await tree("IPC$", ALICE), "wkssvc", WKSSVC)
    assert (await other.call(NetrWkstaGetInfo(None, 102))).ReturnValue == NetApiStatus.ERROR_ACCESS_DENIED


# --- from one start to the next ---------------------------------------------------------------------------------------


async def _once(folder: Path, *methods: Any) -> list[Any]:
    """Start a server with this state, call, end it."""
    async with (
        serve(_config(folder / "disk"), state_folder=StateFolder(folder / "state")) as host,
        connect(SmbUrl("127.0.0.1", host.port, ROOT, "IPC$")) as ipc,
    ):
        rpc = await open_rpc(ipc, "srvsvc", t.SRVSVC)
        return [await rpc.call(method) for method in methods]


async def test_what_is_kept(folder):
    other = str(folder / "other")
    transport = t.SERVER_TRANSPORT_INFO_0(0, "\\Device\\NetbiosSmb", b"SECOND".ljust(16))
    answers = await _once(
        folder,
        _new(other),
        _new(other, 0x40000000, name="temporary"),
        _new(other, name="forgotten"),
        t.NetrShareDelSticky(None, "forgotten"),
        t.NetrShareSetInfo(None, "data", 1004, t.SHARE_INFO_1004("changed")),
        t.NetrServerSetInfo(None, 1005, t.SERVER_INFO_1005("of an administrator")),
        t.NetrServerTransportAdd(None, 0, transport),
        t.NetrServerAliasAdd(None, 0, t.SERVER_ALIAS_INFO_0("NICK", "SECOND")),
    )
    assert [answer.ReturnValue for answer in answers] == [0] * 8
    shares, server, transports, aliases = await _once(
        folder,
        enum(t.NetrShareEnum, 1),
        t.NetrServerGetInfo(None, 101),
        enum(t.NetrServerTransportEnum, 0),
        enum(t.NetrServerAliasEnum, 0),
    )
    told = {one.shi1_netname: one.shi1_remark for one in entries(shares)}
    assert told == {"data": "changed", "disk": "", "IPC$": "Remote IPC", "new": "a remark"}
    assert server.InfoStruct.sv101_comment == "of an administrator"
    assert [bytes(one.svti0_transportaddress).strip() for one in entries(transports)] == [b"SERVER", b"SECOND"]
    assert [one.srvai0_alias for one in entries(aliases)] == ["NICK"]
    assert oct((folder / "state" / "server.json").stat().st_mode & 0o777) == "0o600"


async def test_a_share_whose_folder_is_gone_can_be_deleted(folder):
    await _once(folder, _new(str(folder / "other")))
    (folder / "other").rmdir()
    (deleted,) = await _once(folder, t.NetrShareDelSticky(None, "new"))
    assert deleted.ReturnValue == 0
    (shares,) = await _once(folder, enum(t.NetrShareEnum, 0))
    assert "new" not in [one.shi0_netname for one in entries(shares)]


async def test_a_damaged_state(folder):
    (folder / "state").mkdir()
    (folder / "state" / "server.json").write_text("{")
    with pytest.raises(InputError, match="state cannot be read"):
        await _once(folder)


async def test_shares_stay_below_their_root(folder):
    (folder / "disk" / "below").mkdir()
    config = server_config(users=[parse_user("root:secret:Administrators")], share_root=str(folder / "disk"))
    async with serve(config) as host, connect(SmbUrl("127.0.0.1", host.port, ROOT, "IPC$")) as ipc:
        rpc = await open_rpc(ipc, "srvsvc", t.SRVSVC)
        for path, status in (("other", NetApiStatus.NERR_UnknownDevDir), ("disk/below", NetApiStatus.NERR_Success)):
            assert (await rpc.call(_new(str(folder / path)))).ReturnValue == status
