"""[MS-FSA] 2.1.5.1.2.1 and 2.1.5.1.2.2: who may open what next to whom."""

from __future__ import annotations

import itertools

import pytest

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fsa import close_file
from plugfest.protocols.ms_fsa.constants import (
    DELETE,
    FILE_DIRECTORY_FILE,
    FILE_EXECUTE,
    FILE_OVERWRITE,
    FILE_READ_ATTRIBUTES,
    FILE_READ_DATA,
    FILE_SUPERSEDE,
    FILE_WRITE_DATA,
)
from tests.protocols.ms_fsa.store import Store, refused, status_of

VIOLATION = NtStatus.STATUS_SHARING_VIOLATION
RIGHTS = {FILE_READ_DATA: 1, FILE_EXECUTE: 1, FILE_WRITE_DATA: 2, 4: 2, DELETE: 4}


@pytest.mark.parametrize("directory", [False, True], ids=["file", "directory"])
def test_every_pair_of_access_and_sharing(directory: bool) -> None:
    """A right that the other does not share is in the way, whoever comes first."""
    store = Store()
    options = FILE_DIRECTORY_FILE if directory else 0
    close_file(store.create("f", options=options))
    for (first, needed), (second, wanted) in itertools.product(RIGHTS.items(), repeat=2):
        for shared, sharing in itertools.product(range(8), repeat=2):
            held = store.open("f", first, shared, options=options)
            status = status_of(lambda a=second, s=sharing: close_file(store.open("f", a, s, options=options)))
            allowed = bool(shared & wanted) and bool(sharing & needed)
            assert status == (None if allowed else VIOLATION), (first, shared, second, sharing)
            close_file(held)


def test_attributes_take_no_part(store: Store) -> None:
    store.make("f")
    store.open("f", FILE_READ_DATA | DELETE, 0)
    store.open("f", FILE_READ_ATTRIBUTES, 0)


def test_streams_are_shared_on_their_own_but_for_deletion(store: Store) -> None:
    store.make("f:one")
    held = store.open("f:one", FILE_WRITE_DATA, 0)
    store.open("f", FILE_WRITE_DATA, 0)
    with refused(VIOLATION):
        store.open("f:one", FILE_WRITE_DATA, 7)
    with refused(VIOLATION):
        store.open("f", DELETE, 7)
    close_file(held)


def test_who_may_delete_the_file_keeps_others_from_its_streams(store: Store) -> None:
    store.make("f:one")
    store.open("f", DELETE, 7)
    with refused(VIOLATION):
        store.open("f:one", FILE_READ_DATA, 3)
    store.open("f:one", FILE_READ_DATA, 7)


def test_overwriting_needs_to_write(store: Store) -> None:
    store.make("f")
    store.open("f", FILE_READ_DATA, 1)
    with refused(VIOLATION):
        store.open("f", FILE_READ_DATA, 7, disposition=FILE_OVERWRITE)
    with refused(VIOLATION):
        store.open("f", FILE_READ_DATA, 7, disposition=FILE_SUPERSEDE)
