"""[MS-SRVS] 3.1.4.17, 3.1.4.19, 3.1.4.20 and 3.1.4.21: NetrServerGetInfo, NetrServerDiskEnum, NetrServerStatisticsGet
and NetrRemoteTOD."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from plugfest.protocols.ms_srvs.constants import MAX_NAME, NetApiStatus, SoftwareType
from plugfest.protocols.ms_srvs.fillings import SERVER_GET_INFO
from plugfest.protocols.ms_srvs.server.access import OPERATORS, SHARE_KEEPERS, Access
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.settings import SERVER_INFO_599_SETTINGS, Handling
from plugfest.protocols.ms_srvs.types import (
    DISK_ENUM_CONTAINER,
    DISK_INFO,
    NetrRemoteTOD,
    NetrRemoteTODResponse,
    NetrServerDiskEnum,
    NetrServerDiskEnumResponse,
    NetrServerGetInfo,
    NetrServerGetInfoResponse,
    NetrServerStatisticsGet,
    NetrServerStatisticsGetResponse,
)

_NAMES = {
    100: ("MS-SRVS:3.1.4.17:d9b8449548", "MS-SRVS:3.1.4.17:1562390f54"),
    101: ("MS-SRVS:3.1.4.17:a1e50a3cae", "MS-SRVS:3.1.4.17:490b4b888c"),
    102: ("MS-SRVS:3.1.4.17:3099b07d88", "MS-SRVS:3.1.4.17:defab9bf8c"),
}
"""Level → the rule for the name without a ServerName, and with one."""
_CAPABILITIES = ("MS-SRVS:2.2.4.43:c05a6d1a20", "MS-SRVS:2.2.4.43:9ba0fac51c")
_GET_GROUPS = {102: SHARE_KEEPERS, 502: SHARE_KEEPERS, 503: OPERATORS}
"""3.1.4.17, notes 80 and 81: level → the groups that may ask for it."""
_GET_ACCESS = Access("MS-SRVS:3.1.4.17:9221268f8c", "MS-SRVS:3.1.4.17:de572f4cda")
_DISK_ACCESS = Access("MS-SRVS:3.1.4.19:cbe004ff46", "MS-SRVS:3.1.4.19:913d928292")
_STATISTICS_ACCESS = Access("MS-SRVS:3.1.4.20:aecc518f2b", "MS-SRVS:3.1.4.20:8c21fb040a")


def server_get_info(call: Call, request: NetrServerGetInfo) -> NetrServerGetInfoResponse:
    """3.1.4.17 NetrServerGetInfo."""
    rules, level, name = call.rules, request.Level, request.ServerName
    fits = name is None or len(name) < MAX_NAME
    call.require(fits, "MS-SRVS:3.1.4.17:8629c6bf0e", NetApiStatus.ERROR_INVALID_PARAMETER)
    if level not in SERVER_GET_INFO:
        raise Failed(rules.value("MS-SRVS:3.1.4.17:b8863e8974", NetApiStatus.ERROR_INVALID_LEVEL))
    if level in _GET_GROUPS:
        _GET_ACCESS.check(call, *_GET_GROUPS[level])
    filling = SERVER_GET_INFO[level]
    if not rules.on(filling.rule) or not rules.on("MS-SRVS:3.1.4.17:685c52cfe0"):
        raise Failed(NetApiStatus.NERR_Success)
    state = call.state
    configuration: Any = state.server_info_599 if level in (502, 503) else state.server_info_103
    values = {member.partition("_")[2]: getattr(configuration, member) for member in configuration.__struct_fields__}
    if level in _NAMES:
        unnamed, named = _NAMES[level]
        values["name"] = rules.value(unnamed, values["name"]) if name is None else rules.value(named, name)
    if level in (502, 503):
        _keep_in_range(call, values)
    else:
        announced = rules.on("MS-SRVS:3.1.3:10704f4d00")
        values["type"] = state.global_server_announce & ~(0 if announced else SoftwareType.SV_TYPE_SERVER)
        values["licenses"] = rules.value("MS-SRVS:2.2.4.43:3f8377ee5c", 0)
        values["capabilities"] = rules.value_of_each(_CAPABILITIES, 0)
    return NetrServerGetInfoResponse(level, filling.filled(rules, values), NetApiStatus.NERR_Success)


def _keep_in_range(call: Call, values: dict[str, Any]) -> None:
    """2.2.4.46: the ranges of what no client changes."""
    for name, setting in SERVER_INFO_599_SETTINGS.items():
        if setting.handling is Handling.IGNORED and setting.range_rule and not call.rules.on(setting.range_rule):
            values[name] = setting.high + 1


def server_disk_enum(call: Call, request: NetrServerDiskEnum) -> NetrServerDiskEnumResponse:
    """3.1.4.19 NetrServerDiskEnum: all drives at once. An empty entry ends the list, and EntriesRead counts it."""
    rules = call.rules
    empty = DISK_ENUM_CONTAINER()
    if request.Level != 0:
        raise Failed(NetApiStatus.ERROR_INVALID_LEVEL, DiskInfoStruct=empty)
    _DISK_ACCESS.check(call, *OPERATORS)
    if request.PreferedMaximumLength < 8 and not rules.on("MS-SRVS:3.1.4.19:2d576089d3"):
        raise Failed(NetApiStatus.ERROR_MORE_DATA, DiskInfoStruct=empty)
    disks = [] if request.ResumeHandle and not rules.on("MS-SRVS:3.1.4.19:32fee00b79") else [*call.server.disks()]
    total = rules.value("MS-SRVS:3.1.4.19:fdae77889d", len(disks))
    buffer = tuple(DISK_INFO(_drive(call, disk)) for disk in disks)
    info = DISK_ENUM_CONTAINER(Buffer=(*rules.value("MS-SRVS:3.1.4.19:0c8cdb3d75", buffer), DISK_INFO("")))
    if request.DiskInfoStruct.Buffer and not rules.on("MS-SRVS:3.1.4.19:871a2f5994"):
        info = DISK_ENUM_CONTAINER(Buffer=(*request.DiskInfoStruct.Buffer, *(info.Buffer or ())))
    return NetrServerDiskEnumResponse(info, total, request.ResumeHandle, NetApiStatus.NERR_Success)


def _drive(call: Call, disk: str) -> str:
    """2.2.4.91: a letter and a colon."""
    letter = call.rules.value("MS-SRVS:2.2.4.91:e63ccb8639", ord(disk[0].upper()))
    colon = call.rules.value("MS-SRVS:2.2.4.91:be9415e740", ord(":"))
    return chr(letter) + chr(colon) if call.rules.on("MS-SRVS:2.2.4.91:815b9260b8") else chr(letter)


def server_statistics_get(call: Call, request: NetrServerStatisticsGet) -> NetrServerStatisticsGetResponse:
    """3.1.4.20 NetrServerStatisticsGet."""
    rules = call.rules
    if request.Level != 0:
        raise Failed(rules.value("MS-SRVS:3.1.4.20:4b810a939f", NetApiStatus.ERROR_INVALID_LEVEL))
    call.require(request.Options == 0, "MS-SRVS:3.1.4.20:7cd252c80f", NetApiStatus.ERROR_INVALID_PARAMETER)
    _STATISTICS_ACCESS.check(call, *OPERATORS)
    if request.Service and not rules.on("MS-SRVS:3.1.4.20:73b4794487"):
        raise Failed(NetApiStatus.ERROR_INVALID_PARAMETER)
    if not rules.on("MS-SRVS:3.1.4.20:c2fcdb499a"):
        raise Failed(NetApiStatus.NERR_Success)
    start = call.state.statistics_start_time
    statistics = msgspec.structs.replace(
        call.server.query_statistics(),
        sts0_start=rules.value(
            "MS-SRVS:3.1.4.20:df987e9de6", start if rules.on("MS-SRVS:2.2.4.39:07b73f9a71") else start // 60
        ),
        sts0_devopens=rules.value("MS-SRVS:2.2.4.39:32b1069ee1", 0),
        sts0_serrorout=rules.value("MS-SRVS:2.2.4.39:a993ab0d5a", 0),
        sts0_syserrors=rules.value("MS-SRVS:2.2.4.39:712ba16663", 0),
        sts0_avresponse=rules.value("MS-SRVS:2.2.4.39:87fd252dcb", 0),
        sts0_reqbufneed=rules.value("MS-SRVS:2.2.4.39:52a24e0526", 0),
        sts0_bigbufneed=rules.value("MS-SRVS:2.2.4.39:727fbb5667", 0),
    )
    return NetrServerStatisticsGetResponse(statistics, NetApiStatus.NERR_Success)


def remote_tod(call: Call, request: NetrRemoteTOD) -> NetrRemoteTODResponse:
    """3.1.4.21 NetrRemoteTOD: for every caller (notes 90 and 91)."""
    rules = call.rules
    if not rules.on("MS-SRVS:3.1.4.21:955860dd6c") or not rules.on("MS-SRVS:3.1.4.21:59904725f2"):
        raise Failed(NetApiStatus.NERR_Success)
    now = call.server.time_of_day()
    changed = {
        "tod_hours": rules.value("MS-SRVS:2.2.4.105:f581a5220c", now.tod_hours),
        "tod_mins": rules.value("MS-SRVS:2.2.4.105:8dbea9a20e", now.tod_mins),
        "tod_secs": rules.value("MS-SRVS:2.2.4.105:6fa765b702", now.tod_secs),
        "tod_hunds": rules.value("MS-SRVS:2.2.4.105:6217970c69", now.tod_hunds),
        "tod_timezone": rules.value("MS-SRVS:2.2.4.105:c978eb2b56", now.tod_timezone),
        "tod_tinterval": rules.value("MS-SRVS:2.2.4.105:b2ce904323", now.tod_tinterval),
        "tod_day": rules.value("MS-SRVS:2.2.4.105:eb0477d5cf", now.tod_day),
        "tod_month": rules.value("MS-SRVS:2.2.4.105:2facd3ea51", now.tod_month),
        "tod_weekday": rules.value("MS-SRVS:2.2.4.105:7641c42923", now.tod_weekday),
    }
    return NetrRemoteTODResponse(msgspec.structs.replace(now, **changed), NetApiStatus.NERR_Success)


METHODS: Mapping[type[Any], Any] = {
    NetrServerGetInfo: server_get_info,
    NetrServerDiskEnum: server_disk_enum,
    NetrServerStatisticsGet: server_statistics_get,
    NetrRemoteTOD: remote_tod,
}
IGNORED_SERVER_NAMES: Mapping[type[Any], str] = {
    NetrServerDiskEnum: "MS-SRVS:3.1.4.19:9a434e9b53",
    NetrServerStatisticsGet: "MS-SRVS:3.1.4.20:297cbbc314",
    NetrRemoteTOD: "MS-SRVS:3.1.4.21:984d072f60",
}
