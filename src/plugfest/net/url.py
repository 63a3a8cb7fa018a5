"""Addresses of file servers: `smb://DOMAIN;user:password@host:port/share`."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit

import msgspec

from plugfest.errors import InputError
from plugfest.protocols.ms_nlmp import Credentials

DEFAULT_PORT = 445
_FORM = "smb://[domain;]user:password@host:port/share"


class SmbUrl(msgspec.Struct, frozen=True):
    """A server, who we are there, and a share. Printed without the password."""

    host: str
    port: int = DEFAULT_PORT
    credentials: Credentials = Credentials()
    share: str = ""

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == DEFAULT_PORT else f":{self.port}"
        domain = f"{self.credentials.domain};" if self.credentials.domain else ""
        user = f"{domain}{self.credentials.user}@" if self.credentials.user else ""
        return f"smb://{user}{host}{port}" + (f"/{self.share}" if self.share else "")


def parse_url(url: str, schemes: Collection[str] = ("smb",)) -> SmbUrl:
    """Take an address apart; every part may be percent-encoded UTF-8. Raises InputError with the reason."""
    try:
        parts = urlsplit(url)
        port = DEFAULT_PORT if parts.port is None else parts.port
    except ValueError as error:
        raise _refused(url, str(error)) from error
    if parts.scheme.lower() not in schemes:
        raise _refused(url, f"its scheme is {parts.scheme or 'missing'}, not {' or '.join(schemes)}")
    if not parts.hostname:
        raise _refused(url, "it names no host")
    if not 0 < port < 65536:
        raise _refused(url, f"port {port} is no port")
    if parts.query or parts.fragment:
        raise _refused(url, "? and # must be percent-encoded (%3F, %23)")
    share, _, path = parts.path.lstrip("/").partition("/")
    if path.strip("/"):
        raise _refused(url, f"there is something behind the share: {path}")
    return SmbUrl(_decoded(url, parts.hostname), port, _credentials(url, parts), _decoded(url, share))


def _credentials(url: str, parts: SplitResult) -> Credentials:
    user = parts.username or ""
    domain, separator, name = user.partition(";")
    if not separator:
        domain, name = "", user
    if not name and (domain or parts.password):
        raise _refused(url, "a domain or a password without a user")
    return Credentials(_decoded(url, name), _decoded(url, parts.password or ""), _decoded(url, domain))


def _decoded(url: str, text: str) -> str:
    try:
        return unquote_to_bytes(text).decode()
    except UnicodeDecodeError as error:
        raise _refused(url, "its percent-encoding is no UTF-8") from error


def _refused(url: str, reason: str) -> InputError:
    """The error, with the address as far as it holds no secret."""
    _, separator, behind = url.rpartition("@")
    shown = f"smb://…@{behind}" if separator else url
    return InputError(f"{shown}: {reason} (the form is {_FORM})")
