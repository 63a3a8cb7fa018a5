"""The fields of NEGOTIATE, SESSION_SETUP, TREE_CONNECT and CREATE beside tshark's: the same value in the same place."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from plugfest.protocols.ms_smb2.constants import Command
from plugfest.protocols.ms_smb2.messages import Packet
from plugfest.records import FieldValue
from plugfest.wire.fields import fields
from tests.protocols.captured import given
from tests.protocols.ms_smb2.test_captures import packets

CAPTURES = (
    "OISF_suricata-verify/smb2-01__smb2-peter.pcap",
    "samba/smb2_connect.pcap",
    "OISF_suricata-verify/smb2-async__input.pcap",
    "samba/smb2_setinfo.pcap",
    "zeek_zeek/dce-rpc__20-fids-no-close.pcap",
    "zeek_zeek/smb__smb2readwrite.pcap",
    "zeek_zeek/smb__smb311.pcap",
    "zeek_zeek/smb__smb3_negotiate_context.pcap",
)
COMPARED = {Command.NEGOTIATE, Command.SESSION_SETUP, Command.TREE_CONNECT, Command.CREATE}


def number(text: str) -> int:
    """The number in a value: `FILE_OPEN (1)`, `0x0311`, `36`."""
    found = re.search(r"\((0x[0-9A-F]+|\d+)\)\Z", text)
    return int(found[1] if found else text, 0)


def numbers(ours: str, theirs: str) -> bool:
    return number(ours) == int(theirs, 0)


def buffers(ours: str, theirs: str) -> bool:
    """Beginning and length; in some places tshark shows ASCII."""
    shown, length = re.fullmatch(r"([0-9a-f]*)…? \((\d+) bytes?.*\)", ours).groups()  # type: ignore[union-attr]
    if re.fullmatch("([0-9a-f]{2}:)*[0-9a-f]{2}", theirs):
        data = bytes.fromhex(theirs.replace(":", ""))
    else:
        data = theirs.encode()
    return data.hex().startswith(shown) and len(data) == int(length)


def buffer_size(ours: str) -> int:
    found = re.search(r"\((\d+) byte", ours)
    return int(found[1]) if found else 0


def strings(ours: str, theirs: str) -> bool:
    return ours == f'"{theirs}"'


def times(ours: str, theirs: str) -> bool:
    """tshark: `Jun 30, 2023 12:49:11.365600000 UTC`, and 1970 for what is not specified."""
    if ours in ("0", "never"):
        return "1970" in theirs or "No time" in theirs or "Infinity" in theirs
    moment = datetime.strptime(re.sub(r"\.\d+ UTC", "", theirs), "%b %d, %Y %H:%M:%S")
    fraction = re.search(r"\.(\d{7})00 UTC", theirs)
    return fraction is not None and ours == f"{moment.isoformat()}.{fraction[1]}Z"


def guids(ours: str, theirs: str) -> bool:
    return ours == theirs


MEANT: dict[str, tuple[str, Callable[[str, str], bool]]] = {
    "smb2.header_len": ("StructureSize", numbers),
    "smb2.credit.charge": ("CreditCharge", numbers),
    "smb2.nt_status": ("Status", numbers),
    "smb2.cmd": ("Command", numbers),
    "smb2.credits.requested": ("CreditRequest/CreditResponse", numbers),
    "smb2.credits.granted": ("CreditRequest/CreditResponse", numbers),
    "smb2.flags": ("Flags", numbers),
    "smb2.chain_offset": ("NextCommand", numbers),
    "smb2.msg_id": ("MessageId", numbers),
    "smb2.tid": ("TreeId", numbers),
    "smb2.sesid": ("SessionId", numbers),
    "smb2.signature": ("Signature", buffers),
    "smb2.buffer_code": ("StructureSize", numbers),
    "smb2.dialect_count": ("DialectCount", numbers),
    "smb2.dialect": (r"Dialects\[\d+\]|DialectRevision", numbers),
    "smb2.sec_mode": ("SecurityMode", numbers),
    "smb2.capabilities": ("Capabilities", numbers),
    "smb2.client_guid": ("ClientGuid", guids),
    "smb2.server_guid": ("ServerGuid", guids),
    "smb2.max_trans_size": ("MaxTransactSize", numbers),
    "smb2.max_read_size": ("MaxReadSize", numbers),
    "smb2.max_write_size": ("MaxWriteSize", numbers),
    "smb2.current_time": ("SystemTime", times),
    "smb2.boot_time": ("ServerStartTime", times),
    "smb2.security_blob": ("Buffer", buffers),
    "smb2.negotiate_context.offset": ("NegotiateContextOffset", numbers),
    "smb2.negotiate_context.count": ("NegotiateContextCount", numbers),
    "smb2.negotiate_context.type": (r"NegotiateContextList\[\d+\].ContextType", numbers),
    "smb2.negotiate_context.data_length": (r"NegotiateContextList\[\d+\].DataLength", numbers),
    "smb2.negotiate_context.hash_alg_count": (r".*\.Data\.HashAlgorithmCount", numbers),
    "smb2.negotiate_context.hash_algorithm": (r".*\.Data\.HashAlgorithms\[\d+\]", numbers),
    "smb2.negotiate_context.salt_length": (r".*\.Data\.SaltLength", numbers),
    "smb2.negotiate_context.salt": (r".*\.Data\.Salt", buffers),
    "smb2.negotiate_context.cipher_count": (r".*\.Data\.CipherCount", numbers),
    "smb2.negotiate_context.cipher_id": (r".*\.Data\.Ciphers\[\d+\]", numbers),
    "smb2.negotiate_context.signing_alg_count": (r".*\.Data\.SigningAlgorithmCount", numbers),
    "smb2.negotiate_context.signing_id": (r".*\.Data\.SigningAlgorithms\[\d+\]", numbers),
    "smb2.negotiate_context.comp_alg_count": (r".*\.Data\.CompressionAlgorithmCount", numbers),
    "smb2.negotiate_context.comp_alg_id": (r".*\.Data\.CompressionAlgorithms\[\d+\]", numbers),
    "smb2.ses_req_flags": ("Flags", numbers),
    "smb2.session_flags": ("SessionFlags", numbers),
    "smb2.previous_sesid": ("PreviousSessionId", numbers),
    "smb2.tc_flags": ("Flags", numbers),
    "smb2.tree": ("Path", strings),
    "smb2.share_type": ("ShareType", numbers),
    "smb2.share_flags": ("ShareFlags", numbers),
    "smb2.share_caps": ("Capabilities", numbers),
    "smb.access_mask": ("DesiredAccess|MaximalAccess", numbers),
    "smb2.create.oplock": ("RequestedOplockLevel|OplockLevel", numbers),
    "smb2.impersonation.level": ("ImpersonationLevel", numbers),
    "smb2.create_flags": ("SmbCreateFlags", numbers),
    "smb2.file_attribute": ("FileAttributes", numbers),
    "smb.share_access": ("ShareAccess", numbers),
    "smb2.create.disposition": ("CreateDisposition", numbers),
    "smb.create_options": ("CreateOptions", numbers),
    "smb2.filename": ("Name", strings),
    "smb2.create.action": ("CreateAction", numbers),
    "smb2.create.time": ("CreationTime", times),
    "smb2.last_access.time": ("LastAccessTime", times),
    "smb2.last_write.time": ("LastWriteTime", times),
    "smb2.last_change.time": ("ChangeTime", times),
    "smb2.allocation_size": ("AllocationSize", numbers),
    "smb2.eof": ("EndOfFile", numbers),
    "smb2.create.chain_offset": (r"CreateContexts\[\d+\]\.Next", numbers),
    "smb2.tag": (r"CreateContexts\[\d+\]\.Name", buffers),
}
"""tshark's field → ours, and how their texts are compared."""


class Seen(NamedTuple):
    """One message as tshark sees it: what identifies it, and (field, offset, text) for each that we compare."""

    key: tuple[str, ...]
    found: list[tuple[str, int, str]]


KEY = {
    "smb2.cmd": (12, 2),
    "smb2.flags": (16, 4),
    "smb2.msg_id": (24, 8),
    "smb2.sesid": (40, 8),
    "smb2.signature": (48, 16),
}


def key_of(packet: Packet) -> tuple[str, ...]:
    return tuple(packet.data[at : at + size].hex() for at, size in KEY.values())


def tshark(path: Path) -> Iterator[Seen]:
    """The messages of the commands compared."""
    shown = "smb2.cmd in {" + ", ".join(str(int(command)) for command in COMPARED) + "}"
    command = ["tshark", "-n", "-r", str(path), "-T", "pdml", "-Y", shown]
    run = subprocess.run(command, capture_output=True, check=True, timeout=60)
    start, keys, found = 0, dict.fromkeys(KEY, ""), list[tuple[str, int, str]]()
    for field in ET.fromstring(run.stdout).iter("field"):
        name, value = field.get("name", ""), field.get("value", "")
        at, size = int(field.get("pos", 0)) - start, int(field.get("size", 0))
        if name == "smb2.protocol_id":
            if keys["smb2.cmd"] and int(keys["smb2.cmd"][:2], 16) in COMPARED:
                yield Seen(tuple(keys.values()), found)
            start, keys, found = at + start, dict.fromkeys(KEY, ""), []
        elif name in KEY and not keys[name]:
            keys[name] = value
        if name in MEANT and size and not (name == "smb2.tree" and at < 64):
            found.append((name, at, field.get("show", "")))
    if keys["smb2.cmd"] and int(keys["smb2.cmd"][:2], 16) in COMPARED:
        yield Seen(tuple(keys.values()), found)


def differences(seen: Seen, ours: list[FieldValue]) -> list[str]:
    contexts = [(f.offset, f.offset + buffer_size(f.value)) for f in ours if f.name.endswith("].Data")]
    places: dict[int, list[FieldValue]] = {}
    for field in ours:
        places.setdefault(field.offset, []).append(field)
    wrong = []
    for name, at, shown in seen.found:
        if any(start <= at < end for start, end in contexts):
            continue  # what create contexts hold is not taken apart
        pattern, same = MEANT[name]
        here = [field for field in places.get(at, ()) if re.fullmatch(pattern, field.name)]
        if not any(same(field.value, shown) for field in here):
            wrong.append(f"{name} at {at}: tshark {shown!r}, ours {[(f.name, f.value) for f in here]}")
    return wrong


@pytest.mark.parametrize("name", CAPTURES)
def test_values_and_places_are_those_of_tshark(name: str) -> None:
    if shutil.which("tshark") is None:
        pytest.skip("tshark is not installed")
    path = given("captures", *name.split("/"))
    ours: dict[tuple[str, ...], list[Packet]] = {}
    for packet in packets(path, []):
        ours.setdefault(key_of(packet), []).append(packet)
    compared = 0
    for seen in tshark(path):
        found = ours[seen.key]
        wrong = [
            differences(seen, [*fields(packet.header), *(fields(packet.body, 64, 0) if packet.body else ())])
            for packet in found
        ]
        assert [] in wrong, wrong
        compared += len(seen.found)
    assert compared > 50
