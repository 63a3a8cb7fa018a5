"""`plugfest clean`, against the embedded server and against smbd."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from plugfest.cli.main import main
from plugfest.conformance.embedded import embedded_server
from plugfest.conformance.names import is_of_a_run, name_for, run_prefix
from plugfest.conformance.smbd import Smbd
from plugfest.conformance.targets import Account
from plugfest.net import connect, open_rpc
from plugfest.protocols.ms_srvs.client import check, entries, enum, share_enum
from plugfest.protocols.ms_srvs.types import (
    SERVER_ALIAS_INFO_0,
    SERVER_TRANSPORT_INFO_0,
    SHARE_INFO_2,
    SRVSVC,
    NetrServerAliasAdd,
    NetrServerTransportAdd,
    NetrServerTransportEnum,
    NetrShareAdd,
)
from tests.conformance.helpers import write_suite

Plugfest = Callable[..., tuple[int, str, str]]
FILE, FOLDER, SHARE, ALIAS, TRANSPORT = (
    name_for("2026-11-20-3", "a case", purpose) for purpose in ("file", "folder", "share", "alias", "transport")
)
KEPT = "plugfest-notes.txt"
"""Of the user's own: no run gives such names."""


@pytest.fixture
def plugfest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Plugfest:
    monkeypatch.setenv("PLUGFEST_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(tmp_path / "library"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        printed = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, printed.out, printed.err

    return run


@pytest.fixture
def embedded() -> Iterator[str]:
    """The embedded server's address, for its administrator."""
    with embedded_server() as setting:
        yield address(setting.profile.administrator, setting.profile.host, setting.profile.port)


def address(account: Account | None, host: str, port: int) -> str:
    assert account
    return f"smb://{account.name}:{account.password}@{host}:{port}/share"


async def leave_files(url: str) -> None:
    async with connect(url) as tree:
        await tree.write_file(FILE, b"left")
        await tree.mkdir(FOLDER)
        await tree.mkdir(f"{FOLDER}\\inner")
        await tree.write_file(f"{FOLDER}\\inner\\deep", b"left")
        await tree.write_file(KEPT, b"kept")


async def leave_share(url: str) -> None:
    async with connect(url) as tree, await open_rpc(tree.session, "srvsvc", SRVSVC) as rpc:
        (path,) = [one.shi2_path for one in entries(await rpc.call(share_enum(2))) if one.shi2_netname == "share"]
        info = SHARE_INFO_2(shi2_netname=SHARE, shi2_path=path, shi2_max_uses=0xFFFFFFFF)
        check(await rpc.call(NetrShareAdd(Level=2, InfoStruct=info)))


async def leave_transport_and_alias(url: str) -> None:
    async with connect(url) as tree, await open_rpc(tree.session, "srvsvc", SRVSVC) as rpc:
        transport = entries(await rpc.call(enum(NetrServerTransportEnum, 0)))[0]
        server = transport.svti0_transportaddress.rstrip(b"\0 ").decode()
        alias = SERVER_ALIAS_INFO_0(srvai0_alias=ALIAS, srvai0_target=server)
        check(await rpc.call(NetrServerAliasAdd(Level=0, InfoStruct=alias)))
        added = SERVER_TRANSPORT_INFO_0(
            svti0_transportname=transport.svti0_transportname, svti0_transportaddress=TRANSPORT.encode()
        )
        check(await rpc.call(NetrServerTransportAdd(Level=0, Buffer=added)))


async def names(url: str) -> set[str]:
    async with connect(url) as tree, await open_rpc(tree.session, "srvsvc", SRVSVC) as rpc:
        files = {entry.file_name async for entry in tree.list()}
        return files | {one.shi1_netname for one in entries(await rpc.call(share_enum(1)))}


def test_the_embedded_server_is_cleaned(plugfest: Plugfest, embedded: str) -> None:
    assert plugfest("clean", embedded) == (0, "nothing was left behind\n", "")
    before = asyncio.run(names(embedded))
    asyncio.run(leave_files(embedded))
    asyncio.run(leave_share(embedded))
    asyncio.run(leave_transport_and_alias(embedded))
    status, out, _ = plugfest("clean", embedded)
    assert status == 1
    assert f"file\tshare\\{FILE}\n" in out
    assert f"folder\tshare\\{FOLDER}\n" in out
    assert f"share\t{SHARE}\n" in out
    assert f"alias\t{ALIAS}\n" in out
    assert f"{TRANSPORT}\n" in out
    assert out.endswith("5 found, none removed: say --yes\n")
    assert asyncio.run(names(embedded)) == before | {FILE, FOLDER, SHARE, KEPT}
    status, out, _ = plugfest("clean", embedded, "--yes")
    assert (status, out.splitlines()[-1]) == (0, "5 of 5 removed")
    assert asyncio.run(names(embedded)) == before | {KEPT}
    assert plugfest("clean", embedded) == (0, "nothing was left behind\n", "")


def test_json_and_what_cannot_be_removed(plugfest: Plugfest, embedded: str) -> None:
    asyncio.run(leave_share(embedded))
    user = urlsplit(embedded)
    status, out, _ = plugfest("clean", f"smb://alice:secret@{user.hostname}:{user.port}/share", "--yes", "--json")
    document = json.loads(out)
    assert (status, document["removed"], document["left"][0]["name"]) == (1, [], SHARE)
    assert "ERROR_ACCESS_DENIED" in document["left"][0]["problem"]
    status, out, _ = plugfest("clean", embedded, "--json")
    assert (status, len(json.loads(out)["left"])) == (1, 1)


def test_smbd_is_cleaned(plugfest: Plugfest, private_smbd: Smbd) -> None:
    url = private_smbd.url()
    asyncio.run(leave_files(url))
    assert plugfest("clean", url, "--yes")[0] == 0
    left = {path.name for path in private_smbd.files.iterdir()}
    assert KEPT in left
    assert not {FILE, FOLDER} & left
    (private_smbd.files / KEPT).unlink()


def test_cases_name_what_they_create(plugfest: Plugfest, tmp_path: Path) -> None:
    suite = write_suite(
        tmp_path,
        '''
        @case(MUST)
        async def test_leaves(tree: Tree, unique: object) -> None:
            """It forgets to remove its file."""
            await tree.write_file(unique("file"), b"")
            expect.true(True, "", "")
        ''',
    )
    with embedded_server() as setting:
        url = address(setting.profile.user, setting.profile.host, setting.profile.port)
        status, out, _ = plugfest("test", url, "--suite", str(suite), "--json")
        assert status == 0, out
        run = json.loads(out)["run"]["id"]
        status, out, _ = plugfest("clean", url, "--yes")
    assert (status, f"share\\{run_prefix(run)}" in out) == (0, True)


def test_misuse(plugfest: Plugfest) -> None:
    assert plugfest("clean") == (2, "", "plugfest: no target\n")
    assert plugfest("clean", "smb://a:b@127.0.0.1:1/share")[0] == 3


@pytest.mark.parametrize("name", ["plugfest-none", "plugfest-notes.txt", "share", "xplugfest-20261120-3-a"])
def test_names_of_others(name: str) -> None:
    assert not is_of_a_run(name)
