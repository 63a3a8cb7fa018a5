"""How `plugfest serve` ends: what is in flight finishes first."""

from __future__ import annotations

import signal
import socket
import subprocess
from pathlib import Path

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_rpce import ClientAssociation
from plugfest.protocols.ms_smb2.client import Request, TreeConnect
from plugfest.protocols.ms_smb2.constants import AccessMask, CompletionFilter, CreateDisposition, CreateOptions
from plugfest.protocols.ms_smb2.create import CreateRequest, FileId
from plugfest.protocols.ms_smb2.query import ChangeNotifyRequest
from plugfest.protocols.ms_smb2.read_write import ReadRequest, ReadResponse, WriteRequest
from plugfest.protocols.ms_srvs.types import SRVSVC
from tests.cli.test_serve import serving
from tests.net.remote import Message, Remote

OK = NtStatus.STATUS_SUCCESS


def terminate(process: subprocess.Popen[str], port: int) -> None:
    """Ask the server to end, and wait until it lets nobody in."""
    process.send_signal(signal.SIGTERM)
    for _ in range(100_000):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=10).close()
        except ConnectionRefusedError:
            return
        except ConnectionResetError:  # it was in the queue of a socket that was closed
            continue
    raise AssertionError("it still accepts connections")


def over(process: subprocess.Popen[str], client: Remote) -> bool:
    """The connection ends and the process too, without a word of complaint."""
    ended = client.ended()
    errors = process.communicate(timeout=30)[1]
    return ended and process.returncode == 0 and errors == ""


def opened(client: Remote, tree: TreeConnect, name: str, options: int = 0) -> FileId:
    body = CreateRequest(
        name=name,
        desired_access=AccessMask.GENERIC_READ | AccessMask.GENERIC_WRITE,
        create_disposition=CreateDisposition.FILE_OPEN_IF,
        create_options=CreateOptions(options),
    )
    reply = client.request(body, tree=tree)
    assert reply.open is not None, reply.status
    return reply.open.file_id


def pending_read(client: Remote) -> tuple[Request, FileId, TreeConnect]:
    """A READ of a pipe that nobody has written to."""
    tree = client.ready()
    file_id = client.open_pipe(tree, "srvsvc")
    (request,) = client.send(Message(ReadRequest(file_id=file_id, length=1024), tree=tree))
    assert client.interim(request).status == NtStatus.STATUS_PENDING
    return request, file_id, tree


def test_a_large_write_that_is_half_here_is_carried_out(tmp_path: Path) -> None:
    with serving(tmp_path, "--user", "alice:secret") as (process, port), Remote(port) as client:
        client.negotiate()
        tree = client.tree_connect(client.log_on(), "share")
        buffer = bytes(range(256)) * (client.connection.max_write_size // 512)
        while client.connection.window.available < 100:
            opened(client, tree, "credits")
        request, data = client.prepare(WriteRequest(file_id=opened(client, tree, "big"), buffer=buffer), tree=tree)
        client.socket.sendall(data[: len(data) // 2])
        terminate(process, port)
        client.socket.sendall(data[len(data) // 2 :])
        assert client.final(request).status == OK
        assert over(process, client)
    assert (tmp_path / "big").read_bytes() == buffer


def test_a_read_of_a_pipe_gets_its_answer() -> None:
    with serving("--user", "alice:secret") as (process, port), Remote(port) as client:
        request, file_id, tree = pending_read(client)
        terminate(process, port)
        bind = ClientAssociation().bind(SRVSVC)
        assert client.request(WriteRequest(file_id=file_id, buffer=bind), tree=tree).status == OK
        body = client.final(request).body
        assert isinstance(body, ReadResponse)
        assert body.buffer[2] == 12  # bind_ack
        assert over(process, client)


def test_who_watches_a_directory_is_told(tmp_path: Path) -> None:
    with serving(tmp_path, "--user", "alice:secret") as (process, port), Remote(port) as client:
        client.negotiate()
        tree = client.tree_connect(client.log_on(), "share")
        directory = opened(client, tree, "d", CreateOptions.FILE_DIRECTORY_FILE)
        body = ChangeNotifyRequest(
            output_buffer_length=1024,
            file_id=directory,
            completion_filter=CompletionFilter.FILE_NOTIFY_CHANGE_FILE_NAME,
        )
        (request,) = client.send(Message(body, tree=tree))
        assert client.interim(request).status == NtStatus.STATUS_PENDING
        terminate(process, port)
        assert client.final(request).status == NtStatus.STATUS_NOTIFY_CLEANUP
        assert over(process, client)


def test_what_does_not_finish_is_given_up_after_a_while() -> None:
    with serving("--user", "alice:secret", "--drain", 1) as (process, port), Remote(port) as client:
        pending_read(client)
        terminate(process, port)
        assert over(process, client)


def test_a_second_signal_waits_for_nothing() -> None:
    with serving("--user", "alice:secret", "--drain", 100_000) as (process, port), Remote(port) as client:
        pending_read(client)
        terminate(process, port)
        process.send_signal(signal.SIGTERM)
        assert over(process, client)
