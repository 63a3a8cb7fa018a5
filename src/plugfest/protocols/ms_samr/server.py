"""[MS-SAMR], read only and as far as clients of a file server ask: the domains of a server, its users and its aliases.

Departures: only administrators may connect, as Windows has it by default of computers that are no domain controller;
whoever may is answered whatever access a handle was opened for. An enumeration is answered whole, whatever length is
preferred.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from plugfest.protocols.ms_dtyp import Sid
from plugfest.protocols.ms_dtyp.sid import ADMINISTRATORS
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_rpce.pdus import FaultStatus
from plugfest.protocols.ms_rpce.server import Fault
from plugfest.protocols.ms_samr import types as t
from plugfest.wire.ndr import NDR, Request, Response, TransferSyntax

_STATUS_NO_SUCH_DOMAIN = 0xC00000DF
_STATUS_NO_SUCH_ALIAS = 0xC0000151
_HANDLE_SIZE = 20
_MAX_HANDLES = 64
_BUILTIN = Sid.parse("S-1-5-32")
_GENERAL_INFORMATION, _NAME_INFORMATION = 2, 5


class Accounts(Protocol):
    """What the service asks the computer."""

    def computer_name(self) -> str:
        """The name of the domain of its own accounts."""

    def machine_sid(self) -> Sid:
        """What its own accounts are below."""

    def users(self) -> Sequence[tuple[str, int]]:
        """Names and relative identifiers."""

    def aliases(self) -> Sequence[tuple[str, int, Sequence[int]]]:
        """Of BUILTIN: names, relative identifiers, and those of the users in them."""

    def random(self, count: int) -> bytes:
        """From outside."""


class SamService:
    """Serves samr for one connection; the context of a call is a Caller of [MS-SRVS]."""

    interface = t.SAMR

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._handles: dict[bytes, Any] = {}
        """Handle → None for the server, the SID of a domain, the relative identifier of an alias."""

    def call(self, opnum: int, stub: bytes, context: Any, syntax: TransferSyntax = NDR) -> bytes:
        """Execute a method. Raises Fault for one that is not served, WireError for a bad stub."""
        method = _METHODS.get(opnum)
        if method is None:
            raise Fault(FaultStatus.nca_s_op_rng_error, f"samr opnum {opnum}")
        kind, execute = method
        request, _ = kind.decode_from(stub, syntax=syntax)
        if not context.is_in(str(ADMINISTRATORS)):
            return _refused(request, NtStatus.STATUS_ACCESS_DENIED).encode(syntax=syntax)
        return execute(self, request).encode(syntax=syntax)

    # --- handles --------------------------------------------------------------------------------------------------

    def _opened(self, request: Any, what: Any) -> Response:
        if len(self._handles) >= _MAX_HANDLES:
            return _refused(request, NtStatus.STATUS_INSUFFICIENT_RESOURCES)
        handle = bytes(4) + self._accounts.random(_HANDLE_SIZE - 4)
        self._handles[handle] = what
        response: Response = request.response()(handle, 0)
        return response

    def _is_server(self, handle: bytes) -> bool:
        return self._handles.get(handle, handle) is None

    def _domain(self, handle: bytes) -> Sid | None:
        what = self._handles.get(handle)
        return what if isinstance(what, Sid) else None

    def _connect(self, request: Any) -> Response:
        """3.1.5.1.4, 3.1.5.1.3."""
        return self._opened(request, None)

    def _close(self, request: t.SamrCloseHandle) -> Response:
        """3.1.5.13.1."""
        if request.SamHandle not in self._handles:
            return _refused(request, NtStatus.STATUS_INVALID_HANDLE)
        del self._handles[request.SamHandle]
        return t.SamrCloseHandleResponse(bytes(_HANDLE_SIZE), 0)

    # --- domains --------------------------------------------------------------------------------------------------

    def _domains(self) -> dict[str, Sid]:
        return {self._accounts.computer_name(): self._accounts.machine_sid(), "Builtin": _BUILTIN}

    def _enumerate_domains(self, request: t.SamrEnumerateDomainsInSamServer) -> Response:
        """3.1.5.2.1."""
        if not self._is_server(request.ServerHandle):
            return _refused(request, NtStatus.STATUS_INVALID_HANDLE)
        return _enumeration(request, [(name, 0) for name in self._domains()])

    def _lookup_domain(self, request: t.SamrLookupDomainInSamServer) -> Response:
        """3.1.5.11.1."""
        if not self._is_server(request.ServerHandle):
            return _refused(request, NtStatus.STATUS_INVALID_HANDLE)
        wanted = (request.Name.Buffer or "").casefold()
        sid = next((sid for name, sid in self._domains().items() if name.casefold() == wanted), None)
        if sid is None:
            return _refused(request, _STATUS_NO_SUCH_DOMAIN)
        return t.SamrLookupDomainInSamServerResponse(_sid(sid), 0)

    def _open_domain(self, request: t.SamrOpenDomain) -> Response:
        """3.1.5.1.5."""
        if not self._is_server(request.ServerHandle):
            return _refused(request, NtStatus.STATUS_INVALID_HANDLE)
        sid = next((sid for sid in self._domains().values() if _sid(sid) == _counted(request.DomainId)), None)
        return self._opened(request, sid) if sid is not None else _refused(request, _STATUS_NO_SUCH_DOMAIN)

    def _query_domain(self, request: Any) -> Response:
        """3.1.5.5.1, 3.1.5.5.2."""
        domain = self._domain(request.DomainHandle)
        if domain is None:
            return _refused(request, NtStatus.STATUS_INVALID_HANDLE)
        name = next(name for name, sid in self._domains().items() if sid == domain)
        infos: dict[int, Any] = {
            _GENERAL_INFORMATION: t.SAMPR_DOMAIN_GENERAL_INFORMATION(
                DomainName=_string(name),
                DomainServerState=t.DOMAIN_SERVER_ENABLE_STATE.DomainServerEnabled,
                DomainServerRole=t.DOMAIN_SERVER_ROLE.DomainServerRolePrimary,
                UserCount=len(self._users(domain)),
                AliasCount=len(self._aliases(domain)),
            ),
            _NAME_INFORMATION: t.SAMPR_DOMAIN_NAME_INFORMATION(_string(name)),
        }
        level = int(request.DomainInformationClass)
        if level not in infos:
            return _refused(request, NtStatus.STATUS_INVALID_INFO_CLASS)
        response: Response = request.response()(level, infos[level], 0)
        return response

    # --- accounts -------------------------------------------------------------------------------------------------

    def _users(self, domain: Sid) -> list[tuple[str, int]]:
        return list(self._accounts.users()) if domain != _BUILTIN else []

    def _aliases(self, domain: Sid) -> dict[int, tuple[str, Sequence[int]]]:
        if domain != _BUILTIN:
            return {}
        return {rid: (name, members) for name, rid, members in self._accounts.aliases()}

    def _enumerate_users(self, request: t.SamrEnumerateUsersInDomain) -> Response:
        """3.1.5.2.5."""
        domain = self._domain(request.DomainHandle)
        if domain is None:
            return _refused(request, NtStatus.STATUS_INVALID_HANDLE)
        return _enumeration(request, self._users(domain))

    def _enumerate_groups(self, request: t.SamrEnumerateGroupsInDomain) -> Response:
        """3.1.5.2.3: there are none."""
        if self._domain(request.DomainHandle) is None:
            return _refused(request, NtStatus.STATUS_INVALID_HANDLE)
        return _enumeration(request, [])

    def _enumerate_aliases(self, request: t.SamrEnumerateAliasesInDomain) -> Response:
        """3.1.5.2.4."""
        domain = self._domain(request.DomainHandle)
        if domain is None:
            return _refused(request, NtStatus.STATUS_INVALID_HANDLE)
        return _enumeration(request, [(name, rid) for rid, (name, _) in self._aliases(domain).items()])

    def _open_alias(self, request: t.SamrOpenAlias) -> Response:
        """3.1.5.1.8."""
        domain = self._domain(request.DomainHandle)
        if domain is None:
            return _refused(request, NtStatus.STATUS_INVALID_HANDLE)
        if request.AliasId not in self._aliases(domain):
            return _refused(request, _STATUS_NO_SUCH_ALIAS)
        return self._opened(request, request.AliasId)

    def _members(self, request: t.SamrGetMembersInAlias) -> Response:
        """3.1.5.8.6."""
        what = self._handles.get(request.AliasHandle)
        if not isinstance(what, int):
            return _refused(request, NtStatus.STATUS_INVALID_HANDLE)
        machine = self._accounts.machine_sid()
        _, members = self._aliases(_BUILTIN)[what]
        sids = tuple(t.SAMPR_SID_INFORMATION(_sid(machine.child(rid))) for rid in members)
        return t.SamrGetMembersInAliasResponse(t.SAMPR_PSID_ARRAY_OUT(None, sids or None), 0)


def _refused(request: Any, status: int) -> Response:
    response: Response = request.response()(ReturnValue=int(status) - (1 << 32))
    return response


def _enumeration(request: Any, entries: Sequence[tuple[str, int]]) -> Response:
    """What is behind the entry that EnumerationContext counts to."""
    left = entries[request.EnumerationContext :]
    buffer = t.SAMPR_ENUMERATION_BUFFER(None, tuple(t.SAMPR_RID_ENUMERATION(rid, _string(name)) for name, rid in left))
    response: Response = request.response()(len(entries), buffer, len(left), 0)
    return response


def _string(text: str) -> t.RPC_UNICODE_STRING:
    size = len(text.encode("utf-16-le", "surrogatepass"))
    return t.RPC_UNICODE_STRING(size, size, text)


def _sid(sid: Sid) -> t.RPC_SID:
    authority = t.RPC_SID_IDENTIFIER_AUTHORITY(sid.identifier_authority)
    return t.RPC_SID(sid.revision, None, authority, sid.sub_authorities)


def _counted(sid: t.RPC_SID) -> t.RPC_SID:
    """A SID from the wire as `_sid` makes them."""
    return t.RPC_SID(sid.Revision, None, sid.IdentifierAuthority, sid.SubAuthority)


_METHODS: dict[int, tuple[type[Request[Any]], Callable[[SamService, Any], Response]]] = {
    kind.opnum: (kind, execute)
    for kind, execute in (
        (t.SamrConnect, SamService._connect),
        (t.SamrCloseHandle, SamService._close),
        (t.SamrLookupDomainInSamServer, SamService._lookup_domain),
        (t.SamrEnumerateDomainsInSamServer, SamService._enumerate_domains),
        (t.SamrOpenDomain, SamService._open_domain),
        (t.SamrQueryInformationDomain, SamService._query_domain),
        (t.SamrEnumerateGroupsInDomain, SamService._enumerate_groups),
        (t.SamrEnumerateUsersInDomain, SamService._enumerate_users),
        (t.SamrEnumerateAliasesInDomain, SamService._enumerate_aliases),
        (t.SamrOpenAlias, SamService._open_alias),
        (t.SamrGetMembersInAlias, SamService._members),
        (t.SamrQueryInformationDomain2, SamService._query_domain),
        (t.SamrConnect2, SamService._connect),
    )
}
