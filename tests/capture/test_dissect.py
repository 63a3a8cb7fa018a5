"""Captures message by message, beside tshark; damage is shown as such, and the rest goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from plugfest.capture import CapturedMessage, Stream, StreamData, read_streams
from plugfest.capture.as_json import document
from plugfest.capture.as_text import Lines, Trees
from plugfest.capture.decrypt import Opened
from plugfest.capture.dissect import Conversation, Dissected, Dissector
from plugfest.capture.secrets import Secrets
from plugfest.capture.streams import Endpoint
from plugfest.protocols.ms_rpce import ClientAssociation
from plugfest.protocols.ms_smb2.constants import Command, CtlCode
from plugfest.protocols.ms_smb2.create import FileId
from plugfest.protocols.ms_smb2.framing import frame
from plugfest.protocols.ms_smb2.header import Header, HeaderFlags
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest, IoctlResponse
from plugfest.protocols.ms_smb2.messages import encode_message
from plugfest.protocols.ms_smb2.read_write import EchoRequest, ReadRequest, ReadResponse, WriteRequest
from plugfest.protocols.ms_srvs.types import SRVSVC
from plugfest.wire import Structure
from tests.capture.encrypted import named_captures
from tests.capture.helpers import needs_tshark, tshark
from tests.protocols.captured import captures, given

STREAM = Stream(1, Endpoint("192.0.2.1", 50000), Endpoint("192.0.2.2", 445), True)
PIPE = FileId(1, 2)
BESIDE_TSHARK = (
    "samba/smb2_connect.pcap",
    "samba/smb2_compound.pcap",
    "OISF_suricata-verify/smb2-01__smb2-peter.pcap",
    "OISF_suricata-verify/smb2-async__input.pcap",
    "zeek_zeek/dce-rpc__20-fids-no-close.pcap",
    "studylab1_SAMR-Enum-Lab/sharphound_domain_z.port445.pcapng",
)


def message(command: Command, body: Structure | bytes, *, sent: bool = True, number: int = 1) -> bytes:
    flags = HeaderFlags(0) if sent else HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR
    return encode_message(Header(command=command, flags=flags, message_id=number), body)


def read(*messages: tuple[bool, bytes]) -> list[Dissected]:
    """Messages as one connection carries them."""
    chunks = [StreamData(STREAM, 0, sent, frame(data), 0, number) for number, (sent, data) in enumerate(messages, 1)]
    return list(Dissector().messages(chunks))


def shown(messages: list[Dissected]) -> None:
    """Everything can be shown."""
    lines, trees = Lines(), Trees()
    for one in messages:
        assert document(one)["message"] == one.name
        assert list(lines.of(one))
        assert list(trees.of(one))


def by_tshark(path: Path, *fields: str) -> Iterator[tuple[int, list[list[str]]]]:
    """Frame → the values of each field, of the frames with SMB2."""
    arguments = [argument for field in ("frame.number", *fields) for argument in ("-e", field)]
    for line in tshark(path, "-Y", "smb2", "-T", "fields", *arguments):
        number, *values = line.split("\t")
        yield int(number), [value.split(",") if value else [] for value in values]


@needs_tshark
@pytest.mark.parametrize("name", BESIDE_TSHARK)
def test_messages_are_those_of_tshark_in_the_same_frames(name: str) -> None:
    path = given("captures", *name.split("/"))
    ours: dict[int, list[tuple[int, int]]] = {}
    calls: dict[int, list[str]] = {}
    for one in Dissector().messages(read_streams(path)):
        if one.packet is not None:
            ours.setdefault(one.frame, []).append((one.packet.header.message_id, one.packet.header.command))
        calls.setdefault(one.frame, []).extend(str(call.opnum) for call in one.calls if call.direction)
    compared = 0
    for number, (numbers, commands, opnums) in by_tshark(path, "smb2.msg_id", "smb2.cmd", "dcerpc.opnum"):
        theirs = list(zip(map(int, numbers), map(int, commands), strict=True))
        assert ours.pop(number) == theirs
        assert calls.get(number, []) == opnums
        compared += len(theirs)
    assert not ours
    assert compared > 8


@needs_tshark
@pytest.mark.parametrize("name", BESIDE_TSHARK)
def test_responses_answer_the_requests_that_tshark_says(name: str) -> None:
    path = given("captures", *name.split("/"))
    ours = {one.frame: one.request_frame for one in Dissector().messages(read_streams(path)) if one.request_frame}
    compared = 0
    cancels = set()
    for number, (requests, commands) in by_tshark(path, "smb2.response_to", "smb2.cmd"):
        if commands == [str(int(Command.CANCEL))]:
            cancels.add(str(number))  # tshark takes what is cancelled as the answer to this
        elif requests and cancels.isdisjoint(requests):
            assert str(ours[number]) in requests, number
            compared += 1
    assert compared > 4


def test_every_given_capture_can_be_shown() -> None:
    row = next(named_captures())
    messages = list(Dissector(Secrets.of(row.password)).messages(read_streams(row.path)))
    shown(messages)
    names = Counter(call.name for one in messages for call in one.calls)
    assert names["SamrConnect request"] == names["SamrConnect response"] > 0
    assert not any(one.problem for one in messages)
    assert {one.signature for one in messages} == {True, None}


def test_the_one_damaged_message_of_a_given_capture_is_told() -> None:
    path = given("captures", "OISF_suricata-verify", "smb-length-5770__input.pcap")
    messages = list(Dissector().messages(read_streams(path)))
    (wrong,) = [one for one in messages if one.problem]
    assert wrong.name == "SMB2 WRITE Request"
    assert wrong.problem.startswith("WriteRequest.Buffer at byte 112: ")
    assert wrong.packet is not None
    assert wrong.packet.body is None
    assert len(messages) > 1000


def test_pipes_by_write_and_read_and_by_transceive() -> None:
    bind = ClientAssociation().bind(SRVSVC)
    transceive = IoctlRequest(ctl_code=CtlCode.FSCTL_PIPE_TRANSCEIVE, file_id=PIPE, input=bind)
    found = read(
        (True, message(Command.WRITE, WriteRequest(file_id=PIPE, buffer=bind[:40]), number=1)),
        (True, message(Command.WRITE, WriteRequest(file_id=PIPE, buffer=bind[40:]), number=2)),
        (True, message(Command.READ, ReadRequest(file_id=PIPE, length=99), number=3)),
        (False, message(Command.READ, ReadResponse(buffer=bind), sent=False, number=3)),
        (True, message(Command.IOCTL, transceive, number=4)),
        (False, message(Command.IOCTL, IoctlResponse(output=bind), sent=False, number=4)),
    )
    assert [len(one.calls) for one in found] == [0, 1, 0, 1, 1, 1]
    assert [one.request_frame for one in found] == [0, 0, 0, 3, 0, 5]
    shown(found)


def test_files_are_no_pipes() -> None:
    data = b"\5\0 but no RPC"
    found = read(
        (True, message(Command.WRITE, WriteRequest(file_id=PIPE, buffer=data))),
        (True, message(Command.READ, ReadRequest(file_id=PIPE, length=99), number=2)),
        (False, message(Command.READ, ReadResponse(buffer=data), sent=False, number=2)),
        (False, message(Command.READ, ReadResponse(buffer=data), sent=False, number=9)),  # nobody asked
    )
    assert not any(one.calls or one.problem for one in found)


def test_an_answer_to_something_else_is_none() -> None:
    answer = message(Command.READ, ReadResponse(buffer=b"\5"), sent=False)
    found = read((True, message(Command.ECHO, EchoRequest())), (False, answer))
    assert found[1].request is None
    assert not found[1].request_frame
    shown(found)


def test_damage_in_the_middle() -> None:
    echo = message(Command.ECHO, EchoRequest())
    lying = echo[:20] + (9).to_bytes(4, "little") + echo[24:]
    short = message(Command.WRITE, b"\x31\0")
    found = read(
        (True, echo), (True, b"\xfeSMBtoo short"), (True, short), (True, lying), (True, b"nothing"), (True, echo)
    )
    assert [bool(one.problem) for one in found] == [False, True, True, True, True, False]
    assert "NextCommand" in found[3].problem
    assert found[4].name == "bytes"
    shown(found)


def test_what_is_found_on_other_ports() -> None:
    elsewhere = Stream(1, STREAM.client, Endpoint("192.0.2.2", 4455), True)
    echo = frame(message(Command.ECHO, EchoRequest()))
    bind = ClientAssociation().bind(SRVSVC)
    for data, names in ((echo, ["SMB2 ECHO Request"]), (bind, ["RPC bind"]), (b"GET / HTTP/1.1\r\n", [])):
        chunks = [StreamData(elsewhere, 0, True, data[:30]), StreamData(elsewhere, 0, True, data[30:])]
        assert [one.name for one in Dissector().messages(chunks)] == names


def test_lost_packets_are_counted() -> None:
    echo = frame(message(Command.ECHO, EchoRequest()))
    chunks = [
        StreamData(STREAM, 0, True, echo[:30]),
        StreamData(STREAM, 0, True, b"the end of something" + echo, 10),
        StreamData(STREAM, 0, True, echo),
    ]
    dissector = Dissector()
    assert len(list(dissector.messages(chunks))) == 2
    assert dissector.dropped == 30 + 20
    list(dissector.messages([StreamData(STREAM, 0, True, echo[:30])]))
    assert dissector.dropped == 30 + 20 + 30


@settings(max_examples=300)
@any_of(
    st.lists(
        st.tuples(
            st.booleans(),
            st.binary(max_size=160),
            st.sampled_from([b"", b"\xfeSMB", b"\xfdSMB", b"\xffSMB", b"\xfeSMB\x40\0"]),
        ),
        max_size=4,
    )
)
def test_any_bytes_are_shown(parts: list[tuple[bool, bytes, bytes]]) -> None:
    found = read(*((sent, start + data) for sent, data, start in parts if start + data))
    assert b"".join(one.data for one in found) == b"".join(start + data for _, data, start in parts)
    shown(found)


@settings(max_examples=300)
@any_of(st.sampled_from(list(Command)), st.booleans(), st.binary(max_size=150))
def test_any_body_is_shown(command: Command, sent: bool, body: bytes) -> None:
    found = read((sent, message(command, body, sent=sent)))
    assert len(found) == 1
    shown(found)


def test_mutated_messages_of_a_capture_are_shown() -> None:
    """Each message with one bit turned, and cut in the middle, in a conversation that goes on."""
    path = given("captures", "samba", "smb2_connect.pcap")
    conversation = Conversation()
    whole = [one for one in Dissector().messages(read_streams(path)) if one.packet is not None]
    for number, one in enumerate(whole):
        turned = bytearray(one.data)
        turned[(number * 37) % len(turned)] ^= 1 << number % 8
        for data in (bytes(turned), one.data[: len(one.data) - number % 60], one.data):
            shown(list(conversation.read(CapturedMessage(STREAM, 0, one.sent, data), Opened(data))))
    assert len(whole) > 50


def test_frames_rise() -> None:
    path = given("captures", "samba", "smb2_connect.pcap")
    frames = [one.frame for one in Dissector().messages(read_streams(path))]
    assert all(first <= second for first, second in pairwise(chain([1], frames)))


def test_mutated_capture_files_are_shown(tmp_path: Path) -> None:
    """Bytes anywhere in a file are changed: packets, connections, encrypted messages and stubs go wrong."""
    files = [path for path in captures("studylab1_SAMR-Enum-Lab") if path.stat().st_size < 30_000]
    numbers = Random(5)
    read_of = 0
    for number in range(150):
        data = bytearray(numbers.choice(files).read_bytes())
        for _ in range(numbers.choice((1, 20, 400))):
            data[numbers.randrange(40, len(data))] = numbers.randrange(256)
        path = tmp_path / f"{number}.pcapng"
        path.write_bytes(data)
        messages = list(Dissector(Secrets.of("LabAdm1!")).messages(read_streams(path)))
        read_of += len(messages)
        shown(messages)
    assert read_of > 1000
