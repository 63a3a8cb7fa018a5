"""From the text of [MS-SMB2] alone: every plaintext message of the given captures decodes, and tshark agrees."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree

import pytest

from plugfest.capture import read_messages, split_compound
from plugfest.errors import WireError
from plugfest.simulate.structures.model import Number
from plugfest.simulate.structures.shelf import Shelf
from plugfest.simulate.structures.values import Shown
from tests.peers import need, run
from tests.protocols.captured import captures, given
from tests.simulate.structures.smb2 import Reader

NAMES = Path(__file__).with_name("smb2_tshark.csv")
CAPTURES = (
    "OISF_suricata-verify/dcerpc__dcerpc-smb-ctxid__input.pcap",
    "OISF_suricata-verify/smb2-async__input.pcap",
    "zeek_zeek/smb__smb_many_open_files_500.pcap.gz",
    "OISF_suricata-verify/bug-5133__input.pcap",
    "zeek_zeek/smb__smb2.delete-on-close-perms-delete-existing.pcap",
    "studylab1_SAMR-Enum-Lab/net.exe_group__domain_admins__domain.pcapng",
    "zeek_zeek/smb__smb2readwrite.pcap",
    "zeek_zeek/krb__kerberos_tso.pcapng",
    "zeek_zeek/smb__smb2_100_small_files.pcap",
)
"""Together they have every field that tshark names."""
LIES = {"smb-length-5770__input.pcap": 1}
"""Messages that claim more data than they have: the capture is there for that."""


@pytest.fixture(scope="module")
def reader(shelf: Shelf) -> Reader:
    """The structures of [MS-SMB2]."""
    return Reader(shelf)


@pytest.mark.timeout(600)
def test_every_plaintext_message_decodes_and_encodes_to_its_bytes(reader: Reader) -> None:
    refused: Counter[str] = Counter()
    messages = 0
    for capture in captures():
        for data in _plaintext(capture):
            title = reader.title(data)
            if not title:
                continue
            messages += 1
            try:
                header, _, body = reader.read(data, title)
            except WireError:
                refused[capture.name] += 1
                continue
            assert header.encode() + body.encode(64) == data, (capture, title, data.hex())
    assert messages > 170_000
    assert refused == LIES


def _plaintext(capture: Path) -> Iterator[bytes]:
    for message in read_messages(capture):
        if message.data.startswith(b"\xfeSMB"):
            yield from (part for part in split_compound(message.data) if len(part) >= 66)


@pytest.mark.integration
@pytest.mark.timeout(300)
def test_values_equal_those_of_tshark(reader: Reader) -> None:
    need("tshark", "tshark")
    with NAMES.open() as lines:
        names = {f"{row['structure']}.{row['field']}": row["tshark"] for row in csv.DictReader(lines)}
    compared: Counter[str] = Counter()
    differ: list[tuple[str, str, str, str]] = []
    for name in CAPTURES:
        capture = given("captures", *name.split("/"))
        theirs = _fields(capture)
        for message in reader.messages(capture):
            if not message.alone or message.frame not in theirs:
                continue
            for key, row in reader.values(message):
                told = theirs[message.frame].get((names.get(key, "–"), row.offset))
                if not told:  # tshark has no such field, or shows what lies in it
                    continue
                compared[key] += 1
                if not _equal(row, told):
                    differ.append((name, key, row.text, told))
    total = sum(compared.values())
    assert len(compared) >= 200, len(compared)
    assert len(differ) <= total / 100, (len(differ), total, Counter(key for _, key, _, _ in differ), differ[:20])


def _fields(capture: Path) -> dict[int, dict[tuple[str, int], str]]:
    """What tshark shows, by frame: name and offset from the header's start → value. Frames with one message only."""
    printed = run("tshark", "-r", str(capture), "-Y", "smb2", "-T", "pdml")
    tree = ElementTree.fromstring(printed[: printed.index("</pdml>") + len("</pdml>")])
    found: dict[int, dict[tuple[str, int], str]] = {}
    for packet in tree:
        headers = packet.findall(".//proto[@name='smb2']//field[@name='smb2.protocol_id']")
        number = packet.find(".//field[@name='num']")
        if len(headers) != 1 or number is None:
            continue
        start = int(headers[0].get("pos", "0"))
        shown: dict[tuple[str, int], str] = defaultdict(str)
        for field in packet.iterfind(".//proto[@name='smb2']//field"):
            place = (field.get("name", ""), int(field.get("pos", "0")) - start)
            shown.setdefault(place, field.get("show", ""))
        found[int(number.get("show", "0"))] = dict(shown)
    return found


def _equal(row: Shown, told: str) -> bool:
    """Whether a value is what tshark shows: a number in any base, a GUID, a time, a text, bytes."""
    value: object = row.value
    if isinstance(value, UUID):
        return UUID(told) == value
    if isinstance(value, str):
        return value == told
    if isinstance(value, bytes):
        if re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-.*", told):
            return UUID(told).bytes_le == value
        return told.replace(":", "") == value.hex() or told.encode() == value
    if isinstance(row.member.form, Number) and row.member.form.means == "filetime":
        return _time(told) == value
    if re.fullmatch(r"-?\d+|0x[0-9a-fA-F]+", told):
        return int(told, 0) == value
    return told.replace(":", "") == value.to_bytes(row.size, "little").hex() if isinstance(value, int) else False


def _time(told: str) -> int:
    """100 ns since 1601, of tshark's way to write a time in UTC. It shows 0 as the beginning of its own epoch."""
    if "No time" in told or told.startswith("Jan  1, 1970 00:00:00.000000000"):
        return 0
    whole, _, fraction = told.partition(".")
    moment = datetime.strptime(whole, "%b %d, %Y %H:%M:%S").replace(tzinfo=UTC)
    seconds = (moment - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()
    return int(seconds) * 10_000_000 + int(re.sub(r"\D.*", "", fraction).ljust(9, "0")[:9]) // 100
