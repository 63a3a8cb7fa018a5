"""Given captures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CUT = {"krb__smb2_krb.pcap"}
"""Captured with a short snapshot length: a message that is not whole is none for us, and one for tshark."""


@pytest.fixture
def given_captures() -> list[Path]:
    """The captures of the test data, but for the large ones."""
    given = os.environ.get("PLUGFEST_TEST_DATA")
    if not given:
        pytest.skip("PLUGFEST_TEST_DATA is not set")
    found = sorted((Path(given) / "captures").rglob("*.pcap*"))
    chosen = [path for path in found if path.name not in CUT and path.stat().st_size < 1_000_000]
    assert len(chosen) > 150
    return [path for path in chosen if "smb" in str(path) or "samba" in path.parts or path.suffix == ".pcapng"]
