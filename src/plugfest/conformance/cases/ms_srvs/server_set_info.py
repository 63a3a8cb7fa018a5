"""[MS-SRVS] 3.1.4.18 NetrServerSetInfo: what each level changes, what it may not be, what is ignored.

A setting is read with NetrServerGetInfo, given another value, read again, and set back. What no level of
NetrServerGetInfo tells cannot be read; of those only the range is judged.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from plugfest.conformance import alone, case, expect
from plugfest.conformance.cases.ms_srvs.calls import called, denied, judged_member, member, refused, server_info
from plugfest.conformance.needs import administrator, log_on, not_administrator
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs import types
from plugfest.protocols.ms_srvs.constants import NetApiStatus
from plugfest.protocols.ms_srvs.settings import (
    SERVER_INFO_103_IGNORED,
    SERVER_INFO_103_SETTINGS,
    SERVER_INFO_599_SETTINGS,
    SET_LEVELS,
    Handling,
    Setting,
)
from plugfest.protocols.ms_srvs.types import NetrServerSetInfo

pytestmark = alone

_READ_AT = {"comment": 101, "users": 102, "disc": 102, "hidden": 102, "announce": 102, "anndelta": 102}
"""Members of ServerInfo103 → the level of NetrServerGetInfo that tells them; those of ServerInfo599 stand in 503."""
_TOLD = {name.partition("_")[2] for name in types.SERVER_INFO_503.__struct_fields__}
_TEXTS = ("domain", "comment", "name", "userpath")
_INVALID = "MS-SRVS:3.1.4.18:b1456741b8"
_MOST = 0xFFFFFFFF


def _structure(level: int) -> Any:
    return getattr(types, f"SERVER_INFO_{level}")


def _names(level: int) -> list[str]:
    return [field.partition("_")[2] for field in _structure(level).__struct_fields__]


_SINGLE = {level: _names(level)[0] for level in SET_LEVELS if level > 999}
"""Levels of one member → its name."""
_FIXED = {name for name, one in SERVER_INFO_599_SETTINGS.items() if one.low == one.high}
"""Members that have one valid value: nothing can be seen of setting them."""
_SINGLE_103 = {level: name for level, name in _SINGLE.items() if name in _READ_AT and SET_LEVELS[level]}
_SINGLE_599 = {level: name for level, name in _SINGLE.items() if name in _TOLD - _FIXED}
_LEVEL_OF = {name: level for level, name in _SINGLE.items()}


def _settings(name: str) -> Setting:
    return SERVER_INFO_103_SETTINGS.get(name) or SERVER_INFO_599_SETTINGS[name]


def _other(name: str, value: Any) -> Any:
    """A valid value that differs."""
    if isinstance(value, str) or value is None:
        return "plugfest" if value != "plugfest" else "plugfest 2"
    setting = _settings(name)
    return next(
        one for one in (value + 1, value - 1, setting.low) if setting.low <= one <= setting.high and one != value
    )


def _out_of_range(setting: Setting) -> list[int]:
    """The number below the lowest and the one above the highest, where 32 bits have them."""
    return [one for one in (setting.low - 1, setting.high + 1) if 0 <= one <= _MOST]


async def _read(rpc: RpcClient, name: str) -> Any:
    """The setting as it is, not judged."""
    return member(await server_info(rpc, _READ_AT.get(name, 503)), name)


async def _set(rpc: RpcClient, level: int, values: Mapping[str, Any], parm_err: int | None = None) -> Any:
    prefix = f"sv{level}_"
    info = _structure(level)(**{prefix + name: value for name, value in values.items()})
    return await called(rpc, NetrServerSetInfo(None, level, info, parm_err))


@asynccontextmanager
async def _kept(rpc: RpcClient, names: list[str]) -> AsyncIterator[dict[str, Any]]:
    """The settings of these names; they are set back at the end."""
    before = {name: await _read(rpc, name) for name in names}
    try:
        yield before
    finally:
        for name, value in before.items():
            await _set(rpc, _LEVEL_OF[name], {name: value})


async def _taken_over(rpc: RpcClient, singles: Mapping[int, str]) -> None:
    async with _kept(rpc, list(singles.values())) as before:
        for level, name in singles.items():
            rule = SET_LEVELS[level]
            value = _other(name, before[name])
            await expect.returns(_set(rpc, level, {name: value}), requirement=rule)
            told = judged_member(await server_info(rpc, _READ_AT.get(name, 503)), name, rule)
            expect.equal(told, value, f"{name} as level {level} set it", requirement=rule)


@case(covers=[SET_LEVELS[level] for level in _SINGLE_103], needs=[administrator], disruptive=True)
async def test_members_of_server_info_103(administrator_srvsvc: RpcClient) -> None:
    """Levels 1005 to 1107 each change one member."""
    readable = {level: name for level, name in _SINGLE_103.items() if name != "announce"}
    await _taken_over(administrator_srvsvc, readable)
    await _taken_over(administrator_srvsvc, {1017: "announce"})


@case(covers=[SET_LEVELS[level] for level in _SINGLE_599], needs=[administrator], disruptive=True)
async def test_members_of_server_info_599(administrator_srvsvc: RpcClient) -> None:
    """Levels 1501 to 1542 each change one member."""
    await _taken_over(administrator_srvsvc, _SINGLE_599)


_SETTABLE = {101: ["comment"], 102: ["comment", "users", "disc", "hidden", "announce", "anndelta"]} | {
    level: [name for name in _names(level) if name in _TOLD - _FIXED and _settings(name).handling is Handling.STORED]
    for level in (502, 503, 599)
}
"""Level → the members that it changes and that can be read."""
_RANGED = {
    name: setting
    for name, setting in {**SERVER_INFO_103_SETTINGS, **SERVER_INFO_599_SETTINGS}.items()
    if setting.range_rule and setting.handling is not Handling.IGNORED
}
_IGNORED = {name: setting for name, setting in SERVER_INFO_599_SETTINGS.items() if setting.handling is Handling.IGNORED}


def _may_be_set(name: str, value: Any) -> bool:
    """It is text, or of no range, or in its range."""
    ranged = name not in _TEXTS and name not in SERVER_INFO_103_IGNORED
    return not ranged or (value is not None and _settings(name).is_valid(value))


async def _whole(rpc: RpcClient, level: int) -> dict[str, Any]:
    """All members of a level, as the server has them; what it does not tell, or not validly, is the lowest there is."""
    told = await server_info(rpc, {599: 503}.get(level, level))
    values = {name: getattr(told, f"sv{503 if level == 599 else level}_{name}", None) for name in _names(level)}
    return {name: value if _may_be_set(name, value) else _settings(name).low for name, value in values.items()}


@case(covers=[SET_LEVELS[level] for level in _SETTABLE], needs=[administrator], disruptive=True)
async def test_whole_levels(administrator_srvsvc: RpcClient) -> None:
    """Levels 101, 102, 502, 503 and 599 change all that may be changed of them."""
    rpc = administrator_srvsvc
    for level, settable in _SETTABLE.items():
        rule = SET_LEVELS[level]
        before = await _whole(rpc, level)
        changed = {name: _other(name, before[name]) for name in settable}
        try:
            await expect.returns(_set(rpc, level, {**before, **changed}), requirement=rule)
            told = await server_info(rpc, {599: 503}.get(level, level))
            for name, value in changed.items():
                expect.equal(
                    judged_member(told, name, rule), value, f"{name} as level {level} set it", requirement=rule
                )
        finally:
            await _set(rpc, level, before)


@case(covers=[setting.range_rule for setting in _RANGED.values()], needs=[administrator], disruptive=True)
async def test_ranges(administrator_srvsvc: RpcClient) -> None:
    """A value below a member's range is refused, and one above."""
    rpc, invalid = administrator_srvsvc, NetApiStatus.ERROR_INVALID_PARAMETER
    whole = await _whole(rpc, 599)
    for name, setting in _RANGED.items():
        level, others = (_LEVEL_OF[name], {}) if name in _LEVEL_OF else (599, whole)
        for value in _out_of_range(setting):
            given = _set(rpc, level, {**others, name: value})
            await expect.returns(given, invalid, requirement=setting.range_rule)


@case(
    covers=[one.rule for one in SERVER_INFO_599_SETTINGS.values() if one.handling is Handling.VALIDATED and one.rule],
    needs=[administrator],
    disruptive=True,
)
async def test_what_is_validated_and_not_kept(administrator_srvsvc: RpcClient) -> None:
    """Members that the server only validates are refused where they are not valid."""
    whole = await _whole(administrator_srvsvc, 503)
    for name, setting in SERVER_INFO_599_SETTINGS.items():
        if setting.handling is Handling.VALIDATED and setting.rule:
            for value in _out_of_range(setting):
                given = _set(administrator_srvsvc, 503, {**whole, name: value})
                await expect.returns(given, NetApiStatus.ERROR_INVALID_PARAMETER, requirement=setting.rule)


@case(covers=_INVALID, needs=[administrator], disruptive=True)
async def test_the_member_at_fault_is_named(administrator_srvsvc: RpcClient) -> None:
    """ParmErr names the member whose value is not valid."""
    for name in ("sessopens", "sessusers", "scavtimeout"):
        setting = SERVER_INFO_599_SETTINGS[name]
        given = _set(administrator_srvsvc, _LEVEL_OF.get(name, 1501), {name: setting.high + 1}, parm_err=0)
        answer = await expect.returns(given, NetApiStatus.ERROR_INVALID_PARAMETER)
        expect.equal(getattr(answer, "ParmErr", None), setting.parameter, f"ParmErr for {name}")


@case(
    covers=[one.rule for name, one in _IGNORED.items() if one.rule and name in _TOLD],
    needs=[administrator],
    disruptive=True,
)
async def test_what_is_ignored(administrator_srvsvc: RpcClient) -> None:
    """Members that nobody can set are ignored, whatever they are."""
    rpc = administrator_srvsvc
    before = await _whole(rpc, 503)
    for name, setting in _IGNORED.items():
        if setting.rule and name in _TOLD:
            try:
                given = _set(rpc, 503, {**before, name: _other(name, before[name])})
                await expect.returns(given, requirement=setting.rule)
                told = judged_member(await server_info(rpc, 503), name, setting.rule)
                expect.equal(told, before[name], f"{name}, which was given another value", requirement=setting.rule)
            finally:
                await _set(rpc, 503, before)


@case(covers=[*SERVER_INFO_103_IGNORED.values()], needs=[administrator], disruptive=True)
async def test_what_is_ignored_of_server_info_103(administrator_srvsvc: RpcClient) -> None:
    """Platform, name, version, type and licenses that are given at levels 101 and 102 are ignored."""
    rpc = administrator_srvsvc
    for level in (101, 102):
        before = await _whole(rpc, level)
        for name, rule in SERVER_INFO_103_IGNORED.items():
            if name not in before:
                continue
            other = before[name] + 1 if isinstance(before[name], int) else "plugfest"
            try:
                await expect.returns(_set(rpc, level, {**before, name: other}), requirement=rule)
                told = judged_member(await server_info(rpc, level), name, rule)
                expect.equal(told, before[name], f"{name}, which was given another value", requirement=rule)
            finally:
                await _set(rpc, level, before)


@case(
    covers=[one.range_rule for one in _IGNORED.values() if one.range_rule],
    needs=[administrator],
)
async def test_ranges_of_what_nobody_sets(administrator_srvsvc: RpcClient) -> None:
    """What NetrServerGetInfo tells of members that nobody can set lies in their ranges."""
    told = await server_info(administrator_srvsvc, 503)
    for name, setting in _IGNORED.items():
        if setting.range_rule:
            value = judged_member(told, name, setting.range_rule)
            inside = setting.low <= value & _MOST <= setting.high
            expected = f"{name} from {setting.low} to {setting.high}"
            expect.true(inside, expected=expected, actual=str(value), requirement=setting.range_rule)


@case(covers="MS-SRVS:3.1.4.18:b33aa7281c", needs=[administrator])
async def test_level_103(administrator_srvsvc: RpcClient) -> None:
    """Level 103 can be read and not set."""
    request = NetrServerSetInfo(None, 103, types.SERVER_INFO_103())
    await refused(administrator_srvsvc, request, NetApiStatus.ERROR_INVALID_LEVEL)


@case(covers="MS-SRVS:3.1.4.18:11fc3816e1", needs=[administrator])
async def test_unknown_level(administrator_srvsvc: RpcClient) -> None:
    """Levels that are in no table are refused."""
    for level in (7, 100):
        await refused(administrator_srvsvc, NetrServerSetInfo(None, level), NetApiStatus.ERROR_INVALID_LEVEL)


@case(covers="MS-SRVS:3.1.4.18:6880175771", needs=[administrator], disruptive=True)
async def test_server_name_is_ignored(administrator_srvsvc: RpcClient) -> None:
    """Whatever the ServerName, this server's settings are changed."""
    rpc = administrator_srvsvc
    async with _kept(rpc, ["users"]) as before:
        value = _other("users", before["users"])
        request = NetrServerSetInfo("no-server-has-this-name", 1107, types.SERVER_INFO_1107(value))
        await expect.returns(called(rpc, request))
        expect.equal(await _read(rpc, "users"), value, "the number of users")


@case(
    covers=["MS-SRVS:3.1.4.18:d0f519fef1", "MS-SRVS:3.1.4.18:de6b7f2587"],
    needs=[log_on, not_administrator],
    disruptive=True,
)
async def test_settings_are_for_administrators(srvsvc: RpcClient) -> None:
    """An ordinary user does not change the server's settings."""
    request = NetrServerSetInfo(None, 1005, types.SERVER_INFO_1005("plugfest"))
    await denied(srvsvc, request, "MS-SRVS:3.1.4.18:de6b7f2587")


_LEVEL_503 = {
    "maxkeepsearch": "MS-SRVS:3.1.4.17:8ea1e4f3c4",
    "scavtimeout": "MS-SRVS:3.1.4.17:b1a73a2b08",
    "minrcvqueue": "MS-SRVS:3.1.4.17:cd06705732",
    "minfreeworkitems": "MS-SRVS:3.1.4.17:f7708077b0",
    "maxmpxct": "MS-SRVS:3.1.4.17:b2d8ec64ef",
    "oplockbreakwait": "MS-SRVS:3.1.4.17:edcd167dfd",
    "oplockbreakresponsewait": "MS-SRVS:3.1.4.17:4317759174",
    "enableoplocks": "MS-SRVS:3.1.4.17:f8f7913401",
    "enablefcbopens": "MS-SRVS:3.1.4.17:25f6fad9a1",
    "enableraw": "MS-SRVS:3.1.4.17:28ab1b349b",
    "enablesharednetdrives": "MS-SRVS:3.1.4.17:3ba3937833",
    "minfreeconnections": "MS-SRVS:3.1.4.17:5b5defca0c",
    "maxfreeconnections": "MS-SRVS:3.1.4.17:4883fa61f6",
}
"""Members that level 503 alone tells, and that can be set."""


@case(covers=[*_LEVEL_503.values()], needs=[administrator], disruptive=True)
async def test_level_503_tells_the_settings(administrator_srvsvc: RpcClient) -> None:
    """What is set with level 599 is what NetrServerGetInfo tells at level 503."""
    rpc = administrator_srvsvc
    before = await _whole(rpc, 599)
    changed = {name: _other(name, before[name]) for name in _LEVEL_503}
    try:
        await expect.returns(_set(rpc, 599, {**before, **changed}))
        told = await server_info(rpc, 503)
        for name, rule in _LEVEL_503.items():
            expect.equal(judged_member(told, name, rule), changed[name], f"sv503_{name}", requirement=rule)
    finally:
        await _set(rpc, 599, before)
