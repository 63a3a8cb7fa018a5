"""What a server is to serve: from the short forms that people type, or from a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from plugfest.errors import InputError
from plugfest.protocols.ms_smb2.constants import DIALECTS, Dialect
from plugfest.protocols.ms_smb2.server import ServerConfig, Share, User
from plugfest.protocols.ms_smb2.server.objects import STYPE_IPC, STYPE_SPECIAL
from plugfest.protocols.rules import Mutant

ADMINISTRATORS = "Administrators"
_SHARE_OPTIONS = ("ro", "encrypt")
_TOP_LEVEL: dict[str, type] = {
    "name": str,
    "listen": str,
    "users": list,
    "shares": list,
    "require_signing": bool,
    "require_encryption": bool,
    "allow_guest": bool,
    "allow_anonymous": bool,
    "min_dialect": str,
    "max_dialect": str,
}
_USER: dict[str, type] = {"name": str, "password": str, "groups": list}
_SHARE: dict[str, type] = {
    "name": str,
    "path": str,
    "comment": str,
    "read_only": bool,
    "encrypt": bool,
    "users": list,
    "max_uses": int,
}
_KINDS: dict[type, str] = {str: "text", bool: "true or false", int: "a number", list: "a list"}


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
    """`NAME` for a share in memory, `NAME=PATH` for one on disk, with options behind commas."""
    place, *options = text.split(",")
    name, equals, path = place.partition("=")
    unknown = [option for option in options if option not in _SHARE_OPTIONS]
    if not name or unknown or (equals and not path):
        known = ", ".join(_SHARE_OPTIONS)
        reason = f"unknown option {unknown[0]!r} (known: {known})" if unknown else "NAME or NAME=PATH is wanted"
        raise InputError(f"--share {text}: {reason}")
    return make_share(name, path, read_only="ro" in options, encrypt_data="encrypt" in options)


def make_share(name: str, path: str = "", **properties: Any) -> Share:
    """A share of files: in memory, or of a folder. Raises InputError where that is none."""
    if not path:
        return Share(name, **properties)
    from plugfest.net.storage import DirectoryStorage

    folder = Path(path).expanduser()
    if not folder.is_dir():
        raise InputError(f"share {name}: {path} is no folder")
    return Share(name, path=str(folder.absolute()), storage=DirectoryStorage(folder), **properties)


def parse_mutant(text: str) -> Mutant:
    """`DOC:SECTION:HASH`, or that and `:OPERATOR`."""
    parts = text.split(":", 3)
    if len(parts) < 3:
        raise InputError(f"--mutant {text}: RULE[:OPERATOR] is wanted, where RULE is a requirement id")
    return Mutant(":".join(parts[:3]), parts[3] if len(parts) > 3 else "skip")


def parse_dialect(text: str) -> Dialect:
    """`2.0.2` to `3.1.1`."""
    for dialect in DIALECTS:
        if str(dialect) == text:
            return dialect
    raise InputError(f"{text!r} is no dialect; there are {', '.join(map(str, DIALECTS))}")


def dialects_between(lowest: str | None, highest: str | None) -> tuple[Dialect, ...]:
    """The dialects from one to the other. Raises InputError where none is left."""
    low = parse_dialect(lowest) if lowest else DIALECTS[0]
    high = parse_dialect(highest) if highest else DIALECTS[-1]
    if low > high:
        raise InputError(f"no dialect is between {low} and {high}")
    return tuple(dialect for dialect in DIALECTS if low <= dialect <= high)


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
    allow_guest: bool = False,
    allow_anonymous: bool = False,
    dialects: tuple[Dialect, ...] = DIALECTS,
) -> ServerConfig:
    """A configuration with IPC$ and these shares. Raises InputError where two have one name."""
    every = (*shares, ipc_share())
    _unlike("share", (share.name for share in every))
    _unlike("user", (user.name for user in users))
    return ServerConfig(
        name=name,
        users=tuple(users),
        shares=every,
        dialects=dialects,
        require_message_signing=require_signing,
        encrypt_data=require_encryption,
        allow_guest=allow_guest,
        allow_anonymous=allow_anonymous,
    )


def _unlike(kind: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise InputError(f"{kind} {name} is there twice")
        seen.add(name.casefold())


def read_configuration(path: Path) -> dict[str, Any]:
    """A TOML file as the keywords of `server_config`, and `listen`. Raises InputError with file and key."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from None
    try:
        return _keywords(path.parent, table)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _keywords(folder: Path, table: dict[str, Any]) -> dict[str, Any]:
    """Paths of shares are relative to the folder."""
    _known("", table, _TOP_LEVEL)
    users = [_user(f"users[{number}].", entry) for number, entry in enumerate(table.pop("users", []))]
    shares = [_share(folder, f"shares[{number}].", entry) for number, entry in enumerate(table.pop("shares", []))]
    dialects = dialects_between(table.pop("min_dialect", None), table.pop("max_dialect", None))
    return {**table, "users": users, "shares": shares, "dialects": dialects}


def _known(place: str, table: Any, keys: dict[str, type], required: Sequence[str] = ()) -> None:
    """Raise InputError unless the table has these keys and no others, each of its type."""
    if not isinstance(table, dict):
        raise InputError(f"{place.rstrip('.')} is to be a table")
    for key, value in table.items():
        if key not in keys:
            raise InputError(f"{place}{key} is unknown (known: {', '.join(sorted(keys))})")
        if type(value) is not keys[key]:
            raise InputError(f"{place}{key} is to be {_KINDS[keys[key]]}, not {value!r}")
    for key in required:
        if key not in table:
            raise InputError(f"{place}{key} is missing")


def _user(place: str, entry: dict[str, Any]) -> User:
    _known(place, entry, _USER, ("name", "password"))
    return User.with_password(entry["name"], entry["password"], frozenset(entry.get("groups", ())))


def _share(folder: Path, place: str, entry: dict[str, Any]) -> Share:
    _known(place, entry, _SHARE, ("name",))
    users = entry.get("users")
    path = entry.get("path", "")
    return make_share(
        entry["name"],
        str(folder / path) if path else "",
        remark=entry.get("comment", ""),
        read_only=entry.get("read_only", False),
        encrypt_data=entry.get("encrypt", False),
        users=frozenset(users) if users is not None else None,
        max_uses=entry.get("max_uses", 0xFFFFFFFF),
    )
