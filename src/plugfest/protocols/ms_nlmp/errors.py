"""How a log-on is refused."""

from __future__ import annotations

from plugfest.errors import StatusError
from plugfest.protocols.ms_erref import NtStatus


class AuthenticationError(StatusError):
    """A log-on is refused with `status`; `reason` is for our own log, the peer only learns the status.

    Where [MS-NLMP] returns an SSPI code, `status` is what it becomes in a protocol that speaks NTSTATUS:
    SEC_E_INVALID_TOKEN is STATUS_INVALID_PARAMETER, SEC_E_UNSUPPORTED_FUNCTION is STATUS_NOT_SUPPORTED.
    """

    def __init__(self, status: NtStatus, reason: str) -> None:
        super().__init__(f"log-on ({reason})", status)
        self.reason = reason
