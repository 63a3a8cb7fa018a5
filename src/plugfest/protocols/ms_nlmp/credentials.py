"""Who logs on: names, passwords and the local account database."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from plugfest.protocols.ms_nlmp.keys import nt_owf_v1

Accounts = Callable[[str, str], bytes | None]
"""(domain, user) as the client sent them → the NT hash, or None for an unknown account."""


class Credentials(msgspec.Struct, frozen=True):
    """User, domain and what proves them; an empty user with no password is anonymous. Never printed with the secret."""

    user: str = ""
    password: str = ""
    domain: str = ""
    nt_hash: bytes | None = None
    """Used in place of the password where it is given."""

    @classmethod
    def parse(cls, name: str, password: str = "") -> Credentials:
        """DOMAIN\\user, user@domain or user. A user@domain goes to the server whole, with no domain beside it."""
        domain, separator, user = name.partition("\\")
        return cls(user, password, domain) if separator else cls(name, password)

    @property
    def anonymous(self) -> bool:
        """[MS-NLMP] 3.3.2: neither user nor password."""
        return not self.user and not self.password and self.nt_hash is None

    def hash(self) -> bytes:
        """The NT hash."""
        return nt_owf_v1(self.password) if self.nt_hash is None else self.nt_hash

    def __repr__(self) -> str:
        return f"Credentials({self.domain}\\{self.user})" if self.domain else f"Credentials({self.user or 'anonymous'})"


def local_accounts(passwords: Mapping[str, str]) -> Accounts:
    """A database of user name → password. Any domain is ours ([MS-NLMP] note <78>); names ignore case (3.2.5.1.2)."""
    hashes = {user.casefold(): nt_owf_v1(password) for user, password in passwords.items()}

    def nt_hash(domain: str, user: str) -> bytes | None:
        found = hashes.get(user.casefold())
        return hashes.get(user.partition("@")[0].casefold()) if found is None and not domain else found

    return nt_hash
