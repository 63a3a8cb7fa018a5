"""A folder in which a server's state is kept."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from plugfest.errors import InputError
from plugfest.net.state import StateFolder


def test_what_is_kept_is_there_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "one" / "two"
    assert StateFolder(folder).load() == b""
    StateFolder(folder).keep(b"first")
    StateFolder(folder).keep(b"second")
    assert StateFolder(folder).load() == b"second"
    assert [path.name for path in folder.iterdir()] == ["server.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    state = StateFolder(folder)
    state.load()
    state.keep(b"secret")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "server.json").stat().st_mode) == 0o600


def test_a_file_in_its_place(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("")
    with pytest.raises(InputError, match="file"):
        StateFolder(place).load()


def test_what_is_left_of_a_power_failure_is_not_read(tmp_path: Path) -> None:
    state = StateFolder(tmp_path)
    state.keep(b"whole")
    (tmp_path / "server.json.new").write_bytes(b"hal")
    assert state.load() == b"whole"
    state.keep(b"next")
    assert state.load() == b"next"
