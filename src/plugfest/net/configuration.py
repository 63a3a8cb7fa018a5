"""What a server is to serve, from the short forms that people type."""

from __future__ import annotations

from collections.abc import Sequence

from plugfest.errors import InputError
from plugfest.protocols.ms_smb2.server import ServerConfig, Share, User
from plugfest.protocols.ms_smb2.server.objects import STYPE_IPC, STYPE_SPECIAL
from plugfest.protocols.rules import Mutant

ADMINISTRATORS = "Administrators"
_SHARE_OPTIONS = ("ro", "encrypt")


def parse_listen(text: str) -> tuple[str, int]:
    """`HOST:PORT`; an IPv6 address in brackets."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or int(port) > 65535:
        raise InputError(f"--listen {text}: HOST:PORT is wanted, with a port from 0 to 65535")
    return host.strip("[]") or "127.0.0.1", int(port)


def parse_user(text: str) -> User:
    """`NAME:PASSWORD`, or `NAME:PASSWORD:GROUP,GROUP`."""
    name, colon, rest = text.partition(":")
    if not name or not colon:
        raise InputError(f"--user {name or text!r}: NAME:PASSWORD is wanted")
    password, _, groups = rest.partition(":")
    return User.with_password(name, password, frozenset(group for group in groups.split(",") if group))


def parse_share(text: str) -> Share:
    """`NAME`, with options behind commas."""
    name, *options = text.split(",")
    unknown = [option for option in options if option not in _SHARE_OPTIONS]
    if not name or unknown:
        reason = (
            f"unknown option {unknown[0]!r} (known: {', '.join(_SHARE_OPTIONS)})" if unknown else "a name is wanted"
        )
        raise InputError(f"--share {text}: {reason}")
    return Share(name, read_only="ro" in options, encrypt_data="encrypt" in options)


def parse_mutant(text: str) -> Mutant:
    """`DOC:SECTION:HASH`, or that and `:OPERATOR`."""
    parts = text.split(":", 3)
    if len(parts) < 3:
        raise InputError(f"--mutant {text}: RULE[:OPERATOR] is wanted, where RULE is a requirement id")
    return Mutant(":".join(parts[:3]), parts[3] if len(parts) > 3 else "skip")


def ipc_share() -> Share:
    """The share of the named pipes, which every server has."""
    return Share("IPC$", type=STYPE_IPC | STYPE_SPECIAL, remark="Remote IPC")


def server_config(
    *,
    users: Sequence[User],
    shares: Sequence[Share] = (),
    name: str = "PLUGFEST",
    require_signing: bool = False,
    require_encryption: bool = False,
) -> ServerConfig:
    """A configuration with IPC$ and these shares. Raises InputError where two have one name."""
    every = (*shares, ipc_share())
    names = [share.name.casefold() for share in every]
    for share in every:
        if names.count(share.name.casefold()) > 1:
            raise InputError(f"share {share.name} is there twice")
    return ServerConfig(
        name=name,
        users=tuple(users),
        shares=every,
        require_message_signing=require_signing,
        encrypt_data=require_encryption,
    )
