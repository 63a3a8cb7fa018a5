"""[MS-SMB2] 3.2.5.1: what a client takes from a server, what it does not, and that nothing else can go wrong."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugfest.errors import Error, RemoteProtocolError
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_nlmp import Credentials
from plugfest.protocols.ms_smb2.client import Message, Request
from plugfest.protocols.ms_smb2.constants import AccessMask, Command, Dialect
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID, CloseRequest, CreateRequest
from plugfest.protocols.ms_smb2.header import ErrorResponse, Header
from plugfest.protocols.ms_smb2.messages import encode_message
from plugfest.protocols.ms_smb2.read_write import EchoRequest, EchoResponse, ReadRequest, ReadResponse
from plugfest.protocols.ms_smb2.session_setup import LogoffRequest
from plugfest.protocols.ms_smb2.tree_connect import TreeConnectRequest, TreeDisconnectRequest
from tests.protocols.ms_smb2.client.tapped import Change, Tapped

ECHO = EchoRequest()
OPEN = CreateRequest(name="echo", desired_access=AccessMask.GENERIC_READ | AccessMask.GENERIC_WRITE)


def put(offset: int, data: bytes) -> Change:
    """Overwrites bytes."""
    return lambda frame: frame[:offset] + data + frame[offset + len(data) :]


def resigned(tapped: Tapped, change: Change) -> Change:
    """Changes a message and signs it anew."""

    def apply(frame: bytes) -> bytes:
        signer = tapped.session.signer
        assert signer is not None
        return signer.sign(change(frame))

    return apply


@pytest.mark.parametrize("dialect", [Dialect.SMB_2_0_2, Dialect.SMB_3_0, Dialect.SMB_3_1_1])
def test_signature(dialect):
    tapped = Tapped(dialects=(dialect,), require_signing=True)
    reply = tapped.answer(ECHO)
    assert (reply.signed, reply.signature_ok, reply.failure, reply.violations) == (True, True, None, [])
    wrong = tapped.answer(ECHO, put(50, b"wrong"))
    assert wrong.signature_ok is False
    with pytest.raises(RemoteProtocolError, match="ECHO Response: the signature is wrong"):
        raise wrong.failure
    unsigned = tapped.answer(ECHO, put(16, b"\1"))
    with pytest.raises(RemoteProtocolError, match="ECHO Response: not signed"):
        raise unsigned.failure
    assert not tapped.connection.outstanding_requests


def test_signature_of_a_session_that_is_gone_cannot_be_asked_for():
    tapped = Tapped(require_signing=True)
    tapped.ask(ECHO)
    (request,) = tapped.connection.outstanding_requests.values()
    header = Header(
        status=NtStatus.STATUS_USER_SESSION_DELETED,
        command=Command.ECHO,
        flags=1,
        message_id=request.message_id,
        session_id=request.session.session_id,
    )
    (reply,) = tapped.receive(encode_message(header, ErrorResponse())).replies
    assert reply.failure is None


def test_what_a_lying_request_brings_is_written_down_only():
    tapped = Tapped(require_signing=True)
    for lie in ({"sign": False}, {"header": {"reserved": 7}}):
        reply = tapped.answer(Message(ECHO, tree=tapped.tree, **lie), put(16, b"\1"))
        assert reply.failure is None
        assert [text.partition(": ")[2] for text in reply.violations] == ["not signed (3.2.5.1.3)"]
    lenient = Tapped(require_signing=True, strict=False).answer(ECHO, put(16, b"\1"))
    assert lenient.failure is None
    assert len(lenient.violations) == 1


def test_response_to_no_request():
    tapped = Tapped()
    (frame,) = tapped.ask(ECHO)
    assert tapped.receive(frame).replies
    with pytest.raises(RemoteProtocolError, match=r"MessageId .* which waits for none"):
        tapped.receive(frame)


def test_message_that_is_no_response():
    tapped = Tapped()
    (frame,) = tapped.ask(ECHO)
    for changed, reason in (
        (put(16, b"\0")(frame), "sends a request"),
        (put(0, b"\xffSMB")(frame), "ProtocolId ff534d42"),
        (put(0, b"\xfcSMB")(frame), "ProtocolId fc534d42"),
        (b"", "ProtocolId missing"),
        (frame[:40], "no header"),
        (put(20, b"\x41")(frame), "no header .*NextCommand"),
        (put(24, b"\xff" * 8)(frame), "an unasked SMB2 ECHO"),
    ):
        with pytest.raises(RemoteProtocolError, match=reason):
            tapped.receive(changed)


def test_oplock_break_is_kept_apart():
    tapped = Tapped()
    (frame,) = tapped.ask(ECHO)
    notification = put(12, b"\x12")(put(24, b"\xff" * 8)(frame))
    incoming = tapped.receive(notification)
    assert not incoming.replies
    assert incoming.notifications[0].header.command == Command.OPLOCK_BREAK


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (put(12, b"\x08"), "a READ response to a ECHO request"),
        (put(40, b"\x77\x77"), "SessionId 0x.* is not the request's"),
        (put(8, b"\x03\x01\0\0"), "STATUS_PENDING without SMB2_FLAGS_ASYNC_COMMAND"),
        (lambda frame: frame[:-2], "EchoResponse"),
    ],
)
def test_response_that_does_not_fit(change, reason):
    tapped = Tapped()
    reply = tapped.answer(ECHO, change)
    with pytest.raises(RemoteProtocolError, match=reason):
        raise reply.failure
    assert tapped.answer(ECHO).failure is None  # the connection goes on


def test_interim_response_and_credits():
    tapped = Tapped()
    opened = tapped.answer(OPEN).open
    before = tapped.connection.window.available
    (frame,) = tapped.ask(ReadRequest(length=10, file_id=opened.file_id))
    (interim,) = tapped.receive(put(14, b"\5\0")(frame)).replies
    assert interim.interim
    assert interim.request.async_id == interim.header.async_id != 0
    assert interim.request.message_id in tapped.connection.outstanding_requests
    assert tapped.connection.window.available == before - 1 + 5
    message = tapped.connection.cancel(interim.request)
    (frame,) = tapped.ask(message)
    (final,) = tapped.receive(frame).replies
    assert final.request is interim.request
    assert final.status == NtStatus.STATUS_CANCELLED
    assert not tapped.connection.outstanding_requests


def test_cancel_before_and_after_the_interim_response():
    tapped = Tapped(require_signing=True)
    tapped.ask(ReadRequest(length=10, file_id=ANY_FILE_ID))
    (request,) = tapped.connection.outstanding_requests.values()
    at_hand = tapped.connection.window.available
    early = Header.decode(tapped.connection.send([tapped.connection.cancel(request)], 0.0).plaintext, 0, 64)
    assert (early.message_id, early.flags, early.credits) == (request.message_id, 8, 0)
    request.async_id = 0x1122334455667788
    late = Header.decode(tapped.connection.send([tapped.connection.cancel(request)], 0.0).plaintext, 0, 64)
    assert (late.message_id, late.flags, late.async_id) == (request.message_id, 10, 0x1122334455667788)
    assert tapped.connection.window.available == at_hand


def test_compounded_responses():
    tapped = Tapped(require_signing=True)
    (frame,) = tapped.ask(OPEN, CloseRequest(file_id=ANY_FILE_ID), related=True)
    incoming = tapped.receive(frame)
    assert [reply.status for reply in incoming.replies] == [NtStatus.STATUS_SUCCESS] * 2
    assert all(reply.signature_ok for reply in incoming.replies)
    assert [packet.name for packet in incoming.packets] == ["SMB2 CREATE Response", "SMB2 CLOSE Response"]


def test_state_follows_the_responses():
    tapped = Tapped()
    session = tapped.session
    opened = tapped.answer(OPEN).open
    assert session.open_table == {opened.file_id: opened}
    tapped.answer(CloseRequest(file_id=opened.file_id))
    assert session.open_table == {}
    share = tapped.answer(TreeConnectRequest(path=r"\\server\enc")).tree
    assert share.encrypt_data
    assert tapped.connection.share_list[r"\\server\enc"]
    assert session.tree_connect_table == {t.tree_connect_id: t for t in (tapped.tree, share)}
    tapped.answer(Message(TreeDisconnectRequest(), tree=share))
    assert session.tree_connect_table == {tapped.tree.tree_connect_id: tapped.tree}
    tapped.answer(LogoffRequest())
    assert tapped.connection.session_table == {}


# --- encryption -------------------------------------------------------------------------------------------------------


def sealed(tapped: Tapped, plaintext: bytes, session_id: int | None = None) -> bytes:
    """As the server would encrypt it."""
    session = tapped.session
    assert session.decryptor is not None
    nonce = b"\xee" * session.decryptor.nonce_size
    return session.decryptor.seal(plaintext, session_id or session.session_id, nonce)


def unsealed(tapped: Tapped, frame: bytes) -> bytes:
    assert tapped.session.decryptor is not None
    return tapped.session.decryptor.unseal(frame)


@pytest.mark.parametrize("dialect", [Dialect.SMB_3_0, Dialect.SMB_3_1_1])
def test_encrypted_message(dialect):
    tapped = Tapped(dialects=(dialect,), encrypt=True)
    reply = tapped.answer(ECHO)
    assert (reply.encrypted, reply.signed, reply.signature_ok, reply.failure) == (True, False, None, None)
    assert reply.data[:4] == b"\xfeSMB"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (put(4, b"wrong"), "signature of an encrypted message is wrong"),
        (put(60, b"wrong"), "signature of an encrypted message is wrong"),
        (put(42, b"\0"), "Flags is 0x0000"),
        (put(44, b"\x77" * 8), "has no key here"),
        (lambda frame: frame[:52], "no message behind it"),
        (lambda frame: frame[:30], "an encrypted message: "),
    ],
)
def test_transform_header_that_does_not_fit(change, reason):
    tapped = Tapped(encrypt=True)
    (frame,) = tapped.ask(ECHO)
    with pytest.raises(RemoteProtocolError, match=reason):
        tapped.receive(change(frame))


def test_what_is_inside_an_encrypted_message():
    tapped = Tapped(encrypt=True)
    (frame,) = tapped.ask(ECHO)
    plaintext = unsealed(tapped, frame)
    with pytest.raises(RemoteProtocolError, match="has SessionId 0x7777 inside"):
        tapped.receive(sealed(tapped, put(40, b"\x77\x77" + bytes(6))(plaintext)))
    with pytest.raises(RemoteProtocolError, match="ProtocolId fd534d42"):
        tapped.receive(sealed(tapped, frame))
    assert tapped.session.decryptor is not None
    original = put(36, b"\x07\0\0\0")
    header = original(sealed(tapped, plaintext))[:52]
    _, tag = tapped.session.decryptor._aead.seal(b"\xee" * 12, plaintext, header[20:])
    with pytest.raises(RemoteProtocolError, match="OriginalMessageSize 7, inside are 68"):
        tapped.receive(header[:4] + tag + header[20:] + sealed(tapped, plaintext)[52:])


def test_plain_response_to_an_encrypted_request():
    tapped = Tapped(encrypt=True)
    reply = tapped.answer(ECHO, lambda frame: unsealed(tapped, frame))
    with pytest.raises(RemoteProtocolError, match="not encrypted, the request was"):
        raise reply.failure


# --- any bytes --------------------------------------------------------------------------------------------------------


def unnegotiated() -> tuple[Tapped, bytes]:
    tapped = Tapped(ready=False)
    (frame,) = tapped.ask(Message(tapped.connection.negotiate_request()))
    return tapped, frame


def authenticating(leg: int, **changes: object) -> tuple[Tapped, bytes]:
    tapped = Tapped(ready=False, **changes)
    (frame,) = tapped.ask(Message(tapped.connection.negotiate_request()))
    tapped.receive(frame)
    exchange = tapped.connection.authenticate(Credentials("alice", "secret"), now=tapped.world.now)
    for number in range(leg + 1):
        (frame,) = tapped.ask(Message(exchange.request(), authentication=exchange))
        if number < leg:
            tapped.receive(frame)
    return tapped, frame


def asked(*bodies: object, **changes: object) -> tuple[Tapped, bytes]:
    tapped = Tapped(**changes)
    (frame,) = tapped.ask(*bodies, related=True)  # type: ignore[arg-type]
    return tapped, frame


STATES: dict[str, Callable[[], tuple[Tapped, bytes]]] = {
    "negotiate": unnegotiated,
    "first leg": lambda: authenticating(0),
    "second leg": lambda: authenticating(1),
    "second leg, 2.1": lambda: authenticating(1, dialects=(Dialect.SMB_2_1,)),
    "signed": lambda: asked(OPEN, require_signing=True),
    "encrypted": lambda: asked(TreeConnectRequest(path=r"\\server\share"), encrypt=True),
    "compounded": lambda: asked(OPEN, CloseRequest(file_id=ANY_FILE_ID)),
}


@pytest.mark.parametrize("state", STATES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_bytes_raise_anything_but_our_errors(state, data):
    """Noise, the true response with some bytes changed or cut, and any body behind a true header."""
    tapped, frame = STATES[state]()
    kind = data.draw(st.sampled_from(["noise", "changed", "cut", "body", "sealed"]))
    if kind == "sealed" and frame[:4] == b"\xfdSMB":
        plaintext = bytearray(unsealed(tapped, frame))
        for offset in data.draw(st.lists(st.integers(0, len(plaintext) - 1), max_size=4)):
            plaintext[offset] = data.draw(st.integers(0, 255))
        frame = sealed(tapped, bytes(plaintext))
    elif kind == "changed":
        changed = bytearray(frame)
        for offset in data.draw(st.lists(st.integers(0, len(frame) - 1), min_size=1, max_size=4)):
            changed[offset] = data.draw(st.integers(0, 255))
        frame = bytes(changed)
    elif kind == "cut":
        frame = frame[: data.draw(st.integers(0, len(frame)))]
    elif kind == "body":
        frame = frame[:64] + data.draw(st.binary(max_size=100))
    else:
        prefix = data.draw(st.sampled_from([b"", b"\xfeSMB\x40\0", b"\xfdSMB", b"\xfcSMB"]))
        frame = prefix + data.draw(st.binary(max_size=200))
    with contextlib.suppress(Error):
        for reply in tapped.receive(frame).replies:
            assert reply.failure is None or isinstance(reply.failure, Error)
            assert isinstance(reply.request, Request)


def test_read_response_is_taken_apart():
    tapped = Tapped()
    opened = tapped.answer(OPEN).open
    header = Header(command=Command.READ, flags=1, session_id=tapped.session.session_id)
    tapped.ask(ReadRequest(length=10, file_id=opened.file_id))
    (request,) = tapped.connection.outstanding_requests.values()
    message = encode_message(header, ReadResponse(buffer=b"0123456789"))
    (reply,) = tapped.receive(put(24, request.message_id.to_bytes(8, "little"))(message)).replies
    assert reply.check().body.buffer == b"0123456789"


def test_echo_response_outside_of_a_session():
    tapped = Tapped(require_signing=True)
    (frame,) = tapped.ask(Message(ECHO))
    (reply,) = tapped.receive(frame).replies
    assert isinstance(reply.body, EchoResponse)
    assert reply.failure is None
