"""[MS-SMB2] 3.3.5.5.3: the GSS side of a SESSION_SETUP: a token in, a token out, or the status of a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.errors import LocalProtocolError, RemoteProtocolError, WireError
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_nlmp import AuthenticationError, NtlmServer, Target
from plugfest.protocols.ms_spng import SpnegoServer

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

Acceptor = SpnegoServer[NtlmServer]


def acceptor(server: Server) -> Acceptor:
    """The server's end of one exchange."""
    config = server.config

    def account(domain: str, user: str) -> bytes | None:
        found = config.user(user)
        return found.nt_hash if found is not None else None

    ntlm = NtlmServer(
        account,
        target=Target(nb_machine_name=config.name, nb_domain_name=config.domain),
        random=server.random,
        now=server.now,
        allow_anonymous=config.allow_anonymous,
        guest=config.allow_guest,
    )
    return SpnegoServer([ntlm])


def accept(server: Server, exchange: Acceptor, token: bytes) -> bytes:
    """GSS_Accept_sec_context: the token that answers this one. Raises Refused."""
    try:
        return exchange.step(token)[0]
    except AuthenticationError as error:
        status = NtStatus(error.status)
        raise Refused(server.rules.value("MS-SMB2:3.3.5.5.3:7d4fb0a75e", status)) from None
    except (WireError, RemoteProtocolError, LocalProtocolError):
        raise Refused(NtStatus.STATUS_INVALID_PARAMETER) from None
