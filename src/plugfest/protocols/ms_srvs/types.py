"""[MS-SRVS] 6, revision 39.0: the interface srvsvc.

Written by `plugfest simulate MS-SRVS --emit`; changes belong into what writes it.
"""

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
    InfoStruct: Annotated[SHARE_INFO_ARM | None, SHARE_INFO.on("Level")] = None
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
    InfoStruct: Annotated[SERVER_INFO_ARM | None, SERVER_INFO.on("Level")] = None
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
