"""tshark reads what a run leaves behind: as many messages as we say, none malformed, the same values."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from plugfest.records import Message, Run, Verdict
from plugfest.store.runs import RunStore
from tests.peers import need

pytestmark = [pytest.mark.integration, pytest.mark.timeout(400)]

_COMPLAINTS = {"_ws.malformed", "_ws.short"}
_OTHERWISE = {
    "24 response",  # [MS-SRVS] 3.1.4.20: InfoStruct is a pointer to a pointer; tshark has one pointer less
    "25 request",  # [MS-SRVS] 3.1.4.22: Buffer is a SERVER_TRANSPORT_INFO_0; tshark has a union by level
}
"""Opnums of srvsvc that tshark has another declaration of than the document."""
_COMPARED = {
    "NEGOTIATE": {"MaxTransactSize": "smb2.max_trans_size", "MaxReadSize": "smb2.max_read_size",
                  "MaxWriteSize": "smb2.max_write_size", "SecurityMode": "smb2.sec_mode",
                  "Capabilities": "smb2.capabilities", "DialectRevision": "smb2.dialect"},
    "SESSION_SETUP": {"SessionFlags": "smb2.session_flags", "Flags": "smb2.session_flags",
                      "PreviousSessionId": "smb2.previous_session_id", "Capabilities": "smb2.capabilities"},
    "TREE_CONNECT": {"Path": "smb2.tree", "ShareType": "smb2.share_type", "ShareFlags": "smb2.share_flags",
                     "MaximalAccess": "smb2.share.caps.none"},
    "CREATE": {"Name": "smb2.filename", "DesiredAccess": "smb.access_mask", "CreateOptions": "smb2.create_options",
               "CreateDisposition": "smb2.create.disposition", "CreateAction": "smb2.create.action",
               "ShareAccess": "smb2.share_access"},
}  # fmt: skip
"""Command → our field → tshark's, where both have the number or the text of it."""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, list[Verdict]]:
    """A run of the suites against the embedded server, in a folder of its own."""
    from plugfest.cli.test import Options, run_test
    from plugfest.conformance.embedded import embedded_server

    root = tmp_path_factory.mktemp("runs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLUGFEST_RUNS", str(root))
        with embedded_server() as setting:
            run_test(setting.profile, Options(allow_disruptive=True))
        store = RunStore()
        run = store.run("last")
        verdicts = store.verdicts(run.id)
        store.close()
    return run, verdicts


class Seen(NamedTuple):
    """What tshark makes of one case's capture, with the keys beside it."""

    verdict: Verdict
    messages: list[tuple[int, Any]]
    """TCP stream and message, of those that it could read."""
    sealed: int
    """Encrypted messages that it could not."""
    complaints: list[str]


def keys_of(run: Run, verdict: Verdict) -> list[str]:
    """The -o options of keys.txt."""
    if not verdict.exchange.keys:
        return []
    text = (Path(run.folder) / verdict.exchange.keys).read_text()
    return re.findall(r"-o '(uat:smb2_seskey_list:[^']*)'", text)


def read(run: Run, verdict: Verdict) -> Seen:
    """One call of tshark a capture."""
    options = [part for key in keys_of(run, verdict) for part in ("-o", key)]
    path = Path(run.folder) / verdict.exchange.capture
    command = [need("tshark", "tshark"), "-n", *options, "-r", str(path), "-T", "json", "--no-duplicate-keys"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    seen = Seen(verdict, [], 0, [])
    sealed = 0
    for packet in json.loads(done.stdout):
        layers = packet["_source"]["layers"]
        if _call(layers) not in _OTHERWISE:
            seen.complaints.extend(
                f"{name} in frame {layers['frame']['frame.number']}" for name in _COMPLAINTS & set(layers)
            )
        smb2 = layers.get("smb2", [])
        for message in smb2 if isinstance(smb2, list) else [smb2]:
            if values_of(message, "smb2.cmd"):
                seen.messages.append((int(layers["tcp"]["tcp.stream"]), message))
            else:
                sealed += 1
    return seen._replace(sealed=sealed)


def _call(layers: dict[str, Any]) -> str:
    """`24 response` for a message of srvsvc."""
    if "srvsvc" not in layers:
        return ""
    kind = "response" if layers["dcerpc"]["dcerpc.pkt_type"] == "2" else "request"
    return f"{layers['srvsvc']['srvsvc.opnum']} {kind}"


@pytest.fixture(scope="module")
def judged(finished: tuple[Run, list[Verdict]]) -> list[Seen]:
    """Every case that sent something, but for those that malform on purpose."""
    run, verdicts = finished
    wanted = [verdict for verdict in verdicts if verdict.exchange.capture and not verdict.malforms]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda verdict: read(run, verdict), wanted))


def smb2(message: Message) -> bool:
    return message.name.startswith("SMB2 ")


def test_as_many_messages_as_we_say(judged: list[Seen]) -> None:
    for seen in judged:
        said = sum(smb2(message) for message in seen.verdict.exchange.messages)
        assert len(seen.messages) + seen.sealed == said, seen.verdict.case
    assert sum(len(seen.messages) for seen in judged) > 1000


def test_none_is_malformed_but_on_purpose(judged: list[Seen]) -> None:
    for seen in judged:
        assert not seen.complaints, seen.verdict.case
    assert len(judged) > 100


def values_of(packet: Any, name: str) -> list[str]:
    """All values of a field in tshark's JSON, wherever it is."""
    found: list[str] = []
    if isinstance(packet, dict):
        for key, value in packet.items():
            if key == name:
                found += value if isinstance(value, list) else [value]
            found += values_of(value, name)
    elif isinstance(packet, list):
        for value in packet:
            found += values_of(value, name)
    return [value for value in found if isinstance(value, str)]


def number(text: str) -> int | str:
    """The number that a value shows, ours or tshark's; else its text without quotes."""
    found = re.search(r"\((0x[0-9A-Fa-f]+|\d+)\)$", text) or re.fullmatch(r"(0x[0-9A-Fa-f]+|\d+)", text)
    return int(found[1], 0) if found else text.strip("'\"").replace("\\\\", "\\")


def test_field_values_are_the_same(judged: list[Seen]) -> None:
    compared: Counter[str] = Counter()
    for seen in judged:
        theirs: dict[tuple[int, int, str], Any] = {}
        for stream, message in seen.messages:
            for identifier, response in zip(
                values_of(message, "smb2.msg_id"), values_of(message, "smb2.flags.response"), strict=False
            ):
                theirs.setdefault((stream, int(identifier), response), message)
        for ours in seen.verdict.exchange.messages:
            command = ours.name.split()[1] if smb2(ours) else ""
            if command not in _COMPARED:
                continue
            fields = {field.name: field.value for field in ours.fields}
            identifier = int(number(fields["Header.MessageId"]))
            other = theirs.get((ours.connection - 1, identifier, "1" if "Response" in ours.name else "0"))
            for field, name in _COMPARED[command].items():
                values = values_of(other, name)
                if field in fields and len(values) == 1:
                    place = f"{seen.verdict.case} {ours.name} {field}"
                    assert number(fields[field]) == number(values[0]), place
                    compared[f"{command}.{field}"] += 1
    assert len(compared) >= 8, compared


def test_the_keys_open_what_is_encrypted(judged: list[Seen]) -> None:
    opened = 0
    for seen in judged:
        messages = [message for message in seen.verdict.exchange.messages if smb2(message)]
        unreadable = sum("TRANSFORM_HEADER" in message.name for message in messages)  # nobody has that key
        after = [index for index, message in enumerate(messages) if message.name == "SMB2 LOGOFF Request"]
        forgotten = sum(message.encrypted for message in messages[after[0] + 1 :]) if after else 0  # tshark's keys
        assert unreadable <= seen.sealed <= unreadable + forgotten, seen.verdict.case
        opened += sum(message.encrypted for message in messages) - (seen.sealed - unreadable)
    assert opened > 3
