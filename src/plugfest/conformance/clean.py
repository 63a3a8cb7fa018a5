"""What interrupted runs left behind on a target: found by the names that runs give, and removed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from plugfest.conformance.names import is_of_a_run
from plugfest.conformance.targets import Capabilities, Profile, Target
from plugfest.errors import Error, LocalProtocolError, StatusError, TargetUnreachable
from plugfest.net import RpcClient, Tree, open_rpc
from plugfest.net.client import Connection, Session
from plugfest.protocols.ms_fscc.constants import FileAttributes
from plugfest.protocols.ms_srvs.client import check, entries, enum, share_enum
from plugfest.protocols.ms_srvs.types import (
    SERVER_ALIAS_ENUM_STRUCT,
    SERVER_ALIAS_INFO_0,
    SERVER_ALIAS_INFO_0_CONTAINER,
    SERVER_TRANSPORT_INFO_0,
    SRVSVC,
    NetrServerAliasDel,
    NetrServerAliasEnum,
    NetrServerTransportDel,
    NetrServerTransportEnum,
    NetrShareDel,
)


class Leftover(msgspec.Struct, frozen=True, kw_only=True):
    """Something on the target that only a run of ours can have made."""

    kind: str
    """`file`, `folder`, `transport`, `alias` or `share`."""
    name: str
    share: str = ""
    """Where a file or folder lies; of a transport its kind."""
    problem: str = ""
    """Why it could not be removed."""

    @property
    def place(self) -> str:
        """As people write it."""
        return f"{self.share}\\{self.name}" if self.share else self.name


async def leftovers(profile: Profile) -> list[Leftover]:
    """Everything with the name of a run: in the profile's shares, and what an administrator sees of the server."""
    async with _session(profile) as session:
        found = []
        for share in dict.fromkeys(profile.shares.values()):
            found += await _files(session, share)
        async with await open_rpc(session, "srvsvc", SRVSVC) as rpc:
            return found + await _transports(rpc) + await _aliases(rpc) + await _shares(rpc)


async def remove(profile: Profile, found: Sequence[Leftover]) -> list[Leftover]:
    """Remove them; gives those that could not be, with the reason."""
    kept = []
    async with _session(profile) as session, await open_rpc(session, "srvsvc", SRVSVC) as rpc:
        for one in found:
            try:
                await _remove(session, rpc, one)
            except LocalProtocolError:
                raise
            except Error as error:
                kept.append(msgspec.structs.replace(one, problem=str(error)))
    return kept


@asynccontextmanager
async def _session(profile: Profile) -> AsyncIterator[Session]:
    """Logged on as the administrator, or as the user where the profile has none."""
    try:
        connection = await Connection.open(profile.host, profile.port, deadline=10)
    except OSError as error:
        raise TargetUnreachable(f"{profile.host}:{profile.port}: {error}") from error
    async with connection:
        (await connection.negotiate()).check("NEGOTIATE")
        role = "administrator" if profile.administrator else "user"
        yield await connection.session_setup(Target(profile, Capabilities()).credentials(role))


async def _files(session: Session, share: str) -> list[Leftover]:
    """The files and folders at the top of a share; a share that does not let us look holds none of ours."""
    try:
        tree = await session.tree_connect(share)
        return [
            Leftover(kind="folder" if entry.file_attributes & _DIRECTORY else "file", name=entry.file_name, share=share)
            for entry in await _listing(tree)
            if is_of_a_run(entry.file_name)
        ]
    except StatusError:
        return []


_DIRECTORY = FileAttributes.FILE_ATTRIBUTE_DIRECTORY


async def _listing(tree: Tree, path: str = "") -> list[Any]:
    return [entry async for entry in tree.list(path)]


async def _aliases(rpc: RpcClient) -> list[Leftover]:
    """[MS-SRVS] 3.1.4.45, where the server has it."""
    info = SERVER_ALIAS_ENUM_STRUCT(0, SERVER_ALIAS_INFO_0_CONTAINER())
    try:
        answer: Any = await rpc.call(NetrServerAliasEnum(InfoStruct=info))
    except StatusError:
        return []
    container = answer.InfoStruct.ServerAliasInfo
    names = [one.srvai0_alias for one in (container.Buffer or ())] if container and answer.ReturnValue == 0 else []
    return [Leftover(kind="alias", name=name) for name in names if name and is_of_a_run(name)]


async def _transports(rpc: RpcClient) -> list[Leftover]:
    """[MS-SRVS] 3.1.4.24, where the server has it: what we added is known by its address."""
    try:
        answer: Any = await rpc.call(enum(NetrServerTransportEnum, 0))
    except StatusError:
        return []
    found = entries(answer) if answer.ReturnValue == 0 else ()
    return [
        Leftover(kind="transport", name=_address(one), share=one.svti0_transportname or "")
        for one in found
        if is_of_a_run(_address(one))
    ]


def _address(transport: Any) -> str:
    return bytes(transport.svti0_transportaddress or b"").rstrip(b"\0").decode("latin-1")


async def _shares(rpc: RpcClient) -> list[Leftover]:
    """[MS-SRVS] 3.1.4.8."""
    answer = await rpc.call(share_enum(1))
    return [Leftover(kind="share", name=one.shi1_netname) for one in entries(answer) if is_of_a_run(one.shi1_netname)]


async def _remove(session: Session, rpc: RpcClient, one: Leftover) -> None:
    match one.kind:
        case "share":
            check(await rpc.call(NetrShareDel(NetName=one.name)), "NetrShareDel")
        case "alias":
            alias = NetrServerAliasDel(Level=0, InfoStruct=SERVER_ALIAS_INFO_0(srvai0_alias=one.name))
            check(await rpc.call(alias), "NetrServerAliasDel")
        case "transport":
            info = SERVER_TRANSPORT_INFO_0(
                svti0_transportname=one.share, svti0_transportaddress=one.name.encode("latin-1")
            )
            check(await rpc.call(NetrServerTransportDel(Level=0, Buffer=info)), "NetrServerTransportDel")
        case _:
            await _delete(await session.tree_connect(one.share), one.name, one.kind == "folder")


async def _delete(tree: Tree, path: str, folder: bool) -> None:
    """A file, or a folder with all that is in it."""
    if not folder:
        await tree.delete(path)
        return
    for entry in await _listing(tree, path):
        await _delete(tree, f"{path}\\{entry.file_name}", bool(entry.file_attributes & _DIRECTORY))
    await tree.rmdir(path)
