"""tshark reads what a run leaves behind: as many messages as we say, none malformed, the same values."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from plugfest.records import Run, Verdict
from plugfest.store.runs import RunStore
from tests.peers import need

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("tshark")]

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
    from plugfest.cli.test import run_test
    from plugfest.conformance.embedded import embedded_server

    root = tmp_path_factory.mktemp("runs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLUGFEST_RUNS", str(root))
        with embedded_server() as setting:
            run_test(setting.profile, allow_disruptive=True)
        store = RunStore()
        run = store.run("last")
        verdicts = store.verdicts(run.id)
        store.close()
    return run, verdicts


def tshark(path: Path, keys: list[str], *arguments: str) -> str:
    program = need("tshark", "tshark")
    options = [part for key in keys for part in ("-o", key)]
    command = [program, "-n", *options, "-r", str(path), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def keys_of(run: Run, verdict: Verdict) -> list[str]:
    """The -o options of keys.txt."""
    if not verdict.exchange.keys:
        return []
    text = (Path(run.folder) / verdict.exchange.keys).read_text()
    return [found.replace('\\"', '"') for found in re.findall(r"-o '(uat:smb2_seskey_list:[^']*)'", text)]


def smb2(message_name: str) -> bool:
    return message_name.startswith("SMB2 ")


def test_as_many_messages_as_we_say(finished: tuple[Run, list[Verdict]]) -> None:
    run, verdicts = finished
    compared = 0
    for verdict in verdicts:
        said = Counter(message.name.split()[1] for message in verdict.exchange.messages if smb2(message.name))
        if not verdict.exchange.capture or verdict.malforms:
            continue
        path = Path(run.folder) / verdict.exchange.capture
        seen = tshark(path, keys_of(run, verdict), "-Y", "smb2", "-T", "fields", "-e", "smb2.cmd")
        commands = [number for line in seen.split() for number in line.split(",") if number]
        assert len(commands) == sum(said.values()), verdict.case
        compared += len(commands)
    assert compared > 100


def test_none_is_malformed_but_on_purpose(finished: tuple[Run, list[Verdict]]) -> None:
    run, verdicts = finished
    read = 0
    for verdict in verdicts:
        if verdict.malforms or not verdict.exchange.capture:
            continue
        path = Path(run.folder) / verdict.exchange.capture
        complaints = tshark(path, keys_of(run, verdict), "-Y", "_ws.malformed or _ws.short")
        assert not complaints, f"{verdict.case}: {complaints}"
        read += 1
    assert read > 5


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


def test_field_values_are_the_same(finished: tuple[Run, list[Verdict]]) -> None:
    run, verdicts = finished
    compared: Counter[str] = Counter()
    for verdict in verdicts:
        if verdict.malforms or not verdict.exchange.capture:
            continue
        path = Path(run.folder) / verdict.exchange.capture
        text = tshark(path, keys_of(run, verdict), "-Y", "smb2", "-T", "json", "--no-duplicate-keys")
        seen: dict[tuple[int, int, str], Any] = {}
        for packet in json.loads(text):
            layers = packet["_source"]["layers"]
            stream = int(layers["tcp"]["tcp.stream"])
            messages = layers["smb2"] if isinstance(layers["smb2"], list) else [layers["smb2"]]
            for message in messages:
                for identifier in values_of(message, "smb2.msg_id"):
                    response = values_of(message, "smb2.flags.response")[0]
                    seen.setdefault((stream, int(identifier), response), message)
        for message in verdict.exchange.messages:
            command = message.name.split()[1] if smb2(message.name) else ""
            if command not in _COMPARED or message.encrypted:
                continue
            ours = {field.name: field.value for field in message.fields}
            identifier = int(number(ours["Header.MessageId"]))
            key = (message.connection - 1, identifier, "1" if "Response" in message.name else "0")
            theirs = seen.get(key)
            if theirs is None or "ERROR" in message.name:
                continue
            for field, name in _COMPARED[command].items():
                values = values_of(theirs, name)
                if field in ours and len(values) == 1:
                    assert number(ours[field]) == number(values[0]), f"{verdict.case} {message.name} {field}"
                    compared[f"{command}.{field}"] += 1
    assert len(compared) >= 8, compared


def test_the_keys_open_what_is_encrypted(finished: tuple[Run, list[Verdict]]) -> None:
    run, verdicts = finished
    opened = 0
    for verdict in verdicts:
        sealed = [m for m in verdict.exchange.messages if m.encrypted and smb2(m.name)]
        if not sealed or verdict.malforms:
            continue
        keys = keys_of(run, verdict)
        assert keys, verdict.case
        path = Path(run.folder) / verdict.exchange.capture
        plain = tshark(path, [], "-Y", "smb2 && !smb2.cmd", "-T", "fields", "-e", "frame.number").split()
        with_keys = tshark(path, keys, "-Y", "smb2 && !smb2.cmd", "-T", "fields", "-e", "frame.number").split()
        assert len(plain) >= 1, verdict.case
        # the answer to LOGOFF stays sealed: tshark forgets the keys when it sees the request
        assert len(with_keys) <= 1, verdict.case
        opened += 1
    if not opened:
        pytest.skip("no case of the suites encrypts")
