"""Encrypted captures of others open with the password that their index names, and our own with every cipher."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from plugfest.capture import CapturedMessage, Stream, read_messages
from plugfest.capture.decrypt import Decryptor, Opened
from plugfest.capture.secrets import Secrets
from plugfest.capture.smb import SMB2, TRANSFORM, split_compound
from plugfest.capture.streams import Endpoint
from plugfest.protocols.ms_nlmp import Credentials, nt_owf_v1
from plugfest.protocols.ms_smb2.client import ClientSettings
from plugfest.protocols.ms_smb2.constants import Cipher, Dialect, SigningAlgorithm
from plugfest.protocols.ms_smb2.messages import decode_packet, encode_message
from plugfest.protocols.ms_smb2.read_write import EchoRequest
from tests.capture.encrypted import RecordedWorld, named_captures
from tests.capture.helpers import needs_tshark, tshark
from tests.protocols.captured import given
from tests.protocols.ms_smb2.joined import Message

VECTOR = json.loads((Path(__file__).parent.parent / "vectors" / "smb311_encrypted.json").read_text())


def opened(messages: Iterable[CapturedMessage], secrets: Secrets) -> tuple[list[Opened], Counter[bool | None]]:
    """Every message, and how many signatures are right, wrong, or not there."""
    decryptor = Decryptor(secrets)
    found: list[Opened] = []
    signatures: Counter[bool | None] = Counter()
    for message in messages:
        found.append(decryptor.open(message))
        if found[-1].data.startswith(SMB2):
            signatures.update(decryptor.verifies(message, part) for part in split_compound(found[-1].data))
    return found, signatures


def without_session_id(message: CapturedMessage) -> bool:
    """impacket logs off once more when the session is gone: sealed with its key, but with SessionId 0.

    tshark, from which the numbers of the index are, finds no key for it.
    """
    return message.data.startswith(TRANSFORM) and message.data[44:52] == bytes(8)


def test_captures_open_whole_and_tshark_said_how_far_it_came() -> None:
    count = 0
    for row in named_captures():
        messages = list(read_messages(row.path))
        found, signatures = opened(messages, Secrets.of(row.password))
        plain = [message.data for message in found if message.encrypted and not message.problem]
        assert (row.path.name, len(plain)) == (row.path.name, row.encrypted)
        assert row.encrypted - row.decrypted == sum(map(without_session_id, messages))
        assert not signatures[False], row.path.name
        assert signatures[True]
        for part in (part for data in plain for part in split_compound(data)):
            packet = decode_packet(part)
            assert packet.body is not None
            assert encode_message(packet.header, packet.body) == part, (row.path.name, packet)
            count += 1
    assert count > 5000


@needs_tshark
def test_tshark_opens_as_many() -> None:
    for row in list(named_captures())[::9]:
        option = f"ntlmssp.nt_password:{row.password}"
        theirs = tshark(row.path, "-o", option, "-Y", "smb2", "-T", "fields", "-e", "_ws.col.Info", "-e", "smb2.cmd")
        # what tshark cannot open has no command, and its column says so
        assert sum("Encrypted SMB3" in line for line in theirs) == row.encrypted - row.decrypted, row.path.name
        messages = [message for message in read_messages(row.path) if not without_session_id(message)]
        found, _ = opened(messages, Secrets.of(row.password))
        parts = [p for message in found if message.data.startswith(SMB2) for p in split_compound(message.data)]
        ours = [str(int.from_bytes(part[12:14], "little")) for part in parts]
        assert ours == [code for line in theirs for code in line.split("\t")[1].split(",") if code], row.path.name


def test_the_wrong_password_opens_nothing() -> None:
    row = next(named_captures())
    found, signatures = opened(read_messages(row.path), Secrets.of("LabAdm2!"))
    problems = Counter(message.problem for message in found if message.encrypted)
    assert sum("wrong password" in problem for problem in problems.elements()) == row.decrypted
    assert not signatures[True]
    found, _ = opened(read_messages(row.path), Secrets())
    problems = Counter(message.problem for message in found if message.encrypted)
    assert sum("neither a password nor its session key" in p for p in problems.elements()) == row.decrypted


def test_a_capture_that_begins_later_says_what_it_lacks() -> None:
    path = given("captures", "OISF_suricata-verify", "smb3-02-midstream__input.pcap")
    found, _ = opened(read_messages(path), Secrets.of("secret"))
    assert {message.problem.partition(": ")[2] for message in found if message.encrypted} == {
        "SESSION_SETUP: the log-on is not NTLM, or not in the capture"
    }


def test_a_recorded_session_opens_with_its_session_key(tmp_path: Path) -> None:
    keys = tmp_path / "keys.txt"
    keys.write_text(f"# a comment\n\n{VECTOR['session_id']} {VECTOR['session_key']}  # and another\n")
    stream = Stream(1, Endpoint("192.0.2.1", 50000), Endpoint("192.0.2.2", 445), True)
    messages = [CapturedMessage(stream, 0, m["sent"], bytes.fromhex(m["data"])) for m in VECTOR["messages"]]
    found, signatures = opened(messages, Secrets.of(keys=keys))
    assert [message.problem for message in found] == [""] * len(messages)
    assert sum(message.encrypted for message in found) == 15
    assert not signatures[False]


@pytest.mark.parametrize("cipher", list(Cipher))
@pytest.mark.parametrize("hashed", [False, True], ids=["password", "hash"])
def test_every_cipher(cipher: Cipher, hashed: bool) -> None:
    world = RecordedWorld()
    client = world.connect(ClientSettings(ciphers=(cipher,), encrypt=True))
    tree = client.ready()
    client.open_pipe(tree)
    client.send(Message(EchoRequest(), session=tree.session), Message(EchoRequest(), session=tree.session))
    secrets = Secrets.of(nt_hash=f"{'0' * 32}:{nt_owf_v1('secret').hex()}") if hashed else Secrets.of("secret")
    found, signatures = opened(world.messages, secrets)
    assert not any(message.problem for message in found)
    assert sum(message.encrypted for message in found) == 6
    assert not signatures[False]


@pytest.mark.parametrize("dialect", [Dialect.SMB_2_0_2, Dialect.SMB_2_1, Dialect.SMB_3_0, Dialect.SMB_3_0_2])
def test_signatures_of_each_dialect(dialect: Dialect) -> None:
    world = RecordedWorld()
    world.connect(ClientSettings(dialects=(dialect,), require_signing=True)).ready()
    _, signatures = opened(world.messages, Secrets.of("secret"))
    assert signatures == {None: 5, True: 3}
    changed = [message._replace(data=message.data[:-1] + b"?") for message in world.messages[-2:]]
    _, signatures = opened(world.messages[:-2] + changed, Secrets.of("secret"))
    assert signatures == {None: 5, True: 1, False: 2}


@pytest.mark.parametrize("algorithm", list(SigningAlgorithm))
def test_signatures_of_each_algorithm(algorithm: SigningAlgorithm) -> None:
    world = RecordedWorld()
    world.connect(ClientSettings(signing_algorithms=(algorithm,), require_signing=True)).ready()
    _, signatures = opened(world.messages, Secrets.of("secret"))
    assert signatures == {None: 5, True: 3}


def test_a_second_channel_encrypts_with_the_keys_of_the_session() -> None:
    world = RecordedWorld()
    settings = ClientSettings(encrypt=True)
    first, second = world.connect(settings), world.connect(settings)
    tree = first.ready()
    assert tree.session is not None
    second.negotiate()
    assert second.bind(tree.session) == 0
    second.send(Message(EchoRequest(), session=tree.session))
    found, signatures = opened(world.messages, Secrets.of("secret"))
    assert [message.problem for message in found] == [""] * len(found)
    assert found[-1].encrypted
    assert not signatures[False]


def test_damage_is_said_and_harms_nothing_else() -> None:
    world = RecordedWorld()
    client = world.connect(ClientSettings(encrypt=True))
    client.ready()
    for end in range(4, 60):
        cut = world.messages[-2]._replace(data=world.messages[-2].data[:end])
        found, _ = opened([*world.messages[:-2], cut, world.messages[-1]], Secrets.of("secret"))
        assert found[-2].problem
        assert not found[-1].problem


def test_the_middle_of_a_session_opens_with_its_key_before_3_1_1() -> None:
    """The keys of 3.0 follow from the session key alone; those of 3.1.1 want the whole log-on."""
    for dialect, closed in ((Dialect.SMB_3_0_2, 0), (Dialect.SMB_3_1_1, 2)):
        world = RecordedWorld()
        tree = world.connect(ClientSettings(dialects=(dialect,), encrypt=True)).ready()
        session = tree.session
        secrets = Secrets(session_keys={session.session_id: session.session_key})
        found, _ = opened(world.messages[-2:], secrets)
        assert sum(bool(message.problem) for message in found) == closed
        found, _ = opened(world.messages, secrets)
        assert not any(message.problem for message in found)


def test_a_reauthentication_changes_no_key() -> None:
    world = RecordedWorld()
    client = world.connect(ClientSettings(encrypt=True))
    session = client.ready().session
    again = client.connection.authenticate(Credentials("alice", "secret"), now=world.now, session=session)
    assert client.exchange(again) == 0
    client.send(Message(EchoRequest(), session=session))
    found, signatures = opened(world.messages, Secrets.of("secret"))
    assert not any(message.problem for message in found)
    assert found[-1].encrypted
    assert not signatures[False]


def test_the_anonymous_have_no_keys() -> None:
    world = RecordedWorld(allow_anonymous=True)
    client = world.connect()
    client.negotiate()
    client.log_on("", "")
    client.send(Message(EchoRequest()))
    _, signatures = opened(world.messages, Secrets.of("secret"))
    assert set(signatures) == {None}


def test_a_damaged_negotiate_context_leaves_its_algorithm_unknown() -> None:
    world = RecordedWorld()
    world.connect(ClientSettings(encrypt=True)).ready()
    response = bytearray(world.messages[1].data)
    at = response.index(b"\x02\0\x04\0\0\0\0\0\x01\0")  # one cipher, in 4 bytes
    response[at + 8] = 9
    messages = [world.messages[0], world.messages[1]._replace(data=bytes(response)), *world.messages[2:]]
    found, _ = opened(messages, Secrets.of("secret"))
    assert all(message.problem for message in found if message.encrypted)
