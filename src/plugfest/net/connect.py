"""A share by its address, ready to use."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from plugfest.errors import InputError
from plugfest.net.client import DEADLINE, Connection
from plugfest.net.events import Observer
from plugfest.net.tree import Tree
from plugfest.net.url import SmbUrl, parse_url
from plugfest.protocols.ms_smb2.client import ClientSettings


@asynccontextmanager
async def connect(
    url: str | SmbUrl,
    *,
    settings: ClientSettings | None = None,
    observer: Observer | None = None,
    deadline: float = DEADLINE,
) -> AsyncIterator[Tree]:
    """Connect, negotiate, log on and connect to the share of `smb://user:password@host:port/share`; log off afterwards.

    Raises InputError, TargetUnreachable, StatusError where the server refuses, RemoteProtocolError.
    """
    address = parse_url(url) if isinstance(url, str) else url
    if not address.share:
        raise InputError(f"{address}: it names no share")
    async with await Connection.open(
        address.host, address.port, settings=settings, observer=observer, deadline=deadline
    ) as connection:
        (await connection.negotiate()).check("NEGOTIATE")
        session = await connection.session_setup(address.credentials)
        tree = await session.tree_connect(address.share)
        yield tree
        if not connection.is_closed:
            await session.close()
