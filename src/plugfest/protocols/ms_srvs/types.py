"""[MS-SRVS] 6, revision 39.0: the interface srvsvc.

Written by `plugfest simulate MS-SRVS --emit`; changes belong into what writes it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from plugfest.wire.ndr import (
    Byte,
    Conformant,
    ConformantVarying,
    ContextHandle,
    Discriminant,
    Empty,
    Fixed,
    Guid,
    Interface,
    Long,
    NdrStructure,
    Range,
    Request,
    Response,
    String,
    ULong,
    Union,
    Unique,
    WChar,
    WString,
)


class PointerToUniqueDFS_SITELIST_INFO(NdrStructure, frozen=True):
    """A pointer behind a pointer: either of them may be NULL."""

    target: Annotated[DFS_SITELIST_INFO | None, Unique(DFS_SITELIST_INFO)] = None


class CONNECTION_INFO_0(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.1."""

    coni0_id: Annotated[int, ULong] = 0


class CONNECT_INFO_0_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.3."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[CONNECTION_INFO_0, ...] | None, Unique(Conformant(CONNECTION_INFO_0, "EntriesRead"))] = None


class CONNECTION_INFO_1(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.2."""

    coni1_id: Annotated[int, ULong] = 0
    coni1_type: Annotated[int, ULong] = 0
    coni1_num_opens: Annotated[int, ULong] = 0
    coni1_num_users: Annotated[int, ULong] = 0
    coni1_time: Annotated[int, ULong] = 0
    coni1_username: Annotated[str | None, Unique(WString)] = None
    coni1_netname: Annotated[str | None, Unique(WString)] = None


class CONNECT_INFO_1_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.4."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[CONNECTION_INFO_1, ...] | None, Unique(Conformant(CONNECTION_INFO_1, "EntriesRead"))] = None


CONNECT_ENUM_UNION_ARM = CONNECT_INFO_0_CONTAINER | CONNECT_INFO_1_CONTAINER

CONNECT_ENUM_UNION = Union(
    {
        0: Unique(CONNECT_INFO_0_CONTAINER),
        1: Unique(CONNECT_INFO_1_CONTAINER),
    },
    default=Empty,
    ms_union=True,
)
"""[MS-SRVS] 2.2.3.1. The IDL has no default arm; 3.1.4.1 needs one to answer ERROR_INVALID_LEVEL."""


class CONNECT_ENUM_STRUCT(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.5."""

    Level: Annotated[int | None, ULong] = None
    ConnectInfo: Annotated[CONNECT_ENUM_UNION_ARM | None, CONNECT_ENUM_UNION.on("Level")] = None


class FILE_INFO_2(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.6."""

    fi2_id: Annotated[int, ULong] = 0


class FILE_INFO_2_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.8."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[FILE_INFO_2, ...] | None, Unique(Conformant(FILE_INFO_2, "EntriesRead"))] = None


class FILE_INFO_3(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.7."""

    fi3_id: Annotated[int, ULong] = 0
    fi3_permissions: Annotated[int, ULong] = 0
    fi3_num_locks: Annotated[int, ULong] = 0
    fi3_pathname: Annotated[str | None, Unique(WString)] = None
    fi3_username: Annotated[str | None, Unique(WString)] = None


class FILE_INFO_3_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.9."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[FILE_INFO_3, ...] | None, Unique(Conformant(FILE_INFO_3, "EntriesRead"))] = None


FILE_ENUM_UNION_ARM = FILE_INFO_2_CONTAINER | FILE_INFO_3_CONTAINER

FILE_ENUM_UNION = Union(
    {
        2: Unique(FILE_INFO_2_CONTAINER),
        3: Unique(FILE_INFO_3_CONTAINER),
    },
    default=Empty,
    ms_union=True,
)
"""[MS-SRVS] 2.2.3.2. The IDL has no default arm; 3.1.4.2 needs one to answer ERROR_INVALID_LEVEL."""


class FILE_ENUM_STRUCT(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.10."""

    Level: Annotated[int | None, ULong] = None
    FileInfo: Annotated[FILE_ENUM_UNION_ARM | None, FILE_ENUM_UNION.on("Level")] = None


FILE_INFO_ARM = FILE_INFO_2 | FILE_INFO_3

FILE_INFO = Union(
    {
        2: Unique(FILE_INFO_2),
        3: Unique(FILE_INFO_3),
    },
    default=Empty,
    ms_union=True,
)
"""[MS-SRVS] 2.2.3.3. The IDL has no default arm; 3.1.4.3 needs one to answer ERROR_INVALID_LEVEL."""


class SESSION_INFO_0(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.11."""

    sesi0_cname: Annotated[str | None, Unique(WString)] = None


class SESSION_INFO_0_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.16."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SESSION_INFO_0, ...] | None, Unique(Conformant(SESSION_INFO_0, "EntriesRead"))] = None


class SESSION_INFO_1(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.12."""

    sesi1_cname: Annotated[str | None, Unique(WString)] = None
    sesi1_username: Annotated[str | None, Unique(WString)] = None
    sesi1_num_opens: Annotated[int, ULong] = 0
    sesi1_time: Annotated[int, ULong] = 0
    sesi1_idle_time: Annotated[int, ULong] = 0
    sesi1_user_flags: Annotated[int, ULong] = 0


class SESSION_INFO_1_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.17."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SESSION_INFO_1, ...] | None, Unique(Conformant(SESSION_INFO_1, "EntriesRead"))] = None


class SESSION_INFO_2(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.13."""

    sesi2_cname: Annotated[str | None, Unique(WString)] = None
    sesi2_username: Annotated[str | None, Unique(WString)] = None
    sesi2_num_opens: Annotated[int, ULong] = 0
    sesi2_time: Annotated[int, ULong] = 0
    sesi2_idle_time: Annotated[int, ULong] = 0
    sesi2_user_flags: Annotated[int, ULong] = 0
    sesi2_cltype_name: Annotated[str | None, Unique(WString)] = None


class SESSION_INFO_2_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.18."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SESSION_INFO_2, ...] | None, Unique(Conformant(SESSION_INFO_2, "EntriesRead"))] = None


class SESSION_INFO_10(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.14."""

    sesi10_cname: Annotated[str | None, Unique(WString)] = None
    sesi10_username: Annotated[str | None, Unique(WString)] = None
    sesi10_time: Annotated[int, ULong] = 0
    sesi10_idle_time: Annotated[int, ULong] = 0


class SESSION_INFO_10_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.19."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SESSION_INFO_10, ...] | None, Unique(Conformant(SESSION_INFO_10, "EntriesRead"))] = None


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


class SESSION_INFO_502_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.20."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[SESSION_INFO_502, ...] | None, Unique(Conformant(SESSION_INFO_502, "EntriesRead"))] = None


SESSION_ENUM_UNION_ARM = (
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
"""[MS-SRVS] 2.2.3.4. The IDL has no default arm; 3.1.4.5 needs one to answer ERROR_INVALID_LEVEL."""


class SESSION_ENUM_STRUCT(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.21."""

    Level: Annotated[int | None, ULong] = None
    SessionInfo: Annotated[SESSION_ENUM_UNION_ARM | None, SESSION_ENUM_UNION.on("Level")] = None


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


class SHARE_INFO_1004(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.28."""

    shi1004_remark: Annotated[str | None, Unique(WString)] = None


class SHARE_INFO_1006(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.30."""

    shi1006_max_uses: Annotated[int, ULong] = 0


class SHARE_INFO_1501_I(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.31."""

    shi1501_reserved: Annotated[int | None, ULong] = None
    shi1501_security_descriptor: Annotated[bytes | None, Unique(Conformant(Byte, "shi1501_reserved"))] = None


class SHARE_INFO_1005(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.29."""

    shi1005_flags: Annotated[int, ULong] = 0


class SHARE_INFO_501(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.25."""

    shi501_netname: Annotated[str | None, Unique(WString)] = None
    shi501_type: Annotated[int, ULong] = 0
    shi501_remark: Annotated[str | None, Unique(WString)] = None
    shi501_flags: Annotated[int, ULong] = 0


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


SHARE_INFO_ARM = (
    SHARE_INFO_0
    | SHARE_INFO_1
    | SHARE_INFO_2
    | SHARE_INFO_502_I
    | SHARE_INFO_1004
    | SHARE_INFO_1006
    | SHARE_INFO_1501_I
    | SHARE_INFO_1005
    | SHARE_INFO_501
    | SHARE_INFO_503_I
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
"""[MS-SRVS] 2.2.3.6. The IDL has no default arm; 3.1.4.10 needs one to answer ERROR_INVALID_LEVEL."""


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


SHARE_ENUM_UNION_ARM = (
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
"""[MS-SRVS] 2.2.3.5. The IDL has no default arm; 3.1.4.8 needs one to answer ERROR_INVALID_LEVEL."""


class SHARE_ENUM_STRUCT(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.38."""

    Level: Annotated[int | None, ULong] = None
    ShareInfo: Annotated[SHARE_ENUM_UNION_ARM | None, SHARE_ENUM_UNION.on("Level")] = None


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


class SERVER_INFO_599(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.46."""

    sv599_sessopens: Annotated[int, ULong] = 0
    sv599_sessvcs: Annotated[int, ULong] = 0
    sv599_opensearch: Annotated[int, ULong] = 0
    sv599_sizreqbuf: Annotated[int, ULong] = 0
    sv599_initworkitems: Annotated[int, ULong] = 0
    sv599_maxworkitems: Annotated[int, ULong] = 0
    sv599_rawworkitems: Annotated[int, ULong] = 0
    sv599_irpstacksize: Annotated[int, ULong] = 0
    sv599_maxrawbuflen: Annotated[int, ULong] = 0
    sv599_sessusers: Annotated[int, ULong] = 0
    sv599_sessconns: Annotated[int, ULong] = 0
    sv599_maxpagedmemoryusage: Annotated[int, ULong] = 0
    sv599_maxnonpagedmemoryusage: Annotated[int, ULong] = 0
    sv599_enablesoftcompat: Annotated[int, Long] = 0
    sv599_enableforcedlogoff: Annotated[int, Long] = 0
    sv599_timesource: Annotated[int, Long] = 0
    sv599_acceptdownlevelapis: Annotated[int, Long] = 0
    sv599_lmannounce: Annotated[int, Long] = 0
    sv599_domain: Annotated[str | None, Unique(WString)] = None
    sv599_maxcopyreadlen: Annotated[int, ULong] = 0
    sv599_maxcopywritelen: Annotated[int, ULong] = 0
    sv599_minkeepsearch: Annotated[int, ULong] = 0
    sv599_maxkeepsearch: Annotated[int, ULong] = 0
    sv599_minkeepcomplsearch: Annotated[int, ULong] = 0
    sv599_maxkeepcomplsearch: Annotated[int, ULong] = 0
    sv599_threadcountadd: Annotated[int, ULong] = 0
    sv599_numblockthreads: Annotated[int, ULong] = 0
    sv599_scavtimeout: Annotated[int, ULong] = 0
    sv599_minrcvqueue: Annotated[int, ULong] = 0
    sv599_minfreeworkitems: Annotated[int, ULong] = 0
    sv599_xactmemsize: Annotated[int, ULong] = 0
    sv599_threadpriority: Annotated[int, ULong] = 0
    sv599_maxmpxct: Annotated[int, ULong] = 0
    sv599_oplockbreakwait: Annotated[int, ULong] = 0
    sv599_oplockbreakresponsewait: Annotated[int, ULong] = 0
    sv599_enableoplocks: Annotated[int, Long] = 0
    sv599_enableoplockforceclose: Annotated[int, Long] = 0
    sv599_enablefcbopens: Annotated[int, Long] = 0
    sv599_enableraw: Annotated[int, Long] = 0
    sv599_enablesharednetdrives: Annotated[int, Long] = 0
    sv599_minfreeconnections: Annotated[int, ULong] = 0
    sv599_maxfreeconnections: Annotated[int, ULong] = 0
    sv599_initsesstable: Annotated[int, ULong] = 0
    sv599_initconntable: Annotated[int, ULong] = 0
    sv599_initfiletable: Annotated[int, ULong] = 0
    sv599_initsearchtable: Annotated[int, ULong] = 0
    sv599_alertschedule: Annotated[int, ULong] = 0
    sv599_errorthreshold: Annotated[int, ULong] = 0
    sv599_networkerrorthreshold: Annotated[int, ULong] = 0
    sv599_diskspacethreshold: Annotated[int, ULong] = 0
    sv599_reserved: Annotated[int, ULong] = 0
    sv599_maxlinkdelay: Annotated[int, ULong] = 0
    sv599_minlinkthroughput: Annotated[int, ULong] = 0
    sv599_linkinfovalidtime: Annotated[int, ULong] = 0
    sv599_scavqosinfoupdatetime: Annotated[int, ULong] = 0
    sv599_maxworkitemidletime: Annotated[int, ULong] = 0


class SERVER_INFO_1005(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.47."""

    sv1005_comment: Annotated[str | None, Unique(WString)] = None


class SERVER_INFO_1107(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.48."""

    sv1107_users: Annotated[int, ULong] = 0


class SERVER_INFO_1010(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.49."""

    sv1010_disc: Annotated[int, Long] = 0


class SERVER_INFO_1016(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.50."""

    sv1016_hidden: Annotated[int, Long] = 0


class SERVER_INFO_1017(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.51."""

    sv1017_announce: Annotated[int, ULong] = 0


class SERVER_INFO_1018(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.52."""

    sv1018_anndelta: Annotated[int, ULong] = 0


class SERVER_INFO_1501(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.53."""

    sv1501_sessopens: Annotated[int, ULong] = 0


class SERVER_INFO_1502(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.54."""

    sv1502_sessvcs: Annotated[int, ULong] = 0


class SERVER_INFO_1503(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.55."""

    sv1503_opensearch: Annotated[int, ULong] = 0


class SERVER_INFO_1506(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.56."""

    sv1506_maxworkitems: Annotated[int, ULong] = 0


class SERVER_INFO_1510(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.57."""

    sv1510_sessusers: Annotated[int, ULong] = 0


class SERVER_INFO_1511(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.58."""

    sv1511_sessconns: Annotated[int, ULong] = 0


class SERVER_INFO_1512(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.59."""

    sv1512_maxnonpagedmemoryusage: Annotated[int, ULong] = 0


class SERVER_INFO_1513(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.60."""

    sv1513_maxpagedmemoryusage: Annotated[int, ULong] = 0


class SERVER_INFO_1514(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.61."""

    sv1514_enablesoftcompat: Annotated[int, Long] = 0


class SERVER_INFO_1515(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.62."""

    sv1515_enableforcedlogoff: Annotated[int, Long] = 0


class SERVER_INFO_1516(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.63."""

    sv1516_timesource: Annotated[int, Long] = 0


class SERVER_INFO_1518(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.64."""

    sv1518_lmannounce: Annotated[int, Long] = 0


class SERVER_INFO_1523(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.65."""

    sv1523_maxkeepsearch: Annotated[int, ULong] = 0


class SERVER_INFO_1528(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.66."""

    sv1528_scavtimeout: Annotated[int, ULong] = 0


class SERVER_INFO_1529(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.67."""

    sv1529_minrcvqueue: Annotated[int, ULong] = 0


class SERVER_INFO_1530(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.68."""

    sv1530_minfreeworkitems: Annotated[int, ULong] = 0


class SERVER_INFO_1533(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.69."""

    sv1533_maxmpxct: Annotated[int, ULong] = 0


class SERVER_INFO_1534(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.70."""

    sv1534_oplockbreakwait: Annotated[int, ULong] = 0


class SERVER_INFO_1535(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.71."""

    sv1535_oplockbreakresponsewait: Annotated[int, ULong] = 0


class SERVER_INFO_1536(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.72."""

    sv1536_enableoplocks: Annotated[int, Long] = 0


class SERVER_INFO_1538(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.73."""

    sv1538_enablefcbopens: Annotated[int, Long] = 0


class SERVER_INFO_1539(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.74."""

    sv1539_enableraw: Annotated[int, Long] = 0


class SERVER_INFO_1540(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.75."""

    sv1540_enablesharednetdrives: Annotated[int, Long] = 0


class SERVER_INFO_1541(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.76."""

    sv1541_minfreeconnections: Annotated[int, Long] = 0


class SERVER_INFO_1542(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.77."""

    sv1542_maxfreeconnections: Annotated[int, Long] = 0


class SERVER_INFO_1543(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.78."""

    sv1543_initsesstable: Annotated[int, ULong] = 0


class SERVER_INFO_1544(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.79."""

    sv1544_initconntable: Annotated[int, ULong] = 0


class SERVER_INFO_1545(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.80."""

    sv1545_initfiletable: Annotated[int, ULong] = 0


class SERVER_INFO_1546(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.81."""

    sv1546_initsearchtable: Annotated[int, ULong] = 0


class SERVER_INFO_1547(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.82."""

    sv1547_alertschedule: Annotated[int, ULong] = 0


class SERVER_INFO_1548(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.83."""

    sv1548_errorthreshold: Annotated[int, ULong] = 0


class SERVER_INFO_1549(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.84."""

    sv1549_networkerrorthreshold: Annotated[int, ULong] = 0


class SERVER_INFO_1550(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.85."""

    sv1550_diskspacethreshold: Annotated[int, ULong] = 0


class SERVER_INFO_1552(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.86."""

    sv1552_maxlinkdelay: Annotated[int, ULong] = 0


class SERVER_INFO_1553(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.87."""

    sv1553_minlinkthroughput: Annotated[int, ULong] = 0


class SERVER_INFO_1554(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.88."""

    sv1554_linkinfovalidtime: Annotated[int, ULong] = 0


class SERVER_INFO_1555(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.89."""

    sv1555_scavqosinfoupdatetime: Annotated[int, ULong] = 0


class SERVER_INFO_1556(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.90."""

    sv1556_maxworkitemidletime: Annotated[int, ULong] = 0


SERVER_INFO_ARM = (
    SERVER_INFO_100
    | SERVER_INFO_101
    | SERVER_INFO_102
    | SERVER_INFO_103
    | SERVER_INFO_502
    | SERVER_INFO_503
    | SERVER_INFO_599
    | SERVER_INFO_1005
    | SERVER_INFO_1107
    | SERVER_INFO_1010
    | SERVER_INFO_1016
    | SERVER_INFO_1017
    | SERVER_INFO_1018
    | SERVER_INFO_1501
    | SERVER_INFO_1502
    | SERVER_INFO_1503
    | SERVER_INFO_1506
    | SERVER_INFO_1510
    | SERVER_INFO_1511
    | SERVER_INFO_1512
    | SERVER_INFO_1513
    | SERVER_INFO_1514
    | SERVER_INFO_1515
    | SERVER_INFO_1516
    | SERVER_INFO_1518
    | SERVER_INFO_1523
    | SERVER_INFO_1528
    | SERVER_INFO_1529
    | SERVER_INFO_1530
    | SERVER_INFO_1533
    | SERVER_INFO_1534
    | SERVER_INFO_1535
    | SERVER_INFO_1536
    | SERVER_INFO_1538
    | SERVER_INFO_1539
    | SERVER_INFO_1540
    | SERVER_INFO_1541
    | SERVER_INFO_1542
    | SERVER_INFO_1543
    | SERVER_INFO_1544
    | SERVER_INFO_1545
    | SERVER_INFO_1546
    | SERVER_INFO_1547
    | SERVER_INFO_1548
    | SERVER_INFO_1549
    | SERVER_INFO_1550
    | SERVER_INFO_1552
    | SERVER_INFO_1553
    | SERVER_INFO_1554
    | SERVER_INFO_1555
    | SERVER_INFO_1556
)

SERVER_INFO = Union(
    {
        100: Unique(SERVER_INFO_100),
        101: Unique(SERVER_INFO_101),
        102: Unique(SERVER_INFO_102),
        103: Unique(SERVER_INFO_103),
        502: Unique(SERVER_INFO_502),
        503: Unique(SERVER_INFO_503),
        599: Unique(SERVER_INFO_599),
        1005: Unique(SERVER_INFO_1005),
        1107: Unique(SERVER_INFO_1107),
        1010: Unique(SERVER_INFO_1010),
        1016: Unique(SERVER_INFO_1016),
        1017: Unique(SERVER_INFO_1017),
        1018: Unique(SERVER_INFO_1018),
        1501: Unique(SERVER_INFO_1501),
        1502: Unique(SERVER_INFO_1502),
        1503: Unique(SERVER_INFO_1503),
        1506: Unique(SERVER_INFO_1506),
        1510: Unique(SERVER_INFO_1510),
        1511: Unique(SERVER_INFO_1511),
        1512: Unique(SERVER_INFO_1512),
        1513: Unique(SERVER_INFO_1513),
        1514: Unique(SERVER_INFO_1514),
        1515: Unique(SERVER_INFO_1515),
        1516: Unique(SERVER_INFO_1516),
        1518: Unique(SERVER_INFO_1518),
        1523: Unique(SERVER_INFO_1523),
        1528: Unique(SERVER_INFO_1528),
        1529: Unique(SERVER_INFO_1529),
        1530: Unique(SERVER_INFO_1530),
        1533: Unique(SERVER_INFO_1533),
        1534: Unique(SERVER_INFO_1534),
        1535: Unique(SERVER_INFO_1535),
        1536: Unique(SERVER_INFO_1536),
        1538: Unique(SERVER_INFO_1538),
        1539: Unique(SERVER_INFO_1539),
        1540: Unique(SERVER_INFO_1540),
        1541: Unique(SERVER_INFO_1541),
        1542: Unique(SERVER_INFO_1542),
        1543: Unique(SERVER_INFO_1543),
        1544: Unique(SERVER_INFO_1544),
        1545: Unique(SERVER_INFO_1545),
        1546: Unique(SERVER_INFO_1546),
        1547: Unique(SERVER_INFO_1547),
        1548: Unique(SERVER_INFO_1548),
        1549: Unique(SERVER_INFO_1549),
        1550: Unique(SERVER_INFO_1550),
        1552: Unique(SERVER_INFO_1552),
        1553: Unique(SERVER_INFO_1553),
        1554: Unique(SERVER_INFO_1554),
        1555: Unique(SERVER_INFO_1555),
        1556: Unique(SERVER_INFO_1556),
    },
    default=Empty,
    ms_union=True,
)
"""[MS-SRVS] 2.2.3.7. The IDL has no default arm; 3.1.4.17 needs one to answer ERROR_INVALID_LEVEL."""


class DISK_INFO(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.91."""

    Disk: Annotated[str, String(WChar, capacity=3)] = ""


class DISK_ENUM_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.92."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[
        tuple[DISK_INFO, ...] | None, Unique(ConformantVarying(DISK_INFO, "EntriesRead", "EntriesRead"))
    ] = None


class STAT_SERVER_0(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.39."""

    sts0_start: Annotated[int, ULong] = 0
    sts0_fopens: Annotated[int, ULong] = 0
    sts0_devopens: Annotated[int, ULong] = 0
    sts0_jobsqueued: Annotated[int, ULong] = 0
    sts0_sopens: Annotated[int, ULong] = 0
    sts0_stimedout: Annotated[int, ULong] = 0
    sts0_serrorout: Annotated[int, ULong] = 0
    sts0_pwerrors: Annotated[int, ULong] = 0
    sts0_permerrors: Annotated[int, ULong] = 0
    sts0_syserrors: Annotated[int, ULong] = 0
    sts0_bytessent_low: Annotated[int, ULong] = 0
    sts0_bytessent_high: Annotated[int, ULong] = 0
    sts0_bytesrcvd_low: Annotated[int, ULong] = 0
    sts0_bytesrcvd_high: Annotated[int, ULong] = 0
    sts0_avresponse: Annotated[int, ULong] = 0
    sts0_reqbufneed: Annotated[int, ULong] = 0
    sts0_bigbufneed: Annotated[int, ULong] = 0


class SERVER_TRANSPORT_INFO_0(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.93."""

    svti0_numberofvcs: Annotated[int, ULong] = 0
    svti0_transportname: Annotated[str | None, Unique(WString)] = None
    svti0_transportaddress: Annotated[bytes | None, Unique(Conformant(Byte, "svti0_transportaddresslength"))] = None
    svti0_transportaddresslength: Annotated[int | None, ULong] = None
    svti0_networkaddress: Annotated[str | None, Unique(WString)] = None


class SERVER_XPORT_INFO_0_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.97."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[
        tuple[SERVER_TRANSPORT_INFO_0, ...] | None, Unique(Conformant(SERVER_TRANSPORT_INFO_0, "EntriesRead"))
    ] = None


class SERVER_TRANSPORT_INFO_1(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.94."""

    svti1_numberofvcs: Annotated[int, ULong] = 0
    svti1_transportname: Annotated[str | None, Unique(WString)] = None
    svti1_transportaddress: Annotated[bytes | None, Unique(Conformant(Byte, "svti1_transportaddresslength"))] = None
    svti1_transportaddresslength: Annotated[int | None, ULong] = None
    svti1_networkaddress: Annotated[str | None, Unique(WString)] = None
    svti1_domain: Annotated[str | None, Unique(WString)] = None


class SERVER_XPORT_INFO_1_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.98."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[
        tuple[SERVER_TRANSPORT_INFO_1, ...] | None, Unique(Conformant(SERVER_TRANSPORT_INFO_1, "EntriesRead"))
    ] = None


class SERVER_TRANSPORT_INFO_2(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.95."""

    svti2_numberofvcs: Annotated[int, ULong] = 0
    svti2_transportname: Annotated[str | None, Unique(WString)] = None
    svti2_transportaddress: Annotated[bytes | None, Unique(Conformant(Byte, "svti2_transportaddresslength"))] = None
    svti2_transportaddresslength: Annotated[int | None, ULong] = None
    svti2_networkaddress: Annotated[str | None, Unique(WString)] = None
    svti2_domain: Annotated[str | None, Unique(WString)] = None
    svti2_flags: Annotated[int, ULong] = 0


class SERVER_XPORT_INFO_2_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.99."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[
        tuple[SERVER_TRANSPORT_INFO_2, ...] | None, Unique(Conformant(SERVER_TRANSPORT_INFO_2, "EntriesRead"))
    ] = None


class SERVER_TRANSPORT_INFO_3(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.96."""

    svti3_numberofvcs: Annotated[int, ULong] = 0
    svti3_transportname: Annotated[str | None, Unique(WString)] = None
    svti3_transportaddress: Annotated[bytes | None, Unique(Conformant(Byte, "svti3_transportaddresslength"))] = None
    svti3_transportaddresslength: Annotated[int | None, ULong] = None
    svti3_networkaddress: Annotated[str | None, Unique(WString)] = None
    svti3_domain: Annotated[str | None, Unique(WString)] = None
    svti3_flags: Annotated[int, ULong] = 0
    svti3_passwordlength: Annotated[int, ULong] = 0
    svti3_password: Annotated[bytes, Fixed(Byte, 256)] = bytes(256)


class SERVER_XPORT_INFO_3_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.100."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[
        tuple[SERVER_TRANSPORT_INFO_3, ...] | None, Unique(Conformant(SERVER_TRANSPORT_INFO_3, "EntriesRead"))
    ] = None


SERVER_XPORT_ENUM_UNION_ARM = (
    SERVER_XPORT_INFO_0_CONTAINER
    | SERVER_XPORT_INFO_1_CONTAINER
    | SERVER_XPORT_INFO_2_CONTAINER
    | SERVER_XPORT_INFO_3_CONTAINER
)

SERVER_XPORT_ENUM_UNION = Union(
    {
        0: Unique(SERVER_XPORT_INFO_0_CONTAINER),
        1: Unique(SERVER_XPORT_INFO_1_CONTAINER),
        2: Unique(SERVER_XPORT_INFO_2_CONTAINER),
        3: Unique(SERVER_XPORT_INFO_3_CONTAINER),
    },
    default=Empty,
    ms_union=True,
)
"""[MS-SRVS] 2.2.3.8. The IDL has no default arm; 3.1.4.24 needs one to answer ERROR_INVALID_LEVEL."""


class SERVER_XPORT_ENUM_STRUCT(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.101."""

    Level: Annotated[int | None, ULong] = None
    XportInfo: Annotated[SERVER_XPORT_ENUM_UNION_ARM | None, SERVER_XPORT_ENUM_UNION.on("Level")] = None


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


class ADT_SECURITY_DESCRIPTOR(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.106."""

    Length: Annotated[int | None, ULong] = None
    Buffer: Annotated[bytes | None, Unique(Conformant(Byte, "Length"))] = None


TRANSPORT_INFO_ARM = (
    SERVER_TRANSPORT_INFO_0 | SERVER_TRANSPORT_INFO_1 | SERVER_TRANSPORT_INFO_2 | SERVER_TRANSPORT_INFO_3
)

TRANSPORT_INFO = Union(
    {
        0: SERVER_TRANSPORT_INFO_0,
        1: SERVER_TRANSPORT_INFO_1,
        2: SERVER_TRANSPORT_INFO_2,
        3: SERVER_TRANSPORT_INFO_3,
    },
    default=Empty,
    ms_union=True,
)
"""[MS-SRVS] 2.2.3.9. The IDL has no default arm; 3.1.4.23 needs one to answer ERROR_INVALID_LEVEL."""


class NET_DFS_ENTRY_ID(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.107."""

    Uid: Annotated[UUID, Guid] = UUID(int=0)
    Prefix: Annotated[str | None, Unique(WString)] = None


class NET_DFS_ENTRY_ID_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.108."""

    Count: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[NET_DFS_ENTRY_ID, ...] | None, Unique(Conformant(NET_DFS_ENTRY_ID, "Count"))] = None


class DFS_SITENAME_INFO(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.109."""

    SiteFlags: Annotated[int, ULong] = 0
    SiteName: Annotated[str | None, Unique(WString)] = None


class DFS_SITELIST_INFO(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.110."""

    cSites: Annotated[int | None, ULong] = None
    Site: Annotated[tuple[DFS_SITENAME_INFO, ...], Conformant(DFS_SITENAME_INFO, "cSites")] = ()


class SERVER_ALIAS_INFO_0(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.102."""

    srvai0_alias: Annotated[str | None, Unique(WString)] = None
    srvai0_target: Annotated[str | None, Unique(WString)] = None
    srvai0_default: Annotated[int, Byte] = 0
    srvai0_reserved: Annotated[int, ULong] = 0


SERVER_ALIAS_INFO_ARM = SERVER_ALIAS_INFO_0

SERVER_ALIAS_INFO = Union(
    {
        0: Unique(SERVER_ALIAS_INFO_0),
    },
    default=Empty,
    ms_union=True,
)
"""[MS-SRVS] 2.2.3.10. The IDL has no default arm; 3.1.4.44 needs one to answer ERROR_INVALID_LEVEL."""


class SERVER_ALIAS_INFO_0_CONTAINER(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.103."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[
        tuple[SERVER_ALIAS_INFO_0, ...] | None, Unique(Conformant(SERVER_ALIAS_INFO_0, "EntriesRead"))
    ] = None


SERVER_ALIAS_ENUM_STRUCT_ServerAliasInfo_ARM = SERVER_ALIAS_INFO_0_CONTAINER

SERVER_ALIAS_ENUM_STRUCT_ServerAliasInfo = Union(
    {
        0: Unique(SERVER_ALIAS_INFO_0_CONTAINER),
    },
    default=Empty,
    ms_union=True,
)
"""[MS-SRVS], its IDL only. The IDL has no default arm; 3.1.4.45 needs one to answer ERROR_INVALID_LEVEL."""


class SERVER_ALIAS_ENUM_STRUCT(NdrStructure, frozen=True):
    """[MS-SRVS] 2.2.4.104."""

    Level: Annotated[int | None, ULong] = None
    ServerAliasInfo: Annotated[
        SERVER_ALIAS_ENUM_STRUCT_ServerAliasInfo_ARM | None, SERVER_ALIAS_ENUM_STRUCT_ServerAliasInfo.on("Level")
    ] = None


# --- methods ----------------------------------------------------------------------------------------------------------


class NetrConnectionEnumResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.1."""

    InfoStruct: CONNECT_ENUM_STRUCT = CONNECT_ENUM_STRUCT()
    TotalEntries: Annotated[int, ULong] = 0
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrConnectionEnum(Request[NetrConnectionEnumResponse], frozen=True):
    """[MS-SRVS] 3.1.4.1."""

    opnum: ClassVar[int] = 8

    ServerName: Annotated[str | None, Unique(WString)] = None
    Qualifier: Annotated[str | None, Unique(WString)] = None
    InfoStruct: CONNECT_ENUM_STRUCT = CONNECT_ENUM_STRUCT()
    PreferedMaximumLength: Annotated[int, ULong] = 0xFFFFFFFF
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None


class NetrFileEnumResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.2."""

    InfoStruct: FILE_ENUM_STRUCT = FILE_ENUM_STRUCT()
    TotalEntries: Annotated[int, ULong] = 0
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrFileEnum(Request[NetrFileEnumResponse], frozen=True):
    """[MS-SRVS] 3.1.4.2."""

    opnum: ClassVar[int] = 9

    ServerName: Annotated[str | None, Unique(WString)] = None
    BasePath: Annotated[str | None, Unique(WString)] = None
    UserName: Annotated[str | None, Unique(WString)] = None
    InfoStruct: FILE_ENUM_STRUCT = FILE_ENUM_STRUCT()
    PreferedMaximumLength: Annotated[int, ULong] = 0xFFFFFFFF
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None


class NetrFileGetInfoResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.3."""

    Level: Annotated[int | None, Discriminant("InfoStruct")] = None
    InfoStruct: Annotated[FILE_INFO_ARM | None, FILE_INFO.on("Level")] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrFileGetInfo(Request[NetrFileGetInfoResponse], frozen=True):
    """[MS-SRVS] 3.1.4.3."""

    opnum: ClassVar[int] = 10

    ServerName: Annotated[str | None, Unique(WString)] = None
    FileId: Annotated[int, ULong] = 0
    Level: Annotated[int, ULong] = 0


class NetrFileCloseResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.4."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrFileClose(Request[NetrFileCloseResponse], frozen=True):
    """[MS-SRVS] 3.1.4.4."""

    opnum: ClassVar[int] = 11

    ServerName: Annotated[str | None, Unique(WString)] = None
    FileId: Annotated[int, ULong] = 0


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


class NetrSessionDelResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.6."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrSessionDel(Request[NetrSessionDelResponse], frozen=True):
    """[MS-SRVS] 3.1.4.6."""

    opnum: ClassVar[int] = 13

    ServerName: Annotated[str | None, Unique(WString)] = None
    ClientName: Annotated[str | None, Unique(WString)] = None
    UserName: Annotated[str | None, Unique(WString)] = None


class NetrShareAddResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.7."""

    ParmErr: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrShareAdd(Request[NetrShareAddResponse], frozen=True):
    """[MS-SRVS] 3.1.4.7."""

    opnum: ClassVar[int] = 14

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int | None, ULong] = None
    InfoStruct: Annotated[SHARE_INFO_ARM | None, SHARE_INFO.on("Level")] = None
    ParmErr: Annotated[int | None, Unique(ULong)] = None


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
    InfoStruct: Annotated[SHARE_INFO_ARM | None, SHARE_INFO.on("Level")] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrShareGetInfo(Request[NetrShareGetInfoResponse], frozen=True):
    """[MS-SRVS] 3.1.4.10."""

    opnum: ClassVar[int] = 16

    ServerName: Annotated[str | None, Unique(WString)] = None
    NetName: Annotated[str, WString] = ""
    Level: Annotated[int, ULong] = 0


class NetrShareSetInfoResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.11."""

    ParmErr: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrShareSetInfo(Request[NetrShareSetInfoResponse], frozen=True):
    """[MS-SRVS] 3.1.4.11."""

    opnum: ClassVar[int] = 17

    ServerName: Annotated[str | None, Unique(WString)] = None
    NetName: Annotated[str, WString] = ""
    Level: Annotated[int | None, ULong] = None
    ShareInfo: Annotated[SHARE_INFO_ARM | None, SHARE_INFO.on("Level")] = None
    ParmErr: Annotated[int | None, Unique(ULong)] = None


class NetrShareDelResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.12."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrShareDel(Request[NetrShareDelResponse], frozen=True):
    """[MS-SRVS] 3.1.4.12."""

    opnum: ClassVar[int] = 18

    ServerName: Annotated[str | None, Unique(WString)] = None
    NetName: Annotated[str, WString] = ""
    Reserved: Annotated[int, ULong] = 0


class NetrShareDelStickyResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.13."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrShareDelSticky(Request[NetrShareDelStickyResponse], frozen=True):
    """[MS-SRVS] 3.1.4.13."""

    opnum: ClassVar[int] = 19

    ServerName: Annotated[str | None, Unique(WString)] = None
    NetName: Annotated[str, WString] = ""
    Reserved: Annotated[int, ULong] = 0


class NetrShareCheckResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.16."""

    Type: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, ULong] = 0


class NetrShareCheck(Request[NetrShareCheckResponse], frozen=True):
    """[MS-SRVS] 3.1.4.16."""

    opnum: ClassVar[int] = 20

    ServerName: Annotated[str | None, Unique(WString)] = None
    Device: Annotated[str, WString] = ""


class NetrServerGetInfoResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.17."""

    Level: Annotated[int | None, Discriminant("InfoStruct")] = None
    InfoStruct: Annotated[SERVER_INFO_ARM | None, SERVER_INFO.on("Level")] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrServerGetInfo(Request[NetrServerGetInfoResponse], frozen=True):
    """[MS-SRVS] 3.1.4.17."""

    opnum: ClassVar[int] = 21

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int, ULong] = 100


class NetrServerSetInfoResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.18."""

    ParmErr: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrServerSetInfo(Request[NetrServerSetInfoResponse], frozen=True):
    """[MS-SRVS] 3.1.4.18."""

    opnum: ClassVar[int] = 22

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int | None, ULong] = None
    ServerInfo: Annotated[SERVER_INFO_ARM | None, SERVER_INFO.on("Level")] = None
    ParmErr: Annotated[int | None, Unique(ULong)] = None


class NetrServerDiskEnumResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.19."""

    DiskInfoStruct: DISK_ENUM_CONTAINER = DISK_ENUM_CONTAINER()
    TotalEntries: Annotated[int, ULong] = 0
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrServerDiskEnum(Request[NetrServerDiskEnumResponse], frozen=True):
    """[MS-SRVS] 3.1.4.19."""

    opnum: ClassVar[int] = 23

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int, ULong] = 0
    DiskInfoStruct: DISK_ENUM_CONTAINER = DISK_ENUM_CONTAINER()
    PreferedMaximumLength: Annotated[int, ULong] = 0
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None


class NetrServerStatisticsGetResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.20."""

    InfoStruct: Annotated[STAT_SERVER_0 | None, Unique(STAT_SERVER_0)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrServerStatisticsGet(Request[NetrServerStatisticsGetResponse], frozen=True):
    """[MS-SRVS] 3.1.4.20."""

    opnum: ClassVar[int] = 24

    ServerName: Annotated[str | None, Unique(WString)] = None
    Service: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int, ULong] = 0
    Options: Annotated[int, ULong] = 0


class NetrServerTransportAddResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.22."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrServerTransportAdd(Request[NetrServerTransportAddResponse], frozen=True):
    """[MS-SRVS] 3.1.4.22."""

    opnum: ClassVar[int] = 25

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int, ULong] = 0
    Buffer: SERVER_TRANSPORT_INFO_0 = SERVER_TRANSPORT_INFO_0()


class NetrServerTransportEnumResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.24."""

    InfoStruct: SERVER_XPORT_ENUM_STRUCT = SERVER_XPORT_ENUM_STRUCT()
    TotalEntries: Annotated[int, ULong] = 0
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrServerTransportEnum(Request[NetrServerTransportEnumResponse], frozen=True):
    """[MS-SRVS] 3.1.4.24."""

    opnum: ClassVar[int] = 26

    ServerName: Annotated[str | None, Unique(WString)] = None
    InfoStruct: SERVER_XPORT_ENUM_STRUCT = SERVER_XPORT_ENUM_STRUCT()
    PreferedMaximumLength: Annotated[int, ULong] = 0xFFFFFFFF
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None


class NetrServerTransportDelResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.25."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrServerTransportDel(Request[NetrServerTransportDelResponse], frozen=True):
    """[MS-SRVS] 3.1.4.25."""

    opnum: ClassVar[int] = 27

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int, ULong] = 0
    Buffer: SERVER_TRANSPORT_INFO_0 = SERVER_TRANSPORT_INFO_0()


class NetrRemoteTODResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.21."""

    BufferPtr: Annotated[TIME_OF_DAY_INFO | None, Unique(TIME_OF_DAY_INFO)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrRemoteTOD(Request[NetrRemoteTODResponse], frozen=True):
    """[MS-SRVS] 3.1.4.21."""

    opnum: ClassVar[int] = 28

    ServerName: Annotated[str | None, Unique(WString)] = None


class NetprPathTypeResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.29."""

    PathType: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, ULong] = 0


class NetprPathType(Request[NetprPathTypeResponse], frozen=True):
    """[MS-SRVS] 3.1.4.29."""

    opnum: ClassVar[int] = 30

    ServerName: Annotated[str | None, Unique(WString)] = None
    PathName: Annotated[str, WString] = ""
    Flags: Annotated[int, ULong] = 0


class NetprPathCanonicalizeResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.30."""

    Outbuf: Annotated[bytes, Conformant(Byte, "OutbufLen")] = b""
    PathType: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, ULong] = 0


class NetprPathCanonicalize(Request[NetprPathCanonicalizeResponse], frozen=True):
    """[MS-SRVS] 3.1.4.30."""

    opnum: ClassVar[int] = 31

    ServerName: Annotated[str | None, Unique(WString)] = None
    PathName: Annotated[str, WString] = ""
    OutbufLen: Annotated[int, Range(ULong, 0, 64000)] = 0
    Prefix: Annotated[str, WString] = ""
    PathType: Annotated[int, ULong] = 0
    Flags: Annotated[int, ULong] = 0


class NetprPathCompareResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.31."""

    ReturnValue: Annotated[int, Long] = 0


class NetprPathCompare(Request[NetprPathCompareResponse], frozen=True):
    """[MS-SRVS] 3.1.4.31."""

    opnum: ClassVar[int] = 32

    ServerName: Annotated[str | None, Unique(WString)] = None
    PathName1: Annotated[str, WString] = ""
    PathName2: Annotated[str, WString] = ""
    PathType: Annotated[int, ULong] = 0
    Flags: Annotated[int, ULong] = 0


class NetprNameValidateResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.32."""

    ReturnValue: Annotated[int, ULong] = 0


class NetprNameValidate(Request[NetprNameValidateResponse], frozen=True):
    """[MS-SRVS] 3.1.4.32."""

    opnum: ClassVar[int] = 33

    ServerName: Annotated[str | None, Unique(WString)] = None
    Name: Annotated[str, WString] = ""
    NameType: Annotated[int, ULong] = 0
    Flags: Annotated[int, ULong] = 0


class NetprNameCanonicalizeResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.33."""

    Outbuf: Annotated[str, Conformant(WChar, "OutbufLen")] = ""
    ReturnValue: Annotated[int, ULong] = 0


class NetprNameCanonicalize(Request[NetprNameCanonicalizeResponse], frozen=True):
    """[MS-SRVS] 3.1.4.33."""

    opnum: ClassVar[int] = 34

    ServerName: Annotated[str | None, Unique(WString)] = None
    Name: Annotated[str, WString] = ""
    OutbufLen: Annotated[int, Range(ULong, 0, 64000)] = 0
    NameType: Annotated[int, ULong] = 0
    Flags: Annotated[int, ULong] = 0


class NetprNameCompareResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.34."""

    ReturnValue: Annotated[int, Long] = 0


class NetprNameCompare(Request[NetprNameCompareResponse], frozen=True):
    """[MS-SRVS] 3.1.4.34."""

    opnum: ClassVar[int] = 35

    ServerName: Annotated[str | None, Unique(WString)] = None
    Name1: Annotated[str, WString] = ""
    Name2: Annotated[str, WString] = ""
    NameType: Annotated[int, ULong] = 0
    Flags: Annotated[int, ULong] = 0


class NetrShareEnumStickyResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.9."""

    InfoStruct: SHARE_ENUM_STRUCT = SHARE_ENUM_STRUCT()
    TotalEntries: Annotated[int, ULong] = 0
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrShareEnumSticky(Request[NetrShareEnumStickyResponse], frozen=True):
    """[MS-SRVS] 3.1.4.9."""

    opnum: ClassVar[int] = 36

    ServerName: Annotated[str | None, Unique(WString)] = None
    InfoStruct: SHARE_ENUM_STRUCT = SHARE_ENUM_STRUCT()
    PreferedMaximumLength: Annotated[int, ULong] = 0xFFFFFFFF
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None


class NetrShareDelStartResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.14."""

    ContextHandle_: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class NetrShareDelStart(Request[NetrShareDelStartResponse], frozen=True):
    """[MS-SRVS] 3.1.4.14."""

    opnum: ClassVar[int] = 37

    ServerName: Annotated[str | None, Unique(WString)] = None
    NetName: Annotated[str, WString] = ""
    Reserved: Annotated[int, ULong] = 0


class NetrShareDelCommitResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.15."""

    ContextHandle_: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, ULong] = 0


class NetrShareDelCommit(Request[NetrShareDelCommitResponse], frozen=True):
    """[MS-SRVS] 3.1.4.15."""

    opnum: ClassVar[int] = 38

    ContextHandle_: Annotated[bytes, ContextHandle] = bytes(20)


class NetrpGetFileSecurityResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.27."""

    SecurityDescriptor: Annotated[ADT_SECURITY_DESCRIPTOR | None, Unique(ADT_SECURITY_DESCRIPTOR)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrpGetFileSecurity(Request[NetrpGetFileSecurityResponse], frozen=True):
    """[MS-SRVS] 3.1.4.27."""

    opnum: ClassVar[int] = 39

    ServerName: Annotated[str | None, Unique(WString)] = None
    ShareName: Annotated[str | None, Unique(WString)] = None
    lpFileName: Annotated[str, WString] = ""
    RequestedInformation: Annotated[int, ULong] = 0


class NetrpSetFileSecurityResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.28."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrpSetFileSecurity(Request[NetrpSetFileSecurityResponse], frozen=True):
    """[MS-SRVS] 3.1.4.28."""

    opnum: ClassVar[int] = 40

    ServerName: Annotated[str | None, Unique(WString)] = None
    ShareName: Annotated[str | None, Unique(WString)] = None
    lpFileName: Annotated[str, WString] = ""
    SecurityInformation: Annotated[int, ULong] = 0
    SecurityDescriptor: ADT_SECURITY_DESCRIPTOR = ADT_SECURITY_DESCRIPTOR()


class NetrServerTransportAddExResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.23."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrServerTransportAddEx(Request[NetrServerTransportAddExResponse], frozen=True):
    """[MS-SRVS] 3.1.4.23."""

    opnum: ClassVar[int] = 41

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int | None, ULong] = None
    Buffer: Annotated[TRANSPORT_INFO_ARM | None, TRANSPORT_INFO.on("Level")] = None


class NetrDfsGetVersionResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.35."""

    Version: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, ULong] = 0


class NetrDfsGetVersion(Request[NetrDfsGetVersionResponse], frozen=True):
    """[MS-SRVS] 3.1.4.35."""

    opnum: ClassVar[int] = 43

    ServerName: Annotated[str | None, Unique(WString)] = None


class NetrDfsCreateLocalPartitionResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.36."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrDfsCreateLocalPartition(Request[NetrDfsCreateLocalPartitionResponse], frozen=True):
    """[MS-SRVS] 3.1.4.36."""

    opnum: ClassVar[int] = 44

    ServerName: Annotated[str | None, Unique(WString)] = None
    ShareName: Annotated[str, WString] = ""
    EntryUid: Annotated[UUID, Guid] = UUID(int=0)
    EntryPrefix: Annotated[str, WString] = ""
    ShortName: Annotated[str, WString] = ""
    RelationInfo: NET_DFS_ENTRY_ID_CONTAINER = NET_DFS_ENTRY_ID_CONTAINER()
    Force: Annotated[int, Long] = 0


class NetrDfsDeleteLocalPartitionResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.37."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrDfsDeleteLocalPartition(Request[NetrDfsDeleteLocalPartitionResponse], frozen=True):
    """[MS-SRVS] 3.1.4.37."""

    opnum: ClassVar[int] = 45

    ServerName: Annotated[str | None, Unique(WString)] = None
    Uid: Annotated[UUID, Guid] = UUID(int=0)
    Prefix: Annotated[str, WString] = ""


class NetrDfsSetLocalVolumeStateResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.38."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrDfsSetLocalVolumeState(Request[NetrDfsSetLocalVolumeStateResponse], frozen=True):
    """[MS-SRVS] 3.1.4.38."""

    opnum: ClassVar[int] = 46

    ServerName: Annotated[str | None, Unique(WString)] = None
    Uid: Annotated[UUID, Guid] = UUID(int=0)
    Prefix: Annotated[str, WString] = ""
    State: Annotated[int, ULong] = 0


class NetrDfsCreateExitPointResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.39."""

    ShortPrefix: Annotated[str, Conformant(WChar, "ShortPrefixLen")] = ""
    ReturnValue: Annotated[int, ULong] = 0


class NetrDfsCreateExitPoint(Request[NetrDfsCreateExitPointResponse], frozen=True):
    """[MS-SRVS] 3.1.4.39."""

    opnum: ClassVar[int] = 48

    ServerName: Annotated[str | None, Unique(WString)] = None
    Uid: Annotated[UUID, Guid] = UUID(int=0)
    Prefix: Annotated[str, WString] = ""
    Type: Annotated[int, ULong] = 0
    ShortPrefixLen: Annotated[int, Range(ULong, 0, 32)] = 0


class NetrDfsDeleteExitPointResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.41."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrDfsDeleteExitPoint(Request[NetrDfsDeleteExitPointResponse], frozen=True):
    """[MS-SRVS] 3.1.4.41."""

    opnum: ClassVar[int] = 49

    ServerName: Annotated[str | None, Unique(WString)] = None
    Uid: Annotated[UUID, Guid] = UUID(int=0)
    Prefix: Annotated[str, WString] = ""
    Type: Annotated[int, ULong] = 0


class NetrDfsModifyPrefixResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.40."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrDfsModifyPrefix(Request[NetrDfsModifyPrefixResponse], frozen=True):
    """[MS-SRVS] 3.1.4.40."""

    opnum: ClassVar[int] = 50

    ServerName: Annotated[str | None, Unique(WString)] = None
    Uid: Annotated[UUID, Guid] = UUID(int=0)
    Prefix: Annotated[str, WString] = ""


class NetrDfsFixLocalVolumeResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.42."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrDfsFixLocalVolume(Request[NetrDfsFixLocalVolumeResponse], frozen=True):
    """[MS-SRVS] 3.1.4.42."""

    opnum: ClassVar[int] = 51

    ServerName: Annotated[str | None, Unique(WString)] = None
    VolumeName: Annotated[str, WString] = ""
    EntryType: Annotated[int, ULong] = 0
    ServiceType: Annotated[int, ULong] = 0
    StgId: Annotated[str, WString] = ""
    EntryUid: Annotated[UUID, Guid] = UUID(int=0)
    EntryPrefix: Annotated[str, WString] = ""
    RelationInfo: NET_DFS_ENTRY_ID_CONTAINER = NET_DFS_ENTRY_ID_CONTAINER()
    CreateDisposition: Annotated[int, ULong] = 0


class NetrDfsManagerReportSiteInfoResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.43."""

    ppSiteInfo: Annotated[PointerToUniqueDFS_SITELIST_INFO | None, Unique(PointerToUniqueDFS_SITELIST_INFO)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrDfsManagerReportSiteInfo(Request[NetrDfsManagerReportSiteInfoResponse], frozen=True):
    """[MS-SRVS] 3.1.4.43."""

    opnum: ClassVar[int] = 52

    ServerName: Annotated[str | None, Unique(WString)] = None
    ppSiteInfo: Annotated[PointerToUniqueDFS_SITELIST_INFO | None, Unique(PointerToUniqueDFS_SITELIST_INFO)] = None


class NetrServerTransportDelExResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.26."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrServerTransportDelEx(Request[NetrServerTransportDelExResponse], frozen=True):
    """[MS-SRVS] 3.1.4.26."""

    opnum: ClassVar[int] = 53

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int | None, ULong] = None
    Buffer: Annotated[TRANSPORT_INFO_ARM | None, TRANSPORT_INFO.on("Level")] = None


class NetrServerAliasAddResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.44."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrServerAliasAdd(Request[NetrServerAliasAddResponse], frozen=True):
    """[MS-SRVS] 3.1.4.44."""

    opnum: ClassVar[int] = 54

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int | None, ULong] = None
    InfoStruct: Annotated[SERVER_ALIAS_INFO_ARM | None, SERVER_ALIAS_INFO.on("Level")] = None


class NetrServerAliasEnumResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.45."""

    InfoStruct: SERVER_ALIAS_ENUM_STRUCT = SERVER_ALIAS_ENUM_STRUCT()
    TotalEntries: Annotated[int, ULong] = 0
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrServerAliasEnum(Request[NetrServerAliasEnumResponse], frozen=True):
    """[MS-SRVS] 3.1.4.45."""

    opnum: ClassVar[int] = 55

    ServerName: Annotated[str | None, Unique(WString)] = None
    InfoStruct: SERVER_ALIAS_ENUM_STRUCT = SERVER_ALIAS_ENUM_STRUCT()
    PreferedMaximumLength: Annotated[int, ULong] = 0xFFFFFFFF
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None


class NetrServerAliasDelResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.46."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrServerAliasDel(Request[NetrServerAliasDelResponse], frozen=True):
    """[MS-SRVS] 3.1.4.46."""

    opnum: ClassVar[int] = 56

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int | None, ULong] = None
    InfoStruct: Annotated[SERVER_ALIAS_INFO_ARM | None, SERVER_ALIAS_INFO.on("Level")] = None


class NetrShareDelExResponse(Response, frozen=True):
    """[MS-SRVS] 3.1.4.47."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrShareDelEx(Request[NetrShareDelExResponse], frozen=True):
    """[MS-SRVS] 3.1.4.47."""

    opnum: ClassVar[int] = 57

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int | None, ULong] = None
    ShareInfo: Annotated[SHARE_INFO_ARM | None, SHARE_INFO.on("Level")] = None


SRVSVC = Interface(
    name="srvsvc",
    uuid=UUID("4b324fc8-1670-01d3-1278-5a47bf6ee188"),
    major=3,
    methods=(
        NetrConnectionEnum,
        NetrFileEnum,
        NetrFileGetInfo,
        NetrFileClose,
        NetrSessionEnum,
        NetrSessionDel,
        NetrShareAdd,
        NetrShareEnum,
        NetrShareGetInfo,
        NetrShareSetInfo,
        NetrShareDel,
        NetrShareDelSticky,
        NetrShareCheck,
        NetrServerGetInfo,
        NetrServerSetInfo,
        NetrServerDiskEnum,
        NetrServerStatisticsGet,
        NetrServerTransportAdd,
        NetrServerTransportEnum,
        NetrServerTransportDel,
        NetrRemoteTOD,
        NetprPathType,
        NetprPathCanonicalize,
        NetprPathCompare,
        NetprNameValidate,
        NetprNameCanonicalize,
        NetprNameCompare,
        NetrShareEnumSticky,
        NetrShareDelStart,
        NetrShareDelCommit,
        NetrpGetFileSecurity,
        NetrpSetFileSecurity,
        NetrServerTransportAddEx,
        NetrDfsGetVersion,
        NetrDfsCreateLocalPartition,
        NetrDfsDeleteLocalPartition,
        NetrDfsSetLocalVolumeState,
        NetrDfsCreateExitPoint,
        NetrDfsDeleteExitPoint,
        NetrDfsModifyPrefix,
        NetrDfsFixLocalVolume,
        NetrDfsManagerReportSiteInfo,
        NetrServerTransportDelEx,
        NetrServerAliasAdd,
        NetrServerAliasEnum,
        NetrServerAliasDel,
        NetrShareDelEx,
    ),
    pipe="srvsvc",
    opnums=58,
)
