"""Fixtures that several packages of tests share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from plugfest.conformance import smbd
from tests.peers import absent


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def private_smbd() -> Iterator[smbd.Smbd]:
    """A Samba server of our own on loopback; what needs it is skipped, with the reason, where there can be none."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(smbd.private_smbd())
        except smbd.SmbdUnavailable as reason:
            absent(str(reason))
        yield running
