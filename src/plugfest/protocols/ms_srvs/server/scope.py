"""[MS-SRVS] 3.1.6.1 and 3.1.6.8: which share a share name and a server name mean together.

Departure: a ServerName that became "*" is not normalised further; 3.1.6.8 would make it the DefaultServerName, NULL,
which is no share's server name.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from plugfest.protocols.ms_srvs.server.model import ANY_SERVER, ServiceState, Share
from plugfest.protocols.rules import Rules


def same(one: str | None, other: str | None) -> bool:
    """Are the names the same? Case does not matter."""
    return (one or "").casefold() == (other or "").casefold()


def bare(name: str | None) -> str:
    """A computer's name without its backslashes."""
    return (name or "").removeprefix("\\\\")


class Scope(msgspec.Struct, frozen=True):
    """The two requirements by which a method on shares treats its ServerName."""

    resets: str
    """A name that is no scoped one means "*"."""
    strips: str
    """Backslashes do not belong to the name."""

    def server_name(self, rules: Rules, state: ServiceState, server_name: str | None) -> str:
        """Whose shares are meant: "*", or a scoped name."""
        name = server_name or ""
        if rules.on(self.strips):
            name = bare(name)
        aliases = {one.alias.casefold(): one.target for one in state.alias_list}
        known = name.casefold() in state.scoped_names() or name.casefold() in aliases
        if not known and (not name or rules.on(self.resets)):  # no name is the local server
            return ANY_SERVER
        # 3.1.6.8, for an empty ShareName: an alias stands for its target
        return aliases.get(name.casefold(), name) if rules.on("MS-SRVS:3.1.6.8:4ba7816554") else name


def find(shares: Sequence[Share], server_name: str, share_name: str | None) -> Share | None:
    """3.1.6.1."""
    return next((one for one in shares if same(one.name, share_name) and same(one.server_name, server_name)), None)


def scope_of_connect(state: ServiceState, host_name: str) -> str:
    """3.1.6.8 for a tree connect: the Share.ServerName of the shares that a client of this host name sees."""
    aliases = {one.alias.casefold(): one.target for one in state.alias_list if one.alias}
    name = aliases.get(host_name.casefold(), host_name)
    known = {one.server_name.casefold() for one in state.transport_list}
    if name.casefold() not in known and state.default_server_name is not None:
        name = state.default_server_name
    return name if name.casefold() in state.scoped_names() else ANY_SERVER
