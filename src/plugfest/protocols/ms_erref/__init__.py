"""[MS-ERREF]: the error codes that the protocols here answer with."""

from plugfest.protocols.ms_erref.ntstatus import NtStatus

__all__ = ["NtStatus"]
