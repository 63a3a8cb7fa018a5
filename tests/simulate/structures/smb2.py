"""SMB2 messages of captures, taken apart by the structures that are derived from [MS-SMB2]."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from plugfest.capture import read_messages, split_compound
from plugfest.simulate.structures.record import Record
from plugfest.simulate.structures.shelf import Shelf
from plugfest.simulate.structures.values import Shown, shown

COMMANDS = (
    "NEGOTIATE", "SESSION_SETUP", "LOGOFF", "TREE_CONNECT", "TREE_DISCONNECT", "CREATE", "CLOSE", "FLUSH", "READ",
    "WRITE", "LOCK", "IOCTL", "CANCEL", "ECHO", "QUERY_DIRECTORY", "CHANGE_NOTIFY", "QUERY_INFO", "SET_INFO",
)  # fmt: skip
BREAKS = {
    (24, False): "Oplock Break Acknowledgment",
    (36, False): "Lease Break Acknowledgment",
    (24, True): "Oplock Break Response",
    (44, True): "Lease Break Notification",
    (36, True): "Lease Break Response",
}
CONTEXTS = {
    1: "SMB2_PREAUTH_INTEGRITY_CAPABILITIES",
    2: "SMB2_ENCRYPTION_CAPABILITIES",
    3: "SMB2_COMPRESSION_CAPABILITIES",
    5: "SMB2_NETNAME_NEGOTIATE_CONTEXT_ID",
    6: "SMB2_TRANSPORT_CAPABILITIES",
    7: "SMB2_RDMA_TRANSFORM_CAPABILITIES",
    8: "SMB2_SIGNING_CAPABILITIES",
}
"""2.2.3.1."""
CREATE_CONTEXTS = {
    b"DHnQ": ("SMB2_CREATE_DURABLE_HANDLE_REQUEST", "SMB2_CREATE_DURABLE_HANDLE_RESPONSE"),
    b"DHnC": ("SMB2_CREATE_DURABLE_HANDLE_RECONNECT", ""),
    b"AlSi": ("SMB2_CREATE_ALLOCATION_SIZE", ""),
    b"MxAc": ("SMB2_CREATE_QUERY_MAXIMAL_ACCESS_REQUEST", "SMB2_CREATE_QUERY_MAXIMAL_ACCESS_RESPONSE"),
    b"TWrp": ("SMB2_CREATE_TIMEWARP_TOKEN", ""),
    b"QFid": ("", "SMB2_CREATE_QUERY_ON_DISK_ID"),
    b"RqLs": ("SMB2_CREATE_REQUEST_LEASE", "SMB2_CREATE_RESPONSE_LEASE"),
    b"RqL2": ("SMB2_CREATE_REQUEST_LEASE_V2", "SMB2_CREATE_RESPONSE_LEASE_V2"),
    b"DH2Q": ("SMB2_CREATE_DURABLE_HANDLE_REQUEST_V2", "SMB2_CREATE_DURABLE_HANDLE_RESPONSE_V2"),
    b"DH2C": ("SMB2_CREATE_DURABLE_HANDLE_RECONNECT_V2", ""),
}
"""2.2.13.2, request and response."""
CONTROLS = {
    0x001440F2: ("SRV_COPYCHUNK_COPY", "SRV_COPYCHUNK_RESPONSE"),
    0x001480F2: ("SRV_COPYCHUNK_COPY", "SRV_COPYCHUNK_RESPONSE"),
    0x00140078: ("", "SRV_REQUEST_RESUME_KEY Response"),
    0x001401D4: ("NETWORK_RESILIENCY_REQUEST Request", ""),
    0x00140204: ("VALIDATE_NEGOTIATE_INFO Request", "VALIDATE_NEGOTIATE_INFO Response"),
    0x001401FC: ("", "NETWORK_INTERFACE_INFO Response"),
}
"""2.2.31, by CtlCode."""
MORE = frozenset({0xC0000016, 0x80000005, 0x0000010C})
"""STATUS_MORE_PROCESSING_REQUIRED, STATUS_BUFFER_OVERFLOW, STATUS_NOTIFY_ENUM_DIR: these have a body of their own."""


class Message(NamedTuple):
    """One SMB2 message: what it is, and its parts."""

    frame: int
    alone: bool
    """It is no part of a compound."""
    data: bytes
    header: Record
    title: str
    body: Record


class Reader:
    """Reads the messages of captures. Raises WireError where one cannot be decoded."""

    def __init__(self, shelf: Shelf) -> None:
        self.classes = {one.title: shelf.codecs.of(one) for one in shelf.structures("MS-SMB2").compiled}

    def messages(self, capture: Path) -> Iterator[Message]:
        """The plaintext SMB2 messages of a capture."""
        for message in read_messages(capture):
            if not message.data.startswith(b"\xfeSMB"):
                continue
            parts = split_compound(message.data)
            for data in parts:
                if len(data) >= 66 and (title := self.title(data)):
                    yield Message(message.frame, len(parts) == 1, data, *self.read(data, title))

    def read(self, data: bytes, title: str) -> tuple[Record, str, Record]:
        """Header, title and body of one message."""
        header = self.classes[f"SMB2 Packet Header - {'ASYNC' if data[16] & 2 else 'SYNC'}"]
        return header.decode(data, 0, 64), title, self.classes[title].decode(data, 64, None, 0)

    @staticmethod
    def title(data: bytes) -> str:
        """Which structure follows the header: 2.2.1 and 3.2.5.1; empty for a command that the document lacks."""
        command, response = int.from_bytes(data[12:14], "little"), bool(data[16] & 1)
        status, size = int.from_bytes(data[8:12], "little"), int.from_bytes(data[64:66], "little")
        if response and size == 9 and status and not (status in MORE and command in (1, 8, 11, 14, 15, 16)):
            return "SMB2 ERROR Response"
        if command == 18:
            notified = response and data[24:32] == b"\xff" * 8 and size == 24
            return "Oplock Break Notification" if notified else BREAKS.get((size, response), "")
        return f"SMB2 {COMMANDS[command]} {'Response' if response else 'Request'}" if command < len(COMMANDS) else ""

    def values(self, message: Message) -> Iterator[tuple[str, Shown]]:
        """Every value as `structure.field`, those in contexts and in control codes' buffers too."""
        for row in shown(message.header):
            yield f"{row.structure.title}.{_plain(row.name)}", row
        response = bool(message.data[16] & 1)
        beside: dict[str, dict[str, object]] = {}
        for row in shown(message.body, 64, 0):
            field, siblings = _plain(row.name), beside.setdefault(row.name.rpartition(".")[0], {})
            siblings[field] = row.value
            yield f"{row.structure.title}.{field}", row
            title = self.content(message.title, response, field, siblings)
            if title in self.classes and row.size:
                for inner in shown(self.classes[title].decode(row.value), row.offset):
                    yield f"{title}.{_plain(inner.name)}", inner

    @staticmethod
    def content(title: str, response: bool, field: str, siblings: dict[str, object]) -> str:
        """The structure that a buffer holds, as far as [MS-SMB2] defines it."""
        if field == "Data" and "ContextType" in siblings:
            return CONTEXTS.get(siblings["ContextType"], "")  # type: ignore[call-overload, no-any-return]
        if field == "Data" and isinstance(siblings.get("Name"), bytes):
            return CREATE_CONTEXTS.get(siblings["Name"], ("", ""))[response]  # type: ignore[call-overload, no-any-return]
        if field in ("Output" if response else "Buffer") and "CtlCode" in siblings and title.startswith("SMB2 IOCTL"):
            return CONTROLS.get(siblings["CtlCode"], ("", ""))[response]  # type: ignore[call-overload, no-any-return]
        return ""


def _plain(name: str) -> str:
    """A field's name without what it lies in and its index."""
    return name.rpartition(".")[2].partition("[")[0]
