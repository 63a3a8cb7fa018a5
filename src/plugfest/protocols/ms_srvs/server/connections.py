"""[MS-SRVS] 3.1.4.1: NetrConnectionEnum, which tells tree connects.

Departure: the entries of a computer name's connections are those that were made from that computer, as the sentence
and its purpose say; the rule names the ServerName that [MS-SMB2] 3.3.4.19 gives, which is the share's and no computer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugfest.protocols.ms_srvs.constants import MAX_NAME, NetApiStatus
from plugfest.protocols.ms_srvs.fillings import CONNECTION_ENUM
from plugfest.protocols.ms_srvs.paging import CONNECTIONS, enumeration
from plugfest.protocols.ms_srvs.server.access import ANY_KEEPER, Access
from plugfest.protocols.ms_srvs.server.call import Call, Failed
from plugfest.protocols.ms_srvs.server.model import TreeConnectEntry
from plugfest.protocols.ms_srvs.server.scope import bare, same
from plugfest.protocols.ms_srvs.types import NetrConnectionEnum, NetrConnectionEnumResponse

_ACCESS = Access("MS-SRVS:3.1.4.1:6b3d4c6475", "MS-SRVS:3.1.4.1:649929c0d8")


def connection_enum(call: Call, request: NetrConnectionEnum) -> NetrConnectionEnumResponse:
    """3.1.4.1 NetrConnectionEnum."""
    rules, level, qualifier = call.rules, request.InfoStruct.Level or 0, request.Qualifier or ""
    if level not in CONNECTION_ENUM:
        raise Failed(rules.value("MS-SRVS:3.1.4.1:93ab255129", NetApiStatus.ERROR_INVALID_LEVEL))
    _ACCESS.check(call, *ANY_KEEPER)
    valid = 0 < len(qualifier) < MAX_NAME
    call.require(valid, "MS-SRVS:3.1.4.1:67a449a67a", NetApiStatus.ERROR_INVALID_PARAMETER)
    tree_connects = rules.value("MS-SRVS:3.1.4.1:8b65600036", tuple(call.server.query_tree_connects()))
    entries = [
        (index, _values(call, entry, qualifier))
        for index, entry in enumerate(tree_connects, start=1)
        if _is_chosen(call, entry, qualifier)
    ]
    page = enumeration(rules, CONNECTIONS, CONNECTION_ENUM[level], request, entries, len(tree_connects))
    return NetrConnectionEnumResponse(*page)


def _is_chosen(call: Call, entry: TreeConnectEntry, qualifier: str) -> bool:
    """3.1.4.1: those of a computer, or those of a share."""
    if qualifier.startswith("\\\\"):
        of_computer = same(bare(entry.computer_name), bare(qualifier))
        return of_computer or not call.rules.on("MS-SRVS:3.1.4.1:242adc9085")
    return same(entry.info.coni1_netname, qualifier) or not call.rules.on("MS-SRVS:3.1.4.1:3fcc8a8edf")


def _values(call: Call, entry: TreeConnectEntry, qualifier: str) -> dict[str, Any]:
    """The members of any CONNECTION_INFO, by name without prefix."""
    values = {name.partition("_")[2]: getattr(entry.info, name) for name in entry.info.__struct_fields__}
    if not qualifier.startswith("\\\\"):  # 2.2.4.2: the name that the client does not know yet
        told = bare(entry.computer_name)
        values["netname"] = told if call.rules.on("MS-SRVS:2.2.4.2:b170b956ba") else qualifier
    return values


METHODS: Mapping[type[Any], Any] = {NetrConnectionEnum: connection_enum}
IGNORED_SERVER_NAMES: Mapping[type[Any], str] = {NetrConnectionEnum: "MS-SRVS:3.1.4.1:ba53450507"}
