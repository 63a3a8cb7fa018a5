"""The store that the tests of this folder use."""

from tests.protocols.ms_fsa.store import store as store  # noqa: PLC0414
