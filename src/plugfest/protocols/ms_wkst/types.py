"""[MS-WKST] 6, revision 32.0: the interface wkssvc.

Written by `plugfest simulate MS-WKST --emit`; changes belong into what writes it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from plugfest.wire import OpenEnum
from plugfest.wire.ndr import (
    Byte,
    Conformant,
    ConformantVarying,
    Discriminant,
    Empty,
    Enum16,
    Fixed,
    Hyper,
    Interface,
    Long,
    NdrStructure,
    Range,
    Request,
    Response,
    ULong,
    Union,
    Unique,
    UShort,
    WString,
)


class WKSTA_INFO_100(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.1."""

    wki100_platform_id: Annotated[int, ULong] = 0
    wki100_computername: Annotated[str | None, Unique(WString)] = None
    wki100_langroup: Annotated[str | None, Unique(WString)] = None
    wki100_ver_major: Annotated[int, ULong] = 0
    wki100_ver_minor: Annotated[int, ULong] = 0


class WKSTA_INFO_101(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.2."""

    wki101_platform_id: Annotated[int, ULong] = 0
    wki101_computername: Annotated[str | None, Unique(WString)] = None
    wki101_langroup: Annotated[str | None, Unique(WString)] = None
    wki101_ver_major: Annotated[int, ULong] = 0
    wki101_ver_minor: Annotated[int, ULong] = 0
    wki101_lanroot: Annotated[str | None, Unique(WString)] = None


class WKSTA_INFO_102(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.3."""

    wki102_platform_id: Annotated[int, ULong] = 0
    wki102_computername: Annotated[str | None, Unique(WString)] = None
    wki102_langroup: Annotated[str | None, Unique(WString)] = None
    wki102_ver_major: Annotated[int, ULong] = 0
    wki102_ver_minor: Annotated[int, ULong] = 0
    wki102_lanroot: Annotated[str | None, Unique(WString)] = None
    wki102_logged_on_users: Annotated[int, ULong] = 0


class WKSTA_INFO_502(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.4."""

    wki502_char_wait: Annotated[int, ULong] = 0
    wki502_collection_time: Annotated[int, ULong] = 0
    wki502_maximum_collection_count: Annotated[int, ULong] = 0
    wki502_keep_conn: Annotated[int, ULong] = 0
    wki502_max_cmds: Annotated[int, ULong] = 0
    wki502_sess_timeout: Annotated[int, ULong] = 0
    wki502_siz_char_buf: Annotated[int, ULong] = 0
    wki502_max_threads: Annotated[int, ULong] = 0
    wki502_lock_quota: Annotated[int, ULong] = 0
    wki502_lock_increment: Annotated[int, ULong] = 0
    wki502_lock_maximum: Annotated[int, ULong] = 0
    wki502_pipe_increment: Annotated[int, ULong] = 0
    wki502_pipe_maximum: Annotated[int, ULong] = 0
    wki502_cache_file_timeout: Annotated[int, ULong] = 0
    wki502_dormant_file_limit: Annotated[int, ULong] = 0
    wki502_read_ahead_throughput: Annotated[int, ULong] = 0
    wki502_num_mailslot_buffers: Annotated[int, ULong] = 0
    wki502_num_srv_announce_buffers: Annotated[int, ULong] = 0
    wki502_max_illegal_datagram_events: Annotated[int, ULong] = 0
    wki502_illegal_datagram_event_reset_frequency: Annotated[int, ULong] = 0
    wki502_log_election_packets: Annotated[int, Long] = 0
    wki502_use_opportunistic_locking: Annotated[int, Long] = 0
    wki502_use_unlock_behind: Annotated[int, Long] = 0
    wki502_use_close_behind: Annotated[int, Long] = 0
    wki502_buf_named_pipes: Annotated[int, Long] = 0
    wki502_use_lock_read_unlock: Annotated[int, Long] = 0
    wki502_utilize_nt_caching: Annotated[int, Long] = 0
    wki502_use_raw_read: Annotated[int, Long] = 0
    wki502_use_raw_write: Annotated[int, Long] = 0
    wki502_use_write_raw_data: Annotated[int, Long] = 0
    wki502_use_encryption: Annotated[int, Long] = 0
    wki502_buf_files_deny_write: Annotated[int, Long] = 0
    wki502_buf_read_only_files: Annotated[int, Long] = 0
    wki502_force_core_create_mode: Annotated[int, Long] = 0
    wki502_use_512_byte_max_transfer: Annotated[int, Long] = 0


class WKSTA_INFO_1013(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.5."""

    wki1013_keep_conn: Annotated[int, ULong] = 0


class WKSTA_INFO_1018(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.6."""

    wki1018_sess_timeout: Annotated[int, ULong] = 0


class WKSTA_INFO_1046(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.7."""

    wki1046_dormant_file_limit: Annotated[int, ULong] = 0


WKSTA_INFO_ARM = (
    WKSTA_INFO_100
    | WKSTA_INFO_101
    | WKSTA_INFO_102
    | WKSTA_INFO_502
    | WKSTA_INFO_1013
    | WKSTA_INFO_1018
    | WKSTA_INFO_1046
)

WKSTA_INFO = Union(
    {
        100: Unique(WKSTA_INFO_100),
        101: Unique(WKSTA_INFO_101),
        102: Unique(WKSTA_INFO_102),
        502: Unique(WKSTA_INFO_502),
        1013: Unique(WKSTA_INFO_1013),
        1018: Unique(WKSTA_INFO_1018),
        1046: Unique(WKSTA_INFO_1046),
    },
    default=Empty,
)
"""[MS-WKST] 2.2.4.1."""


class WKSTA_USER_INFO_0(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.9."""

    wkui0_username: Annotated[str | None, Unique(WString)] = None


class WKSTA_USER_INFO_0_CONTAINER(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.12."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[WKSTA_USER_INFO_0, ...] | None, Unique(Conformant(WKSTA_USER_INFO_0, "EntriesRead"))] = None


class WKSTA_USER_INFO_1(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.10."""

    wkui1_username: Annotated[str | None, Unique(WString)] = None
    wkui1_logon_domain: Annotated[str | None, Unique(WString)] = None
    wkui1_oth_domains: Annotated[str | None, Unique(WString)] = None
    wkui1_logon_server: Annotated[str | None, Unique(WString)] = None


class WKSTA_USER_INFO_1_CONTAINER(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.13."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[tuple[WKSTA_USER_INFO_1, ...] | None, Unique(Conformant(WKSTA_USER_INFO_1, "EntriesRead"))] = None


WKSTA_USER_ENUM_STRUCT_WkstaUserInfo_ARM = WKSTA_USER_INFO_0_CONTAINER | WKSTA_USER_INFO_1_CONTAINER

WKSTA_USER_ENUM_STRUCT_WkstaUserInfo = Union(
    {
        0: Unique(WKSTA_USER_INFO_0_CONTAINER),
        1: Unique(WKSTA_USER_INFO_1_CONTAINER),
    },
    default=Empty,
)
"""[MS-WKST], its IDL only."""


class WKSTA_USER_ENUM_STRUCT(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.14."""

    Level: Annotated[int | None, ULong] = None
    WkstaUserInfo: Annotated[
        WKSTA_USER_ENUM_STRUCT_WkstaUserInfo_ARM | None, WKSTA_USER_ENUM_STRUCT_WkstaUserInfo.on("Level")
    ] = None


class WKSTA_TRANSPORT_INFO_0(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.8."""

    wkti0_quality_of_service: Annotated[int, ULong] = 0
    wkti0_number_of_vcs: Annotated[int, ULong] = 0
    wkti0_transport_name: Annotated[str | None, Unique(WString)] = None
    wkti0_transport_address: Annotated[str | None, Unique(WString)] = None
    wkti0_wan_ish: Annotated[int, ULong] = 0


class WKSTA_TRANSPORT_INFO_0_CONTAINER(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.15."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[
        tuple[WKSTA_TRANSPORT_INFO_0, ...] | None, Unique(Conformant(WKSTA_TRANSPORT_INFO_0, "EntriesRead"))
    ] = None


WKSTA_TRANSPORT_ENUM_STRUCT_WkstaTransportInfo_ARM = WKSTA_TRANSPORT_INFO_0_CONTAINER

WKSTA_TRANSPORT_ENUM_STRUCT_WkstaTransportInfo = Union(
    {
        0: Unique(WKSTA_TRANSPORT_INFO_0_CONTAINER),
    },
    default=Empty,
)
"""[MS-WKST], its IDL only."""


class WKSTA_TRANSPORT_ENUM_STRUCT(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.16."""

    Level: Annotated[int | None, ULong] = None
    WkstaTransportInfo: Annotated[
        WKSTA_TRANSPORT_ENUM_STRUCT_WkstaTransportInfo_ARM | None,
        WKSTA_TRANSPORT_ENUM_STRUCT_WkstaTransportInfo.on("Level"),
    ] = None


class USE_INFO_0(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.22."""

    ui0_local: Annotated[str | None, Unique(WString)] = None
    ui0_remote: Annotated[str | None, Unique(WString)] = None


class USE_INFO_1(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.23."""

    ui1_local: Annotated[str | None, Unique(WString)] = None
    ui1_remote: Annotated[str | None, Unique(WString)] = None
    ui1_password: Annotated[str | None, Unique(WString)] = None
    ui1_status: Annotated[int, ULong] = 0
    ui1_asg_type: Annotated[int, ULong] = 0
    ui1_refcount: Annotated[int, ULong] = 0
    ui1_usecount: Annotated[int, ULong] = 0


class USE_INFO_2(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.24."""

    ui2_useinfo: USE_INFO_1 = USE_INFO_1()
    ui2_username: Annotated[str | None, Unique(WString)] = None
    ui2_domainname: Annotated[str | None, Unique(WString)] = None


class USE_INFO_3(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.25."""

    ui3_ui2: USE_INFO_2 = USE_INFO_2()
    ui3_flags: Annotated[int, ULong] = 0


USE_INFO_ARM = USE_INFO_0 | USE_INFO_1 | USE_INFO_2 | USE_INFO_3

USE_INFO = Union(
    {
        0: Unique(USE_INFO_0),
        1: Unique(USE_INFO_1),
        2: Unique(USE_INFO_2),
        3: Unique(USE_INFO_3),
    },
    default=Empty,
)
"""[MS-WKST] 2.2.4.2."""


class USE_INFO_0_CONTAINER(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.26."""

    EntriesRead: Annotated[int, ULong] = 0
    Buffer: Annotated[USE_INFO_0 | None, Unique(USE_INFO_0)] = None


class USE_INFO_1_CONTAINER(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.27."""

    EntriesRead: Annotated[int, ULong] = 0
    Buffer: Annotated[USE_INFO_1 | None, Unique(USE_INFO_1)] = None


class USE_INFO_2_CONTAINER(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.28."""

    EntriesRead: Annotated[int, ULong] = 0
    Buffer: Annotated[USE_INFO_2 | None, Unique(USE_INFO_2)] = None


USE_ENUM_STRUCT_UseInfo_ARM = USE_INFO_0_CONTAINER | USE_INFO_1_CONTAINER | USE_INFO_2_CONTAINER

USE_ENUM_STRUCT_UseInfo = Union(
    {
        0: Unique(USE_INFO_0_CONTAINER),
        1: Unique(USE_INFO_1_CONTAINER),
        2: Unique(USE_INFO_2_CONTAINER),
    },
    default=Empty,
)
"""[MS-WKST], its IDL only."""


class USE_ENUM_STRUCT(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.29."""

    Level: Annotated[int | None, ULong] = None
    UseInfo: Annotated[USE_ENUM_STRUCT_UseInfo_ARM | None, USE_ENUM_STRUCT_UseInfo.on("Level")] = None


class LARGE_INTEGER(NdrStructure, frozen=True):
    """[MS-DTYP] 2.3.5."""

    QuadPart: Annotated[int, Hyper] = 0


class STAT_WORKSTATION_0(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.11."""

    StatisticsStartTime: LARGE_INTEGER = LARGE_INTEGER()
    BytesReceived: LARGE_INTEGER = LARGE_INTEGER()
    SmbsReceived: LARGE_INTEGER = LARGE_INTEGER()
    PagingReadBytesRequested: LARGE_INTEGER = LARGE_INTEGER()
    NonPagingReadBytesRequested: LARGE_INTEGER = LARGE_INTEGER()
    CacheReadBytesRequested: LARGE_INTEGER = LARGE_INTEGER()
    NetworkReadBytesRequested: LARGE_INTEGER = LARGE_INTEGER()
    BytesTransmitted: LARGE_INTEGER = LARGE_INTEGER()
    SmbsTransmitted: LARGE_INTEGER = LARGE_INTEGER()
    PagingWriteBytesRequested: LARGE_INTEGER = LARGE_INTEGER()
    NonPagingWriteBytesRequested: LARGE_INTEGER = LARGE_INTEGER()
    CacheWriteBytesRequested: LARGE_INTEGER = LARGE_INTEGER()
    NetworkWriteBytesRequested: LARGE_INTEGER = LARGE_INTEGER()
    InitiallyFailedOperations: Annotated[int, ULong] = 0
    FailedCompletionOperations: Annotated[int, ULong] = 0
    ReadOperations: Annotated[int, ULong] = 0
    RandomReadOperations: Annotated[int, ULong] = 0
    ReadSmbs: Annotated[int, ULong] = 0
    LargeReadSmbs: Annotated[int, ULong] = 0
    SmallReadSmbs: Annotated[int, ULong] = 0
    WriteOperations: Annotated[int, ULong] = 0
    RandomWriteOperations: Annotated[int, ULong] = 0
    WriteSmbs: Annotated[int, ULong] = 0
    LargeWriteSmbs: Annotated[int, ULong] = 0
    SmallWriteSmbs: Annotated[int, ULong] = 0
    RawReadsDenied: Annotated[int, ULong] = 0
    RawWritesDenied: Annotated[int, ULong] = 0
    NetworkErrors: Annotated[int, ULong] = 0
    Sessions: Annotated[int, ULong] = 0
    FailedSessions: Annotated[int, ULong] = 0
    Reconnects: Annotated[int, ULong] = 0
    CoreConnects: Annotated[int, ULong] = 0
    Lanman20Connects: Annotated[int, ULong] = 0
    Lanman21Connects: Annotated[int, ULong] = 0
    LanmanNtConnects: Annotated[int, ULong] = 0
    ServerDisconnects: Annotated[int, ULong] = 0
    HungSessions: Annotated[int, ULong] = 0
    UseCount: Annotated[int, ULong] = 0
    FailedUseCount: Annotated[int, ULong] = 0
    CurrentCommands: Annotated[int, ULong] = 0


class NETSETUP_JOIN_STATUS(OpenEnum):
    """[MS-WKST] 2.2.3.1."""

    NetSetupUnknownStatus = 0
    NetSetupUnjoined = 1
    NetSetupWorkgroupName = 2
    NetSetupDomainName = 3


class JOINPR_ENCRYPTED_USER_PASSWORD(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.18."""

    Buffer: Annotated[bytes, Fixed(Byte, 524)] = bytes(524)


class NETSETUP_NAME_TYPE(OpenEnum):
    """[MS-WKST] 2.2.3.2."""

    NetSetupUnknown = 0
    NetSetupMachine = 1
    NetSetupWorkgroup = 2
    NetSetupDomain = 3
    NetSetupNonExistentDomain = 4
    NetSetupDnsMachine = 5


class NET_COMPUTER_NAME_TYPE(OpenEnum):
    """[MS-WKST] 2.2.3.3."""

    NetPrimaryComputerName = 0
    NetAlternateComputerNames = 1
    NetAllComputerNames = 2
    NetComputerNameTypeMax = 3


class UNICODE_STRING(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.20."""

    Length: Annotated[int | None, UShort] = None
    MaximumLength: Annotated[int | None, UShort] = None
    Buffer: Annotated[
        tuple[int, ...] | None, Unique(ConformantVarying(UShort, "MaximumLength // 2", "Length // 2"))
    ] = None


class NET_COMPUTER_NAME_ARRAY(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.21."""

    EntryCount: Annotated[int | None, ULong] = None
    ComputerNames: Annotated[tuple[UNICODE_STRING, ...] | None, Unique(Conformant(UNICODE_STRING, "EntryCount"))] = None


class JOINPR_ENCRYPTED_USER_PASSWORD_AES(NdrStructure, frozen=True):
    """[MS-WKST] 2.2.5.19."""

    AuthData: Annotated[bytes, Fixed(Byte, 64)] = bytes(64)
    Salt: Annotated[bytes, Fixed(Byte, 16)] = bytes(16)
    cbCipher: Annotated[int | None, Range(ULong, 0, 524)] = None
    Cipher: Annotated[bytes | None, Unique(Conformant(Byte, "cbCipher"))] = None


# --- methods ----------------------------------------------------------------------------------------------------------


class NetrWkstaGetInfoResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.1."""

    Level: Annotated[int | None, Discriminant("WkstaInfo")] = None
    WkstaInfo: Annotated[WKSTA_INFO_ARM | None, WKSTA_INFO.on("Level")] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrWkstaGetInfo(Request[NetrWkstaGetInfoResponse], frozen=True):
    """[MS-WKST] 3.2.4.1."""

    opnum: ClassVar[int] = 0

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int, ULong] = 0


class NetrWkstaSetInfoResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.2."""

    ErrorParameter: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrWkstaSetInfo(Request[NetrWkstaSetInfoResponse], frozen=True):
    """[MS-WKST] 3.2.4.2."""

    opnum: ClassVar[int] = 1

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int | None, ULong] = None
    WkstaInfo: Annotated[WKSTA_INFO_ARM | None, WKSTA_INFO.on("Level")] = None
    ErrorParameter: Annotated[int | None, Unique(ULong)] = None


class NetrWkstaUserEnumResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.3."""

    UserInfo: WKSTA_USER_ENUM_STRUCT = WKSTA_USER_ENUM_STRUCT()
    TotalEntries: Annotated[int, ULong] = 0
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrWkstaUserEnum(Request[NetrWkstaUserEnumResponse], frozen=True):
    """[MS-WKST] 3.2.4.3."""

    opnum: ClassVar[int] = 2

    ServerName: Annotated[str | None, Unique(WString)] = None
    UserInfo: WKSTA_USER_ENUM_STRUCT = WKSTA_USER_ENUM_STRUCT()
    PreferredMaximumLength: Annotated[int, ULong] = 0
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None


class NetrWkstaTransportEnumResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.4."""

    TransportInfo: WKSTA_TRANSPORT_ENUM_STRUCT = WKSTA_TRANSPORT_ENUM_STRUCT()
    TotalEntries: Annotated[int, ULong] = 0
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrWkstaTransportEnum(Request[NetrWkstaTransportEnumResponse], frozen=True):
    """[MS-WKST] 3.2.4.4."""

    opnum: ClassVar[int] = 5

    ServerName: Annotated[str | None, Unique(WString)] = None
    TransportInfo: WKSTA_TRANSPORT_ENUM_STRUCT = WKSTA_TRANSPORT_ENUM_STRUCT()
    PreferredMaximumLength: Annotated[int, ULong] = 0
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None


class NetrWkstaTransportAddResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.5."""

    ErrorParameter: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrWkstaTransportAdd(Request[NetrWkstaTransportAddResponse], frozen=True):
    """[MS-WKST] 3.2.4.5."""

    opnum: ClassVar[int] = 6

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int, ULong] = 0
    TransportInfo: WKSTA_TRANSPORT_INFO_0 = WKSTA_TRANSPORT_INFO_0()
    ErrorParameter: Annotated[int | None, Unique(ULong)] = None


class NetrWkstaTransportDelResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.6."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrWkstaTransportDel(Request[NetrWkstaTransportDelResponse], frozen=True):
    """[MS-WKST] 3.2.4.6."""

    opnum: ClassVar[int] = 7

    ServerName: Annotated[str | None, Unique(WString)] = None
    TransportName: Annotated[str | None, Unique(WString)] = None
    ForceLevel: Annotated[int, ULong] = 0


class NetrUseAddResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.7."""

    ErrorParameter: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrUseAdd(Request[NetrUseAddResponse], frozen=True):
    """[MS-WKST] 3.2.4.7."""

    opnum: ClassVar[int] = 8

    ServerName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int | None, ULong] = None
    InfoStruct: Annotated[USE_INFO_ARM | None, USE_INFO.on("Level")] = None
    ErrorParameter: Annotated[int | None, Unique(ULong)] = None


class NetrUseGetInfoResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.8."""

    Level: Annotated[int | None, Discriminant("InfoStruct")] = None
    InfoStruct: Annotated[USE_INFO_ARM | None, USE_INFO.on("Level")] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrUseGetInfo(Request[NetrUseGetInfoResponse], frozen=True):
    """[MS-WKST] 3.2.4.8."""

    opnum: ClassVar[int] = 9

    ServerName: Annotated[str | None, Unique(WString)] = None
    UseName: Annotated[str, WString] = ""
    Level: Annotated[int, ULong] = 0


class NetrUseDelResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.9."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrUseDel(Request[NetrUseDelResponse], frozen=True):
    """[MS-WKST] 3.2.4.9."""

    opnum: ClassVar[int] = 10

    ServerName: Annotated[str | None, Unique(WString)] = None
    UseName: Annotated[str, WString] = ""
    ForceLevel: Annotated[int, ULong] = 0


class NetrUseEnumResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.10."""

    InfoStruct: USE_ENUM_STRUCT = USE_ENUM_STRUCT()
    TotalEntries: Annotated[int, ULong] = 0
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrUseEnum(Request[NetrUseEnumResponse], frozen=True):
    """[MS-WKST] 3.2.4.10."""

    opnum: ClassVar[int] = 11

    ServerName: Annotated[str | None, Unique(WString)] = None
    InfoStruct: USE_ENUM_STRUCT = USE_ENUM_STRUCT()
    PreferredMaximumLength: Annotated[int, ULong] = 0
    ResumeHandle: Annotated[int | None, Unique(ULong)] = None


class NetrWorkstationStatisticsGetResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.11."""

    Buffer: Annotated[STAT_WORKSTATION_0 | None, Unique(STAT_WORKSTATION_0)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrWorkstationStatisticsGet(Request[NetrWorkstationStatisticsGetResponse], frozen=True):
    """[MS-WKST] 3.2.4.11."""

    opnum: ClassVar[int] = 13

    ServerName: Annotated[str | None, Unique(WString)] = None
    ServiceName: Annotated[str | None, Unique(WString)] = None
    Level: Annotated[int, ULong] = 0
    Options: Annotated[int, ULong] = 0


class NetrGetJoinInformationResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.12."""

    NameBuffer: Annotated[str | None, Unique(WString)] = None
    BufferType: Annotated[NETSETUP_JOIN_STATUS, Enum16] = NETSETUP_JOIN_STATUS.NetSetupUnknownStatus
    ReturnValue: Annotated[int, ULong] = 0


class NetrGetJoinInformation(Request[NetrGetJoinInformationResponse], frozen=True):
    """[MS-WKST] 3.2.4.12."""

    opnum: ClassVar[int] = 20

    ServerName: Annotated[str | None, Unique(WString)] = None
    NameBuffer: Annotated[str | None, Unique(WString)] = None


class NetrJoinDomain2Response(Response, frozen=True):
    """[MS-WKST] 3.2.4.13."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrJoinDomain2(Request[NetrJoinDomain2Response], frozen=True):
    """[MS-WKST] 3.2.4.13."""

    opnum: ClassVar[int] = 22

    ServerName: Annotated[str | None, Unique(WString)] = None
    DomainNameParam: Annotated[str, WString] = ""
    MachineAccountOU: Annotated[str | None, Unique(WString)] = None
    AccountName: Annotated[str | None, Unique(WString)] = None
    Password: Annotated[JOINPR_ENCRYPTED_USER_PASSWORD | None, Unique(JOINPR_ENCRYPTED_USER_PASSWORD)] = None
    Options: Annotated[int, ULong] = 0


class NetrUnjoinDomain2Response(Response, frozen=True):
    """[MS-WKST] 3.2.4.14."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrUnjoinDomain2(Request[NetrUnjoinDomain2Response], frozen=True):
    """[MS-WKST] 3.2.4.14."""

    opnum: ClassVar[int] = 23

    ServerName: Annotated[str | None, Unique(WString)] = None
    AccountName: Annotated[str | None, Unique(WString)] = None
    Password: Annotated[JOINPR_ENCRYPTED_USER_PASSWORD | None, Unique(JOINPR_ENCRYPTED_USER_PASSWORD)] = None
    Options: Annotated[int, ULong] = 0


class NetrRenameMachineInDomain2Response(Response, frozen=True):
    """[MS-WKST] 3.2.4.15."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrRenameMachineInDomain2(Request[NetrRenameMachineInDomain2Response], frozen=True):
    """[MS-WKST] 3.2.4.15."""

    opnum: ClassVar[int] = 24

    ServerName: Annotated[str | None, Unique(WString)] = None
    MachineName: Annotated[str | None, Unique(WString)] = None
    AccountName: Annotated[str | None, Unique(WString)] = None
    Password: Annotated[JOINPR_ENCRYPTED_USER_PASSWORD | None, Unique(JOINPR_ENCRYPTED_USER_PASSWORD)] = None
    Options: Annotated[int, ULong] = 0


class NetrValidateName2Response(Response, frozen=True):
    """[MS-WKST] 3.2.4.16."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrValidateName2(Request[NetrValidateName2Response], frozen=True):
    """[MS-WKST] 3.2.4.16."""

    opnum: ClassVar[int] = 25

    ServerName: Annotated[str | None, Unique(WString)] = None
    NameToValidate: Annotated[str, WString] = ""
    AccountName: Annotated[str | None, Unique(WString)] = None
    Password: Annotated[JOINPR_ENCRYPTED_USER_PASSWORD | None, Unique(JOINPR_ENCRYPTED_USER_PASSWORD)] = None
    NameType: Annotated[NETSETUP_NAME_TYPE, Enum16] = NETSETUP_NAME_TYPE.NetSetupUnknown


class NetrGetJoinableOUs2Response(Response, frozen=True):
    """[MS-WKST] 3.2.4.17."""

    OUCount: Annotated[int | None, ULong] = None
    OUs: Annotated[tuple[str | None, ...] | None, Unique(Conformant(Unique(WString), "OUCount"))] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrGetJoinableOUs2(Request[NetrGetJoinableOUs2Response], frozen=True):
    """[MS-WKST] 3.2.4.17."""

    opnum: ClassVar[int] = 26

    ServerName: Annotated[str | None, Unique(WString)] = None
    DomainNameParam: Annotated[str, WString] = ""
    AccountName: Annotated[str | None, Unique(WString)] = None
    Password: Annotated[JOINPR_ENCRYPTED_USER_PASSWORD | None, Unique(JOINPR_ENCRYPTED_USER_PASSWORD)] = None
    OUCount: Annotated[int, ULong] = 0


class NetrAddAlternateComputerNameResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.18."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrAddAlternateComputerName(Request[NetrAddAlternateComputerNameResponse], frozen=True):
    """[MS-WKST] 3.2.4.18."""

    opnum: ClassVar[int] = 27

    ServerName: Annotated[str | None, Unique(WString)] = None
    AlternateName: Annotated[str | None, Unique(WString)] = None
    DomainAccount: Annotated[str | None, Unique(WString)] = None
    EncryptedPassword: Annotated[JOINPR_ENCRYPTED_USER_PASSWORD | None, Unique(JOINPR_ENCRYPTED_USER_PASSWORD)] = None
    Reserved: Annotated[int, ULong] = 0


class NetrRemoveAlternateComputerNameResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.19."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrRemoveAlternateComputerName(Request[NetrRemoveAlternateComputerNameResponse], frozen=True):
    """[MS-WKST] 3.2.4.19."""

    opnum: ClassVar[int] = 28

    ServerName: Annotated[str | None, Unique(WString)] = None
    AlternateName: Annotated[str | None, Unique(WString)] = None
    DomainAccount: Annotated[str | None, Unique(WString)] = None
    EncryptedPassword: Annotated[JOINPR_ENCRYPTED_USER_PASSWORD | None, Unique(JOINPR_ENCRYPTED_USER_PASSWORD)] = None
    Reserved: Annotated[int, ULong] = 0


class NetrSetPrimaryComputerNameResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.20."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrSetPrimaryComputerName(Request[NetrSetPrimaryComputerNameResponse], frozen=True):
    """[MS-WKST] 3.2.4.20."""

    opnum: ClassVar[int] = 29

    ServerName: Annotated[str | None, Unique(WString)] = None
    PrimaryName: Annotated[str | None, Unique(WString)] = None
    DomainAccount: Annotated[str | None, Unique(WString)] = None
    EncryptedPassword: Annotated[JOINPR_ENCRYPTED_USER_PASSWORD | None, Unique(JOINPR_ENCRYPTED_USER_PASSWORD)] = None
    Reserved: Annotated[int, ULong] = 0


class NetrEnumerateComputerNamesResponse(Response, frozen=True):
    """[MS-WKST] 3.2.4.21."""

    ComputerNames: Annotated[NET_COMPUTER_NAME_ARRAY | None, Unique(NET_COMPUTER_NAME_ARRAY)] = None
    ReturnValue: Annotated[int, ULong] = 0


class NetrEnumerateComputerNames(Request[NetrEnumerateComputerNamesResponse], frozen=True):
    """[MS-WKST] 3.2.4.21."""

    opnum: ClassVar[int] = 30

    ServerName: Annotated[str | None, Unique(WString)] = None
    NameType: Annotated[NET_COMPUTER_NAME_TYPE, Enum16] = NET_COMPUTER_NAME_TYPE.NetPrimaryComputerName
    Reserved: Annotated[int, ULong] = 0


class NetrJoinDomain3Response(Response, frozen=True):
    """[MS-WKST] 3.2.4.22."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrJoinDomain3(Request[NetrJoinDomain3Response], frozen=True):
    """[MS-WKST] 3.2.4.22."""

    opnum: ClassVar[int] = 31

    ServerName: Annotated[str | None, Unique(WString)] = None
    DomainNameParam: Annotated[str, WString] = ""
    MachineAccountOU: Annotated[str | None, Unique(WString)] = None
    AccountName: Annotated[str | None, Unique(WString)] = None
    Password: Annotated[JOINPR_ENCRYPTED_USER_PASSWORD_AES | None, Unique(JOINPR_ENCRYPTED_USER_PASSWORD_AES)] = None
    Options: Annotated[int, ULong] = 0


class NetrUnjoinDomain3Response(Response, frozen=True):
    """[MS-WKST] 3.2.4.23."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrUnjoinDomain3(Request[NetrUnjoinDomain3Response], frozen=True):
    """[MS-WKST] 3.2.4.23."""

    opnum: ClassVar[int] = 32

    ServerName: Annotated[str | None, Unique(WString)] = None
    AccountName: Annotated[str | None, Unique(WString)] = None
    Password: Annotated[JOINPR_ENCRYPTED_USER_PASSWORD_AES | None, Unique(JOINPR_ENCRYPTED_USER_PASSWORD_AES)] = None
    Options: Annotated[int, ULong] = 0


class NetrRenameMachineInDomain3Response(Response, frozen=True):
    """[MS-WKST] 3.2.4.24."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrRenameMachineInDomain3(Request[NetrRenameMachineInDomain3Response], frozen=True):
    """[MS-WKST] 3.2.4.24."""

    opnum: ClassVar[int] = 33

    ServerName: Annotated[str | None, Unique(WString)] = None
    MachineName: Annotated[str | None, Unique(WString)] = None
    AccountName: Annotated[str | None, Unique(WString)] = None
    Password: Annotated[JOINPR_ENCRYPTED_USER_PASSWORD | None, Unique(JOINPR_ENCRYPTED_USER_PASSWORD)] = None
    Options: Annotated[int, ULong] = 0


class NetrValidateName3Response(Response, frozen=True):
    """[MS-WKST] 3.2.4.25."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrValidateName3(Request[NetrValidateName3Response], frozen=True):
    """[MS-WKST] 3.2.4.25."""

    opnum: ClassVar[int] = 34

    ServerName: Annotated[str | None, Unique(WString)] = None
    NameToValidate: Annotated[str, WString] = ""
    AccountName: Annotated[str | None, Unique(WString)] = None
    Password: Annotated[JOINPR_ENCRYPTED_USER_PASSWORD_AES | None, Unique(JOINPR_ENCRYPTED_USER_PASSWORD_AES)] = None
    NameType: Annotated[NETSETUP_NAME_TYPE, Enum16] = NETSETUP_NAME_TYPE.NetSetupUnknown


class NetrAddAlternateComputerName2Response(Response, frozen=True):
    """[MS-WKST] 3.2.4.26."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrAddAlternateComputerName2(Request[NetrAddAlternateComputerName2Response], frozen=True):
    """[MS-WKST] 3.2.4.26."""

    opnum: ClassVar[int] = 35

    ServerName: Annotated[str | None, Unique(WString)] = None
    AlternateName: Annotated[str | None, Unique(WString)] = None
    DomainAccount: Annotated[str | None, Unique(WString)] = None
    EncryptedPassword: Annotated[
        JOINPR_ENCRYPTED_USER_PASSWORD_AES | None, Unique(JOINPR_ENCRYPTED_USER_PASSWORD_AES)
    ] = None
    Reserved: Annotated[int, ULong] = 0


class NetrRemoveAlternateComputerName2Response(Response, frozen=True):
    """[MS-WKST] 3.2.4.27."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrRemoveAlternateComputerName2(Request[NetrRemoveAlternateComputerName2Response], frozen=True):
    """[MS-WKST] 3.2.4.27."""

    opnum: ClassVar[int] = 36

    ServerName: Annotated[str | None, Unique(WString)] = None
    AlternateName: Annotated[str | None, Unique(WString)] = None
    DomainAccount: Annotated[str | None, Unique(WString)] = None
    EncryptedPassword: Annotated[
        JOINPR_ENCRYPTED_USER_PASSWORD_AES | None, Unique(JOINPR_ENCRYPTED_USER_PASSWORD_AES)
    ] = None
    Reserved: Annotated[int, ULong] = 0


class NetrSetPrimaryComputerName2Response(Response, frozen=True):
    """[MS-WKST] 3.2.4.28."""

    ReturnValue: Annotated[int, ULong] = 0


class NetrSetPrimaryComputerName2(Request[NetrSetPrimaryComputerName2Response], frozen=True):
    """[MS-WKST] 3.2.4.28."""

    opnum: ClassVar[int] = 37

    ServerName: Annotated[str | None, Unique(WString)] = None
    PrimaryName: Annotated[str | None, Unique(WString)] = None
    DomainAccount: Annotated[str | None, Unique(WString)] = None
    EncryptedPassword: Annotated[JOINPR_ENCRYPTED_USER_PASSWORD | None, Unique(JOINPR_ENCRYPTED_USER_PASSWORD)] = None
    Reserved: Annotated[int, ULong] = 0


WKSSVC = Interface(
    name="wkssvc",
    uuid=UUID("6bffd098-a112-3610-9833-46c3f87e345a"),
    major=1,
    methods=(
        NetrWkstaGetInfo,
        NetrWkstaSetInfo,
        NetrWkstaUserEnum,
        NetrWkstaTransportEnum,
        NetrWkstaTransportAdd,
        NetrWkstaTransportDel,
        NetrUseAdd,
        NetrUseGetInfo,
        NetrUseDel,
        NetrUseEnum,
        NetrWorkstationStatisticsGet,
        NetrGetJoinInformation,
        NetrJoinDomain2,
        NetrUnjoinDomain2,
        NetrRenameMachineInDomain2,
        NetrValidateName2,
        NetrGetJoinableOUs2,
        NetrAddAlternateComputerName,
        NetrRemoveAlternateComputerName,
        NetrSetPrimaryComputerName,
        NetrEnumerateComputerNames,
        NetrJoinDomain3,
        NetrUnjoinDomain3,
        NetrRenameMachineInDomain3,
        NetrValidateName3,
        NetrAddAlternateComputerName2,
        NetrRemoveAlternateComputerName2,
        NetrSetPrimaryComputerName2,
    ),
    pipe="wkssvc",
    opnums=38,
)
