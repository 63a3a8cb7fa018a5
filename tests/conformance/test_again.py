"""What is kept to run a case again."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from plugfest.conformance.again import Invocation, recall, remember
from plugfest.conformance.targets import Account, Profile
from plugfest.errors import InputError

INVOCATION = Invocation(
    profile=Profile(host="127.0.0.1", user=Account("alice", "secret"), shares={"disk": "share"}),
    suites=("/a/suite.py",),
    allow_disruptive=True,
)


def test_it_comes_back_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    remember(tmp_path, "2026-11-20-1", INVOCATION)
    assert recall(tmp_path, "2026-11-20-1") == INVOCATION
    assert stat.S_IMODE((tmp_path / "again").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "again" / "2026-11-20-1.json").stat().st_mode) == 0o600


def test_what_is_not_there_or_damaged(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name the target again"):
        recall(tmp_path, "2026-11-20-1")
    assert recall(tmp_path, "2026-11-20-1", INVOCATION.profile) == Invocation(profile=INVOCATION.profile)
    remember(tmp_path, "2026-11-20-1", INVOCATION)
    (tmp_path / "again" / "2026-11-20-1.json").write_text("{")
    with pytest.raises(InputError, match=r"2026-11-20-1\.json"):
        recall(tmp_path, "2026-11-20-1")
