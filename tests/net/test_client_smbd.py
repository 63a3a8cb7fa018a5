"""The client against Samba's smbd: every dialect, signing algorithm and cipher; log-on, cancellation, compounds."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator

import msgspec
import pytest

from plugfest.conformance.smbd import Smbd, SmbdUnavailable
from plugfest.conformance.smbd import private_smbd as run_private_smbd
from plugfest.errors import DeadlineExceeded, Disconnected, RemoteProtocolError, StatusError
from plugfest.net import connect, open_rpc, parse_url
from plugfest.net.client import ClosedEvent, Connection, FrameEvent, Message, Pending
from plugfest.net.pipe import PIPE_ACCESS
from plugfest.net.session import Session
from plugfest.net.tree import Tree
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_smb2.client import ClientSettings, Credentials
from plugfest.protocols.ms_smb2.constants import (
    DIALECTS,
    AccessMask,
    Capabilities,
    Cipher,
    Command,
    Dialect,
    HeaderFlags,
    SecurityMode,
    ShareAccess,
    ShareType,
    SigningAlgorithm,
)
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID, CloseRequest, CreateRequest
from plugfest.protocols.ms_smb2.multi_protocol import DIALECT_STRINGS
from plugfest.protocols.ms_smb2.read_write import EchoRequest, ReadRequest
from plugfest.protocols.ms_smb2.session_setup import SessionSetupResponse
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest
from plugfest.protocols.ms_srvs.client import entries, share_enum
from plugfest.protocols.ms_srvs.types import SRVSVC

pytestmark = [pytest.mark.anyio, pytest.mark.integration]
SHARES = {"share", "enc", "hidden$", "closed", "IPC$"}


async def logged_on(smbd: Smbd, **settings: object) -> Session:
    connection = await Connection.open(smbd.host, smbd.port, settings=ClientSettings(**settings))  # type: ignore[arg-type]
    (await connection.negotiate()).check()
    return await connection.session_setup(Credentials(smbd.user, smbd.password))


FOLDER = CreateRequest(
    name="", desired_access=AccessMask.FILE_READ_DATA | AccessMask.FILE_READ_ATTRIBUTES, share_access=ShareAccess(7)
)


async def share_names(tree: Tree) -> set[str]:
    async with await open_rpc(tree, "srvsvc", SRVSVC) as rpc:
        return {entry.shi1_netname for entry in entries(await rpc.call(share_enum(1)))}


PROTECTIONS = [
    (dialect, protection)
    for dialect, protection in itertools.product(DIALECTS, ("unsigned", "signed", "encrypted"))
    if dialect >= Dialect.SMB_3_0 or protection != "encrypted"
]
COMBINATIONS = [
    pytest.param(dialect, algorithm, cipher, protection, id=f"{dialect}-{algorithm.name}-{cipher.name}-{protection}")
    for (dialect, protection), algorithm, cipher in itertools.product(PROTECTIONS, SigningAlgorithm, Cipher)
    if dialect == Dialect.SMB_3_1_1 or (algorithm == SigningAlgorithm.AES_CMAC and cipher == Cipher.AES_128_CCM)
]


@pytest.mark.parametrize(("dialect", "algorithm", "cipher", "protection"), COMBINATIONS)
async def test_whole_exchange(private_smbd, dialect, algorithm, cipher, protection):
    frames: list[FrameEvent | ClosedEvent] = []
    settings = ClientSettings(
        dialects=(dialect,),
        signing_algorithms=(algorithm,),
        ciphers=(cipher,),
        require_signing=protection == "signed",
        encrypt=protection == "encrypted",
    )
    async with connect(private_smbd.url("IPC$"), settings=settings, observer=frames.append) as tree:
        state = tree.connection.state
        assert state.dialect == dialect
        assert tree.state.share_type == ShareType.SMB2_SHARE_TYPE_PIPE
        if dialect == Dialect.SMB_3_1_1:
            assert (state.signing_algorithm_id, state.cipher_id) == (algorithm, cipher)
        assert await share_names(tree) == SHARES
        echo = await tree.session.request(EchoRequest())
        assert echo.encrypted == (protection == "encrypted")
        assert echo.signature_ok is (True if protection == "signed" else None)
        await tree.disconnect()
        assert not tree.session.state.tree_connect_table
        assert not tree.session.state.open_table
    assert isinstance(frames[-1], ClosedEvent)
    assert not frames[-1].by_peer
    messages = [event for event in frames if isinstance(event, FrameEvent)]
    assert all(event.packets is not None for event in messages)
    assert all(event.wire[4:8] == (b"\xfdSMB" if event.encrypted else b"\xfeSMB") for event in messages)
    assert any(event.encrypted for event in messages) == (protection == "encrypted")
    assert messages[-1].session_key == tree.session.session_key


@pytest.mark.parametrize(
    ("dialect", "cipher"),
    [
        (dialect, cipher)
        for dialect, cipher in itertools.product(DIALECTS[2:], Cipher)
        if dialect == Dialect.SMB_3_1_1 or cipher == Cipher.AES_128_CCM  # there was only one before
    ],
)
async def test_share_that_must_be_encrypted(private_smbd, dialect, cipher):
    session = await logged_on(private_smbd, dialects=(dialect,), ciphers=(cipher,))
    async with session.connection:
        plain = await session.tree_connect(private_smbd.share)
        tree = await session.tree_connect(private_smbd.encrypted_share)
        assert tree.state.encrypt_data
        assert not plain.state.encrypt_data
        opened = await tree.request(FOLDER)
        assert opened.check().encrypted
        assert not (await plain.request(FOLDER)).check().encrypted
        again = await session.tree_connect(private_smbd.encrypted_share)  # 3.2.4.1.8: Share.EncryptData is known
        assert again.tree_connect_id != tree.tree_connect_id
        await tree.request(CloseRequest(file_id=opened.open.file_id))
        refused = await tree.request(FOLDER, encrypt=False)
        assert refused.status == NtStatus.STATUS_ACCESS_DENIED


async def test_encrypted_share_without_encryption(private_smbd):
    session = await logged_on(private_smbd, ciphers=())
    async with session.connection:
        with pytest.raises(StatusError) as caught:
            await session.tree_connect(private_smbd.encrypted_share)
        assert caught.value.status == NtStatus.STATUS_ACCESS_DENIED


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("user", ["", "nobody-of-that-name"])
async def test_wrong_password_and_unknown_user(private_smbd, dialect, user):
    settings = ClientSettings(dialects=(dialect,))
    async with await Connection.open(private_smbd.host, private_smbd.port, settings=settings) as connection:
        await connection.negotiate()
        with pytest.raises(StatusError, match="SESSION_SETUP: STATUS_LOGON_FAILURE"):
            await connection.session_setup(Credentials(user or private_smbd.user, "not it"))
        session = await connection.session_setup(Credentials(private_smbd.user, private_smbd.password))
        await session.logoff()


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_anonymous(private_smbd, dialect):
    settings = ClientSettings(dialects=(dialect,), require_signing=True, encrypt=True)
    async with await Connection.open(private_smbd.host, private_smbd.port, settings=settings) as connection:
        await connection.negotiate()
        session = await connection.session_setup(Credentials())
        assert session.state.is_anonymous
        assert not session.state.signing_required
        assert not session.state.encrypt_data
        assert await share_names(await session.tree_connect("IPC$")) == SHARES


@pytest.fixture(scope="module")
def guest_smbd() -> Iterator[Smbd]:
    try:
        with run_private_smbd(settings={"map to guest": "Bad User"}) as smbd:
            yield smbd
    except SmbdUnavailable as reason:
        pytest.skip(str(reason))


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_guest(guest_smbd, dialect):
    settings = ClientSettings(dialects=(dialect,))
    async with await Connection.open(guest_smbd.host, guest_smbd.port, settings=settings) as connection:
        await connection.negotiate()
        session = await connection.session_setup(Credentials("somebody", "else"))
        assert session.state.is_guest
        await session.tree_connect("IPC$")


@pytest.mark.parametrize(
    "rule", [{"reject_guest": True}, {"require_signing": True, "allow_insecure_guest": False}], ids=str
)
async def test_guest_is_rejected_where_the_settings_say_so(guest_smbd, rule):
    settings = ClientSettings(**rule)
    async with await Connection.open(guest_smbd.host, guest_smbd.port, settings=settings) as connection:
        await connection.negotiate()
        with pytest.raises(RemoteProtocolError, match="guest"):
            await connection.session_setup(Credentials("somebody", "else"))


@pytest.mark.parametrize(("dialect", "protection"), PROTECTIONS)
async def test_reauthentication(private_smbd, dialect, protection):
    session = await logged_on(
        private_smbd, dialects=(dialect,), require_signing=protection == "signed", encrypt=protection == "encrypted"
    )
    async with session.connection:
        key = session.session_key
        tree = await session.tree_connect("IPC$")
        again = await session.reauthenticate()
        assert again.session_id == session.session_id
        assert again.state is session.state
        assert session.session_key == key
        assert await share_names(tree) == SHARES
        await session.logoff()


async def test_leg_by_leg_with_a_wrong_token(private_smbd):
    async with await Connection.open(private_smbd.host, private_smbd.port) as connection:
        await connection.negotiate()
        setup = connection.authenticate(Credentials(private_smbd.user, private_smbd.password))
        first = await setup.step()
        assert first.status == NtStatus.STATUS_MORE_PROCESSING_REQUIRED
        assert isinstance(first.body, SessionSetupResponse)
        assert not setup.complete
        refused = await setup.step(buffer=b"no token at all")
        assert refused.status >= 0xC0000000
        with pytest.raises(RemoteProtocolError, match="not established"):
            _ = setup.session
        stopped = connection.authenticate(Credentials(private_smbd.user, private_smbd.password))
        await stopped.step()  # and no more: a session that is never completed
        session = await connection.session_setup(Credentials(private_smbd.user2, private_smbd.password2))
        assert session.session_id != stopped.state.session_id


async def test_wrong_signature_is_refused_and_said_to_be_a_lie(private_smbd):
    session = await logged_on(private_smbd, require_signing=True)
    async with session.connection as connection:
        tree = await session.tree_connect("IPC$")
        reply = await tree.request(
            CreateRequest(name="srvsvc", desired_access=PIPE_ACCESS), sign=True, header={"signature": bytes(16)}
        )
        assert reply.status == NtStatus.STATUS_ACCESS_DENIED
        unsigned = await tree.request(CreateRequest(name="srvsvc", desired_access=PIPE_ACCESS), sign=False)
        assert unsigned.status == NtStatus.STATUS_ACCESS_DENIED
        assert (await connection.echo()).status == NtStatus.STATUS_SUCCESS


async def test_unsigned_tree_connect(private_smbd):
    """smbd refuses it; 3.3.5.7 says that the connection must end."""
    session = await logged_on(private_smbd)
    async with session.connection as connection:
        request = TreeConnectRequest(path=r"\\127.0.0.1\IPC$")
        assert (await connection.request(request, session=session, sign=False)).status == NtStatus.STATUS_ACCESS_DENIED


async def test_server_that_leaves(private_smbd):
    async with await Connection.open(private_smbd.host, private_smbd.port) as connection:
        await connection.negotiate()
        pending = await connection.send(connection.state.negotiate_request())  # 3.3.5.3: a second one
        await connection.closed()
        with pytest.raises(Disconnected, match="no response to NEGOTIATE"):
            await pending.reply()
        with pytest.raises(Disconnected, match="nothing can be sent"):
            await connection.echo()


async def pending_notification(session: Session, smbd: Smbd) -> Pending:
    """CHANGE_NOTIFY (2.2.35) on the folder of a share: it waits until something changes. smbd cancels no pipe read."""
    tree = await session.tree_connect(smbd.share)
    opened = (await tree.request(FOLDER)).check().open
    assert opened is not None
    notify = b"\x20\0\0\0" + struct.pack("<I", 4096) + opened.file_id.encode() + struct.pack("<II", 0xFFF, 0)
    return await session.connection.send(notify, command=Command.CHANGE_NOTIFY, session=session, tree=tree)


@pytest.mark.parametrize(("dialect", "protection"), PROTECTIONS)
async def test_cancel_of_a_pending_request(private_smbd, dialect, protection):
    session = await logged_on(
        private_smbd, dialects=(dialect,), require_signing=protection == "signed", encrypt=protection == "encrypted"
    )
    async with session.connection as connection:
        pending = await pending_notification(session, private_smbd)
        interim = await pending.interim()
        assert interim is not None
        assert interim.header.is_async
        assert pending.request.async_id == interim.header.async_id != 0
        with pytest.raises(DeadlineExceeded, match="no response to CHANGE_NOTIFY"):
            await pending.reply(0.05)
        await pending.cancel()
        reply = await pending.reply()
        assert reply.status == NtStatus.STATUS_CANCELLED
        assert reply.header.async_id == pending.request.async_id
        assert not connection.state.outstanding_requests


async def test_cancel_before_the_interim_response(private_smbd):
    session = await logged_on(private_smbd, require_signing=True)
    async with session.connection:
        pending = await pending_notification(session, private_smbd)
        assert pending.request.async_id is None
        await pending.cancel()  # by MessageId
        assert (await pending.reply()).status == NtStatus.STATUS_CANCELLED


async def test_related_requests_in_one_frame(private_smbd):
    for encrypt, require_signing in ((False, False), (False, True), (True, False)):
        session = await logged_on(private_smbd, encrypt=encrypt, require_signing=require_signing)
        async with session.connection as connection:
            tree = await session.tree_connect("IPC$")
            create, read, close = await connection.send_compound(
                [
                    CreateRequest(name="srvsvc", desired_access=PIPE_ACCESS),
                    ReadRequest(length=0, file_id=ANY_FILE_ID),
                    CloseRequest(file_id=ANY_FILE_ID),
                ],
                tree=tree,
            )
            assert create.status == close.status == NtStatus.STATUS_SUCCESS
            assert create.encrypted == close.encrypted == encrypt
            assert read.request.message_id == create.request.message_id + 1


async def test_unrelated_requests_in_one_frame(private_smbd):
    session = await logged_on(private_smbd, require_signing=True)
    async with session.connection as connection:
        echo, tree, bad = await connection.send_compound(
            [EchoRequest(), TreeConnectRequest(path=r"\\127.0.0.1\IPC$"), TreeConnectRequest(path=r"\\127.0.0.1\no")],
            related=False,
            session=session,
        )
        assert echo.status == NtStatus.STATUS_SUCCESS
        assert tree.tree is not None
        assert bad.status == NtStatus.STATUS_BAD_NETWORK_NAME


async def test_credits_run_out_and_come_back(private_smbd):
    session = await logged_on(private_smbd, credits=1)
    async with session.connection as connection:
        pending = []
        while connection.state.window.available:
            pending.append(await connection.send(EchoRequest()))
        pending.append(await connection.send(EchoRequest()))  # waits for a credit of those before
        assert len(pending) >= 2
        for each in pending:
            assert (await each.reply()).status == NtStatus.STATUS_SUCCESS


@pytest.mark.parametrize(
    ("strings", "dialect"),
    [(("NT LM 0.12", "SMB 2.002"), Dialect.SMB_2_0_2), (DIALECT_STRINGS, Dialect.SMB_3_1_1)],
)
async def test_beginning_with_smb1(private_smbd, strings, dialect):
    async with await Connection.open(private_smbd.host, private_smbd.port) as connection:
        reply = (await connection.multi_protocol_negotiate(strings)).check()
        if reply.body.dialect_revision == Dialect.SMB_2_WILDCARD:
            (await connection.negotiate()).check()
        assert connection.state.dialect == dialect
        session = await connection.session_setup(Credentials(private_smbd.user, private_smbd.password))
        assert await share_names(await session.tree_connect("IPC$")) == SHARES


async def test_multi_credit_read(private_smbd):
    (private_smbd.files / "big").write_bytes(bytes(range(256)) * 4096)
    session = await logged_on(private_smbd)
    async with session.connection as connection:
        tree = await session.tree_connect(private_smbd.share)
        opened = (await tree.request(msgspec.structs.replace(FOLDER, name="big"))).check().open
        before = connection.state.window.available
        pending = await connection.send(ReadRequest(length=1 << 20, file_id=opened.file_id), session=session, tree=tree)
        assert connection.state.window.available == before - 16
        reply = (await pending.reply()).check()
        assert reply.body.buffer == bytes(range(256)) * 4096
        assert reply.request.message[6:8] == b"\x10\0"


async def test_binding_to_a_second_connection(private_smbd):
    capabilities = Capabilities.SMB2_GLOBAL_CAP_LARGE_MTU | Capabilities.SMB2_GLOBAL_CAP_MULTI_CHANNEL
    for dialect, encrypt in itertools.product(DIALECTS[2:], (False, True)):
        session = await logged_on(
            private_smbd,
            dialects=(dialect,),
            require_signing=True,
            encrypt=encrypt,
            capabilities=capabilities | Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION,
        )
        first = session.connection
        if not first.state.server_capabilities & Capabilities.SMB2_GLOBAL_CAP_MULTI_CHANNEL:
            pytest.skip("this smbd offers no multichannel")
        async with (
            first,
            await Connection.open(private_smbd.host, private_smbd.port, settings=first.state.settings) as second,
        ):
            tree = await session.tree_connect("IPC$")
            second.state.client_guid = first.state.client_guid
            await second.negotiate()
            bound = await second.bind(session)
            assert bound.session_id == session.session_id
            assert len(session.state.channel_list) == 2
            assert (await bound.reauthenticate()).state is session.state
            over_second = Tree(bound, tree.state)
            assert await share_names(over_second) == SHARES
            assert await share_names(tree) == SHARES


async def test_negotiate_can_say_anything(private_smbd):
    async with await Connection.open(private_smbd.host, private_smbd.port) as connection:
        reply = await connection.negotiate(dialects=())
        assert reply.status == NtStatus.STATUS_INVALID_PARAMETER
    async with await Connection.open(private_smbd.host, private_smbd.port) as connection:
        reply = await connection.negotiate(
            dialects=(Dialect.SMB_2_1,), security_mode=SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED
        )
        assert connection.state.dialect == Dialect.SMB_2_1
        assert connection.state.client_security_mode == SecurityMode.SMB2_NEGOTIATE_SIGNING_REQUIRED


async def test_cancel_that_lies_and_unknown_commands(private_smbd):
    session = await logged_on(private_smbd)
    async with session.connection as connection:
        stray = Message(b"\x04\0\0\0", command=12, header={"message_id": 77, "flags": HeaderFlags(2)})
        assert await connection.send_messages([stray]) == []
        assert (await connection.echo()).status == NtStatus.STATUS_SUCCESS
        reply = await connection.request(b"\x04\0\0\0", command=0x77, session=session)
        assert reply.status == NtStatus.STATUS_INVALID_PARAMETER


async def test_an_ntlm_message_can_be_rewritten(private_smbd):
    seen = []

    def rewrite(message):
        seen.append(type(message).__name__)
        return message

    async with await Connection.open(private_smbd.host, private_smbd.port) as connection:
        await connection.negotiate()
        credentials = Credentials(private_smbd.user, private_smbd.password)
        await connection.authenticate(credentials, rewrite=rewrite).finish()
    assert seen == ["NegotiateMessage", "AuthenticateMessage"]


async def test_password_of_the_url_is_used(private_smbd):
    address = parse_url(private_smbd.url())
    assert address.port == private_smbd.port
    async with connect(address) as tree:
        assert tree.state.share_type == ShareType.SMB2_SHARE_TYPE_DISK
