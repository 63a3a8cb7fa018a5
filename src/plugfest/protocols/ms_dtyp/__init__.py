"""[MS-DTYP]: Windows data types: security identifiers and descriptors, and the algorithms on them."""

from plugfest.protocols.ms_dtyp.access import FILE_MAPPING, GenericMapping, Token, granted_access, new_descriptor
from plugfest.protocols.ms_dtyp.security_descriptor import (
    Ace,
    AceFlags,
    AceType,
    Acl,
    SdControl,
    SecurityDescriptor,
    SecurityInformation,
)
from plugfest.protocols.ms_dtyp.sid import Sid

__all__ = [
    "FILE_MAPPING",
    "Ace",
    "AceFlags",
    "AceType",
    "Acl",
    "GenericMapping",
    "SdControl",
    "SecurityDescriptor",
    "SecurityInformation",
    "Sid",
    "Token",
    "granted_access",
    "new_descriptor",
]
