"""[MS-ERREF]: the error codes that the protocols here answer with."""

from plugfest.protocols.ms_erref.ntstatus import NtStatus
from plugfest.protocols.ms_erref.refused import Refused

__all__ = ["NtStatus", "Refused"]
