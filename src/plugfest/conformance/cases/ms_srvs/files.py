"""[MS-SRVS] 3.1.4.2 to 3.1.4.4: what is open is listed, told, and closed by force.

The user has three files open on the disk share; they are gone when they are closed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any, NamedTuple

import pytest

from plugfest.conformance import alone, case, expect
from plugfest.conformance.cases.ms_srvs import paging
from plugfest.conformance.cases.ms_srvs.calls import called, denied, judged_member, member, reference, refused
from plugfest.conformance.cases.ms_srvs.paging import Enumeration
from plugfest.conformance.fixtures import Unique
from plugfest.conformance.needs import administrator, disk_share, log_on, not_administrator
from plugfest.conformance.verdicts import Inconclusive
from plugfest.errors import Error
from plugfest.net import RpcClient
from plugfest.net.client import Tree
from plugfest.net.handle import Handle
from plugfest.protocols.ms_smb2.constants import AccessMask, CreateDisposition, CreateOptions
from plugfest.protocols.ms_srvs import types
from plugfest.protocols.ms_srvs.client import entries, enum
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.types import NetrFileClose, NetrFileEnum, NetrFileGetInfo

pytestmark = alone  # they count what is open

_NO_SERVER = "no-server-has-this-name"
_NO_FILE = 0x7FFFFFFE
_PLENTY = 0x10000
"""A PreferedMaximumLength that is none of those the rules speak of, and enough."""
_TOO_LONG = "a" * 1024
_ACCESS = AccessMask.FILE_READ_DATA | AccessMask.FILE_WRITE_DATA | AccessMask.DELETE
_OPTIONS = CreateOptions.FILE_NON_DIRECTORY_FILE | CreateOptions.FILE_DELETE_ON_CLOSE
_PERMISSIONS = 0x7F
"""2.2.4.7: read, write, create, execute, delete, change attributes, change permissions."""
_NEEDS = [administrator, log_on, disk_share]
FILES = Enumeration(
    lambda preferred, resume: enum(NetrFileEnum, 3, PreferedMaximumLength=preferred, ResumeHandle=resume),
    ("id", "pathname", "username"),
    "files",
)


class Opened(NamedTuple):
    """Three files of the user, and the administrator's pipe."""

    rpc: RpcClient
    names: list[str]
    handles: list[Handle]


@pytest.fixture
async def opened(tree: Tree, administrator_srvsvc: RpcClient, unique: Unique) -> AsyncIterator[Opened]:
    """Files that are open while the case runs."""
    names = [unique(purpose) for purpose in ("one", "two", "three")]
    async with AsyncExitStack() as stack:
        handles = []
        for name in names:
            opening = tree.handle(
                name, _ACCESS, create_disposition=CreateDisposition.FILE_OPEN_IF, create_options=_OPTIONS
            )
            handles.append(await opening)
        stack.push_async_callback(_close, handles)
        yield Opened(administrator_srvsvc, names, handles)


async def _close(handles: list[Handle]) -> None:
    for handle in handles:
        try:
            await handle.close()
        except Error:
            continue  # that is what the case was about


def _list(level: int = 3, **members: Any) -> Any:
    return enum(NetrFileEnum, level, **{"PreferedMaximumLength": _PLENTY, **members})


async def _entry(opened: Opened, number: int = 0) -> Any:
    """How the server tells of one of the files, not judged."""
    for entry in entries(await reference(opened.rpc, _list())):
        if str(member(entry, "pathname") or "").endswith(opened.names[number]):
            return entry
    raise Inconclusive(f"{opened.names[number]} is open and not listed")


def _ours(opened: Opened, response: Any) -> list[str]:
    """Those of our files that a response tells."""
    paths = [str(member(entry, "pathname") or "") for entry in entries(response)]
    return [name for name in opened.names if any(path.endswith(name) for path in paths)]


# --- NetrFileEnum -----------------------------------------------------------------------------------------------------


@case(covers="MS-SRVS:3.1.4.2:9c8755453f", needs=_NEEDS)
async def test_listed(opened: Opened) -> None:
    """What is open is listed."""
    response = await expect.returns(called(opened.rpc, _list()))
    expect.equal(_ours(opened, response), opened.names, "files that are open")


_CONTAINERS: dict[int, tuple[type[Any], str]] = {
    2: (types.FILE_INFO_2_CONTAINER, "MS-SRVS:3.1.4.2:8c7e7f7b08"),
    3: (types.FILE_INFO_3_CONTAINER, "MS-SRVS:3.1.4.2:5ee5f18a46"),
}


@case(covers=[rule for _, rule in _CONTAINERS.values()], needs=_NEEDS)
async def test_levels(opened: Opened) -> None:
    """Levels 2 and 3 come in their own containers, not empty."""
    for level, (container, rule) in _CONTAINERS.items():
        response = await expect.returns(called(opened.rpc, _list(level)), requirement=rule)
        expect.instance(response.InfoStruct.FileInfo, container, "FileInfo", requirement=rule)
        expect.not_equal(len(entries(response)), 0, "number of files", requirement=rule)


@case(covers="MS-SRVS:3.1.4.2:03d4eabe02", needs=_NEEDS)
async def test_ids_of_level_2(opened: Opened) -> None:
    """Level 2 tells the ids that level 3 does."""
    told = entries(await expect.returns(called(opened.rpc, _list(2))))
    wanted = entries(await reference(opened.rpc, _list()))
    found = [judged_member(entry, "id") for entry in told]
    expect.equal(found, [member(entry, "id") for entry in wanted], "ids at level 2 (as at level 3)")


@case(covers="MS-SRVS:3.1.4.2:5affd54e44", needs=[administrator])
async def test_unknown_levels(administrator_srvsvc: RpcClient) -> None:
    """Levels are 2 and 3."""
    for level in (0, 1, 7):
        await refused(administrator_srvsvc, _list(level), NetApiStatus.ERROR_INVALID_LEVEL)


@case(covers="MS-SRVS:3.1.4.2:d314f41b02", needs=_NEEDS)
async def test_base_path(opened: Opened) -> None:
    """With a BasePath only what is below it is listed."""
    path = str(member(await _entry(opened), "pathname"))
    folder = path[: -len(opened.names[0])]
    for prefix, names in ((path, opened.names[:1]), (folder, opened.names), (folder + "no-such-folder", [])):
        response = await expect.returns(called(opened.rpc, _list(BasePath=prefix)))
        expect.equal(_ours(opened, response), names, f"files whose path begins with {prefix}")


@case(covers="MS-SRVS:3.1.4.2:a9f7f6241e", needs=_NEEDS)
async def test_user_name(opened: Opened) -> None:
    """With a UserName only what that user has open is listed."""
    user = str(member(await _entry(opened), "username"))
    response = await expect.returns(called(opened.rpc, _list(UserName=user)))
    users = {str(member(entry, "username")).casefold() for entry in entries(response)}
    expect.equal(users, {user.casefold()}, "users of the files")
    response = await expect.returns(called(opened.rpc, _list(UserName="no-user-has-this-name")))
    expect.equal(len(entries(response)), 0, "number of files of nobody")


@case(covers=["MS-SRVS:3.1.4.2:eab022302c", "MS-SRVS:3.1.4.2:804ff76118"], needs=[administrator])
async def test_long_qualifiers(administrator_srvsvc: RpcClient) -> None:
    """BasePath and UserName have 1,023 characters at most."""
    requests = {
        "MS-SRVS:3.1.4.2:eab022302c": _list(BasePath=_TOO_LONG),
        "MS-SRVS:3.1.4.2:804ff76118": _list(UserName=_TOO_LONG),
    }
    for rule, request in requests.items():
        await expect.returns(
            called(administrator_srvsvc, request), NetApiStatus.ERROR_INVALID_PARAMETER, requirement=rule
        )


@case(covers="MS-SRVS:2.2.4.7:528f65353a", needs=_NEEDS)
async def test_permissions(opened: Opened) -> None:
    """fi3_permissions is a combination of the values that there are, and not 0."""
    value = judged_member(await _entry(opened), "permissions")
    known = bool(value) and not value & ~_PERMISSIONS
    expect.true(known, expected="some of 2.2.4.7", actual=f"{value:#x}")


@case(covers="MS-SRVS:3.1.4.2:9424e9e382", needs=_NEEDS)
async def test_everything_at_once(opened: Opened) -> None:
    """With MAX_PREFERRED_LENGTH all files come in one answer."""
    response = await expect.returns(called(opened.rpc, enum(NetrFileEnum, 3)), NetApiStatus.NERR_Success)
    expect.equal(len(entries(response)), response.TotalEntries, "files of TotalEntries")


@case(covers="MS-SRVS:3.1.4.2:22b2e4573c", needs=_NEEDS)
async def test_starts_at_the_beginning(opened: Opened) -> None:
    """Without a handle, and with 0, the enumeration begins with the first file."""
    await paging.starts_at_the_beginning(opened.rpc, FILES)


@case(covers="MS-SRVS:3.1.4.2:83dabca628", needs=_NEEDS)
async def test_goes_on_after_the_index(opened: Opened) -> None:
    """With a handle the enumeration goes on after so many files."""
    await paging.goes_on_after_the_index(opened.rpc, FILES)


@case(covers="MS-SRVS:3.1.4.2:179dc4c602", needs=_NEEDS)
async def test_nothing_behind_the_end(opened: Opened) -> None:
    """With a handle behind the last file the call succeeds and returns none."""
    await paging.nothing_behind_the_end(opened.rpc, FILES)


@case(covers="MS-SRVS:3.1.4.2:01b4d10b9b", needs=_NEEDS)
async def test_as_many_as_fit(opened: Opened) -> None:
    """A PreferedMaximumLength that is too short for all gets as many files as fit, and ERROR_MORE_DATA."""
    await paging.as_many_as_fit(opened.rpc, FILES)


@case(covers="MS-SRVS:3.1.4.2:b428662d2e", needs=_NEEDS)
async def test_total_entries(opened: Opened) -> None:
    """TotalEntries is the number of files from the handle on, however many of them are returned."""
    await paging.total_counts_from_here(opened.rpc, FILES)


@case(covers="MS-SRVS:3.1.4.2:7e1ddca9e3", needs=_NEEDS)
async def test_no_handle_without_one(opened: Opened) -> None:
    """A caller that passes no ResumeHandle gets none."""
    await paging.no_handle_without_one(opened.rpc, FILES)


@case(covers="MS-SRVS:3.1.4.2:1dc67e0d2f", needs=_NEEDS)
async def test_handle_is_the_last_index(opened: Opened) -> None:
    """With ERROR_MORE_DATA the handle is the index of the last file that was returned."""
    await paging.handle_is_the_last_index(opened.rpc, FILES)


@case(covers="MS-SRVS:3.1.4.2:85a3699162", needs=_NEEDS)
async def test_pages_make_the_whole(opened: Opened) -> None:
    """Page after page, with the handles that come back, each file is returned once."""
    await paging.pages_make_the_whole(opened.rpc, FILES)


@case(covers=["MS-SRVS:3.1.4.2:8bc23bf0f8", "MS-SRVS:3.1.4.2:6ac9f36ee9"], needs=[log_on, not_administrator])
async def test_files_are_for_administrators(srvsvc: RpcClient) -> None:
    """An ordinary user is not told what is open."""
    await denied(srvsvc, _list(), "MS-SRVS:3.1.4.2:6ac9f36ee9")


# --- NetrFileGetInfo --------------------------------------------------------------------------------------------------


@case(
    covers=["MS-SRVS:3.1.4.3:c426009e21", "MS-SRVS:3.1.4.3:c5aa47a0e3", "MS-SRVS:3.1.4.3:67c943591d"],
    needs=_NEEDS,
)
async def test_levels_of_get(opened: Opened) -> None:
    """A file is told at levels 2 and 3, in their own structures."""
    identifier = member(await _entry(opened), "id")
    levels: list[tuple[int, type[Any], str]] = [
        (3, types.FILE_INFO_3, "MS-SRVS:3.1.4.3:c426009e21"),
        (2, types.FILE_INFO_2, "MS-SRVS:3.1.4.3:c5aa47a0e3"),
        (3, types.FILE_INFO_3, "MS-SRVS:3.1.4.3:67c943591d"),
    ]
    for level, structure, rule in levels:
        response = await expect.returns(called(opened.rpc, NetrFileGetInfo(None, identifier, level)), requirement=rule)
        expect.instance(response.InfoStruct, structure, "InfoStruct", requirement=rule)


@case(covers="MS-SRVS:3.1.4.3:ad0179d52d", needs=_NEEDS)
async def test_id_of_level_2(opened: Opened) -> None:
    """Level 2 tells the id that was asked for."""
    identifier = member(await _entry(opened), "id")
    response = await expect.returns(called(opened.rpc, NetrFileGetInfo(None, identifier, 2)))
    expect.equal(judged_member(response.InfoStruct, "id"), identifier, "fi2_id")


@case(covers="MS-SRVS:3.1.4.3:1c45f53369", needs=[administrator])
async def test_no_such_file(administrator_srvsvc: RpcClient) -> None:
    """An id that nothing has is not found."""
    await refused(administrator_srvsvc, NetrFileGetInfo(None, _NO_FILE, 3), NetApiStatus.ERROR_FILE_NOT_FOUND)


@case(covers="MS-SRVS:3.1.4.3:ec65952127", needs=_NEEDS)
async def test_unknown_levels_of_get(opened: Opened) -> None:
    """Levels are 2 and 3."""
    identifier = member(await _entry(opened), "id")
    for level in (0, 1, 7):
        await refused(opened.rpc, NetrFileGetInfo(None, identifier, level), NetApiStatus.ERROR_INVALID_LEVEL)


@case(
    covers=["MS-SRVS:3.1.4.3:fcbb63d34c", "MS-SRVS:3.1.4.3:570ccf4232"],
    needs=[*_NEEDS, not_administrator],
)
async def test_a_file_is_for_administrators(opened: Opened, srvsvc: RpcClient) -> None:
    """An ordinary user is told nothing of a file."""
    identifier = member(await _entry(opened), "id")
    await denied(srvsvc, NetrFileGetInfo(None, identifier, 3), "MS-SRVS:3.1.4.3:570ccf4232")


# --- NetrFileClose ----------------------------------------------------------------------------------------------------


@case(covers=["MS-SRVS:3.1.4.4:3cfa6b0eb8", "MS-SRVS:3.1.4.4:34e44a8956"], needs=_NEEDS, disruptive=True)
async def test_closed(opened: Opened) -> None:
    """A file that was closed is not open any more, for its user and in the list."""
    identifier = member(await _entry(opened), "id")
    given = called(opened.rpc, NetrFileClose(None, identifier))
    await expect.returns(given, requirement="MS-SRVS:3.1.4.4:34e44a8956")
    response = await reference(opened.rpc, _list())
    rule = "MS-SRVS:3.1.4.4:3cfa6b0eb8"
    expect.equal(_ours(opened, response), opened.names[1:], "files that are open", requirement=rule)


@case(covers="MS-SRVS:3.1.4.4:af8b0e8481", needs=[administrator], disruptive=True)
async def test_nothing_to_close(administrator_srvsvc: RpcClient) -> None:
    """An id that nothing has is not found."""
    await refused(administrator_srvsvc, NetrFileClose(None, _NO_FILE), NetApiStatus.NERR_FileIdNotFound)


@case(
    covers=["MS-SRVS:3.1.4.4:bd9ee2434b", "MS-SRVS:3.1.4.4:cd16b5e6cb"],
    needs=[*_NEEDS, not_administrator],
    disruptive=True,
)
async def test_closing_is_for_administrators(opened: Opened, srvsvc: RpcClient) -> None:
    """An ordinary user closes nothing by force."""
    identifier = member(await _entry(opened), "id")
    await denied(srvsvc, NetrFileClose(None, identifier), "MS-SRVS:3.1.4.4:cd16b5e6cb")


@case(
    covers=["MS-SRVS:3.1.4.2:64ec111efc", "MS-SRVS:3.1.4.3:8b4811d39f", "MS-SRVS:3.1.4.4:b05be3f224"],
    needs=_NEEDS,
    disruptive=True,
)
async def test_server_names_are_ignored(opened: Opened) -> None:
    """Whatever the ServerName, what is open on this server is meant."""
    identifier = member(await _entry(opened), "id")
    requests = {
        "MS-SRVS:3.1.4.2:64ec111efc": _list(ServerName=_NO_SERVER),
        "MS-SRVS:3.1.4.3:8b4811d39f": NetrFileGetInfo(_NO_SERVER, identifier, 3),
        "MS-SRVS:3.1.4.4:b05be3f224": NetrFileClose(_NO_SERVER, identifier),
    }
    for rule, request in requests.items():
        await expect.returns(called(opened.rpc, request), requirement=rule)
