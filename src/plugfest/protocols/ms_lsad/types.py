"""[MS-LSAD] 6, revision 49.0: the interface lsarpc.

Written by `plugfest simulate MS-LSAD --emit`; changes belong into what writes it.
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
    Guid,
    Hyper,
    Interface,
    Long,
    NdrStructure,
    Range,
    Request,
    Response,
    Short,
    ULong,
    Union,
    Unique,
    UShort,
    WChar,
    WString,
)


class PointerToUniqueLSAPR_CR_CIPHER_VALUE(NdrStructure, frozen=True):
    """A pointer behind a pointer: either of them may be NULL."""

    target: Annotated[LSAPR_CR_CIPHER_VALUE | None, Unique(LSAPR_CR_CIPHER_VALUE)] = None


class PointerToUniqueLSAPR_AES_CIPHER_VALUE(NdrStructure, frozen=True):
    """A pointer behind a pointer: either of them may be NULL."""

    target: Annotated[LSAPR_AES_CIPHER_VALUE | None, Unique(LSAPR_AES_CIPHER_VALUE)] = None


class RPC_UNICODE_STRING(NdrStructure, frozen=True):
    """[MS-DTYP] 2.3.10."""

    Length: Annotated[int | None, UShort] = None
    MaximumLength: Annotated[int | None, UShort] = None
    Buffer: Annotated[str | None, Unique(ConformantVarying(WChar, "MaximumLength // 2", "Length // 2"))] = None


class LUID(NdrStructure, frozen=True):
    """[MS-DTYP] 2.3.7."""

    LowPart: Annotated[int, ULong] = 0
    HighPart: Annotated[int, Long] = 0


class LSAPR_POLICY_PRIVILEGE_DEF(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.8.1."""

    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    LocalValue: LUID = LUID()


class LSAPR_PRIVILEGE_ENUM_BUFFER(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.8.2."""

    Entries: Annotated[int | None, ULong] = None
    Privileges: Annotated[
        tuple[LSAPR_POLICY_PRIVILEGE_DEF, ...] | None, Unique(Conformant(LSAPR_POLICY_PRIVILEGE_DEF, "Entries"))
    ] = None


class LSAPR_SR_SECURITY_DESCRIPTOR(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.2.5."""

    Length: Annotated[int | None, Range(ULong, 0, 262144)] = None
    SecurityDescriptor: Annotated[bytes | None, Unique(Conformant(Byte, "Length"))] = None


class STRING(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.3.1."""

    Length: Annotated[int | None, UShort] = None
    MaximumLength: Annotated[int | None, UShort] = None
    Buffer: Annotated[bytes | None, Unique(ConformantVarying(Char, "MaximumLength", "Length"))] = None


class RPC_SID_IDENTIFIER_AUTHORITY(NdrStructure, frozen=True):
    """[MS-DTYP] 2.4.1.1."""

    Value: Annotated[bytes, Fixed(Byte, 6)] = bytes(6)


class RPC_SID(NdrStructure, frozen=True):
    """[MS-DTYP] 2.4.2.3."""

    Revision: Annotated[int, Byte] = 0
    SubAuthorityCount: Annotated[int | None, Byte] = None
    IdentifierAuthority: RPC_SID_IDENTIFIER_AUTHORITY = RPC_SID_IDENTIFIER_AUTHORITY()
    SubAuthority: Annotated[tuple[int, ...], Conformant(ULong, "SubAuthorityCount")] = ()


class LSAPR_ACL(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.3.2."""

    AclRevision: Annotated[int, Byte] = 0
    Sbz1: Annotated[int, Byte] = 0
    AclSize: Annotated[int | None, UShort] = None
    Dummy1: Annotated[bytes, Conformant(Byte, "AclSize - 4")] = b""


class LSAPR_SECURITY_DESCRIPTOR(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.3.4."""

    Revision: Annotated[int, Byte] = 0
    Sbz1: Annotated[int, Byte] = 0
    Control: Annotated[int, UShort] = 0
    Owner: Annotated[RPC_SID | None, Unique(RPC_SID)] = None
    Group: Annotated[RPC_SID | None, Unique(RPC_SID)] = None
    Sacl: Annotated[LSAPR_ACL | None, Unique(LSAPR_ACL)] = None
    Dacl: Annotated[LSAPR_ACL | None, Unique(LSAPR_ACL)] = None


class SECURITY_IMPERSONATION_LEVEL(OpenEnum):
    """[MS-LSAD] 2.2.3.5."""

    SecurityAnonymous = 0
    SecurityIdentification = 1
    SecurityImpersonation = 2
    SecurityDelegation = 3


class SECURITY_QUALITY_OF_SERVICE(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.3.7."""

    Length: Annotated[int, ULong] = 0
    ImpersonationLevel: Annotated[SECURITY_IMPERSONATION_LEVEL, Enum16] = SECURITY_IMPERSONATION_LEVEL.SecurityAnonymous
    ContextTrackingMode: Annotated[int, Byte] = 0
    EffectiveOnly: Annotated[int, Byte] = 0


class LSAPR_OBJECT_ATTRIBUTES(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.2.4."""

    Length: Annotated[int, ULong] = 0
    RootDirectory: Annotated[int | None, Unique(Byte)] = None
    ObjectName: Annotated[STRING | None, Unique(STRING)] = None
    Attributes: Annotated[int, ULong] = 0
    SecurityDescriptor: Annotated[LSAPR_SECURITY_DESCRIPTOR | None, Unique(LSAPR_SECURITY_DESCRIPTOR)] = None
    SecurityQualityOfService: Annotated[SECURITY_QUALITY_OF_SERVICE | None, Unique(SECURITY_QUALITY_OF_SERVICE)] = None


class POLICY_INFORMATION_CLASS(OpenEnum):
    """[MS-LSAD] 2.2.4.1."""

    PolicyAuditLogInformation = 1
    PolicyAuditEventsInformation = 2
    PolicyPrimaryDomainInformation = 3
    PolicyPdAccountInformation = 4
    PolicyAccountDomainInformation = 5
    PolicyLsaServerRoleInformation = 6
    PolicyReplicaSourceInformation = 7
    PolicyInformationNotUsedOnWire = 8
    PolicyModificationInformation = 9
    PolicyAuditFullSetInformation = 10
    PolicyAuditFullQueryInformation = 11
    PolicyDnsDomainInformation = 12
    PolicyDnsDomainInformationInt = 13
    PolicyLocalAccountDomainInformation = 14
    PolicyMachineAccountInformation = 15
    PolicyLastEntry = 16


class LARGE_INTEGER(NdrStructure, frozen=True):
    """[MS-DTYP] 2.3.5."""

    QuadPart: Annotated[int, Hyper] = 0


class POLICY_AUDIT_LOG_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.4.3."""

    AuditLogPercentFull: Annotated[int, ULong] = 0
    MaximumLogSize: Annotated[int, ULong] = 0
    AuditRetentionPeriod: LARGE_INTEGER = LARGE_INTEGER()
    AuditLogFullShutdownInProgress: Annotated[int, Byte] = 0
    TimeToShutdown: LARGE_INTEGER = LARGE_INTEGER()
    NextAuditRecordId: Annotated[int, ULong] = 0


class LSAPR_POLICY_AUDIT_EVENTS_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.4.4."""

    AuditingMode: Annotated[int, Byte] = 0
    EventAuditingOptions: Annotated[tuple[int, ...] | None, Unique(Conformant(ULong, "MaximumAuditEventCount"))] = None
    MaximumAuditEventCount: Annotated[int | None, Range(ULong, 0, 1000)] = None


class LSAPR_POLICY_PRIMARY_DOM_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.4.5."""

    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    Sid: Annotated[RPC_SID | None, Unique(RPC_SID)] = None


class LSAPR_POLICY_ACCOUNT_DOM_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.4.6."""

    DomainName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    DomainSid: Annotated[RPC_SID | None, Unique(RPC_SID)] = None


class LSAPR_POLICY_PD_ACCOUNT_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.4.7."""

    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class POLICY_LSA_SERVER_ROLE(OpenEnum):
    """[MS-LSAD] 2.2.4.8."""

    PolicyServerRoleBackup = 2
    PolicyServerRolePrimary = 3


class POLICY_LSA_SERVER_ROLE_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.4.9."""

    LsaServerRole: Annotated[POLICY_LSA_SERVER_ROLE, Enum16] = POLICY_LSA_SERVER_ROLE.PolicyServerRoleBackup


class LSAPR_POLICY_REPLICA_SRCE_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.4.10."""

    ReplicaSource: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    ReplicaAccountName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class POLICY_MODIFICATION_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.4.11."""

    ModifiedId: LARGE_INTEGER = LARGE_INTEGER()
    DatabaseCreationTime: LARGE_INTEGER = LARGE_INTEGER()


class POLICY_AUDIT_FULL_SET_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.4.12."""

    ShutDownOnFull: Annotated[int, Byte] = 0


class POLICY_AUDIT_FULL_QUERY_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.4.13."""

    ShutDownOnFull: Annotated[int, Byte] = 0
    LogIsFull: Annotated[int, Byte] = 0


class LSAPR_POLICY_DNS_DOMAIN_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.4.14."""

    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    DnsDomainName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    DnsForestName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    DomainGuid: Annotated[UUID, Guid] = UUID(int=0)
    Sid: Annotated[RPC_SID | None, Unique(RPC_SID)] = None


class LSAPR_POLICY_MACHINE_ACCT_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.4.21."""

    Rid: Annotated[int, ULong] = 0
    Sid: Annotated[RPC_SID | None, Unique(RPC_SID)] = None


LSAPR_POLICY_INFORMATION_ARM = (
    POLICY_AUDIT_LOG_INFO
    | LSAPR_POLICY_AUDIT_EVENTS_INFO
    | LSAPR_POLICY_PRIMARY_DOM_INFO
    | LSAPR_POLICY_ACCOUNT_DOM_INFO
    | LSAPR_POLICY_PD_ACCOUNT_INFO
    | POLICY_LSA_SERVER_ROLE_INFO
    | LSAPR_POLICY_REPLICA_SRCE_INFO
    | POLICY_MODIFICATION_INFO
    | POLICY_AUDIT_FULL_SET_INFO
    | POLICY_AUDIT_FULL_QUERY_INFO
    | LSAPR_POLICY_DNS_DOMAIN_INFO
    | LSAPR_POLICY_MACHINE_ACCT_INFO
)

LSAPR_POLICY_INFORMATION = Union(
    {
        POLICY_INFORMATION_CLASS.PolicyAuditLogInformation: POLICY_AUDIT_LOG_INFO,
        POLICY_INFORMATION_CLASS.PolicyAuditEventsInformation: LSAPR_POLICY_AUDIT_EVENTS_INFO,
        POLICY_INFORMATION_CLASS.PolicyPrimaryDomainInformation: LSAPR_POLICY_PRIMARY_DOM_INFO,
        POLICY_INFORMATION_CLASS.PolicyAccountDomainInformation: LSAPR_POLICY_ACCOUNT_DOM_INFO,
        POLICY_INFORMATION_CLASS.PolicyPdAccountInformation: LSAPR_POLICY_PD_ACCOUNT_INFO,
        POLICY_INFORMATION_CLASS.PolicyLsaServerRoleInformation: POLICY_LSA_SERVER_ROLE_INFO,
        POLICY_INFORMATION_CLASS.PolicyReplicaSourceInformation: LSAPR_POLICY_REPLICA_SRCE_INFO,
        POLICY_INFORMATION_CLASS.PolicyModificationInformation: POLICY_MODIFICATION_INFO,
        POLICY_INFORMATION_CLASS.PolicyAuditFullSetInformation: POLICY_AUDIT_FULL_SET_INFO,
        POLICY_INFORMATION_CLASS.PolicyAuditFullQueryInformation: POLICY_AUDIT_FULL_QUERY_INFO,
        POLICY_INFORMATION_CLASS.PolicyDnsDomainInformation: LSAPR_POLICY_DNS_DOMAIN_INFO,
        POLICY_INFORMATION_CLASS.PolicyDnsDomainInformationInt: LSAPR_POLICY_DNS_DOMAIN_INFO,
        POLICY_INFORMATION_CLASS.PolicyLocalAccountDomainInformation: LSAPR_POLICY_ACCOUNT_DOM_INFO,
        POLICY_INFORMATION_CLASS.PolicyMachineAccountInformation: LSAPR_POLICY_MACHINE_ACCT_INFO,
    },
    discriminant=Enum16,
    ms_union=True,
)
"""[MS-LSAD] 2.2.4.2."""


class LSAPR_ACCOUNT_INFORMATION(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.5.1."""

    Sid: Annotated[RPC_SID | None, Unique(RPC_SID)] = None


class LSAPR_ACCOUNT_ENUM_BUFFER(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.5.2."""

    EntriesRead: Annotated[int | None, ULong] = None
    Information: Annotated[
        tuple[LSAPR_ACCOUNT_INFORMATION, ...] | None, Unique(Conformant(LSAPR_ACCOUNT_INFORMATION, "EntriesRead"))
    ] = None


class LSAPR_TRUST_INFORMATION(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.1."""

    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    Sid: Annotated[RPC_SID | None, Unique(RPC_SID)] = None


class LSAPR_TRUSTED_ENUM_BUFFER(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.19."""

    EntriesRead: Annotated[int | None, ULong] = None
    Information: Annotated[
        tuple[LSAPR_TRUST_INFORMATION, ...] | None, Unique(Conformant(LSAPR_TRUST_INFORMATION, "EntriesRead"))
    ] = None


class LSAPR_LUID_AND_ATTRIBUTES(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.5.4."""

    Luid: LUID = LUID()
    Attributes: Annotated[int, ULong] = 0


class LSAPR_PRIVILEGE_SET(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.5.5."""

    PrivilegeCount: Annotated[int | None, Range(ULong, 0, 1000)] = None
    Control: Annotated[int, ULong] = 0
    Privilege: Annotated[
        tuple[LSAPR_LUID_AND_ATTRIBUTES, ...], Conformant(LSAPR_LUID_AND_ATTRIBUTES, "PrivilegeCount")
    ] = ()


class TRUSTED_INFORMATION_CLASS(OpenEnum):
    """[MS-LSAD] 2.2.7.2."""

    TrustedDomainNameInformation = 1
    TrustedControllersInformation = 2
    TrustedPosixOffsetInformation = 3
    TrustedPasswordInformation = 4
    TrustedDomainInformationBasic = 5
    TrustedDomainInformationEx = 6
    TrustedDomainAuthInformation = 7
    TrustedDomainFullInformation = 8
    TrustedDomainAuthInformationInternal = 9
    TrustedDomainFullInformationInternal = 10
    TrustedDomainInformationEx2Internal = 11
    TrustedDomainFullInformation2Internal = 12
    TrustedDomainSupportedEncryptionTypes = 13
    TrustedDomainAuthInformationInternalAes = 14
    TrustedDomainFullInformationInternalAes = 15


class LSAPR_TRUSTED_DOMAIN_NAME_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.4."""

    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class LSAPR_TRUSTED_CONTROLLERS_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.5."""

    Entries: Annotated[int | None, Range(ULong, 0, 5)] = None
    Names: Annotated[tuple[RPC_UNICODE_STRING, ...] | None, Unique(Conformant(RPC_UNICODE_STRING, "Entries"))] = None


class TRUSTED_POSIX_OFFSET_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.6."""

    Offset: Annotated[int, ULong] = 0


class LSAPR_CR_CIPHER_VALUE(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.6.1."""

    Length: Annotated[int | None, Range(ULong, 0, 131088)] = None
    MaximumLength: Annotated[int | None, Range(ULong, 0, 131088)] = None
    Buffer: Annotated[bytes | None, Unique(ConformantVarying(Byte, "MaximumLength", "Length"))] = None


class LSAPR_TRUSTED_PASSWORD_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.7."""

    Password: Annotated[LSAPR_CR_CIPHER_VALUE | None, Unique(LSAPR_CR_CIPHER_VALUE)] = None
    OldPassword: Annotated[LSAPR_CR_CIPHER_VALUE | None, Unique(LSAPR_CR_CIPHER_VALUE)] = None


class LSAPR_TRUSTED_DOMAIN_INFORMATION_EX(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.9."""

    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    FlatName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    Sid: Annotated[RPC_SID | None, Unique(RPC_SID)] = None
    TrustDirection: Annotated[int, ULong] = 0
    TrustType: Annotated[int, ULong] = 0
    TrustAttributes: Annotated[int, ULong] = 0


class LSAPR_AUTH_INFORMATION(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.17."""

    LastUpdateTime: LARGE_INTEGER = LARGE_INTEGER()
    AuthType: Annotated[int, ULong] = 0
    AuthInfoLength: Annotated[int | None, Range(ULong, 0, 65536)] = None
    AuthInfo: Annotated[bytes | None, Unique(Conformant(Byte, "AuthInfoLength"))] = None


class LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.11."""

    IncomingAuthInfos: Annotated[int, Range(ULong, 0, 1)] = 0
    IncomingAuthenticationInformation: Annotated[LSAPR_AUTH_INFORMATION | None, Unique(LSAPR_AUTH_INFORMATION)] = None
    IncomingPreviousAuthenticationInformation: Annotated[
        LSAPR_AUTH_INFORMATION | None, Unique(LSAPR_AUTH_INFORMATION)
    ] = None
    OutgoingAuthInfos: Annotated[int, Range(ULong, 0, 1)] = 0
    OutgoingAuthenticationInformation: Annotated[LSAPR_AUTH_INFORMATION | None, Unique(LSAPR_AUTH_INFORMATION)] = None
    OutgoingPreviousAuthenticationInformation: Annotated[
        LSAPR_AUTH_INFORMATION | None, Unique(LSAPR_AUTH_INFORMATION)
    ] = None


class LSAPR_TRUSTED_DOMAIN_FULL_INFORMATION(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.13."""

    Information: LSAPR_TRUSTED_DOMAIN_INFORMATION_EX = LSAPR_TRUSTED_DOMAIN_INFORMATION_EX()
    PosixOffset: TRUSTED_POSIX_OFFSET_INFO = TRUSTED_POSIX_OFFSET_INFO()
    AuthInformation: LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION = LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION()


class LSAPR_TRUSTED_DOMAIN_AUTH_BLOB(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.16."""

    AuthSize: Annotated[int | None, Range(ULong, 0, 65536)] = None
    AuthBlob: Annotated[bytes | None, Unique(Conformant(Byte, "AuthSize"))] = None


class LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION_INTERNAL(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.12."""

    AuthBlob: LSAPR_TRUSTED_DOMAIN_AUTH_BLOB = LSAPR_TRUSTED_DOMAIN_AUTH_BLOB()


class LSAPR_TRUSTED_DOMAIN_FULL_INFORMATION_INTERNAL(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.14."""

    Information: LSAPR_TRUSTED_DOMAIN_INFORMATION_EX = LSAPR_TRUSTED_DOMAIN_INFORMATION_EX()
    PosixOffset: TRUSTED_POSIX_OFFSET_INFO = TRUSTED_POSIX_OFFSET_INFO()
    AuthInformation: LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION_INTERNAL = LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION_INTERNAL()


class LSAPR_TRUSTED_DOMAIN_INFORMATION_EX2(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.10."""

    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    FlatName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    Sid: Annotated[RPC_SID | None, Unique(RPC_SID)] = None
    TrustDirection: Annotated[int, ULong] = 0
    TrustType: Annotated[int, ULong] = 0
    TrustAttributes: Annotated[int, ULong] = 0
    ForestTrustLength: Annotated[int | None, ULong] = None
    ForestTrustInfo: Annotated[bytes | None, Unique(Conformant(Byte, "ForestTrustLength"))] = None


class LSAPR_TRUSTED_DOMAIN_FULL_INFORMATION2(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.15."""

    Information: LSAPR_TRUSTED_DOMAIN_INFORMATION_EX2 = LSAPR_TRUSTED_DOMAIN_INFORMATION_EX2()
    PosixOffset: TRUSTED_POSIX_OFFSET_INFO = TRUSTED_POSIX_OFFSET_INFO()
    AuthInformation: LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION = LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION()


class TRUSTED_DOMAIN_SUPPORTED_ENCRYPTION_TYPES(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.18."""

    SupportedEncryptionTypes: Annotated[int, ULong] = 0


class LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION_INTERNAL_AES(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.29."""

    AuthData: Annotated[bytes, Fixed(Byte, 64)] = bytes(64)
    Salt: Annotated[bytes, Fixed(Byte, 16)] = bytes(16)
    cbCipher: Annotated[int | None, Range(ULong, 0, 65536)] = None
    Cipher: Annotated[bytes | None, Unique(Conformant(Byte, "cbCipher"))] = None


class LSAPR_TRUSTED_DOMAIN_FULL_INFORMATION_INTERNAL_AES(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.30."""

    Information: LSAPR_TRUSTED_DOMAIN_INFORMATION_EX = LSAPR_TRUSTED_DOMAIN_INFORMATION_EX()
    PosixOffset: TRUSTED_POSIX_OFFSET_INFO = TRUSTED_POSIX_OFFSET_INFO()
    AuthInformation: LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION_INTERNAL_AES = (
        LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION_INTERNAL_AES()
    )


LSAPR_TRUSTED_DOMAIN_INFO_ARM = (
    LSAPR_TRUSTED_DOMAIN_NAME_INFO
    | LSAPR_TRUSTED_CONTROLLERS_INFO
    | TRUSTED_POSIX_OFFSET_INFO
    | LSAPR_TRUSTED_PASSWORD_INFO
    | LSAPR_TRUST_INFORMATION
    | LSAPR_TRUSTED_DOMAIN_INFORMATION_EX
    | LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION
    | LSAPR_TRUSTED_DOMAIN_FULL_INFORMATION
    | LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION_INTERNAL
    | LSAPR_TRUSTED_DOMAIN_FULL_INFORMATION_INTERNAL
    | LSAPR_TRUSTED_DOMAIN_INFORMATION_EX2
    | LSAPR_TRUSTED_DOMAIN_FULL_INFORMATION2
    | TRUSTED_DOMAIN_SUPPORTED_ENCRYPTION_TYPES
    | LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION_INTERNAL_AES
    | LSAPR_TRUSTED_DOMAIN_FULL_INFORMATION_INTERNAL_AES
)

LSAPR_TRUSTED_DOMAIN_INFO = Union(
    {
        TRUSTED_INFORMATION_CLASS.TrustedDomainNameInformation: LSAPR_TRUSTED_DOMAIN_NAME_INFO,
        TRUSTED_INFORMATION_CLASS.TrustedControllersInformation: LSAPR_TRUSTED_CONTROLLERS_INFO,
        TRUSTED_INFORMATION_CLASS.TrustedPosixOffsetInformation: TRUSTED_POSIX_OFFSET_INFO,
        TRUSTED_INFORMATION_CLASS.TrustedPasswordInformation: LSAPR_TRUSTED_PASSWORD_INFO,
        TRUSTED_INFORMATION_CLASS.TrustedDomainInformationBasic: LSAPR_TRUST_INFORMATION,
        TRUSTED_INFORMATION_CLASS.TrustedDomainInformationEx: LSAPR_TRUSTED_DOMAIN_INFORMATION_EX,
        TRUSTED_INFORMATION_CLASS.TrustedDomainAuthInformation: LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION,
        TRUSTED_INFORMATION_CLASS.TrustedDomainFullInformation: LSAPR_TRUSTED_DOMAIN_FULL_INFORMATION,
        TRUSTED_INFORMATION_CLASS.TrustedDomainAuthInformationInternal: LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION_INTERNAL,
        TRUSTED_INFORMATION_CLASS.TrustedDomainFullInformationInternal: LSAPR_TRUSTED_DOMAIN_FULL_INFORMATION_INTERNAL,
        TRUSTED_INFORMATION_CLASS.TrustedDomainInformationEx2Internal: LSAPR_TRUSTED_DOMAIN_INFORMATION_EX2,
        TRUSTED_INFORMATION_CLASS.TrustedDomainFullInformation2Internal: LSAPR_TRUSTED_DOMAIN_FULL_INFORMATION2,
        TRUSTED_INFORMATION_CLASS.TrustedDomainSupportedEncryptionTypes: TRUSTED_DOMAIN_SUPPORTED_ENCRYPTION_TYPES,
        14: LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION_INTERNAL_AES,
        15: LSAPR_TRUSTED_DOMAIN_FULL_INFORMATION_INTERNAL_AES,
    },
    discriminant=Enum16,
    ms_union=True,
)
"""[MS-LSAD] 2.2.7.3."""


class LSAPR_USER_RIGHT_SET(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.5.3."""

    Entries: Annotated[int | None, Range(ULong, 0, 256)] = None
    UserRights: Annotated[tuple[RPC_UNICODE_STRING, ...] | None, Unique(Conformant(RPC_UNICODE_STRING, "Entries"))] = (
        None
    )


class LSAPR_TRUSTED_ENUM_BUFFER_EX(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.20."""

    EntriesRead: Annotated[int | None, ULong] = None
    EnumerationBuffer: Annotated[
        tuple[LSAPR_TRUSTED_DOMAIN_INFORMATION_EX, ...] | None,
        Unique(Conformant(LSAPR_TRUSTED_DOMAIN_INFORMATION_EX, "EntriesRead")),
    ] = None


class POLICY_DOMAIN_INFORMATION_CLASS(OpenEnum):
    """[MS-LSAD] 2.2.4.15."""

    PolicyDomainQualityOfServiceInformation = 1
    PolicyDomainEfsInformation = 2
    PolicyDomainKerberosTicketInformation = 3


class POLICY_DOMAIN_QUALITY_OF_SERVICE_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.4.17."""

    QualityOfService: Annotated[int, ULong] = 0


class LSAPR_POLICY_DOMAIN_EFS_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.4.18."""

    InfoLength: Annotated[int | None, ULong] = None
    EfsBlob: Annotated[bytes | None, Unique(Conformant(Byte, "InfoLength"))] = None


class POLICY_DOMAIN_KERBEROS_TICKET_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.4.19."""

    AuthenticationOptions: Annotated[int, ULong] = 0
    MaxServiceTicketAge: LARGE_INTEGER = LARGE_INTEGER()
    MaxTicketAge: LARGE_INTEGER = LARGE_INTEGER()
    MaxRenewAge: LARGE_INTEGER = LARGE_INTEGER()
    MaxClockSkew: LARGE_INTEGER = LARGE_INTEGER()
    Reserved: LARGE_INTEGER = LARGE_INTEGER()


LSAPR_POLICY_DOMAIN_INFORMATION_ARM = (
    POLICY_DOMAIN_QUALITY_OF_SERVICE_INFO | LSAPR_POLICY_DOMAIN_EFS_INFO | POLICY_DOMAIN_KERBEROS_TICKET_INFO
)

LSAPR_POLICY_DOMAIN_INFORMATION = Union(
    {
        POLICY_DOMAIN_INFORMATION_CLASS.PolicyDomainQualityOfServiceInformation: POLICY_DOMAIN_QUALITY_OF_SERVICE_INFO,
        POLICY_DOMAIN_INFORMATION_CLASS.PolicyDomainEfsInformation: LSAPR_POLICY_DOMAIN_EFS_INFO,
        POLICY_DOMAIN_INFORMATION_CLASS.PolicyDomainKerberosTicketInformation: POLICY_DOMAIN_KERBEROS_TICKET_INFO,
    },
    discriminant=Enum16,
    ms_union=True,
)
"""[MS-LSAD] 2.2.4.16."""


class LSA_FOREST_TRUST_RECORD_TYPE(OpenEnum):
    """[MS-LSAD] 2.2.7.22."""

    ForestTrustTopLevelName = 0
    ForestTrustTopLevelNameEx = 1
    ForestTrustDomainInfo = 2
    ForestTrustBinaryInfo = 3
    ForestTrustScannerInfo = 4
    ForestTrustRecordTypeLast = 2


class LSA_FOREST_TRUST_DOMAIN_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.24."""

    Sid: Annotated[RPC_SID | None, Unique(RPC_SID)] = None
    DnsName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    NetbiosName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class LSA_FOREST_TRUST_SCANNER_INFO(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.31."""

    DomainSid: Annotated[RPC_SID | None, Unique(RPC_SID)] = None
    DnsName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    NetbiosName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class LSA_FOREST_TRUST_BINARY_DATA(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.23."""

    Length: Annotated[int | None, Range(ULong, 0, 131072)] = None
    Buffer: Annotated[bytes | None, Unique(Conformant(Byte, "Length"))] = None


LSA_FOREST_TRUST_RECORD_ForestTrustData_ARM = (
    RPC_UNICODE_STRING | LSA_FOREST_TRUST_DOMAIN_INFO | LSA_FOREST_TRUST_SCANNER_INFO | LSA_FOREST_TRUST_BINARY_DATA
)

LSA_FOREST_TRUST_RECORD_ForestTrustData = Union(
    {
        LSA_FOREST_TRUST_RECORD_TYPE.ForestTrustTopLevelName: RPC_UNICODE_STRING,
        LSA_FOREST_TRUST_RECORD_TYPE.ForestTrustTopLevelNameEx: RPC_UNICODE_STRING,
        LSA_FOREST_TRUST_RECORD_TYPE.ForestTrustRecordTypeLast: LSA_FOREST_TRUST_DOMAIN_INFO,
        LSA_FOREST_TRUST_RECORD_TYPE.ForestTrustScannerInfo: LSA_FOREST_TRUST_SCANNER_INFO,
    },
    discriminant=Enum16,
    default=LSA_FOREST_TRUST_BINARY_DATA,
    ms_union=True,
)
"""[MS-LSAD], its IDL only."""


class LSA_FOREST_TRUST_RECORD(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.21."""

    Flags: Annotated[int, ULong] = 0
    ForestTrustType: Annotated[LSA_FOREST_TRUST_RECORD_TYPE, Enum16] = (
        LSA_FOREST_TRUST_RECORD_TYPE.ForestTrustTopLevelName
    )
    Time: LARGE_INTEGER = LARGE_INTEGER()
    ForestTrustData: Annotated[
        LSA_FOREST_TRUST_RECORD_ForestTrustData_ARM | None,
        LSA_FOREST_TRUST_RECORD_ForestTrustData.on("ForestTrustType"),
    ] = None


class LSA_FOREST_TRUST_INFORMATION(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.25."""

    RecordCount: Annotated[int | None, Range(ULong, 0, 4000)] = None
    Entries: Annotated[
        tuple[LSA_FOREST_TRUST_RECORD | None, ...] | None,
        Unique(Conformant(Unique(LSA_FOREST_TRUST_RECORD), "RecordCount")),
    ] = None


class LSA_FOREST_TRUST_COLLISION_RECORD_TYPE(OpenEnum):
    """[MS-LSAD] 2.2.7.26."""

    CollisionTdo = 0
    CollisionXref = 1
    CollisionOther = 2


class LSA_FOREST_TRUST_COLLISION_RECORD(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.27."""

    Index: Annotated[int, ULong] = 0
    Type: Annotated[LSA_FOREST_TRUST_COLLISION_RECORD_TYPE, Enum16] = (
        LSA_FOREST_TRUST_COLLISION_RECORD_TYPE.CollisionTdo
    )
    Flags: Annotated[int, ULong] = 0
    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class LSA_FOREST_TRUST_COLLISION_INFORMATION(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.28."""

    RecordCount: Annotated[int | None, ULong] = None
    Entries: Annotated[
        tuple[LSA_FOREST_TRUST_COLLISION_RECORD | None, ...] | None,
        Unique(Conformant(Unique(LSA_FOREST_TRUST_COLLISION_RECORD), "RecordCount")),
    ] = None


class LSAPR_REVISION_INFO_V1(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.2.6."""

    Revision: Annotated[int, ULong] = 0
    SupportedFeatures: Annotated[int, ULong] = 0


LSAPR_REVISION_INFO_ARM = LSAPR_REVISION_INFO_V1

LSAPR_REVISION_INFO = Union(
    {
        1: LSAPR_REVISION_INFO_V1,
    },
    ms_union=True,
)
"""[MS-LSAD] 2.2.2.7."""


LSA_FOREST_TRUST_RECORD2_ForestTrustData_ARM = (
    RPC_UNICODE_STRING | LSA_FOREST_TRUST_DOMAIN_INFO | LSA_FOREST_TRUST_BINARY_DATA | LSA_FOREST_TRUST_SCANNER_INFO
)

LSA_FOREST_TRUST_RECORD2_ForestTrustData = Union(
    {
        LSA_FOREST_TRUST_RECORD_TYPE.ForestTrustTopLevelName: RPC_UNICODE_STRING,
        LSA_FOREST_TRUST_RECORD_TYPE.ForestTrustTopLevelNameEx: RPC_UNICODE_STRING,
        LSA_FOREST_TRUST_RECORD_TYPE.ForestTrustRecordTypeLast: LSA_FOREST_TRUST_DOMAIN_INFO,
        LSA_FOREST_TRUST_RECORD_TYPE.ForestTrustBinaryInfo: LSA_FOREST_TRUST_BINARY_DATA,
        LSA_FOREST_TRUST_RECORD_TYPE.ForestTrustScannerInfo: LSA_FOREST_TRUST_SCANNER_INFO,
    },
    discriminant=Enum16,
    ms_union=True,
)
"""[MS-LSAD], its IDL only."""


class LSA_FOREST_TRUST_RECORD2(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.32."""

    Flags: Annotated[int, ULong] = 0
    ForestTrustType: Annotated[LSA_FOREST_TRUST_RECORD_TYPE, Enum16] = (
        LSA_FOREST_TRUST_RECORD_TYPE.ForestTrustTopLevelName
    )
    Time: LARGE_INTEGER = LARGE_INTEGER()
    ForestTrustData: Annotated[
        LSA_FOREST_TRUST_RECORD2_ForestTrustData_ARM | None,
        LSA_FOREST_TRUST_RECORD2_ForestTrustData.on("ForestTrustType"),
    ] = None


class LSA_FOREST_TRUST_INFORMATION2(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.7.33."""

    RecordCount: Annotated[int | None, Range(ULong, 0, 4000)] = None
    Entries: Annotated[
        tuple[LSA_FOREST_TRUST_RECORD2 | None, ...] | None,
        Unique(Conformant(Unique(LSA_FOREST_TRUST_RECORD2), "RecordCount")),
    ] = None


class LSAPR_AES_CIPHER_VALUE(NdrStructure, frozen=True):
    """[MS-LSAD] 2.2.6.2."""

    AuthData: Annotated[bytes, Fixed(Byte, 64)] = bytes(64)
    Salt: Annotated[bytes, Fixed(Byte, 16)] = bytes(16)
    cbCipher: Annotated[int | None, Range(ULong, 0, 131088)] = None
    Cipher: Annotated[bytes | None, Unique(Conformant(Byte, "cbCipher"))] = None


# --- methods ----------------------------------------------------------------------------------------------------------


class LsarCloseResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.9.4."""

    ObjectHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarClose(Request[LsarCloseResponse], frozen=True):
    """[MS-LSAD] 3.1.4.9.4."""

    opnum: ClassVar[int] = 0

    ObjectHandle: Annotated[bytes, ContextHandle] = bytes(20)


class LsarEnumeratePrivilegesResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.8.1."""

    EnumerationContext: Annotated[int, ULong] = 0
    EnumerationBuffer: LSAPR_PRIVILEGE_ENUM_BUFFER = LSAPR_PRIVILEGE_ENUM_BUFFER()
    ReturnValue: Annotated[int, Long] = 0


class LsarEnumeratePrivileges(Request[LsarEnumeratePrivilegesResponse], frozen=True):
    """[MS-LSAD] 3.1.4.8.1."""

    opnum: ClassVar[int] = 2

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EnumerationContext: Annotated[int, ULong] = 0
    PreferedMaximumLength: Annotated[int, ULong] = 0


class LsarQuerySecurityObjectResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.9.1."""

    SecurityDescriptor: Annotated[LSAPR_SR_SECURITY_DESCRIPTOR | None, Unique(LSAPR_SR_SECURITY_DESCRIPTOR)] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarQuerySecurityObject(Request[LsarQuerySecurityObjectResponse], frozen=True):
    """[MS-LSAD] 3.1.4.9.1."""

    opnum: ClassVar[int] = 3

    ObjectHandle: Annotated[bytes, ContextHandle] = bytes(20)
    SecurityInformation: Annotated[int, ULong] = 0


class LsarSetSecurityObjectResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.9.2."""

    ReturnValue: Annotated[int, Long] = 0


class LsarSetSecurityObject(Request[LsarSetSecurityObjectResponse], frozen=True):
    """[MS-LSAD] 3.1.4.9.2."""

    opnum: ClassVar[int] = 4

    ObjectHandle: Annotated[bytes, ContextHandle] = bytes(20)
    SecurityInformation: Annotated[int, ULong] = 0
    SecurityDescriptor: LSAPR_SR_SECURITY_DESCRIPTOR = LSAPR_SR_SECURITY_DESCRIPTOR()


class LsarOpenPolicyResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.4.2."""

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarOpenPolicy(Request[LsarOpenPolicyResponse], frozen=True):
    """[MS-LSAD] 3.1.4.4.2."""

    opnum: ClassVar[int] = 6

    SystemName: Annotated[int | None, Unique(WChar)] = None
    ObjectAttributes: LSAPR_OBJECT_ATTRIBUTES = LSAPR_OBJECT_ATTRIBUTES()
    DesiredAccess: Annotated[int, ULong] = 0


class LsarQueryInformationPolicyResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.4.4."""

    InformationClass: Annotated[int | None, Discriminant("PolicyInformation")] = None
    PolicyInformation: Annotated[
        LSAPR_POLICY_INFORMATION_ARM | None, Unique(LSAPR_POLICY_INFORMATION.on("InformationClass"))
    ] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarQueryInformationPolicy(Request[LsarQueryInformationPolicyResponse], frozen=True):
    """[MS-LSAD] 3.1.4.4.4."""

    opnum: ClassVar[int] = 7

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    InformationClass: Annotated[POLICY_INFORMATION_CLASS, Enum16] = POLICY_INFORMATION_CLASS.PolicyAuditLogInformation


class LsarSetInformationPolicyResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.4.6."""

    ReturnValue: Annotated[int, Long] = 0


class LsarSetInformationPolicy(Request[LsarSetInformationPolicyResponse], frozen=True):
    """[MS-LSAD] 3.1.4.4.6."""

    opnum: ClassVar[int] = 8

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    InformationClass: Annotated[POLICY_INFORMATION_CLASS, Enum16] = POLICY_INFORMATION_CLASS.PolicyAuditLogInformation
    PolicyInformation: Annotated[
        LSAPR_POLICY_INFORMATION_ARM | None, LSAPR_POLICY_INFORMATION.on("InformationClass")
    ] = None


class LsarCreateAccountResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.5.1."""

    AccountHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarCreateAccount(Request[LsarCreateAccountResponse], frozen=True):
    """[MS-LSAD] 3.1.4.5.1."""

    opnum: ClassVar[int] = 10

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    AccountSid: RPC_SID = RPC_SID()
    DesiredAccess: Annotated[int, ULong] = 0


class LsarEnumerateAccountsResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.5.2."""

    EnumerationContext: Annotated[int, ULong] = 0
    EnumerationBuffer: LSAPR_ACCOUNT_ENUM_BUFFER = LSAPR_ACCOUNT_ENUM_BUFFER()
    ReturnValue: Annotated[int, Long] = 0


class LsarEnumerateAccounts(Request[LsarEnumerateAccountsResponse], frozen=True):
    """[MS-LSAD] 3.1.4.5.2."""

    opnum: ClassVar[int] = 11

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EnumerationContext: Annotated[int, ULong] = 0
    PreferedMaximumLength: Annotated[int, ULong] = 0


class LsarCreateTrustedDomainResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.12."""

    TrustedDomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarCreateTrustedDomain(Request[LsarCreateTrustedDomainResponse], frozen=True):
    """[MS-LSAD] 3.1.4.7.12."""

    opnum: ClassVar[int] = 12

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    TrustedDomainInformation: LSAPR_TRUST_INFORMATION = LSAPR_TRUST_INFORMATION()
    DesiredAccess: Annotated[int, ULong] = 0


class LsarEnumerateTrustedDomainsResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.8."""

    EnumerationContext: Annotated[int, ULong] = 0
    EnumerationBuffer: LSAPR_TRUSTED_ENUM_BUFFER = LSAPR_TRUSTED_ENUM_BUFFER()
    ReturnValue: Annotated[int, Long] = 0


class LsarEnumerateTrustedDomains(Request[LsarEnumerateTrustedDomainsResponse], frozen=True):
    """[MS-LSAD] 3.1.4.7.8."""

    opnum: ClassVar[int] = 13

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EnumerationContext: Annotated[int, ULong] = 0
    PreferedMaximumLength: Annotated[int, ULong] = 0


class LsarCreateSecretResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.6.1."""

    SecretHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarCreateSecret(Request[LsarCreateSecretResponse], frozen=True):
    """[MS-LSAD] 3.1.4.6.1."""

    opnum: ClassVar[int] = 16

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    SecretName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    DesiredAccess: Annotated[int, ULong] = 0


class LsarOpenAccountResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.5.3."""

    AccountHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarOpenAccount(Request[LsarOpenAccountResponse], frozen=True):
    """[MS-LSAD] 3.1.4.5.3."""

    opnum: ClassVar[int] = 17

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    AccountSid: RPC_SID = RPC_SID()
    DesiredAccess: Annotated[int, ULong] = 0


class LsarEnumeratePrivilegesAccountResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.5.4."""

    Privileges: Annotated[LSAPR_PRIVILEGE_SET | None, Unique(LSAPR_PRIVILEGE_SET)] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarEnumeratePrivilegesAccount(Request[LsarEnumeratePrivilegesAccountResponse], frozen=True):
    """[MS-LSAD] 3.1.4.5.4."""

    opnum: ClassVar[int] = 18

    AccountHandle: Annotated[bytes, ContextHandle] = bytes(20)


class LsarAddPrivilegesToAccountResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.5.5."""

    ReturnValue: Annotated[int, Long] = 0


class LsarAddPrivilegesToAccount(Request[LsarAddPrivilegesToAccountResponse], frozen=True):
    """[MS-LSAD] 3.1.4.5.5."""

    opnum: ClassVar[int] = 19

    AccountHandle: Annotated[bytes, ContextHandle] = bytes(20)
    Privileges: LSAPR_PRIVILEGE_SET = LSAPR_PRIVILEGE_SET()


class LsarRemovePrivilegesFromAccountResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.5.6."""

    ReturnValue: Annotated[int, Long] = 0


class LsarRemovePrivilegesFromAccount(Request[LsarRemovePrivilegesFromAccountResponse], frozen=True):
    """[MS-LSAD] 3.1.4.5.6."""

    opnum: ClassVar[int] = 20

    AccountHandle: Annotated[bytes, ContextHandle] = bytes(20)
    AllPrivileges: Annotated[int, Byte] = 0
    Privileges: Annotated[LSAPR_PRIVILEGE_SET | None, Unique(LSAPR_PRIVILEGE_SET)] = None


class LsarGetSystemAccessAccountResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.5.7."""

    SystemAccess: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class LsarGetSystemAccessAccount(Request[LsarGetSystemAccessAccountResponse], frozen=True):
    """[MS-LSAD] 3.1.4.5.7."""

    opnum: ClassVar[int] = 23

    AccountHandle: Annotated[bytes, ContextHandle] = bytes(20)


class LsarSetSystemAccessAccountResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.5.8."""

    ReturnValue: Annotated[int, Long] = 0


class LsarSetSystemAccessAccount(Request[LsarSetSystemAccessAccountResponse], frozen=True):
    """[MS-LSAD] 3.1.4.5.8."""

    opnum: ClassVar[int] = 24

    AccountHandle: Annotated[bytes, ContextHandle] = bytes(20)
    SystemAccess: Annotated[int, ULong] = 0


class LsarOpenTrustedDomainResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.1."""

    TrustedDomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarOpenTrustedDomain(Request[LsarOpenTrustedDomainResponse], frozen=True):
    """[MS-LSAD] 3.1.4.7.1."""

    opnum: ClassVar[int] = 25

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    TrustedDomainSid: RPC_SID = RPC_SID()
    DesiredAccess: Annotated[int, ULong] = 0


class LsarQueryInfoTrustedDomainResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.13."""

    InformationClass: Annotated[int | None, Discriminant("TrustedDomainInformation")] = None
    TrustedDomainInformation: Annotated[
        LSAPR_TRUSTED_DOMAIN_INFO_ARM | None, Unique(LSAPR_TRUSTED_DOMAIN_INFO.on("InformationClass"))
    ] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarQueryInfoTrustedDomain(Request[LsarQueryInfoTrustedDomainResponse], frozen=True):
    """[MS-LSAD] 3.1.4.7.13."""

    opnum: ClassVar[int] = 26

    TrustedDomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    InformationClass: Annotated[TRUSTED_INFORMATION_CLASS, Enum16] = (
        TRUSTED_INFORMATION_CLASS.TrustedDomainNameInformation
    )


class LsarSetInformationTrustedDomainResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.14."""

    ReturnValue: Annotated[int, Long] = 0


class LsarSetInformationTrustedDomain(Request[LsarSetInformationTrustedDomainResponse], frozen=True):
    """[MS-LSAD] 3.1.4.7.14."""

    opnum: ClassVar[int] = 27

    TrustedDomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    InformationClass: Annotated[TRUSTED_INFORMATION_CLASS | None, Enum16] = None
    TrustedDomainInformation: Annotated[
        LSAPR_TRUSTED_DOMAIN_INFO_ARM | None, LSAPR_TRUSTED_DOMAIN_INFO.on("InformationClass")
    ] = None


class LsarOpenSecretResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.6.2."""

    SecretHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarOpenSecret(Request[LsarOpenSecretResponse], frozen=True):
    """[MS-LSAD] 3.1.4.6.2."""

    opnum: ClassVar[int] = 28

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    SecretName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    DesiredAccess: Annotated[int, ULong] = 0


class LsarSetSecretResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.6.3."""

    ReturnValue: Annotated[int, Long] = 0


class LsarSetSecret(Request[LsarSetSecretResponse], frozen=True):
    """[MS-LSAD] 3.1.4.6.3."""

    opnum: ClassVar[int] = 29

    SecretHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EncryptedCurrentValue: Annotated[LSAPR_CR_CIPHER_VALUE | None, Unique(LSAPR_CR_CIPHER_VALUE)] = None
    EncryptedOldValue: Annotated[LSAPR_CR_CIPHER_VALUE | None, Unique(LSAPR_CR_CIPHER_VALUE)] = None


class LsarQuerySecretResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.6.4."""

    EncryptedCurrentValue: Annotated[
        PointerToUniqueLSAPR_CR_CIPHER_VALUE | None, Unique(PointerToUniqueLSAPR_CR_CIPHER_VALUE)
    ] = None
    CurrentValueSetTime: Annotated[LARGE_INTEGER | None, Unique(LARGE_INTEGER)] = None
    EncryptedOldValue: Annotated[
        PointerToUniqueLSAPR_CR_CIPHER_VALUE | None, Unique(PointerToUniqueLSAPR_CR_CIPHER_VALUE)
    ] = None
    OldValueSetTime: Annotated[LARGE_INTEGER | None, Unique(LARGE_INTEGER)] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarQuerySecret(Request[LsarQuerySecretResponse], frozen=True):
    """[MS-LSAD] 3.1.4.6.4."""

    opnum: ClassVar[int] = 30

    SecretHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EncryptedCurrentValue: Annotated[
        PointerToUniqueLSAPR_CR_CIPHER_VALUE | None, Unique(PointerToUniqueLSAPR_CR_CIPHER_VALUE)
    ] = None
    CurrentValueSetTime: Annotated[LARGE_INTEGER | None, Unique(LARGE_INTEGER)] = None
    EncryptedOldValue: Annotated[
        PointerToUniqueLSAPR_CR_CIPHER_VALUE | None, Unique(PointerToUniqueLSAPR_CR_CIPHER_VALUE)
    ] = None
    OldValueSetTime: Annotated[LARGE_INTEGER | None, Unique(LARGE_INTEGER)] = None


class LsarLookupPrivilegeValueResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.8.2."""

    Value: LUID = LUID()
    ReturnValue: Annotated[int, Long] = 0


class LsarLookupPrivilegeValue(Request[LsarLookupPrivilegeValueResponse], frozen=True):
    """[MS-LSAD] 3.1.4.8.2."""

    opnum: ClassVar[int] = 31

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()


class LsarLookupPrivilegeNameResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.8.3."""

    Name: Annotated[RPC_UNICODE_STRING | None, Unique(RPC_UNICODE_STRING)] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarLookupPrivilegeName(Request[LsarLookupPrivilegeNameResponse], frozen=True):
    """[MS-LSAD] 3.1.4.8.3."""

    opnum: ClassVar[int] = 32

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    Value: LUID = LUID()


class LsarLookupPrivilegeDisplayNameResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.8.4."""

    DisplayName: Annotated[RPC_UNICODE_STRING | None, Unique(RPC_UNICODE_STRING)] = None
    LanguageReturned: Annotated[int, UShort] = 0
    ReturnValue: Annotated[int, Long] = 0


class LsarLookupPrivilegeDisplayName(Request[LsarLookupPrivilegeDisplayNameResponse], frozen=True):
    """[MS-LSAD] 3.1.4.8.4."""

    opnum: ClassVar[int] = 33

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    ClientLanguage: Annotated[int, Short] = 0
    ClientSystemDefaultLanguage: Annotated[int, Short] = 0


class LsarDeleteObjectResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.9.3."""

    ObjectHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarDeleteObject(Request[LsarDeleteObjectResponse], frozen=True):
    """[MS-LSAD] 3.1.4.9.3."""

    opnum: ClassVar[int] = 34

    ObjectHandle: Annotated[bytes, ContextHandle] = bytes(20)


class LsarEnumerateAccountsWithUserRightResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.5.9."""

    EnumerationBuffer: LSAPR_ACCOUNT_ENUM_BUFFER = LSAPR_ACCOUNT_ENUM_BUFFER()
    ReturnValue: Annotated[int, Long] = 0


class LsarEnumerateAccountsWithUserRight(Request[LsarEnumerateAccountsWithUserRightResponse], frozen=True):
    """[MS-LSAD] 3.1.4.5.9."""

    opnum: ClassVar[int] = 35

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    UserRight: Annotated[RPC_UNICODE_STRING | None, Unique(RPC_UNICODE_STRING)] = None


class LsarEnumerateAccountRightsResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.5.10."""

    UserRights: LSAPR_USER_RIGHT_SET = LSAPR_USER_RIGHT_SET()
    ReturnValue: Annotated[int, Long] = 0


class LsarEnumerateAccountRights(Request[LsarEnumerateAccountRightsResponse], frozen=True):
    """[MS-LSAD] 3.1.4.5.10."""

    opnum: ClassVar[int] = 36

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    AccountSid: RPC_SID = RPC_SID()


class LsarAddAccountRightsResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.5.11."""

    ReturnValue: Annotated[int, Long] = 0


class LsarAddAccountRights(Request[LsarAddAccountRightsResponse], frozen=True):
    """[MS-LSAD] 3.1.4.5.11."""

    opnum: ClassVar[int] = 37

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    AccountSid: RPC_SID = RPC_SID()
    UserRights: LSAPR_USER_RIGHT_SET = LSAPR_USER_RIGHT_SET()


class LsarRemoveAccountRightsResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.5.12."""

    ReturnValue: Annotated[int, Long] = 0


class LsarRemoveAccountRights(Request[LsarRemoveAccountRightsResponse], frozen=True):
    """[MS-LSAD] 3.1.4.5.12."""

    opnum: ClassVar[int] = 38

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    AccountSid: RPC_SID = RPC_SID()
    AllRights: Annotated[int, Byte] = 0
    UserRights: LSAPR_USER_RIGHT_SET = LSAPR_USER_RIGHT_SET()


class LsarQueryTrustedDomainInfoResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.2."""

    InformationClass: Annotated[int | None, Discriminant("TrustedDomainInformation")] = None
    TrustedDomainInformation: Annotated[
        LSAPR_TRUSTED_DOMAIN_INFO_ARM | None, Unique(LSAPR_TRUSTED_DOMAIN_INFO.on("InformationClass"))
    ] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarQueryTrustedDomainInfo(Request[LsarQueryTrustedDomainInfoResponse], frozen=True):
    """[MS-LSAD] 3.1.4.7.2."""

    opnum: ClassVar[int] = 39

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    TrustedDomainSid: RPC_SID = RPC_SID()
    InformationClass: Annotated[TRUSTED_INFORMATION_CLASS, Enum16] = (
        TRUSTED_INFORMATION_CLASS.TrustedDomainNameInformation
    )


class LsarSetTrustedDomainInfoResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.3."""

    ReturnValue: Annotated[int, Long] = 0


class LsarSetTrustedDomainInfo(Request[LsarSetTrustedDomainInfoResponse], frozen=True):
    """[MS-LSAD] 3.1.4.7.3."""

    opnum: ClassVar[int] = 40

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    TrustedDomainSid: RPC_SID = RPC_SID()
    InformationClass: Annotated[TRUSTED_INFORMATION_CLASS | None, Enum16] = None
    TrustedDomainInformation: Annotated[
        LSAPR_TRUSTED_DOMAIN_INFO_ARM | None, LSAPR_TRUSTED_DOMAIN_INFO.on("InformationClass")
    ] = None


class LsarDeleteTrustedDomainResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.4."""

    ReturnValue: Annotated[int, Long] = 0


class LsarDeleteTrustedDomain(Request[LsarDeleteTrustedDomainResponse], frozen=True):
    """[MS-LSAD] 3.1.4.7.4."""

    opnum: ClassVar[int] = 41

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    TrustedDomainSid: RPC_SID = RPC_SID()


class LsarStorePrivateDataResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.6.5."""

    ReturnValue: Annotated[int, Long] = 0


class LsarStorePrivateData(Request[LsarStorePrivateDataResponse], frozen=True):
    """[MS-LSAD] 3.1.4.6.5."""

    opnum: ClassVar[int] = 42

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    KeyName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    EncryptedData: Annotated[LSAPR_CR_CIPHER_VALUE | None, Unique(LSAPR_CR_CIPHER_VALUE)] = None


class LsarRetrievePrivateDataResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.6.6."""

    EncryptedData: Annotated[LSAPR_CR_CIPHER_VALUE | None, Unique(LSAPR_CR_CIPHER_VALUE)] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarRetrievePrivateData(Request[LsarRetrievePrivateDataResponse], frozen=True):
    """[MS-LSAD] 3.1.4.6.6."""

    opnum: ClassVar[int] = 43

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    KeyName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    EncryptedData: Annotated[LSAPR_CR_CIPHER_VALUE | None, Unique(LSAPR_CR_CIPHER_VALUE)] = None


class LsarOpenPolicy2Response(Response, frozen=True):
    """[MS-LSAD] 3.1.4.4.1."""

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarOpenPolicy2(Request[LsarOpenPolicy2Response], frozen=True):
    """[MS-LSAD] 3.1.4.4.1."""

    opnum: ClassVar[int] = 44

    SystemName: Annotated[str | None, Unique(WString)] = None
    ObjectAttributes: LSAPR_OBJECT_ATTRIBUTES = LSAPR_OBJECT_ATTRIBUTES()
    DesiredAccess: Annotated[int, ULong] = 0


class LsarQueryInformationPolicy2Response(Response, frozen=True):
    """[MS-LSAD] 3.1.4.4.3."""

    InformationClass: Annotated[int | None, Discriminant("PolicyInformation")] = None
    PolicyInformation: Annotated[
        LSAPR_POLICY_INFORMATION_ARM | None, Unique(LSAPR_POLICY_INFORMATION.on("InformationClass"))
    ] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarQueryInformationPolicy2(Request[LsarQueryInformationPolicy2Response], frozen=True):
    """[MS-LSAD] 3.1.4.4.3."""

    opnum: ClassVar[int] = 46

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    InformationClass: Annotated[POLICY_INFORMATION_CLASS, Enum16] = POLICY_INFORMATION_CLASS.PolicyAuditLogInformation


class LsarSetInformationPolicy2Response(Response, frozen=True):
    """[MS-LSAD] 3.1.4.4.5."""

    ReturnValue: Annotated[int, Long] = 0


class LsarSetInformationPolicy2(Request[LsarSetInformationPolicy2Response], frozen=True):
    """[MS-LSAD] 3.1.4.4.5."""

    opnum: ClassVar[int] = 47

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    InformationClass: Annotated[POLICY_INFORMATION_CLASS, Enum16] = POLICY_INFORMATION_CLASS.PolicyAuditLogInformation
    PolicyInformation: Annotated[
        LSAPR_POLICY_INFORMATION_ARM | None, LSAPR_POLICY_INFORMATION.on("InformationClass")
    ] = None


class LsarQueryTrustedDomainInfoByNameResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.5."""

    InformationClass: Annotated[int | None, Discriminant("TrustedDomainInformation")] = None
    TrustedDomainInformation: Annotated[
        LSAPR_TRUSTED_DOMAIN_INFO_ARM | None, Unique(LSAPR_TRUSTED_DOMAIN_INFO.on("InformationClass"))
    ] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarQueryTrustedDomainInfoByName(Request[LsarQueryTrustedDomainInfoByNameResponse], frozen=True):
    """[MS-LSAD] 3.1.4.7.5."""

    opnum: ClassVar[int] = 48

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    TrustedDomainName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    InformationClass: Annotated[TRUSTED_INFORMATION_CLASS, Enum16] = (
        TRUSTED_INFORMATION_CLASS.TrustedDomainNameInformation
    )


class LsarSetTrustedDomainInfoByNameResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.6."""

    ReturnValue: Annotated[int, Long] = 0


class LsarSetTrustedDomainInfoByName(Request[LsarSetTrustedDomainInfoByNameResponse], frozen=True):
    """[MS-LSAD] 3.1.4.7.6."""

    opnum: ClassVar[int] = 49

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    TrustedDomainName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    InformationClass: Annotated[TRUSTED_INFORMATION_CLASS | None, Enum16] = None
    TrustedDomainInformation: Annotated[
        LSAPR_TRUSTED_DOMAIN_INFO_ARM | None, LSAPR_TRUSTED_DOMAIN_INFO.on("InformationClass")
    ] = None


class LsarEnumerateTrustedDomainsExResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.7."""

    EnumerationContext: Annotated[int, ULong] = 0
    EnumerationBuffer: LSAPR_TRUSTED_ENUM_BUFFER_EX = LSAPR_TRUSTED_ENUM_BUFFER_EX()
    ReturnValue: Annotated[int, Long] = 0


class LsarEnumerateTrustedDomainsEx(Request[LsarEnumerateTrustedDomainsExResponse], frozen=True):
    """[MS-LSAD] 3.1.4.7.7."""

    opnum: ClassVar[int] = 50

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EnumerationContext: Annotated[int, ULong] = 0
    PreferedMaximumLength: Annotated[int, ULong] = 0


class LsarCreateTrustedDomainExResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.11."""

    TrustedDomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarCreateTrustedDomainEx(Request[LsarCreateTrustedDomainExResponse], frozen=True):
    """[MS-LSAD] 3.1.4.7.11."""

    opnum: ClassVar[int] = 51

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    TrustedDomainInformation: LSAPR_TRUSTED_DOMAIN_INFORMATION_EX = LSAPR_TRUSTED_DOMAIN_INFORMATION_EX()
    AuthenticationInformation: LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION = LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION()
    DesiredAccess: Annotated[int, ULong] = 0


class LsarQueryDomainInformationPolicyResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.4.7."""

    InformationClass: Annotated[int | None, Discriminant("PolicyDomainInformation")] = None
    PolicyDomainInformation: Annotated[
        LSAPR_POLICY_DOMAIN_INFORMATION_ARM | None, Unique(LSAPR_POLICY_DOMAIN_INFORMATION.on("InformationClass"))
    ] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarQueryDomainInformationPolicy(Request[LsarQueryDomainInformationPolicyResponse], frozen=True):
    """[MS-LSAD] 3.1.4.4.7."""

    opnum: ClassVar[int] = 53

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    InformationClass: Annotated[POLICY_DOMAIN_INFORMATION_CLASS, Enum16] = (
        POLICY_DOMAIN_INFORMATION_CLASS.PolicyDomainQualityOfServiceInformation
    )


class LsarSetDomainInformationPolicyResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.4.8."""

    ReturnValue: Annotated[int, Long] = 0


class LsarSetDomainInformationPolicy(Request[LsarSetDomainInformationPolicyResponse], frozen=True):
    """[MS-LSAD] 3.1.4.4.8."""

    opnum: ClassVar[int] = 54

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    InformationClass: Annotated[POLICY_DOMAIN_INFORMATION_CLASS | None, Enum16] = None
    PolicyDomainInformation: Annotated[
        LSAPR_POLICY_DOMAIN_INFORMATION_ARM | None, Unique(LSAPR_POLICY_DOMAIN_INFORMATION.on("InformationClass"))
    ] = None


class LsarOpenTrustedDomainByNameResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.9."""

    TrustedDomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarOpenTrustedDomainByName(Request[LsarOpenTrustedDomainByNameResponse], frozen=True):
    """[MS-LSAD] 3.1.4.7.9."""

    opnum: ClassVar[int] = 55

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    TrustedDomainName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    DesiredAccess: Annotated[int, ULong] = 0


class LsarCreateTrustedDomainEx2Response(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.10."""

    TrustedDomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarCreateTrustedDomainEx2(Request[LsarCreateTrustedDomainEx2Response], frozen=True):
    """[MS-LSAD] 3.1.4.7.10."""

    opnum: ClassVar[int] = 59

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    TrustedDomainInformation: LSAPR_TRUSTED_DOMAIN_INFORMATION_EX = LSAPR_TRUSTED_DOMAIN_INFORMATION_EX()
    AuthenticationInformation: LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION_INTERNAL = (
        LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION_INTERNAL()
    )
    DesiredAccess: Annotated[int, ULong] = 0


class LsarQueryForestTrustInformationResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.15."""

    ForestTrustInfo: Annotated[LSA_FOREST_TRUST_INFORMATION | None, Unique(LSA_FOREST_TRUST_INFORMATION)] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarQueryForestTrustInformation(Request[LsarQueryForestTrustInformationResponse], frozen=True):
    """[MS-LSAD] 3.1.4.7.15."""

    opnum: ClassVar[int] = 73

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    TrustedDomainName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    HighestRecordType: Annotated[LSA_FOREST_TRUST_RECORD_TYPE, Enum16] = (
        LSA_FOREST_TRUST_RECORD_TYPE.ForestTrustTopLevelName
    )


class LsarSetForestTrustInformationResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.16."""

    CollisionInfo: Annotated[
        LSA_FOREST_TRUST_COLLISION_INFORMATION | None, Unique(LSA_FOREST_TRUST_COLLISION_INFORMATION)
    ] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarSetForestTrustInformation(Request[LsarSetForestTrustInformationResponse], frozen=True):
    """[MS-LSAD] 3.1.4.7.16."""

    opnum: ClassVar[int] = 74

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    TrustedDomainName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    HighestRecordType: Annotated[LSA_FOREST_TRUST_RECORD_TYPE, Enum16] = (
        LSA_FOREST_TRUST_RECORD_TYPE.ForestTrustTopLevelName
    )
    ForestTrustInfo: LSA_FOREST_TRUST_INFORMATION = LSA_FOREST_TRUST_INFORMATION()
    CheckOnly: Annotated[int, Byte] = 0


class LsarCreateTrustedDomainEx3Response(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.17."""

    TrustedDomainHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarCreateTrustedDomainEx3(Request[LsarCreateTrustedDomainEx3Response], frozen=True):
    """[MS-LSAD] 3.1.4.7.17."""

    opnum: ClassVar[int] = 129

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    TrustedDomainInformation: LSAPR_TRUSTED_DOMAIN_INFORMATION_EX = LSAPR_TRUSTED_DOMAIN_INFORMATION_EX()
    AuthenticationInformation: LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION_INTERNAL_AES = (
        LSAPR_TRUSTED_DOMAIN_AUTH_INFORMATION_INTERNAL_AES()
    )
    DesiredAccess: Annotated[int, ULong] = 0


class LsarOpenPolicy3Response(Response, frozen=True):
    """[MS-LSAD] 3.1.4.4.9."""

    OutVersion: Annotated[int | None, ULong] = None
    OutRevisionInfo: Annotated[LSAPR_REVISION_INFO_ARM | None, LSAPR_REVISION_INFO.on("OutVersion")] = None
    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarOpenPolicy3(Request[LsarOpenPolicy3Response], frozen=True):
    """[MS-LSAD] 3.1.4.4.9."""

    opnum: ClassVar[int] = 130

    SystemName: Annotated[str | None, Unique(WString)] = None
    ObjectAttributes: LSAPR_OBJECT_ATTRIBUTES = LSAPR_OBJECT_ATTRIBUTES()
    DesiredAccess: Annotated[int, ULong] = 0
    InVersion: Annotated[int | None, ULong] = None
    InRevisionInfo: Annotated[LSAPR_REVISION_INFO_ARM | None, LSAPR_REVISION_INFO.on("InVersion")] = None


class LsarQueryForestTrustInformation2Response(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.18."""

    ForestTrustInfo2: Annotated[LSA_FOREST_TRUST_INFORMATION2 | None, Unique(LSA_FOREST_TRUST_INFORMATION2)] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarQueryForestTrustInformation2(Request[LsarQueryForestTrustInformation2Response], frozen=True):
    """[MS-LSAD] 3.1.4.7.18."""

    opnum: ClassVar[int] = 132

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    TrustedDomainName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    HighestRecordType: Annotated[LSA_FOREST_TRUST_RECORD_TYPE, Enum16] = (
        LSA_FOREST_TRUST_RECORD_TYPE.ForestTrustTopLevelName
    )


class LsarSetForestTrustInformation2Response(Response, frozen=True):
    """[MS-LSAD] 3.1.4.7.19."""

    CollisionInfo: Annotated[
        LSA_FOREST_TRUST_COLLISION_INFORMATION | None, Unique(LSA_FOREST_TRUST_COLLISION_INFORMATION)
    ] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarSetForestTrustInformation2(Request[LsarSetForestTrustInformation2Response], frozen=True):
    """[MS-LSAD] 3.1.4.7.19."""

    opnum: ClassVar[int] = 133

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    TrustedDomainName: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    HighestRecordType: Annotated[LSA_FOREST_TRUST_RECORD_TYPE, Enum16] = (
        LSA_FOREST_TRUST_RECORD_TYPE.ForestTrustTopLevelName
    )
    ForestTrustInfo2: LSA_FOREST_TRUST_INFORMATION2 = LSA_FOREST_TRUST_INFORMATION2()
    CheckOnly: Annotated[int, Byte] = 0


class LsarOpenPolicyWithCredsResponse(Response, frozen=True):
    """[MS-LSAD] 3.1.4.4.10."""

    OutVersion: Annotated[int | None, ULong] = None
    OutRevisionInfo: Annotated[LSAPR_REVISION_INFO_ARM | None, LSAPR_REVISION_INFO.on("OutVersion")] = None
    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarOpenPolicyWithCreds(Request[LsarOpenPolicyWithCredsResponse], frozen=True):
    """[MS-LSAD] 3.1.4.4.10."""

    opnum: ClassVar[int] = 135

    ObjectAttributes: LSAPR_OBJECT_ATTRIBUTES = LSAPR_OBJECT_ATTRIBUTES()
    DesiredAccess: Annotated[int, ULong] = 0
    InVersion: Annotated[int | None, ULong] = None
    InRevisionInfo: Annotated[LSAPR_REVISION_INFO_ARM | None, LSAPR_REVISION_INFO.on("InVersion")] = None


class LsarOpenSecret2Response(Response, frozen=True):
    """[MS-LSAD] 3.1.4.6.7."""

    SecretHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarOpenSecret2(Request[LsarOpenSecret2Response], frozen=True):
    """[MS-LSAD] 3.1.4.6.7."""

    opnum: ClassVar[int] = 136

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EncryptedSecretName: LSAPR_AES_CIPHER_VALUE = LSAPR_AES_CIPHER_VALUE()
    DesiredAccess: Annotated[int, ULong] = 0


class LsarCreateSecret2Response(Response, frozen=True):
    """[MS-LSAD] 3.1.4.6.8."""

    SecretHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarCreateSecret2(Request[LsarCreateSecret2Response], frozen=True):
    """[MS-LSAD] 3.1.4.6.8."""

    opnum: ClassVar[int] = 137

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EncryptedSecretName: LSAPR_AES_CIPHER_VALUE = LSAPR_AES_CIPHER_VALUE()
    DesiredAccess: Annotated[int, ULong] = 0


class LsarSetSecret2Response(Response, frozen=True):
    """[MS-LSAD] 3.1.4.6.9."""

    ReturnValue: Annotated[int, Long] = 0


class LsarSetSecret2(Request[LsarSetSecret2Response], frozen=True):
    """[MS-LSAD] 3.1.4.6.9."""

    opnum: ClassVar[int] = 138

    SecretHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EncryptedCurrentValue: Annotated[LSAPR_AES_CIPHER_VALUE | None, Unique(LSAPR_AES_CIPHER_VALUE)] = None
    EncryptedOldValue: Annotated[LSAPR_AES_CIPHER_VALUE | None, Unique(LSAPR_AES_CIPHER_VALUE)] = None


class LsarQuerySecret2Response(Response, frozen=True):
    """[MS-LSAD] 3.1.4.6.10."""

    EncryptedCurrentValue: Annotated[
        PointerToUniqueLSAPR_AES_CIPHER_VALUE | None, Unique(PointerToUniqueLSAPR_AES_CIPHER_VALUE)
    ] = None
    CurrentValueSetTime: Annotated[LARGE_INTEGER | None, Unique(LARGE_INTEGER)] = None
    EncryptedOldValue: Annotated[
        PointerToUniqueLSAPR_AES_CIPHER_VALUE | None, Unique(PointerToUniqueLSAPR_AES_CIPHER_VALUE)
    ] = None
    OldValueSetTime: Annotated[LARGE_INTEGER | None, Unique(LARGE_INTEGER)] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarQuerySecret2(Request[LsarQuerySecret2Response], frozen=True):
    """[MS-LSAD] 3.1.4.6.10."""

    opnum: ClassVar[int] = 139

    SecretHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EncryptedCurrentValue: Annotated[
        PointerToUniqueLSAPR_AES_CIPHER_VALUE | None, Unique(PointerToUniqueLSAPR_AES_CIPHER_VALUE)
    ] = None
    CurrentValueSetTime: Annotated[LARGE_INTEGER | None, Unique(LARGE_INTEGER)] = None
    EncryptedOldValue: Annotated[
        PointerToUniqueLSAPR_AES_CIPHER_VALUE | None, Unique(PointerToUniqueLSAPR_AES_CIPHER_VALUE)
    ] = None
    OldValueSetTime: Annotated[LARGE_INTEGER | None, Unique(LARGE_INTEGER)] = None


class LsarStorePrivateData2Response(Response, frozen=True):
    """[MS-LSAD] 3.1.4.6.11."""

    ReturnValue: Annotated[int, Long] = 0


class LsarStorePrivateData2(Request[LsarStorePrivateData2Response], frozen=True):
    """[MS-LSAD] 3.1.4.6.11."""

    opnum: ClassVar[int] = 140

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EncryptedKeyName: LSAPR_AES_CIPHER_VALUE = LSAPR_AES_CIPHER_VALUE()
    EncryptedData: Annotated[LSAPR_AES_CIPHER_VALUE | None, Unique(LSAPR_AES_CIPHER_VALUE)] = None


class LsarRetrievePrivateData2Response(Response, frozen=True):
    """[MS-LSAD] 3.1.4.6.12."""

    EncryptedData: Annotated[
        PointerToUniqueLSAPR_AES_CIPHER_VALUE | None, Unique(PointerToUniqueLSAPR_AES_CIPHER_VALUE)
    ] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarRetrievePrivateData2(Request[LsarRetrievePrivateData2Response], frozen=True):
    """[MS-LSAD] 3.1.4.6.12."""

    opnum: ClassVar[int] = 141

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    EncryptedKeyName: LSAPR_AES_CIPHER_VALUE = LSAPR_AES_CIPHER_VALUE()
    EncryptedData: Annotated[
        PointerToUniqueLSAPR_AES_CIPHER_VALUE | None, Unique(PointerToUniqueLSAPR_AES_CIPHER_VALUE)
    ] = None


LSARPC = Interface(
    name="lsarpc",
    uuid=UUID("12345778-1234-abcd-ef00-0123456789ab"),
    major=0,
    methods=(
        LsarClose,
        LsarEnumeratePrivileges,
        LsarQuerySecurityObject,
        LsarSetSecurityObject,
        LsarOpenPolicy,
        LsarQueryInformationPolicy,
        LsarSetInformationPolicy,
        LsarCreateAccount,
        LsarEnumerateAccounts,
        LsarCreateTrustedDomain,
        LsarEnumerateTrustedDomains,
        LsarCreateSecret,
        LsarOpenAccount,
        LsarEnumeratePrivilegesAccount,
        LsarAddPrivilegesToAccount,
        LsarRemovePrivilegesFromAccount,
        LsarGetSystemAccessAccount,
        LsarSetSystemAccessAccount,
        LsarOpenTrustedDomain,
        LsarQueryInfoTrustedDomain,
        LsarSetInformationTrustedDomain,
        LsarOpenSecret,
        LsarSetSecret,
        LsarQuerySecret,
        LsarLookupPrivilegeValue,
        LsarLookupPrivilegeName,
        LsarLookupPrivilegeDisplayName,
        LsarDeleteObject,
        LsarEnumerateAccountsWithUserRight,
        LsarEnumerateAccountRights,
        LsarAddAccountRights,
        LsarRemoveAccountRights,
        LsarQueryTrustedDomainInfo,
        LsarSetTrustedDomainInfo,
        LsarDeleteTrustedDomain,
        LsarStorePrivateData,
        LsarRetrievePrivateData,
        LsarOpenPolicy2,
        LsarQueryInformationPolicy2,
        LsarSetInformationPolicy2,
        LsarQueryTrustedDomainInfoByName,
        LsarSetTrustedDomainInfoByName,
        LsarEnumerateTrustedDomainsEx,
        LsarCreateTrustedDomainEx,
        LsarQueryDomainInformationPolicy,
        LsarSetDomainInformationPolicy,
        LsarOpenTrustedDomainByName,
        LsarCreateTrustedDomainEx2,
        LsarQueryForestTrustInformation,
        LsarSetForestTrustInformation,
        LsarCreateTrustedDomainEx3,
        LsarOpenPolicy3,
        LsarQueryForestTrustInformation2,
        LsarSetForestTrustInformation2,
        LsarOpenPolicyWithCreds,
        LsarOpenSecret2,
        LsarCreateSecret2,
        LsarSetSecret2,
        LsarQuerySecret2,
        LsarStorePrivateData2,
        LsarRetrievePrivateData2,
    ),
    pipe="lsarpc",
    opnums=142,
)
