"""Given captures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CUT = {"krb__smb2_krb.pcap"}
"""Captured with a short snapshot length: a message that is not whole is none for us, and one for tshark."""


@pytest.fixture
def given_captures() -> list[Path]:
    """A choice of the captures of the test data; tshark needs a while for each."""
    given = os.environ.get("PLUGFEST_TEST_DATA")
    if not given:
        pytest.skip("PLUGFEST_TEST_DATA is not set")
    found = sorted((Path(given) / "captures").rglob("*.pcap*"))
    chosen = [path for path in found if "smb" in str(path) and path.name not in CUT and path.stat().st_size < 1_000_000]
    assert len(chosen) > 50
    return chosen[::4] + [path for path in found if path.parent.name == "samba" and path.name.startswith("rpc")]
