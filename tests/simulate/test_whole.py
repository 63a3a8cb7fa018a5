"""A library is simulated alike in one process and in several."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugfest.requirements.importing import import_paths
from plugfest.simulate import whole
from plugfest.simulate.simulation import Simulator
from plugfest.specs import open_library
from tests.simulate.conftest import TOY


def test_in_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "MS-TOYS.md"
    other.write_text(TOY.read_text().replace("MS-TOYR", "MS-TOYS"))
    told: list[tuple[str, int, int]] = []
    with open_library(tmp_path / "library") as library:
        for _ in import_paths(library, [TOY, other], 1):
            pass
        alone = [Simulator(library).simulate(name) for name in ("MS-TOYR", "MS-TOYS")]
        assert whole.simulate_all(library, 1) == alone
        monkeypatch.setattr(whole, "FEW", 1)
        assert whole.simulate_all(library, 2, lambda *step: told.append(step)) == alone
    assert told == [("MS-TOYR", 1, 2), ("MS-TOYS", 2, 2)]
