"""The fixtures of a case: everything on fresh connections, so that its evidence is complete.

Set-up that fails leaves the case inconclusive: what a fixture does is not judged.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Protocol

import anyio
import pytest

from plugfest.conformance.case import item_id
from plugfest.conformance.evidence import EVIDENCE
from plugfest.conformance.hooks import Setting
from plugfest.conformance.names import name_for
from plugfest.conformance.targets import Target
from plugfest.conformance.verdicts import Inconclusive, NotApplicable
from plugfest.errors import InputError, StatusError
from plugfest.net import RpcClient, open_rpc
from plugfest.net.client import Connection, Session, Tree
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.client import ClientSettings
from plugfest.protocols.ms_srvs.types import SRVSVC

SETTING = pytest.StashKey[Setting]()


class Connect(Protocol):
    """Opens one more connection of the case; it is closed when the case is over."""

    async def __call__(self, **settings: Any) -> Connection:
        """Connect, with these fields of ClientSettings; nothing is sent."""


class LogOn(Protocol):
    """Logs on as one of the profile's users."""

    async def __call__(self, role: str = "user", connection: Connection | None = None) -> Session:
        """Log on as `user`, `administrator` or `second_user`, on a new connection unless one is given."""


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Cases run on asyncio."""
    return "asyncio"


@pytest.fixture
def target(request: pytest.FixtureRequest) -> Target:
    """The target: its profile and what it can do."""
    if SETTING not in request.node.stash:
        pytest.fail("a test that uses plugfest's fixtures is declared with @case", pytrace=False)
    return request.node.stash[SETTING].target  # type: ignore[no-any-return]


@pytest.fixture
async def connect(request: pytest.FixtureRequest, target: Target) -> AsyncIterator[Connect]:
    """To open further connections."""
    opened: list[Connection] = []
    observer = request.node.stash[EVIDENCE].observer
    patience = request.node.stash[SETTING].patience

    async def open_connection(**settings: Any) -> Connection:
        profile = target.profile
        connection = await Connection.open(
            profile.host,
            profile.port,
            settings=ClientSettings(**settings),
            observer=observer(),
            deadline=2 * patience,
        )
        opened.append(connection)
        return connection

    yield open_connection
    with anyio.CancelScope(shield=True), anyio.move_on_after(5):
        for connection in reversed(opened):
            await connection.close()


class Unique(Protocol):
    """Names what a case creates on the target."""

    def __call__(self, purpose: str) -> str:
        """A name that tells the run; each purpose of a case has its own, and no other case has it."""


@pytest.fixture
def unique(request: pytest.FixtureRequest, target: Target) -> Unique:
    """To name what the case creates, so that `plugfest clean` finds it where the case could not remove it."""
    setting = request.node.stash[SETTING]
    return lambda purpose: name_for(setting.run, item_id(request.node), purpose)


@pytest.fixture
async def raw_connection(connect: Connect) -> Connection:
    """A TCP connection, nothing sent."""
    return await connect()


@pytest.fixture
async def connection(connect: Connect) -> Connection:
    """Negotiated: the highest dialect that both speak."""
    connection = await connect()
    (await connection.negotiate()).check("NEGOTIATE")
    return connection


@pytest.fixture(scope="session")
def refused() -> dict[tuple[str, str], str]:
    """Address and role → how the target refused its password: nobody tries a wrong one a hundred times."""
    return {}


@pytest.fixture
async def log_on(connect: Connect, target: Target, refused: dict[tuple[str, str], str]) -> LogOn:
    """To log on as another user, or once more."""

    async def log_on_as(role: str = "user", connection: Connection | None = None) -> Session:
        try:
            credentials = target.credentials(role)
        except InputError as error:
            raise NotApplicable(str(error)) from None
        if role == "user" and target.capabilities.log_on_problem:
            raise Inconclusive(f"the user cannot log on: {target.capabilities.log_on_problem}")
        if problem := refused.get((target.profile.address, role)):
            raise Inconclusive(f"the {role.replace('_', ' ')} cannot log on: {problem}")
        if connection is None:
            connection = await connect()
            (await connection.negotiate()).check("NEGOTIATE")
        try:
            return await connection.session_setup(credentials)
        except StatusError as error:
            if error.status == NtStatus.STATUS_LOGON_FAILURE:
                refused[target.profile.address, role] = str(error)
            raise

    return log_on_as


@pytest.fixture
async def session(connection: Connection, log_on: LogOn) -> Session:
    """Logged on as the profile's user, on `connection`."""
    return await log_on(connection=connection)


@pytest.fixture
async def tree(session: Session, target: Target) -> Tree:
    """The disk share."""
    if not target.profile.shares.get("disk"):
        raise NotApplicable("the profile names no disk share")
    return await session.tree_connect(target.share)


@pytest.fixture
async def ipc(session: Session) -> Tree:
    """The share IPC$."""
    return await session.tree_connect("IPC$")


@pytest.fixture
async def srvsvc(ipc: Tree) -> RpcClient:
    """[MS-SRVS] 2.1: the pipe srvsvc, bound: `await srvsvc.call(NetrShareEnum(…))`."""
    return await open_rpc(ipc, "srvsvc", SRVSVC)


@pytest.fixture
async def administrator_srvsvc(log_on: LogOn) -> RpcClient:
    """The same, logged on as the administrator, on a connection of its own."""
    return await open_rpc(await log_on("administrator"), "srvsvc", SRVSVC)
