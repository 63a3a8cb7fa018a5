"""[MS-SAMR] 6, revision 50.0: the interface samr.

Written by `plugfest simulate MS-SAMR --emit`; changes belong into what writes it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from plugfest.wire import OpenEnum
from plugfest.wire.ndr import (
    Byte,
    Char,
    Conformant,
    ConformantVarying,
    ContextHandle,
    Discriminant,
    Enum16,
    Fixed,
    Hyper,
    Interface,
    Long,
    NdrStructure,
    Range,
    Request,
    Response,
    UHyper,
    ULong,
    Union,
    Unique,
    UShort,
    WChar,
    WString,
)


class SAMPR_SR_SECURITY_DESCRIPTOR(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.7.11."""

    Length: Annotated[int | None, Range(ULong, 0, 262144)] = None
    SecurityDescriptor: Annotated[bytes | None, Unique(Conformant(Byte, "Length"))] = None


class RPC_UNICODE_STRING(NdrStructure, frozen=True):
    """[MS-DTYP] 2.3.10."""

    Length: Annotated[int | None, UShort] = None
    MaximumLength: Annotated[int | None, UShort] = None
    Buffer: Annotated[str | None, Unique(ConformantVarying(WChar, "MaximumLength // 2", "Length // 2"))] = None


class RPC_SID_IDENTIFIER_AUTHORITY(NdrStructure, frozen=True):
    """[MS-DTYP] 2.4.1.1."""

    Value: Annotated[bytes, Fixed(Byte, 6)] = bytes(6)


class RPC_SID(NdrStructure, frozen=True):
    """[MS-DTYP] 2.4.2.3."""

    Revision: Annotated[int, Byte] = 0
    SubAuthorityCount: Annotated[int | None, Byte] = None
    IdentifierAuthority: RPC_SID_IDENTIFIER_AUTHORITY = RPC_SID_IDENTIFIER_AUTHORITY()
    SubAuthority: Annotated[tuple[int, ...], Conformant(ULong, "SubAuthorityCount")] = ()


class SAMPR_RID_ENUMERATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.7.9."""

    RelativeId: Annotated[int, ULong] = 0
    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SAMPR_ENUMERATION_BUFFER(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.7.10."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[
        tuple[SAMPR_RID_ENUMERATION, ...] | None, Unique(Conformant(SAMPR_RID_ENUMERATION, "EntriesRead"))
    ] = None


class DOMAIN_INFORMATION_CLASS(OpenEnum):
    """[MS-SAMR] 2.2.3.16."""

    DomainPasswordInformation = 1
    DomainGeneralInformation = 2
    DomainLogoffInformation = 3
    DomainOemInformation = 4
    DomainNameInformation = 5
    DomainReplicationInformation = 6
    DomainServerRoleInformation = 7
    DomainModifiedInformation = 8
    DomainStateInformation = 9
    DomainGeneralInformation2 = 11
    DomainLockoutInformation = 12
    DomainModifiedInformation2 = 13


class OLD_LARGE_INTEGER(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.2.2."""

    LowPart: Annotated[int, ULong] = 0
    HighPart: Annotated[int, Long] = 0


class DOMAIN_PASSWORD_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.3.5."""

    MinPasswordLength: Annotated[int, UShort] = 0
    PasswordHistoryLength: Annotated[int, UShort] = 0
    PasswordProperties: Annotated[int, ULong] = 0
    MaxPasswordAge: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    MinPasswordAge: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()


class SAMPR_DOMAIN_GENERAL_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.3.10."""

    ForceLogoff: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    OemInformation: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    DomainName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    ReplicaSourceNodeName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    DomainModifiedCount: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    DomainServerState: Annotated[int, ULong] = 0
    DomainServerRole: Annotated[int, ULong] = 0
    UasCompatibilityRequired: Annotated[int, Byte] = 0
    UserCount: Annotated[int, ULong] = 0
    GroupCount: Annotated[int, ULong] = 0
    AliasCount: Annotated[int, ULong] = 0


class DOMAIN_LOGOFF_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.3.6."""

    ForceLogoff: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()


class SAMPR_DOMAIN_OEM_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.3.12."""

    OemInformation: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SAMPR_DOMAIN_NAME_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.3.13."""

    DomainName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class DOMAIN_SERVER_ROLE(OpenEnum):
    """[MS-SAMR] 2.2.3.4."""

    DomainServerRoleBackup = 2
    DomainServerRolePrimary = 3


class DOMAIN_SERVER_ROLE_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.3.7."""

    DomainServerRole: Annotated[DOMAIN_SERVER_ROLE, Enum16] = DOMAIN_SERVER_ROLE.DomainServerRoleBackup


class SAMPR_DOMAIN_REPLICATION_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.3.14."""

    ReplicaSourceNodeName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class DOMAIN_MODIFIED_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.3.8."""

    DomainModifiedCount: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    CreationTime: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()


class DOMAIN_SERVER_ENABLE_STATE(OpenEnum):
    """[MS-SAMR] 2.2.3.2."""

    DomainServerEnabled = 1
    DomainServerDisabled = 2


class DOMAIN_STATE_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.3.3."""

    DomainServerState: Annotated[DOMAIN_SERVER_ENABLE_STATE, Enum16] = DOMAIN_SERVER_ENABLE_STATE.DomainServerEnabled


class LARGE_INTEGER(NdrStructure, frozen=True):
    """[MS-DTYP] 2.3.5."""

    QuadPart: Annotated[int, Hyper] = 0


class SAMPR_DOMAIN_GENERAL_INFORMATION2(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.3.11."""

    I1: SAMPR_DOMAIN_GENERAL_INFORMATION = SAMPR_DOMAIN_GENERAL_INFORMATION()
    LockoutDuration: LARGE_INTEGER = LARGE_INTEGER()
    LockoutObservationWindow: LARGE_INTEGER = LARGE_INTEGER()
    LockoutThreshold: Annotated[int, UShort] = 0


class SAMPR_DOMAIN_LOCKOUT_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.3.15."""

    LockoutDuration: LARGE_INTEGER = LARGE_INTEGER()
    LockoutObservationWindow: LARGE_INTEGER = LARGE_INTEGER()
    LockoutThreshold: Annotated[int, UShort] = 0


class DOMAIN_MODIFIED_INFORMATION2(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.3.9."""

    DomainModifiedCount: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    CreationTime: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    ModifiedCountAtLastPromotion: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()


SAMPR_DOMAIN_INFO_BUFFER_ARM = (
    DOMAIN_PASSWORD_INFORMATION
    | SAMPR_DOMAIN_GENERAL_INFORMATION
    | DOMAIN_LOGOFF_INFORMATION
    | SAMPR_DOMAIN_OEM_INFORMATION
    | SAMPR_DOMAIN_NAME_INFORMATION
    | DOMAIN_SERVER_ROLE_INFORMATION
    | SAMPR_DOMAIN_REPLICATION_INFORMATION
    | DOMAIN_MODIFIED_INFORMATION
    | DOMAIN_STATE_INFORMATION
    | SAMPR_DOMAIN_GENERAL_INFORMATION2
    | SAMPR_DOMAIN_LOCKOUT_INFORMATION
    | DOMAIN_MODIFIED_INFORMATION2
)

SAMPR_DOMAIN_INFO_BUFFER = Union(
    {
        DOMAIN_INFORMATION_CLASS.DomainPasswordInformation: DOMAIN_PASSWORD_INFORMATION,
        DOMAIN_INFORMATION_CLASS.DomainGeneralInformation: SAMPR_DOMAIN_GENERAL_INFORMATION,
        DOMAIN_INFORMATION_CLASS.DomainLogoffInformation: DOMAIN_LOGOFF_INFORMATION,
        DOMAIN_INFORMATION_CLASS.DomainOemInformation: SAMPR_DOMAIN_OEM_INFORMATION,
        DOMAIN_INFORMATION_CLASS.DomainNameInformation: SAMPR_DOMAIN_NAME_INFORMATION,
        DOMAIN_INFORMATION_CLASS.DomainServerRoleInformation: DOMAIN_SERVER_ROLE_INFORMATION,
        DOMAIN_INFORMATION_CLASS.DomainReplicationInformation: SAMPR_DOMAIN_REPLICATION_INFORMATION,
        DOMAIN_INFORMATION_CLASS.DomainModifiedInformation: DOMAIN_MODIFIED_INFORMATION,
        DOMAIN_INFORMATION_CLASS.DomainStateInformation: DOMAIN_STATE_INFORMATION,
        DOMAIN_INFORMATION_CLASS.DomainGeneralInformation2: SAMPR_DOMAIN_GENERAL_INFORMATION2,
        DOMAIN_INFORMATION_CLASS.DomainLockoutInformation: SAMPR_DOMAIN_LOCKOUT_INFORMATION,
        DOMAIN_INFORMATION_CLASS.DomainModifiedInformation2: DOMAIN_MODIFIED_INFORMATION2,
    },
    discriminant=Enum16,
    ms_union=True,
)
"""[MS-SAMR] 2.2.3.17."""


class SAMPR_SID_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.7.6."""

    SidPointer: Annotated[RPC_SID | None, Unique(RPC_SID)] = None


class SAMPR_PSID_ARRAY(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.7.5."""

    Count: Annotated[int | None, Range(ULong, 0, 1024)] = None
    Sids: Annotated[tuple[SAMPR_SID_INFORMATION, ...] | None, Unique(Conformant(SAMPR_SID_INFORMATION, "Count"))] = None


class SAMPR_ULONG_ARRAY(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.7.4."""

    Count: Annotated[int | None, ULong] = None
    Element: Annotated[tuple[int, ...] | None, Unique(Conformant(ULong, "Count"))] = None


class SAMPR_RETURNED_USTRING_ARRAY(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.7.8."""

    Count: Annotated[int | None, ULong] = None
    Element: Annotated[tuple[RPC_UNICODE_STRING, ...] | None, Unique(Conformant(RPC_UNICODE_STRING, "Count"))] = None


class GROUP_INFORMATION_CLASS(OpenEnum):
    """[MS-SAMR] 2.2.4.6."""

    GroupGeneralInformation = 1
    GroupNameInformation = 2
    GroupAttributeInformation = 3
    GroupAdminCommentInformation = 4
    GroupReplicationInformation = 5


class SAMPR_GROUP_GENERAL_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.4.3."""

    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    Attributes: Annotated[int, ULong] = 0
    MemberCount: Annotated[int, ULong] = 0
    AdminComment: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SAMPR_GROUP_NAME_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.4.4."""

    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class GROUP_ATTRIBUTE_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.4.2."""

    Attributes: Annotated[int, ULong] = 0


class SAMPR_GROUP_ADM_COMMENT_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.4.5."""

    AdminComment: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


SAMPR_GROUP_INFO_BUFFER_ARM = (
    SAMPR_GROUP_GENERAL_INFORMATION
    | SAMPR_GROUP_NAME_INFORMATION
    | GROUP_ATTRIBUTE_INFORMATION
    | SAMPR_GROUP_ADM_COMMENT_INFORMATION
)

SAMPR_GROUP_INFO_BUFFER = Union(
    {
        GROUP_INFORMATION_CLASS.GroupGeneralInformation: SAMPR_GROUP_GENERAL_INFORMATION,
        GROUP_INFORMATION_CLASS.GroupNameInformation: SAMPR_GROUP_NAME_INFORMATION,
        GROUP_INFORMATION_CLASS.GroupAttributeInformation: GROUP_ATTRIBUTE_INFORMATION,
        GROUP_INFORMATION_CLASS.GroupAdminCommentInformation: SAMPR_GROUP_ADM_COMMENT_INFORMATION,
        GROUP_INFORMATION_CLASS.GroupReplicationInformation: SAMPR_GROUP_GENERAL_INFORMATION,
    },
    discriminant=Enum16,
    ms_union=True,
)
"""[MS-SAMR] 2.2.4.7."""


class SAMPR_GET_MEMBERS_BUFFER(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.7.14."""

    MemberCount: Annotated[int | None, ULong] = None
    Members: Annotated[tuple[int, ...] | None, Unique(Conformant(ULong, "MemberCount"))] = None
    Attributes: Annotated[tuple[int, ...] | None, Unique(Conformant(ULong, "MemberCount"))] = None


class ALIAS_INFORMATION_CLASS(OpenEnum):
    """[MS-SAMR] 2.2.5.5."""

    AliasGeneralInformation = 1
    AliasNameInformation = 2
    AliasAdminCommentInformation = 3


class SAMPR_ALIAS_GENERAL_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.5.2."""

    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    MemberCount: Annotated[int, ULong] = 0
    AdminComment: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SAMPR_ALIAS_NAME_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.5.3."""

    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SAMPR_ALIAS_ADM_COMMENT_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.5.4."""

    AdminComment: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


SAMPR_ALIAS_INFO_BUFFER_ARM = (
    SAMPR_ALIAS_GENERAL_INFORMATION | SAMPR_ALIAS_NAME_INFORMATION | SAMPR_ALIAS_ADM_COMMENT_INFORMATION
)

SAMPR_ALIAS_INFO_BUFFER = Union(
    {
        ALIAS_INFORMATION_CLASS.AliasGeneralInformation: SAMPR_ALIAS_GENERAL_INFORMATION,
        ALIAS_INFORMATION_CLASS.AliasNameInformation: SAMPR_ALIAS_NAME_INFORMATION,
        ALIAS_INFORMATION_CLASS.AliasAdminCommentInformation: SAMPR_ALIAS_ADM_COMMENT_INFORMATION,
    },
    discriminant=Enum16,
    ms_union=True,
)
"""[MS-SAMR] 2.2.5.6."""


class SAMPR_PSID_ARRAY_OUT(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.7.7."""

    Count: Annotated[int | None, ULong] = None
    Sids: Annotated[tuple[SAMPR_SID_INFORMATION, ...] | None, Unique(Conformant(SAMPR_SID_INFORMATION, "Count"))] = None


class USER_INFORMATION_CLASS(OpenEnum):
    """[MS-SAMR] 2.2.6.28."""

    UserGeneralInformation = 1
    UserPreferencesInformation = 2
    UserLogonInformation = 3
    UserLogonHoursInformation = 4
    UserAccountInformation = 5
    UserNameInformation = 6
    UserAccountNameInformation = 7
    UserFullNameInformation = 8
    UserPrimaryGroupInformation = 9
    UserHomeInformation = 10
    UserScriptInformation = 11
    UserProfileInformation = 12
    UserAdminCommentInformation = 13
    UserWorkStationsInformation = 14
    UserControlInformation = 16
    UserExpiresInformation = 17
    UserInternal1Information = 18
    UserParametersInformation = 20
    UserAllInformation = 21
    UserInternal4Information = 23
    UserInternal5Information = 24
    UserInternal4InformationNew = 25
    UserInternal5InformationNew = 26
    UserInternal7Information = 31
    UserInternal8Information = 32


class SAMPR_USER_GENERAL_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.7."""

    UserName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    FullName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    PrimaryGroupId: Annotated[int, ULong] = 0
    AdminComment: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    UserComment: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SAMPR_USER_PREFERENCES_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.8."""

    UserComment: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    Reserved1: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    CountryCode: Annotated[int, UShort] = 0
    CodePage: Annotated[int, UShort] = 0


class SAMPR_LOGON_HOURS(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.5."""

    UnitsPerWeek: Annotated[int, UShort] = 0
    LogonHours: Annotated[bytes | None, Unique(ConformantVarying(Byte, "1260", "(UnitsPerWeek + 7) // 8"))] = None


class SAMPR_USER_LOGON_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.10."""

    UserName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    FullName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    UserId: Annotated[int, ULong] = 0
    PrimaryGroupId: Annotated[int, ULong] = 0
    HomeDirectory: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    HomeDirectoryDrive: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    ScriptPath: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    ProfilePath: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    WorkStations: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    LastLogon: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    LastLogoff: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    PasswordLastSet: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    PasswordCanChange: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    PasswordMustChange: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    LogonHours: SAMPR_LOGON_HOURS = SAMPR_LOGON_HOURS()
    BadPasswordCount: Annotated[int, UShort] = 0
    LogonCount: Annotated[int, UShort] = 0
    UserAccountControl: Annotated[int, ULong] = 0


class SAMPR_USER_LOGON_HOURS_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.20."""

    LogonHours: SAMPR_LOGON_HOURS = SAMPR_LOGON_HOURS()


class SAMPR_USER_ACCOUNT_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.11."""

    UserName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    FullName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    UserId: Annotated[int, ULong] = 0
    PrimaryGroupId: Annotated[int, ULong] = 0
    HomeDirectory: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    HomeDirectoryDrive: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    ScriptPath: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    ProfilePath: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    AdminComment: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    WorkStations: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    LastLogon: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    LastLogoff: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    LogonHours: SAMPR_LOGON_HOURS = SAMPR_LOGON_HOURS()
    BadPasswordCount: Annotated[int, UShort] = 0
    LogonCount: Annotated[int, UShort] = 0
    PasswordLastSet: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    AccountExpires: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    UserAccountControl: Annotated[int, ULong] = 0


class SAMPR_USER_NAME_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.14."""

    UserName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    FullName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SAMPR_USER_A_NAME_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.12."""

    UserName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SAMPR_USER_F_NAME_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.13."""

    FullName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class USER_PRIMARY_GROUP_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.2."""

    PrimaryGroupId: Annotated[int, ULong] = 0


class SAMPR_USER_HOME_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.15."""

    HomeDirectory: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    HomeDirectoryDrive: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SAMPR_USER_SCRIPT_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.16."""

    ScriptPath: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SAMPR_USER_PROFILE_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.17."""

    ProfilePath: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SAMPR_USER_ADMIN_COMMENT_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.18."""

    AdminComment: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SAMPR_USER_WORKSTATIONS_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.19."""

    WorkStations: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class USER_CONTROL_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.3."""

    UserAccountControl: Annotated[int, ULong] = 0


class USER_EXPIRES_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.4."""

    AccountExpires: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()


class ENCRYPTED_LM_OWF_PASSWORD(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.7.3."""

    data: Annotated[bytes, Fixed(Char, 16)] = bytes(16)


class SAMPR_USER_INTERNAL1_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.23."""

    EncryptedNtOwfPassword: ENCRYPTED_LM_OWF_PASSWORD = ENCRYPTED_LM_OWF_PASSWORD()
    EncryptedLmOwfPassword: ENCRYPTED_LM_OWF_PASSWORD = ENCRYPTED_LM_OWF_PASSWORD()
    NtPasswordPresent: Annotated[int, Byte] = 0
    LmPasswordPresent: Annotated[int, Byte] = 0
    PasswordExpired: Annotated[int, Byte] = 0


class SAMPR_USER_PARAMETERS_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.9."""

    Parameters: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class RPC_SHORT_BLOB(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.2.4."""

    Length: Annotated[int | None, UShort] = None
    MaximumLength: Annotated[int | None, UShort] = None
    Buffer: Annotated[
        tuple[int, ...] | None, Unique(ConformantVarying(UShort, "MaximumLength // 2", "Length // 2"))
    ] = None


class SAMPR_USER_ALL_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.6."""

    LastLogon: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    LastLogoff: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    PasswordLastSet: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    AccountExpires: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    PasswordCanChange: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    PasswordMustChange: OLD_LARGE_INTEGER = OLD_LARGE_INTEGER()
    UserName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    FullName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    HomeDirectory: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    HomeDirectoryDrive: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    ScriptPath: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    ProfilePath: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    AdminComment: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    WorkStations: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    UserComment: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    Parameters: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    LmOwfPassword: RPC_SHORT_BLOB = RPC_SHORT_BLOB()
    NtOwfPassword: RPC_SHORT_BLOB = RPC_SHORT_BLOB()
    PrivateData: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    SecurityDescriptor: SAMPR_SR_SECURITY_DESCRIPTOR = SAMPR_SR_SECURITY_DESCRIPTOR()
    UserId: Annotated[int, ULong] = 0
    PrimaryGroupId: Annotated[int, ULong] = 0
    UserAccountControl: Annotated[int, ULong] = 0
    WhichFields: Annotated[int, ULong] = 0
    LogonHours: SAMPR_LOGON_HOURS = SAMPR_LOGON_HOURS()
    BadPasswordCount: Annotated[int, UShort] = 0
    LogonCount: Annotated[int, UShort] = 0
    CountryCode: Annotated[int, UShort] = 0
    CodePage: Annotated[int, UShort] = 0
    LmPasswordPresent: Annotated[int, Byte] = 0
    NtPasswordPresent: Annotated[int, Byte] = 0
    PasswordExpired: Annotated[int, Byte] = 0
    PrivateDataSensitive: Annotated[int, Byte] = 0


class SAMPR_ENCRYPTED_USER_PASSWORD(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.21."""

    Buffer: Annotated[bytes, Fixed(Byte, 516)] = bytes(516)


class SAMPR_USER_INTERNAL4_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.24."""

    I1: SAMPR_USER_ALL_INFORMATION = SAMPR_USER_ALL_INFORMATION()
    UserPassword: SAMPR_ENCRYPTED_USER_PASSWORD = SAMPR_ENCRYPTED_USER_PASSWORD()


class SAMPR_USER_INTERNAL5_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.26."""

    UserPassword: SAMPR_ENCRYPTED_USER_PASSWORD = SAMPR_ENCRYPTED_USER_PASSWORD()
    PasswordExpired: Annotated[int, Byte] = 0


class SAMPR_ENCRYPTED_USER_PASSWORD_NEW(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.22."""

    Buffer: Annotated[bytes, Fixed(Byte, 532)] = bytes(532)


class SAMPR_USER_INTERNAL4_INFORMATION_NEW(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.25."""

    I1: SAMPR_USER_ALL_INFORMATION = SAMPR_USER_ALL_INFORMATION()
    UserPassword: SAMPR_ENCRYPTED_USER_PASSWORD_NEW = SAMPR_ENCRYPTED_USER_PASSWORD_NEW()


class SAMPR_USER_INTERNAL5_INFORMATION_NEW(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.27."""

    UserPassword: SAMPR_ENCRYPTED_USER_PASSWORD_NEW = SAMPR_ENCRYPTED_USER_PASSWORD_NEW()
    PasswordExpired: Annotated[int, Byte] = 0


class SAMPR_ENCRYPTED_PASSWORD_AES(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.32."""

    AuthData: Annotated[bytes, Fixed(Byte, 64)] = bytes(64)
    Salt: Annotated[bytes, Fixed(Byte, 16)] = bytes(16)
    cbCipher: Annotated[int | None, ULong] = None
    Cipher: Annotated[bytes | None, Unique(Conformant(Byte, "cbCipher"))] = None
    PBKDF2Iterations: Annotated[int, UHyper] = 0


class SAMPR_USER_INTERNAL7_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.30."""

    UserPassword: SAMPR_ENCRYPTED_PASSWORD_AES = SAMPR_ENCRYPTED_PASSWORD_AES()
    PasswordExpired: Annotated[int, Byte] = 0


class SAMPR_USER_INTERNAL8_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.6.31."""

    I1: SAMPR_USER_ALL_INFORMATION = SAMPR_USER_ALL_INFORMATION()
    UserPassword: SAMPR_ENCRYPTED_PASSWORD_AES = SAMPR_ENCRYPTED_PASSWORD_AES()


SAMPR_USER_INFO_BUFFER_ARM = (
    SAMPR_USER_GENERAL_INFORMATION
    | SAMPR_USER_PREFERENCES_INFORMATION
    | SAMPR_USER_LOGON_INFORMATION
    | SAMPR_USER_LOGON_HOURS_INFORMATION
    | SAMPR_USER_ACCOUNT_INFORMATION
    | SAMPR_USER_NAME_INFORMATION
    | SAMPR_USER_A_NAME_INFORMATION
    | SAMPR_USER_F_NAME_INFORMATION
    | USER_PRIMARY_GROUP_INFORMATION
    | SAMPR_USER_HOME_INFORMATION
    | SAMPR_USER_SCRIPT_INFORMATION
    | SAMPR_USER_PROFILE_INFORMATION
    | SAMPR_USER_ADMIN_COMMENT_INFORMATION
    | SAMPR_USER_WORKSTATIONS_INFORMATION
    | USER_CONTROL_INFORMATION
    | USER_EXPIRES_INFORMATION
    | SAMPR_USER_INTERNAL1_INFORMATION
    | SAMPR_USER_PARAMETERS_INFORMATION
    | SAMPR_USER_ALL_INFORMATION
    | SAMPR_USER_INTERNAL4_INFORMATION
    | SAMPR_USER_INTERNAL5_INFORMATION
    | SAMPR_USER_INTERNAL4_INFORMATION_NEW
    | SAMPR_USER_INTERNAL5_INFORMATION_NEW
    | SAMPR_USER_INTERNAL7_INFORMATION
    | SAMPR_USER_INTERNAL8_INFORMATION
)

SAMPR_USER_INFO_BUFFER = Union(
    {
        USER_INFORMATION_CLASS.UserGeneralInformation: SAMPR_USER_GENERAL_INFORMATION,
        USER_INFORMATION_CLASS.UserPreferencesInformation: SAMPR_USER_PREFERENCES_INFORMATION,
        USER_INFORMATION_CLASS.UserLogonInformation: SAMPR_USER_LOGON_INFORMATION,
        USER_INFORMATION_CLASS.UserLogonHoursInformation: SAMPR_USER_LOGON_HOURS_INFORMATION,
        USER_INFORMATION_CLASS.UserAccountInformation: SAMPR_USER_ACCOUNT_INFORMATION,
        USER_INFORMATION_CLASS.UserNameInformation: SAMPR_USER_NAME_INFORMATION,
        USER_INFORMATION_CLASS.UserAccountNameInformation: SAMPR_USER_A_NAME_INFORMATION,
        USER_INFORMATION_CLASS.UserFullNameInformation: SAMPR_USER_F_NAME_INFORMATION,
        USER_INFORMATION_CLASS.UserPrimaryGroupInformation: USER_PRIMARY_GROUP_INFORMATION,
        USER_INFORMATION_CLASS.UserHomeInformation: SAMPR_USER_HOME_INFORMATION,
        USER_INFORMATION_CLASS.UserScriptInformation: SAMPR_USER_SCRIPT_INFORMATION,
        USER_INFORMATION_CLASS.UserProfileInformation: SAMPR_USER_PROFILE_INFORMATION,
        USER_INFORMATION_CLASS.UserAdminCommentInformation: SAMPR_USER_ADMIN_COMMENT_INFORMATION,
        USER_INFORMATION_CLASS.UserWorkStationsInformation: SAMPR_USER_WORKSTATIONS_INFORMATION,
        USER_INFORMATION_CLASS.UserControlInformation: USER_CONTROL_INFORMATION,
        USER_INFORMATION_CLASS.UserExpiresInformation: USER_EXPIRES_INFORMATION,
        USER_INFORMATION_CLASS.UserInternal1Information: SAMPR_USER_INTERNAL1_INFORMATION,
        USER_INFORMATION_CLASS.UserParametersInformation: SAMPR_USER_PARAMETERS_INFORMATION,
        USER_INFORMATION_CLASS.UserAllInformation: SAMPR_USER_ALL_INFORMATION,
        USER_INFORMATION_CLASS.UserInternal4Information: SAMPR_USER_INTERNAL4_INFORMATION,
        USER_INFORMATION_CLASS.UserInternal5Information: SAMPR_USER_INTERNAL5_INFORMATION,
        USER_INFORMATION_CLASS.UserInternal4InformationNew: SAMPR_USER_INTERNAL4_INFORMATION_NEW,
        USER_INFORMATION_CLASS.UserInternal5InformationNew: SAMPR_USER_INTERNAL5_INFORMATION_NEW,
        USER_INFORMATION_CLASS.UserInternal7Information: SAMPR_USER_INTERNAL7_INFORMATION,
        USER_INFORMATION_CLASS.UserInternal8Information: SAMPR_USER_INTERNAL8_INFORMATION,
    },
    discriminant=Enum16,
    ms_union=True,
)
"""[MS-SAMR] 2.2.6.29."""


class GROUP_MEMBERSHIP(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.7.12."""

    RelativeId: Annotated[int, ULong] = 0
    Attributes: Annotated[int, ULong] = 0


class SAMPR_GET_GROUPS_BUFFER(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.7.13."""

    MembershipCount: Annotated[int | None, ULong] = None
    Groups: Annotated[tuple[GROUP_MEMBERSHIP, ...] | None, Unique(Conformant(GROUP_MEMBERSHIP, "MembershipCount"))] = (
        None
    )


class DOMAIN_DISPLAY_INFORMATION(OpenEnum):
    """[MS-SAMR] 2.2.8.12."""

    DomainDisplayUser = 1
    DomainDisplayMachine = 2
    DomainDisplayGroup = 3
    DomainDisplayOemUser = 4
    DomainDisplayOemGroup = 5


class SAMPR_DOMAIN_DISPLAY_USER(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.8.2."""

    Index: Annotated[int, ULong] = 0
    Rid: Annotated[int, ULong] = 0
    AccountControl: Annotated[int, ULong] = 0
    AccountName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    AdminComment: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    FullName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SAMPR_DOMAIN_DISPLAY_USER_BUFFER(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.8.7."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[
        tuple[SAMPR_DOMAIN_DISPLAY_USER, ...] | None, Unique(Conformant(SAMPR_DOMAIN_DISPLAY_USER, "EntriesRead"))
    ] = None


class SAMPR_DOMAIN_DISPLAY_MACHINE(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.8.3."""

    Index: Annotated[int, ULong] = 0
    Rid: Annotated[int, ULong] = 0
    AccountControl: Annotated[int, ULong] = 0
    AccountName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    AdminComment: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SAMPR_DOMAIN_DISPLAY_MACHINE_BUFFER(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.8.8."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[
        tuple[SAMPR_DOMAIN_DISPLAY_MACHINE, ...] | None, Unique(Conformant(SAMPR_DOMAIN_DISPLAY_MACHINE, "EntriesRead"))
    ] = None


class SAMPR_DOMAIN_DISPLAY_GROUP(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.8.4."""

    Index: Annotated[int, ULong] = 0
    Rid: Annotated[int, ULong] = 0
    Attributes: Annotated[int, ULong] = 0
    AccountName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    AdminComment: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SAMPR_DOMAIN_DISPLAY_GROUP_BUFFER(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.8.9."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[
        tuple[SAMPR_DOMAIN_DISPLAY_GROUP, ...] | None, Unique(Conformant(SAMPR_DOMAIN_DISPLAY_GROUP, "EntriesRead"))
    ] = None


class RPC_STRING(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.2.1."""

    Length: Annotated[int | None, UShort] = None
    MaximumLength: Annotated[int | None, UShort] = None
    Buffer: Annotated[bytes | None, Unique(ConformantVarying(Char, "MaximumLength", "Length"))] = None


class SAMPR_DOMAIN_DISPLAY_OEM_USER(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.8.5."""

    Index: Annotated[int, ULong] = 0
    OemAccountName: RPC_STRING = RPC_STRING()


class SAMPR_DOMAIN_DISPLAY_OEM_USER_BUFFER(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.8.10."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[
        tuple[SAMPR_DOMAIN_DISPLAY_OEM_USER, ...] | None,
        Unique(Conformant(SAMPR_DOMAIN_DISPLAY_OEM_USER, "EntriesRead")),
    ] = None


class SAMPR_DOMAIN_DISPLAY_OEM_GROUP(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.8.6."""

    Index: Annotated[int, ULong] = 0
    OemAccountName: RPC_STRING = RPC_STRING()


class SAMPR_DOMAIN_DISPLAY_OEM_GROUP_BUFFER(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.8.11."""

    EntriesRead: Annotated[int | None, ULong] = None
    Buffer: Annotated[
        tuple[SAMPR_DOMAIN_DISPLAY_OEM_GROUP, ...] | None,
        Unique(Conformant(SAMPR_DOMAIN_DISPLAY_OEM_GROUP, "EntriesRead")),
    ] = None


SAMPR_DISPLAY_INFO_BUFFER_ARM = (
    SAMPR_DOMAIN_DISPLAY_USER_BUFFER
    | SAMPR_DOMAIN_DISPLAY_MACHINE_BUFFER
    | SAMPR_DOMAIN_DISPLAY_GROUP_BUFFER
    | SAMPR_DOMAIN_DISPLAY_OEM_USER_BUFFER
    | SAMPR_DOMAIN_DISPLAY_OEM_GROUP_BUFFER
)

SAMPR_DISPLAY_INFO_BUFFER = Union(
    {
        DOMAIN_DISPLAY_INFORMATION.DomainDisplayUser: SAMPR_DOMAIN_DISPLAY_USER_BUFFER,
        DOMAIN_DISPLAY_INFORMATION.DomainDisplayMachine: SAMPR_DOMAIN_DISPLAY_MACHINE_BUFFER,
        DOMAIN_DISPLAY_INFORMATION.DomainDisplayGroup: SAMPR_DOMAIN_DISPLAY_GROUP_BUFFER,
        DOMAIN_DISPLAY_INFORMATION.DomainDisplayOemUser: SAMPR_DOMAIN_DISPLAY_OEM_USER_BUFFER,
        DOMAIN_DISPLAY_INFORMATION.DomainDisplayOemGroup: SAMPR_DOMAIN_DISPLAY_OEM_GROUP_BUFFER,
    },
    discriminant=Enum16,
    ms_union=True,
)
"""[MS-SAMR] 2.2.8.13."""


class USER_DOMAIN_PASSWORD_INFORMATION(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.7.17."""

    MinPasswordLength: Annotated[int, UShort] = 0
    PasswordProperties: Annotated[int, ULong] = 0


class SAMPR_REVISION_INFO_V1(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.7.15."""

    Revision: Annotated[int, ULong] = 0
    SupportedFeatures: Annotated[int, ULong] = 0


SAMPR_REVISION_INFO_ARM = SAMPR_REVISION_INFO_V1

SAMPR_REVISION_INFO = Union(
    {
        1: SAMPR_REVISION_INFO_V1,
    },
    ms_union=True,
)
"""[MS-SAMR] 2.2.7.16."""


class PASSWORD_POLICY_VALIDATION_TYPE(OpenEnum):
    """[MS-SAMR] 2.2.9.8."""

    SamValidateAuthentication = 1
    SamValidatePasswordChange = 2
    SamValidatePasswordReset = 3


class SAM_VALIDATE_PASSWORD_HASH(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.9.1."""

    Length: Annotated[int | None, ULong] = None
    Hash: Annotated[bytes | None, Unique(Conformant(Byte, "Length"))] = None


class SAM_VALIDATE_PERSISTED_FIELDS(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.9.2."""

    PresentFields: Annotated[int, ULong] = 0
    PasswordLastSet: LARGE_INTEGER = LARGE_INTEGER()
    BadPasswordTime: LARGE_INTEGER = LARGE_INTEGER()
    LockoutTime: LARGE_INTEGER = LARGE_INTEGER()
    BadPasswordCount: Annotated[int, ULong] = 0
    PasswordHistoryLength: Annotated[int | None, ULong] = None
    PasswordHistory: Annotated[
        tuple[SAM_VALIDATE_PASSWORD_HASH, ...] | None,
        Unique(Conformant(SAM_VALIDATE_PASSWORD_HASH, "PasswordHistoryLength")),
    ] = None


class SAM_VALIDATE_AUTHENTICATION_INPUT_ARG(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.9.5."""

    InputPersistedFields: SAM_VALIDATE_PERSISTED_FIELDS = SAM_VALIDATE_PERSISTED_FIELDS()
    PasswordMatched: Annotated[int, Byte] = 0


class SAM_VALIDATE_PASSWORD_CHANGE_INPUT_ARG(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.9.6."""

    InputPersistedFields: SAM_VALIDATE_PERSISTED_FIELDS = SAM_VALIDATE_PERSISTED_FIELDS()
    ClearPassword: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    UserAccountName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    HashedPassword: SAM_VALIDATE_PASSWORD_HASH = SAM_VALIDATE_PASSWORD_HASH()
    PasswordMatch: Annotated[int, Byte] = 0


class SAM_VALIDATE_PASSWORD_RESET_INPUT_ARG(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.9.7."""

    InputPersistedFields: SAM_VALIDATE_PERSISTED_FIELDS = SAM_VALIDATE_PERSISTED_FIELDS()
    ClearPassword: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    UserAccountName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    HashedPassword: SAM_VALIDATE_PASSWORD_HASH = SAM_VALIDATE_PASSWORD_HASH()
    PasswordMustChangeAtNextLogon: Annotated[int, Byte] = 0
    ClearLockout: Annotated[int, Byte] = 0


SAM_VALIDATE_INPUT_ARG_ARM = (
    SAM_VALIDATE_AUTHENTICATION_INPUT_ARG
    | SAM_VALIDATE_PASSWORD_CHANGE_INPUT_ARG
    | SAM_VALIDATE_PASSWORD_RESET_INPUT_ARG
)

SAM_VALIDATE_INPUT_ARG = Union(
    {
        PASSWORD_POLICY_VALIDATION_TYPE.SamValidateAuthentication: SAM_VALIDATE_AUTHENTICATION_INPUT_ARG,
        PASSWORD_POLICY_VALIDATION_TYPE.SamValidatePasswordChange: SAM_VALIDATE_PASSWORD_CHANGE_INPUT_ARG,
        PASSWORD_POLICY_VALIDATION_TYPE.SamValidatePasswordReset: SAM_VALIDATE_PASSWORD_RESET_INPUT_ARG,
    },
    discriminant=Enum16,
    ms_union=True,
)
"""[MS-SAMR] 2.2.9.9."""


class SAM_VALIDATE_VALIDATION_STATUS(OpenEnum):
    """[MS-SAMR] 2.2.9.3."""

    SamValidateSuccess = 0
    SamValidatePasswordMustChange = 1
    SamValidateAccountLockedOut = 2
    SamValidatePasswordExpired = 3
    SamValidatePasswordIncorrect = 4
    SamValidatePasswordIsInHistory = 5
    SamValidatePasswordTooShort = 6
    SamValidatePasswordTooLong = 7
    SamValidatePasswordNotComplexEnough = 8
    SamValidatePasswordTooRecent = 9
    SamValidatePasswordFilterError = 10


class SAM_VALIDATE_STANDARD_OUTPUT_ARG(NdrStructure, frozen=True):
    """[MS-SAMR] 2.2.9.4."""

    ChangedPersistedFields: SAM_VALIDATE_PERSISTED_FIELDS = SAM_VALIDATE_PERSISTED_FIELDS()
    ValidationStatus: Annotated[SAM_VALIDATE_VALIDATION_STATUS, Enum16] = (
        SAM_VALIDATE_VALIDATION_STATUS.SamValidateSuccess
    )


SAM_VALIDATE_OUTPUT_ARG_ARM = SAM_VALIDATE_STANDARD_OUTPUT_ARG

SAM_VALIDATE_OUTPUT_ARG = Union(
    {
        PASSWORD_POLICY_VALIDATION_TYPE.SamValidateAuthentication: SAM_VALIDATE_STANDARD_OUTPUT_ARG,
        PASSWORD_POLICY_VALIDATION_TYPE.SamValidatePasswordChange: SAM_VALIDATE_STANDARD_OUTPUT_ARG,
        PASSWORD_POLICY_VALIDATION_TYPE.SamValidatePasswordReset: SAM_VALIDATE_STANDARD_OUTPUT_ARG,
    },
    discriminant=Enum16,
    ms_union=True,
)
"""[MS-SAMR] 2.2.9.10."""


# --- methods ----------------------------------------------------------------------------------------------------------


class SamrConnectResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.1.4."""

    ServerHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class SamrConnect(Request[SamrConnectResponse], frozen=True):
    """[MS-SAMR] 3.1.5.1.4."""

    opnum: ClassVar[int] = 0

    ServerName: Annotated[int | None, Unique(WChar)] = None
    DesiredAccess: Annotated[int, ULong] = 0


class SamrCloseHandleResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.13.1."""

    SamHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class SamrCloseHandle(Request[SamrCloseHandleResponse], frozen=True):
    """[MS-SAMR] 3.1.5.13.1."""

    opnum: ClassVar[int] = 1

    SamHandle: Annotated[bytes, ContextHandle] = bytes(20)


class SamrSetSecurityObjectResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.12.1."""

    ReturnValue: Annotated[int, Long] = 0


class SamrSetSecurityObject(Request[SamrSetSecurityObjectResponse], frozen=True):
    """[MS-SAMR] 3.1.5.12.1."""

    opnum: ClassVar[int] = 2

    ObjectHandle: Annotated[bytes, ContextHandle] = bytes(20)
    SecurityInformation: Annotated[int, ULong] = 0
    SecurityDescriptor: SAMPR_SR_SECURITY_DESCRIPTOR = SAMPR_SR_SECURITY_DESCRIPTOR()


class SamrQuerySecurityObjectResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.12.2."""

    SecurityDescriptor: Annotated[SAMPR_SR_SECURITY_DESCRIPTOR | None, Unique(SAMPR_SR_SECURITY_DESCRIPTOR)] = None
    ReturnValue: Annotated[int, Long] = 0


class SamrQuerySecurityObject(Request[SamrQuerySecurityObjectResponse], frozen=True):
    """[MS-SAMR] 3.1.5.12.2."""

    opnum: ClassVar[int] = 3

    ObjectHandle: Annotated[bytes, ContextHandle] = bytes(20)
    SecurityInformation: Annotated[int, ULong] = 0


class SamrLookupDomainInSamServerResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.11.1."""

    DomainId: Annotated[RPC_SID | None, Unique(RPC_SID)] = None
    ReturnValue: Annotated[int, Long] = 0


class SamrLookupDomainInSamServer(Request[SamrLookupDomainInSamServerResponse], frozen=True):
    """[MS-SAMR] 3.1.5.11.1."""

    opnum: ClassVar[int] = 5

    ServerHandle: Annotated[bytes, ContextHandle] = bytes(20)
    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SamrEnumerateDomainsInSamServerResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.2.1."""

    EnumerationContext: Annotated[int, ULong] = 0
    Buffer: Annotated[SAMPR_ENUMERATION_BUFFER | None, Unique(SAMPR_ENUMERATION_BUFFER)] = None
    CountReturned: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class SamrEnumerateDomainsInSamServer(Request[SamrEnumerateDomainsInSamServerResponse], frozen=True):
    """[MS-SAMR] 3.1.5.2.1."""

    opnum: ClassVar[int] = 6

    ServerHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EnumerationContext: Annotated[int, ULong] = 0
    PreferedMaximumLength: Annotated[int, ULong] = 0


class SamrOpenDomainResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.1.5."""

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class SamrOpenDomain(Request[SamrOpenDomainResponse], frozen=True):
    """[MS-SAMR] 3.1.5.1.5."""

    opnum: ClassVar[int] = 7

    ServerHandle: Annotated[bytes, ContextHandle] = bytes(20)
    DesiredAccess: Annotated[int, ULong] = 0
    DomainId: RPC_SID = RPC_SID()


class SamrQueryInformationDomainResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.5.2."""

    DomainInformationClass: Annotated[int | None, Discriminant("Buffer")] = None
    Buffer: Annotated[
        SAMPR_DOMAIN_INFO_BUFFER_ARM | None, Unique(SAMPR_DOMAIN_INFO_BUFFER.on("DomainInformationClass"))
    ] = None
    ReturnValue: Annotated[int, Long] = 0


class SamrQueryInformationDomain(Request[SamrQueryInformationDomainResponse], frozen=True):
    """[MS-SAMR] 3.1.5.5.2."""

    opnum: ClassVar[int] = 8

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    DomainInformationClass: Annotated[DOMAIN_INFORMATION_CLASS, Enum16] = (
        DOMAIN_INFORMATION_CLASS.DomainPasswordInformation
    )


class SamrSetInformationDomainResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.6.1."""

    ReturnValue: Annotated[int, Long] = 0


class SamrSetInformationDomain(Request[SamrSetInformationDomainResponse], frozen=True):
    """[MS-SAMR] 3.1.5.6.1."""

    opnum: ClassVar[int] = 9

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    DomainInformationClass: Annotated[DOMAIN_INFORMATION_CLASS | None, Enum16] = None
    DomainInformation: Annotated[
        SAMPR_DOMAIN_INFO_BUFFER_ARM | None, SAMPR_DOMAIN_INFO_BUFFER.on("DomainInformationClass")
    ] = None


class SamrCreateGroupInDomainResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.4.2."""

    GroupHandle: Annotated[bytes, ContextHandle] = bytes(20)
    RelativeId: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class SamrCreateGroupInDomain(Request[SamrCreateGroupInDomainResponse], frozen=True):
    """[MS-SAMR] 3.1.5.4.2."""

    opnum: ClassVar[int] = 10

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    DesiredAccess: Annotated[int, ULong] = 0


class SamrEnumerateGroupsInDomainResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.2.3."""

    EnumerationContext: Annotated[int, ULong] = 0
    Buffer: Annotated[SAMPR_ENUMERATION_BUFFER | None, Unique(SAMPR_ENUMERATION_BUFFER)] = None
    CountReturned: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class SamrEnumerateGroupsInDomain(Request[SamrEnumerateGroupsInDomainResponse], frozen=True):
    """[MS-SAMR] 3.1.5.2.3."""

    opnum: ClassVar[int] = 11

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EnumerationContext: Annotated[int, ULong] = 0
    PreferedMaximumLength: Annotated[int, ULong] = 0


class SamrCreateUserInDomainResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.4.5."""

    UserHandle: Annotated[bytes, ContextHandle] = bytes(20)
    RelativeId: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class SamrCreateUserInDomain(Request[SamrCreateUserInDomainResponse], frozen=True):
    """[MS-SAMR] 3.1.5.4.5."""

    opnum: ClassVar[int] = 12

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    DesiredAccess: Annotated[int, ULong] = 0


class SamrEnumerateUsersInDomainResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.2.5."""

    EnumerationContext: Annotated[int, ULong] = 0
    Buffer: Annotated[SAMPR_ENUMERATION_BUFFER | None, Unique(SAMPR_ENUMERATION_BUFFER)] = None
    CountReturned: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class SamrEnumerateUsersInDomain(Request[SamrEnumerateUsersInDomainResponse], frozen=True):
    """[MS-SAMR] 3.1.5.2.5."""

    opnum: ClassVar[int] = 13

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EnumerationContext: Annotated[int, ULong] = 0
    UserAccountControl: Annotated[int, ULong] = 0
    PreferedMaximumLength: Annotated[int, ULong] = 0


class SamrCreateAliasInDomainResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.4.3."""

    AliasHandle: Annotated[bytes, ContextHandle] = bytes(20)
    RelativeId: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class SamrCreateAliasInDomain(Request[SamrCreateAliasInDomainResponse], frozen=True):
    """[MS-SAMR] 3.1.5.4.3."""

    opnum: ClassVar[int] = 14

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    AccountName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    DesiredAccess: Annotated[int, ULong] = 0


class SamrEnumerateAliasesInDomainResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.2.4."""

    EnumerationContext: Annotated[int, ULong] = 0
    Buffer: Annotated[SAMPR_ENUMERATION_BUFFER | None, Unique(SAMPR_ENUMERATION_BUFFER)] = None
    CountReturned: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class SamrEnumerateAliasesInDomain(Request[SamrEnumerateAliasesInDomainResponse], frozen=True):
    """[MS-SAMR] 3.1.5.2.4."""

    opnum: ClassVar[int] = 15

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EnumerationContext: Annotated[int, ULong] = 0
    PreferedMaximumLength: Annotated[int, ULong] = 0


class SamrGetAliasMembershipResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.9.2."""

    Membership: SAMPR_ULONG_ARRAY = SAMPR_ULONG_ARRAY()
    ReturnValue: Annotated[int, Long] = 0


class SamrGetAliasMembership(Request[SamrGetAliasMembershipResponse], frozen=True):
    """[MS-SAMR] 3.1.5.9.2."""

    opnum: ClassVar[int] = 16

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    SidArray: SAMPR_PSID_ARRAY = SAMPR_PSID_ARRAY()


class SamrLookupNamesInDomainResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.11.2."""

    RelativeIds: SAMPR_ULONG_ARRAY = SAMPR_ULONG_ARRAY()
    Use: SAMPR_ULONG_ARRAY = SAMPR_ULONG_ARRAY()
    ReturnValue: Annotated[int, Long] = 0


class SamrLookupNamesInDomain(Request[SamrLookupNamesInDomainResponse], frozen=True):
    """[MS-SAMR] 3.1.5.11.2."""

    opnum: ClassVar[int] = 17

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    Count: Annotated[int | None, Range(ULong, 0, 1000)] = None
    Names: Annotated[tuple[RPC_UNICODE_STRING, ...], ConformantVarying(RPC_UNICODE_STRING, "1000", "Count")] = ()


class SamrLookupIdsInDomainResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.11.3."""

    Names: SAMPR_RETURNED_USTRING_ARRAY = SAMPR_RETURNED_USTRING_ARRAY()
    Use: SAMPR_ULONG_ARRAY = SAMPR_ULONG_ARRAY()
    ReturnValue: Annotated[int, Long] = 0


class SamrLookupIdsInDomain(Request[SamrLookupIdsInDomainResponse], frozen=True):
    """[MS-SAMR] 3.1.5.11.3."""

    opnum: ClassVar[int] = 18

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    Count: Annotated[int | None, Range(ULong, 0, 1000)] = None
    RelativeIds: Annotated[tuple[int, ...], ConformantVarying(ULong, "1000", "Count")] = ()


class SamrOpenGroupResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.1.7."""

    GroupHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class SamrOpenGroup(Request[SamrOpenGroupResponse], frozen=True):
    """[MS-SAMR] 3.1.5.1.7."""

    opnum: ClassVar[int] = 19

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    DesiredAccess: Annotated[int, ULong] = 0
    GroupId: Annotated[int, ULong] = 0


class SamrQueryInformationGroupResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.5.3."""

    GroupInformationClass: Annotated[int | None, Discriminant("Buffer")] = None
    Buffer: Annotated[
        SAMPR_GROUP_INFO_BUFFER_ARM | None, Unique(SAMPR_GROUP_INFO_BUFFER.on("GroupInformationClass"))
    ] = None
    ReturnValue: Annotated[int, Long] = 0


class SamrQueryInformationGroup(Request[SamrQueryInformationGroupResponse], frozen=True):
    """[MS-SAMR] 3.1.5.5.3."""

    opnum: ClassVar[int] = 20

    GroupHandle: Annotated[bytes, ContextHandle] = bytes(20)
    GroupInformationClass: Annotated[GROUP_INFORMATION_CLASS, Enum16] = GROUP_INFORMATION_CLASS.GroupGeneralInformation


class SamrSetInformationGroupResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.6.2."""

    ReturnValue: Annotated[int, Long] = 0


class SamrSetInformationGroup(Request[SamrSetInformationGroupResponse], frozen=True):
    """[MS-SAMR] 3.1.5.6.2."""

    opnum: ClassVar[int] = 21

    GroupHandle: Annotated[bytes, ContextHandle] = bytes(20)
    GroupInformationClass: Annotated[GROUP_INFORMATION_CLASS, Enum16] = GROUP_INFORMATION_CLASS.GroupGeneralInformation
    Buffer: Annotated[SAMPR_GROUP_INFO_BUFFER_ARM | None, SAMPR_GROUP_INFO_BUFFER.on("GroupInformationClass")] = None


class SamrAddMemberToGroupResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.8.1."""

    ReturnValue: Annotated[int, Long] = 0


class SamrAddMemberToGroup(Request[SamrAddMemberToGroupResponse], frozen=True):
    """[MS-SAMR] 3.1.5.8.1."""

    opnum: ClassVar[int] = 22

    GroupHandle: Annotated[bytes, ContextHandle] = bytes(20)
    MemberId: Annotated[int, ULong] = 0
    Attributes: Annotated[int, ULong] = 0


class SamrDeleteGroupResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.7.1."""

    GroupHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class SamrDeleteGroup(Request[SamrDeleteGroupResponse], frozen=True):
    """[MS-SAMR] 3.1.5.7.1."""

    opnum: ClassVar[int] = 23

    GroupHandle: Annotated[bytes, ContextHandle] = bytes(20)


class SamrRemoveMemberFromGroupResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.8.2."""

    ReturnValue: Annotated[int, Long] = 0


class SamrRemoveMemberFromGroup(Request[SamrRemoveMemberFromGroupResponse], frozen=True):
    """[MS-SAMR] 3.1.5.8.2."""

    opnum: ClassVar[int] = 24

    GroupHandle: Annotated[bytes, ContextHandle] = bytes(20)
    MemberId: Annotated[int, ULong] = 0


class SamrGetMembersInGroupResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.8.3."""

    Members: Annotated[SAMPR_GET_MEMBERS_BUFFER | None, Unique(SAMPR_GET_MEMBERS_BUFFER)] = None
    ReturnValue: Annotated[int, Long] = 0


class SamrGetMembersInGroup(Request[SamrGetMembersInGroupResponse], frozen=True):
    """[MS-SAMR] 3.1.5.8.3."""

    opnum: ClassVar[int] = 25

    GroupHandle: Annotated[bytes, ContextHandle] = bytes(20)


class SamrSetMemberAttributesOfGroupResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.13.2."""

    ReturnValue: Annotated[int, Long] = 0


class SamrSetMemberAttributesOfGroup(Request[SamrSetMemberAttributesOfGroupResponse], frozen=True):
    """[MS-SAMR] 3.1.5.13.2."""

    opnum: ClassVar[int] = 26

    GroupHandle: Annotated[bytes, ContextHandle] = bytes(20)
    MemberId: Annotated[int, ULong] = 0
    Attributes: Annotated[int, ULong] = 0


class SamrOpenAliasResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.1.8."""

    AliasHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class SamrOpenAlias(Request[SamrOpenAliasResponse], frozen=True):
    """[MS-SAMR] 3.1.5.1.8."""

    opnum: ClassVar[int] = 27

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    DesiredAccess: Annotated[int, ULong] = 0
    AliasId: Annotated[int, ULong] = 0


class SamrQueryInformationAliasResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.5.4."""

    AliasInformationClass: Annotated[int | None, Discriminant("Buffer")] = None
    Buffer: Annotated[
        SAMPR_ALIAS_INFO_BUFFER_ARM | None, Unique(SAMPR_ALIAS_INFO_BUFFER.on("AliasInformationClass"))
    ] = None
    ReturnValue: Annotated[int, Long] = 0


class SamrQueryInformationAlias(Request[SamrQueryInformationAliasResponse], frozen=True):
    """[MS-SAMR] 3.1.5.5.4."""

    opnum: ClassVar[int] = 28

    AliasHandle: Annotated[bytes, ContextHandle] = bytes(20)
    AliasInformationClass: Annotated[ALIAS_INFORMATION_CLASS, Enum16] = ALIAS_INFORMATION_CLASS.AliasGeneralInformation


class SamrSetInformationAliasResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.6.3."""

    ReturnValue: Annotated[int, Long] = 0


class SamrSetInformationAlias(Request[SamrSetInformationAliasResponse], frozen=True):
    """[MS-SAMR] 3.1.5.6.3."""

    opnum: ClassVar[int] = 29

    AliasHandle: Annotated[bytes, ContextHandle] = bytes(20)
    AliasInformationClass: Annotated[ALIAS_INFORMATION_CLASS | None, Enum16] = None
    Buffer: Annotated[SAMPR_ALIAS_INFO_BUFFER_ARM | None, SAMPR_ALIAS_INFO_BUFFER.on("AliasInformationClass")] = None


class SamrDeleteAliasResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.7.2."""

    AliasHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class SamrDeleteAlias(Request[SamrDeleteAliasResponse], frozen=True):
    """[MS-SAMR] 3.1.5.7.2."""

    opnum: ClassVar[int] = 30

    AliasHandle: Annotated[bytes, ContextHandle] = bytes(20)


class SamrAddMemberToAliasResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.8.4."""

    ReturnValue: Annotated[int, Long] = 0


class SamrAddMemberToAlias(Request[SamrAddMemberToAliasResponse], frozen=True):
    """[MS-SAMR] 3.1.5.8.4."""

    opnum: ClassVar[int] = 31

    AliasHandle: Annotated[bytes, ContextHandle] = bytes(20)
    MemberId: RPC_SID = RPC_SID()


class SamrRemoveMemberFromAliasResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.8.5."""

    ReturnValue: Annotated[int, Long] = 0


class SamrRemoveMemberFromAlias(Request[SamrRemoveMemberFromAliasResponse], frozen=True):
    """[MS-SAMR] 3.1.5.8.5."""

    opnum: ClassVar[int] = 32

    AliasHandle: Annotated[bytes, ContextHandle] = bytes(20)
    MemberId: RPC_SID = RPC_SID()


class SamrGetMembersInAliasResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.8.6."""

    Members: SAMPR_PSID_ARRAY_OUT = SAMPR_PSID_ARRAY_OUT()
    ReturnValue: Annotated[int, Long] = 0


class SamrGetMembersInAlias(Request[SamrGetMembersInAliasResponse], frozen=True):
    """[MS-SAMR] 3.1.5.8.6."""

    opnum: ClassVar[int] = 33

    AliasHandle: Annotated[bytes, ContextHandle] = bytes(20)


class SamrOpenUserResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.1.9."""

    UserHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class SamrOpenUser(Request[SamrOpenUserResponse], frozen=True):
    """[MS-SAMR] 3.1.5.1.9."""

    opnum: ClassVar[int] = 34

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    DesiredAccess: Annotated[int, ULong] = 0
    UserId: Annotated[int, ULong] = 0


class SamrDeleteUserResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.7.3."""

    UserHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class SamrDeleteUser(Request[SamrDeleteUserResponse], frozen=True):
    """[MS-SAMR] 3.1.5.7.3."""

    opnum: ClassVar[int] = 35

    UserHandle: Annotated[bytes, ContextHandle] = bytes(20)


class SamrQueryInformationUserResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.5.6."""

    UserInformationClass: Annotated[int | None, Discriminant("Buffer")] = None
    Buffer: Annotated[SAMPR_USER_INFO_BUFFER_ARM | None, Unique(SAMPR_USER_INFO_BUFFER.on("UserInformationClass"))] = (
        None
    )
    ReturnValue: Annotated[int, Long] = 0


class SamrQueryInformationUser(Request[SamrQueryInformationUserResponse], frozen=True):
    """[MS-SAMR] 3.1.5.5.6."""

    opnum: ClassVar[int] = 36

    UserHandle: Annotated[bytes, ContextHandle] = bytes(20)
    UserInformationClass: Annotated[USER_INFORMATION_CLASS, Enum16] = USER_INFORMATION_CLASS.UserGeneralInformation


class SamrSetInformationUserResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.6.5."""

    ReturnValue: Annotated[int, Long] = 0


class SamrSetInformationUser(Request[SamrSetInformationUserResponse], frozen=True):
    """[MS-SAMR] 3.1.5.6.5."""

    opnum: ClassVar[int] = 37

    UserHandle: Annotated[bytes, ContextHandle] = bytes(20)
    UserInformationClass: Annotated[USER_INFORMATION_CLASS | None, Enum16] = None
    Buffer: Annotated[SAMPR_USER_INFO_BUFFER_ARM | None, SAMPR_USER_INFO_BUFFER.on("UserInformationClass")] = None


class SamrChangePasswordUserResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.10.1."""

    ReturnValue: Annotated[int, Long] = 0


class SamrChangePasswordUser(Request[SamrChangePasswordUserResponse], frozen=True):
    """[MS-SAMR] 3.1.5.10.1."""

    opnum: ClassVar[int] = 38

    UserHandle: Annotated[bytes, ContextHandle] = bytes(20)
    LmPresent: Annotated[int, Byte] = 0
    OldLmEncryptedWithNewLm: Annotated[ENCRYPTED_LM_OWF_PASSWORD | None, Unique(ENCRYPTED_LM_OWF_PASSWORD)] = None
    NewLmEncryptedWithOldLm: Annotated[ENCRYPTED_LM_OWF_PASSWORD | None, Unique(ENCRYPTED_LM_OWF_PASSWORD)] = None
    NtPresent: Annotated[int, Byte] = 0
    OldNtEncryptedWithNewNt: Annotated[ENCRYPTED_LM_OWF_PASSWORD | None, Unique(ENCRYPTED_LM_OWF_PASSWORD)] = None
    NewNtEncryptedWithOldNt: Annotated[ENCRYPTED_LM_OWF_PASSWORD | None, Unique(ENCRYPTED_LM_OWF_PASSWORD)] = None
    NtCrossEncryptionPresent: Annotated[int, Byte] = 0
    NewNtEncryptedWithNewLm: Annotated[ENCRYPTED_LM_OWF_PASSWORD | None, Unique(ENCRYPTED_LM_OWF_PASSWORD)] = None
    LmCrossEncryptionPresent: Annotated[int, Byte] = 0
    NewLmEncryptedWithNewNt: Annotated[ENCRYPTED_LM_OWF_PASSWORD | None, Unique(ENCRYPTED_LM_OWF_PASSWORD)] = None


class SamrGetGroupsForUserResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.9.1."""

    Groups: Annotated[SAMPR_GET_GROUPS_BUFFER | None, Unique(SAMPR_GET_GROUPS_BUFFER)] = None
    ReturnValue: Annotated[int, Long] = 0


class SamrGetGroupsForUser(Request[SamrGetGroupsForUserResponse], frozen=True):
    """[MS-SAMR] 3.1.5.9.1."""

    opnum: ClassVar[int] = 39

    UserHandle: Annotated[bytes, ContextHandle] = bytes(20)


class SamrQueryDisplayInformationResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.3.3."""

    TotalAvailable: Annotated[int, ULong] = 0
    TotalReturned: Annotated[int, ULong] = 0
    DisplayInformationClass: Annotated[int | None, Discriminant("Buffer")] = None
    Buffer: Annotated[SAMPR_DISPLAY_INFO_BUFFER_ARM | None, SAMPR_DISPLAY_INFO_BUFFER.on("DisplayInformationClass")] = (
        None
    )
    ReturnValue: Annotated[int, Long] = 0


class SamrQueryDisplayInformation(Request[SamrQueryDisplayInformationResponse], frozen=True):
    """[MS-SAMR] 3.1.5.3.3."""

    opnum: ClassVar[int] = 40

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    DisplayInformationClass: Annotated[DOMAIN_DISPLAY_INFORMATION, Enum16] = (
        DOMAIN_DISPLAY_INFORMATION.DomainDisplayUser
    )
    Index: Annotated[int, ULong] = 0
    EntryCount: Annotated[int, ULong] = 0
    PreferredMaximumLength: Annotated[int, ULong] = 0


class SamrGetDisplayEnumerationIndexResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.3.5."""

    Index: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class SamrGetDisplayEnumerationIndex(Request[SamrGetDisplayEnumerationIndexResponse], frozen=True):
    """[MS-SAMR] 3.1.5.3.5."""

    opnum: ClassVar[int] = 41

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    DisplayInformationClass: Annotated[DOMAIN_DISPLAY_INFORMATION, Enum16] = (
        DOMAIN_DISPLAY_INFORMATION.DomainDisplayUser
    )
    Prefix: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SamrGetUserDomainPasswordInformationResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.13.3."""

    PasswordInformation: USER_DOMAIN_PASSWORD_INFORMATION = USER_DOMAIN_PASSWORD_INFORMATION()
    ReturnValue: Annotated[int, Long] = 0


class SamrGetUserDomainPasswordInformation(Request[SamrGetUserDomainPasswordInformationResponse], frozen=True):
    """[MS-SAMR] 3.1.5.13.3."""

    opnum: ClassVar[int] = 44

    UserHandle: Annotated[bytes, ContextHandle] = bytes(20)


class SamrRemoveMemberFromForeignDomainResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.8.7."""

    ReturnValue: Annotated[int, Long] = 0


class SamrRemoveMemberFromForeignDomain(Request[SamrRemoveMemberFromForeignDomainResponse], frozen=True):
    """[MS-SAMR] 3.1.5.8.7."""

    opnum: ClassVar[int] = 45

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    MemberSid: RPC_SID = RPC_SID()


class SamrQueryInformationDomain2Response(Response, frozen=True):
    """[MS-SAMR] 3.1.5.5.1."""

    DomainInformationClass: Annotated[int | None, Discriminant("Buffer")] = None
    Buffer: Annotated[
        SAMPR_DOMAIN_INFO_BUFFER_ARM | None, Unique(SAMPR_DOMAIN_INFO_BUFFER.on("DomainInformationClass"))
    ] = None
    ReturnValue: Annotated[int, Long] = 0


class SamrQueryInformationDomain2(Request[SamrQueryInformationDomain2Response], frozen=True):
    """[MS-SAMR] 3.1.5.5.1."""

    opnum: ClassVar[int] = 46

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    DomainInformationClass: Annotated[DOMAIN_INFORMATION_CLASS, Enum16] = (
        DOMAIN_INFORMATION_CLASS.DomainPasswordInformation
    )


class SamrQueryInformationUser2Response(Response, frozen=True):
    """[MS-SAMR] 3.1.5.5.5."""

    UserInformationClass: Annotated[int | None, Discriminant("Buffer")] = None
    Buffer: Annotated[SAMPR_USER_INFO_BUFFER_ARM | None, Unique(SAMPR_USER_INFO_BUFFER.on("UserInformationClass"))] = (
        None
    )
    ReturnValue: Annotated[int, Long] = 0


class SamrQueryInformationUser2(Request[SamrQueryInformationUser2Response], frozen=True):
    """[MS-SAMR] 3.1.5.5.5."""

    opnum: ClassVar[int] = 47

    UserHandle: Annotated[bytes, ContextHandle] = bytes(20)
    UserInformationClass: Annotated[USER_INFORMATION_CLASS, Enum16] = USER_INFORMATION_CLASS.UserGeneralInformation


class SamrQueryDisplayInformation2Response(Response, frozen=True):
    """[MS-SAMR] 3.1.5.3.2."""

    TotalAvailable: Annotated[int, ULong] = 0
    TotalReturned: Annotated[int, ULong] = 0
    DisplayInformationClass: Annotated[int | None, Discriminant("Buffer")] = None
    Buffer: Annotated[SAMPR_DISPLAY_INFO_BUFFER_ARM | None, SAMPR_DISPLAY_INFO_BUFFER.on("DisplayInformationClass")] = (
        None
    )
    ReturnValue: Annotated[int, Long] = 0


class SamrQueryDisplayInformation2(Request[SamrQueryDisplayInformation2Response], frozen=True):
    """[MS-SAMR] 3.1.5.3.2."""

    opnum: ClassVar[int] = 48

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    DisplayInformationClass: Annotated[DOMAIN_DISPLAY_INFORMATION, Enum16] = (
        DOMAIN_DISPLAY_INFORMATION.DomainDisplayUser
    )
    Index: Annotated[int, ULong] = 0
    EntryCount: Annotated[int, ULong] = 0
    PreferredMaximumLength: Annotated[int, ULong] = 0


class SamrGetDisplayEnumerationIndex2Response(Response, frozen=True):
    """[MS-SAMR] 3.1.5.3.4."""

    Index: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class SamrGetDisplayEnumerationIndex2(Request[SamrGetDisplayEnumerationIndex2Response], frozen=True):
    """[MS-SAMR] 3.1.5.3.4."""

    opnum: ClassVar[int] = 49

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    DisplayInformationClass: Annotated[DOMAIN_DISPLAY_INFORMATION, Enum16] = (
        DOMAIN_DISPLAY_INFORMATION.DomainDisplayUser
    )
    Prefix: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class SamrCreateUser2InDomainResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.4.4."""

    UserHandle: Annotated[bytes, ContextHandle] = bytes(20)
    GrantedAccess: Annotated[int, ULong] = 0
    RelativeId: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class SamrCreateUser2InDomain(Request[SamrCreateUser2InDomainResponse], frozen=True):
    """[MS-SAMR] 3.1.5.4.4."""

    opnum: ClassVar[int] = 50

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    AccountType: Annotated[int, ULong] = 0
    DesiredAccess: Annotated[int, ULong] = 0


class SamrQueryDisplayInformation3Response(Response, frozen=True):
    """[MS-SAMR] 3.1.5.3.1."""

    TotalAvailable: Annotated[int, ULong] = 0
    TotalReturned: Annotated[int, ULong] = 0
    DisplayInformationClass: Annotated[int | None, Discriminant("Buffer")] = None
    Buffer: Annotated[SAMPR_DISPLAY_INFO_BUFFER_ARM | None, SAMPR_DISPLAY_INFO_BUFFER.on("DisplayInformationClass")] = (
        None
    )
    ReturnValue: Annotated[int, Long] = 0


class SamrQueryDisplayInformation3(Request[SamrQueryDisplayInformation3Response], frozen=True):
    """[MS-SAMR] 3.1.5.3.1."""

    opnum: ClassVar[int] = 51

    DomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    DisplayInformationClass: Annotated[DOMAIN_DISPLAY_INFORMATION, Enum16] = (
        DOMAIN_DISPLAY_INFORMATION.DomainDisplayUser
    )
    Index: Annotated[int, ULong] = 0
    EntryCount: Annotated[int, ULong] = 0
    PreferredMaximumLength: Annotated[int, ULong] = 0


class SamrAddMultipleMembersToAliasResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.8.8."""

    ReturnValue: Annotated[int, Long] = 0


class SamrAddMultipleMembersToAlias(Request[SamrAddMultipleMembersToAliasResponse], frozen=True):
    """[MS-SAMR] 3.1.5.8.8."""

    opnum: ClassVar[int] = 52

    AliasHandle: Annotated[bytes, ContextHandle] = bytes(20)
    MembersBuffer: SAMPR_PSID_ARRAY = SAMPR_PSID_ARRAY()


class SamrRemoveMultipleMembersFromAliasResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.8.9."""

    ReturnValue: Annotated[int, Long] = 0


class SamrRemoveMultipleMembersFromAlias(Request[SamrRemoveMultipleMembersFromAliasResponse], frozen=True):
    """[MS-SAMR] 3.1.5.8.9."""

    opnum: ClassVar[int] = 53

    AliasHandle: Annotated[bytes, ContextHandle] = bytes(20)
    MembersBuffer: SAMPR_PSID_ARRAY = SAMPR_PSID_ARRAY()


class SamrOemChangePasswordUser2Response(Response, frozen=True):
    """[MS-SAMR] 3.1.5.10.2."""

    ReturnValue: Annotated[int, Long] = 0


class SamrOemChangePasswordUser2(Request[SamrOemChangePasswordUser2Response], frozen=True):
    """[MS-SAMR] 3.1.5.10.2."""

    opnum: ClassVar[int] = 54

    ServerName: Annotated[RPC_STRING | None, Unique(RPC_STRING)] = None
    UserName: RPC_STRING = RPC_STRING()
    NewPasswordEncryptedWithOldLm: Annotated[
        SAMPR_ENCRYPTED_USER_PASSWORD | None, Unique(SAMPR_ENCRYPTED_USER_PASSWORD)
    ] = None
    OldLmOwfPasswordEncryptedWithNewLm: Annotated[
        ENCRYPTED_LM_OWF_PASSWORD | None, Unique(ENCRYPTED_LM_OWF_PASSWORD)
    ] = None


class SamrUnicodeChangePasswordUser2Response(Response, frozen=True):
    """[MS-SAMR] 3.1.5.10.3."""

    ReturnValue: Annotated[int, Long] = 0


class SamrUnicodeChangePasswordUser2(Request[SamrUnicodeChangePasswordUser2Response], frozen=True):
    """[MS-SAMR] 3.1.5.10.3."""

    opnum: ClassVar[int] = 55

    ServerName: Annotated[RPC_UNICODE_STRING | None, Unique(RPC_UNICODE_STRING)] = None
    UserName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    NewPasswordEncryptedWithOldNt: Annotated[
        SAMPR_ENCRYPTED_USER_PASSWORD | None, Unique(SAMPR_ENCRYPTED_USER_PASSWORD)
    ] = None
    OldNtOwfPasswordEncryptedWithNewNt: Annotated[
        ENCRYPTED_LM_OWF_PASSWORD | None, Unique(ENCRYPTED_LM_OWF_PASSWORD)
    ] = None
    LmPresent: Annotated[int, Byte] = 0
    NewPasswordEncryptedWithOldLm: Annotated[
        SAMPR_ENCRYPTED_USER_PASSWORD | None, Unique(SAMPR_ENCRYPTED_USER_PASSWORD)
    ] = None
    OldLmOwfPasswordEncryptedWithNewNt: Annotated[
        ENCRYPTED_LM_OWF_PASSWORD | None, Unique(ENCRYPTED_LM_OWF_PASSWORD)
    ] = None


class SamrGetDomainPasswordInformationResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.13.4."""

    PasswordInformation: USER_DOMAIN_PASSWORD_INFORMATION = USER_DOMAIN_PASSWORD_INFORMATION()
    ReturnValue: Annotated[int, Long] = 0


class SamrGetDomainPasswordInformation(Request[SamrGetDomainPasswordInformationResponse], frozen=True):
    """[MS-SAMR] 3.1.5.13.4."""

    opnum: ClassVar[int] = 56

    Unused: Annotated[RPC_UNICODE_STRING | None, Unique(RPC_UNICODE_STRING)] = None


class SamrConnect2Response(Response, frozen=True):
    """[MS-SAMR] 3.1.5.1.3."""

    ServerHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class SamrConnect2(Request[SamrConnect2Response], frozen=True):
    """[MS-SAMR] 3.1.5.1.3."""

    opnum: ClassVar[int] = 57

    ServerName: Annotated[str | None, Unique(WString)] = None
    DesiredAccess: Annotated[int, ULong] = 0


class SamrSetInformationUser2Response(Response, frozen=True):
    """[MS-SAMR] 3.1.5.6.4."""

    ReturnValue: Annotated[int, Long] = 0


class SamrSetInformationUser2(Request[SamrSetInformationUser2Response], frozen=True):
    """[MS-SAMR] 3.1.5.6.4."""

    opnum: ClassVar[int] = 58

    UserHandle: Annotated[bytes, ContextHandle] = bytes(20)
    UserInformationClass: Annotated[USER_INFORMATION_CLASS | None, Enum16] = None
    Buffer: Annotated[SAMPR_USER_INFO_BUFFER_ARM | None, SAMPR_USER_INFO_BUFFER.on("UserInformationClass")] = None


class SamrConnect4Response(Response, frozen=True):
    """[MS-SAMR] 3.1.5.1.2."""

    ServerHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class SamrConnect4(Request[SamrConnect4Response], frozen=True):
    """[MS-SAMR] 3.1.5.1.2."""

    opnum: ClassVar[int] = 62

    ServerName: Annotated[str | None, Unique(WString)] = None
    ClientRevision: Annotated[int, ULong] = 0
    DesiredAccess: Annotated[int, ULong] = 0


class SamrConnect5Response(Response, frozen=True):
    """[MS-SAMR] 3.1.5.1.1."""

    OutVersion: Annotated[int | None, ULong] = None
    OutRevisionInfo: Annotated[SAMPR_REVISION_INFO_ARM | None, SAMPR_REVISION_INFO.on("OutVersion")] = None
    ServerHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class SamrConnect5(Request[SamrConnect5Response], frozen=True):
    """[MS-SAMR] 3.1.5.1.1."""

    opnum: ClassVar[int] = 64

    ServerName: Annotated[str | None, Unique(WString)] = None
    DesiredAccess: Annotated[int, ULong] = 0
    InVersion: Annotated[int | None, ULong] = None
    InRevisionInfo: Annotated[SAMPR_REVISION_INFO_ARM | None, SAMPR_REVISION_INFO.on("InVersion")] = None


class SamrRidToSidResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.13.5."""

    Sid: Annotated[RPC_SID | None, Unique(RPC_SID)] = None
    ReturnValue: Annotated[int, Long] = 0


class SamrRidToSid(Request[SamrRidToSidResponse], frozen=True):
    """[MS-SAMR] 3.1.5.13.5."""

    opnum: ClassVar[int] = 65

    ObjectHandle: Annotated[bytes, ContextHandle] = bytes(20)
    Rid: Annotated[int, ULong] = 0


class SamrSetDSRMPasswordResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.13.6."""

    ReturnValue: Annotated[int, Long] = 0


class SamrSetDSRMPassword(Request[SamrSetDSRMPasswordResponse], frozen=True):
    """[MS-SAMR] 3.1.5.13.6."""

    opnum: ClassVar[int] = 66

    Unused: Annotated[RPC_UNICODE_STRING | None, Unique(RPC_UNICODE_STRING)] = None
    UserId: Annotated[int, ULong] = 0
    EncryptedNtOwfPassword: Annotated[ENCRYPTED_LM_OWF_PASSWORD | None, Unique(ENCRYPTED_LM_OWF_PASSWORD)] = None


class SamrValidatePasswordResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.13.7."""

    ValidationType: Annotated[int | None, Discriminant("OutputArg")] = None
    OutputArg: Annotated[SAM_VALIDATE_OUTPUT_ARG_ARM | None, Unique(SAM_VALIDATE_OUTPUT_ARG.on("ValidationType"))] = (
        None
    )
    ReturnValue: Annotated[int, Long] = 0


class SamrValidatePassword(Request[SamrValidatePasswordResponse], frozen=True):
    """[MS-SAMR] 3.1.5.13.7."""

    opnum: ClassVar[int] = 67

    ValidationType: Annotated[PASSWORD_POLICY_VALIDATION_TYPE | None, Enum16] = None
    InputArg: Annotated[SAM_VALIDATE_INPUT_ARG_ARM | None, SAM_VALIDATE_INPUT_ARG.on("ValidationType")] = None


class SamrUnicodeChangePasswordUser4Response(Response, frozen=True):
    """[MS-SAMR] 3.1.5.10.4."""

    ReturnValue: Annotated[int, Long] = 0


class SamrUnicodeChangePasswordUser4(Request[SamrUnicodeChangePasswordUser4Response], frozen=True):
    """[MS-SAMR] 3.1.5.10.4."""

    opnum: ClassVar[int] = 73

    ServerName: Annotated[RPC_UNICODE_STRING | None, Unique(RPC_UNICODE_STRING)] = None
    UserName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    EncryptedPassword: SAMPR_ENCRYPTED_PASSWORD_AES = SAMPR_ENCRYPTED_PASSWORD_AES()


class SamrValidateComputerAccountReuseAttemptResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.13.8."""

    Result: Annotated[int, Long] = 0
    ReturnValue: Annotated[int, Long] = 0


class SamrValidateComputerAccountReuseAttempt(Request[SamrValidateComputerAccountReuseAttemptResponse], frozen=True):
    """[MS-SAMR] 3.1.5.13.8."""

    opnum: ClassVar[int] = 74

    ServerHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ComputerSid: RPC_SID = RPC_SID()


class SamrAccountIsDelegatedManagedServiceAccountResponse(Response, frozen=True):
    """[MS-SAMR] 3.1.5.13.9."""

    Result: Annotated[int, Byte] = 0
    Authorized: Annotated[int, Byte] = 0
    ReturnValue: Annotated[int, Long] = 0


class SamrAccountIsDelegatedManagedServiceAccount(
    Request[SamrAccountIsDelegatedManagedServiceAccountResponse], frozen=True
):
    """[MS-SAMR] 3.1.5.13.9."""

    opnum: ClassVar[int] = 77

    ServerHandle: Annotated[bytes, ContextHandle] = bytes(20)
    AccountName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


SAMR = Interface(
    name="samr",
    uuid=UUID("12345778-1234-abcd-ef00-0123456789ac"),
    major=1,
    methods=(
        SamrConnect,
        SamrCloseHandle,
        SamrSetSecurityObject,
        SamrQuerySecurityObject,
        SamrLookupDomainInSamServer,
        SamrEnumerateDomainsInSamServer,
        SamrOpenDomain,
        SamrQueryInformationDomain,
        SamrSetInformationDomain,
        SamrCreateGroupInDomain,
        SamrEnumerateGroupsInDomain,
        SamrCreateUserInDomain,
        SamrEnumerateUsersInDomain,
        SamrCreateAliasInDomain,
        SamrEnumerateAliasesInDomain,
        SamrGetAliasMembership,
        SamrLookupNamesInDomain,
        SamrLookupIdsInDomain,
        SamrOpenGroup,
        SamrQueryInformationGroup,
        SamrSetInformationGroup,
        SamrAddMemberToGroup,
        SamrDeleteGroup,
        SamrRemoveMemberFromGroup,
        SamrGetMembersInGroup,
        SamrSetMemberAttributesOfGroup,
        SamrOpenAlias,
        SamrQueryInformationAlias,
        SamrSetInformationAlias,
        SamrDeleteAlias,
        SamrAddMemberToAlias,
        SamrRemoveMemberFromAlias,
        SamrGetMembersInAlias,
        SamrOpenUser,
        SamrDeleteUser,
        SamrQueryInformationUser,
        SamrSetInformationUser,
        SamrChangePasswordUser,
        SamrGetGroupsForUser,
        SamrQueryDisplayInformation,
        SamrGetDisplayEnumerationIndex,
        SamrGetUserDomainPasswordInformation,
        SamrRemoveMemberFromForeignDomain,
        SamrQueryInformationDomain2,
        SamrQueryInformationUser2,
        SamrQueryDisplayInformation2,
        SamrGetDisplayEnumerationIndex2,
        SamrCreateUser2InDomain,
        SamrQueryDisplayInformation3,
        SamrAddMultipleMembersToAlias,
        SamrRemoveMultipleMembersFromAlias,
        SamrOemChangePasswordUser2,
        SamrUnicodeChangePasswordUser2,
        SamrGetDomainPasswordInformation,
        SamrConnect2,
        SamrSetInformationUser2,
        SamrConnect4,
        SamrConnect5,
        SamrRidToSid,
        SamrSetDSRMPassword,
        SamrValidatePassword,
        SamrUnicodeChangePasswordUser4,
        SamrValidateComputerAccountReuseAttempt,
        SamrAccountIsDelegatedManagedServiceAccount,
    ),
    pipe="samr",
    opnums=78,
)
