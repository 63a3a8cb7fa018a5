"""SMB_COM_NEGOTIATE, read by tshark; whatever is no such request is refused."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.errors import WireError
from plugfest.protocols.ms_smb2.framing import frame
from plugfest.protocols.ms_smb2.multi_protocol import DIALECT_STRINGS, decode_negotiate, encode_negotiate
from tests.peers import need, run

_NAMES = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=12)


@given(st.lists(_NAMES, max_size=5))
def test_round_trip(dialects: list[str]) -> None:
    assert decode_negotiate(encode_negotiate(dialects)) == dialects


@given(st.binary(max_size=60))
def test_anything(data: bytes) -> None:
    try:
        decode_negotiate(b"\xffSMB" + data)
    except WireError:
        return


def test_every_prefix_of_the_fixed_part_is_refused() -> None:
    data = encode_negotiate(DIALECT_STRINGS)
    for length in range(4, 35):
        with pytest.raises(WireError):
            decode_negotiate(data[:length])


@pytest.mark.integration
def test_tshark_reads_it(tmp_path: Path) -> None:
    """A capture with one TCP segment to port 445."""
    payload = frame(encode_negotiate(DIALECT_STRINGS))
    tcp = struct.pack(">HHIIBBHHH", 40000, 445, 1, 1, 0x50, 0x18, 65535, 0, 0) + payload
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 1, 0, 64, 6, 0, b"\x7f\0\0\1", b"\x7f\0\0\1") + tcp
    capture = tmp_path / "one.pcap"
    head = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)
    capture.write_bytes(head + struct.pack("<IIII", 0, 0, len(ip), len(ip)) + ip)
    fields = ("-T", "fields", "-e", "smb.cmd", "-e", "smb.dialect.name")
    printed = run(need("tshark", "tshark"), "-r", str(capture), *fields)
    assert printed.splitlines()[0].split("\t") == ["0x72", ",".join(DIALECT_STRINGS)]
