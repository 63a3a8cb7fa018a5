"""A shelf of the documents that the tests of structures read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plugfest.requirements.importing import import_paths
from plugfest.simulate.structures.shelf import Shelf
from plugfest.specs import open_library
from tests.protocols.captured import given

DOCUMENTS = (
    "MS-SMB2", "MS-FSCC", "MS-DTYP", "MS-NLMP", "MS-RPCE", "MS-CFB", "MS-SHLLINK", "MS-XCA", "MS-RDPBCGR", "MS-ERREF",
)  # fmt: skip


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Some of the given documents."""
    folder = given("specs")
    with open_library(tmp_path_factory.mktemp("structures")) as library:
        for _ in import_paths(library, [folder / f"{name}.md" for name in DOCUMENTS], 1):
            pass
        yield Shelf(library)
