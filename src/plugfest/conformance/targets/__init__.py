"""Targets: profiles of servers under test. A URL is the short way to a profile with one user."""

from __future__ import annotations

from fnmatch import fnmatchcase
from importlib import resources
from pathlib import Path
from typing import Annotated, NamedTuple
from urllib.parse import unquote, urlsplit

import msgspec

from plugfest.errors import InputError
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.records import Verdict, VerdictKind


class Account(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A user of the target."""

    name: str
    password: str = ""
    domain: str = ""


class Deviation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case that is known not to hold on this target, and why that is accepted."""

    case: str
    """Its id; with `*` those of many, where a target lacks something as a whole."""
    reason: Annotated[str, msgspec.Meta(min_length=1)]
    requirement: str = ""
    """Only where the failed expectation is about this requirement; empty: about any."""
    actual: str = ""
    """Only where what came says this; empty: whatever came."""

    def fits(self, case: str, requirement: str, actual: str) -> bool:
        """Whether it is about this failure."""
        named = fnmatchcase(case, self.case) if "*" in self.case else case == self.case
        return named and self.requirement in ("", requirement) and self.actual in actual


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What has to be known about a target that it does not tell itself. Shares are named by purpose."""

    name: str = ""
    base: str = ""
    """A profile that comes with plugfest, which this one adds to: what is not said here is taken from there."""
    host: str = ""
    port: int = 445
    user: Account | None = None
    administrator: Account | None = None
    second_user: Account | None = None
    shares: dict[str, str] = {}
    """Purpose → name: `disk` (the user may write), `encrypted` (the share wants encryption), `closed` (it may not)."""
    may_change: bool = False
    """It is ours: disruptive cases run without being allowed each time."""
    deviations: tuple[Deviation, ...] = ()

    @property
    def address(self) -> str:
        """As a URL, without the password."""
        user = f"{self.user.name}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"smb://{user}{host}:{self.port}/{self.shares.get('disk', '')}".rstrip("/")

    def known(self, case: str, requirement: str, actual: str = "") -> str:
        """The reason why this deviation is accepted; empty if it is a new one."""
        return next((d.reason for d in self.deviations if d.fits(case, requirement, actual)), "")

    def weigh(self, verdict: Verdict) -> Verdict:
        """The verdict with what the profile knows of it."""
        if verdict.kind in (VerdictKind.FAIL, VerdictKind.DEVIATION):
            return msgspec.structs.replace(verdict, known=self.known(verdict.case, verdict.requirement, verdict.actual))
        if verdict.kind is VerdictKind.PASS and any(d.case == verdict.case for d in self.deviations):
            return msgspec.structs.replace(verdict, unexpected_pass=True)
        return verdict


class Target(NamedTuple):
    """What a case sees of the target: its profile, and what it can do."""

    profile: Profile
    capabilities: Capabilities

    @property
    def share(self) -> str:
        """Name of the disk share."""
        return self.profile.shares["disk"]

    def unc(self, share: str) -> str:
        r"""`\\host\share`."""
        return rf"\\{self.profile.host}\{share}"

    def credentials(self, role: str = "user") -> Credentials:
        """Of the `user`, the `administrator` or the `second_user`. Raises InputError where the profile has none."""
        account: Account | None = getattr(self.profile, role)
        if account is None and role == "administrator" and self.capabilities.administrator:
            account = self.profile.user
        if account is None:
            raise InputError(f"the profile names no {role.replace('_', ' ')}")
        return Credentials(user=account.name, password=account.password, domain=account.domain)


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What the target can do, as it showed before the first case."""

    dialects: tuple[str, ...] = ()
    """Lowest first: `2.0.2`, `3.1.1`."""
    ciphers: tuple[str, ...] = ()
    signing_algorithms: tuple[str, ...] = ()
    signing_required: bool = False
    logged_on: bool = False
    log_on_problem: str = ""
    """Why the profile's user cannot log on; empty where it can, or where the profile has no user."""
    administrator: bool = False
    """The profile's user may do what only administrators may."""
    shares: tuple[str, ...] = ()
    share_problem: str = ""
    """How the target says that the disk share is not there."""
    problem: str = ""
    """Why nothing could be found out: no case can be decided."""

    def as_text(self) -> dict[str, str]:
        """For the run's record."""
        text = {}
        for name, value in msgspec.structs.asdict(self).items():
            if isinstance(value, bool):
                text[name] = "yes" if value else "no"
            elif isinstance(value, tuple):
                text[name] = ", ".join(value) or "none"
            elif value:
                text[name] = value
        return text


def parse_url(url: str) -> Profile:
    """`smb://user:password@host:port/share`. Raises InputError for anything else; the password is never repeated."""
    try:
        parts = urlsplit(url if "://" in url else f"smb://{url}")
        port = parts.port or 445
    except ValueError as error:
        raise InputError(f"target: {error}; wanted smb://user:password@host:port/share") from None
    if parts.scheme != "smb" or not parts.hostname:
        raise InputError("target: wanted smb://user:password@host:port/share")
    name = unquote(parts.username or "")
    domain, _, user = name.rpartition(";") if ";" in name else name.rpartition("\\")
    share = unquote(parts.path.strip("/"))
    return Profile(
        host=parts.hostname,
        port=port,
        user=Account(user, unquote(parts.password or ""), domain) if user else None,
        shares={"disk": share} if share else {},
    )


def profile_names() -> list[str]:
    """The profiles that come with plugfest."""
    return sorted(f.name.removesuffix(".toml") for f in resources.files(__name__).iterdir() if f.name.endswith(".toml"))


def load_profile(name: str) -> Profile:
    """A profile by name, or from a TOML file. Raises InputError."""
    if name in profile_names():
        text = resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    else:
        path = Path(name)
        if not path.is_file():
            raise InputError(f"profile {name!r} is no file and none of {', '.join(profile_names())}")
        text = path.read_text(encoding="utf-8", errors="replace")
    try:
        profile = msgspec.toml.decode(text, type=Profile)
    except msgspec.DecodeError as error:
        raise InputError(f"profile {name}: {error}") from None
    if profile.base:
        profile = _added(profile, name)
    return profile if profile.name else msgspec.structs.replace(profile, name=Path(name).stem)


def _added(profile: Profile, name: str) -> Profile:
    """A profile with what its base knows."""
    if profile.base not in profile_names():
        raise InputError(f"profile {name}: base {profile.base!r} is none of {', '.join(profile_names())}")
    base = load_profile(profile.base)
    return msgspec.structs.replace(
        profile,
        base="",
        user=profile.user or base.user,
        administrator=profile.administrator or base.administrator,
        second_user=profile.second_user or base.second_user,
        shares={**base.shares, **profile.shares},
        deviations=(*profile.deviations, *base.deviations),
    )


def resolve(target: str, profile: str = "") -> Profile:
    """The profile of a target: what the URL says goes over what the named profile says."""
    address = parse_url(target) if target else None
    if not profile:
        if address is None:
            raise InputError("no target")
        return address
    known = load_profile(profile)
    if address is None:
        if not known.host:
            raise InputError(f"profile {profile} names no host; give a target")
        return known
    return msgspec.structs.replace(
        known,
        host=address.host,
        port=address.port,
        user=address.user or known.user,
        shares={**known.shares, **address.shares},
    )
