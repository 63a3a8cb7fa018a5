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


class Lsar_LSA_DP_2Response(Response, frozen=True):
    """Opnum 2."""


class Lsar_LSA_DP_2(Request[Lsar_LSA_DP_2Response], frozen=True):
    """Opnum 2."""

    opnum: ClassVar[int] = 2


class Lsar_LSA_DP_3Response(Response, frozen=True):
    """Opnum 3."""


class Lsar_LSA_DP_3(Request[Lsar_LSA_DP_3Response], frozen=True):
    """Opnum 3."""

    opnum: ClassVar[int] = 3


class Lsar_LSA_DP_4Response(Response, frozen=True):
    """Opnum 4."""


class Lsar_LSA_DP_4(Request[Lsar_LSA_DP_4Response], frozen=True):
    """Opnum 4."""

    opnum: ClassVar[int] = 4


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


class Lsar_LSA_DP_7Response(Response, frozen=True):
    """Opnum 7."""


class Lsar_LSA_DP_7(Request[Lsar_LSA_DP_7Response], frozen=True):
    """Opnum 7."""

    opnum: ClassVar[int] = 7


class Lsar_LSA_DP_8Response(Response, frozen=True):
    """Opnum 8."""


class Lsar_LSA_DP_8(Request[Lsar_LSA_DP_8Response], frozen=True):
    """Opnum 8."""

    opnum: ClassVar[int] = 8


class Lsar_LSA_DP_10Response(Response, frozen=True):
    """Opnum 10."""


class Lsar_LSA_DP_10(Request[Lsar_LSA_DP_10Response], frozen=True):
    """Opnum 10."""

    opnum: ClassVar[int] = 10


class Lsar_LSA_DP_11Response(Response, frozen=True):
    """Opnum 11."""


class Lsar_LSA_DP_11(Request[Lsar_LSA_DP_11Response], frozen=True):
    """Opnum 11."""

    opnum: ClassVar[int] = 11


class Lsar_LSA_DP_12Response(Response, frozen=True):
    """Opnum 12."""


class Lsar_LSA_DP_12(Request[Lsar_LSA_DP_12Response], frozen=True):
    """Opnum 12."""

    opnum: ClassVar[int] = 12


class Lsar_LSA_DP_13Response(Response, frozen=True):
    """Opnum 13."""


class Lsar_LSA_DP_13(Request[Lsar_LSA_DP_13Response], frozen=True):
    """Opnum 13."""

    opnum: ClassVar[int] = 13


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


class Lsar_LSA_DP_16Response(Response, frozen=True):
    """Opnum 16."""


class Lsar_LSA_DP_16(Request[Lsar_LSA_DP_16Response], frozen=True):
    """Opnum 16."""

    opnum: ClassVar[int] = 16


class Lsar_LSA_DP_17Response(Response, frozen=True):
    """Opnum 17."""


class Lsar_LSA_DP_17(Request[Lsar_LSA_DP_17Response], frozen=True):
    """Opnum 17."""

    opnum: ClassVar[int] = 17


class Lsar_LSA_DP_18Response(Response, frozen=True):
    """Opnum 18."""


class Lsar_LSA_DP_18(Request[Lsar_LSA_DP_18Response], frozen=True):
    """Opnum 18."""

    opnum: ClassVar[int] = 18


class Lsar_LSA_DP_19Response(Response, frozen=True):
    """Opnum 19."""


class Lsar_LSA_DP_19(Request[Lsar_LSA_DP_19Response], frozen=True):
    """Opnum 19."""

    opnum: ClassVar[int] = 19


class Lsar_LSA_DP_20Response(Response, frozen=True):
    """Opnum 20."""


class Lsar_LSA_DP_20(Request[Lsar_LSA_DP_20Response], frozen=True):
    """Opnum 20."""

    opnum: ClassVar[int] = 20


class Lsar_LSA_DP_23Response(Response, frozen=True):
    """Opnum 23."""


class Lsar_LSA_DP_23(Request[Lsar_LSA_DP_23Response], frozen=True):
    """Opnum 23."""

    opnum: ClassVar[int] = 23


class Lsar_LSA_DP_24Response(Response, frozen=True):
    """Opnum 24."""


class Lsar_LSA_DP_24(Request[Lsar_LSA_DP_24Response], frozen=True):
    """Opnum 24."""

    opnum: ClassVar[int] = 24


class Lsar_LSA_DP_25Response(Response, frozen=True):
    """Opnum 25."""


class Lsar_LSA_DP_25(Request[Lsar_LSA_DP_25Response], frozen=True):
    """Opnum 25."""

    opnum: ClassVar[int] = 25


class Lsar_LSA_DP_26Response(Response, frozen=True):
    """Opnum 26."""


class Lsar_LSA_DP_26(Request[Lsar_LSA_DP_26Response], frozen=True):
    """Opnum 26."""

    opnum: ClassVar[int] = 26


class Lsar_LSA_DP_27Response(Response, frozen=True):
    """Opnum 27."""


class Lsar_LSA_DP_27(Request[Lsar_LSA_DP_27Response], frozen=True):
    """Opnum 27."""

    opnum: ClassVar[int] = 27


class Lsar_LSA_DP_28Response(Response, frozen=True):
    """Opnum 28."""


class Lsar_LSA_DP_28(Request[Lsar_LSA_DP_28Response], frozen=True):
    """Opnum 28."""

    opnum: ClassVar[int] = 28


class Lsar_LSA_DP_29Response(Response, frozen=True):
    """Opnum 29."""


class Lsar_LSA_DP_29(Request[Lsar_LSA_DP_29Response], frozen=True):
    """Opnum 29."""

    opnum: ClassVar[int] = 29


class Lsar_LSA_DP_30Response(Response, frozen=True):
    """Opnum 30."""


class Lsar_LSA_DP_30(Request[Lsar_LSA_DP_30Response], frozen=True):
    """Opnum 30."""

    opnum: ClassVar[int] = 30


class Lsar_LSA_DP_31Response(Response, frozen=True):
    """Opnum 31."""


class Lsar_LSA_DP_31(Request[Lsar_LSA_DP_31Response], frozen=True):
    """Opnum 31."""

    opnum: ClassVar[int] = 31


class Lsar_LSA_DP_32Response(Response, frozen=True):
    """Opnum 32."""


class Lsar_LSA_DP_32(Request[Lsar_LSA_DP_32Response], frozen=True):
    """Opnum 32."""

    opnum: ClassVar[int] = 32


class Lsar_LSA_DP_33Response(Response, frozen=True):
    """Opnum 33."""


class Lsar_LSA_DP_33(Request[Lsar_LSA_DP_33Response], frozen=True):
    """Opnum 33."""

    opnum: ClassVar[int] = 33


class Lsar_LSA_DP_34Response(Response, frozen=True):
    """Opnum 34."""


class Lsar_LSA_DP_34(Request[Lsar_LSA_DP_34Response], frozen=True):
    """Opnum 34."""

    opnum: ClassVar[int] = 34


class Lsar_LSA_DP_35Response(Response, frozen=True):
    """Opnum 35."""


class Lsar_LSA_DP_35(Request[Lsar_LSA_DP_35Response], frozen=True):
    """Opnum 35."""

    opnum: ClassVar[int] = 35


class Lsar_LSA_DP_36Response(Response, frozen=True):
    """Opnum 36."""


class Lsar_LSA_DP_36(Request[Lsar_LSA_DP_36Response], frozen=True):
    """Opnum 36."""

    opnum: ClassVar[int] = 36


class Lsar_LSA_DP_37Response(Response, frozen=True):
    """Opnum 37."""


class Lsar_LSA_DP_37(Request[Lsar_LSA_DP_37Response], frozen=True):
    """Opnum 37."""

    opnum: ClassVar[int] = 37


class Lsar_LSA_DP_38Response(Response, frozen=True):
    """Opnum 38."""


class Lsar_LSA_DP_38(Request[Lsar_LSA_DP_38Response], frozen=True):
    """Opnum 38."""

    opnum: ClassVar[int] = 38


class Lsar_LSA_DP_39Response(Response, frozen=True):
    """Opnum 39."""


class Lsar_LSA_DP_39(Request[Lsar_LSA_DP_39Response], frozen=True):
    """Opnum 39."""

    opnum: ClassVar[int] = 39


class Lsar_LSA_DP_40Response(Response, frozen=True):
    """Opnum 40."""


class Lsar_LSA_DP_40(Request[Lsar_LSA_DP_40Response], frozen=True):
    """Opnum 40."""

    opnum: ClassVar[int] = 40


class Lsar_LSA_DP_41Response(Response, frozen=True):
    """Opnum 41."""


class Lsar_LSA_DP_41(Request[Lsar_LSA_DP_41Response], frozen=True):
    """Opnum 41."""

    opnum: ClassVar[int] = 41


class Lsar_LSA_DP_42Response(Response, frozen=True):
    """Opnum 42."""


class Lsar_LSA_DP_42(Request[Lsar_LSA_DP_42Response], frozen=True):
    """Opnum 42."""

    opnum: ClassVar[int] = 42


class Lsar_LSA_DP_43Response(Response, frozen=True):
    """Opnum 43."""


class Lsar_LSA_DP_43(Request[Lsar_LSA_DP_43Response], frozen=True):
    """Opnum 43."""

    opnum: ClassVar[int] = 43


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


class Lsar_LSA_DP_46Response(Response, frozen=True):
    """Opnum 46."""


class Lsar_LSA_DP_46(Request[Lsar_LSA_DP_46Response], frozen=True):
    """Opnum 46."""

    opnum: ClassVar[int] = 46


class Lsar_LSA_DP_47Response(Response, frozen=True):
    """Opnum 47."""


class Lsar_LSA_DP_47(Request[Lsar_LSA_DP_47Response], frozen=True):
    """Opnum 47."""

    opnum: ClassVar[int] = 47


class Lsar_LSA_DP_48Response(Response, frozen=True):
    """Opnum 48."""


class Lsar_LSA_DP_48(Request[Lsar_LSA_DP_48Response], frozen=True):
    """Opnum 48."""

    opnum: ClassVar[int] = 48


class Lsar_LSA_DP_49Response(Response, frozen=True):
    """Opnum 49."""


class Lsar_LSA_DP_49(Request[Lsar_LSA_DP_49Response], frozen=True):
    """Opnum 49."""

    opnum: ClassVar[int] = 49


class Lsar_LSA_DP_50Response(Response, frozen=True):
    """Opnum 50."""


class Lsar_LSA_DP_50(Request[Lsar_LSA_DP_50Response], frozen=True):
    """Opnum 50."""

    opnum: ClassVar[int] = 50


class Lsar_LSA_DP_51Response(Response, frozen=True):
    """Opnum 51."""


class Lsar_LSA_DP_51(Request[Lsar_LSA_DP_51Response], frozen=True):
    """Opnum 51."""

    opnum: ClassVar[int] = 51


class Lsar_LSA_DP_53Response(Response, frozen=True):
    """Opnum 53."""


class Lsar_LSA_DP_53(Request[Lsar_LSA_DP_53Response], frozen=True):
    """Opnum 53."""

    opnum: ClassVar[int] = 53


class Lsar_LSA_DP_54Response(Response, frozen=True):
    """Opnum 54."""


class Lsar_LSA_DP_54(Request[Lsar_LSA_DP_54Response], frozen=True):
    """Opnum 54."""

    opnum: ClassVar[int] = 54


class Lsar_LSA_DP_55Response(Response, frozen=True):
    """Opnum 55."""


class Lsar_LSA_DP_55(Request[Lsar_LSA_DP_55Response], frozen=True):
    """Opnum 55."""

    opnum: ClassVar[int] = 55


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


class Lsar_LSA_DP_59Response(Response, frozen=True):
    """Opnum 59."""


class Lsar_LSA_DP_59(Request[Lsar_LSA_DP_59Response], frozen=True):
    """Opnum 59."""

    opnum: ClassVar[int] = 59


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


class Lsar_LSA_DP_73Response(Response, frozen=True):
    """Opnum 73."""


class Lsar_LSA_DP_73(Request[Lsar_LSA_DP_73Response], frozen=True):
    """Opnum 73."""

    opnum: ClassVar[int] = 73


class Lsar_LSA_DP_74Response(Response, frozen=True):
    """Opnum 74."""


class Lsar_LSA_DP_74(Request[Lsar_LSA_DP_74Response], frozen=True):
    """Opnum 74."""

    opnum: ClassVar[int] = 74


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
        Lsar_LSA_DP_2,
        Lsar_LSA_DP_3,
        Lsar_LSA_DP_4,
        LsarOpenPolicy,
        Lsar_LSA_DP_7,
        Lsar_LSA_DP_8,
        Lsar_LSA_DP_10,
        Lsar_LSA_DP_11,
        Lsar_LSA_DP_12,
        Lsar_LSA_DP_13,
        LsarLookupNames,
        LsarLookupSids,
        Lsar_LSA_DP_16,
        Lsar_LSA_DP_17,
        Lsar_LSA_DP_18,
        Lsar_LSA_DP_19,
        Lsar_LSA_DP_20,
        Lsar_LSA_DP_23,
        Lsar_LSA_DP_24,
        Lsar_LSA_DP_25,
        Lsar_LSA_DP_26,
        Lsar_LSA_DP_27,
        Lsar_LSA_DP_28,
        Lsar_LSA_DP_29,
        Lsar_LSA_DP_30,
        Lsar_LSA_DP_31,
        Lsar_LSA_DP_32,
        Lsar_LSA_DP_33,
        Lsar_LSA_DP_34,
        Lsar_LSA_DP_35,
        Lsar_LSA_DP_36,
        Lsar_LSA_DP_37,
        Lsar_LSA_DP_38,
        Lsar_LSA_DP_39,
        Lsar_LSA_DP_40,
        Lsar_LSA_DP_41,
        Lsar_LSA_DP_42,
        Lsar_LSA_DP_43,
        LsarOpenPolicy2,
        LsarGetUserName,
        Lsar_LSA_DP_46,
        Lsar_LSA_DP_47,
        Lsar_LSA_DP_48,
        Lsar_LSA_DP_49,
        Lsar_LSA_DP_50,
        Lsar_LSA_DP_51,
        Lsar_LSA_DP_53,
        Lsar_LSA_DP_54,
        Lsar_LSA_DP_55,
        LsarLookupSids2,
        LsarLookupNames2,
        Lsar_LSA_DP_59,
        LsarLookupNames3,
        Lsar_LSA_DP_73,
        Lsar_LSA_DP_74,
        LsarLookupSids3,
        LsarLookupNames4,
    ),
    pipe="lsarpc",
    opnums=78,
)
