"""Captures: pcap and pcapng files → packets → streams → SMB messages, and pcapng files of what a run carried."""

from plugfest.capture.packets import Packet
from plugfest.capture.reader import CaptureReader, read_packets
from plugfest.capture.smb import CapturedMessage, DirectTcpSplitter, read_messages, split_compound
from plugfest.capture.streams import Stream, StreamData, read_streams
from plugfest.capture.writer import CaptureWriter, case_capture

__all__ = [
    "CaptureReader",
    "CaptureWriter",
    "CapturedMessage",
    "DirectTcpSplitter",
    "Packet",
    "Stream",
    "StreamData",
    "case_capture",
    "read_messages",
    "read_packets",
    "read_streams",
    "split_compound",
]
