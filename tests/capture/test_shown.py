"""How messages are shown: JSON documents, trees, lines, and which of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from plugfest.capture import CapturedMessage, Stream
from plugfest.capture.as_json import document, line
from plugfest.capture.as_text import Lines, Trees
from plugfest.capture.choice import Choice
from plugfest.capture.decrypt import Decryptor
from plugfest.capture.dissect import Conversation, Dissected
from plugfest.capture.secrets import Secrets
from plugfest.capture.streams import Endpoint
from plugfest.errors import InputError
from plugfest.protocols.ms_fscc.constants import FsctlCode
from plugfest.protocols.ms_fscc.entries import FileNotifyInformation
from plugfest.protocols.ms_fscc.fsctl import AllocatedRange
from plugfest.protocols.ms_fscc.lists import write_list
from plugfest.protocols.ms_rpce import ClientAssociation
from plugfest.protocols.ms_smb2.client import ClientSettings, TreeConnect
from plugfest.protocols.ms_smb2.constants import (
    AccessMask,
    Command,
    CreateDisposition,
    CreateOptions,
    CtlCode,
    HeaderFlags,
    InfoType,
)
from plugfest.protocols.ms_smb2.create import CreateRequest
from plugfest.protocols.ms_smb2.header import Header
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest
from plugfest.protocols.ms_smb2.messages import encode_message
from plugfest.protocols.ms_smb2.query import (
    ChangeNotifyResponse,
    QueryDirectoryRequest,
    QueryInfoRequest,
    SetInfoRequest,
)
from plugfest.protocols.ms_smb2.read_write import WriteRequest
from plugfest.protocols.ms_srvs.types import SRVSVC
from tests.capture.encrypted import RecordedWorld
from tests.protocols.ms_smb2.joined import Client

BOTH_DIRECTORY, STANDARD, DISPOSITION, STREAMS = 3, 5, 13, 22
SECRETS = Secrets.of("secret")


def dissected(messages: list[CapturedMessage], secrets: Secrets | None = SECRETS) -> list[Dissected]:
    """Messages as a capture of one connection, a packet each."""
    decryptor, conversation = Decryptor(secrets), Conversation()
    return list(_dissected(messages, decryptor, conversation))


def _dissected(
    messages: list[CapturedMessage], decryptor: Decryptor, conversation: Conversation
) -> Iterator[Dissected]:
    for number, message in enumerate(messages, 1):
        placed = message._replace(frame=number, time=1_700_000_000_000_000_000 + number * 1_000_001)
        for found in conversation.read(placed, decryptor.open(placed)):
            yield found._replace(signature=decryptor.verifies(placed, found.data))


def visit(client: Client, tree: TreeConnect) -> None:
    """A folder is listed, a file is made, asked about, and deleted."""
    access = AccessMask.FILE_READ_DATA | AccessMask.FILE_WRITE_DATA | AccessMask.DELETE
    reply = client.request(
        CreateRequest(desired_access=access, create_options=CreateOptions.FILE_DIRECTORY_FILE), tree=tree
    )
    assert reply.open is not None
    folder = reply.open.file_id
    create = CreateRequest(name="é\ud800.txt", desired_access=access, create_disposition=CreateDisposition.FILE_CREATE)
    reply = client.request(create, tree=tree)
    assert reply.open is not None, reply.status
    file = reply.open.file_id
    query = QueryDirectoryRequest(
        file_information_class=BOTH_DIRECTORY, file_id=folder, file_name="*", output_buffer_length=60_000
    )
    assert client.request(query, tree=tree).status == 0
    ranges = AllocatedRange(0, 100).encode()
    code = CtlCode(FsctlCode.FSCTL_QUERY_ALLOCATED_RANGES)
    control = IoctlRequest(ctl_code=code, file_id=file, input=ranges, max_output_response=99)
    client.request(WriteRequest(file_id=file, buffer=bytes(10)), tree=tree)
    assert client.request(control, tree=tree).status == 0
    for level in (STANDARD, STREAMS):
        asked = QueryInfoRequest(file_info_class=level, file_id=file, output_buffer_length=4096)
        assert client.request(asked, tree=tree).status == 0
    change = SetInfoRequest(
        info_type=InfoType.SMB2_0_INFO_FILE, file_info_class=DISPOSITION, file_id=file, buffer=b"\1"
    )
    assert client.request(change, tree=tree).status == 0


@pytest.fixture(scope="module")
def messages() -> list[Dissected]:
    """An encrypted session of the client and server in memory, with files and a pipe."""
    world = RecordedWorld()
    client = world.connect(ClientSettings(encrypt=True))
    client.negotiate()
    session = client.log_on()
    visit(client, client.tree_connect(session, "share"))
    pipes = client.tree_connect(session)
    pipe = client.open_pipe(pipes)
    client.request(WriteRequest(file_id=pipe, buffer=ClientAssociation().bind(SRVSVC)), tree=pipes)
    return dissected(world.messages)


def named(messages: list[Dissected], name: str) -> list[dict[str, Any]]:
    return [document(message) for message in messages if message.name == name]


def test_documents_are_json_and_say_what_there_is(messages: list[Dissected]) -> None:
    for message in messages:
        text = line(message)
        assert text.endswith(b"\n")
        assert text.count(b"\n") == 1
        assert json.loads(text) == json.loads(json.dumps(document(message)))
    (request,) = named(messages, "SMB2 NEGOTIATE Request")
    assert request["frame"] == 1
    assert request["time"] == "2023-11-14T22:13:20.001000001Z"
    assert (request["from"], request["source"], request["destination"]) == (
        "client",
        "192.0.2.1:50001",
        "192.0.2.2:445",
    )
    assert (request["section"], request["header"]["section"]) == ("MS-SMB2 2.2.3", "MS-SMB2 2.2.1.2")
    assert request["body"]["Dialects"][-1] == "SMB_3_1_1"
    (response,) = named(messages, "SMB2 NEGOTIATE Response")
    assert response["request_frame"] == 1
    assert "encrypted" not in response
    assert all(one["encrypted"] for one in named(messages, "SMB2 CREATE Request"))


def test_half_a_surrogate_pair_is_not_lost(messages: list[Dissected]) -> None:
    (create,) = [one for one in messages if b"\xe9\0\0\xd8.\0" in one.data and one.name == "SMB2 CREATE Request"]
    assert json.loads(line(create))["body"]["Name"] == "é\ud800.txt"
    assert "\\ud800" in "\n".join(Trees().of(create))


def test_times_beyond_the_calendar(messages: list[Dissected]) -> None:
    assert document(messages[0]._replace(time=1 << 84))["time"] == "19342813113834066.795298816"


def test_signatures_are_told(messages: list[Dissected]) -> None:
    last = named(messages, "SMB2 SESSION_SETUP Response")[-1]
    assert last["signature"] == "right"
    wrong = messages[3]._replace(signature=False)
    assert document(wrong)["signature"] == "wrong"
    assert "the signature is wrong" in list(Lines().of(wrong))[-1]
    assert "the signature is wrong" in "\n".join(Trees().of(wrong))


def test_buffers_hold_what_their_requests_asked_for(messages: list[Dissected]) -> None:
    (listing,) = named(messages, "SMB2 QUERY_DIRECTORY Response")
    entries = listing["body"]["Buffer"]
    assert [entry["FileName"] for entry in entries] == [".", "..", "é\ud800.txt"]
    assert {entry["section"] for entry in entries} == {"MS-FSCC 2.4.8"}
    standard, streams = named(messages, "SMB2 QUERY_INFO Response")
    assert standard["body"]["Buffer"]["NumberOfLinks"] == 1
    assert streams["body"]["Buffer"][0]["StreamName"] == "::$DATA"
    asked, told = named(messages, "SMB2 IOCTL Request")[0], named(messages, "SMB2 IOCTL Response")[0]
    assert asked["body"]["Input"] == {"section": "MS-FSCC 2.3.51", "FileOffset": 0, "Length": 100}
    assert told["body"]["Output"]["section"] == "MS-FSCC 2.3.52"
    (change,) = named(messages, "SMB2 SET_INFO Request")
    assert change["body"]["Buffer"]["section"] == "MS-FSCC 2.4.11"
    negotiate, authenticate = named(messages, "SMB2 SESSION_SETUP Request")
    assert negotiate["body"]["Buffer"]["MessageType"] == "NtLmNegotiate"
    assert authenticate["body"]["Buffer"]["UserName"] == "alice"


def test_changes_are_listed() -> None:
    entries = write_list([FileNotifyInformation(file_name="one"), FileNotifyInformation(file_name="two")], 4)
    header = Header(command=Command.CHANGE_NOTIFY, flags=HeaderFlags.SMB2_FLAGS_SERVER_TO_REDIR)
    data = encode_message(header, ChangeNotifyResponse(buffer=entries))
    stream = Stream(1, Endpoint("192.0.2.1", 50000), Endpoint("192.0.2.2", 445), True)
    (found,) = dissected([CapturedMessage(stream, 0, False, data)])
    shown = document(found)["body"]["Buffer"]
    assert [(one["section"], one["FileName"]) for one in shown] == [("MS-FSCC 2.7.1", "one"), ("MS-FSCC 2.7.1", "two")]


def test_calls_in_pipes_are_in_the_messages_that_carry_them(messages: list[Dissected]) -> None:
    write = named(messages, "SMB2 WRITE Request")[-1]
    (bind,) = write["rpc"]
    assert (bind["message"], bind["section"], bind["interface"]) == ("RPC bind", "C706 12.6.4.3", "srvsvc")
    assert bind["header"]["Ptype"] == "BIND"


def test_trees_have_every_field_with_its_place(messages: list[Dissected]) -> None:
    trees = Trees()
    text = [list(trees.of(message)) for message in messages]
    first = text[0]
    assert first[0] == "SMB2 NEGOTIATE Request [MS-SMB2 2.2.3]"
    assert "    24     MessageId: 0" in first
    assert any(row.endswith("ContextType: SMB2_PREAUTH_INTEGRITY_CAPABILITIES (1)") for row in first)
    rows = [row for lines in text for row in lines]
    assert "    in Buffer[2]: FileBothDirectoryInformation [MS-FSCC 2.4.8]" in rows
    assert any(row.endswith("UserName: alice") for row in rows)
    assert "  RPC bind [C706 12.6.4.3]" in rows


def test_a_line_a_message_and_one_for_the_connection(messages: list[Dissected]) -> None:
    lines = Lines(messages[0].time)
    text = [row for message in messages for row in lines.of(message)]
    assert len(text) == len(messages) + 1
    assert text[0] == "#1: 192.0.2.1:50001 → 192.0.2.2:445"
    assert text[1].startswith("     1    0.000000 #1 → SMB2 NEGOTIATE Request [MS-SMB2 2.2.3] MessageId 0")
    assert text[-2].endswith("decrypted | RPC bind [C706 12.6.4.3] srvsvc")


def test_what_stays_closed_is_said() -> None:
    world = RecordedWorld()
    world.connect(ClientSettings(encrypt=True)).ready()
    closed = dissected(world.messages, None)[-1]
    assert (closed.name, closed.section, closed.encrypted) == ("SMB2 TRANSFORM_HEADER", "MS-SMB2 2.2.41", True)
    assert "neither a password" in list(Lines().of(closed))[-1]
    assert document(closed)["data"] == closed.data.hex()
    assert any(row.startswith("  problem: ") for row in Trees().of(closed))


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (Choice.of(frames=("1-2",)), ["SMB2 NEGOTIATE Request", "SMB2 NEGOTIATE Response"]),
        (Choice.of(frames=("2",), names=("negotiate",)), ["SMB2 NEGOTIATE Response"]),
        (Choice.of(names=("set_info", "Query_Directory"), frames=("1-99",)), None),
        (Choice.of(names=("srvsvc",)), ["SMB2 WRITE Request"]),
        (Choice.of(names=("BIND",)), ["SMB2 WRITE Request"]),
        (Choice.of(names=("NEGO",)), []),
        (Choice.of(streams=(2,)), []),
    ],
)
def test_what_is_chosen(messages: list[Dissected], choice: Choice, names: list[str] | None) -> None:
    found = [message.name for message in messages if choice.wants(message)]
    if names is None:
        names = [
            *("SMB2 QUERY_DIRECTORY Request", "SMB2 QUERY_DIRECTORY Response"),
            *("SMB2 SET_INFO Request", "SMB2 SET_INFO Response"),
        ]
    assert found == names


def test_a_session_is_chosen_open_or_closed(messages: list[Dissected]) -> None:
    assert messages[-1].packet is not None
    number = f"{messages[-1].packet.header.session_id:x}"
    chosen = [message for message in messages if Choice.of(sessions=(f"0x{number}",)).wants(message)]
    assert len(chosen) == len(messages) - 3  # NEGOTIATE both ways, and the first SESSION_SETUP
    sealed = messages[-1]._replace(packet=None, encrypted=True, data=bytes(44) + int(number, 16).to_bytes(8, "little"))
    assert Choice.of(sessions=(number,)).wants(sealed)
    assert not Choice.of(sessions=(number,)).wants(sealed._replace(data=b""))


@pytest.mark.parametrize("wrong", [{"frames": ("x",)}, {"frames": ("1-x",)}, {"sessions": ("xyz",)}])
def test_what_cannot_be_chosen(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        Choice.of(**wrong)
