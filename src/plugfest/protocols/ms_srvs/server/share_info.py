"""[MS-SRVS] 2.2.4.23 to 2.2.4.31: the SHARE_INFO structures that a client gives: what is ignored, what is not valid."""

from __future__ import annotations

from typing import Any

from plugfest.errors import WireError
from plugfest.protocols.ms_dtyp import SecurityDescriptor
from plugfest.protocols.ms_srvs.constants import ShareType
from plugfest.protocols.ms_srvs.server.call import Call

MAX_SHARE_NAME = 80
_MAX_REMARK = 48
CLUSTER = ShareType.STYPE_CLUSTER_FS | ShareType.STYPE_CLUSTER_SOFS | ShareType.STYPE_CLUSTER_DFS
_MODIFIERS = ShareType.STYPE_SPECIAL | ShareType.STYPE_TEMPORARY
_IGNORED = {
    502: {
        "permissions": "MS-SRVS:2.2.4.26:6a638a9c18",
        "current_uses": "MS-SRVS:2.2.4.26:15053f008b",
        "passwd": "MS-SRVS:2.2.4.26:47c3c3b013.2",
    },
    503: {
        "permissions": "MS-SRVS:2.2.4.27:958fd57266",
        "current_uses": "MS-SRVS:2.2.4.27:6fb0a5e902",
        "passwd": "MS-SRVS:2.2.4.27:42cc58cd58.2",
    },
}
"""Level → member → the requirement to ignore it; level 2 has the members of level 502."""


def members(call: Call, level: int, info: Any) -> dict[str, Any]:
    """The members of a SHARE_INFO by name without prefix, once those that nobody reads are dealt with."""
    values = {name.partition("_")[2]: getattr(info, name) for name in info.__struct_fields__}
    for name, rule in _IGNORED.get(502 if level == 2 else level, {}).items():
        call.ignore(values[name], rule)
    return values


def has_valid_type(kind: int) -> bool:
    """2.2.2.4: one number, and flags."""
    return not kind & ~int(_MODIFIERS) & ~int(ShareType.STYPE_IPC)


def has_valid_remark(values: dict[str, Any]) -> bool:
    """3.1.4.7, 3.1.4.11: a comment has its limit."""
    return len(values.get("remark") or "") <= _MAX_REMARK


def has_valid_descriptor(values: dict[str, Any]) -> bool:
    """3.1.4.7, 3.1.4.11: a security descriptor, if there is one, can be read."""
    data = values.get("security_descriptor")
    if not data:
        return True
    try:
        SecurityDescriptor.decode(data)
    except WireError:
        return False
    return True


def is_special(name: str) -> bool:
    """The shares that have no path."""
    return name.upper() in ("IPC$", "ADMIN$")
