"""Which messages of a capture a user wants to see."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from plugfest.capture.dissect import Dissected
from plugfest.errors import InputError
from plugfest.protocols.ms_smb2.header import TRANSFORM_SIZE, TransformHeader

_WORD = re.compile(r"[A-Za-z0-9_]+")


class Choice(NamedTuple):
    """Everything that is asked for must hold; of several names, frames, … one."""

    names: frozenset[str] = frozenset()
    """Words of a message's name or of an RPC call in it, without case: create, request, netrshareenum, srvsvc."""
    frames: tuple[range, ...] = ()
    sessions: frozenset[int] = frozenset()
    streams: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls,
        names: tuple[str, ...] = (),
        frames: tuple[str, ...] = (),
        sessions: tuple[str, ...] = (),
        streams: tuple[int, ...] = (),
    ) -> Choice:
        """From what was typed. Raises InputError."""
        return cls(
            frozenset(name.casefold() for name in names),
            tuple(map(_frames, frames)),
            frozenset(map(_session, sessions)),
            frozenset(streams),
        )

    def wants(self, message: Dissected) -> bool:
        """Is the message one of those?"""
        if self.frames and not any(message.frame in frames for frames in self.frames):
            return False
        if self.streams and message.stream.number not in self.streams:
            return False
        if self.sessions and _session_id(message) not in self.sessions:
            return False
        return not self.names or not self.names.isdisjoint(_words_of(message))


def _words_of(message: Dissected) -> set[str]:
    found = set(_words(message.name))
    for call in message.calls:
        found |= _words(call.name) | _words(call.interface)
        if call.method is not None:
            found.add(call.method.__name__.casefold())
    return found


@lru_cache(1024)
def _words(name: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(name))


def _session_id(message: Dissected) -> int | None:
    if message.packet is not None:
        return message.packet.header.session_id
    if message.encrypted and len(message.data) >= TRANSFORM_SIZE:
        return TransformHeader.decode(message.data[:TRANSFORM_SIZE]).session_id
    return None


def _frames(text: str) -> range:
    first, separator, last = text.partition("-")
    try:
        start = int(first)
        return range(start, (int(last) if separator else start) + 1)
    except ValueError:
        raise InputError(f"{text}: a frame is a number, several are FIRST-LAST") from None


def _session(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        raise InputError(f"{text}: a SessionId has hexadecimal digits") from None
