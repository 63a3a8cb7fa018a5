"""Rules of [MS-SMB2] 3.3.5 that real clients seldom meet: each refused request, each disconnection."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_smb2.client import ClientSettings, TreeConnect
from plugfest.protocols.ms_smb2.constants import (
    AccessMask,
    Capabilities,
    Command,
    Dialect,
    HeaderFlags,
    ReadFlags,
    SecurityMode,
    WriteFlags,
)
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID, CloseRequest, CreateRequest, FileId
from plugfest.protocols.ms_smb2.framing import frame
from plugfest.protocols.ms_smb2.header import Header
from plugfest.protocols.ms_smb2.messages import encode_message
from plugfest.protocols.ms_smb2.read_write import EchoRequest, ReadRequest, WriteRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest, TreeDisconnectRequest
from plugfest.wire import Structure
from tests.protocols.ms_smb2.joined import Client, Message, World

OK = NtStatus.STATUS_SUCCESS
INVALID = NtStatus.STATUS_INVALID_PARAMETER
GONE = NtStatus.STATUS_USER_SESSION_DELETED
DENIED = NtStatus.STATUS_ACCESS_DENIED
AS_BEFORE = {"session_id": 0xFFFFFFFFFFFFFFFF, "tree_id": 0xFFFFFFFF}
CREATE = CreateRequest(name="echo", desired_access=AccessMask.GENERIC_READ)
IPC = TreeConnectRequest(path=r"\\server\IPC$")
RELATED = HeaderFlags.SMB2_FLAGS_RELATED_OPERATIONS


@pytest.fixture
def client() -> Client:
    return World().connect()


@pytest.fixture
def tree(client: Client) -> TreeConnect:
    return client.ready()


def statuses(client: Client, *messages: Message, related: bool = True) -> list[NtStatus]:
    return [client.answers(request)[0].status for request in client.send(*messages, related=related)]


def after(body: Structure, tree: TreeConnect) -> Message:
    """A request that takes over session, tree and file."""
    return Message(body, session=tree.session, header=AS_BEFORE)


def test_a_related_request_wants_what_the_one_before_has(client: Client, tree: TreeConnect) -> None:
    close = after(CloseRequest(file_id=ANY_FILE_ID), tree)
    none = TreeConnectRequest(path=r"\\server\none")
    assert statuses(client, Message(CREATE, tree=tree), close) == [OK, OK]
    assert statuses(client, Message(IPC, session=tree.session), close) == [OK, NtStatus.STATUS_INVALID_HANDLE]
    found = statuses(client, Message(none, session=tree.session), after(CREATE, tree), close)
    assert found == [NtStatus.STATUS_BAD_NETWORK_NAME, INVALID, INVALID]
    assert statuses(client, Message(EchoRequest()), after(IPC, tree)) == [OK, INVALID]


def test_the_first_request_is_related_to_nothing(client: Client, tree: TreeConnect) -> None:
    echo = Message(EchoRequest(), session=tree.session, header={"flags": RELATED})
    assert statuses(client, echo, echo, related=False) == [INVALID, INVALID]


@pytest.mark.parametrize("header", [{"session_id": 5}, {"session_id": 5, "flags": HeaderFlags.SMB2_FLAGS_SIGNED}])
def test_echo_of_an_unknown_session(client: Client, tree: TreeConnect, header: dict[str, Any]) -> None:
    assert client.request(EchoRequest(), header=header).status == GONE


def test_a_refused_request_is_answered_with_a_signature(client: Client, tree: TreeConnect) -> None:
    reply = client.request(EchoRequest(structure_size=5), session=tree.session, sign=True)
    assert (reply.status, reply.signature_ok) == (INVALID, True)


@pytest.mark.parametrize(("charge", "status"), [(0, INVALID), (1, INVALID), (2, OK)])
def test_credit_charge(client: Client, tree: TreeConnect, charge: int, status: NtStatus) -> None:
    file_id = client.open_pipe(tree)
    client.request(WriteRequest(file_id=file_id, buffer=b"hello"), tree=tree)
    body = ReadRequest(file_id=file_id, length=65537)
    assert client.request(body, tree=tree, header={"credit_charge": charge}).status == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (ReadRequest(length=9, flags=ReadFlags.SMB2_READFLAG_READ_UNBUFFERED), INVALID),
        (ReadRequest(length=9, minimum_count=6), NtStatus.STATUS_END_OF_FILE),
        (ReadRequest(length=9, minimum_count=5), OK),
        (WriteRequest(buffer=b"x", flags=WriteFlags.SMB2_WRITEFLAG_WRITE_THROUGH), INVALID),
        (WriteRequest(buffer=b"x", flags=WriteFlags.SMB2_WRITEFLAG_WRITE_UNBUFFERED), INVALID),
    ],
)
def test_reading_and_writing_a_pipe(client: Client, tree: TreeConnect, body: Any, status: NtStatus) -> None:
    file_id = client.open_pipe(tree)
    client.request(WriteRequest(file_id=file_id, buffer=b"hello"), tree=tree)
    assert client.request(replace(body, file_id=file_id), tree=tree).status == status


@pytest.mark.parametrize("kind", [ReadRequest, WriteRequest, CloseRequest])
def test_unknown_files(client: Client, tree: TreeConnect, kind: type[Any]) -> None:
    assert client.request(kind(file_id=FileId(1, 2)), tree=tree).status == NtStatus.STATUS_FILE_CLOSED


def test_tree_disconnect_closes_what_was_opened_there(client: Client, tree: TreeConnect) -> None:
    other = client.tree_connect(tree.session)
    file_id = client.open_pipe(tree)
    assert client.request(TreeDisconnectRequest(), tree=tree).status == OK
    assert client.request(CloseRequest(file_id=file_id), tree=other).status == NtStatus.STATUS_FILE_CLOSED


def test_an_encrypted_share_wants_a_client_that_says_it_can() -> None:
    client = World().connect(ClientSettings(dialects=(Dialect.SMB_3_1_1,), capabilities=Capabilities(0)))
    client.negotiate()
    wanted = TreeConnectRequest(path=r"\\server\enc")
    assert client.request(wanted, session=client.log_on()).status == DENIED


@pytest.mark.parametrize("where", ["NEGOTIATE", "SESSION_SETUP", "nowhere"])
def test_who_asks_for_signing_gets_it(client: Client, where: str) -> None:
    required = SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED
    negotiate = client.connection.negotiate_request()
    client.request(replace(negotiate, security_mode=required) if where == "NEGOTIATE" else negotiate)
    exchange = client.connection.authenticate(Credentials(user="alice", password="secret"), now=client.world.now)
    while not exchange.complete:
        body = exchange.request()
        body = replace(body, security_mode=required) if where == "SESSION_SETUP" else body
        client.request(body, session=exchange.session, authentication=exchange)
    reply = client.request(EchoRequest(), session=exchange.session, sign=False)
    assert reply.status == (OK if where == "nowhere" else DENIED)


def test_a_session_that_replaces_itself_stays(client: Client) -> None:
    client.negotiate()
    exchange = client.connection.authenticate(Credentials(user="alice", password="secret"), now=client.world.now)
    while not exchange.complete:
        body = replace(exchange.request(), previous_session_id=exchange.session_id)
        client.request(body, session=exchange.session, authentication=exchange)
    assert client.request(IPC, session=exchange.session).status == OK


@pytest.mark.parametrize("what", ["flags", "size", "session", "signature", "related", "inside"])
def test_encrypted_messages_that_end_the_connection(client: Client, tree: TreeConnect, what: str) -> None:
    session = tree.session
    assert session.encryptor is not None
    header = Header(
        command=Command.ECHO,
        credit_charge=1,
        message_id=client.connection.window.take(1),
        session_id=0 if what == "inside" else session.session_id,
        flags=RELATED if what == "related" else HeaderFlags(0),
    )
    message = encode_message(header, EchoRequest())
    lies = {"flags": {"flags": 2}, "size": {"size": 1}}.get(what, {})
    number = 5 if what == "session" else session.session_id
    data = session.encryptor.seal(message, number, session.next_nonce(), **lies)
    if what == "signature":
        data = data[:4] + bytes([data[4] ^ 1]) + data[5:]
    client.world.feed(client.number, frame(data))
    assert client.disconnected
