"""The embedded server as a target: in this process, in a thread of its own, on a free loopback port."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from anyio.from_thread import start_blocking_portal

from plugfest.conformance.hooks import Setting
from plugfest.conformance.targets import Account, Capabilities, Profile, load_profile
from plugfest.net.configuration import ADMINISTRATORS, server_config
from plugfest.net.server import serve
from plugfest.protocols.ms_dtyp.security_descriptor import Ace, Acl, SecurityDescriptor
from plugfest.protocols.ms_dtyp.sid import Sid
from plugfest.protocols.ms_smb2.server import ServerConfig, Share, User
from plugfest.protocols.rules import RULES, Rules

_ANYBODY = SecurityDescriptor(dacl=Acl((Ace(mask=0x001F01FF, sid=Sid.parse("S-1-1-0")),)))
"""Of the shares: Everyone, FILE_ALL_ACCESS."""


@contextmanager
def embedded_server(rules: Rules = RULES, capabilities: Capabilities = Capabilities()) -> Iterator[Setting]:  # noqa: B008
    """Serve while the block runs; gives the setting of a run against it, which may change it: it is nobody else's.

    `capabilities` are passed on.
    """
    profile = load_profile("embedded")
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(serve(configuration(profile), rules=rules)) as host,
    ):
        profile = msgspec.structs.replace(profile, host=host.host, port=host.port, may_change=True)
        yield Setting(profile=profile, capabilities=capabilities, allow_disruptive=True)


def configuration(profile: Profile) -> ServerConfig:
    """Users and shares as the profile names them."""
    users = [
        _user(account, groups)
        for account, groups in (
            (profile.user, frozenset[str]()),
            (profile.second_user, frozenset[str]()),
            (profile.administrator, frozenset({ADMINISTRATORS})),
        )
        if account
    ]
    administrators = frozenset(user.name for user in users if user.is_administrator)
    shares = [
        Share(
            name,
            remark=f"{purpose} share",
            path=f"C:\\{name}",
            encrypt_data=purpose == "encrypted",
            users=administrators if purpose == "closed" else None,
        )
        for purpose, name in profile.shares.items()
    ]
    config = server_config(users=users, shares=shares)
    for share in config.shares:
        share.security_descriptor = _ANYBODY.encode()
    return config


def _user(account: Account, groups: frozenset[str]) -> User:
    return User.with_password(account.name, account.password, groups)
