"""Frames made by hand, independent of the code under test, and tshark as a judge."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from plugfest.capture.packets import LINK_ETHERNET, Packet

TSHARK = shutil.which("tshark")
needs_tshark = pytest.mark.skipif(TSHARK is None, reason="tshark is not installed")


def tshark(path: Path, *arguments: str) -> list[str]:
    """The lines that tshark prints of a capture."""
    assert TSHARK
    command = [TSHARK, "-n", "-r", str(path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.splitlines()


CHECKS = ("-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE")
COMPLAINTS = "_ws.malformed or tcp.analysis.flags or _ws.expert.severity >= 0x800000 or tcp.checksum.status == 0"


def tcp(source: int, target: int, sequence: int, data: bytes = b"", *, flags: int = 0x10, ack: int = 0) -> bytes:
    """A TCP segment without a checksum."""
    return struct.pack("!HHIIBBHHH", source, target, sequence & 0xFFFFFFFF, ack, 0x50, flags, 1024, 0, 0) + data


def ipv4(segment: bytes, *, forward: bool = True) -> bytes:
    """An IPv4 packet from 10.0.0.1 to 10.0.0.2, or back."""
    ends = (b"\x0a\0\0\x01", b"\x0a\0\0\x02")
    source, target = ends if forward else ends[::-1]
    return struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(segment), 1, 0, 64, 6, 0) + source + target + segment


def ipv6(segment: bytes, *, extension: bytes = b"", kind: int = 6) -> bytes:
    """An IPv6 packet from fd00::1 to fd00::2."""
    ends = bytes.fromhex("fd00" + "00" * 13 + "01" + "fd00" + "00" * 13 + "02")
    return struct.pack("!IHBB", 0x60000000, len(extension) + len(segment), kind, 64) + ends + extension + segment


def ethernet(packet: bytes, *, tags: bytes = b"", kind: bytes = b"\x08\x00") -> bytes:
    """An Ethernet frame, padded as short ones are."""
    return (bytes(12) + tags + kind + packet).ljust(60, b"\xee")


def packet(data: bytes, time: int = 0, link: int = LINK_ETHERNET) -> Packet:
    """A captured packet, whole."""
    return Packet(time, link, data, len(data))
