"""What a server is to serve: from the short forms that people type, or from a TOML file."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugfest.errors import InputError
from plugfest.protocols.ms_smb2.constants import DIALECTS, Dialect
from plugfest.protocols.ms_smb2.server import ServerConfig, Share, User
from plugfest.protocols.ms_smb2.server.objects import STYPE_IPC, STYPE_SPECIAL
from plugfest.protocols.rules import Mutant

if TYPE_CHECKING:
    from plugfest.protocols.ms_fsa import Storage

ADMINISTRATORS = "Administrators"
_SHARE_OPTIONS = ("ro", "encrypt")
Kind = type | list[type]
"""Of a value in the file; `[str]`: a list of texts."""
_TOP_LEVEL: dict[str, Kind] = {
    "name": str,
    "listen": str,
    "users": [dict],
    "shares": [dict],
    "require_signing": bool,
    "require_encryption": bool,
    "allow_guest": bool,
    "allow_anonymous": bool,
    "min_dialect": str,
    "max_dialect": str,
    "drain": int,
    "state": str,
    "share_root": str,
    "limits": dict,
}
GROUPS = ("Administrators", "BackupOperators", "PowerUsers", "PrintOperators", "ServerOperators")
"""The local groups that mean something, [MS-DTYP] 2.4.2.4; they may be written with blanks, and in any case."""
_USER: dict[str, Kind] = {"name": str, "password": str, "groups": [str]}
_SHARE: dict[str, Kind] = {
    "name": str,
    "path": str,
    "comment": str,
    "read_only": bool,
    "encrypt": bool,
    "users": [str],
    "max_uses": int,
}
_KINDS: dict[type, str] = {str: "text", bool: "true or false", int: "a whole number", list: "a list", dict: "a table"}
_MANY = 0xFFFFFFFF
LIMITS: dict[str, tuple[int, int]] = {
    "max_connections": (1, _MANY),
    "max_half_open": (1, _MANY),
    "logon_timeout": (1, _MANY),
    "max_transact_size": (65536, 8 << 20),
    "max_read_size": (65536, 8 << 20),
    "max_write_size": (65536, 8 << 20),
    "max_credits": (1, 65535),
    "max_sessions": (1, _MANY),
    "max_half_open_sessions": (1, _MANY),
    "max_channels": (1, _MANY),
    "max_opens": (1, _MANY),
    "max_pending": (0, _MANY),
    "oplock_break_timeout": (1, _MANY),
}
"""Fields of ServerConfig that bound what a client may use up, with what each may be set to."""
_LONGEST_SHARE = 80
_LONGEST_SERVER = 255
_NOT_IN_NAMES = frozenset('\\/:*?"<>|')


def parse_listen(text: str, place: str = "--listen") -> tuple[str, int]:
    """`HOST:PORT`; an IPv6 address in brackets."""
    host, colon, port = text.rpartition(":")
    if not colon or not (port.isascii() and port.isdigit()) or len(port) > 5 or int(port) > 65535:
        raise InputError(f"{place} {text!r}: HOST:PORT is wanted, with a port from 0 to 65535")
    return host.strip("[]") or "127.0.0.1", int(port)


def parse_user(text: str) -> User:
    """`NAME:PASSWORD`, or `NAME:PASSWORD:GROUP,GROUP`."""
    name, colon, rest = text.partition(":")
    if not name or not colon:
        raise InputError(f"--user {name or text!r}: NAME:PASSWORD is wanted")
    password, _, groups = rest.partition(":")
    return User.with_password(name, password, groups_of(groups.split(",")))


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


def parse_limit(text: str) -> tuple[str, int]:
    """`NAME=NUMBER`, where NAME is one of LIMITS."""
    name, _, number = text.partition("=")
    if name not in LIMITS or not (number.isascii() and number.isdigit()) or len(number) > 10:
        raise InputError(f"--limit {text}: NAME=NUMBER is wanted, where NAME is one of {', '.join(LIMITS)}")
    _within(f"--limit {name}", name, int(number))
    return name, int(number)


def _within(place: str, name: str, number: int) -> None:
    low, high = LIMITS[name]
    if not low <= number <= high:
        raise InputError(f"{place} is to be from {low} to {high}, not {number}")


def make_share(name: str, path: str = "", **properties: Any) -> Share:
    """A share of files: in memory, or of a folder. Raises InputError where it is none, or the name no share's."""
    _check_name(f"share {name!r}", name, _LONGEST_SHARE)
    if not path:
        return Share(name, path=f"C:\\{name}", **properties)
    from plugfest.net.storage import DirectoryStorage

    folder = Path(path).expanduser()
    if not folder.is_dir():
        raise InputError(f"share {name}: {_shown(path)} is no folder")
    return Share(name, path=str(folder.absolute()), storage=DirectoryStorage(folder), **properties)


def parse_mutant(text: str) -> Mutant:
    """`DOC:SECTION:HASH`, or that and `:OPERATOR`."""
    parts = text.split(":", 3)
    if len(parts) < 3:
        raise InputError(f"--mutant {text}: RULE[:OPERATOR] is wanted, where RULE is a requirement id")
    return Mutant(":".join(parts[:3]), parts[3] if len(parts) > 3 else "skip")


def parse_dialect(text: str, place: str = "") -> Dialect:
    """`2.0.2` to `3.1.1`."""
    for dialect in DIALECTS:
        if str(dialect) == text:
            return dialect
    raise InputError(f"{place}{text!r} is no dialect; there are {', '.join(map(str, DIALECTS))}")


def dialects_between(lowest: str | None, highest: str | None) -> tuple[Dialect, ...]:
    """The dialects from one to the other. Raises InputError where none is left."""
    low = parse_dialect(lowest) if lowest else DIALECTS[0]
    high = parse_dialect(highest) if highest else DIALECTS[-1]
    if low > high:
        raise InputError(f"no dialect is between {low} and {high}")
    return tuple(dialect for dialect in DIALECTS if low <= dialect <= high)


def ipc_share() -> Share:
    """The share of the named pipes, which every server has."""
    return Share("IPC$", type=STYPE_IPC | STYPE_SPECIAL, remark="Remote IPC", is_persistent=False)


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
    limits: Mapping[str, Any] | None = None,
    share_root: str = "",
) -> ServerConfig:
    """A configuration with IPC$ and these shares. Raises InputError where two have one name."""
    every = (*shares, ipc_share())
    _check_name(f"the server's name {name!r}", name, _LONGEST_SERVER)
    _unlike("share", (share.name for share in every))
    _unlike("user", (user.name for user in users))
    config = ServerConfig(
        name=name,
        users=tuple(users),
        shares=every,
        dialects=dialects,
        require_message_signing=require_signing,
        encrypt_data=require_encryption,
        allow_guest=allow_guest,
        allow_anonymous=allow_anonymous,
        open_folder=functools.partial(open_folder, share_root),
        **(limits or {}),
    )
    if config.max_write_size > config.max_transact_size:
        raise InputError("max_write_size is to be no more than max_transact_size, which bounds every message")
    return config


def open_folder(share_root: str, path: str) -> Storage | None:
    """What a share that an administrator adds ([MS-SRVS] NetrShareAdd) shows: a folder, not outside of `share_root`."""
    folder = Path(path)
    if not folder.is_absolute() or not folder.is_dir():
        return None
    if share_root and not folder.resolve().is_relative_to(Path(share_root).resolve()):
        return None
    from plugfest.net.storage import DirectoryStorage

    try:
        return DirectoryStorage(folder)
    except InputError:
        return None


def groups_of(names: Iterable[str]) -> frozenset[str]:
    """Groups, those that mean something by the names of `GROUPS`."""
    known = {group.casefold(): group for group in GROUPS}
    return frozenset(known.get(name.replace(" ", "").casefold(), name) for name in names if name)


def _shown(text: str) -> str:
    return text if text.isprintable() else repr(text)


def _check_name(place: str, name: str, longest: int) -> None:
    if not 0 < len(name) <= longest or not name.isprintable() or _NOT_IN_NAMES.intersection(name):
        forbidden = " ".join(sorted(_NOT_IN_NAMES))
        raise InputError(f"{place} is to have 1 to {longest} characters, and none of {forbidden}")


def _unlike(kind: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise InputError(f"{kind} {name} is there twice")
        seen.add(name.casefold())


def read_configuration(path: Path) -> dict[str, Any]:
    """A TOML file as the keywords of `server_config`, `listen` and `drain`. Raises InputError with file and key."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:  # ValueError: no TOML, no UTF-8, and a number of too many digits
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
    for key in ("min_dialect", "max_dialect"):
        if key in table:
            parse_dialect(table[key], f"{key}: ")
    dialects = dialects_between(table.pop("min_dialect", None), table.pop("max_dialect", None))
    if "listen" in table:
        parse_listen(table["listen"], "listen")
    if table.get("drain", 0) < 0:
        raise InputError("drain is to be 0 or more")
    limits = table.get("limits", {})
    _known("limits.", limits, dict.fromkeys(LIMITS, int))
    for key, number in limits.items():
        _within(f"limits.{key}", key, number)
    keywords = {**table, "users": users, "shares": shares, "dialects": dialects}
    for key in ("state", "share_root"):
        if key in keywords:
            keywords[key] = str(folder / keywords[key])
    server_config(**{key: value for key, value in keywords.items() if key not in ("listen", "drain", "state")})  # names
    return keywords


def _known(place: str, table: dict[str, Any], keys: Mapping[str, Kind], required: Sequence[str] = ()) -> None:
    """Raise InputError unless the table has these keys and no others, each of its type."""
    for key, value in table.items():
        if key not in keys:
            raise InputError(f"{place}{_shown(key)} is unknown (known: {', '.join(sorted(keys))})")
        _check(f"{place}{key}", value, keys[key])
    for key in required:
        if key not in table:
            raise InputError(f"{place}{key} is missing")


def _check(place: str, value: Any, kind: Kind) -> None:
    if isinstance(kind, list):
        _check(place, value, list)
        for number, element in enumerate(value):
            _check(f"{place}[{number}]", element, kind[0])
    elif type(value) is not kind:
        raise InputError(f"{place} is to be {_KINDS[kind]}, not {value!r}")


def _user(place: str, entry: dict[str, Any]) -> User:
    _known(place, entry, _USER, ("name", "password"))
    if not entry["name"]:
        raise InputError(f"{place}name is empty")
    return User.with_password(entry["name"], entry["password"], groups_of(entry.get("groups", ())))


def _share(folder: Path, place: str, entry: dict[str, Any]) -> Share:
    _known(place, entry, _SHARE, ("name",))
    users = entry.get("users")
    path = entry.get("path", "")
    max_uses = entry.get("max_uses", _MANY)
    if not 0 <= max_uses <= _MANY:
        raise InputError(f"{place}max_uses is to be from 0 to {_MANY}, not {max_uses}")
    try:
        return make_share(
            entry["name"],
            str(folder / path) if path else "",
            remark=entry.get("comment", ""),
            read_only=entry.get("read_only", False),
            encrypt_data=entry.get("encrypt", False),
            users=frozenset(users) if users is not None else None,
            max_uses=max_uses,
        )
    except InputError as error:
        raise InputError(f"{place.rstrip('.')}: {error}") from None
