"""What the methods that tell something fill in, level by level.

The sections of the methods say for each level which structure is returned, and for each of its members where it comes
from; each of these sentences is a requirement, whose id stands beside the level or the member.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from plugfest.protocols.ms_srvs import types
from plugfest.protocols.rules import Rules


class Filling(msgspec.Struct, frozen=True):
    """One level of one method."""

    structure: type[Any]
    rule: str
    """The requirement to return this structure at this level."""
    members: dict[str, str]
    """Member → the requirement that says where it comes from; the others come from the same place."""
    container: type[Any] | None = None

    def filled(self, rules: Rules, values: Mapping[str, Any]) -> Any:
        """The structure; `values` are by the members' names without their prefix."""
        filled = {}
        for member in self.structure.__struct_fields__:
            name = member.partition("_")[2]
            value = values[name]
            filled[member] = rules.value(self.members[member], value) if member in self.members else value
        return self.structure(**filled)


SHARE_ENUM: dict[int, Filling] = {
    0: Filling(
        types.SHARE_INFO_0,
        "MS-SRVS:3.1.4.8:4b117c7837",
        {
            "shi0_netname": "MS-SRVS:3.1.4.8:bed08aa0bf",
        },
        types.SHARE_INFO_0_CONTAINER,
    ),
    1: Filling(
        types.SHARE_INFO_1,
        "MS-SRVS:3.1.4.8:3c81eeb7be",
        {
            "shi1_netname": "MS-SRVS:3.1.4.8:7a45880a55",
            "shi1_type": "MS-SRVS:3.1.4.8:6ebb8d21ef",
            "shi1_remark": "MS-SRVS:3.1.4.8:4cf32044af",
        },
        types.SHARE_INFO_1_CONTAINER,
    ),
    2: Filling(
        types.SHARE_INFO_2,
        "MS-SRVS:3.1.4.8:142be24e49",
        {
            "shi2_netname": "MS-SRVS:3.1.4.8:50bd19f4a4",
            "shi2_type": "MS-SRVS:3.1.4.8:7929d5c85a",
            "shi2_remark": "MS-SRVS:3.1.4.8:a62fe2e4d0",
            "shi2_permissions": "MS-SRVS:3.1.4.8:16b7d7a72e",
            "shi2_max_uses": "MS-SRVS:3.1.4.8:65a13a8931",
            "shi2_current_uses": "MS-SRVS:3.1.4.8:6369c8b26d",
            "shi2_path": "MS-SRVS:3.1.4.8:f972caa931",
            "shi2_passwd": "MS-SRVS:3.1.4.8:bc83ef94e6",
        },
        types.SHARE_INFO_2_CONTAINER,
    ),
    501: Filling(
        types.SHARE_INFO_501,
        "MS-SRVS:3.1.4.8:d2043a968b",
        {
            "shi501_netname": "MS-SRVS:3.1.4.8:3ecb1436c2",
            "shi501_type": "MS-SRVS:3.1.4.8:3ef4ba9d06",
            "shi501_remark": "MS-SRVS:3.1.4.8:bcbd9fe474",
            "shi501_flags": "MS-SRVS:3.1.4.8:24a57d63bb",
        },
        types.SHARE_INFO_501_CONTAINER,
    ),
    502: Filling(
        types.SHARE_INFO_502_I,
        "MS-SRVS:3.1.4.8:b7736a4757",
        {
            "shi502_netname": "MS-SRVS:3.1.4.8:c8c440cb56",
            "shi502_type": "MS-SRVS:3.1.4.8:25a584e4c0",
            "shi502_remark": "MS-SRVS:3.1.4.8:ef091d379f",
            "shi502_permissions": "MS-SRVS:3.1.4.8:60bd727294",
            "shi502_max_uses": "MS-SRVS:3.1.4.8:021eddbe11",
            "shi502_current_uses": "MS-SRVS:3.1.4.8:231dc0bfd7",
            "shi502_path": "MS-SRVS:3.1.4.8:4892cac1f2",
            "shi502_passwd": "MS-SRVS:3.1.4.8:b03f2594a3",
            "shi502_security_descriptor": "MS-SRVS:3.1.4.8:d70b041694",
        },
        types.SHARE_INFO_502_CONTAINER,
    ),
    503: Filling(
        types.SHARE_INFO_503_I,
        "MS-SRVS:3.1.4.8:d562bb6bf2",
        {},
        types.SHARE_INFO_503_CONTAINER,
    ),
}
"""[MS-SRVS] 3.1.4.8."""

SHARE_GET_INFO: dict[int, Filling] = {
    0: Filling(
        types.SHARE_INFO_0,
        "MS-SRVS:3.1.4.10:2163faae5d",
        {
            "shi0_netname": "MS-SRVS:3.1.4.10:107392eab0",
        },
    ),
    1: Filling(
        types.SHARE_INFO_1,
        "MS-SRVS:3.1.4.10:94819fc023",
        {
            "shi1_netname": "MS-SRVS:3.1.4.10:7c0e26e5f4",
            "shi1_type": "MS-SRVS:3.1.4.10:663a01aeab",
            "shi1_remark": "MS-SRVS:3.1.4.10:308b974189",
        },
    ),
    2: Filling(
        types.SHARE_INFO_2,
        "MS-SRVS:3.1.4.10:183ff6505e",
        {
            "shi2_netname": "MS-SRVS:3.1.4.10:8ad3e71888",
            "shi2_type": "MS-SRVS:3.1.4.10:34075c7cf4",
            "shi2_remark": "MS-SRVS:3.1.4.10:1fc035995d",
            "shi2_permissions": "MS-SRVS:3.1.4.10:1b1069c14d",
            "shi2_max_uses": "MS-SRVS:3.1.4.10:71764ee7c7",
            "shi2_current_uses": "MS-SRVS:3.1.4.10:6589abc349",
            "shi2_path": "MS-SRVS:3.1.4.10:dbc2fbd791",
            "shi2_passwd": "MS-SRVS:3.1.4.10:22c1e882ef",
        },
    ),
    501: Filling(
        types.SHARE_INFO_501,
        "MS-SRVS:3.1.4.10:b62404e806",
        {
            "shi501_netname": "MS-SRVS:3.1.4.10:7c2651539c",
            "shi501_type": "MS-SRVS:3.1.4.10:a5c6f04893",
            "shi501_remark": "MS-SRVS:3.1.4.10:0de93a2c55",
            "shi501_flags": "MS-SRVS:3.1.4.10:d349a423ff",
        },
    ),
    502: Filling(
        types.SHARE_INFO_502_I,
        "MS-SRVS:3.1.4.10:c56aa1fa27",
        {
            "shi502_netname": "MS-SRVS:3.1.4.10:2e76c4658f",
            "shi502_type": "MS-SRVS:3.1.4.10:d620b81bfa",
            "shi502_remark": "MS-SRVS:3.1.4.10:105f9fda50",
            "shi502_permissions": "MS-SRVS:3.1.4.10:370b675b77",
            "shi502_max_uses": "MS-SRVS:3.1.4.10:f4bf5c1923",
            "shi502_current_uses": "MS-SRVS:3.1.4.10:64b7afc7bf",
            "shi502_path": "MS-SRVS:3.1.4.10:e880b488ec",
            "shi502_passwd": "MS-SRVS:3.1.4.10:fcd9f22149",
            "shi502_security_descriptor": "MS-SRVS:3.1.4.10:a45cc77e6a",
        },
    ),
    503: Filling(
        types.SHARE_INFO_503_I,
        "MS-SRVS:3.1.4.10:e46d20003a",
        {},
    ),
    1005: Filling(
        types.SHARE_INFO_1005,
        "MS-SRVS:3.1.4.10:18e15fb84a",
        {},
    ),
}
"""[MS-SRVS] 3.1.4.10."""

SESSION_ENUM: dict[int, Filling] = {
    0: Filling(
        types.SESSION_INFO_0,
        "MS-SRVS:3.1.4.5:6533e3b981",
        {
            "sesi0_cname": "MS-SRVS:3.1.4.5:b074ae1354",
        },
        types.SESSION_INFO_0_CONTAINER,
    ),
    1: Filling(
        types.SESSION_INFO_1,
        "MS-SRVS:3.1.4.5:7dd9c7a76a",
        {
            "sesi1_cname": "MS-SRVS:3.1.4.5:63a835a58c",
            "sesi1_username": "MS-SRVS:3.1.4.5:cde45779aa",
            "sesi1_num_opens": "MS-SRVS:3.1.4.5:51cebd5f0f",
            "sesi1_user_flags": "MS-SRVS:2.2.4.12:aa76c36067",
        },
        types.SESSION_INFO_1_CONTAINER,
    ),
    2: Filling(
        types.SESSION_INFO_2,
        "MS-SRVS:3.1.4.5:b6013c6ff0",
        {
            "sesi2_cname": "MS-SRVS:3.1.4.5:91a3754d7b",
            "sesi2_username": "MS-SRVS:3.1.4.5:3b3c445033",
            "sesi2_num_opens": "MS-SRVS:3.1.4.5:7da9d3f34c",
            "sesi2_idle_time": "MS-SRVS:3.1.4.5:d32eb0c3ca",
            "sesi2_time": "MS-SRVS:3.1.4.5:f52d1d9153",
            "sesi2_user_flags": "MS-SRVS:3.1.4.5:f0a60a44b7",
            "sesi2_cltype_name": "MS-SRVS:3.1.4.5:9a2143b72d",
        },
        types.SESSION_INFO_2_CONTAINER,
    ),
    10: Filling(
        types.SESSION_INFO_10,
        "MS-SRVS:3.1.4.5:df4c32e7bf",
        {
            "sesi10_cname": "MS-SRVS:3.1.4.5:2cf366c11c",
            "sesi10_username": "MS-SRVS:3.1.4.5:9b87c87e5b",
            "sesi10_idle_time": "MS-SRVS:3.1.4.5:d7b11d2a2b",
            "sesi10_time": "MS-SRVS:3.1.4.5:8f3af44985",
        },
        types.SESSION_INFO_10_CONTAINER,
    ),
    502: Filling(
        types.SESSION_INFO_502,
        "MS-SRVS:3.1.4.5:8a0f303412",
        {
            "sesi502_user_flags": "MS-SRVS:2.2.4.15:1853199e9a",
        },
        types.SESSION_INFO_502_CONTAINER,
    ),
}
"""[MS-SRVS] 3.1.4.5."""

SERVER_GET_INFO: dict[int, Filling] = {
    100: Filling(
        types.SERVER_INFO_100,
        "MS-SRVS:3.1.4.17:066104bd63",
        {
            "sv100_platform_id": "MS-SRVS:3.1.4.17:aaeb2e934e",
        },
    ),
    101: Filling(
        types.SERVER_INFO_101,
        "MS-SRVS:3.1.4.17:a13b6c23fd",
        {
            "sv101_platform_id": "MS-SRVS:3.1.4.17:aac894f1f0",
            "sv101_version_major": "MS-SRVS:3.1.4.17:e90f9a4441",
            "sv101_version_minor": "MS-SRVS:3.1.4.17:3aa4ac455d",
            "sv101_type": "MS-SRVS:3.1.4.17:d8fdd5de09",
            "sv101_comment": "MS-SRVS:3.1.4.17:8195634ca4",
        },
    ),
    102: Filling(
        types.SERVER_INFO_102,
        "MS-SRVS:3.1.4.17:50865a32ad",
        {
            "sv102_platform_id": "MS-SRVS:3.1.4.17:64ed60fcb6",
            "sv102_version_major": "MS-SRVS:3.1.4.17:80d0d1147a",
            "sv102_version_minor": "MS-SRVS:3.1.4.17:3862862f92",
            "sv102_type": "MS-SRVS:3.1.4.17:f10b32dc04",
            "sv102_comment": "MS-SRVS:3.1.4.17:53fe2ea618",
            "sv102_users": "MS-SRVS:3.1.4.17:bb6e49b5ba",
            "sv102_disc": "MS-SRVS:3.1.4.17:4d78c0203f",
            "sv102_hidden": "MS-SRVS:3.1.4.17:319360e0b7",
            "sv102_anndelta": "MS-SRVS:3.1.4.17:9f4acb0d43",
            "sv102_licenses": "MS-SRVS:3.1.4.17:f906bb59c6",
        },
    ),
    103: Filling(
        types.SERVER_INFO_103,
        "MS-SRVS:3.1.4.17:dd5a379e35",
        {},
    ),
    502: Filling(
        types.SERVER_INFO_502,
        "MS-SRVS:3.1.4.17:fcc1891266",
        {
            "sv502_sessopens": "MS-SRVS:3.1.4.17:83e6dac5fb",
            "sv502_sessvcs": "MS-SRVS:3.1.4.17:472b76fc8f",
            "sv502_opensearch": "MS-SRVS:3.1.4.17:a41185c25a",
            "sv502_sizreqbuf": "MS-SRVS:3.1.4.17:71321f3f32",
            "sv502_initworkitems": "MS-SRVS:3.1.4.17:f9e6f23619",
            "sv502_maxworkitems": "MS-SRVS:3.1.4.17:331c952222",
            "sv502_rawworkitems": "MS-SRVS:3.1.4.17:29f0bc2ba8",
            "sv502_irpstacksize": "MS-SRVS:3.1.4.17:2e7b6619bd",
            "sv502_maxrawbuflen": "MS-SRVS:3.1.4.17:7a9430d9ca",
            "sv502_sessusers": "MS-SRVS:3.1.4.17:0bc49e8042",
            "sv502_sessconns": "MS-SRVS:3.1.4.17:84f4f9d062",
            "sv502_maxpagedmemoryusage": "MS-SRVS:3.1.4.17:0aa8a717bb",
            "sv502_maxnonpagedmemoryusage": "MS-SRVS:3.1.4.17:8879d1a762",
            "sv502_enablesoftcompat": "MS-SRVS:3.1.4.17:0cb8923b86",
            "sv502_enableforcedlogoff": "MS-SRVS:3.1.4.17:c9fe293d3c",
            "sv502_timesource": "MS-SRVS:3.1.4.17:82537471eb",
            "sv502_acceptdownlevelapis": "MS-SRVS:3.1.4.17:57fa273ff7",
            "sv502_lmannounce": "MS-SRVS:3.1.4.17:22bf1235d7",
        },
    ),
    503: Filling(
        types.SERVER_INFO_503,
        "MS-SRVS:3.1.4.17:c12f2ea023",
        {
            "sv503_sessopens": "MS-SRVS:3.1.4.17:f77108a746",
            "sv503_sessvcs": "MS-SRVS:3.1.4.17:cbb99228aa",
            "sv503_opensearch": "MS-SRVS:3.1.4.17:4cba95c8b4",
            "sv503_sizreqbuf": "MS-SRVS:3.1.4.17:3159b40baf",
            "sv503_initworkitems": "MS-SRVS:3.1.4.17:ad238fea02",
            "sv503_maxworkitems": "MS-SRVS:3.1.4.17:a29a3ca5f4",
            "sv503_rawworkitems": "MS-SRVS:3.1.4.17:5ebded49c5",
            "sv503_irpstacksize": "MS-SRVS:3.1.4.17:810784ea0d",
            "sv503_maxrawbuflen": "MS-SRVS:3.1.4.17:6b565a5792",
            "sv503_sessusers": "MS-SRVS:3.1.4.17:0f15a6b084",
            "sv503_sessconns": "MS-SRVS:3.1.4.17:cc3107d0c4",
            "sv503_maxpagedmemoryusage": "MS-SRVS:3.1.4.17:dfa61aa6bf",
            "sv503_maxnonpagedmemoryusage": "MS-SRVS:3.1.4.17:92249bf86f",
            "sv503_enablesoftcompat": "MS-SRVS:3.1.4.17:fb4c4dd748",
            "sv503_enableforcedlogoff": "MS-SRVS:3.1.4.17:c9177218d1",
            "sv503_timesource": "MS-SRVS:3.1.4.17:d467af8fff",
            "sv503_acceptdownlevelapis": "MS-SRVS:3.1.4.17:9b26110f79",
            "sv503_lmannounce": "MS-SRVS:3.1.4.17:57f850f41a",
            "sv503_domain": "MS-SRVS:3.1.4.17:25bc691ac1",
            "sv503_maxcopyreadlen": "MS-SRVS:3.1.4.17:61fa629953",
            "sv503_maxcopywritelen": "MS-SRVS:3.1.4.17:bfb2feffe1",
            "sv503_minkeepsearch": "MS-SRVS:3.1.4.17:4559048667",
            "sv503_maxkeepsearch": "MS-SRVS:3.1.4.17:8ea1e4f3c4",
            "sv503_minkeepcomplsearch": "MS-SRVS:3.1.4.17:4c6f700d83",
            "sv503_maxkeepcomplsearch": "MS-SRVS:3.1.4.17:e1306faca2",
            "sv503_threadcountadd": "MS-SRVS:3.1.4.17:854a2ce4e8",
            "sv503_numblockthreads": "MS-SRVS:3.1.4.17:f56b932f5f",
            "sv503_scavtimeout": "MS-SRVS:3.1.4.17:b1a73a2b08",
            "sv503_minrcvqueue": "MS-SRVS:3.1.4.17:cd06705732",
            "sv503_minfreeworkitems": "MS-SRVS:3.1.4.17:f7708077b0",
            "sv503_xactmemsize": "MS-SRVS:3.1.4.17:bcdddc88b4",
            "sv503_threadpriority": "MS-SRVS:3.1.4.17:a47b565273",
            "sv503_maxmpxct": "MS-SRVS:3.1.4.17:b2d8ec64ef",
            "sv503_oplockbreakwait": "MS-SRVS:3.1.4.17:edcd167dfd",
            "sv503_oplockbreakresponsewait": "MS-SRVS:3.1.4.17:4317759174",
            "sv503_enableoplocks": "MS-SRVS:3.1.4.17:f8f7913401",
            "sv503_enableoplockforceclose": "MS-SRVS:3.1.4.17:595859da1d",
            "sv503_enablefcbopens": "MS-SRVS:3.1.4.17:25f6fad9a1",
            "sv503_enableraw": "MS-SRVS:3.1.4.17:28ab1b349b",
            "sv503_enablesharednetdrives": "MS-SRVS:3.1.4.17:3ba3937833",
            "sv503_minfreeconnections": "MS-SRVS:3.1.4.17:5b5defca0c",
            "sv503_maxfreeconnections": "MS-SRVS:3.1.4.17:4883fa61f6",
        },
    ),
}
"""[MS-SRVS] 3.1.4.17; the names have two requirements each, which the server applies."""

CONNECTION_ENUM: dict[int, Filling] = {
    0: Filling(
        types.CONNECTION_INFO_0,
        "MS-SRVS:3.1.4.1:9eee8a74f0",
        {
            "coni0_id": "MS-SRVS:3.1.4.1:d0ab0403e8",
        },
        types.CONNECT_INFO_0_CONTAINER,
    ),
    1: Filling(
        types.CONNECTION_INFO_1,
        "MS-SRVS:3.1.4.1:7af0c663c9",
        {
            "coni1_type": "MS-SRVS:2.2.4.2:c7ad52d799",
        },
        types.CONNECT_INFO_1_CONTAINER,
    ),
}
"""[MS-SRVS] 3.1.4.1."""

FILE_ENUM: dict[int, Filling] = {
    2: Filling(
        types.FILE_INFO_2,
        "MS-SRVS:3.1.4.2:8c7e7f7b08",
        {
            "fi2_id": "MS-SRVS:3.1.4.2:03d4eabe02",
        },
        types.FILE_INFO_2_CONTAINER,
    ),
    3: Filling(
        types.FILE_INFO_3,
        "MS-SRVS:3.1.4.2:5ee5f18a46",
        {
            "fi3_permissions": "MS-SRVS:2.2.4.7:528f65353a",
        },
        types.FILE_INFO_3_CONTAINER,
    ),
}
"""[MS-SRVS] 3.1.4.2."""

FILE_GET_INFO: dict[int, Filling] = {
    2: Filling(
        types.FILE_INFO_2,
        "MS-SRVS:3.1.4.3:c5aa47a0e3",
        {
            "fi2_id": "MS-SRVS:3.1.4.3:ad0179d52d",
        },
    ),
    3: Filling(
        types.FILE_INFO_3,
        "MS-SRVS:3.1.4.3:67c943591d",
        {},
    ),
}
"""[MS-SRVS] 3.1.4.3."""

TRANSPORT_ENUM: dict[int, Filling] = {
    0: Filling(
        types.SERVER_TRANSPORT_INFO_0,
        "MS-SRVS:3.1.4.24:4076545591",
        {},
        types.SERVER_XPORT_INFO_0_CONTAINER,
    ),
    1: Filling(
        types.SERVER_TRANSPORT_INFO_1,
        "MS-SRVS:3.1.4.24:d899c38d17",
        {},
        types.SERVER_XPORT_INFO_1_CONTAINER,
    ),
    2: Filling(types.SERVER_TRANSPORT_INFO_2, "", {}, types.SERVER_XPORT_INFO_2_CONTAINER),
}
"""[MS-SRVS] 3.1.4.24, which has no sentence about level 2."""

ALIAS_ENUM: dict[int, Filling] = {
    0: Filling(
        types.SERVER_ALIAS_INFO_0,
        "MS-SRVS:3.1.4.45:b7352d19c7",
        {},
        types.SERVER_ALIAS_INFO_0_CONTAINER,
    ),
}
"""[MS-SRVS] 3.1.4.45."""
