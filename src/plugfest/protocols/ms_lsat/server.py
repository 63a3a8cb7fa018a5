"""[MS-LSAT] and [MS-LSAD], as far as clients of a file server ask: SIDs to names and back, and the name of the domain.

Departures: whoever has logged on is answered, whatever access a handle was opened for; names are looked up on this
server alone, in one namespace that has no case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import msgspec

from plugfest.protocols.ms_dtyp import Sid
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_lsad import types as lsad
from plugfest.protocols.ms_lsat import types as lsat
from plugfest.protocols.ms_lsat.types import LSARPC, RPC_UNICODE_STRING, SID_NAME_USE
from plugfest.protocols.ms_rpce.pdus import FaultStatus
from plugfest.protocols.ms_rpce.server import Fault
from plugfest.wire.ndr import NDR, Request, Response, TransferSyntax

_STATUS_SOME_NOT_MAPPED = 0x00000107
_HANDLE_SIZE = 20
_MAX_HANDLES = 64
_BUILTIN = Sid.parse("S-1-5-32")
_NT_AUTHORITY = Sid.parse("S-1-5")
_WORLD = Sid.parse("S-1-1")
ALIASES = {
    544: "Administrators",
    545: "Users",
    546: "Guests",
    547: "Power Users",
    549: "Server Operators",
    550: "Print Operators",
    551: "Backup Operators",
}
"""[MS-DTYP] 2.4.2.4: what BUILTIN has, by relative identifier."""
_AUTHORITIES = {2: "NETWORK", 7: "ANONYMOUS LOGON", 11: "Authenticated Users", 18: "SYSTEM"}
_MAX_LOOKUP = 1000


class Directory(Protocol):
    """What the service asks the computer."""

    def computer_name(self) -> str:
        """The name of the domain of its own accounts."""

    def domain_name(self) -> str:
        """The domain or workgroup that it is in."""

    def machine_sid(self) -> Sid:
        """What its own accounts are below."""

    def users(self) -> Sequence[tuple[str, int]]:
        """Names and relative identifiers."""

    def random(self, count: int) -> bytes:
        """From outside."""


class Account(msgspec.Struct, frozen=True):
    """What a SID and a name both are."""

    domain: str
    domain_sid: Sid
    relative_id: int
    name: str
    use: SID_NAME_USE


class LsaService:
    """Serves lsarpc for one connection; the context of a call tells who it is."""

    interface = LSARPC

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._handles: set[bytes] = set()

    def call(self, opnum: int, stub: bytes, context: Any, syntax: TransferSyntax = NDR) -> bytes:
        """Execute a method. Raises Fault for one that is not served, WireError for a bad stub."""
        method = _METHODS.get(opnum)
        if method is None:
            raise Fault(FaultStatus.nca_s_op_rng_error, f"lsarpc opnum {opnum}")
        kind, execute = method
        request, _ = kind.decode_from(stub, syntax=syntax)
        return execute(self, request, context).encode(syntax=syntax)

    # --- handles --------------------------------------------------------------------------------------------------

    def _open(self, request: Any, caller: Any) -> Response:
        """3.1.4.1, 3.1.4.2: not for who has no name."""
        if caller.is_anonymous:
            return self._refused(request, NtStatus.STATUS_ACCESS_DENIED)
        if len(self._handles) >= _MAX_HANDLES:
            return self._refused(request, NtStatus.STATUS_INSUFFICIENT_RESOURCES)
        handle = bytes(4) + self._directory.random(_HANDLE_SIZE - 4)
        self._handles.add(handle)
        response: Response = request.response()(handle, 0)
        return response

    def _close(self, request: lsat.LsarClose, caller: Any) -> Response:
        """3.1.4.3."""
        if request.ObjectHandle not in self._handles:
            return self._refused(request, NtStatus.STATUS_INVALID_HANDLE)
        self._handles.discard(request.ObjectHandle)
        return lsat.LsarCloseResponse(bytes(_HANDLE_SIZE), 0)

    @staticmethod
    def _refused(request: Any, status: int) -> Response:
        response: Response = request.response()(ReturnValue=_signed(status))
        return response

    # --- the policy -----------------------------------------------------------------------------------------------

    def _query(self, request: lsad.LsarQueryInformationPolicy, caller: Any) -> Response:
        """[MS-LSAD] 3.1.4.4.4, 3.1.4.4.3: the domains that this computer knows."""
        if request.PolicyHandle not in self._handles:
            return self._refused(request, NtStatus.STATUS_INVALID_HANDLE)
        level = int(request.InformationClass)
        directory = self._directory
        domain = _string(directory.domain_name())
        infos: dict[int, Any] = {
            3: lsad.LSAPR_POLICY_PRIMARY_DOM_INFO(_lsad_string(domain)),
            5: lsad.LSAPR_POLICY_ACCOUNT_DOM_INFO(
                _lsad_string(_string(directory.computer_name())), _lsad_sid(directory.machine_sid())
            ),
            6: lsad.POLICY_LSA_SERVER_ROLE_INFO(lsad.POLICY_LSA_SERVER_ROLE(3)),  # primary: its accounts are its own
            12: lsad.LSAPR_POLICY_DNS_DOMAIN_INFO(_lsad_string(domain)),
        }
        if level not in infos:
            return self._refused(request, NtStatus.STATUS_INVALID_PARAMETER)
        response: Response = request.response()(level, infos[level], 0)
        return response

    # --- translation ----------------------------------------------------------------------------------------------

    def _accounts(self) -> list[Account]:
        directory = self._directory
        name, sid = directory.computer_name(), directory.machine_sid()
        users = [Account(name, sid, rid, user, SID_NAME_USE.SidTypeUser) for user, rid in directory.users()]
        aliases = [Account("BUILTIN", _BUILTIN, rid, one, SID_NAME_USE.SidTypeAlias) for rid, one in ALIASES.items()]
        known = SID_NAME_USE.SidTypeWellKnownGroup
        authorities = [Account("NT AUTHORITY", _NT_AUTHORITY, rid, one, known) for rid, one in _AUTHORITIES.items()]
        return [*users, *aliases, *authorities, Account("", _WORLD, 0, "Everyone", known)]

    def _lookup_sids(self, request: lsat.LsarLookupSids, caller: Any) -> Response:
        """3.1.4.11."""
        if request.PolicyHandle not in self._handles:
            return self._refused(request, NtStatus.STATUS_INVALID_HANDLE)
        wanted = request.SidEnumBuffer.SidInfo or ()
        if len(wanted) > _MAX_LOOKUP:
            return self._refused(request, NtStatus.STATUS_INVALID_PARAMETER)
        accounts = {str(one.domain_sid.child(one.relative_id)): one for one in self._accounts()}
        domains = _Domains()
        names, mapped = [], 0
        for information in wanted:
            text = _text(information.Sid)
            account = accounts.get(text)
            if account is None:
                names.append(lsat.LSAPR_TRANSLATED_NAME(SID_NAME_USE.SidTypeUnknown, _string(text), -1))
            else:
                names.append(lsat.LSAPR_TRANSLATED_NAME(account.use, _string(account.name), domains.index(account)))
                mapped += 1
        return lsat.LsarLookupSidsResponse(
            domains.referenced(),
            lsat.LSAPR_TRANSLATED_NAMES(None, tuple(names) if names else None),
            mapped,
            _mapped_status(mapped, len(wanted)),
        )

    def _lookup_names(self, request: lsat.LsarLookupNames, caller: Any) -> Response:
        r"""3.1.4.8: `DOMAIN\name`, or a name alone."""
        if request.PolicyHandle not in self._handles:
            return self._refused(request, NtStatus.STATUS_INVALID_HANDLE)
        accounts: dict[str, Account] = {}
        for one in self._accounts():
            accounts.setdefault(one.name.casefold(), one)
            accounts.setdefault(f"{one.domain}\\{one.name}".casefold(), one)
        domains = _Domains()
        sids, mapped = [], 0
        for name in request.Names:
            account = accounts.get((name.Buffer or "").casefold())
            if account is None:
                sids.append(lsat.LSA_TRANSLATED_SID(SID_NAME_USE.SidTypeUnknown, 0, -1))
            else:
                sids.append(lsat.LSA_TRANSLATED_SID(account.use, account.relative_id, domains.index(account)))
                mapped += 1
        return lsat.LsarLookupNamesResponse(
            domains.referenced(),
            lsat.LSAPR_TRANSLATED_SIDS(None, tuple(sids) if sids else None),
            mapped,
            _mapped_status(mapped, len(request.Names)),
        )

    def _user_name(self, request: lsat.LsarGetUserName, caller: Any) -> Response:
        """3.1.4.4: who calls."""
        if caller.is_anonymous:
            return self._refused(request, NtStatus.STATUS_ACCESS_DENIED)
        domain = None
        if request.DomainName is not None:
            domain = lsat.PointerToUniqueRPC_UNICODE_STRING(_string(self._directory.computer_name()))
        return lsat.LsarGetUserNameResponse(_string(caller.user_name), domain, 0)


class _Domains:
    """ReferencedDomains as it grows."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, Sid]] = {}

    def index(self, account: Account) -> int:
        """Where the account's domain stands."""
        return self._known.setdefault(account.domain, (len(self._known), account.domain_sid))[0]

    def referenced(self) -> lsat.LSAPR_REFERENCED_DOMAIN_LIST:
        """2.2.12."""
        entries = tuple(
            lsat.LSAPR_TRUST_INFORMATION(_string(name), _lsat_sid(sid)) for name, (_, sid) in self._known.items()
        )
        return lsat.LSAPR_REFERENCED_DOMAIN_LIST(None, entries or None, 0)


def _mapped_status(mapped: int, wanted: int) -> int:
    if mapped == wanted:
        return 0
    return _STATUS_SOME_NOT_MAPPED if mapped else _signed(NtStatus.STATUS_NONE_MAPPED)


def _signed(status: int) -> int:
    return int(status) - (1 << 32) if status & 0x80000000 else int(status)


def _string(text: str) -> RPC_UNICODE_STRING:
    size = len(text.encode("utf-16-le", "surrogatepass"))
    return RPC_UNICODE_STRING(size, size, text)


def _lsad_string(text: RPC_UNICODE_STRING) -> lsad.RPC_UNICODE_STRING:
    return lsad.RPC_UNICODE_STRING(text.Length, text.MaximumLength, text.Buffer)


def _lsat_sid(sid: Sid) -> lsat.RPC_SID:
    authority = lsat.RPC_SID_IDENTIFIER_AUTHORITY(sid.identifier_authority)
    return lsat.RPC_SID(sid.revision, None, authority, sid.sub_authorities)


def _lsad_sid(sid: Sid) -> lsad.RPC_SID:
    authority = lsad.RPC_SID_IDENTIFIER_AUTHORITY(sid.identifier_authority)
    return lsad.RPC_SID(sid.revision, None, authority, sid.sub_authorities)


def _text(sid: lsat.RPC_SID | None) -> str:
    if sid is None:
        return ""
    parts = sid.SubAuthority
    return str(Sid(sid.Revision, len(parts), sid.IdentifierAuthority.Value, parts))


_METHODS: dict[int, tuple[type[Request[Any]], Callable[[LsaService, Any, Any], Response]]] = {
    kind.opnum: (kind, execute)
    for kind, execute in (
        (lsat.LsarClose, LsaService._close),
        (lsat.LsarOpenPolicy, LsaService._open),
        (lsad.LsarQueryInformationPolicy, LsaService._query),
        (lsat.LsarLookupNames, LsaService._lookup_names),
        (lsat.LsarLookupSids, LsaService._lookup_sids),
        (lsat.LsarOpenPolicy2, LsaService._open),
        (lsat.LsarGetUserName, LsaService._user_name),
        (lsad.LsarQueryInformationPolicy2, LsaService._query),
    )
}
