"""`plugfest decode CAPTURE`: forms, secrets, choices, and files that are none."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from plugfest.capture import CaptureWriter
from plugfest.cli.main import cli
from plugfest.errors import InputError
from plugfest.protocols.ms_rpce import ClientAssociation, Pdu
from plugfest.protocols.ms_rpce.pdus import CommonHeader, RpcRequest
from plugfest.protocols.ms_smb2.constants import Command
from plugfest.protocols.ms_smb2.create import FileId
from plugfest.protocols.ms_smb2.framing import frame
from plugfest.protocols.ms_smb2.header import Header
from plugfest.protocols.ms_smb2.messages import encode_message
from plugfest.protocols.ms_smb2.read_write import WriteRequest
from plugfest.simulate.compiler import compile_interface
from plugfest.simulate.simulation import Simulator
from plugfest.specs import open_library
from tests.cli.test_serve import serving
from tests.peers import need
from tests.peers import run as run_peer
from tests.simulate.conftest import TOY

VECTOR = json.loads((Path(__file__).parent.parent / "vectors" / "smb311_encrypted.json").read_text())


def run(*arguments: str | Path) -> Result:
    command = ["decode", *map(str, arguments)]
    return CliRunner().invoke(cli, command, catch_exceptions=False, standalone_mode=False)


def process(*arguments: str | Path) -> tuple[int, str, str]:
    """Exit status, standard output and error of the program."""
    command = [sys.executable, "-m", "plugfest", "decode", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    """A recorded session, encrypted; its keys.txt lies beside it."""
    path = tmp_path / "some.pcapng"
    with CaptureWriter(path) as writer:
        for number, message in enumerate(VECTOR["messages"]):
            writer.message(1, message["sent"], number / 100, frame(bytes.fromhex(message["data"])))
        writer.key(int.from_bytes(bytes.fromhex(VECTOR["session_id"]), "little"), bytes.fromhex(VECTOR["session_key"]))
    return path


def documents(*arguments: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*arguments, "--json").stdout.splitlines()]


def test_closed_without_keys_open_with_them(capture: Path) -> None:
    closed = documents(capture)
    assert sum("problem" in one for one in closed) == 15
    opened = documents(capture, "--keys", capture.with_name("keys.txt"))
    assert len(opened) == len(closed) == 21
    assert not any("problem" in one for one in opened)
    assert sum(one.get("encrypted", False) for one in opened) == 15
    listing = next(one for one in opened if one["message"] == "SMB2 QUERY_DIRECTORY Response")
    assert "." in [entry["FileName"] for entry in listing["body"]["Buffer"]]


def test_forms_and_choices(capture: Path) -> None:
    keys = ("--keys", capture.with_name("keys.txt"))
    lines = run(capture, *keys).stdout.splitlines()
    assert len(lines) == 22
    assert lines[0].startswith("#1: 192.0.2.1:")
    chosen = run(capture, *keys, "--only", "TREE_CONNECT", "--only", "logoff").stdout
    assert chosen.count("TREE_CONNECT") == 2
    assert chosen.count("LOGOFF") == 3  # impacket says it twice
    tree = run(capture, *keys, "--tree", "--frame", "4").stdout
    assert "SMB2 NEGOTIATE Request [MS-SMB2 2.2.3]" in tree
    assert "StructureSize: 36" in tree
    session = int.from_bytes(bytes.fromhex(VECTOR["session_id"]), "little")
    assert len(documents(capture, *keys, "--session", f"{session:x}")) == 17
    assert documents(capture, "--stream", "1") == documents(capture)
    none = run(capture, "--only", "NOTHING")
    assert (none.exit_code, none.stdout) == (0, "")
    assert "none of its messages is wanted" in none.stderr


@pytest.mark.parametrize("choice", [("--frame", "9"), ("--only", "CREATE"), ("--only", "LOGOFF")])
def test_seconds_count_from_the_first_message_of_the_capture(capture: Path, choice: tuple[str, str]) -> None:
    keys = ("--keys", capture.with_name("keys.txt"))
    everything = run(capture, *keys).stdout.splitlines()
    chosen = run(capture, *keys, *choice).stdout.splitlines()
    assert len(chosen) > 1
    assert set(chosen) < set(everything)
    assert " 0.000000 " not in "".join(chosen)


def test_a_pipe_and_standard_input(capture: Path, tmp_path: Path) -> None:
    whole = process(capture)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = f"cat {capture} > {pipe} & {sys.executable} -m plugfest decode {pipe}"
    named = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert (named.returncode, named.stdout, named.stderr) == whole
    command = f"cat {capture} | {sys.executable} -m plugfest decode -"
    standard = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert (standard.returncode, standard.stdout, standard.stderr) == whole
    nothing = subprocess.run(
        [sys.executable, "-m", "plugfest", "decode", "-"],
        input="",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert nothing.stderr == "plugfest: standard input: not a pcap or pcapng file (it is empty)\n"


def test_files_that_are_no_captures(tmp_path: Path) -> None:
    for content in (b"", b"text", bytes(100)):
        (tmp_path / "some").write_bytes(content)
        status, output, error = process(tmp_path / "some")
        assert (status, output, error.count("\n")) == (2, "", 1)
        assert "not a pcap or pcapng file" in error
    for path, reason in ((tmp_path, "Is a directory"), (tmp_path / "absent", "No such file")):
        status, output, error = process(path)
        assert (status, output, error.count("\n")) == (2, "", 1)
        assert reason in error


def test_a_file_that_ends_early_shows_what_is_whole(capture: Path) -> None:
    whole = run(capture).stdout
    capture.write_bytes(capture.read_bytes()[:-700])
    status, output, error = process(capture)
    assert status == 2
    assert whole.startswith(output)
    assert output.count("\n") > 10
    assert error == f"plugfest: {capture}: the file ends in block {error.rpartition(' ')[2]}"


def test_a_capture_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "other.pcapng"
    with CaptureWriter(path) as writer:
        writer.open(1, 0.0)
    found = run(path)
    assert (found.exit_code, found.stdout) == (0, "")
    assert "no SMB and no RPC in it" in found.stderr


def test_lost_bytes_are_told(tmp_path: Path) -> None:
    path = tmp_path / "late.pcapng"
    with CaptureWriter(path) as writer:
        writer.message(1, True, 0.1, b"\xee" * 50 + frame(b"\xfeSMB" + bytes(80)))
    found = run(path)
    assert "50 bytes belong to no whole message" in found.stderr
    assert "SMB2" in found.stdout


def test_nobody_reads_to_the_end(capture: Path) -> None:
    command = f"{sys.executable} -m plugfest decode {capture} | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert (done.stdout.count("\n"), done.stderr) == (1, "")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--json", "--tree"), "not both"),
        (("--nt-hash", "12"), "32 hexadecimal digits"),
        (("--keys", "absent.txt"), "No such file"),
        (("--frame", "one"), "a frame is a number"),
        (("--session", "no"), "hexadecimal digits"),
        (("--as", "MS-TOYR:ToyList:request", "--only", "X"), "--as takes only"),
    ],
)
def test_misused(capture: Path, options: tuple[str, ...], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        run(capture, *options)


def test_interfaces_that_only_the_library_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(tmp_path / "library"))
    path = tmp_path / "toy.pcapng"
    CliRunner().invoke(cli, ["docs", "add", str(TOY)], catch_exceptions=False, standalone_mode=False)
    with open_library() as library:
        interface = next(compile_interface(one)[0] for one in Simulator(library).interfaces("MS-TOYR"))
    method = next(one for one in interface.methods if one.__name__ == "ToyOpen")
    call = Pdu(CommonHeader(call_id=2), RpcRequest(opnum=method.opnum, stub=method().encode())).encode()
    with CaptureWriter(path) as writer:
        for number, payload in enumerate((ClientAssociation().bind(interface), call)):
            body = WriteRequest(file_id=FileId(1, 2), buffer=payload)
            header = Header(command=Command.WRITE, message_id=number)
            writer.message(1, True, number / 10, frame(encode_message(header, body)))
    (one,) = documents(path, "--only", "ToyOpen")
    assert one["rpc"][0]["interface"] == "toyr"
    assert one["rpc"][0]["section"].startswith("MS-TOYR 3.1")
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(tmp_path / "empty"))
    assert [one["rpc"][0]["message"] for one in documents(path)] == ["RPC bind", "RPC request"]


@pytest.mark.integration
def test_what_smbclient_said_encrypted_opens_with_its_password(tmp_path: Path) -> None:
    smbclient = need("smbclient", "smbclient")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "hello.txt").write_text("hello", encoding="utf-8")
    path = tmp_path / "traffic.pcapng"
    dialects = {"SMB3_00": "SMB_3_0", "SMB3_02": "SMB_3_0_2", "SMB3_11": "SMB_3_1_1"}
    with serving(tmp_path / "folder", "--user", "alice:secret", "--capture", path) as (server, port):
        for dialect in dialects:
            run_peer(
                *(smbclient, "//127.0.0.1/share", "-p", str(port), "-U", "alice%secret", "-m", dialect),
                *("--client-protection=encrypt", "-c", "get hello.txt /dev/null"),
            )
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)
    opened = documents(path, "--password", "secret")
    assert [one for one in opened if "problem" in one or one.get("signature") == "wrong"] == []
    answers = [one["body"]["DialectRevision"] for one in opened if one["message"] == "SMB2 NEGOTIATE Response"]
    assert answers == list(dialects.values())
    reads = [one for one in opened if one["message"] == "SMB2 READ Response"]
    assert [(one["encrypted"], one["body"]["Buffer"]) for one in reads] == [(True, b"hello".hex())] * 3
    assert all("problem" in one for one in documents(path, "--password", "wrong") if one.get("encrypted"))
