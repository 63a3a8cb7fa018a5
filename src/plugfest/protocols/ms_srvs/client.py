"""[MS-SRVS] 3.2: the client's part. Sans-IO: requests for the methods, and what responses say."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeVar

from plugfest.errors import RemoteProtocolError, StatusError
from plugfest.protocols.ms_rpce.client import ClientAssociation, Faulted, Responded
from plugfest.protocols.ms_srvs.constants import MAX_PREFERRED_LENGTH, NetApiStatus
from plugfest.protocols.ms_srvs.fillings import (
    ALIAS_ENUM,
    CONNECTION_ENUM,
    FILE_ENUM,
    SESSION_ENUM,
    SHARE_ENUM,
    TRANSPORT_ENUM,
    Filling,
)
from plugfest.protocols.ms_srvs.types import (
    SESSION_ENUM_STRUCT,
    SHARE_ENUM_STRUCT,
    NetrConnectionEnum,
    NetrFileEnum,
    NetrServerAliasEnum,
    NetrServerTransportEnum,
    NetrSessionEnum,
    NetrShareEnum,
    NetrShareEnumSticky,
)
from plugfest.wire.ndr import NDR, NdrStructure, Request, TransferSyntax

R = TypeVar("R", bound=NdrStructure)
E = TypeVar("E", bound=Any)
_ENUMERATIONS: dict[Any, dict[int, Filling]] = {
    NetrConnectionEnum: CONNECTION_ENUM,
    NetrFileEnum: FILE_ENUM,
    NetrSessionEnum: SESSION_ENUM,
    NetrShareEnum: SHARE_ENUM,
    NetrShareEnumSticky: SHARE_ENUM,
    NetrServerTransportEnum: TRANSPORT_ENUM,
    NetrServerAliasEnum: ALIAS_ENUM,
}


def share_enum(
    level: int = 1,
    server_name: str | None = None,
    preferred: int = MAX_PREFERRED_LENGTH,
    resume: int | None = None,
) -> NetrShareEnum:
    """The request for a level, with an empty container; for a level that does not exist with none."""
    container = SHARE_ENUM[level].container() if level in SHARE_ENUM else None  # type: ignore[misc]
    return NetrShareEnum(server_name, SHARE_ENUM_STRUCT(level, container), preferred, resume)


def session_enum(
    level: int = 10,
    server_name: str | None = None,
    client_name: str | None = None,
    user_name: str | None = None,
    preferred: int = MAX_PREFERRED_LENGTH,
    resume: int | None = None,
) -> NetrSessionEnum:
    """The request for a level, with an empty container; for a level that does not exist with none."""
    container = SESSION_ENUM[level].container() if level in SESSION_ENUM else None  # type: ignore[misc]
    info = SESSION_ENUM_STRUCT(level, container)
    return NetrSessionEnum(server_name, client_name, user_name, info, preferred, resume)


def enum(kind: type[E], level: int, **members: Any) -> E:
    """The request of any enumeration for a level, with an empty container; with none where there is no such level."""
    levels = _ENUMERATIONS[kind]
    container = levels[level].container() if level in levels else None  # type: ignore[misc]
    info = type(kind().InfoStruct)
    request: E = kind(InfoStruct=info(level, container), **members)
    return request


def entries(response: Any) -> tuple[Any, ...]:
    """What was enumerated."""
    info = response.InfoStruct
    container = getattr(info, info.__struct_fields__[1])
    return (container.Buffer or ()) if container is not None else ()


def interpret(request: Request[R], event: Responded | Faulted, syntax: TransferSyntax = NDR) -> R:
    """The response to a request. Raises WireError if it is none, Fault if the call ended in one."""
    if isinstance(event, Faulted):
        raise event.error()
    return request.response().decode(event.stub, syntax=syntax)


def call(association: ClientAssociation, request: Request[R]) -> Generator[list[bytes], bytes, R]:
    """A call as a coroutine: it yields PDUs to send, then takes what was received until the response is whole.

    An empty list asks for more bytes. Raises Fault, WireError and RemoteProtocolError.
    """
    received = yield association.call(request)
    while True:
        for event in association.receive(received):
            if isinstance(event, Responded | Faulted):
                if event.call_id != association.call_id:
                    raise RemoteProtocolError(f"an answer to call {event.call_id} instead of {association.call_id}")
                return interpret(request, event, association.syntax)
            raise RemoteProtocolError(f"{type(event).__name__} in the middle of a call")
        received = yield []


def check(response: Any, operation: str = "") -> None:
    """Raise StatusError where a method did not succeed."""
    status = NetApiStatus(response.ReturnValue)
    if status not in (NetApiStatus.NERR_Success, NetApiStatus.ERROR_MORE_DATA):
        raise StatusError(operation or type(response).__name__.removesuffix("Response"), status)
