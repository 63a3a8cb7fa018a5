"""[MS-SRVS] 2.2.3, 2.2.4 and 3.1.4: structures, unions and methods spoken here, by hand from the IDL of section 6."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from plugfest.wire.ndr import (
    Byte,
    Conformant,
    Discriminant,
    Empty,
    Interface,
    Long,
    NdrStructure,
    Request,
    Response,
    ULong,
    Union,
    Unique,
    WString,
)

# --- shares -----------------------------------------------------------------------------------------------------------


class SHARE_INFO_0(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.22."""

    shi0_netname: Annotated[str | None, Unique(WString)] = None


class SHARE_INFO_1(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.23."""

    shi1_netname: Annotated[str | None, Unique(WString)] = None
    shi1_type: Annotated[int, ULong] = 0
    shi1_remark: Annotated[str | None, Unique(WString)] = None


class SHARE_INFO_2(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.24."""

    shi2_netname: Annotated[str | None, Unique(WString)] = None
    shi2_type: Annotated[int, ULong] = 0
    shi2_remark: Annotated[str | None, Unique(WString)] = None
    shi2_permissions: Annotated[int, ULong] = 0
    shi2_max_uses: Annotated[int, ULong] = 0
    shi2_current_uses: Annotated[int, ULong] = 0
    shi2_path: Annotated[str | None, Unique(WString)] = None
    shi2_passwd: Annotated[str | None, Unique(WString)] = None


class SHARE_INFO_501(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.25."""

    shi501_netname: Annotated[str | None, Unique(WString)] = None
    shi501_type: Annotated[int, ULong] = 0
    shi501_remark: Annotated[str | None, Unique(WString)] = None
    shi501_flags: Annotated[int, ULong] = 0


class SHARE_INFO_502_I(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.26."""

    shi502_netname: Annotated[str | None, Unique(WString)] = None
    shi502_type: Annotated[int, ULong] = 0
    shi502_remark: Annotated[str | None, Unique(WString)] = None
    shi502_permissions: Annotated[int, ULong] = 0
    shi502_max_uses: Annotated[int, ULong] = 0
    shi502_current_uses: Annotated[int, ULong] = 0
    shi502_path: Annotated[str | None, Unique(WString)] = None
    shi502_passwd: Annotated[str | None, Unique(WString)] = None
    shi502_reserved: Annotated[int | None, ULong] = None
    shi502_security_descriptor: Annotated[bytes | None, Unique(Conformant(Byte, "shi502_reserved"))] = None


class SHARE_INFO_503_I(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.27."""

    shi503_netname: Annotated[str | None, Unique(WString)] = None
    shi503_type: Annotated[int, ULong] = 0
    shi503_remark: Annotated[str | None, Unique(WString)] = None
    shi503_permissions: Annotated[int, ULong] = 0
    shi503_max_uses: Annotated[int, ULong] = 0
    shi503_current_uses: Annotated[int, ULong] = 0
    shi503_path: Annotated[str | None, Unique(WString)] = None
    shi503_passwd: Annotated[str | None, Unique(WString)] = None
    shi503_servername: Annotated[str | None, Unique(WString)] = None
    shi503_reserved: Annotated[int | None, ULong] = None
    shi503_security_descriptor: Annotated[bytes | None, Unique(Conformant(Byte, "shi503_reserved"))] = None


class SHARE_INFO_1004(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.28."""

    shi1004_remark: Annotated[str | None, Unique(WString)] = None


class SHARE_INFO_1005(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.29."""

    shi1005_flags: Annotated[int, ULong] = 0


class SHARE_INFO_1006(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.30."""

    shi1006_max_uses: Annotated[int, ULong] = 0


class SHARE_INFO_1501_I(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.31."""

    shi1501_reserved: Annotated[int | None, ULong] = None
    shi1501_security_descriptor: Annotated[bytes | None, Unique(Conformant(Byte, "shi1501_reserved"))] = None


class SHARE_INFO_0_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.32."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SHARE_INFO_0, ...] | None, Unique(Conformant(SHARE_INFO_0, "EntriesRead"))] = None


class SHARE_INFO_1_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.33."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SHARE_INFO_1, ...] | None, Unique(Conformant(SHARE_INFO_1, "EntriesRead"))] = None


class SHARE_INFO_2_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.34."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SHARE_INFO_2, ...] | None, Unique(Conformant(SHARE_INFO_2, "EntriesRead"))] = None


class SHARE_INFO_501_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.35."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SHARE_INFO_501, ...] | None, Unique(Conformant(SHARE_INFO_501, "EntriesRead"))] = None


class SHARE_INFO_502_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.36."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SHARE_INFO_502_I, ...] | None, Unique(Conformant(SHARE_INFO_502_I, "EntriesRead"))] = None


class SHARE_INFO_503_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.37."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SHARE_INFO_503_I, ...] | None, Unique(Conformant(SHARE_INFO_503_I, "EntriesRead"))] = None


ShareContainer = (
    SHARE_INFO_0_CONTAINER
    | SHARE_INFO_1_CONTAINER
    | SHARE_INFO_2_CONTAINER
    | SHARE_INFO_501_CONTAINER
    | SHARE_INFO_502_CONTAINER
    | SHARE_INFO_503_CONTAINER
)

SHARE_ENUM_UNION = Union(
    {
        0: Unique(SHARE_INFO_0_CONTAINER),
        1: Unique(SHARE_INFO_1_CONTAINER),
        2: Unique(SHARE_INFO_2_CONTAINER),
        501: Unique(SHARE_INFO_501_CONTAINER),
        502: Unique(SHARE_INFO_502_CONTAINER),
        503: Unique(SHARE_INFO_503_CONTAINER),
    },
    default=Empty,
    ms_union=True,
)
"""[MS-SRVS] 2.2.3.5. The IDL has no default arm; without one no server could answer another level with
ERROR_INVALID_LEVEL, as 3.1.4.8 asks, because the call would end in a fault. Samba's IDL has it too."""


class SHARE_ENUM_STRUCT(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.38."""

    Level: Annotated[int | None, ULong] = None
    ShareInfo: Annotated[ShareContainer | None, SHARE_ENUM_UNION.on("Level")] = None


ShareInfo = (
    SHARE_INFO_0
    | SHARE_INFO_1
    | SHARE_INFO_2
    | SHARE_INFO_501
    | SHARE_INFO_502_I
    | SHARE_INFO_503_I
    | SHARE_INFO_1004
    | SHARE_INFO_1005
    | SHARE_INFO_1006
    | SHARE_INFO_1501_I
)

SHARE_INFO = Union(
    {
        0: Unique(SHARE_INFO_0),
        1: Unique(SHARE_INFO_1),
        2: Unique(SHARE_INFO_2),
        502: Unique(SHARE_INFO_502_I),
        1004: Unique(SHARE_INFO_1004),
        1006: Unique(SHARE_INFO_1006),
        1501: Unique(SHARE_INFO_1501_I),
        1005: Unique(SHARE_INFO_1005),
        501: Unique(SHARE_INFO_501),
        503: Unique(SHARE_INFO_503_I),
    },
    default=Empty,
    ms_union=True,
)
"""[MS-SRVS] 2.2.3.6."""

# --- sessions ---------------------------------------------------------------------------------------------------------


class SESSION_INFO_0(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.11."""

    sesi0_cname: Annotated[str | None, Unique(WString)] = None


class SESSION_INFO_1(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.12."""

    sesi1_cname: Annotated[str | None, Unique(WString)] = None
    sesi1_username: Annotated[str | None, Unique(WString)] = None
    sesi1_num_opens: Annotated[int, ULong] = 0
    sesi1_time: Annotated[int, ULong] = 0
    sesi1_idle_time: Annotated[int, ULong] = 0
    sesi1_user_flags: Annotated[int, ULong] = 0


class SESSION_INFO_2(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.13."""

    sesi2_cname: Annotated[str | None, Unique(WString)] = None
    sesi2_username: Annotated[str | None, Unique(WString)] = None
    sesi2_num_opens: Annotated[int, ULong] = 0
    sesi2_time: Annotated[int, ULong] = 0
    sesi2_idle_time: Annotated[int, ULong] = 0
    sesi2_user_flags: Annotated[int, ULong] = 0
    sesi2_cltype_name: Annotated[str | None, Unique(WString)] = None


class SESSION_INFO_10(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.14."""

    sesi10_cname: Annotated[str | None, Unique(WString)] = None
    sesi10_username: Annotated[str | None, Unique(WString)] = None
    sesi10_time: Annotated[int, ULong] = 0
    sesi10_idle_time: Annotated[int, ULong] = 0


class SESSION_INFO_502(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.15."""

    sesi502_cname: Annotated[str | None, Unique(WString)] = None
    sesi502_username: Annotated[str | None, Unique(WString)] = None
    sesi502_num_opens: Annotated[int, ULong] = 0
    sesi502_time: Annotated[int, ULong] = 0
    sesi502_idle_time: Annotated[int, ULong] = 0
    sesi502_user_flags: Annotated[int, ULong] = 0
    sesi502_cltype_name: Annotated[str | None, Unique(WString)] = None
    sesi502_transport: Annotated[str | None, Unique(WString)] = None


class SESSION_INFO_0_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.16."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SESSION_INFO_0, ...] | None, Unique(Conformant(SESSION_INFO_0, "EntriesRead"))] = None


class SESSION_INFO_1_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.17."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SESSION_INFO_1, ...] | None, Unique(Conformant(SESSION_INFO_1, "EntriesRead"))] = None


class SESSION_INFO_2_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.18."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SESSION_INFO_2, ...] | None, Unique(Conformant(SESSION_INFO_2, "EntriesRead"))] = None


class SESSION_INFO_10_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.19."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SESSION_INFO_10, ...] | None, Unique(Conformant(SESSION_INFO_10, "EntriesRead"))] = None


class SESSION_INFO_502_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.20."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SESSION_INFO_502, ...] | None, Unique(Conformant(SESSION_INFO_502, "EntriesRead"))] = None


SessionContainer = (
    SESSION_INFO_0_CONTAINER
    | SESSION_INFO_1_CONTAINER
    | SESSION_INFO_2_CONTAINER
    | SESSION_INFO_10_CONTAINER
    | SESSION_INFO_502_CONTAINER
)

SESSION_ENUM_UNION = Union(
    {
        0: Unique(SESSION_INFO_0_CONTAINER),
        1: Unique(SESSION_INFO_1_CONTAINER),
        2: Unique(SESSION_INFO_2_CONTAINER),
        10: Unique(SESSION_INFO_10_CONTAINER),
        502: Unique(SESSION_INFO_502_CONTAINER),
    },
    default=Empty,
    ms_union=True,
)
"""[MS-SRVS] 2.2.3.4. On its default arm see SHARE_ENUM_UNION; here 3.1.4.5 asks for it."""


class SESSION_ENUM_STRUCT(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.21."""

    Level: Annotated[int | None, ULong] = None
    SessionInfo: Annotated[SessionContainer | None, SESSION_ENUM_UNION.on("Level")] = None


# --- the server -------------------------------------------------------------------------------------------------------


class SERVER_INFO_100(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.40."""

    sv100_platform_id: Annotated[int, ULong] = 0
    sv100_name: Annotated[str | None, Unique(WString)] = None


class SERVER_INFO_101(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.41."""

    sv101_platform_id: Annotated[int, ULong] = 0
    sv101_name: Annotated[str | None, Unique(WString)] = None
    sv101_version_major: Annotated[int, ULong] = 0
    sv101_version_minor: Annotated[int, ULong] = 0
    sv101_type: Annotated[int, ULong] = 0
    sv101_comment: Annotated[str | None, Unique(WString)] = None


class SERVER_INFO_102(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.42."""

    sv102_platform_id: Annotated[int, ULong] = 0
    sv102_name: Annotated[str | None, Unique(WString)] = None
    sv102_version_major: Annotated[int, ULong] = 0
    sv102_version_minor: Annotated[int, ULong] = 0
    sv102_type: Annotated[int, ULong] = 0
    sv102_comment: Annotated[str | None, Unique(WString)] = None
    sv102_users: Annotated[int, ULong] = 0
    sv102_disc: Annotated[int, Long] = 0
    sv102_hidden: Annotated[int, Long] = 0
    sv102_announce: Annotated[int, ULong] = 0
    sv102_anndelta: Annotated[int, ULong] = 0
    sv102_licenses: Annotated[int, ULong] = 0
    sv102_userpath: Annotated[str | None, Unique(WString)] = None


class SERVER_INFO_103(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.43."""

    sv103_platform_id: Annotated[int, ULong] = 0
    sv103_name: Annotated[str | None, Unique(WString)] = None
    sv103_version_major: Annotated[int, ULong] = 0
    sv103_version_minor: Annotated[int, ULong] = 0
    sv103_type: Annotated[int, ULong] = 0
    sv103_comment: Annotated[str | None, Unique(WString)] = None
    sv103_users: Annotated[int, ULong] = 0
    sv103_disc: Annotated[int, Long] = 0
    sv103_hidden: Annotated[int, Long] = 0
    sv103_announce: Annotated[int, ULong] = 0
    sv103_anndelta: Annotated[int, ULong] = 0
    sv103_licenses: Annotated[int, ULong] = 0
    sv103_userpath: Annotated[str | None, Unique(WString)] = None
    sv103_capabilities: Annotated[int, ULong] = 0


class SERVER_INFO_502(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.44."""

    sv502_sessopens: Annotated[int, ULong] = 0
    sv502_sessvcs: Annotated[int, ULong] = 0
    sv502_opensearch: Annotated[int, ULong] = 0
    sv502_sizreqbuf: Annotated[int, ULong] = 0
    sv502_initworkitems: Annotated[int, ULong] = 0
    sv502_maxworkitems: Annotated[int, ULong] = 0
    sv502_rawworkitems: Annotated[int, ULong] = 0
    sv502_irpstacksize: Annotated[int, ULong] = 0
    sv502_maxrawbuflen: Annotated[int, ULong] = 0
    sv502_sessusers: Annotated[int, ULong] = 0
    sv502_sessconns: Annotated[int, ULong] = 0
    sv502_maxpagedmemoryusage: Annotated[int, ULong] = 0
    sv502_maxnonpagedmemoryusage: Annotated[int, ULong] = 0
    sv502_enablesoftcompat: Annotated[int, Long] = 0
    sv502_enableforcedlogoff: Annotated[int, Long] = 0
    sv502_timesource: Annotated[int, Long] = 0
    sv502_acceptdownlevelapis: Annotated[int, Long] = 0
    sv502_lmannounce: Annotated[int, Long] = 0


class SERVER_INFO_503(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.45."""

    sv503_sessopens: Annotated[int, ULong] = 0
    sv503_sessvcs: Annotated[int, ULong] = 0
    sv503_opensearch: Annotated[int, ULong] = 0
    sv503_sizreqbuf: Annotated[int, ULong] = 0
    sv503_initworkitems: Annotated[int, ULong] = 0
    sv503_maxworkitems: Annotated[int, ULong] = 0
    sv503_rawworkitems: Annotated[int, ULong] = 0
    sv503_irpstacksize: Annotated[int, ULong] = 0
    sv503_maxrawbuflen: Annotated[int, ULong] = 0
    sv503_sessusers: Annotated[int, ULong] = 0
    sv503_sessconns: Annotated[int, ULong] = 0
    sv503_maxpagedmemoryusage: Annotated[int, ULong] = 0
    sv503_maxnonpagedmemoryusage: Annotated[int, ULong] = 0
    sv503_enablesoftcompat: Annotated[int, Long] = 0
    sv503_enableforcedlogoff: Annotated[int, Long] = 0
    sv503_timesource: Annotated[int, Long] = 0
    sv503_acceptdownlevelapis: Annotated[int, Long] = 0
    sv503_lmannounce: Annotated[int, Long] = 0
    sv503_domain: Annotated[str | None, Unique(WString)] = None
    sv503_maxcopyreadlen: Annotated[int, ULong] = 0
    sv503_maxcopywritelen: Annotated[int, ULong] = 0
    sv503_minkeepsearch: Annotated[int, ULong] = 0
    sv503_maxkeepsearch: Annotated[int, ULong] = 0
    sv503_minkeepcomplsearch: Annotated[int, ULong] = 0
    sv503_maxkeepcomplsearch: Annotated[int, ULong] = 0
    sv503_threadcountadd: Annotated[int, ULong] = 0
    sv503_numblockthreads: Annotated[int, ULong] = 0
    sv503_scavtimeout: Annotated[int, ULong] = 0
    sv503_minrcvqueue: Annotated[int, ULong] = 0
    sv503_minfreeworkitems: Annotated[int, ULong] = 0
    sv503_xactmemsize: Annotated[int, ULong] = 0
    sv503_threadpriority: Annotated[int, ULong] = 0
    sv503_maxmpxct: Annotated[int, ULong] = 0
    sv503_oplockbreakwait: Annotated[int, ULong] = 0
    sv503_oplockbreakresponsewait: Annotated[int, ULong] = 0
    sv503_enableoplocks: Annotated[int, Long] = 0
    sv503_enableoplockforceclose: Annotated[int, Long] = 0
    sv503_enablefcbopens: Annotated[int, Long] = 0
    sv503_enableraw: Annotated[int, Long] = 0
    sv503_enablesharednetdrives: Annotated[int, Long] = 0
    sv503_minfreeconnections: Annotated[int, ULong] = 0
    sv503_maxfreeconnections: Annotated[int, ULong] = 0


ServerInfo = SERVER_INFO_100 | SERVER_INFO_101 | SERVER_INFO_102 | SERVER_INFO_103 | SERVER_INFO_502 | SERVER_INFO_503

SERVER_INFO = Union(
    {
        100: Unique(SERVER_INFO_100),
        101: Unique(SERVER_INFO_101),
        102: Unique(SERVER_INFO_102),
        103: Unique(SERVER_INFO_103),
        502: Unique(SERVER_INFO_502),
        503: Unique(SERVER_INFO_503),
    },
    default=Empty,
    ms_union=True,
)
"""[MS-SRVS] 2.2.3.7, the arms declared here; on its default arm see SHARE_ENUM_UNION."""


class TIME_OF_DAY_INFO(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.105."""

    tod_elapsedt: Annotated[int, ULong] = 0
    tod_msecs: Annotated[int, ULong] = 0
    tod_hours: Annotated[int, ULong] = 0
    tod_mins: Annotated[int, ULong] = 0
    tod_secs: Annotated[int, ULong] = 0
    tod_hunds: Annotated[int, ULong] = 0
    tod_timezone: Annotated[int, Long] = 0
    tod_tinterval: Annotated[int, ULong] = 0
    tod_day: Annotated[int, ULong] = 0
    tod_month: Annotated[int, ULong] = 0
    tod_year: Annotated[int, ULong] = 0
    tod_weekday: Annotated[int, ULong] = 0


# --- methods ----------------------------------------------------------------------------------------------------------


class NetrSessionEnumResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.5."""

    InfoStruct: SESSION_ENUM_STRUCT = SESSION_ENUM_STRUCT()
    TotalEntries: Annotated[int, ULong] = 0
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrSessionEnum(Request[NetrSessionEnumResponse], frozen=True):
    """[MS-SRVS] 3.1.4.5."""

    opnum: ClassVar[int] = 12

    ServerName: Annotated[str | None, Unique(WString)] = None
    ClientName: Annotated[str | None, Unique(WString)] = None
    UserName: Annotated[str | None, Unique(WString)] = None
    InfoStruct: SESSION_ENUM_STRUCT = SESSION_ENUM_STRUCT()
    PreferedMaximumLength: Annotated[int, ULong] = 0xFFFFFFFF
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None


class NetrShareEnumResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.8."""

    InfoStruct: SHARE_ENUM_STRUCT = SHARE_ENUM_STRUCT()
    TotalEntries: Annotated[int, ULong] = 0
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrShareEnum(Request[NetrShareEnumResponse], frozen=True):
    """[MS-SRVS] 3.1.4.8."""

    opnum: ClassVar[int] = 15

    ServerName: Annotated[str | None, Unique(WString)] = None
    InfoStruct: SHARE_ENUM_STRUCT = SHARE_ENUM_STRUCT()
    PreferedMaximumLength: Annotated[int, ULong] = 0xFFFFFFFF
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None


class NetrShareGetInfoResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.10."""

    Level: Annotated[int | None, Discriminant("InfoStruct")] = None
    InfoStruct: Annotated[ShareInfo | None, SHARE_INFO.on("Level")] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrShareGetInfo(Request[NetrShareGetInfoResponse], frozen=True):
    """[MS-SRVS] 3.1.4.10."""

    opnum: ClassVar[int] = 16

    ServerName: Annotated[str | None, Unique(WString)] = None
    NetName: Annotated[str, WString] = ""
    Level: Annotated[int, ULong] = 0


class NetrServerGetInfoResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.17."""

    Level: Annotated[int | None, Discriminant("InfoStruct")] = None
    InfoStruct: Annotated[ServerInfo | None, SERVER_INFO.on("Level")] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrServerGetInfo(Request[NetrServerGetInfoResponse], frozen=True):
    """[MS-SRVS] 3.1.4.17."""

    opnum: ClassVar[int] = 21

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int, ULong] = 100


class NetrRemoteTODResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.21."""

    BufferPtr: Annotated[TIME_OF_DAY_INFO | None, Unique(TIME_OF_DAY_INFO)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrRemoteTOD(Request[NetrRemoteTODResponse], frozen=True):
    """[MS-SRVS] 3.1.4.21."""

    opnum: ClassVar[int] = 28

    ServerName: Annotated[str | None, Unique(WString)] = None


SRVSVC = Interface(
    name="srvsvc",
    uuid=UUID("4b324fc8-1670-01d3-1278-5a47bf6ee188"),
    major=3,
    methods=(NetrSessionEnum, NetrShareEnum, NetrShareGetInfo, NetrServerGetInfo, NetrRemoteTOD),
    pipe="srvsvc",
    opnums=58,
)
"""[MS-SRVS] 1.9, 2.1: opnums 0 to 57."""
