"""RPC over TCP against Samba: the endpoint mapper, NTLM at each level, several fragments both ways."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest

from plugfest.errors import StatusError, TargetUnreachable
from plugfest.net.rpc_tcp import LEVELS, endpoint, open_tcp
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_rpce.endpoint_mapper import EPT
from plugfest.protocols.ms_samr.types import SAMR
from plugfest.protocols.ms_srvs import SRVSVC
from plugfest.protocols.ms_srvs.types import (
    SHARE_ENUM_STRUCT,
    SHARE_INFO_1_CONTAINER,
    NetrRemoteTOD,
    NetrShareEnum,
    NetrShareGetInfo,
)
from plugfest.protocols.ms_wkst.types import WKSSVC, NetrWkstaGetInfo
from plugfest.wire.ndr import Interface
from tests.dcerpcd import PASSWORD, SHARES, USER, Dcerpcd, private_dcerpcd
from tests.peers import need, run

pytestmark = pytest.mark.integration

ALICE = Credentials(USER, PASSWORD)
NERR_NET_NAME_NOT_FOUND = (2310, 123)  # Samba says ERROR_INVALID_NAME to one that is too long
LISTING = NetrShareEnum(
    InfoStruct=SHARE_ENUM_STRUCT(1, SHARE_INFO_1_CONTAINER(0, None)), PreferedMaximumLength=0xFFFFFFFF
)


@pytest.fixture(scope="module")
def samba() -> Iterator[Dcerpcd]:
    with private_dcerpcd() as running:
        yield running


def test_the_endpoint_mapper_tells_ports(samba: Dcerpcd) -> None:
    async def run_() -> list[int]:
        return [await endpoint(samba.host, interface) for interface in (SRVSVC, WKSSVC, SAMR)]

    ports = asyncio.run(run_())
    assert all(1024 < port < 65536 for port in ports)


def test_an_interface_that_is_not_there(samba: Dcerpcd) -> None:
    strange = Interface("strange", EPT.uuid.__class__(int=7), 1)
    with pytest.raises(StatusError, match="ept_map"):
        asyncio.run(endpoint(samba.host, strange))


@pytest.mark.parametrize("level", LEVELS)
def test_calls_at_each_level(samba: Dcerpcd, level: str) -> None:
    """Requests and responses of several fragments, and calls before and after on the same signatures."""

    async def calls() -> list[str]:
        async with await open_tcp(samba.host, None, SRVSVC, ALICE, LEVELS[level]) as client:
            security = client.association.security
            assert security is not None
            assert security.header_sign is (level != "connect")
            assert (await client.call(NetrRemoteTOD())).ReturnValue == 0
            long = await client.call(NetrShareGetInfo(NetName="x" * 9000, Level=1))
            assert long.ReturnValue in NERR_NET_NAME_NOT_FOUND
            listed = await client.call(LISTING)
            assert (await client.call(NetrRemoteTOD())).ReturnValue == 0
        assert listed.ReturnValue == 0
        container = listed.InfoStruct.ShareInfo
        assert isinstance(container, SHARE_INFO_1_CONTAINER)
        return [share.shi1_netname or "" for share in container.Buffer or ()]

    names = asyncio.run(calls())
    rpcclient = need("rpcclient", "smbclient")
    binding = f"ncacn_ip_tcp:{samba.host}[seal]"
    shown = run(rpcclient, "-s", str(samba.configuration), "-U", f"{USER}%{PASSWORD}", binding, "-c", "netshareenumall")
    assert sorted(names) == sorted(re.findall(r"^netname: (\S+)", shown, re.MULTILINE))
    assert len(names) > SHARES


def test_nobody_at_all(samba: Dcerpcd) -> None:
    async def call() -> int:
        async with await open_tcp(samba.host, None, WKSSVC) as client:
            return (await client.call(NetrWkstaGetInfo(Level=100))).ReturnValue

    assert asyncio.run(call()) == 0


@pytest.mark.parametrize("level", ["integrity", "privacy"])
def test_a_wrong_password(samba: Dcerpcd, level: str) -> None:
    """[MS-RPCE] 3.3.1.5.2.1: rpc_auth_3 is not answered; the first request tells (Samba: only if it is protected)."""

    async def call() -> None:
        async with await open_tcp(samba.host, None, SRVSVC, Credentials(USER, "wrong"), LEVELS[level]) as client:
            await client.call(NetrRemoteTOD())

    with pytest.raises(StatusError):
        asyncio.run(call())


def test_no_endpoint_mapper() -> None:
    with pytest.raises(TargetUnreachable):
        asyncio.run(open_tcp("127.255.255.254", None, SRVSVC))
