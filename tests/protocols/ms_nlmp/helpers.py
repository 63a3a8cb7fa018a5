"""Log-ons in memory with randomness and time that repeat."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from plugfest.protocols.ms_nlmp import Credentials, NtlmClient, NtlmServer, local_accounts

NOW = 133_000_000_000_000_000
ACCOUNTS = local_accounts({"alice": "Pässword1", "bob": ""})
ALICE = Credentials("alice", "Pässword1")


def randomness(seed: bytes) -> Callable[[int], bytes]:
    """The same bytes in every run."""
    calls = 0

    def random(size: int) -> bytes:
        nonlocal calls
        calls += 1
        return hashlib.shake_128(seed + bytes([calls])).digest(size)

    return random


def client(credentials: Credentials = ALICE, **options: Any) -> NtlmClient:
    return NtlmClient(credentials, random=randomness(b"client"), now=NOW, **options)


def server(**options: Any) -> NtlmServer:
    return NtlmServer(options.pop("accounts", ACCOUNTS), random=randomness(b"server"), now=NOW, **options)


def log_on(initiator: NtlmClient, acceptor: NtlmServer) -> tuple[bytes, bytes, bytes]:
    """NEGOTIATE, CHALLENGE, AUTHENTICATE."""
    negotiate = initiator.step(None)
    challenge = acceptor.step(negotiate)
    assert challenge is not None
    authenticate = initiator.step(challenge)
    assert acceptor.step(authenticate) is None
    return negotiate, challenge, authenticate
