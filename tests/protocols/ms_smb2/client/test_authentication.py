"""[MS-SMB2] 3.2.5.3: sessions as they come to be, and the responses that make none."""

from __future__ import annotations

import pytest

from plugfest.errors import Error, LocalProtocolError, RemoteProtocolError, StatusError
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_smb2.client import Authentication, Message, Reply
from plugfest.protocols.ms_smb2.constants import DIALECTS, Cipher, Dialect, SessionSetupFlags
from plugfest.protocols.ms_smb2.messages import decode_packet
from plugfest.protocols.ms_smb2.read_write import EchoRequest
from plugfest.protocols.ms_smb2.security import derive_keys
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest
from tests.protocols.ms_smb2.client.tapped import Change, Tapped

ALICE = Credentials("alice", "secret")


def negotiated(**settings: object) -> Tapped:
    tapped = Tapped(ready=False, **settings)
    tapped.answer(Message(tapped.connection.negotiate_request()))
    return tapped


def leg(tapped: Tapped, exchange: Authentication, change: Change = lambda data: data) -> Reply:
    message = Message(exchange.request(), authentication=exchange, session=exchange.session)
    return tapped.answer(message, change)


def log_on(tapped: Tapped, last: Change = lambda data: data, credentials: Credentials = ALICE) -> Authentication:
    """Two legs; the last response is changed. Raises what the reply fails with."""
    exchange = tapped.connection.authenticate(credentials, now=tapped.world.now)
    for change in (lambda data: data, last):
        reply = leg(tapped, exchange, change)
        if reply.failure is not None:
            raise reply.failure
    return exchange


@pytest.mark.parametrize("dialect", DIALECTS)
def test_session(dialect):
    tapped = negotiated(dialects=(dialect,), ciphers=(Cipher.AES_128_CCM,))
    exchange = log_on(tapped)
    session = exchange.session
    assert exchange.complete
    assert tapped.connection.session_table == {session.session_id: session}
    assert len(session.session_key) == 16
    keys = derive_keys(dialect, session.session_key, exchange._preauth_hash, Cipher.AES_128_CCM)
    assert session.signer.key == keys.signing
    assert session.application_key == keys.application
    assert session.channel(tapped.connection).signer is session.signer
    assert (session.encryptor is not None) == (dialect >= Dialect.SMB_3_0)
    assert not any((session.signing_required, session.encrypt_data, session.is_guest))
    assert not session.is_anonymous


def unsigned(frame: bytes) -> bytes:
    return frame[:16] + bytes((frame[16] & ~8,)) + frame[17:48] + bytes(16) + frame[64:]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_last_response_must_be_signed(dialect):
    signing = {"dialects": (dialect,), "require_signing": True}
    with pytest.raises(RemoteProtocolError, match="is not signed"):
        log_on(negotiated(**signing), unsigned)
    with pytest.raises(RemoteProtocolError, match=r"signature .* is wrong"):
        log_on(negotiated(**signing), lambda frame: frame[:50] + b"wrong" + frame[55:])
    if dialect == Dialect.SMB_3_1_1:
        with pytest.raises(RemoteProtocolError, match="is not signed"):
            log_on(negotiated(), unsigned)
    else:
        assert log_on(negotiated(dialects=(dialect,)), unsigned).complete


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda frame: frame[:40] + b"\x77" * 8 + frame[48:], "SessionId 0x7777777777777777"),
        (lambda frame: frame[:70], "SessionSetupResponse"),
        (lambda frame: frame[:8] + b"\x16\0\0\xc0" + frame[12:], "one more leg"),
    ],
)
def test_last_response_that_does_not_fit(change, reason):
    tapped = negotiated()
    with pytest.raises(Error, match=reason):
        log_on(tapped, change)
    assert tapped.connection.session_table == {}


def test_success_before_the_authentication_is_complete():
    tapped = negotiated()
    exchange = tapped.connection.authenticate(ALICE, now=tapped.world.now)
    reply = leg(tapped, exchange, lambda frame: frame[:8] + bytes(4) + frame[12:])
    assert isinstance(reply.failure, RemoteProtocolError)
    assert not exchange.complete


def test_token_that_is_none():
    tapped = negotiated()
    exchange = tapped.connection.authenticate(ALICE, now=tapped.world.now)
    reply = leg(tapped, exchange, lambda frame: frame[:72] + b"\x60" * (len(frame) - 72))
    with pytest.raises(RemoteProtocolError, match="the server's security token"):
        raise reply.failure
    tapped.connection.gss_negotiate_token = b"\x01\x02"
    with pytest.raises(RemoteProtocolError, match="the server's security token"):
        tapped.connection.authenticate(ALICE, now=tapped.world.now)


def test_wrong_password_is_a_status_and_no_session():
    tapped = negotiated()
    exchange = tapped.connection.authenticate(Credentials("alice", "wrong"), now=tapped.world.now)
    leg(tapped, exchange)
    reply = leg(tapped, exchange)
    assert reply.failure is None
    assert not exchange.complete
    assert tapped.connection.session_table == {}
    with pytest.raises(StatusError, match="log-on: STATUS_LOGON_FAILURE"):
        reply.check("log-on")


def test_reauthentication_keeps_the_keys():
    tapped = negotiated(require_signing=True)
    session = log_on(tapped).session
    key, signer = session.session_key, session.signer
    exchange = tapped.connection.authenticate(ALICE, now=tapped.world.now, session=session)
    while not exchange.complete:
        reply = leg(tapped, exchange)
        assert reply.failure is None
        assert decode_packet(reply.request.message).header.is_signed
    assert exchange.session is session
    assert (session.session_key, session.signer) == (key, signer)


# --- 3.2.4.1.1, 3.2.4.1.8: what is signed, what is encrypted ----------------------------------------------------------


def sent(tapped: Tapped, body: object, **changes: object) -> tuple[bool, bool]:
    """(signed, encrypted) of what the connection makes of a request."""
    outgoing = tapped.connection.send([Message(body, **changes)], 0.0)  # type: ignore[arg-type]
    return decode_packet(outgoing.plaintext).header.is_signed, outgoing.encrypted


@pytest.mark.parametrize(
    ("settings", "echo", "tree_connect"),
    [
        ({"dialects": (Dialect.SMB_2_1,)}, (False, False), (False, False)),
        ({"dialects": (Dialect.SMB_2_1,), "require_signing": True}, (True, False), (True, False)),
        ({"dialects": (Dialect.SMB_3_0,), "encrypt": True}, (False, True), (False, True)),
        ({}, (False, False), (True, False)),
        ({"require_signing": True}, (True, False), (True, False)),
        ({"encrypt": True}, (False, True), (False, True)),
        ({"encrypt": True, "ciphers": ()}, (False, False), (True, False)),
    ],
)
def test_what_is_signed_and_what_is_encrypted(settings, echo, tree_connect):
    tapped = negotiated(**settings)
    session = log_on(tapped).session
    path = TreeConnectRequest(path=r"\\server\IPC$")
    assert sent(tapped, EchoRequest(), session=session) == echo
    assert sent(tapped, path, session=session) == tree_connect
    assert sent(tapped, EchoRequest()) == (False, False)
    assert sent(tapped, path, session=session, sign=True, encrypt=False) == (True, False)
    assert sent(tapped, path, session=session, sign=False, encrypt=False) == (False, False)


def test_nothing_is_signed_or_encrypted_without_a_key():
    tapped = negotiated()
    for changes in ({"sign": True}, {"encrypt": True}):
        with pytest.raises(LocalProtocolError):
            tapped.connection.send([Message(EchoRequest(), **changes)], 0.0)


def test_anonymous_session():
    tapped = negotiated(server={"allow_anonymous": True}, require_signing=True, encrypt=True)
    exchange = log_on(tapped, credentials=Credentials())
    assert exchange.session.is_anonymous
    assert sent(tapped, EchoRequest(), session=exchange.session) == (False, False)


def test_binding_is_signed_with_the_key_of_the_session():
    tapped = negotiated()
    session = log_on(tapped).session
    second = tapped.world.connect(tapped.connection.settings)
    second.negotiate()
    exchange = second.connection.authenticate(ALICE, now=tapped.world.now, session=session, bind=True)
    outgoing = second.connection.send([Message(exchange.request(), authentication=exchange, session=session)], 0.0)
    header = decode_packet(outgoing.plaintext).header
    assert exchange.request().flags == SessionSetupFlags.SMB2_SESSION_FLAG_BINDING
    assert (header.session_id, header.is_signed, outgoing.encrypted) == (session.session_id, True, False)
    assert session.signer.verifies(outgoing.plaintext)
