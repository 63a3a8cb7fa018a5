"""The flags and identifiers of [MS-NLMP] 2.2.2, under the document's own names."""

from __future__ import annotations

from plugfest.wire import Flags, OpenEnum

SIGNATURE = b"NTLMSSP\0"


class MessageType(OpenEnum):
    """[MS-NLMP] 2.2."""

    NtLmNegotiate = 1
    NtLmChallenge = 2
    NtLmAuthenticate = 3


class NegotiateFlags(Flags):
    """[MS-NLMP] 2.2.2.5, the NEGOTIATE structure."""

    NTLMSSP_NEGOTIATE_56 = 0x80000000
    NTLMSSP_NEGOTIATE_KEY_EXCH = 0x40000000
    NTLMSSP_NEGOTIATE_128 = 0x20000000
    NTLMSSP_NEGOTIATE_VERSION = 0x02000000
    NTLMSSP_NEGOTIATE_TARGET_INFO = 0x00800000
    NTLMSSP_REQUEST_NON_NT_SESSION_KEY = 0x00400000
    NTLMSSP_NEGOTIATE_IDENTIFY = 0x00100000
    NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY = 0x00080000
    NTLMSSP_TARGET_TYPE_SERVER = 0x00020000
    NTLMSSP_TARGET_TYPE_DOMAIN = 0x00010000
    NTLMSSP_NEGOTIATE_ALWAYS_SIGN = 0x00008000
    NTLMSSP_NEGOTIATE_OEM_WORKSTATION_SUPPLIED = 0x00002000
    NTLMSSP_NEGOTIATE_OEM_DOMAIN_SUPPLIED = 0x00001000
    NTLMSSP_ANONYMOUS = 0x00000800  # bit J, to which this revision of the document gives no token
    NTLMSSP_NEGOTIATE_NTLM = 0x00000200
    NTLMSSP_NEGOTIATE_LM_KEY = 0x00000080
    NTLMSSP_NEGOTIATE_DATAGRAM = 0x00000040
    NTLMSSP_NEGOTIATE_SEAL = 0x00000020
    NTLMSSP_NEGOTIATE_SIGN = 0x00000010
    NTLMSSP_REQUEST_TARGET = 0x00000004
    NTLM_NEGOTIATE_OEM = 0x00000002
    NTLMSSP_NEGOTIATE_UNICODE = 0x00000001


class AvId(OpenEnum):
    """[MS-NLMP] 2.2.2.1."""

    MsvAvEOL = 0x0000
    MsvAvNbComputerName = 0x0001
    MsvAvNbDomainName = 0x0002
    MsvAvDnsComputerName = 0x0003
    MsvAvDnsDomainName = 0x0004
    MsvAvDnsTreeName = 0x0005
    MsvAvFlags = 0x0006
    MsvAvTimestamp = 0x0007
    MsvAvSingleHost = 0x0008
    MsvAvTargetName = 0x0009
    MsvAvChannelBindings = 0x000A


class AvFlags(Flags):
    """The bits of MsvAvFlags, [MS-NLMP] 2.2.2.1. The document gives values without names; these are ours."""

    CONSTRAINED = 0x00000001
    MIC_PROVIDED = 0x00000002
    UNTRUSTED_TARGET_NAME = 0x00000004


NTLMSSP_REVISION_W2K3 = 0x0F
"""[MS-NLMP] 2.2.2.10."""
