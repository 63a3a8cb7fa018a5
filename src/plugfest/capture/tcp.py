"""TCP conversations made from messages: Ethernet, IPv4 and TCP headers around what our sockets carried.

We see streams, not packets; this makes packets of them that every tool reassembles: RFC 791 and RFC 9293, sequence
numbers and checksums right, the server always at port 445.
"""

from __future__ import annotations

from dataclasses import dataclass
from struct import Struct

SERVER_PORT = 445
FIRST_CLIENT_PORT = 49152
"""Connection 1 has the next one."""
MAX_SEGMENT = 65535 - 40
"""One message, one packet, as long as IPv4 allows: a reader wants to see messages."""

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
_MASK = 0xFFFFFFFF
_WINDOW = 0xFFFF
_SYN_OPTIONS = bytes.fromhex("0204ffd7 0103030e")  # MSS 65495; no-operation; window scale 14
_CLIENT_MAC = bytes.fromhex("020000000001")  # locally administered
_SERVER_MAC = bytes.fromhex("020000000002")
_CLIENT_ADDRESS = bytes((192, 0, 2, 1))  # TEST-NET-1, RFC 5737
_SERVER_ADDRESS = bytes((192, 0, 2, 2))

_ip = Struct("!BBHHHBBH4s4s").pack
_tcp = Struct("!HHIIBBHHH").pack
_pseudo = Struct("!4s4sBBH").pack


def checksum(data: bytes) -> int:
    """The Internet checksum, RFC 1071: the ones' complement sum is the number itself modulo 65535."""
    rest = int.from_bytes(data + bytes(len(data) & 1), "big") % 0xFFFF
    return 0xFFFF - rest if rest else 0


@dataclass(slots=True)
class _Side:
    """One end: its addresses, and the next byte that it sends."""

    mac: bytes
    address: bytes
    port: int
    next: int
    identification: int = 0


class Conversation:
    """One connection between a client and port 445, as frames. Times and files are somebody else's matter."""

    __slots__ = ("_client", "_server", "closed")

    def __init__(self, number: int) -> None:
        """The connection of that number, from 1: it decides the client's port and the initial sequence numbers."""
        port = FIRST_CLIENT_PORT + number % (0xFFFF - FIRST_CLIENT_PORT)
        self._client = _Side(_CLIENT_MAC, _CLIENT_ADDRESS, port, (number * 0x01000193 + 1) & _MASK)
        self._server = _Side(_SERVER_MAC, _SERVER_ADDRESS, SERVER_PORT, (number * 0x01000193 + 0x40000001) & _MASK)
        self.closed = False

    def copy(self) -> Conversation:
        """The same state, to go on elsewhere."""
        other = Conversation(0)
        other._client = _Side(*(getattr(self._client, name) for name in _Side.__slots__))
        other._server = _Side(*(getattr(self._server, name) for name in _Side.__slots__))
        other.closed = self.closed
        return other

    def open(self) -> list[bytes]:
        """The three-way handshake."""
        return [self._frame(True, SYN), self._frame(False, SYN | ACK), self._frame(True, ACK)]

    def message(self, sent: bool, data: bytes) -> list[bytes]:
        """Bytes from the client (`sent`) or the server, in as few segments as they fit into."""
        frames = []
        for start in range(0, len(data), MAX_SEGMENT):
            piece = data[start : start + MAX_SEGMENT]
            last = start + MAX_SEGMENT >= len(data)
            frames.append(self._frame(sent, ACK | PSH if last else ACK, piece))
        return frames

    def close(self, by_client: bool, reset: bool = False) -> list[bytes]:
        """Both sides say FIN, the closing one first; or one RST. Nothing if it is closed already."""
        if self.closed:
            return []
        self.closed = True
        if reset:
            return [self._frame(by_client, RST | ACK)]
        return [
            self._frame(by_client, FIN | ACK),
            self._frame(not by_client, FIN | ACK),
            self._frame(by_client, ACK),
        ]

    def _frame(self, from_client: bool, flags: int, data: bytes = b"") -> bytes:
        here, there = (self._client, self._server) if from_client else (self._server, self._client)
        options = _SYN_OPTIONS if flags & SYN else b""
        offset = (20 + len(options)) << 2
        acknowledged = there.next if flags & ACK else 0
        size = 20 + len(options) + len(data)
        start = (here.port, there.port, here.next, acknowledged, offset, flags, _WINDOW)
        pseudo = _pseudo(here.address, there.address, 0, 6, size)
        tcp = _tcp(*start, checksum(pseudo + _tcp(*start, 0, 0) + options + data), 0)
        here.identification = (here.identification + 1) & 0xFFFF
        header = (0x45, 0, 20 + size, here.identification, 0x4000, 64, 6)
        ip = _ip(*header, checksum(_ip(*header, 0, here.address, there.address)), here.address, there.address)
        here.next = (here.next + len(data) + (1 if flags & (SYN | FIN) else 0)) & _MASK
        return b"".join((there.mac, here.mac, b"\x08\x00", ip, tcp, options, data))
