"""Libraries to simulate: one with a small document of our own, one with all given documents that have IDL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugfest.requirements.importing import import_paths
from plugfest.simulate.simulation import Simulator
from plugfest.specs import open_library
from tests.protocols.captured import given

TOY = Path(__file__).parents[1] / "data" / "MS-TOYR.md"


def simulator_of(folder: Path, paths: list[Path]) -> Iterator[Simulator]:
    """A simulator over a library with these documents."""
    with open_library(folder) as library:
        for _ in import_paths(library, paths, 1):
            pass
        yield Simulator(library)


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """The small document."""
    yield from simulator_of(tmp_path_factory.mktemp("toy"), [TOY])


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """Every given document with an appendix of IDL."""
    folder = given("specs")
    paths = [path for path in sorted(folder.glob("*.md")) if b" IDL\n" in path.read_bytes()]
    yield from simulator_of(tmp_path_factory.mktemp("given"), paths)
