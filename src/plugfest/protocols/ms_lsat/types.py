"""[MS-LSAT] 6, revision 33.0: the interface lsarpc.

Written by `plugfest simulate MS-LSAT --emit`; changes belong into what writes it.
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
    Enum16,
    Fixed,
    Interface,
    Long,
    NdrStructure,
    Range,
    Request,
    Response,
    ULong,
    Unique,
    UShort,
    WChar,
    WString,
)


class PointerToUniqueRPC_UNICODE_STRING(NdrStructure, frozen=True):
    """A pointer behind a pointer: either of them may be NULL."""

    target: Annotated[RPC_UNICODE_STRING | None, Unique(RPC_UNICODE_STRING)] = None


class STRING(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.2."""

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
    """[MS-LSAT] 2.2.3."""

    AclRevision: Annotated[int, Byte] = 0
    Sbz1: Annotated[int, Byte] = 0
    AclSize: Annotated[int | None, UShort] = None
    Dummy1: Annotated[bytes, Conformant(Byte, "AclSize - 4")] = b""


class LSAPR_SECURITY_DESCRIPTOR(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.5."""

    Revision: Annotated[int, Byte] = 0
    Sbz1: Annotated[int, Byte] = 0
    Control: Annotated[int, UShort] = 0
    Owner: Annotated[RPC_SID | None, Unique(RPC_SID)] = None
    Group: Annotated[RPC_SID | None, Unique(RPC_SID)] = None
    Sacl: Annotated[LSAPR_ACL | None, Unique(LSAPR_ACL)] = None
    Dacl: Annotated[LSAPR_ACL | None, Unique(LSAPR_ACL)] = None


class SECURITY_IMPERSONATION_LEVEL(OpenEnum):
    """[MS-LSAT] 2.2.6."""

    SecurityAnonymous = 0
    SecurityIdentification = 1
    SecurityImpersonation = 2
    SecurityDelegation = 3


class SECURITY_QUALITY_OF_SERVICE(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.8."""

    Length: Annotated[int, ULong] = 0
    ImpersonationLevel: Annotated[SECURITY_IMPERSONATION_LEVEL, Enum16] = SECURITY_IMPERSONATION_LEVEL.SecurityAnonymous
    ContextTrackingMode: Annotated[int, Byte] = 0
    EffectiveOnly: Annotated[int, Byte] = 0


class LSAPR_OBJECT_ATTRIBUTES(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.9."""

    Length: Annotated[int, ULong] = 0
    RootDirectory: Annotated[int | None, Unique(Byte)] = None
    ObjectName: Annotated[STRING | None, Unique(STRING)] = None
    Attributes: Annotated[int, ULong] = 0
    SecurityDescriptor: Annotated[LSAPR_SECURITY_DESCRIPTOR | None, Unique(LSAPR_SECURITY_DESCRIPTOR)] = None
    SecurityQualityOfService: Annotated[SECURITY_QUALITY_OF_SERVICE | None, Unique(SECURITY_QUALITY_OF_SERVICE)] = None


class RPC_UNICODE_STRING(NdrStructure, frozen=True):
    """[MS-DTYP] 2.3.10."""

    Length: Annotated[int | None, UShort] = None
    MaximumLength: Annotated[int | None, UShort] = None
    Buffer: Annotated[str | None, Unique(ConformantVarying(WChar, "MaximumLength // 2", "Length // 2"))] = None


class LSAPR_TRUST_INFORMATION(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.11."""

    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    Sid: Annotated[RPC_SID | None, Unique(RPC_SID)] = None


class LSAPR_REFERENCED_DOMAIN_LIST(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.12."""

    Entries: Annotated[int | None, ULong] = None
    Domains: Annotated[
        tuple[LSAPR_TRUST_INFORMATION, ...] | None, Unique(Conformant(LSAPR_TRUST_INFORMATION, "Entries"))
    ] = None
    MaxEntries: Annotated[int, ULong] = 0


class SID_NAME_USE(OpenEnum):
    """[MS-LSAT] 2.2.13."""

    SidTypeUser = 1
    SidTypeGroup = 2
    SidTypeDomain = 3
    SidTypeAlias = 4
    SidTypeWellKnownGroup = 5
    SidTypeDeletedAccount = 6
    SidTypeInvalid = 7
    SidTypeUnknown = 8
    SidTypeComputer = 9
    SidTypeLabel = 10


class LSA_TRANSLATED_SID(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.14."""

    Use: Annotated[SID_NAME_USE, Enum16] = SID_NAME_USE.SidTypeUser
    RelativeId: Annotated[int, ULong] = 0
    DomainIndex: Annotated[int, Long] = 0


class LSAPR_TRANSLATED_SIDS(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.15."""

    Entries: Annotated[int | None, Range(ULong, 0, 1000)] = None
    Sids: Annotated[tuple[LSA_TRANSLATED_SID, ...] | None, Unique(Conformant(LSA_TRANSLATED_SID, "Entries"))] = None


class LSAP_LOOKUP_LEVEL(OpenEnum):
    """[MS-LSAT] 2.2.16."""

    LsapLookupWksta = 1
    LsapLookupPDC = 2
    LsapLookupTDL = 3
    LsapLookupGC = 4
    LsapLookupXForestReferral = 5
    LsapLookupXForestResolve = 6
    LsapLookupRODCReferralToFullDC = 7


class LSAPR_SID_INFORMATION(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.17."""

    Sid: Annotated[RPC_SID | None, Unique(RPC_SID)] = None


class LSAPR_SID_ENUM_BUFFER(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.18."""

    Entries: Annotated[int | None, Range(ULong, 0, 20480)] = None
    SidInfo: Annotated[
        tuple[LSAPR_SID_INFORMATION, ...] | None, Unique(Conformant(LSAPR_SID_INFORMATION, "Entries"))
    ] = None


class LSAPR_TRANSLATED_NAME(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.19."""

    Use: Annotated[SID_NAME_USE, Enum16] = SID_NAME_USE.SidTypeUser
    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    DomainIndex: Annotated[int, Long] = 0


class LSAPR_TRANSLATED_NAMES(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.20."""

    Entries: Annotated[int | None, Range(ULong, 0, 20480)] = None
    Names: Annotated[tuple[LSAPR_TRANSLATED_NAME, ...] | None, Unique(Conformant(LSAPR_TRANSLATED_NAME, "Entries"))] = (
        None
    )


class LSAPR_TRANSLATED_NAME_EX(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.21."""

    Use: Annotated[SID_NAME_USE, Enum16] = SID_NAME_USE.SidTypeUser
    Name: RPC_UNICODE_STRING = RPC_UNICODE_STRING()
    DomainIndex: Annotated[int, Long] = 0
    Flags: Annotated[int, ULong] = 0


class LSAPR_TRANSLATED_NAMES_EX(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.22."""

    Entries: Annotated[int | None, Range(ULong, 0, 20480)] = None
    Names: Annotated[
        tuple[LSAPR_TRANSLATED_NAME_EX, ...] | None, Unique(Conformant(LSAPR_TRANSLATED_NAME_EX, "Entries"))
    ] = None


class LSAPR_TRANSLATED_SID_EX(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.23."""

    Use: Annotated[SID_NAME_USE, Enum16] = SID_NAME_USE.SidTypeUser
    RelativeId: Annotated[int, ULong] = 0
    DomainIndex: Annotated[int, Long] = 0
    Flags: Annotated[int, ULong] = 0


class LSAPR_TRANSLATED_SIDS_EX(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.24."""

    Entries: Annotated[int | None, Range(ULong, 0, 1000)] = None
    Sids: Annotated[
        tuple[LSAPR_TRANSLATED_SID_EX, ...] | None, Unique(Conformant(LSAPR_TRANSLATED_SID_EX, "Entries"))
    ] = None


class LSAPR_TRANSLATED_SID_EX2(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.25."""

    Use: Annotated[SID_NAME_USE, Enum16] = SID_NAME_USE.SidTypeUser
    Sid: Annotated[RPC_SID | None, Unique(RPC_SID)] = None
    DomainIndex: Annotated[int, Long] = 0
    Flags: Annotated[int, ULong] = 0


class LSAPR_TRANSLATED_SIDS_EX2(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.26."""

    Entries: Annotated[int | None, Range(ULong, 0, 1000)] = None
    Sids: Annotated[
        tuple[LSAPR_TRANSLATED_SID_EX2, ...] | None, Unique(Conformant(LSAPR_TRANSLATED_SID_EX2, "Entries"))
    ] = None


# --- methods ----------------------------------------------------------------------------------------------------------


class LsarCloseResponse(Response, frozen=True):
    """[MS-LSAT] 3.1.4.3."""

    ObjectHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarClose(Request[LsarCloseResponse], frozen=True):
    """[MS-LSAT] 3.1.4.3."""

    opnum: ClassVar[int] = 0

    ObjectHandle: Annotated[bytes, ContextHandle] = bytes(20)


class LsarOpenPolicyResponse(Response, frozen=True):
    """[MS-LSAT] 3.1.4.2."""

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarOpenPolicy(Request[LsarOpenPolicyResponse], frozen=True):
    """[MS-LSAT] 3.1.4.2."""

    opnum: ClassVar[int] = 6

    SystemName: Annotated[int | None, Unique(WChar)] = None
    ObjectAttributes: LSAPR_OBJECT_ATTRIBUTES = LSAPR_OBJECT_ATTRIBUTES()
    DesiredAccess: Annotated[int, ULong] = 0


class LsarLookupNamesResponse(Response, frozen=True):
    """[MS-LSAT] 3.1.4.8."""

    ReferencedDomains: Annotated[LSAPR_REFERENCED_DOMAIN_LIST | None, Unique(LSAPR_REFERENCED_DOMAIN_LIST)] = None
    TranslatedSids: LSAPR_TRANSLATED_SIDS = LSAPR_TRANSLATED_SIDS()
    MappedCount: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class LsarLookupNames(Request[LsarLookupNamesResponse], frozen=True):
    """[MS-LSAT] 3.1.4.8."""

    opnum: ClassVar[int] = 14

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    Count: Annotated[int | None, Range(ULong, 0, 1000)] = None
    Names: Annotated[tuple[RPC_UNICODE_STRING, ...], Conformant(RPC_UNICODE_STRING, "Count")] = ()
    TranslatedSids: LSAPR_TRANSLATED_SIDS = LSAPR_TRANSLATED_SIDS()
    LookupLevel: Annotated[LSAP_LOOKUP_LEVEL, Enum16] = LSAP_LOOKUP_LEVEL.LsapLookupWksta
    MappedCount: Annotated[int, ULong] = 0


class LsarLookupSidsResponse(Response, frozen=True):
    """[MS-LSAT] 3.1.4.11."""

    ReferencedDomains: Annotated[LSAPR_REFERENCED_DOMAIN_LIST | None, Unique(LSAPR_REFERENCED_DOMAIN_LIST)] = None
    TranslatedNames: LSAPR_TRANSLATED_NAMES = LSAPR_TRANSLATED_NAMES()
    MappedCount: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class LsarLookupSids(Request[LsarLookupSidsResponse], frozen=True):
    """[MS-LSAT] 3.1.4.11."""

    opnum: ClassVar[int] = 15

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    SidEnumBuffer: LSAPR_SID_ENUM_BUFFER = LSAPR_SID_ENUM_BUFFER()
    TranslatedNames: LSAPR_TRANSLATED_NAMES = LSAPR_TRANSLATED_NAMES()
    LookupLevel: Annotated[LSAP_LOOKUP_LEVEL, Enum16] = LSAP_LOOKUP_LEVEL.LsapLookupWksta
    MappedCount: Annotated[int, ULong] = 0


class LsarOpenPolicy2Response(Response, frozen=True):
    """[MS-LSAT] 3.1.4.1."""

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    ReturnValue: Annotated[int, Long] = 0


class LsarOpenPolicy2(Request[LsarOpenPolicy2Response], frozen=True):
    """[MS-LSAT] 3.1.4.1."""

    opnum: ClassVar[int] = 44

    SystemName: Annotated[str | None, Unique(WString)] = None
    ObjectAttributes: LSAPR_OBJECT_ATTRIBUTES = LSAPR_OBJECT_ATTRIBUTES()
    DesiredAccess: Annotated[int, ULong] = 0


class LsarGetUserNameResponse(Response, frozen=True):
    """[MS-LSAT] 3.1.4.4."""

    UserName: Annotated[RPC_UNICODE_STRING | None, Unique(RPC_UNICODE_STRING)] = None
    DomainName: Annotated[PointerToUniqueRPC_UNICODE_STRING | None, Unique(PointerToUniqueRPC_UNICODE_STRING)] = None
    ReturnValue: Annotated[int, Long] = 0


class LsarGetUserName(Request[LsarGetUserNameResponse], frozen=True):
    """[MS-LSAT] 3.1.4.4."""

    opnum: ClassVar[int] = 45

    SystemName: Annotated[str | None, Unique(WString)] = None
    UserName: Annotated[RPC_UNICODE_STRING | None, Unique(RPC_UNICODE_STRING)] = None
    DomainName: Annotated[PointerToUniqueRPC_UNICODE_STRING | None, Unique(PointerToUniqueRPC_UNICODE_STRING)] = None


class LsarLookupSids2Response(Response, frozen=True):
    """[MS-LSAT] 3.1.4.10."""

    ReferencedDomains: Annotated[LSAPR_REFERENCED_DOMAIN_LIST | None, Unique(LSAPR_REFERENCED_DOMAIN_LIST)] = None
    TranslatedNames: LSAPR_TRANSLATED_NAMES_EX = LSAPR_TRANSLATED_NAMES_EX()
    MappedCount: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class LsarLookupSids2(Request[LsarLookupSids2Response], frozen=True):
    """[MS-LSAT] 3.1.4.10."""

    opnum: ClassVar[int] = 57

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    SidEnumBuffer: LSAPR_SID_ENUM_BUFFER = LSAPR_SID_ENUM_BUFFER()
    TranslatedNames: LSAPR_TRANSLATED_NAMES_EX = LSAPR_TRANSLATED_NAMES_EX()
    LookupLevel: Annotated[LSAP_LOOKUP_LEVEL, Enum16] = LSAP_LOOKUP_LEVEL.LsapLookupWksta
    MappedCount: Annotated[int, ULong] = 0
    LookupOptions: Annotated[int, ULong] = 0
    ClientRevision: Annotated[int, ULong] = 0


class LsarLookupNames2Response(Response, frozen=True):
    """[MS-LSAT] 3.1.4.7."""

    ReferencedDomains: Annotated[LSAPR_REFERENCED_DOMAIN_LIST | None, Unique(LSAPR_REFERENCED_DOMAIN_LIST)] = None
    TranslatedSids: LSAPR_TRANSLATED_SIDS_EX = LSAPR_TRANSLATED_SIDS_EX()
    MappedCount: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class LsarLookupNames2(Request[LsarLookupNames2Response], frozen=True):
    """[MS-LSAT] 3.1.4.7."""

    opnum: ClassVar[int] = 58

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    Count: Annotated[int | None, Range(ULong, 0, 1000)] = None
    Names: Annotated[tuple[RPC_UNICODE_STRING, ...], Conformant(RPC_UNICODE_STRING, "Count")] = ()
    TranslatedSids: LSAPR_TRANSLATED_SIDS_EX = LSAPR_TRANSLATED_SIDS_EX()
    LookupLevel: Annotated[LSAP_LOOKUP_LEVEL, Enum16] = LSAP_LOOKUP_LEVEL.LsapLookupWksta
    MappedCount: Annotated[int, ULong] = 0
    LookupOptions: Annotated[int, ULong] = 0
    ClientRevision: Annotated[int, ULong] = 0


class LsarLookupNames3Response(Response, frozen=True):
    """[MS-LSAT] 3.1.4.6."""

    ReferencedDomains: Annotated[LSAPR_REFERENCED_DOMAIN_LIST | None, Unique(LSAPR_REFERENCED_DOMAIN_LIST)] = None
    TranslatedSids: LSAPR_TRANSLATED_SIDS_EX2 = LSAPR_TRANSLATED_SIDS_EX2()
    MappedCount: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class LsarLookupNames3(Request[LsarLookupNames3Response], frozen=True):
    """[MS-LSAT] 3.1.4.6."""

    opnum: ClassVar[int] = 68

    PolicyHandle: Annotated[bytes, ContextHandle] = bytes(20)
    Count: Annotated[int | None, Range(ULong, 0, 1000)] = None
    Names: Annotated[tuple[RPC_UNICODE_STRING, ...], Conformant(RPC_UNICODE_STRING, "Count")] = ()
    TranslatedSids: LSAPR_TRANSLATED_SIDS_EX2 = LSAPR_TRANSLATED_SIDS_EX2()
    LookupLevel: Annotated[LSAP_LOOKUP_LEVEL, Enum16] = LSAP_LOOKUP_LEVEL.LsapLookupWksta
    MappedCount: Annotated[int, ULong] = 0
    LookupOptions: Annotated[int, ULong] = 0
    ClientRevision: Annotated[int, ULong] = 0


class LsarLookupSids3Response(Response, frozen=True):
    """[MS-LSAT] 3.1.4.9."""

    ReferencedDomains: Annotated[LSAPR_REFERENCED_DOMAIN_LIST | None, Unique(LSAPR_REFERENCED_DOMAIN_LIST)] = None
    TranslatedNames: LSAPR_TRANSLATED_NAMES_EX = LSAPR_TRANSLATED_NAMES_EX()
    MappedCount: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class LsarLookupSids3(Request[LsarLookupSids3Response], frozen=True):
    """[MS-LSAT] 3.1.4.9."""

    opnum: ClassVar[int] = 76

    SidEnumBuffer: LSAPR_SID_ENUM_BUFFER = LSAPR_SID_ENUM_BUFFER()
    TranslatedNames: LSAPR_TRANSLATED_NAMES_EX = LSAPR_TRANSLATED_NAMES_EX()
    LookupLevel: Annotated[LSAP_LOOKUP_LEVEL, Enum16] = LSAP_LOOKUP_LEVEL.LsapLookupWksta
    MappedCount: Annotated[int, ULong] = 0
    LookupOptions: Annotated[int, ULong] = 0
    ClientRevision: Annotated[int, ULong] = 0


class LsarLookupNames4Response(Response, frozen=True):
    """[MS-LSAT] 3.1.4.5."""

    ReferencedDomains: Annotated[LSAPR_REFERENCED_DOMAIN_LIST | None, Unique(LSAPR_REFERENCED_DOMAIN_LIST)] = None
    TranslatedSids: LSAPR_TRANSLATED_SIDS_EX2 = LSAPR_TRANSLATED_SIDS_EX2()
    MappedCount: Annotated[int, ULong] = 0
    ReturnValue: Annotated[int, Long] = 0


class LsarLookupNames4(Request[LsarLookupNames4Response], frozen=True):
    """[MS-LSAT] 3.1.4.5."""

    opnum: ClassVar[int] = 77

    Count: Annotated[int | None, Range(ULong, 0, 1000)] = None
    Names: Annotated[tuple[RPC_UNICODE_STRING, ...], Conformant(RPC_UNICODE_STRING, "Count")] = ()
    TranslatedSids: LSAPR_TRANSLATED_SIDS_EX2 = LSAPR_TRANSLATED_SIDS_EX2()
    LookupLevel: Annotated[LSAP_LOOKUP_LEVEL, Enum16] = LSAP_LOOKUP_LEVEL.LsapLookupWksta
    MappedCount: Annotated[int, ULong] = 0
    LookupOptions: Annotated[int, ULong] = 0
    ClientRevision: Annotated[int, ULong] = 0


LSARPC = Interface(
    name="lsarpc",
    uuid=UUID("12345778-1234-abcd-ef00-0123456789ab"),
    major=0,
    methods=(
        LsarClose,
        LsarOpenPolicy,
        LsarLookupNames,
        LsarLookupSids,
        LsarOpenPolicy2,
        LsarGetUserName,
        LsarLookupSids2,
        LsarLookupNames2,
        LsarLookupNames3,
        LsarLookupSids3,
        LsarLookupNames4,
    ),
    pipe="lsarpc",
    opnums=78,
)
