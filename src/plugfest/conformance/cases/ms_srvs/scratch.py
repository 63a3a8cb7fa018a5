"""A share that exists while a case runs, for cases that add, change and delete shares."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from plugfest.conformance.cases.ms_srvs.calls import called, listed_share, member, share_info
from plugfest.conformance.targets import Target
from plugfest.conformance.verdicts import Inconclusive, NotApplicable
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs import types
from plugfest.protocols.ms_srvs.constants import NetApiStatus, ShareType
from plugfest.protocols.ms_srvs.types import NetrShareAdd, NetrShareDel, NetrShareGetInfo, NetrShareSetInfo

TEMPORARY = int(ShareType.STYPE_TEMPORARY)
PRINTER = int(ShareType.STYPE_PRINTQ)
REMARK = "made by plugfest"
MAX_USES = 7
NO_SERVER = "no-server-has-this-name"
NO_SHARE = "no-share-has-this-name"
_STRUCTURES = {502: "SHARE_INFO_502_I", 503: "SHARE_INFO_503_I", 1501: "SHARE_INFO_1501_I"}


def info(level: int, **members: Any) -> Any:
    """The structure of a level, from members without their prefix."""
    structure = getattr(types, _STRUCTURES.get(level, f"SHARE_INFO_{level}"))
    return structure(**{f"shi{level}_{name}": value for name, value in members.items()})


def add(
    level: int, name: str, path: str, server: str | None = None, parm_err: int | None = None, **members: Any
) -> Any:
    """The request for a share of files."""
    given = {"netname": name, "path": path, "remark": REMARK, "max_uses": MAX_USES, **members}
    return NetrShareAdd(server, level, info(level, **given), parm_err)


def set_info(level: int, name: str, server: str | None = None, parm_err: int | None = None, **members: Any) -> Any:
    """The request to change a share."""
    return NetrShareSetInfo(server, name, level, info(level, **members), parm_err)


async def directory(rpc: RpcClient, target: Target) -> str:
    """A path that can be shared: that of the disk share, not judged."""
    path = member(await share_info(rpc, target.share, 2), "path")
    if not path:
        raise NotApplicable("the target does not tell the path of its disk share")
    return str(path)


async def is_there(rpc: RpcClient, name: str) -> bool:
    """Whether NetrShareGetInfo finds a share, not judged."""
    return bool((await called(rpc, NetrShareGetInfo(None, name, 1))).ReturnValue == NetApiStatus.NERR_Success)


async def delete(rpc: RpcClient, name: str, server: str | None = None) -> None:
    """Delete a share, whether or not it is there."""
    await called(rpc, NetrShareDel(server, name))


@asynccontextmanager
async def added(rpc: RpcClient, target: Target, name: str, level: int = 502, **members: Any) -> AsyncIterator[str]:
    """A share, while the block runs; gives its path. That it can be added is not judged."""
    path = await directory(rpc, target)
    response = await called(rpc, add(level, name, path, **members))
    status = NetApiStatus(response.ReturnValue)
    if status in (NetApiStatus.ERROR_NOT_SUPPORTED, NetApiStatus.ERROR_ACCESS_DENIED):
        raise NotApplicable(f"the administrator adds no such share: {status.name}")
    if status == NetApiStatus.ERROR_INVALID_LEVEL:
        raise NotApplicable(f"shares are not added at level {level}")
    if status != NetApiStatus.NERR_Success:
        raise Inconclusive(f"no share could be added: {status.name}")
    try:
        if not await is_there(rpc, name):
            raise Inconclusive(f"{name} was added and is not there")
        yield path
    finally:
        await delete(rpc, name)


async def told(rpc: RpcClient, name: str, level: int) -> Any:
    """What NetrShareEnum says of a share, and NetrShareGetInfo at level 1005; not judged, inconclusive if nothing."""
    return await (share_info if level == 1005 else listed_share)(rpc, name, level)
